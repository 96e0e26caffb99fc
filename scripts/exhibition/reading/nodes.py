"""Text with its place: what front matter is before anybody decides what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model.characters import INVISIBLE

Place = tuple[int, int]
"""Line and column in the file, both from 1, in characters."""


@dataclass(slots=True)
class Scalar:
    """A single value, still text; empty where nothing was written."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


@dataclass(slots=True)
class Record:
    """Keys with their nodes, and where each key stands. `doubles` are further places of keys that were written again."""

    line: int
    column: int
    values: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    doubles: list[tuple[str, Place]] = field(default_factory=list)

    def add(self, key: str, place: Place, node: Node) -> None:
        """Enter a key; the first writing of a key counts, a second one is remembered as a double."""
        if key in self.values:
            self.doubles.append((key, place))
        else:
            self.values[key] = node
            self.places[key] = place


Node = Scalar | Sequence | Record


def made_visible(node: Node | None) -> Iterator[Place]:
    r"""Take from values and keys the characters that are no text (`"\u202e"` writes one in signs that are).

    Yields the place of each that had any.
    """
    if isinstance(node, Scalar):
        if INVISIBLE.search(node.text):
            node.text = INVISIBLE.sub("", node.text)
            yield node.line, node.column
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from made_visible(item)
    elif isinstance(node, Record):
        for key in [key for key in node.values if INVISIBLE.search(key)]:
            seen, place, value = INVISIBLE.sub("", key), node.places.pop(key), node.values.pop(key)
            yield place
            node.add(seen, place, value)
        for value in node.values.values():
            yield from made_visible(value)
