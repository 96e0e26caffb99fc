"""Worksheets: the templates of the handbook, on which neighbours write by hand; one declaration each.

A worksheet is a title, a sentence and its parts. Parts are own rows, or the keys of a record list with their own words, so that a
clerk types in what stands on paper. Pages show the same parts (`pages/worksheets.py`); here they become layers of an A4 page in
black, for products that are made of no entry. Where a product of entries prints one already, its row
in `formats.py` names the worksheet, and none is made blank. The title is the name of the term in `content/vocabularies/tools.yml` that records use as 工具.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

from ..lazy import dataclass
from ..model.books import WORKSHEET_BOOK, describe_source
from ..model.field_types import Choice, Date, Integer, PhotoKey
from ..model.fields import Field, ListOf, RecordList
from ..model.record_types import RecordType
from ..records import CLAIMS, MEETINGS
from ..records.rating import LEAST_GROUP
from .handouts import CARE, DESIGN_STEPS
from .layers import ArtLayer, PaperShape, PosterLayer, PosterLayers, TextLayer, draw_box

if TYPE_CHECKING:
    from ..model import Exhibition


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to write: what it is called, what to write, on how many lines; a narrow one stands beside another."""

    label: str
    hint: str = ""
    lines: int = 1
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Ticks:
    """Words of which some are ticked."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankTable:
    """A table to fill in: its headings, the share of the width that each column has, and how many rows are empty."""

    headings: tuple[str, ...]
    shares: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Frames:
    """Empty frames beside each other, each under its words; `share` is their part of the height of the piece, per cent."""

    labels: tuple[str, ...]
    share: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence."""

    text: str


Part = Blank | Ticks | BlankTable | Frames | Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """One template: its address, its title, what it is for, and what one writes on it."""

    slug: str
    """Its page below the book, and the slug of its term in `tools.yml`."""
    title: str
    purpose: str
    parts: tuple[Part, ...] = ()
    record: RecordType | None = None
    """The record list whose keys it asks for, behind its own parts."""
    pieces: int = 1
    """How many lie on one page, one below the other."""
    blank: bool = False
    """Is there a product of its own for shops, blank? Not where a product of entries prints it (`PrintFormat.worksheet`)."""
    guide: str = ""
    """The page that tells how one writes into the exhibition what stands on it, from the root of the site."""
    room: str = ""
    """Where one sees what others wrote, from the root of the site."""

    def list_parts(self) -> tuple[Part, ...]:
        """Return all parts: its own, then those of its record list."""
        return (*self.parts, *(iter_record_parts(self.record) if self.record else ()))


LONG_TEXT, LONGER_TEXT = 100, 250
"""Characters that a field may hold from which it gets two lines more, and four."""
UNASKED = ("source", "tool")
"""Attributes of records that nobody writes on paper."""


def iter_record_parts(row: RecordType) -> Iterator[Part]:
    """Yield what a worksheet asks for of a record list: its keys, in its words, in the order of its declaration."""
    for field in row.fields:
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if field.internal or field.attribute in UNASKED or isinstance(kind, (PhotoKey, RecordList)):
            continue
        if isinstance(kind, Choice) and not kind.vocabulary:
            yield Ticks(field.key, kind.words.names)
        else:
            yield Blank(field.key, field.help, count_lines(field), wide=not isinstance(kind, (Date, Integer)))


def count_lines(field: Field) -> int:
    """Return how many lines a field needs on paper."""
    longest = getattr(field.kind, "limit", 0)
    return 4 if longest >= LONGER_TEXT else 2 if longest >= LONG_TEXT else 1


