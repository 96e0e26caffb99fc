"""Names: what a neighbour knows of an entry, its own names and addresses and what it shares with others, as postings.

A text is a row of tokens: each character, and each number as a whole. A posting stands for two neighbouring tokens of one of
the texts, for a token alone, or for what a text begins or ends with: a token (beside `|`), and two tokens (behind `<` and `>`).
A number that is still being typed is found by its first digits (see `open_number`). Postings of what an entry shares stand
behind `!`, as those of taglines do among the postings of stories. `overrides/assets/search.js` makes the same postings of a
question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple
from zlib import crc32

from ..model import Entry
from ..pages.facet_words import cut_suffix
from .catalogue import SearchFacet, get_value_name
from .layout import ALONE, compute_spread, encode_numbers, get_number, get_owner, join_items
from .normalize import GAP, fold, make_canonical, normalize_word
from .script_data import encode_rising

EDGE = "|"
"""Stands beside the first and the last token of a text."""
BETWEEN = "_"
"""Stands for a gap, which parts the items of a shard."""
TOKEN = re.compile("[0-9]+|.")
CLOSED, CLOSED_NUMBERS = 0xE000, 4096
"""Where the signs for whole numbers begin, and how many there are: larger numbers share theirs."""
OPEN, OPEN_NUMBERS = 0xF000, 2048
"""The same for the first digits of numbers."""
FIRST_TWO, LAST_TWO = "<", ">"
"""Stand before the first two and the last two tokens of a text."""
CHECK = "??"
"""The name of the item that says for which owners a shard was made (see `NameShards.check`)."""
MOST_OWNED = 2000
"""Characters of postings from which on those of one owner stand in as many shards as it has pairs."""
ENTRIES = 16
"""Entries for each shard of names: some 1 KB gzipped."""
LEAST_BITS, MOST_BITS = 3, 11
KNOWN = 131_071
"""Bound of the hashes of the pairs that there are, a prime."""


class NameShards(NamedTuple):
    """The postings of names in shards."""

    shards: Mapping[str, str]
    """The shards by their names."""
    pairs: str
    """The hashes of all pairs of characters that there are."""
    split: str
    """The owners whose postings stand apart."""
    check: str
    """Stands in each shard too: a page that knows other ones does not take what is elsewhere for what is nowhere."""


class NamePart(NamedTuple):
    """A text that stands in others: its postings but those of its edges, its tokens."""

    held: frozenset[str]
    tokens: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first token."""
        return self.tokens[0]

    @property
    def last(self) -> str:
        """The last token."""
        return self.tokens[-1]


def close_number(digits: str) -> str:
    """Return the sign of a whole number."""
    return chr(CLOSED + compute_value(digits) % CLOSED_NUMBERS)


def open_number(digits: str) -> str:
    """Return the sign of numbers that begin with some digits."""
    return chr(OPEN + compute_value(digits) % OPEN_NUMBERS)


def compute_value(digits: str) -> int:
    """Return a number of digits of which those with a zero in front differ; of a long one its first six count."""
    return int(digits[:6]) + (5000 if digits[0] == "0" else 0)


def is_number(token: str) -> bool:
    """Is a token a number?"""
    return token[0] in "0123456789"


def get_sign(token: str) -> str:
    """Return the character that stands for a whole token."""
    return close_number(token) if is_number(token) else token.replace(GAP, BETWEEN)


def list_signs(token: str) -> list[str]:
    """Return the characters under which a token is found: of a number also those of its first digits."""
    if not is_number(token):
        return [get_sign(token)]
    return [close_number(token), *(open_number(token[:end]) for end in range(1, len(token) + 1))]


def iter_pair(before: str, after: str) -> Iterator[str]:
    """Yield the names of the postings of two neighbouring tokens."""
    first = get_sign(before)
    yield from (first + sign for sign in list_signs(after))


@lru_cache(maxsize=1 << 16)
def make_part(text: str) -> NamePart:
    """Return a folded text that stands in others."""
    tokens = TOKEN.findall(text)
    held = {sign + ALONE for token in tokens if token != GAP for sign in list_signs(token)}
    held.update(name for before, after in pairwise(tokens) for name in iter_pair(before, after))
    return NamePart(frozenset(held), tuple(tokens))


def list_text(*texts: str) -> set[str]:
    """Return the names of the postings of a text that is written of some others, one behind the other."""
    parts = [make_part(text) for text in texts if text]
    if any(is_merged(before.last, after.first) for before, after in pairwise(parts)):
        parts = [make_part("".join(texts))]
    found = set().union(*(part.held for part in parts))
    for before, after in pairwise(parts):
        found.update(iter_pair(before.last, after.first))
    if parts:
        tokens = TOKEN.findall("".join(texts))
        found.update(iter_begin(tokens[:2]))
        found.update(iter_end(tokens[-2:]))
    return found


def is_merged(before: str, after: str) -> bool:
    """Is what stands where two tokens meet one number?"""
    return is_number(before) and is_number(after)


