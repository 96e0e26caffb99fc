"""Configuration of Sveltia CMS: git host, collections, and one input for each field.

What a form stores must stay what people write: so a date is text (`2018-11` is one, and no calendar offers it), a number
is a number, and 是 is a word. Each street has a collection of its own: git hosts answer a listing of some thousand files
in part or not at all.

A record list of an entry may stand in a side file. A form writes one file, and cannot know what lies beside it: so the side
files of a list in a folder are a collection of their own, and where there are any, the input of that list beside the other
fields says where else it may stand. What is written twice all the same is refused by the check (E400). A list that only its
owner writes has no input: it is filled by sheet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from ...content.vocabularies import build_lexicon
from ...lazy import dataclass
from ...model import CmsBackend, Exhibition
from ...model.emblem import EmblemWords
from ...model.entry import STATUS
from ...model.field_types import (
    Boolean,
    Choice,
    Date,
    EntryId,
    FieldType,
    FileName,
    FocusPoint,
    HotspotText,
    Integer,
    RecordingName,
    Reference,
    Text,
)
from ...model.fields import Field, ListOf, RecordList, Requirement
from ...model.record_types import RecordType
from ...model.vocabulary import Lexicon
from ...types import BY_STREET, CONTENT_TYPES, ContentType

MESSAGES = {
    "update": "表单：改{{collection}} {{slug}}",
    "uploadMedia": "表单：放照片 {{path}}",
    "deleteMedia": "表单：删照片 {{path}}",
}
"""What the history will say."""


@dataclass(frozen=True, slots=True)
class HostApi:
    """A kind of git host: the API of the public one, the path of the API on one's own, how people sign in there."""

    public: str
    own: str
    graphql: str = ""
    oauth: tuple[tuple[str, str], ...] = ()
    """Further settings where there is an application to sign in with."""


SERVICES = {
    "github": HostApi("https://api.github.com", "/api/v3", "/api/graphql"),
    "gitlab": HostApi("https://gitlab.com/api/v4", "/api/v4", "/api/graphql", (("auth_type", "pkce"),)),
    "gitea": HostApi("https://gitea.com/api/v1", "/api/v1"),
}
"""Every git host that forms can write to; Forgejo speaks as Gitea does. There is none for Gitee."""


def build_backend(forge: CmsBackend) -> dict[str, Any]:
    """Return the `build_backend` of the configuration of Sveltia CMS (its JSON schema: GitBackend)."""
    service = SERVICES[forge.kind]
    told: dict[str, Any] = {"name": forge.kind, "repo": forge.repo, "commit_messages": MESSAGES}
    if forge.branch:
        told["branch"] = forge.branch
    if forge.host:
        told |= {"api_root": forge.host + service.own, "base_url": forge.host}
        told |= {"graphql_api_root": forge.host + service.graphql} if service.graphql else {}
    return told | build_sign_in(forge, service)


def build_sign_in(forge: CmsBackend, service: HostApi) -> dict[str, Any]:
    """Return how people sign in: with a click where somebody has set that up, always with an access token."""
    if forge.kind == "github":
        return {"base_url": forge.sign_in} if forge.sign_in else {"auth_methods": ["token"]}
    return {"app_id": forge.app_id, **dict(service.oauth)} if forge.app_id else {"auth_methods": ["token"]}


def list_origins(forge: CmsBackend) -> list[str]:
    """Return the hosts that the page of the form asks for content, as a Content Security Policy names them."""
    address = urlsplit(forge.host or SERVICES[forge.kind].public)
    origin = f"{address.scheme}://{address.netloc}"
    # GitLab's sign-in exchanges its code beside the API, on the same host.
    return [origin]


Widget = dict[str, Any]
"""One entry of a list of `fields` in the configuration of Sveltia CMS (its JSON schema: StandardField)."""
ROOMY = 200
"""Characters from which a text is typed into several lines."""
IDS = {"value_type": "int", "min": 10_000, "max": 99_999}
"""Five digits (`model.kinds.ID`)."""
DATE = r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"
EMBLEM = "^([^·]{1,6}·[^·]{1,6}·[^·]{1,6})?$"
FOCUS = r"^((100|\d{1,2}),(100|\d{1,2}))?$"
OWN = r"^(blob:.*|[^/]*)$"
"""A picture of the entry's own folder, or one that is just being uploaded; not one out of another folder."""
NOT_OURS = "只能用这个文件夹里的照片：点“上传”，从电脑里选。"
SOUNDS = "audio/mpeg,.mp3"
NO_SOUND = "只能用这个文件夹里的录音：点“上传”，从电脑里选一个 MP3。"
SPOTS = r"^((100|\d{1,2}),(100|\d{1,2}) [^；]+(；(?=\S)|$))*$"
SPOTS_HINT = "写成 30,40 老信箱；70,55 值日表：从左、从上各百分之几，空一格，再写是什么。"
PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,.heic,.heif"

