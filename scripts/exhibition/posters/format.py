"""The products that a print shop makes: one row each. Whatever knows products reads the rows.

A row says the size in millimetres, the pages, the code, the paper, the imposition, the content types and the words of the
guide. From it follow: `posters --product`, the selection of entries, the pages, the preflight, the package with manifest,
notes, proofs and imposed sheets, the tables of the guide, the help of the command line. A test declares a product of its
own with `FORMATS.register`.

Module sizes are whole dots at 300 dpi, so that no raster image processor has to round an edge of the code; the side of a
code is at least a tenth of the distance from which it is scanned (ISO/IEC 18004 leaves both to the application).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, SupportsIndex

from ..codes.outline import QUIET
from .layers import Code, Layers, Photograph
from .layouts import CLUSTER, PORTRAIT, STICKER

if TYPE_CHECKING:
    from ..model import Entry, Exhibition
    from .poster import Poster

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

SMALLEST = 29
"""Modules on each side of the smallest code that an address of ours takes (see `codes.payload.LADDER`)."""

Obstacle = tuple[Callable[["Entry"], bool], str]
"""A predicate that keeps an entry from being printed, and the reason in Chinese."""

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A key stands in names of files and on the command line."""


@dataclass(frozen=True, slots=True)
class CodePlace:
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
class Format:
    """One product for print. Raises ValueError for a row that cannot be printed."""

    key: str
    """What `--product` takes, in small letters; in capitals it stands in names of files."""
    title: str
    """Its name in messages, manifest, notes and guide."""
    word: str
    """What people call it where paper is spoken of: 海报, 门牌."""
    width_mm: float
    height_mm: float
    layers: Layers
    """The page with the code; the only page unless `compose` yields others."""
    compose: Callable[[Poster], tuple[Layers, ...]] | None = None
    """Returns all pages of one entry, at least one, `layers` among them where the product has a code.

    None: `layers` is the only page. The number of pages may depend on the entry.
    """
    texts: Callable[[Entry, Exhibition], Mapping[str, str]] | None = None
    """Returns texts of this product alone by the names that its `Words` layers use.

    They take precedence over `poster.TEXTS` and are part of the fingerprint by which a later job knows what has changed.
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
    sides: int = 1
    """Printed sides of a sheet of paper: 1 or 2."""
    stock: str
    finish: str
    imposition: Imposition | None = None
    """How single pages are laid on larger sheets; None where the shop prints page by page."""
    types: tuple[str, ...] = ("unit",)
    """Names of the content types whose entries it is made for."""
    obstacles: tuple[Obstacle, ...] = ()
    """What keeps an entry of these types from being printed on this product, beside the rules for all products."""
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
        return any(isinstance(layer, Code) for layer in self.layers)

    @property
    def panel_mm(self) -> float:
        """Side of the white panel of a code in the product's own size."""
        return self.panel_of(None)

    def panel_of(self, code: Code | None) -> float:
        """Return the side of the white panel in mm: the smallest code of our ladder with its quiet zone.

        `code` is the layer; None: a code in the product's own size.
        """
        return (SMALLEST + 2 * QUIET) * self.dots_of(code) * DOT_MM

    def dots_of(self, code: Code | None) -> int:
        """Return the side of a module of the smallest code in a layer, in dots."""
        return (code.module_dots if code else 0) or self.module_dots

    @property
    def distance_m(self) -> float:
        """The distance from which its smallest code is scanned, in metres: ten times the side of the code."""
        return round(self.code_place(SMALLEST).code_mm / 100, 1)

    def code_place(self, modules: int, code: Code | None = None) -> CodePlace:
        """Return where a code of `modules` × `modules` lies: in the middle of the panel, as large as whole dots allow.

        `code` is the layer; by default that of `layers`. Raises StopIteration where the product has no code.
        """
        centre = code or next(layer for layer in self.layers if isinstance(layer, Code))
        dots = (SMALLEST + 2 * QUIET) * self.dots_of(centre) // (modules + 2 * QUIET)
        half = modules * dots * DOT_MM / 2
        return CodePlace(modules, dots, centre.x * self.scale - half, centre.y * self.scale - half)

    @property
    def photo_place(self) -> Photograph | None:
        """Where a photo stands on the page with the code, if anywhere."""
        return next((layer for layer in self.layers if isinstance(layer, Photograph)), None)

    def pages(self, poster: Poster) -> tuple[Layers, ...]:
        """Return the layers of every page of an entry."""
        return self.compose(poster) if self.compose else (self.layers,)

    def photo_places(self, poster: Poster) -> list[Photograph]:
        """Return every place of a photo on the pages of an entry."""
        return [layer for page in self.pages(poster) for layer in page if isinstance(layer, Photograph)]


def get_product(key: str) -> Format:
    """Return the product of a key. Raises KeyError where there is none."""
    return FORMATS[key]


def leaves_sheet(row: Format) -> bool:
    """Do the pieces with their bleed come closer than 3 mm to the edge of the sheet?"""
    scheme = row.imposition
    if scheme is None:
        return False
    rest_across = scheme.width_mm - scheme.columns * row.width_mm - (scheme.columns - 1) * scheme.gap_mm
    rest_down = scheme.height_mm - scheme.rows * row.height_mm - (scheme.rows - 1) * scheme.gap_mm
    return min(rest_across, rest_down) / 2 - row.bleed_mm < 3 or scheme.gap_mm < 2 * row.bleed_mm


