"""Markers of the guide (`<!-- picture: page -->`): how they are written, and the names that each may have."""

from __future__ import annotations

import re
from collections.abc import Mapping

MARKER = re.compile(r"<!-- *([a-z]+): *([a-z0-9-]+) *-->")
"""What a page asks for by name; what answers it is ours."""

MARKERS: Mapping[str, frozenset[str]] = {
    "fields": frozenset(("cluster", "every", "unit")),
    "record": frozenset(("pairs", "persons", "photos", "places", "steps")),
    "records": frozenset(("all",)),
    "choices": frozenset(("photo_kinds", "scenes", "standards", "themes")),
    "streets": frozenset(("all",)),
    "template": frozenset(("cluster", "unit")),
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
    "products": frozenset(("bleed", "ink", "keys", "paper", "sheets", "table")),
    "verify": frozenset(("words",)),
}
"""The names by word. `pages.guide.MAKERS` answers them; a test holds the two equal. Checks do not load what draws."""
