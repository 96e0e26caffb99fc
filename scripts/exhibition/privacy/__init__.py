"""Find private data in text, and mask it.

    text --normalize--> normalised text with places --numbers, accounts_and_homes--> places --mask_...--> what may be shown

Only patterns of numbers and addresses are known here, and of people behind them. No pattern finds all names, or children: for
those, people ask. A mask
shows enough to find the place in the file again and too little to use it; it keeps the length, so that a caret below the
line still points at the place. `may_hold_private` is the prefilter: most texts of an entry hold no long number and no word
that leads to one, so two searches a file suffice instead of thirty; whatever the patterns find must pass it (a test holds
them to it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..lazy import compile_later, dataclass
from . import accounts_and_homes, numbers, people
from .accounts_and_homes import KNOWN, PROVINCES
from .normalize import (
    CJK_DIGITS,
    LETTER_DASHES,
    NUMERALS,
    ROMAN,
    NormalizedText,
    normalize_text,
    replace_chinese_numerals,
    replace_letter_digits,
    replace_roman_numerals,
    squeeze_text,
)
from .normalize import NUMERALS as ALL_NUMERALS
from .numbers import WORD, TextRange
from .people import SURNAMES, find_names

__all__ = [
    "KINDS",
    "PrivacyMatch",
    "PrivateDataType",
    "find_names",
    "find_private",
    "mask_private",
    "may_hold_private",
    "squeeze_text",
]


STAR = "*"
NUMERAL = compile_later(rf"[0-9A-Za-z\u2160-\u217f{NUMERALS}]")


def replace_with_stars(text: str, first: int, last: int) -> str:
    """Return `text` with its signs from `first` up to `last` starred out; what separates them is not counted."""
    places = [one.start() for one in NUMERAL.finditer(text)]
    characters = list(text)
    for place in places[first : last if last >= 0 else max(first, len(places) + last)]:
        characters[place] = STAR
    return "".join(characters)


def mask_identity_card(text: str) -> str:
    """Return 310113********0000 for an identity card."""
    return replace_with_stars(text, 6, -4)


def mask_mobile(text: str) -> str:
    """Return 138****0000 for a mobile."""
    return replace_with_stars(text, 3, -4)


def mask_bank_card(text: str) -> str:
    """Return 6222********0000 for a bank card."""
    return replace_with_stars(text, 4, -4)


def mask_door(text: str) -> str:
    """Return 64号***室 for a door: the last group of digits is the room."""
    bare = text.rstrip("室 /·._-")
    house = BEFORE_ROOM.match(bare)
    start = house.end() if house else 0
    return text[:start] + NUMERAL.sub(STAR, bare[start:]) + text[len(bare) :]


BEFORE_ROOM = compile_later(r".*(?:[号幢栋座#门梯楼层元]|(?<=[\dA-Za-z])[-/](?=[A-Za-z]?\d{3}))")
"""What stands before the room: up to the last word of a house, or up to a hyphen before three digits."""


def mask_household(text: str) -> str:
    """Return *** 王阿姨 for a room with a person."""
    return replace_with_stars(text, 0, 99)


def mask_car_plate(text: str) -> str:
    """Return 沪A·***** for a car plate."""
    return replace_with_stars(text, 1, 99)


def mask_account(text: str) -> str:
    """Return n******** for a WeChat id or a QQ number."""
    return text[0] + STAR * (len(text) - 1)


def mask_landline(text: str) -> str:
    """Return 021-****0000 for a telephone."""
    return replace_with_stars(text, -8 if len(NUMERAL.findall(text)) < 9 else 3, -4)


def mask_mail_address(text: str) -> str:
    """Return n****@example.org for a mail address."""
    at = re.match(r"[A-Za-z0-9._%+-]+(?=@)", text)
    return text[0] + STAR * (at.end() - 1) + text[at.end() :] if at else text[0] + STAR * (len(text) - 1)


CIRCLE = "○"
"""The numeral that is no letter to Unicode: it would also be taken for a sign between digits."""
PREFILTER_NUMERALS = ALL_NUMERALS.replace(CIRCLE, "")
EXOTIC_PLANE_0 = f"{CJK_DIGITS}{CIRCLE}" + (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00aa\u00ad\u00b2\u00b3\u00b9\u00ba\u00c0-\u00d6\u00d8-\u1fff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u209c\u20d0-\u2189\u2460-\u24ff\u2776-\u2793\u2c60-\u2dff\u302a-\u302d\u3099\u309a\u3164\ua4d0-\uabff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\ufe6b\ufeff\uff10-\uff19\uff20-\uff5a\uffa0\ufff9-\ufffb"
)
EXOTIC = EXOTIC_PLANE_0 + ("\U00010000-\U00016fff\U0001bc80-\U0001f1ff\U0001fb00-\U0001fbff\U000e0000-\U000e0fff")
"""Where Unicode keeps other digits and letters, and signs that nobody sees."""
D = rf"[0-9{PREFILTER_NUMERALS}]"
BETWEEN = rf"[\W_杠横斜空格dash{LETTER_DASHES}]"
SMALL = rf"[\W_{LETTER_DASHES}]"
"""A sign between two of a number or of a word, in any writing that `normalize_text` makes a space, a dash or a dot."""
APART = rf"{SMALL}{{0,4}}+"
# What follows the first sign of something private. Sets that follow one another share no sign: so a repetition never
# gives back what it has (`+` behind it), and a text that does not match is left at once.
LONG = rf"(?:{BETWEEN}{{0,14}}+{D}){{9}}"
"""The other digits of ten or more with little between them: an area code and seven more is the shortest number without
a word."""
HYPHENED = rf"[0-9]{{0,2}}+{SMALL}{{1,4}}+[0-9]{{1,2}}+{SMALL}{{1,4}}+[0-9]{{3}}"
"""The rest of a door that is written with hyphens."""
NUMBER_OF_ENTRY = r": [0-9]{5}\n(?:    |  - )?(?:[^\W\d]|---\n)"
"""What stands behind a key that ends like a house (哪座楼) and names an entry by its number: nothing more on that line, then
another key. No room has five digits."""
DOOR = rf"(?<!编号)(?<!\n楼号)(?!{NUMBER_OF_ENTRY}){SMALL}{{0,4}}+[0-9](?:{SMALL}{{0,5}}+[0-9]){{2}}"
"""A room behind a house."""


def build_worded_pattern(name: str) -> str:
    """Return the pattern of the other ten digits of a mobile number in groups with one and the same word between.

    `name` is the name of the group that is the word.
    """
    return (
        rf"(?=(?:[^0-9{PREFILTER_NUMERALS}\n]{{0,14}}+{D}){{10}})(?:{APART}{D}){{0,4}}{APART}(?P<{name}>{WORD}){APART}{D}"
        rf"(?:{APART}{D}){{0,4}}{APART}(?P={name}){APART}{D}"
    )


ANNOUNCED = rf"[^0-9{PREFILTER_NUMERALS}\n]{{0,6}}{D}(?:{BETWEEN}{{0,14}}+{D}){{6}}"
HOUSEHOLD = rf"[0-9]{{2,3}}+{SMALL}{{0,3}}+室?{SMALL}{{0,3}}+的?{SMALL}{{0,3}}+[老小]?[{SURNAMES}]"
"""The rest of a room with a person behind it."""
DIGITS = compile_later(
    rf"[0-9](?<![0-9].)(?:{LONG}|{HYPHENED}|{HOUSEHOLD}|(?<=1){build_worded_pattern('word')})",
)
"""A number, a door or a room with a person that begins with a digit."""
SIGNS = compile_later(
    # The set of all other signs with which anything private begins: the engine leaps from one to the next. The planes
    # above the first are in it as one range, which is asked for three times as fast as five.
    rf"[{PREFILTER_NUMERALS}号门楼幢栋座#＃﹟层元梯@室微薇威维徽溦绿扣企艾圈电热固抖快红付钉陌视知&%<\]*＊﹡A-Za-z{EXOTIC_PLANE_0}"
    rf"\U00010000-\U0010ffff]"
    # What must not stand before a sign is asked behind it.
    rf"(?:(?<=[{PREFILTER_NUMERALS}])(?:{LONG}|(?<=[一壹幺]){build_worded_pattern('word')}"
    rf"|(?<=[零〇洞])(?<=[一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖].))"
    rf"|(?<=[A-Za-z])(?:(?<=[{PROVINCES}].)|(?<=[{PROVINCES}]{SMALL}.)|(?<=[{PROVINCES}]{SMALL}{{2}}.)"
    rf"|(?<=[{PROVINCES}]牌.)|(?<=[{PROVINCES}]牌{SMALL}.)|(?<=[{PROVINCES}]牌{SMALL}{{2}}.)"
    rf"|(?<=[VvWw])(?<![A-Za-z0-9].)(?:{SMALL}{{0,3}}[XxＸ❤♥]|[Ee]|[号是为]|{SMALL})|(?<=[Vv]){SMALL}{{0,3}}信"
    rf"|(?<=[Qq])(?<![A-Za-z].)(?:{SMALL}{{0,3}}[Qq]|号|{SMALL})|(?<=[Tt])[Ee][Ll]{ANNOUNCED}|(?<=[Bb])站"
    rf"|(?<=[Aa])(?:[Tt]{SMALL}?(?i:{KNOWN})|(?<![A-Za-z0-9].)(?:[Tt](?![A-Za-z0-9])|{SMALL}))"
    rf"|(?<=[OoIl])(?:[OoIl]{{0,10}}[0-9]|(?<=[0-9].)|(?<=[0-9]{SMALL}.)[Oo]{{2}})"
    # A Roman numeral before digits or another one. One that only ends a number has ten digits before it.
    rf"|(?<=[IiVv])(?<![A-Za-z0-9].)(?:[Ii]{{0,3}}|[VvXx]){SMALL}{{1,14}}(?:[0-9]|{ROMAN}(?![A-Za-z0-9])))"
    rf"|(?<=[号门楼幢栋座#＃﹟层元梯]){DOOR}"
    rf"|(?<![A-Za-z{PREFILTER_NUMERALS}])(?:(?<=[@&<{EXOTIC}])|(?<=%)[2-7][0-9A-Fa-f]|(?<=\])\([^()\n]{{0,80}}\)\[?[0-9]"
    rf"|(?<=室)(?:(?<=[0-9A-Da-d{PREFILTER_NUMERALS}].)|(?<=[0-9A-Da-d{PREFILTER_NUMERALS}]{SMALL}.)|(?<=[0-9A-Da-d{PREFILTER_NUMERALS}]{SMALL}{{2}}.))"
    rf"|(?<=[薇威维徽溦]){SMALL}{{0,2}}信"
    rf"|(?<=微){SMALL}{{0,2}}信(?:[^\n，。；！群]{{0,9}}[A-Za-z0-9]|{SMALL}{{0,7}}[A-Za-z0-9号账帐])"
    rf"|(?<=[薇威])(?:[号是为]|{SMALL})|(?<=绿)泡泡"
    rf"|(?<=[电热座固])[话线机]{ANNOUNCED}"
    rf"|(?<=微)博|(?<=抖){SMALL}{{0,2}}音|(?<=快){SMALL}{{0,2}}手|(?<=红){SMALL}{{0,2}}书"
    rf"|(?<=付)宝|(?<=钉)钉|(?<=陌)陌|(?<=视)频号|(?<=知)乎"
    rf"|(?<=[扣企艾圈])(?:(?<=扣)扣|(?<=企)鹅|(?<=艾)特|(?<=圈)[Aa])"
    rf"|(?<=[#＃﹟*＊﹡]){SMALL}?(?:[QqGgOoHhLlMmSsFfAaIiYyEeVv]|1[2368])))"
)
"""What may be private, from its first sign on. Words are asked for in all the ways that `accounts_and_homes` knows."""
MEMBERS = compile_later(r"(?<=\n  - )[0-9]{5}(?:\n  - [0-9]{5})+\n[^\W\d]")
"""The ids of a cluster's members, up to the next field."""
MARKS = "*`~_\\"
"""Signs of markup of which nothing is left in plain signs: they may stand within any number and any word."""


