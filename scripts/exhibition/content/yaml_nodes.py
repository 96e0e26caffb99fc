"""YAML text into nodes with their places; every scalar stays text.

Listens to libyaml's parser, event by event: no tree but ours is made, no value is converted, nothing recurses, and no
text however odd can make more of itself than `LARGEST` nodes. `read_node` opens a file of settings or words; a file
that cannot be read is reported with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..messages.files import conflict_marks, has_conflict, keep_first_version
from ..messages.registry import DiagnosticCollector, FieldIssue
from ..storage.safe_files import UnsafeFile, read_within
from ..text.characters import INVISIBLE

NodePlace = tuple[int, int]
"""Line and column in the file, both from 1, in characters."""


@dataclass(slots=True)
class ScalarNode:
    """A single value, still text; empty where nothing was written."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class SequenceNode:
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


Row = tuple[str, str, str]
"""A canonical line of a record, parted at its colon: key, colon, and the text behind it with the space before it."""


class RecordLines(SequenceNode):
    """A list of records whose lines are all canonical: `  - 键: 值`, then `    键: 值`, or `键:` without a value.

    Nodes are made of it only where somebody asks for `items`. Nearly every list is read without any, which costs a third.
    """

    __slots__ = ("made", "records", "text")

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        """Its lines, each with its end."""
        self.line, self.column = line, 3
        self.records = split_records(text)
        self.made: list[Node] | None = None

    @property
    def has_doubles(self) -> bool:
        """Does a key stand twice in a record?"""
        return any(len({row[0] for row in rows}) < len(rows) for rows in self.records)

    @property
    def items(self) -> list[Node]:  # type: ignore[override]
        """The records as nodes."""
        if self.made is None:
            self.made = [*self.iter_nodes()]
        return self.made

    def __eq__(self, other: object) -> bool:
        """Is the other the same list, read in either way?"""
        if not isinstance(other, SequenceNode):
            return NotImplemented
        return (self.line, self.column, self.items) == (other.line, other.column, other.items)

    __hash__ = None  # type: ignore[assignment]

    def iter_nodes(self) -> Iterator[Node]:
        """Yield each record as nodes."""
        line = self.line
        for rows in self.records:
            node = MappingNode(line, 5)
            for key, _, text in rows:
                node.add_value(key, (line, 5), ScalarNode(text[1:], line, len(key) + (7 if text else 6)))
                line += 1
            yield node


def split_records(text: str) -> list[list[Row]]:
    """Return the rows of each record of canonical lines."""
    return [[row.partition(":") for row in record.split("\n    ")] for record in text[4:-1].split("\n  - ")]


def map_places(text: str, line: int, label: str, placed: Collection[str]) -> dict[str, NodePlace]:
    """Return where each record of canonical lines, of which the first is `line`, begins, and where the values of the keys in
    `placed` stand, by their names in `spans` (`label.0.key`).
    """
    found: dict[str, NodePlace] = {}
    for number, rows in enumerate(split_records(text)):
        found[f"{label}.{number}"] = (line, 5)
        for key, _, value in rows:
            if key in placed:
                found[f"{label}.{number}.{key}"] = (line, len(key) + (7 if value else 6))
            line += 1
    return found


@dataclass(slots=True)
class MappingNode:
    """Keys with their nodes, and where each key stands. `doubles` are further places of keys that were written again."""

    line: int
    column: int
    values: dict[str, Node] = field(default_factory=dict)
    places: dict[str, NodePlace] = field(default_factory=dict)
    doubles: list[tuple[str, NodePlace]] = field(default_factory=list)

    def add_value(self, key: str, place: NodePlace, node: Node) -> None:
        """Enter a key; the first writing of a key counts, a second one is remembered as a double."""
        if key in self.values:
            self.doubles.append((key, place))
        else:
            self.values[key] = node
            self.places[key] = place


Node = ScalarNode | SequenceNode | MappingNode


def strip_invisible(node: Node | None) -> Iterator[NodePlace]:
    r"""Take from values and keys the characters that are no text (`"\u202e"` writes one in signs that are).

    Yields the place of each that had any.
    """
    if isinstance(node, ScalarNode):
        if INVISIBLE.search(node.text):
            node.text = INVISIBLE.sub("", node.text)
            yield node.line, node.column
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from strip_invisible(item)
    elif isinstance(node, MappingNode):
        for key in [key for key in node.values if INVISIBLE.search(key)]:
            seen, place, value = INVISIBLE.sub("", key), node.places.pop(key), node.values.pop(key)
            yield place
            node.add_value(seen, place, value)
        for value in node.values.values():
            yield from strip_invisible(value)


DEEPEST = 40
"""Nesting beyond this is no front matter, and would lead those who walk the nodes to recurse without bound."""
LARGEST = 100_000
"""Nodes beyond this are no content file: aliases of aliases double with each line (a "billion laughs")."""


