"""The folder of an exhibition into an `Exhibition`, and everything that was found on the way.

bytes ──envelope──▶ lines ──quick (or mending, composing)──▶ nodes ──understanding──▶ units and clusters
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Diagnostic
from ..files import TooLarge, UnsafeFile, list_within, read_file, read_listing
from ..ledger.reader import read_ledger
from ..model import Entry, Exhibition
from ..model.exhibition import in_order
from ..model.words import Lexicon
from ..types import BY_STREET, CONTENT_TYPES
from . import slips_settings as said
from .conflicts import find_conflicts
from .entries import Read, read_entry_file
from .naming import introduction
from .notes import Notes
from .settings import read_settings
from .site_address import read_site_address
from .vocabularies import lexicon_of, names_of, read_vocabularies

__all__ = ["Reading", "read_exhibition"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An exhibition as far as it could be understood, and what was found while reading, in order of place."""

    exhibition: Exhibition
    diagnostics: tuple[Diagnostic, ...]


def read_exhibition(root: Path) -> Reading:
    """Read `content/` and `mkdocs.yml` of the folder `root`. Content never raises: it is reported."""
    with uncollected():
        settings, diagnostics = read_settings(root)
        vocabularies, more = read_vocabularies(root)
        ledger, still_more = read_ledger(root)
        site_address, of_address = read_site_address(root)
        diagnostics += more + still_more + of_address + find_conflicts(root)
        lexicon = lexicon_of(vocabularies)
        entries: list[Entry] = []
        for read in understood(root, lexicon):
            diagnostics += read.diagnostics
            if read.entry is not None:
                entries.append(read.entry)
        ordered = in_order(entries)
    exhibition = Exhibition(settings, vocabularies, ledger, ordered, site_address=site_address)
    return Reading(exhibition, tuple(sorted(diagnostics, key=lambda one: (one.span, one.code))))


def understood(root: Path, lexicon: Lexicon) -> list[Read]:
    """Return every content file of `root`, read; those that name others are read again when all names are known."""
    found = list(reads(root, lexicon))
    unclear = [number for number, read in enumerate(found) if any(one.code == NO_ID for one in read.diagnostics)]
    if unclear:
        names = {**lexicon, **names_of([read.entry for read in found if read.entry is not None])}
        for number in unclear:
            folder = found[number].diagnostics[0].span.path.rpartition("/")[0]
            found[number] = read_folder(root, folder, names)
    return found


NO_ID = "E236"
"""The code of what stands where an id should."""


def reads(root: Path, lexicon: Lexicon) -> Iterator[Read]:
    """Every content file of `root`, read."""
    for folder in entry_folders(root):
        yield read_folder(root, folder, lexicon)


def entry_folders(root: Path) -> list[str]:
    """Return the folders of the entries of all content types, as paths relative to `root`, in order."""
    found: list[str] = []
    for row in CONTENT_TYPES:
        homes = folders(root, row.root)
        if row.layout == BY_STREET:
            homes = [folder for street in homes for folder in folders(root, street)]
        found += homes
    return found


def folders(root: Path, path: str) -> list[str]:
    """Return the folders in the folder `path`, as paths relative to `root`, in order; links are not followed."""
    return [f"{path}/{name}" for name in list_within(root, path).folders if not name.startswith((".", "_"))]


def read_folder(root: Path, folder: str, lexicon: Lexicon) -> Read:
    """Read the `index.md` of one folder; say so where there is none."""
    path = f"{root}/{folder}"
    notes = Notes(f"{folder}/index.md")
    try:
        data = read_file(f"{path}/index.md")
    except TooLarge as problem:
        notes.say(said.oversized_file(str(problem)))
        return Read(None, notes.diagnostics, {})
    except UnsafeFile:
        # The checks say of each link and special file what it is, wherever it lies.
        return Read(None, [], {})
    except OSError:
        here = read_listing(path)
        names = sorted(name for kind in here[:4] for name in kind)
        notes.say(said.folder_without_index(names, introduction(names)))
        return Read(None, notes.diagnostics, {})
    return read_entry_file(data, folder, lexicon)


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the garbage collector meanwhile: everything that is read is kept, so looking through it finds nothing.

    What was read is then set apart for good, so that no later collection walks through it again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
