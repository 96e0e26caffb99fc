"""Detection of ids that now belong to another building than before.

A permalink is printed on the wall of one building. Folders can be swapped, renamed in a chain or copied over one
another, with or without the ids in their files; git may then show only changed files. So entries are compared, not
files: the entry under an id now, with the one under it before and with those under every other id.

An entry that is renamed, corrected or rewritten is still the same building: it keeps its number or its compound or
its texts. It is another one only where nothing of this is left, or where it clearly matches a building that had
another id.
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
"""Attributes that identify a building."""

Feature = tuple[str, ...]

ENOUGH = 2
"""Weight of texts unique to one entry from which a page is attributed to it; its name or its place weigh as much."""
ALIKE = 0.5
"""Similarity (0 to 1) from which two names may be spellings of one name."""
SHORT, LONG = 6, 12
"""Characters of a text below which it identifies nothing, and from which it weighs as much as a name."""
PLENTY = 3 * ENOUGH
"""Weight of texts that is sufficient alone, whatever the building is called now."""


@dataclass(frozen=True, slots=True)
class Handover:
    """An id that belongs to another building now.

    `now` is the entry under the id, `before` the building that the id was issued to, `source` the id that the
    present building had before (empty where it had none). Where the building of `before` has only `moved` away,
    `source` is its present id.
    """

    id: str
    before: Entry
    now: Entry | None
    source: str = ""
    moved: bool = False


def seat(entry: Entry) -> str:
    """Return the id under which an entry stands: that of its folder, where it has one."""
    name = entry.folder.rpartition("/")[2]
    return name if ID.fullmatch(name) else entry.id


def facet(entry: Entry, name: str) -> str:
    """Return one identifying attribute in its normalized form for comparison."""
    text = str(getattr(entry, name, "") or "")
    return house(text) if name == BUILDING else place(text)


def facets(entry: Entry) -> dict[str, str]:
    """Return all identifying attributes that are stated."""
    return {name: text for name in FACETS if (text := facet(entry, name))}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """Return the attributes in which two buildings differ, where both state them."""
    return {name for name in one.keys() & other.keys() if one[name] != other[name]}


def features(entry: Entry) -> Iterator[tuple[Feature, int]]:
    """Yield the features that may be unique to one entry's page, with their weights."""
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
    """Return every issued id that belongs to another building now, in the order of the ids."""
    return Comparison(exhibition, past).handovers()


class Comparison:
    """Entries of two revisions, by their ids, and the comparison between them."""

    def __init__(self, exhibition: Exhibition, past: Past) -> None:
        self.exhibition, self.past = exhibition, past
        self.now: dict[str, Entry] = {}
        for entry in exhibition.entries:
            other = self.now.setdefault(seat(entry), entry)
            if other is not entry and exhibition.claim(entry) > exhibition.claim(other):
                self.now[seat(entry)] = entry

    @cached_property
    def before(self) -> dict[str, Entry]:
        """Former entry of every id; unchanged ones are the present entries."""
        unchanged = self.past.folders.keys() - self.past.changed.keys()
        return {**{id: self.now[id] for id in unchanged if id in self.now}, **self.past.changed}

    @cached_property
    def owners(self) -> dict[Feature, str]:
        """Id of the only entry that had a feature before."""
        found: dict[Feature, str] = {}
        for id, entry in self.before.items():
            for feature, _ in features(entry):
                found[feature] = "" if found.get(feature, id) != id else id
        return found

    def held(self, entry: Entry) -> Counter[str]:
        """Return how much of a page came from which former entry: weights by id."""
        weights: Counter[str] = Counter()
        for feature, weight in features(entry):
            if owner := self.owners.get(feature):
                weights[owner] += weight
        return weights

    def is_promised(self, id: str) -> bool:
        """Return whether an id was issued before."""
        link = self.past.ledger.by_id.get(id)
        return link is not None and (link.state is LinkState.LIVE or id in self.past.ledger.doubtful)

    def handovers(self) -> list[Handover]:
        """Return every issued id that has another building now, or whose building has gone to another id."""
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
        """Return whether another building, or none, may stand under an id. An entry that keeps name and place is not
        compared.
        """
        now = self.now.get(id)
        if now is None:
            return True
        was, known = facets(self.past.changed[id]), facets(now)
        return bool(differing(was, known)) or known.keys() < was.keys()

    def of_seat(self, id: str) -> Handover | None:
        """Return the reassignment of an id, where another building stands under it now."""
        before, now = self.past.changed[id], self.now[id]
        was, known = facets(before), facets(now)
        differ = differing(was, known)
        source = self.origin(id)
        if source:
            return Handover(id, before, now, source)
        kept = {name for name in was.keys() & known.keys() if name not in differ}
        if kept or NAME not in differ or len(differ) < 2:
            return None
        # All that is stated of it differs. With three differing attributes it is another building; with two it may be
        # one whose data were corrected, as long as a part of its story is left.
        return Handover(id, before, now) if len(differ) == len(FACETS) or not self.held(now)[id] else None

    def origin(self, id: str) -> str:
        """Return the id that the building under `id` had before; empty where it is the same building."""
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
        """Return the id of the building whose name and place a page has now, whatever its story; empty where there is
        none.
        """
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
        """Return whether the attributes `known` of a page match `theirs`, of the id `other`, rather than the former
        `was`.
        """
        if weight < ENOUGH or {COMPOUND, BUILDING} & differing(known, theirs):
            return False
        same = {name for name in known.keys() & theirs.keys() if known[name] == theirs[name]}
        if NAME in same and len(same) == 1 and not self.has_moved(other):
            # Two buildings may come to have one name, and nothing else is known of them.
            return False
        if NAME in same or {COMPOUND, BUILDING} <= same:
            return same != {name for name in known.keys() & was.keys() if known[name] == was[name]}
        return alike(known.get(NAME, ""), theirs.get(NAME, "")) >= ALIKE or weight >= PLENTY

    def has_moved(self, id: str) -> bool:
        """Return whether the building of an id no longer stands under it."""
        return id in self.past.changed and self.is_suspect(id)

    def is_left(self, id: str) -> bool:
        """Return whether an id has lost its building: its folder is gone, or nothing of the building is left on its
        page.
        """
        now = self.now.get(id)
        return now is None or self.held(now)[id] < ENOUGH

    def leads(self, id: str, target: str) -> bool:
        """Return whether the ledger leads from an id to this one, because they were merged."""
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
    """Return the similarity of two names, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def exchanged(exhibition: Exhibition) -> Iterator[tuple[Entry, str]]:
    """Yield entries that have the issued name of another id whose entry does the same, with that id.

    They form cycles: two that were swapped, three that were passed on. Without a revision to compare with nothing
    more can be known. Names that are only building numbers occur in many places, so they count within one street.
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
    """Return the steps that are part of a cycle, of two or more ids.

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
    """Return whether a name is more than another spelling of the issued one."""
    return name != issued and place(name) != place(issued)


def may_be(entry: Entry, other: Entry) -> bool:
    """Return whether a name may have come from the id of `other`. 64号楼 is in every compound."""
    return not house(entry.name).isdecimal() or entry.location.street == other.location.street
