"""Artifacts of a build, published pictures, and the tools that the view of a content type uses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, NewType, Protocol

from ..lazy import dataclass
from .entry import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .exhibition import Exhibition
    from .field_types import Hotspot
    from .record_types import EntryRecord


CacheKey = NewType("CacheKey", str)
"""A cache key: 32 hexadecimal digits, computed by `toolchain.ToolchainVersion.make_key` or `make_content_key`."""
ContentKey = NewType("ContentKey", CacheKey)
"""A key that is the hash of the bytes themselves: file names use only such keys."""
HASH_DIGITS = 8
"""Digits of a hash in a file name: web servers recognise by them which files never change."""


def build_hashed_uri(stem: str, key: ContentKey, rest: str) -> str:
    """Return `<stem>-<hash><rest>`: the path of bytes that may be cached for ever under this name.

    >>> build_hashed_uri("assets/a", ContentKey(CacheKey("0123456789abcdef")), ".svg")
    'assets/a-01234567.svg'
    """
    return f"{stem}-{key[:HASH_DIGITS]}{rest}"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the docs tree that the engine renders or copies.

    `uri` is its POSIX path in that tree; `make` returns its bytes (it must be picklable where it is called in a worker
    process); `key` is its cache key (see `toolchain`), empty where making it is cheaper than caching it. `basis` is a hash
    of everything that its bytes follow from, where that is known without making it and there is no key. `known` is the
    digest of its bytes, where it is known without making them.
    """

    uri: str
    make: Callable[[], bytes]
    key: CacheKey = CacheKey("")
    basis: str = ""
    known: str = ""

    def add_digest(self, known: str) -> Artifact:
        """Return the same file with the digest of its bytes. Of tens of thousands `dataclasses.replace` takes three times as long."""
        return Artifact(self.uri, self.make, self.key, self.basis, known)


@dataclass(frozen=True, slots=True)
class PictureSource:
    """One `<source>` of a picture: a media type and its files as (uri, width in px), narrowest first."""

    type: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or illustration as pages show it; uris are relative to the root of the site.

    `src` is a file that every browser can show (JPEG or SVG), of `width` × `height` px; `sources` are better formats;
    `fallbacks` are the widths of `src`'s own format; `thumb` is the smallest, for lists; `colour` is the mean colour,
    shown until the file has loaded (`#rrggbb`).
    """

    src: str
    width: int
    height: int
    thumb: str
    colour: str
    sources: tuple[PictureSource, ...] = ()
    fallbacks: tuple[tuple[str, int], ...] = ()


STRIP, SPHERE, PLAIN = "strip", "sphere", "flat"
"""Forms of panoramas: long, all around, and pictures that are none."""
LEAST_STRIP = 1.8
"""Width to height from which a picture is a strip: photographs have up to 16:9."""
SPHERE_RATIOS = (1.98, 2.02)
"""Width to height of an equirectangular picture of all directions: 360° to 180°."""


def classify_panorama(width: int, height: int) -> str:
    """Return which form of panorama a picture of this size is.

    >>> classify_panorama(8000, 4000), classify_panorama(9000, 2200), classify_panorama(3000, 3000)
    ('sphere', 'strip', 'flat')
    """
    ratio = width / height if height else 0
    if SPHERE_RATIOS[0] <= ratio <= SPHERE_RATIOS[1]:
        return SPHERE
    return STRIP if ratio >= LEAST_STRIP else PLAIN


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound recording (MP3) as pages play it: its path from the root of the site, its length in seconds, its bytes."""

    src: str
    seconds: float
    size: int


Data = Mapping[str, object]
"""JSON-like values that a template prints."""


