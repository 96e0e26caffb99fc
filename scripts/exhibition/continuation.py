"""What the last build has left: which pages of the published site are still right and need not be rendered again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath, PureWindowsPath

from . import engine
from .cache import Cache, digest, objects_in, read_regular, sealed, tidy, unsealed, write_atomically
from .model import Artifact
from .publishing import beside, mark_of, mirror, publish, recover, remove, stamps, whole_files
from .toolchain import edition
from .tree import Change


@dataclass(frozen=True, slots=True)
class Places:
    """The three folders of a build: it reads `root` and writes into the two others only."""

    root: Path
    """Holds `content/`, `overrides/` and `mkdocs.yml`."""
    site: Path
    cache: Path
    purpose: str = "build"
    """What the trees in the cache are for; a preview and a trial have their own, the made things are shared."""
    trial: str = ""
    """The address of a site for trying out; empty for the site at its own address."""

    @property
    def trees(self) -> Path:
        """The folder of the trees of this purpose: only one command at a time may use it."""
        return self.cache / self.purpose

    @property
    def docs(self) -> Path:
        """The docs tree that the engine reads."""
        return self.trees / "docs"

    @property
    def stage(self) -> Path:
        """What the engine writes; kept from build to build, so that unchanged pages are not rendered again."""
        return self.trees / "stage"

    def clear(self) -> None:
        """Remove what a killed command has left, first of all: it may be what fills the disk.

        Likewise what stands in the place of a folder of this purpose and is none: a link would lead out of the cache.
        """
        for folder in (self.trees, self.docs):
            if folder.is_symlink() or (os.path.lexists(folder) and not folder.is_dir()):
                folder.unlink()
        remove(self.stage)
        recover(self.site)
        for word in ("new", "old") if self.site.exists() else ("new",):
            remove(beside(self.site, word))
        for folder in (self.cache, self.trees, self.site.parent):
            tidy(folder)

    @property
    def objects(self) -> Cache:
        """Made things by their keys."""
        return objects_in(self.cache)


@dataclass(frozen=True, slots=True)
class Record:
    """What a build has written down for the next one: what its site is made of, and the stamps of its files."""

    look: list[str] = field(default_factory=list)
    mark: str = ""
    assets: list[str] = field(default_factory=list)
    files: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes | None) -> Record:
        """Read a record; an empty one where anything in it is not as a build writes it.

        Caches may be restored from elsewhere: nothing in them is taken for granted.
        """
        try:
            told = json.loads(data or b"{}")
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(told, dict) or told.keys() != {one.name for one in fields(cls)}:
            return cls()
        record = cls(**told)
        lists = isinstance(record.look, list) and isinstance(record.assets, list) and isinstance(record.files, dict)
        if not lists or not isinstance(record.mark, str) or not all(map(is_below, record.assets)):
            return cls()
        whole = all(
            isinstance(stamp, list) and all(type(one) is int for one in stamp) for stamp in record.files.values()
        )
        return record if whole else cls()


def is_below(text: object) -> bool:
    """Is this the path of a file below a folder, whichever system reads it?

    >>> is_below("10064/index.html"), is_below("../../x"), is_below("/etc/x"), is_below(3)
    (True, False, False, False)
    """
    if not isinstance(text, str) or not text or "\0" in text:
        return False
    return (
        not PurePosixPath(text).is_absolute()
        and not PureWindowsPath(text).anchor
        and ".." not in re.split(r"[/\\]", text)
    )


class Continuation:
    """What the last build has left that this one may go on from: the files of the published site that are still whole.

    The record of it is taken away when the docs tree is touched and put back when all is done; so after an
    interruption every page is rendered anew.
    """

    def __init__(self, places: Places, assets: list[Artifact], *, fresh: bool, links: object = None) -> None:
        self.places, self.fresh = places, fresh
        self.assets = [artifact.uri for artifact in assets]
        self.record = places.trees / RECORD
        self.look = look_of(places.root, assets, places.trial, links)
        self.content: list[str] = []
        self.finished = False

    def __enter__(self) -> Continuation:
        recover(self.places.site)
        known = self.known()
        mark = mark_of(self.places.site)
        self.published = known.files
        same = not self.fresh and mark is not None and (known.look, known.mark) == (self.look, mark)
        self.whole = whole_files(self.places.site, self.published) if same else []
        self.outdated = set(known.assets) - set(self.assets)
        remove(self.record)
        return self

    def known(self) -> Record:
        """Return the record of the last build, empty where there is none or it is not what was written."""
        return known_record(self.places)

    def resume(self, change: Change) -> None:
        """Let the stage hold every file of the published site that is still right."""
        self.add(change.content)
        mirror(self.places.site, self.places.stage, self.whole)
        engine.forget((*change.removed, *change.written, *self.outdated), self.places.stage)

    def add(self, content: str) -> None:
        """Take in the digest of a part of what the site is made of."""
        self.content.append(content)

    @property
    def mark(self) -> str:
        """What the site is made of, as one hash."""
        return digest(*self.look, *self.content)

    def publish(self) -> None:
        """Put the finished stage in the place of the site, which is recorded. Raises ForeignFolder."""
        durable = self.places.purpose != "preview"
        publish(self.places.stage, self.places.site, self.mark, self.published, durable=durable)
        self.finished = True

    def __exit__(self, kind: object, *_: object) -> None:
        if not self.finished:
            # Nobody goes on from half a stage, and on a full disk it is in the way.
            remove(self.places.stage)
            return
        # Now, because a file's status has changed when its second name in the old site was removed.
        files = {uri: list(stamp) for uri, stamp in stamps(self.places.site).items()}
        told = {"look": self.look, "mark": self.mark, "assets": self.assets, "files": files}
        # The site is there by now: without a record, on a full disk, the next build only takes longer.
        with suppress(OSError):
            write_atomically(self.record, sealed(RECORD, json.dumps(told).encode()))


RECORD = "published"
"""The name of the record, below the folder of a purpose."""


def known_record(places: Places) -> Record:
    """Return the record of the last build of a purpose, empty where there is none or it is not what was written."""
    try:
        return Record.of(unsealed(RECORD, read_regular(places.trees / RECORD)))
    except OSError:
        return Record()


def recorded_files(places: Places) -> list[str]:
    """Return the files that the last build is known to have published, hidden ones left out; none where it is another's.

    The site must be the one that the record is of.
    """
    record = known_record(places)
    if not record.mark or mark_of(places.site) != record.mark:
        return []
    return sorted(uri for uri in record.files if not uri.startswith(".") and "/." not in uri)


def damaged_files(places: Places) -> list[str]:
    """Return the files of the site that somebody has changed since the last build; none where that cannot be known.

    A site that was copied as a whole has new times everywhere: then nothing can be told from them.
    """
    uris = recorded_files(places)
    if not uris:
        return []
    known, now = known_record(places).files, stamps(places.site)
    changed = [uri for uri in uris if uri in now and list(now[uri][:2]) != known[uri][:2]]
    return changed if len(changed) < len(uris) else []


def look_of(root: Path, assets: Iterable[Artifact], trial: str = "", links: object = None) -> list[str]:
    """What every page depends on beside its own file, as two hashes.

    `trial` is the address of a trial; `links` are the links that every page carries, as JSON-like values.

    The first changes with the bytes of every asset that pages ask for under it (see `engine.render`): those are
    templates, those that the engine makes of templates, and those of `assets` that we make. With the second change
    pages, but no asset.
    """
    now = edition("page")
    folder = root / "overrides"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = [("mkdocs.yml", (root / "mkdocs.yml").read_bytes())]
    parts += [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]
    parts += [(one.uri, one.make()) for one in assets if one.uri.startswith(LOOKED)]
    return [digest(*now.versions, trial, *(part for pair in parts for part in pair)), now.key(trial, json.dumps(links))]


LOOKED = "assets/exhibit/"
"""Where the assets stand that pages ask for under the hash of the look, from the root of the site."""
