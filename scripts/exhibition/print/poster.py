"""Content of a poster, and the layer data from which a browser draws a page's own poster.

`build_poster` collects the texts, stars and code address of an entry. `describe_browser_layers` writes one script file for
the whole site with the layers of the A4 posters; `overrides/assets/exhibit/poster.js` lays them out with the name and
code of the page that is printed, so no file is made per unit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType

from illustrations.palette import ACCENTS, COLOURS, DIM, TOKENS, blend_colours
from illustrations.paper_layers import HEIGHT, WIDTH
from illustrations.scenes import crop_scene

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition
from ..model.emblem import EmblemSlugs, find_emblem_slugs
from ..model.field_types import STARS
from ..storage.cache import digest
from ..text.characters import is_unfit_for_walls
from ..types import CONTENT_TYPES
from ..types.self_governed import SelfGoverned
from .formats import FORMATS, PrintFormat
from .layers import (
    ACCENT,
    ACCENT_DIM,
    ArtLayer,
    EmblemLayer,
    MascotLayer,
    NamePlatesLayer,
    PaperShape,
    PosterLayer,
    PosterLayers,
    QrLayer,
    SceneLayer,
    TextLayer,
    WindowsLayer,
    draw_window,
)

OWN_SHOT, EMBLEM_SHOT = "", "emblem"
"""Names of the entry's own photo and of its photographed emblem; others are those of a product."""
DEFAULT_ACCENT = "wusong"
"""The colour of a street whose own is not in the palette."""


@dataclass(frozen=True, slots=True)
class PosterPhoto:
    """A photo that may stand on a poster: its file, the hash of its bytes, the point that no crop may lose (per cent)."""

    path: Path
    content: str
    focus: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The content of the poster of one entry, the same for every format.

    `address` is what the code holds, `typed` is the form for typing. A `proof` carries 样张 and must not be hung.
    """

    id: str
    kind: str
    """Name of the entry's content type, as in `PrintFormat.types`."""
    name: str
    street: str
    accent: str
    """Name of the street's colour in the palette."""
    compound: str
    committee: str
    stars: int | None
    tagline: str
    address: str
    typed: str
    members: tuple[str, ...] = ()
    """Names of a cluster's units."""
    shot: PosterPhoto | None = None
    scene: str = ""
    """Slug of the drawn scene that stands for the photo where there is none for print."""
    emblem: EmblemSlugs | None = None
    emblem_shot: PosterPhoto | None = None
    """The photographed design sheet, which is shown in place of the drawn emblem."""
    proof: bool = False
    texts: tuple[tuple[str, str], ...] = ()
    """Names and texts that only one product has (`PrintFormat.texts`)."""
    shots: tuple[tuple[str, PosterPhoto], ...] = ()
    """Names and photos that only one product has (`PrintFormat.photos`)."""

    @property
    def place(self) -> str:
        """Compound, else committee; empty where neither is known."""
        return self.compound or self.committee

    @property
    def photos(self) -> tuple[PosterPhoto, ...]:
        """All photos that may stand on it."""
        return tuple(filter(None, (self.shot, self.emblem_shot, *(shot for _, shot in self.shots))))

    def get_shot(self, name: str) -> PosterPhoto | None:
        """Return a photo by the name that a layer uses; None where there is none."""
        own = {OWN_SHOT: self.shot, EMBLEM_SHOT: self.emblem_shot}
        return own[name] if name in own else dict(self.shots).get(name)

    def drop_shot(self, name: str) -> Poster:
        """Return the poster without the photo of this name."""
        if name in (OWN_SHOT, EMBLEM_SHOT):
            return replace(self, shot=None) if name == OWN_SHOT else replace(self, emblem_shot=None)
        return replace(self, shots=tuple(pair for pair in self.shots if pair[0] != name))

    def get_scene(self, name: str) -> tuple[str, str]:
        """Return slug and seed of a drawn scene by the name that a layer uses; both empty where there is none."""
        if not name:
            return self.scene, self.id
        slug, _, seed = dict(self.texts).get(name, "").partition(" ")
        return slug, seed

    def compute_digest(self, format: PrintFormat) -> str:
        """Return a hash of what a reader of this poster sees; it changes exactly when that changes.

        A new layout or another version of a font is no reason to print thousands again, so neither is in it.
        """
        texts = {name: text(self) for name, text in TEXTS.items()} | dict(self.texts)
        photo = [self.shot.content, *self.shot.focus] if self.shot else []
        picture = photo or self.scene
        emblem = self.emblem_shot.content if self.emblem_shot else self.emblem
        parts = [format.key, texts, self.id, self.accent, self.stars, self.address, self.members, picture, self.proof]
        parts += [emblem] if emblem else []
        parts += [[(name, shot.content, shot.focus) for name, shot in self.shots]] if self.shots else []
        return digest(json.dumps(parts, ensure_ascii=False, sort_keys=True))


