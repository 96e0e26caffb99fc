"""Files below `content/` that nothing else of a check reads, into the marks of conflicts that git has left in them."""

from __future__ import annotations

from pathlib import Path

from ..diagnostics import Diagnostic
from ..files import RECORD_LIMIT, list_within, read_file
from ..model.conflicts import conflict_marks, first_version, has_conflict
from .notes import Notes

PLACES = {"content/guide": ".md", "content/sheets": ".csv"}
"""What is only copied, or read by another command: guide pages, records of imports."""


def find_conflicts(root: Path) -> list[Diagnostic]:
    """Return where these files hold marks of a conflict."""
    found: list[Diagnostic] = []
    paths = (
        f"{folder}/{name}"
        for folder, end in PLACES.items()
        for name in list_within(root, folder).files
        if name.endswith(end)
    )
    for path in sorted(paths):
        try:
            data = read_file(root / path, RECORD_LIMIT)
        except OSError:
            continue
        if b"<<<<<<<" not in data and b">>>>>>>" not in data:
            continue
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        notes = Notes(path)
        if has_conflict(text):
            first_version(text.split("\n"), lambda number, notes=notes: notes.say(conflict_marks(), number))  # type: ignore[misc]
        found += notes.diagnostics
    return found
