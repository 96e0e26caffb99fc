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
        if len(inside) == 1 and not contradicts(text, inside[0]):
            return inside[0]
        known = [word for word, name in self.known.items() if not (contradicts(text, word) or contradicts(text, name))]
        near = difflib.get_close_matches(text, known, 1, 0.5)
        return self.known[near[0]] if near else None


Lexicon = Mapping[str, Words]
"""Words by the name of their vocabulary (`streets`, `themes`, `standards`, `photo_kinds`, `scenes`)."""


def unquoted(text: str) -> str:
    """Return `text` without quotes around it."""
    return text.strip(QUOTES).strip()


END = "。.．；;，,、！!"
"""Punctuation that ends a sentence; no word of a vocabulary ends with it."""


def ended(text: str) -> str:
    """Return `text` without quotes around it and without the punctuation of a sentence at its end."""
    return unquoted(unquoted(text).rstrip(END + " "))


NEGATIONS = frozenset("不未没无非别")


def contradicts(text: str, name: str) -> bool:
    """Does one say no where the other says yes? Then they are not two writings of one word, as near as they are."""
    return bool(NEGATIONS & set(text)) != bool(NEGATIONS & set(name))
