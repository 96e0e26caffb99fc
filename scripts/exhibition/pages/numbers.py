"""The page of numbers: official numbers beside what stands here, the computed figures with their pictures, empty slots.

The pictures are lit windows, drawn here as SVG: façades, rows and towers. They hold shapes and no text; a table beside each
says the same in words. Streets are shown as houses whose windows say of what they have told anything, and of how much never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..exchange.figures import (
    LEAST_HOUSEHOLDS,
    LEAST_UNITS,
    ComputedFigure,
    compute_figures,
)
from ..exchange.open_data import FOLDER, list_tables
from ..model import Entry, Exhibition, Term
from ..model.official import OfficialNumber, list_official
from ..model.vocabulary import VOCABULARIES
from ..text.characters import make_relative
from ..types.affair import find_tellers
from .context import PageContext
from .facets import NUMBERS, STREETS
from .page import Html, Page

COLUMNS = 10
"""Windows side by side in a façade."""
MOST_WINDOWS = 60
"""Windows that a façade has at most, one a unit; of more units each window is one in a hundred."""
PANE, GAP, SILL = 20, 8, 10
"""Width of a window, space between two, and around all, in units of the picture."""
FLOORS = 6
"""Floors of the highest tower."""


def build_numbers_page(context: PageContext) -> Iterator[Page]:
    """Yield the page of numbers."""
    exhibition = context.exhibition
    figures = compute_figures(exhibition)
    official = list_official(exhibition.vocabularies)
    root = make_relative("", NUMBERS)
    shown = [one for one in figures if not one.figure.is_count]
    yield Page(
        NUMBERS,
        "numbers.html",
        "我们自己数得出来的",
        {
            "name": "我们自己数得出来的",
            "description": "官方公布的数，和展厅里自己数得出来的数，放在一起看：怎么数的、数了几座楼、到哪里再数一遍。",
            "lead": "每一个数，都从展厅里写下的记录数出来。怎么数的也写着，谁都可以再数一遍。",
            "pose": "lantern",
            "crumbs": [["首页", root]],
            "counting": [
                "示例、草稿、收起来的，都不算。",
                f"不到{LEAST_UNITS}个楼组，或者不到{LEAST_HOUSEHOLDS}户人家，先不算。",
                "天数和次数取正中间的那一个，不取平均。",
                "不排名次，也不算到哪一个街镇、哪一座楼。",
            ],
            "official": [
                build_comparison(one, figures, find_tellers(exhibition).get(one.name), root) for one in official
            ],
            "figures": [build_figure(one, official, root) for one in shown],
            "houses": build_houses(exhibition, shown, root),
            "legend": "、".join(one.figure.topic for one in shown),
            "slots": list(iter_slots(exhibition)),
            "data": root + FOLDER,
        },
    )


def build_comparison(
    one: OfficialNumber, figures: Sequence[ComputedFigure], teller: Entry | None, root: str
) -> dict[str, object]:
    """Return one official number, what stands here beside it, and the link to the entry that tells of it."""
    notes = [one.as_of_words, one.source, one.document]
    here = next((f for f in figures if f.figure.is_count and one.slug in f.figure.official), None)
    return {
        "name": one.name,
        "href": f"{root}{teller.id}/" if teller else "",
        "number": one.shown,
        "notes": "，".join(filter(None, notes)),
        "here": "".join(here.value_words) if here else "",
        "cover": describe_cover(here, one) if here else "这里没有记",
    }


def describe_cover(here: ComputedFigure, one: OfficialNumber) -> str:
    """Return how much of an official number stands here, and how much of that has a source."""
    if here.measure.items:
        return f"{here.measure.items[0]}{here.figure.unit}有出处"
    share = 100 * (here.value or 0) / one.value if one.value else 0
    return f"{'不到1' if 0 < share < 1 else f'大约{round(share)}'}%" if share else "还没有"


def build_figure(one: ComputedFigure, official: Sequence[OfficialNumber], root: str) -> dict[str, object]:
    """Return one computed figure: its value or why there is none, how far it reaches, how it is computed, its picture."""
    figure, measure = one
    number, words = one.value_words
    files = {table.name: table for table in list_tables()}
    beside = [f"{other.name}{other.shown}" for other in official if other.slug in figure.official]
    return {
        "id": figure.name,
        "title": figure.title,
        "sentence": figure.sentence,
        "number": number,
        "words": words,
        "cover": one.coverage_words,
        "formula": figure.formula,
        "beside": f"官方的数：{'，'.join(beside)}" if beside else "",
        "files": [[files[name].title, root + FOLDER + files[name].csv] for name in figure.tables if name in files],
        "rows": [[bar.label, "" if bar.number is None else bar.number, bar.is_apart] for bar in measure.bars]
        if one.is_enough
        else [],
        **(PICTURES[figure.picture](one) if one.is_enough else draw_waiting(one)),
    }


def make_pane(x: int, y: int, state: str) -> str:
    """Return one window at a place: `lit`, `dark`, `slot` (a dotted frame)."""
    return f'<use href="#w-{state}" x="{x}" y="{y}"/>'


def draw_facade(one: ComputedFigure) -> dict[str, object]:
    """Return a house with a window for each unit, those of the first part lit; of many units each window is one in a hundred."""
    measure = one.measure
    whole = measure.denominator or 0
    most = whole if whole <= MOST_WINDOWS else 100
    lit = measure.numerator or 0
    lit = lit if most == whole else round(100 * lit / whole)
    scale = "" if most == whole else "一扇窗是百分之一。"
    words = f"一面墙有{most}扇窗，亮着{lit}扇。{scale}"
    return {"facade": draw_wall(one, most, lit, words), "note": scale}


def draw_waiting(one: ComputedFigure) -> dict[str, object]:
    """Return a house with a window for each unit of the least sample; those that have told something are lit."""
    least = max(1, one.figure.least)
    told = min(one.measure.units, least)
    missing = least - told
    note = f"再有{missing}个楼组告诉我们，就能数。" if missing else "再多几户告诉我们，就能数。"
    return {"facade": draw_wall(one, least, told, f"{least}扇窗，亮了{told}扇。{note}"), "note": note, "waiting": True}


def draw_wall(one: ComputedFigure, windows: int, lit: int, words: str) -> Html:
    """Return a wall of windows below a roof, with a title and a description for those who do not see it."""
    columns = max(1, min(COLUMNS if windows <= MOST_WINDOWS else 2 * COLUMNS, windows))
    rows = max(1, -(-windows // columns))
    width, step = 2 * SILL + columns * (PANE + GAP) - GAP, PANE + GAP + 4
    roof = 26
    height = roof + 2 * SILL + rows * step - 8
    panes = "".join(
        make_pane(SILL + at % columns * (PANE + GAP), roof + SILL + at // columns * step, "lit" if at < lit else "dark")
        for at in range(windows)
    )
    name = one.figure.name
    return Html(
        f'<svg class="ex-wall" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t-{name} d-{name}">'
        f'<title id="t-{name}">{one.figure.title}</title><desc id="d-{name}">{words}</desc>'
        f'<path class="roof" d="M0 {roof}L{width // 2} 2L{width} {roof}z"/>'
        f'<path class="wall" d="M4 {roof}h{width - 8}v{height - roof}H4z"/>{panes}</svg>'
    )


def draw_rows(one: ComputedFigure) -> dict[str, object]:
    """Return a row of ten windows for each part, lit as far as its share of the whole; a slot is a dotted row."""
    counts = [bar.number or 0 for bar in one.measure.bars]
    whole = max([*counts, one.measure.denominator or 0, 1])
    groups = ["", *(bar.group for bar in one.measure.bars)]
    return {
        "bars": [
            {
                "label": bar.label,
                "count": "" if bar.number is None else bar.number,
                "apart": bar.is_apart,
                "heading": bar.group if bar.group != before else "",
                "picture": draw_row(bar.number, whole),
            }
            for before, bar in zip(groups, one.measure.bars, strict=False)
        ],
        "note": f"一排窗全亮，是{whole}{one.figure.unit}。",
    }


def draw_row(count: int | None, whole: int) -> Html:
    """Return ten windows in a row, of which as many are lit as the count has of the whole, at least one if any."""
    lit = 0 if not count else max(1, round(COLUMNS * count / whole))
    states = ["slot"] * COLUMNS if count is None else ["lit"] * lit + ["dark"] * (COLUMNS - lit)
    panes = "".join(make_pane(2 + at * (PANE + 4), 2, state) for at, state in enumerate(states))
    return Html(f'<svg viewBox="0 0 {COLUMNS * (PANE + 4)} 28" aria-hidden="true">{panes}</svg>')


def draw_towers(one: ComputedFigure) -> dict[str, object]:
    """Return a house for each part, with as many floors as its share of the greatest; where none is, an empty plot."""
    counts = [bar.number or 0 for bar in one.measure.bars]
    top = max([*counts, 1])
    return {
        "towers": [
            {
                "label": bar.label,
                "count": bar.number or 0,
                "middle": bar.is_middle,
                "picture": draw_tower(bar.number or 0, top),
            }
            for bar in one.measure.bars
        ]
    }


def draw_tower(count: int, top: int) -> Html:
    """Return a house of lit windows, two on each floor."""
    width, step, roof, whole = 64, 30, 22, FLOORS * 30 + 34
    if not count:
        return Html(
            f'<svg viewBox="0 0 {width} {whole}" aria-hidden="true"><path class="plot" d="M4 {whole - 2}h{width - 8}"/></svg>'
        )
    floors = max(1, round(FLOORS * count / top))
    height = floors * step + 10
    ground = whole - height
    panes = "".join(
        make_pane(9 + side * 26, ground + 8 + floor * step, "lit") for floor in range(floors) for side in (0, 1)
    )
    return Html(
        f'<svg viewBox="0 0 {width} {whole}" aria-hidden="true"><path class="roof" d="M0 {ground}l32-{roof}l32 {roof}z"/>'
        f'<path class="wall" d="M3 {ground}h58v{height}H3z"/>{panes}</svg>'
    )


PICTURES: Mapping[str, Callable[[ComputedFigure], dict[str, object]]] = {
    "facade": draw_facade,
    "rows": draw_rows,
    "towers": draw_towers,
}
"""How a figure is drawn, by `Figure.picture`."""


def build_houses(exhibition: Exhibition, shown: Sequence[ComputedFigure], root: str) -> list[dict[str, object]]:
    """Return a house for each street, in the vocabulary's order: of what it has told anything, and of what nothing."""
    told = [{unit.street for unit in one.measure.told} for one in shown]
    streets = [term for term in exhibition.vocabularies.streets if not term.example]
    return [build_house(term, [term.name in names for names in told], shown, root) for term in streets]


