"""A list of a page and its new items into the lines that change, in the style that the list has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..reading.nodes import Node, Scalar
from ..reading.nodes import Sequence as Listing
from ..reading.understanding import SEVERAL
from ..reading.value_mends import plainly, quoted
from .likeness import squeezed
from .pages import Page, Splice, Unusual

FLOW = re.compile(r"\[(?:[^\[\]\"'#]++|\"(?:[^\"\\]++|\\.)*+\"|'(?:[^']++|'')*+')*+\]")
"""A list in brackets on one line, of which there is no doubt where it ends."""
LOOSE = re.compile(r"(?:[^\s#\"']++|\s++(?!#|$))*+(?=\s+#|\s*$)")
"""Words behind a key without brackets."""


def edited_list(page: Page, key: str, items: Sequence[str], *, split: bool) -> Iterator[Splice]:
    """Yield what changes so that the list of a key has these items. `split`: its items are words, not sentences."""
    node = page.nodes[key]
    if isinstance(node, Listing) and node.items and page.bare(node.line - 1)[node.column - 1] == "-":
        yield from edited_block(page, key, node.items, items)
    elif isinstance(node, Scalar) and not node.text:
        first = page.places[key][0]
        yield Splice(first + 1, first + 1, tuple(item_lines(items, "  ", page.end(first))))
    elif page.last(key) == page.places[key][0] and (split or isinstance(node, Listing)):
        yield edited_flow(page, key, node, items)
    else:
        raise Unusual(key)


def item_lines(items: Sequence[str], indent: str, end: str) -> list[str]:
    """Return a line for each item."""
    return [f"{indent}- {plainly(item)}{end}" for item in items]


def edited_flow(page: Page, key: str, node: Node, items: Sequence[str]) -> Splice:
    """Return the line of a list in brackets, or of words that were meant as one, with these items."""
    first, start = page.places[key][0], node.column - 1
    line = page.bare(first)
    found = FLOW.match(line, start) or (LOOSE.match(line, start) if isinstance(node, Scalar) else None)
    if not found or node.line - 1 != first:
        raise Unusual(key)
    # One item alone that looks like several would be parted when it is read (see `Desk.on_a_line`).
    alone = len(items) == 1 and SEVERAL.search(items[0]) is not None
    text = f"[{quoted(items[0]) if alone else ', '.join(map(within_brackets, items))}]"
    return Splice(first, first + 1, (line[:start] + text + line[found.end() :] + page.end(first),))


def within_brackets(item: str) -> str:
    """Return an item as it can stand between brackets."""
    return quoted(item) if re.search(r"[,\[\]{}\"'#]", item) else plainly(item)


def edited_block(page: Page, key: str, nodes: Sequence[Node], items: Sequence[str]) -> Iterator[Splice]:
    """Yield what changes in a list of one item a line: lines of items that stay are not touched.

    Where items change places all of them are written anew, below the key.
    """
    lines = item_places(page, key, nodes)
    wanted = {squeezed(item): None for item in items}
    ordered = [text for text, _ in lines if text in wanted] == [text for text in wanted if text in dict(lines)]
    kept = {text: span for text, span in lines if text in wanted} if ordered and len(dict(lines)) == len(lines) else {}
    gone = [span for text, span in lines if text not in kept]
    if any(" #" in page.bare(line) for first, last in gone for line in range(first, last)):
        # A comment would go with the line.
        raise Unusual(key)
    first = lines[0][1][0]
    indent = page.bare(first)[: page.bare(first).index("-")]
    at = page.places[key][0] + 1
    for item in items:
        if squeezed(item) in kept:
            at = kept[squeezed(item)][1]
        else:
            yield Splice(at, at, tuple(item_lines([item], indent, page.end(first))))
    yield from (Splice(first, last, ()) for first, last in gone)


def item_places(page: Page, key: str, nodes: Sequence[Node]) -> list[tuple[str, tuple[int, int]]]:
    """Return each item with its first line and the line behind its last."""
    found = []
    for node in nodes:
        if not isinstance(node, Scalar) or not node.text:
            raise Unusual(key)
        first = end = node.line - 1
        deeper = " " * (page.bare(first).index("-") + 1)
        while end + 1 < page.fence and page.bare(end + 1).startswith(deeper):
            end += 1
        found.append((squeezed(node.text), (first, end + 1)))
    return found
