"""Dates as neighbours write them (2018-11, 2018年11月26日, 2018/11/26, 2018.11) into a `PartialDate`."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from functools import lru_cache

from . import wording
from .dates import PartialDate
from .numerals import DIGITS, read_chinese
from .rules import Slip

STANDARD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
SEPARATED = re.compile(
    r"(\d{4}) {0,3}(?:年|[-/.·_ ] {0,3}(?=\d)|$) {0,3}(?:(\d{1,2}) {0,3}(?:月份?|[-/.·_ ] {0,3}(?=\d)|$) {0,3}(?:(\d{1,2}) {0,3}[日号]?)?)?",
    re.ASCII,
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)?", re.ASCII)
DASHES = str.maketrans("－–—―−~～／．。", "-------/..")


def read_date(text: str, key: str) -> tuple[PartialDate | None, Slip | None]:
    """Return the date of field `key`; other writings are understood with a reminder, impossible days are not."""
    date = standard_date(text)
    if date:
        return date, None
    found = STANDARD.fullmatch(text)
    if found:
        return checked(text, key, found)
    plain = with_arabic_digits(
        unicodedata.normalize("NFKC", text)
        .translate(DASHES)
        .strip("“”\"' ")
        .rstrip("。.;,、!“”\"' ")
        .replace("\t", " ")
    )
    found = SEPARATED.fullmatch(plain) or COMPACT.fullmatch(plain)
    if not found:
        return None, wording.unreadable_date(key, text)
    date, slip = checked(text, key, found)
    return (date, wording.date_variant(key, text, date.iso)) if date else (None, slip)


@lru_cache(maxsize=4096)
def standard_date(text: str) -> PartialDate | None:
    """Return the date of `text` in the standard writing, where the calendar has it; the same few come again and again."""
    found = STANDARD.fullmatch(text)
    return checked(text, "", found)[0] if found else None


def checked(text: str, key: str, found: re.Match[str]) -> tuple[PartialDate | None, Slip | None]:
    """Return the date of the numbers found, where the calendar has it."""
    year, month, day = (int(part) if part else None for part in found.groups())
    why = why_impossible(year or 0, month, day)
    if why:
        return None, wording.impossible_date(key, text, why)
    return PartialDate(year or 0, month, day), None


def why_impossible(year: int, month: int | None, day: int | None) -> str:
    """Say why there is no such date; nothing where there is."""
    if not 1900 <= year <= 2200:
        return f"年份 {year} 不对"
    if month is not None and not 1 <= month <= 12:
        return f"没有 {month} 月"
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return f"{year} 年 {month} 月只有 {monthrange(year, month)[1]} 天" if day else "没有 0 日"
    return ""


def with_arabic_digits(text: str) -> str:
    """Write Chinese numerals of a date in Arabic digits (`二〇一八年十一月` → `2018年11月`)."""
    signs = "".join(DIGITS)
    return re.sub(rf"[{signs}十]+", lambda run: str(read_chinese(run[0]) or 0), text)
