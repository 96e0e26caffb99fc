"""SARIF 2.1.0 report (OASIS, 2020) for code hosts and editors.

Columns count characters (`unicodeCodePoints`), as everywhere here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from ..diagnostics import Diagnostic, Severity
from ..model.rules import RULES
from .gitlab import fingerprints
from .privacy import masked
from .sources import Sources

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}


def sarif(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return a log of one run: the violated rules, and a result for each diagnostic in the order of places."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    weights = {one.code: one.severity for one in ordered}
    codes = sorted(weights)
    prints = fingerprints(ordered)
    run = {
        "tool": {"driver": {"name": "楼组展厅", "rules": [rule(code, weights[code], sources) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "放着 content/ 的文件夹"}}},
        "results": [
            result(one, codes.index(one.code), fingerprint, sources)
            for one, fingerprint in zip(ordered, prints, strict=True)
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return masked(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def rule(code: str, severity: Severity, sources: Sources) -> dict[str, Any]:
    """Return the metadata of a rule: its manual, and the URL of its help page where the site's address is known."""
    known = RULES.get(code)
    described: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": LEVELS[severity]}}
    if known is not None:
        described["name"] = "".join(part.capitalize() for part in known.name.split("_"))
        described["shortDescription"] = {"text": known.title}
        described["help"] = {"text": known.manual or known.title, "markdown": known.manual or known.title}
    if sources.site_url.startswith(("https://", "http://")):
        described["helpUri"] = f"{sources.site_url}help/{code}/"
    return described


def result(diagnostic: Diagnostic, index: int, fingerprint: str, sources: Sources) -> dict[str, Any]:
    """Return one diagnostic as a result, with the corrected line as a fix where it contains nothing private."""
    span = diagnostic.span
    artifact = {"uri": quote(span.path, errors="surrogatepass"), "uriBaseId": "ROOT"}
    found: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(part for part in (diagnostic.message, diagnostic.hint) if part)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": span.line, "startColumn": span.column},
                }
            }
        ],
        "partialFingerprints": {"exhibition/v1": fingerprint},
    }
    line = sources.line(span.path, span.line)
    if diagnostic.fixed is not None and line and masked(diagnostic.fixed) == diagnostic.fixed:
        region = {"startLine": span.line, "startColumn": 1, "endLine": span.line, "endColumn": len(line) + 1}
        replacement = {"deletedRegion": region, "insertedContent": {"text": diagnostic.fixed}}
        change = {"artifactLocation": artifact, "replacements": [replacement]}
        found["fixes"] = [{"description": {"text": "换成改好的这一行"}, "artifactChanges": [change]}]
    return found
