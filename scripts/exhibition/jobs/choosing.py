"""Turns selected entries into the posters that they get, each with what tells whether it was printed before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model import Entry, Exhibition
from ..posters.poster import Shot, poster_of
from .history import History, fingerprint
from .order import Order
from .plan import Choice


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
        if photo.file and photo.consent in ("已同意", "不涉及人物"):
            path = root / entry.folder / photo.file
            return Shot(path, hashlib.sha256(path.read_bytes()).hexdigest(), photo.focus)
    return None
