"""Load the folder of an exhibition into an `Exhibition`, with everything that was found on the way.

`load_exhibition` reads `content/` and `mkdocs.yml`; `read_entry` parses one content file into an entry of its type.
Other text files below `content/` are searched for the marks of merge conflicts only. `EntryFolder` holds the names of the
files in the folder of an entry. `read_base_snapshot` loads what
another revision of the repository had promised: a repository of volunteers has a branch that is published, and whatever
its ledger holds may be printed on walls.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from ..bodies.guide_pages import find_excess, split_page
from ..collector import pause_collector
from ..diagnostics import Diagnostic, Spans
from ..lazy import dataclass
from ..ledger.permalink_file import FILE, FOLDER, read_permalink_file
from ..ledger.reader import PATH as TABLE
from ..ledger.reader import Revision, add_file, find_revision, read_ledger, read_table
from ..messages import files as messages
from ..messages.files import conflict_marks, has_conflict, keep_first_version
from ..messages.registry import DiagnosticCollector
from ..model import BaseSnapshot, Entry, Exhibition, Ledger, Permalink, Status
from ..model.books import BOOKS, Book, BookPage
from ..model.content_types import BodyNotation, make_body_place
from ..model.entry import STATUS, applies_after_takedown, list_required_fields
from ..model.exhibition import sort_entries
from ..model.field_types import ID, PhotoKey
from ..model.fields import Field, ListOf, RecordList, index_by_key
from ..model.permalinks import PATH as SITE_ADDRESS
from ..model.vocabulary import VOCABULARIES, Lexicon
from ..privacy import may_hold_private
from ..storage.cache import digest
from ..storage.originals import Originals, list_content
from ..storage.safe_files import (
    PHOTO_LIMIT,
    RECORD_LIMIT,
    FileTooLarge,
    FolderListing,
    UnsafeFile,
    list_within,
    read_file,
    read_listing,
    read_within,
)
from ..text.characters import PICTURES, find_index_file, normalize_file_name
from ..types import BY_STREET, CONTENT_TYPES, ContentType
from .field_parser import FieldParser
from .front_matter import read_front_matter
from .kept_entries import KeptEntries, KeptRow
from .settings import parse_site_address, read_settings, read_site_address, read_site_url
from .vocabularies import FOLDER as VOCABULARY_FOLDER
from .vocabularies import build_lexicon, build_name_lexicon, parse_terms, read_vocabularies
from .yaml_nodes import MappingNode, ScalarNode

__all__ = ["LoadedContent", "load_exhibition"]


@dataclass(frozen=True)
class EntryFolder:
    """The names of what lies beside an `index.md`, hidden files left out."""

    path: str
    names: frozenset[str]
    files: frozenset[str] = frozenset()
    """Those of regular files: all that may be opened."""

    @cached_property
    def by_plain_name(self) -> dict[str, str]:
        """Names by what a careless eye takes for the same."""
        return {normalize_file_name(name): name for name in self.names}

    def find_similar(self, name: str) -> str | None:
        """Return the file that `name` means though case or composition differ."""
        return self.by_plain_name.get(normalize_file_name(name))


def make_entry_folder(root: str, folder: str, listings: Mapping[str, FolderListing]) -> EntryFolder:
    """Return what lies beside the `index.md` of a folder of `root`."""
    here = listings.get(folder, FolderListing())
    files = list_own_names(here.files)
    return EntryFolder(f"{root}/{folder}", files | list_own_names((*here.folders, *here.links, *here.special)), files)


def list_own_names(names: tuple[str, ...]) -> frozenset[str]:
    """Return the names that are not the entry's own, hidden ones left out."""
    return frozenset(one for one in names if one != "index.md" and one[0] != ".")


def read_entry_folder(root: str, folder: str) -> EntryFolder:
    """Return what lies beside the `index.md` of one folder of `root`, as it is on the disk now."""
    return make_entry_folder(root, folder, {folder: read_listing(f"{root}/{folder}")})


