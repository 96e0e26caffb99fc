"""What a print shop can be sent: layouts, formats (products) in millimetres, and PDF/X standards; one row each.

Layouts: the lit house and the name can be read from 3 m, the code is scanned from 1 m, place and address are read at
arm's length. Text is black on paper; a layout has at most three type sizes.

Formats: a module of a QR code is a whole number of dots at 300 dpi, so that no raster image processor has to round an
edge of the code. The side of a code is at least a tenth of its scanning distance (ISO/IEC 18004 leaves both to the
application).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, SupportsIndex

from ..lazy import dataclass
from ..model.exhibition import has_record_page
from ..qr.render import QUIET
from .claim_plates import (
    PLATE_GROUND,
    PLATE_HEIGHT,
    PLATE_WIDTH,
    compose_plates,
    has_plates,
    list_plate_texts,
)
from .covenant_sheets import (
    COVENANT_HEAD,
    compose_covenant,
    has_no_covenant,
    is_too_long,
    list_covenant_texts,
)
from .handouts import (
    CARD_HEAD,
    FOLD,
    LEAFLET_LAYERS,
    SHEET_LAYERS,
    compose_card,
    compose_leaflet,
    has_walk,
    is_trail,
    list_card_texts,
    list_leaflet_photos,
    list_leaflet_texts,
    list_sheet_texts,
)
from .layers import (
    ACCENT,
    ACCENT_DIM,
    OVERHANG,
    ArtLayer,
    EmblemLayer,
    MascotLayer,
    NamePlatesLayer,
    PaperShape,
    PhotoLayer,
    PosterLayers,
    QrLayer,
    SceneLayer,
    TextLayer,
    WindowsLayer,
    draw_box,
    draw_cloud,
    draw_disc,
    draw_gable,
    draw_house,
    draw_moon,
    draw_round_window,
    draw_tiles,
    draw_vine,
    draw_water,
)
from .play_sheets import (
    HOST_LAYERS,
    ROLE_HEAD,
    compose_host_sheet,
    compose_role_cards,
    has_no_roles,
    has_no_scenes,
    is_too_large,
    list_host_texts,
    list_role_texts,
)
from .record_sheets import (
    APPLICATION_LAYERS,
    RECORD_LAYERS,
    can_apply,
    compose_application,
    list_application_texts,
    list_record_texts,
)
from .worksheets import WORKSHEETS, Worksheet, list_blank_texts, set_page

if TYPE_CHECKING:
    from ..model import Entry, Exhibition, Photo
    from .poster import Poster


BLANK_SHEETS = tuple(sheet for sheet in WORKSHEETS if sheet.blank)
"""The worksheets that no product of entries prints."""
WIDTH, HEIGHT = 210.0, 297.0
"""Size of a portrait layout in its units: an A4 page in millimetres."""
MIDDLE = WIDTH / 2
"""The one axis: name, place, sentence, code, call and address are centred on it."""
APEX, EAVES, THICK = 7.0, 31.0, 3.5
LEFT, RIGHT = 6.0, 204.0
"""Left and right edge of the walls of the house."""
INNER, TEXT_WIDTH = 10.0, 190.0
"""Left edge and width of the boxes of text."""
LARGE_TEXT, READ_TEXT, SMALL_TEXT = 16.0, 7.2, 4.6
"""The three sizes of type: the name, what is read from a metre (the reason to scan, the call), what is read at arm's length."""
MIN_TEXT = 3.05
"""The size to which it may shrink: 6.1 pt on the A5 sign; 6 pt is the least that prints well."""
PICTURE_TOP, PICTURE_HEIGHT = 34.5, 60.0
"""The band of the unit's own picture, under the gable."""
PANEL, CODE_Y = 131.6, 204.0
"""Side of the white panel of the A4 poster, and the height of its middle."""
FRAME = 1.8
SKY = PaperShape(draw_box(-OVERHANG, -OVERHANG, WIDTH + 2 * OVERHANG, HEIGHT + 2 * OVERHANG), ACCENT)
WALL = PaperShape(draw_box(LEFT, EAVES + THICK - 1, RIGHT - LEFT, HEIGHT), "paper")
WINDOW = (
    PaperShape(
        draw_box(MIDDLE - PANEL / 2 - FRAME, CODE_Y - PANEL / 2 - FRAME, PANEL + 2 * FRAME, PANEL + 2 * FRAME, 2),
        ACCENT,
    ),
)
VINE = draw_vine(188.3, 142, 268, 11)
HOUSES: tuple[tuple[float, float, float, str, str], ...] = (
    (-4, 27, 22, "luodian", "brick"),
    (25, 24, 30, "gucun", "moss"),
    (52, 25, 20, "yanghang", "oak"),
    (80, 26, 27, "cream", "brick"),
    (109, 24, 22, "songnan", "wine"),
    (136, 26, 31, "miaohang", "tide"),
    (165, 25, 20, "gucun", "wood"),
    (192, 27, 27, "luojing", "wine"),
)
"""Left edge, width, height, wall and roof of the houses of a street."""
PICTURE: PosterLayers = (
    PhotoLayer(LEFT, PICTURE_TOP, RIGHT - LEFT, PICTURE_HEIGHT, when="photo"),
    SceneLayer(LEFT, PICTURE_TOP, RIGHT - LEFT, PICTURE_HEIGHT, when="scene"),
    ArtLayer(
        (
            PaperShape(draw_box(LEFT, PICTURE_TOP - 1, RIGHT - LEFT, PICTURE_HEIGHT + 1), ACCENT_DIM),
            *draw_moon(176, PICTURE_TOP + 15, 7.5),
            PaperShape(draw_cloud(18, PICTURE_TOP + 20, 30), "cream"),
            *(
                cut
                for x, wide, high, wall, roof in HOUSES[1:-1]
                for cut in draw_house(x + 1, PICTURE_TOP + PICTURE_HEIGHT, wide, high, wall, roof)
            ),
        ),
        when="no-picture",
    ),
    ArtLayer((PaperShape(draw_box(LEFT, PICTURE_TOP + PICTURE_HEIGHT - 0.1, RIGHT - LEFT, 1.6), ACCENT),)),
)
HEAD: PosterLayers = (
    TextLayer("name", INNER, 96.6, TEXT_WIDTH, 16.2, LARGE_TEXT, 6.6, weight="name", lines=2, leading=1.1),
    TextLayer("place", INNER, 113, TEXT_WIDTH, 5, SMALL_TEXT, MIN_TEXT),
    TextLayer("tagline", INNER, 119.4, TEXT_WIDTH, 15.8, READ_TEXT, MIN_TEXT, weight="name", lines=2, leading=1.16),
)
READING: PosterLayers = (
    ArtLayer(WINDOW),
    QrLayer(MIDDLE, CODE_Y),
    TextLayer("action", INNER, 272.4, TEXT_WIDTH, 8, READ_TEXT, 5, weight="name"),
    TextLayer("typed", INNER, 280.8, TEXT_WIDTH, 5, SMALL_TEXT, MIN_TEXT),
    TextLayer("number", INNER, 286.2, TEXT_WIDTH, 5, SMALL_TEXT, MIN_TEXT),
)
FOOT: PosterLayers = (
    MascotLayer("pointing", 6.6, 236, 30),
    ArtLayer((*draw_water(WIDTH, 293.2, HEIGHT + OVERHANG, 0.25),)),
)
EMBLEM_Y, EMBLEM_RADIUS, EMBLEM_SIZE = 24.5, 14.0, 22.0
"""Middle and radius of the round window in the gable; side of the square of an emblem, whose corners stay inside."""
CREST: PosterLayers = (
    ArtLayer(draw_round_window(MIDDLE, EMBLEM_Y, EMBLEM_RADIUS), when="no-emblem"),
    ArtLayer((PaperShape(draw_disc(MIDDLE, EMBLEM_Y, EMBLEM_RADIUS), "paper"),), when="emblem"),
    EmblemLayer(MIDDLE, EMBLEM_Y, EMBLEM_SIZE, EMBLEM_RADIUS - 1, when="emblem"),
)
PORTRAIT: PosterLayers = (
    ArtLayer(
        (
            SKY,
            *draw_moon(190, 11, 6.5),
            PaperShape(draw_cloud(12, 16, 30), "paper"),
            PaperShape(draw_cloud(151, 13, 20), "cream"),
            WALL,
        )
    ),
    *PICTURE,
    ArtLayer(
        (
            PaperShape(draw_gable(WIDTH, APEX, EAVES, THICK, over=1.6), "paper"),
            PaperShape(draw_gable(WIDTH, APEX, EAVES, THICK), ACCENT_DIM),
            PaperShape(draw_tiles(WIDTH, APEX, EAVES, 4, 8), ACCENT, 1.1),
        )
    ),
    *CREST,
    *HEAD,
    WindowsLayer(176.4, 142, 24, 18, 0, 23.8, when="stars"),
    ArtLayer(VINE, when="no-stars"),
    *READING,
    *FOOT,
)
CLUSTER: PosterLayers = (
    ArtLayer(
        (
            SKY,
            *draw_moon(190, 9, 5.5),
            PaperShape(draw_cloud(10, 11, 26), "paper"),
            PaperShape(draw_cloud(128, 9, 20), "cream"),
            *(
                cut
                for x, wide, high, wall, roof in HOUSES
                for cut in draw_house(x, PICTURE_TOP, wide, high * 0.56, wall, roof)
            ),
            WALL,
        )
    ),
    *PICTURE,
    *CREST,
    *HEAD,
    NamePlatesLayer(174.4, 139, 28.8, 15, 19, 6, when="members"),
    ArtLayer(VINE, when="no-members"),
    *READING,
    *FOOT,
)
STICKER: PosterLayers = (
    ArtLayer((PaperShape(draw_box(-OVERHANG, -OVERHANG, 100 + 2 * OVERHANG, 100 + 2 * OVERHANG), ACCENT),)),
    ArtLayer((PaperShape(draw_box(3, 3, 94, 110, 4), "paper"),)),
    TextLayer("name", 18, 5, 64, 7.2, 7, 3.1, weight="name", lines=2, leading=1.1),
    TextLayer("invitation", 5.4, 14, 5, 75, 4.6, 3.2, column=True, weight="name"),
    ArtLayer((*draw_water(100, 97.2, 100 + OVERHANG, 0.3),)),
    QrLayer(50, 51.7),
    TextLayer("typed", 10, 90.95, 80, 3.6, 3.4, 2.4),
    MascotLayer("pointing", 84, 0.6, 11.5, flip=True),
    EmblemLayer(11, 7.7, 8.6, 4.2, when="emblem"),
)
"""100 units: one millimetre each."""


