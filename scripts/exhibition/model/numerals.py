"""Numbers as neighbours write them (３, 三, 24户, ★★★, 二十四) into whole numbers, and small ones into Chinese numerals."""

from __future__ import annotations

import re
import unicodedata

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}

MOST_DIGITS = 9
"""Digits beyond which nobody counts: Python itself refuses to read numbers of thousands of them."""

WRITTEN = re.compile(r"([0-9]+|[零〇一二两三四五六七八九十百千]+)\s{0,3}(?:颗|个)?\s{0,3}(?:星级?|户|人|家|层|★)?")


def read_chinese(text: str) -> int | None:
    """Return the value of Chinese numerals below ten thousand (`二十四`, `一百零五`, `二〇一八`); None where they make none."""
    if len(text) > MOST_DIGITS:
        return None
    if not any(sign in PLACES for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
            continue
        if PLACES[sign] >= last or (digit is None and sign != "十"):
            return None
        last = PLACES[sign]
        total += (1 if digit is None else digit) * last
        digit = None
    return total + (digit or 0)


def read_whole(text: str) -> int | None:
    """Return the number that `text` certainly means, or None: 约 and 多 are no numbers."""
    plain = unicodedata.normalize("NFKC", text).strip("“”\"' ").rstrip("。.；;，,、！! “”\"'")
    if plain and set(plain) <= set("★⭐☆\ufe0f"):
        return plain.count("★") + plain.count("⭐")
    found = WRITTEN.fullmatch(plain)
    if not found or len(found[1]) > MOST_DIGITS:
        return None
    return int(found[1]) if found[1].isdecimal() and found[1].isascii() else read_chinese(found[1])


def write_chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals; other numbers in digits.

    >>> [write_chinese(number) for number in (1, 10, 24, 99, 100)]
    ['一', '十', '二十四', '九十九', '100']
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "十" if tens == 1 else f"{NUMERALS[tens]}十" if tens else ""
    return f"{ten}{NUMERALS[ones]}"


NUMERALS = ("", *"一二三四五六七八九")
"""Chinese numerals of one digit, by value."""
