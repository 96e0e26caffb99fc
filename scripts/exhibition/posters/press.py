"""Resources for drawing posters: faces, inks, profile, mascot, photos. They are prepared once and then only read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import ImageReader

from ..cache import Cache
from ..diagnostics import Refusal
from ..toolchain import edition_of_process
from .embedding import font_name
from .figures import Shape, shapes
from .fonts import Fonts, prepare_fonts
from .format import Format
from .inks import Ink, UnknownColour, ink_of_hex, inks, read_inks
from .layers import Photograph
from .photograph import Coarse, printed
from .poster import Shot
from .profile import Profile, find_profile

MASCOT = Path("overrides") / "assets" / "mascot"
"""The mascot's folder below the root of the exhibition; a town may replace its files."""

COARSE = b"coarse "
"""Prefix of the cache entry for a photo of low resolution, followed by its dpi; no JPEG starts with it."""

Figure = tuple[tuple[float, float, float, float], list[Shape]]
"""View box and shapes of a drawing."""


@dataclass(frozen=True)
class Press:
    """Resources that all posters of a print job share."""

    fonts: Fonts
    profile: Profile
    root: Path
    own_inks: dict[str, Ink] = field(default_factory=dict)
    """Inks for a town's own mascot, by `#RRGGBB`."""
    figures: dict[str, Figure] = field(default_factory=dict)
    kept: Cache | None = None
    """Cache of converted photos, so that each is converted once for all processes and runs."""

    def ink(self, name: str) -> Ink:
        """Return the ink of a palette colour. Raises KeyError for any other name."""
        return inks()[name]

    def ink_of_hex(self, hex: str) -> Ink:
        """Return the ink of a colour in the mascot's files. Raises Refusal if it has none."""
        try:
            return self.own_inks.get(hex) or ink_of_hex(hex)
        except UnknownColour as problem:
            table = (MASCOT / "inks.csv").as_posix()
            raise Refusal(f"吉祥物里的颜色 {hex} 没有油墨配方。请在 {table} 里给它加一行 CMYK。") from problem

    def figure(self, pose: str) -> Figure:
        """Return the mascot's drawing in a pose. Raises Refusal if its file cannot be printed."""
        if pose not in self.figures:
            self.figures[pose] = shapes(self.root / MASCOT / f"{pose}.svg")
        return self.figures[pose]

    def font_name(self, weight: str) -> str:
        """Return the name of a face in ReportLab; register it first if necessary."""
        return font_name(weight, self.fonts.face(weight))

    def photograph(self, shot: Shot, box: Photograph, format: Format) -> bytes | Coarse:
        """Return a photo as a CMYK JPEG of 300 dpi for its place, or LowResolution; both are cached."""
        width, height = box.width * format.scale, box.height * format.scale
        said = (*shot.focus, f"{width:.3f} {height:.3f}", self.profile.digest)
        key = edition_of_process("printed photo").key(shot.content, *said)
        data = self.kept.get(key) if self.kept else None
        if data is None:
            found = printed(shot.path, width, height, shot.focus, self.profile)
            data = COARSE + f"{found.dpi:.1f}".encode() if isinstance(found, Coarse) else found
            if self.kept:
                self.kept.put(key, data)
        return Coarse(float(data.removeprefix(COARSE))) if data.startswith(COARSE) else data


def image(data: bytes) -> ImageReader:
    """Return JPEG bytes as an image that ReportLab embeds unchanged."""
    return ImageReader(BytesIO(data))


def made_ready(
    root: Path, cache: Cache, text: str, progress: Callable[[int, int], None], profile: Path | None = None
) -> Press:
    """Prepare the resources for posters with the characters of `text`.

    Raises Refusal if the profile or the font is missing.
    """
    found = find_profile(profile)
    return Press(prepare_fonts(text, cache, progress), found, root, own_inks(root / MASCOT / "inks.csv"), kept=cache)


def own_inks(table: Path) -> dict[str, Ink]:
    """Return the inks for a town's own mascot; none if there is no table. Raises Refusal for an invalid table."""
    try:
        return {row.hex: row.ink for row in read_inks(table)} if table.exists() else {}
    except ValueError as problem:
        raise Refusal(f"吉祥物的油墨表 {problem}") from problem
