"""Files that the site will contain, described before they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NewType

Key = NewType("Key", str)
"""What something is kept under in the cache: 32 hexadecimal digits. `toolchain.Edition.key` and `content_key` make it."""

ContentKey = NewType("ContentKey", Key)
"""A key that is the hash of the bytes themselves: the only one of which names of files are made."""

HASH_DIGITS = 8
"""Digits of a hash in a name: what serves a site tells by them which files never change."""


def hashed_uri(stem: str, key: ContentKey, rest: str) -> str:
    """Return `<stem>-<hash><rest>`: where bytes stand that may be kept for ever under this name.

    >>> hashed_uri("assets/a", ContentKey(Key("0123456789abcdef")), ".svg")
    'assets/a-01234567.svg'
    """
    return f"{stem}-{key[:HASH_DIGITS]}{rest}"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the plain docs tree that the engine renders or copies.

    `uri` is its POSIX path in that tree; `make` returns its bytes (it must be picklable where made in a pool); `key` says
    under what they are kept (see `toolchain`), empty where making is cheaper than remembering.
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
