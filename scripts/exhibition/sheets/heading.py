"""The rows of a sheet into its heading row: which column is which field, and which columns are not ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..exchange.workbooks import Cell, Grid, WorkbookContent
from ..model.fields import Field
from .columns import headings_of

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
class Heading:
    """The heading row of a grid: its index, the field of each column that is ours, and the other columns."""

    grid: Grid
    row: int
    fields: Mapping[int, Field]
    near: Mapping[str, str]
    """Headings that were not taken, by what they might mean."""
    foreign: tuple[str, ...]
    """Headings of columns that are not read."""
    several: tuple[Several, ...] = ()
    """Fields for which more than one column might stand."""


@dataclass(frozen=True, slots=True)
class Several:
    """Columns that might all be one field: its key, the heading that was taken (nothing: none), those that were not."""

    key: str
    taken: str
    others: tuple[str, ...]


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
    known = {plain(other): field for field in fields for other in headings_of(field)}
    known |= {plain(field.key): field for field in fields}
    return known | {plain(heading): by_key[key] for heading, key in told.items()}


def find_headings(book: WorkbookContent, fields: Sequence[Field], told: Mapping[str, str]) -> list[Heading]:
    """Return the heading rows of all sheets that have one, in order of the sheets.

    The best of them counts in any case; a further one must say which entries it is about. Of a text that was taken apart
    by each separator only the best counts.
    """
    known = writings(fields, told)
    chosen = {plain(heading) for heading in told}
    best = [(*best_row(grid, known), place) for place, grid in enumerate(book.grids)]
    found = [(count, number, place) for count, number, place in best if count >= ENOUGH]
    if not found:
        return []
    _, first = max((count, -place) for count, _, place in found)
    headings = {place: headed(book.grids[place], number, known, chosen) for _, number, place in found}
    if book.alternatives:
        return [headings[-first]]
    return [one for place, one in headings.items() if place == -first or is_list(one)]


def best_row(grid: Grid, known: Mapping[str, Field]) -> tuple[int, int]:
    """Return how many columns of the best heading row are ours, and its index; of equal rows the first."""
    counts = [(len(ours(row, known)), -number) for number, row in enumerate(grid.rows[:DEEPEST])]
    most, number = max(counts, default=(0, 0))
    return most, -number


def is_list(heading: Heading) -> bool:
    """Does a sheet say which entries it is about?"""
    return any(field.attribute in IDENTIFYING for field in heading.fields.values())


def ours(row: Sequence[Cell], known: Mapping[str, Field]) -> dict[str, list[int]]:
    """Return the columns of a row of headings that are ours, by the key of their field."""
    found: dict[str, list[int]] = {}
    for column, cell in enumerate(row):
        field = known.get(plain(cell)) if cell != "" else None
        if field:
            found.setdefault(field.key, []).append(column)
    return found


def headed(grid: Grid, number: int, known: Mapping[str, Field], told: Collection[str] = ()) -> Heading:
    """Return the heading row `number` of a grid; `told` are headings that somebody has explained."""
    row = grid.rows[number]
    names = [" ".join(str(cell).split()) for cell in row]
    fields: dict[int, Field] = {}
    several: list[Several] = []
    spoken: set[int] = set()
    for key, columns in ours(row, known).items():
        field = known[plain(row[columns[0]])]
        taken = surest([(rank(plain(row[column]), field, told), column) for column in columns])
        dated = [] if taken is not None and plain(row[taken]) in told else years_of(row, field, known)
        others = [column for column in (*columns, *dated) if column != taken]
        spoken |= {*columns, *dated}
        if taken is not None:
            fields[taken] = field
        if others:
            several.append(Several(key, names[taken] if taken is not None else "", tuple(names[one] for one in others)))
    rest = [column for column in range(len(row)) if column not in spoken and plain(row[column])]
    near, more = guessed(
        rest, row, names, known, {field.key for field in fields.values()} | {one.key for one in several}
    )
    foreign = tuple(names[column] for column in rest if names[column] not in near and not is_in(names[column], more))
    return Heading(grid, number, dict(sorted(fields.items())), near, foreign, (*several, *more))


def is_in(name: str, several: Sequence[Several]) -> bool:
    """Is a heading one of those that might all be one field?"""
    return any(name in one.others for one in several)


def rank(name: str, field: Field, told: Collection[str]) -> int:
    """Return how sure it is that a heading means its field, surest first: somebody said so, its own name, another name."""
    return 0 if name in told else 1 if name == plain(field.key) else 2


def surest(ranked: Sequence[tuple[int, int]]) -> int | None:
    """Return the column that is surer than all others; None where two are equally sure."""
    first = min(ranked)
    return first[1] if sum(one[0] == first[0] for one in ranked) == 1 else None


def years_of(row: Sequence[Cell], field: Field, known: Mapping[str, Field]) -> list[int]:
    """Return the columns that are the field of some year: 2027年星级 beside 星级."""
    names = {column: plain(cell) for column, cell in enumerate(row)}
    return [
        column
        for column, name in names.items()
        if name not in known and YEAR.search(name) and any(word in name for word in field.like)
    ]


def guessed(
    rest: Sequence[int], row: Sequence[Cell], names: Sequence[str], known: Mapping[str, Field], taken: Collection[str]
) -> tuple[dict[str, str], list[Several]]:
    """Return what other headings might mean, of the fields that the sheet does not have: one each, or several for one."""
    open_names = {name: field for name, field in known.items() if field.key not in taken}
    near = {names[column]: guess for column in rest if (guess := nearest(str(row[column]), open_names))}
    by_key: dict[str, list[str]] = {}
    for name, key in near.items():
        by_key.setdefault(key, []).append(name)
    more = [Several(key, "", tuple(those)) for key, those in by_key.items() if len(those) > 1]
    return {name: key for name, key in near.items() if len(by_key[key]) == 1}, more


def nearest(heading: str, known: Mapping[str, Field]) -> str:
    """Return the key of the field that a heading might mean, of those that the sheet does not have; else nothing.

    It has the field's word in it, sounds like one of its names, or differs from a longer one by one letter.
    """
    name = plain(heading)
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
    return next((known[one].key for one in alike if is_chinese(name) and sound(one) == sound(name)), "")


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


def sound(name: str) -> list[str]:
    """Return how a name is spoken, without tones."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(name)
