"""Kinds of values: how the text of a field becomes a value, and how that value is shown.

`read` returns the value and at most one slip; a value of None beside a slip means that nothing could be made of the
text. What is understood although it is not the standard writing comes back with a reminder, never with a loss.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from . import wording
from .calendar import read_date
from .dates import PartialDate
from .list_marks import without_number
from .numerals import MOST_DIGITS, read_whole
from .rules import Slip
from .words import Lexicon, Words, ended, unquoted

Read = tuple[Any, Slip | None]


class Kind(Protocol):
    """A kind of single value."""

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return what `text` of the field `key` means, and a slip where it is not written as it should be."""

    def show(self, value: Any) -> str:
        """Return the value as visitors read it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most `limit` characters (0: no limit)."""

    limit: int = 0

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return the text itself."""
        if self.limit and len(text) > self.limit:
            return text, wording.too_long(key, len(text), self.limit)
        return text, None

    def show(self, value: Any) -> str:
        """Return the text itself."""
        return str(value)


@dataclass(frozen=True, slots=True)
class NumberedItem(Text):
    """An item of a list that pages number by themselves."""

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return the text without a number of its own, which would stand behind that of the page."""
        bare = without_number(text)
        if bare == text:
            return Text.read(self, text, key, lexicon)
        return bare, Text.read(self, bare, key, lexicon)[1] or wording.own_number(key, text, bare)


@dataclass(frozen=True, slots=True)
class File(Text):
    """The name of a picture in the entry's own folder."""


@dataclass(frozen=True, slots=True)
class PhotoKey(Text):
    """The file name or the scene of a photo of the same entry."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, shown with its `unit`."""

    low: int = 0
    high: int = 99_999
    unit: str = ""
    example: str = "24"

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return the number; units, full-width and Chinese numerals are understood with a reminder."""
        if text.isascii() and text.isdecimal():
            if len(text) > MOST_DIGITS:
                return None, wording.out_of_range(key, text, self.low, self.high)
            number = int(text)
            return self.ranged(number, key, None if text == str(number) else self.reminder(key, text, number))
        understood = read_whole(text)
        if understood is None:
            return None, wording.not_whole(key, text, self.example)
        return self.ranged(understood, key, self.reminder(key, text, understood))

    def reminder(self, key: str, text: str, number: int) -> Slip:
        """What is said where the number was written otherwise."""
        return wording.whole_with_unit(key, text, number)

    def ranged(self, number: int, key: str, slip: Slip | None) -> Read:
        """Return the number where it is in range."""
        if self.low <= number <= self.high:
            return number, slip
        return None, wording.out_of_range(key, number, self.low, self.high)

    def show(self, value: Any) -> str:
        """Return the number with its unit."""
        return f"{value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Stars(Whole):
    """A star rating, 0 to 5."""

    high: int = 5
    unit: str = " 星"
    example: str = "3"

    def reminder(self, key: str, text: str, number: int) -> Slip:
        """What is said where the rating was written otherwise."""
        return wording.stars_in_words(key, text, number)


@dataclass(frozen=True, slots=True)
class Date:
    """A year, a month or a day."""

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return a `PartialDate`."""
        return read_date(text, key)

    def show(self, value: Any) -> str:
        """Return the date as visitors read it."""
        return value.chinese if isinstance(value, PartialDate) else str(value)


YES = frozenset({"true", "yes", "y", "on", "1", "对", "有", "√", "✓", "✔", "已", "是的"})
NO = frozenset({"false", "no", "n", "off", "0", "不", "无", "没有", "×", "✗", "不是", "未"})


