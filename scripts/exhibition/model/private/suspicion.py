"""Text into whether it is worth looking at closely: most texts of an entry hold no long number and no word that leads to one.

Two searches a file instead of thirty; whatever the patterns find must be suspected here (a test holds them to it).
"""

from __future__ import annotations

import re

from .accounts import KNOWN
from .homes import PROVINCES
from .numbers import WORD
from .plain import CJK_DIGITS, LETTER_DASHES, ROMAN, plain
from .plain import NUMERALS as ALL_NUMERALS

CIRCLE = "○"
"""The numeral that is no letter to Unicode: it would also be taken for a sign between digits."""
NUMERALS = ALL_NUMERALS.replace(CIRCLE, "")

EXOTIC_PLANE_0 = f"{CJK_DIGITS}{CIRCLE}" + (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00aa\u00ad\u00b2\u00b3\u00b9\u00ba\u00c0-\u00d6\u00d8-\u1fff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u209c\u20d0-\u2189\u2460-\u24ff\u2776-\u2793\u2c60-\u2dff\u302a-\u302d\u3099\u309a\u3164\ua4d0-\uabff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\ufe6b\ufeff\uff10-\uff19\uff20-\uff5a\uffa0\ufff9-\ufffb"
)
EXOTIC = EXOTIC_PLANE_0 + ("\U00010000-\U00016fff\U0001bc80-\U0001f1ff\U0001fb00-\U0001fbff\U000e0000-\U000e0fff")
"""Where Unicode keeps other digits and letters, and signs that nobody sees."""

D = rf"[0-9{NUMERALS}]"
BETWEEN = rf"[\W_杠横斜空格dash{LETTER_DASHES}]"
SMALL = rf"[\W_{LETTER_DASHES}]"
"""A sign between two of a number or of a word, in any writing that `plain` makes a space, a dash or a dot."""
APART = rf"{SMALL}{{0,4}}+"

# What follows the first sign of something private. Sets that follow one another share no sign: so a repetition never
# gives back what it has (`+` behind it), and a text that does not match is left at once.
LONG = rf"(?:{BETWEEN}{{0,14}}+{D}){{9}}"
"""The other digits of ten or more with little between them: an area code and seven more is the shortest number without
a word."""

HYPHENED = rf"[0-9]{{0,2}}+{SMALL}{{1,4}}+[0-9]{{1,2}}+{SMALL}{{1,4}}+[0-9]{{3}}"
"""The rest of a door that is written with hyphens."""

DOOR = rf"(?<!编号)(?<!\n楼号){SMALL}{{0,4}}+[0-9](?:{SMALL}{{0,5}}+[0-9]){{2}}"
"""A room behind a house."""


def worded(name: str) -> str:
    """Return the pattern of the other ten digits of a mobile number in groups with one and the same word between.

    `name` is the name of the group that is the word.
    """
    return (
        rf"(?=(?:[^0-9{NUMERALS}\n]{{0,14}}+{D}){{10}})(?:{APART}{D}){{0,4}}{APART}(?P<{name}>{WORD}){APART}{D}"
        rf"(?:{APART}{D}){{0,4}}{APART}(?P={name}){APART}{D}"
    )


ANNOUNCED = rf"[^0-9{NUMERALS}\n]{{0,6}}{D}(?:{BETWEEN}{{0,14}}+{D}){{6}}"

DIGITS = re.compile(
    rf"[0-9](?<![0-9].)(?:{LONG}|{HYPHENED}|(?<=1){worded('word')})",
)
"""A number or a door that begins with a digit."""

SIGNS = re.compile(
    # The set of all other signs with which anything private begins: the engine leaps from one to the next. The planes
    # above the first are in it as one range, which is asked for three times as fast as five.
    rf"[{NUMERALS}号门楼幢栋座#＃﹟层元梯@室微薇威维徽溦绿扣企艾圈电热固抖快红付钉陌视知&%<\]*＊﹡A-Za-z{EXOTIC_PLANE_0}"
    rf"\U00010000-\U0010ffff]"
    # What must not stand before a sign is asked behind it.
    rf"(?:(?<=[{NUMERALS}])(?:{LONG}|(?<=[一壹幺]){worded('word')}"
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
    rf"|(?<![A-Za-z{NUMERALS}])(?:(?<=[@&<{EXOTIC}])|(?<=%)[2-7][0-9A-Fa-f]|(?<=\])\([^()\n]{{0,80}}\)\[?[0-9]"
    rf"|(?<=室)(?:(?<=[0-9A-Da-d{NUMERALS}].)|(?<=[0-9A-Da-d{NUMERALS}]{SMALL}.)|(?<=[0-9A-Da-d{NUMERALS}]{SMALL}{{2}}.))"
    rf"|(?<=[薇威维徽溦]){SMALL}{{0,2}}信"
    rf"|(?<=微){SMALL}{{0,2}}信(?:[^\n，。；！群]{{0,9}}[A-Za-z0-9]|{SMALL}{{0,7}}[A-Za-z0-9号账帐])"
    rf"|(?<=[薇威])(?:[号是为]|{SMALL})|(?<=绿)泡泡"
    rf"|(?<=[电热座固])[话线机]{ANNOUNCED}"
    rf"|(?<=微)博|(?<=抖){SMALL}{{0,2}}音|(?<=快){SMALL}{{0,2}}手|(?<=红){SMALL}{{0,2}}书"
    rf"|(?<=付)宝|(?<=钉)钉|(?<=陌)陌|(?<=视)频号|(?<=知)乎"
    rf"|(?<=[扣企艾圈])(?:(?<=扣)扣|(?<=企)鹅|(?<=艾)特|(?<=圈)[Aa])"
    rf"|(?<=[#＃﹟*＊﹡]){SMALL}?(?:[QqGgOoHhLlMmSsFfAaIiYyEeVv]|1[2368])))"
)
"""What may be private, from its first sign on. Words are asked for in all the ways that `accounts` and `homes` know."""

MEMBERS = re.compile(r"(?<=\n  - )[0-9]{5}(?:\n  - [0-9]{5})+\n[^\W\d]")
"""The ids of a cluster's members, up to the next field."""

MARKS = "*`~_\\"
"""Signs of markup of which nothing is left in plain signs: they may stand within any number and any word."""


def may_tell(text: str) -> bool:
    """Could there be anything private, apart from lists of ids? Quick, and never says no where there is."""
    return is_suspect(text) or (has_markup(text) and is_suspect(plain(text).text))


def has_markup(text: str) -> bool:
    """May there be markup, links included? One sign is looked for at a time: that is what strings do fastest."""
    return any(map(text.__contains__, MARKS)) or ("(" in text and "](" in text)


def is_suspect(text: str) -> bool:
    """Is there a long number, or a word or a sign with which something private begins?"""
    found = DIGITS.search(text)
    while found and (ids := MEMBERS.match(text, found.start())):
        found = DIGITS.search(text, ids.end())
    return found is not None or SIGNS.search(text) is not None