UNNAMED: Widget = {"widget": "string", "pattern": ["^$", "名称还一个也不知道，先空着。"]}
"""The input of a word out of a vocabulary that knows none yet (E537): the CMS refuses to open with a select without options."""


def build_text_widget(kind: Text) -> Widget:
    """Return the input of free text."""
    limit = {"maxlength": kind.limit} if kind.limit else {}
    return {"widget": "text" if kind.limit > ROOMY else "string", **limit}


def build_number_widget(kind: Integer) -> Widget:
    """Return the input of a whole number."""
    return {"widget": "number", "value_type": "int", "min": kind.low, "max": kind.high}


SIMPLE: Mapping[type, Callable[[Any], Widget]] = {
    Text: build_text_widget,
    FileName: lambda kind: {"widget": "image", "accept": PICTURES, "choose_url": False, "pattern": [OWN, NOT_OURS]},
    Integer: build_number_widget,
    EntryId: lambda kind: {"widget": "number", **IDS},
    Boolean: lambda kind: {"widget": "select", "options": ["是", "否"]},
    Date: lambda kind: {"widget": "string", "pattern": [DATE, "写成 2018、2018-11 或 2018-11-26；记不清就空着。"]},
    EmblemWords: lambda kind: {"widget": "string", "pattern": [EMBLEM, "写成三个词，中间一个“·”，例如 窗·海·灯。"]},
    RecordingName: lambda kind: {"widget": "file", "accept": SOUNDS, "choose_url": False, "pattern": [OWN, NO_SOUND]},
    HotspotText: lambda kind: {"widget": "string", "pattern": [SPOTS, SPOTS_HINT]},
    FocusPoint: lambda kind: {"widget": "string", "pattern": [FOCUS, "写成两个数字，中间一个英文逗号，例如 50,40。"]},
}
"""The input of each kind of single value that needs no vocabulary; a kind without a row has that of its base."""


def build_widget(field: Field, lexicon: Lexicon, better: Widget | None = None) -> Widget:
    """Return the input of a field; `better` is what asks for it in another way than its kind."""
    return {
        "name": field.key,
        "label": field.key,
        "hint": format_hint(field),
        "required": field.required is Requirement.ALWAYS,
        **(better or build_type_widget(field.kind, lexicon)),
    }


def format_hint(field: Field) -> str:
    """Return what stands below an input: when it must be filled where the form cannot know, its help, an example."""
    sometimes = f"{field.required.value}。" if field.required in (Requirement.PUBLISHED, Requirement.SOURCED) else ""
    return f"{sometimes}{field.help}{f'例如：{field.example}' if field.example else ''}"


def build_type_widget(kind: FieldType | ListOf | RecordList, lexicon: Lexicon) -> Widget:
    """Return what is asked for a kind of value."""
    if isinstance(kind, RecordList):
        return build_record_list_widget(kind, lexicon)
    if isinstance(kind, ListOf):
        return build_list_widget(kind, lexicon)
    if isinstance(kind, Choice):
        options = list_choices(kind, lexicon)
        return {"widget": "select", "options": options} if options else UNNAMED
    return next(SIMPLE[base] for base in type(kind).__mro__ if base in SIMPLE)(kind)


def list_choices(kind: Choice, lexicon: Lexicon) -> list[str]:
    """Return the words to choose from."""
    return list((lexicon[kind.vocabulary] if kind.vocabulary else kind.words).names)


def build_list_widget(kind: ListOf, lexicon: Lexicon) -> Widget:
    """Return the input of a list of single values: words are ticked, everything else is written line by line."""
    if isinstance(kind.item, Choice):
        told = build_type_widget(kind.item, lexicon)
        return {**told, "multiple": True} if told["widget"] == "select" else told
    return {"widget": "list", "field": {"name": "line", "label": "一条", **build_type_widget(kind.item, lexicon)}}


