"""Turns postings into shards: as many small script files as keep each at a few kilobytes, found by a sum over characters."""

from __future__ import annotations

from collections.abc import Mapping

SHARD_BYTES = 4000
"""Bytes of a shard on average; one is fetched for each pair of characters that is typed."""
MOST = 1024


def count(written: Mapping[str, str]) -> int:
    """Return how many shards postings take."""
    size = sum(len(name.encode()) + len(text) + 1 for name, text in written.items())
    return max(1, min(MOST, round(size / SHARD_BYTES)))


def shard_of(name: str, shards: int) -> int:
    """Return the shard of characters; `catalogue.js` counts the same way."""
    place = 0
    for sign in name.lstrip("!"):
        place = (place * 31 + ord(sign)) % 65521
    return place % shards


def sharded(written: Mapping[str, str]) -> list[object]:
    """Return the text of each shard: characters and their postings, separated by spaces."""
    number = count(written)
    found: list[list[str]] = [[] for _ in range(number)]
    for name, text in written.items():
        found[shard_of(name, number)].append(name + text)
    return [" ".join(shard) for shard in found]
