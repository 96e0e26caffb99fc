"""JSON report with a stable schema, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..diagnostics import Diagnostic, Severity
from .privacy import masked
from .sources import Sources

SCHEMA = 1
"""Incremented when a key changes its meaning; not for new keys."""

SEVERITIES = {Severity.ERROR: "error", Severity.ADVICE: "advice"}


def json_report(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return one object: `schema`, the counts `errors` and `advice`, and `diagnostics` in the order of their places."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    errors = sum(one.blocks for one in ordered)
    report = {
        "schema": SCHEMA,
        "errors": errors,
        "advice": len(ordered) - errors,
        "diagnostics": [row(one) for one in ordered],
    }
    return masked(json.dumps(report, ensure_ascii=False, indent=1)) + "\n"


def row(diagnostic: Diagnostic) -> dict[str, str | int | None]:
    """Return one diagnostic as plain values; `line` and `column` count characters from 1."""
    return {
        "path": diagnostic.span.path,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "code": diagnostic.code,
        "severity": SEVERITIES[diagnostic.severity],
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fixed": diagnostic.fixed,
    }
