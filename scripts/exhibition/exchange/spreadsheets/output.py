"""Tables that we write: the export of entries, and the report of an import.

The export (XLSX with help and lists of choices, CSV) changes nothing when it is imported again. The report says what
happened to each cell and row, as people read it, and as a CSV or XLSX list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from ...messages.registry import FieldIssue
from ...model import Entry, Exhibition
from ...model.field_types import Boolean, Choice, Integer, StarRating
from ...model.fields import Field, ListOf, Requirement
from ...privacy import mask_private
from ...types import CONTENT_TYPES
from ..table_files import Value, WorkbookWriter, format_csv
from .columns import list_columns
from .field_values import format_value, get_value


class CellOutcome(Enum):
    """What became of a cell. The value is the word in reports."""

    TAKEN = "采用表格"
    KEPT = "保留页面"
    CONFLICT = "有冲突"
    LEFT = "没有采用"
    CREATED = "新建"
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

    def get_value(self, entry: Entry) -> Value:
        """Return the cell of an entry: counts as numbers, everything else (ids, buildings, dates) as text."""
        value = get_value(entry, self.field)
        return value if isinstance(self.field.kind, Integer) and value is not None else format_value(self.field, value)


WIDTHS = {"编号": 8, "名称": 22, "街镇": 12, "居民区": 26, "小区": 22, "楼号": 12, "一句话": 44, "公约": 36, "来源": 18}
WIDTH, WIDTH_OF_LIST = 10, 22


def list_export_columns(kind: str, exhibition: Exhibition) -> tuple[ExportColumn, ...]:
    """Return the columns of an exported sheet of this kind of entry."""
    return tuple(
        ExportColumn(field, choose_width(field), list_words(field, exhibition)) for field in list_columns(kind)
    )


def choose_width(field: Field) -> int:
    """Return a width in which nearly every cell is seen whole."""
    return WIDTHS.get(field.key, WIDTH_OF_LIST if isinstance(field.kind, ListOf) else WIDTH)


def list_words(field: Field, exhibition: Exhibition) -> tuple[str, ...]:
    """Return the words that a cell, or each part of a list in it, is chosen from; none where it is free."""
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    if isinstance(kind, Boolean):
        return ("是", "否")
    if not isinstance(kind, Choice):
        return ()
    return exhibition.vocabularies.get(kind.vocabulary).names if kind.vocabulary else kind.words.names


def iter_cells(kind: str, exhibition: Exhibition) -> Iterator[list[Value]]:
    """Yield a row for every entry, whatever its state, in the order of ids."""
    chosen = list_export_columns(kind, exhibition)
    for entry in exhibition.of(CONTENT_TYPES.get_by_name(kind).model):
        yield [column.get_value(entry) for column in chosen]


def describe_column(column: ExportColumn) -> list[str]:
    """Return what the second sheet says of a column: its name, what to write, an example, whether it must be filled."""
    field, how = column.field, ""
    if isinstance(field.kind, ListOf):
        how = "几个之间用顿号“、”隔开。" if field.kind.split else "一行一条（在格子里按 Alt+回车换行）。"
    choice = f"可选：{'、'.join(column.words)}。" if column.words else ""
    need = "" if field.required is Requirement.NEVER else field.required.value
    return [field.key, field.help + how + choice, field.example, need]


HELP_HEADINGS = ("这一列", "怎么填", "例子", "要不要填")
HELP_WIDTHS = (12, 80, 26, 18)
SPARE_ROWS = 500
"""Rows below the last entry that offer choices too: for newcomers."""


def export_csv(kind: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a kind as CSV."""
    headings = [column.field.key for column in list_export_columns(kind, exhibition)]
    return format_csv([headings, *iter_cells(kind, exhibition)])


def export_xlsx(kind: str, exhibition: Exhibition) -> bytes:
    """Return all entries of a kind as a workbook: the table, what its columns mean, the words to choose from."""
    columns = list_export_columns(kind, exhibition)
    with WorkbookWriter(CONTENT_TYPES.get_by_name(kind).label) as book:
        rows = list(iter_cells(kind, exhibition))
        sheet = book.add_table(book.title, [one.field.key for one in columns], [one.width for one in columns], rows)
        for place, column in enumerate(columns):
            if isinstance(column.field.kind, Integer):
                # Below the last entry too: what is typed into a cell for text is no number.
                sheet.set_column(place, place, column.width, book.number)
        book.add_table("说明", HELP_HEADINGS, HELP_WIDTHS, map(describe_column, columns))
        add_choice_lists(book, sheet, columns, len(rows) + SPARE_ROWS)
    return book.data


def add_choice_lists(book: WorkbookWriter, sheet: Any, columns: Sequence[ExportColumn], last: int) -> None:
    """Let cells be chosen from lists, which stand on a sheet of their own: a list in the cell itself ends at 255 signs."""
    chosen = [one for one in columns if one.words]
    width = max((len(one.words) for one in chosen), default=0)
    rows = [[one.words[line] if line < len(one.words) else "" for one in chosen] for line in range(width)]
    book.add_table("选项", [one.field.key for one in chosen], [14] * len(chosen), rows)
    for place, column in enumerate(columns):
        if isinstance(column.field.kind, StarRating):
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": column.field.kind.high}
        elif column.words and not isinstance(column.field.kind, ListOf):
            letter = chr(ord("A") + chosen.index(column))
            rule = {"validate": "list", "source": f"=选项!${letter}$2:${letter}${len(column.words) + 1}"}
        else:
            continue
        told = {"error_type": "warning", "error_title": "核对一下", "error_message": f"{column.field.help}"}
        sheet.data_validation(1, place, last, place, {**rule, "ignore_blank": True, **told})


EXPORTS: dict[str, Callable[[str, Exhibition], bytes]] = {"xlsx": export_xlsx, "csv": export_csv}
"""Every format of export by the name that the command line takes, which is the ending of its files."""
