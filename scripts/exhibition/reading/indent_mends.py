"""Lines that stand too far in or out, or lack the dash of their record, into lines in their place."""

from __future__ import annotations

from . import slips_lines as said
from .position import Position


def mend_indent(line: str, at: Position) -> str:
    """Return a line with a key or a dash at the indentation that its neighbours have."""
    indent, dash, key, _ = at.parts(line)
    if dash:
        return mend_item(line, indent, len(dash), key, at)
    if key in at.inner_fields and (indent or key not in at.fields):
        if at.dash is None or (at.undashed and key in at.seen):
            return add_dash(line, indent, key or "", at)
        if key in at.seen and begins_record(at):
            return dash_again(line, indent, key or "", at)
        return mend_inner(line, indent, key or "", at)
    return aligned(line, indent, 0, at) if indent and key in at.fields else line


def mend_item(line: str, indent: int, dash: int, key: str | None, at: Position) -> str:
    """Return a line that begins a list item, under the items above it."""
    at.dash = indent if at.dash is None else at.dash
    at.inner, at.undashed, at.seen = at.dash + dash, False, {key or ""}
    return aligned(line, indent, at.dash, at)


def mend_inner(line: str, indent: int, key: str, at: Position) -> str:
    """Return a line of a record under the lines above it."""
    at.seen.add(key)
    if at.undashed:
        return " " * at.inner + line.lstrip()
    return aligned(line, indent, at.inner, at)


def aligned(line: str, indent: int, wanted: int, at: Position) -> str:
    """Return a line at the indentation that is wanted."""
    if indent == wanted:
        return line
    better = " " * wanted + line.lstrip()
    if not at.respaced:
        at.say(said.misaligned(), indent + 1, better)
    return better


def add_dash(line: str, indent: int, key: str, at: Position) -> str:
    """Return the first line of a record that was written without a dash; it is said once for a list."""
    better = f"  - {line.lstrip()}"
    if at.parent is not None and not at.undashed:
        at.say(said.record_without_dash(at.parent.key, key), indent + 1, better)
    at.dash, at.inner, at.undashed, at.seen = 2, 4, True, {key}
    return better


def begins_record(at: Position) -> bool:
    """Does the next line, too, have a key that the open record has already?"""
    below = next((line for line in at.below if line.strip()), "")
    parts = at.parts(below)
    return not parts.dash and bool(parts.indent) and parts.key in at.seen


def dash_again(line: str, indent: int, key: str, at: Position) -> str:
    """Return the first line of a further record that was written without its dash."""
    better = f"{' ' * (at.dash or 0)}- {line.lstrip()}"
    if at.parent is not None:
        at.say(said.record_without_dash(at.parent.key, key), indent + 1, better)
    at.inner, at.seen = (at.dash or 0) + 2, {key}
    return better
