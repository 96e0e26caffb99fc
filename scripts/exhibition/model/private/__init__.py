"""Text into what it tells of private people, and into text that tells it no longer.

text ──plain──▶ the same signs, one for one ──numbers, homes, accounts──▶ places ──masks──▶ what may be shown

Only patterns of numbers and addresses are known here. No pattern finds names or children: for those, people ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from . import accounts, homes, masks, numbers
from .numbers import Place
from .plain import counted, plain, squeezed
from .suspicion import may_tell

__all__ = ["KINDS", "Kind", "Told", "masked", "may_tell", "squeezed", "told"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of private thing: its name, where it stands in plain signs, and what may be shown of it.

    `spelled` looks at signs whose Chinese numerals were made digits; `blocks`: it must not be published.
    """

    name: str
    places: Callable[[str], Iterator[Place]]
    mask: Callable[[str], str]
    spelled: Callable[[str], Iterator[Place]] | None = None
    blocks: bool = True


KINDS = (
    Kind("身份证号", numbers.identity_cards, masks.identity_card, numbers.identity_cards),
    Kind("银行卡号", numbers.bank_cards, masks.bank_card),
    Kind("手机号", numbers.mobiles, masks.mobile, numbers.mobiles),
    Kind("门牌", homes.doors, masks.door, homes.spelled_doors),
    Kind("车牌", homes.plates, masks.plate),
    Kind("微信号", accounts.wechat_ids, masks.account),
    Kind("固定电话", accounts.landlines, masks.landline, blocks=False),
    Kind("QQ号", accounts.qq_numbers, masks.account, blocks=False),
    Kind("电子邮箱", accounts.mails, masks.mail, blocks=False),
    Kind("室号", homes.rooms, masks.door, blocks=False),
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
    if not may_tell(text):
        return []
    signs = plain(text)
    spelled = counted(signs)
    found: list[tuple[Place, Kind]] = []
    for kind in KINDS:
        places = [*kind.places(signs), *(kind.spelled(spelled) if spelled and kind.spelled else ())]
        for place in places:
            if all(place.end <= other.start or other.end <= place.start for other, _ in found):
                found.append((place, kind))
    return [Told(kind, place, raw := text[slice(*place)], kind.mask(raw)) for place, kind in sorted(found, key=first)]


def first(found: tuple[Place, Kind]) -> Place:
    """Return what to sort by."""
    return found[0]


def masked(text: str) -> str:
    """Return `text` with the middle of everything private starred out; its length does not change.

    >>> masked("联系 13800000000，住64号502室")
    '联系 138****0000，住64号***室'
    """
    for one in reversed(told(text)):
        text = text[: one.place.start] + one.shown + text[one.place.end :]
    return text
