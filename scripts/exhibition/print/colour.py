"""Colour of printed posters: the ICC profile of the printing condition, and the CMYK values of the palette.

The condition is FOGRA39: offset printing on coated paper (ISO 12647-2:2004/Amd 1). Its profiles belong to third
parties and are not kept with the project; `scripts/start.py` fetches the one that Debian packages. Profiles are read
and written as ICC.1:2001-04 (version 2). A file needs an embedded profile only to describe its inks, for which coarser
tables do nearly as well (mean 0.4 ΔE2000): 60 kB instead of 1 MB. Colours are converted with the full profile.
"""

from __future__ import annotations

import csv
import re
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..storage.cache import digest
from ..storage.safe_files import MIB, read_file

HEADER_BYTES = 128
"""Bytes before the tag table."""
MOST_TAGS = 100
ALIGNED = 4


class InvalidProfile(Exception):
    """Raised for bytes that are not a profile, or not the required one; the argument is the reason, in Chinese."""


def read_tags(data: bytes) -> dict[str, bytes]:
    """Return the tags of a profile by their signatures. Raises InvalidProfile if the tag table is broken."""
    try:
        (count,) = struct.unpack_from(">I", data, HEADER_BYTES)
        rows = [struct.unpack_from(">4sII", data, HEADER_BYTES + 4 + 12 * row) for row in range(min(count, MOST_TAGS))]
    except struct.error as problem:
        raise InvalidProfile("文件不完整") from problem
    if any(start + size > len(data) for _, start, size in rows):
        raise InvalidProfile("文件不完整")
    return {signature.decode("latin-1"): data[start : start + size] for signature, start, size in rows}


def read_description(tags: Mapping[str, bytes]) -> str:
    """Return the name of a profile: ASCII text in version 2, text in several languages in version 4.

    Raises InvalidProfile if it has none.
    """
    tag = tags.get("desc", b"")
    try:
        if tag[:4] == b"mluc":
            size, start = struct.unpack_from(">II", tag, 20)
            return tag[start : start + size].decode("utf-16-be", "replace")
        (size,) = struct.unpack_from(">I", tag, 8)
    except struct.error as problem:
        raise InvalidProfile("它没有名字") from problem
    return tag[12 : 12 + size].split(b"\0")[0].decode("ascii", "replace")


def encode_description(name: str) -> bytes:
    """Encode the `desc` tag of a profile: the ASCII name; the fields for Unicode and ScriptCode names stay empty."""
    text = name.encode("ascii", "replace") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def build_profile(header: bytes, tags: Mapping[str, bytes]) -> bytes:
    """Build a profile from tags; equal tags are stored once. Reserved bytes of the header become zero."""
    start = HEADER_BYTES + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body = b""
    for tag in tags.values():
        if tag not in places:
            places[tag] = start + len(body)
            body += tag + bytes(-len(tag) % ALIGNED)
    table = b"".join(
        struct.pack(">4sII", signature.encode("latin-1"), places[tag], len(tag)) for signature, tag in tags.items()
    )
    size = struct.pack(">I", start + len(body))
    return size + header[4:84] + bytes(HEADER_BYTES - 84) + struct.pack(">I", len(tags)) + table + body


Numbers = NDArray[np.float64]
GRIDS = {"A2B1": 7, "A2B0": 7, "B2A1": 11, "B2A0": 11, "gamt": 9}
"""Grid points of each table per axis. With an odd number one lies in the middle, where the greys are."""
SHARED = {"A2B2": "A2B0", "B2A2": "B2A0"}
"""Saturation tables, which are not used here: the perceptual tables replace them, as in readers that find none."""
KEPT_TAGS = ("desc", "cprt", "wtpt")
"""Other tags that an output profile must have (ICC.1:2001-04, 6.3.3)."""
TYPE = b"mft2"
"""Type signature of 16-bit tables (`lut16Type`, 6.5.8)."""
REDUCED_SUFFIX = ", reduced"
"""Suffix of the profile's name: altered versions must be marked as such (zlib licence)."""
MAX_UINT16 = 65535


class LutTable(NamedTuple):
    """A `lut16Type`: matrix, input curves, grid, output curves."""

    matrix: bytes
    before: Numbers
    grid: Numbers
    behind: Numbers


def reduce_profile(data: bytes) -> bytes:
    """Return a smaller profile of the same colours; `data` itself if its tables are of another type."""
    given = read_tags(data)
    if any(given.get(name, b"")[:4] != TYPE for name in GRIDS):
        return data
    small = {name: encode_lut(resample_lut(parse_lut(given[name]), points)) for name, points in GRIDS.items()}
    kept = {name: given[name] for name in KEPT_TAGS if name in given} | {
        "desc": encode_description(read_description(given) + REDUCED_SUFFIX)
    }
    return build_profile(data[:128], kept | small | {name: small[other] for name, other in SHARED.items()})


