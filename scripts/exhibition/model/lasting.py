"""The life of an entry into what is asked of it: a draft may be sparse, what is published must be whole.

Of what has been taken down only a tombstone is left: its address must hold for ever, and what its file tells of people is
still in the repository; the rest of what was once written may stand as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .entry import Status
from .fields import Field, Need

LASTING = re.compile(
    r"[EW](?:[01]\d\d"  # the file can be read: else nobody knows that it was taken down
    r"|20[35]|210|236|237"  # the fields that are left: see `needed`
    r"|31[67]|32[1-9]|33\d"  # files and folders, the ledger
    r"|30[79]|347|37\d|6\d\d)"  # what pictures and texts tell of people
)
"""Codes of findings that matter after an entry was taken down."""

LEFT = frozenset({"编号", "状态"})
"""All that an entry needs that was taken down."""


def lasts(code: str) -> bool:
    """Does a finding of this code matter although its entry was taken down?"""
    return LASTING.fullmatch(code) is not None


def needed(field: Field, status: Status, *, example: bool = False) -> bool:
    """Must a field of an entry be filled in this state of its life? `example`: nobody is asked for its source."""
    if status is Status.WITHDRAWN:
        return field.key in LEFT
    need = field.required
    if need is Need.ALWAYS or need is Need.NEVER:
        return need is Need.ALWAYS
    return status is Status.PUBLISHED and (need is Need.PUBLISHED or not example)


@lru_cache(maxsize=64)
def needed_fields(fields: tuple[Field, ...], status: Status, *, example: bool = False) -> tuple[Field, ...]:
    """Return those of `fields` that must be filled in this state of an entry's life."""
    return tuple(field for field in fields if needed(field, status, example=example))


def needed_within(field: Field, status: Status) -> bool:
    """Must a field of a photo, a step, a pair or a place be filled? Of drafts not yet."""
    return field.required is Need.ALWAYS and status is Status.PUBLISHED
