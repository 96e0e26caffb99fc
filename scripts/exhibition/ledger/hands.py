"""An exhibition and its past into the addresses that have come to belong to another house.

An address hangs on the wall of one house. Folders can be exchanged, renamed in a chain, copied over one another, with or
without the numbers in their files: git may see changed files only. So houses are compared, not files: what stands under
a number now, with what stood there before and with what stood under every other number.

A house that is renamed, corrected or written anew is still the same house: it keeps its number or its compound or its
texts. It is another only where nothing of this is left, or where it is plainly a house that had another number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from ..model import Entry, Exhibition, LinkState, Past
from ..model.kinds import ID
from .sameness import house, place

NAME, COMPOUND, BUILDING = FACETS = ("name", "compound", "building")
"""By what a house is known, by attribute."""

Feature = tuple[str, ...]

ENOUGH = 2
"""Weight of texts that were only one house's from which they tell whose page it is; its name or its place weigh as much."""
ALIKE = 0.5
"""From which likeness (0 to 1) a name may be another writing of a name."""
SHORT, LONG = 6, 12
"""Characters of a text below which it says nothing of who wrote it, and from which it tells as much as a name."""
PLENTY = 3 * ENOUGH
"""Weight of texts from which they alone tell whose page it is, whatever the house is called now."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A number that another house has now.

    `now` is what stands there, `before` the house that was promised it, `source` the number that the house which is there
    now had before (empty where it had none). Where the house of `before` has only `moved` away, `source` is where it is now.
    """

    id: str
    before: Entry
    now: Entry | None
    source: str = ""
    moved: bool = False


def seat(entry: Entry) -> str:
    """Return the number under which an entry stands: that of its folder, where it has one."""
    name = entry.folder.rpartition("/")[2]
    return name if ID.fullmatch(name) else entry.id


def facet(entry: Entry, name: str) -> str:
    """Return one of the things by which a house is known, in the one writing in which it is compared."""
    text = str(getattr(entry, name, "") or "")
    return house(text) if name == BUILDING else place(text)


def facets(entry: Entry) -> dict[str, str]:
    """Return everything by which a house is known and that is stated."""
    return {name: text for name in FACETS if (text := facet(entry, name))}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """Return the facets about which two houses say different things."""
    return {name for name in one.keys() & other.keys() if one[name] != other[name]}


def features(entry: Entry) -> Iterator[tuple[Feature, int]]:
    """Yield what may be on one house's page only, each with its weight."""
    known = facets(entry)
    if NAME in known:
        yield ("name", entry.location.street, known[NAME]), ENOUGH
    if BUILDING in known and COMPOUND in known:
        yield ("place", entry.location.street, known[COMPOUND], known[BUILDING]), ENOUGH
    texts = [entry.tagline, *entry.body.split("\n"), *entry.covenant]
    texts += [text for step in entry.steps for text in (step.title, step.text)]
    texts += [photo.caption for photo in entry.photos] + [pair.text for pair in entry.pairs]
    for text in dict.fromkeys("".join(text.split()) for text in texts):
        if len(text) >= SHORT:
            yield ("text", text), ENOUGH if len(text) >= LONG else 1


def handovers(exhibition: Exhibition, past: Past) -> list[Handover]:
    """Return every promised number that another house has now, in the order of the numbers."""
    return Comparison(exhibition, past).handovers()


