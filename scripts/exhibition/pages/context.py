"""Page context, and the view models that the shared partials print (pictures, cards, stars, facts, the story of an entry).

`PageContext` is the data that every kind of page may use, gathered once. Every photo stands on a page once where it can:
the first opens the page, those of steps and pairs stand there, the rest in the gallery. The published figures of the programme stand here too. 来源: 宝山区民政局; the report bears no date.
Nothing is counted by us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from enum import Enum
from functools import cached_property, partial
from typing import Protocol

from ..exchange.open_data import OpenData
from ..exchange.panorama_viewer import NO_VIEWER, ViewerFiles
from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition, Pair, Photo, Picture, Recording, Step
from ..model.watching import WatchedTable, watch_exhibition, watch_others
from .cards import build_picture
from .facets import FacetIndex, index_facets
from .page import break_lines
from .sharing import ShareImage, find_entry_image, has_own_cards


class SearchAssetPaths(Protocol):
    """Where the search's data stand, as paths from the root of the site."""

    @property
    def catalogue(self) -> str:
        """The script file that holds the catalogue of all units."""

    @property
    def script(self) -> str:
        """The script file that searches."""

    @property
    def walls(self) -> str:
        """The script file that only reads the catalogue: for walls that load more units."""


class FormAssetPaths(Protocol):
    """What the page of the form is made of."""

    @property
    def module(self) -> str:
        """The script that is the form, from that page; empty where it is missing."""

    @property
    def imports(self) -> str:
        """The import map that stands in the page."""

    @property
    def hosts(self) -> Sequence[str]:
        """The hosts that hold the content, as a Content Security Policy names them."""


@dataclass(frozen=True)
class PageContext:
    """The exhibition, its pictures by (entry id, photo key), the assets of search and form (None: there is none).

    `recordings` are those that are published, by entry id and file name; `viewer` shows panoramas of all directions.
    """

    exhibition: Exhibition
    pictures: Mapping[tuple[str, str], Picture]
    assets: SearchAssetPaths | None = None
    forms: FormAssetPaths | None = None
    recordings: Mapping[tuple[str, str], Recording] = field(default_factory=dict)
    viewer: ViewerFiles = NO_VIEWER

    @cached_property
    def hung(self) -> FacetIndex:
        """All rooms of all galleries."""
        return index_facets(self.exhibition)

    @cached_property
    def own_cards(self) -> bool:
        """Has each entry without a photo a share card of its own?"""
        return has_own_cards(self.exhibition, self.pictures)

    def find_share_image(self, entry: Entry) -> ShareImage:
        """Return the share image of the pages of an entry."""
        return find_entry_image(entry, self.exhibition, self.pictures, own_cards=self.own_cards)

    @cached_property
    def open_data(self) -> OpenData:
        """The tables that everybody may download, with their rows."""
        return OpenData(self.exhibition, self.pictures)


class WatchedContext(PageContext):
    """The context of the pages of one entry: it notes what they read of it (see `model.watching`)."""

    plain: PageContext

    @property
    def own_cards(self) -> bool:
        """Has each entry without a photo a share card of its own? All pages have that in common."""
        return self.plain.own_cards


watch_others(
    WatchedContext, (name for name, value in vars(PageContext).items() if isinstance(value, cached_property | property))
)


def watch_context(context: PageContext) -> WatchedContext:
    """Return a context that notes what is read of it."""
    watched = WatchedContext(
        watch_exhibition(context.exhibition),
        WatchedTable(context.pictures),
        context.assets,
        context.forms,
        WatchedTable(context.recordings),
        context.viewer,
    )
    object.__setattr__(watched, "plain", context)
    return watched


class PageFile(Protocol):
    """What a kind of page yields: a `Page`, or another file that pages show (a cover, a picture of the guide)."""

    @property
    def artifact(self) -> Artifact:
        """It as a file of the docs tree."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file that no template renders: a table, a calendar."""

    uri: str
    """Its path from the root of the site."""
    data: bytes

    @property
    def artifact(self) -> Artifact:
        """It as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.data))


class Reads(Enum):
    """What the pages of a kind depend on beside what all pages depend on (see `versions`): when they are described again."""

    FRAME = "frame"
    """The frame of the exhibition."""
    FACES = "faces"
    """The frame, and the faces of entries."""
    TOLD = "told"
    """The frame, and all fields of entries."""
    EVERYTHING = "everything"
    """Every byte that was read for an entry."""


@dataclass(frozen=True, eq=False)
class PageKind:
    """A kind of page of the whole exhibition; what it reads and does not declare would be missed, so the default is everything."""

    build: Callable[[PageContext], Iterable[PageFile]]
    """Yields all pages of that kind."""
    reads: Reads = Reads.EVERYTHING
    searched: bool = False
    """Do its pages name files of the search?"""

    @property
    def name(self) -> str:
        """Its name in the memo of a build."""
        return f"{self.build.__module__}.{self.build.__qualname__}"


@dataclass(frozen=True, eq=False)
class EntryPageKind:
    """A kind of page of single entries: described again with its entry, or with an entry of which it has read the face."""

    build: Callable[[Entry, PageContext], Iterable[PageFile]]
    """Yields the pages of that kind of one published entry."""


DRAWN = "示例插画"
"""What a drawn scene's caption says, so that nobody takes it for a photograph."""
UNDATED = "时间待补充"


