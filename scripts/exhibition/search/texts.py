"""Turns an entry into the lines that visitors may find it by: its story in plain sentences, without Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ..bodies import render
from ..model import Entry
from ..types import Cluster, Unit


def lines(entry: Entry) -> list[str]:
    """Return the lines of an entry's story, each once, in the order of its page; the tagline is not among them."""
    return [line for line in dict.fromkeys(map(str.strip, told(entry))) if line]


def told(entry: Entry) -> Iterator[str]:
    """Yield everything that the page of an entry tells, a line for each thought."""
    for step in entry.steps:
        yield f"{step.title}：{step.text}" if step.text else step.title
    for pair in entry.pairs:
        yield f"{pair.place}：{pair.text}" if pair.text else pair.place
    yield from render(entry.body).lines
    yield from entry.covenant
    yield from (photo.caption for photo in entry.photos)
    if isinstance(entry, Unit):
        yield from entry.group
    if isinstance(entry, Cluster):
        yield from (f"{place.name}：{place.text}" if place.text else place.name for place in entry.places)
        yield from entry.panel
