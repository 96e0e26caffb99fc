"""Tables that we write: the export of entries, and the report of an import.

The export (XLSX with help and lists of choices, CSV) changes nothing when it is imported again. The report says what
happened to each cell and row, as people read it, and as a CSV or XLSX list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from ...lazy import dataclass
from ...messages.registry import FieldIssue
from ...model import Entry, Exhibition
from ...model.content_types import ContentType
from ...model.exhibition import iter_records
from ...model.field_types import Boolean, Choice, Integer, StarRating, Text
from ...model.fields import Field, ListOf, Requirement
from ...privacy import mask_private
from ...types import CONTENT_TYPES
from ..table_files import Value, WorkbookWriter, format_csv, get_column_letters
from .field_values import format_value, get_value
from .sheet_subjects import SheetSubject, find_subject, list_subjects


class CellOutcome(Enum):
    """What became of a cell. The value is the word in reports."""

    TAKEN = "采用表格"
    KEPT = "保留页面"
    CONFLICT = "有冲突"
    LEFT = "没有采用"
    CREATED = "新建"
    ADDED = "添上"
    NOTED = "请留意"
    ABSENT = "这次没有"


def describe_row(table: str, row: int) -> str:
    """Return a row as people say it: with its sheet, where more than one was read.

    >>> describe_row("", 3), describe_row("高境", 3)
    ('第 3 行', '“高境”第 3 行')
    """
    return f"“{mask_private(table)}”第 {row} 行" if table else f"第 {row} 行"


@dataclass(frozen=True, slots=True)
class ImportRemark:
    """One line of a report: what became of a cell (or of a row, without a `key`), and what to do about it.

    `row` counts from 1 as in the sheet; 0: no row. What the sheet, the page and the last import say is masked.
    """

    issue: FieldIssue | None
    row: int = 0
    id: str = ""
    name: str = ""
    key: str = ""
    sheet: str = ""
    page: str = ""
    last: str = ""
    outcome: CellOutcome = CellOutcome.LEFT
    table: str = ""
    """The sheet of the workbook, where more than one was read."""
    label: str = ""
    """The label of the record list that the row belongs to; nothing where the row is an entry."""
    record: str = ""
    """By what the record is recognised, in words."""

    @property
    def place(self) -> str:
        """Where in the sheet it is, in words."""
        return "，".join([describe_row(self.table, self.row)] * bool(self.row) + [f"“{self.key}”列"] * bool(self.key))

    @property
    def sentence(self) -> str:
        """What happened, in a sentence."""
        return mask_private(self.issue.message if self.issue else self.change)

    @property
    def change(self) -> str:
        """What the page says and what the sheet says instead."""
        return f"{self.page.replace(chr(10), '；') or '（空）'} → {self.sheet.replace(chr(10), '；')}"

    @property
    def hint(self) -> str:
        """What to do."""
        return mask_private(self.issue.hint) if self.issue else ""

    @property
    def code(self) -> str:
        """The code of its page of help."""
        return self.issue.rule.code if self.issue else ""


class ReportColumn(NamedTuple):
    """One column of the list."""

    heading: str
    width: int
    value: Callable[[ImportRemark], Value]


PARTS = (
    ReportColumn("行", 6, lambda one: one.row or ""),
    ReportColumn("编号", 8, lambda one: one.id),
    ReportColumn("名称", 20, lambda one: one.name),
    ReportColumn("列", 10, lambda one: one.key),
    ReportColumn("结果", 10, lambda one: one.outcome.value),
    ReportColumn("表格里写的", 28, lambda one: one.sheet),
    ReportColumn("页面里写的", 28, lambda one: one.page),
    ReportColumn("上次导入的", 28, lambda one: one.last),
    ReportColumn("说明", 44, lambda one: one.sentence if one.issue else ""),
    ReportColumn("怎么办", 50, lambda one: one.hint),
    ReportColumn("代码", 8, lambda one: one.code),
    ReportColumn("哪张表", 12, lambda one: one.table),
    ReportColumn("哪一条", 28, lambda one: " ".join(filter(None, (one.label, one.record)))),
)


def build_report_rows(remarks: Sequence[ImportRemark]) -> list[list[Value]]:
    """Return a row for each remark; nothing private is repeated."""
    rows = ([part.value(one) for part in PARTS] for one in remarks)
    return [[mask_private(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def render_report_csv(remarks: Sequence[ImportRemark]) -> bytes:
    """Return the list as CSV."""
    return format_csv([[part.heading for part in PARTS], *build_report_rows(remarks)])


def render_report_xlsx(remarks: Sequence[ImportRemark]) -> bytes:
    """Return the list as a workbook."""
    with WorkbookWriter("导入清单") as book:
        book.add_table(
            book.title, [part.heading for part in PARTS], [part.width for part in PARTS], build_report_rows(remarks)
        )
    return book.data


LISTINGS: dict[str, Callable[[Sequence[ImportRemark]], bytes]] = {
    ".xlsx": render_report_xlsx,
    ".csv": render_report_csv,
}
"""Every format of the list by the ending of its file."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of an exported sheet: its field, its width in characters of Latin script, the words it may hold."""

    field: Field
    width: int
    words: tuple[str, ...] = ()
    of_entry: bool = False
    """In a sheet of records: is it a field of the entry that holds them?"""

    def get_value(self, told: Any) -> Value:
        """Return the cell of an entry or a record: counts as numbers, everything else (ids, buildings, dates) as text."""
        value = get_value(told, self.field) if isinstance(told, Entry) else getattr(told, self.field.attribute)
        return value if isinstance(self.field.kind, Integer) and value is not None else format_value(self.field, value)


