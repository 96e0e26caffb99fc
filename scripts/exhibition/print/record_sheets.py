"""Two sheets of A4 made from what an entry tells: its digital archive, and the form by which a unit applies itself.

Both say what is told and leave the rest blank. The form is a draft of this project, no official one, and says so. Pages
show the same form (`pages/record_page.py`), so its rows stand here as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..model import Entry, Exhibition
from ..model.content_types import CONTENT_TYPES
from ..model.exhibition import iter_records
from ..model.field_types import STARS, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Section
from ..model.record_types import EntryRecord, RecordType
from ..records import RATINGS, STANDARD_CASES
from ..records.rating import LEAST_GROUP, describe_announcement
from ..types.completeness import count_lit, find_easiest_gap, list_windows
from .layers import (
    ACCENT,
    OVERHANG,
    ArtLayer,
    PaperShape,
    PosterLayer,
    PosterLayers,
    QrLayer,
    RecordWindowsLayer,
    TextLayer,
    draw_box,
)

if TYPE_CHECKING:
    from .poster import Poster

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 14.0, 196.0
SMALL, LEAST = 3.4, 2.2
"""Sizes of the running text: 9.6 pt, and 6.2 pt where a line is long."""
ELLIPSIS = "…"


def shorten_text(text: str, most: int) -> str:
    """Return a text on one line, at most so many characters long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + ELLIPSIS


# The digital archive.

WINDOWS_ACROSS, MOST_WINDOWS = 5, 10
MOST_FACTS, MOST_RECORDS = 14, 14
FACT_LENGTH, RECORD_LENGTH, HELP_LENGTH, ORIGIN_LENGTH = 34, 60, 42, 60
FACTS_Y, RECORDS_Y, LINE = 128.0, 176.0, 6.0