UNIT = (Blank("楼组", wide=False), Blank("编号", wide=False))
"""Which unit it is."""
WORKSHEETS: tuple[Worksheet, ...] = (
    Worksheet(
        slug="group-list",
        title="自治小组名单",
        purpose="谁召集、谁记录、谁看着钱和东西，写清楚，贴出来。写身份，不写姓名和电话。",
        parts=(
            *UNIT,
            Remark(f"至少 {LEAST_GROUP} 位（来源：宝山区民政局）。有事找他们：到居委会问。"),
            BlankTable(("身份", "管什么", "什么时候有空"), (30, 45, 25), 8),
            Blank("从几时起", wide=False),
            Blank("几时再商量", wide=False),
        ),
        blank=True,
        guide="guide/edit/",
    ),
    Worksheet(
        slug="council-minutes",
        title="议事记录",
        purpose="商量一次，记一张。纸上的每一格，和展厅里议事的名字一样，会打字的人照着写进去就行。",
        parts=UNIT,
        record=MEETINGS,
        guide="guide/meetings/",
        room="council/",
        blank=True,
    ),
    Worksheet(
        slug="covenant-draft",
        title="公约纸",
        purpose="大家约好的事，一条一句话。先用铅笔写，都点头了，再抄一张贴出来。",
        parts=(
            *UNIT,
            Remark("话题写一两个字：楼道、安静、安全、垃圾、花草……三五条就够，最多 12 条。"),
            BlankTable(("话题", "约好的事"), (20, 80), 10),
            Blank("几户同意", wide=False),
            Blank("日期", wide=False),
        ),
        guide="guide/edit/",
        room="covenants/",
    ),
    Worksheet(
        slug="claim-tag",
        title="认领牌",
        purpose="一件事，一个地方，有人认下来，就挂一块。写身份，或者写几户，不写姓名。",
        record=CLAIMS,
        pieces=2,
        room="together/",
    ),
    Worksheet(
        slug="photo-card",
        title="前后对比拍照卡",
        purpose="动手以前拍一张，办成以后在老地方再拍一张。这张卡帮你记住站在哪里。",
        parts=(
            *UNIT,
            Blank("拍的地方", "门厅、几楼走道、楼下花坛。"),
            Blank("站在哪里", "脚下贴一个记号，写记号在哪里。"),
            Ticks("手机举多高", ("齐胸口", "齐眼睛", "举过头")),
            Ticks("手机怎么拿", ("横着", "竖着")),
            Blank("朝哪里拍", "画面左边是什么，右边是什么。"),
            Blank("从前：哪天拍的", wide=False),
            Blank("如今：哪天拍的", wide=False),
            Frames(("从前：画一画，画面里有什么", "如今：画一画，画面里有什么"), 25),
            Ticks("画面里的人", ("没有人", "都问过了，都答应")),
        ),
        blank=True,
        guide="guide/photos/",
    ),
    Worksheet(
        slug="station-sign",
        title="参访站牌",
        purpose="挂在要给人看的地方。字写大，站在两步外看得清。不写门禁、电表、钥匙在哪里。",
        parts=(
            Frames(("第几站", "站名（最多 12 个字）"), 20),
            Blank("从前", "这里以前是什么样。"),
            Blank("怎么来的", "谁提的，谁动的手，写身份。"),
            Blank("请看一看", "有什么，别人容易走过去没看见？"),
            Blank("谁照看", wide=False),
            Blank("编号", wide=False),
        ),
        blank=True,
        pieces=2,
        guide="guide/visit/",
        room="visits/",
    ),
    Worksheet(
        slug="trail-card",
        title="小先生章卡",
        purpose="孩子一站一站看，答对一题，请大人在方框里盖一个章。卡上不写孩子的姓名。",
        parts=(
            Blank("路线", wide=False),
            Blank("日期", wide=False),
            Remark("到一站，看一看墙，答对了，盖一个章。"),
            Frames(("第 1 站", "第 2 站", "第 3 站"), 26),
            Frames(("第 4 站", "第 5 站", "第 6 站"), 26),
        ),
        guide="guide/route/",
        room="routes/",
    ),
    Worksheet(
        slug="self-application",
        title="自主申报表",
        purpose="把手里有的一样一样对一遍：有的打勾，没有的空着，不编。正式的表待补充（来源：宝山区民政局）。",
        parts=(
            *UNIT,
            Blank("街镇、居民区"),
            Blank("自治小组", f"至少 {LEAST_GROUP} 位，写身份。", 2),
            Ticks("手里有的", ("公约", "议事记录", "前后照片", "数字档案")),
            Blank("做成的事", "最想讲的一两件，说看得见的变化。", 4),
            Blank("公约里最要紧的", lines=2),
            Blank("申报几星", wide=False),
            Blank("日期", wide=False),
            Blank("楼组长签字", wide=False),
            Blank("第二楼组长签字", wide=False),
            Blank("居民区意见", lines=2),
        ),
        room="stars/",
    ),
    Worksheet(
        slug="emblem-drawing",
        title="楼标设计纸",
        purpose="大家坐下来，一起画一个楼标。画在方框里，越大越好，用深色粗笔。",
        parts=(*UNIT, *(Remark(text) for text in DESIGN_STEPS), Frames(("",), 52), Remark(CARE)),
        guide="guide/emblem/",
    ),
)
"""Every template, in the order of the handbook's steps. A new one is a row here and its term in `tools.yml`."""


def find_worksheet(slug: str) -> Worksheet | None:
    """Return the worksheet of a slug; None where there is none."""
    return next((sheet for sheet in WORKSHEETS if sheet.slug == slug), None)


