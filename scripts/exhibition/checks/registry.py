"""Check registry: `@check` registers a generator of findings; and what all checks share.

`CheckContext` holds the exhibition, the folders of its entries and the day; it scans the files below `content/` once, for
files that are not part of the exhibition and for text that tells something private.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import Enum, auto
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from ..bodies import BodyIssue, IssueTopic, may_have_issues, render_body
from ..content.kept_entries import Judgement, KeptEntries
from ..content.loader import ONLY_INDEX, EntryFolder, list_text_names, make_entry_folder
from ..diagnostics import Diagnostic, Finding, Rule, Severity, Span, to_diagnostic
from ..lazy import dataclass
from ..ledger.changes import PageSwap, find_page_swaps
from ..ledger.permalink_file import FILE as ADDRESS_FILE
from ..ledger.permalink_file import FOLDER as ADDRESSES
from ..ledger.permalink_file import FOLDER as LEDGER
from ..ledger.reader import PATH as TABLE
from ..ledger.reassignment import Reassignment, find_reassignments
from ..media.file_formats import ENDS
from ..media.probe import ProbeCache
from ..messages.registry import register_rule
from ..model import Entry, Exhibition, Ledger, Status
from ..model.books import BOOKS, find_book
from ..model.content_types import CONTENT
from ..model.entry import applies_after_takedown
from ..model.field_types import ID, DocumentNumber
from ..model.permalinks import PATH as SITE_ADDRESS
from ..model.record_types import RecordType
from ..privacy import PrivacyMatch, find_private, squeeze_text
from ..report import SourceLines
from ..storage.cache import Cache, digest
from ..storage.originals import list_content
from ..storage.safe_files import REPOSITORY, FolderListing
from ..text.characters import ARTICLES, SEALED, is_index_candidate, normalize_file_name, split_copy_marks
from ..types import BY_STREET, CONTENT_TYPES
from .photo_files import PhotoOnDisk, ReferencedPhoto, find_photos_on_disk, find_referenced_photos

KEPT = {
    **{
        book.folder: "pages and pictures of a book; what is neither is not published and said to be a stray"
        for book in BOOKS
    },
    "content/sheets": "what was last imported from a spreadsheet",
}
"""Folders that others look after, and why nothing in them is a stray, links and what is no file apart."""
BOOK_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
"""How the names of pictures of a book end that are published: those that browsers show."""
KEPT_FILES = re.compile(r"\.git(?:keep|ignore|attributes)?|README(?:\.[\w.-]+)?", re.I)
"""Files for those who keep the repository: they say nothing to visitors and stay unread."""
LITTER = re.compile(
    r"\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|~\$.*|\._.*|\.~.*|.*~|.*\.(?:tmp|temp|swp|swo|bak|crdownload|part)"
    r"|Icon\r|__MACOSX|\.Spotlight-V100|\.Trashes|@eaDir|#recycle|\$RECYCLE\.BIN|System Volume Information",
    re.I,
)
"""What systems, editors and downloads leave behind."""
SHORTCUTS = (".lnk", ".url", ".webloc", ".desktop")
MEDIA = (".mp4", ".mov", ".avi", ".wmv", ".mkv", ".flv", ".webm", ".3gp", ".m4v", ".mp3", ".m4a", ".wav", ".amr")


class UnexpectedReason(Enum):
    """Reason why a file or folder is no part of the exhibition."""

    MISPLACED = auto()
    """An entry's text where no entry can be."""
    UNKNOWN = auto()
    """A folder with entries that nobody reads."""
    SEALED = auto()
    """A document, archive or program that nobody can look into."""
    SHORTCUT = auto()
    """Something that only leads elsewhere."""
    SPECIAL = auto()
    """What is no file at all: a FIFO, a socket, a device."""
    BURIED = auto()
    """A picture below an entry's folder."""
    LITTER = auto()
    """What systems leave behind."""
    HIDDEN = auto()
    """A folder whose name begins with . or _."""
    CLOSED = auto()
    """A folder that cannot be opened."""
    LIST = auto()
    """A text that bears the name of a record list where none is read: under another name, in another place."""
    ARTICLE = auto()
    """A text beside an `index.md`."""
    MEDIA = auto()
    """A film or a sound."""
    PICTURE = auto()
    """A picture outside the entries' folders."""
    UNPUBLISHED = auto()
    """A file of a book that is neither a page nor a picture."""
    OTHER = auto()
    """Anything else."""


