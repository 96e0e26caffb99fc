"""Postings: for each pair of neighbouring characters the entries that hold it, as coded text in shards.

Everything is arithmetic on whole arrays: five thousand stories make some four million postings, too many for a loop. A
shard is a small script file of a few kilobytes, found by a sum over characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .normalize import COUNTED, GAP, HOUSES, NUMERALS, fold_sign, make_canonical
from .script_data import SIGNS, encode_number, encode_rising

Codes = npt.NDArray[np.uint16]
Owners = npt.NDArray[np.int32]
STOP = "。"
"""A sign that folds to a gap; white space would vanish."""


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
DENSE = 6
"""Postings on more than one entry in so many are written as one bit an entry: six entries a sign."""
WIDEST = 3
"""Signs of the largest gap between two entries (see `script_data`): enough for 44,992 entries."""
LEAD = 1 << 16
"""The bit of a key that says: these postings are of the tagline."""


@dataclass(frozen=True, slots=True)
class PostingList:
    """Sorted keys, each once: characters (32 bits), lead (1 bit), entry (16 bits); `total` entries there are."""

    keys: Keys
    total: int


def build_postings(
    stories: CharacterCorpus, leads: CharacterCorpus, grams: Callable[[CharacterCorpus], Keys]
) -> PostingList:
    """Return which entries hold which runs of characters; `leads` are their taglines, marked as such."""
    return PostingList(np.sort(np.concatenate([grams(stories), grams(leads) | np.uint64(LEAD)])), stories.total)


def list_pair_keys(corpus: CharacterCorpus) -> Keys:
    """Return the keys of all pairs of neighbouring characters, sorted, each once."""
    codes, owner = corpus.codes, corpus.owner
    within = owner[:-1] == owner[1:]
    characters = codes != ord(GAP)
    place = np.flatnonzero(within & characters[:-1] & characters[1:])
    keys = codes[place].astype(np.uint64)
    keys <<= np.uint64(16)
    keys |= codes[place + 1]
    keys <<= np.uint64(17)
    keys |= owner[place].astype(np.uint16)
    keys.sort()
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def list_single_keys(corpus: CharacterCorpus) -> Keys:
    """Return the keys of all characters, sorted, each once."""
    characters = np.flatnonzero(np.bincount(corpus.codes, minlength=1 << 16))
    ranks = np.zeros(1 << 16, dtype=np.int64)
    ranks[characters] = np.arange(len(characters))
    held = np.zeros((len(characters), corpus.total), dtype=np.bool_)
    held[ranks[corpus.codes], corpus.owner] = True
    held[characters == ord(GAP)] = False
    row, entry = np.nonzero(held)
    return characters[row].astype(np.uint64) << np.uint64(17) | entry.astype(np.uint64)


def encode_gaps(total: int) -> tuple[Codes, npt.NDArray[np.uint8]]:
    """Return a table of the signs of every gap below `total`, and how many signs each has."""
    texts = [encode_number(gap) for gap in range(max(1, total))]
    rows = np.array([[ord(sign) for sign in text.ljust(WIDEST)] for text in texts], dtype=np.uint16)
    return rows, np.array([len(text) for text in texts], dtype=np.uint8)


def encode_bits(entries: npt.NDArray[np.int64], total: int) -> str:
    """Return entries as one bit each, six a sign, lowest bit first."""
    flags = np.zeros(-(-total // DENSE) * DENSE, dtype=np.uint8)
    flags[entries] = 1
    values = flags.reshape(-1, DENSE) @ (1 << np.arange(DENSE, dtype=np.uint8))
    return np.frombuffer(SIGNS.encode(), dtype=np.uint8)[values].tobytes().decode()


def encode_postings(found: PostingList) -> dict[str, str]:
    """Return the coded postings of each run of characters; those of taglines under `!` and the characters."""
    keys, total = found.keys, found.total
    if not len(keys):
        return {}
    entries = (keys & np.uint64(0xFFFF)).astype(np.int64)
    groups = keys >> np.uint64(16)
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    before = np.concatenate([[-1], entries[:-1]])
    before[starts] = -1
    rows, widths = encode_gaps(total)
    gaps = entries - before - 1
    width = widths[gaps]
    text = rows[gaps][np.arange(WIDEST) < width[:, None]].tobytes().decode("utf-16-le")
    edges = np.concatenate([[0], np.cumsum(width, dtype=np.int64)])
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
        told = text[first:last]
        result[format_key_name(group)] = pack_postings(told, entries[start:end], total)
    return result


def pack_postings(rising: str, entries: npt.NDArray[np.int64], total: int) -> str:
    """Return entries as their gaps (`rising`), or as one bit each where that is shorter."""
    dense = len(rising) * DENSE > total + DENSE
    return "~" + encode_bits(entries, total) if dense else rising


def encode_entries(ranks: Sequence[int], total: int) -> str:
    """Return the coded postings of entries that are known already, in rising order."""
    return pack_postings(encode_rising(ranks), np.array(ranks, dtype=np.int64), total)


def format_key_name(group: int) -> str:
    """Return the characters of a key without its entry, behind `!` where they stand in taglines."""
    high, low = group >> 17 & 0xFFFF, group >> 1 & 0xFFFF
    return ("!" if group & 1 else "") + (chr(high) if high else "") + chr(low)


SHARD_BYTES = 1800
"""Bytes of a shard on average; one is fetched for each pair of characters that is typed. With 4,000, a question of four pairs cost
6 KB more, compressed."""
MOST = 1536


def count_shards(written: Mapping[str, str]) -> int:
    """Return how many shards postings take."""
    size = sum(len(name.encode()) + len(text) + 1 for name, text in written.items())
    return max(1, min(MOST, round(size / SHARD_BYTES)))


def get_shard(name: str, shards: int) -> int:
    """Return the shard of characters; `catalogue.js` counts the same way."""
    place = 0
    for character in name.lstrip("!"):
        place = (place * 31 + ord(character)) % 65521
    return place % shards


def build_shards(written: Mapping[str, str]) -> list[object]:
    """Return the text of each shard: characters and their postings, separated by spaces."""
    number = count_shards(written)
    found: list[list[str]] = [[] for _ in range(number)]
    for name, text in written.items():
        found[get_shard(name, number)].append(name + text)
    return [" ".join(shard) for shard in found]
