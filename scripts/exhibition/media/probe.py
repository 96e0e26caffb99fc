"""Probe image files: format, size, completeness and metadata, cached by the stamp of the file.

A district has some 16,000 photos of half a megabyte: reading them all at every check would take ten times as long as
everything else, so probes are kept in the cache under the file's stamp. Those of pictures that are not in their folders
(`storage.originals`) are kept under the id of their bytes, whatever machine looked at them: a check of a change fetches
only pictures that no check has seen. Nothing is decoded and Pillow is not loaded.
"""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..lazy import dataclass
from ..model import CacheKey
from ..model.content_types import CONTENT
from ..storage.cache import SETTLED_NS, Cache, FileStamp, digest, find_last_change, parse_stamps, stamp
from ..storage.originals import NO_REMARK, Original, Originals, read_originals
from ..storage.safe_files import FolderListing, is_file, read_file, read_head, read_listings
from ..storage.toolchain import get_version
from .containers import FRAMES, SOS, MalformedImage, iter_segments
from .file_formats import EXTENSIONS, HEAD, detect_format
from .metadata import ImageMetadata, find_metadata, has_too_many_parts

MOST_BOXES = 2_000
"""A file with more boxes at its outermost level was not made by a camera."""
MOST_PIXELS = {True: 120_000_000, False: 60_000_000}
"""Pixels of the largest photo, by whether it can be decoded smaller: common phones have up to 108 megapixels."""


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """An image file: its kind (empty where it is none), width and height in px (0 where unknown), whether complete."""

    kind: str
    width: int = 0
    height: int = 0
    whole: bool = True
    format: str = ""
    """The name of its format (of `file_formats.FORMATS`), set even where the exhibition does not accept it."""

    @property
    def most_pixels(self) -> int:
        """The maximum number of pixels of this kind of picture to be decoded at all; a JPEG can be decoded smaller."""
        return MOST_PIXELS[self.kind == "JPEG"]


def read_image_header(data: bytes) -> ImageHeader:
    """Return the header of an image file."""
    format = detect_format(data)
    if format not in EXTENSIONS:
        return ImageHeader("", format=format)
    try:
        width, height, whole = HEADER_READERS[format](data)
    except (struct.error, IndexError, MalformedImage):
        return ImageHeader(format, whole=False, format=format)
    return ImageHeader(format, width, height, whole, format)


def detect_kind(data: bytes) -> str:
    """Return the kind of picture by the first bytes; an empty text where the exhibition does not accept it."""
    format = detect_format(data)
    return format if format in EXTENSIONS else ""


def read_jpeg_header(data: bytes) -> tuple[int, int, bool]:
    """Read the segments up to the frame, then find the end marker after the scan (a thumbnail has one of its own)."""
    width, height = 0, 0
    try:
        for segment in iter_segments(data, scanned=False):
            if segment.marker in FRAMES:
                height, width = struct.unpack_from(">HH", data, segment.begin + 5)
            if segment.marker == SOS:
                return width, height, data.find(b"\xff\xd9", segment.end) >= 0
    except MalformedImage:
        pass
    return width, height, False


def read_png_header(data: bytes) -> tuple[int, int, bool]:
    """Read IHDR and find the IEND chunk."""
    width, height = struct.unpack_from(">II", data, 16)
    return width, height, b"IEND\xaeB`\x82" in data


def read_gif_header(data: bytes) -> tuple[int, int, bool]:
    """Read the screen descriptor and find the trailer."""
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height, b";" in data[-16:]


def read_webp_header(data: bytes) -> tuple[int, int, bool]:
    """Read the first chunk and compare the length that the container states."""
    whole = len(data) >= struct.unpack_from("<I", data, 4)[0] + 8
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1, whole
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, whole
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF, whole