@dataclass(frozen=True, slots=True)
class UnexpectedFile:
    """Something that is no part of the exhibition."""

    sort: UnexpectedReason
    path: str

    @property
    def name(self) -> str:
        """Its name."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """Its folder."""
        return self.path.rpartition("/")[0]


def find_unexpected(listings: Mapping[str, FolderListing], streets: frozenset[str]) -> Iterator[UnexpectedFile]:
    """Yield every file and folder in `listings` that is no part of the exhibition; `streets` are the slugs of streets."""
    told: set[str] = set(KEPT)
    for path in sorted(listings):
        above, _, name = path.rpartition("/")
        here = listings[path]
        yield from (UnexpectedFile(UnexpectedReason.SPECIAL, f"{path}/{name}") for name in here.special)
        if path in KEPT or above in told:
            told.add(path)
            yield from (UnexpectedFile(UnexpectedReason.SHORTCUT, f"{path}/{name}") for name in here.links)
            if find_book(path):
                yield from find_unexpected_in_book(path, here)
            continue
        if (
            here.files == ("index.md",)
            and not here.folders
            and not here.links
            and not here.special
            and is_entry_folder(path)
            and name[0] not in "._"
        ):
            continue
        if name.startswith(".") and is_repository(listings.get(above)):
            # Settings of the code host, in the repository of a street.
            told.add(path)
            continue
        whole = classify_folder(path, here, listings, streets)
        if whole is not None:
            told.add(path)
            yield UnexpectedFile(whole, f"{path}/index.md" if whole is UnexpectedReason.MISPLACED else path)
            continue
        yield from (UnexpectedFile(UnexpectedReason.SHORTCUT, f"{path}/{name}") for name in here.links)
        for name in here.files:
            if path == LEDGER and ADDRESS_FILE.fullmatch(name):
                continue
            if is_repository(here) and (name.startswith(".") or name.startswith("LICENSE")):
                continue
            sort = classify_file(path, name, here)
            if sort is not None:
                yield UnexpectedFile(sort, f"{path}/{name}")


def is_repository(here: FolderListing | None) -> bool:
    """Is a folder the top of a repository of git, as that of a street may be?"""
    return here is not None and (REPOSITORY in here.folders or REPOSITORY in here.files)


def find_unexpected_in_book(path: str, here: FolderListing) -> Iterator[UnexpectedFile]:
    """Yield the files in a folder of a book that are not published."""
    for name in here.files:
        if not is_book_file(name) and not KEPT_FILES.fullmatch(name):
            sort = next(
                (sort for sort, is_one in SORTS[:3] if is_one(name, normalize_file_name(name), False)),
                UnexpectedReason.UNPUBLISHED,
            )
            yield UnexpectedFile(sort, f"{path}/{name}")


def is_book_file(name: str) -> bool:
    """Is a file of this name in a book's folder published?"""
    return (name.endswith(".md") or name.lower().endswith(BOOK_PICTURES)) and not name.startswith(".")


def is_entry_folder(path: str) -> bool:
    """Can the folder at `path` hold an entry?"""
    return CONTENT_TYPES.find_home(path) is not None


