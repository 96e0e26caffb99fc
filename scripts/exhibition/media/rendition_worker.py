"""Render one photo into all its renditions, in the cache: runs in the worker processes.

The rendition set of a photo is cached too, so that no file is opened to learn the sizes of its renditions.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..messages.registry import FieldIssue
from ..model import CacheKey, ContentKey
from ..storage.cache import Cache, digest
from ..storage.originals import Original, store_originals
from ..storage.safe_files import PHOTO_LIMIT, is_file, read_file
from ..storage.toolchain import ToolchainVersion
from .messages import absent_photo, unfetched_photo
from .sizes import ENCODINGS, Framing, compute_sizes_digest, get_largest_box


@dataclass(frozen=True, slots=True)
class Rendition:
    """One rendition of a photo: format, size in px, and the cache key of its bytes."""

    extension: str
    width: int
    height: int
    key: ContentKey


@dataclass(frozen=True, slots=True)
class RenditionSet:
    """All renditions of one photo, and its mean colour. `content` is the hash of the source and its toolchain."""

    content: CacheKey
    colour: str
    renditions: tuple[Rendition, ...]

    def select_encoding(self, extension: str) -> tuple[Rendition, ...]:
        """Return the renditions in one format, smallest first."""
        return tuple(proof for proof in self.renditions if proof.extension == extension)

    @property
    def plain(self) -> list[Any]:
        """The set as lists of text and numbers."""
        return [self.content, self.colour, [[p.extension, p.width, p.height, p.key] for p in self.renditions]]


def parse_rendition_set(plain: Any) -> RenditionSet | None:
    """Return the rendition set that was serialised as `plain`; None where it is not one.

    Caches may be restored from elsewhere, and file names are built from what a set says.
    """
    try:
        content, colour, listed = plain
        renditions = tuple(Rendition(*rendition) for rendition in listed)
        sound = (
            bool(renditions)
            and bool(KEY.fullmatch(content) and COLOUR.fullmatch(colour))
            and all(map(is_valid_rendition, renditions))
        )
    except (TypeError, ValueError):
        return None
    return (
        RenditionSet(content, colour, renditions)
        if sound and {one.extension for one in renditions} == EXTENSIONS
        else None
    )


KEY = re.compile(r"[0-9a-f]{32}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
EXTENSIONS = {format.extension for format in ENCODINGS}


def is_valid_rendition(rendition: Rendition) -> bool:
    """Return whether this is a rendition as the worker makes them."""
    sizes = (rendition.width, rendition.height)
    return (
        bool(KEY.fullmatch(rendition.key))
        and rendition.extension in EXTENSIONS
        and all(type(one) is int for one in sizes)
    )


def compute_source_key(data: bytes, edition: ToolchainVersion, framing: Framing = Framing.WHOLE) -> CacheKey:
    """Return the hash of a source and of all that determines its renditions."""
    return edition.make_key(data, compute_sizes_digest(framing))


def compute_set_key(content: CacheKey) -> CacheKey:
    """Return the cache key of the rendition set of a source."""
    return CacheKey(digest("sheet", content))


def load_rendition_set(cache: Cache, content: CacheKey) -> RenditionSet | None:
    """Return the cached rendition set of this content, if there is one."""
    data = cache.get(compute_set_key(content))
    try:
        return parse_rendition_set(json.loads(data)) if data else None
    except (ValueError, RecursionError):
        return None


def save_rendition_set(cache: Cache, rendition_set: RenditionSet) -> None:
    """Cache a rendition set; call it only when all its renditions are cached, because a set promises them."""
    cache.put(compute_set_key(rendition_set.content), json.dumps(rendition_set.plain).encode())


@dataclass(frozen=True, slots=True)
class SourcePhoto:
    """A photo to render: its file, its name as the author wrote it, and how it is framed."""

    path: Path
    name: str
    framing: Framing = Framing.WHOLE
    original: Original | None = None
    """The original, where it is not in its folder; `path` is then the file that holds it once it is stored."""

    @property
    def memory_key(self) -> str:
        """Under which its rendition set is remembered."""
        if self.original:
            return f"{self.original.id}|{self.framing.value}"
        return str(self.path) if self.framing is Framing.WHOLE else f"{self.path}|{self.framing.value}"


def prepare_renditions(source: SourcePhoto, cache: Cache, edition: ToolchainVersion) -> RenditionSet | FieldIssue:
    """Return the rendition set of a photo, with all renditions in the cache; or what is wrong with the photo."""
    if source.original and not is_file(source.path):
        store_originals([source.original])
    try:
        data = read_file(source.path, PHOTO_LIMIT)
    except OSError:
        return unfetched_photo(source.name) if source.original else absent_photo(source.name)
    content = compute_source_key(data, edition, source.framing)
    return load_rendition_set(cache, content) or render_renditions(data, source, content, cache, edition)


def render_renditions(
    data: bytes, source: SourcePhoto, content: CacheKey, cache: Cache, edition: ToolchainVersion
) -> RenditionSet | FieldIssue:
    """Decode a photo once; cache all its renditions, then the set."""
    # What decodes pictures takes 15 ms to load: only where one is new is it needed.
    from .codec import compute_mean_colour, encode_renditions, open_photo, resize_to_all

    photo = open_photo(data, source.name, get_largest_box(source.framing))
    if isinstance(photo, FieldIssue):
        return photo
    images = resize_to_all(photo, source.framing)
    renditions = []
    for encoded in encode_renditions(images):
        rendition = Rendition(encoded.extension, encoded.width, encoded.height, edition.make_content_key(encoded.data))
        cache.put(rendition.key, encoded.data)
        renditions.append(rendition)
    rendition_set = RenditionSet(content, compute_mean_colour(images[0][1]), tuple(renditions))
    save_rendition_set(cache, rendition_set)
    return rendition_set


def read_rendition(
    source: SourcePhoto, key: ContentKey, cache: Cache, edition: ToolchainVersion, memory: CacheKey
) -> bytes:
    """Return the bytes of a rendition: from the cache, or rendered again where the cache does not hold them whole.

    Raises Refusal where rendering gives other bytes: the photo has changed since, or the cache comes from a machine that
    gives other bytes. The entry `memory` of the cache is dropped then, so that the next run gives the new bytes their
    own name.
    """
    data = cache.get(key)
    if data is None:
        if source.original:
            store_originals([source.original])
        photo = read_file(source.path, PHOTO_LIMIT)
        render_renditions(photo, source, compute_source_key(photo, edition, source.framing), cache, edition)
        data = cache.get(key)
    if data is None:
        cache.drop(memory)
        raise Refusal(f"照片“{source.name}”刚刚被改过，这一次没有做完。请再运行一次。")
    return data