def read_heif_header(data: bytes) -> tuple[int, int, bool]:
    """Read the largest `ispe` (image spatial extent; tiles and thumbnails have smaller ones) and walk the boxes."""
    sizes, at = [(0, 0)], data.find(b"ispe", 0, 200_000)
    while at >= 0 and len(sizes) < MOST_BOXES:
        sizes.append(struct.unpack_from(">II", data, at + 8))
        at = data.find(b"ispe", at + 4, 200_000)
    end, boxes = 0, 0
    while end + 8 <= len(data) and boxes < MOST_BOXES:
        (length,) = struct.unpack_from(">I", data, end)
        step = length if length > 1 else struct.unpack_from(">Q", data, end + 8)[0] if length else len(data) - end
        if step < 8:
            break
        end, boxes = end + step, boxes + 1
    return *max(sizes), end == len(data)


HEADER_READERS = {
    "JPEG": read_jpeg_header,
    "PNG": read_png_header,
    "GIF": read_gif_header,
    "WebP": read_webp_header,
    "HEIC": read_heif_header,
    "AVIF": read_heif_header,
}
"""The header reader of each kind of picture that the exhibition accepts."""


MAX_PROBED_BYTES = 20_000_000
"""Bytes of the largest file that is read whole: a larger picture must be replaced anyway (E374)."""


@dataclass(frozen=True, slots=True)
class Probe:
    """The result of probing an image file: its header, its metadata, its size in bytes, and the hash of its content."""

    header: ImageHeader
    metadata: ImageMetadata
    size: int
    content: str
    has_too_many_parts: bool = False
    """Whether it has more parts than any camera writes."""
    is_absent: bool = False
    """Whether its bytes are elsewhere and could not be had: then only its id and, of a pointer, its size are known."""


class ProbeCache:
    """Probes of image files by path, from this run and, where there is a cache, the last.

    `say` gets a Chinese line before pictures are fetched. `listings` are the names in the folders of the content, where they
    are known.
    """

    def __init__(
        self,
        root: Path,
        cache: Cache | None,
        say: Callable[[str], None] = NO_REMARK,
        listings: Mapping[str, FolderListing] | None = None,
    ) -> None:
        self.root = root
        self.cache = cache
        self.say = say
        self.originals = Originals(root, listings)
        self.began = time.time_ns()
        """A file that was changed shortly before, or later, may change again under the stamp that it has when it is read."""
        self.key = get_version("look").make_key(str(root.resolve()))
        self.old: dict[str, list[Any]] = parse_stamps(cache.get(self.key) if cache else None)
        self.new: dict[str, list[Any]] = {}
        self.probes: dict[str, Probe | None] = {}
        self.fetched: dict[str, list[Any]] = {}
        self.asked: set[str] = set()

    @cached_property
    def key_by_id(self) -> CacheKey:
        """The cache key of the probes by id, the same for every folder and machine."""
        return get_version("look").make_key("originals")

    @cached_property
    def by_id(self) -> dict[str, list[Any]]:
        """Probes that other runs have made of pictures outside their folders, by the ids of their bytes, with their sizes."""
        return parse_stamps(self.cache.get(self.key_by_id) if self.cache else None)

    def get_probe(self, path: str) -> Probe | None:
        """Return the probe of the file at `path`; None where it is empty or cannot be read."""
        if path not in self.probes:
            self.probes[path] = self.load_or_probe(path, stamp(path))
        return self.probes[path]

    def load_or_probe(self, path: str, now: FileStamp) -> Probe | None:
        """Return the cached probe of the file at `path` with this stamp, or probe it now."""
        known = self.old.get(path)
        probe = parse_probe(known[1]) if known is not None and known[0] == list(now) else None
        if probe is None:
            original = self.originals.find(path.removeprefix(f"{self.root}/"), now)
            probe = self.load_or_fetch(original) if original else probe_file(path, now)
        if probe is not None and now[0] and not probe.is_absent and find_last_change(now) + SETTLED_NS < self.began:
            self.new[path] = [list(now), to_plain(probe)]
        return probe

    def load_or_fetch(self, original: Original) -> Probe:
        """Return the probe of a picture outside its folder; at the first that nobody has looked at, all such are fetched."""
        if original.id not in self.by_id and original.id not in self.asked:
            self.fetch((original, *self.originals.left_out.values(), *self.find_pointers(original)))
        _, plain = self.fetched.get(original.id) or self.by_id.get(original.id) or (0, None)
        return parse_probe(plain) or make_absent_probe(original)

    def find_pointers(self, original: Original) -> Iterator[Original]:
        """Yield the pictures of all pointers in the folders, where `original` is one of them."""
        for folder, here in read_listings(self.root, CONTENT).items() if original.oid else ():
            for name in here.files:
                if not name.endswith(TEXT_ENDS) and (found := self.originals.find(f"{folder}/{name}")):
                    yield found

    def fetch(self, wanted: Iterable[Original]) -> None:
        """Probe those of `wanted` that nobody has looked at, by one request for each repository."""
        unknown = [one for one in wanted if one.id not in self.by_id and one.id not in self.asked]
        self.asked.update(one.id for one in unknown)
        # What is too large must be replaced anyway: the size is enough, and of a pointer it is known.
        fetched = [one for one in unknown if one.size <= MAX_PROBED_BYTES]
        for original, size, data in read_originals(fetched, self.say, MAX_PROBED_BYTES):
            if probe := probe_bytes(data, size, original.id):
                self.fetched[original.id] = [size, to_plain(probe)]

    def save(self) -> None:
        """Save the probes of this run, where there is a cache."""
        if self.cache and self.new != self.old:
            self.cache.put(self.key, json.dumps(self.new).encode())
        if self.cache and self.fetched:
            self.cache.put(self.key_by_id, json.dumps({**self.by_id, **self.fetched}).encode())