PLACES = {**{book.folder: ".md" for book in BOOKS}, "content/sheets": ".csv"}
"""What is only copied, or read by another command: pages of books, records of imports."""


def find_conflicts(root: Path) -> list[Diagnostic]:
    """Return where these files hold marks of a conflict."""
    found: list[Diagnostic] = []
    paths = (
        f"{folder}/{name}"
        for folder, end in PLACES.items()
        for name in list_within(root, folder).files
        if name.endswith(end)
    )
    for path in sorted(paths):
        try:
            data = read_file(root / path, RECORD_LIMIT)
        except OSError:
            continue
        if b"<<<<<<<" not in data and b">>>>>>>" not in data:
            continue
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        notes = DiagnosticCollector(path)
        if has_conflict(text):
            keep_first_version(text.split("\n"), lambda number, notes=notes: notes.report(conflict_marks(), number))  # type: ignore[misc]
        found += notes.diagnostics
    return found


NO_FILES: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One content file, read: the entry, where it could be understood, and what was found."""

    entry: Entry | None
    diagnostics: list[Diagnostic]
    fixed_lines: Mapping[int, str]
    """Lines as they must have been meant, by their number: every mend in memory that is certain."""
    version: str = ""
    """The version of its folder, where it was read from the disk; see `compute_version`."""

    @property
    def held(self) -> Entry | None:
        """What the file says, for those who compare it with what it says after a change."""
        return self.entry


@dataclass(frozen=True, slots=True)
class ParsedSideFile:
    """One side file, read: the records of its list, and what was found."""

    values: Mapping[str, Any]
    """The list by its attribute; empty where the file holds none."""
    places: Mapping[str, tuple[int, int]]
    """Line and column of its key and of the values of its records."""
    deferred: Mapping[str, Callable[[], Mapping[str, tuple[int, int]]]]
    """The same of what nobody has asked for yet; see `Spans`."""
    diagnostics: list[Diagnostic]
    fixed_lines: Mapping[int, str]
    """Lines as they must have been meant, by their number: every mend in memory that is certain."""
    suspect: bool
    """May the file hold something private?"""

    @property
    def held(self) -> tuple[Any, ...]:
        """What the file says, for those who compare it with what it says after a change."""
        return tuple(self.values.values())


def read_entry_file(
    data: bytes, folder: str, lexicon: Lexicon, side: Mapping[str, bytes] = NO_FILES, names: Collection[str] = ()
) -> ParsedEntry:
    """Return the entry of an `index.md` in `folder` (POSIX, relative to the folder that holds `content/`).

    `side` holds its side files by name, `names` are those of all files in the folder. Raises KeyError where the folder is below that of no content type.
    """
    row = CONTENT_TYPES.find_by_path(folder)
    if row is None:
        raise KeyError(folder)
    return read_entry(data, folder, lexicon, row, side, names)


def read_entry(
    data: bytes,
    folder: str,
    lexicon: Lexicon,
    row: ContentType,
    side: Mapping[str, bytes] = NO_FILES,
    names: Collection[str] = (),
) -> ParsedEntry:
    """Return the entry of a content file of type `row`; without an id, in it or as its folder's name, there is none."""
    notes = DiagnosticCollector(f"{folder}/index.md")
    known = row.by_key
    matter = read_front_matter(data, known, notes)
    if matter is None:
        return ParsedEntry(None, notes.to_diagnostics(), notes.certain_fixes)
    spans = Spans(notes.path)
    find_home = partial(find_type_of_key, row)
    parser = FieldParser(lexicon, notes, spans.places, read_status(matter.top), find_home, spans.deferred)
    values = parser.parse_values(matter.top, known)
    status = Status(values.get("status", Status.DRAFT.value))
    suspect = may_hold_private(notes.text)
    beside: list[Diagnostic] = []
    report_owned_lists(parser, row, values, side)
    for file, of_file in side.items():
        parsed = read_side_file(of_file, f"{folder}/{file}", row, lexicon, status)
        suspect = suspect or parsed.suspect
        beside += parsed.diagnostics + enter_list(parsed, row.side_files[file], f"{folder}/{file}", values, spans)
    report_missing_fields(parser, matter.top, row, values, status)
    if status is Status.WITHDRAWN:
        notes.keep_codes(applies_after_takedown)
        beside = [one for one in beside if applies_after_takedown(one.code)]
    name = folder.rpartition("/")[2]
    values.setdefault("id", name if ID.fullmatch(name) else "")
    if not values["id"]:
        return ParsedEntry(None, notes.to_diagnostics(), notes.certain_fixes)
    values |= find_own_pictures(row, names)
    values["status"] = status
    values["suspect"] = suspect
    spans.places["正文"] = (matter.body_line, 1)
    if row.body:
        values |= parse_body_values(row.body, matter.body, matter.body_line, parser)
        if status is Status.WITHDRAWN:
            notes.keep_codes(applies_after_takedown)
    for attribute in row.texts:
        values.setdefault(attribute, "")
    return ParsedEntry(
        row.model(**values, body=matter.body, folder=folder, spans=spans),
        notes.to_diagnostics() + beside,
        notes.certain_fixes,
    )


