"""The layers of the posters that pages print at home, as data for browsers.

Nothing is made for a single unit. One file for the whole site holds the layers; a script lays them out with the name and
the code of the page that is being printed (`overrides/assets/exhibit/poster.js`).
"""

from __future__ import annotations

import json
from dataclasses import asdict

from ..model import Artifact, Exhibition
from ..model.domains import is_unfit_for_walls
from ..scenes.palette import COLOURS, DIM, TOKENS, blended
from .art import pane
from .format import FORMATS
from .layers import ACCENT, ACCENT_DIM, Art, Code, Cut, Figure, Layer, Layers, Panes, Plates, Words

URI = "assets/exhibit/poster-layers.js"
CALL = "exPoster"
"""The function of the script that takes the layers."""
UNSEEN = {"photo"}
"""Conditions that never hold in a browser: the photo version is for the shop."""


def browser_posters(exhibition: Exhibition) -> Artifact:
    """Describe the file of layers, for all pages of the site."""
    return Artifact(URI, lambda: script(exhibition).encode())


def script(exhibition: Exhibition) -> str:
    """Return the call that hands the layers over: works from a USB stick too, where nothing can be fetched."""
    panel = FORMATS.default.panel_mm
    settings = exhibition.settings
    data = {
        "proof": settings.trial or is_unfit_for_walls(settings.site_url),
        "panel": round(panel, 2),
        "dims": dims(exhibition),
        "sheets": {kind: told(format.layers) for format in FORMATS.values() if format.home for kind in format.types},
    }
    return f"{CALL}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))})\n"


def dims(exhibition: Exhibition) -> dict[str, str]:
    """Return the darker shade of each street's accent, by the accent; of a street, not of the palette: invented ones too."""
    accents = [term.extra.get("accent", "") for term in exhibition.vocabularies.streets]
    return {accent: blended(accent, TOKENS["deep-river"], DIM) for accent in accents if accent}


def told(layers: Layers) -> list[dict[str, object]]:
    """Return layers as the script reads them, each with its kind."""
    return [{"kind": KINDS[type(layer)], **plain(layer)} for layer in layers if layer.when not in UNSEEN]


def plain(layer: Layer) -> dict[str, object]:
    """Return a layer's numbers and texts under their own names; colours are ready to show."""
    if isinstance(layer, Art):
        return {"when": layer.when, "cuts": shown(layer.cuts)}
    values = {name: value for name, value in asdict(layer).items() if value not in ("", False)}
    if isinstance(layer, Panes):
        values |= {"panes": [shown(pane(0, 0, layer.width, layer.height, lit=lit)) for lit in (False, True)]}
    return values


def shown(cuts: tuple[Cut, ...]) -> list[list[object]]:
    """Return cuts as path data, colour and width of a line; the street's own colours stay names."""
    tones = {ACCENT: ACCENT, ACCENT_DIM: ACCENT_DIM}
    return [[cut.d, tones.get(cut.colour) or COLOURS[cut.colour], *([cut.width] if cut.width else [])] for cut in cuts]


KINDS: dict[type[Layer], str] = {
    Art: "art",
    Figure: "figure",
    Panes: "panes",
    Words: "words",
    Plates: "plates",
    Code: "code",
}
"""Kinds of layers by the name that the script has for them."""
