"""Postings: for each pair of neighbouring characters, and for each character, the entries that hold it, as text in shards.

Entries are told by the numbers of their addresses, which no other entry changes: who adds one changes the postings of what it
says and no others, and a page that is older than a shard understands it. A shard is a small script file. A pair stands in
the shard of its owner, the rarer of its characters, beside the postings of that character alone: neighbouring pairs of a
sentence mostly have one owner, so that a changed line changes few files. A character whose postings are long has shards of
its own.

Everything is arithmetic on arrays: five thousand stories make some five million postings, too many for a loop. Texts become keys
some entries at a time, and keys text some at a time: temporary arrays are several times as large as what comes of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from ..lazy import dataclass
from .layout import ALONE, COMMON, DENSE, STOP, UNPAIRED, is_dense
from .normalize import COUNTED, GAP, HOUSES, NUMERALS, fold_sign, make_canonical
from .script_data import LAST, MORE, SIGNS

Codes = npt.NDArray[np.uint16]
Owners = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CharacterCorpus:
    """Characters (UTF-16 code units) and their entries, side by side; `total` entries there are."""

    codes: Codes
    owner: Owners
    total: int

    @property
    def signs(self) -> set[str]:
        """Every character that occurs in it."""
        return {chr(code) for code in np.flatnonzero(np.bincount(self.codes)).tolist()}


def fold_codes(codes: Codes) -> Codes:
    """Return the folded form of each code unit; 0 for white space, which vanishes."""
    table = np.zeros(1 << 16, dtype=np.uint16)
    for code in np.flatnonzero(np.bincount(codes, minlength=1 << 16)).tolist():
        table[code] = ord(fold_sign(code) or "\0")
    return table[codes]


def build_corpus(texts: Sequence[str]) -> CharacterCorpus:
    """Fold all texts; clauses that hold numbers stand in it a second time, in their canonical form."""
    codes, owner = join_texts(texts, STOP)
    codes = fold_codes(codes)
    codes, owner = codes[codes != 0], owner[codes != 0]
    clauses = list(iter_numbered_clauses(codes))
    more, rank = join_texts([clause for _, clause in clauses], GAP)
    places = np.array([place for place, _ in clauses], dtype=np.int64)
    return CharacterCorpus(np.concatenate([codes, more]), np.concatenate([owner, owner[places][rank]]), len(texts))


def join_texts(texts: Sequence[str], end: str) -> tuple[Codes, Owners]:
    """Return the code units of all texts, `end` behind each, and the number of the text of each."""
    units = [(text + end).encode("utf-16-le", "replace") for text in texts]
    codes: Codes = np.frombuffer(b"".join(units), dtype="<u2")
    return codes, np.repeat(np.arange(len(units), dtype=np.int32), [len(unit) // 2 for unit in units])


def iter_numbered_clauses(codes: Codes) -> Iterator[tuple[int, str]]:
    """Yield each clause of folded text whose canonical form may be another one: its place and that form."""
    text = codes.tobytes().decode("utf-16-le")
    done = -1
    for start in np.flatnonzero(find_counting(codes)).tolist():
        if start > done:
            begin, done = text.rfind(GAP, 0, start) + 1, text.find(GAP, start)
            yield begin, make_canonical(text[begin:done])


def find_counting(codes: Codes) -> npt.NDArray[np.bool_]:
    """Say of each character but the last: is it a number before what numbers count?"""
    before, after = codes[:-1], codes[1:]
    return (mark_signs(NUMERALS)[before] & mark_signs(COUNTED)[after]) | (
        mark_signs("0123456789")[before] & mark_signs(HOUSES)[after]
    )


def mark_signs(wanted: str) -> npt.NDArray[np.bool_]:
    """Return for each code unit whether it is one of `wanted`."""
    found = np.zeros(1 << 16, dtype=np.bool_)
    found[[ord(sign) for sign in wanted]] = True
    return found


Keys = npt.NDArray[np.uint64]
"""Sorted, each once: owner (16 bits), other character (16, 0 for none), does the owner stand second (1), lead (1), number (30)."""
Numbers = npt.NDArray[np.int64]
SECOND, LEAD, NUMBER = 1 << 31, 1 << 30, (1 << 30) - 1


def weigh_all() -> npt.NDArray[np.int64]:
    """Return the weights of all code units."""
    weights = np.arange(1 << 16, dtype=np.int64) * 40503 % 65521 + len(COMMON)
    weights[[ord(character) for character in COMMON]] = np.arange(len(COMMON))
    return weights


def build_keys(stories: CharacterCorpus, leads: CharacterCorpus, numbers: Sequence[int]) -> Keys:
    """Return which entries hold which pairs and characters; `leads` are their taglines, marked as such.

    `numbers` are those of the entries, rising.
    """
    told = np.array(numbers, dtype=np.uint64)
    parts = [
        make(corpus, told) | np.uint64(mark)
        for corpus, mark in ((stories, 0), (leads, LEAD))
        for make in (list_pair_keys, list_single_keys)
    ]
    keys = np.concatenate(parts)
    keys.sort()
    return keys


PART = 2000
"""Entries whose texts become keys at a time."""


def build_all_keys(stories: Iterable[str], leads: Iterable[str], numbers: Sequence[int]) -> Keys:
    """Return the keys of texts (see `build_keys`), without an array of all characters."""
    told, parts = zip(stories, leads, strict=True), [np.zeros(0, dtype=np.uint64)]
    for start in range(0, len(numbers), PART):
        bodies, taglines = zip(*islice(told, PART), strict=True)
        parts.append(build_keys(build_corpus(bodies), build_corpus(taglines), numbers[start : start + PART]))
    keys = np.concatenate(parts)
    keys.sort()
    return keys


def list_pair_keys(corpus: CharacterCorpus, numbers: Keys) -> Keys:
    """Return the keys of all pairs of neighbouring characters, each once, but those with a character that stands in none."""
    codes, owner = corpus.codes, corpus.owner
    characters = ~mark_signs("".join(UNPAIRED))[codes]
    place = np.flatnonzero((owner[:-1] == owner[1:]) & characters[:-1] & characters[1:])
    first, second = codes[place].astype(np.uint64), codes[place + 1].astype(np.uint64)
    weights = weigh_all()
    later = weights[second] > weights[first]
    keys = np.where(later, second, first) << np.uint64(48)
    keys |= np.where(later, first, second) << np.uint64(32)
    keys |= later.astype(np.uint64) << np.uint64(31)
    keys |= numbers[owner[place]] if len(numbers) else np.uint64(0)
    keys.sort()
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def list_single_keys(corpus: CharacterCorpus, numbers: Keys) -> Keys:
    """Return the keys of all characters, each once."""
    characters = np.flatnonzero(np.bincount(corpus.codes, minlength=1 << 16))
    ranks = np.zeros(1 << 16, dtype=np.int64)
    ranks[characters] = np.arange(len(characters))
    held = np.zeros((len(characters), corpus.total), dtype=np.bool_)
    held[ranks[corpus.codes], corpus.owner] = True
    held[characters == ord(GAP)] = False
    row, entry = np.nonzero(held)
    return characters[row].astype(np.uint64) << np.uint64(48) | numbers[entry]


def encode_all(values: Numbers) -> tuple[Codes, npt.NDArray[np.uint8]]:
    """Return the signs of whole numbers from 0, a row each, filled from the left, and how many signs each has."""
    signs = np.array([ord(sign) for sign in SIGNS], dtype=np.uint16)
    digits, high = [signs[values % LAST]], values // LAST
    width = np.ones(len(values), dtype=np.uint8)
    while high.any():
        more = high > 0
        width += more
        digits.append(np.where(more, signs[LAST + (high - 1) % MORE], 0).astype(np.uint16))
        high = np.where(more, (high - 1) // MORE, 0)
    return np.stack(digits[::-1], axis=1), width


def encode_bits(numbers: Numbers) -> str:
    """Return rising numbers as one bit each, six a sign, lowest bit first."""
    flags = np.zeros((int(numbers[-1]) // DENSE + 1) * DENSE, dtype=np.uint8)
    flags[numbers] = 1
    values = flags.reshape(-1, DENSE) @ (1 << np.arange(DENSE, dtype=np.uint8))
    return np.frombuffer(SIGNS.encode(), dtype=np.uint8)[values].tobytes().decode()


WIDE_TABLE = 1 << 18
"""Gaps below this are looked up in a table of all; the others are written one by one."""


MOST_KEYS = 1 << 20
"""Keys that become text at a time, but for one name's, which stay together."""


