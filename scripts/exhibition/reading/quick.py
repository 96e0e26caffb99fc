"""Front matter in its canonical writing into nodes, five times faster than a YAML reader.

Understands only lines of which there can be no doubt (`键: 值`, `  - 值`, `  - 键: 值`, `    键: 值`, `[甲, 乙]`) and gives
None for everything else; tests hold its nodes equal to those of `composing`. It is what makes checking 5,500 units a
matter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .line_mends import SPACES, UNSEEN
from .nodes import Node, Record, Scalar, Sequence

DOUBTFUL = re.compile(
    rf"[\t{SPACES}{UNSEEN}]| [#,\]]| $",
    re.M,
)
"""Signs that are never canonical: controls, special spaces, what comments begin with, spaces at an end."""

KEY = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`：=<][^\s:：#]*"
PLAIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:\n]*"
WORD = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`，、【】][^:,\[\]{}，、\n]*"
FLOW = rf"\[(?:{WORD}(?:, {WORD})*)?\]"
LINE = re.compile(
    rf"^(?:({KEY}):(?: (?:({FLOW})|({PLAIN})))?"
    rf"|  - (?:({KEY}):(?: ({PLAIN}))?|({PLAIN}))|    ({KEY}):(?: ({PLAIN}))?)$",
    re.M,
)


def read_quickly(block: str, first: int, listed: Collection[str], recorded: Collection[str]) -> Record | None:
    """Return the nodes of canonical lines, of which the first is line `first` of the file; None where in doubt.

    Brackets are doubtful behind a key that is not `listed`; plain items are under a key that is `recorded` (it holds
    records), and records are under any other.
    """
    rows = LINE.findall(block)
    if len(rows) != block.count("\n") + 1 or DOUBTFUL.search(block):
        return None
    top = Record(first, 1)
    values, places = top.values, top.places
    items: list[Node] | None = None
    inner: Record | None = None
    key = ""
    for number, (outer, flow, plain, item_key, item_value, item, inner_key, inner_value) in enumerate(rows, first):
        if outer:
            key, items, inner = outer, None, None
            if key in places or (flow and key not in listed):
                return None
            places[key] = (number, 1)
            if flow:
                values[key] = flow_sequence(flow, number, len(key) + 3)
            else:
                values[key] = Scalar(plain, number, len(key) + (3 if plain else 2))
        elif inner_key:
            if inner is None or inner_key in inner.places:
                return None
            inner.places[inner_key] = (number, 5)
            inner.values[inner_key] = Scalar(inner_value, number, len(inner_key) + (7 if inner_value else 6))
        else:
            if items is None:
                opened = values.get(key)
                if type(opened) is not Scalar or opened.text or bool(item) == (key in recorded):
                    return None
                items = []
                values[key] = Sequence(items, number, 3)
            if item:
                if inner is not None:
                    return None
                items.append(Scalar(item, number, 5))
            else:
                if items and inner is None:
                    return None
                value = Scalar(item_value, number, len(item_key) + (7 if item_value else 6))
                inner = Record(number, 5, {item_key: value}, {item_key: (number, 5)})
                items.append(inner)
    return top


def flow_sequence(flow: str, line: int, column: int) -> Sequence:
    """Return the items of `[甲, 乙]`, which begins at `column`."""
    items: list[Scalar] = []
    at = column + 1
    for word in flow[1:-1].split(", ") if len(flow) > 2 else ():
        items.append(Scalar(word, line, at))
        at += len(word) + 2
    return Sequence(list(items), line, column)
