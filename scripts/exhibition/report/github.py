"""GitHub workflow commands: diagnostics as annotations beside the lines of a pull request.

GitHub shows at most ten annotations of a severity for a step: errors come first, and a last notice says how many
there are in all.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Severity
from .markdown import listed
from .privacy import masked
from .sources import Sources
from .text import summary

COMMANDS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}
SHOWN = 10
"""Annotations of one severity that GitHub shows for a step."""

LONGEST_SUMMARY = 300_000
"""Characters of a step's summary: GitHub takes 1 MiB, and Chinese has three bytes a character."""

DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def github(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return one command for each diagnostic, errors first, and a notice with the summary."""
    ordered = by_weight(diagnostics)
    lines = [command(one) for one in ordered]
    lines.append(
        f"::notice title={escaped('楼组展厅', PROPERTY)}::{escaped(summary(diagnostics) + more(ordered), DATA)}"
    )
    return masked("\n".join(lines)) + "\n"


def by_weight(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return errors before advice, each in the order of their places."""
    return sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))


def step_summary(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return the step summary with what GitHub does not show as annotations; empty where it shows all."""
    ordered = by_weight(diagnostics)
    errors = sum(one.blocks for one in ordered)
    rest = [*ordered[SHOWN:errors], *ordered[errors + SHOWN :]]
    if not rest:
        return ""
    head = f"### 楼组展厅：{summary(diagnostics)}\n\n每种只有前 {SHOWN} 条标在文件旁边，另外 {len(rest)} 条在这里。\n"
    return listed(head, rest, sources, LONGEST_SUMMARY)


def command(diagnostic: Diagnostic) -> str:
    """Return the command of one diagnostic; the fix stands on lines of its own."""
    span = diagnostic.span
    title = f"{diagnostic.severity.value} {diagnostic.code}"
    parts = [diagnostic.message, diagnostic.hint, diagnostic.fixed and f"改好的：{diagnostic.fixed}"]
    place = f"file={escaped(span.path, PROPERTY)},line={span.line},col={span.column},title={escaped(title, PROPERTY)}"
    return f"::{COMMANDS[diagnostic.severity]} {place}::{escaped(chr(10).join(part for part in parts if part), DATA)}"


def more(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a sentence that GitHub does not show everything; empty where it does."""
    errors = sum(one.blocks for one in diagnostics)
    if max(errors, len(diagnostics) - errors) <= SHOWN:
        return ""
    return f"这里每种最多显示 {SHOWN} 条，全部内容见这一步的日志。"


def escaped(text: str, signs: dict[str, str]) -> str:
    """Return `text` escaped for a workflow command."""
    return "".join(signs.get(sign, sign) for sign in text)