def classify_folder(
    path: str, here: FolderListing, listings: Mapping[str, FolderListing], streets: frozenset[str]
) -> UnexpectedReason | None:
    """Return why a whole folder is no part of the exhibition; None where it may be one."""
    above, _, name = path.rpartition("/")
    if not here.readable:
        return UnexpectedReason.CLOSED if above else None
    if LITTER.fullmatch(name):
        return UnexpectedReason.LITTER
    if name.startswith((".", "_")):
        return UnexpectedReason.HIDDEN
    if above in CONTENT_TYPES.derive(list_street_folders) and streets and name not in streets:
        return UnexpectedReason.MISPLACED if "index.md" in here.files else UnexpectedReason.UNKNOWN
    if above == "content" and name not in CONTENT_TYPES.derive(list_known_folders):
        return UnexpectedReason.UNKNOWN if has_entries(path, name, listings) else UnexpectedReason.OTHER
    return UnexpectedReason.OTHER if above and is_entry_folder(above) and not any(here[:4]) else None


def list_known_folders() -> frozenset[str]:
    """Return the names of the folders in `content/` that are looked into."""
    return frozenset((*(row.folder for row in CONTENT_TYPES), "vocabularies", "permalinks"))


def list_street_folders() -> frozenset[str]:
    """Return the folders whose folders are those of streets."""
    return frozenset(row.root for row in CONTENT_TYPES if row.layout == BY_STREET)


def compile_folder_names() -> re.Pattern[str]:
    """Return what matches a name that people may have meant for the folder of a content type."""
    names = (name for row in CONTENT_TYPES for name in (row.folder, row.folder.removesuffix("s"), row.name, row.label))
    return re.compile("|".join(map(re.escape, dict.fromkeys(names))), re.I)


def has_entries(path: str, name: str, listings: Mapping[str, FolderListing]) -> bool:
    """Does a folder beside those of the content types hold what belongs there, or bear nearly the name of one?"""
    alike = CONTENT_TYPES.derive(compile_folder_names).fullmatch(name)
    within = (one for other, one in listings.items() if other.startswith(f"{path}/"))
    return bool(alike) or any(any(map(ID.fullmatch, one.folders)) or "index.md" in one.files for one in within)


def classify_file(path: str, name: str, here: FolderListing) -> UnexpectedReason | None:
    """Return why a file is no part of the exhibition; None where it is one, or is kept."""
    lower = normalize_file_name(name)
    kind = CONTENT_TYPES.find_home(path)
    home = kind is not None
    if kind is not None and name in kind.side_files:
        return None
    if KEPT_FILES.fullmatch(name) or f"{path}/{name}" in (TABLE, SITE_ADDRESS):
        return None
    if home and (name == "index.md" or lower.endswith(ENDS)):
        return None
    if path == "content/vocabularies" and name.endswith(".yml"):
        return None
    if lower.endswith(ARTICLES) and find_named_list(path, name):
        return UnexpectedReason.LIST
    for sort, is_one in SORTS:
        if is_one(name, lower, home):
            return sort if not (sort is UnexpectedReason.ARTICLE and home and "index.md" not in here.files) else None
    return UnexpectedReason.BURIED if lower.endswith(ENDS) and is_within_entry_folder(path) else classify_other(lower)


def map_record_labels() -> Mapping[str, RecordType]:
    """Return the record lists by their key as a careless eye reads it."""
    return {normalize_file_name(told.label): told for told in CONTENT_TYPES.record_types}


def find_named_list(path: str, name: str) -> RecordType | None:
    """Return the record list by which a file in the folder `path` is named, or that folder; None where there is none."""
    if CONTENT_TYPES.find_by_path(path) is None and path != CONTENT:
        return None
    known = CONTENT_TYPES.derive(map_record_labels)
    own, above = (split_copy_marks(normalize_file_name(one))[0] for one in (name, path.rpartition("/")[2]))
    return known.get(own) or known.get(above)


