"""Turns the archive that an untrusted check has left into the number of a pull request and a report, as pure data.

Nothing of it is written to the disk and no name in it is a path: two members are read by their names, and no more of
each than it may hold. A bomb, a way out of a folder, a link are thereby only bytes that nobody looks at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics import Diagnostic
from ..report.findings import Unreadable, read_findings

NUMBER, REPORT = "number", "findings.json"
SIZES: Mapping[str, int] = {NUMBER: 16, REPORT: 24_000_000}
"""The members and the bytes that each may have: a finding is about 400."""

LONGEST = 4_000_000
"""Bytes of the archive; a report shrinks to less than a tenth."""

WHOLE = re.compile(rb"[1-9][0-9]{0,8}\s*")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a check says of itself: nothing in it is true until somebody has looked (see `github`)."""

    number: int
    diagnostics: list[Diagnostic]
    mended: dict[str, str]


def unpacked(archive: bytes) -> Parcel:
    """Return what is in the archive. Raises `Unreadable`, whatever comes."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as box:
            number, report = (member(box, name) for name in (NUMBER, REPORT))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as problem:
        raise Unreadable(f"the archive cannot be read ({type(problem).__name__})") from problem
    if not WHOLE.fullmatch(number):
        raise Unreadable("the number is not a number")
    return Parcel(int(number), *read_findings(report))


def member(box: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one member, and never hold more of it than it may have. Raises `Unreadable`."""
    with box.open(name) as file:
        data = file.read(SIZES[name] + 1)
    if len(data) > SIZES[name]:
        raise Unreadable(f"{name} is too large")
    return data