PT = 72 / 25.4
"""Points in a millimetre."""
DOT_MM = 25.4 / 300
"""One dot at 300 dpi."""
MARKS_MM = 12.0
"""Room for crop marks and slug outside the trim, on all four sides."""
RULER_MM = 50.0
"""Length of the line in the slug by which the shop checks that nothing was scaled."""
LEAST_WIDTH_MM = 45.0
"""Least width of a product: the ruler begins 5 mm right of the trim's left edge and must end on the page."""
SLUG_DOT = "  ·  "
"""What stands between the parts of a slug line."""
SAFE_MM = 5.0
"""Least distance of text and code from the trim, inside it."""
INK_LIMIT = 250.0
"""Per cent of all inks together on one place of coated paper."""
PLATES = "CMYK"
"""All plates, in the order of a colour's values."""
MIN_MODULES = 29
"""Modules on each side of the smallest code that an address of ours takes (see `SYMBOL_SPECS` in `qr.symbol`)."""
Obstacle = tuple[Callable[["Entry"], bool], str]
"""A predicate that keeps an entry from being printed, and the reason in Chinese."""
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A key stands in names of files and on the command line."""


@dataclass(frozen=True, slots=True)
class QrPlacement:
    """Where a code lies on a product: its modules, a module in dots, the top left of its dark square in mm from the trim's."""

    modules: int
    module_dots: int
    x_mm: float
    y_mm: float

    @property
    def module_mm(self) -> float:
        """Side of a module."""
        return self.module_dots * DOT_MM

    @property
    def code_mm(self) -> float:
        """Side of the code without its quiet zone."""
        return self.modules * self.module_mm


