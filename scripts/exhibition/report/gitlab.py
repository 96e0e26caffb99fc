"""GitLab Code Quality report: diagnostics beside the lines of a merge request.

The format is GitLab's "Code Quality report format": description, check_name, fingerprint, severity, location.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..diagnostics import Diagnostic, Severity
from .privacy import masked
from .sources import Sources

SEVERITIES = {Severity.ERROR: "major", Severity.ADVICE: "info"}


def gitlab(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return a list of issues in the order of their places."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    prints = fingerprints(ordered)
    issues = [issue(one, fingerprint) for one, fingerprint in zip(ordered, prints, strict=True)]
    return masked(json.dumps(issues, ensure_ascii=False, indent=1)) + "\n"


def issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    """Return one diagnostic as an issue of GitLab."""
    parts = [diagnostic.message, diagnostic.hint, diagnostic.fixed and f"改好的：{diagnostic.fixed}"]
    return {
        "description": " ".join(part for part in parts if part),
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[diagnostic.severity],
        "location": {"path": diagnostic.span.path, "lines": {"begin": diagnostic.span.line}},
    }


def fingerprints(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return a fingerprint for each diagnostic that stays when lines above it are added or removed (32 hex digits,
    BLAKE2b).

    It is the hash of path, code and masked message; equal ones are numbered.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    names = []
    for one in diagnostics:
        said = (one.span.path, one.code, masked(one.message))
        # A file name need not be UTF-8, and YAML can write half a character: both are surrogates here.
        plain = "\0".join((*said, str(seen[said]))).encode(errors="surrogatepass")
        names.append(hashlib.blake2b(plain, digest_size=16).hexdigest())
        seen[said] += 1
    return names
