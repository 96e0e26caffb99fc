"""Pages and records in the terms of schema.org (JSON-LD 1.1).

What a thing is in these terms says its declaration: `schema` of a content type and of a record list returns nodes, `schema`
of a field names the term of its key. Here they are put together, without empty values. Examples are told to nobody: a
machine would take them for facts. Nothing here says where on a map a place is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, urljoin

from ..exchange.open_data import ATTRIBUTION, FOLDER, LICENCE, OpenData, get_list_name
from ..model import Entry, Exhibition
from ..model.content_types import ContentType, get_item_kind
from ..model.exhibition import iter_records
from ..model.field_types import PhotoKey, Reference
from ..model.fields import Field, RecordList
from ..model.record_types import EntryRecord
from ..types import CONTENT_TYPES
from .page import Html

SCHEMA = "https://schema.org/"
DICTIONARY = f"{FOLDER}dictionary/"
"""The page that says what our own keys mean; each key has an anchor there."""

RESERVED = "%/:?#[]@!$&'()*+,;="
"""Characters that an address keeps (RFC 3986, and %): all others than letters and digits are written as bytes."""
Node = Mapping[str, object]
Crumbs = Iterable[Sequence[str]]
"""The way to a page: name and link, relative to the page."""


def render_graph(nodes: Iterable[Node]) -> Html:
    """Return the text of a script element that tells these nodes; what is empty is left out, one id is one node.

    No text can end the element: `<`, `>` and `&` are written as escapes of JSON.
    """
    graph = list(merge_nodes(found for node in nodes if (found := drop_empty(node)) and has_type(found)))
    text = json.dumps({"@context": SCHEMA, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Html(text)


def drop_empty(value: object) -> object:
    """Return a JSON-like value without None, empty texts, lists and objects in it."""
    if isinstance(value, Mapping):
        found = {key: drop_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in found.items() if not is_empty(inner)}
    if isinstance(value, list | tuple):
        return [inner for one in value if not is_empty(inner := drop_empty(one))]
    return value


def is_empty(value: object) -> bool:
    """Does a value say nothing? Numbers always say something, an object with nothing but a type does not."""
    if isinstance(value, Mapping):
        return not value.keys() - {"@type"}
    return value is None or value in ("", [])


def has_type(node: object) -> bool:
    """Is this a node that says what it is?"""
    return isinstance(node, Mapping) and "@type" in node


def merge_nodes(nodes: Iterable[object]) -> Iterator[dict[str, object]]:
    """Yield nodes, those of one id as one: what they say differently stands side by side."""
    found: dict[object, dict[str, object]] = {}
    for number, node in enumerate(nodes):
        assert isinstance(node, Mapping)
        own = found.setdefault(node.get("@id", number), {})
        for key, value in node.items():
            known = own.get(key)
            if known is None or known == value:
                own[key] = value
            else:
                own[key] = [*(known if isinstance(known, list) else [known]), value]
    yield from found.values()


def build_breadcrumbs(path: str, name: str, crumbs: Crumbs, exhibition: Exhibition) -> Node:
    """Return the way to the page at `path`, which is the last step."""
    here = exhibition.settings.site_url + path
    steps = [*((words, urljoin(here, link)) for words, link in crumbs), (name, here)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": words, "item": quote(link, safe=RESERVED)}
            for number, (words, link) in enumerate(steps, 1)
        ],
    }


def describe_archive(entry: Entry, path: str, crumbs: Crumbs, name: str, exhibition: Exhibition) -> Html:
    """Return what the digital archive of an entry tells machines: the entry, its records, the way to the page."""
    nodes = [] if entry.example else [*iter_entry_nodes(entry, exhibition)]
    return render_graph([*nodes, build_breadcrumbs(path, name, crumbs, exhibition)])


def iter_entry_nodes(entry: Entry, exhibition: Exhibition) -> Iterator[Node]:
    """Yield an entry and each of its records."""
    row = CONTENT_TYPES.get_type_of(entry)
    yield from row.schema(entry, exhibition) if row.schema else describe_plain_entry(entry, exhibition)
    for told in row.shown_lists:
        if told.schema:
            yield from (told.schema(one, exhibition) for one in iter_records(entry, told))


def describe_plain_entry(entry: Entry, exhibition: Exhibition) -> Iterator[Node]:
    """Yield an entry whose type does not say what it is."""
    address = exhibition.settings.build_permalink(entry.id)
    yield {"@type": "CreativeWork", "@id": address, "url": address, "name": entry.name, "description": entry.tagline}


def describe_room(
    path: str, name: str, crumbs: Crumbs, records: Iterable[EntryRecord], first: int, exhibition: Exhibition
) -> Html:
    """Return what a page of a room tells machines: its true records as a list, and the way to the page.

    `first` is the number of the first record in the whole list, from 1.
    """
    here, site_url = exhibition.settings.site_url + path, exhibition.settings.site_url
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": one.entry.full_name if is_whole(one) else f"{one.entry.full_name}：{one.name}",
            "url": site_url + (one.page_path if is_whole(one) else one.path),
        }
        for number, one in enumerate((one for one in records if not one.entry.example), first)
    ]
    listed = {"@type": "ItemList", "@id": f"{here}#list", "url": here, "name": name, "itemListElement": items}
    return render_graph([*([listed] if items else []), build_breadcrumbs(path, name, crumbs, exhibition)])


def is_whole(one: EntryRecord) -> bool:
    """Does a record stand for all of its entry in its room?"""
    return bool(one.row.room and one.row.room.by_entry)


def describe_list(
    path: str, name: str, crumbs: Crumbs, entries: Iterable[Entry], first: int, exhibition: Exhibition
) -> Html:
    """Return what a page of a list of entries tells machines: the true ones of this page, and the way to it.

    `first` is the number of the first entry in the whole list, from 1.
    """
    here, settings = exhibition.settings.site_url + path, exhibition.settings
    items = [
        {"@type": "ListItem", "position": number, "name": one.full_name, "url": settings.build_permalink(one.id)}
        for number, one in enumerate((one for one in entries if not one.example), first)
    ]
    listed = {"@type": "ItemList", "@id": f"{here}#list", "url": here, "name": name, "itemListElement": items}
    return render_graph([*([listed] if items else []), build_breadcrumbs(path, name, crumbs, exhibition)])


def describe_way(path: str, name: str, crumbs: Crumbs, exhibition: Exhibition) -> Html:
    """Return what a page tells machines that has nothing to tell but the way to it."""
    return render_graph([build_breadcrumbs(path, name, crumbs, exhibition)])


QUERY = "search_term_string"
"""What stands for the question in the address of the search."""


def describe_site(search: str, exhibition: Exhibition) -> Html:
    """Return what the home page tells machines: the site, and how to ask its search, whose page is `search`."""
    settings = exhibition.settings
    ask = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{settings.site_url}{search}?q={{{QUERY}}}"},
        "query-input": f"required name={QUERY}",
    }
    site = {
        "@type": "WebSite",
        "@id": f"{settings.site_url}#site",
        "url": settings.site_url,
        "name": settings.site_name,
        "description": settings.description,
        "inLanguage": "zh-CN",
        "potentialAction": ask,
    }
    return render_graph([site])


def describe_dataset(data: OpenData, name: str, crumbs: Crumbs) -> Html:
    """Return what the page of the open data tells machines: all tables as one Dataset with its files."""
    exhibition = data.exhibition
    here = exhibition.settings.site_url + FOLDER
    package = data.describe_package()
    files = [
        {
            "@type": "DataDownload",
            "name": table.title,
            "description": table.help,
            "encodingFormat": media_type,
            "contentUrl": here + file,
        }
        for table in data.tables
        for file, media_type in ((table.csv, "text/csv"), (table.json, "application/json"))
    ]
    dataset = {
        "@type": "Dataset",
        "@id": f"{here}#dataset",
        "url": here,
        "name": package["title"],
        "description": package["description"],
        "version": data.version,
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
        "inLanguage": "zh-CN",
        "creator": {"@type": "Organization", "name": ATTRIBUTION},
        "distribution": files,
    }
    return render_graph([dataset, build_breadcrumbs(FOLDER, name, crumbs, exhibition)])


KIND, LICENCE_KEY, ADDRESS = "类型", "许可", "网址"
"""Keys of an entry as JSON (`record.json`) that no field declares."""
PREFIX = "schema"
OWN: Mapping[str, object] = {
    KIND: f"{PREFIX}:additionalType",
    LICENCE_KEY: {"@id": f"{PREFIX}:license", "@type": "@id"},
    ADDRESS: {"@id": f"{PREFIX}:url", "@type": "@id"},
    **{name: f"{PREFIX}:{name}" for name in ("Place", "CreativeWork")},
}
"""What these keys stand for, and the types that an entry may be of."""
LIST_TERM = "subjectOf"
"""What a record list is to its entry: things that tell of it."""


def build_context(row: ContentType, exhibition: Exhibition) -> Mapping[str, object]:
    """Return the `@context` of an entry of a type whose keys are those of its front matter (`record.json`).

    A key with a term of schema.org stands for that term; every other for its own line in the data dictionary. Ids of
    entries are addresses below that of the site.
    """
    return build_contexts(exhibition.settings.site_url, CONTENT_TYPES.rows)[row.name]


@lru_cache(maxsize=8)
def build_contexts(site_url: str, rows: tuple[ContentType, ...]) -> Mapping[str, Mapping[str, object]]:
    """Return the context of every type in `rows`, by its name."""
    head = {"@base": site_url, PREFIX: SCHEMA, **OWN}
    return {row.name: {**head, **build_terms(row.fields, row.folder, site_url)} for row in rows}


def build_terms(fields: Iterable[Field], table: str, site_url: str) -> dict[str, object]:
    """Return the terms of the keys of a table: those of schema.org one by one, for the rest the table's dictionary."""
    terms: dict[str, object] = {"@vocab": f"{site_url}{DICTIONARY}#{table}-"}
    found = ((field.key, describe_term(field, site_url)) for field in fields if not field.internal)
    return terms | {key: term for key, term in found if term}


def describe_term(field: Field, site_url: str) -> object:
    """Return what a key stands for in a context; nothing where the dictionary says it all."""
    term = field.schema or (LIST_TERM if isinstance(field.kind, RecordList) and field.kind.told else "")
    told: dict[str, object] = {"@id": f"{PREFIX}:{term}"} if term else {}
    if isinstance(get_item_kind(field), Reference | PhotoKey):
        told["@type"] = "@id"
    if isinstance(field.kind, RecordList):
        told["@context"] = build_terms(field.kind.fields, get_list_name(field), site_url)
    return told["@id"] if told.keys() == {"@id"} else told
