"""The rows of a sheet into its heading row: which column is which field, and which columns are not ours."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.fields import Field
from .columns import HEADINGS
from .grid import Cell, Grid

DEEPEST = 30
"""Rows from the top among which the heading row is looked for: titles stand above it, data below."""
ENOUGH = 2
"""Known headings that make a row the heading row."""
NEAR, NEAR_IF_BEGUN_ALIKE = 0.6, 0.5
"""How alike (difflib) a heading must be to be asked about: 星集 is, 序号 is not. None is taken for what it may mean."""
PERSONAL = re.compile("姓名|电话|手机|联系|身份|证|微信|邮箱|住址|室|人|长$")
"""What stands in headings of columns about people: nobody is led to import one of them."""

NOTE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]")
"""What stands behind a heading and is no part of it: (必填), *."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row of a grid: its index, the field of each column that is ours, and the other columns."""

    grid: Grid
    row: int
    fields: Mapping[int, Field]
    near: Mapping[str, str]
    """Headings that were not taken, by what they might mean."""
    foreign: tuple[str, ...]
    """Headings of columns that are not read."""


def plain(cell: Cell) -> str:
    r"""Return a heading in the spelling in which headings are compared.

    >>> plain(" 星 级\n（0-5）*")
    '星级'
    """
    text = unicodedata.normalize("NFKC", str(cell))
    return re.sub(r"\s", "", NOTE.sub("", text)).casefold()


def writings(fields: Sequence[Field], told: Mapping[str, str]) -> dict[str, Field]:
    """Return every understood heading with its field; `told` are headings that somebody has explained, by heading."""
    by_key = {field.key: field for field in fields}
    # A field of these sheets by its own name is surer than another field's alias: 楼组 names a column of clusters.
    known = {plain(other): field for field in fields for other in HEADINGS[field.key]}
    known |= {plain(field.key): field for field in fields}
    return known | {plain(heading): by_key[key] for heading, key in told.items()}


def find_heading(grids: Sequence[Grid], fields: Sequence[Field], told: Mapping[str, str]) -> Heading | None:
    """Return the heading row of the first grid with the most columns that are ours; None where no row has enough."""
    known = writings(fields, told)
    counts = [
        (len(ours(row, known)), -place, -number)
        for place, grid in enumerate(grids)
        for number, row in enumerate(grid.rows[:DEEPEST])
    ]
    most, place, number = max(counts, default=(0, 0, 0))
    return headed(grids[-place], -number, known) if most >= ENOUGH else None


def ours(row: Sequence[Cell], known: Mapping[str, Field]) -> dict[int, Field]:
    """Return the field of each column of a row of headings; of two headings of one field the field's own name counts."""
    found: dict[int, Field] = {}
    for exact in (True, False):
        for column, cell in enumerate(row):
            field = known.get(plain(cell))
            if field and column not in found and field not in found.values() and (plain(cell) == field.key) >= exact:
                found[column] = field
    return dict(sorted(found.items()))


def headed(grid: Grid, number: int, known: Mapping[str, Field]) -> Heading:
    """Return the heading row `number` of a grid."""
    fields = ours(grid.rows[number], known)
    rest = [str(cell).strip() for column, cell in enumerate(grid.rows[number]) if column not in fields and plain(cell)]
    taken = {plain(field.key) for field in fields.values()}
    open_names = {name: field for name, field in known.items() if plain(field.key) not in taken}
    near = {heading: guess for heading in rest if (guess := nearest(heading, open_names))}
    return Heading(grid, number, fields, near, tuple(heading for heading in rest if heading not in near))


def nearest(heading: str, known: Mapping[str, Field]) -> str:
    """Return the key of the field that a heading might mean, of those that the sheet does not have; else nothing."""
    name = plain(heading)
    if PERSONAL.search(name):
        return ""
    begun = [one for one in known if one[0] == name[0]]
    found = difflib.get_close_matches(name, known, 1, NEAR)
    found = found or difflib.get_close_matches(name, begun, 1, NEAR_IF_BEGUN_ALIKE)
    return known[found[0]].key if found else ""
