"""The parts that a unit's and a cluster's folder have in common: photos, steps, pairs, the life cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from ..diagnostics import Span
from .consent import Declared, Person
from .dates import PartialDate


class Status(Enum):
    """The life cycle of an entry. The value is the word in its front matter."""

    DRAFT = "草稿"
    """Being written: its address answers 正在布展."""
    PUBLISHED = "发布"
    """In the exhibition."""
    WITHDRAWN = "撤下"
    """Taken down: its address answers with a tombstone; name, photos and search rows are gone."""


@dataclass(frozen=True, slots=True)
class Photo(Declared):
    """A picture of an entry: a file beside its `index.md`, or a drawn illustration in its stead.

    Exactly one of `file` and `scene` is set. `caption` (说明) is also the alternative text, everywhere. `focus` (焦点) is
    the point that no crop may lose, in percent of width and height from the top left.
    """

    file: str | None
    scene: str | None
    caption: str
    taken: PartialDate | None = None
    kind: str | None = None
    focus: tuple[int, int] = (50, 50)
    span: Span = Span("")

    @property
    def key(self) -> str:
        """What names this photo within its entry (in `历程` and `对比` too)."""
        return self.file or self.scene or ""


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of an entry's 前世今生 (历程). `photo` is the key of one of its photos."""

    date: PartialDate | None
    title: str
    text: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A before/after pair (对比). `before` and `after` are keys of photos of the entry.

    `aligned` (同机位): both were taken from one spot, so that a slider may lay one over the other.
    """

    place: str
    before: str
    after: str
    text: str = ""
    aligned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every content folder is: an address for ever, a name, a place, a story."""

    id: str
    """Five digits, opaque, permanent: the address is `/<id>/`."""
    name: str
    street: str
    """名称 of a term of the vocabulary of streets."""
    committee: str = ""
    compound: str = ""
    tagline: str = ""
    status: Status = Status.DRAFT
    example: bool = False
    source: str = ""
    photos: tuple[Photo, ...] = ()
    steps: tuple[Step, ...] = ()
    pairs: tuple[Pair, ...] = ()
    covenant: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()
    """具名: whom it names, with their consent."""
    body: str = ""
    """Markdown below the front matter."""
    folder: str = ""
    """POSIX path of its folder, relative to the folder that holds `content/`."""
    suspect: bool = field(default=False, compare=False)
    """Might its file tell something private? Only then the gate reads it again, line by line."""
    spans: Mapping[str, Span]
    """Where each top-level key stands, for messages."""

    @property
    def published(self) -> bool:
        """Is it in the exhibition?"""
        return self.status is Status.PUBLISHED

    @property
    def path(self) -> str:
        """The content file, relative to the folder that holds `content/`."""
        return f"{self.folder}/index.md"

    def span(self, key: str = "") -> Span:
        """Where `key` stands, or the top of the file."""
        return self.spans.get(key) or Span(self.path)

    def photo(self, key: str) -> Photo | None:
        """Return the photo of this key (file name or scene)."""
        return next((photo for photo in self.photos if photo.key == key), None)
