"""Parser of EXIF, which is a small TIFF (EXIF 2.32, CIPA DC-008): yields the tags that have a value."""

from __future__ import annotations

from collections.abc import Iterator

from .pieces import Broken, number

ORDERS = {b"II": "little", b"MM": "big"}
SIZES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4)
"""Bytes of one value by its type."""
INLINE = 4
"""Values of up to this many bytes stand in the entry itself."""

DEEPER = {0x8769: "exif", 0x8825: "gps"}
"""Tags that point to another directory."""
MOST_ENTRIES = 1000
"""Entries of a directory that no camera exceeds."""
MOST_DIRECTORIES = 8
"""Directories of a file that are read; cameras write four."""
MOST_OF_VALUE = 4096
"""Bytes of a value that are read, to see whether it is empty."""

Tag = tuple[str, int]
"""A directory (`first`, `thumbnail`, `exif`, `gps`) and a tag in it."""


def filled_tags(data: bytes) -> Iterator[Tag]:
    """Yield every tag whose value is not empty. A malformed file ends the sequence, without an exception."""
    order = ORDERS.get(data[:2])
    if order is None:
        return
    seen: set[int] = set()
    try:
        yield from directories(data, number(data, 4, 4, order), order, seen)
    except Broken:
        return


def directories(data: bytes, at: int, order: str, seen: set[int]) -> Iterator[Tag]:
    """Yield the tags of the first directory, of that of the thumbnail, and of those that they point to."""
    for name in ("first", "thumbnail"):
        if at == 0:
            return
        yield from directory(data, at, order, name, seen)
        at = number(data, at + 2 + 12 * number(data, at, 2, order), 4, order)


def directory(data: bytes, at: int, order: str, name: str, seen: set[int]) -> Iterator[Tag]:
    """Yield the filled tags of the directory at `at`; each directory is read once, however many entries point to it."""
    if at in seen or len(seen) >= MOST_DIRECTORIES:
        return
    seen.add(at)
    for entry in range(at + 2, at + 2 + 12 * min(number(data, at, 2, order), MOST_ENTRIES), 12):
        tag = number(data, entry, 2, order)
        if name == "first" and tag in DEEPER:
            yield from directory_within(data, number(data, entry + 8, 4, order), order, DEEPER[tag], seen)
        elif value(data, entry, order).strip(b"\0 "):
            yield name, tag


def directory_within(data: bytes, at: int, order: str, name: str, seen: set[int]) -> Iterator[Tag]:
    """Yield the tags of a nested directory; where it is malformed, the outer one is still read to its end."""
    try:
        yield from directory(data, at, order, name, seen)
    except Broken:
        return


def value(data: bytes, entry: int, order: str) -> bytes:
    """Return the bytes of an entry's value, as far as the file has them."""
    kind, count = number(data, entry + 2, 2, order), number(data, entry + 4, 4, order)
    length = count * (SIZES[kind] if kind < len(SIZES) else 1)
    begin = entry + 8 if length <= INLINE else number(data, entry + 8, 4, order)
    return data[begin : begin + min(length, MOST_OF_VALUE)]
