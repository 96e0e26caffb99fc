"""Turns an entry's photos, steps and pairs into what its page shows of them: 前世今生.

Every photo stands on the page once where it can: the first opens the page, those of steps and pairs stand there, the
rest hang in the gallery.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Entry, Pair, Photo, Picture, Step
from .hall import Hall
from .page import broken
from .parts import picture

DRAWN = "示例插画"
"""What a drawn scene's caption says, so that nobody takes it for a photograph."""
UNDATED = "时间待补充"


@dataclass(frozen=True, slots=True)
class Story:
    """An entry whose story is told on the page whose root is `root`."""

    entry: Entry
    hall: Hall
    root: str

    def shown(self) -> list[tuple[Photo, Picture]]:
        """Return the photos that have come in, in the author's order."""
        found = ((photo, self.hall.pictures.get((self.entry.id, photo.key))) for photo in self.entry.photos)
        return [(photo, shown) for photo, shown in found if shown]

    def frame(self, key: str | None) -> dict[str, object] | None:
        """Return the photo of this key with its caption, or None where there is none."""
        photo = self.entry.photo(key) if key else None
        shown = self.hall.pictures.get((self.entry.id, photo.key)) if photo else None
        return framed(photo, shown, self.root) if photo and shown else None

    def inner(self, key: str | None) -> dict[str, object] | None:
        """Return the photo of this key, or None where the page opens with it already."""
        shown = self.shown()
        return None if shown and shown[0][0].key == key else self.frame(key)

    def steps(self) -> list[dict[str, object]]:
        """Return the steps in the author's order; a date that is not known says so."""
        return [self.step(step) for step in self.entry.steps]

    def step(self, step: Step) -> dict[str, object]:
        """Return one step; what it lacks is left out, save the date."""
        data: dict[str, object] = {"title": step.title}
        data |= {"date": step.date.chinese if step.date else UNDATED}
        data |= {"text": broken(step.text)} if step.text else {}
        frame = self.inner(step.photo)
        return data | ({"photo": frame} if frame else {})

    def pairs(self) -> list[dict[str, object]]:
        """Return the before/after pairs of which both pictures have come in."""
        made = ((pair, self.frame(pair.before), self.frame(pair.after)) for pair in self.entry.pairs)
        return [paired(pair, before, after) for pair, before, after in made if before and after]

    def paired_keys(self) -> set[str]:
        """Return the keys of the photos that stand in pairs."""
        both = (
            (pair.before, pair.after) for pair in self.entry.pairs if self.frame(pair.before) and self.frame(pair.after)
        )
        return {key for keys in both for key in keys}

    def opening(self) -> dict[str, object] | None:
        """Return the picture that opens the page."""
        shown = self.shown()
        return framed(*shown[0], self.root) if shown else None

    def gallery(self, elsewhere: Iterable[str | None]) -> list[dict[str, object]]:
        """Return the photos that stand nowhere else on the page; `elsewhere` are keys beside those of steps and pairs."""
        told = {*elsewhere, *self.paired_keys(), *(step.photo for step in self.entry.steps)}
        return [framed(photo, shown, self.root) for photo, shown in self.shown()[1:] if photo.key not in told]


def framed(photo: Photo, shown: Picture, root: str) -> dict[str, object]:
    """Return a picture with what stands below it: caption, date, and whether it is drawn."""
    notes = [photo.taken.chinese] if photo.taken else []
    notes += [DRAWN] if photo.scene else []
    data = picture(shown, photo, root)
    return data | ({"note": "，".join(notes)} if notes else {})


def paired(pair: Pair, before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    """Return a pair; only pictures of one spot and one shape may lie over each other."""
    same_shape = (before["width"], before["height"]) == (after["width"], after["height"])
    data: dict[str, object] = {"place": pair.place, "before": before, "after": after}
    data |= {"text": broken(pair.text)} if pair.text else {}
    return data | ({"slide": True} if pair.aligned and same_shape else {})
