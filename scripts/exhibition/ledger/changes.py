"""Changes of promised addresses between a revision and the work tree.

Which entries have another name, building or story than the revision had under the same id; which ids have exchanged houses,
texts, photos or facts; which names go round in a ring. Nothing here writes.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..model import BaseSnapshot, Entry, Exhibition, Ledger, LinkState, Permalink, Placed, Term, Vocabulary
from ..storage.cache import write_atomically
from ..storage.originals import require_whole
from ..storage.safe_files import read_file
from ..types import BY_STREET, CONTENT_TYPES
from .permalink_file import LIMIT, format_permalink, get_path, read_permalink_file
from .reassignment import RevisionComparison, find_cycles, normalize_building, normalize_place

FIRST, LAST = 10001, 99999
RandomInteger = Callable[[int, int], int]
"""Function that returns an integer between two bounds, both included."""
draw_random: RandomInteger = SystemRandom().randint
"""Source of random numbers; tests pass their own."""


def iter_free_ids(
    exhibition: Exhibition, known: Collection[str] = (), draw: RandomInteger | None = None
) -> Iterator[str]:
    """Yield free ids, each once: ids that no permalink, folder or entry has, nor any of `known`.

    Raises Refusal after the last.
    """
    drawn = draw or draw_random
    taken = {*exhibition.ledger.by_id, *exhibition.by_id, *known}
    for entry in exhibition.entries:
        taken.add(entry.folder.rpartition("/")[2])
    free = LAST - FIRST + 1 - sum(id.isdecimal() and FIRST <= int(id) <= LAST for id in taken)
    while free > 0:
        number = str(drawn(FIRST, LAST))
        if number in taken:
            # A test's source may return the same number for ever; then the next free one is used.
            number = next(str(one) for one in iter_numbers_from(int(number)) if str(one) not in taken)
        taken.add(number)
        free -= 1
        yield number
    raise Refusal("编号用完了：五位数字都发出去了。请告诉写程序的人。")


def iter_numbers_from(start: int) -> Iterator[int]:
    """Yield every number, beginning after `start` and wrapping around."""
    yield from range(start + 1, LAST + 1)
    yield from range(FIRST, start + 1)


@dataclass(frozen=True, slots=True)
class PermalinkChange:
    """Permalink before and after a change."""

    old: Permalink
    new: Permalink


def retire(ledger: Ledger, id: str) -> PermalinkChange:
    """Return the change that retires `id`. Raises Refusal where it is retired already, or is not in the ledger."""
    old = get_permalink(ledger, id)
    if old.state is LinkState.RETIRED:
        raise Refusal(f"编号 {id} 已经停用了，不用再改。")
    return PermalinkChange(old, replace(old, state=LinkState.RETIRED, target=""))


def merge(ledger: Ledger, id: str, target: str) -> PermalinkChange:
    """Return the change that merges `id` into `target`. Raises Refusal where that leads nowhere or back to itself."""
    old = get_permalink(ledger, id)
    at, seen = get_permalink(ledger, target), {id}
    while at.id not in seen and at.state is LinkState.MERGED:
        seen.add(at.id)
        at = get_permalink(ledger, at.target)
    if at.id in seen:
        raise Refusal(f"编号 {id} 并到 {target}，转一圈又回到自己。请换一个去向。")
    if at.state is LinkState.RETIRED:
        raise Refusal(f"编号 {target} 的去处 {at.id} 已经停用了，扫码的人到那里什么也看不到。请换一个去向。")
    if (old.state, old.target) == (LinkState.MERGED, target):
        raise Refusal(f"编号 {id} 已经并到 {target} 了，不用再改。")
    return PermalinkChange(old, replace(old, state=LinkState.MERGED, target=target))


def get_permalink(ledger: Ledger, id: str) -> Permalink:
    """Return the permalink of an id. Raises Refusal where there is none."""
    link = ledger.by_id.get(id)
    if link is None:
        raise Refusal(f"台账里没有编号 {id}。请核对编号。")
    return link


def find_published_file(turn: PermalinkChange, exhibition: Exhibition) -> str:
    """Return the path of the entry that is still published under the id (see E337); empty where there is none."""
    entry = exhibition.by_id.get(turn.new.id)
    return entry.path if entry and entry.published else ""


def write_permalink(turn: PermalinkChange, root: Path) -> None:
    """Write the permalink file. Raises Refusal where it has been changed since it was read."""
    path = root / get_path(turn.old.id)
    now = read_permalink_file(turn.old.id, read_file(path, LIMIT)).links
    if [(link.issued, link.name, link.state, link.target) for link in now] != [
        (turn.old.issued, turn.old.name, turn.old.state, turn.old.target)
    ]:
        raise Refusal(f"{get_path(turn.old.id)} 和刚才读到的不一样，没有动它。请再运行一遍。")
    write_atomically(path, format_permalink(turn.new).encode())


QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}


def replace_value(data: bytes, line: int, key: str, value: str, path: str) -> bytes:
    """Return the file with the scalar value of `key` on `line` (from 1) replaced by `value`.

    What follows the value, quotation marks and line ends stay. Raises Refusal where the line is not `key: value`.
    """
    lines = data.splitlines(keepends=True)
    text = lines[line - 1].decode("utf-8", "strict") if line <= len(lines) else ""
    found = re.fullmatch(rf"(\ufeff?\s*{re.escape(key)}[ \t]*[:：][ \t]*)(.*?)([ \t]*(?:[ \t]#[^\r\n]*)?[\r\n]*)", text)
    if found is None:
        raise Refusal(f"{path} 第 {line} 行不是“{key}: …”的样子，没有动它。请先运行 check 改好。")
    head, old, rest = found.groups()
    closing = QUOTES.get(old[:1])
    if closing and len(old) > 1 and old.endswith(closing):
        value = f"{old[0]}{value}{closing}"
    elif not old and not head.endswith((" ", "\t")):
        head += " "
    lines[line - 1] = f"{head}{value}{rest}".encode()
    return b"".join(lines)


UNITS = "content/units"


@dataclass(frozen=True, slots=True)
class FolderMove:
    """Planned change of one entry: its folder (unchanged for a cluster), and the line of its street."""

    id: str
    name: str
    folder: str
    target: str
    line: int | None
    """Line of 街镇 in its file; None where it has the new street already."""
    street: str


def plan_street_moves(exhibition: Exhibition, old: str, new: str) -> tuple[list[FolderMove], Term]:
    """Return the moves of all entries of a street to another, and that other. Raises Refusal where a street is unknown.

    `old` may have left the vocabulary already: then it is the name of its folder, or what entries still write.
    """
    target = find_street(exhibition.vocabularies.streets, new)
    gone = exhibition.vocabularies.streets.find_term(old)
    if gone is target and old in (target.name, target.slug):
        raise Refusal(f"“{old}”和“{new}”是同一个街镇，不用移。")
    slugs = (
        {old}
        | ({gone.slug} if gone and gone is not target else set())
        | (set(target.former) if gone is target else set())
    )
    names = {old} | ({gone.name} if gone and gone is not target else set())
    entries = [
        entry
        for entry in exhibition.of(Placed)
        if entry.street in names or (is_filed_by_street(entry) and entry.folder.split("/")[-2] in slugs - {target.slug})
    ]
    return plan_moves(entries, target), target


def is_filed_by_street(entry: Placed) -> bool:
    """Does the folder of an entry lie in that of its street?"""
    return CONTENT_TYPES.get_type_of(entry).layout == BY_STREET


def plan_entry_moves(exhibition: Exhibition, id: str, new: str) -> tuple[list[FolderMove], Term]:
    """Return the move of one entry to another street. Raises Refusal where either is unknown."""
    target = find_street(exhibition.vocabularies.streets, new)
    entries = [entry for entry in exhibition.of(Placed) if entry.id == id]
    if len(entries) != 1:
        why = "有不止一个文件夹，先给后来的换编号（renumber）" if entries else "没有文件夹"
        raise Refusal(f"编号 {id} {why}。请核对编号。")
    return plan_moves(entries, target), target


def find_street(streets: Vocabulary, name: str) -> Term:
    """Return the street with a name, slug or alias. Raises Refusal where there is none."""
    term = streets.find_term(name)
    if term is None:
        raise Refusal(f"街镇词表里没有“{name}”。能选的有：{'、'.join(streets.names)}。")
    return term


def plan_moves(entries: Sequence[Placed], target: Term) -> list[FolderMove]:
    """Return the changes of entries; entries that are in the target already are left out."""
    moves: list[FolderMove] = []
    for entry in entries:
        name = entry.folder.rpartition("/")[2]
        folder = CONTENT_TYPES.get_type_of(entry).make_folder_path(name, target.slug)
        line = entry.get_span("街镇").line if entry.street != target.name and "街镇" in entry.spans else None
        if folder != entry.folder or line is not None:
            moves.append(FolderMove(entry.id, entry.name, entry.folder, folder, line, target.name))
    return moves


def apply_moves(moves: Sequence[FolderMove], root: Path) -> None:
    """Move folders and write streets. Raises Refusal, before anything is changed, where a target exists or a line is
    unusual.
    """
    for move in moves:
        if move.target != move.folder and os.path.lexists(root / move.target):
            raise Refusal(f"“{move.target}”已经在了，不能把“{move.folder}”移过去。请先看看那里是谁。")
    require_whole(root, [move.folder for move in moves])
    texts = {
        move.folder: replace_value(
            read_file(root / move.folder / "index.md"), move.line, "街镇", move.street, f"{move.folder}/index.md"
        )
        for move in moves
        if move.line is not None
    }
    for move in moves:
        if move.folder in texts:
            write_atomically(root / move.folder / "index.md", texts[move.folder])
        if move.target != move.folder:
            (root / move.target).parent.mkdir(parents=True, exist_ok=True)
            (root / move.folder).rename(root / move.target)
    for parent in {Path(move.folder).parent for move in moves if move.target != move.folder}:
        # Only where it is empty.
        with suppress(OSError):
            (root / parent).rmdir()


PartFeature = tuple[str, ...]
FeatureWeights = Mapping[PartFeature, int]
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
class PageSwap:
    """An id whose `parts` (keys of fields; 正文 for the body) were those of `source` before.

    `now` is the entry that stands there today, `other` the one that stands under `source`.
    """

    id: str
    source: str
    parts: tuple[str, ...]
    now: Entry
    other: Entry


def find_page_swaps(exhibition: Exhibition, past: BaseSnapshot) -> list[PageSwap]:
    """Return the swaps among ids that were issued before, in the order of the ids."""
    comparison = RevisionComparison(exhibition, past)
    now = comparison.now
    ids = sorted(id for id in past.changed if id in now and comparison.is_promised(id))
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    before = {id: dict(iter_part_features(past.changed[id])) for id in ids}
    after = {id: dict(iter_part_features(now[id])) for id in ids}
    for part in PARTS:
        ring = find_cycles(
            find_moved_parts({id: before[id].get(part, {}) for id in ids}, {id: after[id].get(part, {}) for id in ids})
        )
        for id, source in ring.items():
            if part == "楼号":
                found[id, source] += list_moved_fields(past.changed[id], now[id])
            elif not is_common(before[source][part], after[id][part], now, ids, part):
                found[id, source].append(part)
    for part in WORDED:
        said = {id: (get_plain_text(past.changed[id], part), get_plain_text(now[id], part)) for id in ids}
        for id, source in find_cycles(
            find_moved_texts({id: both for id, both in said.items() if both[0] != both[1]})
        ).items():
            shared = list_shingles(said[id][1]) & list_shingles(said[source][0])
            if not any(
                shared <= list_shingles(get_plain_text(entry, part)) for key, entry in now.items() if key not in said
            ):
                found[id, source].append(part)
    for id, source in find_cycles(find_moved_photos(past.pictures)).items():
        if comparison.is_promised(id) and {id, source} <= now.keys() and "照片" not in found[id, source]:
            found[id, source].append("照片")
    for (id, source), keys in find_mirrored_facts(now, past, ids):
        found[id, source] += keys
    return [
        PageSwap(id, source, tuple(dict.fromkeys(keys)), now[id], now[source])
        for (id, source), keys in sorted(found.items())
        if keys
    ]


WORDED = ("一句话", "正文", "历程")
"""Parts that are texts. They may be swapped and edited in one change, so that every sentence differs a little."""


def get_building_features(entry: Entry) -> FeatureWeights:
    """Return the place of an entry's building as one feature; nothing where no building is known."""
    building = normalize_building(entry.location.building)
    compound = normalize_place(entry.location.compound or entry.location.committee)
    return {(entry.location.street, compound, building): ENOUGH} if building else {}