# The page of A4. A unit is a millimetre.

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 16.0, 194.0
TOP = 13.0
TITLE, LABEL, HINT, SMALL, LEAST = 10.0, 5.0, 3.3, 3.2, 2.3
"""Heights of the type in mm: title, labels (14 pt), what to write (9 pt), sentences; and the one to which any may shrink (6.5 pt)."""
OWN_LABEL = 32.0
"""Width of the labels of wide rows."""
GAP = 6.0
"""Between two narrow rows beside each other."""
LEAST_LINE, BEST_LINE = 9.0, 17.0
"""Height of a line to write on: the least, and that of a page with room to spare."""
HEAD, FOOT = 25.0, 15.0
"""Heights that title and sentence take at the head of a piece, and the last line at its foot."""
BOX = 4.6
"""Side of a box to tick."""
RULE = 0.3


def list_texts(sheet: Worksheet, source: str, address: str) -> dict[str, str]:
    """Return the texts of a worksheet by the names of its layers: they are in the order of `set_piece`."""
    texts = {
        f"{sheet.slug}-title": sheet.title,
        f"{sheet.slug}-purpose": sheet.purpose,
        f"{sheet.slug}-foot": f"{source}　{address}",
    }
    numbers = count(1)
    for part in sheet.list_parts():
        texts |= {f"{sheet.slug}-{next(numbers)}": text for text in iter_part_texts(part)}
    return texts


def iter_part_texts(part: Part) -> Iterator[str]:
    """Yield the texts of a part, in the order in which its layers take them."""
    match part:
        case Blank():
            yield part.label
            yield part.hint
        case Ticks():
            yield part.label
            yield from part.words
        case BlankTable():
            yield from part.headings
        case Frames():
            yield from part.labels
        case Remark():
            yield part.text


def set_page(sheet: Worksheet) -> PosterLayers:
    """Return the layers of the page: the pieces one below the other, with a dashed line to cut along between them."""
    high = HEIGHT / sheet.pieces
    found: list[PosterLayer] = []
    for piece in range(sheet.pieces):
        found += set_piece(sheet, piece * high, high)
        if piece:
            dashes = "".join(draw_box(x, piece * high - RULE / 2, 3, RULE) for x in range(12, 196, 6))
            found.append(ArtLayer((PaperShape(dashes, "ink"),)))
    return tuple(found)


def set_piece(sheet: Worksheet, top: float, high: float) -> Iterator[PosterLayer]:
    """Yield the layers of one piece between two heights: title, sentence, parts, the line at its foot."""
    name = sheet.slug
    yield TextLayer(f"{name}-title", LEFT, top + TOP, RIGHT - LEFT, 12, TITLE, 6, weight="name", align=0)
    yield TextLayer(f"{name}-purpose", LEFT, top + TOP + 13, RIGHT - LEFT, 10, 4.2, LEAST, align=0, lines=2)
    yield TextLayer(f"{name}-foot", LEFT, top + high - FOOT, RIGHT - LEFT, 4.4, SMALL, LEAST, align=0)
    rows, line = group_rows(sheet.list_parts()), measure_line(sheet)
    rules: list[PaperShape] = []
    numbers, y = count(1), top + TOP + HEAD
    for row in rows:
        width = (RIGHT - LEFT - GAP) / 2 if is_narrow(row[0]) else RIGHT - LEFT
        for place, part in enumerate(row):
            x = LEFT + place * (width + GAP)
            yield from set_part(part, name, numbers, (x, y, width, line, high), rules)
        y += measure_fixed(row[0], high) + line * count_row_lines(row[0])
    yield ArtLayer(tuple(rules))


def measure_line(sheet: Worksheet) -> float:
    """Return the height of a line to write on: the spare height of a piece, shared among all its lines."""
    high, rows = HEIGHT / sheet.pieces, group_rows(sheet.list_parts())
    fixed = TOP + HEAD + FOOT + 3 + sum(measure_fixed(row[0], high) for row in rows)
    lines = sum(count_row_lines(row[0]) for row in rows) or 1
    return max(LEAST_LINE, min(BEST_LINE, (high - fixed) / lines))