def list_record_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the sheet of a digital archive, by the names of its layers; what is not told is empty."""
    windows = list_windows(entry, exhibition)
    gap = find_easiest_gap(windows)
    records = [*iter_record_lines(entry, exhibition)]
    rest = len(records) - MOST_RECORDS
    shown = [*records[: MOST_RECORDS - 1], f"另有 {rest + 1} 条，扫码看全部"] if rest > 0 else records
    texts = {
        "title": "数字档案",
        "origin-of-stars": shorten_text(describe_announcement(entry), ORIGIN_LENGTH),
        "complete": f"档案：{len(windows)} 样有 {count_lit(windows)} 样",
        "windows": "".join("1" if state.lit else "0" for state in windows),
        "gap": shorten_text(f"最容易补的一样：{gap.label}。{gap.help}", HELP_LENGTH) if gap else "",
        "facts-head": "知道的事",
        "records-head": "写下的事" if records else "",
        "origin": shorten_text(f"来源：{entry.source}", ORIGIN_LENGTH) if entry.source else "",
        "ways": f"编号 {entry.id}　扫码看全部，也能接着补",
    }
    texts |= index_texts("window", [state.window.label for state in windows], MOST_WINDOWS)
    texts |= index_texts("fact", [*iter_fact_lines(entry, exhibition)], MOST_FACTS)
    return texts | index_texts("record", shown, MOST_RECORDS)


def index_texts(name: str, lines: Iterable[str], most: int) -> dict[str, str]:
    """Return lines under numbered names, as many as there are layers for them; empty ones stand for what is missing."""
    given = [*lines][:most]
    return {f"{name}-{number}": text for number, text in enumerate([*given, *[""] * (most - len(given))], 1)}


def iter_fact_lines(entry: Entry, exhibition: Exhibition) -> Iterator[str]:
    """Yield what is told of an entry, a line for each shown field."""
    for field in CONTENT_TYPES.get_type_of(entry).fields:
        if field.attribute in ("stars", "source") or not (field.shown or field.section is Section.OWN):
            continue
        text = format_fact(field, getattr(entry, field.attribute), exhibition)
        if text or field.shown:
            yield shorten_text(f"{field.key}：{text or '待补充'}", FACT_LENGTH)


def format_fact(field: Field, value: object, exhibition: Exhibition) -> str:
    """Return the words of a field; of references the names of the entries that are public."""
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    if isinstance(kind, Reference):
        found = (exhibition.get(id, Entry) for id in (value if isinstance(value, tuple) else (value,)))
        return "、".join(other.name for other in found if other)
    return "" if isinstance(kind, RecordList) else field.format_value(value)


def iter_record_lines(entry: Entry, exhibition: Exhibition) -> Iterator[str]:
    """Yield what is told, list by list: the sentence of a list that has one, then a line for each record, the earliest first."""
    for row in CONTENT_TYPES.get_type_of(entry).record_types:
        yield from list_overview_lines(row, entry, exhibition)
        for one in sorted(iter_records(entry, row), key=make_time_key):
            date = f"{one.date.chinese}　" if one.date else ""
            more = next(iter_record_texts(one), "")
            yield shorten_text(f"{row.label}　{date}{one.name}{'：' if more else ''}{more}", RECORD_LENGTH)


def list_overview_lines(row: RecordType, entry: Entry, exhibition: Exhibition) -> list[str]:
    """Return the sentences that stand above the records of a list."""
    lines = row.overview(entry, exhibition).get("said") if row.overview else None
    return [str(line) for line in lines] if isinstance(lines, list) else []


def make_time_key(one: EntryRecord) -> tuple[int, int, int]:
    """Return where a record stands in time; undated ones stand last."""
    return one.date.get_sort_key() if one.date else (9999, 0, 0)


def iter_record_texts(one: EntryRecord) -> Iterator[str]:
    """Yield the free texts of a record beside what it is about and where it is from."""
    for field in one.row.fields:
        value = getattr(one.record, field.attribute)
        if isinstance(field.kind, Text) and field.attribute not in (one.row.what, "source") and value:
            yield str(value)


def make_line(what: str, x: float, y: float, width: float, *, size: float = SMALL, weight: str = "text") -> TextLayer:
    """Return a line of text that begins at its left edge."""
    return TextLayer(what, x, y, width, size * 1.35, size, LEAST, weight=weight, align=0)


def draw_rule(
    y: float, left: float = LEFT, right: float = RIGHT, thick: float = 0.3, colour: str = "ink"
) -> PaperShape:
    """Return a horizontal line."""
    return PaperShape(draw_box(left, y, right - left, thick), colour)


HOUSE_LEFT, HOUSE_TOP, HOUSE_WIDTH = 112.0, 44.0, 84.0
ROOF = PaperShape(
    f"M{HOUSE_LEFT - 4} {HOUSE_TOP}L{HOUSE_LEFT + HOUSE_WIDTH / 2} {HOUSE_TOP - 14}L{HOUSE_LEFT + HOUSE_WIDTH + 4} {HOUSE_TOP}Z",
    ACCENT,
)
HOUSE = (
    PaperShape(draw_box(HOUSE_LEFT, HOUSE_TOP, HOUSE_WIDTH, 64), "mist"),
    ROOF,
    PaperShape(draw_box(HOUSE_LEFT - 4, HOUSE_TOP + 64, HOUSE_WIDTH + 8, 2.4, 1), "leaf"),
)
PANE, PANE_X, PANE_Y, PANE_DX, PANE_DY = (9.5, 12.0), HOUSE_LEFT + 5.2, HOUSE_TOP + 14.0, 16.0, 25.0
RECORD_LAYERS: PosterLayers = (
    ArtLayer((PaperShape(draw_box(-OVERHANG, -OVERHANG, WIDTH + 2 * OVERHANG, OVERHANG + 7), ACCENT),)),
    make_line("title", LEFT, 16, 60, size=5.2, weight="name"),
    TextLayer("name", LEFT, 25, 92, 24, 14, 4, weight="name", align=0, lines=3, leading=1.15),
    TextLayer("place", LEFT, 50.5, 92, 8.5, 4.2, LEAST, align=0, lines=2),
    TextLayer("origin-of-stars", LEFT, 60, 92, 8.5, 4.2, LEAST, align=0, lines=2),
    TextLayer("tagline", LEFT, 70, 92, 16, 4.2, 2.8, align=0, lines=3),
    TextLayer("gap", LEFT, 92, 92, 16, 4.2, 2.8, align=0, lines=2, weight="name"),
    ArtLayer(HOUSE),
    TextLayer("complete", HOUSE_LEFT + 4, HOUSE_TOP + 3, HOUSE_WIDTH - 8, 8, 5.2, 3, weight="name"),
    RecordWindowsLayer("windows", PANE_X, PANE_Y, *PANE, PANE_DX, PANE_DY, WINDOWS_ACROSS),
    *(
        TextLayer(
            f"window-{number + 1}",
            PANE_X + number % WINDOWS_ACROSS * PANE_DX - 3,
            PANE_Y + number // WINDOWS_ACROSS * PANE_DY + PANE[1] + 1.4,
            PANE[0] + 6,
            6,
            2.7,
            2.15,
            lines=2,
            leading=1.15,
        )
        for number in range(MOST_WINDOWS)
    ),
    make_line("facts-head", LEFT, FACTS_Y - 10, 60, size=5.2, weight="name"),
    ArtLayer((draw_rule(FACTS_Y - 2.4, thick=0.5),)),
    *(
        make_line(f"fact-{number + 1}", LEFT + number % 2 * 93, FACTS_Y + number // 2 * LINE, 88)
        for number in range(MOST_FACTS)
    ),
    make_line("records-head", LEFT, RECORDS_Y - 5, 60, size=5.2, weight="name"),
    *(
        make_line(
            f"record-{number + 1}",
            LEFT,
            RECORDS_Y + 5 + number * LINE,
            RIGHT - LEFT if RECORDS_Y + 5 + number * LINE < 236 else 136,
        )
        for number in range(MOST_RECORDS)
    ),
    QrLayer(174, 260),
    make_line("origin", LEFT, 270, 136),
    make_line("ways", LEFT, 276, 136),
    make_line("address", LEFT, 282, 136),
)
"""A unit is a millimetre of A4."""


# The form of self-application.

DRAFT = "本项目起草，不是官方表格。申报照街镇和民政部门的要求办。"
MOST_GROUP_LINES = 8
CASE_LENGTH, VALUE_LENGTH, HALF_LENGTH = 40, 46, 26


class ApplicationRow(NamedTuple):
    """A row of the form: what is asked, and what the entry tells already; empty: a blank to write in."""

    label: str
    value: str = ""
    wide: bool = True
    """Does it take a whole line?"""


class ApplicationPart(NamedTuple):
    """A part of the form under its heading."""

    heading: str
    rows: tuple[ApplicationRow, ...]


def can_apply(entry: Entry) -> bool:
    """Can an entry apply for stars? Only types that hold ratings can."""
    return RATINGS in CONTENT_TYPES.get_type_of(entry).record_types


def list_application_parts(entry: Entry, exhibition: Exhibition) -> tuple[ApplicationPart, ...]:
    """Return the form by which a unit applies itself, filled as far as the entry tells."""
    group = [*getattr(entry, "group", ())][:MOST_GROUP_LINES]
    group += [""] * (LEAST_GROUP - len(group))
    return (
        ApplicationPart("哪一座楼", tuple(iter_identity_rows(entry))),
        ApplicationPart(
            f"自治小组（至少 {LEAST_GROUP} 位，写身份）",
            tuple(
                ApplicationRow(f"第 {number} 位", text, wide=len(text) > HALF_LENGTH)
                for number, text in enumerate(group, 1)
            ),
        ),
        ApplicationPart("做过的事", tuple(iter_deed_rows(entry, exhibition))),
        ApplicationPart("培育标准，各说一件看得见的", tuple(iter_standard_rows(entry, exhibition))),
        ApplicationPart(
            "申报",
            (
                ApplicationRow("申报几星", wide=False),
                ApplicationRow("日期", wide=False),
                ApplicationRow("楼组长签字", wide=False),
                ApplicationRow("第二楼组长签字", wide=False),
                ApplicationRow("居民区意见"),
            ),
        ),
    )


IDENTITY = ("name", "street", "committee", "compound", "building", "founded", "households", "participants")
"""Attributes of an entry that the form asks for, as far as its type has them."""


def iter_identity_rows(entry: Entry) -> Iterator[ApplicationRow]:
    """Yield the rows that say which entry applies."""
    for field in CONTENT_TYPES.get_type_of(entry).fields:
        if field.attribute in IDENTITY:
            text = field.format_value(getattr(entry, field.attribute))
            yield ApplicationRow(field.key, shorten_text(text, VALUE_LENGTH), wide=len(text) > HALF_LENGTH)
    yield ApplicationRow("编号", entry.id, wide=False)
    stars = getattr(entry, "stars", None)
    told = f"{STARS[stars]}（{describe_announcement(entry)}）" if stars in STARS and stars else ""
    yield ApplicationRow("现在的星级", told)


def iter_deed_rows(entry: Entry, exhibition: Exhibition) -> Iterator[ApplicationRow]:
    """Yield the rows on covenant and record lists: how many there are, in the words of the list where it has any."""
    covenant = len(entry.covenant)
    yield ApplicationRow("公约", f"有，{covenant} 条" if covenant else "", wide=False)
    for row in CONTENT_TYPES.get_type_of(entry).record_types:
        if row is STANDARD_CASES or row is RATINGS:
            continue
        number = sum(1 for _ in iter_records(entry, row))
        lines = list_overview_lines(row, entry, exhibition)
        text = lines[0] if lines else f"写下 {number} 条" if number else ""
        yield ApplicationRow(row.label, shorten_text(text, VALUE_LENGTH), wide=len(text) > HALF_LENGTH)


def iter_standard_rows(entry: Entry, exhibition: Exhibition) -> Iterator[ApplicationRow]:
    """Yield a row for each standard with the entry's case, and one for each that is not named yet."""
    standards = exhibition.vocabularies.standards
    cases = {case.standard: case.text for case in reversed(getattr(entry, "standard_cases", ()))}
    for name in standards.names:
        yield ApplicationRow(name, shorten_text(cases.get(name, ""), CASE_LENGTH))
    for _ in range(standards.shown_slots):
        yield ApplicationRow(f"名称待补充（来源：{standards.source}）")


