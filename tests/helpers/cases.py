"""Cases of authors' mistakes as exhibitions on disk, with the expected diagnostics.

A case is a folder of files that are laid over `tests/tiny`. `# expect: E105 W222` at the end of a line is removed
before reading and says which codes are expected there, and no others anywhere. Where a file cannot contain that,
`expect.txt` has lines `path:line: codes`; `remove.txt` names files, and folders with a / at the end, to remove;
`pictures.txt` photos to make; `recordings.txt` has lines `path kind` (`helpers/recordings.py`); `links.txt` has lines `path -> target`; `files.txt` names files with a word in them,
which git would not keep or editors would change. Where there is a `past.txt`, the content is compared with a base
revision: the tiny exhibition with the files of `past/` laid over it, without those that `past.txt` names.
`fifos.txt` names FIFOs; `sparse.txt` has lines `path size` for files of so many zeros.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PIL import Image

from exhibition.checks import run_checks
from exhibition.checks.site_address import check_address
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Diagnostic
from exhibition.model import BaseSnapshot, Entry
from exhibition.model.books import BOOKS
from exhibition.site.pipeline import add_base_revision
from helpers.recordings import RECORDINGS

TESTS = Path(__file__).resolve().parents[1]
TINY, CASES = TESTS / "tiny", TESTS / "cases"
TODAY = date(2026, 6, 1)
OWN = (
    "expect.txt",
    "remove.txt",
    "pictures.txt",
    "recordings.txt",
    "past.txt",
    "links.txt",
    "files.txt",
    "fifos.txt",
    "sparse.txt",
)
EXPECT = re.compile(r"  # expect: ([EW0-9 ]+)$")

Found = Counter[tuple[str, int, str]]
"""How often a code was found at a path and line."""


def diagnosed(root: Path) -> list[Diagnostic]:
    reading = load_exhibition(root)
    exhibition = reading.exhibition
    if (root / "past.txt").exists():
        exhibition = add_base_revision(exhibition, load_base(root))
    return [*reading.diagnostics, *run_checks(exhibition, root, TODAY), *check_address(exhibition)]


def load_base(root: Path) -> BaseSnapshot:
    """Return the base revision of a case that is laid out in `root`, without any git."""
    with tempfile.TemporaryDirectory() as made:
        before = tiny(Path(made))
        shutil.copytree(root / "past", before, dirs_exist_ok=True) if (root / "past").exists() else None
        for path in filter(None, read_list(root / "past.txt")):
            (before / path).unlink()
        exhibition = load_exhibition(before).exhibition
        entries = {entry.folder.split("/")[-1]: entry for entry in exhibition.entries}
        changed = {
            id: entry for id, entry in entries.items() if read_content(before, entry) != read_content(root, entry)
        }
    words = exhibition.vocabularies
    slugs = {name: frozenset(term.slug for term in getattr(words, name)) for name in ("streets", "themes")}
    folders = {id: entry.folder for id, entry in entries.items()}
    settings = exhibition.settings
    return BaseSnapshot(
        exhibition.ledger,
        folders,
        changed,
        slugs=slugs,
        site_url=settings.site_url,
        site_address=exhibition.site_address,
    )


def read_content(root: Path, entry: Entry) -> bytes | None:
    """Return the file of an entry as it is in `root`."""
    path = root / entry.path
    return path.read_bytes() if path.exists() else None


def found(diagnostics: list[Diagnostic]) -> Found:
    return Counter((one.span.path, one.span.line, one.code) for one in diagnostics)


def copy_books(root: Path) -> None:
    """Copy the shipped books, which lead to each other, into the content of `root`."""
    for book in BOOKS:
        shutil.copytree(TESTS.parent / book.folder, root / book.folder)


def tiny(root: Path) -> Path:
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    return root


def lay_out_case(case: Path, root: Path) -> Found:
    """Lay a case over the tiny exhibition in `root`; return the expected diagnostics."""
    tiny(root)
    expected: Found = Counter()
    for file in sorted(path for path in case.rglob("*") if path.is_file() and path.name not in OWN):
        path = file.relative_to(case).as_posix()
        lines = file.read_text("utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            if expectation := EXPECT.search(line):
                expected.update((path, number, code) for code in expectation[1].split())
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("\n".join(EXPECT.sub("", line) for line in lines), "utf-8")
    if (case / "past.txt").exists():
        shutil.copy(case / "past.txt", root)
    for path in read_list(case / "remove.txt"):
        shutil.rmtree(root / path) if path.endswith("/") else (root / path).unlink()
    for line in read_list(case / "pictures.txt"):
        paint(root, line)
    for line in read_list(case / "recordings.txt"):
        path, kind = line.split()
        (root / path).write_bytes(RECORDINGS[kind])
    for line in read_list(case / "links.txt"):
        path, target = line.split(" -> ")
        (root / path).symlink_to(target)
    for path in read_list(case / "files.txt"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("示例\n", "utf-8")
    for path in read_list(case / "fifos.txt"):
        os.mkfifo(root / path)
    for line in read_list(case / "sparse.txt"):
        path, size = line.split()
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("wb") as file:
            file.truncate(int(size))
    for line in read_list(case / "expect.txt"):
        path, number, codes = line.split(":")
        expected.update((path, int(number), code) for code in codes.split())
    return expected


def read_list(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def paint(root: Path, line: str) -> None:
    """Make the photo of a line `path size [how]`: how it is damaged is one of the last words below."""
    path, how = re.fullmatch(r"(.+?) ((?:\d+x\d+|empty|text).*)", line).groups()  # type: ignore[union-attr]
    data = {"empty": b"", "text": b"%PDF-1.4 no photo"}.get(how)
    if data is None:
        size, _, spoilt = how.partition(" ")
        kind = "PNG" if spoilt == "as-png" else {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[path.rpartition(".")[2]]
        width, height = map(int, size.split("x"))
        buffer = io.BytesIO()
        told = {"exif": make_gps_exif()} if spoilt == "telling" else {}
        Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, kind, **told)
        data = SPOILT.get(spoilt, bytes)(buffer.getvalue())
    (root / path).write_bytes(data)


def pad_jpeg(data: bytes, size: int) -> bytes:
    """Return a JPEG with so many fill bytes before its second marker, which have no meaning (ITU-T T.81, B.1.1.2)."""
    return data[:2] + b"\xff" * size + data[2:]


def forge_jpeg_size(data: bytes) -> bytes:
    """Return a JPEG that claims 60,000 x 60,000 pixels: the numbers follow the first SOF0 marker."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + (60_000).to_bytes(2, "big") * 2 + data[at + 4 :]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: -len(data) // 3],
    "motion": lambda data: data + b"\0\0\0\x18ftypmp42" + bytes(2_000_000) + b"mdat",
    "bomb": forge_jpeg_size,
    "heavy": lambda data: pad_jpeg(data, 4_000_000),
    "crowded": lambda data: data[:2] + b"\xff\xe1\0\2" * 20_000 + data[2:],
    "oversized": lambda data: pad_jpeg(data, 20_000_000),
}


def make_gps_exif() -> bytes:
    """Return EXIF with a place, a time and the number of a lens that do not exist."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (31.0, 24.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    exif[0x8769] = {0x9003: "2024:05:01 09:30:00", 0xA435: "SL-0000000"}
    return exif.tobytes()
