"""Columns of a spreadsheet: which fields it may hold, and which column of a file is which field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from ...lazy import dataclass
from ...model.fields import Field
from ...types import CONTENT_TYPES
from ..workbooks import Cell, Grid, WorkbookContent


def list_columns(kind: str) -> tuple[Field, ...]:
    """Return the fields of a content type (by its name) that a sheet may hold, in the order in which files have them.

    It is an allow-list: whatever else stands in a sheet is not read. Photos and steps do not fit a cell; 自治小组 and 专委会
    are left out because that is where a list of the bureau has names of people.
    """
    return tuple(field for field in CONTENT_TYPES.get_by_name(kind).fields if field.headings is not None)


def list_headings(field: Field) -> tuple[str, ...]:
    """Return the headings under which sheets may have a field, beside its key."""
    return field.headings or ()


DEEPEST = 30
"""Rows from the top among which the heading row is looked for: titles stand above it, data below."""
ENOUGH = 2
"""Known headings that make a row the heading row."""
IDENTIFYING = ("id", "name")
"""Attributes of which a further sheet of a workbook must have one: others are lists of words, or explain something."""
LONG = 4
"""Letters from which on one wrong letter in a heading is a slip; in shorter ones the sound must be the same."""
PERSONAL = re.compile("姓名|电话|手机|联系|身份|证|微信|邮箱|住址|室|人|经理|主任|书记|户主|长$")
"""What stands in headings of columns about people: nobody is led to import one of them."""
YEAR = re.compile(r"(?:19|20)\d\d")
NOTE = re.compile(r"[(（\[【](?![^)）\]】]{0,200}(?:19|20)\d\d).{0,200}?[)）\]】]|[*＊:：]")
"""What stands behind a heading and is no part of it: (必填), *. A year is one: it tells columns apart."""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The heading row of a grid: its index, the field of each column that is ours, and the other columns."""

    grid: Grid
    row: int
    fields: Mapping[int, Field]
    near: Mapping[str, str]
    """Headings that were not taken, by what they might mean."""
    foreign: tuple[str, ...]
    """Headings of columns that are not read."""
    several: tuple[AmbiguousColumns, ...] = ()
    """Fields for which more than one column might stand."""


@dataclass(frozen=True, slots=True)
class AmbiguousColumns:
    """Columns that might all be one field: its key, the heading that was taken (nothing: none), those that were not."""

    key: str
    taken: str
    others: tuple[str, ...]


def normalize_heading(cell: Cell) -> str:
    r"""Return a heading in the spelling in which headings are compared.

    >>> normalize_heading(" 星 级\n（0-5）*")
    '星级'
    """
    text = unicodedata.normalize("NFKC", str(cell))
    return re.sub(r"\s", "", NOTE.sub("", text)).casefold()


def index_headings(fields: Sequence[Field], told: Mapping[str, str]) -> dict[str, Field]:
    """Return every understood heading with its field; `told` are headings that somebody has explained, by heading."""
    by_key = {field.key: field for field in fields}
    # A field of these sheets by its own name is surer than another field's alias: 楼组 names a column of clusters.
    known = {normalize_heading(other): field for field in fields for other in list_headings(field)}
    known |= {normalize_heading(field.key): field for field in fields}
    return known | {normalize_heading(heading): by_key[key] for heading, key in told.items()}


def find_headings(book: WorkbookContent, fields: Sequence[Field], told: Mapping[str, str]) -> list[HeadingRow]:
    """Return the heading rows of all sheets that have one, in order of the sheets.

    The best of them counts in any case; a further one must say which entries it is about. Of a text that was taken apart
    by each separator only the best counts.
    """
    known = index_headings(fields, told)
    chosen = {normalize_heading(heading) for heading in told}
    best = [(*find_best_row(grid, known), place) for place, grid in enumerate(book.grids)]
    found = [(count, number, place) for count, number, place in best if count >= ENOUGH]
    if not found:
        return []
    _, first = max((count, -place) for count, _, place in found)
    headings = {place: read_heading_row(book.grids[place], number, known, chosen) for _, number, place in found}
    if book.alternatives:
        return [headings[-first]]
    return [one for place, one in headings.items() if place == -first or is_entry_list(one)]


def find_best_row(grid: Grid, known: Mapping[str, Field]) -> tuple[int, int]:
    """Return how many columns of the best heading row are ours, and its index; of equal rows the first."""
    counts = [(len(find_own_columns(row, known)), -number) for number, row in enumerate(grid.rows[:DEEPEST])]
    most, number = max(counts, default=(0, 0))
    return most, -number


def is_entry_list(heading: HeadingRow) -> bool:
    """Does a sheet say which entries it is about?"""
    return any(field.attribute in IDENTIFYING for field in heading.fields.values())