def may_hold_private(text: str) -> bool:
    """Could there be anything private, apart from lists of ids? Quick, and never says no where there is."""
    return may_hold_match(text) or (has_markup(text) and may_hold_match(normalize_text(text).text))


def has_markup(text: str) -> bool:
    """May there be markup, links included? One sign is looked for at a time: that is what strings do fastest."""
    return any(map(text.__contains__, MARKS)) or ("(" in text and "](" in text)


def may_hold_match(text: str) -> bool:
    """Is there a long number, or a word or a sign with which something private begins?"""
    found = DIGITS.search(text)
    while found and (ids := MEMBERS.match(text, found.start())):
        found = DIGITS.search(text, ids.end())
    return found is not None or SIGNS.search(text) is not None


Finder = Callable[[str, frozenset[int]], Iterator[TextRange]]
"""Finds places in plain signs, given where a number may begin or end within digits."""


@dataclass(frozen=True, slots=True)
class PrivateDataType:
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
    PrivateDataType(
        "身份证号", numbers.find_identity_cards, mask_identity_card, numbers.find_identity_cards, lettered=True
    ),
    PrivateDataType("银行卡号", numbers.find_bank_cards, mask_bank_card, numbers.find_bank_cards),
    PrivateDataType("手机号", numbers.find_mobiles, mask_mobile, numbers.find_mobiles, lettered=True),
    PrivateDataType("门牌", accounts_and_homes.find_doors, mask_door, accounts_and_homes.find_spelled_doors),
    PrivateDataType("住户", people.find_households, mask_household, people.find_households),
    PrivateDataType("车牌", accounts_and_homes.find_car_plates, mask_car_plate),
    PrivateDataType("微信号", accounts_and_homes.find_wechat_ids, mask_account),
    PrivateDataType(
        "固定电话", numbers.find_landlines, mask_landline, numbers.find_landlines, lettered=True, blocks=False
    ),
    PrivateDataType("QQ号", accounts_and_homes.find_qq_numbers, mask_account, blocks=False),
    PrivateDataType("网络账号", accounts_and_homes.find_handles, mask_account, blocks=False),
    PrivateDataType("电子邮箱", accounts_and_homes.find_mail_addresses, mask_mail_address, blocks=False),
    PrivateDataType("室号", accounts_and_homes.find_rooms, mask_door, accounts_and_homes.find_rooms, blocks=False),
)
"""Every kind; where two find the same place, the earlier one has it."""


