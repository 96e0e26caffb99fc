"""Collections of a form: one for each folder that holds entries, of units one for each street.

One for all streets would not do: git hosts answer a listing of some thousand files in part or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..model import Exhibition
from ..model.entry import STATUS
from ..model.fields import Field
from ..model.kinds import Reference
from ..model.words import Lexicon
from ..types import BY_STREET, CONTENT_TYPES, ContentType
from .widgets import Widget, widget

Collection = dict[str, Any]
"""One entry of `collections` in the configuration of Sveltia CMS (its JSON schema: EntryCollection)."""

BODY: Widget = {
    "name": "body",
    "label": "正文",
    "widget": "text",
    "required": False,
    "hint": "想写多少写多少，空一行就是新的一段。小节的名字前面打两个井号和一个空格，例如：## 画在挂历背面的图",
}
"""The Markdown below the information block: as text, because a rich editor writes it anew and changes what it holds."""


def collections(exhibition: Exhibition, lexicon: Lexicon) -> Iterator[Collection]:
    """Yield the collections, type by type; folders of streets are in the order of the vocabulary.

    Folders without an entry have nothing to change yet.
    """
    labels = {term.slug: term.name for term in exhibition.vocabularies.streets}
    for row in CONTENT_TYPES:
        inputs = fields(row.fields, lexicon, exhibition)
        found = {entry.folder.rpartition("/")[0] for entry in exhibition.of(row.model)}
        for folder in sorted(found, key=lambda folder: rank(slug(folder), labels)):
            name = slug(folder)
            label = labels.get(name, name) if row.layout == BY_STREET else row.label
            yield collection(collection_name(row, name), label, folder, inputs)


def collection_name(row: ContentType, folder: str) -> str:
    """Return the name of a collection: of a type that is filed by street, that of the folder; the first type is meant.

    Another type that is filed by street has its own folder's name before it, because names must differ.
    """
    first = next(one for one in CONTENT_TYPES if one.layout == BY_STREET)
    return f"{row.folder}-{folder}" if row.layout == BY_STREET and row is not first else folder


def slug(folder: str) -> str:
    """Return the last part of a path."""
    return folder.rpartition("/")[2]


def rank(name: str, labels: Mapping[str, str]) -> tuple[int, str]:
    """Return what a street's folder is sorted by: its place in the vocabulary, folders of no street last."""
    return (list(labels).index(name) if name in labels else len(labels)), name


def collection(name: str, label: str, folder: str, inputs: list[Widget]) -> Collection:
    """Return one collection. New entries need a number of the ledger, and nothing on a wall is ever deleted."""
    return {
        "name": name,
        "label": label,
        "label_singular": label,
        "description": "还没有页面的，先请管网站的人领编号、建好，再到这里来写。",
        "folder": folder,
        "path": "{{slug}}/index",
        "extension": "md",
        "format": "yaml-frontmatter",
        "slug": {"template": "{{fields.编号}}", "editable": False},
        "identifier_field": "名称",
        "summary": "{{名称}} · {{slug}}",
        "create": False,
        "delete": False,
        "duplicate": False,
        # Beside its index.md, and named without a folder.
        "media_folder": "",
        "public_folder": "",
        "sortable_fields": {"fields": ["编号", "名称"], "default": {"field": "编号"}},
        "view_filters": [{"label": word, "field": "状态", "pattern": word} for word in STATUS.words.names],
        "thumbnail": False,
        "fields": inputs,
    }


def fields(known: tuple[Field, ...], lexicon: Lexicon, exhibition: Exhibition) -> list[Widget]:
    """Return the inputs of an entry, in the order in which they are written; the body comes last."""
    inputs = [widget(field, lexicon, chooser(field, exhibition)) for field in known]
    for field, told in zip(known, inputs, strict=True):
        if field.fixed:
            told["readonly"] = True
    return [*inputs, BODY]


def chooser(field: Field, exhibition: Exhibition) -> Widget | None:
    """Return the input that asks for another entry by its name and stores its number; None where it is typed.

    It is typed where there is no such entry yet, and where entries are filed by street: those are too many for a list.
    """
    if not isinstance(field.kind, Reference):
        return None
    rows = [row for row in CONTENT_TYPES if not field.kind.to or row.name in field.kind.to]
    if any(row.layout == BY_STREET for row in rows):
        return None
    options = [
        {"label": f"{entry.name} · {entry.id}", "value": int(entry.id)}
        for row in rows
        for entry in exhibition.of(row.model)
    ]
    return {"widget": "select", "options": options} if options else None
