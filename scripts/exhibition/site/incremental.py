"""State for incremental builds: decides which files of the published site can stay and which pages are stale."""

from __future__ import annotations

import errno
import json
import os
import re
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from ..cluster import HERE, Machines
from ..hosting.bucket_plan import choose_stage
from ..lazy import dataclass
from ..model import Artifact
from ..model.artifact import HASH_DIGITS
from ..model.site_settings import KINDS as MEDIA_KINDS
from ..model.site_settings import to_url_path
from ..pages import KINDS, Describer, Memo
from ..pages.scene_pictures import DrawnScene
from ..progress import Advance
from ..storage.cache import (
    EXACT_STAMP,
    Cache,
    FileStamp,
    add_seal,
    digest,
    open_objects,
    read_regular,
    remove_seal,
    stamp,
    tidy,
    write_atomically,
)
from ..storage.output_tree import compute_digests, list_files, write_among
from ..storage.patching import are_below, is_below, publish_patch, recover_site
from ..storage.publishing import (
    SITE_MARKER,
    SiteStamps,
    is_as_published,
    list_unchanged,
    mirror,
    publish,
    read_mark,
    remove,
    set_modes,
    stamp_files,
    write_public,
)
from ..storage.shards import PLAIN, check_text, dump_values, join_column, load_values, split_column
from ..storage.site_records import MANIFEST_FILE, format_manifest, get_sibling, make_manifest
from ..storage.toolchain import get_version
from ..workers import BackgroundCall, run_in_background
from . import mkdocs_engine
from .mkdocs_engine import (
    NO_LINKS,
    Links,
    PreparedTemplates,
    RenderSettings,
    has_plugins,
    list_hook_sources,
    list_theme_files,
    read_settings,
)


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
        """Where new files of the next site are made."""
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
    files: Mapping[str, FileStamp] = field(default_factory=dict)
    """Stamps of the published files (see `publishing.stamp_files`)."""
    warnings: list[str] = field(default_factory=list)
    """Warnings of MkDocs about the site: a page that is not rendered again is still what it was warned of."""

    def to_bytes(self) -> bytes:
        """Return the record as `parse` reads it: columns, because there are tens of thousands of files."""
        digests = [(join_column(one), join_column(one.values())) for one in (self.pages, self.assets)]
        stamps = b"".join([EXACT_STAMP.pack(*one) for one in self.files.values()])
        texts = (join_column(self.look), self.mark, join_column(self.theme), join_column(self.warnings))
        return dump_values((texts, *digests, (join_column(self.files), stamps)), PLAIN)

    @classmethod
    def parse(cls, data: bytes | None) -> BuildRecord:
        """Read a record; an empty one where anything in it is not as a build writes it.

        Caches may be restored from elsewhere: nothing in them is taken for granted.
        """
        try:
            (look, mark, theme, warnings), pages, assets, (files, stamps) = load_values(data or b"", PLAIN)
            record = cls(
                split_column(look),
                check_text(mark),
                read_digests(*pages),
                split_column(theme),
                read_digests(*assets),
                dict(zip(split_column(files), EXACT_STAMP.iter_unpack(stamps), strict=True)),
                split_column(warnings),
            )
        except (TypeError, ValueError, AttributeError, struct.error):
            return cls()
        return record if are_below([*record.assets, *record.theme[1:], *record.pages]) else cls()


def read_digests(uris: str, digests: str) -> dict[str, str]:
    """Return the digests of files by uri, from two columns. Raises TypeError, ValueError or AttributeError for anything else."""
    return dict(zip(split_column(uris), split_column(digests), strict=True))


class PublishedSite:
    """The site as the last build of this purpose has left it, and what has become of it since.

    `looking` waits for whether every file and folder is as it was recorded.
    """

    def __init__(self, site: Path, record: BuildRecord, mark: str | None, looking: BackgroundCall[bool] | None) -> None:
        self.site, self.record, self.mark, self.looking = site, record, mark, looking

    @cached_property
    def intact(self) -> bool:
        """Whether it is the recorded one and every file and folder is as it was recorded."""
        return self.looking is not None and self.looking()

    @cached_property
    def uris(self) -> Collection[str]:
        """All its files, hidden ones too."""
        return self.record.files.keys() if self.intact else list_files(self.site)

    def list_pages(self) -> list[str]:
        """Return the addresses of all pages, in order; none where nothing has been published."""
        return sorted(to_url_path(uri) for uri in self.uris if uri.endswith("index.html"))

    def end(self) -> None:
        """End what looks at the files, where nobody has asked."""
        if self.looking:
            self.looking.end()


