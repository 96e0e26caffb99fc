"""Cases of authors' mistakes into exhibitions on disk, with what is expected of them.

A case is a folder of files that are laid over `tests/tiny`. `# expect: E105 W222` at the end of a line is taken away
before reading and says which codes are expected there, and no others anywhere. Where a file cannot carry that,
`expect.txt` has lines `path:line: codes`; `remove.txt` names files, and folders with a / at the end, to take away; `pictures.txt` photos to make;
`links.txt` has lines `path -> target`; `files.txt` names files with a word in them, which git would not keep or editors
would not let be.
"""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

from PIL import Image

from exhibition.checks import check
from exhibition.diagnostics import Diagnostic
from exhibition.reading import read_exhibition

TESTS = Path(__file__).resolve().parent
TINY, CASES = TESTS / "tiny", TESTS / "cases"
TODAY = date(2026, 6, 1)
OWN = ("expect.txt", "remove.txt", "pictures.txt", "links.txt", "files.txt")
EXPECT = re.compile(r"  # expect: ([EW0-9 ]+)$")

Found = Counter[tuple[str, int, str]]
"""How often a code was found at a path and line."""


def diagnosed(root: Path) -> list[Diagnostic]:
    reading = read_exhibition(root)
    return [*reading.diagnostics, *check(reading.exhibition, root, TODAY)]


def found(diagnostics: list[Diagnostic]) -> Found:
    return Counter((one.span.path, one.span.line, one.code) for one in diagnostics)


def tiny(root: Path) -> Path:
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    return root


def laid_out(case: Path, root: Path) -> Found:
    """Lay a case over the tiny exhibition in `root`; return what is expected."""
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
    for path in listed(case / "remove.txt"):
        shutil.rmtree(root / path) if path.endswith("/") else (root / path).unlink()
    for line in listed(case / "pictures.txt"):
        paint(root, line)
    for line in listed(case / "links.txt"):
        path, target = line.split(" -> ")
        (root / path).symlink_to(target)
    for path in listed(case / "files.txt"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("示例\n", "utf-8")
    for line in listed(case / "expect.txt"):
        path, number, codes = line.split(":")
        expected.update((path, int(number), code) for code in codes.split())
    return expected


def listed(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def paint(root: Path, line: str) -> None:
    """Make the photo of a line `path size [how]`: how it is spoilt is one of the last words below."""
    path, how = re.fullmatch(r"(.+?) ((?:\d+x\d+|empty|text).*)", line).groups()  # type: ignore[union-attr]
    data = {"empty": b"", "text": b"%PDF-1.4 no photo"}.get(how)
    if data is None:
        size, _, spoilt = how.partition(" ")
        kind = "PNG" if spoilt == "as-png" else {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[path.rpartition(".")[2]]
        width, height = map(int, size.split("x"))
        buffer = io.BytesIO()
        Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, kind)
        data = buffer.getvalue()[: -len(buffer.getvalue()) // 3] if spoilt == "truncated" else buffer.getvalue()
    (root / path).write_bytes(data)