def find_own_columns(row: Sequence[Cell], known: Mapping[str, Field]) -> dict[str, list[int]]:
    """Return the columns of a row of headings that are ours, by the key of their field."""
    found: dict[str, list[int]] = {}
    for column, cell in enumerate(row):
        field = known.get(normalize_heading(cell)) if cell != "" else None
        if field:
            found.setdefault(field.key, []).append(column)
    return found


def read_heading_row(grid: Grid, number: int, known: Mapping[str, Field], told: Collection[str] = ()) -> HeadingRow:
    """Return the heading row `number` of a grid; `told` are headings that somebody has explained."""
    row = grid.rows[number]
    names = [" ".join(str(cell).split()) for cell in row]
    fields: dict[int, Field] = {}
    several: list[AmbiguousColumns] = []
    spoken: set[int] = set()
    for key, columns in find_own_columns(row, known).items():
        field = known[normalize_heading(row[columns[0]])]
        taken = choose_surest(
            [(rank_heading(normalize_heading(row[column]), field, told), column) for column in columns]
        )
        dated = (
            [] if taken is not None and normalize_heading(row[taken]) in told else find_year_columns(row, field, known)
        )
        others = [column for column in (*columns, *dated) if column != taken]
        spoken |= {*columns, *dated}
        if taken is not None:
            fields[taken] = field
        if others:
            several.append(
                AmbiguousColumns(key, names[taken] if taken is not None else "", tuple(names[one] for one in others))
            )
    rest = [column for column in range(len(row)) if column not in spoken and normalize_heading(row[column])]
    near, more = guess_headings(
        rest, row, names, known, {field.key for field in fields.values()} | {one.key for one in several}
    )
    foreign = tuple(
        names[column] for column in rest if names[column] not in near and not is_ambiguous(names[column], more)
    )
    return HeadingRow(grid, number, dict(sorted(fields.items())), near, foreign, (*several, *more))


def is_ambiguous(name: str, several: Sequence[AmbiguousColumns]) -> bool:
    """Is a heading one of those that might all be one field?"""
    return any(name in one.others for one in several)


def rank_heading(name: str, field: Field, told: Collection[str]) -> int:
    """Return how sure it is that a heading means its field, surest first: somebody said so, its own name, another name."""
    return 0 if name in told else 1 if name == normalize_heading(field.key) else 2


def choose_surest(ranked: Sequence[tuple[int, int]]) -> int | None:
    """Return the column that is surer than all others; None where two are equally sure."""
    first = min(ranked)
    return first[1] if sum(one[0] == first[0] for one in ranked) == 1 else None


def find_year_columns(row: Sequence[Cell], field: Field, known: Mapping[str, Field]) -> list[int]:
    """Return the columns that are the field of some year: 2027年星级 beside 星级."""
    names = {column: normalize_heading(cell) for column, cell in enumerate(row)}
    return [
        column
        for column, name in names.items()
        if name not in known and YEAR.search(name) and any(word in name for word in field.like)
    ]


def guess_headings(
    rest: Sequence[int], row: Sequence[Cell], names: Sequence[str], known: Mapping[str, Field], taken: Collection[str]
) -> tuple[dict[str, str], list[AmbiguousColumns]]:
    """Return what other headings might mean, of the fields that the sheet does not have: one each, or several for one."""
    open_names = {name: field for name, field in known.items() if field.key not in taken}
    near = {names[column]: guess for column in rest if (guess := find_nearest_field(str(row[column]), open_names))}
    by_key: dict[str, list[str]] = {}
    for name, key in near.items():
        by_key.setdefault(key, []).append(name)
    more = [AmbiguousColumns(key, "", tuple(those)) for key, those in by_key.items() if len(those) > 1]
    return {name: key for name, key in near.items() if len(by_key[key]) == 1}, more


def find_nearest_field(heading: str, known: Mapping[str, Field]) -> str:
    """Return the key of the field that a heading might mean, of those that the sheet does not have; else nothing.

    It has the field's word in it, sounds like one of its names, or differs from a longer one by one letter.
    """
    name = normalize_heading(heading)
    if not name or PERSONAL.search(name):
        return ""
    words = [(len(word), field.key) for field in set(known.values()) for word in field.like if word in name]
    if words:
        return max(words)[1]
    close = [field.key for one, field in known.items() if max(len(one), len(name)) >= LONG and is_one_off(one, name)]
    if close:
        return close[0]
    # Only who has such a heading waits until the sounds are loaded.
    alike = [one for one in known if len(one) == len(name)]
    return next((known[one].key for one in alike if is_chinese(name) and spell_sound(one) == spell_sound(name)), "")


def is_one_off(one: str, other: str) -> bool:
    """Do two names differ by one letter: another, one more, one less?"""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def is_chinese(name: str) -> bool:
    """Is this written in Chinese characters alone?"""
    return bool(re.fullmatch(r"[\u4e00-\u9fff]+", name))


def spell_sound(name: str) -> list[str]:
    """Return how a name is spoken, without tones."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(name)
