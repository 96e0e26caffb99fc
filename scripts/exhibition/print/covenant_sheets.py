"""The covenant of an entry as a sheet for the wall, A3 or A4: topic by topic, numbered, as large as it fits.

Letters are read from a distance of 150 times their height: 23 minutes of arc, a little more than the 20 to 22 that
ISO 9241-303 (2011) asks for. So clauses of 13 mm are read from 2 m, and those of 5 mm, the least on both sizes of paper,
from 0.75 m. A covenant that is too long for letters of 5 mm in two columns is not printed: nothing is cut off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..lazy import dataclass
from ..model import Entry, Exhibition
from ..records.covenant import describe_version, read_clauses
from .layers import (
    ACCENT,
    ACCENT_DIM,
    OVERHANG,
    ArtLayer,
    EmblemLayer,
    MascotLayer,
    PaperShape,
    PosterLayer,
    PosterLayers,
    QrLayer,
    TextLayer,
    draw_box,
    draw_disc,
    draw_round_window,
)
from .typesetting import fill_lines

if TYPE_CHECKING:
    from .poster import Poster

WIDTH, HEIGHT = 210.0, 297.0
"""A unit is a millimetre of A4; A3 has the same layout, larger."""
MIDDLE, LEFT, RIGHT = WIDTH / 2, 16.0, 194.0
LARGEST, LEAST_MM, STEP = 13.0, 5.0, 0.25
"""Height of the letters of clauses in units at most, in millimetres at least, and the step between sizes that are tried."""
READING_FACTOR = 150
"""Heights of a letter from which it is read."""
LEADING, CLAUSE_GAP, TOPIC_GAP = 1.4, 0.3, 0.85
"""Distance of lines, and room behind a clause and a topic, in em."""
NUMBER_EM, COLUMN_GAP = 1.75, 9.0
"""Width of a number in em; distance of two columns in units."""
BODY_TOP, BODY_BOTTOM = 86.0, 225.0
WORTH = 1.25
"""How much larger letters must be in two columns than in one to be worth the second."""
TRIED = 0.86
"""Down to which part of the largest size another is taken that leaves fewer lines with one character."""
SLACK = 0.9
"""By how much letters may become smaller than planned where a line is wider than estimated."""
TITLE, REST = "我们约好的事", "别的"


def compute_distance(mm: float) -> float:
    """Return the distance in metres from which letters of a height in millimetres are read.

    >>> compute_distance(5), compute_distance(11)
    (0.75, 1.65)
    """
    return mm * READING_FACTOR / 1000


class SheetClause(NamedTuple):
    """A clause on a sheet: its number, its topic where it is the first of that topic, its text."""

    number: int
    topic: str
    text: str


def list_clauses(entry: Entry) -> tuple[SheetClause, ...]:
    """Return the clauses of a covenant topic by topic, in the order in which its author names the topics; those that name
    none stand last, and have no heading where no clause names one.
    """
    groups: dict[str, list[str]] = {}
    for clause in read_clauses(entry):
        groups.setdefault(clause.topic, []).append(clause.text)
    bare = groups.pop("", [])
    if bare:
        groups[REST if groups else ""] = bare
    found: list[SheetClause] = []
    for topic, texts in groups.items():
        start = len(found)
        found += [SheetClause(start + place, "" if place > 1 else topic, text) for place, text in enumerate(texts, 1)]
    return tuple(found)


def list_covenant_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the sheet by the names of its layers."""
    where = entry.location
    place = dict.fromkeys(filter(None, (where.street, where.compound or where.committee)))
    texts = {"title": TITLE, "where": " · ".join(place), "version": describe_version(entry)}
    for clause in list_clauses(entry):
        texts[f"mark-{clause.number}"] = str(clause.number)
        texts[f"clause-{clause.number}"] = clause.text
        if clause.topic:
            texts[f"topic-{clause.number}"] = clause.topic
    return texts


def read_texts(texts: Mapping[str, str]) -> tuple[SheetClause, ...]:
    """Return the clauses from the texts of a sheet."""
    count = sum(name.startswith("clause-") for name in texts)
    return tuple(
        SheetClause(number, texts.get(f"topic-{number}", ""), texts[f"clause-{number}"])
        for number in range(1, count + 1)
    )


