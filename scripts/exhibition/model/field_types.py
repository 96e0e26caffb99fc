"""Field types: parse the text of a field into a value, and format that value for display.

`parse` returns the value and at most one issue; a value of None beside an issue means that nothing could be made of the
text. Text that is understood although it is not the standard writing comes back with a reminder, never with a loss.
The names of star ratings stand here too, for pages and print.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from ..lazy import compile_later, dataclass
from ..messages import fields
from ..messages.registry import FieldIssue
from ..text.characters import (
    MOST_DIGITS,
    NUMERAL_VALUES,
    parse_chinese_numeral,
    parse_estimate,
    parse_integer,
    parse_minutes,
    parse_money,
    strip_list_number,
)
from .vocabulary import ChoiceWords, Lexicon, has_opposite_meaning, strip_quotes, strip_sentence_end


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of which the day, or day and month, may be unknown (ISO 8601 reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """The canonical form in content files: `2018`, `2018-11` or `2018-11-26`."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def chinese(self) -> str:
        """The form that visitors read: `2018年11月26日`, as far as it is known."""
        text = f"{self.year}年"
        if self.month is not None:
            text += f"{self.month}月"
            if self.day is not None:
                text += f"{self.day}日"
        return text

    def get_sort_key(self) -> tuple[int, int, int]:
        """Order in time; what is unknown comes first within its year or month."""
        return (self.year, self.month or 0, self.day or 0)

    def is_surely_before(self, other: PartialDate) -> bool:
        """Is it before another date, as far as both are known?

        >>> PartialDate(2018, 3).is_surely_before(PartialDate(2018, 5, 1)), PartialDate(2018).is_surely_before(PartialDate(2018, 5))
        (True, False)
        """
        if self.year != other.year:
            return self.year < other.year
        if self.month is None or other.month is None or self.month != other.month:
            return (self.month or 13) < (other.month or 0)
        return (self.day or 32) < (other.day or 0)


