"""What is remembered of a developed photo: its contact sheet, so that no picture is opened to learn its sizes."""

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
    """One print of a photo: which file it is, and the key of its bytes, under which they are kept."""

    extension: str
    width: int
    height: int
    key: ContentKey


@dataclass(frozen=True, slots=True)
class Sheet:
    """All prints of one photo, and its mean colour. `content` is the key of the original and of what makes prints."""

    content: Key
    colour: str
    proofs: tuple[Proof, ...]

    def of(self, extension: str) -> tuple[Proof, ...]:
        """The prints in one format, smallest first."""
        return tuple(proof for proof in self.proofs if proof.extension == extension)

    @property
    def plain(self) -> list[Any]:
        """The sheet as lists of text and numbers."""
        return [self.content, self.colour, [[p.extension, p.width, p.height, p.key] for p in self.proofs]]


def sheet_of(plain: Any) -> Sheet | None:
    """Return the sheet that was made `plain`; None where it is not one.

    Caches may be restored from elsewhere, and names of files are made of what a sheet says.
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
    """Is this a print as the darkroom makes them?"""
    sizes = (proof.width, proof.height)
    return bool(KEY.fullmatch(proof.key)) and proof.extension in EXTENSIONS and all(type(one) is int for one in sizes)


def original_key(data: bytes, edition: Edition) -> Key:
    """Return the hash of an original and of all that makes its prints."""
    return edition.key(data, recipe_digest())


def sheet_key(content: Key) -> Key:
    """Return the key of the sheet of an original."""
    return Key(digest("sheet", content))


def remembered(cache: Cache, content: Key) -> Sheet | None:
    """Return the sheet of this content if it has been developed before."""
    data = cache.get(sheet_key(content))
    try:
        return sheet_of(json.loads(data)) if data else None
    except (ValueError, RecursionError):
        return None


def remember(cache: Cache, sheet: Sheet) -> None:
    """Keep a sheet; to be called when all its prints are kept, so that a sheet promises them."""
    cache.put(sheet_key(sheet.content), json.dumps(sheet.plain).encode())
