"""State for incremental builds: decides which files of the published site can stay and which pages are stale."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..cluster import HERE, Machines
from ..model import Artifact
from ..model.artifact import HASH_DIGITS
from ..progress import Advance
from ..storage.cache import Cache, add_seal, digest, open_objects, read_regular, remove_seal, tidy, write_atomically
from ..storage.output_tree import compute_digests, write_among
from ..storage.publishing import (
    SITE_MARKER,
    get_sibling,
    is_as_published,
    list_unchanged,
    mirror,
    publish,
    read_mark,
    recover_site,
    remove,
    stamp_files,
)
from ..storage.toolchain import get_version
from . import mkdocs_engine
from .mkdocs_engine import NO_LINKS, Links, RenderSettings, has_plugins, list_hook_sources, read_settings


@dataclass(frozen=True, slots=True)
class BuildFolders:
    """The three folders of a build: it reads `root` and writes into the two others only."""

    root: Path
    """Holds `content/`, `overrides/` and `mkdocs.yml`."""
    site: Path
    cache: Path
    purpose: str = "build"
    """What the trees in the cache are for; a preview and a trial have their own, the made things are shared."""
    trial: str = ""
    """The address of a site for trying out; empty for the site at its own address."""
    machines: Machines = HERE
    """Where photos are rendered, and where their renditions are shared."""

    @property
    def trees(self) -> Path:
        """The folder of the trees of this purpose: only one command at a time may use it."""
        return self.cache / self.purpose

    @property
    def docs(self) -> Path:
        """An empty folder: MkDocs' configuration asks for one, pages come from memory."""
        return self.trees / "docs"

    @property
    def stage(self) -> Path:
        """Where the next site is made: files of the published site that stay, and new ones."""
        return self.trees / "stage"

    def clear(self) -> None:
        """Remove what a killed command has left, first of all: it may be what fills the disk.

        Likewise what stands in the place of the folder of this purpose and is none (a link would lead out of the cache),
        and the docs tree of earlier versions.
        """
        if self.trees.is_symlink() or (os.path.lexists(self.trees) and not self.trees.is_dir()):
            self.trees.unlink()
        remove(self.docs)
        remove(self.stage)
        recover_site(self.site)
        for word in ("new", "old") if self.site.exists() else ("new",):
            remove(get_sibling(self.site, word))
        for folder in (self.cache, self.trees, self.site.parent):
            tidy(folder)

    @property
    def objects(self) -> Cache:
        """Made things by their keys."""
        return open_objects(self.cache)


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What a build has written down for the next one."""

    look: list[str] = field(default_factory=list)
    """What every page depends on (see `compute_look`)."""
    mark: str = ""
    """What the site is made of, as one hash, which also stands in the site."""
    pages: dict[str, str] = field(default_factory=dict)
    """Digests of the sources of pages, by their uris in the docs tree."""
    theme: list[str] = field(default_factory=list)
    """Digest of what the theme's own files depend on beside the look, then the uris of those files."""
    assets: dict[str, str] = field(default_factory=dict)
    """Digests of all assets by their uris."""
    files: dict[str, list[int]] = field(default_factory=dict)
    """Stamps of the published files (see `publishing.stamp_files`)."""

    @classmethod
    def parse(cls, data: bytes | None) -> BuildRecord:
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
        kinds = [list, str, dict, list, dict, dict]
        if [type(getattr(record, one.name)) for one in fields(cls)] != kinds:
            return cls()
        uris = [*record.assets, *record.theme[1:], *record.pages]
        whole = all(
            isinstance(stamp, list) and all(type(one) is int for one in stamp) for stamp in record.files.values()
        )
        texts = all(
            isinstance(text, str) for text in (*record.pages.values(), *record.assets.values(), *record.theme[:1])
        )
        return record if whole and texts and all(map(is_below, uris)) else cls()