def parse_lut(tag: bytes) -> LutTable:
    """Parse the table of a tag."""
    inputs, outputs, points = tag[8:11]
    before, behind = struct.unpack(">HH", tag[48:52])
    sizes = (inputs * before, points**inputs * outputs, outputs * behind)
    numbers = np.frombuffer(tag, ">u2", sum(sizes), 52).astype(np.float64)
    first, grid, last = np.split(numbers, [sizes[0], sizes[0] + sizes[1]])
    return LutTable(
        tag[12:48],
        first.reshape(inputs, before),
        grid.reshape((points,) * inputs + (outputs,)),
        last.reshape(outputs, behind),
    )


def encode_lut(table: LutTable) -> bytes:
    """Encode a table as a tag."""
    (inputs, before), (outputs, behind) = table.before.shape, table.behind.shape
    head = TYPE + bytes(4) + bytes((inputs, outputs, table.grid.shape[0], 0)) + table.matrix
    numbers = (np.clip(np.round(part), 0, MAX_UINT16).astype(">u2").tobytes() for part in table[1:])
    return head + struct.pack(">HH", before, behind) + b"".join(numbers)


def resample_lut(table: LutTable, points: int) -> LutTable:
    """Return a table with fewer grid points; straight curves are reduced to their end points."""
    grid = table.grid
    change = compute_resampling(grid.shape[0], points)
    for axis in range(grid.ndim - 1):
        grid = np.moveaxis(np.tensordot(change, grid, (1, axis)), 0, axis)
    return table._replace(before=simplify_curves(table.before), grid=grid, behind=simplify_curves(table.behind))


def simplify_curves(curves: Numbers) -> Numbers:
    """Return the end points of the curves if all of them are straight lines, else the curves unchanged."""
    lines = np.linspace(curves[:, 0], curves[:, -1], curves.shape[1], axis=1)
    return curves[:, [0, -1]] if np.abs(lines - curves).max() < 1 else curves


