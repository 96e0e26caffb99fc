"""Render a bundle: find content that cannot be printed, draw, finish as PDF/X, preflight, impose, make proofs.

Texts that do not fit, characters without a glyph and photos of low resolution are found before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic, Span
from ...model import Entry
from ...model.rules import Slip
from ..formats import PrintFormat
from ..layers import TextLayer
from ..messages import coarse_photo, long_text, missing_glyphs
from ..painter import choose_layers
from ..pdf_writer import drop_unusable_photo
from ..poster import LowResolution, Poster, get_text
from ..resources import RenderResources
from ..typesetting import fit_text

FIELDS = {"name": "名称", "tagline": "一句话", "place": "小区", "number": "名称"}
"""The field that an author changes to change a text of the poster; any other text is the product's."""
SITE_FIELDS = {"typed": "网址", "address": "网址"}
"""Texts that hold the site's address, which is a setting and not a field of an entry."""


def find_unprintable(
    entries: Sequence[tuple[Poster, Entry]], format: PrintFormat, resources: RenderResources
) -> list[Diagnostic]:
    """Return diagnostics for content of `entries` that cannot be printed, with places in their content files."""
    return [
        Diagnostic(span, issue.rule.code, issue.rule.severity, issue.message, issue.hint)
        for poster, entry in entries
        for span, issue in iter_poster_issues(poster, entry, format, resources)
    ]


def iter_poster_issues(
    poster: Poster, entry: Entry, format: PrintFormat, resources: RenderResources
) -> Iterator[tuple[Span, Slip]]:
    """Yield issues of one poster, each with its place in a content file."""
    for place in format.list_photo_places(poster) if poster.shot else ():
        if poster.shot and isinstance(found := resources.render_photo(poster.shot, place, format), LowResolution):
            yield entry.span("照片"), coarse_photo(found.dpi, format.title)
    poster = drop_unusable_photo(poster, format, resources)
    layers = (layer for page in format.list_pages(poster) for layer in choose_layers(page, poster))
    for layer in layers:
        if isinstance(layer, TextLayer):
            field = SITE_FIELDS.get(layer.what) or FIELDS.get(layer.what, "名称")
            for issue in iter_text_issues(get_text(layer.what, poster), field, layer, format, resources):
                yield Span("mkdocs.yml") if layer.what in SITE_FIELDS else entry.span(field), issue


def iter_text_issues(
    text: str, field: str, box: TextLayer, format: PrintFormat, resources: RenderResources
) -> Iterator[Slip]:
    """Yield issues of one text in its box: missing glyphs, or no fit at the smallest size."""
    face = resources.fonts.get_face(box.weight)
    missing = face.find_missing(text)
    if missing:
        yield missing_glyphs(field, missing)
    elif text and fit_text(text, box, face.measure_width) is None:
        yield long_text(field, text, format.title, box.smallest * format.scale)