def parse_body_values(notation: BodyNotation, body: str, first: int, parser: FieldParser) -> dict[str, tuple[Any, ...]]:
    """Return the values that stand in a body, whose first line is line `first` of the file, by attribute.

    A value that cannot be read is reported and leaves an empty one, so that each keeps its number.
    """
    found: dict[str, list[Any]] = {field.attribute: [] for field in notation.fields}
    for field, text, row, column in notation.list_values(body):
        assert isinstance(field.kind, ListOf)
        line = first + row - 1
        value, issue = field.kind.item.parse(text, field.key, parser.lexicon)
        if issue is not None:
            parser.notes.report_value(issue, text, line, column)
        values = found[field.attribute]
        parser.places[make_body_place(field.key, len(values))] = (line, column)
        values.append("" if value is None else value)
    return {attribute: tuple(values) for attribute, values in found.items()}


def find_type_of_key(row: ContentType, key: str) -> tuple[str, str] | None:
    """Return why entries of a type have no such key, and what to do, where it belongs into their body or those of other
    types have it.
    """
    if row.body and row.body.find_field(key):
        return f"，它写在正文里{row.body.where}", f"把它移到第二个 --- 的下面，写{row.body.where}。"
    others = [other.label for other in CONTENT_TYPES if key in other.by_key]
    if not others:
        return None
    return f"，{'、'.join(others)}的页面才有", f"删掉这一行，想说的话写到信息栏下面的正文里。{row.note}"


def find_list_of_key(field: Field, key: str) -> tuple[str, str] | None:
    """Return why a key cannot stand at the left of a side file, and what to do, where each record of its list has it."""
    keys = list(field.kind.by_key) if isinstance(field.kind, RecordList) else []
    if key not in keys:
        return None
    why = f"，它是“{field.key}”里一条的内容"
    return why, f"改成这样：先写一行“{field.key}:”，下面写“  - {keys[0]}: ……”，其他各行前面空 4 格。"


def find_own_pictures(row: ContentType, names: Collection[str]) -> Mapping[str, str]:
    """Return the pictures among the files of a folder that stand for values of its entry, by the attribute that names them.

    Of several for one value the first in order counts.
    """
    if len(names) < 2 or not row.pictures:
        return {}
    found: dict[str, str] = {}
    for name in sorted(names):
        stem, dot, end = normalize_file_name(name).rpartition(".")
        if stem in row.pictures and dot + end in PICTURES:
            found.setdefault(row.pictures[stem].picture, name)
    return found


