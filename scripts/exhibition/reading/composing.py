"""YAML text into nodes with their places, every scalar kept as text.

Listens to libyaml's parser, event by event: no tree but ours is made, no value is converted, nothing recurses, and no
text however odd can make more of itself than `LARGEST` nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from .nodes import Node, Record, Scalar, Sequence

DEEPEST = 40
"""Nesting beyond this is no front matter, and would lead those who walk the nodes to recurse without bound."""

LARGEST = 100_000
"""Nodes beyond this are no content file: aliases of aliases double with each line (a "billion laughs")."""


class Uncomposable(Exception):
    """The text cannot be read as YAML; `line` (from 0, within the text) is where reading stopped, `problem` why."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


def compose(text: str, first: int) -> Node | None:
    """Return the nodes of `text`, whose first line is line `first` of the file; None where there is nothing.

    Raises Uncomposable.
    """
    tree = Tree(first)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Uncomposable(mark.line if mark else 0, error.problem or "") from error
    except (yaml.YAMLError, ValueError) as error:
        raise Uncomposable(stopped(text, error), str(error)) from error
    return tree.root


def stopped(text: str, error: Exception) -> int:
    """Return the line (from 0) of a sign that no YAML may hold: the reader counts bytes, not lines."""
    at = getattr(error, "position", 0)
    return text.encode("utf-8", "surrogatepass").count(b"\n", 0, at) if isinstance(at, int) else 0


@dataclass(slots=True)
class Opened:
    """A list or record that is still open: its anchor, how many nodes there were before, the key that waits."""

    node: Sequence | Record
    anchor: str | None
    before: int
    key: tuple[str, tuple[int, int]] | None = None


@dataclass(slots=True)
class Tree:
    """Nodes as events bring them."""

    first: int
    root: Node | None = None
    open: list[Opened] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    """Nodes that may be spoken of again, and of how many nodes they consist."""
    nodes: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take one event. Raises Uncomposable where that leads too deep or too far."""
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(event.value, *self.begun(event))
            self.remember(event.anchor, node, 1)
            self.put(node)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.enter(Sequence([], *self.begun(event)), event.anchor)
        elif isinstance(event, yaml.MappingStartEvent):
            self.enter(Record(*self.begun(event)), event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close()
        elif isinstance(event, yaml.AliasEvent):
            line, _ = self.begun(event)
            self.put(self.spoken_of(event.anchor or "", line))

    def begun(self, event: yaml.Event) -> tuple[int, int]:
        """Count a node, and return where it begins. Raises Uncomposable where it is not of the first document."""
        mark = event.start_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        if not self.open and self.root is not None:
            raise Uncomposable(line, "a second document")
        self.nodes += 1
        return line + self.first, column + 1

    def enter(self, node: Sequence | Record, anchor: str | None) -> None:
        """Begin a list or record. Raises Uncomposable where it lies too deep."""
        self.open.append(Opened(node, anchor, self.nodes - 1))
        if len(self.open) > DEEPEST:
            raise Uncomposable(node.line - self.first, "nested too deep")

    def close(self) -> None:
        """End the innermost list or record."""
        done = self.open.pop()
        self.remember(done.anchor, done.node, self.nodes - done.before)
        self.put(done.node)

    def put(self, node: Node) -> None:
        """Put a node where it belongs: into the list or record that is open."""
        if not self.open:
            self.root = node
            return
        here = self.open[-1]
        if isinstance(here.node, Sequence):
            here.node.items.append(node)
        elif here.key is None:
            here.key = (node.text if isinstance(node, Scalar) else "", (node.line, node.column))
        else:
            here.node.add(*here.key, node)
            here.key = None

    def remember(self, anchor: str | None, node: Node, size: int) -> None:
        """Remember a node that has an anchor."""
        if anchor:
            self.anchors[anchor] = (node, size)

    def spoken_of(self, anchor: str, line: int) -> Node:
        """Return the node that an alias means. Raises Uncomposable where there is none (yet), or it grows too large."""
        if anchor not in self.anchors:
            raise Uncomposable(line - self.first, "undefined alias")
        node, size = self.anchors[anchor]
        self.nodes += size
        if self.nodes > LARGEST:
            raise Uncomposable(line - self.first, "too large")
        return node
