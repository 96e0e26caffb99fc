"""Markers of the guide (`<!-- picture: page -->`): how they are written, and the names that each may have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.fields import Records
from ..types import CONTENT_TYPES

MARKER = re.compile(r"<!-- *([a-z]+): *([a-z0-9-]+) *-->")
"""What a page asks for by name; what answers it is ours."""

FIXED_MARKERS: Mapping[str, frozenset[str]] = {
    "types": frozenset(("all",)),
    "records": frozenset(("all",)),
    "choices": frozenset(("photo_kinds", "scenes", "standards", "themes")),
    "streets": frozenset(("all",)),
    "picture": frozenset(
        [
            "anatomy",
            "caption",
            "comment",
            "editor",
            "file",
            "keyboards",
            "merged",
            "page",
            "same-spot",
            "save",
            "signs",
            "story",
            "who-nods",
        ]
    ),
    "slips": frozenset(("ten",)),
    "verify": frozenset(("words",)),
}
"""The names by word that do not depend on the content types."""


def marker_names() -> Mapping[str, frozenset[str]]:
    """Return the names that a marker may have, by its word.

    `pages.guide.MAKERS` answers them; a test holds the two equal. Checks do not load what draws.
    """
    types = frozenset(row.name for row in CONTENT_TYPES)
    records = frozenset(field.attribute for field in CONTENT_TYPES.fields if isinstance(field.kind, Records))
    return {"fields": types | {"every"}, "record": records, "template": types, **FIXED_MARKERS}
