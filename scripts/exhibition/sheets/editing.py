"""A page and new values into the same page with exactly the lines of those values changed.

Comments, order, prose, styles and line ends stay byte for byte; the front matter is never written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model.fields import Field, Many, table
from ..reading.nodes import Scalar
from ..reading.value_mends import plainly
from .editing_lists import edited_list, item_lines
from .likeness import written
from .pages import Page, Splice, Unusual, is_comment, read_page, spliced

QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
BLOCK = re.compile(r"[|>][-+0-9]*")


def edited(data: bytes, path: str, changes: Mapping[str, Any], fields: Sequence[Field]) -> bytes:
    """Return the file with new values, by key of `fields` (all fields of its kind, in the order of their table).

    Raises Unusual, with the key, where a value is written in a way that is not edited with certainty.
    """
    page = read_page(data, path, table(tuple(fields)))
    splices = [splice for field in fields if field.key in changes for splice in change(page, field, changes, fields)]
    return spliced(page.lines, splices).encode()


def change(page: Page, field: Field, changes: Mapping[str, Any], fields: Sequence[Field]) -> Iterator[Splice]:
    """Yield what changes for one field."""
    value = changes[field.key]
    if field.key not in page.places:
        yield inserted(page, field, value, fields)
    elif isinstance(field.kind, Many):
        yield from edited_list(page, field.key, [written_item(field, one) for one in value], split=field.kind.split)
    else:
        yield edited_single(page, field.key, written(field, value))


def written_item(field: Field, item: Any) -> str:
    """Return one item of a list as it is written."""
    return written(field, (item,))


def inserted(page: Page, field: Field, value: Any, fields: Sequence[Field]) -> Splice:
    """Return a field that the page does not have, behind the one that the table of fields has before it."""
    keys = [one.key for one in fields]
    before = [key for key in keys[: keys.index(field.key)] if key in page.places]
    line = page.last(before[-1]) + 1 if before else next(iter(page.places.values()), (page.fence, 0))[0]
    end = page.end(line - 1)
    if isinstance(field.kind, Many):
        items = item_lines([written_item(field, one) for one in value], "  ", end)
        return Splice(line, line, (f"{field.key}:{end}", *items))
    return Splice(line, line, (f"{field.key}: {plainly(written(field, value))}{end}",))


def edited_single(page: Page, key: str, text: str) -> Splice:
    """Return the line of a single value with another value in it; what stands behind the value stays."""
    first, node = page.places[key][0], page.nodes[key]
    line, last = page.bare(first), page.last(key)
    if not isinstance(node, Scalar) or any(is_comment(page.bare(one)) for one in range(first + 1, last + 1)):
        raise Unusual(key)
    if not node.text:
        start = after_colon(page, key)
        rest = line[start:].strip()
        if rest and not is_comment(rest):
            raise Unusual(key)
        head, tail = f"{line[:start]} ", f"  {rest}" if rest else ""
    else:
        start = node.column - 1
        if node.line - 1 != first:
            raise Unusual(key)
        head, tail = line[:start], line[start + length(line[start:], node.text, key, alone=last == first) :]
    return Splice(first, last + 1, (f"{head}{plainly(text)}{tail}{page.end(first)}",))


def after_colon(page: Page, key: str) -> int:
    """Return the column behind the colon of a key."""
    line, column = page.places[key]
    found = re.compile(re.escape(key) + r"\s*:").match(page.bare(line), column)
    if not found:
        raise Unusual(key)
    return found.end()


def length(raw: str, text: str, key: str, *, alone: bool) -> int:
    """Return how many signs the value takes on its first line, which goes on with `raw`; `alone`: it has no other."""
    found = QUOTED.match(raw) if alone else BLOCK.match(raw)
    if found:
        return found.end()
    if alone and raw.startswith(text):
        return len(text)
    if not alone and text.startswith(raw.rstrip()) and raw.strip():
        return len(raw)
    raise Unusual(key)
