"""Bodies as they were sent to what they hold: compression taken off, and what is wrong with it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from .client import Answer

GZIP = b"\x1f\x8b\x08"
"""How a gzip file begins (RFC 1952)."""
DECODED_LIMIT = 16_000_000
"""Bytes that are made of a body at most."""
OPAQUE = frozenset({"br", "zstd", "compress", "dcb", "dcz"})
"""Encodings that are not taken off here: they are asked for only to see whether the server has them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a body holds."""

    data: bytes = b""
    encoding: str = ""
    """The encoding that the server named, in small letters; empty for none."""
    broken: bool = False
    """Is the body not what its `Content-Encoding` says?"""
    unsaid: bool = False
    """Is it compressed without a word in the headers?"""
    twice: bool = False
    """Is it compressed once more under the encoding that was named?"""


def decode(answer: Answer, *, archive: bool = False) -> Decoded:
    """Return what the body of an answer holds. Of an `archive` the content itself is compressed."""
    encoding = answer.header("content-encoding").strip().lower()
    encoding = "" if encoding == "identity" else encoding
    data = answer.body
    if not data or encoding in OPAQUE:
        return Decoded(b"" if encoding else data, encoding)
    if encoding in ("gzip", "x-gzip", "deflate"):
        try:
            data = inflated(data, encoding)
        except zlib.error:
            return Decoded(b"", encoding, broken=True)
        twice = data.startswith(GZIP) and not archive
        return Decoded(unpacked(data) if twice else data, encoding, twice=twice)
    if encoding:
        return Decoded(b"", encoding, broken=True)
    unsaid = data.startswith(GZIP) and not archive
    return Decoded(unpacked(data) if unsaid else data, "", unsaid=unsaid)


def inflated(data: bytes, encoding: str) -> bytes:
    """Return compressed data decompressed, up to a limit. Raises zlib.error."""
    if encoding != "deflate":
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, DECODED_LIMIT)
    try:
        return zlib.decompressobj().decompress(data, DECODED_LIMIT)
    except zlib.error:
        # "deflate" without the wrapper of zlib, as some servers send it.
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, DECODED_LIMIT)


def unpacked(data: bytes) -> bytes:
    """Return gzip data decompressed as far as it goes."""
    try:
        return inflated(data, "gzip")
    except zlib.error:
        return b""
