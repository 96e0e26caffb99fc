"""Reports as plain text: for a terminal, and as annotations of GitHub's log."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..diagnostics import Diagnostic, Severity
from .json_formats import format_listing
from .sources import SourceLines, mask_text

WIDEST = 60
"""Characters of a line that are shown; of a long one the part around the place."""


def format_text(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return the report, grouped by file; its last line says what is left to do."""
    paragraphs = [mask_text(paragraph) for paragraph in iter_paragraphs(diagnostics, sources)]
    return "\n".join([*paragraphs, format_summary(diagnostics), ""])


def iter_paragraphs(diagnostics: Iterable[Diagnostic], sources: SourceLines) -> Iterator[str]:
    """Yield a paragraph for each file."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    for path, found in groupby(ordered, key=lambda one: one.span.path):
        yield "\n".join([flatten(path), *(format_paragraph(one, sources) for one in found), ""])


def format_paragraph(diagnostic: Diagnostic, sources: SourceLines) -> str:
    """Return one diagnostic: place, severity, message, line with caret, fix, corrected line."""
    span = diagnostic.span
    lines = [f"  {span.place}{diagnostic.severity.value} {diagnostic.code} · {flatten(diagnostic.message)}"]
    line = sources.get_masked_line(span.path, span.line)
    if line.strip():
        lines += [f"      {one}" for one in format_pointer(line, span.column)]
    if diagnostic.hint:
        lines.append(f"    怎么改：{flatten(diagnostic.hint)}")
    if diagnostic.fixed is not None:
        lines.append(f"    改好的：{diagnostic.fixed}")
    return "\n".join(lines)


def flatten(text: str) -> str:
    """Return text as one line: a name may contain a line break, and what follows could be taken for a line of the
    report.
    """
    return text if "\n" not in text and "\r" not in text else re.sub(r"[\r\n]", "\ufffd", text)


def format_pointer(line: str, column: int) -> list[str]:
    """Return the part of a line around `column` (from 1), and a caret below that place."""
    start = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    part = line[start : start + WIDEST].replace("\t", " ")
    pad = "".join(choose_blank(sign) for sign in part[: column - 1 - start])
    return [f"{'…' if start else ''}{part}{'…' if start + WIDEST < len(line) else ''}", f"{' ' * bool(start)}{pad}^"]


def choose_blank(sign: str) -> str:
    """Return the space that is as wide as `sign`: the ideographic one below an ideograph."""
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return ""
    return "\u3000" if unicodedata.east_asian_width(sign) in "WF" else " "


def format_summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return what is left to do, in one sentence."""
    errors = sum(one.blocks for one in diagnostics)
    advice = len(diagnostics) - errors
    if errors:
        return f"还有 {errors} 处要改" + (f"，另有 {advice} 条提醒（不改也能发布）。" if advice else "。")
    return f"全部通过，另有 {advice} 条提醒（不改也能发布）。" if advice else "全部通过。"


COMMANDS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}
SHOWN = 10
"""Annotations of one severity that GitHub shows for a step."""
LONGEST_SUMMARY = 300_000
"""Characters of a step's summary: GitHub takes 1 MiB, and Chinese has three bytes a character."""
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def format_github(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return one command for each diagnostic, errors first, and a notice with the summary."""
    ordered = sort_by_severity(diagnostics)
    lines = [format_command(one) for one in ordered]
    lines.append(
        f"::notice title={escape('楼组展厅', PROPERTY)}::{escape(format_summary(diagnostics) + format_overflow_notice(ordered), DATA)}"
    )
    return mask_text("\n".join(lines)) + "\n"


def sort_by_severity(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return errors before advice, each in the order of their places."""
    return sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))


def format_step_summary(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return the step summary with what GitHub does not show as annotations; empty where it shows all."""
    ordered = sort_by_severity(diagnostics)
    errors = sum(one.blocks for one in ordered)
    rest = [*ordered[SHOWN:errors], *ordered[errors + SHOWN :]]
    if not rest:
        return ""
    head = f"### 楼组展厅：{format_summary(diagnostics)}\n\n每种只有前 {SHOWN} 条标在文件旁边，另外 {len(rest)} 条在这里。\n"
    return format_listing(head, rest, sources, LONGEST_SUMMARY)


def format_command(diagnostic: Diagnostic) -> str:
    """Return the command of one diagnostic; the fix stands on lines of its own."""
    span = diagnostic.span
    title = f"{diagnostic.severity.value} {diagnostic.code}"
    parts = [diagnostic.message, diagnostic.hint, diagnostic.fixed and f"改好的：{diagnostic.fixed}"]
    place = f"file={escape(span.path, PROPERTY)},line={span.line},col={span.column},title={escape(title, PROPERTY)}"
    return f"::{COMMANDS[diagnostic.severity]} {place}::{escape(chr(10).join(part for part in parts if part), DATA)}"


def format_overflow_notice(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a sentence that GitHub does not show everything; empty where it does."""
    errors = sum(one.blocks for one in diagnostics)
    if max(errors, len(diagnostics) - errors) <= SHOWN:
        return ""
    return f"这里每种最多显示 {SHOWN} 条，全部内容见这一步的日志。"


def escape(text: str, signs: dict[str, str]) -> str:
    """Return `text` escaped for a workflow command."""
    return "".join(signs.get(sign, sign) for sign in text)