def is_below(text: object) -> bool:
    """Return whether this is the path of a file below a folder, on every system.

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


class BuildState:
    """What this build can keep of the last one: the files of the published site that are still whole.

    Where nothing has changed the site is left as it is, and nothing is written. Otherwise the record of the last build is
    removed before the next site is made and written when that is published; so after an interruption everything is made
    anew.
    """

    def __init__(
        self, places: BuildFolders, assets: Sequence[Artifact], *, fresh: bool, links: Links = NO_LINKS
    ) -> None:
        self.places, self.fresh, self.assets, self.links = places, fresh, assets, links
        self.record = places.trees / RECORD
        self.look = compute_look(places.root, assets, places.trial, links)
        self.unchanged = self.finished = False

    def __enter__(self) -> BuildState:
        recover_site(self.places.site)
        known = read_record(self.places)
        mark = read_mark(self.places.site)
        self.published = known.files
        same = not self.fresh and mark is not None and (known.look, known.mark) == (self.look, mark)
        self.last = known if same else BuildRecord()
        self.intact = same and is_as_published(self.places.site, self.published)
        if self.intact:
            self.whole = self.published.keys() - {SITE_MARKER}
        else:
            self.whole = set(list_unchanged(self.places.site, self.published)) if same else set()
        return self

    def render(self, pages: Sequence[Artifact], search: Sequence[str], advance: Advance, processes: int) -> list[str]:
        """Make the stage of the next site: what of the published one can stay, and what has changed, of pages and assets.

        `search` are the scripts of the search. Sets `unchanged` where the published site is the next one; then there is
        no stage. Returns the warnings of MkDocs. Raises RenderError.
        """
        cache, stage = self.places.objects, self.places.stage
        theme = [digest(*search), *self.last.theme[1:]]
        sources, assets = (
            compute_digests(some, cache, processes) if self.whole else {} for some in (pages, self.assets)
        )
        if self.whole:
            self.next = BuildRecord(self.look, "", sources, theme, assets)
            self.unchanged = self.intact and self.mark == self.last.mark
            if self.unchanged:
                return []
        remove(self.record)
        stale = [page for page in pages if self.is_stale(page, sources, self.last.pages)]
        changed = [asset for asset in self.assets if self.is_stale(asset, assets, self.last.assets)]
        theme_stale = theme != self.last.theme or not self.whole.issuperset(theme[1:])
        if has_plugins(read_settings(self.places.root)):
            # They may write files about all pages that MkDocs renders, as its search does.
            theme_stale = True
            late = {page.uri for page in stale}
            stale = [page for page in pages if page.uri in late or mkdocs_engine.is_markdown(page.uri)]
        kept = {mkdocs_engine.get_destination(uri) for uri in (*sources, *assets)}
        if not theme_stale and not any(mkdocs_engine.is_markdown(page.uri) for page in stale):
            kept.update(theme[1:])
        kept.difference_update(mkdocs_engine.get_destination(one.uri) for one in (*stale, *changed))
        mirror(self.places.site, stage, kept & self.whole)
        settings = RenderSettings(
            self.places.root / "mkdocs.yml",
            self.places.docs,
            self.look[0][:HASH_DIGITS],
            tuple(search),
            self.places.trial,
            self.links,
        )
        rendered = mkdocs_engine.render(
            settings,
            pages,
            stale,
            stage,
            theme=theme_stale,
            meanwhile=lambda: assets.update(write_among(changed, stage, cache, advance)),
            processes=processes,
        )
        sources |= rendered.digests
        theme = [theme[0], *(rendered.theme or theme[1:])]
        # In the order of pages and assets, whatever was made first: the mark is the same after a cold build.
        self.next = BuildRecord(
            self.look,
            "",
            {page.uri: sources[page.uri] for page in pages},
            theme,
            {asset.uri: assets[asset.uri] for asset in self.assets},
        )
        return rendered.warnings

    def is_stale(self, artifact: Artifact, now: Mapping[str, str], before: Mapping[str, str]) -> bool:
        """Must the file of this artifact be made? `now` and `before` are digests by uri."""
        uri = artifact.uri
        return now.get(uri, "") != before.get(uri) or mkdocs_engine.get_destination(uri) not in self.whole

    @property
    def mark(self) -> str:
        """What the next site is made of, as one hash."""
        pairs = (*self.next.pages.items(), *self.next.assets.items())
        return digest(*self.look, self.next.theme[0], *(part for pair in pairs for part in pair))

    def publish(self) -> None:
        """Put the finished stage in the place of the site, which is recorded. Raises ForeignFolder."""
        if self.unchanged:
            return
        durable = self.places.purpose != "preview"
        publish(self.places.stage, self.places.site, self.mark, self.published, durable=durable)
        self.finished = True

    def __exit__(self, kind: object, *_: object) -> None:
        if self.unchanged:
            return
        if not self.finished:
            # No build continues from half a stage, and on a full disk it takes up room.
            remove(self.places.stage)
            return
        # Now, because a file's status has changed when its second name in the old site was removed.
        files = {uri: list(stamp) for uri, stamp in stamp_files(self.places.site).items()}
        record = replace(self.next, mark=self.mark, files=files)
        # The site is there by now: without a record, on a full disk, the next build only takes longer.
        with suppress(OSError):
            write_atomically(self.record, add_seal(RECORD, json.dumps(asdict(record)).encode()))


RECORD = "published"
"""The name of the record, below the folder of a purpose."""


def read_record(places: BuildFolders) -> BuildRecord:
    """Return the record of the last build of a purpose, empty where there is none or it is not what was written."""
    try:
        return BuildRecord.parse(remove_seal(RECORD, read_regular(places.trees / RECORD)))
    except OSError:
        return BuildRecord()


def list_recorded_files(places: BuildFolders) -> list[str]:
    """Return the files that the last build is known to have published, hidden ones left out; none where it is another's.

    The site must be the one that the record is of.
    """
    record = read_record(places)
    if not record.mark or read_mark(places.site) != record.mark:
        return []
    return sorted(uri for uri in record.files if not uri.startswith(".") and "/." not in uri)


def list_damaged_files(places: BuildFolders) -> list[str]:
    """Return the files of the site that somebody has changed since the last build; none where that cannot be known.

    A site that was copied as a whole has new times everywhere: then they prove nothing.
    """
    uris = list_recorded_files(places)
    if not uris:
        return []
    known, now = read_record(places).files, stamp_files(places.site)
    changed = [uri for uri in uris if uri in now and list(now[uri][:2]) != known[uri][:2]]
    return changed if len(changed) < len(uris) else []


def compute_look(root: Path, assets: Iterable[Artifact], trial: str = "", links: Links = NO_LINKS) -> list[str]:
    """Return what every page depends on beside its own source, as two hashes.

    `trial` is the address of a trial; `links` are the links that every page carries.

    The first changes with the bytes of every asset that pages ask for under it (see `mkdocs_engine.RenderSettings`): those are
    templates, those that MkDocs makes of templates, and those of `assets` that we make. The second changes with what
    changes pages, but no asset. Hooks of `mkdocs.yml` and the modules beside them count with the templates.
    """
    now = get_version("page")
    folder = root / "overrides"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = [("mkdocs.yml", (root / "mkdocs.yml").read_bytes())]
    parts += [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]
    parts += [(os.path.relpath(path, root), path.read_bytes()) for path in list_hook_sources(root)]
    parts += [(one.uri, one.make()) for one in assets if one.uri.startswith(LOOKED)]
    return [
        digest(*now.versions, trial, *(part for pair in parts for part in pair)),
        now.make_key(trial, json.dumps(links)),
    ]


LOOKED = "assets/exhibit/"
"""Folder of the assets that pages ask for under the hash of the look, from the root of the site."""
