"""Files of the site, described before they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NewType

Key = NewType("Key", str)
"""A cache key: 32 hexadecimal digits, computed by `toolchain.Edition.key` or `content_key`."""

ContentKey = NewType("ContentKey", Key)
"""A key that is the hash of the bytes themselves: file names use only such keys."""

HASH_DIGITS = 8
"""Digits of a hash in a file name: web servers recognise by them which files never change."""


def hashed_uri(stem: str, key: ContentKey, rest: str) -> str:
    """Return `<stem>-<hash><rest>`: the path of bytes that may be cached for ever under this name.

    >>> hashed_uri("assets/a", ContentKey(Key("0123456789abcdef")), ".svg")
    'assets/a-01234567.svg'
    """
    return f"{stem}-{key[:HASH_DIGITS]}{rest}"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the docs tree that the engine renders or copies.

    `uri` is its POSIX path in that tree; `make` returns its bytes (it must be picklable where it is called in a worker
    process); `key` is its cache key (see `toolchain`), empty where making it is cheaper than caching it.
    """

    uri: str
    make: Callable[[], bytes]
    key: Key = Key("")


@dataclass(frozen=True, slots=True)
class Source:
    """One `<source>` of a picture: a media type and its files as (uri, width in px), narrowest first."""

    type: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or illustration as pages show it; uris are relative to the root of the site.

    `src` is a file that every browser can show (JPEG or SVG), of `width` × `height` px; `sources` are better formats;
    `fallbacks` are the widths of `src`'s own format; `thumb` is the smallest, for lists; `colour` is the mean colour,
    shown until the file has loaded (`#rrggbb`).
    """

    src: str
    width: int
    height: int
    thumb: str
    colour: str
    sources: tuple[Source, ...] = ()
    fallbacks: tuple[tuple[str, int], ...] = ()
