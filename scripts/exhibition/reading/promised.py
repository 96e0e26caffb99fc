"""A revision of the repository into what stood there: what had been promised before this change.

A repository of volunteers has a branch that is published; whatever its ledger holds may hang on walls.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from ..files import PHOTO_LIMIT, list_within, read_within
from ..ledger.permalink_file import FILE, FOLDER, read_permalink_file
from ..ledger.reader import PATH as TABLE
from ..ledger.reader import Revision, add_file, find_revision, read_table
from ..model import Entry, Ledger, Past, Permalink
from ..model.kinds import ID
from ..model.site_address import PATH as SITE_ADDRESS
from ..model.words import Lexicon
from ..types import CONTENT_TYPES
from .entries import read_entry_file
from .notes import Notes
from .settings import site_url_of
from .site_address import site_address_of
from .vocabularies import FILES, terms_of_text

ROOMED = ("streets", "themes")
"""Vocabularies whose terms have pages."""


SETTINGS = "mkdocs.yml"


def read_promised(root: Path, revision: str, lexicon: Lexicon) -> Past:
    """Return what had been promised at the point where the work in `root` left `revision`; see `find_revision`.

    Nothing where there was no ledger yet. Raises Refusal where git cannot tell.
    """
    return past_of(find_revision(root, revision), lexicon)


def past_of(there: Revision, lexicon: Lexicon) -> Past:
    """Return what a revision had promised. Raises Refusal where git does not have its files."""
    entries = [path for path in there.blobs if is_entry(path)]
    twice = {id for id, times in Counter(map(number_of, entries)).items() if times > 1}
    # Of a number that two folders bore nobody can say from them alone whose it was.
    folders = {number_of(path): path.rpartition("/")[0] for path in entries if number_of(path) not in twice}
    changed: dict[str, Entry] = {}
    altered = there.list_changed(*(row.root for row in CONTENT_TYPES))
    for path, data in there.read_files(sorted(path for path in altered if is_entry(path))):
        entry = read_entry_file(data, path.rpartition("/")[0], lexicon).entry
        if entry is not None and number_of(path) not in twice:
            changed[number_of(path)] = entry
    site = dict(there.read_files([one for one in (SETTINGS, SITE_ADDRESS) if one in there.blobs]))
    return Past(
        ledger_of(there),
        folders,
        changed,
        pictures_come(there, {id: folder for id, folder in folders.items() if ID.fullmatch(id)}, altered),
        slugs_of(there),
        site_url_of(site[SETTINGS]) if SETTINGS in site else "",
        site_address_of(site[SITE_ADDRESS]) if SITE_ADDRESS in site else None,
    )


def pictures_come(there: Revision, folders: Mapping[str, str], altered: Collection[str]) -> dict[str, Counter[str]]:
    """Return, for each number from whose folder files are gone, whose files lie there now, its own too, as counts by number.

    Only what is a file of one folder alone in the revision counts. Which file it is git's name for its bytes tells, so
    that none of the revision has to be read.
    """
    ids = {folder: id for id, folder in folders.items()}
    losers = {folder for path in altered if not is_entry(path) and (folder := path.rpartition("/")[0]) in ids}
    if len(losers) < 2:
        return {}
    owners: dict[str, set[str]] = {}
    for path, blob in there.blobs.items():
        if (folder := path.rpartition("/")[0]) in losers and not is_entry(path):
            owners.setdefault(blob, set()).add(folder)
    sizes = {len(blob) for blob in owners}
    come: dict[str, Counter[str]] = {}
    for folder in sorted(losers):
        for name in list_within(there.root, folder).files:
            try:
                data = read_within(there.root, f"{folder}/{name}", PHOTO_LIMIT)
            except OSError:
                continue
            whose = owners.get(blob_of(data, sizes), set())
            if len(whose) == 1:
                come.setdefault(ids[folder], Counter())[ids[next(iter(whose))]] += 1
    return come


def blob_of(data: bytes, sizes: Collection[int]) -> str:
    """Return git's name for the bytes of a file, of the kind whose length is in `sizes` (40: SHA-1, 64: SHA-256)."""
    head = f"blob {len(data)}\0".encode()
    if 64 in sizes:
        return hashlib.sha256(head + data).hexdigest()
    return hashlib.sha1(head + data, usedforsecurity=False).hexdigest()


def is_entry(path: str) -> bool:
    """Is this the file of an entry whose folder bears a number?"""
    folder, _, name = path.rpartition("/")
    return name == "index.md" and CONTENT_TYPES.home_of(folder) is not None and bool(ID.fullmatch(number_of(path)))


def number_of(path: str) -> str:
    """Return the number of the folder of an entry's file."""
    return path.split("/")[-2]


def ledger_of(there: Revision) -> Ledger:
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


def slugs_of(there: Revision) -> dict[str, frozenset[str]]:
    """Return the slugs that had pages in a revision, by vocabulary."""
    paths = {f"content/vocabularies/{FILES[name]}": name for name in ROOMED}
    found: dict[str, frozenset[str]] = {}
    for path, data in there.read_files([path for path in paths if path in there.blobs]):
        terms = terms_of_text(data.decode("utf-8", "replace"), Notes(path))
        found[paths[path]] = frozenset(slug for term in terms for slug in (term.slug, *term.former))
    return found
