"""The columns of a sheet: which fields it may hold, and what else sheets call them."""

from __future__ import annotations

from pathlib import PurePosixPath

from ..model.fields import Field
from ..types import CONTENT_TYPES


def columns(kind: str) -> tuple[Field, ...]:
    """Return the fields of a content type (by its name) that a sheet may hold, in the order in which files have them.

    It is an allow-list: whatever else stands in a sheet is not read. Photos and steps do not fit a cell; 自治小组 and 专委会
    are left out because that is where a list of the bureau has names of people.
    """
    return tuple(field for field in CONTENT_TYPES.named(kind).fields if field.headings is not None)


def base_path(kind: str) -> PurePosixPath:
    """Return where the last import of a type is kept, for everybody: relative to the folder that holds `content/`."""
    return PurePosixPath("content", "sheets", f"{CONTENT_TYPES.named(kind).folder}.csv")


def headings_of(field: Field) -> tuple[str, ...]:
    """Return the headings under which sheets may have a field, beside its key."""
    return field.headings or ()
