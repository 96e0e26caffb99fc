"""Entries as they were read by an earlier command, and what was found in each of them alone, kept in the cache.

Reading and judging an entry takes ten times as long as loading what came of it. So both are kept in shards
(`storage.shards`), each row with the version of its folder (`loader.compute_version`). Rows count only for the same
program, types and vocabularies: these are the key under which a shard is sealed.

The version of a folder is known without opening its files where their stamps (size, time of change, time of status
change, inode) and the listing of the folder are those of last time; else the bytes are read and give the version, so a
fresh checkout or a restored cache costs reading only. The listing of a folder is known by the folder's own stamp. A stamp
proves nothing while its file may still change within one tick of its clock (`are_settled`): such a stamp is not kept. What
was changed and given its old time again has another time of status change.

Two commands may use one cache at once: every row names the version that it was made of, every file is written whole.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, NamedTuple
from zlib import crc32

from ..diagnostics import Diagnostic, Spans
from ..ledger.reader import KnownLinks
from ..model import Entry, Permalink
from ..model.field_types import PrefixedText
from ..storage.cache import UNFINISHED, Cache, are_settled, digest, make_exact_stamp
from ..storage.safe_files import FolderListing, KnownListings
from ..storage.shards import PLAIN, Shards, ValueCodec, ValueTypes, dump_values, load_values
from ..storage.toolchain import get_process_version
from ..types import CONTENT_TYPES
from .yaml_nodes import map_places

FOLDER = "entries"
"""Folder of the shards in a cache."""
SHARDS = 64
"""How many there are: of 6,000 entries one holds 100, which are written in 4 ms when one of them has changed."""
STAMPS = "stamps"
"""Name of the shard of stamps."""
TEXTS = "texts"
"""Name of the shard of what was found in other texts."""

Places = dict[str, tuple[int, int]]


class KeptSpans(Spans):
    """Places of an entry that was kept: they are unpacked when the first is asked for, which of most entries is never."""

    __slots__ = ("packed", "unpacked")

    def __init__(self, path: str, paths: dict[str, str], packed: bytes, deferred: dict[str, tuple[Any, ...]]) -> None:
        self.path, self.paths, self.packed = path, paths, packed
        self.unpacked: Places | None = None
        self.deferred = {key: partial(map_places, *told) for key, told in deferred.items()}

    @property
    def places(self) -> Places:  # type: ignore[override]
        """Line and column by key."""
        if self.unpacked is None:
            held = load_values(self.packed, PLAIN)
            self.unpacked = held if isinstance(held, dict) else {}
        return self.unpacked


def split_spans(spans: Spans) -> tuple[Any, ...]:
    """Return the parts of the places of an entry. Raises TypeError where some are deferred in an unknown way."""
    deferred: dict[str, tuple[Any, ...]] = {}
    for key, make in spans.deferred.items():
        if not isinstance(make, partial) or make.func is not map_places or make.keywords:
            raise TypeError(key)
        deferred[key] = make.args
    whole = (
        spans.packed if isinstance(spans, KeptSpans) and spans.unpacked is None else dump_values(spans.places, PLAIN)
    )
    return spans.path, spans.paths, whole, deferred


SPANS = ValueCodec(split_spans, KeptSpans)
TYPES = ValueTypes(
    tuple(
        f"{__name__.partition('.')[0]}.{name}"
        for name in ("model", "types", "records", "diagnostics", "storage.safe_files", "content.kept_entries")
    ),
    {
        Spans: SPANS,
        KeptSpans: SPANS,
        PrefixedText: ValueCodec(PrefixedText.__getnewargs__, PrefixedText),
    },
)
"""The types of which an entry, a finding, a listing and a permalink consist."""


class Judgement(NamedTuple):
    """What is known of one entry alone."""

    key: str
    """Digest of what else it was made of: settings."""
    findings: tuple[Diagnostic, ...]
    """What the rules found that look at one entry alone."""
    day: str
    """The day (ISO 8601) on which those of these rules looked that ask for it."""
    findings_of_day: tuple[Diagnostic, ...]
    facts: Mapping[str, Any]
    """What rules across entries ask of each entry, by name."""


class KeptRow(NamedTuple):
    """One entry as it was read, and what is known of it."""

    version: str
    entry: Entry | None
    diagnostics: list[Diagnostic]
    fixed_lines: Mapping[int, str]
    judgement: Judgement | None = None


class FolderStamp(NamedTuple):
    """What tells that the files of an entry are those of last time."""

    stamps: bytes
    """The stamps of its text files, in order of their names, `index.md` first."""
    listing: FolderListing
    version: str


class StampTable(NamedTuple):
    """Stamps of what lies below `content/`, as it was last seen."""

    listings: dict[str, tuple[bytes, FolderListing]]
    """The stamp and the listing of each folder, by path."""
    entries: dict[str, FolderStamp]
    """By folder."""
    links: dict[str, tuple[bytes, Permalink]]
    """The stamp of each permalink file, by id, and the one permalink that it holds."""


class KeptEntries:
    """What an earlier command has read and found, and what this one adds to it.

    First `begin` says under which vocabularies entries are read; then `find_by_stamp` and `find_by_version` return what is
    kept, `put` takes what was read, `judge` what was found; `save` writes the shards of which a row has changed.
    """

    def __init__(self, cache: Cache) -> None:
        self.shards = Shards(cache.root / FOLDER, cache.root / UNFINISHED, TYPES)
        self.program = compute_program_key()
        seen = self.shards.read(STAMPS, self.program)
        self.seen = seen if isinstance(seen, StampTable) else StampTable({}, {}, {})
        self.now = StampTable({}, {}, {})
        self.began = time.time_ns()
        """What was changed shortly before has no stamp that proves anything."""
        self.frame = ""
        self.rows: dict[str, KeptRow] = {}
        """By folder, those of this program and these vocabularies."""
        self.changed: set[str] = set()
        """Folders whose rows are not as their shard holds them."""
        self.stamps: dict[str, bytes] = {}
        """The stamps of the text files of each folder, taken before they were read."""
        texts = self.shards.read(TEXTS, self.program)
        self.texts: dict[str, tuple[str, Any]] = texts if isinstance(texts, dict) else {}
        """What was found in texts that are no entries, by their name, each with the digest of what it was found in."""
        self.texts_now: dict[str, tuple[str, Any]] = {}
        self.held: Mapping[str, object] = {STAMPS: self.seen, TEXTS: self.texts}
        """What the cache holds, by the names of its files."""

    @property
    def listings(self) -> KnownListings:
        """The listings of folders of last time, and where those of this time are noted."""
        return KnownListings(self.seen.listings, self.now.listings, self.began)

    @property
    def links(self) -> KnownLinks:
        """The permalinks of last time, and where those of this time are noted."""
        return KnownLinks(self.seen.links, self.now.links, self.began)

    def begin(self, frame: str) -> None:
        """Read what was kept under a digest of everything that entries are read with."""
        known, self.frame = self.frame, digest(self.program, frame)
        if known == self.frame:
            return
        self.rows.clear()
        for number in range(SHARDS):
            rows = self.shards.read(get_shard_name(number), self.frame)
            if isinstance(rows, dict):
                self.rows |= {folder: row for folder, row in rows.items() if isinstance(row, KeptRow)}

    def resume_reading(self) -> None:
        """Prepare for reading the content once more in this process: what was read and found is known without the cache."""
        seen, now = self.seen, self.now
        # Where reading has failed half-way, what was known before counts for the rest.
        self.seen = StampTable(
            {**seen.listings, **now.listings}, {**seen.entries, **now.entries}, {**seen.links, **now.links}
        )
        self.now = StampTable({}, {}, {})
        self.texts, self.texts_now = {**self.texts, **self.texts_now}, {}
        self.began = time.time_ns()
        self.stamps = {}

    def find_by_stamp(self, root: str, folder: str, here: FolderListing, names: Collection[str]) -> KeptRow | None:
        """Return the row of a folder that has the listing of last time, and whose text files (`names`) have the stamps."""
        stamps = self.stamps[folder] = read_stamps(root, folder, names)
        seen = self.seen.entries.get(folder)
        if seen is None or seen.stamps != stamps or seen.listing != here:
            return None
        row = self.rows.get(folder)
        if row is None or row.version != seen.version:
            return None
        self.now.entries[folder] = seen
        return row

    def find_by_version(self, folder: str, here: FolderListing, version: str) -> KeptRow | None:
        """Return the row of a folder whose files have been read and have this version."""
        stamps = self.stamps.get(folder)
        if stamps and are_settled(stamps, self.began):
            self.now.entries[folder] = FolderStamp(stamps, here, version)
        row = self.rows.get(folder)
        return row if row is not None and row.version == version else None

    def put(self, folder: str, row: KeptRow) -> None:
        """Take an entry that was read."""
        self.rows[folder] = row
        self.changed.add(folder)

    def get_judgement(self, folder: str, version: str) -> Judgement | None:
        """Return what is known of the entry in a folder of this version."""
        row = self.rows.get(folder)
        return row.judgement if row is not None and row.version == version else None

    def judge(self, folder: str, version: str, judgement: Judgement) -> None:
        """Take what was found in an entry, if it is kept."""
        row = self.rows.get(folder)
        if row is not None and row.version == version:
            self.put(folder, row._replace(judgement=judgement))

    def get_or_make(self, name: str, inputs: str, make: Callable[[], Any]) -> Any:
        """Return what `make` returns, which depends on `inputs` (a digest) and on the program; made once and kept by `name`."""
        known = self.texts.get(name)
        if known is None or known[0] != inputs:
            known = (inputs, make())
        self.texts_now[name] = known
        return known[1]

    def is_untouched(self, root: str, folder: str, names: Collection[str]) -> bool:
        """Have the text files of a folder still the stamps that they had before they were read?"""
        stamps = self.stamps.get(folder)
        return bool(stamps) and stamps == read_stamps(root, folder, names)

    def save(self, folders: Collection[str]) -> None:
        """Keep what is known of the entries in `folders`, which are all that there are."""
        gone = self.rows.keys() - set(folders)
        for folder in gone:
            del self.rows[folder]
        parts: dict[int, dict[str, KeptRow]] = {get_shard(folder): {} for folder in (*self.changed, *gone)}
        for folder, row in self.rows.items() if parts else ():
            if (number := get_shard(folder)) in parts:
                parts[number][folder] = row
        for number, rows in parts.items():
            name = get_shard_name(number)
            if not self.shards.write(name, self.frame, rows):
                # An entry of a type that nobody has declared here, perhaps: the others are kept.
                self.shards.write(
                    name, self.frame, {one: row for one, row in rows.items() if self.shards.can_hold(row)}
                )
        self.changed.clear()
        read = {STAMPS: self.now, TEXTS: self.texts_now}
        for name, value in read.items():
            if value != self.held[name]:
                self.shards.write(name, self.program, value)
        self.held = read


def read_stamps(root: str, folder: str, names: Collection[str]) -> bytes:
    """Return the stamps of files in a folder, one behind the other; empty where one of them is missing."""
    try:
        return b"".join([make_exact_stamp(os.lstat(f"{root}/{folder}/{name}")) for name in names])
    except OSError:
        return b""


def get_shard(folder: str) -> int:
    """Return the number of the shard that holds the row of a folder."""
    return crc32(folder.encode("utf-8", "surrogatepass")) % SHARDS


def get_shard_name(number: int) -> str:
    """Return the name of the file of a shard."""
    return f"{number:02x}"


def compute_program_key() -> str:
    """Return the digest of the program that reads and judges entries, and of the types that are registered."""
    types = (
        f"{row.name} {row.model.__module__}.{row.model.__qualname__} {' '.join(row.by_key)}" for row in CONTENT_TYPES
    )
    return get_process_version("entry").make_key(*types)