def build_record_list_widget(kind: RecordList, lexicon: Lexicon) -> Widget:
    """Return the input of a list of records, without choosers; folded up, each shows what it cannot be without."""
    telling = next((field for field in kind.fields if field.required is Requirement.ALWAYS), kind.fields[0])
    return {
        "widget": "list",
        "label_singular": "一条",
        "collapsed": True,
        "summary": f"{{{{fields.{telling.key}}}}}",
        "fields": [build_widget(field, lexicon) for field in kind.fields],
    }


Collection = dict[str, Any]
"""One entry of `build_collections` in the configuration of Sveltia CMS (its JSON schema: EntryCollection)."""
BODY: Widget = {
    "name": "body",
    "label": "正文",
    "widget": "text",
    "required": False,
    "hint": "想写多少写多少，空一行就是新的一段。小节的名字前面打两个井号和一个空格，例如：## 画在挂历背面的图",
}
"""The Markdown below the information block: as text, because a rich editor writes it anew and changes what it holds."""


def build_collections(exhibition: Exhibition, lexicon: Lexicon) -> Iterator[Collection]:
    """Yield the collections, type by type; folders of streets are in the order of the vocabulary.

    Folders without an entry have nothing to change yet.
    """
    labels = {term.slug: term.name for term in exhibition.vocabularies.streets}
    for row in CONTENT_TYPES:
        inputs = [*build_inputs(row.fields, lexicon, exhibition), build_body_widget(row)]
        # Forms write into one repository; the folders of a street that has its own are not in it.
        own_repository = exhibition.settings.has_own_repository
        entries = [entry for entry in exhibition.of(row.model) if not own_repository(entry.folder)]
        found = {entry.folder.rpartition("/")[0] for entry in entries}
        for folder in sorted(found, key=lambda folder: rank_folder(get_slug(folder), labels)):
            name = get_slug(folder)
            label = labels.get(name, name) if row.layout == BY_STREET else row.label
            collection = make_collection_name(row, name)
            here = [entry for entry in entries if entry.folder.startswith(f"{folder}/")]
            beside = [
                told
                for told in row.record_types
                if not told.owner and any(entry.get_span(told.label).path != entry.path for entry in here)
            ]
            hints = {told.label: format_place_hint(told, make_side_label(label, told)) for told in beside}
            yield build_collection(collection, label, folder, [add_hint(one, hints) for one in inputs])
            for told in beside:
                (own,) = (one for one in inputs if one["name"] == told.label)
                yield build_side_collection(collection, label, folder, told, own)


def make_side_label(label: str, told: RecordType) -> str:
    """Return what people call the collection of the side files of a list."""
    return f"{label} · {told.label}"


def format_place_hint(told: RecordType, label: str) -> str:
    """Return what the input of a list says where some entries have it in a side file."""
    return f"有的写在旁边的 {told.side_file} 里：这里空着、那里有的，到左边“{label}”里添，不要两处都写。"


def add_hint(told: Widget, hints: Mapping[str, str]) -> Widget:
    """Return the input with a hint of its key before its own."""
    hint = hints.get(told["name"])
    return {**told, "hint": f"{hint}{told['hint']}"} if hint else told


def build_side_collection(name: str, label: str, folder: str, told: RecordType, own: Widget) -> Collection:
    """Return the collection of the side files of a list in a folder; `own` is the input of the list."""
    label = make_side_label(label, told)
    return {
        **dict.fromkeys(("create", "delete", "duplicate", "thumbnail"), False),
        "name": make_side_collection_name(name, told),
        "label": label,
        "label_singular": label,
        "description": f"{told.help}这里是单独写在 {told.side_file} 里的。",
        "folder": folder,
        "path": f"{{{{slug}}}}/{told.label}",
        "extension": "md",
        "format": "yaml-frontmatter",
        "identifier_field": told.label,
        "summary": "{{slug}}",
        "media_folder": "",
        "public_folder": "",
        # What stands below the list is not shown (W402), but it is kept.
        "fields": [own, {"name": "body", "widget": "hidden", "default": ""}],
    }


def make_side_collection_name(name: str, told: RecordType) -> str:
    """Return the name of the collection of the side files of a list, beside the collection of this name."""
    return f"{name}-{told.name}"


