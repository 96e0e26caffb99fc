"""The folders below `content/` into what lies there and is no part of the exhibition, each with its sort.

Everything is one of three: understood (an entry's `index.md` and its pictures, vocabularies, the ledger), left alone for
a stated reason (`KEPT`), or a stray.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from ..files import Listing
from ..ledger.permalink_file import FILE as ADDRESS_FILE
from ..ledger.permalink_file import FOLDER as LEDGER
from ..ledger.reader import PATH as TABLE
from ..model.kinds import ID
from ..model.site_address import PATH as SITE_ADDRESS
from ..reading.naming import ARTICLES, SEALED, is_introduction, plain
from ..types import BY_STREET, CONTENT_TYPES
from .signatures import ENDS

GUIDE = "content/guide"
KEPT = {
    GUIDE: "pages and pictures of the guide; what is neither is not published and said to be a stray",
    "content/sheets": "what was last imported from a spreadsheet",
}
"""Folders that others look after, and why nothing in them is a stray, links and what is no file apart."""

GUIDE_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
"""How the names of pictures of the guide end that are published: those that browsers show."""

KEPT_FILES = re.compile(r"\.git(?:keep|ignore|attributes)|README(?:\.[\w.-]+)?", re.I)
"""Files for those who keep the repository: they say nothing to visitors and stay unread."""

LITTER = re.compile(
    r"\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|~\$.*|\._.*|\.~.*|.*~|.*\.(?:tmp|temp|swp|swo|bak|crdownload|part)"
    r"|Icon\r|__MACOSX|\.Spotlight-V100|\.Trashes|@eaDir|#recycle|\$RECYCLE\.BIN|System Volume Information",
    re.I,
)
"""What systems, editors and downloads leave behind."""

SHORTCUTS = (".lnk", ".url", ".webloc", ".desktop")
MEDIA = (".mp4", ".mov", ".avi", ".wmv", ".mkv", ".flv", ".webm", ".3gp", ".m4v", ".mp3", ".m4a", ".wav", ".amr")


class Sort(Enum):
    """What a stray is."""

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
    ARTICLE = auto()
    """A text beside an `index.md`."""
    MEDIA = auto()
    """A film or a sound."""
    PICTURE = auto()
    """A picture outside the entries' folders."""
    UNPUBLISHED = auto()
    """A file of the guide that is neither a page nor a picture."""
    OTHER = auto()
    """Anything else."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Something that is no part of the exhibition."""

    sort: Sort
    path: str

    @property
    def name(self) -> str:
        """Its name."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """Where it lies."""
        return self.path.rpartition("/")[0]


def strays(listings: Mapping[str, Listing], streets: frozenset[str]) -> Iterator[Stray]:
    """Everything that lies in `listings` and is no part of the exhibition; `streets` are the slugs of the streets."""
    told: set[str] = set(KEPT)
    for path in sorted(listings):
        above, _, name = path.rpartition("/")
        here = listings[path]
        yield from (Stray(Sort.SPECIAL, f"{path}/{name}") for name in here.special)
        if path in KEPT or above in told:
            told.add(path)
            yield from (Stray(Sort.SHORTCUT, f"{path}/{name}") for name in here.links)
            if path == GUIDE or path.startswith(f"{GUIDE}/"):
                yield from guide_strays(path, here)
            continue
        if (
            here.files == ("index.md",)
            and not here.folders
            and not here.links
            and not here.special
            and is_home(path)
            and name[0] not in "._"
        ):
            continue
        whole = stray_folder(path, here, listings, streets)
        if whole is not None:
            told.add(path)
            yield Stray(whole, f"{path}/index.md" if whole is Sort.MISPLACED else path)
            continue
        yield from (Stray(Sort.SHORTCUT, f"{path}/{name}") for name in here.links)
        for name in here.files:
            if path == LEDGER and ADDRESS_FILE.fullmatch(name):
                continue
            sort = stray_file(path, name, here)
            if sort is not None:
                yield Stray(sort, f"{path}/{name}")


def guide_strays(path: str, here: Listing) -> Iterator[Stray]:
    """What lies in a folder of the guide and is not published."""
    for name in here.files:
        if not is_of_guide(name) and not KEPT_FILES.fullmatch(name):
            sort = next((sort for sort, is_one in SORTS[:3] if is_one(name, plain(name), False)), Sort.UNPUBLISHED)
            yield Stray(sort, f"{path}/{name}")


def is_of_guide(name: str) -> bool:
    """Is a file of this name in the guide's folder published?"""
    return (name.endswith(".md") or name.lower().endswith(GUIDE_PICTURES)) and not name.startswith(".")