def build_house(street: Term, told: Sequence[bool], shown: Sequence[ComputedFigure], root: str) -> dict[str, object]:
    """Return the house of one street."""
    titles = [one.figure.topic for one, lit in zip(shown, told, strict=True) if lit]
    return {
        "name": street.name,
        "href": f"{root}{STREETS.index}{street.slug}/",
        "picture": draw_house(told),
        "words": f"告诉了我们：{'、'.join(titles)}" if titles else "还没有告诉我们",
        "lit": bool(titles),
    }


def draw_house(told: Sequence[bool]) -> Html:
    """Return a house with a window for each figure, in their order."""
    columns = 4
    rows = max(1, -(-len(told) // columns))
    width, step, roof = columns * 26 + 10, 30, 24
    height = roof + rows * step + 10
    panes = "".join(
        make_pane(8 + at % columns * 26, roof + 8 + at // columns * step, "lit" if lit else "dark")
        for at, lit in enumerate(told)
    )
    if free := -len(told) % columns:
        panes += f'<path class="door" d="M{8 + (columns - free) * 26} {height}v-34h20v34z"/>'
    return Html(
        f'<svg viewBox="0 0 {width} {height}" aria-hidden="true"><path class="roof" d="M0 {roof}L{width // 2} 2L{width} {roof}z"/>'
        f'<path class="wall" d="M4 {roof}h{width - 8}v{height - roof}H4z"/>{panes}</svg>'
    )


def iter_slots(exhibition: Exhibition) -> Iterator[dict[str, object]]:
    """Yield each vocabulary of which not every name is known: its named terms and its empty slots, with the source."""
    for row in VOCABULARIES:
        found = exhibition.vocabularies.get(row.name)
        if found.shown_slots:
            yield {
                "name": found.name,
                "note": found.note,
                "terms": list(found.names),
                "empty": [""] * found.shown_slots,
                "words": found.slot_words,
            }
