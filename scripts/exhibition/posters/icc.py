"""Read and write the tags of ICC profiles (ICC.1:2001-04, version 2)."""

from __future__ import annotations

import struct
from collections.abc import Mapping

HEADER = 128
"""Bytes before the tag table."""
MOST_TAGS = 100
ALIGNED = 4


class Malformed(Exception):
    """Raised for bytes that are not a profile, or not the required one; the argument is the reason, in Chinese."""


def tags(data: bytes) -> dict[str, bytes]:
    """Return the tags of a profile by their signatures. Raises InvalidProfile if the tag table is broken."""
    try:
        (count,) = struct.unpack_from(">I", data, HEADER)
        rows = [struct.unpack_from(">4sII", data, HEADER + 4 + 12 * row) for row in range(min(count, MOST_TAGS))]
    except struct.error as problem:
        raise Malformed("文件不完整") from problem
    if any(start + size > len(data) for _, start, size in rows):
        raise Malformed("文件不完整")
    return {signature.decode("latin-1"): data[start : start + size] for signature, start, size in rows}


def description(tags: Mapping[str, bytes]) -> str:
    """Return the name of a profile: ASCII text in version 2, text in several languages in version 4.

    Raises InvalidProfile if it has none.
    """
    tag = tags.get("desc", b"")
    try:
        if tag[:4] == b"mluc":
            size, start = struct.unpack_from(">II", tag, 20)
            return tag[start : start + size].decode("utf-16-be", "replace")
        (size,) = struct.unpack_from(">I", tag, 8)
    except struct.error as problem:
        raise Malformed("它没有名字") from problem
    return tag[12 : 12 + size].split(b"\0")[0].decode("ascii", "replace")


def described(name: str) -> bytes:
    """Encode the `desc` tag of a profile: the ASCII name; the fields for Unicode and ScriptCode names stay empty."""
    text = name.encode("ascii", "replace") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def profile(header: bytes, tags: Mapping[str, bytes]) -> bytes:
    """Build a profile from tags; equal tags are stored once. Reserved bytes of the header become zero."""
    start = HEADER + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body = b""
    for tag in tags.values():
        if tag not in places:
            places[tag] = start + len(body)
            body += tag + bytes(-len(tag) % ALIGNED)
    table = b"".join(
        struct.pack(">4sII", signature.encode("latin-1"), places[tag], len(tag)) for signature, tag in tags.items()
    )
    size = struct.pack(">I", start + len(body))
    return size + header[4:84] + bytes(HEADER - 84) + struct.pack(">I", len(tags)) + table + body
