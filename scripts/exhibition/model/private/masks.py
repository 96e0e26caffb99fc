"""Something private into what may be shown of it: enough to find it in the file again, too little to use it.

Every mask keeps the length, so that a caret below the line still points at the place.
"""

from __future__ import annotations

import re

STAR = "*"
NUMERAL = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖\U0001d7ce-\U0001d7ff]")


def starred(text: str, first: int, last: int) -> str:
    """Return `text` with its signs from `first` up to `last` starred out; what separates them is not counted."""
    places = [one.start() for one in NUMERAL.finditer(text)]
    signs = list(text)
    for place in places[first : last if last >= 0 else max(first, len(places) + last)]:
        signs[place] = STAR
    return "".join(signs)


def identity_card(text: str) -> str:
    """Return 310113********0000 for an identity card."""
    return starred(text, 6, 14)


def mobile(text: str) -> str:
    """Return 138****0000 for a mobile."""
    return starred(text, 3, 7)


def bank_card(text: str) -> str:
    """Return 6222********0000 for a bank card."""
    return starred(text, 4, -4)


def door(text: str) -> str:
    """Return 64号***室 for a door: the last group of digits is the room."""
    room = list(re.finditer(rf"(?:{NUMERAL.pattern})+(?:-\d{{1,2}}(?!\d)(?=\s?室))?", text))[-1]
    return text[: room.start()] + NUMERAL.sub(STAR, room[0]) + text[room.end() :]


def plate(text: str) -> str:
    """Return 沪A·***** for a car plate."""
    return starred(text, 1, 99)


def account(text: str) -> str:
    """Return n******** for a WeChat id or a QQ number."""
    return text[0] + STAR * (len(text) - 1)


def landline(text: str) -> str:
    """Return 021-****0000 for a telephone."""
    return starred(text, -8 if len(NUMERAL.findall(text)) < 9 else 3, -4)


def mail(text: str) -> str:
    """Return n****@example.org for a mail address."""
    at = re.search("[@＠]", text)
    name = at.start() if at else len(text)
    return text[0] + STAR * (name - 1) + text[name:]