class PrivacyMatch(NamedTuple):
    """Something private in a text: its kind, its place, itself, and what may be shown of it."""

    kind: PrivateDataType
    place: TextRange
    text: str
    shown: str


def find_private(text: str) -> list[PrivacyMatch]:
    """Return all private data in `text`, in order of place."""
    return scan_text(text) if may_hold_private(text) else []


def scan_text(text: str, kinds: Sequence[PrivateDataType] = KINDS) -> list[PrivacyMatch]:
    """Return the private data of `kinds` in `text`, without the quick test before."""
    characters = normalize_text(text)
    spelled = replace_chinese_numerals(characters.text)
    letters = replace_letter_digits(characters.text)
    roman = replace_roman_numerals(characters.text)
    taken = bytearray(len(characters.text))
    found: list[tuple[TextRange, PrivateDataType]] = []
    for kind in kinds:
        views = [(kind.places, characters.text)]
        if spelled and kind.spelled:
            views.append((kind.spelled, spelled))
        if letters and kind.lettered:
            views.append((kind.places, letters))
        if roman and kind.lettered:
            views.append((kind.places, roman))
        for places, view in views:
            for place in places(view, characters.cuts):
                start, end = place
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append((place, kind))
    found.sort(key=get_place)
    return [make_match(text, characters, place, kind) for place, kind in found]


def get_place(found: tuple[TextRange, PrivateDataType]) -> TextRange:
    """Return what to sort by."""
    return found[0]


def make_match(text: str, characters: NormalizedText, place: TextRange, kind: PrivateDataType) -> PrivacyMatch:
    """Return what was found in plain signs as it stands in the text: a star for each character of a sign that is hidden."""
    own = characters.text[slice(*place)]
    start, end = characters.locate(*place)
    shown = list(text[start:end])
    for offset, (character, mask) in enumerate(zip(own, kind.mask(own), strict=True), place.start):
        if character != mask:
            left, right = characters.locate(offset, offset + 1)
            shown[left - start : right - start] = STAR * (right - left)
    return PrivacyMatch(kind, TextRange(start, end), text[start:end], "".join(shown))


def mask_private(text: str) -> str:
    """Return `text` with the middle of everything private starred out; its length does not change.

    >>> mask_private("联系 13800000000，住64号502室")
    '联系 138****0000，住64号***室'
    """
    pieces, at = [], 0
    for one in find_private(text):
        pieces += [text[at : one.place.start], one.shown]
        at = one.place.end
    return "".join((*pieces, text[at:])) if pieces else text
