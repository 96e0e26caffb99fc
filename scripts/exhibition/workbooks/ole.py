"""Reader of compound files, the container of old Office files: a small file system ([MS-CFB])."""

from __future__ import annotations

from collections.abc import Iterator

ENTRY = 128
"""Bytes of one directory entry."""
LAST = 0xFFFFFFFA
"""Sector numbers from here on are special: end of chain, free, allocation tables."""
IN_HEADER = 109
"""Sectors of the allocation table that the header lists."""


class Storage:
    """Compound file with the `names` of its streams. Broken streams are empty."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << min(self.number(30, 2), 16)
        self.table = self.numbers(b"".join(self.sector(one) for one in self.table_sectors()))
        entries = self.chained(self.number(48))
        self.entries = [entries[at : at + ENTRY] for at in range(0, len(entries) - ENTRY + 1, ENTRY)]
        self.names = {name_of(entry): entry for entry in self.entries}

    def number(self, at: int, size: int = 4) -> int:
        """Return the integer at an offset of the header."""
        return int.from_bytes(self.data[at : at + size], "little")

    def numbers(self, data: bytes) -> memoryview:
        """Return bytes as unsigned integers of four bytes each."""
        return memoryview(data[: len(data) // 4 * 4]).cast("I")

    def sector(self, number: int) -> bytes:
        """Return the bytes of a sector."""
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def table_sectors(self) -> Iterator[int]:
        """Yield the sectors of the allocation table."""
        yield from (one for one in self.numbers(self.data[76 : 76 + 4 * IN_HEADER]) if one < LAST)
        seen: set[int] = set()
        at = self.number(68)
        while at < LAST and at not in seen and (held := self.sector(at)):
            seen.add(at)
            *more, at = self.numbers(held)
            yield from (one for one in more if one < LAST)

    def chained(self, at: int) -> bytes:
        """Return the bytes of a chain of sectors."""
        parts: list[bytes] = []
        seen: set[int] = set()
        while at < LAST and at not in seen and at < len(self.table):
            seen.add(at)
            parts.append(self.sector(at))
            at = self.table[at]
        return b"".join(parts)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; empty where there is none of this name."""
        entry = self.names.get(name)
        if entry is None:
            return b""
        first, length = (int.from_bytes(entry[at : at + 4], "little") for at in (116, 120))
        if length >= self.number(56):
            return self.chained(first)[:length]
        # Small streams share the sectors of the first entry, in mini sectors of 64 bytes with a table of their own.
        whole = self.chained(int.from_bytes(self.entries[0][116:120], "little"))
        table = self.numbers(self.chained(self.number(60)))
        small = 1 << min(self.number(32, 2), 16)
        parts: list[bytes] = []
        seen: set[int] = set()
        while first < LAST and first not in seen and first < len(table):
            seen.add(first)
            parts.append(whole[first * small : (first + 1) * small])
            first = table[first]
        return b"".join(parts)[:length]


def name_of(entry: bytes) -> str:
    """Return the name in a directory entry."""
    length = int.from_bytes(entry[64:66], "little")
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