def is_made_for(format: PrintFormat, entry: Entry) -> bool:
    """Is a product made for entries of this type, or of the type as which it is printed?"""
    row = CONTENT_TYPES.get_type_of(entry)
    return row.name in format.types or row.prints_as in format.types


def build_poster(
    entry: Entry,
    exhibition: Exhibition,
    *,
    proof: bool = False,
    shot: PosterPhoto | None = None,
    emblem_shot: PosterPhoto | None = None,
    shots: Mapping[str, PosterPhoto] = MappingProxyType({}),
    format: PrintFormat | None = None,
) -> Poster:
    """Return the poster of an entry of the exhibition, with the texts that only `format` has."""
    street = exhibition.vocabularies.streets.get_term(entry.location.street)
    address = exhibition.settings.build_permalink(entry.id)
    # Another type may have fields of these names that hold something else.
    stars, ids = getattr(entry, "stars", None), getattr(entry, "members", ())
    members = (exhibition.get(id, Entry) for id in (ids if isinstance(ids, tuple) else ()))
    return Poster(
        id=entry.id,
        kind=CONTENT_TYPES.get_type_of(entry).name,
        name=entry.name,
        street=entry.location.street,
        accent=find_accent(street.extra.get("accent", "")) if street else DEFAULT_ACCENT,
        compound=entry.location.compound,
        committee=entry.location.committee,
        stars=stars if isinstance(stars, int) else None,
        tagline=entry.tagline,
        address=address,
        typed=address.split("://")[-1],
        members=tuple(member.name for member in members if member),
        shot=shot,
        scene=find_scene(entry, exhibition),
        emblem=find_emblem(entry, exhibition),
        emblem_shot=emblem_shot,
        proof=proof,
        texts=tuple(format.texts(entry, exhibition).items()) if format and format.texts else (),
        shots=tuple(shots.items()),
    )


def build_blank_poster(format: PrintFormat, exhibition: Exhibition, *, proof: bool = False) -> Poster:
    """Return the content of a product that is made of no entry; it bears the product's key and title."""
    address = exhibition.settings.site_url
    return Poster(
        id=format.key,
        kind="",
        name=format.title,
        street="",
        accent=DEFAULT_ACCENT,
        compound="",
        committee="",
        stars=None,
        tagline="",
        address=address,
        typed=address.split("://")[-1],
        proof=proof,
        texts=tuple(format.blank(exhibition).items()) if format.blank else (),
    )


def find_scene(entry: Entry, exhibition: Exhibition) -> str:
    """Return the slug of the first drawn scene of an entry; empty where it has none."""
    scenes = exhibition.vocabularies.scenes
    terms = (scenes.find_term(photo.scene) for photo in entry.photos if photo.scene)
    return next((term.slug for term in terms if term), "")


def find_emblem(entry: Entry, exhibition: Exhibition) -> EmblemSlugs | None:
    """Return the parts of an entry's emblem; None where it has no drawn one."""
    emblem = entry.emblem if isinstance(entry, SelfGoverned) else None
    return find_emblem_slugs(emblem, exhibition.vocabularies) if emblem else None


def find_accent(hex: str) -> str:
    """Return the name of a street's colour; colours that are not in the palette cannot be printed."""
    return next((name for name, shade in ACCENTS.items() if shade == hex.upper()), DEFAULT_ACCENT)


def format_place(poster: Poster) -> str:
    """Return the line above the name: street, compound, stars (a cluster: how many units)."""
    parts = [poster.street, "" if poster.place == poster.street else poster.place]
    if poster.stars:
        parts.append(STARS[poster.stars])
    if poster.members:
        parts.append(f"{len(poster.members)}个楼组")
    return "  ·  ".join(part for part in parts if part)


def find_invitation(kind: str) -> str:
    """Return what a passer-by is asked to do by posters of a content type; nothing by what is made of no entry."""
    return CONTENT_TYPES.get_by_name(kind).invitation if kind else ""


PROOF = "样张，请勿张贴"
TEXTS: dict[str, Callable[[Poster], str]] = {
    "name": lambda poster: poster.name,
    "place": format_place,
    "tagline": lambda poster: poster.tagline,
    "action": lambda poster: PROOF if poster.proof else find_invitation(poster.kind),
    "invitation": lambda poster: PROOF if poster.proof else "扫一扫　看我们楼的前世今生",
    "typed": lambda poster: f"不方便扫码，就输入网址 {poster.typed}",
    "address": lambda poster: poster.typed,
    "number": lambda poster: f"编号 {poster.id}  ·  {poster.name}",
}
"""Every text that a layout may set, by the name that its layer uses. A text of one product alone stands in its row."""


