"""Decoding of response bodies: decompression, and what is wrong with the encoding."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from .client import Answer

GZIP = b"\x1f\x8b\x08"
"""Magic number of gzip (RFC 1952)."""
DECODED_LIMIT = 16_000_000
"""Limit of a decoded body, in bytes."""
OPAQUE = frozenset({"br", "zstd", "compress", "dcb", "dcz"})
"""Encodings that are not decoded here: they are only requested to see whether the server supports them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded body and the faults of its encoding."""

    data: bytes = b""
    encoding: str = ""
    """Encoding that the server named, in lower case; empty for none."""
    broken: bool = False
    """Whether the body does not match its `Content-Encoding`."""
    unsaid: bool = False
    """Whether it is compressed without a `Content-Encoding`."""
    twice: bool = False
    """Whether it is compressed once more under the named encoding."""


def decode(answer: Answer, *, archive: bool = False) -> Decoded:
    """Decode the body of a response. For an `archive` the content itself is compressed."""
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
    """Return the decompressed data, up to a limit. Raises zlib.error."""
    if encoding != "deflate":
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, DECODED_LIMIT)
    try:
        return zlib.decompressobj().decompress(data, DECODED_LIMIT)
    except zlib.error:
        # "deflate" without the wrapper of zlib, as some servers send it.
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, DECODED_LIMIT)


def unpacked(data: bytes) -> bytes:
    """Return gzip data decompressed as far as possible."""
    try:
        return inflated(data, "gzip")
    except zlib.error:
        return b""
