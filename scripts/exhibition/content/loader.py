"""Load the folder of an exhibition into an `Exhibition`, with everything that was found on the way.

`load_exhibition` reads `content/` and `mkdocs.yml`; `read_entry` parses one content file into an entry of its type.
Other text files below `content/` are searched for the marks of merge conflicts only. `EntryFolder` holds the names of the
files in the folder of an entry. `read_base_snapshot` loads what
another revision of the repository had promised: a repository of volunteers has a branch that is published, and whatever
its ledger holds may be printed on walls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..files import Listing, read_listing
from ..model import Entry
from ..model.kinds import PhotoKey
from ..reading.naming import plain
from ..types import CONTENT_TYPES


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
        return {plain(name): name for name in self.names}

    def find_similar(self, name: str) -> str | None:
        """Return the file that `name` means though case or composition differ."""
        return self.by_plain_name.get(plain(name))


def make_entry_folder(root: str, folder: str, listings: Mapping[str, Listing]) -> EntryFolder:
    """Return what lies beside the `index.md` of a folder of `root`."""
    here = listings.get(folder, Listing())
    files = list_own_names(here.files)
    return EntryFolder(f"{root}/{folder}", files | list_own_names((*here.folders, *here.links, *here.special)), files)


def list_own_names(names: tuple[str, ...]) -> frozenset[str]:
    """Return the names that are not the entry's own, hidden ones left out."""
    return frozenset(one for one in names if one != "index.md" and one[0] != ".")


def read_entry_folder(root: str, folder: str) -> EntryFolder:
    """Return what lies beside the `index.md` of one folder of `root`, as it is on the disk now."""
    return make_entry_folder(root, folder, {folder: read_listing(f"{root}/{folder}")})


def iter_mentions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the key of every photo that another part of the entry names, and its place in `spans`."""
    for one in CONTENT_TYPES.of(entry).iter_values(entry, PhotoKey):
        yield one.value, one.place
