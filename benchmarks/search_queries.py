"""Questions that people might ask of a synthetic exhibition, and the entries that answer them: for benchmarks and tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from pypinyin import lazy_pinyin

from exhibition.model import Entry, Exhibition
from exhibition.search.catalogue import list_story_lines
from exhibition.search.normalize import fold
from exhibition.types import Unit


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the ids of which any may stand first: more than one only where nobody could tell them apart."""

    kind: str
    text: str
    answers: frozenset[str]


def questions(exhibition: Exhibition, n: int, seed: int) -> list[Question]:
    """Return for each of `n` random units a question of every kind."""
    units = Random(seed).sample(exhibition.published(Unit), n)
    return [ask(unit, exhibition, Random(f"{seed}{unit.id}")) for unit in units for ask in KINDS]


def answering(exhibition: Exhibition, fits: Callable[[Unit], bool]) -> frozenset[str]:
    """Return the ids of the published units that fit."""
    return frozenset(unit.id for unit in exhibition.published(Unit) if fits(unit))


def by_name(unit: Unit, exhibition: Exhibition, chance: Random) -> Question:
    """Ask for a name; where others bear it, with the compound before it, as a neighbour would."""
    same = answering(exhibition, lambda other: other.name == unit.name)
    if len(same) == 1:
        return Question("name", unit.name, same)
    near = answering(exhibition, lambda other: (other.compound, other.name) == (unit.compound, unit.name))
    return Question("name", unit.compound + unit.name, near)


def by_address(unit: Unit, exhibition: Exhibition, chance: Random) -> Question:
    """Ask for an address in one of the ways in which people write it."""
    answers = answering(exhibition, lambda other: other.address == unit.address)
    written = chance.choice((
        unit.address,
        f"{unit.compound} {unit.building}",
        f"{unit.street}{unit.address}",
        f"宝山区{unit.street}{unit.address}楼",
        unit.address.removesuffix("号") + "幢",
    ))  # fmt: skip
    return Question("address", written, answers)


def by_part(unit: Unit, exhibition: Exhibition, chance: Random) -> Question:
    """Ask for two neighbouring characters of a name, or for its number, with the compound where others have them too."""
    start = chance.randrange(max(1, len(unit.name) - 2))
    numbered = re.match("[0-9]+号", unit.name)
    part = numbered[0] if numbered else unit.name[start : start + 2]
    fits = re.compile(f"(?<![0-9]){re.escape(part)}")
    same = answering(exhibition, lambda other: bool(fits.search(other.name)))
    if len(same) == 1:
        return Question("part of a name", part, same)
    near = answering(
        exhibition,
        lambda other: other.compound == unit.compound and bool(fits.search(f"{other.name} {other.building}")),
    )
    return Question("part of a name", f"{unit.compound} {part}", near)


def by_pinyin(unit: Unit, exhibition: Exhibition, chance: Random) -> Question:
    """Ask for compound and name by their sound."""
    typed = "".join(lazy_pinyin(unit.compound + unit.name))
    return Question("pinyin", typed, answering(exhibition, lambda other: heard(other) == typed or other.id == unit.id))


def heard(unit: Unit) -> str:
    """Return how compound and name of a unit sound."""
    if unit.id not in HEARD:
        HEARD[unit.id] = "".join(lazy_pinyin(unit.compound + unit.name))
    return HEARD[unit.id]


HEARD: dict[str, str] = {}
KINDS = (by_name, by_address, by_part, by_pinyin)


def phrases(exhibition: Exhibition, n: int, seed: int) -> Iterator[Question]:
    """Yield phrases of 2 to 8 characters out of stories, no number cut, with all entries in which they stand.

    There are `n`, or as many as entries.
    """
    chance = Random(seed)
    entries = exhibition.published(Entry)
    told = {entry.id: clauses(entry) for entry in entries}
    whole = {id: " ".join(found) for id, found in told.items()}
    for entry in chance.sample(entries, min(n, len(entries))):
        phrase = cut(chance, told[entry.id])
        fits = re.compile(uncut(phrase))
        yield Question("phrase", phrase, frozenset(id for id, text in whole.items() if fits.search(text)))


def cut(chance: Random, told: Sequence[str]) -> str:
    """Return a stretch of one of the clauses."""
    while True:
        clause = chance.choice(told)
        start = chance.randrange(len(clause))
        phrase = clause[start : start + chance.randint(2, 8)]
        if len(phrase) >= 2 and re.search(uncut(phrase), clause):
            return phrase


def uncut(phrase: str) -> str:
    """Return the pattern of a phrase whose numbers stand whole: 14号 is not in 114号."""
    before, after = ("(?<![0-9])" * phrase[0].isdigit(), "(?![0-9])" * phrase[-1].isdigit())
    return f"{before}{phrase}{after}"


def clauses(entry: Entry) -> Sequence[str]:
    """Return what an entry tells, folded, cut at punctuation."""
    place = [
        entry.name,
        f"{entry.location.street}{entry.location.compound}{getattr(entry, 'building', '')}",
        *getattr(entry, "themes", ()),
    ]
    told = fold("。".join([*place, entry.tagline, *list_story_lines(entry)]))
    return [clause for clause in re.split(" +", told) if clause]