def estimate_width(text: str) -> float:
    """Return the width of a text in em, rather too much than too little: a full one for each Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.75 if one.isupper() else 0.62 for one in text)


class PlacedText(NamedTuple):
    """A text of a sheet in its place: name of its layer, left and upper edge, width, number of lines."""

    what: str
    x: float
    y: float
    width: float
    lines: int


@dataclass(frozen=True, slots=True)
class CovenantLayout:
    """A covenant laid out: the size of its letters and the places of its texts; all in units."""

    size: float
    texts: tuple[PlacedText, ...]
    rules: tuple[tuple[float, float, float], ...]
    """Lines above topics: left edge, height, width."""
    bottom: float
    """Lower edge of the longest column."""
    short: int
    """Clauses whose last line has one character."""


def lay_out_clauses(clauses: Sequence[SheetClause], size: float, columns: int) -> CovenantLayout | None:
    """Return clauses laid out in letters of a size; None where they do not fit.

    In one column topics stand beside their clauses, in two columns above them.
    """
    line = size * LEADING
    named = [clause.topic for clause in clauses if clause.topic]
    beside = (max(map(estimate_width, named)) + 1) * size if named and columns == 1 else 0.0
    wide = (RIGHT - LEFT - COLUMN_GAP * (columns - 1)) / columns
    room = (wide - beside - NUMBER_EM * size) / size
    texts: list[PlacedText] = []
    rules: list[tuple[float, float, float]] = []
    column, y, bottom, short = 0, BODY_TOP, BODY_TOP, 0
    for clause in clauses:
        lines = fill_lines(clause.text, room, estimate_width)
        if lines is None:
            return None
        above = line + CLAUSE_GAP * size if clause.topic and columns > 1 else 0.0
        gap = TOPIC_GAP * size if clause.topic and y > BODY_TOP else 0.0
        if y + gap + above + len(lines) * line > BODY_BOTTOM:
            column, y, gap = column + 1, BODY_TOP, 0.0
            if column == columns:
                return None
        x = LEFT + column * (wide + COLUMN_GAP)
        if gap:
            rules.append((x, y + gap / 2 - CLAUSE_GAP * size / 2, wide))
        y += gap
        if clause.topic:
            texts.append(PlacedText(f"topic-{clause.number}", x, y, wide if above else beside, 1))
        y += above
        texts.append(PlacedText(f"mark-{clause.number}", x + beside, y, NUMBER_EM * size, 1))
        inner = x + beside + NUMBER_EM * size
        texts.append(PlacedText(f"clause-{clause.number}", inner, y, wide - beside - NUMBER_EM * size, len(lines)))
        y += len(lines) * line + CLAUSE_GAP * size
        bottom = max(bottom, y)
        short += len(lines) > 1 and len(lines[-1].rstrip("。！？.!?")) == 1
    return CovenantLayout(size, tuple(texts), tuple(rules), bottom, short)


def fit_column_count(clauses: Sequence[SheetClause], least: float, columns: int) -> CovenantLayout | None:
    """Return clauses in so many columns, in about the largest letters that fit; None where they do not fit at `least`."""
    best: CovenantLayout | None = None
    size = LARGEST
    while size >= max(least, best.size * TRIED if best else 0):
        found = lay_out_clauses(clauses, size, columns)
        if found and (best is None or found.short < best.short):
            best = found
        if best and not best.short:
            break
        size -= STEP
    return best


@lru_cache(maxsize=256)
def fit_covenant(clauses: tuple[SheetClause, ...], scale: float) -> CovenantLayout | None:
    """Return clauses as large as they fit, in two columns where that is worth it; None where they do not fit.

    `scale` is millimetres in a unit. A sheet is asked for its pages several times, by those who check and who draw.
    """
    one, two = (fit_column_count(clauses, LEAST_MM / scale, columns) for columns in (1, 2))
    return two if two and (one is None or two.size >= one.size * WORTH) else one


def is_too_long(scale: float) -> Callable[[Entry], bool]:
    """Return a predicate: is a covenant too long for a sheet of this scale?"""
    return lambda entry: bool(entry.covenant) and fit_covenant(list_clauses(entry), scale) is None


def has_no_covenant(entry: Entry) -> bool:
    """Has an entry no covenant?"""
    return not entry.covenant


ROD, ROD_HEIGHT, ROD_IN = "wood", 9.0, 6.0
"""The rods of the scroll: colour, height, distance from the trim."""
SCROLL = (
    PaperShape(draw_box(-OVERHANG, -OVERHANG, WIDTH + 2 * OVERHANG, HEIGHT + 2 * OVERHANG), ACCENT),
    PaperShape(draw_box(10, 9, WIDTH - 20, HEIGHT - 18), "paper"),
    *(
        shape
        for y in (ROD_IN, HEIGHT - ROD_IN - ROD_HEIGHT)
        for shape in (
            PaperShape(draw_box(5.4, y + 1.6, WIDTH - 10.8, ROD_HEIGHT - 3.2, 2), "oak"),
            PaperShape(draw_box(10, y, WIDTH - 20, ROD_HEIGHT, 2), ROD),
        )
    ),
)
CREST_Y, CREST_RADIUS, CREST_SIZE = 32.0, 13.0, 19.0
CODE_X, CODE_Y = 165.0, 252.0
FOOT_LEFT, FOOT_WIDTH = 54.0, 84.0
COVENANT_HEAD: PosterLayers = (
    ArtLayer(SCROLL),
    ArtLayer(draw_round_window(MIDDLE, CREST_Y, CREST_RADIUS), when="no-emblem"),
    ArtLayer((PaperShape(draw_disc(MIDDLE, CREST_Y, CREST_RADIUS), "mist"),), when="emblem"),
    EmblemLayer(MIDDLE, CREST_Y, CREST_SIZE, CREST_RADIUS - 1, when="emblem"),
    TextLayer("title", LEFT, 48, RIGHT - LEFT, 17, 16, 12, weight="name"),
    TextLayer("name", LEFT, 65.4, RIGHT - LEFT, 8, 7, 3.4, weight="name"),
    TextLayer("where", LEFT, 73.8, RIGHT - LEFT, 5, 4.4, 3.05),
    ArtLayer((PaperShape(draw_box(MIDDLE - 14, 80.2, 28, 0.7), ACCENT_DIM),)),
    ArtLayer((PaperShape(draw_box(LEFT, BODY_BOTTOM + 2, RIGHT - LEFT, 0.4), "stone"),)),
    MascotLayer("reading", 17, 236, 33),
    QrLayer(CODE_X, CODE_Y),
    TextLayer("version", FOOT_LEFT, 232.5, FOOT_WIDTH, 7, 5.2, 3.05, weight="name", align=0, lines=1),
    TextLayer("action", FOOT_LEFT, 243, FOOT_WIDTH, 7, 5.2, 3.05, weight="name", align=0, lines=1),
    TextLayer("typed", FOOT_LEFT, 252, FOOT_WIDTH, 10, 3.8, 3.05, align=0, lines=2),
    TextLayer("number", FOOT_LEFT, 264, FOOT_WIDTH, 5, 3.8, 2.6, align=0),
)
"""All but the clauses."""


def compose_covenant(scale: float) -> Callable[[Poster], tuple[PosterLayers, ...]]:
    """Return the function that composes the one page of a sheet of this scale."""

    def compose(poster: Poster) -> tuple[PosterLayers, ...]:
        found = fit_covenant(read_texts(dict(poster.texts)), scale)
        return ((*COVENANT_HEAD, *(iter_clause_layers(found) if found else ())),)

    return compose


def iter_clause_layers(found: CovenantLayout) -> Iterator[PosterLayer]:
    """Yield the layers of clauses; what room is left stands above and below them."""
    down = min((BODY_BOTTOM - found.bottom) * 0.4, 24.0)
    thin = 0.35
    if found.rules:
        shapes = (PaperShape(draw_box(x, y + down, wide, thin), "stone") for x, y, wide in found.rules)
        yield ArtLayer(tuple(shapes))
    for text in found.texts:
        running = text.what.startswith("clause-")
        yield TextLayer(
            text.what,
            text.x,
            text.y + down,
            text.width,
            found.size * (1 + (text.lines - 1) * LEADING),
            found.size,
            found.size * SLACK,
            weight="text" if running else "name",
            align=0,
            lines=text.lines,
            leading=LEADING,
            raised=True,
            filled=running,
            key="公约",
        )
