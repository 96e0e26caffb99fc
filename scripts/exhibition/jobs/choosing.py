"""The posters of selected entries, each with its fingerprint and the job that printed it before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..diagnostics import Diagnostic
from ..files import PHOTO_LIMIT, read_file
from ..model import Entry, Exhibition
from ..photos.developing import find
from ..print.messages import photo_for_the_site_only
from ..print.poster import PosterPhoto, build_poster
from .history import History, fingerprint
from .order import Order
from .plan import Choice


def choices(
    entries: Sequence[Entry], order: Order, exhibition: Exhibition, root: Path, proof: bool, history: History
) -> Iterator[Choice]:
    """Yield the posters of entries, each with its fingerprint and the job that printed it before."""
    for entry in entries:
        shot = shot_of(entry, root) if order.photos else None
        poster = build_poster(entry, exhibition, proof=proof, shot=shot, format=order.format)
        yield Choice(poster, entry, fingerprint(poster, order.format), history.reprint_of(entry.id))


def shot_of(entry: Entry, root: Path) -> PosterPhoto | None:
    """Return the first photo of an entry whose consent covers print."""
    for photo in entry.photos:
        original = find(root, entry, photo) if photo.file and photo.hung else None
        if original:
            return PosterPhoto(
                original.path, hashlib.sha256(read_file(original.path, PHOTO_LIMIT)).hexdigest(), photo.focus
            )
    return None


def unasked(choices: Sequence[Choice]) -> Iterator[Diagnostic]:
    """Yield a reminder for each poster without a photo whose entry has one with consent for the website alone."""
    for choice in choices:
        photo = next((one for one in choice.entry.photos if one.file and one.shown and not one.hung), None)
        if photo and not choice.poster.shot:
            slip = photo_for_the_site_only(photo.key)
            yield Diagnostic(photo.span, slip.rule.code, slip.rule.severity, slip.message, slip.hint)
