"""Data files of the search, written as scripts: character tables (pinyin, traditional forms) and the codec of their rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from ..model import Artifact, build_hashed_uri
from ..storage.cache import Cache, make_content_key
from ..storage.toolchain import get_version
from .normalize import load_traditional

READINGS = 3
"""Readings of one character that are kept, commonest first: 行 is xing, hang and heng."""


def list_common_characters() -> str:
    """Return the 3,755 characters of level 1 of GB/T 2312, which people who write Chinese all know."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def group_by_syllable(characters: Iterable[str], most: int) -> dict[str, str]:
    """Return the characters of each syllable (without tones, ü as v); a character has at most so many readings."""
    table: dict[str, list[str]] = {}
    for character in sorted(characters):
        for syllable in list_readings(character)[:most]:
            table.setdefault(syllable, []).append(character)
    return {syllable: "".join(alike) for syllable, alike in sorted(table.items())}


def list_readings(character: str) -> list[str]:
    """Return the readings of a character as they are typed, commonest first."""
    from pypinyin.constants import PINYIN_DICT

    told = PINYIN_DICT.get(ord(character), "")
    return list(dict.fromkeys(map(strip_tone, told.split(",")))) if told else []


def strip_tone(syllable: str) -> str:
    """Return a syllable as it is typed.

    >>> strip_tone("lǜ"), strip_tone("xíng"), strip_tone("ńg")
    ('lv', 'xing', 'ng')
    """
    return syllable.translate(TONELESS)


TONELESS = str.maketrans(
    "āáǎàēéěèêếềōóǒòīíǐìūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeeeeooooiiiiuuuuvvvvvnnnm", "\u0304\u030c\u0300\u0301"
)
"""Letters without their tone; ü is typed v."""


def make_pinyin_file(folder: str, characters: set[str], cache: Cache | None = None) -> Artifact:
    """Return the script with the sounds of `signs`, each with all its readings: 杨行 is Yanghang, 行动 is xingdong."""
    return make_syllable_file(folder, "pinyin", "".join(sorted(characters)), READINGS, cache)


def make_homophone_file(folder: str, characters: set[str], cache: Cache | None = None) -> Artifact:
    """Return the script with the sounds of all other common characters: what may be typed by mistake."""
    others = "".join(sorted(set(list_common_characters()) - characters))
    return make_syllable_file(folder, "echoes", others, 1, cache)


def make_syllable_file(folder: str, name: str, characters: str, most: int, cache: Cache | None) -> Artifact:
    """Return a script with sounds."""
    make = partial(render_syllable_script, name, characters, most)
    return make_cached_file("syllables", f"{folder}/{name}.js", characters, make, cache)


def render_syllable_script(name: str, characters: str, most: int) -> bytes:
    """Return the script: each syllable and its characters, separated by spaces."""
    return call(name, " ".join(syllable + alike for syllable, alike in group_by_syllable(characters, most).items()))


def make_traditional_file(folder: str, characters: Iterable[str], cache: Cache | None = None) -> Artifact:
    """Return the script with the traditional forms of all characters of the exhibition, which are folded already."""
    told = "".join(sorted(characters))
    make = partial(render_traditional_script, told)
    return make_cached_file("traditional forms", f"{folder}/forms.js", told, make, cache)


def render_traditional_script(characters: str) -> bytes:
    """Return the script: pairs of a traditional character and its simplified form among `signs`."""
    wanted = set(map(ord, characters))
    return call("forms", "".join(chr(old) + chr(new) for old, new in load_traditional().items() if new in wanted))


def list_own_traditional(characters: Iterable[str]) -> str:
    """Return such pairs for the traditional characters in names and places: these must be understood from the start."""
    codes = sorted(map(ord, characters))
    return "".join(chr(code) + chr(load_traditional()[code]) for code in codes if code in load_traditional())


SIGNS = "".join(chr(code) for code in range(35, 126) if code != 92)
"""From # to }, without the backslash; `!`, `~` and the space stay free as separators."""
LAST = 64
MORE = len(SIGNS) - LAST
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}


def encode_number(number: int) -> str:
    """Return the text of a whole number from 0.

    >>> encode_number(0), encode_number(63), encode_number(64), len(encode_number(1727)), len(encode_number(1728))
    ('#', 'c', 'd#', 2, 3)
    """
    high, low = divmod(number, LAST)
    text = SIGNS[low]
    while high:
        high, digit = divmod(high - 1, MORE)
        text = SIGNS[LAST + digit] + text
    return text


def decode_numbers(text: str) -> Iterator[int]:
    """Yield the numbers that `encode_number` wrote one after another."""
    high = 0
    for value in map(_VALUES.__getitem__, text):
        if value < LAST:
            yield high * LAST + value
            high = 0
        else:
            high = high * MORE + value - LAST + 1


