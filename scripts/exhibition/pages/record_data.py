"""The digital archive of an entry as data, at `/<id>/record.json`, and what answers there when an entry was taken down.

The keys are those of the content files. `@context` (`schema_org.build_context`) says what they are. What is not known is
left out: there is no null, no empty text and no empty list, because validators refuse them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from ..exchange.open_data import LICENCE
from ..lazy import dataclass
from ..ledger.permalink_file import WORDS
from ..model import Artifact, Entry, Exhibition, LinkState, PartialDate, Permalink, Photo, Placed, Status
from ..model.content_types import get_item_kind
from ..model.field_types import Integer, PhotoKey, Reference
from ..model.fields import Field, ListOf, RecordList
from ..types import CONTENT_TYPES
from .context import PageContext
from .page import encode_json
from .schema_org import ADDRESS, KIND, LICENCE_KEY, build_context

STATE, TARGET = "状态", "并入"
Json = dict[str, Any]


def make_data_path(id: str) -> str:
    """Return the path of the archive as data, from the root of the site."""
    return f"{id}/record.json"


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The archive of an entry as a file of the site."""

    id: str
    data: Json

    @property
    def artifact(self) -> Artifact:
        """It as a file of the docs tree."""
        return Artifact(make_data_path(self.id), partial(bytes, render_data(self.data)))


def render_data(data: Json) -> bytes:
    """Return data as JSON that people can read."""
    return f"{format_json(data)}\n".encode()


def format_json(value: object, break_line: str = "\n") -> str:
    """Return what `json.dumps` with an indent of one space returns, which asks Python for each sign of it; in a tenth of the time.

    `break_line` is a line end with the indent of the value.
    """
    if isinstance(value, str) or not value:
        return encode_json(value)
    inner = f"{break_line} "
    if isinstance(value, dict):
        rows = [f"{encode_json(key)}: {format_json(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{break_line}}}"
    if isinstance(value, list | tuple):
        return f"[{inner}{f',{inner}'.join([format_json(one, inner) for one in value])}{break_line}]"
    return encode_json(value)


def build_record_data(entry: Entry, context: PageContext) -> Json:
    """Return everything that is told of an entry, under the keys of its file."""
    row, settings = CONTENT_TYPES.get_type_of(entry), context.exhibition.settings
    data: Json = {
        "@context": build_context(row, context.exhibition),
        "@id": settings.build_permalink(entry.id),
        "@type": "Place" if isinstance(entry, Placed) else "CreativeWork",
        KIND: row.label,
    }
    data |= collect_values(entry, row.fields, entry, context)
    if entry.example:
        data["示例"] = True
    return data | {ADDRESS: settings.build_permalink(entry.id), LICENCE_KEY: LICENCE["path"]}


def collect_values(holder: object, fields: Iterable[Field], entry: Entry, context: PageContext) -> Json:
    """Return the values of an entry or of one of its records that pages may show, under their keys; nothing empty."""
    found = (
        (field.key, to_json_value(field, getattr(holder, field.attribute), entry, context))
        for field in fields
        if not field.internal
    )
    return {key: value for key, value in found if value is not None}


def to_json_value(field: Field, value: object, entry: Entry, context: PageContext) -> object:
    """Return a value as JSON; None where there is nothing to show."""
    if value is None or value in ("", ()):
        return None
    if isinstance(field.kind, RecordList) and isinstance(value, tuple):
        records = (build_record_object(one, field.kind, entry, context) for one in value)
        return [one for one in records if one] or None
    if isinstance(field.kind, ListOf) and isinstance(value, tuple):
        items = (to_single_value(get_item_kind(field), one, entry, context) for one in value)
        return [one for one in items if one is not None] or None
    return to_single_value(field.kind, value, entry, context)


def build_record_object(record: object, kind: RecordList, entry: Entry, context: PageContext) -> Json:
    """Return a record as an object; of a photo its address too, and nothing of one that no page shows."""
    data = collect_values(record, kind.fields, entry, context)
    if isinstance(record, Photo):
        address = find_photo_address(record.key, entry, context)
        return data | {ADDRESS: address} if address else {}
    return data


def to_single_value(kind: object, value: object, entry: Entry, context: PageContext) -> object:
    """Return a single value: dates as ISO 8601, photos by their address, references where their entry is public."""
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(kind, PhotoKey):
        return find_photo_address(str(value), entry, context)
    if isinstance(kind, Reference):
        return value if kind.is_word(value) or context.exhibition.get(str(value), Entry) else None
    if isinstance(kind, Integer) and isinstance(value, int):
        return kind.make_public(value)
    return value if isinstance(value, bool | int) else str(value)


def find_photo_address(key: str, entry: Entry, context: PageContext) -> str | None:
    """Return the address of a photo of an entry as pages show it; None where none does."""
    shown = context.pictures.get((entry.id, key))
    return context.exhibition.settings.site_url + shown.src if shown else None


def build_tombstone(link: Permalink, entry: Entry | None, exhibition: Exhibition, successor: str = "") -> RecordFile:
    """Return what answers at the address of an archive that is gone: the number and what has become of it, nothing else."""
    withdrawn = entry is not None and entry.status is Status.WITHDRAWN and link.state is LinkState.LIVE
    data: Json = {"编号": link.id, STATE: Status.WITHDRAWN.value if withdrawn else WORDS[link.state]}
    if successor:
        data[TARGET] = successor
    return RecordFile(link.id, data | {ADDRESS: exhibition.settings.build_permalink(successor or link.id)})
