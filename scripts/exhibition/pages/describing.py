"""Which pages are described again, and which stay: pages by key.

A kind of page is a row of a table (`PageKind`, `EntryPageKind`). Pages of one entry depend on what all pages have in common, on
the frame of the exhibition, on the version of that entry and on the faces of the entries that were read for them (`versions`);
pages of the whole depend on digests over all entries, as their row says. Where all of that is as it was, a page is not described:
its source has the digest that the last build has recorded. Should its source be needed (a template has changed, its file is
lost), it is described then.

`Describer` keeps what it knows between two builds of one process; `Memo` is the same as data, for the next process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition
from ..model.watching import Reading, format_answer, watch_reading
from ..storage.cache import digest
from ..storage.shards import check_text, join_column, split_column
from ..storage.spool import Spool
from ..storage.toolchain import get_process_version
from ..types import CONTENT_TYPES
from ..workers import map_in_processes
from .context import EntryPageKind, PageContext, PageFile, PageKind, Reads, watch_context
from .feeds import is_listed
from .page import Page
from .schema_org import Crumbs, describe_way
from .versions import EntryVersion, ExhibitionVersions

Kinds = Sequence[PageKind | EntryPageKind]


class PageRow(NamedTuple):
    """A described page, or another file that pages show: its uri, and its address where it is meant to be found."""

    uri: str
    listed: str | None


class PagesRead(NamedTuple):
    """What the pages of one entry have read of the exhibition beside that entry (see `model.watching`)."""

    faces: tuple[str, ...]
    """The ids of the entries whose faces they show."""
    entries: tuple[str, ...]
    """The ids of the entries of which they have read anything else."""
    asked: tuple[str, ...]
    """The queries that they have made: name and key, a blank between them; no key stands for the id of the entry."""
    answers: str
    """The digest of the answers."""
    whole: bool
    """Have they read anything else? Then they depend on the frame of the exhibition."""


@dataclass(frozen=True, slots=True)
class EntryMemo:
    """The pages of one entry: its version, what they have read, the pages by kind."""

    version: str
    read: PagesRead
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
    frames: Mapping[str, str] = field(default_factory=dict)
    """What of each entry belongs to the frame, by its id."""
    faces: Mapping[str, str] = field(default_factory=dict)
    """The faces of all entries, by their ids."""
    entries: Mapping[str, EntryMemo] = field(default_factory=dict)
    """By the ids of the entries."""
    wholes: Mapping[str, WholeMemo] = field(default_factory=dict)
    """By the names of the kinds."""

    def format(self) -> dict[str, object]:
        """Return it as data that JSON can hold: a table is one text a column, which is written and read in a fifth of the time."""
        reads = [one.read for one in self.entries.values()]
        rows = [one.rows for one in self.entries.values()]
        # The pages of one type ask the same.
        queries = {asked: place for place, asked in enumerate(dict.fromkeys(one.asked for one in reads))}
        return {
            "common": self.common,
            "frame": self.frame,
            "folders": join_column(self.versions),
            "versions": [join_column(column) for column in zip(*self.versions.values(), strict=True)],
            "ids": join_column(self.faces),
            "faces": join_column(self.faces.values()),
            "frames": join_column(self.frames[id] for id in self.faces),
            "entries": join_column(self.entries),
            "own": join_column(one.version for one in self.entries.values()),
            "shown": join_column(map(join_part, (one.faces for one in reads))),
            "read": join_column(map(join_part, (one.entries for one in reads))),
            "queries": join_column(map(join_part, queries)),
            "asked": join_column(str(queries[one.asked]) for one in reads),
            "answers": join_column(one.answers for one in reads),
            "whole": join_column("1" if one.whole else "" for one in reads),
            "rows": [join_column(join_rows(one[place]) for one in rows) for place in range(len(rows[0]))]
            if rows
            else [],
            "wholes": {name: [one.key, join_rows(one.rows)] for name, one in self.wholes.items()},
        }

    @classmethod
    def parse(cls, told: object) -> Memo:
        """Read what `format` has written; an empty memo where anything in it is not as that writes it."""
        try:
            data = cast(dict[str, Any], told)
            ids = split_column(data["ids"])
            queries = [*map(split_part, split_column(data["queries"]))]
            versions = zip(*map(split_column, data["versions"]), strict=True)
            reads = map(
                PagesRead,
                map(split_part, split_column(data["shown"])),
                map(split_part, split_column(data["read"])),
                (queries[int(place)] for place in split_column(data["asked"])),
                split_column(data["answers"]),
                map(bool, split_column(data["whole"])),
            )
            rows = zip(*(map(split_rows, split_column(column)) for column in data["rows"]), strict=True)
            memos = list(map(EntryMemo, split_column(data["own"]), reads, rows))
            memo = cls(
                check_text(data["common"]),
                check_text(data["frame"]),
                dict(zip(split_column(data["folders"]), map(EntryVersion._make, versions), strict=True)),
                dict(zip(ids, split_column(data["frames"]), strict=True)),
                dict(zip(ids, split_column(data["faces"]), strict=True)),
                dict(zip(split_column(data["entries"]), memos, strict=True)),
                {name: WholeMemo(check_text(key), split_rows(rows)) for name, (key, rows) in data["wholes"].items()},
            )
        except (TypeError, ValueError, LookupError, AttributeError):
            return cls()
        return memo


PART_END, ROW_END, UNLISTED = "\1", "\2", "\3"
"""What stands behind each part of a text of a column, behind each row of pages; what stands for the address of a page that is
not meant to be found. No uri, id or digest has them.
"""


def join_part(texts: Iterable[str]) -> str:
    """Return texts as one of a column."""
    return "".join([f"{text}{PART_END}" for text in texts])


def split_part(text: str) -> tuple[str, ...]:
    """Return what `join_part` has joined."""
    return tuple(text.split(PART_END)[:-1]) if text else ()


def join_rows(rows: Iterable[PageRow]) -> str:
    """Return the rows of pages as one text."""
    return "".join([f"{row.uri}{PART_END}{UNLISTED if row.listed is None else row.listed}{ROW_END}" for row in rows])


def split_rows(text: str) -> tuple[PageRow, ...]:
    """Return what `join_rows` has joined. Raises ValueError or AttributeError where it is none."""
    if not text:
        return ()
    pairs = (row.split(PART_END) for row in text.split(ROW_END)[:-1])
    return tuple([PageRow(uri, None if listed == UNLISTED else listed) for uri, listed in pairs])


DescribedKind = tuple[tuple[PageRow, ...], tuple[Artifact, ...]]
"""The pages of one kind: what is remembered of them, and they themselves."""
DescribedEntry = tuple[PagesRead, tuple[DescribedKind, ...]]
"""What the pages of an entry have read, and they by kind."""

ENOUGH = 300
"""Entries from which their pages are described in several processes: to fork costs as much as some 30 entries."""
PART = 50
"""Entries that one process describes at a time."""


class EntryChanges(NamedTuple):
    """What of the entries of an exhibition is not as it was."""

    frame: bool
    """Is anything that belongs to the frame?"""
    faces: set[str]
    """The ids of entries that have another face."""
    frames: set[str]
    """The ids of entries of which something else is another that does not belong to their own pages alone."""

    def has_spared(self, id: str, read: PagesRead, exhibition: Exhibition) -> bool:
        """Return whether the pages of an entry, which have read this, show the same of others now."""
        if not self.faces.isdisjoint(read.faces):
            return False
        if not self.frame and not self.faces:
            return True
        if self.frame and (
            read.whole or not (self.frames.isdisjoint(read.faces) and self.frames.isdisjoint(read.entries))
        ):
            return False
        asked = (one.partition(" ") for one in read.asked)
        return read.answers == digest(*(format_answer(exhibition, name, key or id) for name, _, key in asked))


def list_differing(now: Mapping[str, str], before: Mapping[str, str]) -> set[str]:
    """Return the keys at which two tables differ."""
    return {key for key, _ in now.items() ^ before.items()}


def summarize_reading(reading: Reading, id: str) -> PagesRead:
    """Return what the pages of an entry have read beside that entry."""
    asked = sorted(reading.answers)
    names = (f"{name} {'' if key == id else key}" for name, key in asked)
    return PagesRead(
        tuple(sorted(reading.faces - {id})),
        tuple(sorted(reading.entries - reading.faces - {id})),
        tuple(names),
        digest(*(reading.answers[one] for one in asked)),
        reading.whole,
    )


class Describer:
    """Describes the pages of an exhibition, and of the next one only those that may have changed.

    `digests` are the digests of page sources and files by uri, as the last build has recorded them. For one thread.
    """

    def __init__(self, kinds: Kinds, memo: Memo | None = None, digests: Mapping[str, str] | None = None) -> None:
        self.kinds = tuple(kinds)
        self.entry_kinds = tuple(kind for kind in self.kinds if isinstance(kind, EntryPageKind))
        self.memo, self.digests = memo or Memo(), digests or {}
        self.context: PageContext | None = None
        self.watched: PageContext | None = None
        self.past = self.memo
        """What was remembered of the exhibition before."""
        self.described = 0
        """How many pages of the last exhibition have been described; the others were as they had been."""
        self.told = ""
        """A hash of all fields of all entries of the last exhibition but bodies, of their pictures, and of what is common."""
        self.made: dict[tuple[str, str], dict[str, PageFile]] = {}
        """Pages that were described after all, by their group."""
        self.files: dict[str, dict[str, Artifact]] = {}
        """Files of `keep_or_make` that were made after all, by their uris."""

    def describe(
        self, context: PageContext, processes: int = 1, folder: Path | None = None
    ) -> tuple[list[Artifact], list[str]]:
        """Return all pages of an exhibition in the order of their kinds, and the addresses of those that are meant to be found.

        With more than one of `processes`, many pages are described in forked processes, which make their sources too and put
        them into a file on the disk of `folder`.
        Afterwards `memo` is of this exhibition; `digests` are to be set when they are known.
        """
        exhibition, past = context.exhibition, self.memo
        self.past = past
        self.context, self.watched, self.made, self.files = context, watch_context(context), {}, {}
        common = compute_common(context)
        known = past.versions if past.common == common else {}
        versions = ExhibitionVersions(
            exhibition.entries, exhibition.versions, known, context.pictures, context.recordings
        )
        self.told = digest(common, versions.faces, versions.told)
        entries = exhibition.published(Entry)
        found: dict[str, EntryMemo] = {}
        pages: dict[str, tuple[tuple[Artifact, ...], ...]] = {}
        self.described = 0
        faces = {entry.id: versions.by_folder[entry.folder].face for entry in exhibition.entries}
        frames = {entry.id: versions.by_folder[entry.folder].frame for entry in exhibition.entries}
        changed = EntryChanges(
            past.frame != versions.frame, list_differing(faces, past.faces), list_differing(frames, past.frames)
        )
        fresh: list[Entry] = []
        for entry in entries if self.entry_kinds else ():
            version = versions.by_folder[entry.folder].own
            old = past.entries.get(entry.id) if past.common == common else None
            if (
                old
                and old.version == version
                and self.has_digests(old)
                and changed.has_spared(entry.id, old.read, exhibition)
            ):
                found[entry.id], pages[entry.id] = old, self.keep_entry(entry.id, old)
            else:
                fresh.append(entry)
        keys = {
            kind: compute_whole_key(kind, common, versions, context)
            for kind in self.kinds
            if isinstance(kind, PageKind)
        }
        wholes = {kind.name: last for kind, key in keys.items() if (last := self.find_whole(kind.name, key))}
        stale = [kind for kind in keys if kind.name not in wholes]
        made: dict[str, tuple[Artifact, ...]] = {}
        of_entries, of_wholes = self.describe_stale(fresh, stale, context, processes, folder)
        for entry, (read, kinds) in zip(fresh, of_entries, strict=True):
            version = versions.by_folder[entry.folder].own
            found[entry.id] = EntryMemo(version, read, tuple(rows for rows, _ in kinds))
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
        self.memo = Memo(common, versions.frame, versions.plain, frames, faces, found, wholes)
        return every, [path for path in listed if path is not None]

    def keep_or_make(self, name: str, key: str, make: Callable[[], list[Artifact]]) -> list[Artifact]:
        """Return files about all pages; those that the last build has recorded under this key are made only where somebody asks
        for their bytes. For after `describe`.
        """
        last = self.find_whole(name, key)
        if last:
            rows = last.rows
            files = [
                Artifact(row.uri, partial(self.make_file, name, make, row.uri), known=self.digests[row.uri])
                for row in rows
            ]
        else:
            files = make()
            rows = tuple(PageRow(file.uri, None) for file in files)
        self.memo = replace(self.memo, wholes={**self.memo.wholes, name: WholeMemo(key, rows)})
        return files

    def make_file(self, name: str, make: Callable[[], list[Artifact]], uri: str) -> bytes:
        """Return the bytes of a file that was not made."""
        if name not in self.files:
            self.files[name] = {file.uri: file for file in make()}
        return self.files[name][uri].make()

    def find_whole(self, name: str, key: str) -> WholeMemo | None:
        """Return what is remembered of files of which the last build has recorded all under this key; None: nothing."""
        last = self.past.wholes.get(name)
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
        # All kinds of the whole take as long as a quarter of all entries.
        kinds = len(self.kinds) - len(self.entry_kinds)
        of_kinds = len(context.exhibition.entries) * len(wholes) // (4 * kinds) if kinds else 0
        if processes < 2 or len(entries) + of_kinds < ENOUGH:
            of_entries = [self.describe_entry(entry) for entry in entries]
            return of_entries, [describe_whole(kind, context) for kind in wholes]
        # Likewise what many pages list: each process would look through all entries for it.
        for row in CONTENT_TYPES.record_types:
            context.exhibition.list_records(row)

        spool = Spool(folder)

        def work(start: int) -> list[Any]:
            if start < 0:
                return pack_kind(describe_whole(wholes[start], context), spool)
            return [pack_entry(self.describe_entry(entry), spool) for entry in entries[start : start + PART]]

        # The kinds first: some of them take as long as hundreds of entries.
        jobs = [*range(-len(wholes), 0), *range(0, len(entries), PART)]
        # Unpacked as they come, while others are described.
        with map_in_processes(work, jobs, processes) as parts:
            of_wholes = [unpack_kind(one, spool) for one in islice(parts, len(wholes))]
            return [unpack_entry(one, spool) for part in parts for one in part], of_wholes

    def has_digests(self, old: EntryMemo) -> bool:
        """Has the last build recorded the digests of all pages of an entry?"""
        return len(old.rows) == len(self.entry_kinds) and all(
            row.uri in self.digests for rows in old.rows for row in rows
        )

    def describe_entry(self, entry: Entry) -> DescribedEntry:
        """Return the pages of an entry, and what they have read."""
        watched = self.watched
        assert watched
        with watch_reading() as reading:
            files = [[add_way(file, watched) for file in kind.build(entry, watched)] for kind in self.entry_kinds]
        return summarize_reading(reading, entry.id), tuple(map(list_artifacts, files))

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


def pack_entry(described: DescribedEntry, spool: Spool) -> tuple[tuple[Any, ...], list[list[PackedPage]]]:
    """Put the sources of the pages of an entry into a spool and return the pages as plain values."""
    read, kinds = described
    return tuple(read), [pack_kind(kind, spool) for kind in kinds]


def unpack_entry(packed: tuple[tuple[Any, ...], list[list[PackedPage]]], spool: Spool) -> DescribedEntry:
    """Return what `pack_entry` has packed."""
    read, kinds = packed
    return PagesRead._make(read), tuple(unpack_kind(kind, spool) for kind in kinds)


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
