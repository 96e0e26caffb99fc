"""Text with its place: what front matter is before anybody decides what it means."""

from __future__ import annotations

from dataclasses import dataclass, field

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