TEXT_ENDS = (".md", ".yml", ".csv")
"""How names of files end that are no pictures."""


def make_absent_probe(original: Original) -> Probe:
    """Return what is known of a picture that could not be had; its format is that which its name says."""
    name = original.path.lower()
    format = next((format for format, ends in EXTENSIONS.items() if name.endswith(tuple(ends))), "")
    return Probe(ImageHeader("", format=format), ImageMetadata(), original.size, original.id, is_absent=True)


@cache
def probe_file(path: str, now: FileStamp) -> Probe | None:
    """Probe the file that has the stamp `now`; once in a process, however often the checks run.

    Of a file that is no picture or video, or too large to be kept anyway, only the beginning is read.
    """
    try:
        if not now[0] or not is_file(path):
            return None
        head = read_head(path, HEAD)
        if not detect_format(head) or now[0] > MAX_PROBED_BYTES:
            return probe_bytes(head, now[0], path, *now)
        data = read_file(path, MAX_PROBED_BYTES)
    except OSError:
        return None
    return probe_bytes(data, len(data))


def probe_bytes(data: bytes, size: int, *unread: str | int) -> Probe | None:
    """Probe a picture of `size` bytes, of which `data` are all or the first; None where it is empty.

    `unread` distinguishes files of which not all was read.
    """
    format = detect_format(data[:HEAD])
    if not format or size > MAX_PROBED_BYTES:
        kind = format if format in EXTENSIONS else ""
        return (
            Probe(ImageHeader(kind, format=format), ImageMetadata(), size, digest("unread", *unread)) if size else None
        )
    return Probe(read_image_header(data), find_metadata(data), size, digest(data), has_too_many_parts(data))


def to_plain(probe: Probe) -> list[Any]:
    """Return a probe as lists of text and numbers."""
    return [astuple(probe.header), astuple(probe.metadata), probe.size, probe.content, probe.has_too_many_parts]


def parse_probe(plain: Any) -> Probe | None:
    """Return the probe that was serialised as `plain`; None where it is not one."""
    try:
        image, (traces, behind, film), size, content, crowded = plain
        probe = Probe(ImageHeader(*image), ImageMetadata(tuple(traces), behind, film), size, content, crowded)
    except (TypeError, ValueError):
        return None
    return probe if type(size) is int and isinstance(content, str) else None


SLIMMEST = 8
"""How many times as long as wide a picture may be: `photos` keeps 2,560 px of the longer side, and so 320 of the other."""


def is_slim(image: ImageHeader) -> bool:
    """Is a picture so long that nothing can be seen of it on a page? Screenshots of whole conversations are."""
    return max(image.width, image.height) > SLIMMEST * min(image.width, image.height) > 0
