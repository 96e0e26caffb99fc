"""What the last build has left: which pages of the published site are still right and need not be rendered again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from . import engine
from .cache import Cache, digest, write_atomically
from .tree import Change, mark_of, mirror


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


class Continuation:
    """What the last build has left that this one may go on from: the published site, while it is what we think it is.

    The record of it is taken away when the docs tree is touched and put back when all is done; so after an
    interruption every page is rendered anew.
    """

    def __init__(self, places: Places, *, fresh: bool) -> None:
        self.places, self.fresh = places, fresh
        self.record = places.cache / places.purpose / "published.json"
        self.look = look_of(places.root)
        self.made_of: str | None = None

    def __enter__(self) -> Continuation:
        try:
            known = json.loads(self.record.read_text())
        except (OSError, ValueError):
            known = None
        mark = mark_of(self.places.site)
        self.sound = not self.fresh and mark is not None and known == [*self.look, mark]
        self.record.unlink(missing_ok=True)
        return self

    def resume(self, change: Change) -> None:
        """Let the stage hold every page of the published site that is still right."""
        if self.sound:
            mirror(self.places.site, self.places.stage)
            engine.forget((*change.removed, *change.written), self.places.stage)
        else:
            shutil.rmtree(self.places.stage, ignore_errors=True)

    def finish(self, change: Change) -> str:
        """Return the mark of the finished site; it is recorded once the site is published."""
        self.made_of = digest(*self.look, change.content)
        return self.made_of

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self.made_of:
            write_atomically(self.record, json.dumps([*self.look, self.made_of]).encode())


def look_of(root: Path) -> Sequence[str]:
    """What every page depends on beside its own file: templates, settings, the engine's version."""
    files = [root / "mkdocs.yml", *sorted(path for path in (root / "overrides").rglob("*") if path.is_file())]
    return [digest(*(part for path in files for part in (path.name, path.read_bytes()))), *map(version, ENGINE)]


ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2")
"""The distributions whose update may change every page."""
