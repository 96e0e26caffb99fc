"""What is remembered of a developed photo: its contact sheet, so that no picture is opened to learn its sizes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..cache import Cache, digest
from .recipe import FORMATS, recipe_digest


@dataclass(frozen=True, slots=True)
class Proof:
    """One print of a photo: which file it is and under which key its bytes are."""

    extension: str
    width: int
    height: int
    key: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All prints of one photo, and its mean colour. `content` is the hash of the original and of the recipe."""

    content: str
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


def content_key(data: bytes) -> str:
    """Return the hash of an original and of the recipe: what its prints depend on."""
    return digest(data, recipe_digest())


def remembered(cache: Cache, content: str) -> Sheet | None:
    """Return the sheet of this content if it has been developed before."""
    data = cache.get(digest("sheet", content))
    try:
        return sheet_of(json.loads(data)) if data else None
    except (ValueError, RecursionError):
        return None


def remember(cache: Cache, sheet: Sheet) -> None:
    """Keep a sheet; to be called when all its prints are kept, so that a sheet promises them."""
    cache.put(digest("sheet", sheet.content), json.dumps(sheet.plain).encode())