def is_home(path: str) -> bool:
    """Can the folder at `path` hold an entry?"""
    return CONTENT_TYPES.home_of(path) is not None


def stray_folder(path: str, here: Listing, listings: Mapping[str, Listing], streets: frozenset[str]) -> Sort | None:
    """Return the sort of a folder that as a whole is no part of the exhibition; None where it may be one."""
    above, _, name = path.rpartition("/")
    if not here.readable:
        return Sort.CLOSED if above else None
    if LITTER.fullmatch(name):
        return Sort.LITTER
    if name.startswith((".", "_")):
        return Sort.HIDDEN
    if above in CONTENT_TYPES.derive(street_folders) and streets and name not in streets:
        return Sort.MISPLACED if "index.md" in here.files else Sort.UNKNOWN
    if above == "content" and name not in CONTENT_TYPES.derive(known_folders):
        return Sort.UNKNOWN if holds_entries(path, name, listings) else Sort.OTHER
    return Sort.OTHER if above and is_home(above) and not any(here[:4]) else None


def known_folders() -> frozenset[str]:
    """Return the names of the folders in `content/` that are looked into."""
    return frozenset((*(row.folder for row in CONTENT_TYPES), "vocabularies", "permalinks"))


def street_folders() -> frozenset[str]:
    """Return the folders whose folders are those of streets."""
    return frozenset(row.root for row in CONTENT_TYPES if row.layout == BY_STREET)


def folder_names() -> re.Pattern[str]:
    """Return what matches a name that people may have meant for the folder of a content type."""
    names = (name for row in CONTENT_TYPES for name in (row.folder, row.folder.removesuffix("s"), row.name, row.label))
    return re.compile("|".join(map(re.escape, dict.fromkeys(names))), re.I)


def holds_entries(path: str, name: str, listings: Mapping[str, Listing]) -> bool:
    """Does a folder beside those of the content types hold what belongs there, or bear nearly the name of one?"""
    alike = CONTENT_TYPES.derive(folder_names).fullmatch(name)
    within = (one for other, one in listings.items() if other.startswith(f"{path}/"))
    return bool(alike) or any(any(map(ID.fullmatch, one.folders)) or "index.md" in one.files for one in within)


def stray_file(path: str, name: str, here: Listing) -> Sort | None:
    """Return the sort of a file that is no part of the exhibition; None where it is one, or is kept."""
    lower = plain(name)
    home = is_home(path)
    if KEPT_FILES.fullmatch(name) or f"{path}/{name}" in (TABLE, SITE_ADDRESS):
        return None
    if home and (name == "index.md" or lower.endswith(ENDS)):
        return None
    if path == "content/vocabularies" and name.endswith(".yml"):
        return None
    for sort, is_one in SORTS:
        if is_one(name, lower, home):
            return sort if not (sort is Sort.ARTICLE and home and "index.md" not in here.files) else None
    return Sort.BURIED if lower.endswith(ENDS) and within_home(path) else other(lower)


SORTS = (
    (Sort.LITTER, lambda name, lower, home: bool(LITTER.fullmatch(name))),
    (Sort.SHORTCUT, lambda name, lower, home: lower.endswith(SHORTCUTS)),
    (Sort.SEALED, lambda name, lower, home: lower.endswith(tuple(SEALED))),
    (Sort.MISPLACED, lambda name, lower, home: not home and is_introduction(name)),
    (Sort.ARTICLE, lambda name, lower, home: lower.endswith(ARTICLES)),
)
"""Sorts of files by their names, the first that fits."""


def other(lower: str) -> Sort:
    """Return the sort of a file that fits none of `SORTS`."""
    return Sort.MEDIA if lower.endswith(MEDIA) else Sort.PICTURE if lower.endswith(ENDS) else Sort.OTHER


def within_home(path: str) -> bool:
    """Does the folder at `path` lie below one that can hold an entry?"""
    parts = path.split("/")
    return any(is_home("/".join(parts[:length])) for length in range(3, len(parts)))
