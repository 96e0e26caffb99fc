"""Units or clusters into a table for a spreadsheet program; importing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Entry, Exhibition
from ..model.fields import Field, Many, Need
from ..model.kinds import Choice, Flag, Whole
from ..spreadsheet import Value
from ..types import CONTENT_TYPES
from .columns import columns
from .likeness import value_of, written


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an exported sheet: its field, its width in characters of Latin script, the words it may hold."""

    field: Field
    width: int
    words: tuple[str, ...] = ()

    def value(self, entry: Entry) -> Value:
        """Return the cell of an entry: counts as numbers, everything else (ids, buildings, dates) as text."""
        value = value_of(entry, self.field)
        return value if isinstance(self.field.kind, Whole) and value is not None else written(self.field, value)


WIDTHS = {"编号": 8, "名称": 22, "街镇": 12, "居民区": 26, "小区": 22, "楼号": 12, "一句话": 44, "公约": 36, "来源": 18}
WIDTH, WIDTH_OF_LIST = 10, 22


def exported_columns(kind: str, exhibition: Exhibition) -> tuple[Column, ...]:
    """Return the columns of an exported sheet of this kind of entry."""
    return tuple(Column(field, width(field), words(field, exhibition)) for field in columns(kind))


def width(field: Field) -> int:
    """Return a width in which nearly every cell is seen whole."""
    return WIDTHS.get(field.key, WIDTH_OF_LIST if isinstance(field.kind, Many) else WIDTH)


def words(field: Field, exhibition: Exhibition) -> tuple[str, ...]:
    """Return the words that a cell, or each part of a list in it, is chosen from; none where it is free."""
    kind = field.kind.item if isinstance(field.kind, Many) else field.kind
    if isinstance(kind, Flag):
        return ("是", "否")
    if not isinstance(kind, Choice):
        return ()
    return getattr(exhibition.vocabularies, kind.vocabulary).names if kind.vocabulary else kind.words.names


def cells(kind: str, exhibition: Exhibition) -> Iterator[list[Value]]:
    """Yield a row for every entry, whatever its state, in the order of ids."""
    chosen = exported_columns(kind, exhibition)
    for entry in exhibition.of(CONTENT_TYPES.named(kind).model):
        yield [column.value(entry) for column in chosen]


def explained(column: Column) -> list[str]:
    """Return what the second sheet says of a column: its name, what to write, an example, whether it must be filled."""
    field, how = column.field, ""
    if isinstance(field.kind, Many):
        how = "几个之间用顿号“、”隔开。" if field.kind.split else "一行一条（在格子里按 Alt+回车换行）。"
    choice = f"可选：{'、'.join(column.words)}。" if column.words else ""
    need = "" if field.required is Need.NEVER else field.required.value
    return [field.key, field.help + how + choice, field.example, need]