def iter_begin(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the names of the postings of the first tokens of a text, two where there are."""
    yield from iter_pair(EDGE, tokens[0])
    if len(tokens) > 1:
        yield from (FIRST_TWO + pair for pair in iter_pair(*tokens))


def iter_end(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the names of the postings of the last tokens of a text, two where there are."""
    yield get_sign(tokens[-1]) + EDGE
    if len(tokens) > 1:
        yield LAST_TWO + "".join(map(get_sign, tokens))


@lru_cache(maxsize=1 << 16)
def list_forms(text: str) -> tuple[str, ...]:
    """Return the forms in which a text is found: with house numbers made alike, and as it is written where that differs."""
    plain = fold(text)
    alike = make_canonical(plain)
    return (alike,) if plain == alike else (alike, plain)


class NameTexts(NamedTuple):
    """The forms of what an entry is called and where it is; its own texts are written of these (see `describe`)."""

    streets: tuple[str, str]
    homes: tuple[str, ...]
    names: tuple[str, ...]
    houses: tuple[str, ...]


def list_texts(entry: Entry, street: str) -> NameTexts:
    """Return the texts of an entry, with the street at which it is."""
    where = entry.location
    homes = list_forms(where.compound) if where.compound else ()
    homes = (*homes, *list_forms(where.committee)) if where.committee not in ("", where.compound) else homes
    streets = (fold(street), fold(cut_suffix(street) if len(street) > 2 else street))
    return NameTexts(streets, homes, list_forms(entry.name), list_forms(where.building) if where.building else ())


def list_own(texts: NameTexts) -> set[str]:
    """Return the names of the postings of an entry's own names and addresses.

    These are its name; its home with its name or its house behind it; its street with that behind it, or with its name.
    Its number is not among them: the scripts know the numbers of all entries.
    """
    streets, homes, names, houses = texts
    found = set().union(*map(list_text, names))
    for home in homes:
        found.update(*(list_text(home, name) for name in (*names, *houses)))
    for where in streets:
        for name in (*names[:1], *houses[:1]) if homes else names[:1]:
            found |= list_text(where, *homes[:1], name)
    return found


class NameGroups:
    """The numbers of entries by what they have in common: each posting of it is theirs.

    The postings of thousands of entries are made so in a third of the time: neighbours share streets and homes.
    """

    def __init__(self) -> None:
        self.own: dict[tuple[str, ...], list[int]] = {}
        self.shared: dict[str, list[int]] = {}
        self.others: list[tuple[NameTexts, int]] = []

    def add(self, texts: NameTexts, number: int) -> None:
        """Add an entry; its own postings are those of `list_own`."""
        streets, homes, names, houses = texts
        ends = [make_part(text) for text in (*names, *houses)]
        tails = [make_part(text) for text in homes or [text for text in streets if text]]
        heads = [make_part(text) for text in streets if text] if homes else []
        meets = [(tail.last, end.first) for tail in tails for end in (ends if homes else ends[:1])]
        meets += [(head.last, tails[0].first) for head in heads]
        for text in (*streets, *homes):
            self.shared.setdefault(text, []).append(number)
        edges = [*ends, *tails, *heads]
        if any(is_merged(*meet) for meet in meets) or any(len(part.tokens) < 2 for part in edges):
            self.others.append((texts, number))
            return
        self.put(number, "text", *names)
        if homes:
            self.put(number, "end", *houses)
        self.put(number, "begin", *streets, *homes)
        for meet in {*meets}:
            self.own.setdefault(("meet", *meet), []).append(number)

    def put(self, number: int, kind: str, *texts: str) -> None:
        """Add an entry to those that have texts: whole ones, or at the beginning or the end of one."""
        if texts:
            self.own.setdefault((kind, *texts), []).append(number)

    def list_postings(self) -> dict[str, list[int]]:
        """Return the numbers of the entries, rising, by the names of their postings."""
        found: dict[str, list[int]] = {}
        for (kind, *texts), numbers in self.own.items():
            for name in list_group(kind, texts):
                found.setdefault(name, []).extend(numbers)
        for merged, number in self.others:
            for name in list_own(merged):
                found.setdefault(name, []).append(number)
        for text, numbers in self.shared.items():
            for name in list_text(text):
                found.setdefault(ALONE + name, []).extend(numbers)
        return {name: sorted(set(numbers)) for name, numbers in found.items()}


def list_group(kind: str, texts: Sequence[str]) -> set[str]:
    """Return the names of the postings of a group of `NameGroups`."""
    if kind == "meet":
        return set(iter_pair(*texts))
    if kind == "text":
        return set().union(*map(list_text, texts))
    parts = [make_part(text) for text in texts if text]
    found = set().union(*(part.held for part in parts))
    for part in parts:
        found.update(iter_end(part.tokens[-2:]) if kind == "end" else iter_begin(part.tokens[:2]))
    return found


def list_name_postings(entries: Sequence[Entry], facets: Sequence[SearchFacet], listed: int) -> dict[str, list[int]]:
    """Return the numbers of the entries, rising, by the names of their postings; the first `listed` hang in galleries.

    What an entry shares with others are its street and its home, the names of its values of some facets, and its type,
    where that hangs in no gallery. Its own name, where it is a value itself, is not among them.
    """
    groups, ids = NameGroups(), [entry.id for entry in entries]
    numbers = list(map(get_number, ids))
    where = next((facet for facet in facets if facet.locates), None)
    for place, entry in enumerate(entries):
        groups.add(list_texts(entry, get_value_name(where, place)), numbers[place])
    for facet in facets:
        for place, values in enumerate(facet.held if facet.known else ()):
            for slug, name in (facet.values[value] for value in values):
                if slug != ids[place]:
                    groups.shared.setdefault(normalize_word(name), []).append(numbers[place])
        for place in range(listed, len(entries)) if facet.types else ():
            groups.shared.setdefault(fold(get_value_name(facet, place)), []).append(numbers[place])
    return groups.list_postings()


def get_name_owner(name: str) -> str:
    """Return the character in whose shard a posting of names stands."""
    first, second = name[-2], name[-1]
    if first == EDGE or ord(second) >= CLOSED:
        return second
    return first if second == EDGE or ord(first) >= CLOSED else get_owner(name)[0]


def hash_pair(pair: str) -> int:
    """Return the hash of a pair of characters; `search.js` counts the same way."""
    return (ord(pair[0]) * 40503 + ord(pair[1]) * 30011) % KNOWN


def is_hashed(name: str) -> bool:
    """Is a posting one of two characters, which a page knows whether it is there?"""
    return all(sign not in (EDGE, ALONE) and ord(sign) < CLOSED for sign in name[-2:])


def count_bits(entries: int) -> int:
    """Return of how many shards the names of so many entries are, as a power of two."""
    return min(MOST_BITS, max(LEAST_BITS, (entries // ENTRIES).bit_length()))


def list_shards(entries: int) -> list[str]:
    """Return the names of the shards of the names of so many entries."""
    bits = count_bits(entries)
    return [f"n{bits}-{rank}" for rank in range(1 << bits)]


def build_name_shards(entries: Sequence[Entry], facets: Sequence[SearchFacet], listed: int) -> NameShards:
    """Return the postings of all names in shards."""
    found = {name: encode_numbers(numbers) for name, numbers in list_name_postings(entries, facets, listed).items()}
    bits, owned = count_bits(len(entries)), Counter[str]()
    for name, told in found.items():
        owned[get_name_owner(name)] += len(name) + len(told)
    split = {owner for owner, size in owned.items() if size > MOST_OWNED}
    owners = "".join(sorted(split))
    check = f"{crc32(owners.encode()):x}"
    items: dict[int, list[str]] = {rank: [CHECK + check] for rank in range(1 << bits)}
    for name, told in found.items():
        items[compute_rank(name, split) % (1 << bits)].append(name + told)
    hashes = sorted({hash_pair(name[-2:]) for name in found if is_hashed(name)})
    shards = {f"n{bits}-{rank}": join_items(held) for rank, held in items.items()}
    return NameShards(shards, encode_rising(hashes), owners, check)


def compute_rank(name: str, split: Container[str]) -> int:
    """Return a number that says in which shard a posting stands; `split` are the owners whose postings stand apart."""
    owner = get_name_owner(name)
    return hash_pair(name[-2:]) if owner in split else compute_spread(owner)


def build_sounding_names(entries: Iterable[Entry]) -> list[str]:
    """Return all names, places and buildings of entries, each once, for those who type how they sound (see `encode_sorted`).

    A number that is the last of its text is left out: `#` stands for any.
    """
    names: dict[str, None] = {}
    homes: dict[str, None] = {}
    houses: dict[str, None] = {}
    for entry in entries:
        names.setdefault(make_pattern(entry.name))
        homes.setdefault(entry.location.compound)
        homes.setdefault(entry.location.committee)
        houses.setdefault(make_pattern(entry.location.building))
    return [encode_sorted(sorted(filter(None, texts))) for texts in (names, homes, houses)]


MOST_SHARED = 9


def encode_sorted(texts: Iterable[str]) -> str:
    r"""Return sorted texts, a line each, of which a digit says how many characters are those of the line before: of names, a
    third of the bytes.

    >>> encode_sorted(["共和一村", "共和二村", "大华"])
    '0共和一村\n2二村\n0大华'
    """
    lines, before = [], ""
    for text in texts:
        shared = count_shared(before, text)
        lines.append(f"{shared}{text[shared:]}")
        before = text
    return "\n".join(lines)


def count_shared(before: str, after: str) -> int:
    """Return how many of the first characters of two texts are the same, but none beyond the first plane: scripts count
    these as two.
    """
    pairs = takewhile(lambda pair: pair[0] == pair[1] <= "\uffff", zip(before, after, strict=False))
    return min(MOST_SHARED, sum(1 for _ in pairs))


NUMBER = re.compile(r"[0-9]++(?=[^0-9]*$)")
HOLE = "#"


def make_pattern(text: str) -> str:
    """Return a line of text with its last number left out.

    >>> make_pattern("128弄64号"), make_pattern("初心楼")
    ('128弄#号', '初心楼')
    """
    return NUMBER.sub(HOLE, text.replace(HOLE, "＃").replace("\n", " "))