def get_text(what: str, poster: Poster) -> str:
    """Return a text of a poster by name. Raises KeyError for a name that neither the product nor `TEXTS` has."""
    own = dict(poster.texts)
    return own[what] if what in own else TEXTS[what](poster)


def get_address(code: QrLayer, poster: Poster) -> str:
    """Return the address that a code of a poster holds."""
    return get_text(code.what, poster) if code.what else poster.address


CONDITIONS: dict[str, Callable[[Poster], bool]] = {
    "": lambda poster: True,
    "stars": lambda poster: poster.stars is not None,
    "no-stars": lambda poster: poster.stars is None,
    "members": lambda poster: bool(poster.members),
    "no-members": lambda poster: not poster.members,
    "photo": lambda poster: poster.shot is not None,
    "scene": lambda poster: poster.shot is None and bool(poster.scene),
    "emblem": lambda poster: poster.emblem is not None or poster.emblem_shot is not None,
    "no-emblem": lambda poster: poster.emblem is None and poster.emblem_shot is None,
    "no-picture": lambda poster: poster.shot is None and not poster.scene,
}
"""When a layer is on a poster, by the name in its `when`."""


URI = "assets/exhibit/poster-layers.js"
CALL = "exPoster"
"""Function of the page's script that receives the layers."""
SKIPPED_CONDITIONS = {"photo"}
"""Conditions that are never true in a browser: the version with a photo is for print shops only."""


def describe_browser_layers(exhibition: Exhibition) -> Artifact:
    """Describe the file of layers for all pages of the site."""
    return Artifact(URI, lambda: render_script(exhibition).encode())


def render_script(exhibition: Exhibition) -> str:
    """Render the layers as a function call. This also works on pages opened from a USB stick, where fetch does not."""
    panel = FORMATS.default.panel_mm
    settings = exhibition.settings
    data = {
        "proof": settings.trial or is_unfit_for_walls(settings.site_url),
        "panel": round(panel, 2),
        "dims": compute_dim_accents(exhibition),
        "sheets": {
            kind: serialize_layers(format.layers) for format in FORMATS.values() if format.home for kind in format.types
        },
    }
    return f"{CALL}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))})\n"


def compute_dim_accents(exhibition: Exhibition) -> dict[str, str]:
    """Return the darker shade of each street's accent, by accent. Accents that are not in the palette are included."""
    accents = [term.extra.get("accent", "") for term in exhibition.vocabularies.streets]
    return {accent: blend_colours(accent, TOKENS["deep-river"], DIM) for accent in accents if accent}


def serialize_layers(layers: PosterLayers) -> list[dict[str, object]]:
    """Serialize layers for the script, each with its type."""
    return [
        {"kind": LAYER_KEYS[type(layer)], **serialize_layer(layer)}
        for layer in layers
        if layer.when not in SKIPPED_CONDITIONS
    ]


def serialize_layer(layer: PosterLayer) -> dict[str, object]:
    """Serialize the fields of a layer under their names; colours are resolved to hexadecimal values."""
    if isinstance(layer, ArtLayer):
        return {"when": layer.when, "cuts": serialize_shapes(layer.cuts)}
    values = {name: value for name, value in asdict(layer).items() if value not in ("", False)}
    if isinstance(layer, WindowsLayer):
        values |= {
            "panes": [serialize_shapes(draw_window(0, 0, layer.width, layer.height, lit=lit)) for lit in (False, True)]
        }
    if isinstance(layer, SceneLayer):
        view = crop_scene(layer.width, layer.height)
        values |= {"whole": [WIDTH, HEIGHT], "view": [round(number, 1) for number in view]}
    return values


def serialize_shapes(cuts: tuple[PaperShape, ...]) -> list[list[object]]:
    """Serialize shapes as path data, colour and line width; colours that depend on the street stay names."""
    tones = {ACCENT: ACCENT, ACCENT_DIM: ACCENT_DIM}
    return [[cut.d, tones.get(cut.colour) or COLOURS[cut.colour], *([cut.width] if cut.width else [])] for cut in cuts]


LAYER_KEYS: dict[type[PosterLayer], str] = {
    ArtLayer: "art",
    MascotLayer: "figure",
    WindowsLayer: "panes",
    TextLayer: "words",
    NamePlatesLayer: "plates",
    QrLayer: "code",
    SceneLayer: "scene",
    EmblemLayer: "emblem",
}
"""Name of each layer type in the script."""
