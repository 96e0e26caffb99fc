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
"""Function of the page's script that receives the layers."""
UNSEEN = {"photo"}
"""Conditions that are never true in a browser: the version with a photo is for print shops only."""


def browser_posters(exhibition: Exhibition) -> Artifact:
    """Describe the file of layers for all pages of the site."""
    return Artifact(URI, lambda: script(exhibition).encode())


def script(exhibition: Exhibition) -> str:
    """Render the layers as a function call. This also works on pages opened from a USB stick, where fetch does not."""
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
    """Return the darker shade of each street's accent, by accent. Accents that are not in the palette are included."""
    accents = [term.extra.get("accent", "") for term in exhibition.vocabularies.streets]
    return {accent: blended(accent, TOKENS["deep-river"], DIM) for accent in accents if accent}


def told(layers: Layers) -> list[dict[str, object]]:
    """Serialize layers for the script, each with its type."""
    return [{"kind": KINDS[type(layer)], **plain(layer)} for layer in layers if layer.when not in UNSEEN]


def plain(layer: Layer) -> dict[str, object]:
    """Serialize the fields of a layer under their names; colours are resolved to hexadecimal values."""
    if isinstance(layer, Art):
        return {"when": layer.when, "cuts": shown(layer.cuts)}
    values = {name: value for name, value in asdict(layer).items() if value not in ("", False)}
    if isinstance(layer, Panes):
        values |= {"panes": [shown(pane(0, 0, layer.width, layer.height, lit=lit)) for lit in (False, True)]}
    return values


def shown(cuts: tuple[Cut, ...]) -> list[list[object]]:
    """Serialize shapes as path data, colour and line width; colours that depend on the street stay names."""
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
"""Name of each layer type in the script."""
