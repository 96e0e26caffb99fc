"""Invents entries of all content types that units and clusters are not, from their declarations.

Nothing here names a type, so that a type that is declared tomorrow has entries too. A place comes from a unit that exists. What
else an entry says comes from one of the type that the repository ships, with references to other entries; where it ships none, from
the kinds of the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from exhibition.model.content_types import ContentType, get_item_kind
from exhibition.model.field_types import Reference
from exhibition.model.fields import Field, RecordList, list_record_fields
from exhibition.types import BY_STREET, CLUSTER, CONTENT_TYPES, UNIT
from fake_entries import Values, Words, story
from fake_population import Fiction
from fake_records import LAST_YEAR, Making, Part, RecordWriter

OWN = frozenset({"编号", "名称", "状态", "示例", "来源", "楼群", "星级", "楼标", "照片", "对比", "具名"})
"""Keys that are no part of the place and of the story that an entry shares with a unit, or that need a photograph or a person."""
ID = re.compile(r"(?<![0-9])[1-9][0-9]{4}(?![0-9])")


def add_others(writer: RecordWriter, words: Words, entries: list[Fiction], number: int, shipped: Path) -> None:
    """Add to `entries` so many entries of every type that is neither unit nor cluster; their ids follow the last one.

    `shipped` is the `content/` folder of the repository.
    """
    for row in CONTENT_TYPES:
        # `population` invents these, but no cluster where there are too few units.
        if row not in (UNIT, CLUSTER):
            entries.extend(list(invent_others(writer, words, row, number, shipped)))
            writer.published.clear()


def invent_others(
    writer: RecordWriter, words: Words, row: ContentType, number: int, shipped: Path
) -> Iterator[Fiction]:
    """Yield so many entries of a type, each of another compound; fewer where there are not so many compounds."""
    units = [one for one in writer.entries if one.kind.startswith(UNIT.folder) and one.values["状态"] == "发布"]
    donors = list({one.values["小区"]: one for one in units if one.values.get("居民区")}.values())
    shipped_entries = list(read_shipped(shipped / row.folder, row))
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
        if shipped_entries:
            values, body = writer.speech.chance.choice(shipped_entries)
            made.values |= {
                key: refer(writer, row.by_key[key], value) for key, value in values.items() if key not in made.values
            }
        else:
            made.values = fill_fields(writer, made, row)
            body = story(writer.speech, words, writer.speech.few(sorted(words.tables["题"]), 1, 2))
        made.body = ID.sub(lambda _: writer.speech.chance.choice(ids), body)
        yield made


def refer(writer: RecordWriter, field: Field, value: Any) -> Any:
    """Return a value of a field with other published entries in the place of those that it names, each once."""
    if isinstance(value, dict):
        inner = {one.key: one for one in list_record_fields(field)}
        return {key: refer(writer, inner[key], text) for key, text in value.items() if text and key in inner}
    if isinstance(value, list):
        return list({str(one): one for one in (refer(writer, field, one) for one in value)}.values())
    kind = get_item_kind(field)
    if not isinstance(kind, Reference) or kind.among:
        return value
    return writer.speech.chance.choice(writer.list_published(kind.to))


def fill_fields(writer: RecordWriter, made: Fiction, row: ContentType) -> Values:
    """Return the values of an entry, with those of its fields that are neither given nor a record list invented."""
    fields = tuple(
        field
        for field in row.fields
        if field.key not in OWN or field.key in made.values
        if not (isinstance(field.kind, RecordList) and field.kind.told)
    )
    return Making(writer, made, Part(fields), 1, LAST_YEAR * 12 - 24, dict(made.values)).make() | made.values


def read_shipped(folder: Path, row: ContentType) -> Iterator[tuple[Values, str]]:
    """Yield what the published entries in the folder of a type say, without record lists and photographs, and their Markdown."""
    for path in sorted(folder.glob("**/index.md")):
        _, block, body = path.read_text(encoding="utf-8").split("---\n", 2)
        values: Values = yaml.load(block, Loader=yaml.BaseLoader)
        pictures = values.get("照片") or ()
        if values.get("状态") == "发布" and all("插画" in one for one in pictures):
            told = {one.label for one in row.record_types} | OWN - {"照片"}
            yield {key: value for key, value in values.items() if value and key not in told}, body.lstrip("\n")
