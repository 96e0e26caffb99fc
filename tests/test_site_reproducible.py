"""Reproducible builds: nothing of a machine, a user or a checkout gets into names or bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from stress.killed_builds import list_differences, read_tree

HOME = Path(__file__).resolve().parents[1]

ELSEWHERE = """
import os, sys

class Listing:
    def __init__(self, *place): self.left = sorted(scandir(*place), key=lambda entry: entry.name)
    def __iter__(self): return self
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
    def __next__(self):
        if not self.left: raise StopIteration
        return self.left.pop()

listdir, scandir = os.listdir, os.scandir
os.listdir = lambda *place: sorted(listdir(*place), reverse=True)
os.scandir = Listing
os.cpu_count = lambda: 1
from exhibition.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""
"""The command line on a machine with one processor and a disk that lists folders from Z to A."""

ENVIRONMENT = {
    "HOME": "/nonexistent",
    "LC_ALL": "POSIX",
    "LANG": "de_DE.ISO-8859-1",
    "TZ": "Pacific/Chatham",
    "PYTHONHASHSEED": "77",
    "SOURCE_DATE_EPOCH": "1",
    "PATH": os.environ["PATH"],
}


def moved(source: Path, target: Path) -> None:
    """Copy a folder as another checkout would leave it: in other order, at another time, readable by its owner alone."""
    for path in sorted((path for path in source.rglob("*") if path.is_file()), reverse=True):
        if "__pycache__" in path.parts:
            continue
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        place.chmod(0o600)
        os.utime(place, (981_173_106, 981_173_106))


def test_a_build_elsewhere_is_the_same_byte_for_byte(photographed: Path, tmp_path: Path) -> None:
    # A name of a folder as a ZIP from an old Windows leaves it: no text in any encoding that is tried.
    place = tmp_path / os.fsdecode(b"\xd5\xb9\xcc\xfc one") / "深"
    for name in ("scripts/exhibition", "scripts/illustrations", "overrides"):
        moved(HOME / name, place / name)
    shutil.copy(HOME / "package.json", place)
    root = place / "root"
    moved(photographed.parent / "root", root)
    moved(HOME / "overrides", root / "overrides")
    script = tmp_path / "elsewhere.py"
    script.write_text(ELSEWHERE, "utf-8")
    words = ("build", "--root", root, "--site", place / "site", "--cache", place / "cache")
    ran = subprocess.run(
        [sys.executable, "-X", "utf8=0", script, *words],
        cwd="/",
        env={**ENVIRONMENT, "PYTHONPATH": str(place / "scripts")},
        preexec_fn=lambda: os.umask(0o077),
        capture_output=True,
    )
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")
    assert list_differences(read_tree(place / "site"), read_tree(photographed)) == []