SORTS = (
    (UnexpectedReason.LITTER, lambda name, lower, home: bool(LITTER.fullmatch(name))),
    (UnexpectedReason.SHORTCUT, lambda name, lower, home: lower.endswith(SHORTCUTS)),
    (UnexpectedReason.SEALED, lambda name, lower, home: lower.endswith(tuple(SEALED))),
    (UnexpectedReason.MISPLACED, lambda name, lower, home: not home and is_index_candidate(name)),
    (UnexpectedReason.ARTICLE, lambda name, lower, home: lower.endswith(ARTICLES)),
)
"""Sorts of files by their names, the first that fits."""


def classify_other(lower: str) -> UnexpectedReason:
    """Return why a file that fits no row of `SORTS` is no part of the exhibition."""
    return (
        UnexpectedReason.MEDIA
        if lower.endswith(MEDIA)
        else UnexpectedReason.PICTURE
        if lower.endswith(ENDS)
        else UnexpectedReason.OTHER
    )


def is_within_entry_folder(path: str) -> bool:
    """Does the folder at `path` lie below one that can hold an entry?"""
    parts = path.split("/")
    return any(is_entry_folder("/".join(parts[:length])) for length in range(3, len(parts)))


TEXTS = (*ARTICLES, ".csv", ".tsv", ".yml", ".yaml", ".json", ".toml", ".xml", ".svg", ".css", ".vcf", ".log")
"""Ends of names of files below `content/` that are read as text."""
CONTACTS = "content/vocabularies/public-contacts.yml"
"""Where it is written which numbers are public."""


class PrivacyFinding(NamedTuple):
    """Where something private stands, and what may be shown of it."""

    span: Span
    shown: str


def scan_lines(lines: Sequence[str], public: Collection[str]) -> list[tuple[str, int, int, str]]:
    """Return the private data in the lines of a file, as kind, line, column and what may be shown; what is `public` is left
    out.
    """
    matches = [one for one in find_private("\n".join(lines)) if squeeze_text(one.text) not in public]
    found: list[tuple[str, int, int, str]] = []
    if matches:
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        for one in matches:
            line = bisect_right(starts, one.place.start)
            found.append((one.kind.name, line, one.place.start - starts[line - 1] + 1, " ".join(one.shown.split())))
    return found


def scan_names_of_links(names: Sequence[str], public: Collection[str]) -> list[tuple[str, int, str]]:
    """Return the private data in the names of permalinks, as kind, which name, and what may be shown.

    All names are scanned as one text.
    """
    starts = [0, *accumulate(len(name) + len(APART) for name in names)]
    return [
        (one.kind.name, bisect_right(starts, one.place.start) - 1, one.shown)
        for one in find_private(APART.join(names))
        if squeeze_text(one.text) not in public
    ]


APART = "\n囗\n"
"""What no number goes on over."""


def iter_text_paths(listings: Mapping[str, FolderListing], apart: frozenset[str]) -> Iterator[str]:
    """The paths of all text files below `content/` but those that are looked at already."""
    for folder, here in listings.items():
        if folder == ADDRESSES:
            # What these files tell is known from the ledger.
            continue
        for name in here.files:
            if name.lower().endswith(TEXTS):
                path = f"{folder}/{name}"
                if path not in apart and path not in (CONTACTS, TABLE):
                    yield path


def scan_names(listings: Mapping[str, FolderListing]) -> Iterator[tuple[str, str, PrivacyMatch]]:
    """Yield names of files and folders that hold private data, each with its folder."""
    for folder, here in listings.items():
        if here.files == ONLY_INDEX and not here.folders and not here.links:
            continue
        for name in (*here.files, *here.folders, *here.links):
            if name == "index.md" or ID.fullmatch(name) or (folder == ADDRESSES and ADDRESS_FILE.fullmatch(name)):
                continue
            stem, dot, end = name.rpartition(".")
            for one in find_private(stem if dot and end.isalnum() and len(end) < 6 else name):
                if one.kind.blocks:
                    yield folder, name, one


