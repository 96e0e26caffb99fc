"""Diagnostics into workflow commands, so that GitHub writes them beside the lines of a pull request.

GitHub shows at most ten annotations of a severity for a step: the most are errors first, and a last notice says how
many there are in all.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Severity
from .privacy import masked
from .sources import Sources
from .text import summary

COMMANDS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}
SHOWN = 10
"""Annotations of one severity that GitHub shows for a step."""

DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def github(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return one command a diagnostic, errors first, and a notice with the summary."""
    ordered = sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))
    lines = [command(one) for one in ordered]
    lines.append(
        f"::notice title={escaped('楼组展厅', PROPERTY)}::{escaped(summary(diagnostics) + more(ordered), DATA)}"
    )
    return masked("\n".join(lines)) + "\n"


def command(diagnostic: Diagnostic) -> str:
    """Return the command of one diagnostic; the mend stands on lines of its own."""
    span = diagnostic.span
    title = f"{diagnostic.severity.value} {diagnostic.code}"
    parts = [diagnostic.message, diagnostic.hint, diagnostic.fixed and f"改好的：{diagnostic.fixed}"]
    place = f"file={escaped(span.path, PROPERTY)},line={span.line},col={span.column},title={escaped(title, PROPERTY)}"
    return f"::{COMMANDS[diagnostic.severity]} {place}::{escaped(chr(10).join(part for part in parts if part), DATA)}"


def more(diagnostics: Sequence[Diagnostic]) -> str:
    """Say that GitHub does not show everything, where it does not."""
    errors = sum(one.blocks for one in diagnostics)
    if max(errors, len(diagnostics) - errors) <= SHOWN:
        return ""
    return f"这里每种最多显示 {SHOWN} 条，全部内容见这一步的日志。"


def escaped(text: str, signs: dict[str, str]) -> str:
    """Return `text` as a workflow command may carry it."""
    return "".join(signs.get(sign, sign) for sign in text)