@dataclass(frozen=True, slots=True)
class EntryStory:
    """An entry whose story is told on the page whose root is `root`."""

    entry: Entry
    context: PageContext
    root: str

    def list_shown(self) -> list[tuple[Photo, Picture]]:
        """Return the photos that have come in, in the author's order."""
        found = ((photo, self.context.pictures.get((self.entry.id, photo.key))) for photo in self.entry.photos)
        return [(photo, shown) for photo, shown in found if shown]

    def build_frame(self, key: str | None) -> dict[str, object] | None:
        """Return the photo of this key with its caption, or None where there is none."""
        photo = self.entry.find_photo(key) if key else None
        shown = self.context.pictures.get((self.entry.id, photo.key)) if photo else None
        return build_framed_photo(photo, shown, self.root) if photo and shown else None

    def build_inner_frame(self, key: str | None) -> dict[str, object] | None:
        """Return the photo of this key, or None where the page opens with it already."""
        shown = self.list_shown()
        return None if shown and shown[0][0].key == key else self.build_frame(key)

    def build_steps(self) -> list[dict[str, object]]:
        """Return the steps in the author's order."""
        return [self.build_step(step) for step in self.entry.steps]

    def build_step(self, step: Step) -> dict[str, object]:
        """Return one step; what it lacks is left out."""
        data: dict[str, object] = {"title": step.title}
        data |= {"date": step.date.chinese} if step.date else {}
        data |= {"text": break_lines(step.text)} if step.text else {}
        frame = self.build_inner_frame(step.photo)
        return data | ({"photo": frame} if frame else {})

    def build_pairs(self) -> list[dict[str, object]]:
        """Return the before/after pairs of which both pictures have come in."""
        made = ((pair, self.build_frame(pair.before), self.build_frame(pair.after)) for pair in self.entry.pairs)
        return [build_pair(pair, before, after) for pair, before, after in made if before and after]

    def list_paired_keys(self) -> set[str]:
        """Return the keys of the photos that stand in pairs."""
        both = (
            (pair.before, pair.after)
            for pair in self.entry.pairs
            if self.build_frame(pair.before) and self.build_frame(pair.after)
        )
        return {key for keys in both for key in keys}

    def build_opening(self) -> dict[str, object] | None:
        """Return the picture that opens the page."""
        shown = self.list_shown()
        return build_framed_photo(*shown[0], self.root) if shown else None

    def build_gallery(self, elsewhere: Iterable[str | None]) -> list[dict[str, object]]:
        """Return the photos that stand nowhere else on the page; `elsewhere` are keys beside those of steps and pairs."""
        told = {*elsewhere, *self.list_paired_keys(), *(step.photo for step in self.entry.steps)}
        return [
            build_framed_photo(photo, shown, self.root)
            for photo, shown in self.list_shown()[1:]
            if photo.key not in told
        ]


def build_framed_photo(photo: Photo, shown: Picture, root: str) -> dict[str, object]:
    """Return a picture with what stands below it: caption, date, and whether it is drawn."""
    notes = [photo.taken.chinese] if photo.taken else []
    notes += [DRAWN] if photo.scene else []
    data = build_picture(shown, photo, root)
    return data | ({"note": "，".join(notes)} if notes else {})


def build_pair(pair: Pair, before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    """Return a pair with its place and what is said of it."""
    data: dict[str, object] = {"place": pair.place, **join_pictures(before, after, aligned=pair.aligned)}
    return data | ({"text": break_lines(pair.text)} if pair.text else {})


def join_pictures(before: dict[str, object], after: dict[str, object], *, aligned: bool) -> dict[str, object]:
    """Return two pictures of one place; only those of one spot (`aligned`) and of one shape may lie over each other."""
    same_shape = (before["width"], before["height"]) == (after["width"], after["height"])
    return {"before": before, "after": after} | ({"slide": True} if aligned and same_shape else {})
