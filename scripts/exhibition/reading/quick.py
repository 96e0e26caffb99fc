"""Front matter in its canonical writing into nodes, five times faster than a YAML reader.

Understands only lines of which there can be no doubt (`键: 值`, `  - 值`, `  - 键: 值`, `    键: 值`, `[甲, 乙]`; what forms
write too: `'值'`, and a text of several lines in a record behind `|-`; empty lines and remarks) and gives None for
everything else; tests hold its nodes equal to those of `composing`. It is what makes checking 5,500 units a matter of a
second.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ..model.characters import STACKED, UNSEEN, USUAL
from .line_mends import SPACES
from .nodes import Node, Record, Scalar, Sequence

DOUBTFUL = re.compile(rf"[\t{SPACES}{UNSEEN}{STACKED}]")
"""Signs that are never canonical: controls, special spaces."""
SPACED = re.compile(r" (?:[#,\]]|$)", re.M)
"""Spaces that are never canonical: before what a comment begins with, before an end."""

REMARK = re.compile(rf"^#(?: [^\n\t{SPACES}{UNSEEN}]*)?$", re.M)
REMARK_BEHIND = re.compile(r"(?<=\S) +# [^\n]*$", re.M)
UNSURE = re.compile(rf"[\t{SPACES}{UNSEEN}]")
"""Remarks, on a line of their own or behind a value; with a doubtful sign in it nobody knows what one was meant to be."""

KEY = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`：=<][^\s:：#]*"
PLAIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:\n]*"
QUOTED = r"'[^'\n]+'"
VALUE = rf"{PLAIN}|{QUOTED}"
WORD = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`，、【】][^:,\[\]{}，、\n]*"
FLOW = rf"\[(?:{WORD}(?:, {WORD})*)?\]"
LINE = re.compile(
    rf"^(?:({KEY}):(?: (?:({FLOW})|({VALUE})))?"
    rf"|  - (?:({KEY}):(?: ({VALUE}))?|({VALUE}))|    ({KEY}):(?: ({VALUE}|\|-))?|      (\S.*)|#?)$",
    re.M,
)


def without_remark(found: re.Match[str]) -> str:
    """Return what stays of a remark behind a value: all of it where it is doubtful, so that the block is read with care."""
    return found[0] if UNSURE.search(found[0]) else ""


def read_quickly(block: str, first: int, listed: Collection[str], recorded: Collection[str]) -> Record | None:
    """Return the nodes of canonical lines, of which the first is line `first` of the file; None where in doubt.

    Brackets are doubtful behind a key that is not `listed`; plain items are under a key that is `recorded` (it holds
    records), and records are under any other.
    """
    if "#" in block:
        block = REMARK.sub("#", block)
        # A text of several lines may hold what looks like a remark.
        block = block if "|-" in block else REMARK_BEHIND.sub(without_remark, block)
    rows = LINE.findall(block)
    if len(rows) != block.count("\n") + 1 or SPACED.search(block):
        return None
    if not USUAL.fullmatch(block) and DOUBTFUL.search(block):
        return None
    # Nearly all files have no quotation mark: they do not pay for those that have.
    scalar = unquoted if "'" in block else Scalar
    top = Record(first, 1)
    values, places = top.values, top.places
    items: list[Node] | None = None
    inner: Record | None = None
    open_text: Scalar | None = None
    key = ""
    for number, (outer, flow, plain, item_key, item_value, item, inner_key, inner_value, more) in enumerate(
        rows, first
    ):
        if more:
            if open_text is None:
                return None
            open_text.text = f"{open_text.text}\n{more}" if open_text.text else more
            continue
        if open_text is not None:
            if not open_text.text:
                return None
            open_text = None
        if outer:
            key, items, inner = outer, None, None
            if key in places or (flow and key not in listed):
                return None
            places[key] = (number, 1)
            if flow:
                values[key] = flow_sequence(flow, number, len(key) + 3)
            else:
                values[key] = scalar(plain, number, len(key) + (3 if plain else 2))
        elif inner_key:
            if inner is None or inner_key in inner.places:
                return None
            inner.places[inner_key] = (number, 5)
            value = scalar(inner_value, number, len(inner_key) + (7 if inner_value else 6))
            inner.values[inner_key] = value
            if inner_value == "|-":
                value.text, open_text = "", value
        elif item or item_key:
            if items is None:
                opened = values.get(key)
                if type(opened) is not Scalar or opened.text or bool(item) == (key in recorded):
                    return None
                items = []
                values[key] = Sequence(items, number, 3)
            if item:
                if inner is not None:
                    return None
                items.append(scalar(item, number, 5))
            else:
                if items and inner is None:
                    return None
                value = scalar(item_value, number, len(item_key) + (7 if item_value else 6))
                inner = Record(number, 5, {item_key: value}, {item_key: (number, 5)})
                items.append(inner)
    if places:
        # As in YAML it begins with its first key, not with a remark above.
        top.line = next(iter(places.values()))[0]
    return None if open_text is not None and not open_text.text else top


def unquoted(text: str, line: int, column: int) -> Scalar:
    """Return a scalar without the quotation marks around it; its place is that of the first mark, as in YAML."""
    return Scalar(text[1:-1] if text[:1] == "'" else text, line, column)


def flow_sequence(flow: str, line: int, column: int) -> Sequence:
    """Return the items of `[甲, 乙]`, which begins at `column`."""
    items: list[Scalar] = []
    at = column + 1
    for word in flow[1:-1].split(", ") if len(flow) > 2 else ():
        items.append(Scalar(word, line, at))
        at += len(word) + 2
    return Sequence(list(items), line, column)
