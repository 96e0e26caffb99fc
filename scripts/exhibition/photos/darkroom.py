"""Turns one original into prints in the cache: what runs in the processes of the pool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..cache import Cache, digest
from ..diagnostics import Refusal
from ..files import PHOTO_LIMIT, read_file
from ..model.rules import Slip
from .opening import open_photo
from .printing import cascade, mean_colour, prints
from .recipe import RECIPES
from .sheet import Proof, Sheet, content_key, remember, remembered
from .trouble import absent_photo

LARGEST = max(recipe.width for recipe in RECIPES), max(recipe.height for recipe in RECIPES)
"""No photo is ever needed larger than this, in px."""


@dataclass(frozen=True, slots=True)
class Original:
    """A photo to develop: its file, and what its author calls it."""

    path: Path
    name: str


def expose(original: Original, cache: Cache) -> Sheet | Slip:
    """Return the sheet of `original`, whose prints are in the cache from now on; or what is wrong with the photo."""
    try:
        data = read_file(original.path, PHOTO_LIMIT)
    except OSError:
        return absent_photo(original.name)
    content = content_key(data)
    return remembered(cache, content) or printed(data, original.name, content, cache)


def printed(data: bytes, name: str, content: str, cache: Cache) -> Sheet | Slip:
    """Decode a photo once, keep all its prints and then its sheet."""
    photo = open_photo(data, name, LARGEST)
    if isinstance(photo, Slip):
        return photo
    images = cascade(photo)
    proofs = []
    for made in prints(images):
        proof = Proof(made.extension, made.width, made.height, digest(content, made.extension, made.width))
        cache.put(proof.key, made.data)
        proofs.append(proof)
    sheet = Sheet(content, mean_colour(images[0][1]), tuple(proofs))
    remember(cache, sheet)
    return sheet


def print_bytes(original: Original, key: str, cache: Cache) -> bytes:
    """Return the bytes of a print: read from the cache, developed again only where they are not whole there.

    Raises Refusal where the photo is no longer the one that the print was made of.
    """
    data = cache.get(key)
    if data is None:
        photo = read_file(original.path, PHOTO_LIMIT)
        printed(photo, original.name, content_key(photo), cache)
        data = cache.get(key)
    if data is None:
        raise Refusal(f"照片“{original.name}”刚刚被改过，这一次没有做完。请再运行一次。")
    return data