PARTS: Mapping[str, Callable[[Entry], FeatureWeights]] = {
    "楼号": get_building_features,
    "一句话": lambda entry: split_sentences([entry.tagline]),
    "正文": lambda entry: split_sentences([entry.body]),
    "历程": lambda entry: split_sentences(text for step in entry.steps for text in (step.title, step.text)),
    "公约": lambda entry: split_sentences(entry.covenant),
    "照片": lambda entry: split_sentences(photo.caption for photo in entry.photos),
    "对比": lambda entry: split_sentences(pair.text for pair in entry.pairs),
    "具名": lambda entry: {(person.name,): ENOUGH for person in entry.persons if person.name},
}
"""Parts of a page that can be attributed to one entry alone, in the order of messages, with their features."""


def iter_part_features(entry: Entry) -> Iterator[tuple[str, FeatureWeights]]:
    """Yield the identifying features of an entry with their weights, by the part of the page that holds them."""
    for part, compute in PARTS.items():
        yield part, compute(entry)


def list_moved_fields(before: Entry, now: Entry) -> list[str]:
    """Return the keys of the fields of the place that have changed."""
    keys = {"street": "街镇", "compound": "小区" if now.location.compound else "居民区", "building": "楼号"}
    return [key for name, key in keys.items() if get_fact(before, name) != get_fact(now, name)]