def read_side_file(
    data: bytes, path: str, row: ContentType, lexicon: Lexicon, status: Status = Status.PUBLISHED
) -> ParsedSideFile:
    """Return the list in the side file at `path` of an entry of type `row`, whose life is in the state `status`.

    Only the list by which the file is named is read; every other key is reported.
    """
    field = row.side_files[path.rpartition("/")[2]]
    notes = DiagnosticCollector(path)
    if not data.strip():
        notes.report(messages.empty_file(field.key))
        return ParsedSideFile({}, {}, {}, notes.diagnostics, {}, suspect=False)
    matter = read_front_matter(data, row.by_key, notes)
    if matter is None:
        return ParsedSideFile({}, {}, {}, notes.to_diagnostics(), notes.certain_fixes, suspect=True)
    for key in [key for key in matter.top.values if key in row.by_key and key != field.key]:
        line, column = matter.top.places[key]
        del matter.top.values[key]
        home = next((name for name, one in row.side_files.items() if one.key == key), "index.md")
        notes.report(messages.foreign_key(key, field.key, home), line, column)
    deferred: dict[str, Callable[[], Mapping[str, tuple[int, int]]]] = {}
    parser = FieldParser(lexicon, notes, {}, status, partial(find_list_of_key, field), deferred)
    values = parser.parse_values(matter.top, index_by_key((field,)))
    if matter.body.strip():
        above = matter.body[: len(matter.body) - len(matter.body.lstrip())].count("\n")
        notes.report(messages.prose_in_side_file(field.key), matter.body_line + above)
    suspect = may_hold_private(notes.text)
    return ParsedSideFile(values, parser.places, deferred, notes.to_diagnostics(), notes.certain_fixes, suspect)


def enter_list(
    parsed: ParsedSideFile, field: Field, path: str, values: dict[str, Any], spans: Spans
) -> list[Diagnostic]:
    """Enter the records of a side file among the values of its entry, whose own list stays where it has one.

    Return what is wrong where both places hold records.
    """
    if not parsed.values:
        return []
    line, column = parsed.places[field.key]
    if values.get(field.attribute):
        notes = DiagnosticCollector(path)
        notes.report(messages.list_in_two_places(field.key, spans[field.key].line, line), line, column)
        return notes.diagnostics
    values.update(parsed.values)
    spans.paths[field.key] = path
    spans.places.update(parsed.places)
    spans.deferred.update(parsed.deferred)
    return []


def report_owned_lists(
    parser: FieldParser, row: ContentType, values: Mapping[str, Any], side: Mapping[str, bytes]
) -> None:
    """Say which lists stand in `index.md` though their owner alone writes them, in a side file. Their values are kept."""
    for file, field in row.side_files.items():
        told = field.kind.told if isinstance(field.kind, RecordList) else None
        if told and told.owner and values.get(field.attribute):
            issue = messages.owned_list(field.key, told.owner_title, file in side)
            parser.notes.report(issue, *parser.places[field.key])


def report_missing_fields(
    parser: FieldParser, top: MappingNode, row: ContentType, values: Mapping[str, Any], status: Status
) -> None:
    """Say which required fields are missing in this state of the entry's life."""
    for field in list_required_fields(row.fields, status, example=bool(values.get("example"))):
        if field.attribute not in values:
            parser.report_missing(field, top, values)


def read_status(top: MappingNode) -> Status:
    """Return the state of an entry's life before anything else of it is understood."""
    node = top.values.get("状态")
    word = STATUS.words.known.get(node.text) if isinstance(node, ScalarNode) else None
    return Status(word or Status.DRAFT.value)


SETTINGS = "mkdocs.yml"


def read_base_snapshot(root: Path, revision: str, lexicon: Lexicon) -> BaseSnapshot:
    """Return the published addresses at the merge base of `root` and `revision`; see `find_revision`.

    Nothing where there was no ledger yet. Raises Refusal where git cannot tell.
    """
    return load_snapshot(find_revision(root, revision), lexicon)


