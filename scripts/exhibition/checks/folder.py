"""The folders below `content/` into the names of what lies in them; each is listed once, nothing is opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..reading.naming import plain


class Listing(NamedTuple):
    """The names in one folder: files, folders, and what only leads elsewhere (symbolic links)."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    readable: bool = True


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


def read_listings(root: str, top: str) -> dict[str, Listing]:
    """Return what lies in the folder `top` of `root` and in every folder below it, by path; links are not followed."""
    found: dict[str, Listing] = {}
    ahead = [top]
    while ahead:
        path = ahead.pop()
        listing = found[path] = read_listing(f"{root}/{path}")
        ahead += [f"{path}/{name}" for name in listing.folders]
    return found


def read_listing(path: str) -> Listing:
    """Return what lies in one folder."""
    files: list[str] = []
    folders: list[str] = []
    links: list[str] = []
    try:
        with os.scandir(path) as things:
            for one in things:
                kind = links if one.is_symlink() else folders if one.is_dir(follow_symlinks=False) else files
                kind.append(one.name)
    except OSError:
        return Listing(readable=False)
    return Listing(tuple(sorted(files)), tuple(sorted(folders)), tuple(sorted(links)))


def folder_of(root: str, folder: str, listings: Mapping[str, Listing]) -> Folder:
    """Return what lies beside the `index.md` of a folder of `root`."""
    here = listings.get(folder, Listing())
    names = (name for kind in (here.files, here.folders, here.links) for name in kind)
    return Folder(f"{root}/{folder}", frozenset(one for one in names if one != "index.md" and one[0] != "."))


def read_folder(root: str, folder: str) -> Folder:
    """Return what lies beside the `index.md` of one folder of `root`, as it is on the disk now."""
    return folder_of(root, folder, {folder: read_listing(f"{root}/{folder}")})
