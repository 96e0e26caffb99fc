"""Controlled vocabularies: the words a field may hold, each list with where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..diagnostics import Span

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

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, name: object) -> bool:
        return any(term.name == name for term in self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """The words as people write them."""
        return tuple(term.name for term in self.terms)

    def term(self, name: str) -> Term | None:
        """Return the term of exactly this name."""
        return next((term for term in self.terms if term.name == name), None)

    def understood(self, text: str) -> Term | None:
        """Return the term that `text` names, by its name, slug or an alias."""
        return next(
            (t for t in self.terms if text == t.name or text == t.slug or text in (*t.aliases, *t.former)), None
        )


@dataclass(frozen=True, slots=True)
class Contact:
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
    contacts: tuple[Contact, ...] = ()
    """What the privacy gate lets through (`public-contacts.yml`)."""