WIDTHS = {"编号": 8, "名称": 22, "街镇": 12, "居民区": 26, "小区": 22, "楼号": 12, "一句话": 44, "公约": 36, "来源": 18}
WIDTH, WIDTH_OF_LIST, WIDEST = 10, 22, 44
LONG_TEXT = 40
"""Characters from which on a text has a wide column."""
NAMING = ("id", "name")
"""Attributes of an entry that stand before its records: the second is for readers."""


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """One exported sheet: its name, its columns, and a row for every entry or record."""

    name: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def headings(self) -> list[str]:
        """Return the headings of its columns."""
        return [column.field.key for column in self.columns]


def build_sheet(subject: SheetSubject, exhibition: Exhibition) -> ExportSheet:
    """Return the sheet of a subject, with every entry whatever its state, in the order of ids."""
    columns = list_export_columns(subject, exhibition)
    if isinstance(subject.row, ContentType):
        held = ((entry, entry) for entry in exhibition.of(subject.row.model))
    else:
        entries = sorted(exhibition.entries, key=lambda entry: entry.id)
        held = ((entry, one.record) for entry in entries for one in iter_records(entry, subject.row))
    rows = (tuple(one.get_value(entry if one.of_entry else told) for one in columns) for entry, told in held)
    return ExportSheet(subject.label, columns, tuple(rows))


def list_export_columns(subject: SheetSubject, exhibition: Exhibition) -> tuple[ExportColumn, ...]:
    """Return the columns of an exported sheet; records have the number and the name of their entry before them."""
    naming = [field for field in subject.place_fields if field.attribute in NAMING]
    fields = [field for field in subject.fields if field not in subject.place_fields]
    return (
        *(ExportColumn(field, choose_width(field), of_entry=True) for field in naming),
        *(ExportColumn(field, choose_width(field), list_words(field, exhibition)) for field in fields),
    )


