"""The words that fields may hold, ready to be looked up as people write them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

QUOTES = "“”‘’「」『』\"'＂＇"


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a choice may take: `names` as people write them, `known` from every understood writing."""

    names: tuple[str, ...]
    known: Mapping[str, str]

    @classmethod
    def of(cls, names: Sequence[str], aliases: Mapping[str, str] | None = None) -> Words:
        """Return the words of these names; `aliases` lead to one of the names."""
        return cls(tuple(names), {**(aliases or {}), **{name: name for name in names}})

    def nearest(self, text: str) -> str | None:
        """Return the name that was probably meant, or None."""
        inside = [name for name in self.names if len(text) > 1 and (text in name or name in text)]
        if len(inside) == 1:
            return inside[0]
        near = difflib.get_close_matches(text, self.known, 1, 0.5)
        return self.known[near[0]] if near else None


Lexicon = Mapping[str, Words]
"""Words by the name of their vocabulary (`streets`, `themes`, `standards`, `photo_kinds`, `scenes`)."""


def unquoted(text: str) -> str:
    """Return `text` without quotes around it."""
    return text.strip(QUOTES).strip()
