"""Matching of buildings: spellings of one building (64号楼, 64, 六十四号) are normalized before they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..model import Entry
from ..model.numerals import read_chinese

COUNTED = "号村弄幢栋座居街支期区组室单层楼里坊"
"""Counters in addresses: Chinese numerals before these are numbers."""
NUMERAL = re.compile(rf"(?<![零〇一二两三四五六七八九十百])[零〇一二两三四五六七八九十百]++(?=[{COUNTED}]|$)")
HEAD = re.compile(r"^(?:no\.?|#|第)(?=\d)")
"""Prefixes of a building number."""
ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
"""Numerals as on cheques, and on door plates."""
HOUSE = re.compile(r"(?:(?<=\d)号楼|(?<=\d)号|(?<=\d)#楼?|(?<=\d)幢楼?|(?<=\d)栋楼?|(?<=\d)座|楼)?(?:楼组|组)?$")
ALONE = re.compile(r"[零〇一二两三四五六七八九十百]+")
EXAMPLE = re.compile(r"\(示例\)$")
ESTATE = ("compound", "committee")
"""Attributes of a building's place within its street."""


@lru_cache(maxsize=1 << 14)
def place(text: str) -> str:
    """Return a place without spaces, with characters of one width and numerals of one kind.

    >>> place("共和十一村") == place("共和 １１ 村")
    True
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(FORMAL)
    return NUMERAL.sub(lambda found: arabic(found[0], plain), EXAMPLE.sub("", plain))


def arabic(numeral: str, text: str) -> str:
    """Return a Chinese numeral in digits, where it is one: 三 alone at the end of a name is a part of the name."""
    number = read_chinese(numeral)
    at_end = text.endswith(numeral) and ALONE.fullmatch(text) is None
    return numeral if number is None or at_end else str(number)


def house(text: str) -> str:
    """Return the number of a building, or its name, in normalized form.

    >>> [house(text) for text in ("64号楼", "64 号", "６４", "六十四号", "64幢", "六十四", "64号楼组")]
    ['64', '64', '64', '64', '64', '64', '64']
    >>> house("初心楼")
    '初心'
    """
    return HOUSE.sub("", ZEROS.sub("", HEAD.sub("", place(text))))


class Buildings:
    """Index of entries by what their buildings may be called, so that each of thousands of rows finds its matches at
    once.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            known = {"name": entry.name, "building": entry.location.building, "compound": entry.location.compound}
            whole = {house(where + name) for where in estates(entry) for name in houses(known)}
            for name in sorted(houses(known) | whole):
                self.found[entry.location.street, name].append(entry)

    def alike(self, given: Mapping[str, Any]) -> list[Entry]:
        """Return the entries that `given` (by attribute) may be: of the same street, with no contradiction in the
        place.

        A building is identified by its number or by its name; a name that is only a number counts as a number.
        """
        street = text_of(given, "street")
        near = [entry for name in sorted(houses(given)) for entry in self.found.get((street, name), ())]
        unique = {entry.folder or entry.id: entry for entry in near}
        return [entry for entry in unique.values() if may_be(given, entry)]


def estates(entry: Entry) -> list[str]:
    """Return the place names that may stand before a building's name where both are written as one."""
    return [where for where in (place(entry.location.compound), place(entry.location.committee)) if where]


def may_be(given: Mapping[str, Any], entry: Entry) -> bool:
    """Return whether a building that is `given` may have an entry's place. An attribute that is not given contradicts
    nothing.
    """
    building, theirs = house(text_of(given, "building")), house(entry.location.building)
    if building and theirs and building != theirs:
        return False
    pairs = ((place(text_of(given, name)), place(getattr(entry, name))) for name in ESTATE)
    return not any(mine and other and mine != other for mine, other in pairs)


def houses(given: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of a building from values by attribute; its compound's name before them does not count."""
    compound = place(text_of(given, "compound"))
    found = (place(text_of(given, name)).removeprefix(compound) for name in ("name", "building"))
    return frozenset(filter(None, map(house, found)))


def text_of(given: Mapping[str, Any], name: str) -> str:
    """Return the text of an attribute; empty where it is not given."""
    return str(given.get(name) or "")