def split_sentences(texts: Iterable[str]) -> FeatureWeights:
    """Return the sentences of texts that are long enough to identify their entry, with weights."""
    plain = (UNSAID.sub("", text) for whole in texts for text in SENTENCE.split(whole))
    return {(text,): ENOUGH if len(text) >= LONG else 1 for text in plain if len(text) >= SHORT}


def get_plain_text(entry: Entry, part: str) -> str:
    """Return the letters and digits of a part that is a text."""
    texts = {"一句话": (entry.tagline,), "正文": (entry.body,)}.get(part)
    return UNSAID.sub("", "".join(texts or (text for step in entry.steps for text in (step.title, step.text))))


def list_shingles(text: str) -> set[str]:
    """Return all shingles of a text: substrings of `PIECE` characters at every position."""
    return {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)}


def find_moved_texts(said: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return, for each id whose text (before, now) now mostly matches another entry's former text, the id of that
    entry.
    """
    owners: dict[str, str] = {}
    for id, (before, _) in said.items():
        for piece in list_shingles(before):
            owners[piece] = "" if owners.get(piece, id) != id else id
    found: dict[str, str] = {}
    for id, (_, text) in said.items():
        all_pieces = list_shingles(text)
        held = Counter(owner for piece in all_pieces if (owner := owners.get(piece)))
        own = held.pop(id, 0)
        source = choose_most_common(held)
        if source and held[source] > own and held[source] >= max(PIECES, SHARE * len(all_pieces)):
            found[id] = source
    return found


def find_moved_parts(before: Mapping[str, FeatureWeights], after: Mapping[str, FeatureWeights]) -> dict[str, str]:
    """Return, for each id whose part now matches another entry's former part rather than its own, the id of that entry."""
    owners: dict[PartFeature, str] = {}
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
        source = choose_most_common(held)
        if source and held[source] >= ENOUGH and held[source] > own:
            found[id] = source
    return found


def find_moved_photos(pictures: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Return, for each id with more photos of another entry than of its own, the id of that entry."""
    found: dict[str, str] = {}
    for id, come in pictures.items():
        source = choose_most_common({other: times for other, times in come.items() if other != id})
        if source and come[source] > come.get(id, 0):
            found[id] = source
    return found


def choose_most_common(counted: Mapping[str, int]) -> str:
    """Return the key with the highest count, the first in order of equals; empty where there is none."""
    return min(counted, key=lambda one: (-counted[one], one), default="")


def is_common(
    theirs: FeatureWeights, mine: FeatureWeights, now: Mapping[str, Entry], changed: list[str], part: str
) -> bool:
    """Return whether an unchanged entry has the same feature, so that it identifies nobody. A place always does: it
    should be unique.
    """
    shared = theirs.keys() & mine.keys()
    rest = (entry for id, entry in now.items() if id not in changed)
    return any(shared <= dict(iter_part_features(entry)).get(part, {}).keys() for entry in rest)


def find_mirrored_facts(
    now: Mapping[str, Entry], past: BaseSnapshot, ids: list[str]
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield pairs of ids whose entries have swapped facts, with the keys of these facts."""
    altered: dict[str, dict[str, tuple[object, object]]] = {}
    for id in ids:
        pairs = {name: (get_fact(past.changed[id], name), get_fact(now[id], name)) for name in FACTS}
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


def get_fact(entry: Entry, name: str) -> object:
    """Return a fact in its normalized form for comparison."""
    if name == "building":
        return normalize_building(entry.location.building)
    if name == "compound":
        return normalize_place(entry.location.compound or entry.location.committee)
    value = entry.location.street if name == "street" else getattr(entry, name, None)
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def find_crossed_numbers(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield entries whose 楼号 is the number in another entry's name, while that entry's 楼号 is the number in theirs.

    Both are of one compound. Without a revision to compare with nothing more can be known: 三号楼 with 楼号 5号 beside 五号楼
    with 楼号 3号.
    """
    by_both: dict[tuple[str, str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if not (any(map(str.isnumeric, entry.name)) or "两" in entry.name):
            # Most names contain no number; they are not parsed.
            continue
        named, building = parse_building_number(entry.name), normalize_building(entry.location.building)
        if named and building.isdecimal() and named != building:
            by_both[
                entry.location.street,
                normalize_place(entry.location.compound or entry.location.committee),
                named,
                building,
            ].append(entry)
    for (street, where, named, building), mine in by_both.items():
        theirs = by_both.get((street, where, building, named), [])
        if len(mine) == 1 and len(theirs) == 1:
            yield mine[0], theirs[0]


def parse_building_number(name: str) -> str:
    """Return the building number at the end of a name; empty where there is none.

    >>> [parse_building_number(name) for name in ("示例三号楼", "共和十一村64号楼", "64号", "初心楼", "一家亲")]
    ['3', '64', '64', '', '']
    """
    called = normalize_building(name)
    return called[len(called.rstrip("0123456789")) :] if called != normalize_place(name) else ""
