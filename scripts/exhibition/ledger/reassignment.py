"""Published ids that now belong to another building; which building a name and a number mean.

Writings of one building (64号楼, 64, 六十四号) are normalised before they are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any

from ..lazy import dataclass
from ..model import BaseSnapshot, Entry, Exhibition, LinkState
from ..model.field_types import ID
from ..text.characters import parse_chinese_numeral

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
def normalize_place(text: str) -> str:
    """Return a place without spaces, with characters of one width and numerals of one kind.

    >>> normalize_place("共和十一村") == normalize_place("共和 １１ 村")
    True
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(FORMAL)
    return NUMERAL.sub(lambda found: to_arabic(found[0], plain), EXAMPLE.sub("", plain))


def to_arabic(numeral: str, text: str) -> str:
    """Return a Chinese numeral in digits, where it is one: 三 alone at the end of a name is a part of the name."""
    number = parse_chinese_numeral(numeral)
    at_end = text.endswith(numeral) and ALONE.fullmatch(text) is None
    return numeral if number is None or at_end else str(number)


def normalize_building(text: str) -> str:
    """Return the number of a building, or its name, in normalized form.

    >>> [normalize_building(text) for text in ("64号楼", "64 号", "６４", "六十四号", "64幢", "六十四", "64号楼组")]
    ['64', '64', '64', '64', '64', '64', '64']
    >>> normalize_building("初心楼")
    '初心'
    """
    return HOUSE.sub("", ZEROS.sub("", HEAD.sub("", normalize_place(text))))


class BuildingIndex:
    """Index of entries by what their buildings may be called, so that each of thousands of rows finds its matches at
    once.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            known = {"name": entry.name, "building": entry.location.building, "compound": entry.location.compound}
            whole = {
                normalize_building(where + name)
                for where in list_place_prefixes(entry)
                for name in list_building_names(known)
            }
            for name in sorted(list_building_names(known) | whole):
                self.found[entry.location.street, name].append(entry)

    def find_matches(self, given: Mapping[str, Any]) -> list[Entry]:
        """Return the entries that `given` (by attribute) may be: of the same street, with no contradiction in the
        place.

        A building is identified by its number or by its name; a name that is only a number counts as a number.
        """
        street = get_text(given, "street")
        near = [entry for name in sorted(list_building_names(given)) for entry in self.found.get((street, name), ())]
        unique = {entry.folder or entry.id: entry for entry in near}
        return [entry for entry in unique.values() if can_match(given, entry)]


def list_place_prefixes(entry: Entry) -> list[str]:
    """Return the place names that may stand before a building's name where both are written as one."""
    return [
        where
        for where in (normalize_place(entry.location.compound), normalize_place(entry.location.committee))
        if where
    ]


def can_match(given: Mapping[str, Any], entry: Entry) -> bool:
    """Return whether a building that is `given` may have an entry's place. An attribute that is not given contradicts
    nothing.
    """
    building, theirs = normalize_building(get_text(given, "building")), normalize_building(entry.location.building)
    if building and theirs and building != theirs:
        return False
    pairs = (
        (normalize_place(get_text(given, name)), normalize_place(getattr(entry.location, name))) for name in ESTATE
    )
    return not any(mine and other and mine != other for mine, other in pairs)