def read_published(places: BuildFolders, processes: int = 1) -> PublishedSite:
    """Compare the published site with its record: one look at each file, none into it, by another process if there may be one."""
    record, mark = read_record(places), read_mark(places.site)
    same = bool(record.mark) and record.mark == mark
    looking = run_in_background(partial(is_as_published, places.site, record.files), processes) if same else None
    return PublishedSite(places.site, record, mark, looking)


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What a publication has changed, for people: what has to be uploaded."""

    pages: int = 0
    """Pages that are new or have other bytes."""
    others: int = 0
    """Other files that are new or have other bytes."""
    removed: int = 0
    size: int = 0
    """Bytes of the new and changed files."""
    packed: int | None = 0
    """The same where texts are compressed (zlib, level 6), as a server sends them; None where all is new."""


class BuildMemory:
    """What is known of the last build beside its record: which pages it has described (see `pages.describing`), which keys its
    assets had, what it has drawn. With an empty one everything is made.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, digests: Mapping[str, str] | None = None) -> None:
        told = data or {}
        self.digests = digests or {}
        """Digests of sources of pages and of assets, by uri."""
        self.describer = Describer(KINDS, Memo.parse(told.get("pages")), self.digests)
        self.keys: dict[str, str] = told.get("keys", {})
        """What the bytes of assets follow from (`Artifact.key`, `Artifact.basis`), by uri."""
        drawn = told.get("scenes", {}) if told.get("scene version") == get_version("scene").make_key() else {}
        self.scenes = {name: DrawnScene(*row) for name, row in drawn.items()}

        self.search: Mapping[str, Any] = told.get("search") or {}
        """What is known of the search's index (`SearchAssets.kept`)."""

    def restore_digests(self, artifacts: Iterable[Artifact]) -> list[Artifact]:
        """Return artifacts, with the digests of those whose bytes follow from the same as in the last build."""
        return [self.restore_digest(artifact) for artifact in artifacts]

    def restore_digest(self, artifact: Artifact) -> Artifact:
        """Return an artifact, with its digest where the last build tells it."""
        key = artifact.key or artifact.basis
        if artifact.known or not key or self.keys.get(artifact.uri) != key or artifact.uri not in self.digests:
            return artifact
        return artifact.add_digest(self.digests[artifact.uri])

    def save(self, places: BuildFolders, mark: str, assets: Iterable[Artifact]) -> None:
        """Write down what the next build may know; `mark` is that of the site, and of the record."""
        data = {
            "mark": mark,
            "pages": self.describer.memo.format(),
            "keys": {asset.uri: key for asset in assets if (key := asset.key or asset.basis)},
            "scene version": get_version("scene").make_key(),
            "scenes": {name: list(row) for name, row in self.scenes.items()},
            "search": self.search,
        }
        # The site is there by now: without this, on a full disk, the next build only takes longer.
        with suppress(OSError):
            write_atomically(places.trees / MEMORY, add_seal(MEMORY, dump_values(data, PLAIN)), durable=False)


MEMORY = "described"
"""The name of the memory, below the folder of a purpose."""


def read_memory(places: BuildFolders, record: BuildRecord, *, fresh: bool = False) -> BuildMemory:
    """Return what is known of the last build, nothing where the `record` is another's or anything is not as it was written."""
    try:
        data = load_values(remove_seal(MEMORY, read_regular(places.trees / MEMORY)) or b"", PLAIN)
    except OSError:
        data = None
    if fresh or not record.mark or not isinstance(data, dict) or data.get("mark") != record.mark:
        return BuildMemory()
    keys, scenes, search = data.get("keys"), data.get("scenes"), data.get("search")
    if not (isinstance(keys, dict) and isinstance(scenes, dict) and isinstance(search, dict)):
        return BuildMemory()
    if not all(map(is_scene_row, scenes.values())):
        return BuildMemory()
    return BuildMemory(data, {**record.assets, **record.pages})