def group_rows(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Return the parts row by row: two narrow blanks that follow each other stand beside each other."""
    rows: list[tuple[Part, ...]] = []
    for part in parts:
        last = rows[-1] if rows else ()
        if is_narrow(part) and len(last) == 1 and is_narrow(last[0]):
            rows[-1] = (*last, part)
        else:
            rows.append((part,))
    return rows


def is_narrow(part: Part) -> bool:
    """Is it a blank that takes half of a row?"""
    return isinstance(part, Blank) and not part.wide


def count_row_lines(part: Part) -> int:
    """Return how many lines to write on a part has; the page's spare height is shared among them."""
    match part:
        case Blank():
            return part.lines
        case BlankTable():
            return part.rows
        case Ticks():
            return 1
    return 0


def measure_fixed(part: Part, high: float) -> float:
    """Return the height of a part that does not depend on the spare height of its piece, which is so high."""
    match part:
        case BlankTable():
            return 8.0 + 2
        case Frames():
            return high * part.share / 100 + (8 if any(part.labels) else 2) + 2
        case Remark():
            return 8.4
    return 0.0


Place = tuple[float, float, float, float, float]
"""Left, top and width of a part, the height of its lines and of its piece."""


def set_part(
    part: Part, name: str, numbers: Iterator[int], place: Place, rules: list[PaperShape]
) -> Iterator[PosterLayer]:
    """Yield the layers of a part's texts in their order; what is drawn goes to `rules`."""
    x, y, width, line, piece = place
    texts = [(f"{name}-{next(numbers)}", text) for text in iter_part_texts(part)]
    match part:
        case Blank():
            own = max(OWN_LABEL, measure_label(part.label))
            yield make_label(texts[0][0], x, y, own, line)
            if part.hint:
                yield TextLayer(texts[1][0], x + own, y + 0.6, width - own, 4.4, HINT, LEAST, align=0)
            for row in range(1, part.lines + 1):
                rules.append(draw_line(x + own, y + row * line - 1.2, width - own))
        case Ticks():
            own = max(OWN_LABEL, measure_label(part.label))
            yield make_label(texts[0][0], x, y, own, line)
            at = x + own
            for word, text in texts[1:]:
                rules.extend(draw_outline(at, y + (line - BOX) / 2, BOX, BOX))
                wide = len(text) * 4.4 + 1
                yield TextLayer(word, at + BOX + 1.6, y, wide, line, 4.4, LEAST, align=0)
                at += BOX + 1.6 + wide + 4
        case BlankTable():
            at, bottom = x, y + 8 + part.rows * line
            for (word, _), share in zip(texts, part.shares, strict=True):
                wide = width * share / 100
                yield TextLayer(word, at + 2, y, wide - 4, 8, LABEL, LEAST, weight="name", align=0)
                rules.append(PaperShape(draw_box(at, y, RULE, bottom - y), "ink"))
                at += wide
            rules.append(PaperShape(draw_box(x + width - RULE, y, RULE, bottom - y), "ink"))
            rules.extend(draw_line(x, y + 8 + row * line, width) for row in range(part.rows + 1))
            rules.append(draw_line(x, y, width))
        case Frames():
            wide = (width - GAP * (len(part.labels) - 1)) / len(part.labels)
            head, high = (8 if any(part.labels) else 2), piece * part.share / 100
            for number, (word, text) in enumerate(texts):
                at = x + number * (wide + GAP)
                if text:
                    yield TextLayer(word, at, y + 1, wide, 6.4, LABEL - 0.6, LEAST, align=0)
                rules.extend(draw_outline(at, y + head, wide, high))
        case Remark():
            yield TextLayer(texts[0][0], x, y + 1.2, width, 5.6, 4.2, LEAST, align=0)


def measure_label(text: str) -> float:
    """Return the width that a label needs."""
    return len(text) * LABEL + 3


def make_label(what: str, x: float, y: float, width: float, line: float) -> TextLayer:
    """Return the label at the left of a row."""
    return TextLayer(what, x, y, width, line, LABEL, LEAST, weight="name", align=0)


def draw_line(x: float, y: float, width: float) -> PaperShape:
    """Return a line to write on."""
    return PaperShape(draw_box(x, y, width, RULE), "ink")


def draw_outline(x: float, y: float, width: float, height: float) -> list[PaperShape]:
    """Return the sides of an empty box."""
    sides = (
        (x, y, width, RULE),
        (x, y + height - RULE, width, RULE),
        (x, y, RULE, height),
        (x + width - RULE, y, RULE, height),
    )
    return [PaperShape("".join(draw_box(*side) for side in sides), "ink")]


def list_blank_texts(sheets: Sequence[Worksheet], exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of worksheets, with where they are from and their address to type."""
    book, site = WORKSHEET_BOOK, exhibition.settings.site_url
    source = describe_source(book, exhibition.books.get(book.name, ()))
    texts: dict[str, str] = {}
    for sheet in sheets:
        texts |= list_texts(sheet, source, f"{site}{book.make_worksheet_path(sheet.slug)}".split("://")[-1])
    return texts
