"""Source lines for reports, with private data masked.

Reports stand in public logs, so what authors left in their files about private people is not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path

from .. import privacy
from ..diagnostics import Span
from ..lazy import dataclass
from ..storage.safe_files import TEXT_LIMIT, read_file

__all__ = ["mask_text"]


PICTURE = re.compile(r"(?<![\w().-])([\w().-]{1,120})(\.(?:jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|jfif))\b", re.I)
"""File name of a picture. In texts such names are not masked, because cameras write long numbers into them."""


def mask_text(text: str) -> str:
    """Return `text` with the middle of everything private replaced by asterisks, also in the names of pictures.

    >>> mask_text("文件夹里的“13800000000.jpg”没有写进“照片”。")
    '文件夹里的“138****0000.jpg”没有写进“照片”。'
    """
    return privacy.mask_private(PICTURE.sub(lambda found: privacy.mask_private(found[1]) + found[2], text))


LARGEST = 4_000_000
"""Limit in bytes; a larger file counts as no text, and only its name is reported."""


@dataclass(frozen=True, slots=True)
class SourceLines:
    """Content files below `root`, read when a report needs one of their lines."""

    root: Path
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _shown: dict[str, list[str]] = field(default_factory=dict)
    mended: Callable[[], Mapping[str, str]] = dict
    """Function that returns the front matter of files with every certain fix, by path: for reports that offer it for
    pasting.
    """
    archives: Callable[[], Mapping[str, tuple[int, int, str]]] = dict
    """Function that returns of the folder of each entry how many windows of its archive are lit, of how many, and the gap that
    is the easiest to fill: for the comment on a change.
    """
    site_url: str = ""
    """URL of the site, with a slash at its end; empty where it is unknown."""

    def get_line(self, path: str, number: int) -> str:
        """Return line `number` (from 1) of the file at `path`; empty where there is none."""
        lines = self.read_lines(path)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def get_masked_line(self, path: str, number: int) -> str:
        """Return line `number` masked. The whole file is masked, because a number may continue in the next line."""
        if path not in self._shown:
            self._shown[path] = mask_text("\n".join(self.read_lines(path))).split("\n")
        lines = self._shown[path]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def read_lines(self, path: str) -> list[str]:
        """Return all lines of the file at `path`; none of a document or a film, because those are not read as text."""
        if path not in self._lines:
            self._lines[path] = self.read_any_lines(path) if Span(path).lined else []
        return self._lines[path]

    def read_any_lines(self, path: str) -> list[str]:
        """Return all lines of a text file at `path`, also of one that is not reported by lines, such as a sheet."""
        return (
            self._lines[path]
            if path in self._lines
            else decode_lines(self.root / path, TEXT_LIMIT if Span(path).lined else LARGEST)
        )


def decode_lines(path: Path, limit: int = LARGEST) -> list[str]:
    """Return the lines of a text file in any encoding that volunteers' editors write; none for other files.

    None either for a file of more than `limit` bytes: it is not read and is refused as a whole, so no line of it is
    shown.
    """
    try:
        data = read_file(path, limit)
    except OSError:
        return []
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return []
    for codec in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(codec).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        except UnicodeDecodeError:
            continue
    return []
