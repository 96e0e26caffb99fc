"""Detection of entries that have swapped a part of their pages since a revision, while their names stayed.

A permalink belongs to a building, which is identified not only by its name but also by its place, its story and its
photos. A single entry whose house number is corrected or whose story is rewritten stays the same building. But where
two entries of one change each have what was only the other's before (or three in a cycle), pages were mixed up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model import Entry, Exhibition, Past
from .hands import Comparison, rings
from .sameness import house, place

Feature = tuple[str, ...]
Features = Mapping[Feature, int]

ENOUGH = 2
"""Weight of moved features from which a swap is reported: a place, one long sentence, two short ones, or a photo."""
SHORT, LONG = 6, 12
"""Characters of a sentence below which it identifies nothing, and from which it is sufficient alone."""
SENTENCE = re.compile(r"[\n。！？!?；;.]+")
UNSAID = re.compile(r"[\W_]+")
"""Punctuation and markup that are ignored when texts are compared."""
PIECE, PIECES, SHARE = 3, 8, 0.4
"""Characters of a shingle; shingles of another entry's text from which a move is reported, and the share of all that
they must be.
"""
FACTS = {"founded": "建立", "households": "户数", "stars": "星级", "themes": "主题", "compound": "小区"}
"""Facts that many entries share: a swap of two of them is reported, of one only where nobody else's has changed."""
RARE = frozenset({"founded", "households"})
"""Facts of which at least one must be among the swapped: new stars are given to many every year."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An id whose `parts` (keys of fields; 正文 for the body) were those of `source` before.

    `now` is the entry that stands there today, `other` the one that stands under `source`.
    """

    id: str
    source: str
    parts: tuple[str, ...]
    now: Entry
    other: Entry


def exchanges(exhibition: Exhibition, past: Past) -> list[Exchange]:
    """Return the swaps among ids that were issued before, in the order of the ids."""
    comparison = Comparison(exhibition, past)
    now = comparison.now
    ids = sorted(id for id in past.changed if id in now and comparison.is_promised(id))
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    before = {id: dict(parts(past.changed[id])) for id in ids}
    after = {id: dict(parts(now[id])) for id in ids}
    for part in sorted({part for known in before.values() for part in known}, key=ORDER.index):
        ring = rings(steps({id: before[id].get(part, {}) for id in ids}, {id: after[id].get(part, {}) for id in ids}))
        for id, source in ring.items():
            if part == "楼号":
                found[id, source] += moved_parts(past.changed[id], now[id])
            elif not is_common(before[source][part], after[id][part], now, ids, part):
                found[id, source].append(part)
    for part in WORDED:
        said = {id: (plain_text(past.changed[id], part), plain_text(now[id], part)) for id in ids}
        for id, source in rings(alike({id: both for id, both in said.items() if both[0] != both[1]})).items():
            shared = pieces(said[id][1]) & pieces(said[source][0])
            if not any(shared <= pieces(plain_text(entry, part)) for key, entry in now.items() if key not in said):
                found[id, source].append(part)
    for id, source in rings(moved_pictures(past.pictures)).items():
        if comparison.is_promised(id) and {id, source} <= now.keys() and "照片" not in found[id, source]:
            found[id, source].append("照片")
    for (id, source), keys in mirrored(now, past, ids):
        found[id, source] += keys
    return [
        Exchange(id, source, tuple(dict.fromkeys(keys)), now[id], now[source])
        for (id, source), keys in sorted(found.items())
        if keys
    ]


ORDER = ("楼号", "一句话", "正文", "历程", "公约", "照片", "对比", "具名")
"""Parts of a page that can be attributed to one entry alone."""


WORDED = ("一句话", "正文", "历程")
"""Parts that are texts. They may be swapped and edited in one change, so that every sentence differs a little."""


def parts(entry: Entry) -> Iterator[tuple[str, Features]]:
    """Yield the identifying features of an entry with their weights, by the part of the page that holds them."""
    building = house(entry.location.building)
    if building:
        yield (
            "楼号",
            {(entry.location.street, place(entry.location.compound or entry.location.committee), building): ENOUGH},
        )
    yield "一句话", sentences([entry.tagline])
    yield "正文", sentences([entry.body])
    yield "历程", sentences(text for step in entry.steps for text in (step.title, step.text))
    yield "公约", sentences(entry.covenant)
    yield "照片", sentences(photo.caption for photo in entry.photos)
    yield "对比", sentences(pair.text for pair in entry.pairs)
    yield "具名", {(person.name,): ENOUGH for person in entry.persons if person.name}


def moved_parts(before: Entry, now: Entry) -> list[str]:
    """Return the keys of the fields of the place that have changed."""
    keys = {"street": "街镇", "compound": "小区" if now.location.compound else "居民区", "building": "楼号"}
    return [key for name, key in keys.items() if fact(before, name) != fact(now, name)]


def sentences(texts: Iterable[str]) -> Features:
    """Return the sentences of texts that are long enough to identify their entry, with weights."""
    plain = (UNSAID.sub("", text) for whole in texts for text in SENTENCE.split(whole))
    return {(text,): ENOUGH if len(text) >= LONG else 1 for text in plain if len(text) >= SHORT}