def choose_width(field: Field) -> int:
    """Return a width in which nearly every cell is seen whole."""
    if isinstance(field.kind, ListOf):
        return WIDTHS.get(field.key, WIDTH_OF_LIST)
    long = isinstance(field.kind, Text) and field.kind.limit >= LONG_TEXT
    return WIDTHS.get(field.key, min(WIDEST, field.kind.limit // 2) if long else WIDTH)  # type: ignore[union-attr]


def list_words(field: Field, exhibition: Exhibition) -> tuple[str, ...]:
    """Return the words that a cell, or each part of a list in it, is chosen from; none where it is free."""
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    if isinstance(kind, Boolean):
        return ("是", "否")
    if not isinstance(kind, Choice):
        return ()
    return exhibition.vocabularies.get(kind.vocabulary).names if kind.vocabulary else kind.words.names


def iter_cells(kind: str, exhibition: Exhibition) -> Iterator[list[Value]]:
    """Yield the cells of every entry of a content type, in the order of ids."""
    yield from map(list, build_sheet(SheetSubject(CONTENT_TYPES.get_by_name(kind)), exhibition).rows)


def describe_column(column: ExportColumn) -> list[str]:
    """Return what the second sheet says of a column: its name, what to write, an example, whether it must be filled."""
    field, how = column.field, ""
    if isinstance(field.kind, ListOf):
        how = "几个之间用顿号“、”隔开。" if field.kind.split else "一行一条（在格子里按 Alt+回车换行）。"
    choice = f"可选：{'、'.join(column.words)}。" if column.words else ""
    need = "" if field.required is Requirement.NEVER else field.required.value
    if column.of_entry:
        how = "是谁的，看这一列。" if field.attribute == "id" else "给人看的，导入时不读。"
        return [field.key, how, field.example, "必填" if field.attribute == "id" else ""]
    return [field.key, field.help + how + choice, field.example, need]


HELP_HEADINGS = ("这一列", "怎么填", "例子", "要不要填")
HELP_WIDTHS = (12, 80, 26, 18)
SPARE_ROWS = 500
"""Rows below the last entry that offer choices too: for newcomers."""
HELP, CHOICES = "说明", "选项"
"""The names of the sheets that explain the columns and hold the words to choose from."""


def render_workbook(sheets: Sequence[ExportSheet]) -> bytes:
    """Return sheets as a workbook: the tables, what their columns mean, the words to choose from."""
    several = len(sheets) > 1
    with WorkbookWriter("、".join(one.name for one in sheets)) as book:
        made = []
        for one in sheets:
            sheet = book.add_table(one.name, one.headings, [column.width for column in one.columns], one.rows)
            made.append(sheet)
            for place, column in enumerate(one.columns):
                if isinstance(column.field.kind, Integer):
                    # Below the last entry too: what is typed into a cell for text is no number.
                    sheet.set_column(place, place, column.width, book.number)
        explained = [(one.name, describe_column(column)) for one in sheets for column in one.columns]
        # Of several sheets the key stands behind the name of its sheet: alone it would look like a heading.
        told = [[f"{name}·{key}" if several else key, *cells] for name, (key, *cells) in explained]
        book.add_table(HELP, HELP_HEADINGS, HELP_WIDTHS, told)
        add_choice_lists(book, list(zip(made, sheets, strict=True)))
    return book.data


def add_choice_lists(book: WorkbookWriter, made: Sequence[tuple[Any, ExportSheet]]) -> None:
    """Let cells be chosen from lists, which stand on a sheet of their own: a list in the cell itself ends at 255 signs."""
    chosen = [(one.name, column) for _, one in made for column in one.columns if column.words]
    depth = max((len(column.words) for _, column in chosen), default=0)
    rows = [[column.words[line] if line < len(column.words) else "" for _, column in chosen] for line in range(depth)]
    names = [f"{name}·{column.field.key}" if len(made) > 1 else column.field.key for name, column in chosen]
    if chosen:
        book.add_table(CHOICES, names, [14] * len(chosen), rows)
    places = {id(column): place for place, (_, column) in enumerate(chosen)}
    for sheet, one in made:
        for place, column in enumerate(one.columns):
            rule = make_choice_rule(column, places.get(id(column), 0))
            if rule:
                told = {"error_type": "warning", "error_title": "核对一下", "error_message": f"{column.field.help}"}
                sheet.data_validation(
                    1, place, len(one.rows) + SPARE_ROWS, place, {**rule, "ignore_blank": True, **told}
                )


def make_choice_rule(column: ExportColumn, place: int) -> dict[str, object]:
    """Return what may be written into the cells of a column, whose words are in column `place` of the sheet of words;
    nothing where they are free.
    """
    if isinstance(column.field.kind, StarRating):
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": column.field.kind.high}
    if not column.words or isinstance(column.field.kind, ListOf):
        return {}
    letter = get_column_letters(place)
    return {"validate": "list", "source": f"={CHOICES}!${letter}$2:${letter}${len(column.words) + 1}"}


def get_subject(name: str) -> SheetSubject:
    """Return the subject of a content type or a record list by its name or label. Raises KeyError where there is none."""
    subject = find_subject(name)
    if subject is None:
        raise KeyError(name)
    return subject


def export_csv(name: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a content type, or all records of a list, by its name (unit, ratings), as CSV."""
    sheet = build_sheet(get_subject(name), exhibition)
    return format_csv([sheet.headings, *sheet.rows])


def export_xlsx(name: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a content type, or all records of a list, by its name (unit, ratings), as a workbook."""
    return render_workbook([build_sheet(get_subject(name), exhibition)])


def export_everything(exhibition: Exhibition) -> bytes:
    """Return one workbook with a sheet for each content type and for each record list."""
    return render_workbook([build_sheet(subject, exhibition) for subject in list_subjects()])


EXPORTS: dict[str, Callable[[str, Exhibition], bytes]] = {"xlsx": export_xlsx, "csv": export_csv}
"""Every format of export by the name that the command line takes, which is the ending of its files."""
