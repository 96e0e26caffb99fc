"""Turns characters into how they sound: a table of syllables for those who type Latin letters or a character that sounds alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..cache import Cache
from ..model import Artifact
from .scripts import call, kept

READINGS = 3
"""Readings of one character that are kept, commonest first: 行 is xing, hang and heng."""


def common_characters() -> str:
    """Return the 3,755 characters of level 1 of GB/T 2312, which people who write Chinese all know."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def sounds(signs: Iterable[str], most: int) -> dict[str, str]:
    """Return the characters of each syllable (without tones, ü as v); a character has at most so many readings."""
    table: dict[str, list[str]] = {}
    for sign in sorted(signs):
        for syllable in readings(sign)[:most]:
            table.setdefault(syllable, []).append(sign)
    return {syllable: "".join(alike) for syllable, alike in sorted(table.items())}


def readings(sign: str) -> list[str]:
    """Return the readings of a character as they are typed, commonest first."""
    from pypinyin.constants import PINYIN_DICT

    told = PINYIN_DICT.get(ord(sign), "")
    return list(dict.fromkeys(map(toneless, told.split(",")))) if told else []


def toneless(syllable: str) -> str:
    """Return a syllable as it is typed.

    >>> toneless("lǜ"), toneless("xíng"), toneless("ńg")
    ('lv', 'xing', 'ng')
    """
    return syllable.translate(TONELESS)


TONELESS = str.maketrans(
    "āáǎàēéěèêếềōóǒòīíǐìūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeeeeooooiiiiuuuuvvvvvnnnm", "\u0304\u030c\u0300\u0301"
)
"""Letters without their tone; ü is typed v."""


def sounds_file(signs: set[str], cache: Cache | None = None) -> Artifact:
    """Return the script with the sounds of `signs`, each with all its readings: 杨行 is Yanghang, 行动 is xingdong."""
    return syllables("pinyin", "".join(sorted(signs)), READINGS, cache)


def echoes_file(signs: set[str], cache: Cache | None = None) -> Artifact:
    """Return the script with the sounds of all other common characters: what may be typed by mistake."""
    return syllables("echoes", "".join(sorted(set(common_characters()) - signs)), 1, cache)


def syllables(name: str, signs: str, most: int, cache: Cache | None) -> Artifact:
    """Return a script with sounds."""
    return kept("syllables", name, signs, partial(syllables_script, name, signs, most), cache)


def syllables_script(name: str, signs: str, most: int) -> bytes:
    """Return the script: each syllable and its characters, separated by spaces."""
    return call(name, " ".join(syllable + alike for syllable, alike in sounds(signs, most).items()))
