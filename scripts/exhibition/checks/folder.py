"""The folders below `content/` into the names of what lies in them; each is listed once, nothing is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..files import Listing, read_listing
from ..reading.naming import plain


@dataclass(frozen=True)
class Folder:
    """The names of what lies beside an `index.md`, hidden files left out."""

    path: str
    names: frozenset[str]
    files: frozenset[str] = frozenset()
    """Those of regular files: all that may be opened."""

    @cached_property
    def by_plain_name(self) -> dict[str, str]:
        """Names by what a careless eye takes for the same."""
        return {plain(name): name for name in self.names}

    def alike(self, name: str) -> str | None:
        """Return the file that `name` means though case or composition differ."""
        return self.by_plain_name.get(plain(name))


def folder_of(root: str, folder: str, listings: Mapping[str, Listing]) -> Folder:
    """Return what lies beside the `index.md` of a folder of `root`."""
    here = listings.get(folder, Listing())
    files = beside(here.files)
    return Folder(f"{root}/{folder}", files | beside((*here.folders, *here.links, *here.special)), files)


def beside(names: tuple[str, ...]) -> frozenset[str]:
    """Return the names that are not the entry's own, hidden ones left out."""
    return frozenset(one for one in names if one != "index.md" and one[0] != ".")


def read_folder(root: str, folder: str) -> Folder:
    """Return what lies beside the `index.md` of one folder of `root`, as it is on the disk now."""
    return folder_of(root, folder, {folder: read_listing(f"{root}/{folder}")})
