"""Turns selected entries into the posters that they get, each with what tells whether it was printed before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model import Entry, Exhibition
from ..photos.developing import find
from ..posters.poster import Shot, poster_of
from .history import History, fingerprint
from .order import Order
from .plan import Choice

AGREED = ("已同意", "不涉及人物")
"""What 同意 says of photos that may hang on a wall."""


def choices(
    entries: Sequence[Entry], order: Order, exhibition: Exhibition, root: Path, proof: bool, history: History
) -> Iterator[Choice]:
    """Yield the posters of entries, with what tells whether they were printed before."""
    for entry in entries:
        shot = shot_of(entry, root) if order.photos else None
        poster = poster_of(entry, exhibition, proof=proof, shot=shot)
        yield Choice(poster, entry, fingerprint(poster, order.format), history.reprint_of(entry.id))


def shot_of(entry: Entry, root: Path) -> Shot | None:
    """Return the first photo of an entry that everybody in it agreed to."""
    for photo in entry.photos:
        original = find(root, entry, photo) if photo.file and photo.consent in AGREED else None
        if original:
            return Shot(original.path, hashlib.sha256(original.path.read_bytes()).hexdigest(), photo.focus)
    return None
