"""Invents compounds and building numbers for every street, as many as units want to stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from text_generator import Speech

HOMES = 14
"""Units in a compound on average: 5,500 units stand in about 400 compounds."""


@dataclass(slots=True)
class Compound:
    """A compound that does not exist: its buildings are numbered straight on, or by lanes (弄)."""

    street: str
    slug: str
    name: str
    committee: str
    lanes: tuple[str, ...] = ()
    taken: set[str] = field(default_factory=set)

    def building(self, speech: Speech) -> str:
        """Return a building number that has not been given yet, e.g. 64号 or 128弄7号."""
        while True:
            lane = speech.chance.choice(self.lanes) if self.lanes else ""
            number = f"{lane}{speech.chance.randint(1, 99)}号"
            if number not in self.taken:
                self.taken.add(number)
                return number


def compounds(speech: Speech, tables: dict[str, Any], streets: Sequence[tuple[str, str]], units: int) -> list[Compound]:
    """Invent compounds in `streets` (slug, name), enough for `units`, streets of unlike size; no two of one name."""
    weights = [speech.chance.uniform(0.6, 1.6) for _ in streets]
    names = compound_names(speech, tables)
    found = []
    for _ in range(max(len(streets), units // HOMES)):
        slug, street = speech.chance.choices(streets, weights)[0]
        name = next(names)
        lanes = tuple(f"{speech.chance.randint(12, 1999)}弄" for _ in range(speech.chance.randint(1, 3)))
        found.append(Compound(street, slug, name, f"{name}居民区", lanes if speech.happens(0.3) else ()))
    return found


def compound_names(speech: Speech, tables: dict[str, Any]) -> Iterator[str]:
    """Yield names of compounds, e.g. 澄湾苑三村; families of them share a stem, as real ones do."""
    seen: set[str] = set()
    while True:
        stem = "".join(speech.chance.choice(tables[part]) for part in ("前", "后", "尾"))
        numbers = speech.few(tables["序"][:6], 2, 4) if speech.happens(0.3) else [""]
        for name in (f"{stem}{number}村" if number else stem for number in numbers):
            if name not in seen:
                seen.add(name)
                yield name