@dataclass(frozen=True, slots=True)
class Imposition:
    """How the pages of a product lie on a larger sheet; sizes in mm."""

    sheet: str
    """The sheet's name, as shops say it."""
    width_mm: float
    height_mm: float
    columns: int
    rows: int
    gap_mm: float = 10.0
    """Between the trims of neighbours: both bleeds, and room for marks."""

    @property
    def each(self) -> int:
        """Pages on one sheet."""
        return self.columns * self.rows

    def describe(self, title: str) -> str:
        """Return the scheme in a sentence for the notes; `title` is the product's."""
        return (
            f"{self.sheet}（{self.width_mm:g}×{self.height_mm:g} 毫米）上"
            f"横 {self.columns} 竖 {self.rows}，一张 {self.each} 个{title}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFormat:
    """One product for print. Raises ValueError for a row that cannot be printed."""

    key: str
    """What `--product` takes, in small letters; in capitals it stands in names of files."""
    title: str
    """Its name in messages, manifest, notes and guide."""
    word: str
    """What people call it where paper is spoken of: 海报, 门牌."""
    width_mm: float
    height_mm: float
    layers: PosterLayers
    """The page with the code; the only page unless `compose` yields others."""
    compose: Callable[[Poster], tuple[PosterLayers, ...]] | None = None
    """Returns all pages of one entry, at least one, `layers` among them where the product has a code.

    None: `layers` is the only page. The number of pages may depend on the entry.
    """
    texts: Callable[[Entry, Exhibition], Mapping[str, str]] | None = None
    """Returns texts of this product alone by the names that its `TextLayer` layers use.

    They take precedence over `poster.TEXTS` and are part of the fingerprint by which a later job knows what has changed.
    """
    photos: Callable[[Entry, Exhibition], Mapping[str, tuple[Entry, Photo]]] | None = None
    """Returns photos of this product alone, each with its entry, by the names that its `PhotoLayer` layers use.

    Only those whose consent covers print are printed.
    """
    scale: float = 1
    """Millimetres in one unit of the layers."""
    module_dots: int = 0
    """Side of a module of the smallest code, in dots; a larger code has smaller modules in the same panel."""
    bleed_mm: float = 3
    safe_mm: float = SAFE_MM
    """Least distance of text and code from the trim."""
    inks: str = PLATES
    """Plates that carry ink: `CMYK`, or `K` for a product in black alone; colours of layers then become tints of black."""
    ink_limit: float = INK_LIMIT
    """Per cent of all inks together on one place."""
    folds_mm: tuple[float, ...] = ()
    """Where it is folded, from the left edge: marks outside the trim show the shop the place."""
    sides: int = 1
    """Printed sides of a sheet of paper: 1 or 2."""
    stock: str
    finish: str
    imposition: Imposition | None = None
    """How single pages are laid on larger sheets; None where the shop prints page by page."""
    in_pieces: bool = False
    """Is each page that `compose` returns a piece of its own, so that all of them are laid on sheets one by one?"""
    types: tuple[str, ...] = ("unit",)
    """Names of the content types whose entries it is made for; none where it is made of no entry (`blank`)."""
    blank: Callable[[Exhibition], Mapping[str, str]] | None = None
    """Returns the texts of a product that is made of no entry, by the names of its layers. None: it is made of entries."""
    obstacles: tuple[Obstacle, ...] = ()
    """What keeps an entry of these types from being printed on this product, beside the rules for all products."""
    worksheet: str = ""
    """The worksheet (`worksheets.py`) that it prints; empty: it is none, or several."""
    place: str
    """Where it hangs, for the table of the guide."""
    home: bool = False
    """Do the pages of its types print this layout by their button? A unit of its layers must be a millimetre on A4."""

    def __post_init__(self) -> None:
        problems = [problem for stands, problem in PROBLEMS if stands(self)]
        if problems:
            raise ValueError(f"product {self.key!r}: {'; '.join(problems)}")

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """Pickle a registered product as its key: bundles travel to worker processes, and functions do not."""
        registered = FORMATS.get(self.key) is self
        return (get_product, (self.key,)) if registered else object.__reduce_ex__(self, protocol)

    @property
    def has_code(self) -> bool:
        """Does it carry a code?"""
        return any(isinstance(layer, QrLayer) for layer in self.layers)

    @property
    def panel_mm(self) -> float:
        """Side of the white panel of a code in the product's own size."""
        return self.compute_panel(None)

    def compute_panel(self, code: QrLayer | None) -> float:
        """Return the side of the white panel in mm: the smallest code of our ladder with its quiet zone.

        `code` is the layer; None: a code in the product's own size.
        """
        return (MIN_MODULES + 2 * QUIET) * self.compute_dots(code) * DOT_MM

    def compute_dots(self, code: QrLayer | None) -> int:
        """Return the side of a module of the smallest code in a layer, in dots."""
        return (code.module_dots if code else 0) or self.module_dots

    @property
    def distance_m(self) -> float:
        """The distance from which its smallest code is scanned, in metres: ten times the side of the code."""
        return round(self.place_code(MIN_MODULES).code_mm / 100, 1)

    def place_code(self, modules: int, code: QrLayer | None = None) -> QrPlacement:
        """Return where a code of `modules` × `modules` lies: in the middle of the panel, as large as whole dots allow.

        `code` is the layer; by default that of `layers`. Raises StopIteration where the product has no code.
        """
        centre = code or next(layer for layer in self.layers if isinstance(layer, QrLayer))
        dots = (MIN_MODULES + 2 * QUIET) * self.compute_dots(centre) // (modules + 2 * QUIET)
        half = modules * dots * DOT_MM / 2
        return QrPlacement(modules, dots, centre.x * self.scale - half, centre.y * self.scale - half)

    @property
    def photo_place(self) -> PhotoLayer | None:
        """Where a photo stands on the page with the code, if anywhere."""
        return next((layer for layer in self.layers if isinstance(layer, PhotoLayer)), None)

    def list_pages(self, poster: Poster) -> tuple[PosterLayers, ...]:
        """Return the layers of every page of an entry."""
        return self.compose(poster) if self.compose else (self.layers,)

    def list_photo_places(self, poster: Poster) -> list[tuple[str, PhotoLayer]]:
        """Return every place of a photo on the pages of an entry, with the name of the photo."""
        layers = [layer for page in self.list_pages(poster) for layer in page]
        photos = [(layer.what, layer) for layer in layers if isinstance(layer, PhotoLayer)]
        return photos + [("emblem", layer.disc) for layer in layers if isinstance(layer, EmblemLayer)]


def get_product(key: str) -> PrintFormat:
    """Return the product of a key. Raises KeyError where there is none."""
    return FORMATS[key]


def is_beyond_sheet(row: PrintFormat) -> bool:
    """Do the pieces with their bleed come closer than 3 mm to the edge of the sheet?"""
    scheme = row.imposition
    if scheme is None:
        return False
    rest_across = scheme.width_mm - scheme.columns * row.width_mm - (scheme.columns - 1) * scheme.gap_mm
    rest_down = scheme.height_mm - scheme.rows * row.height_mm - (scheme.rows - 1) * scheme.gap_mm
    return min(rest_across, rest_down) / 2 - row.bleed_mm < 3 or scheme.gap_mm < 2 * row.bleed_mm


def is_beyond_trim(row: PrintFormat) -> bool:
    """Does the panel of the code reach beyond the trim?"""
    place = row.place_code(MIN_MODULES)
    quiet = QUIET * place.module_mm
    right, bottom = place.x_mm + place.code_mm + quiet, place.y_mm + place.code_mm + quiet
    return min(place.x_mm, place.y_mm) < quiet or right > row.width_mm or bottom > row.height_mm


PROBLEMS: tuple[tuple[Callable[[PrintFormat], bool], str], ...] = (
    (lambda row: not KEY.fullmatch(row.key), "its key must be small letters, digits and hyphens"),
    (lambda row: row.has_code and row.module_dots < 1, "a module of its code needs at least one dot"),
    (lambda row: row.has_code and row.module_dots > 0 and is_beyond_trim(row), "its code lies beyond the trim"),
    (lambda row: row.width_mm < LEAST_WIDTH_MM, "it is too narrow for the ruler in its slug"),
    (lambda row: row.inks not in (PLATES, "K"), "its inks must be CMYK or K"),
    (lambda row: row.inks == "K" and row.photo_place is not None, "a photo needs all inks"),
    (lambda row: row.sides not in (1, 2), "a sheet has one or two sides"),
    (
        lambda row: row.imposition is not None and row.compose is not None and not row.in_pieces,
        "only single pages are imposed",
    ),
    (lambda row: row.in_pieces and row.sides == 2, "a piece has one side"),
    (
        lambda row: row.imposition is not None and min(row.imposition.columns, row.imposition.rows) < 1,
        "a sheet holds at least one piece",
    ),
    (is_beyond_sheet, "its pieces do not fit the sheet of its imposition"),
    (lambda row: not row.types and not row.blank, "it needs a content type"),
    (lambda row: bool(row.blank and (row.types or row.texts or row.photos)), "what is made of no entry has no type"),
    (lambda row: row.blank is not None and row.has_code, "what is made of no entry has no address for a code"),
)
"""What makes a row unprintable, with the words of the ValueError."""


class ProductRegistry(Mapping[str, PrintFormat]):
    """Every product by its key, in the order of the rows."""

    def __init__(self, rows: Iterable[PrintFormat], default: str) -> None:
        self._rows: dict[str, PrintFormat] = {}
        for row in rows:
            self._add(row)
        self.default = self._rows[default]
        """What is printed where nobody says a product."""

    def _add(self, row: PrintFormat) -> None:
        """Add a row. Raises ValueError where its key or its title is taken."""
        if row.key in self._rows or any(row.title == other.title for other in self._rows.values()):
            raise ValueError(f"there is a product {row.key!r} or {row.title!r} already")
        self._rows[row.key] = row

    def __getitem__(self, key: str) -> PrintFormat:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @contextmanager
    def registered(self, row: PrintFormat) -> Iterator[PrintFormat]:
        """Add a product as long as the context lasts, for tests. Raises ValueError where its key or title is taken."""
        self._add(row)
        try:
            yield row
        finally:
            del self._rows[row.key]

    def find(self, word: str) -> PrintFormat | None:
        """Return the product of a key, a title, or a `word` that only one product has; None where there is none."""
        known = {normalize(name): key for name, key in self._map_names().items()}
        key = known.get(normalize(word))
        return self._rows[key] if key else None

    def suggest(self, word: str) -> PrintFormat | None:
        """Return the product that was probably meant by a misspelt word; None where nothing is near.

        Six characters of ten must agree: of `a2` nobody knows whether `a3` or `a5` was meant.
        """
        known = {normalize(name): key for name, key in self._map_names().items()}
        near = difflib.get_close_matches(normalize(word), known, 1, 0.6)
        return self._rows[known[near[0]]] if near else None

    def _map_names(self) -> dict[str, str]:
        """Return the key of a product by each of its names."""
        rows = self._rows.values()
        words = [row.word for row in rows]
        own = {row.word: row.key for row in rows if words.count(row.word) == 1}
        return own | {row.title: row.key for row in rows} | {row.key: row.key for row in rows}

    def find_of_worksheet(self, slug: str) -> PrintFormat | None:
        """Return the product that prints a worksheet; None where there is none."""
        return next((row for row in self._rows.values() if slug and row.worksheet == slug), None)

    def list_of_type(self, name: str) -> tuple[PrintFormat, ...]:
        """Return the products for entries of a content type, the one that its pages print first."""
        return tuple(sorted((row for row in self._rows.values() if name in row.types), key=lambda row: not row.home))


def normalize(word: str) -> str:
    """Return a word of the command line without spaces, in small letters and ASCII digits."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def build_portrait_format(
    key: str,
    size: str,
    width_mm: float,
    height_mm: float,
    *,
    place: str,
    word: str = "海报",
    layers: PosterLayers = PORTRAIT,
    types: tuple[str, ...] = ("unit",),
    stock: str = "157 克哑粉纸",
    imposition: Imposition | None = None,
    home: bool = False,
) -> PrintFormat:
    """Return a poster of the A series: a layout in units of A4 at the scale of its width; `size` is A4, for its title.

    The module of its code has as many whole dots as the panel of the layout has room for.
    """
    scale = width_mm / WIDTH
    return PrintFormat(
        key=key,
        title=f"{size} {word}",
        word=word,
        width_mm=width_mm,
        height_mm=height_mm,
        module_dots=int(PANEL * scale / ((MIN_MODULES + 2 * QUIET) * DOT_MM)),
        layers=layers,
        scale=scale,
        stock=stock,
        finish="覆哑膜",
        imposition=imposition,
        types=types,
        place=place,
        home=home,
    )


def build_covenant_format(
    key: str, size: str, width_mm: float, height_mm: float, *, longer: str, place: str, worksheet: str = ""
) -> PrintFormat:
    """Return the sheet of a covenant in a size of the A series; `longer` is what is said of one that does not fit."""
    scale = width_mm / WIDTH
    return PrintFormat(
        key=key,
        title=f"{size} 公约",
        word="公约",
        worksheet=worksheet,
        width_mm=width_mm,
        height_mm=height_mm,
        module_dots=int(15 * scale),
        layers=COVENANT_HEAD,
        compose=compose_covenant(scale),
        texts=list_covenant_texts,
        scale=scale,
        stock="200 克哑粉纸",
        finish="覆哑膜",
        types=("unit", "cluster", "community"),
        obstacles=((has_no_covenant, "还没有公约"), (is_too_long(scale), longer)),
        place=place,
    )


def build_worksheet_format(key: str, title: str, word: str, sheets: tuple[Worksheet, ...], place: str) -> PrintFormat:
    """Return the product of worksheets, a page each: blank, in black, made of no entry."""
    pages = tuple(set_page(sheet) for sheet in sheets)
    return PrintFormat(
        key=key,
        title=title,
        word=word,
        worksheet=sheets[0].slug if len(sheets) == 1 else "",
        width_mm=210,
        height_mm=297,
        layers=pages[0],
        compose=(lambda _: pages) if len(pages) > 1 else None,
        blank=partial(list_blank_texts, sheets),
        safe_mm=8,
        inks="K",
        ink_limit=100,
        stock="80 克双胶纸",
        finish="不覆膜，要能写字",
        types=(),
        place=place,
    )


A4_ON_SRA3 = Imposition("SRA3", 450, 320, 2, 1)
FORMATS = ProductRegistry(
    (
        build_portrait_format("a3", "A3", 297, 420, place="小区宣传栏、大门口"),
        build_portrait_format("a4", "A4", 210, 297, place="楼门口、电梯厅", imposition=A4_ON_SRA3, home=True),
        build_portrait_format(
            "a5",
            "A5",
            148,
            210,
            word="门牌",
            place="信报箱旁、楼道墙上",
            stock="250 克哑粉纸",
            imposition=Imposition("SRA3", 320, 450, 2, 2),
        ),
        PrintFormat(
            key="sticker",
            title="10 厘米贴纸",
            word="贴纸",
            width_mm=100,
            height_mm=100,
            module_dots=25,
            layers=STICKER,
            stock="哑面不干胶",
            finish="覆哑膜",
            imposition=Imposition("A3", 297, 420, 2, 3, 14),
            place="门边、扶手旁",
        ),
        build_portrait_format(
            "cluster",
            "A3",
            297,
            420,
            word="楼群海报",
            layers=CLUSTER,
            types=("cluster",),
            place="楼群共用的地方",
            home=True,
        ),
        build_portrait_format(
            "cluster-a4",
            "A4",
            210,
            297,
            word="楼群海报",
            layers=CLUSTER,
            types=("cluster",),
            place="楼群里各座楼的门口",
            imposition=A4_ON_SRA3,
        ),
        PrintFormat(
            key="record",
            title="A4 数字档案",
            word="档案",
            width_mm=210,
            height_mm=297,
            module_dots=14,
            layers=RECORD_LAYERS,
            texts=list_record_texts,
            stock="128 克哑粉纸",
            finish="不覆膜",
            types=("unit", "cluster"),
            obstacles=((lambda entry: not has_record_page(entry), "还没有数字档案"),),
            place="楼里的宣传栏、居委会的资料夹",
        ),
        PrintFormat(
            key="application",
            worksheet="self-application",
            title="A4 自主申报表",
            word="申报表",
            width_mm=210,
            height_mm=297,
            layers=APPLICATION_LAYERS,
            compose=compose_application,
            texts=list_application_texts,
            safe_mm=8,
            inks="K",
            ink_limit=100,
            stock="80 克双胶纸",
            finish="不覆膜",
            obstacles=((lambda entry: not can_apply(entry), "这一类不评星"),),
            place="申报的时候填（本项目起草，不是官方表格）",
        ),
        PrintFormat(
            key="leaflet",
            title="A4 参访折页",
            word="折页",
            width_mm=297,
            height_mm=210,
            module_dots=18,
            layers=LEAFLET_LAYERS,
            compose=compose_leaflet,
            texts=list_leaflet_texts,
            photos=list_leaflet_photos,
            folds_mm=(FOLD,),
            sides=2,
            stock="128 克哑粉纸",
            finish="不覆膜，双面印，横放在正中对折一次，成 A5",
            types=("unit", "cluster", "community", "route"),
            obstacles=((lambda entry: not has_walk(entry), "没有参访的站，也没有成员楼组"),),
            place="参访的人手里",
        ),
        PrintFormat(
            key="stamp-card",
            worksheet="trail-card",
            title="A5 小先生集章卡",
            word="小先生卡",
            width_mm=148,
            height_mm=210,
            module_dots=12,
            layers=CARD_HEAD,
            compose=compose_card,
            texts=list_card_texts,
            sides=2,
            stock="250 克哑粉纸",
            finish="不覆膜",
            types=("route",),
            obstacles=((lambda entry: not is_trail(entry), "不是小先生路线，没有题"),),
            place="孩子手里",
        ),
        PrintFormat(
            key="claim-plate",
            worksheet="claim-tag",
            title="A6 认领牌",
            word="认领牌",
            width_mm=PLATE_WIDTH,
            height_mm=PLATE_HEIGHT,
            module_dots=12,
            layers=PLATE_GROUND,
            compose=compose_plates,
            texts=list_plate_texts,
            stock="300 克白卡纸",
            finish="覆哑膜，留空的要能写字",
            imposition=Imposition("SRA3", 320, 450, 2, 3),
            in_pieces=True,
            types=("unit", "cluster", "community"),
            obstacles=((lambda entry: not has_plates(entry), "没有等人认领、也没有有人认领的事"),),
            place="认领的那件事、那块地方旁边",
        ),
        PrintFormat(
            key="role-cards",
            title="A4 角色卡",
            word="角色卡",
            width_mm=210,
            height_mm=297,
            module_dots=10,
            layers=ROLE_HEAD,
            compose=compose_role_cards,
            texts=list_role_texts,
            stock="250 克白卡纸",
            finish="不覆膜，留空的要能写字；照十字线剪开，一张八片",
            types=("play",),
            obstacles=((has_no_roles, "没有写“角色”，没有卡可印"),),
            place="演剧本的人手里",
        ),
        PrintFormat(
            key="host-sheet",
            title="A3 主持人的图",
            word="主持人的图",
            width_mm=420,
            height_mm=297,
            module_dots=11,
            layers=HOST_LAYERS,
            compose=compose_host_sheet,
            texts=list_host_texts,
            stock="128 克哑粉纸",
            finish="不覆膜",
            types=("play",),
            obstacles=(
                (has_no_scenes, "还没有一幕可演"),
                (is_too_large, "幕太多，一张 A3 上看不清：打印剧本自己的“整本”那一页，或者把几幕合成一幕"),
            ),
            place="主持人手里，或者挂在墙上大家看",
        ),
        PrintFormat(
            key="emblem-sheet",
            worksheet="emblem-drawing",
            title="A4 楼标设计纸",
            word="设计纸",
            width_mm=210,
            height_mm=297,
            layers=SHEET_LAYERS,
            texts=list_sheet_texts,
            stock="120 克双胶纸",
            finish="不覆膜，要能写字",
            types=("unit", "cluster", "community"),
            place="大家坐下来画的时候",
        ),
        build_covenant_format(
            "covenant-a3",
            "A3",
            297,
            420,
            longer="公约太长，A3 上 5 毫米的字也放不下，先合并几条",
            place="楼门口、门厅（字高 5 到 18 毫米，站在 0.8 到 2.7 米外看得清）",
        ),
        build_covenant_format(
            "covenant-a4",
            "A4",
            210,
            297,
            worksheet="covenant-draft",
            longer="公约太长，A4 上 5 毫米的字也放不下，改印 A3，或者合并几条",
            place="电梯里、楼道墙上（字高 5 到 13 毫米，站在 0.8 到 1.9 米外看得清）",
        ),
        build_worksheet_format(
            "handbook-sheets", "A4 成长手册的纸", "手册的纸", BLANK_SHEETS, "商量、拍照、带人看的时候"
        ),
        *(
            build_worksheet_format(f"sheet-{sheet.slug}", f"A4 {sheet.title}", sheet.title, (sheet,), "要写的时候")
            for sheet in BLANK_SHEETS
        ),
    ),
    default="a4",
)
"""Every product by its key. A new one is a new row (and a layout, if none of these fits)."""


CONDITION = "FOGRA39"
"""Printing condition of every file: coated paper, ISO 12647-2 (its name in the ICC registry)."""
REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfStandard:
    """What a PDF/X standard requires of the file structure."""

    key: str
    title: str
    """Value of GTS_PDFXVersion."""
    pdf: str
    """PDF version."""
    prefix: str
    namespace: str
    """Prefix and namespace of GTS_PDFXVersion in XMP."""
    in_info: bool
    """Whether Info must name the standard too."""
    object_streams: bool


STANDARDS: dict[str, PdfStandard] = {
    row.key: row
    for row in (
        # ISO 15930-7:2010
        PdfStandard(
            key="x4",
            title="PDF/X-4",
            pdf="1.6",
            prefix="pdfxid",
            namespace="http://www.npes.org/pdfx/ns/id/",
            in_info=False,
            object_streams=True,
        ),
        # ISO 15930-4:2003
        PdfStandard(
            key="x1a",
            title="PDF/X-1a:2003",
            pdf="1.4",
            prefix="pdfx",
            namespace="http://ns.adobe.com/pdfx/1.3/",
            in_info=True,
            object_streams=False,
        ),
    )
}
"""Every standard by its key."""
