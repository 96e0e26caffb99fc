"""Turns characters into how they sound: a table of syllables for those who type Latin letters or a character that sounds alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..cache import digest
from ..model import Artifact, Entry
from .names import signs_of_names
from .scripts import FOLDER, call

READINGS = 3
"""Readings of one character that are kept, commonest first: 行 is xing, hang and heng."""


def common_characters() -> str:
    """Return the 3,755 characters of level 1 of GB/T 2312, which people who write Chinese all know."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def sounds(signs: Iterable[str]) -> dict[str, str]:
    """Return the characters of each syllable (without tones, ü as v): `signs` with all their readings, and all common ones.

    What can be found must be heard rightly, so it keeps each reading: 杨行 is Yanghang, 行动 xingdong. Other characters are
    there only to be typed by mistake, and for that their commonest reading does.
    """
    table: dict[str, list[str]] = {}
    found = set(signs)
    for sign in sorted({*found, *common_characters()}):
        for syllable in readings(sign)[: READINGS if sign in found else 1]:
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


def sounds_file(entries: Iterable[Entry]) -> Artifact:
    """Return the script with the table of sounds; it is made anew only when a name has a new character."""
    signs = "".join(sorted(signs_of_names(entries)))
    key = digest("sounds", 1, signs)
    return Artifact(f"{FOLDER}/pinyin-{key[:8]}.js", partial(sounds_script, signs), key)


def sounds_script(signs: str) -> bytes:
    """Return the script: each syllable and its characters, separated by spaces."""
    return call("pinyin", " ".join(syllable + alike for syllable, alike in sounds(signs).items()))
