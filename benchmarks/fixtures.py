"""The ground that all benchmarks stand on: one synthetic exhibition, our command, plain MkDocs + Material beside it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import synthetic
from exhibition.types import CONTENT_TYPES
from process_metrics import Cost, cost_of

SCRIPTS = synthetic.REPOSITORY / "scripts"
PLAIN_SETTINGS = """\
site_name: Peer
site_url: https://louzu.example/
theme:
  name: material
  language: zh
  font: false
plugins: []
nav:
  - index.md
validation:
  nav:
    omitted_files: ignore
"""
"""The peer at its leanest: same Markdown, same theme, units out of the nav, no search."""
SEARCHED_SETTINGS = PLAIN_SETTINGS.replace("plugins: []\n", "")
"""The same with the search that MkDocs makes where nothing is said."""
DEFAULT_SETTINGS = SEARCHED_SETTINGS[: SEARCHED_SETTINGS.index("nav:")]
"""The same as it is where nothing is said of the nav either: it holds all pages, and stands on each of them."""

RECORDS = 10


@dataclass(frozen=True)
class Ground:
    """Where to measure, on how many units, how often. Everything is made when it is first asked for."""

    work: Path
    """A folder of our own for trees, caches and sites."""
    units: int
    runs: int
    records: int = 0
    """Records of each rated unit."""

    @cached_property
    def root(self) -> Path:
        """The synthetic exhibition."""
        folder = self.work / "root"
        synthetic.write(folder, self.units, records=self.records)
        return folder

    @cached_property
    def recorded(self) -> Ground:
        """The same units, the rated ones with records: ten each, as the programme's goals of speed have them."""
        folder = self.work / "recorded"
        folder.mkdir(exist_ok=True)
        return Ground(folder, self.units, self.runs, RECORDS)

    @cached_property
    def site(self) -> Path:
        """Our site of it."""
        folder = self.work / "site"
        if not folder.exists():
            self.build()
        return folder

    @cached_property
    def plain_root(self) -> Path:
        """The peer's root: the Markdown below the front matter of every entry, and settings."""
        folder = self.work / "plain"
        for path in self.entries():
            target = folder / "docs" / path.parent.name / "index.md"
            target.parent.mkdir(parents=True)
            target.write_text(f"# {path.parent.name}\n\n{body_of(path)}", encoding="utf-8")
        (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
        (folder / "mkdocs.yml").write_text(PLAIN_SETTINGS, encoding="utf-8")
        return folder

    @cached_property
    def plain_site(self) -> Path:
        """The peer's site."""
        folder = self.work / "plain-site"
        if not folder.exists():
            self.build_plain()
        return folder

    def count_records(self) -> int:
        """Return how many records the units have: a list begins with its key, a record with a dash before a key."""
        labels = "|".join(row.label for row in CONTENT_TYPES.record_types)
        lists = re.compile(rf"(?m)^(?:{labels}):\n((?:  .*\n)+)")
        paths = (path for row in CONTENT_TYPES for path in (self.root / row.root).rglob("*.md"))
        texts = (path.read_text(encoding="utf-8") for path in paths)
        return sum(found[1].count("  - ") for text in texts for found in lists.finditer(text))

    def entries(self) -> Iterator[Path]:
        """Yield the content file of every unit and cluster."""
        yield from sorted(self.root.glob("content/units/*/*/index.md"))
        yield from sorted(self.root.glob("content/clusters/*/index.md"))

    def put_away(self, *folders: Path) -> None:
        """Take folders that a build has left out of the way.

        They are removed with everything else: on ext4, creating files is slow for minutes after many were removed.
        """
        away = self.work / "away"
        away.mkdir(exist_ok=True)
        for folder in folders:
            if folder.exists():
                folder.rename(away / str(sum(1 for _ in away.iterdir())))

    def build(self, *, fresh: bool = True) -> Cost:
        """Build the exhibition, from nothing where `fresh`, and return the cost."""
        if fresh:
            self.put_away(self.work / "site", self.work / "cache")
        places = ("--root", self.root, "--site", self.work / "site", "--cache", self.work / "cache")
        return self.run("build", *places, "--timings", self.work / "timings.json")

    def build_plain(self, settings: str = PLAIN_SETTINGS) -> Cost:
        """Build the peer from nothing and return the cost."""
        target = self.work / ("plain-site" if settings == PLAIN_SETTINGS else "other-plain-site")
        file = self.plain_root / ("mkdocs.yml" if settings == PLAIN_SETTINGS else "other.yml")
        file.write_text(settings, encoding="utf-8")
        self.put_away(target)
        return cost_of(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", file, "--site-dir", target]
        )

    def run(self, *words: str | Path) -> Cost:
        """Run one of our commands and return its cost."""
        paths = [str(SCRIPTS), *filter(None, [os.environ.get("PYTHONPATH")])]
        return cost_of([sys.executable, "-m", "exhibition", *words], {"PYTHONPATH": os.pathsep.join(paths)})

    def timings(self) -> dict[str, float]:
        """Return the wall seconds of each phase of the last build or check."""
        loaded: dict[str, float] = json.loads((self.work / "timings.json").read_text(encoding="utf-8"))
        return loaded


def body_of(path: Path) -> str:
    """Return the Markdown below the front matter of a content file."""
    return path.read_text(encoding="utf-8").split("---\n", 2)[2].lstrip()
