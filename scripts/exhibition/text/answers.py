"""Short answers of children: one spelling for all ways to write them, and the hash by which a page knows the right one.

`overrides/partials/exhibit/trail.js` does the same in the browser; `VECTORS` of `tests/test_routes.py` are run on both sides.
A hash of at most six characters hides an answer from a glance, and from nobody who tries: whoever wants to can try all
numbers up to a thousand in a moment. It guards no secret.
"""

from __future__ import annotations

import re

from .characters import LOOSE_VALUES, read_numeral

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of ASCII signs (Unicode block FF00)."""
KEPT = re.compile("[^0-9a-z\u3007\u3400-\u9fff]+")
"""All but digits, small Latin letters and ideographs: spaces, punctuation and pictures say nothing."""
NUMERAL = re.compile(f"[{''.join(LOOSE_VALUES)}十百]+")
COUNTERS = "个只盏层户位棵盆扇张把块条级次人家件朵年步楼号间座面根颗种"
"""Counter words that a child may write behind a number, or leave out."""
BARE = re.compile("(.+?)色?的?")
"""A word without what a child may leave out behind it: 绿色的, 绿色, 绿的, 绿."""
COUNTED = re.compile(f"0*([1-9][0-9]*|0)[{COUNTERS}]?")

FNV_OFFSET, FNV_PRIME = 0x811C9DC5, 0x01000193
"""Constants of FNV-1a of 32 bits (draft-eastlake-fnv, section 5)."""


def normalize_answer(text: str) -> str:
    """Return an answer in the one spelling that is compared.

    >>> [normalize_answer(text) for text in ("十二 盏", "１２", " 012。", "两只", "红 灯笼！", "ABC", "绿色的")]
    ['12', '12', '12', '2', '红灯笼', 'abc', '绿']
    """
    plain = KEPT.sub("", replace_capitals(text.translate(FULL_WIDTH)))
    plain = NUMERAL.sub(lambda found: read_numeral(found[0]), plain)
    bare = COUNTED.fullmatch(plain) or BARE.fullmatch(plain)
    return bare[1] if bare else plain


def replace_capitals(text: str) -> str:
    """Return a text with small Latin letters; other alphabets stay, for scripts differ in what they make of them."""
    return re.sub("[A-Z]", lambda found: found[0].lower(), text)


def hash_text(text: str) -> str:
    """Return FNV-1a of 32 bits of the UTF-8 bytes of a text, as eight hexadecimal digits.

    >>> [hash_text(text) for text in ("", "a", "foobar")]
    ['811c9dc5', 'e40c292c', 'bf9cf968']
    """
    value = FNV_OFFSET
    for byte in text.encode():
        value = ((value ^ byte) * FNV_PRIME) & 0xFFFFFFFF
    return f"{value:08x}"


def hash_answer(salt: str, answer: str) -> str:
    """Return the hash of an answer with the salt of its question: equal answers of two questions have other hashes."""
    return hash_text(salt + normalize_answer(answer))