SHORT = [encode_number(number) for number in range(LAST * (MORE + 1))]
"""The texts of numbers of one sign or two, of which there are most."""


def encode_column(values: Iterable[int]) -> str:
    """Return numbers from 0 as one text."""
    return "".join([SHORT[value] if value < len(SHORT) else encode_number(value) for value in values])


def encode_differences(values: Iterable[int]) -> str:
    """Return whole numbers of any sign by their differences (0, -1, 1, -2 … as 0, 1, 2, 3 …)."""
    return encode_column(2 * step if step >= 0 else -2 * step - 1 for step in iter_differences(values))


def iter_differences(values: Iterable[int]) -> Iterator[int]:
    """Yield the first value and then each one's difference to the one before."""
    return (after - before for before, after in pairwise((0, *values)))


def decode_differences(text: str) -> list[int]:
    """Return what `encode_differences` wrote."""
    return list(accumulate(-(step + 1) // 2 if step % 2 else step // 2 for step in decode_numbers(text)))


def encode_rising(values: Sequence[int]) -> str:
    """Return strictly rising numbers from 0 by their gaps."""
    return encode_column(after - before - 1 for before, after in pairwise((-1, *values)))


def decode_rising(text: str) -> list[int]:
    """Return what `encode_rising` wrote."""
    found = list(accumulate((gap + 1 for gap in decode_numbers(text)), initial=-1))
    return found[1:]


SOURCES = Path(__file__).parents[3] / "overrides" / "assets"
"""Where the client's own scripts stand."""
FOLDER = "assets/search"
COMMENT = re.compile(r"(?m)^[ \t]*(?://|/\*|\*).*$|^[ \t]+")
LINES = re.compile(r"\n{2,}")


def call(name: str, *values: object) -> bytes:
    """Return a script that hands `values` to `exhibit.<name>`."""
    told = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"exhibit.{name}({told});\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()


def parse_call(data: bytes) -> list[Any]:
    """Return the values that a script of `call` hands over. Raises ValueError where it is no such script."""
    text = data.decode()
    values = json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]")
    return list(values)


def make_data_file(uri: str, data: bytes) -> Artifact:
    """Return a made file as an artifact."""
    return Artifact(uri, partial(bytes, data))


def make_hashed_file(stem: str, data: bytes) -> Artifact:
    """Return a made file whose name holds the hash of its bytes: what has changed has a new address."""
    return make_data_file(build_hashed_uri(f"{FOLDER}/{stem}", make_content_key(data), ".js"), data)


def make_cached_file(kind: str, uri: str, characters: str, make: Callable[[], bytes], cache: Cache | None) -> Artifact:
    """Return the file that the toolchain of `kind` makes of `characters`, made anew only where that or these have changed."""
    made = Artifact(uri, make, get_version(kind).make_key(uri.rpartition("/")[2], characters))
    return make_data_file(uri, cache.get_or_make(made) if cache else make())


TOKEN = re.compile(
    r"""('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=[(,=:\[!&|?{};])[ ]?/(?![*/ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[gimuy]*)"""
)
"""What keeps its spaces in a script: strings, and regular expressions where a value may stand."""
AROUND = re.compile(r" ?([=(){}\[\],;:?!<>|&*%^~]+) ?")
"""Signs that need no space beside them; + and - may stand beside their like."""


CLIENT = "CLIENT"
"""Stands in the client's scripts for their own name."""


def make_client_name(names: Sequence[str]) -> str:
    """Return the name of a client: six digits of the hash of its scripts.

    The folder of its data has this name, so that no client reads what was written for another one.
    """
    return make_content_key(render_scripts(names))[:6]


def render_client(client: str, *names: str) -> bytes:
    """Return the client's scripts in one; they read the data of `client`."""
    return render_scripts(names).replace(f"'{CLIENT}'".encode(), f"'{client}'".encode())


def render_scripts(names: Iterable[str]) -> bytes:
    """Return scripts in one, without comments and needless spaces."""
    return "".join(shorten_script((SOURCES / name).read_text(encoding="utf-8")) for name in names).encode()


@lru_cache(16)
def shorten_script(source: str) -> str:
    """Return a script without comments, which have lines of their own there, and without needless spaces.

    Several files hold the same scripts, and are named by them: of each this is computed once a process.
    """
    parts = TOKEN.split(LINES.sub("\n", COMMENT.sub("", source)).strip() + "\n")
    return "".join(part if place % 2 else AROUND.sub(r"\1", part) for place, part in enumerate(parts))