STANDARD = compile_later(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
SEPARATED = compile_later(
    r"(\d{4}) {0,3}(?:年|[-/.·_ ] {0,3}(?=\d)|$) {0,3}(?:(\d{1,2}) {0,3}(?:月份?|[-/.·_ ] {0,3}(?=\d)|$) {0,3}(?:(\d{1,2}) {0,3}[日号]?)?)?",
    re.ASCII,
)
COMPACT = compile_later(r"(\d{4})(\d\d)(\d\d)?", re.ASCII)
DASHES = str.maketrans("－–—―−~～／．。", "-------/..")


def parse_date(text: str, key: str) -> tuple[PartialDate | None, FieldIssue | None]:
    """Return the date of field `key`; other writings are understood with a reminder, impossible days are not."""
    date = parse_standard_date(text)
    if date:
        return date, None
    found = STANDARD.fullmatch(text)
    if found:
        return make_checked_date(text, key, found)
    plain = to_arabic_digits(
        unicodedata.normalize("NFKC", text)
        .translate(DASHES)
        .strip("“”\"' ")
        .rstrip("。.;,、!“”\"' ")
        .replace("\t", " ")
    )
    found = SEPARATED.fullmatch(plain) or COMPACT.fullmatch(plain)
    if not found:
        return None, fields.unreadable_date(key, text)
    date, issue = make_checked_date(text, key, found)
    return (date, fields.date_variant(key, text, date.iso)) if date else (None, issue)


@lru_cache(maxsize=4096)
def parse_standard_date(text: str) -> PartialDate | None:
    """Return the date of `text` in the standard writing, where the calendar has it; the same few come again and again."""
    found = STANDARD.fullmatch(text)
    return make_checked_date(text, "", found)[0] if found else None


def make_checked_date(text: str, key: str, found: re.Match[str]) -> tuple[PartialDate | None, FieldIssue | None]:
    """Return the date of the numbers found, where the calendar has it."""
    year, month, day = (int(part) if part else None for part in found.groups())
    why = explain_impossible_date(year or 0, month, day)
    if why:
        return None, fields.impossible_date(key, text, why)
    return PartialDate(year or 0, month, day), None


def explain_impossible_date(year: int, month: int | None, day: int | None) -> str:
    """Say why there is no such date; nothing where there is."""
    if not 1900 <= year <= 2200:
        return f"年份 {year} 不对"
    if month is not None and not 1 <= month <= 12:
        return f"没有 {month} 月"
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return f"{year} 年 {month} 月只有 {monthrange(year, month)[1]} 天" if day else "没有 0 日"
    return ""


def to_arabic_digits(text: str) -> str:
    """Write Chinese numerals of a date in Arabic digits (`二〇一八年十一月` → `2018年11月`)."""
    characters = "".join(NUMERAL_VALUES)
    return re.sub(rf"[{characters}十]+", lambda run: str(parse_chinese_numeral(run[0]) or 0), text)


STARS: dict[int | None, str] = {
    None: "星级待补充",
    0: "还没有星",
    1: "一星楼组",
    2: "二星楼组",
    3: "三星楼组",
    4: "四星楼组",
    5: "五星楼组",
}
"""The words of stars; panes alone never say it."""
MOST_STARS = 5
"""The most stars that a unit can have."""


def get_star_slug(stars: int | None) -> str:
    """Return a number of stars as it stands in addresses: `/stars/5/`, `/stars/unknown/`."""
    return "unknown" if stars is None else str(stars)


ParseResult = tuple[Any, FieldIssue | None]
ENDS = " ，,。；;、"
"""Punctuation at the ends of items that are joined to one text."""


class FieldType(Protocol):
    """A kind of single value."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return what `text` of the field `key` means, and a slip where it is not written as it should be."""

    def format_value(self, value: Any) -> str:
        """Return the value as visitors read it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most `limit` characters (0: no limit).

    `role`: it says who somebody is, by role; `unnamed`: it repeats what people said, and nobody may be recognised in it.
    Names of people are asked about in both. `joiner` is what joins the items of a list that people write in its stead;
    empty: a list is refused.
    """

    limit: int = 0
    role: bool = False
    unnamed: bool = False
    joiner: str = ""

    def join_items(self, items: Iterable[str]) -> str:
        """Return the items of a list, which people wrote in lines, as one text: without their numbers and their ends.

        >>> Text(joiner="，").join_items(["1、贴纸条；", "2、认东西。"])
        '贴纸条，认东西'
        """
        bare = (strip_list_number(item.strip(ENDS)).strip(ENDS) for item in items)
        return self.joiner.join(filter(None, bare))

    def split_items(self, text: str) -> list[str]:
        """Return the items of a list that people wrote in one line, between square brackets."""
        return re.split("[,，、;；]", text)

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the text itself."""
        if self.limit and len(text) > self.limit:
            return text, fields.too_long(key, len(text), self.limit)
        return text, None

    def format_value(self, value: Any) -> str:
        """Return the text itself."""
        return str(value)


COLON = "："
"""What stands between a word and the text that it belongs to."""
OTHER_COLONS = compile_later(r"\s{0,3}[:︰∶﹕]\s{0,3}")
"""Colons that people write in its stead."""
LONGEST_PREFIX = 6
"""Characters of a word before a colon, at most: what is longer is a sentence."""


class PrefixedText(str):
    """A text that begins with a word of a vocabulary and a colon, as it is written; `term` is the name of the word's term.

    It is a text like any other for whatever writes it: files, sheets and forms keep the word as people wrote it.
    """

    __slots__ = ("term",)
    term: str

    def __new__(cls, text: str, term: str) -> PrefixedText:
        """Return the text with its term."""
        made = super().__new__(cls, text)
        made.term = term
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what makes it again in another process."""
        return str(self), self.term

    @property
    def word(self) -> str:
        """The word before the colon, as it is written."""
        return self.partition(COLON)[0].strip()

    @property
    def rest(self) -> str:
        """What stands behind the colon."""
        return self.partition(COLON)[2].strip()


@dataclass(frozen=True, slots=True)
class NumberedItem(Text):
    """An item of a list that pages number by themselves.

    With a `vocabulary` it may begin with one of its words and a full-width colon; it is then a `PrefixedText`.
    """

    vocabulary: str = ""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the text without a number of its own, which would stand behind that of the page."""
        bare = strip_list_number(text)
        value, issue = Text.parse(self, bare, key, lexicon)
        words = lexicon.get(self.vocabulary) if self.vocabulary else None
        if words is not None:
            value, slip = parse_prefix(bare, key, words)
            issue = issue or slip
        return value, issue or (None if bare == text else fields.own_number(key, text, bare))


def parse_prefix(text: str, key: str, words: ChoiceWords) -> ParseResult:
    """Return a text with the term of the word at its beginning; the text itself where no word of `words` stands there."""
    head, colon, rest = text.partition(COLON)
    if not colon or len(head) > LONGEST_PREFIX:
        found = OTHER_COLONS.search(text, 0, LONGEST_PREFIX + 2)
        if found is None or text[: found.start()] not in words.known:
            return text, None
        word = text[: found.start()]
        standard = f"{word}{COLON}{text[found.end() :]}"
        return PrefixedText(standard, words.known[word]), fields.describe_prefix_colon(key, word, standard)
    term = words.known.get(head.strip())
    if term is not None:
        return PrefixedText(text, term), None if rest.strip() else fields.prefix_alone(key, head.strip())
    plain = head.strip(BRACKETS)
    standard = f"{COLON}{rest.strip()}"
    if plain in words.known:
        return PrefixedText(plain + standard, words.known[plain]), fields.describe_prefix_signs(
            key, plain, plain + standard
        )
    near = find_meant_prefix(plain, tuple(words.known))
    return text, fields.near_prefix(key, plain, near, near + standard) if near else None


@lru_cache(maxsize=4096)
def find_meant_prefix(text: str, words: tuple[str, ...]) -> str | None:
    """Return the word that was probably meant by one before a colon; None where it is a word of its own.

    The same few (早上, 大家) stand before colons in thousands of entries.

    Most words have two characters, of which many other words have one: so a word is near another only that goes on behind it
    (楼道里), whose characters are exchanged, or one character of which is written as it sounds (楼到).

    >>> words = ("走道", "楼道", "垃圾")
    >>> [find_meant_prefix(one, words) for one in ("楼道里", "圾垃", "楼到", "楼上", "孩子", "不走道")]
    ['楼道', '垃圾', '楼道', None, None, None]
    """
    if len(text) < 2 or has_opposite_meaning(text, ""):
        return None
    return next((word for word in words if len(word) > 1 and is_near_prefix(text, word)), None)


def is_near_prefix(text: str, word: str) -> bool:
    """Is a text one of two characters more than a word, or the word with a slip of writing?"""
    if len(text) != len(word):
        return len(word) < len(text) <= len(word) + 2 and text.startswith(word)
    other = [(one, meant) for one, meant in zip(text, word, strict=True) if one != meant]
    if len(other) == 1:
        return is_homophone(*other[0])
    return sorted(text) == sorted(word)


BRACKETS = "【】[]［］（）()<>《》〈〉#·*“”\"' \u3000"
"""What people write around a word to make it stand out."""
SOUND_STEPS = 10
"""Places in the table within which characters sound alike: few syllables have more than twenty common characters."""


def is_homophone(one: str, other: str) -> bool:
    """Do two characters sound alike? GB/T 2312 holds the 3,755 commonest in the order of their pinyin.

    >>> is_homophone("道", "到"), is_homophone("道", "上")
    (True, False)
    """
    if one == other:
        return True
    places = [character.encode("gb2312", "ignore") for character in (one, other)]
    if any(len(place) != 2 or not 0xB0 <= place[0] <= 0xD7 for place in places):
        return False
    first, second = ((place[0] - 0xB0) * 94 + place[1] - 0xA1 for place in places)
    return abs(first - second) <= SOUND_STEPS


@dataclass(frozen=True, slots=True)
class DocumentNumber(Text):
    """The number of an official document, as the document bears it: 示例民〔2023〕12号 (GB/T 9704-2012, 7.2.5)."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the number; other brackets around the year are understood with a reminder."""
        if NOT_KNOWN.fullmatch(text):
            # What says that nobody knows it must not stand on a page as where the stars are from.
            return None, fields.no_document_number(key, text)
        standard = self.replace_brackets(text)
        issue = None if standard == text else fields.document_brackets(key, text, standard)
        return standard, Text.parse(self, standard, key, lexicon)[1] or issue

    @staticmethod
    def replace_brackets(text: str) -> str:
        """Return a number with the brackets of documents around its year."""
        return OTHER_BRACKETS.sub(r"〔\1〕", text)

    @staticmethod
    def is_exempt(text: str, kind: str) -> bool:
        """May this number be public although it looks like private data of this kind? A number alone may not."""
        return kind in LIKE_DOCUMENTS and NAMED_DOCUMENT.fullmatch(text) is not None


NOT_KNOWN = compile_later(
    r"(?:暂|还|暂时)?(?:无|没有|没找到|未知|不清楚|不知道|不详|不明|空|缺|待[补核查定填]充?)[。.]?|[-—–－/／?？、.。]{1,4}"
)
"""What people write where they do not know."""
OTHER_BRACKETS = compile_later(r"[\[［【(（﹝「]\s{0,2}((?:19|20)\d\d)\s{0,2}[\]］】)）﹞」]")
"""A year in brackets that are not those of document numbers."""
NAMED_DOCUMENT = compile_later(r"(?![^\n]{0,60}(?:手机|电话|身份|证件|微信|联系))[\u4e00-\u9fff]{2}[^\n]{0,60}号")
"""A number with the short name of the office before it: without one it is any number."""
LIKE_DOCUMENTS = frozenset({"手机号", "固定电话", "银行卡号", "门牌", "QQ号"})
"""Kinds of private data of which the number of a document may have the form. An identity card has a check digit."""


@dataclass(frozen=True, slots=True)
class FileName(Text):
    """The name of a picture in the entry's own folder."""


@dataclass(frozen=True, slots=True)
class PhotoKey(Text):
    """The file name or the scene of a photo of the same entry."""


@dataclass(frozen=True, slots=True)
class PanoramaKey(PhotoKey):
    """The file name of a photo of the same entry that is shown as a panorama: it is rendered wider than others."""


@dataclass(frozen=True, slots=True)
class RecordingName(Text):
    """The name of a sound recording (MP3) in the entry's own folder."""


class Hotspot(NamedTuple):
    """A point of a picture that is worth a look: percent from the left, percent from the top, and what is there."""

    x: int
    y: int
    label: str

    @property
    def text(self) -> str:
        """It as people write it: `30,40 老信箱`."""
        return f"{self.x},{self.y} {self.label}"


SPOT_NUMBER = r"(?<![\d.])-?\d{1,4}(?:\.\d{1,3})?(?![\d.])"
SPOT_PAIR = (
    rf"(?:从?左|x)?[:=]?\s{{0,3}}(?P<x>{SPOT_NUMBER})\s{{0,3}}%?\s{{0,3}}[,、/*x ]\s{{0,3}}"
    rf"(?:从?上|y)?[:=]?\s{{0,3}}(?P<y>{SPOT_NUMBER})\s{{0,3}}%?"
)
"""Two numbers as people write them: `30,40`, `30%、40%`, `左30 上40`."""
SPOT_FIRST = compile_later(rf"[(\[【]?\s{{0,3}}{SPOT_PAIR}\s{{0,3}}[)\]】]?[\s,:、-]{{0,3}}(?P<label>[^\n]{{0,200}})")
SPOT_LAST = compile_later(rf"(?P<label>[^\n\d]{{1,200}}?)[\s,:]{{0,3}}[(\[【]?\s{{0,3}}{SPOT_PAIR}\s{{0,3}}[)\]】]?")
"""The point before the words, or behind them."""
NEXT_PAIR = (
    rf"{SPOT_NUMBER}\s{{0,3}}%?\s{{0,3}}[,、/*]\s{{0,3}}{SPOT_NUMBER}\s{{0,3}}%?\s{{0,3}}[^\d\s,、;|%/*)\]】年层号楼室]"
)
BETWEEN_SPOTS = compile_later(rf"[;\n|]|(?<=[^\d\s,、])[,、。\s]\s{{0,3}}(?={NEXT_PAIR})")
"""What parts points: a semicolon, a line, or a comma before the next pair of numbers."""
NUMBERED_SPOT = compile_later(
    r"^[(]?\d{1,2}(?:[、)]|\.(?!\d))\s{0,3}(?=-?\d{1,4}(?:\.\d{1,3})?%?\s{0,3}[,、/*x ]\s{0,3}\d)|^[-•·]\s{1,3}"
)
"""The number of a point in a list, before its own two."""


def split_hotspots(text: str) -> list[Hotspot]:
    """Return the points of a text in the standard writing.

    >>> split_hotspots("30,40 老信箱；70,55 值日表")
    [Hotspot(x=30, y=40, label='老信箱'), Hotspot(x=70, y=55, label='值日表')]
    """
    found = (STANDARD_SPOT.fullmatch(part) for part in text.split(SPOT_MARK))
    return [Hotspot(int(one[1]), int(one[2]), one[3]) for one in found if one]


STANDARD_SPOT = compile_later(r"(\d{1,3}),(\d{1,3}) (\S[^\n]*)")
SPOT_MARK = "；"
"""The standard writing of a point, and what parts points in it."""


@dataclass(frozen=True, slots=True)
class HotspotText(Text):
    """Points of a picture, each with what is there: `30,40 老信箱；70,55 值日表`. The value is that text."""

    def split_items(self, text: str) -> list[str]:
        """Return the points of a list in one line: a comma also stands within each."""
        return BETWEEN_SPOTS.split(unicodedata.normalize("NFKC", text))

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the points in the standard writing; per cent signs, other separators and brackets are understood with a
        reminder. A point outside the picture, or without words, is left out with a message.
        """
        good: list[Hotspot] = []
        issue: FieldIssue | None = None
        for part in BETWEEN_SPOTS.split(unicodedata.normalize("NFKC", text)):
            bare = NUMBERED_SPOT.sub("", part.strip(" ,、。"))
            if not bare:
                continue
            spot = parse_hotspot(bare, key)
            if isinstance(spot, Hotspot):
                good.append(spot)
            else:
                issue = issue or spot
        standard = SPOT_MARK.join(spot.text for spot in good)
        if issue is None and standard != text:
            issue = fields.hotspot_variant(key, text, standard) if good else fields.unreadable_hotspot(key, text)
        return standard or None, issue or Text.parse(self, standard, key, lexicon)[1]

    def format_value(self, value: Any) -> str:
        """Return what is there to see, without the numbers."""
        return SPOT_MARK.join(spot.label for spot in split_hotspots(str(value)))


def parse_hotspot(text: str, key: str) -> Hotspot | FieldIssue:
    """Return one point (normalised text), or what is wrong with it."""
    found = SPOT_FIRST.fullmatch(text) or SPOT_LAST.fullmatch(text)
    if not found:
        return fields.unreadable_hotspot(key, text)
    x, y = round(float(found["x"])), round(float(found["y"]))
    label = found["label"].strip(" ,:;、。-()[]（）")
    if not (0 <= x <= 100 and 0 <= y <= 100):
        return fields.describe_hotspot_outside(key, text, label)
    return Hotspot(x, y, to_chinese_signs(label)) if label else fields.describe_nameless_hotspot(key, text)


def to_chinese_signs(text: str) -> str:
    """Return a text with the full-width signs that NFKC has made narrow.

    >>> to_chinese_signs("老信箱(1985年),还在用")
    '老信箱（1985年），还在用'
    """
    return text.translate(WIDE_SIGNS)


WIDE_SIGNS = str.maketrans("(),:;!?", "（），：；！？")


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number from `low` to `high`, shown with its `unit`. `about`: an estimate is understood."""

    low: int = 0
    high: int = 99_999
    unit: str = ""
    example: str = "24"
    about: bool = False

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the number; units, full-width and Chinese numerals are understood with a reminder."""
        if text.isascii() and text.isdecimal():
            if len(text) > MOST_DIGITS:
                return None, fields.out_of_range(key, text, self.low, self.high)
            number = int(text)
            return self.check_range(number, key, None if text == str(number) else self.make_reminder(key, text, number))
        understood = self.parse_words(text)
        if understood is None:
            estimate = parse_estimate(text, self.parse_words) if self.about else None
            if estimate is not None:
                return self.check_range(estimate, key, fields.about_number(key, text, estimate))
            return None, fields.not_whole(key, text, self.example)
        return self.check_range(understood, key, self.make_reminder(key, text, understood))

    def parse_words(self, text: str) -> int | None:
        """Return the number that a text certainly means; None where it means none."""
        return parse_integer(text)

    def make_reminder(self, key: str, text: str, number: int) -> FieldIssue:
        """What is said where the number was written otherwise."""
        return fields.whole_with_unit(key, text, number)

    def check_range(self, number: int, key: str, issue: FieldIssue | None) -> ParseResult:
        """Return the number where it is in range."""
        if self.low <= number <= self.high:
            return number, issue
        return None, fields.out_of_range(key, number, self.low, self.high)

    def make_public(self, value: int) -> int:
        """Return the number as pages and open data tell it."""
        return value

    def format_value(self, value: Any) -> str:
        """Return the number with its unit."""
        return f"{value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Minutes(Integer):
    """A time in minutes; hours and quarters are understood with a reminder."""

    def parse_words(self, text: str) -> int | None:
        """Return the minutes that a text certainly means: 40分钟, 半小时, 一刻钟."""
        number = parse_integer(text)
        return parse_minutes(text) if number is None else number


MONEY_SIGN = compile_later(
    r"(?P<went>(?:支出|支|出|花了|用了|付了?)[::\s]{0,3}[-−–—]?|[-−–—])[::\s]{0,3}(?P<sum>\S[^\n]{0,60})"
    r"|(?:(?:收入|收|进)[::\s]{0,3}\+?|\+)[::\s]{0,3}(?P<came>\S[^\n]{0,60})"
)
"""A sum of money with what says before it whether it came in or went out."""
ROUNDED_TO, ROUNDED_FROM, ROUNDED_MORE = 10, 1_000, 100
"""Sums are shown in tens of yuan, from a thousand on in hundreds: an exact sum may tell who has given it."""


def round_money(amount: int) -> int:
    """Return a sum of money as it is shown: in tens of yuan, from a thousand on in hundreds; never nothing.

    >>> [round_money(amount) for amount in (3, 504, 505, 996, 1049, 1050, -320)]
    [10, 500, 510, 1000, 1000, 1100, 320]
    """
    amount = abs(amount)
    step = ROUNDED_TO if amount < ROUNDED_FROM else ROUNDED_MORE
    return max(ROUNDED_TO, (amount + step // 2) // step * step)


@dataclass(frozen=True, slots=True)
class Yuan(Integer):
    """A sum of money in whole yuan, shown rounded (`round_money`).

    A sum with a minus sign is kept negative: the rule that knows whether it came in or went out speaks of the sign.
    """

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the sum; ¥500, 500元, 五百元 and 1,200 are understood with a reminder."""
        plain = text.isascii() and text.isdecimal()
        found = None if plain else MONEY_SIGN.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if found is None:
            return Integer.parse(self, text, key, lexicon)
        number = self.parse_words(found["sum"] or found["came"])
        if number is None:
            return None, fields.not_whole(key, text, self.example)
        value, issue = self.check_range(number, key, None if found["went"] else self.make_reminder(key, text, number))
        return -value if value and found["went"] else value, issue

    def parse_words(self, text: str) -> int | None:
        """Return the sum that a text certainly means: ¥500, 五百元; a cent more or less is none."""
        found = parse_money(text) if not parse_estimate(text, parse_whole_money) else None
        return int(found[0]) if found and found[0] == found[1] == int(found[0]) else None

    def make_public(self, value: int) -> int:
        """Return the sum as it is shown."""
        return round_money(value)

    def format_value(self, value: Any) -> str:
        """Return the sum as it is shown, with its unit; 约 where it was rounded."""
        shown = round_money(value)
        return f"{'' if shown == abs(value) else '约 '}{shown}{self.unit}"


def parse_whole_money(text: str) -> int | None:
    """Return a sum of money in whole yuan; None where `text` is none."""
    found = parse_money(text)
    return int(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class StarRating(Integer):
    """A star rating, 0 to 5."""

    high: int = MOST_STARS
    unit: str = " 星"
    example: str = "3"

    def make_reminder(self, key: str, text: str, number: int) -> FieldIssue:
        """What is said where the rating was written otherwise."""
        return fields.stars_in_words(key, text, number)


@dataclass(frozen=True, slots=True)
class Date:
    """A year, a month or a day."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return a `PartialDate`."""
        return parse_date(text, key)

    def format_value(self, value: Any) -> str:
        """Return the date as visitors read it."""
        return value.chinese if isinstance(value, PartialDate) else str(value)


YES = frozenset({"true", "yes", "y", "on", "1", "对", "有", "√", "✓", "✔", "已", "是的"})
NO = frozenset({"false", "no", "n", "off", "0", "不", "无", "没有", "×", "✗", "不是", "未"})


@dataclass(frozen=True, slots=True)
class Boolean:
    """是 or 否."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return True or False; common variants are understood with a reminder."""
        if text in ("是", "否"):
            return text == "是", None
        plain = strip_sentence_end(unicodedata.normalize("NFKC", text)).lower()
        if plain in YES or plain == "是":
            return True, fields.flag_variant(key, text, "是")
        if plain in NO or plain == "否":
            return False, fields.flag_variant(key, text, "否")
        return None, fields.not_a_flag(key, text)

    def format_value(self, value: Any) -> str:
        """Return 是 or 否."""
        return "是" if value else "否"


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a vocabulary of the lexicon, or of the `words` given here."""

    vocabulary: str = ""
    words: ChoiceWords = ChoiceWords((), {})

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the word; an unreadable vocabulary (no words) lets everything pass: it is reported itself."""
        words = lexicon[self.vocabulary] if self.vocabulary else self.words
        name = words.known.get(text)
        if name is text or name == text or not words.names:
            return text, None
        if name:
            return name, fields.term_alias(key, text, name)
        bare = strip_quotes(text)
        if bare in words.known:
            return words.known[bare], fields.quoted_value(key, text, words.known[bare])
        bare = strip_sentence_end(bare)
        if bare in words.known:
            return words.known[bare], fields.term_alias(key, text, words.known[bare])
        return None, fields.unknown_term(key, text, words.find_nearest(bare), words.names, words.invitation)

    def format_value(self, value: Any) -> str:
        """Return the word itself."""
        return str(value)


@dataclass(frozen=True, slots=True)
class MoneyBand(Choice):
    """A choice whose words are bands of money: a sum is understood as the band in which it lies.

    `bands` are the most that each of them holds, in yuan, with its word, from the least to the most.
    """

    bands: tuple[tuple[float, str], ...] = ()

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the band; a sum comes back as its band with a reminder."""
        value, issue = Choice.parse(self, text, key, lexicon)
        band = self.find_band(text) if value is None else None
        return (band, fields.money_as_band(key, text, band)) if band else (value, issue)

    def find_band(self, text: str) -> str | None:
        """Return the word of the band in which a sum of money lies; None where it is none, or lies in two."""
        found = parse_money(text)
        names = [next((name for most, name in self.bands if one <= most), "") for one in found] if found else [""]
        return names[0] if names[0] and names[0] == names[-1] else None


GIVER = compile_later(r"[\u4e00-\u9fffA-Za-z]{1,20}(?:捐|赞助|资助|出资|认捐|给|出|送)(?:款|助|赠|了|的)?[^\n]{0,10}")
"""Who has given money, in the stead of a word for where it is from."""


@dataclass(frozen=True, slots=True)
class MoneyOrigin(Choice):
    """A choice whose words say where money is from. Who has given it is refused and not repeated; what it then means is kept.

    `givers` are words of whoever gives and the choice that means them, the last without words.
    """

    givers: tuple[tuple[str, str], ...] = ()

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the word; for a giver the word that it means, with a message that blocks."""
        value, issue = Choice.parse(self, text, key, lexicon)
        if value is not None or not GIVER.fullmatch(text):
            return value, issue
        meant = next((name for words, name in self.givers if re.search(words, text)), "")
        return meant or None, fields.named_giver(key, meant)


ID = compile_later(r"[1-9][0-9]{4}")


@dataclass(frozen=True, slots=True)
class EntryId:
    """Five digits: the permanent number of an entry."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the id; a certain meaning behind a wrong writing is kept for the rest of the run."""
        if ID.fullmatch(text):
            return text, None
        bare = strip_quotes(text)
        if ID.fullmatch(bare):
            return bare, fields.quoted_value(key, text, bare)
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", strip_sentence_end(bare)))
        mended = plain if ID.fullmatch(plain) else None
        if mended is None and (ids := self.find_named(text, lexicon)):
            if len(ids) == 1:
                id = ids[0][:5]
                return id, fields.malformed_id(key, text, id, named=True)
            return None, fields.ambiguous_name(key, text, ids)
        return mended, fields.malformed_id(key, text, mended)

    def find_named(self, text: str, lexicon: Lexicon) -> list[str]:
        """Return what `text` names, each as `10007（小桥头楼群，高境镇）`. An entry's own number has no name."""
        return []

    def format_value(self, value: Any) -> str:
        """Return the digits."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Reference(EntryId):
    """The id of another entry.

    `to` names the content types that it may be of (none: any). The name of an entry is understood too, because people
    write it, once the lexicon holds the names of these types. `among` is the attribute of a list of the same entry in
    which the id must stand as well. `words` may stand in the place of an id, for what has no page of its own (社区).
    `refused` names types whose entries people name here although it may not be of them: a rule of its own says why, so that
    their ids and names are understood.
    """

    to: tuple[str, ...] = ()
    among: str = ""
    words: ChoiceWords = ChoiceWords((), {})
    refused: tuple[str, ...] = ()

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return the id, or the word that may stand in its place; a name that is nearly known is asked about."""
        if ID.fullmatch(text):
            return text, None
        word = self.words.known.get(text) or self.words.known.get(strip_quotes(strip_sentence_end(text)))
        if word:
            return word, None if word == text else fields.term_alias(key, text, word)
        value, issue = EntryId.parse(self, text, key, lexicon)
        if value and self.is_refused(value, lexicon):
            # A rule of its own says where it stands why it may not: that a name stands there is no second fault.
            return value, None
        if value is None and issue and (near := self.find_near(text, lexicon)):
            return None, fields.malformed_id(key, text, None, near=near)
        return value, issue

    def is_word(self, value: object) -> bool:
        """Does a value stand in the place of an id?"""
        return value in self.words.names

    def find_named(self, text: str, lexicon: Lexicon) -> list[str]:
        """Return what `text` names, each as `10007（小桥头楼群，高境镇）`."""
        return [one for known in self.iter_known(lexicon) for one in list_named(text, known)]

    def find_near(self, text: str, lexicon: Lexicon) -> str:
        """Return what a text nearly names, where that is one entry; nothing where it names some, or none is near."""
        core = normalize_name(text)
        found: set[str] = set()
        for known in self.iter_known(lexicon) if len(core) > 1 and not self.find_named(text, lexicon) else ():
            names = (name for name in known if not name.isdecimal() and abs(len(name) - len(core)) <= 1)
            found.update(known[name] for name in get_close_matches(core, names, 2, NEAR_NAME))
        return found.pop() if len(found) == 1 and "|" not in min(found) else ""

    def is_refused(self, id: str, lexicon: Lexicon) -> bool:
        """Is this the id of an entry of a type that is refused?"""
        return any(id in lexicon[key].known for key in map(make_names_key, self.refused) if key in lexicon)

    def iter_known(self, lexicon: Lexicon) -> Iterator[Mapping[str, str]]:
        """Yield the names of each type of which an entry may be meant."""
        keys = map(make_names_key, (*self.to, *self.refused) or ("",))
        yield from (lexicon[key].known for key in keys if key in lexicon)


NEAR_NAME = 0.5
"""Likeness (difflib's ratio) from which a name may have been meant: of two characters one is another one."""


def make_names_key(type_name: str) -> str:
    """Return the key of the lexicon under which the names of a type's entries are; of all entries for an empty name.

    It is the name of no vocabulary.
    """
    return f"entries:{type_name}"


def list_named(text: str, known: Mapping[str, str]) -> list[str]:
    """Return what `text` names: `10007（小桥头楼群，高境镇）` each. `known` leads from writings to those, parted by a `|`."""
    numbers = [one for one in re.findall(r"(?<!\d)[1-9]\d{4}(?!\d)", text) if one in known]
    if len(numbers) == 1:
        return [known[numbers[0]]]
    found = known.get(normalize_name(text), "")
    return found.split("|") if found else []


def normalize_name(name: str) -> str:
    """Return what writings of one name have in common."""
    core = (
        re.sub(r"[\s“”\"'《》（）()·,，、-]", "", unicodedata.normalize("NFKC", name)).casefold().removesuffix("示例")
    )
    return core.removesuffix("楼群").removesuffix("楼组").removesuffix("楼") or core


@dataclass(frozen=True, slots=True)
class FocusPoint:
    """A point of a picture: percent from the left, percent from the top."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> ParseResult:
        """Return two whole numbers from 0 to 100."""
        found = re.fullmatch(r"(\d{1,3})%?\s{0,3}[,，、 ]\s{0,3}(\d{1,3})%?", unicodedata.normalize("NFKC", text))
        point = (int(found[1]), int(found[2])) if found else (101, 101)
        if max(point) > 100:
            return None, fields.unreadable_focus(key, text)
        return point, None

    def format_value(self, value: Any) -> str:
        """Return the two percentages."""
        return f"{value[0]},{value[1]}"