def list_building_names(given: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of a building from values by attribute; its compound's name before them does not count."""
    compound = normalize_place(get_text(given, "compound"))
    found = (normalize_place(get_text(given, name)).removeprefix(compound) for name in ("name", "building"))
    return frozenset(filter(None, map(normalize_building, found)))


def get_text(given: Mapping[str, Any], name: str) -> str:
    """Return the text of an attribute; empty where it is not given."""
    return str(given.get(name) or "")


NAME, COMPOUND, BUILDING = FACETS = ("name", "compound", "building")
"""Attributes that identify a building."""
HouseFeature = tuple[str, ...]
ENOUGH = 2
"""Weight of texts unique to one entry from which a page is attributed to it; its name or its place weigh as much."""
ALIKE = 0.5
"""Similarity (0 to 1) from which two names may be spellings of one name."""
SHORT, LONG = 6, 12
"""Characters of a text below which it identifies nothing, and from which it weighs as much as a name."""
PLENTY = 3 * ENOUGH
"""Weight of texts that is sufficient alone, whatever the building is called now."""


@dataclass(frozen=True, slots=True)
class Reassignment:
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


def get_folder_id(entry: Entry) -> str:
    """Return the id under which an entry stands: that of its folder, where it has one."""
    name = entry.folder.rpartition("/")[2]
    return name if ID.fullmatch(name) else entry.id


def get_attribute(entry: Entry, name: str) -> str:
    """Return one identifying attribute in its normalized form for comparison."""
    text = str(getattr(entry, name, "") or "")
    return normalize_building(text) if name == BUILDING else normalize_place(text)


def list_attributes(entry: Entry) -> dict[str, str]:
    """Return all identifying attributes that are stated."""
    return {name: text for name in FACETS if (text := get_attribute(entry, name))}


def list_differences(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """Return the attributes in which two buildings differ, where both state them."""
    return {name for name in one.keys() & other.keys() if one[name] != other[name]}


def iter_features(entry: Entry) -> Iterator[tuple[HouseFeature, int]]:
    """Yield the features that may be unique to one entry's page, with their weights."""
    known = list_attributes(entry)
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


def find_reassignments(exhibition: Exhibition, past: BaseSnapshot) -> list[Reassignment]:
    """Return every issued id that belongs to another building now, in the order of the ids."""
    return RevisionComparison(exhibition, past).find_reassignments()


class RevisionComparison:
    """Entries of two revisions, by their ids, and the comparison between them."""

    def __init__(self, exhibition: Exhibition, past: BaseSnapshot) -> None:
        self.exhibition, self.past = exhibition, past
        self.now: dict[str, Entry] = {}
        for entry in exhibition.entries:
            other = self.now.setdefault(get_folder_id(entry), entry)
            if other is not entry and exhibition.rank_claim(entry) > exhibition.rank_claim(other):
                self.now[get_folder_id(entry)] = entry

    @cached_property
    def before(self) -> dict[str, Entry]:
        """Former entry of every id; unchanged ones are the present entries."""
        unchanged = self.past.folders.keys() - self.past.changed.keys()
        return {**{id: self.now[id] for id in unchanged if id in self.now}, **self.past.changed}

    @cached_property
    def owners(self) -> dict[HouseFeature, str]:
        """Id of the only entry that had a feature before."""
        found: dict[HouseFeature, str] = {}
        for id, entry in self.before.items():
            for feature, _ in iter_features(entry):
                found[feature] = "" if found.get(feature, id) != id else id
        return found

    def weigh_origins(self, entry: Entry) -> Counter[str]:
        """Return how much of a page came from which former entry: weights by id."""
        weights: Counter[str] = Counter()
        for feature, weight in iter_features(entry):
            if owner := self.owners.get(feature):
                weights[owner] += weight
        return weights

    def is_promised(self, id: str) -> bool:
        """Return whether an id was issued before."""
        link = self.past.ledger.by_id.get(id)
        return link is not None and (link.state is LinkState.LIVE or id in self.past.ledger.doubtful)

    def find_reassignments(self) -> list[Reassignment]:
        """Return every issued id that has another building now, or whose building has gone to another id."""
        suspects = [id for id in sorted(self.past.changed) if self.is_promised(id) and self.needs_comparison(id)]
        found = {id: one for id in suspects if id in self.now and (one := self.find_occupant(id))}
        gone = [id for id in suspects if id not in found and self.is_abandoned(id)]
        for id in sorted(self.now) if gone else ():
            if id in found or (id in self.past.folders and id not in self.past.changed):
                continue
            source = self.find_origin(id)
            if source in gone and not self.is_merged_into(source, id):
                found[source] = Reassignment(source, self.past.changed[source], self.now.get(source), id, moved=True)
        return [found[id] for id in sorted(found)]

    def needs_comparison(self, id: str) -> bool:
        """Return whether another building, or none, may stand under an id. An entry that keeps name and place is not
        compared.
        """
        now = self.now.get(id)
        if now is None:
            return True
        was, known = list_attributes(self.past.changed[id]), list_attributes(now)
        return bool(list_differences(was, known)) or known.keys() < was.keys()

    def find_occupant(self, id: str) -> Reassignment | None:
        """Return the reassignment of an id, where another building stands under it now."""
        before, now = self.past.changed[id], self.now[id]
        was, known = list_attributes(before), list_attributes(now)
        differ = list_differences(was, known)
        source = self.find_origin(id)
        if source:
            return Reassignment(id, before, now, source)
        kept = {name for name in was.keys() & known.keys() if name not in differ}
        if kept or NAME not in differ or len(differ) < 2:
            return None
        # All that is stated of it differs. With three differing attributes it is another building; with two it may be
        # one whose data were corrected, as long as a part of its story is left.
        return Reassignment(id, before, now) if len(differ) == len(FACETS) or not self.weigh_origins(now)[id] else None

    def find_origin(self, id: str) -> str:
        """Return the id that the building under `id` had before; empty where it is the same building."""
        now = self.now[id]
        known, weights = list_attributes(now), self.weigh_origins(now)
        was = list_attributes(self.before[id]) if id in self.before else {}
        differ = list_differences(was, known)
        if was and not (
            NAME in differ or {COMPOUND, BUILDING} <= differ or differ == was.keys() & known.keys() != set()
        ):
            return ""
        if named := self.find_namesake(now, id, known):
            return named
        for other, weight in weights.most_common():
            theirs = list_attributes(self.before[other])
            if other == id or weight <= weights[id] or not self.is_promised(other):
                continue
            if self.is_same_house(known, theirs, was, weight, other):
                return other
        return ""

    def find_namesake(self, now: Entry, id: str, known: Mapping[str, str]) -> str:
        """Return the id of the building whose name and place a page has now, whatever its story; empty where there is
        none.
        """
        owners = {self.owners.get(feature, "") for feature, _ in iter_features(now) if feature[0] in ("name", "place")}
        for other in sorted(owners - {"", id}):
            theirs = list_attributes(self.before[other])
            same = {name for name in known.keys() & theirs.keys() if known[name] == theirs[name]}
            if NAME not in same or list_differences(known, theirs) or not self.is_promised(other):
                continue
            if BUILDING in same or (len(same) > 1 and self.has_moved(other)):
                return other
        return ""

    def is_same_house(
        self, known: Mapping[str, str], theirs: Mapping[str, str], was: Mapping[str, str], weight: int, other: str
    ) -> bool:
        """Return whether the attributes `known` of a page match `theirs`, of the id `other`, rather than the former
        `was`.
        """
        if weight < ENOUGH or {COMPOUND, BUILDING} & list_differences(known, theirs):
            return False
        same = {name for name in known.keys() & theirs.keys() if known[name] == theirs[name]}
        if NAME in same and len(same) == 1 and not self.has_moved(other):
            # Two buildings may come to have one name, and nothing else is known of them.
            return False
        if NAME in same or {COMPOUND, BUILDING} <= same:
            return same != {name for name in known.keys() & was.keys() if known[name] == was[name]}
        return measure_similarity(known.get(NAME, ""), theirs.get(NAME, "")) >= ALIKE or weight >= PLENTY

    def has_moved(self, id: str) -> bool:
        """Return whether the building of an id no longer stands under it."""
        return id in self.past.changed and self.needs_comparison(id)

    def is_abandoned(self, id: str) -> bool:
        """Return whether an id has lost its building: its folder is gone, or nothing of the building is left on its
        page.
        """
        now = self.now.get(id)
        return now is None or self.weigh_origins(now)[id] < ENOUGH

    def is_merged_into(self, id: str, target: str) -> bool:
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


def measure_similarity(one: str, other: str) -> float:
    """Return the similarity of two names, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def list_exchanged_names(exhibition: Exhibition) -> tuple[tuple[Entry, str], ...]:
    """Return what `iter_exchanged_names` yields, for `Exhibition.derive`: several rules ask."""
    return tuple(iter_exchanged_names(exhibition))


def iter_exchanged_names(exhibition: Exhibition) -> Iterator[tuple[Entry, str]]:
    """Yield entries that have the issued name of another id whose entry does the same, with that id.

    They form cycles: two that were swapped, three that were passed on. Without a revision to compare with nothing
    more can be known. Names that are only building numbers occur in many places, so they count within one street.
    """
    issued: dict[str, list[str]] = {}
    links = exhibition.ledger.by_id
    strangers = {
        id: entry
        for id, entry in exhibition.by_id.items()
        if (link := links.get(id)) and entry.name and entry.name != link.name and is_renamed(entry.name, link.name)
    }
    for id in strangers:
        issued.setdefault(normalize_place(links[id].name), []).append(id)
    steps: dict[str, str] = {}
    for id, entry in strangers.items():
        others = [one for one in issued.get(normalize_place(entry.name), ()) if can_be_name_of(entry, strangers[one])]
        if len(others) == 1:
            steps[id] = others[0]
    for id, source in find_cycles(steps).items():
        yield strangers[id], source


def find_cycles(steps: Mapping[str, str]) -> dict[str, str]:
    """Return the steps that are part of a cycle, of two or more ids.

    >>> find_cycles({"1": "2", "2": "1", "3": "1"})
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
    return name != issued and normalize_place(name) != normalize_place(issued)


def can_be_name_of(entry: Entry, other: Entry) -> bool:
    """Return whether a name may have come from the id of `other`. 64号楼 is in every compound."""
    return not normalize_building(entry.name).isdecimal() or entry.location.street == other.location.street