def is_scene_row(row: object) -> bool:
    """Return whether this is what is remembered of a drawing."""
    return isinstance(row, list) and list(map(type, row)) == [str, str, int, int, str] and is_below(row[0])


class BuildState:
    """What this build can keep of the last one: the files of the published site that are still whole.

    Where nothing has changed the site is left as it is, and nothing is written. Otherwise `render` makes the new and
    changed files, `list_next` says what the next site consists of, and `publish` puts them in place. The record of the
    last build is removed before the site is changed, and written anew when it is published; so after an interruption
    everything is made anew, and likewise where templates were written while pages were rendered.
    """

    def __init__(
        self,
        places: BuildFolders,
        assets: Sequence[Artifact],
        published: PublishedSite,
        *,
        fresh: bool,
        links: Links = NO_LINKS,
    ) -> None:
        self.places, self.fresh, self.assets, self.links = places, fresh, assets, links
        self.record = places.trees / RECORD
        self.templates = stamp_templates(places.root)
        self.look = compute_look(places.root, assets, places.trial, links)
        self.unchanged = self.finished = self.patched = False
        self.steady = True
        """Has nobody written templates or settings while pages were rendered?"""
        self.rendered = 0
        """How many pages have been rendered."""
        known = published.record
        self.published = known.files
        same = not fresh and published.mark is not None and (known.look, known.mark) == (self.look, published.mark)
        self.last = known if same else BuildRecord()
        self.intact = same and published.intact
        if self.intact:
            self.whole = self.published.keys() - {SITE_MARKER}
        else:
            self.whole = set(list_unchanged(places.site, self.published)) if same else set()
        self.kept: set[str] = set()
        """Uris of published files that are those of the next site."""
        self.staged: dict[str, FileStamp] = {}
        """Stamps of the files in the stage."""
        self.placed: SiteStamps | None = None
        """Stamps of the published files, where they are known without looking at them."""
        self.mark = ""
        """What the next site is made of, as one hash."""
        self.changes = SiteChanges()
        self.stamps: Mapping[str, FileStamp] = {}
        """Stamps of the published files, after the block."""

    def __enter__(self) -> BuildState:
        return self

    def render(
        self,
        pages: Sequence[Artifact],
        search: Sequence[str],
        advance: Advance,
        processes: int,
        prepared: Callable[[], PreparedTemplates] = PreparedTemplates,
    ) -> list[str]:
        """Make what the published site does not have of the next one, pages and assets, in a stage.

        `search` are the scripts of the search; `prepared` returns the templates that are compiled already. Sets `unchanged` where the published site is the next one; then there is
        no stage. Returns the warnings of MkDocs about the next site. Raises RenderError.
        """
        cache, stage = self.places.objects, self.places.stage
        theme = [digest(*search), *self.last.theme[1:]]
        sources, assets = (
            compute_digests(some, cache, processes) if self.whole else {} for some in (pages, self.assets)
        )
        if self.whole:
            self.next = BuildRecord(self.look, "", sources, theme, assets)
            self.mark = compute_mark(self.next)
            self.unchanged = self.intact and self.mark == self.last.mark
            if self.unchanged:
                return self.last.warnings
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
        self.kept = kept & self.whole
        remove(stage)
        settings = RenderSettings(
            self.places.root / "mkdocs.yml",
            self.places.docs,
            self.look[0][:HASH_DIGITS],
            tuple(search),
            self.places.trial,
            self.links,
            prepared(),
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
        self.rendered = len(stale)
        theme = [theme[0], *(rendered.theme or theme[1:])]
        # In the order of pages and assets, whatever was made first: the mark is the same after a cold build.
        self.next = BuildRecord(
            self.look,
            "",
            {page.uri: sources[page.uri] for page in pages},
            theme,
            {asset.uri: assets[asset.uri] for asset in self.assets},
            warnings=select_warnings(self.last, rendered.warnings, pages, stale, theme=bool(rendered.theme)),
        )
        self.mark = compute_mark(self.next)
        # Pages may have been rendered with templates that are not those of the look, even where both are as before by now.
        self.steady = stamp_templates(self.places.root) == self.templates
        self.staged = set_modes(stage)
        # A plugin may write again what is kept.
        self.kept.difference_update(self.staged)
        return self.next.warnings

    def is_stale(self, artifact: Artifact, now: Mapping[str, str], before: Mapping[str, str]) -> bool:
        """Must the file of this artifact be made? `now` and `before` are digests by uri."""
        uri = artifact.uri
        return now.get(uri, "") != before.get(uri) or mkdocs_engine.get_destination(uri) not in self.whole

    def has_file(self, uri: str) -> bool:
        """Does the next site have this file?"""
        return uri in self.staged or uri in self.kept

    def add_manifest(self) -> None:
        """Add the manifest of the next site's public files to the stage."""
        stamps: SiteStamps = {**{uri: self.published[uri] for uri in self.kept}, **self.staged}
        data = format_manifest(make_manifest({uri: size for uri, (size, *_) in stamps.items() if not is_hidden(uri)}))
        self.staged[MANIFEST_FILE] = write_public(self.places.stage / MANIFEST_FILE, data)
        self.kept.discard(MANIFEST_FILE)

    def publish(self) -> None:
        """Make the site the next one, which is recorded. Raises ForeignFolder, OSError, and Refusal (see `patching`).

        Where the published site is as recorded and most of it stays, the new files are put in place one by one: that
        costs as much as has changed. Otherwise whole folders are exchanged: readers see one step, damage and files of
        others go, and the links to what stays cost no more than the new files have cost.
        """
        if self.unchanged:
            return
        places, mark = self.places, self.mark
        patching = self.intact and len(self.staged) <= len(self.kept)
        if patching:
            self.drop_equal_files()
        removed = [uri for uri in self.published if uri != SITE_MARKER and not self.has_file(uri)]
        self.changes = self.summarize(removed, patching=patching)
        # From here on the stamps of the published files are no longer those of the record.
        remove(self.record)
        if patching:
            order = sorted(self.staged, key=lambda uri: (choose_stage(uri, new=uri not in self.published), uri))
            try:
                publish_patch(places.stage, places.site, order, removed, mark)
                self.patched = self.finished = True
                return
            except OSError as problem:
                # A disk of its own that has no room for all new files at once may have it one by one (see `fill_in`).
                if problem.errno != errno.ENOSPC or not places.stage.exists():
                    raise
        mirror(places.site, places.stage, self.kept)
        # What is kept has a second name in the old site, and a new status when that is gone.
        staged = None if self.kept else self.staged
        placed = publish(places.stage, places.site, mark, self.published, staged=staged)
        self.placed = None if self.kept else placed
        self.finished = True

    def drop_equal_files(self) -> None:
        """Leave out of the stage what the published site has with the same bytes."""
        for uri, (size, *_) in list(self.staged.items()):
            if uri in self.published and self.published[uri][0] == size:
                staged = self.places.stage / uri
                if staged.read_bytes() == (self.places.site / uri).read_bytes():
                    staged.unlink()
                    del self.staged[uri]
                    self.kept.add(uri)

    def summarize(self, removed: Sequence[str], *, patching: bool) -> SiteChanges:
        """Return what the publication changes."""
        pages = sum(uri.endswith(".html") for uri in self.staged)
        packed = sum(self.measure_packed(uri) for uri in self.staged) if patching else None
        return SiteChanges(
            pages, len(self.staged) - pages, len(removed), sum(size for size, *_ in self.staged.values()), packed
        )

    def measure_packed(self, uri: str) -> int:
        """Return the bytes of a staged file as a server sends it: texts compressed."""
        kind = MEDIA_KINDS.get(PurePosixPath(uri).suffix[1:].lower())
        if kind is None or not kind.text:
            return self.staged[uri][0]
        return len(zlib.compress((self.places.stage / uri).read_bytes(), 6))

    def __exit__(self, kind: object, *_: object) -> None:
        if self.unchanged:
            return
        if not self.finished:
            # No build continues from half a stage, and on a full disk it takes up room.
            remove(self.places.stage)
            return
        site = self.places.site
        if self.patched:
            stamps = {uri: self.published[uri] for uri in self.kept}
            stamps |= {uri: stamp(site / uri) for uri in (*self.staged, SITE_MARKER)}
        elif self.placed is not None:
            stamps = dict(self.placed)
        else:
            # Now, because a file's status has changed when its second name in the old site was removed.
            stamps = stamp_files(site)
        self.stamps = stamps
        if not self.steady:
            return
        record = replace(self.next, mark=self.mark, files=stamps)
        # The site is there by now: without a record, on a full disk, the next build only takes longer.
        with suppress(OSError):
            write_atomically(self.record, add_seal(RECORD, record.to_bytes()), durable=False)


def select_warnings(
    last: BuildRecord, found: Sequence[str], pages: Sequence[Artifact], rendered: Sequence[Artifact], *, theme: bool
) -> list[str]:
    """Return the warnings of MkDocs about the next site: those that were `found`, and those of the last one that still hold.

    A warning names the page that it is about first, in quotes. It holds until that page is rendered again or gone. One that
    is about no page of the last site holds until MkDocs runs again, which `theme` says.
    """
    there, again = {page.uri for page in pages}, {page.uri for page in rendered}
    still = []
    for warning in last.warnings:
        named = NAMED_PAGE.search(warning)
        uri = named[1] if named else ""
        if not theme if uri not in last.pages else uri in there and uri not in again:
            still.append(warning)
    return list(dict.fromkeys([*found, *still]))


NAMED_PAGE = re.compile(r"'([^']{1,300}\.md)'")
"""The first page that a warning names."""


def compute_mark(record: BuildRecord) -> str:
    """Return what a site is made of, as one hash: the digests of all that it is made of, in their order."""
    pairs = chain(record.pages.items(), record.assets.items())
    # No path holds a zero.
    return digest(*record.look, record.theme[0], "\0".join(chain.from_iterable(pairs)))


def is_hidden(uri: str) -> bool:
    """Return whether a file is for builds, not for readers: its name or that of a folder above begins with a dot."""
    return uri.startswith(".") or "/." in uri


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
    return sorted(uri for uri in record.files if not is_hidden(uri))


def list_damaged_files(places: BuildFolders) -> list[str]:
    """Return the files of the site that somebody has changed since the last build; none where that cannot be known.

    A site that was copied as a whole has new times everywhere: then they prove nothing.
    """
    uris = list_recorded_files(places)
    if not uris:
        return []
    known, now = read_record(places).files, stamp_files(places.site)
    changed = [uri for uri in uris if uri in now and now[uri][:2] != known[uri][:2]]
    return changed if len(changed) < len(uris) else []


def stamp_templates(root: Path) -> tuple[tuple[str, FileStamp], ...]:
    """Return the stamps of all files that decide on the look: templates, settings, hooks."""
    files = (root / "mkdocs.yml", *list_theme_files(root), *list_hook_sources(root))
    # A link has a stamp of its own, which stays when its target changes.
    return tuple((str(path), stamp(path.resolve() if path.is_symlink() else path)) for path in files)


def compute_look(root: Path, assets: Iterable[Artifact], trial: str = "", links: Links = NO_LINKS) -> list[str]:
    """Return what every page depends on beside its own source, as two hashes.

    `trial` is the address of a trial; `links` are the links that every page carries.

    The first changes with the bytes of every asset that pages ask for under it (see `mkdocs_engine.RenderSettings`): those are
    templates, those that MkDocs makes of templates, and those of `assets` that we make. The second changes with what
    changes pages, but no asset. Hooks of `mkdocs.yml` and the modules beside them count with the templates.
    """
    now = get_version("page")
    folder = root / "overrides"
    parts = [("mkdocs.yml", (root / "mkdocs.yml").read_bytes())]
    parts += [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in list_theme_files(root)]
    parts += [(os.path.relpath(path, root), path.read_bytes()) for path in list_hook_sources(root)]
    parts += [(one.uri, one.make()) for one in assets if one.uri.startswith(LOOKED)]
    return [
        digest(*now.versions, trial, *(part for pair in parts for part in pair)),
        now.make_key(trial, json.dumps(links)),
    ]


LOOKED = "assets/exhibit/"
"""Folder of the assets that pages ask for under the hash of the look, from the root of the site."""
