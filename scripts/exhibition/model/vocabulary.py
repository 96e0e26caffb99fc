"""Controlled vocabularies, and the lexicon that field types look words up in.

A vocabulary is a list of the terms that a field may hold, with its source. A lexicon maps every understood writing of
a term to the term's name.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..diagnostics import Span

QUOTES = "“”‘’「」『』\"'＂＇"


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The words that a choice may take: `names` as people write them, `known` from every understood writing.

    `invitation` is the sentence that says how a new word is added, where people may add one.
    """

    names: tuple[str, ...]
    known: Mapping[str, str]
    invitation: str = ""

    @classmethod
    def from_names(
        cls, names: Sequence[str], aliases: Mapping[str, str] | None = None, invitation: str = ""
    ) -> ChoiceWords:
        """Return the words of these names; `aliases` lead to one of the names."""
        return cls(tuple(names), {**(aliases or {}), **{name: name for name in names}}, invitation)

    def find_nearest(self, text: str) -> str | None:
        """Return the name that was probably meant, or None."""
        inside = [name for name in self.names if len(text) > 1 and (text in name or name in text)]
        if len(inside) == 1 and not has_opposite_meaning(text, inside[0]):
            return inside[0]
        known = [
            word
            for word, name in self.known.items()
            if not (has_opposite_meaning(text, word) or has_opposite_meaning(text, name))
        ]
        near = difflib.get_close_matches(text, known, 1, 0.5)
        return self.known[near[0]] if near else None


Lexicon = Mapping[str, ChoiceWords]
"""Words by the name of their vocabulary (`streets`, `themes`, `standards`, `photo_kinds`, `scenes`, `problems`)."""


def strip_quotes(text: str) -> str:
    """Return `text` without quotes around it."""
    return text.strip(QUOTES).strip()


END = "。.．；;，,、！!"
"""Punctuation that ends a sentence; no word of a vocabulary ends with it."""


def strip_sentence_end(text: str) -> str:
    """Return `text` without quotes around it and without the punctuation of a sentence at its end."""
    return strip_quotes(strip_quotes(text).rstrip(END + " "))


NEGATIONS = frozenset("不未没无非别")


def has_opposite_meaning(text: str, name: str) -> bool:
    """Does one say no where the other says yes? Then they are not two writings of one word, as near as they are."""
    return bool(NEGATIONS & set(text)) != bool(NEGATIONS & set(name))


POSES = ("waving", "reading", "pointing", "thinking", "sweeping", "cheering", "sailing", "lantern", "sorry")
"""The poses of the mascot, which a vocabulary may ask for; `illustrations/mascot_parts.py` draws them."""
DRAWN = (
    "corridor-before",
    "corridor-after",
    "roof-garden",
    "council",
    "lift",
    "bottle-garden",
    "memory-corridor",
    "painting-bags",
    "square-metre-garden",
    "mushrooms",
    "drill",
    "paper-cutting",
    "sharing-food",
    "ground-floor",
    "cluster-garden",
)
"""The slugs of the scenes that `scenes` can draw; named here too, because to load the drawings takes a check's time."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary.

    `slug` stands in addresses and folder names (ASCII), `name` is what people read and write, `aliases` are understood
    and rewritten to `name`; `note` is a sentence for visitors; `extra` holds what only one vocabulary has
    (a street's accent colour and place on the tile map, a theme's mascot pose).
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    example: bool = False
    extra: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    former: tuple[str, ...] = ()
    """Slugs whose addresses lead here: its own of earlier days, and those of terms that are part of it now."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of terms in the order in which people shall see them, and its source."""

    name: str
    source: str
    terms: tuple[Term, ...]
    invitation: str = ""
    """新词: the sentence that says how a term is added, for those whose word is not among them; empty: the list is closed."""

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, name: object) -> bool:
        return any(term.name == name for term in self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """The words as people write them."""
        return tuple(term.name for term in self.terms)

    def get_term(self, name: str) -> Term | None:
        """Return the term of exactly this name."""
        return next((term for term in self.terms if term.name == name), None)

    def find_term(self, text: str) -> Term | None:
        """Return the term that `text` names, by its name, slug or an alias."""
        return next(
            (t for t in self.terms if text == t.name or text == t.slug or text in (*t.aliases, *t.former)), None
        )


@dataclass(frozen=True, slots=True)
class PublicContact:
    """A number or address that is meant for everybody (对外公布): what it is, why it may stand here, who says so."""

    value: str
    reason: str
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """All vocabularies of an exhibition (`content/vocabularies/*.yml`)."""

    streets: Vocabulary
    themes: Vocabulary
    standards: Vocabulary
    photo_kinds: Vocabulary
    scenes: Vocabulary
    problems: Vocabulary
    contacts: tuple[PublicContact, ...] = ()
    """What the privacy gate lets through (`public-contacts.yml`)."""
