"""Invents entries of all content types that units and clusters are not, from their declarations.

Nothing here names a type: a place comes from a unit that exists, its other values from the kinds of its fields, its text from
an entry of the type that the repository ships, so that a type that is declared tomorrow has entries too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from exhibition.model.content_types import ContentType
from exhibition.model.fields import RecordList
from exhibition.types import BY_STREET, CONTENT_TYPES, UNIT
from fake_entries import Values, Words, story
from fake_population import Fiction
from fake_records import LAST_YEAR, Making, Part, RecordWriter

OWN = frozenset({"编号", "名称", "状态", "示例", "来源", "楼群", "星级", "楼标", "照片", "对比", "具名"})
"""Keys that are no part of the place and of the story that an entry shares with a unit, or that need a photograph or a person."""
ID = re.compile(r"(?<![0-9])[1-9][0-9]{4}(?![0-9])")


def add_others(writer: RecordWriter, words: Words, entries: list[Fiction], number: int, shipped: Path) -> None:
    """Add to `entries` so many entries of every type of which there is none yet; their ids follow the last one.

    `shipped` is the `content/` folder of the repository.
    """
    known = {entry.kind.partition("/")[0] for entry in entries}
    for row in CONTENT_TYPES:
        if row.folder not in known:
            entries.extend(list(invent_others(writer, words, row, number, shipped)))
            writer.published.clear()


def invent_others(
    writer: RecordWriter, words: Words, row: ContentType, number: int, shipped: Path
) -> Iterator[Fiction]:
    """Yield so many entries of a type, each of another compound; fewer where there are not so many compounds."""
    units = [one for one in writer.entries if one.kind.startswith(UNIT.folder) and one.values["状态"] == "发布"]
    donors = list({one.values["小区"]: one for one in units if one.values.get("居民区")}.values())
    texts = list_bodies(shipped / row.folder)
    ids, first = writer.list_published((UNIT.name,)), int(writer.entries[-1].id) + 1
    for rank, donor in enumerate(writer.speech.few(donors, number, number)):
        slug = donor.kind.partition("/")[2]
        made = Fiction(f"{row.folder}/{slug}" if row.layout == BY_STREET else row.folder, {"编号": first + rank})
        shared = {
            field.key: donor.values[field.key]
            for field in row.fields
            if field in UNIT.fields and field.key in donor.values and field.key not in OWN
        }
        made.values |= {"名称": f"{donor.values['小区']}{row.label}", "状态": "发布", **shared}
        made.values = fill_fields(writer, made, row)
        topics = writer.speech.few(sorted(words.tables["题"]), 1, 2)
        body = writer.speech.chance.choice(texts) if texts else story(writer.speech, words, topics)
        made.body = ID.sub(lambda _: writer.speech.chance.choice(ids), body)
        yield made


def fill_fields(writer: RecordWriter, made: Fiction, row: ContentType) -> Values:
    """Return the values of an entry, with those of its fields that are neither given nor a record list invented."""
    fields = tuple(
        field
        for field in row.fields
        if field.key not in OWN or field.key in made.values
        if not (isinstance(field.kind, RecordList) and field.kind.told)
    )
    return Making(writer, made, Part(fields), 1, LAST_YEAR * 12 - 24, dict(made.values)).make() | made.values


def list_bodies(folder: Path) -> Sequence[str]:
    """Return the Markdown of the entries in the folder of a type, in order."""
    paths = sorted(folder.glob("**/index.md"))
    return [path.read_text(encoding="utf-8").split("---\n", 2)[2].lstrip("\n") for path in paths]
