"""Turns folded texts into postings: for each pair of neighbouring characters the entries that hold it, as coded text.

Everything is arithmetic on whole arrays: five thousand stories make some four million postings, too many for a loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .coding import SIGNS, coded
from .corpus import Codes, Corpus
from .normal import GAP

Keys = npt.NDArray[np.uint64]

DENSE = 6
"""Postings on more than one entry in so many are written as one bit an entry: six entries a sign."""
WIDEST = 3
"""Signs of the largest gap between two entries (see `coding`): enough for 44,992 entries."""
LEAD = 1 << 16
"""The bit of a key that says: these postings are of the tagline."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Sorted keys, each once: characters (32 bits), lead (1 bit), entry (16 bits); `total` entries there are."""

    keys: Keys
    total: int


def postings(stories: Corpus, leads: Corpus, grams: Callable[[Corpus], Keys]) -> Postings:
    """Return which entries hold which runs of characters; `leads` are their taglines, marked as such."""
    return Postings(np.sort(np.concatenate([grams(stories), grams(leads) | np.uint64(LEAD)])), stories.total)


def pairs(corpus: Corpus) -> Keys:
    """Return the keys of all pairs of neighbouring characters, sorted, each once."""
    codes, owner = corpus.codes, corpus.owner
    within = owner[:-1] == owner[1:]
    signs = codes != ord(GAP)
    place = np.flatnonzero(within & signs[:-1] & signs[1:])
    keys = codes[place].astype(np.uint64)
    keys <<= np.uint64(16)
    keys |= codes[place + 1]
    keys <<= np.uint64(17)
    keys |= owner[place].astype(np.uint16)
    keys.sort()
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def singles(corpus: Corpus) -> Keys:
    """Return the keys of all characters, sorted, each once."""
    signs = np.flatnonzero(np.bincount(corpus.codes, minlength=1 << 16))
    ranks = np.zeros(1 << 16, dtype=np.int64)
    ranks[signs] = np.arange(len(signs))
    held = np.zeros((len(signs), corpus.total), dtype=np.bool_)
    held[ranks[corpus.codes], corpus.owner] = True
    held[signs == ord(GAP)] = False
    row, entry = np.nonzero(held)
    return signs[row].astype(np.uint64) << np.uint64(17) | entry.astype(np.uint64)


def signs_of_gaps(total: int) -> tuple[Codes, npt.NDArray[np.uint8]]:
    """Return a table of the signs of every gap below `total`, and how many signs each has."""
    texts = [coded(gap) for gap in range(max(1, total))]
    rows = np.array([[ord(sign) for sign in text.ljust(WIDEST)] for text in texts], dtype=np.uint16)
    return rows, np.array([len(text) for text in texts], dtype=np.uint8)


def bits(entries: npt.NDArray[np.int64], total: int) -> str:
    """Return entries as one bit each, six a sign, lowest bit first."""
    flags = np.zeros(-(-total // DENSE) * DENSE, dtype=np.uint8)
    flags[entries] = 1
    values = flags.reshape(-1, DENSE) @ (1 << np.arange(DENSE, dtype=np.uint8))
    return np.frombuffer(SIGNS.encode(), dtype=np.uint8)[values].tobytes().decode()


def written(found: Postings) -> dict[str, str]:
    """Return the coded postings of each run of characters; those of taglines under `!` and the characters."""
    keys, total = found.keys, found.total
    if not len(keys):
        return {}
    entries = (keys & np.uint64(0xFFFF)).astype(np.int64)
    groups = keys >> np.uint64(16)
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    before = np.concatenate([[-1], entries[:-1]])
    before[starts] = -1
    rows, widths = signs_of_gaps(total)
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
        dense = (last - first) * DENSE > total + DENSE
        result[name_of(group)] = "~" + bits(entries[start:end], total) if dense else text[first:last]
    return result


def name_of(group: int) -> str:
    """Return the characters of a key without its entry, behind `!` where they stand in taglines."""
    high, low = group >> 17 & 0xFFFF, group >> 1 & 0xFFFF
    return ("!" if group & 1 else "") + (chr(high) if high else "") + chr(low)