STRUCTURE = frozenset({IssueTopic.HEADING, IssueTopic.TABLE})
"""Topics about the parts of a body, not about its text."""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What rules across entries ask of each entry."""

    private: tuple[tuple[str, PrivacyFinding], ...]
    """Private data in its text files, each with the name of its kind."""
    issues: tuple[BodyIssue, ...]
    """What rendering notes of its body about links, whose targets are other entries."""

    def to_plain(self) -> dict[str, Any]:
        """Return the facts as texts and numbers."""
        private = [(kind, one.span.path, one.span.line, one.span.column, one.shown) for kind, one in self.private]
        issues = [(one.topic.name, one.offset, one.text, one.detail) for one in self.issues]
        return {"private": private, "issues": issues} if private or issues else {}


def parse_facts(plain: Mapping[str, Any]) -> EntryFacts:
    """Return the facts that were written as `plain`."""
    if not plain:
        return NO_FACTS
    private = ((kind, PrivacyFinding(Span(*place), shown)) for kind, *place, shown in plain["private"])
    issues = (BodyIssue(IssueTopic[topic], *told) for topic, *told in plain["issues"])
    return EntryFacts(tuple(private), tuple(issues))


NO_FACTS = EntryFacts((), ())
BETWEEN_ENTRIES = frozenset({IssueTopic.LINK, IssueTopic.REFERENCE})
"""Topics of issues that rules across entries ask for."""


class EntryFolders(dict[str, EntryFolder]):
    """The names in the folders of entries, by path; of most nobody asks."""

    def __init__(self, root: str, listings: Mapping[str, FolderListing]) -> None:
        super().__init__()
        self.root, self.listings = root, listings

    def __missing__(self, folder: str) -> EntryFolder:
        """Return the names in a folder that nobody has asked for before."""
        found = self[folder] = make_entry_folder(self.root, folder, self.listings)
        return found


NOTHING = FolderListing()


@dataclass(frozen=True)
class CheckContext:
    """Input of all checks: the exhibition, the folders of its entries, and today's date."""

    exhibition: Exhibition
    root: Path
    today: date
    cache: Cache | None = None
    """Cache of the probes of picture files; without it each file is probed."""
    listed: Mapping[str, FolderListing] | None = None
    """What the loader has listed below `content/`; None: it is listed here."""

    kept: KeptEntries | None = None
    """What earlier commands have found."""
    facts: dict[str, EntryFacts] = field(default_factory=dict)
    """What is known of entries already, by folder; of the others it is found out."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of every content type, every folder of them."""
        return self.exhibition.entries

    @cached_property
    def issues_by_topic(self) -> Mapping[IssueTopic, list[tuple[Entry, BodyIssue]]]:
        """What rendering notes of all bodies, by topic."""
        found: dict[IssueTopic, list[tuple[Entry, BodyIssue]]] = defaultdict(list)
        for entry in self.entries:
            known = self.facts.get(entry.folder)
            for issue in find_body_issues(entry) if known is None else known.issues:
                found[issue.topic].append((entry, issue))
        return found

    def find_facts(self) -> dict[str, EntryFacts]:
        """Return what rules across entries ask of each entry, by folder."""
        issues: dict[str, list[BodyIssue]] = defaultdict(list)
        for topic in BETWEEN_ENTRIES:
            for entry, issue in self.list_issues(topic):
                issues[entry.folder].append(issue)
        return {
            entry.folder: EntryFacts(tuple(self.scan_entry(entry)), tuple(issues.get(entry.folder, ())))
            for entry in self.entries
        }

    def select_entries(self, folders: Collection[str], today: date) -> CheckContext:
        """Return the context of the entries in these folders alone."""
        shown = self.exhibition
        entries = tuple(entry for entry in shown.entries if entry.folder in folders)
        alone = Exhibition(shown.settings, shown.vocabularies, Ledger(), entries)
        listings = {one: self.listings[one] for one in folders}
        return EntryContext(alone, self.root, today, None, listings, lines=self.sources)

    def list_files(self, entry: Entry) -> list[str]:
        """Return the paths of the text files of an entry: its `index.md` and its side files."""
        names = self.listings.get(entry.folder, FolderListing()).files
        if len(names) < 2:
            return [entry.path]
        side = CONTENT_TYPES.get_type_of(entry).side_files
        return [entry.path, *(f"{entry.folder}/{name}" for name in names if name in side)]

    def list_names(self, folder: str) -> tuple[str, ...]:
        """Return the names of the text files of the entry in a folder."""
        return list_text_names(folder, self.listings.get(folder, FolderListing()))

    def list_issues(self, topic: IssueTopic) -> Sequence[tuple[Entry, BodyIssue]]:
        """Return the issues of bodies that are about a topic."""
        return self.issues_by_topic.get(topic, ())

    @cached_property
    def sources(self) -> SourceLines:
        """The lines that authors wrote."""
        return SourceLines(self.root)

    @cached_property
    def private_data(self) -> Mapping[str, list[PrivacyFinding]]:
        """Private data in the text files below `content/`, by kind."""
        read = frozenset(path for entry in self.entries for path in self.list_files(entry))
        found: dict[str, list[PrivacyFinding]] = defaultdict(list)
        for entry in self.entries:
            known = self.facts.get(entry.folder)
            for kind, telling in self.scan_entry(entry) if known is None else known.private:
                found[kind].append(telling)
        for path in sorted(iter_text_paths(self.listings, read)):
            lines = self.sources.read_any_lines(path)
            for kind, line, column, shown in self.get_or_scan(
                path, "\n".join(lines), partial(scan_lines, lines, self.public)
            ):
                found[kind].append(PrivacyFinding(Span(path, line, column), shown))
        links = self.exhibition.ledger.links
        names = [link.name for link in links]
        for kind, number, shown in self.get_or_scan(
            ADDRESSES, APART.join(names), partial(scan_names_of_links, names, self.public)
        ):
            found[kind].append(PrivacyFinding(links[number].span, shown))
        return self.drop_document_numbers(found)

    def get_or_scan(self, name: str, text: str, scan: Callable[[], list[Any]]) -> list[Any]:
        """Return the private data in a text that is no entry's; it is looked through again only when it has changed."""
        if self.kept is None:
            return scan()
        return self.kept.get_or_make(name, digest(text, *sorted(self.public)), scan)  # type: ignore[no-any-return]

    @cached_property
    def public(self) -> frozenset[str]:
        """What looks private and is not: contacts that are made public, squeezed."""
        own = self.exhibition.settings.contact
        allowed = [contact.value for contact in self.exhibition.vocabularies.contacts]
        allowed += filter(None, (own.telephone.partition("转")[0], own.mail))
        return frozenset(map(squeeze_text, allowed))

    def scan_entry(self, entry: Entry) -> Iterator[tuple[str, PrivacyFinding]]:
        """Yield the private data in the text files of an entry."""
        if entry.suspect:
            for path in self.list_files(entry):
                for kind, line, column, shown in scan_lines(self.sources.read_any_lines(path), self.public):
                    yield kind, PrivacyFinding(Span(path, line, column), shown)

    def drop_document_numbers(self, found: Mapping[str, list[PrivacyFinding]]) -> Mapping[str, list[PrivacyFinding]]:
        """Return what was found without that which is part of the number of an official document."""
        exempt = {
            (span.path, span.line): (span.column, one.value)
            for entry in self.entries
            if entry.suspect
            for one in CONTENT_TYPES.get_type_of(entry).iter_values(entry, DocumentNumber)
            for span in (one.find_span(entry),)
        }
        if not exempt:
            return found

        def is_document(kind: str, span: Span) -> bool:
            start, value = exempt.get((span.path, span.line), (0, ""))
            return start <= span.column < start + len(value) and DocumentNumber.is_exempt(value, kind)

        return {kind: [one for one in all if not is_document(kind, one.span)] for kind, all in found.items()}

    def replace_in_line(self, span: Span, written: str, better: str) -> str | None:
        """Return the line at `span` with `written` replaced, where it stands there once."""
        line = self.sources.get_line(span.path, span.line)
        return line.replace(written, better) if written and line.count(written) == 1 else None

    @cached_property
    def folders(self) -> EntryFolders:
        """The names in the folder of each entry, by the folder's path."""
        return EntryFolders(str(self.root), self.listings)

    def has_text_alone(self, folder: str) -> bool:
        """Lies nothing beside the `index.md` of a folder, as in nearly all of an exhibition without photographs?"""
        return self.listings.get(folder, NOTHING).files == ONLY_INDEX

    @cached_property
    def listings(self) -> Mapping[str, FolderListing]:
        """The listing of every folder below `content/`, by path; the disk is read once."""
        return list_content(self.root) if self.listed is None else self.listed

    @cached_property
    def book_folders(self) -> tuple[str, ...]:
        """The folders of books, and those below them."""
        return tuple(path for path in self.listings if find_book(path))

    @cached_property
    def homes(self) -> frozenset[str]:
        """The names of all folders that hold or should hold an entry, whether or not it could be read."""
        return frozenset(path.rpartition("/")[2] for path in self.listings if is_entry_folder(path))

    @cached_property
    def unexpected_files(self) -> tuple[UnexpectedFile, ...]:
        """Files and folders below `content/` that are no part of the exhibition."""
        streets = frozenset(street.slug for street in self.exhibition.vocabularies.streets)
        return tuple(find_unexpected(self.listings, streets))

    @cached_property
    def handovers(self) -> tuple[Reassignment, ...]:
        """Published ids that now belong to another building; empty without `--base`."""
        past = self.exhibition.promised
        return tuple(find_reassignments(self.exhibition, past)) if past else ()

    @cached_property
    def exchanges(self) -> tuple[PageSwap, ...]:
        """Facts that buildings have exchanged while their names stayed; empty without `--base`."""
        past, told = self.exhibition.promised, {one.id for one in self.handovers}
        return tuple(one for one in find_page_swaps(self.exhibition, past) if one.id not in told) if past else ()

    @cached_property
    def probe_cache(self) -> ProbeCache:
        """What picture files in the folders are."""
        return ProbeCache(self.root, self.cache, listings=self.listings)

    @cached_property
    def referenced_photos(self) -> tuple[ReferencedPhoto, ...]:
        """Every photo of an entry that names a file."""
        return tuple(find_referenced_photos(self))

    @cached_property
    def photos_on_disk(self) -> tuple[PhotoOnDisk, ...]:
        """Every picture and film below `content/`, named or not."""
        return tuple(find_photos_on_disk(self))