HEADING, WIDE, NARROW = "h", "w", "n"
"""Signs of the rows in the text `form`, by which the sheet is laid out."""
MOST_ROWS = 48
FORM_Y, FORM_LINE, FORM_HEAD = 45.0, 7.7, 9.4
FORM_END = 286.0
"""Where the last line of the form must end, in mm from the head of the sheet."""
LABEL_WIDTH, HALF = 27.0, 93.0


def list_application_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the form, by the names of its layers, and in `form` a sign for each of its rows."""
    signs, labels, values = "", [], []
    for part in list_application_parts(entry, exhibition):
        signs += HEADING
        labels.append(part.heading)
        values.append("")
        for row in part.rows:
            signs += WIDE if row.wide else NARROW
            labels.append(row.label)
            values.append(row.value)
    texts = {"title": "活力楼组自主申报表", "draft": DRAFT, "form": signs[:MOST_ROWS]}
    return texts | index_texts("label", labels, MOST_ROWS) | index_texts("value", values, MOST_ROWS)


APPLICATION_LAYERS: PosterLayers = (
    TextLayer("title", LEFT, 13, RIGHT - LEFT, 12, 8, 5, weight="name"),
    TextLayer("draft", LEFT, 27, RIGHT - LEFT, 5, 3.2, 2.4),
    TextLayer("address", LEFT, 34, RIGHT - LEFT, 5, 3.2, 2.4),
)
"""The head of the form; its rows follow (`compose_application`)."""


def measure_line(signs: str) -> float:
    """Return the height of a line of the form, in mm: `FORM_LINE`, or what is left where a form has many rows.

    >>> measure_line("hww"), round(measure_line("h" * 5 + "w" * 26), 2)
    (7.7, 7.46)
    """
    paired = re.sub(f"{NARROW}{NARROW}?", WIDE, signs)
    return min(FORM_LINE, (FORM_END - FORM_Y - signs.count(HEADING) * FORM_HEAD) / max(1, paired.count(WIDE)))


def compose_application(poster: Poster) -> tuple[PosterLayers, ...]:
    """Return the one page of the form: a line for each row, narrow ones two beside each other, with room to write."""
    found: list[PosterLayer] = []
    rules: list[PaperShape] = []
    signs = dict(poster.texts)["form"]
    line = measure_line(signs)
    y, column = FORM_Y, 0
    for number, sign in enumerate(signs, 1):
        if column and sign != NARROW:
            y, column = y + line, 0
        if sign == HEADING:
            found.append(make_line(f"label-{number}", LEFT, y + 3.2, 120, size=3.8, weight="name"))
            y += FORM_HEAD
            continue
        x = LEFT + HALF * column
        right = x + HALF - 4 if sign == NARROW else RIGHT
        own = LABEL_WIDTH if sign == NARROW else LABEL_WIDTH + 30
        found.append(make_line(f"label-{number}", x, y + 1.4, own - 2))
        found.append(make_line(f"value-{number}", x + own, y + 1.4, right - x - own))
        rules.append(draw_rule(y + line - 0.9, x + own, right))
        column = (column + 1) % 2 if sign == NARROW else 0
        y += 0 if column else line
    return ((*APPLICATION_LAYERS, ArtLayer(tuple(rules)), *found),)
