"""Plain signs of something private into what may be shown: enough to find it in the file again, too little to use it.

Every mask keeps the length, so that a caret below the line still points at the place.
"""

from __future__ import annotations

import re

from .plain import NUMERALS

STAR = "*"
NUMERAL = re.compile(rf"[0-9A-Za-z\u2160-\u217f{NUMERALS}]")


def starred(text: str, first: int, last: int) -> str:
    """Return `text` with its signs from `first` up to `last` starred out; what separates them is not counted."""
    places = [one.start() for one in NUMERAL.finditer(text)]
    signs = list(text)
    for place in places[first : last if last >= 0 else max(first, len(places) + last)]:
        signs[place] = STAR
    return "".join(signs)


def identity_card(text: str) -> str:
    """Return 310113********0000 for an identity card."""
    return starred(text, 6, -4)


def mobile(text: str) -> str:
    """Return 138****0000 for a mobile."""
    return starred(text, 3, -4)


def bank_card(text: str) -> str:
    """Return 6222********0000 for a bank card."""
    return starred(text, 4, -4)


def door(text: str) -> str:
    """Return 64号***室 for a door: the last group of digits is the room."""
    bare = text.rstrip("室 /·._-")
    house = BEFORE_ROOM.match(bare)
    start = house.end() if house else 0
    return text[:start] + NUMERAL.sub(STAR, bare[start:]) + text[len(bare) :]


BEFORE_ROOM = re.compile(r".*(?:[号幢栋座#门梯楼层元]|(?<=[\dA-Za-z])[-/](?=[A-Za-z]?\d{3}))")
"""What stands before the room: up to the last word of a house, or up to a hyphen before three digits."""


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
    at = re.match(r"[A-Za-z0-9._%+-]+(?=@)", text)
    return text[0] + STAR * (at.end() - 1) + text[at.end() :] if at else text[0] + STAR * (len(text) - 1)
