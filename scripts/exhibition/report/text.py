"""Text report for a terminal: by file, with the line, a caret and the fix."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..diagnostics import Diagnostic
from .privacy import masked
from .sources import Sources

WIDEST = 60
"""Characters of a line that are shown; of a long one the part around the place."""


def text(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return the report, grouped by file; its last line says what is left to do."""
    paragraphs = [masked(paragraph) for paragraph in by_file(diagnostics, sources)]
    return "\n".join([*paragraphs, summary(diagnostics), ""])


def by_file(diagnostics: Iterable[Diagnostic], sources: Sources) -> Iterator[str]:
    """Yield a paragraph for each file."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    for path, found in groupby(ordered, key=lambda one: one.span.path):
        yield "\n".join([flat(path), *(paragraph(one, sources) for one in found), ""])


def paragraph(diagnostic: Diagnostic, sources: Sources) -> str:
    """Return one diagnostic: place, severity, message, line with caret, fix, corrected line."""
    span = diagnostic.span
    lines = [f"  {span.place}{diagnostic.severity.value} {diagnostic.code} · {flat(diagnostic.message)}"]
    line = sources.shown(span.path, span.line)
    if line.strip():
        lines += [f"      {one}" for one in pointed(line, span.column)]
    if diagnostic.hint:
        lines.append(f"    怎么改：{flat(diagnostic.hint)}")
    if diagnostic.fixed is not None:
        lines.append(f"    改好的：{diagnostic.fixed}")
    return "\n".join(lines)


def flat(text: str) -> str:
    """Return text as one line: a name may contain a line break, and what follows could be taken for a line of the
    report.
    """
    return text if "\n" not in text and "\r" not in text else re.sub(r"[\r\n]", "\ufffd", text)


def pointed(line: str, column: int) -> list[str]:
    """Return the part of a line around `column` (from 1), and a caret below that place."""
    start = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    part = line[start : start + WIDEST].replace("\t", " ")
    pad = "".join(blank(sign) for sign in part[: column - 1 - start])
    return [f"{'…' if start else ''}{part}{'…' if start + WIDEST < len(line) else ''}", f"{' ' * bool(start)}{pad}^"]


def blank(sign: str) -> str:
    """Return the space that is as wide as `sign`: the ideographic one below an ideograph."""
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return ""
    return "\u3000" if unicodedata.east_asian_width(sign) in "WF" else " "


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return what is left to do, in one sentence."""
    errors = sum(one.blocks for one in diagnostics)
    advice = len(diagnostics) - errors
    if errors:
        return f"还有 {errors} 处要改" + (f"，另有 {advice} 条提醒（不改也能发布）。" if advice else "。")
    return f"全部通过，另有 {advice} 条提醒（不改也能发布）。" if advice else "全部通过。"