def make_collection_name(row: ContentType, folder: str) -> str:
    """Return the name of a collection: of a type that is filed by street, that of the folder; the first type is meant.

    Another type that is filed by street has its own folder's name before it, because names must differ.
    """
    first = next(one for one in CONTENT_TYPES if one.layout == BY_STREET)
    return f"{row.folder}-{folder}" if row.layout == BY_STREET and row is not first else folder


def get_slug(folder: str) -> str:
    """Return the last part of a path."""
    return folder.rpartition("/")[2]


def rank_folder(name: str, labels: Mapping[str, str]) -> tuple[int, str]:
    """Return what a street's folder is sorted by: its place in the vocabulary, folders of no street last."""
    return (list(labels).index(name) if name in labels else len(labels)), name


def build_collection(name: str, label: str, folder: str, inputs: list[Widget]) -> Collection:
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


def build_inputs(known: tuple[Field, ...], lexicon: Lexicon, exhibition: Exhibition) -> list[Widget]:
    """Return the inputs of the fields of an entry, in the order in which they are written.

    What only its owner writes is left out.
    """
    asked = [
        field
        for field in known
        if not (isinstance(field.kind, RecordList) and field.kind.told and field.kind.told.owner)
    ]
    inputs = [build_input(field, lexicon, exhibition) for field in asked]
    for field, told in zip(asked, inputs, strict=True):
        if field.fixed:
            told["readonly"] = True
    return inputs


def build_body_widget(row: ContentType) -> Widget:
    """Return the input of the body, which comes last; of a type with a notation of its own it says how that is written."""
    return {**BODY, "hint": row.body.hint} if row.body else BODY


def build_input(field: Field, lexicon: Lexicon, exhibition: Exhibition) -> Widget:
    """Return the input of a field in this exhibition: other entries are chosen, in records too, where they can be."""
    told = build_widget(field, lexicon, build_chooser(field, exhibition))
    if isinstance(field.kind, RecordList):
        told["fields"] = [build_input(one, lexicon, exhibition) for one in field.kind.fields]
    return told


def build_chooser(field: Field, exhibition: Exhibition) -> Widget | None:
    """Return the input that asks for another entry by its name and stores its number; None where it is typed.

    It is typed where there is no such entry yet, and where entries are filed by street: those are too many for a list. The
    words that may stand in the place of a number are chosen too, for an input of a number loses them.
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
    words = [{"label": word, "value": word} for word in field.kind.words.names]
    return {"widget": "select", "options": [*options, *words]} if options or words else None


MOST_BYTES = 40_000_000
"""Of one photograph; a phone's have 3 to 15 MB."""
LONGEST = 4096
"""Pixels of a photograph's longer side as it is stored: enough for 300 dots an inch across an A3 poster's width of 297 mm."""
QUALITY = 88
PHOTOGRAPHS = {
    # Names that every disk and every address can hold, whatever a phone or WeChat has called the file.
    "slugify_filename": True,
    "max_file_size": MOST_BYTES,
    # Drawn anew in the browser: smaller, and without the place, the time and the serial number that a phone writes in.
    "transformations": {"raster_image": {"format": "webp", "quality": QUALITY, "width": LONGEST, "height": LONGEST}},
}


def build_configuration(exhibition: Exhibition, forge: CmsBackend) -> dict[str, Any]:
    """Return the whole configuration."""
    settings = exhibition.settings
    return {
        "backend": build_backend(forge),
        "site_url": settings.site_url,
        "display_url": settings.site_url,
        "app_title": "用表单写",
        "logo": {"src": f"{settings.base_path}assets/favicon.svg", "show_in_header": False},
        "show_preview_links": False,
        "media_folder": next(iter(CONTENT_TYPES)).root,
        "public_folder": "/",
        "media_libraries": {"default": {"config": PHOTOGRAPHS}, "stock_assets": False},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "editor": {"preview": False},
        # An empty field is no line at all: `楼群: null` would be a word to us.
        "output": {"omit_empty_optional_fields": True},
        "collections": list(build_collections(exhibition, build_lexicon(exhibition.vocabularies))),
    }


def render_configuration(exhibition: Exhibition, forge: CmsBackend) -> bytes:
    """Return the configuration as the file that the page reads."""
    return json.dumps(build_configuration(exhibition, forge), ensure_ascii=False, separators=(",", ":")).encode()
