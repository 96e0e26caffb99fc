"""Numbers and signs at the beginning of a line that make it an item of a list, as people write them in Chinese."""

from __future__ import annotations

import re
from typing import NamedTuple

SPACE = "[ \t\u00a0\u3000]"
COUNT = "一二三四五六七八九十"
COUNTED = rf"(?![{COUNT}]{{1,3}}[、楼号层户栋幢组单门室天年月日人位条项次])"
"""What does not follow a numeral that is a mark: 一、二楼 are two floors."""

DIGITS = "[0-9０-９]{1,2}"
WORDS = rf"[{COUNT}]{{1,3}}"
ENCLOSED = "[\u2460-\u249b\u24eb-\u24fe\u2776-\u2793\u3251-\u325f]"
"""A number in a circle or in brackets, or with a stop, as one character: ①, ⑴, ⒈, ❶."""
BRACKETED = rf"[（(](?:{DIGITS}|{WORDS})[)）]"
WORDED = rf"{WORDS}[、．.]{COUNTED}"
ARTICLE = rf"第{WORDS}条(?:[:：、]|(?![弄街路巷河沟浜道线船]))"
"""第一条：, and no first lane."""
BULLETS = "-•·●○▪◦◆■"
DASHES = "-－–—−‐‑﹣•·●○▪◦◆■*＊+＋"
"""Signs that people put before an item in a field, where each of them can only be meant as a dash."""

NUMBER = rf"{DIGITS} ?[.、．)）](?![0-9０-９])|{ENCLOSED}|{BRACKETED}|{WORDED}"
NUMBERING = rf"{NUMBER}|{ARTICLE}"
"""How the number of an item of a field is written. 第一条 is the item's own title where it is kept."""

MARK = re.compile(
    rf"(?P<number>{DIGITS})(?P<behind>[.)])(?P<spaced>{SPACE}+)(?=\S)"
    rf"|(?P<loose>{DIGITS})[.)、．）]{SPACE}*(?=[^\s0-9０-９.)、．）])"
    rf"|(?P<signed>{BRACKETED}|{WORDED}|{ENCLOSED}){SPACE}*(?=\S)"
    rf"|(?P<bullet>[-*]){SPACE}+(?=\S)"
    rf"|(?P<dot>[{BULLETS}]|\+(?={SPACE})){SPACE}*(?=[^\s\-0-9>])"
)
"""A mark with what stands between it and its text. A year, a decimal and a minus sign before a number are none."""


class ListMark(NamedTuple):
    """What begins an item: its family (items of one list share it), its number or the sign itself, its length."""

    family: str
    number: int
    sign: str
    length: int
    certain: bool
    """Does it make a list by itself? Other marks do so only where a second one follows."""


def list_mark(text: str) -> ListMark | None:
    """Return the mark at the beginning of `text`, or None.

    >>> list_mark("1、扫地").family, list_mark("（2）拖地").sign, list_mark("1985. 我们搬进来")
    ('number', '（2）', None)
    """
    found = MARK.match(text)
    if not found:
        return None
    digits = found["number"] or found["loose"]
    if digits:
        return ListMark("number", int(digits), "", found.end(), found["number"] is not None)
    if found["signed"]:
        return ListMark(shape(found["signed"]), 0, found["signed"], found.end(), False)
    return ListMark(found["bullet"] or found["dot"], 0, "", found.end(), found["bullet"] is not None)


def shape(sign: str) -> str:
    """Return what signs of one list have in common."""
    if sign[0] in "（(":
        return "brackets" if sign[1].isdecimal() else "brackets of words"
    return "words" if sign[0] in COUNT else "circles"


OWN_NUMBER = re.compile(rf"(?:{NUMBER}){SPACE}*(?=[^\s0-9０-９])")


def without_number(text: str) -> str:
    """Return an item of a list that is numbered anyway, without a number of its own.

    >>> without_number("1、不堆物"), without_number("3、4号楼共用花园")
    ('不堆物', '3、4号楼共用花园')
    """
    found = OWN_NUMBER.match(text)
    return text[found.end() :] if found else text
