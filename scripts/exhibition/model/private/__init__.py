"""Text into what it tells of private people, and into text that tells it no longer.

text ──plain──▶ plain signs with their places ──numbers, homes, accounts──▶ places ──masks──▶ what may be shown

Only patterns of numbers and addresses are known here. No pattern finds names or children: for those, people ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from . import accounts, homes, masks, numbers
from .numbers import Place
from .plain import Signs, counted, lettered, plain, romans, squeezed
from .suspicion import may_tell

__all__ = ["KINDS", "Kind", "Told", "masked", "may_tell", "squeezed", "told"]

Finder = Callable[[str, frozenset[int]], Iterator[Place]]
"""Finds places in plain signs, given where a number may begin or end within digits."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of private thing: its name, where it stands in plain signs, and what may be shown of it.

    `spelled` looks at signs whose Chinese numerals were made digits; `lettered` at signs whose letters O and l, or
    whose Roman numerals were;
    `blocks`: it must not be published.
    """

    name: str
    places: Finder
    mask: Callable[[str], str]
    spelled: Finder | None = None
    lettered: bool = False
    blocks: bool = True


KINDS = (
    Kind("身份证号", numbers.identity_cards, masks.identity_card, numbers.identity_cards, lettered=True),
    Kind("银行卡号", numbers.bank_cards, masks.bank_card, numbers.bank_cards),
    Kind("手机号", numbers.mobiles, masks.mobile, numbers.mobiles, lettered=True),
    Kind("门牌", homes.doors, masks.door, homes.spelled_doors),
    Kind("车牌", homes.plates, masks.plate),
    Kind("微信号", accounts.wechat_ids, masks.account),
    Kind("固定电话", numbers.landlines, masks.landline, numbers.landlines, lettered=True, blocks=False),
    Kind("QQ号", accounts.qq_numbers, masks.account, blocks=False),
    Kind("网络账号", accounts.handles, masks.account, blocks=False),
    Kind("电子邮箱", accounts.mails, masks.mail, blocks=False),
    Kind("室号", homes.rooms, masks.door, homes.rooms, blocks=False),
)
"""Every kind; where two find the same place, the earlier one has it."""


class Told(NamedTuple):
    """Something private in a text: its kind, its place, itself, and what may be shown of it."""

    kind: Kind
    place: Place
    text: str
    shown: str


def told(text: str) -> list[Told]:
    """Return everything private that `text` tells, in order of place."""
    return examined(text) if may_tell(text) else []


def examined(text: str, kinds: Sequence[Kind] = KINDS) -> list[Told]:
    """Return everything of `kinds` that `text` tells, without asking first whether it is worth looking."""
    signs = plain(text)
    spelled = counted(signs.text)
    letters = lettered(signs.text)
    roman = romans(signs.text)
    taken = bytearray(len(signs.text))
    found: list[tuple[Place, Kind]] = []
    for kind in kinds:
        views = [(kind.places, signs.text)]
        if spelled and kind.spelled:
            views.append((kind.spelled, spelled))
        if letters and kind.lettered:
            views.append((kind.places, letters))
        if roman and kind.lettered:
            views.append((kind.places, roman))
        for places, view in views:
            for place in places(view, signs.cuts):
                start, end = place
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append((place, kind))
    found.sort(key=first)
    return [of_text(text, signs, place, kind) for place, kind in found]


def first(found: tuple[Place, Kind]) -> Place:
    """Return what to sort by."""
    return found[0]


def of_text(text: str, signs: Signs, place: Place, kind: Kind) -> Told:
    """Return what was found in plain signs as it stands in the text: a star for each character of a sign that is hidden."""
    own = signs.text[slice(*place)]
    start, end = signs.place(*place)
    shown = list(text[start:end])
    for offset, (sign, mask) in enumerate(zip(own, kind.mask(own), strict=True), place.start):
        if sign != mask:
            left, right = signs.place(offset, offset + 1)
            shown[left - start : right - start] = masks.STAR * (right - left)
    return Told(kind, Place(start, end), text[start:end], "".join(shown))


def masked(text: str) -> str:
    """Return `text` with the middle of everything private starred out; its length does not change.

    >>> masked("联系 13800000000，住64号502室")
    '联系 138****0000，住64号***室'
    """
    pieces, at = [], 0
    for one in told(text):
        pieces += [text[at : one.place.start], one.shown]
        at = one.place.end
    return "".join((*pieces, text[at:])) if pieces else text
