"""Parse the `index.md` of a content folder into an entry of its content type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..diagnostics import Diagnostic, Spans
from ..model import Entry, Status
from ..model.entry import STATUS
from ..model.kinds import ID
from ..model.lasting import lasts, needed_fields
from ..model.private import may_tell
from ..model.words import Lexicon
from ..types import CONTENT_TYPES, ContentType
from .front_matter import read_front_matter
from .nodes import Record, Scalar
from .notes import Notes
from .understanding import Desk


@dataclass(frozen=True, slots=True)
class Read:
    """One content file, read: the entry, where it could be understood, and what was found."""

    entry: Entry | None
    diagnostics: list[Diagnostic]
    mended: Mapping[int, str]
    """Lines as they must have been meant, by their number: every mend in memory that is certain."""


def read_entry_file(data: bytes, folder: str, lexicon: Lexicon) -> Read:
    """Return the entry of an `index.md` in `folder` (POSIX, relative to the folder that holds `content/`).

    Raises KeyError where the folder is below that of no content type.
    """
    row = CONTENT_TYPES.of_path(folder)
    if row is None:
        raise KeyError(folder)
    return read_entry(data, folder, lexicon, row)


def read_entry(data: bytes, folder: str, lexicon: Lexicon, row: ContentType) -> Read:
    """Return the entry of a content file of type `row`; without an id, in it or as its folder's name, there is none."""
    notes = Notes(f"{folder}/index.md")
    known = row.by_key
    matter = read_front_matter(data, known, notes)
    if matter is None:
        return Read(None, notes.finished(), notes.certain)
    spans = Spans(notes.path)
    desk = Desk(lexicon, notes, spans.places, status_of(matter.top))
    values = desk.values(matter.top, known)
    status = Status(values.get("status", Status.DRAFT.value))
    say_missing(desk, matter.top, row, values, status)
    if status is Status.WITHDRAWN:
        notes.keep(lasts)
    name = folder.rpartition("/")[2]
    values.setdefault("id", name if ID.fullmatch(name) else "")
    if not values["id"]:
        return Read(None, notes.finished(), notes.certain)
    values["status"] = status
    values["suspect"] = may_tell(notes.text)
    spans.places["正文"] = (matter.body_line, 1)
    for attribute in row.texts:
        values.setdefault(attribute, "")
    return Read(row.model(**values, body=matter.body, folder=folder, spans=spans), notes.finished(), notes.certain)


def say_missing(desk: Desk, top: Record, row: ContentType, values: Mapping[str, Any], status: Status) -> None:
    """Say which required fields are missing in this state of the entry's life."""
    for field in needed_fields(row.fields, status, example=bool(values.get("example"))):
        if field.attribute not in values:
            desk.say_missing(field, top, values)


def status_of(top: Record) -> Status:
    """Return the state of an entry's life before anything else of it is understood."""
    node = top.values.get("状态")
    word = STATUS.words.known.get(node.text) if isinstance(node, Scalar) else None
    return Status(word or Status.DRAFT.value)
