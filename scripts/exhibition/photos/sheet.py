"""What is remembered of a developed photo: its contact sheet, so that no picture is opened to learn its sizes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..cache import Cache, digest
from .recipe import recipe_digest


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


def sheet_of(plain: list[Any]) -> Sheet:
    """Return the sheet that was made `plain`."""
    content, colour, proofs = plain
    return Sheet(content, colour, tuple(Proof(*proof) for proof in proofs))


def content_key(data: bytes) -> str:
    """Return the hash of an original and of the recipe: what its prints depend on."""
    return digest(data, recipe_digest())


def remembered(cache: Cache, content: str) -> Sheet | None:
    """Return the sheet of this content if it has been developed before."""
    data = cache.get(digest("sheet", content))
    return sheet_of(json.loads(data)) if data else None


def remember(cache: Cache, sheet: Sheet) -> None:
    """Keep a sheet; to be called when all its prints are kept, so that a sheet promises them."""
    cache.put(digest("sheet", sheet.content), json.dumps(sheet.plain).encode())