def plain_text(entry: Entry, part: str) -> str:
    """Return the letters and digits of a part that is a text."""
    texts = {"一句话": (entry.tagline,), "正文": (entry.body,)}.get(part)
    return UNSAID.sub("", "".join(texts or (text for step in entry.steps for text in (step.title, step.text))))


def pieces(text: str) -> set[str]:
    """Return all shingles of a text: substrings of `PIECE` characters at every position."""
    return {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)}


def alike(said: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return, for each id whose text (before, now) now mostly matches another entry's former text, the id of that
    entry.
    """
    owners: dict[str, str] = {}
    for id, (before, _) in said.items():
        for piece in pieces(before):
            owners[piece] = "" if owners.get(piece, id) != id else id
    found: dict[str, str] = {}
    for id, (_, text) in said.items():
        all_pieces = pieces(text)
        held = Counter(owner for piece in all_pieces if (owner := owners.get(piece)))
        own = held.pop(id, 0)
        source = most(held)
        if source and held[source] > own and held[source] >= max(PIECES, SHARE * len(all_pieces)):
            found[id] = source
    return found


def steps(before: Mapping[str, Features], after: Mapping[str, Features]) -> dict[str, str]:
    """Return, for each id whose part now matches another entry's former part rather than its own, the id of that entry."""
    owners: dict[Feature, str] = {}
    for id, known in before.items():
        for feature in known:
            owners[feature] = "" if owners.get(feature, id) != id else id
    found: dict[str, str] = {}
    for id, known in after.items():
        held: Counter[str] = Counter()
        for feature, weight in known.items():
            if owner := owners.get(feature):
                held[owner] += weight
        own = held.pop(id, 0)
        source = most(held)
        if source and held[source] >= ENOUGH and held[source] > own:
            found[id] = source
    return found


def moved_pictures(pictures: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Return, for each id with more photos of another entry than of its own, the id of that entry."""
    found: dict[str, str] = {}
    for id, come in pictures.items():
        source = most({other: times for other, times in come.items() if other != id})
        if source and come[source] > come.get(id, 0):
            found[id] = source
    return found


def most(counted: Mapping[str, int]) -> str:
    """Return the key with the highest count, the first in order of equals; empty where there is none."""
    return min(counted, key=lambda one: (-counted[one], one), default="")


def is_common(theirs: Features, mine: Features, now: Mapping[str, Entry], changed: list[str], part: str) -> bool:
    """Return whether an unchanged entry has the same feature, so that it identifies nobody. A place always does: it
    should be unique.
    """
    shared = theirs.keys() & mine.keys()
    rest = (entry for id, entry in now.items() if id not in changed)
    return any(shared <= dict(parts(entry)).get(part, {}).keys() for entry in rest)


def mirrored(now: Mapping[str, Entry], past: Past, ids: list[str]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield pairs of ids whose entries have swapped facts, with the keys of these facts."""
    altered: dict[str, dict[str, tuple[object, object]]] = {}
    for id in ids:
        pairs = {name: (fact(past.changed[id], name), fact(now[id], name)) for name in FACTS}
        altered[id] = {name: (old, new) for name, (old, new) in pairs.items() if old and new and old != new}
    times = Counter(name for pairs in altered.values() for name in pairs)
    by_facts: dict[tuple[tuple[str, object, object], ...], list[str]] = defaultdict(list)
    for id, pairs in altered.items():
        by_facts[tuple((name, old, new) for name, (old, new) in pairs.items())].append(id)
    for id, pairs in altered.items():
        others = by_facts.get(tuple((name, new, old) for name, (old, new) in pairs.items()), [])
        rare = RARE & pairs.keys()
        if rare and len(others) == 1 and (len(pairs) > 1 or times[next(iter(rare))] == 2):
            yield (id, others[0]), [FACTS[name] for name in pairs]


def fact(entry: Entry, name: str) -> object:
    """Return a fact in its normalized form for comparison."""
    if name == "building":
        return house(entry.location.building)
    if name == "compound":
        return place(entry.location.compound or entry.location.committee)
    value = entry.location.street if name == "street" else getattr(entry, name, None)
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def told_apart(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield entries whose 楼号 is the number in another entry's name, while that entry's 楼号 is the number in theirs.

    Both are of one compound. Without a revision to compare with nothing more can be known: 三号楼 with 楼号 5号 beside 五号楼
    with 楼号 3号.
    """
    by_both: dict[tuple[str, str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if not (any(map(str.isnumeric, entry.name)) or "两" in entry.name):
            # Most names contain no number; they are not parsed.
            continue
        named, building = number_in(entry.name), house(entry.location.building)
        if named and building.isdecimal() and named != building:
            by_both[
                entry.location.street, place(entry.location.compound or entry.location.committee), named, building
            ].append(entry)
    for (street, where, named, building), mine in by_both.items():
        theirs = by_both.get((street, where, building, named), [])
        if len(mine) == 1 and len(theirs) == 1:
            yield mine[0], theirs[0]


def number_in(name: str) -> str:
    """Return the building number at the end of a name; empty where there is none.

    >>> [number_in(name) for name in ("示例三号楼", "共和十一村64号楼", "64号", "初心楼", "一家亲")]
    ['3', '64', '64', '', '']
    """
    called = house(name)
    return called[len(called.rstrip("0123456789")) :] if called != place(name) else ""
