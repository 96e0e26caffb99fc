"""What drawing needs beside the posters: faces, inks, the profile, the mascot, photos; prepared once, then only read."""

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
"""The mascot's folder below the root of the exhibition: a town may swap it."""

COARSE = b"coarse "
"""What is kept of a photo that is too coarse, before its dots an inch; no JPEG begins so."""

Figure = tuple[tuple[float, float, float, float], list[Shape]]
"""View box and pieces of a drawing."""


@dataclass(frozen=True)
class Press:
    """Everything that is the same for all posters of a job."""

    fonts: Fonts
    profile: Profile
    root: Path
    own_inks: dict[str, Ink] = field(default_factory=dict)
    """Inks of a town's own mascot, by `#RRGGBB`."""
    figures: dict[str, Figure] = field(default_factory=dict)
    kept: Cache | None = None
    """Where developed photos are kept, so that each is developed once, whoever asks for it."""

    def ink(self, name: str) -> Ink:
        """Return a colour of the palette. Raises KeyError for any other: colours come from the palette alone."""
        return inks()[name]

    def ink_of_hex(self, hex: str) -> Ink:
        """Return the ink of a colour in the mascot's files. Raises Refusal for one that has none."""
        try:
            return self.own_inks.get(hex) or ink_of_hex(hex)
        except UnknownColour as problem:
            table = (MASCOT / "inks.csv").as_posix()
            raise Refusal(f"吉祥物里的颜色 {hex} 没有油墨配方。请在 {table} 里给它加一行 CMYK。") from problem

    def figure(self, pose: str) -> Figure:
        """Return the mascot in a pose. Raises Refusal where its file cannot be printed."""
        if pose not in self.figures:
            self.figures[pose] = shapes(self.root / MASCOT / f"{pose}.svg")
        return self.figures[pose]

    def font_name(self, weight: str) -> str:
        """Return the name under which ReportLab knows a face."""
        return font_name(weight, self.fonts.face(weight))

    def photograph(self, shot: Shot, box: Photograph, format: Format) -> bytes | Coarse:
        """Return a photo as a CMYK JPEG of 300 dpi for its place, or why it is too coarse."""
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
    """Return JPEG bytes as ReportLab takes pictures: embedded as they are."""
    return ImageReader(BytesIO(data))


def made_ready(
    root: Path, cache: Cache, text: str, progress: Callable[[int, int], None], profile: Path | None = None
) -> Press:
    """Prepare the press for posters that hold the characters of `text`.

    Raises Refusal where the profile or the font is missing.
    """
    found = find_profile(profile)
    return Press(prepare_fonts(text, cache, progress), found, root, own_inks(root / MASCOT / "inks.csv"), kept=cache)


def own_inks(table: Path) -> dict[str, Ink]:
    """Return the inks of a town's own mascot; none where there is no table. Raises Refusal for a wrong one."""
    try:
        return {row.hex: row.ink for row in read_inks(table)} if table.exists() else {}
    except ValueError as problem:
        raise Refusal(f"吉祥物的油墨表 {problem}") from problem