def load_snapshot(there: Revision, lexicon: Lexicon) -> BaseSnapshot:
    """Return what a revision had promised. Raises Refusal where git does not have its files."""
    entries = [path for path in there.blobs if is_entry_file(path)]
    twice = {id for id, times in Counter(map(get_folder_number, entries)).items() if times > 1}
    # Of a number that two folders bore nobody can say from them alone whose it was.
    folders = {
        get_folder_number(path): path.rpartition("/")[0] for path in entries if get_folder_number(path) not in twice
    }
    changed: dict[str, Entry] = {}
    altered = there.list_changed(*(row.root for row in CONTENT_TYPES))
    wanted = sorted({f"{path.rpartition('/')[0]}/index.md" for path in altered if is_text_of_entry(path)})
    folders_changed = [path.rpartition("/")[0] for path in wanted if path in there.blobs]
    beside = (f"{folder}/{name}" for folder in folders_changed for name in list_side_names(folder))
    side: dict[str, dict[str, bytes]] = {folder: {} for folder in folders_changed}
    for path, data in there.read_files(sorted(path for path in beside if path in there.blobs)):
        folder, _, name = path.rpartition("/")
        side[folder][name] = data
    for path, data in there.read_files([f"{folder}/index.md" for folder in folders_changed]):
        folder = path.rpartition("/")[0]
        entry = read_entry_file(data, folder, lexicon, side[folder]).entry
        if entry is not None and get_folder_number(path) not in twice:
            changed[get_folder_number(path)] = entry
    site = dict(there.read_files([one for one in (SETTINGS, SITE_ADDRESS) if one in there.blobs]))
    return BaseSnapshot(
        read_ledger_at_revision(there),
        folders,
        changed,
        count_moved_pictures(there, {id: folder for id, folder in folders.items() if ID.fullmatch(id)}, altered),
        read_slugs_at_revision(there),
        read_site_url(site[SETTINGS]) if SETTINGS in site else "",
        parse_site_address(site[SITE_ADDRESS]) if SITE_ADDRESS in site else None,
    )


def count_moved_pictures(
    there: Revision, folders: Mapping[str, str], altered: Collection[str]
) -> dict[str, Counter[str]]:
    """Return, for each number from whose folder files are gone, whose files lie there now, its own too, as counts by number.

    Only what is a file of one folder alone in the revision counts. Which file it is git's name for its bytes tells, so
    that none of the revision has to be read.
    """
    ids = {folder: id for id, folder in folders.items()}
    losers = {folder for path in altered if not is_text_of_entry(path) and (folder := path.rpartition("/")[0]) in ids}
    if len(losers) < 2:
        return {}
    owners: dict[str, set[str]] = {}
    for path, blob in there.blobs.items():
        if (folder := path.rpartition("/")[0]) in losers and not is_text_of_entry(path):
            owners.setdefault(blob, set()).add(folder)
    sizes = {len(blob) for blob in owners}
    come: dict[str, Counter[str]] = {}
    for path, original in Originals(there.root).left_out.items():
        whose = owners.get(original.id, set())
        if (folder := path.rpartition("/")[0]) in losers and len(whose) == 1:
            come.setdefault(ids[folder], Counter())[ids[next(iter(whose))]] += 1
    for folder in sorted(losers):
        for name in list_within(there.root, folder).files:
            try:
                data = read_within(there.root, f"{folder}/{name}", PHOTO_LIMIT)
            except OSError:
                continue
            whose = owners.get(compute_blob_id(data, sizes), set())
            if len(whose) == 1:
                come.setdefault(ids[folder], Counter())[ids[next(iter(whose))]] += 1
    return come


def compute_blob_id(data: bytes, sizes: Collection[int]) -> str:
    """Return git's name for the bytes of a file, of the kind whose length is in `sizes` (40: SHA-1, 64: SHA-256)."""
    head = f"blob {len(data)}\0".encode()
    if 64 in sizes:
        return hashlib.sha256(head + data).hexdigest()
    return hashlib.sha1(head + data, usedforsecurity=False).hexdigest()


