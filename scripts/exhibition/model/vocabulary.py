"""Controlled vocabularies, and the lexicon that field types look words up in.

A vocabulary is a list of the terms that a field may hold, with its source. A lexicon maps every understood writing of
a term to the term's name.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field

from ..diagnostics import Span
from ..lazy import dataclass

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
"""Words by the name of their vocabulary, a row of `VOCABULARIES`."""


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


EMBLEM_FORMS = ("window", "circle", "square", "house", "plum", "octagon")
EMBLEM_COLOURS = ("river", "deep-river", "brick", "lamp", "luodian", "youyilu", "gaojing", "zhangmiao")
EMBLEM_SIGNS = (
    "lantern",
    "moon",
    "sun",
    "cloud",
    "waves",
    "boat",
    "bridge",
    "fish",
    "bird",
    "flower",
    "sprout",
    "tree",
    "heart",
    "door",
    "umbrella",
    "teapot",
    "bowl",
    "book",
    "clock",
    "ladder",
    "key",
    "scissors",
    "kite",
    "drum",
)
"""The slugs of the parts of emblems that `illustrations/emblem.py` can draw, for the same reason."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary.

    `slug` stands in addresses and folder names (ASCII), `name` is what people read and write, `aliases` are understood
    and rewritten to `name`; `note` is a sentence for visitors; `extra` holds what only one vocabulary has
    (a street's accent colour and place on the tile map, a theme's mascot pose, an official number); `source` is its own
    or its vocabulary's.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    example: bool = False
    extra: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    former: tuple[str, ...] = ()
    """Slugs whose addresses lead here: its own of earlier days, and those of terms that are part of it now."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of terms in the order in which people shall see them, and its source.

    A source may say that there are more terms than it names: those are slots, which pages show as empty.
    """

    name: str
    source: str
    terms: tuple[Term, ...]
    slots: int = 0
    """Terms that exist and whose names are not known (空位)."""
    is_open: bool = False
    """Are there unnamed terms without it being known how many (空位: 不详)?"""
    note: str = ""
    """说明: a sentence about the list."""
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

    @property
    def shown_slots(self) -> int:
        """Empty slots that a page draws: one stands for terms of unknown number."""
        return self.slots or int(self.is_open)

    @property
    def slot_words(self) -> str:
        """What a page says of the empty slots, with their source; empty where there are none.

        >>> Vocabulary("培育标准", "宝山区民政局", (), slots=4).slot_words
        '一共4个，名称待补充（来源：宝山区民政局）'
        """
        if not self.shown_slots:
            return ""
        count = f"还有{self.slots}个" if self.slots else "别的有几个还不知道"
        return f"{count if self.terms or self.is_open else f'一共{self.slots}个'}，名称待补充（来源：{self.source}）"

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
class VocabularyRow:
    """The declaration of one vocabulary; its terms stand in `content/vocabularies/<file>`."""

    name: str
    """Its name in `Choice`, in facets and as attribute of `Vocabularies`: `photo_kinds`."""
    has_pages: bool = False
    """Have its terms pages of their own? Then the address of each lives on: `check --base` compares their slugs."""
    drawn: tuple[str, ...] = ()
    """The slugs that can be drawn: its terms have one of these; empty: none is drawn."""
    needs: tuple[str, ...] = ()
    """Parts that each of its terms must have beside slug and name."""
    named: tuple[str, ...] = ()
    """Slugs that pages ask for by their name; what they would say is left out where one is missing."""

    @property
    def file(self) -> str:
        """The name of its file: `photo-kinds.yml`."""
        return f"{self.name.replace('_', '-')}.yml"


class VocabularyRows:
    """The declared vocabularies, in their order."""

    def __init__(self, *rows: VocabularyRow) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[VocabularyRow]:
        return iter(self.rows)

    def __contains__(self, name: object) -> bool:
        return any(row.name == name for row in self.rows)

    @contextmanager
    def registered(self, *rows: VocabularyRow) -> Iterator[None]:
        """Declare vocabularies for the time of a `with` block. Raises ValueError where a name is taken."""
        before = self.rows
        for row in rows:
            if row.name in self:
                raise ValueError(f"vocabulary {row.name} is declared twice")
        try:
            self.rows = (*before, *rows)
            yield
        finally:
            self.rows = before


VOCABULARIES = VocabularyRows(
    VocabularyRow("streets", has_pages=True),
    VocabularyRow("themes", has_pages=True),
    VocabularyRow("standards", has_pages=True),
    VocabularyRow("photo_kinds"),
    VocabularyRow("scenes", drawn=DRAWN),
    VocabularyRow("problems", has_pages=True),
    VocabularyRow("ten_ones"),
    VocabularyRow("five_micro"),
    VocabularyRow("star_steps"),
    VocabularyRow("star_paths"),
    VocabularyRow("indices"),
    VocabularyRow("emblem_forms", drawn=EMBLEM_FORMS),
    VocabularyRow("emblem_colours", drawn=EMBLEM_COLOURS, needs=("accent", "on")),
    VocabularyRow("emblem_signs", drawn=EMBLEM_SIGNS),
    VocabularyRow("skills", has_pages=True, needs=("来源",)),
    VocabularyRow("topics", has_pages=True),
    VocabularyRow("activity_forms", has_pages=True),
    VocabularyRow("partners"),
    VocabularyRow("tools"),
    VocabularyRow("official", needs=("数",), named=("units", "three-stars", "five-stars", "projects", "served-units")),
)
"""Every vocabulary: a new one is a row here and its file."""
EMPTY = Vocabulary("", "", ())


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """All vocabularies of an exhibition (`content/vocabularies/*.yml`); each is an attribute too: `vocabularies.streets`."""

    by_name: Mapping[str, Vocabulary] = field(default_factory=dict)
    contacts: tuple[PublicContact, ...] = ()
    """What the privacy gate lets through (`public-contacts.yml`)."""

    def get(self, name: str) -> Vocabulary:
        """Return the vocabulary of a row of `VOCABULARIES`, empty where none was read. Raises KeyError for another name."""
        if name not in VOCABULARIES:
            raise KeyError(name)
        return self.by_name.get(name, EMPTY)

    def __getattr__(self, name: str) -> Vocabulary:
        """Return the vocabulary of this name. Raises AttributeError where none is declared."""
        # Copying and pickling ask for special names before any attribute is set.
        if name.startswith("__") or name not in VOCABULARIES:
            raise AttributeError(name)
        return self.by_name.get(name, EMPTY)