def crosses_trim(row: Format) -> bool:
    """Does the panel of the code reach beyond the trim?"""
    place = row.code_place(SMALLEST)
    quiet = QUIET * place.module_mm
    right, bottom = place.x_mm + place.code_mm + quiet, place.y_mm + place.code_mm + quiet
    return min(place.x_mm, place.y_mm) < quiet or right > row.width_mm or bottom > row.height_mm


PROBLEMS: tuple[tuple[Callable[[Format], bool], str], ...] = (
    (lambda row: not KEY.fullmatch(row.key), "its key must be small letters, digits and hyphens"),
    (lambda row: row.has_code and row.module_dots < 1, "a module of its code needs at least one dot"),
    (lambda row: row.has_code and row.module_dots > 0 and crosses_trim(row), "its code lies beyond the trim"),
    (lambda row: row.width_mm < LEAST_WIDTH_MM, "it is too narrow for the ruler in its slug"),
    (lambda row: row.inks not in (PLATES, "K"), "its inks must be CMYK or K"),
    (lambda row: row.inks == "K" and row.photo_place is not None, "a photo needs all inks"),
    (lambda row: row.sides not in (1, 2), "a sheet has one or two sides"),
    (lambda row: row.imposition is not None and row.compose is not None, "only single pages are imposed"),
    (leaves_sheet, "its pieces do not fit the sheet of its imposition"),
    (lambda row: not row.types, "it needs a content type"),
)
"""What makes a row unprintable, with the words of the ValueError."""


class ProductRegistry(Mapping[str, Format]):
    """Every product by its key, in the order of the rows."""

    def __init__(self, rows: Iterable[Format], default: str) -> None:
        self._rows: dict[str, Format] = {}
        for row in rows:
            self._add(row)
        self.default = self._rows[default]
        """What is printed where nobody says a product."""

    def _add(self, row: Format) -> None:
        """Add a row. Raises ValueError where its key or its title is taken."""
        if row.key in self._rows or any(row.title == other.title for other in self._rows.values()):
            raise ValueError(f"there is a product {row.key!r} or {row.title!r} already")
        self._rows[row.key] = row

    def __getitem__(self, key: str) -> Format:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @contextmanager
    def register(self, row: Format) -> Iterator[Format]:
        """Add a product as long as the context lasts, for tests. Raises ValueError where its key or title is taken."""
        self._add(row)
        try:
            yield row
        finally:
            del self._rows[row.key]

    def find(self, word: str) -> Format | None:
        """Return the product of a key, a title, or a `word` that only one product has; None where there is none."""
        known = {normalize(name): key for name, key in self._names().items()}
        key = known.get(normalize(word))
        return self._rows[key] if key else None

    def suggest(self, word: str) -> Format | None:
        """Return the product that was probably meant by a misspelt word; None where nothing is near.

        Six characters of ten must agree: of `a2` nobody knows whether `a3` or `a5` was meant.
        """
        known = {normalize(name): key for name, key in self._names().items()}
        near = difflib.get_close_matches(normalize(word), known, 1, 0.6)
        return self._rows[known[near[0]]] if near else None

    def _names(self) -> dict[str, str]:
        """Return the key of a product by each of its names."""
        rows = self._rows.values()
        words = [row.word for row in rows]
        own = {row.word: row.key for row in rows if words.count(row.word) == 1}
        return own | {row.title: row.key for row in rows} | {row.key: row.key for row in rows}

    def of_type(self, name: str) -> tuple[Format, ...]:
        """Return the products for entries of a content type, the one that its pages print first."""
        return tuple(sorted((row for row in self._rows.values() if name in row.types), key=lambda row: not row.home))


def normalize(word: str) -> str:
    """Return a word of the command line without spaces, in small letters and ASCII digits."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def portrait(
    key: str,
    size: str,
    width_mm: float,
    height_mm: float,
    module_dots: int,
    *,
    place: str,
    word: str = "海报",
    layers: Layers = PORTRAIT,
    types: tuple[str, ...] = ("unit",),
    stock: str = "157 克哑粉纸",
    imposition: Imposition | None = None,
    home: bool = False,
) -> Format:
    """Return a poster of the A series: a layout in units of A4 at the scale of its width; `size` is A4, for its title."""
    return Format(
        key=key,
        title=f"{size} {word}",
        word=word,
        width_mm=width_mm,
        height_mm=height_mm,
        module_dots=module_dots,
        layers=layers,
        scale=width_mm / 210,
        stock=stock,
        finish="覆哑膜",
        imposition=imposition,
        types=types,
        place=place,
        home=home,
    )


A4_ON_SRA3 = Imposition("SRA3", 450, 320, 2, 1)

FORMATS = ProductRegistry(
    (
        portrait("a3", "A3", 297, 420, 68, place="小区宣传栏、大门口"),
        portrait("a4", "A4", 210, 297, 48, place="楼门口、电梯厅", imposition=A4_ON_SRA3, home=True),
        portrait(
            "a5",
            "A5",
            148,
            210,
            32,
            word="门牌",
            place="信报箱旁、楼道墙上",
            stock="250 克哑粉纸",
            imposition=Imposition("SRA3", 320, 450, 2, 2),
        ),
        Format(
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
        portrait(
            "cluster",
            "A3",
            297,
            420,
            68,
            word="楼群海报",
            layers=CLUSTER,
            types=("cluster",),
            place="楼群共用的地方",
            home=True,
        ),
        portrait(
            "cluster-a4",
            "A4",
            210,
            297,
            48,
            word="楼群海报",
            layers=CLUSTER,
            types=("cluster",),
            place="楼群里各座楼的门口",
            imposition=A4_ON_SRA3,
        ),
    ),
    default="a4",
)
"""Every product by its key. A new one is a new row (and a layout, if none of these fits)."""