def encode_keys(keys: Keys) -> dict[str, str]:
    """Return the coded postings by their names (see `format_name`), in the order of the keys."""
    result: dict[str, str] = {}
    start = 0
    while start < len(keys):
        end = min(start + MOST_KEYS, len(keys))
        if end < len(keys):
            # The first key of a name: the last one that begins in this part, else the first behind it.
            name = keys[end] >> np.uint64(30)
            first = int(np.searchsorted(keys, name << np.uint64(30)))
            end = first if first > start else int(np.searchsorted(keys, (name + np.uint64(1)) << np.uint64(30)))
        result |= encode_part(keys[start:end])
        start = end
    return result


def encode_part(keys: Keys) -> dict[str, str]:
    """Return the coded postings of some names, all of whose keys are there."""
    numbers = (keys & np.uint64(NUMBER)).astype(np.int64)
    groups = keys >> np.uint64(30)
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    gaps = np.diff(numbers, prepend=-1) - 1
    gaps[starts] = numbers[starts]
    most = int(gaps.max())
    if most < WIDE_TABLE:
        rows, widths = encode_all(np.arange(most + 1))
        places = gaps
    else:
        known, places = np.unique(gaps, return_inverse=True)
        rows, widths = encode_all(known)
    signs = rows[places]
    text = signs[signs != 0].tobytes().decode("utf-16-le")
    edges = np.concatenate([[0], np.cumsum(widths[places], dtype=np.int64)])
    ends = np.append(starts[1:], len(keys))
    result: dict[str, str] = {}
    for group, start, end, first, last in zip(
        groups[starts].tolist(),
        starts.tolist(),
        ends.tolist(),
        edges[starts].tolist(),
        edges[ends].tolist(),
        strict=True,
    ):
        rising = text[first:last]
        if is_dense(rising, int(numbers[end - 1])):
            rising = "~" + encode_bits(numbers[start:end])
        result[format_name(group)] = rising
    return result


def format_name(group: int) -> str:
    """Return the name of a key without its number: the pair as it is written, or a character and `!`; of taglines behind `!`."""
    owner, other = chr(group >> 18), chr(group >> 2 & 0xFFFF)
    pair = owner + ALONE if other == "\0" else other + owner if group & 2 else owner + other
    return (ALONE if group & 1 else "") + pair
