"""The text of one content file into the text in which no certain mend is left.

Mend, read again, until nothing more is certain: a mend that would lose anything is not taken, the others are.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.words import Lexicon
from ..reading.entries import Read, read_entry_file
from .fences import fenced
from .keeping import better

ROUNDS = 100
"""More mends one after another than any file has needed; a bound, not a figure to reach."""

LOOSE = frozenset({"E122", "E199"})
"""Lines that belong to nothing, without a finished line: where they go is for a person to say."""

DECIDE_FIRST = frozenset({"E001", "E002", "E005", "E010"})
"""No text, lost signs, two versions of one text: nothing is certain before a person has looked."""


def read_text(text: str, folder: str, lexicon: Lexicon) -> Read:
    """Return the text of the `index.md` of a folder, read."""
    return read_entry_file(text.encode(), folder, lexicon)


def settled(text: str, folder: str, lexicon: Lexicon) -> tuple[str, Read]:
    """Return the text with every certain mend, and how it is read then."""
    now = (text, read_text(text, folder, lexicon))
    for _ in range(ROUNDS):
        tried = ((one, read_text(one, folder, lexicon)) for one in candidates(*now, folder, lexicon))
        following = next((one for one in tried if better(now, one)), None)
        if following is None:
            break
        now = following
    return now


def candidates(text: str, read: Read, folder: str, lexicon: Lexicon) -> Iterator[str]:
    """Texts that may be better: with a fence more, with all mends of lines, with those of one finding at a time."""
    if not read.diagnostics or DECIDE_FIRST & {one.code for one in read.diagnostics}:
        return
    yield from fenced(text, read)
    mends = line_mends(text, read, folder, lexicon)
    groups = grouped(mends, {one.span.line for one in read.diagnostics})
    if len(groups) != 1:
        yield replaced(text, mends)
    for group in groups:
        yield replaced(text, group)


def line_mends(text: str, read: Read, folder: str, lexicon: Lexicon) -> dict[int, str]:
    """Return the lines that are mended with certainty, by number.

    Lines that belong to nothing are hidden meanwhile: in memory they are joined to the line above, which is a guess.
    """
    lines = text.split("\n")
    loose = {one.span.line for one in read.diagnostics if one.code in LOOSE and one.fixed is None}
    if loose:
        hidden = "\n".join("" if number in loose else line for number, line in enumerate(lines, 1))
        read = read_text(hidden, folder, lexicon)
    return {
        number: mended
        for number, mended in sorted(read.mended.items())
        if number not in loose and mended.strip() and mended != lines[number - 1]
    }


def grouped(mends: dict[int, str], said: set[int]) -> list[dict[int, str]]:
    """Return the mends by finding: a line without one of its own goes with the line above."""
    groups: list[dict[int, str]] = []
    for number, line in mends.items():
        if number in said or not groups:
            groups.append({})
        groups[-1][number] = line
    return groups


def replaced(text: str, mends: dict[int, str]) -> str:
    """Return the text with whole lines replaced."""
    return "\n".join(mends.get(number, line) for number, line in enumerate(text.split("\n"), 1))
