"""Pages of worksheets: what each is for, the sheet itself for a printer at home, who used it, and how a shop prints many.

A sheet is the same data as its layers for print (`print/worksheets.py`). Who used one is computed from all record lists that have
a key of the vocabulary `tools`; true entries only, and no number while there are too few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..exchange.figures import LEAST_UNITS
from ..model import Exhibition
from ..model.books import WORKSHEET_BOOK, BookPage, describe_source
from ..model.content_types import get_item_kind
from ..model.record_types import EntryRecord
from ..print.formats import FORMATS, PrintFormat
from ..print.worksheets import (
    HEIGHT,
    WORKSHEETS,
    Blank,
    BlankTable,
    Frames,
    Part,
    Remark,
    Ticks,
    Worksheet,
    find_worksheet,
    group_rows,
    measure_line,
)
from ..text.characters import make_relative
from ..types import CONTENT_TYPES
from .cards import TOOLS, list_linked_fields, list_values
from .context import PageContext, PageFile
from .page import Page, StyleClass

TEMPLATE = "worksheet.html"
MOST_NAMES = 24
"""Entries that a page names of those that used its sheet; the rest is counted."""
Data = dict[str, object]


def get_title(sheet: Worksheet, exhibition: Exhibition) -> str:
    """Return the name of a worksheet: that of its term, by which records name it too."""
    term = exhibition.vocabularies.get(TOOLS).find_term(sheet.slug)
    return term.name if term else sheet.title


def group_uses(exhibition: Exhibition) -> Mapping[str, tuple[EntryRecord, ...]]:
    """Return the records of true entries that name a tool, by its name: `exhibition.derive(group_uses)`."""
    found: dict[str, list[EntryRecord]] = {}
    for row in CONTENT_TYPES.record_types:
        fields = [
            field for field in list_linked_fields(row) if getattr(get_item_kind(field), "vocabulary", "") == TOOLS
        ]
        for one in exhibition.list_records(row) if fields else ():
            for name in {name for field in fields for name in list_values(one, field) if not one.entry.example}:
                found.setdefault(name, []).append(one)
    return {name: tuple(records) for name, records in found.items()}


def describe_use(sheet: Worksheet, exhibition: Exhibition, root: str) -> Data:
    """Return who used a worksheet: a number where enough did, and the first of them by name, each with its record."""
    records = exhibition.derive(group_uses).get(get_title(sheet, exhibition), ())
    first = {one.entry.id: one for one in reversed(records)}
    by_entry = [first[id] for id in dict.fromkeys(one.entry.id for one in records)]
    if not by_entry:
        return {}
    counter = "座楼" if all(one.entry.location.building for one in by_entry) else "处"
    enough = len(by_entry) >= LEAST_UNITS
    rest = len(by_entry) - MOST_NAMES
    return {
        "words": f"{len(by_entry)}{counter}用过" if enough else "他们用过",
        "names": [[one.entry.full_name, root + one.path, one.name] for one in by_entry[:MOST_NAMES]],
        "rest": f"还有{rest}{counter}。" if rest > 0 else "",
    }


def list_papers(heading: str, sheets: Sequence[Worksheet], exhibition: Exhibition, root: str) -> Data:
    """Return the links to worksheets, for `book.html`; nothing where there are none."""
    found = [
        {
            "name": get_title(sheet, exhibition),
            "note": sheet.purpose,
            "href": root + WORKSHEET_BOOK.make_worksheet_path(sheet.slug),
        }
        for sheet in sheets
    ]
    return {"papers": {"heading": heading, "list": found}} if found else {}


def find_sheets(page: BookPage, exhibition: Exhibition) -> list[Worksheet]:
    """Return the worksheets that a page of the book leads to, in its order."""
    terms = (exhibition.vocabularies.get(TOOLS).find_term(name) for name in page.tools)
    return [sheet for term in terms if term and (sheet := find_worksheet(term.slug))]


def build_worksheet_pages(context: PageContext) -> Iterator[PageFile]:
    """Yield the page of every worksheet, where there is the book in which they stand."""
    pages = context.exhibition.books.get(WORKSHEET_BOOK.name, ())
    for sheet in WORKSHEETS if pages else ():
        yield build_worksheet_page(sheet, pages, context)


def build_worksheet_page(sheet: Worksheet, pages: Sequence[BookPage], context: PageContext) -> Page:
    """Return the page of one worksheet."""
    book, exhibition = WORKSHEET_BOOK, context.exhibition
    path = book.make_worksheet_path(sheet.slug)
    root = make_relative("", path)
    name = get_title(sheet, exhibition)
    term = exhibition.vocabularies.get(TOOLS).find_term(sheet.slug)
    steps = [[one.title, root + book.path + one.path] for one in pages if sheet in find_sheets(one, exhibition)]
    return Page(
        path,
        TEMPLATE,
        f"{name} - {book.title}",
        {
            "name": name,
            "lead": sheet.purpose,
            "description": sheet.purpose,
            "pose": (term.extra.get("pose") if term else "") or book.pose,
            "crumbs": [["首页", root], [book.title, root + book.path]],
            "source": describe_source(book, pages),
            "rows": [[build_part(part, sheet) for part in row] for row in group_rows(sheet.list_parts())],
            "line": make_height_class("l", measure_line(sheet)),
            "address": f"{exhibition.settings.site_url}{path}".split("://")[-1],
            "pieces": [*range(sheet.pieces)],
            "many": f"{sheet.pieces}块",
            "steps": steps,
            "used": describe_use(sheet, exhibition, root),
            "guide": root + sheet.guide if sheet.guide else "",
            "room": root + sheet.room if sheet.room else "",
            "product": describe_product(FORMATS.find_of_worksheet(sheet.slug)),
        },
    )


def describe_product(product: PrintFormat | None) -> str:
    """Return how a shop prints many of a worksheet, in a sentence; nothing where no product prints it."""
    if product is None:
        return ""
    if product.blank:
        return f"要印很多张，请管网站的人做成“{product.title}”，送印刷厂。"
    return f"印刷厂印的那一种，名字已经写好：请管网站的人做一份“{product.title}”，报上编号就行。"


def make_height_class(name: str, height: float) -> StyleClass:
    """Return the class that sets the height of a part, in mm."""
    return StyleClass(f"{name}{height * 10:.0f}", f"--{name}:{height:.1f}mm")


def make_share_class(share: int) -> StyleClass:
    """Return the class of a column that has this share of the width, per cent."""
    return StyleClass(f"w{share}", f"width:{share}%")


def build_part(part: Part, sheet: Worksheet) -> Data:
    """Return one part of a worksheet for the template."""
    match part:
        case Blank():
            return {
                "kind": "blank",
                "label": part.label,
                "hint": part.hint,
                "lines": [*range(part.lines)],
                "wide": part.wide,
            }
        case Ticks():
            return {"kind": "ticks", "label": part.label, "words": part.words}
        case BlankTable():
            columns = [*zip(part.headings, map(make_share_class, part.shares), strict=True)]
            return {"kind": "grid", "columns": columns, "lines": [*range(part.rows)]}
        case Frames():
            height = HEIGHT / sheet.pieces * part.share / 100
            return {"kind": "frames", "labels": part.labels, "height": make_height_class("h", height)}
        case Remark():
            return {"kind": "remark", "text": part.text}
