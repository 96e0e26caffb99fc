"""Marks that git leaves in a file where two people changed one place: found, and worded in one way for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..diagnostics import Severity
from .rules import Said, wording

ERROR = Severity.ERROR

MARK = re.compile(r"<{7}(?: |$)|>{7}(?: |$)|\|{7}(?: |$)|={7}\s*$")


@wording("E010", ERROR, "合并冲突的标记")
def conflict_marks(besides: str = "") -> Said:
    """问题：两个人同时改了同一处，系统把两份都留下来，并用一串尖括号隔开。

    不好：

        <<<<<<< HEAD
        星级: 3
        =======
        星级: 4
        >>>>>>> main

    好：

        星级: 4

    怎么改：只留下对的一份，三行标记都删掉；不会弄就在评论里说一声，管理员来处理。
    """
    return Said(
        "这里留着“合并冲突”的标记（<<<<<<<、=======、>>>>>>>）。",
        f"只留下对的一份，把三行标记都删掉；{besides}不会弄就在评论里说一声。",
    )


def has_conflict(text: str) -> bool:
    """Are there marks of a conflict in a text? A row of equal signs alone is none: it may underline a heading."""
    return ("<<<<<<<" in text or ">>>>>>>" in text) and any(map(is_side, text.splitlines()))


def is_side(line: str) -> bool:
    """Does a line name one of the two sides of a conflict?"""
    return line[:1] in "<>" and MARK.match(line) is not None


def first_version(lines: list[str], tell: Callable[[int], None]) -> list[str]:
    """Return the lines with conflict marks and the second of both versions blanked, so that line numbers stay.

    `tell` is called with the number of the line where each conflict begins.
    """
    if not any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in lines):
        return lines
    kept, second, told = [], False, False
    for number, line in enumerate(lines, 1):
        mark = line[0] if MARK.match(line) else ""
        if mark and not told:
            tell(number)
        told = (told or bool(mark)) and mark != ">"
        kept.append("" if mark or second else line)
        second = (second or mark in "|=") and mark != ">" if mark else second
    return kept


def sides(text: str) -> tuple[str, str]:
    """Return the two versions of a text: as it is on the first and on the second side of its conflicts."""
    first: list[str] = []
    second: list[str] = []
    side = ""
    for line in text.split("\n"):
        mark = line[0] if MARK.match(line) else ""
        if mark == "<" or (mark and side):
            side = "" if mark == ">" else mark
            continue
        first += [line] if side in ("", "<") else []
        second += [line] if side in ("", "=") else []
    return "\n".join(first), "\n".join(second)
