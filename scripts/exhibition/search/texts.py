"""Turns an entry into the lines that visitors may find it by: its story in plain sentences, without Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ..bodies import render_body
from ..model import Entry
from ..model.entry import Location, Placed
from ..model.fields import Field, Many, Records, fields_of, within
from ..model.kinds import Text
from ..types import CONTENT_TYPES


def lines(entry: Entry) -> list[str]:
    """Return the lines of an entry's story, each once, in the order of its page; the tagline is not among them."""
    return [line for line in dict.fromkeys(map(str.strip, told(entry))) if line]


def told(entry: Entry) -> Iterator[str]:
    """Yield everything that the page of an entry tells, a line for each thought."""
    for step in entry.steps:
        yield f"{step.title}：{step.text}" if step.text else step.title
    for pair in entry.pairs:
        yield f"{pair.place}：{pair.text}" if pair.text else pair.place
    yield from render_body(entry.body).lines
    yield from entry.covenant
    yield from (photo.caption for photo in entry.photos)
    yield from own_texts(entry)


def own_texts(entry: Entry) -> Iterator[str]:
    """Yield the texts of the fields that only the type of an entry has: of records first, then of lists, then single ones."""
    held = [(field, getattr(entry, field.attribute)) for field in CONTENT_TYPES.of(entry).fields if is_own(field)]
    for field, records in held:
        if isinstance(field.kind, Records):
            texts = [one.attribute for one in within(field) if type(one.kind) is Text]
            yield from ("：".join(filter(None, (getattr(record, text) for text in texts))) for record in records)
    for field, lines in held:
        if isinstance(field.kind, Many) and type(field.kind.item) is Text:
            yield from lines
    for field, text in held:
        if type(field.kind) is Text:
            yield text


def is_own(field: Field) -> bool:
    """Does only one type have this field, and is it no part of the place, by which entries are found anyway?"""
    return field not in fields_of(Placed) and field.attribute not in Location._fields
