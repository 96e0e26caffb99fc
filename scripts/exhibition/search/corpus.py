"""Turns the texts of all entries into one long array of folded characters, each with the entry that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .normal import COUNTED, GAP, HOUSES, NUMERALS, canonical, fold_sign

Codes = npt.NDArray[np.uint16]
Owners = npt.NDArray[np.int32]
STOP = "。"
"""A sign that folds to a gap; white space would vanish."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Characters (UTF-16 code units) and their entries, side by side; `total` entries there are."""

    codes: Codes
    owner: Owners
    total: int

    @property
    def signs(self) -> set[str]:
        """Every character that stands in it."""
        return {chr(code) for code in np.flatnonzero(np.bincount(self.codes)).tolist()}


def folded(codes: Codes) -> Codes:
    """Return the folded form of each code unit; 0 for white space, which vanishes."""
    table = np.zeros(1 << 16, dtype=np.uint16)
    for code in np.flatnonzero(np.bincount(codes, minlength=1 << 16)).tolist():
        table[code] = ord(fold_sign(code) or "\0")
    return table[codes]


def corpus(texts: Sequence[str]) -> Corpus:
    """Fold all texts; clauses that hold numbers stand in it a second time, in their canonical form."""
    codes, owner = joined(texts, STOP)
    codes = folded(codes)
    codes, owner = codes[codes != 0], owner[codes != 0]
    clauses = list(numbered(codes))
    more, rank = joined([clause for _, clause in clauses], GAP)
    places = np.array([place for place, _ in clauses], dtype=np.int64)
    return Corpus(np.concatenate([codes, more]), np.concatenate([owner, owner[places][rank]]), len(texts))


def joined(texts: Sequence[str], end: str) -> tuple[Codes, Owners]:
    """Return the code units of all texts, `end` behind each, and the number of the text of each."""
    units = [(text + end).encode("utf-16-le", "replace") for text in texts]
    codes: Codes = np.frombuffer(b"".join(units), dtype="<u2")
    return codes, np.repeat(np.arange(len(units), dtype=np.int32), [len(unit) // 2 for unit in units])


def numbered(codes: Codes) -> Iterator[tuple[int, str]]:
    """Yield each clause of folded text whose canonical form may be another one: its place and that form."""
    text = codes.tobytes().decode("utf-16-le")
    done = -1
    for start in np.flatnonzero(counting(codes)).tolist():
        if start > done:
            begin, done = text.rfind(GAP, 0, start) + 1, text.find(GAP, start)
            yield begin, canonical(text[begin:done])


def counting(codes: Codes) -> npt.NDArray[np.bool_]:
    """Say of each character but the last: is it a number before what numbers count?"""
    before, after = codes[:-1], codes[1:]
    return (signs(NUMERALS)[before] & signs(COUNTED)[after]) | (signs("0123456789")[before] & signs(HOUSES)[after])


def signs(wanted: str) -> npt.NDArray[np.bool_]:
    """Return for each code unit whether it is one of `wanted`."""
    found = np.zeros(1 << 16, dtype=np.bool_)
    found[[ord(sign) for sign in wanted]] = True
    return found
