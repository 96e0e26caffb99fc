"""Where the mending of front matter is: the line at hand, and what the lines above say about it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model.fields import Field, Many, Records
from ..model.rules import Slip
from .notes import Notes

HEAD = re.compile(r"( *+)(- ++)?(?:([^\s:#'\"\[\]{}\-](?>[^:#]*[^:# ])?+)( *+:(?: +|$)))?(.*)")
"""Indentation, dash, key, its colon, value."""


class Parts(NamedTuple):
    """The parts of a line: `key` is None where there is none, and then `value` is everything behind the dash."""

    indent: int
    dash: str
    key: str | None
    value: str

    @property
    def outermost(self) -> bool:
        """Is this a top-level key?"""
        return self.key is not None and not self.indent and not self.dash


@dataclass(slots=True)
class Position:
    """The line at hand and what the lines above say about it."""

    fields: Mapping[str, Field]
    notes: Notes
    number: int = 0
    """Its number in the file."""
    above: list[str] = field(default_factory=list)
    """The lines above, mended."""
    filled: int = -1
    """The number, among those above, of the last in which anything stands; -1 where there is none."""
    joined: list[str] | None = None
    """What follows the quoted text at the end of that line and is not written there yet; None where nothing was joined."""
    below: list[str] = field(default_factory=list)
    """The lines below, as they are."""
    entered: bool = False
    """Has there been a top-level key?"""
    parent: Field | None = None
    """The top-level field whose lines these are; None for an unknown one."""
    inner_fields: Mapping[str, Field] = field(default_factory=dict)
    """The fields that a record of the open list may hold."""
    dash: int | None = None
    """Indentation of the dashes of the list that is open."""
    inner: int = 4
    """Indentation of the keys of the record that is open."""
    undashed: bool = False
    """Was the first record of the list written without a dash?"""
    seen: set[str] = field(default_factory=set)
    """Keys of the record that is open."""
    loose: bool = False
    """Are the items of the open list written at the margin, without dashes?"""
    respaced: bool = False
    """Has the indentation of the line at hand been mended already?"""
    block: int | None = None
    """Indentation of the line that opened a block of text (`|`)."""
    flow: bool = False
    """Is a bracket open that closes on a later line?"""

    @property
    def listing(self) -> bool:
        """Do list items belong here?"""
        return self.parent is None or isinstance(self.parent.kind, Many | Records)

    @property
    def listing_open(self) -> bool:
        """Could a line at the margin be an item of the list above it?"""
        return self.parent is not None and self.listing

    @property
    def last(self) -> str:
        """The last line above in which anything stands."""
        return self.above[self.filled] if self.filled >= 0 else ""

    def enter(self, key: str) -> None:
        """Go on below a top-level key."""
        self.entered = True
        meant = near(key, self.fields)
        self.parent = self.fields[meant] if meant else None
        kind = self.parent.kind if self.parent else None
        self.inner_fields = kind.by_key if isinstance(kind, Records) else {}
        self.dash, self.undashed, self.inner, self.seen, self.loose = None, False, 4, set(), False

    def parts(self, line: str) -> Parts:
        """Return the parts of a line as they are meant here: `- 大家说: 好` in a list of sentences is a sentence."""
        found = HEAD.fullmatch(line)
        if not found:
            return Parts(0, "", None, line)
        indent, dash, key, colon, value = found.groups()
        nested = bool(dash or indent) and self.parent is not None and not self.inner_fields
        if key is not None and nested and (dash or key not in self.fields):
            return Parts(len(indent), dash or "", None, f"{key}{colon}{value}")
        return Parts(len(indent), dash or "", key, value)

    def single(self, parts: Parts) -> bool:
        """Must the value of this line be a single one, so that a bracket at its beginning is part of a text?"""
        if parts.outermost:
            return self.parent is not None and not self.listing
        kind = self.parent.kind if self.parent else None
        return parts.key in self.inner_fields or (isinstance(kind, Many) and not kind.split)

    def say(self, slip: Slip, column: int, fixed: str | None = None) -> None:
        """Note a slip on the line at hand."""
        self.notes.say(slip, self.number, column, fixed)


def near(key: str, known: Collection[str]) -> str | None:
    """Return the known key that `key` is or was probably meant to be."""
    if key in known:
        return key
    found = difflib.get_close_matches(key, known, 1, 0.5)
    return found[0] if found else None