@dataclass(frozen=True, slots=True)
class Flag:
    """是 or 否."""

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return True or False; common variants are understood with a reminder."""
        if text in ("是", "否"):
            return text == "是", None
        plain = ended(unicodedata.normalize("NFKC", text)).lower()
        if plain in YES or plain == "是":
            return True, wording.flag_variant(key, text, "是")
        if plain in NO or plain == "否":
            return False, wording.flag_variant(key, text, "否")
        return None, wording.not_a_flag(key, text)

    def show(self, value: Any) -> str:
        """Return 是 or 否."""
        return "是" if value else "否"


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a vocabulary of the lexicon, or of the `words` given here."""

    vocabulary: str = ""
    words: Words = Words((), {})

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return the word; an unreadable vocabulary (no words) lets everything pass: it is reported itself."""
        words = lexicon[self.vocabulary] if self.vocabulary else self.words
        name = words.known.get(text)
        if name is text or name == text or not words.names:
            return text, None
        if name:
            return name, wording.term_alias(key, text, name)
        bare = unquoted(text)
        if bare in words.known:
            return words.known[bare], wording.quoted_value(key, text, words.known[bare])
        bare = ended(bare)
        if bare in words.known:
            return words.known[bare], wording.term_alias(key, text, words.known[bare])
        return None, wording.unknown_term(key, text, words.nearest(bare), words.names)

    def show(self, value: Any) -> str:
        """Return the word itself."""
        return str(value)


ID = re.compile(r"[1-9][0-9]{4}")


@dataclass(frozen=True, slots=True)
class Id:
    """Five digits: the permanent number of an entry."""

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return the id; a certain meaning behind a wrong writing is kept for the rest of the run."""
        if ID.fullmatch(text):
            return text, None
        bare = unquoted(text)
        if ID.fullmatch(bare):
            return bare, wording.quoted_value(key, text, bare)
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", ended(bare)))
        mended = plain if ID.fullmatch(plain) else None
        if mended is None and (ids := self.find_named(text, lexicon)):
            if len(ids) == 1:
                id = ids[0][:5]
                return id, wording.malformed_id(key, text, id, named=True)
            return None, wording.ambiguous_name(key, text, ids)
        return mended, wording.malformed_id(key, text, mended)

    def find_named(self, text: str, lexicon: Lexicon) -> list[str]:
        """Return what `text` names, each as `10007（小桥头楼群，高境镇）`. An entry's own number has no name."""
        return []

    def show(self, value: Any) -> str:
        """Return the digits."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Reference(Id):
    """The id of another entry.

    `to` names the content types that it may be of (none: any). The name of an entry is understood too, because people
    write it, once the lexicon holds the names of these types. `among` is the attribute of a list of the same entry in
    which the id must stand as well.
    """

    to: tuple[str, ...] = ()
    among: str = ""

    def find_named(self, text: str, lexicon: Lexicon) -> list[str]:
        """Return what `text` names, each as `10007（小桥头楼群，高境镇）`."""
        found = (named(text, lexicon[key].known) for key in map(names_key, self.to or ("",)) if key in lexicon)
        return [one for ids in found for one in ids]


def names_key(type_name: str) -> str:
    """Return the key of the lexicon under which the names of a type's entries are; of all entries for an empty name.

    It is the name of no vocabulary.
    """
    return f"entries:{type_name}"


def named(text: str, known: Mapping[str, str]) -> list[str]:
    """Return what `text` names: `10007（小桥头楼群，高境镇）` each. `known` leads from writings to those, parted by a `|`."""
    numbers = [one for one in re.findall(r"(?<!\d)[1-9]\d{4}(?!\d)", text) if one in known]
    if len(numbers) == 1:
        return [known[numbers[0]]]
    found = known.get(name_core(text), "")
    return found.split("|") if found else []


def name_core(name: str) -> str:
    """Return what writings of one name have in common."""
    core = re.sub(r"[\s“”\"'《》（）()·,，、-]", "", unicodedata.normalize("NFKC", name)).casefold()
    return core.removesuffix("楼群").removesuffix("楼组").removesuffix("楼") or core


@dataclass(frozen=True, slots=True)
class Focus:
    """A point of a picture: percent from the left, percent from the top."""

    def read(self, text: str, key: str, lexicon: Lexicon) -> Read:
        """Return two whole numbers from 0 to 100."""
        found = re.fullmatch(r"(\d{1,3})%?\s{0,3}[,，、 ]\s{0,3}(\d{1,3})%?", unicodedata.normalize("NFKC", text))
        point = (int(found[1]), int(found[2])) if found else (101, 101)
        if max(point) > 100:
            return None, wording.unreadable_focus(key, text)
        return point, None

    def show(self, value: Any) -> str:
        """Return the two percentages."""
        return f"{value[0]},{value[1]}"