class UnreadableYaml(Exception):
    """The text cannot be read as YAML; `line` (from 0, within the text) is where reading stopped, `problem` why."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


def compose(text: str, first: int) -> Node | None:
    """Return the nodes of `text`, whose first line is line `first` of the file; None where there is nothing.

    Raises Uncomposable.
    """
    tree = TreeBuilder(first)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            tree.handle_event(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableYaml(mark.line if mark else 0, error.problem or "") from error
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableYaml(find_stop_line(text, error), str(error)) from error
    return tree.root


def find_stop_line(text: str, error: Exception) -> int:
    """Return the line (from 0) of a sign that no YAML may hold: the reader counts bytes, not lines."""
    at = getattr(error, "position", 0)
    return text.encode("utf-8", "surrogatepass").count(b"\n", 0, at) if isinstance(at, int) else 0


@dataclass(slots=True)
class OpenNode:
    """A list or record that is still open: its anchor, how many nodes there were before, the key that waits."""

    node: SequenceNode | MappingNode
    anchor: str | None
    before: int
    key: tuple[str, tuple[int, int]] | None = None


@dataclass(slots=True)
class TreeBuilder:
    """Nodes as events bring them."""

    first: int
    root: Node | None = None
    open: list[OpenNode] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    """Nodes that may be spoken of again, and of how many nodes they consist."""
    nodes: int = 0

    def handle_event(self, event: yaml.Event) -> None:
        """Take one event. Raises Uncomposable where that leads too deep or too far."""
        if isinstance(event, yaml.ScalarEvent):
            node = ScalarNode(event.value, *self.count_node(event))
            self.remember(event.anchor, node, 1)
            self.put(node)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.enter(SequenceNode([], *self.count_node(event)), event.anchor)
        elif isinstance(event, yaml.MappingStartEvent):
            self.enter(MappingNode(*self.count_node(event)), event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close()
        elif isinstance(event, yaml.AliasEvent):
            line, _ = self.count_node(event)
            self.put(self.resolve_alias(event.anchor or "", line))

    def count_node(self, event: yaml.Event) -> tuple[int, int]:
        """Count a node, and return where it begins. Raises Uncomposable where it is not of the first document."""
        mark = event.start_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        if not self.open and self.root is not None:
            raise UnreadableYaml(line, "a second document")
        self.nodes += 1
        return line + self.first, column + 1

    def enter(self, node: SequenceNode | MappingNode, anchor: str | None) -> None:
        """Begin a list or record. Raises Uncomposable where it lies too deep."""
        self.open.append(OpenNode(node, anchor, self.nodes - 1))
        if len(self.open) > DEEPEST:
            raise UnreadableYaml(node.line - self.first, "nested too deep")

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
        if isinstance(here.node, SequenceNode):
            here.node.items.append(node)
        elif here.key is None:
            here.key = (node.text if isinstance(node, ScalarNode) else "", (node.line, node.column))
        else:
            here.node.add_value(*here.key, node)
            here.key = None

    def remember(self, anchor: str | None, node: Node, size: int) -> None:
        """Remember a node that has an anchor."""
        if anchor:
            self.anchors[anchor] = (node, size)

    def resolve_alias(self, anchor: str, line: int) -> Node:
        """Return the node that an alias means. Raises Uncomposable where there is none (yet), or it grows too large."""
        if anchor not in self.anchors:
            raise UnreadableYaml(line - self.first, "undefined alias")
        node, size = self.anchors[anchor]
        self.nodes += size
        if self.nodes > LARGEST:
            raise UnreadableYaml(line - self.first, "too large")
        return node


QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
SWALLOWED = re.compile(r"\s*+[^\s#][^#]*+(?<=[\s\"])#(?=\S)")
"""A line, quoted texts taken out of it, of which a hash hides the end though it does not look like a remark."""


def find_unseen(line: str) -> Iterator[str]:
    """What a line holds that eyes or YAML do not see."""
    if INVISIBLE.search(line):
        yield "有看不见的字符，请删掉这一行重新打"
    if "#" in line and SWALLOWED.match(QUOTED.sub('""', line)):
        yield "的 # 后面会丢掉，请在内容两边加英文双引号"


def read_node(root: Path, notes: DiagnosticCollector, unreadable: Callable[[str], FieldIssue]) -> Node | None:
    """Return the outermost node of the YAML file of `notes` below `root`.

    None where there is none; the reason is said in the words of `unreadable`. Of a file with marks of a conflict the
    first version is read, and only the conflict is said.
    """
    try:
        notes.text = read_within(root, notes.path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnsafeFile as problem:
        notes.report(unreadable(str(problem)))
        return None
    except OSError:
        notes.report(unreadable("文件不存在或打不开"))
        return None
    except UnicodeDecodeError:
        notes.report(unreadable("编码不是 UTF-8"))
        return None
    text = notes.text
    if has_conflict(text):
        text = "\n".join(keep_first_version(text.split("\n"), lambda number: notes.report(conflict_marks(), number)))
        notes.is_muted = True
    return parse_node(text, notes, unreadable)


def parse_node(text: str, notes: DiagnosticCollector, unreadable: Callable[[str], FieldIssue]) -> Node | None:
    """Return the outermost node of a text; None, with the reason said, where it has none."""
    for number, line in enumerate(text.split("\n"), 1):
        for why in find_unseen(line):
            notes.report(unreadable(f"第 {number} 行{why}"), number)
    try:
        node = compose(text, 1)
    except UnreadableYaml as error:
        notes.report(unreadable(f"第 {error.line + 1} 行看不懂"), error.line + 1)
        return None
    for at, column in strip_invisible(node):
        if not INVISIBLE.search(notes.get_line(at)):
            notes.report(unreadable(f"第 {at} 行有看不见的字符，请删掉这一行重新打"), at, column)
    # An empty file opens well: that it holds nothing is its reader's to say.
    return node if node is not None else ScalarNode("", 1, 1)