class PageTools(Protocol):
    """The page of one entry, for the view of its type. Links are relative to the page."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""

    def find(self, id: str | None) -> Entry | None:
        """Return the published entry of this id, of any type; None where there is none."""

    def format_name(self) -> str:
        """Return place and name of the entry in one, the place not twice: 共和十一村64号楼."""

    def format_text(self, text: str) -> str:
        """Return a text of several lines with its line breaks."""

    def render_prose(self, text: str) -> str:
        """Return authors' Markdown as HTML, as bodies are shown."""

    def build_stars(self, number: int | None) -> Data:
        """Return a number of stars as lit panes and in words."""

    def build_facts(self, elsewhere: Collection[str] = ()) -> list[Data]:
        """Return the facts panel: label and value of each shown field; `elsewhere` are attributes that are left out."""

    def build_figure(self, key: str | None) -> Data | None:
        """Return the photo of this key with its caption, which then stands nowhere else on the page.

        None where there is none, or where the page opens with it already.
        """

    def build_pair(self, before: str | None, after: str | None, *, aligned: bool) -> Data | None:
        """Return two photos of one place, which then stand nowhere else on the page; `slide` where one may lie over the other.

        None where one of them is not there.
        """

    def link_record(self, record: EntryRecord) -> Data:
        """Return a link to a record: name and href."""

    def build_opening(self, entry: Entry) -> Data | None:
        """Return the picture with which the page of an entry (this one or another) opens, with its caption; None: none."""

    def build_card(self, entry: Entry) -> dict[str, object]:
        """Return an entry as a card: first picture, name, place, stars."""

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry: name, href, tagline."""

    def build_tags(self) -> list[Data]:
        """Return links to the galleries' rooms that hold the entry, as far as its page shows them: its themes."""

    def list_neighbours(self) -> list[Data]:
        """Return the cards of a few entries near this one."""

    def list_backlinks(self) -> list[Data]:
        """Return the cards of the published entries that refer to this one and to which it does not refer itself."""

    def build_default(self) -> Data:
        """Return what the default view shows, for a view that adds to it: facts, references, records, lists, backlinks."""

    def make_link(self, path: str) -> str:
        """Return the link to a path from the root of the site."""

    def get_list_address(self) -> str:
        """Return the link to the page that lists the entries of the type."""

    def get_wall_link(self) -> str:
        """Return the link to the wall that is the entry's own; empty where it has none."""


class RoomTools(Protocol):
    """The page of a room, for what only that room shows. Links are relative to the page."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry: name, place and href."""

    def build_card(self, record: EntryRecord) -> Data:
        """Return a record as a card of the room."""

    def make_link(self, path: str) -> str:
        """Return the link to a path from the root of the site."""

    @property
    def is_listed(self) -> bool:
        """Does the room's page list its records? With very many it shows doors alone."""

    def link_value(self, facet: str, value: str) -> str:
        """Return the link to the page of a value of one of the room's facets, by the facet's name; empty where it has none."""

    def describe_figure(self, name: str) -> Data:
        """Return a declared figure in words: `number`, `unit`, `formula`, `coverage`; `number` is empty where the sample is
        too small.
        """


class PagesBelowTools(Protocol):
    """A page below the address of an entry (`PagesBelow`). Links are relative to a page one folder below the entry's."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""

    @property
    def root(self) -> str:
        """From the page to the root of the site."""

    def format_text(self, text: str) -> str:
        """Return a text of several lines with its line breaks."""

    def render_prose(self, text: str) -> str:
        """Return authors' Markdown as HTML, as bodies are shown."""

    def build_picture(self, key: str | None, spots: Sequence[Hotspot] = ()) -> Data | None:
        """Return the photo of this key with its caption, and with points drawn over it (`spots`); None where none is shown."""

    def list_term_rooms(self, vocabulary: str, term: str) -> list[Data]:
        """Return what the rooms that are divided by a vocabulary hold under one of its terms: `title` and `unit` of the room,
        `href` of its page of the term, `count` of true records, their first `cards` and those of examples, which the partial
        `part` shows, and `guide`, the page that tells how to write one.
        """

    def link(self, entry: Entry) -> Data:
        """Return a link to an entry: name, place and href."""

    def build_card(self, entry: Entry) -> dict[str, object]:
        """Return an entry as a card: first picture, name, place, stars."""

    def build_emblem(self, entry: Entry) -> Data:
        """Return the emblem of an entry, else its placeholder; nothing of types without emblems."""

    def build_record_card(self, record: EntryRecord) -> Data:
        """Return a record as a card of its room."""


class OwnPageTools(Protocol):
    """The page of an entry that shows the records of one list. Links are relative to the page."""

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""

    @property
    def root(self) -> str:
        """From the page to the root of the site."""

    def format_text(self, text: str) -> str:
        """Return a text of several lines with its line breaks."""

    def build_picture(self, key: str | None, spots: Sequence[Hotspot] = ()) -> Data | None:
        """Return the photo of this key with its caption, and with points drawn over it (`spots`); None where none is shown."""

    def build_panorama(self, key: str | None) -> Data | None:
        """Return the photo of this key as a panorama; None where none is shown.

        `form` says how: "strip" (long, to be scrolled), "sphere" (all around, 2:1) or "flat" (any other picture).
        """

    def find_recording(self, file: str) -> Recording | None:
        """Return the recording of this file name as it is published; None where there is none."""