@dataclass(frozen=True)
class EntryContext(CheckContext):
    """Context of rules that look at one entry alone: what they may not ask for is empty, or refused as a bug."""

    lines: SourceLines | None = None
    """The lines that another context reads, too."""

    @cached_property
    def sources(self) -> SourceLines:
        """The lines that authors wrote."""
        return self.lines or SourceLines(self.root)

    @property
    def probe_cache(self) -> ProbeCache:
        """Refuse to tell of picture files, whose bytes are no part of an entry's version. Raises LookupError."""
        raise LookupError("a rule of Scope.ENTRY asks for picture files")


def find_body_issues(entry: Entry) -> Iterator[BodyIssue]:
    """Yield what rendering notes of the body of an entry."""
    if may_have_issues(entry.body):
        # What headings and tables mean in a body that is more than prose, rules of its type say.
        structured = CONTENT_TYPES.get_type_of(entry).body is not None
        for issue in render_body(entry.body).issues:
            if not (structured and issue.topic in STRUCTURE):
                yield issue


Check = Callable[[CheckContext], Iterator[Finding]]
CHECKS: list[tuple[Rule, Check]] = []
"""Every check with its rule, in the order in which they are defined."""


class Scope(Enum):
    """What a rule looks at. What it finds in an entry alone is kept with the entry until that changes."""

    ALL = auto()
    """Anything: entries together, the ledger, the base revision, picture files, other folders."""
    ENTRY = auto()
    """Each entry alone: its fields and places, the lines of its text files, the names in its folder; vocabularies, settings."""
    ENTRY_AND_DAY = auto()
    """The same, and today's date."""