class Comparison:
    """The houses of two revisions, by their numbers."""

    def __init__(self, exhibition: Exhibition, past: Past) -> None:
        self.exhibition, self.past = exhibition, past
        self.now: dict[str, Entry] = {}
        for entry in exhibition.entries:
            other = self.now.setdefault(seat(entry), entry)
            if other is not entry and exhibition.claim(entry) > exhibition.claim(other):
                self.now[seat(entry)] = entry

    @cached_property
    def before(self) -> dict[str, Entry]:
        """The house of every number as it was; what has not changed is as it is."""
        unchanged = self.past.folders.keys() - self.past.changed.keys()
        return {**{id: self.now[id] for id in unchanged if id in self.now}, **self.past.changed}

    @cached_property
    def owners(self) -> dict[Feature, str]:
        """The number of the only house that had a feature before."""
        found: dict[Feature, str] = {}
        for id, entry in self.before.items():
            for feature, _ in features(entry):
                found[feature] = "" if found.get(feature, id) != id else id
        return found

    def held(self, entry: Entry) -> Counter[str]:
        """Return how much of a page was which house's before."""
        weights: Counter[str] = Counter()
        for feature, weight in features(entry):
            if owner := self.owners.get(feature):
                weights[owner] += weight
        return weights

    def is_promised(self, id: str) -> bool:
        """Was this number in use before?"""
        link = self.past.ledger.by_id.get(id)
        return link is not None and (link.state is LinkState.LIVE or id in self.past.ledger.doubtful)

    def handovers(self) -> list[Handover]:
        """Return every promised number that another house has now, or whose house has gone to another."""
        suspects = [id for id in sorted(self.past.changed) if self.is_promised(id) and self.is_suspect(id)]
        found = {id: one for id in suspects if id in self.now and (one := self.of_seat(id))}
        gone = [id for id in suspects if id not in found and self.is_left(id)]
        for id in sorted(self.now) if gone else ():
            if id in found or (id in self.past.folders and id not in self.past.changed):
                continue
            source = self.origin(id)
            if source in gone and not self.leads(source, id):
                found[source] = Handover(source, self.past.changed[source], self.now.get(source), id, moved=True)
        return [found[id] for id in sorted(found)]

    def is_suspect(self, id: str) -> bool:
        """May another house stand here, or none? Who keeps name and place is nobody else."""
        now = self.now.get(id)
        if now is None:
            return True
        was, known = facets(self.past.changed[id]), facets(now)
        return bool(differing(was, known)) or known.keys() < was.keys()

    def of_seat(self, id: str) -> Handover | None:
        """Return whose house stands under a number now, where it is another one's."""
        before, now = self.past.changed[id], self.now[id]
        was, known = facets(before), facets(now)
        differ = differing(was, known)
        source = self.origin(id)
        if source:
            return Handover(id, before, now, source)
        kept = {name for name in was.keys() & known.keys() if name not in differ}
        if kept or NAME not in differ or len(differ) < 2:
            return None
        # All that is stated of it differs. With its three facets it is another house; with two it may be a house whose
        # papers were put right, as long as something of its story is left.
        return Handover(id, before, now) if len(differ) == len(FACETS) or not self.held(now)[id] else None

    def origin(self, id: str) -> str:
        """Return the number that the house which stands under `id` had before; empty where it is no other."""
        now = self.now[id]
        known, weights = facets(now), self.held(now)
        was = facets(self.before[id]) if id in self.before else {}
        differ = differing(was, known)
        if was and not (
            NAME in differ or {COMPOUND, BUILDING} <= differ or differ == was.keys() & known.keys() != set()
        ):
            return ""
        if named := self.namesake(now, id, known):
            return named
        for other, weight in weights.most_common():
            theirs = facets(self.before[other])
            if other == id or weight <= weights[id] or not self.is_promised(other):
                continue
            if self.is_house(known, theirs, was, weight, other):
                return other
        return ""

    def namesake(self, now: Entry, id: str, known: Mapping[str, str]) -> str:
        """Return the number of the house whose name and place a page has taken, whatever story it tells; else nothing."""
        owners = {self.owners.get(feature, "") for feature, _ in features(now) if feature[0] in ("name", "place")}
        for other in sorted(owners - {"", id}):
            theirs = facets(self.before[other])
            same = {name for name in known.keys() & theirs.keys() if known[name] == theirs[name]}
            if NAME not in same or differing(known, theirs) or not self.is_promised(other):
                continue
            if BUILDING in same or (len(same) > 1 and self.has_moved(other)):
                return other
        return ""

    def is_house(
        self, known: Mapping[str, str], theirs: Mapping[str, str], was: Mapping[str, str], weight: int, other: str
    ) -> bool:
        """Is what is `known` of a page the house of `theirs`, the number `other`, rather than the one that `was` there?"""
        if weight < ENOUGH or {COMPOUND, BUILDING} & differing(known, theirs):
            return False
        same = {name for name in known.keys() & theirs.keys() if known[name] == theirs[name]}
        if NAME in same and len(same) == 1 and not self.has_moved(other):
            # Two houses may come to bear one name; that is all that is known of them.
            return False
        if NAME in same or {COMPOUND, BUILDING} <= same:
            return same != {name for name in known.keys() & was.keys() if known[name] == was[name]}
        return alike(known.get(NAME, ""), theirs.get(NAME, "")) >= ALIKE or weight >= PLENTY

    def has_moved(self, id: str) -> bool:
        """Does the house of a number stand there no longer?"""
        return id in self.past.changed and self.is_suspect(id)

    def is_left(self, id: str) -> bool:
        """Has a number lost its house: folder gone, or nothing of the house on its page any more?"""
        now = self.now.get(id)
        return now is None or self.held(now)[id] < ENOUGH

    def leads(self, id: str, target: str) -> bool:
        """Does the ledger lead from a number to this one, as it does where two were merged?"""
        at, seen = self.exhibition.ledger.by_id.get(id), {id}
        while at is not None and at.state is LinkState.MERGED:
            if at.target == target:
                return True
            if at.target in seen:
                return False
            seen.add(at.target)
            at = self.exhibition.ledger.by_id.get(at.target)
        return False


def alike(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def exchanged(exhibition: Exhibition) -> Iterator[tuple[Entry, str]]:
    """Yield entries that bear the name at issue of another number, whose own entry does the same, with that number.

    They go round: two that were exchanged, three that were passed on. Without a revision to compare with this is all that
    can be known. Names that are only numbers of houses stand in many places: they count within one street.
    """
    issued: dict[str, list[str]] = {}
    links = exhibition.ledger.by_id
    entries = {id: entry for id, entry in exhibition.by_id.items() if id in links and entry.name}
    strangers = {id: entry for id, entry in entries.items() if is_renamed(entry.name, links[id].name)}
    for id in strangers:
        issued.setdefault(place(links[id].name), []).append(id)
    steps: dict[str, str] = {}
    for id, entry in strangers.items():
        others = [one for one in issued.get(place(entry.name), ()) if may_be(entry, strangers[one])]
        if len(others) == 1:
            steps[id] = others[0]
    for id, source in rings(steps).items():
        yield strangers[id], source


def rings(steps: Mapping[str, str]) -> dict[str, str]:
    """Return the steps that lead round: of two that were exchanged, of three that were passed on.

    >>> rings({"1": "2", "2": "1", "3": "1"})
    {'1': '2', '2': '1'}
    """
    found: dict[str, str] = {}
    for id in sorted(steps):
        at, seen = steps[id], {id}
        while at in steps and at not in seen:
            seen.add(at)
            at = steps[at]
        if at == id:
            found[id] = steps[id]
    return found


def is_renamed(name: str, issued: str) -> bool:
    """Is a name more than another writing of the one at issue?"""
    return name != issued and place(name) != place(issued)


def may_be(entry: Entry, other: Entry) -> bool:
    """May a name have come from the number of `other`? 64号楼 is in every compound."""
    return not house(entry.name).isdecimal() or entry.location.street == other.location.street
