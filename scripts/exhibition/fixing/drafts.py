"""What becomes of a content file, and of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from ..diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Draft:
    """One content file, mended. `path` is POSIX and relative to the folder that holds `content/`."""

    path: str
    data: bytes
    """The file as it is on the disk."""
    written: str
    """Its text, whatever its encoding."""
    text: str
    """Its text, mended."""
    conversions: tuple[str, ...] = ()
    """What was altered in the file as a whole, in words."""

    @property
    def folder(self) -> str:
        """The folder of the file."""
        return self.path.rpartition("/")[0]

    @property
    def changed(self) -> bool:
        """Is there anything to write?"""
        return self.data != self.text.encode()


@dataclass(frozen=True, slots=True)
class Fixing:
    """All content files that change, and what is left in the chosen files for a person, in order of place."""

    drafts: tuple[Draft, ...]
    left: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...] = ()
    """Those of `left` whose finished line was not taken, because something would have been lost with it."""
