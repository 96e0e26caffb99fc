"""YAML text into nodes with their places, every scalar kept as text.

Uses libyaml's composer and walks its tree at once: no tree is kept, no value is converted.
"""

from __future__ import annotations

import yaml

from .nodes import Node, Record, Scalar, Sequence

DEEPEST = 40
"""Nesting beyond this is no front matter; the C composer must not be led to recurse without bound."""


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
    if max(text.count("["), text.count("{")) > DEEPEST and deepest(text) > DEEPEST:
        raise Uncomposable(0, "nested too deep")
    try:
        tree = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Uncomposable(mark.line if mark else 0, error.problem or "") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Uncomposable(0, str(error)) from error
    return None if tree is None else walked(tree, first, ())


def deepest(text: str) -> int:
    """Return how deep brackets are nested."""
    depth = most = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        most = max(most, depth)
    return most


def walked(tree: yaml.Node, first: int, above: tuple[int, ...]) -> Node:
    """Return our node for one of libyaml's. A node that contains itself (through an alias) ends in an empty scalar."""
    line, column = tree.start_mark.line + first, tree.start_mark.column + 1
    if id(tree) in above:
        return Scalar("", line, column)
    above = (*above, id(tree))
    if isinstance(tree, yaml.ScalarNode):
        return Scalar(tree.value, line, column)
    if isinstance(tree, yaml.SequenceNode):
        return Sequence([walked(item, first, above) for item in tree.value], line, column)
    record = Record(line, column)
    for key, value in tree.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        record.add(name, (key.start_mark.line + first, key.start_mark.column + 1), walked(value, first, above))
    return record