def is_entry_file(path: str) -> bool:
    """Is this the file of an entry whose folder bears a number?"""
    folder, _, name = path.rpartition("/")
    return (
        name == "index.md"
        and CONTENT_TYPES.find_home(folder) is not None
        and bool(ID.fullmatch(get_folder_number(path)))
    )


def is_text_of_entry(path: str) -> bool:
    """Is this the `index.md` or a side file of an entry whose folder bears a number?"""
    folder, _, name = path.rpartition("/")
    return is_entry_file(f"{folder}/index.md") and (name == "index.md" or name in list_side_names(folder))


def get_folder_number(path: str) -> str:
    """Return the number of the folder of an entry's file."""
    return path.split("/")[-2]


def read_ledger_at_revision(there: Revision) -> Ledger:
    """Return the ledger of a revision, whether it had a file for each address or a table."""
    paths = [path for path in there.blobs if path.startswith(f"{FOLDER}/") and FILE.fullmatch(path.split("/")[-1])]
    links: list[Permalink] = []
    doubtful: set[str] = set()
    for path, data in there.read_files(sorted(paths)):
        add_file(read_permalink_file(path.split("/")[-1][:5], data), links, [], doubtful)
    if paths or TABLE not in there.blobs:
        return Ledger(tuple(links), frozenset(doubtful))
    [(_, table)] = there.read_files([TABLE])
    return read_table(table.decode("utf-8", "replace")).ledger


def read_slugs_at_revision(there: Revision) -> dict[str, frozenset[str]]:
    """Return the slugs that had pages in a revision, by vocabulary."""
    paths = {f"{VOCABULARY_FOLDER}/{row.file}": row for row in VOCABULARIES if row.has_pages}
    found: dict[str, frozenset[str]] = {}
    for path, data in there.read_files([path for path in paths if path in there.blobs]):
        terms = parse_terms(data.decode("utf-8", "replace"), paths[path], DiagnosticCollector(path))
        found[paths[path].name] = frozenset(slug for term in terms for slug in (term.slug, *term.former))
    return found


@dataclass(frozen=True, slots=True)
class LoadedContent:
    """An exhibition as far as it could be understood, and what was found while reading, in order of place."""

    exhibition: Exhibition
    diagnostics: tuple[Diagnostic, ...]
    listings: Mapping[str, FolderListing]
    """The names in every folder below `content/`, by path, as they were when it was read."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of the folder of each entry, by path, whether or not it could be understood; see `compute_version`."""
        return self.exhibition.versions


def load_exhibition(root: Path, kept: KeptEntries | None = None) -> LoadedContent:
    """Read `content/` and `mkdocs.yml` of the folder `root`. Content never raises: it is reported.

    With `kept` entries only what has changed since they were read is read again.
    """
    with pause_collector():
        settings, diagnostics = read_settings(root)
        frame = digest_vocabularies(root) if kept else ""
        vocabularies, more = read_vocabularies(root)
        ledger, still_more = read_ledger(root, kept.links if kept else None)
        site_address, of_address = read_site_address(root)
        diagnostics += more + still_more + of_address + find_conflicts(root)
        lexicon = build_lexicon(vocabularies)
        entries: list[Entry] = []
        listings = list_content(root, kept.listings if kept else None)
        if kept:
            # Where somebody writes them at this moment, nothing is kept of entries that were read with them.
            kept.begin(frame if frame == digest_vocabularies(root) else "")
        found = load_entries(root, lexicon, listings, kept)
        for read in found.values():
            diagnostics += read.diagnostics
            if read.entry is not None:
                entries.append(read.entry)
        ordered = sort_entries(entries)
    books = {book.name: read_book(root, book, listings) for book in BOOKS if book.template}
    versions = {folder: read.version for folder, read in found.items()}
    exhibition = Exhibition(
        settings, vocabularies, ledger, ordered, site_address=site_address, books=books, versions=versions
    )
    return LoadedContent(exhibition, tuple(sorted(diagnostics, key=lambda one: (one.span, one.code))), listings)


