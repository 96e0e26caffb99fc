"""Files that the site will contain, described before they are made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

FOREVER = re.compile(r"[/.-][0-9a-f]{8,}[/.-]")
"""A hash in the address of a file: what it holds never changes."""


def is_kept(path: str) -> bool:
    """May a browser keep the file at this path of the site for ever?

    >>> is_kept("10001/lift-c1a2812e.svg"), is_kept("assets/favicon.svg")
    (True, False)
    """
    return FOREVER.search(f"/{path}") is not None


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the plain docs tree that the engine renders or copies.

    `uri` is its POSIX path in that tree; `make` returns its bytes (it must be picklable where made in a pool); `key` is the hash
    of inputs and recipe that says whether it must be made again (see `cache`), empty where making is cheaper than
    remembering.
    """

    uri: str
    make: Callable[[], bytes]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One `<source>` of a picture: a media type and its files as (uri, width in px), narrowest first."""

    type: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or illustration as pages show it; uris are relative to the root of the site.

    `src` is what every browser can show (JPEG or SVG), of `width` × `height` px; `sources` are better formats;
    `fallbacks` are the widths of `src`'s own format; `thumb` is the smallest, for lists; `colour` is the mean colour that
    stands in its place until it has come (`#rrggbb`).
    """

    src: str
    width: int
    height: int
    thumb: str
    colour: str
    sources: tuple[Source, ...] = ()
    fallbacks: tuple[tuple[str, int], ...] = ()
