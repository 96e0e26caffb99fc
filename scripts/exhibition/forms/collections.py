"""The exhibition into collections of a form: one for the units of each street, one for the clusters.

One for all streets would not do: git hosts answer a listing of some thousand files in part or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..model import Exhibition
from ..model.entry import STATUS
from ..model.fields import Field
from ..model.words import Lexicon
from ..types import CLUSTER, UNIT, Cluster, Unit
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
    """Yield the collections in the order of the vocabulary; streets without a folder have nothing to change yet."""
    units, clusters = fields(UNIT.fields, lexicon, exhibition), fields(CLUSTER.fields, lexicon, exhibition)
    labels = {term.slug: term.name for term in exhibition.vocabularies.streets}
    folders = {unit.folder.rpartition("/")[0] for unit in exhibition.of(Unit)}
    for folder in sorted(folders, key=lambda folder: rank(slug(folder), labels)):
        name = slug(folder)
        yield collection(name, labels.get(name, name), folder, units)
    if exhibition.of(Cluster):
        yield collection(*CLUSTERS, clusters)


CLUSTERS = ("clusters", "楼群", "content/clusters")


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


FIXED = {"id", "street"}
"""Attributes that the folder decides, and no form."""


def fields(known: tuple[Field, ...], lexicon: Lexicon, exhibition: Exhibition) -> list[Widget]:
    """Return the inputs of an entry, in the order in which they are written; the body comes last."""
    better = {"cluster": by_name(exhibition)}
    inputs = [widget(field, lexicon, better.get(field.attribute)) for field in known]
    for field, told in zip(known, inputs, strict=True):
        if field.attribute in FIXED:
            told["readonly"] = True
    return [*inputs, BODY]


def by_name(exhibition: Exhibition) -> Widget | None:
    """Return the input that asks for a cluster by its name and stores its number; None while there is none."""
    options = [
        {"label": f"{cluster.name} · {cluster.id}", "value": int(cluster.id)} for cluster in exhibition.of(Cluster)
    ]
    return {"widget": "select", "options": options} if options else None
