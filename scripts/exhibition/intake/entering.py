"""Rename photos in an `index.md`, leaving every other byte as it is; and format the lines of a new photo.

A photo without description is never entered by itself: the entry would stop the build for want of a description, or
stand there without the consent of the people it shows. So the lines are printed, with 未取得 (no consent yet) in them:
who pastes them unchanged is stopped by the check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..checks.references import mentions
from ..diagnostics import Span
from ..model import Entry
from ..model.kinds import PhotoKey
from ..model.words import Lexicon
from ..reading.entries import read_entry_file
from ..reading.naming import plain
from ..types import CONTENT_TYPES


@dataclass(frozen=True, slots=True)
class Naming:
    """A place in an `index.md` where the file of a photo is named: line and column from 1, and the name as written."""

    line: int
    column: int
    name: str


def namings(entry: Entry) -> Iterator[Naming]:
    """Yield every place at which an entry names the file of a photo."""
    for key, name in named(entry):
        if span := entry.spans.get(key):
            yield Naming(span.line, span.column, name)


def named(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the files that an entry names, with the key of the place."""
    for number, photo in enumerate(entry.photos):
        yield f"照片.{number}.文件", photo.file or ""
    for name, key in mentions(entry):
        yield key, name


def renamed(data: bytes, entry: Entry, names: Mapping[str, str], lexicon: Lexicon) -> bytes | None:
    """Return an `index.md` in which photos have other names, old → new; None where that is not certain.

    It is certain where every name stands where the parser found it, and where the result is parsed as the same entry
    with nothing but these names changed.
    """
    lines = data.split(b"\n")
    by_plain_name = {plain(old): new for old, new in names.items()}
    for naming in sorted(namings(entry), key=lambda one: (one.line, -one.column)):
        new = by_plain_name.get(plain(naming.name))
        if new is None:
            continue
        line = replaced(lines[naming.line - 1], naming, new) if naming.line <= len(lines) else None
        if line is None:
            return None
        lines[naming.line - 1] = line
    after = b"\n".join(lines)
    read = read_entry_file(after, entry.folder, lexicon)
    return after if read.entry and is_renamed(entry, read.entry, by_plain_name) else None


def replaced(line: bytes, naming: Naming, new: str) -> bytes | None:
    """Return a line with the name at its place replaced; None where it does not stand there."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    at = text.find(naming.name, naming.column - 1)
    # A quotation mark may stand before the name.
    if not 0 <= at - (naming.column - 1) <= 1:
        return None
    return (text[:at] + new + text[at + len(naming.name) :]).encode()


def is_renamed(before: Entry, after: Entry, names: Mapping[str, str]) -> bool:
    """Return whether this is the same entry with nothing changed but these names (normalised old → new)."""
    expected = [(key, names.get(plain(name), name)) for key, name in named(before)]
    return list(named(after)) == expected and without_names(before) == without_names(after)


def without_names(entry: Entry) -> Entry:
    """Return an entry without the names of photos and without spans, for comparison."""
    row = CONTENT_TYPES.of(entry)
    parts: dict[str, Any] = {"photos": tuple(replace(photo, file=None, span=Span("")) for photo in entry.photos)}
    for field, inner in row.of_kind(PhotoKey):
        records = parts.get(field.attribute, getattr(entry, field.attribute))
        if inner is not None:
            parts[field.attribute] = tuple(replace(record, **{inner.attribute: None}) for record in records)
        else:
            parts[field.attribute] = None
    return replace(entry, spans={}, **parts)


def new_lines(file: str, month: str) -> str:
    """Return the lines that enter a new photo below 照片; `month` as in `2024-05`, or empty.

    >>> print(new_lines("photo-01.jpg", "2024-05"))
      - 文件: photo-01.jpg
        说明:
        时间: 2024-05
        同意: 未取得
    """
    taken = f"    时间: {month}\n" if month else ""
    return f"  - 文件: {file}\n    说明:\n{taken}    同意: 未取得"
