"""The rendition set of a photo, cached so that no picture is opened to learn the sizes of its renditions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..cache import Cache, digest
from ..model import ContentKey, Key
from ..toolchain import Edition
from .recipe import FORMATS, recipe_digest


@dataclass(frozen=True, slots=True)
class Proof:
    """One rendition of a photo: format, size in px, and the cache key of its bytes."""

    extension: str
    width: int
    height: int
    key: ContentKey


@dataclass(frozen=True, slots=True)
class Sheet:
    """All renditions of one photo, and its mean colour. `content` is the hash of the source and its toolchain."""

    content: Key
    colour: str
    proofs: tuple[Proof, ...]

    def of(self, extension: str) -> tuple[Proof, ...]:
        """Return the renditions in one format, smallest first."""
        return tuple(proof for proof in self.proofs if proof.extension == extension)

    @property
    def plain(self) -> list[Any]:
        """The set as lists of text and numbers."""
        return [self.content, self.colour, [[p.extension, p.width, p.height, p.key] for p in self.proofs]]


def sheet_of(plain: Any) -> Sheet | None:
    """Return the rendition set that was serialised as `plain`; None where it is not one.

    Caches may be restored from elsewhere, and file names are built from what a set says.
    """
    try:
        content, colour, listed = plain
        proofs = tuple(Proof(*proof) for proof in listed)
        sound = (
            bool(proofs) and bool(KEY.fullmatch(content) and COLOUR.fullmatch(colour)) and all(map(is_sound, proofs))
        )
    except (TypeError, ValueError):
        return None
    return Sheet(content, colour, proofs) if sound and {one.extension for one in proofs} == EXTENSIONS else None


KEY = re.compile(r"[0-9a-f]{32}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
EXTENSIONS = {format.extension for format in FORMATS}


def is_sound(proof: Proof) -> bool:
    """Return whether this is a rendition as the worker makes them."""
    sizes = (proof.width, proof.height)
    return bool(KEY.fullmatch(proof.key)) and proof.extension in EXTENSIONS and all(type(one) is int for one in sizes)


def original_key(data: bytes, edition: Edition) -> Key:
    """Return the hash of a source and of all that determines its renditions."""
    return edition.key(data, recipe_digest())


def sheet_key(content: Key) -> Key:
    """Return the cache key of the rendition set of a source."""
    return Key(digest("sheet", content))


def remembered(cache: Cache, content: Key) -> Sheet | None:
    """Return the cached rendition set of this content, if there is one."""
    data = cache.get(sheet_key(content))
    try:
        return sheet_of(json.loads(data)) if data else None
    except (ValueError, RecursionError):
        return None


def remember(cache: Cache, sheet: Sheet) -> None:
    """Cache a rendition set; call it only when all its renditions are cached, because a set promises them."""
    cache.put(sheet_key(sheet.content), json.dumps(sheet.plain).encode())
