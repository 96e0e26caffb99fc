"""Files below `content/` that nothing else of a check reads, into the marks of conflicts that git has left in them."""

from __future__ import annotations

from pathlib import Path

from ..diagnostics import Diagnostic
from ..files import read_file
from ..model.conflicts import conflict_marks, first_version, has_conflict
from .notes import Notes

PLACES = ("content/guide/*.md", "content/sheets/*.csv")
"""What is only copied, or read by another command: guide pages, records of imports."""
LIMIT = 64 << 20
"""Bytes of the largest of these files: a record of all imports."""


def find_conflicts(root: Path) -> list[Diagnostic]:
    """Return where these files hold marks of a conflict."""
    found: list[Diagnostic] = []
    for path in sorted(path for place in PLACES for path in root.glob(place)):
        try:
            data = read_file(path, LIMIT)
        except OSError:
            continue
        if b"<<<<<<<" not in data and b">>>>>>>" not in data:
            continue
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        notes = Notes(path.relative_to(root).as_posix())
        if has_conflict(text):
            first_version(text.split("\n"), lambda number, notes=notes: notes.say(conflict_marks(), number))  # type: ignore[misc]
        found += notes.diagnostics
    return found
