"""Emblems (楼标) on pages: drawn from their words, photographed, or a placeholder with two digits.

A drawn emblem is a file that all entries with the same words share; without an emblem there is no file at all: the
placeholder is a paler window with the last two digits of the entry's number, in two bytes and a class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, partial
from html import escape
from typing import TYPE_CHECKING

from illustrations.emblem import GROUNDS, SIDE, draw_emblem

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition, Term, Vocabularies, build_hashed_uri
from ..model.emblem import EmblemSlugs, find_emblem_slugs
from ..storage.cache import make_content_key
from ..types.self_governed import SelfGoverned

if TYPE_CHECKING:
    from .context import PageContext

STEM = "assets/emblems/e"
LABEL = "楼标"
DIGITS = 2
"""Digits of the entry's number that a placeholder shows."""


@dataclass(frozen=True)
class EmblemFile:
    """A drawn emblem as a file of the site."""

    slugs: EmblemSlugs

    @cached_property
    def svg(self) -> bytes:
        """The drawing."""
        return draw_emblem(*self.slugs)

    @cached_property
    def uri(self) -> str:
        """Where it stands on the site: named by its bytes alone, because a page of a unit has no room for words."""
        return build_hashed_uri(STEM, make_content_key(self.svg), ".svg")

    @property
    def artifact(self) -> Artifact:
        """The drawing as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.svg))


draw_emblem_file = cache(EmblemFile)


SHOWN_FORM, SHOWN_COLOUR, SHOWN_SIGN = "circle", "river", "lantern"
"""What the guide shows of an emblem beside the word that it explains."""
SAMPLES: Mapping[str, Callable[[str, int], bytes]] = {
    "emblem_forms": lambda slug, _: draw_emblem(slug, SHOWN_COLOUR),
    "emblem_colours": lambda slug, _: draw_emblem(SHOWN_FORM, slug, SHOWN_SIGN),
    "emblem_signs": lambda slug, number: draw_emblem(SHOWN_FORM, [*GROUNDS][number % len(GROUNDS)], slug),
}
"""How a term of each vocabulary is drawn in the guide, by its slug and its number; signs on one ground after another."""


def list_sample_files(vocabularies: Vocabularies) -> Iterator[Artifact]:
    """Yield the drawings of the guide: one of each word that an emblem can have."""
    for name, draw in SAMPLES.items():
        for number, term in enumerate(vocabularies.get(name)):
            yield Artifact(get_sample_path(name, term), partial(draw, term.slug, number))


def get_sample_path(name: str, term: Term) -> str:
    """Return the path of the drawing of a word, from the root of the site."""
    return f"guide/{name.replace('_', '-')}/{term.slug}.svg"


def render_samples(name: str, vocabularies: Vocabularies, root: str) -> str:
    """Return the words of a vocabulary of emblems as HTML, each with its drawing; `root` leads to the root of the site."""
    words = "\n".join(
        f'<li><img src="{root}{get_sample_path(name, term)}" alt="{escape(term.name)}的样子" '
        f'width="{SIDE}" height="{SIDE}" loading="lazy">'
        f"<b>{escape(term.name)}</b> {escape(term.note)}</li>"
        for term in vocabularies.get(name)
    )
    return f'<div class="ex-emblems"><ul>\n{words}\n</ul></div>'


def find_emblem_file(entry: Entry, exhibition: Exhibition) -> EmblemFile | None:
    """Return the drawn emblem of an entry; None where it has none."""
    emblem = entry.emblem if isinstance(entry, SelfGoverned) else None
    slugs = find_emblem_slugs(emblem, exhibition.vocabularies) if emblem else None
    return draw_emblem_file(slugs) if slugs else None


def build_emblem(entry: Entry, context: PageContext, root: str) -> dict[str, object]:
    """Return the emblem of an entry for `partials/exhibit/emblem.html`; nothing where it has none. A photograph comes first.

    `src` is its file, `alt` what it is called where it is told once; `crop` says that the file is a photograph.
    """
    for photo in entry.own_pictures:
        if shown := context.pictures.get((entry.id, photo.key)):
            return {"src": root + shown.thumb, "alt": f"{LABEL}：{entry.name}", "crop": True}
    drawn = find_emblem_file(entry, context.exhibition)
    if drawn is None or not isinstance(entry, SelfGoverned):
        return {}
    return {"src": root + drawn.uri, "alt": f"{LABEL}：{entry.emblem}"}


def build_card_emblem(entry: Entry, context: PageContext, root: str) -> dict[str, object]:
    """Return the emblem of an entry, else its placeholder: the last digits of its number; nothing of other types."""
    if not isinstance(entry, SelfGoverned):
        return {}
    return build_emblem(entry, context, root) or {"mark": entry.id[-DIGITS:]}


def build_emblem_files(context: PageContext) -> Iterator[EmblemFile]:
    """Yield every drawn emblem of published entries once."""
    found = (find_emblem_file(entry, context.exhibition) for entry in context.exhibition.published(SelfGoverned))
    yield from dict.fromkeys(file for file in found if file)
