"""Sketches of the guide to HTML figures: on a phone the narrow drawing, on a wide screen the wide one."""

from __future__ import annotations

from html import escape

from illustrations.guide_diagrams import GuideDiagram, get_diagram_path

WIDE = "(min-width: 45em)"
"""From this width of the window on a page has room for drawings of 700 px."""


def figure(sketch: GuideDiagram, root: str) -> str:
    """Return the figure of a sketch; `root` leads from its page to the root of the site."""
    narrow = sketch.narrow()
    source = ""
    if sketch.wide:
        wide = sketch.wide()
        source = (
            f'<source media="{WIDE}" srcset="{root}{get_diagram_path(sketch, wide=True)}" '
            f'width="{wide.width}" height="{wide.height}">'
        )
    image = (
        f'<img src="{root}{get_diagram_path(sketch)}" alt="{escape(sketch.alt)}" '
        f'width="{narrow.width}" height="{narrow.height}" loading="lazy">'
    )
    size = "" if sketch.wide else " is-narrow"
    return f'<figure class="ex-sketch{size}"><picture>{source}{image}</picture></figure>'
