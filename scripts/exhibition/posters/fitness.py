"""Checks before anything is drawn: texts that do not fit, characters without a glyph, photos that are too coarse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostics import Diagnostic, Span
from ..model import Entry
from ..model.rules import Slip
from .drawing import settled
from .fitting import fit
from .format import Format
from .layers import Words
from .painting import choose_layers
from .photograph import Coarse
from .poster import Poster, text_of
from .press import Press
from .trouble import coarse_photo, long_text, missing_glyphs

FIELDS = {"name": "名称", "tagline": "一句话", "place": "小区", "number": "名称"}
"""The field that an author changes to change a text of the poster; any other text is the product's."""
OF_SITE = {"typed": "网址", "address": "网址"}
"""Texts that hold the site's address, which is a setting and not a field of an entry."""


def unfit(entries: Sequence[tuple[Poster, Entry]], format: Format, press: Press) -> list[Diagnostic]:
    """Return diagnostics for content of `entries` that cannot be printed, with places in their content files."""
    return [
        Diagnostic(span, slip.rule.code, slip.rule.severity, slip.message, slip.hint)
        for poster, entry in entries
        for span, slip in slips(poster, entry, format, press)
    ]


def slips(poster: Poster, entry: Entry, format: Format, press: Press) -> Iterator[tuple[Span, Slip]]:
    """Yield issues of one poster, each with its place in a content file."""
    for place in format.photo_places(poster) if poster.shot else ():
        if poster.shot and isinstance(found := press.photograph(poster.shot, place, format), Coarse):
            yield entry.span("照片"), coarse_photo(found.dpi, format.title)
    poster = settled(poster, format, press)
    layers = (layer for page in format.pages(poster) for layer in choose_layers(page, poster))
    for layer in layers:
        if isinstance(layer, Words):
            field = OF_SITE.get(layer.what) or FIELDS.get(layer.what, "名称")
            for slip in text_slips(text_of(layer.what, poster), field, layer, format, press):
                yield Span("mkdocs.yml") if layer.what in OF_SITE else entry.span(field), slip


def text_slips(text: str, field: str, box: Words, format: Format, press: Press) -> Iterator[Slip]:
    """Yield issues of one text in its box: missing glyphs, or no fit at the smallest size."""
    face = press.fonts.face(box.weight)
    missing = face.missing(text)
    if missing:
        yield missing_glyphs(field, missing)
    elif text and fit(text, box, face.width) is None:
        yield long_text(field, text, format.title, box.smallest * format.scale)
