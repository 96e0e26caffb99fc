"""The folder of an entry into the names of its files; listed once, nothing is opened."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Folder:
    """The names of what lies beside an `index.md`, hidden files left out."""

    path: str
    names: frozenset[str]

    @cached_property
    def by_plain_name(self) -> dict[str, str]:
        """Names by what a careless eye takes for the same."""
        return {plain(name): name for name in self.names}

    def alike(self, name: str) -> str | None:
        """Return the file that `name` means though case or composition differ."""
        return self.by_plain_name.get(plain(name))


def plain(name: str) -> str:
    """Return a file name without what differs between systems: case, decomposed accents, full-width forms."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def read_folder(root: str, folder: str) -> Folder:
    """Return what lies in a folder of `root`."""
    path = f"{root}/{folder}"
    try:
        names = os.listdir(path)
    except OSError:
        names = []
    return Folder(path, frozenset(one for one in names if one != "index.md" and not one.startswith(".")))
