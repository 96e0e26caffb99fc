"""The whole build as one recipe: content in, diagnostics or a published site out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from . import engine
from .cache import Cache, digest
from .checks import check
from .codes import codes
from .diagnostics import Diagnostic
from .model import Artifact, Exhibition, Picture
from .pages import pages
from .photos import develop
from .reading import read_exhibition
from .report.progress import Progress
from .scenes.placing import place_scenes
from .search import search_artifacts
from .tree import Change, files_below, publish, write_tree


@dataclass(frozen=True, slots=True)
class Places:
    """The three folders of a build: it reads `root` and writes into the two others only."""

    root: Path
    """Holds `content/`, `overrides/` and `mkdocs.yml`."""
    site: Path
    cache: Path
    purpose: str = "build"
    """What the trees in the cache are for; a preview has its own, the made things are shared."""

    @property
    def docs(self) -> Path:
        """The docs tree that the engine reads."""
        return self.cache / self.purpose / "docs"

    @property
    def stage(self) -> Path:
        """What the engine writes; kept from build to build, so that unchanged pages are not rendered again."""
        return self.cache / self.purpose / "stage"

    @property
    def objects(self) -> Cache:
        """Made things by their keys."""
        return Cache(self.cache / "objects")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build has come to."""

    diagnostics: tuple[Diagnostic, ...]
    published: bool = False
    pages: int = 0
    warnings: tuple[str, ...] = ()
    """What the engine warned of: for the keeper of the site."""
    missing: tuple[str, ...] = field(default=())
    """Addresses of the ledger that the finished site would not answer; with any, nothing is published."""


def inspect(root: Path, progress: Progress) -> tuple[Exhibition, tuple[Diagnostic, ...]]:
    """Read and check all content; return it with every finding, in the order of files and lines."""
    with progress.phase("读取内容"):
        reading = read_exhibition(root)
    with progress.phase("检查内容"):
        found = [*reading.diagnostics, *check(reading.exhibition, root)]
    return reading.exhibition, tuple(sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.code)))


def build(places: Places, progress: Progress, *, fresh: bool = False) -> Outcome:
    """Build and publish the exhibition; with any 错误 stop before the engine, so that the old site stays.

    `fresh` renders every page again. Raises EngineFailed and ForeignFolder (see `engine`, `tree`).
    """
    exhibition, found = inspect(places.root, progress)
    if any(diagnostic.blocks for diagnostic in found):
        return Outcome(found)
    artifacts, more = compose(exhibition, places, progress)
    found = (*found, *more)
    if any(diagnostic.blocks for diagnostic in found):
        return Outcome(found)
    with progress.phase("写出页面") as advance:
        change = write_tree(artifacts, places.docs, places.objects, advance)
    with progress.phase("排版"):
        warnings = rendered(places, change, fresh=fresh)
    missing = tuple(unanswered(exhibition, places.stage))
    if missing:
        return Outcome(found, warnings=tuple(warnings), missing=missing)
    with progress.phase("发布"):
        publish(places.stage, places.site)
    count = sum(artifact.uri.endswith(".md") for artifact in artifacts)
    return Outcome(found, published=True, pages=count, warnings=tuple(warnings))


def compose(
    exhibition: Exhibition, places: Places, progress: Progress
) -> tuple[list[Artifact], tuple[Diagnostic, ...]]:
    """Describe every file of the docs tree; return it with what only became known while making pictures."""
    with progress.phase("照片") as advance:
        developed = develop(exhibition, places.root, places.objects, advance)
    with progress.phase("插画"):
        drawn = place_scenes(exhibition)
    pictures: dict[tuple[str, str], Picture] = {**developed.pictures, **drawn.pictures}
    with progress.phase("二维码"):
        codes_made = codes(addresses(exhibition))
    with progress.phase("搜索"):
        search = search_artifacts(exhibition, pictures)
    with progress.phase("页面"):
        described = pages(exhibition, pictures, search)
    artifacts = [*developed.artifacts, *drawn.artifacts, *codes_made, *search.artifacts, *described]
    return artifacts, tuple(developed.diagnostics)


def addresses(exhibition: Exhibition) -> dict[str, str]:
    """The printed address of every entry that visitors see, by id."""
    settings = exhibition.settings
    entries = (*exhibition.published_units, *exhibition.published_clusters)
    return {entry.id: settings.address(entry.id) for entry in entries}


def rendered(places: Places, change: Change, *, fresh: bool) -> list[str]:
    """Bring the stage up to date with the docs tree; return the engine's warnings."""
    look = places.cache / places.purpose / "look.json"
    now = json.dumps(look_of(places.root))
    everything = fresh or not look.exists() or look.read_text() != now
    look.unlink(missing_ok=True)
    engine.forget((*change.removed, *change.written), places.stage)
    if everything:
        engine.forget(files_below(places.docs), places.stage)
    warnings = engine.render(places.root / "mkdocs.yml", places.docs, places.stage, everything=everything)
    look.write_text(now)
    return warnings


def look_of(root: Path) -> Sequence[str]:
    """What every page depends on beside its own file: templates, settings, the engine's version."""
    files = [root / "mkdocs.yml", *sorted(path for path in (root / "overrides").rglob("*") if path.is_file())]
    return [digest(*(part for path in files for part in (path.name, path.read_bytes()))), *map(version, ENGINE)]


ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2")
"""The distributions whose update may change every page."""


def unanswered(exhibition: Exhibition, stage: Path) -> list[str]:
    """The ids of the ledger for which the stage has no page: addresses that hang on walls."""
    return [id for id in exhibition.ledger.by_id if not (stage / id / "index.html").exists()]


