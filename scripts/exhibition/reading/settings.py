"""`mkdocs.yml` into settings: read as text, so that its tags (`!ENV`, `!!python/name:`) need no meaning here."""

from __future__ import annotations

import re
from pathlib import Path

from ..diagnostics import Diagnostic
from ..model import Settings
from ..model.reviewers import handles
from . import slips_settings as said
from .forge import read_forge
from .nodes import Record
from .notes import Notes
from .opening import read_node
from .vocabularies import text_of

SITE_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?/", re.IGNORECASE)


def read_settings(root: Path) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings of the exhibition; what cannot be read is reported and left empty."""
    notes = Notes("mkdocs.yml")
    top = read_top(root, notes)
    url = text_of(top, "site_url")
    if not notes.diagnostics and not SITE_URL.fullmatch(url):
        notes.say(said.wrong_site_url(url), *top.places.get("site_url", (1, 1)))
    own = inner(inner(top, "extra"), "exhibition")
    settings = Settings(
        text_of(top, "site_name"),
        url,
        text_of(own, "edit_url"),
        text_of(top, "site_description"),
        text_of(own, "print_contact"),
        text_of(own, "keepers"),
        forms=read_forge(inner(own, "forms"), notes),
    )
    if wrong := handles(settings.keepers)[1]:
        notes.say(said.malformed_reviewer(wrong), *own.places["keepers"])
    return settings, notes.diagnostics


def read_top(root: Path, notes: Notes) -> Record:
    """Return the outermost record of a YAML file; an empty one where there is none."""
    node = read_node(root, notes, said.unreadable_settings)
    if isinstance(node, Record):
        # The engine takes the last of two, we the first: the address on the walls must not depend on who reads.
        for key, (line, column) in node.doubles:
            notes.say(said.unreadable_settings(f"第 {line} 行的“{key}”前面已经写过"), line, column)
        return node
    if node is not None:
        notes.say(said.unreadable_settings("里面不是“名称: 内容”"))
    return Record(1, 1)


def inner(record: Record, key: str) -> Record:
    """Return the record below a key; an empty one where there is none."""
    node = record.values.get(key)
    return node if isinstance(node, Record) else Record(1, 1)