def digest_vocabularies(root: Path) -> str:
    """Return the digest of all files of vocabularies, which decide how entries are read and judged."""
    parts: list[bytes | str] = []
    for name in list_within(root, VOCABULARY_FOLDER).files:
        try:
            parts += [name, read_file(f"{root}/{VOCABULARY_FOLDER}/{name}")]
        except OSError as problem:
            parts += [name, str(problem)]
    return digest(*parts)


def read_book(root: Path, book: Book, listings: Mapping[str, FolderListing]) -> tuple[BookPage, ...]:
    """Return the pages of a book that can be read, its index first, then those that tell a step, in order.

    What cannot be read the checks report.
    """
    names = [
        f"{folder}/{name}".removeprefix(f"{book.folder}/")
        for folder, here in listings.items()
        for name in here.files
        if book.has_path(folder) and name.endswith(".md") and not name.startswith(".")
    ]
    found: list[BookPage] = []
    for name in names:
        try:
            text = read_file(root / book.folder / name).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if find_excess(text, book) is None:
            found.append(split_page(text, book, name))
    return tuple(sorted(found, key=lambda page: (page.path != "", page.step or LAST, page.name)))


LAST = 100
"""Where pages stand that tell no step."""


def load_entries(
    root: Path, lexicon: Lexicon, listings: Mapping[str, FolderListing], kept: KeptEntries | None = None
) -> dict[str, ParsedEntry]:
    """Return every content file of `root`, read, by its folder; those that name others are read again when all names are
    known, and are not kept.
    """
    found: dict[str, ParsedEntry] = {}
    unclear: list[str] = []
    place = str(root)
    for folder in find_entry_folders(listings):
        here = listings[folder]
        row = kept.find_by_stamp(place, folder, here, list_text_names(folder, here)) if kept else None
        if row is not None:
            found[folder] = ParsedEntry(row.entry, row.diagnostics, row.fixed_lines, row.version)
            continue
        read = found[folder] = load_folder(root, folder, lexicon, here, kept)
        if any(one.code == NO_ID for one in read.diagnostics):
            unclear.append(folder)
    if unclear:
        known = build_name_lexicon([read.entry for read in found.values() if read.entry is not None])
        names, told = {**lexicon, **known}, digest(*map(repr, known.values()))
        for folder in unclear:
            read = load_folder(root, folder, names, listings[folder])
            # What it says depends on the names of others.
            found[folder] = replace(read, version=digest(read.version, told))
    return found


ONLY_INDEX = ("index.md",)


def list_text_names(folder: str, here: FolderListing) -> tuple[str, ...]:
    """Return the names of the text files of an entry: `index.md`, then its side files in order."""
    if here.files == ONLY_INDEX:
        return ONLY_INDEX
    return "index.md", *sorted(list_side_names(folder).keys() & set(here.files))


NO_ID = "E236"
"""The code of what stands where an id should."""


def list_entry_folders(root: Path) -> list[str]:
    """Return the folders of the entries of all content types, as paths relative to `root`, in order."""
    return find_entry_folders(list_content(root))


def find_entry_folders(listings: Mapping[str, FolderListing]) -> list[str]:
    """Return those of the listed folders that are of entries of any content type, in order."""
    found: list[str] = []
    for row in CONTENT_TYPES:
        homes = list_folders(listings, row.root)
        if row.layout == BY_STREET:
            homes = [folder for street in homes for folder in list_folders(listings, street)]
        found += homes
    return found


def list_folders(listings: Mapping[str, FolderListing], path: str) -> list[str]:
    """Return the folders in the folder `path`, as paths relative to the root, in order; links are not followed."""
    here = listings.get(path, FolderListing())
    return [f"{path}/{name}" for name in here.folders if not name.startswith((".", "_"))]