SCOPES: dict[str, Scope] = {}
"""The scope of each check by its code."""


def iter_diagnostics(context: CheckContext, scopes: Collection[Scope] = tuple(Scope)) -> Iterator[Diagnostic]:
    """Yield the diagnostics of the checks of these scopes; of withdrawn entries only those that still apply."""
    withdrawn = (entry for entry in context.entries if entry.status is Status.WITHDRAWN)
    gone = {path for entry in withdrawn for path in context.list_files(entry)}
    for rule, look in CHECKS:
        if SCOPES[rule.code] not in scopes:
            continue
        for finding in look(context):
            if finding.span.path not in gone or applies_after_takedown(rule.code):
                yield to_diagnostic(rule, finding)


def judge_entries(context: CheckContext, kept: KeptEntries) -> Iterator[Diagnostic]:
    """Yield the diagnostics of the checks that look at one entry alone; only entries that have changed are looked at.

    The facts of all entries are entered in `context`. What was found is kept.
    """
    versions, today = context.exhibition.versions, context.today.isoformat()
    key = digest(repr(context.exhibition.settings))
    told: dict[str, Judgement] = {}
    for entry in context.entries:
        known = kept.get_judgement(entry.folder, versions.get(entry.folder, ""))
        if known is not None and known.key == key:
            told[entry.folder] = known
    changed = {entry.folder for entry in context.entries if entry.folder not in told}
    if changed:
        alone = context.select_entries(changed, date.min)
        findings = group_by_folder(iter_diagnostics(alone, (Scope.ENTRY,)), changed)
        context.facts.update(alone.find_facts())
        for folder in changed:
            facts = context.facts[folder].to_plain()
            told[folder] = Judgement(key, tuple(findings.get(folder, ())), "", (), facts)
    for folder in told.keys() - changed:
        context.facts[folder] = parse_facts(told[folder].facts)
    aged = {folder for folder, known in told.items() if known.day != today}
    if aged:
        of_today = context.select_entries(aged, context.today)
        findings = group_by_folder(iter_diagnostics(of_today, (Scope.ENTRY_AND_DAY,)), aged)
        for folder in aged:
            known = told[folder] = told[folder]._replace(day=today, findings_of_day=tuple(findings.get(folder, ())))
            # Lines were read after the entry: where they were changed between, they are none of its version.
            if folder not in changed or kept.is_untouched(str(context.root), folder, context.list_names(folder)):
                kept.judge(folder, versions.get(folder, ""), known)
    for entry in context.entries:
        known = told[entry.folder]
        yield from known.findings
        yield from known.findings_of_day


def group_by_folder(found: Iterable[Diagnostic], folders: Collection[str]) -> dict[str, list[Diagnostic]]:
    """Return diagnostics by the folder in which they lie. Raises LookupError where that is none of `folders`."""
    groups: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in found:
        folder = one.span.path.rpartition("/")[0]
        if folder not in folders:
            raise LookupError(f"{one.code} speaks of {one.span.path}: its scope is ALL")
        groups[folder].append(one)
    return groups


def check(code: str, severity: Severity, title: str, scope: Scope = Scope.ALL) -> Callable[[Check], Check]:
    """Decorate a generator of findings: its name is the bad thing, its docstring the manual.

    With a `scope` other than `ALL` it is called with those entries only that have changed, and all that it finds of an
    entry must lie in files of the entry's folder.
    """

    def decorate(look: Check) -> Check:
        CHECKS.append((register_rule(code, look.__name__, severity, title, look.__doc__), look))
        SCOPES[code] = scope
        return look

    return decorate
