"""Moves of units to another street: folder and 街镇 together, for one unit or for all of a street. Ids stay.

An entry is complete before and after each step: first its file gets the new street, then its folder moves. After an
interruption between the two the command is run again: it takes entries whose folder or whose 街镇 is still the old
one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..cache import write_atomically
from ..diagnostics import Refusal
from ..files import read_file
from ..model import Exhibition, Placed, Term, Vocabulary
from ..types import BY_STREET, CONTENT_TYPES
from .editing import with_value

UNITS = "content/units"


@dataclass(frozen=True, slots=True)
class Move:
    """Planned change of one entry: its folder (unchanged for a cluster), and the line of its street."""

    id: str
    name: str
    folder: str
    target: str
    line: int | None
    """Line of 街镇 in its file; None where it has the new street already."""
    street: str


def moves_of_street(exhibition: Exhibition, old: str, new: str) -> tuple[list[Move], Term]:
    """Return the moves of all entries of a street to another, and that other. Raises Refusal where a street is unknown.

    `old` may have left the vocabulary already: then it is the name of its folder, or what entries still write.
    """
    target = street(exhibition.vocabularies.streets, new)
    gone = exhibition.vocabularies.streets.understood(old)
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
    return planned(entries, target), target


def is_filed_by_street(entry: Placed) -> bool:
    """Does the folder of an entry lie in that of its street?"""
    return CONTENT_TYPES.of(entry).layout == BY_STREET


def moves_of(exhibition: Exhibition, id: str, new: str) -> tuple[list[Move], Term]:
    """Return the move of one entry to another street. Raises Refusal where either is unknown."""
    target = street(exhibition.vocabularies.streets, new)
    entries = [entry for entry in exhibition.of(Placed) if entry.id == id]
    if len(entries) != 1:
        why = "有不止一个文件夹，先给后来的换编号（renumber）" if entries else "没有文件夹"
        raise Refusal(f"编号 {id} {why}。请核对编号。")
    return planned(entries, target), target


def street(streets: Vocabulary, name: str) -> Term:
    """Return the street with a name, slug or alias. Raises Refusal where there is none."""
    term = streets.understood(name)
    if term is None:
        raise Refusal(f"街镇词表里没有“{name}”。能选的有：{'、'.join(streets.names)}。")
    return term


def planned(entries: Sequence[Placed], target: Term) -> list[Move]:
    """Return the changes of entries; entries that are in the target already are left out."""
    moves: list[Move] = []
    for entry in entries:
        name = entry.folder.rpartition("/")[2]
        folder = CONTENT_TYPES.of(entry).folder_of(name, target.slug)
        line = entry.span("街镇").line if entry.street != target.name and "街镇" in entry.spans else None
        if folder != entry.folder or line is not None:
            moves.append(Move(entry.id, entry.name, entry.folder, folder, line, target.name))
    return moves


def carry_out(moves: Sequence[Move], root: Path) -> None:
    """Move folders and write streets. Raises Refusal, before anything is changed, where a target exists or a line is
    unusual.
    """
    for move in moves:
        if move.target != move.folder and os.path.lexists(root / move.target):
            raise Refusal(f"“{move.target}”已经在了，不能把“{move.folder}”移过去。请先看看那里是谁。")
    texts = {
        move.folder: with_value(
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
