"""Which pages are described again, and which stay: pages by key.

A kind of page is a row of a table (`PageKind`, `EntryPageKind`). Pages of one entry depend on what all pages have in common, on
the frame of the exhibition, on the version of that entry and on the faces of the entries that were read for them (`versions`);
pages of the whole depend on digests over all entries, as their row says. Where all of that is as it was, a page is not described:
its source has the digest that the last build has recorded. Should its source be needed (a template has changed, its file is
lost), it is described then.

`Describer` keeps what it knows between two builds of one process; `Memo` is the same as data, for the next process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..model import Artifact, Entry
from ..model.entry import collect_faces
from ..storage.cache import digest
from ..storage.spool import Spool
from ..storage.toolchain import get_process_version
from ..workers import map_in_processes
from .context import EntryPageKind, PageContext, PageFile, PageKind, Reads
from .feeds import is_listed
from .page import Page
from .schema_org import Crumbs, describe_way
from .versions import EntryVersion, ExhibitionVersions

Kinds = Sequence[PageKind | EntryPageKind]


class PageRow(NamedTuple):
    """A described page, or another file that pages show: its uri, and its address where it is meant to be found."""

    uri: str
    listed: str | None


@dataclass(frozen=True, slots=True)
class EntryMemo:
    """The pages of one entry: its version, the ids of the entries whose faces they show, the pages by kind."""

    version: str
    shown: tuple[str, ...]
    rows: tuple[tuple[PageRow, ...], ...]


@dataclass(frozen=True, slots=True)
class WholeMemo:
    """The pages of a kind that belong to no entry, and the key under which they were described."""

    key: str
    rows: tuple[PageRow, ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """What a build remembers of the pages that it has described."""

    common: str = ""
    """What all pages depend on."""
    frame: str = ""
    """The frame of the exhibition."""
    versions: Mapping[str, EntryVersion] = field(default_factory=dict)
    """The versions of entries without their pictures, by folder."""
    faces: Mapping[str, str] = field(default_factory=dict)
    """The faces of all entries, by their ids."""
    entries: Mapping[str, EntryMemo] = field(default_factory=dict)
    """By the ids of the entries."""
    wholes: Mapping[str, WholeMemo] = field(default_factory=dict)
    """By the names of the kinds."""

    def format(self) -> dict[str, object]:
        """Return it as data that JSON can hold."""
        return {
            "common": self.common,
            "frame": self.frame,
            "versions": self.versions,
            "faces": self.faces,
            "entries": {id: [one.version, one.shown, one.rows] for id, one in self.entries.items()},
            "wholes": {name: [one.key, one.rows] for name, one in self.wholes.items()},
        }

    @classmethod
    def parse(cls, told: object) -> Memo:
        """Read what `format` has written; an empty memo where anything in it is not as that writes it."""
        try:
            data = cast(dict[str, Any], told)
            memo = cls(
                check_text(data["common"]),
                check_text(data["frame"]),
                {folder: EntryVersion(*map(check_text, one)) for folder, one in data["versions"].items()},
                {id: check_text(face) for id, face in data["faces"].items()},
                {
                    id: EntryMemo(check_text(version), tuple(map(check_text, shown)), tuple(map(parse_rows, rows)))
                    for id, (version, shown, rows) in data["entries"].items()
                },
                {name: WholeMemo(check_text(key), parse_rows(rows)) for name, (key, rows) in data["wholes"].items()},
            )
        except (TypeError, ValueError, KeyError, AttributeError):
            return cls()
        return memo


def check_text(value: object) -> str:
    """Return a text. Raises TypeError for everything else."""
    if type(value) is not str:
        raise TypeError
    return value


def parse_rows(rows: Iterable[Sequence[object]]) -> tuple[PageRow, ...]:
    """Return the rows of pages. Raises TypeError or ValueError where they are none."""
    return tuple(PageRow(check_text(uri), None if listed is None else check_text(listed)) for uri, listed in rows)


DescribedKind = tuple[tuple[PageRow, ...], tuple[Artifact, ...]]
"""The pages of one kind: what is remembered of them, and they themselves."""
DescribedEntry = tuple[tuple[str, ...], tuple[DescribedKind, ...]]
"""The ids of the entries whose faces the pages of an entry show, and its pages by kind."""

ENOUGH = 300
"""Entries from which their pages are described in several processes: to fork costs as much as some 30 entries."""
PART = 50
"""Entries that one process describes at a time."""


class Describer:
    """Describes the pages of an exhibition, and of the next one only those that may have changed.

    `digests` are the digests of page sources and files by uri, as the last build has recorded them. For one thread.
    """

    def __init__(self, kinds: Kinds, memo: Memo | None = None, digests: Mapping[str, str] | None = None) -> None:
        self.kinds = tuple(kinds)
        self.entry_kinds = tuple(kind for kind in self.kinds if isinstance(kind, EntryPageKind))
        self.memo, self.digests = memo or Memo(), digests or {}
        self.context: PageContext | None = None
        self.described = 0
        """How many pages of the last exhibition have been described; the others were as they had been."""
        self.told = ""
        """A hash of all fields of all entries of the last exhibition but bodies, of their pictures, and of what is common."""
        self.made: dict[tuple[str, str], dict[str, PageFile]] = {}
        """Pages that were described after all, by their group."""

    def describe(
        self, context: PageContext, processes: int = 1, folder: Path | None = None
    ) -> tuple[list[Artifact], list[str]]:
        """Return all pages of an exhibition in the order of their kinds, and the addresses of those that are meant to be found.

        With more than one of `processes`, many pages are described in forked processes, which make their sources too and put
        them into a file on the disk of `folder`.
        Afterwards `memo` is of this exhibition; `digests` are to be set when they are known.
        """
        exhibition, past = context.exhibition, self.memo
        self.context, self.made = context, {}
        common = compute_common(context)
        known = past.versions if past.common == common else {}
        versions = ExhibitionVersions(
            exhibition.entries, exhibition.versions, known, context.pictures, context.recordings
        )
        self.told = digest(common, versions.faces, versions.told)
        entries = exhibition.published(Entry)
        steady = (past.common, past.frame) == (common, versions.frame)
        found: dict[str, EntryMemo] = {}
        pages: dict[str, tuple[tuple[Artifact, ...], ...]] = {}
        self.described = 0
        faces = {entry.id: versions.by_folder[entry.folder].face for entry in exhibition.entries}
        changed = {id for id in faces.keys() | past.faces.keys() if faces.get(id) != past.faces.get(id)}
        fresh: list[Entry] = []
        for entry in entries if self.entry_kinds else ():
            version = versions.by_folder[entry.folder].own
            old = past.entries.get(entry.id) if steady else None
            if old and old.version == version and changed.isdisjoint(old.shown) and self.has_digests(old):
                found[entry.id], pages[entry.id] = old, self.keep_entry(entry.id, old)
            else:
                fresh.append(entry)
        keys = {
            kind: compute_whole_key(kind, common, versions, context)
            for kind in self.kinds
            if isinstance(kind, PageKind)
        }
        wholes = {kind.name: last for kind, key in keys.items() if (last := self.find_whole(kind, key))}
        stale = [kind for kind in keys if kind.name not in wholes]
        made: dict[str, tuple[Artifact, ...]] = {}
        of_entries, of_wholes = self.describe_stale(fresh, stale, context, processes, folder)
        for entry, (shown, kinds) in zip(fresh, of_entries, strict=True):
            version = versions.by_folder[entry.folder].own
            found[entry.id] = EntryMemo(version, shown, tuple(rows for rows, _ in kinds))
            pages[entry.id] = tuple(artifacts for _, artifacts in kinds)
            self.described += sum(len(rows) for rows, _ in kinds)
        for whole, (rows, artifacts) in zip(stale, of_wholes, strict=True):
            wholes[whole.name], made[whole.name] = WholeMemo(keys[whole], rows), artifacts
            self.described += len(rows)
        every: list[Artifact] = []
        listed: list[str | None] = []
        place = 0
        for kind in self.kinds:
            if isinstance(kind, EntryPageKind):
                for entry in entries:
                    every += pages[entry.id][place]
                    listed += (row.listed for row in found[entry.id].rows[place])
                place += 1
                continue
            rows = wholes[kind.name].rows
            every += made[kind.name] if kind.name in made else (self.keep(row.uri, ("", kind.name)) for row in rows)
            listed += (row.listed for row in rows)
        self.memo = Memo(common, versions.frame, versions.plain, faces, found, wholes)
        return every, [path for path in listed if path is not None]

    def find_whole(self, kind: PageKind, key: str) -> WholeMemo | None:
        """Return what is remembered of a kind of which the last build has recorded all pages under this key; None: nothing."""
        last = self.memo.wholes.get(kind.name)
        return last if last and last.key == key and all(row.uri in self.digests for row in last.rows) else None

    def describe_stale(
        self,
        entries: Sequence[Entry],
        wholes: Sequence[PageKind],
        context: PageContext,
        processes: int,
        folder: Path | None,
    ) -> tuple[Iterable[DescribedEntry], Iterable[DescribedKind]]:
        """Return the pages of entries and those of whole kinds, each in order.

        Forked processes make the sources too: nobody could ask them later.
        """
        # What is computed once is computed before a page is asked what it reads, and before processes are forked.
        _ = context.hung
        if processes < 2 or len(entries) < ENOUGH:
            of_entries = [self.describe_entry(entry, context) for entry in entries]
            return of_entries, [describe_whole(kind, context) for kind in wholes]

        spool = Spool(folder)

        def work(start: int) -> list[Any]:
            if start < 0:
                return pack_kind(describe_whole(wholes[start], context), spool)
            return [pack_entry(self.describe_entry(entry, context), spool) for entry in entries[start : start + PART]]

        # The kinds first: some of them take as long as hundreds of entries.
        jobs = [*range(-len(wholes), 0), *range(0, len(entries), PART)]
        with map_in_processes(work, jobs, processes) as parts:
            packed = list(parts)
        of_wholes, of_parts = packed[: len(wholes)], packed[len(wholes) :]
        return (
            (unpack_entry(one, spool) for part in of_parts for one in part),
            (unpack_kind(one, spool) for one in of_wholes),
        )

    def has_digests(self, old: EntryMemo) -> bool:
        """Has the last build recorded the digests of all pages of an entry?"""
        return len(old.rows) == len(self.entry_kinds) and all(
            row.uri in self.digests for rows in old.rows for row in rows
        )

    def describe_entry(self, entry: Entry, context: PageContext) -> DescribedEntry:
        """Return the pages of an entry."""
        with collect_faces() as read:
            files = [[add_way(file, context) for file in kind.build(entry, context)] for kind in self.entry_kinds]
        return tuple(sorted(read - {entry.id})), tuple(map(list_artifacts, files))

    def keep_entry(self, id: str, old: EntryMemo) -> tuple[tuple[Artifact, ...], ...]:
        """Return the pages of an entry that are as they were."""
        return tuple(tuple(self.keep(row.uri, (id, "")) for row in rows) for rows in old.rows)

    def keep(self, uri: str, group: tuple[str, str]) -> Artifact:
        """Return a page that is as it was; it is described only where somebody asks for its source."""
        return Artifact(uri, partial(self.make_again, group, uri), known=self.digests[uri])

    def make_again(self, group: tuple[str, str], uri: str) -> bytes:
        """Return the source of a page that was not described: now it is, with those that belong to the same entry or kind."""
        if group not in self.made:
            self.made[group] = {file.artifact.uri: file for file in self.build_group(group)}
        return self.made[group][uri].artifact.make()

    def build_group(self, group: tuple[str, str]) -> Iterator[PageFile]:
        """Yield the pages of an entry (its id, nothing) or of a kind (nothing, its name)."""
        assert self.context
        id, name = group
        entry = self.context.exhibition.get(id, Entry) if id else None
        for kind in self.kinds:
            if isinstance(kind, EntryPageKind):
                files = kind.build(entry, self.context) if entry else ()
            else:
                files = kind.build(self.context) if kind.name == name else ()
            yield from (add_way(file, self.context) for file in files)


def compute_common(context: PageContext) -> str:
    """Return the digest of what all pages depend on beside entries: program, settings, words, ledger, books, forms, viewer."""
    exhibition, forms = context.exhibition, context.forms
    books = exhibition.books
    return digest(
        get_process_version("page source").make_key(),
        repr(exhibition.settings),
        repr(exhibition.vocabularies),
        repr(exhibition.ledger),
        repr(exhibition.site_address),
        repr(books),
        repr((forms.module, forms.imports, list(forms.hosts))) if forms else "",
        repr((context.viewer.script, context.viewer.style)),
        context.own_cards,
    )


def compute_whole_key(kind: PageKind, common: str, versions: ExhibitionVersions, context: PageContext) -> str:
    """Return the key of the pages of a kind that belong to no entry."""
    read = {
        Reads.FRAME: versions.frame,
        Reads.FACES: versions.faces,
        Reads.TOLD: versions.told,
        Reads.EVERYTHING: versions.every,
    }[kind.reads]
    files = context.assets if kind.searched else None
    return digest(common, read, *((files.catalogue, files.script, files.walls) if files else ()))


def describe_whole(kind: PageKind, context: PageContext) -> DescribedKind:
    """Return the pages of a kind that belong to no entry."""
    return list_artifacts([add_way(file, context) for file in kind.build(context)])


def list_artifacts(files: Sequence[PageFile]) -> DescribedKind:
    """Return what is remembered of pages, and their artifacts."""
    artifacts = tuple(file.artifact for file in files)
    return tuple(map(make_row, files, artifacts)), artifacts


PackedPage = tuple[str, str | None, int, int, str]
"""A page between processes: its row, where its source is in the spool, the digest of that. Tuples take a fifth of the time of
dataclasses.
"""


def pack_kind(described: DescribedKind, spool: Spool) -> list[PackedPage]:
    """Put the sources of the pages of a kind into a spool and return the pages as plain values."""
    rows, artifacts = described
    sources = [artifact.make() for artifact in artifacts]
    starts = accumulate(map(len, sources), initial=spool.append(b"".join(sources)) if sources else 0)
    return [(*row, at, len(source), digest(source)) for row, at, source in zip(rows, starts, sources, strict=False)]


def unpack_kind(packed: Iterable[PackedPage], spool: Spool) -> DescribedKind:
    """Return what `pack_kind` has packed."""
    rows, artifacts = [], []
    for uri, listed, start, size, known in packed:
        rows.append(PageRow(uri, listed))
        artifacts.append(Artifact(uri, spool.make_reader(start, size), known=known))
    return tuple(rows), tuple(artifacts)


def pack_entry(described: DescribedEntry, spool: Spool) -> tuple[tuple[str, ...], list[list[PackedPage]]]:
    """Put the sources of the pages of an entry into a spool and return the pages as plain values."""
    shown, kinds = described
    return shown, [pack_kind(kind, spool) for kind in kinds]


def unpack_entry(packed: tuple[tuple[str, ...], list[list[PackedPage]]], spool: Spool) -> DescribedEntry:
    """Return what `pack_entry` has packed."""
    shown, kinds = packed
    return shown, tuple(unpack_kind(kind, spool) for kind in kinds)


def make_row(file: PageFile, artifact: Artifact) -> PageRow:
    """Return what is remembered of a page."""
    return PageRow(artifact.uri, file.path if isinstance(file, Page) and is_listed(file) else None)


def add_way(sheet: PageFile, context: PageContext) -> PageFile:
    """Return a page with what it tells machines: the way to it, where it shows visitors one and tells nothing else."""
    if not isinstance(sheet, Page) or "ld" in sheet.data or not sheet.data.get("crumbs"):
        return sheet
    name = str(sheet.data.get("name") or sheet.title)
    told = describe_way(sheet.path, name, cast(Crumbs, sheet.data["crumbs"]), context.exhibition)
    return replace(sheet, data={**sheet.data, "ld": told})
