"""What the last build has left: which pages of the published site are still right and need not be rendered again."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import csp, engine
from .cache import Cache, digest, objects_in, write_atomically
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
        return objects_in(self.cache)


class Continuation:
    """What the last build has left that this one may go on from: the published site, while it is what we think it is.

    The record of it is taken away when the docs tree is touched and put back when all is done; so after an
    interruption every page is rendered anew.
    """

    def __init__(self, places: Places, assets: list[str], *, fresh: bool) -> None:
        self.places, self.assets, self.fresh = places, assets, fresh
        self.record = places.cache / places.purpose / "published.json"
        self.look = look_of(places.root)
        self.content: list[str] = []
        self.finished = False

    def __enter__(self) -> Continuation:
        known = self.known()
        mark = mark_of(self.places.site)
        self.sound = not self.fresh and mark is not None and (known.get("look"), known.get("mark")) == (self.look, mark)
        self.outdated = set(known.get("assets", ())) - set(self.assets)
        self.record.unlink(missing_ok=True)
        return self

    def known(self) -> dict[str, Any]:
        """Return the record of the last build, empty where there is none."""
        try:
            told = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def resume(self, change: Change) -> None:
        """Let the stage hold every file of the published site that is still right."""
        self.add(change.content)
        if self.sound:
            mirror(self.places.site, self.places.stage)
            engine.forget((*change.removed, *change.written, *self.outdated), self.places.stage)
        else:
            shutil.rmtree(self.places.stage, ignore_errors=True)

    def add(self, content: str) -> None:
        """Take in the digest of a part of what the site is made of."""
        self.content.append(content)

    @property
    def mark(self) -> str:
        """What the site is made of, as one hash."""
        return digest(*self.look, *self.content)

    def finish(self) -> str:
        """Return the mark of the finished site; it is recorded once the site is published."""
        self.finished = True
        return self.mark

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self.finished:
            told = {"look": self.look, "mark": self.mark, "assets": self.assets}
            write_atomically(self.record, json.dumps(told).encode())


def look_of(root: Path) -> list[str]:
    """What every page depends on beside its own file: templates, settings, policies, the engine's version."""
    files = [root / "mkdocs.yml", *sorted(path for path in (root / "overrides").rglob("*") if path.is_file())]
    return [
        digest(*(part for path in files for part in (path.name, path.read_bytes())), csp.STAMP, *engine.theme_stamp()),
        *map(version, ENGINE),
    ]


ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2")
"""The distributions whose update may change every page."""