def compute_resampling(old: int, new: int) -> Numbers:
    """Return the matrix from values at `old` points to the values at `new` points with the best linear interpolation.

    It minimizes the squared error at the old points. Points that both grids share keep their values, so paper white and
    full inks do not change and greys stay grey.
    """
    between = compute_interpolation(new, old)
    shared = [point for point in range(new) if point * (old - 1) % (new - 1) == 0]
    free = [point for point in range(new) if point not in shared]
    change = np.zeros((new, old))
    for point in shared:
        change[point, point * (old - 1) // (new - 1)] = 1
    change[free] = np.linalg.pinv(between[:, free]) @ (np.eye(old) - between[:, shared] @ change[shared])
    return change


def compute_interpolation(given: int, wanted: int) -> Numbers:
    """Return the matrix of linear interpolation from values at `given` points to values at `wanted` points."""
    rows: list[Any] = [np.interp(np.linspace(0, 1, wanted), np.linspace(0, 1, given), unit) for unit in np.eye(given)]
    return np.stack(rows, axis=1)


PROFILE_FILE = "ISOcoated_v2_300_bas.icc"
"""File name of the basICColor profile (zlib licence) that Debian and Scribus ship."""
TEX_FILE = "FOGRA39L_coated.icc"
"""File name of the profile of the same condition in TeX's `colorprofiles` (zlib licence)."""
PROFILE_LIMIT = 32 * MIB
"""Maximum size of a profile in bytes; profiles of the condition have at most 8.7 MB."""
CONDITION = "FOGRA39"
NAMES = re.compile(r"fogra\s*39|iso\s*coated\s*_?v2", re.IGNORECASE)
"""Pattern in the names of profiles of the condition."""
PROFILE_PLACES: tuple[tuple[str, str], ...] = (
    (sys.prefix, f"share/color/icc/{PROFILE_FILE}"),
    ("/usr/share/scribus/profiles", PROFILE_FILE),
    ("/usr/share/texlive", f"texmf-dist/tex/generic/colorprofiles/{TEX_FILE}"),
    ("/usr/share/texmf-dist", f"tex/generic/colorprofiles/{TEX_FILE}"),
    ("/Applications", f"Scribus*.app/Contents/**/profiles/{PROFILE_FILE}"),
    ("C:/Program Files", f"Scribus*/share/profiles/{PROFILE_FILE}"),
)
"""Places searched for profiles: a folder, and a glob pattern below it. The first profile of the condition is used."""
HOW_TO_INSTALL = (
    "Debian、Ubuntu 上运行 python3 scripts/start.py posters 会自动取来；"
    f"其他系统请安装 Scribus（自带 {PROFILE_FILE}），或者向印厂要一份 FOGRA39 的 ICC 文件，用 --profile 文件 指给它。"
)


@dataclass(frozen=True)
class PrintProfile:
    """Profile of the printing condition: `data` for converting colours, `reduced` for embedding in every file."""

    data: bytes = field(repr=False)
    reduced: bytes = field(repr=False)
    name: str
    digest: str
    condition: str = CONDITION


def find_profile(given: Path | None = None) -> PrintProfile:
    """Return the profile in `given`, or the first valid one in `PROFILE_PLACES`.

    Raises Refusal, with a hint what to install, if there is none or `given` is not a profile of the condition.
    """
    if given is not None:
        return read_profile(given)
    for path in iter_installed_profiles():
        try:
            # Distributions put symbolic links into their profile folders.
            return read_profile(path.resolve())
        except Refusal:
            continue
    raise Refusal(f"找不到印刷色彩文件（{CONDITION}）。{HOW_TO_INSTALL}")


def iter_installed_profiles() -> Iterator[Path]:
    """Yield the files in `PROFILE_PLACES`."""
    for folder, pattern in PROFILE_PLACES:
        yield from sorted(Path(folder).glob(pattern))


def read_profile(path: Path) -> PrintProfile:
    """Return the profile in a file. Raises Refusal if it is not a profile of the condition."""
    try:
        data = read_file(path, PROFILE_LIMIT)
        name = validate_profile(data)
    except OSError as problem:
        raise Refusal(f"印刷色彩文件“{path}”打不开（{problem.strerror or problem}）。{HOW_TO_INSTALL}") from problem
    except InvalidProfile as problem:
        raise Refusal(f"“{path.name}”不能用作印刷色彩文件：{problem}。{HOW_TO_INSTALL}") from problem
    return PrintProfile(data, reduce_profile(data), name, digest(data))


def validate_profile(data: bytes) -> str:
    """Return the name of a valid profile. Raises InvalidProfile, with the reason in Chinese, for any other."""
    if data[36:40] != b"acsp":
        raise InvalidProfile("它不是 ICC 文件")
    if (data[12:16], data[16:20]) != (b"prtr", b"CMYK") or data[20:24] not in (b"Lab ", b"XYZ "):
        raise InvalidProfile("它不是印刷机（CMYK 输出）的 ICC 文件")
    name = read_description(read_tags(data))
    if not NAMES.search(name):
        raise InvalidProfile(f"它说的是“{name}”，不是 {CONDITION}")
    return name


INK_TABLE = Path(__file__).with_name("inks.csv")
"""The ink table: name, hex, per cent of cyan, magenta, yellow, black, and the difference of print from screen (ΔE2000).

`tools.ink_solver` computes it from the palette (`COLOURS`) and the profile.
"""
MAX_INK_SUM = 250
"""Maximum sum of inks in per cent that does not smear on coated paper."""


class Ink(NamedTuple):
    """Per cent of cyan, magenta, yellow and black."""

    c: int
    m: int
    y: int
    k: int

    @property
    def total(self) -> int:
        """Sum of all inks, in per cent."""
        return sum(self)


class InkRow(NamedTuple):
    """One row of an ink table; `delta_e` is 0 if it was not measured."""

    name: str
    hex: str
    ink: Ink
    delta_e: float


class UnknownColour(LookupError):
    """Raised for a colour that is in no ink table; its only argument is the colour as `#RRGGBB`."""


def read_inks(path: Path) -> list[InkRow]:
    """Return the rows of an ink table.

    Raises ValueError with a Chinese sentence if a row is invalid, OSError if the file cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [parse_ink_row(row, f"{path.name} 第 {number} 行") for number, row in enumerate(csv.DictReader(file), 2)]


def parse_ink_row(row: dict[str, str], place: str) -> InkRow:
    """Parse one row. Raises ValueError if a value is missing, is no number or is out of range."""
    try:
        ink = Ink(*(int(row[name]) for name in "cmyk"))
        hex = row["hex"].strip().upper()
        found = InkRow(row.get("name", ""), hex, ink, float(row.get("delta_e") or 0))
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"{place}看不懂。每行要有 name,hex,c,m,y,k，四种油墨写 0 到 100 的整数。") from problem
    if not all(0 <= share <= 100 for share in ink) or ink.total > MAX_INK_SUM:
        raise ValueError(f"{place}的油墨超出范围：每种 0 到 100，合计不超过 {MAX_INK_SUM}。")
    return found


@cache
def load_palette_rows() -> tuple[InkRow, ...]:
    """Return the rows of the project's own table, read once per process."""
    return tuple(read_inks(INK_TABLE))


@cache
def load_palette_inks() -> dict[str, Ink]:
    """Return the project's inks by colour name (the keys of `COLOURS` in the palette)."""
    return {row.name: row.ink for row in load_palette_rows()}


@cache
def _load_inks_by_hex() -> dict[str, Ink]:
    return {row.hex: row.ink for row in load_palette_rows()}


def find_ink_by_hex(hex: str) -> Ink:
    """Return the ink of a screen colour (`#RRGGBB`). Raises UnknownColour if it is not in the palette."""
    try:
        return _load_inks_by_hex()[hex.upper()]
    except KeyError:
        raise UnknownColour(hex) from None
