"""Reader of the artifact of an untrusted check: the number of a pull request and a report, as pure data.

Nothing of it is written to disk and no name in it is used as a path: two members are read by their names, with a
size limit each. So zip bombs, path traversal and links in the archive have no effect.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics import Diagnostic
from ..report.json_formats import InvalidReport, read_findings

NUMBER, REPORT = "number", "findings.json"
SIZES: Mapping[str, int] = {NUMBER: 16, REPORT: 24_000_000}
"""Members with their size limits in bytes: a finding has about 400."""

LONGEST = 4_000_000
"""Limit of the archive in bytes; a report is compressed to less than a tenth."""

WHOLE = re.compile(rb"[1-9][0-9]{0,8}\s*")


@dataclass(frozen=True, slots=True)
class Parcel:
    """Content of the artifact: nothing in it is trusted until it has been confirmed (see `comment_on_github`)."""

    number: int
    diagnostics: list[Diagnostic]
    mended: dict[str, str]


def unpacked(archive: bytes) -> Parcel:
    """Parse the archive. Raises `InvalidReport`, whatever the bytes are."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as box:
            number, report = (member(box, name) for name in (NUMBER, REPORT))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as problem:
        raise InvalidReport(f"the archive cannot be read ({type(problem).__name__})") from problem
    if not WHOLE.fullmatch(number):
        raise InvalidReport("the number is not a number")
    return Parcel(int(number), *read_findings(report))


def member(box: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one member, and never read more than its limit. Raises `InvalidReport`."""
    with box.open(name) as file:
        data = file.read(SIZES[name] + 1)
    if len(data) > SIZES[name]:
        raise InvalidReport(f"{name} is too large")
    return data
