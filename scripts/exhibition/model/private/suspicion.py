"""Text into whether it is worth looking at closely: most texts of an entry hold no long number and no word that leads to one.

A few searches a file instead of thirty; whatever the patterns find must be suspected here (a test holds them to it).
"""

from __future__ import annotations

import re

from .homes import PROVINCES
from .numbers import WORD
from .plain import CJK_DIGITS, LETTER_DASHES, NUMERALS, ROMAN

EXOTIC = CJK_DIGITS + (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00aa\u00ad\u00b2\u00b3\u00b9\u00ba\u00c0-\u00d6\u00d8-\u1fff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u209c\u20d0-\u2189\u2460-\u24ff\u2776-\u2793\u2c60-\u2c7f\u3164\ua4d0-\uabff\ufe00-\ufe0f\ufeff\uff10-\uff19\uff20-\uff5a\uffa0"
    "\U00010300-\U00016fff\U0001d400-\U0001d7ff\U0001e000-\U0001f1ff\U0001fb00-\U0001fbff\U000e0000-\U000e0fff"
)
"""Where Unicode keeps other digits and letters, and signs that nobody sees."""

D = rf"[0-9{NUMERALS}]"
BETWEEN = rf"[\W_杠横斜空格{LETTER_DASHES}]"
SMALL = r"[^\w\n]"

# Each pattern begins with a set of characters, so that the engine leaps from one to the next; what must not stand before
# it is asked behind it.
NUMBER = re.compile(
    rf"[0-9](?<![0-9].)(?:(?:{BETWEEN}{{0,14}}{D}){{9}}|[0-9]{{0,2}}{SMALL}{{1,4}}[0-9]{{1,2}}{SMALL}{{1,4}}[0-9]{{3}})",
    re.S,
)
"""Ten digits or more with little between them (an area code and seven more is the shortest number without a word), or
what a door is when written with hyphens."""

SPELLED = re.compile(rf"[{NUMERALS}]{BETWEEN}{{0,14}}{D}(?:{BETWEEN}{{0,14}}{D}){{8}}")
"""Such a number whose first digit is spelled."""

APART = rf"(?:{SMALL}|_){{0,4}}"
WORDED = re.compile(rf"[1一壹幺](?:{APART}{D}){{0,4}}{APART}({WORD}){APART}{D}(?:{APART}{D}){{0,4}}{APART}\1{APART}{D}")
"""Groups of digits with one and the same word between."""

ROMANS = re.compile(
    rf"[IiVv](?<![A-Za-z0-9].)(?:[Ii]{{0,3}}|[VvXx])(?:{SMALL}|_){{1,14}}(?:[0-9]|{ROMAN}(?![A-Za-z0-9]))"
)
"""A Roman numeral before digits or another one. One that only ends a number has ten digits before it."""

MEMBERS = re.compile(r"[0-9]{5}(?:\n  - [0-9]{5})+\n\w")
"""The ids of a cluster's members, up to the next field."""

DOOR = re.compile(rf"[号门楼幢栋座#＃层元梯](?<!编号)(?<!\n楼号){SMALL}{{0,4}}[0-9](?:(?:{SMALL}|_){{0,5}}[0-9]){{2}}")
"""A room behind a house."""

ANNOUNCED = rf"[^0-9{NUMERALS}\n]{{0,6}}{D}(?:{BETWEEN}{{0,8}}{D}){{6}}"
WORDS = re.compile(
    rf"[@室微薇威维徽溦绿扣企艾圈电热座固抖快红博站付钉陌视知零〇○洞&%<\]#*A-Za-z{EXOTIC}]"
    rf"(?:(?<=[@&<{EXOTIC}])|(?<=%)[2-7][0-9A-Fa-f]|(?<=\])\([^()\n]{{0,80}}\)\[?[0-9]"
    rf"|(?<=[零〇○洞])(?<=[一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖].)"
    # Each set is asked for once, before what may stand around its signs.
    rf"|(?<=室)(?:(?<=[0-9 A-Da-d\u3000\u00a0{NUMERALS}]室)|(?<=[0-9{NUMERALS}]{SMALL}室)|(?<=[0-9{NUMERALS}]{SMALL}{{2}}室)"
    rf"|(?<=[0-9]{SMALL}{{3}}室)|(?<=[0-9]{SMALL}{{4}}室)|(?<=[0-9]_室))"
    rf"|(?<=[微薇威维徽溦]){SMALL}{{0,3}}信[^\n，。；！群]{{0,9}}[A-Za-z0-9]|(?<=[薇威])号?{SMALL}|(?<=绿)泡泡"
    rf"|(?<=[电热座固])[话线机]{ANNOUNCED}"
    rf"|(?<=[抖快红博站付钉陌视知])(?:(?<=抖){SMALL}{{0,2}}音|(?<=快){SMALL}{{0,2}}手|(?<=红){SMALL}{{0,2}}书|(?<=微博)"
    rf"|(?<=[BbＢ]站)|(?<=付)宝|(?<=钉)钉|(?<=陌)陌|(?<=视)频号|(?<=知)乎)"
    rf"|(?<=[扣企艾圈])(?:(?<=扣)扣|(?<=企)鹅|(?<=艾)特|(?<=圈)[Aa])"
    rf"|(?<=[#*]) ?(?:[QqGgOoHhLlMmSsFfAaIiYyEeVv]|1[2368])"
    rf"|(?<=[{PROVINCES}][A-Za-z])|(?<=[{PROVINCES}]{SMALL}[A-Za-z])|(?<=[{PROVINCES}]{SMALL}{{2}}[A-Za-z])"
    rf"|(?<=[{PROVINCES}]{SMALL}{{3}}[A-Za-z])|(?<=[{PROVINCES}]牌[A-Za-z])|(?<=[{PROVINCES}]牌{SMALL}[A-Za-z])"
    rf"|(?<=[VvWw])(?<![A-Za-z0-9].)(?:{SMALL}{{0,3}}[XxＸ❤♥信]|[Ee]|号|{SMALL})"
    rf"|(?<=[Qq])(?<![A-Za-z].)(?:{SMALL}{{0,3}}[Qq]|[号:：])|(?<=[Tt])el{ANNOUNCED}"
    rf"|(?<=[Aa])(?<![A-Za-z0-9].)(?:[Tt](?![A-Za-z0-9])| ?[)\]}}>】）])"
    rf"|(?<=[OoIl])(?:[OoIl]{{0,10}}[0-9]|(?<=[0-9].)|(?<=[0-9][ ./·-].)[Oo]{{2}}))"
)


def may_tell(text: str) -> bool:
    """Could there be anything private? Quick, and never says no where there is."""
    return bool(WORDS.search(text) or DOOR.search(text) or has_number(text))


def suspects(text: str) -> tuple[bool, bool]:
    """Return whether there could be long numbers, and whether there could be anything else."""
    words, numbers = WORDS.search(text) is not None, has_number(text)
    return words or numbers, words or numbers or DOOR.search(text) is not None


def has_number(text: str) -> bool:
    """Could there be a long number, apart from lists of ids?"""
    found = NUMBER.search(text)
    while found and (ids := MEMBERS.match(text, found.start())):
        found = NUMBER.search(text, ids.end())
    if found is not None or SPELLED.search(text) is not None or WORDED.search(text) is not None:
        return True
    return ROMANS.search(text) is not None