def load_folder(
    root: Path, folder: str, lexicon: Lexicon, here: FolderListing, kept: KeptEntries | None = None
) -> ParsedEntry:
    """Read the `index.md` of one folder, in which there is what `here` lists; say so where there is none.

    What is `kept` of a folder of this version is not read again, and what is read is kept.
    """
    path = f"{root}/{folder}"
    notes = DiagnosticCollector(f"{folder}/index.md")
    try:
        data = read_file(f"{path}/index.md")
    except FileTooLarge as problem:
        notes.report(messages.oversized_file(str(problem)))
        return ParsedEntry(None, notes.diagnostics, {}, compute_version(None, {}, here, str(problem)))
    except UnsafeFile:
        # The checks say of each link and special file what it is, wherever it lies.
        return ParsedEntry(None, [], {}, compute_version(None, {}, here))
    except OSError:
        names = sorted(name for kind in here[:4] for name in kind)
        beside = [name for name in names if name not in list_side_names(folder)]
        notes.report(messages.folder_without_index(names, find_index_file(beside)))
        return ParsedEntry(None, notes.diagnostics, {}, compute_version(None, {}, here))
    side, found = dict[str, bytes](), list[Diagnostic]()
    if here.files != ONLY_INDEX:
        # Nearly every folder of an exhibition without photographs holds nothing else.
        side, found = read_side_files(root, folder, here.files)
    version = compute_version(data, side, here, *(one.message for one in found))
    row = kept.find_by_version(folder, here, version) if kept else None
    if row is not None:
        return ParsedEntry(row.entry, row.diagnostics, row.fixed_lines, version)
    read = read_entry_file(data, folder, lexicon, side, here.files)
    read = ParsedEntry(read.entry, read.diagnostics + found, read.fixed_lines, version)
    if kept and not any(one.code == NO_ID for one in read.diagnostics):
        kept.put(folder, KeptRow(version, read.entry, read.diagnostics, read.fixed_lines))
    return read


def compute_version(data: bytes | None, side: Mapping[str, bytes], here: FolderListing, *problems: str) -> str:
    """Return the version of the folder of an entry: the digest of everything that was read of it.

    That is its `index.md` (None where it cannot be read), its side files, what could not be read, and the names of all
    that lies in the folder, each kind apart. Bytes of photographs and recordings are no part of it: who shows them has
    keys of their bytes. With equal vocabularies and the same program, folders of one path and one version give one entry.
    """
    names = "\0".join("\1".join(kind) for kind in here[:4])
    beside = (part for name, text in side.items() for part in (name, text))
    return digest(data is not None, data or b"", names, here.readable, *problems, len(side), *beside)


def list_side_names(folder: str) -> Mapping[str, Field]:
    """Return the fields that may stand in files of their own in the folder of an entry, by the name of the file."""
    row = CONTENT_TYPES.find_home(folder)
    return row.side_files if row else {}


def read_side_files(
    root: Path, folder: str, names: Collection[str] | None = None
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return the side files in the folder of an entry, by name, and what is wrong with those that cannot be read.

    `names` are those of the files in the folder, where they are known.
    """
    names = read_listing(f"{root}/{folder}").files if names is None else names
    found: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    for name in sorted(list_side_names(folder).keys() & set(names)):
        notes = DiagnosticCollector(f"{folder}/{name}")
        try:
            found[name] = read_file(f"{root}/{folder}/{name}")
        except FileTooLarge as problem:
            notes.report(messages.oversized_file(str(problem)))
        except UnsafeFile:
            continue
        except OSError:
            notes.report(messages.folder_without_index((name,), None, name))
        problems += notes.diagnostics
    return found, problems


def iter_mentions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the key of every photo that another part of the entry names, and its place in `spans`."""
    for one in CONTENT_TYPES.get_type_of(entry).iter_values(entry, PhotoKey):
        yield one.value, one.place
