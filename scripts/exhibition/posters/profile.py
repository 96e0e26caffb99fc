"""Find and validate the ICC profile of the printing condition on this machine.

The condition is FOGRA39: offset printing on coated paper (ISO 12647-2:2004/Amd 1). Its profiles belong to third parties
and are not kept with the project; `scripts/start.py` fetches the one that Debian packages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..cache import digest
from ..diagnostics import Refusal
from ..files import MIB, read_file
from .icc import Malformed, description, tags
from .reduction import reduced

FILE = "ISOcoated_v2_300_bas.icc"
"""File name of the basICColor profile (zlib licence) that Debian and Scribus ship."""
TEX_FILE = "FOGRA39L_coated.icc"
"""File name of the profile of the same condition in TeX's `colorprofiles` (zlib licence)."""
PROFILE_LIMIT = 32 * MIB
"""Maximum size of a profile in bytes; profiles of the condition have at most 8.7 MB."""
CONDITION = "FOGRA39"
NAMES = re.compile(r"fogra\s*39|iso\s*coated\s*_?v2", re.IGNORECASE)
"""Pattern in the names of profiles of the condition."""

PLACES: tuple[tuple[str, str], ...] = (
    (sys.prefix, f"share/color/icc/{FILE}"),
    ("/usr/share/scribus/profiles", FILE),
    ("/usr/share/texlive", f"texmf-dist/tex/generic/colorprofiles/{TEX_FILE}"),
    ("/usr/share/texmf-dist", f"tex/generic/colorprofiles/{TEX_FILE}"),
    ("/Applications", f"Scribus*.app/Contents/**/profiles/{FILE}"),
    ("C:/Program Files", f"Scribus*/share/profiles/{FILE}"),
)
"""Places searched for profiles: a folder, and a glob pattern below it. The first profile of the condition is used."""

WHERE = (
    "Debian、Ubuntu 上运行 python3 scripts/start.py posters 会自动取来；"
    f"其他系统请安装 Scribus（自带 {FILE}），或者向印厂要一份 FOGRA39 的 ICC 文件，用 --profile 文件 指给它。"
)


@dataclass(frozen=True)
class Profile:
    """Profile of the printing condition: `data` for converting colours, `reduced` for embedding in every file."""

    data: bytes = field(repr=False)
    reduced: bytes = field(repr=False)
    name: str
    digest: str
    condition: str = CONDITION


def find_profile(given: Path | None = None) -> Profile:
    """Return the profile in `given`, or the first valid one in `PROFILE_PLACES`.

    Raises Refusal, with a hint what to install, if there is none or `given` is not a profile of the condition.
    """
    if given is not None:
        return read_profile(given)
    for path in found():
        try:
            # Distributions put symbolic links into their profile folders.
            return read_profile(path.resolve())
        except Refusal:
            continue
    raise Refusal(f"找不到印刷色彩文件（{CONDITION}）。{WHERE}")


def found() -> Iterator[Path]:
    """Yield the files in `PROFILE_PLACES`."""
    for folder, pattern in PLACES:
        yield from sorted(Path(folder).glob(pattern))


def read_profile(path: Path) -> Profile:
    """Return the profile in a file. Raises Refusal if it is not a profile of the condition."""
    try:
        data = read_file(path, PROFILE_LIMIT)
        name = judged(data)
    except OSError as problem:
        raise Refusal(f"印刷色彩文件“{path}”打不开（{problem.strerror or problem}）。{WHERE}") from problem
    except Malformed as problem:
        raise Refusal(f"“{path.name}”不能用作印刷色彩文件：{problem}。{WHERE}") from problem
    return Profile(data, reduced(data), name, digest(data))


def judged(data: bytes) -> str:
    """Return the name of a valid profile. Raises InvalidProfile, with the reason in Chinese, for any other."""
    if data[36:40] != b"acsp":
        raise Malformed("它不是 ICC 文件")
    if (data[12:16], data[16:20]) != (b"prtr", b"CMYK") or data[20:24] not in (b"Lab ", b"XYZ "):
        raise Malformed("它不是印刷机（CMYK 输出）的 ICC 文件")
    name = description(tags(data))
    if not NAMES.search(name):
        raise Malformed(f"它说的是“{name}”，不是 {CONDITION}")
    return name
