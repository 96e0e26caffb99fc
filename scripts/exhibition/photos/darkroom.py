"""Render one photo into all its renditions, in the cache: runs in the worker processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..cache import Cache
from ..diagnostics import Refusal
from ..files import PHOTO_LIMIT, read_file
from ..model import ContentKey, Key
from ..model.rules import Slip
from ..toolchain import Edition
from .opening import open_photo
from .printing import cascade, mean_colour, prints
from .recipe import RECIPES
from .sheet import Proof, Sheet, original_key, remember, remembered
from .trouble import absent_photo

LARGEST = max(recipe.width for recipe in RECIPES), max(recipe.height for recipe in RECIPES)
"""The largest width and height in which a photo is needed, in px."""


@dataclass(frozen=True, slots=True)
class Original:
    """A photo to render: its file, and its name as the author wrote it."""

    path: Path
    name: str


def expose(original: Original, cache: Cache, edition: Edition) -> Sheet | Slip:
    """Return the rendition set of a photo, with all renditions in the cache; or what is wrong with the photo."""
    try:
        data = read_file(original.path, PHOTO_LIMIT)
    except OSError:
        return absent_photo(original.name)
    content = original_key(data, edition)
    return remembered(cache, content) or printed(data, original.name, content, cache, edition)


def printed(data: bytes, name: str, content: Key, cache: Cache, edition: Edition) -> Sheet | Slip:
    """Decode a photo once; cache all its renditions, then the set."""
    photo = open_photo(data, name, LARGEST)
    if isinstance(photo, Slip):
        return photo
    images = cascade(photo)
    proofs = []
    for made in prints(images):
        proof = Proof(made.extension, made.width, made.height, edition.content_key(made.data))
        cache.put(proof.key, made.data)
        proofs.append(proof)
    sheet = Sheet(content, mean_colour(images[0][1]), tuple(proofs))
    remember(cache, sheet)
    return sheet


def print_bytes(original: Original, key: ContentKey, cache: Cache, edition: Edition, memory: Key) -> bytes:
    """Return the bytes of a rendition: from the cache, or rendered again where the cache does not hold them whole.

    Raises Refusal where rendering gives other bytes: the photo has changed since, or the cache comes from a machine that
    gives other bytes. The entry `memory` of the cache is dropped then, so that the next run gives the new bytes their
    own name.
    """
    data = cache.get(key)
    if data is None:
        photo = read_file(original.path, PHOTO_LIMIT)
        printed(photo, original.name, original_key(photo, edition), cache, edition)
        data = cache.get(key)
    if data is None:
        cache.drop(memory)
        raise Refusal(f"照片“{original.name}”刚刚被改过，这一次没有做完。请再运行一次。")
    return data
