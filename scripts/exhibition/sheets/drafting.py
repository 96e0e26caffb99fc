"""Decisions about one entry into its file as it shall be, with every change that proves harmless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..model import Entry, Exhibition
from ..model.fields import Field
from ..model.rules import Slip
from ..model.words import Lexicon
from ..reading import slips_sheets as said
from ..types import BY_STREET, CONTENT_TYPES
from .editing import edited
from .merging import Decision
from .pages import Unusual
from .remarks import Outcome, Remark
from .verifying import is_same, read_entry, with_values


@dataclass(frozen=True, slots=True)
class Draft:
    """One content file with what is taken from a sheet. `path` is POSIX and relative to the folder of `content/`."""

    path: str
    id: str
    data: bytes
    """The file as it is on the disk."""
    better: bytes
    """The file as it shall be."""
    values: Mapping[str, Any]
    """What is remembered as imported once the file is written, by attribute."""


def drafted(
    data: bytes,
    entry: Entry,
    taken: Sequence[Decision],
    fields: Sequence[Field],
    exhibition: Exhibition,
    lexicon: Lexicon,
) -> tuple[Draft | None, list[Remark]]:
    """Return the file with all that is taken; where that does harm, with what does none, change by change.

    There must be no 错误 in the file.
    """
    bench = Bench(data, entry, fields, lexicon)
    told: list[Remark] = []
    here = [one for one in taken if one.field.attribute != "street" or not leaves_folder(entry, one.value, exhibition)]
    told += [refused(one, said.moved_street(entry.location.street, one.value)) for one in taken if one not in here]
    done, better = here, bench.tried(here)
    if isinstance(better, Slip):
        done, better = [], data
        for one in here:
            attempt = bench.tried([*done, one])
            if isinstance(attempt, Slip):
                told.append(refused(one, attempt))
            else:
                done, better = [*done, one], attempt
    told += [one.remark for one in done if one.remark]
    values = {one.field.attribute: one.value for one in done}
    return (Draft(entry.path, entry.id, data, better, values) if done else None), told


def leaves_folder(entry: Entry, street: str, exhibition: Exhibition) -> bool:
    """Would the folder of an entry stand below another street than the file says?"""
    term = exhibition.vocabularies.streets.term(street)
    return CONTENT_TYPES.of(entry).layout == BY_STREET and term is not None and entry.folder.split("/")[-2] != term.slug


def refused(decision: Decision, slip: Slip) -> Remark:
    """Return what is said of a change that is not made."""
    assert decision.remark is not None
    return replace(decision.remark, slip=slip, outcome=Outcome.LEFT)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where changes of one file are tried in memory."""

    data: bytes
    entry: Entry
    fields: Sequence[Field]
    lexicon: Lexicon

    def tried(self, changes: Sequence[Decision]) -> bytes | Slip:
        """Return the file with these changes, or why they are not made."""
        if not changes:
            return self.data
        key = changes[-1].field.key
        try:
            better = edited(self.data, self.entry.path, {one.field.key: one.value for one in changes}, self.fields)
        except Unusual:
            return said.unusual_writing(key)
        after = read_entry(better, self.entry, self.lexicon)
        problem = next((one.message for one in after.diagnostics if one.blocks), "")
        if problem:
            return said.blocked_change(key, problem)
        intended = with_values(self.entry, {one.field.attribute: one.value for one in changes})
        # Somebody may have altered the file since the exhibition was read: then the entry is no longer this one.
        return better if is_same(after.entry, intended) else said.unusual_writing(key)
