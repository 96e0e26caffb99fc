"""Open data: a table for each content type and for each list of records, as CSV and JSON, and their Data Package.

Everything follows from the declarations. A table holds what pages show and nothing else: published entries, no 示例, no
fields that are `internal`. A reference to what is not in the tables is left out, as pages leave it out; so is a record
that needs it. The description follows Data Package 2.0 (datapackage.org), which says what a column holds.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from ..lazy import dataclass
from ..model import Entry, Exhibition, Photo
from ..model.content_types import ContentType, get_item_kind
from ..model.field_types import ID as ID_FORM
from ..model.field_types import Boolean, Choice, Date, EntryId, Integer, PhotoKey, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Requirement, collect_fields
from ..model.official import list_official
from ..model.vocabulary import ChoiceWords, Vocabularies
from ..types import CONTENT_TYPES
from .figures import compute_figures
from .table_files import Value, format_csv, format_single

OpenValue = str | int | bool | tuple[str, ...] | None
"""A value of a table: text, number, yes or no, a list of texts; None where nothing is known."""

DELIMITER = "\n"
"""What parts the items of a list in a cell: no item has one, since white space within texts is one space each."""
FOLDER = "data/"
"""The folder of the files, from the root of the site."""
PACKAGE = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0/"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "知识共享 署名 4.0 国际",
}
"""The licence of texts and drawings (LICENSE-content.md). Photographs are no part of the tables."""
ATTRIBUTION = "楼组展厅"
"""Whom to name, after that licence."""
ENTRIES = "entries"
"""The table of all entries, to which lists refer that entries of several types hold."""

(ID,) = (field for field in collect_fields(Entry) if field.attribute == "id")
NAME = next(field for field in collect_fields(Entry) if field.attribute == "name")
POSITION = Field("序", Integer(1), "1", "在那一页的单子里是第几条，从 1 数起。", Requirement.ALWAYS)
TYPE_KEY, TYPE_HELP = "类型", "是哪一类：楼组、楼群，还是别的。"


@dataclass(frozen=True)
class OpenTable:
    """One table: its declaration, without rows.

    `holders` are the content types whose entries stand in it, or hold its records in the field beside it.
    """

    name: str
    """Its name in addresses: `units`, `meetings`."""
    title: str
    help: str
    columns: tuple[Field, ...]
    """编号 first; in a table of records 序 second."""
    holders: tuple[tuple[ContentType, Field | None], ...] = ()
    records: bool = False
    compute: Callable[[Exhibition], Iterable[tuple[OpenValue, ...]]] | None = None
    """Returns the rows of a table that is not of entries; its first column names a row."""

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The keys of the columns that together name a row."""
        if self.compute:
            return (self.columns[0].key,)
        return (ID.key, POSITION.key) if self.records else (ID.key,)

    @property
    def csv(self) -> str:
        """Its file, from the folder of the data."""
        return f"{self.name}.csv"

    @property
    def json(self) -> str:
        """Its file, from the folder of the data."""
        return f"{self.name}.json"

    @property
    def only_type(self) -> ContentType | None:
        """The one content type of which it is, or whose entries alone hold its records."""
        types = {row for row, _ in self.holders}
        return next(iter(types)) if len(types) == 1 and self.name != ENTRIES else None


def list_tables() -> tuple[OpenTable, ...]:
    """Return the tables of the registered content types: all entries, each type, each list of records.

    Raises ValueError where two have one name.
    """
    return CONTENT_TYPES.derive(build_tables)


def build_tables() -> tuple[OpenTable, ...]:
    """Return the tables that follow from the registered content types."""
    types = tuple(CONTENT_TYPES)
    kind = Field(
        TYPE_KEY,
        Choice(words=ChoiceWords.from_names([row.label for row in types])),
        types[0].label if types else "",
        TYPE_HELP,
        Requirement.ALWAYS,
    )
    found = [
        OpenTable(
            ENTRIES, "全部编号", "每一页一行：编号、类型、名称。", (ID, kind, NAME), tuple((row, None) for row in types)
        )
    ]
    found += [
        OpenTable(
            row.folder,
            row.label,
            f"每个{row.label}一行。",
            tuple(field for field in row.fields if not (field.internal or isinstance(field.kind, RecordList))),
            ((row, None),),
        )
        for row in types
    ]
    ranked = rank_lists(types)
    taken = Counter([*(table.name for table in (*found, *COMPUTED)), *(make_list_name(held) for held in ranked)])
    for held in ranked:
        name = make_list_name(held)
        # Two types may name different lists alike.
        found.append(build_list_table(name if taken[name] == 1 else f"{held[0][0].folder}-{name}", held))
    found += COMPUTED
    names = [table.name for table in found]
    if len(set(names)) < len(names):
        raise ValueError(f"two tables have one name: {names}")
    return tuple(found)


def rank_lists(types: Iterable[ContentType]) -> list[list[tuple[ContentType, Field]]]:
    """Return the lists whose items have rows of their own, in their order, each with the types and fields that hold it.

    A list that is read from another field has rows of its own too: they say what the field's text does not, its topic.
    """
    lists: dict[tuple[object, str], list[tuple[ContentType, Field]]] = {}
    for row in types:
        for field in row.fields:
            if not field.internal and has_own_rows(field):
                noun = field.kind.noun if isinstance(field.kind, RecordList) else field
                lists.setdefault((noun, field.attribute), []).append((row, field))
        for told in row.readings:
            lists.setdefault((told.noun, told.name), []).append((row, told.field))
    return sorted(lists.values(), key=lambda held: rank_list(held[0][1]))


def has_own_rows(field: Field) -> bool:
    """Has each item of a field a row of its own: a record, or one of several references, which is a key there?"""
    kind = field.kind
    return isinstance(kind, RecordList) or (isinstance(kind, ListOf) and isinstance(kind.item, Reference))


def make_list_name(held: Sequence[tuple[ContentType, Field]]) -> str:
    """Return the name of the table of a list, where no other has it."""
    row, field = held[0]
    if isinstance(field.kind, RecordList):
        return field.kind.told.name if field.kind.told else field.attribute
    return f"{row.folder}-{field.attribute}"


def get_list_name(field: Field) -> str:
    """Return the name of the table of the records that a field holds."""
    return next(table.name for table in list_tables() if any(held is field for _, held in table.holders))


def rank_list(field: Field) -> tuple[int, str]:
    """Return where a list stands: those with a declaration of their own first, in their order; references last."""
    if not isinstance(field.kind, RecordList):
        return 20_000, field.attribute
    return (field.kind.told.order, field.kind.told.name) if field.kind.told else (10_000, field.attribute)


def build_list_table(name: str, held: Sequence[tuple[ContentType, Field]]) -> OpenTable:
    """Return the table of a list of records, or of references, of all types that hold it."""
    row, field = held[0]
    where = "、".join(row.label for row, _ in held)
    inner: tuple[Field, ...]
    if isinstance(field.kind, ListOf):
        one = replace(field, kind=field.kind.item, required=Requirement.ALWAYS)
        title, words, inner = f"{row.label}的{field.key}", f"一个编号一行，写在{where}的页上。", (one,)
    else:
        assert isinstance(field.kind, RecordList)
        title, words = field.key, f"一条一行，写在{where}的页上。"
        inner = tuple(one for one in field.kind.fields if not one.internal)
    return OpenTable(name, title, words, (ID, POSITION, *inner), tuple(held), records=True)


def list_figure_rows(exhibition: Exhibition) -> Iterator[tuple[OpenValue, ...]]:
    """Yield a row for each figure; without its value where the sample is too small."""
    for one in compute_figures(exhibition):
        figure, measure = one
        shown = one.is_enough
        yield (
            figure.name,
            figure.title,
            None if one.value is None else format_decimal(one.value),
            measure.numerator if shown else None,
            measure.denominator if shown else None,
            figure.unit,
            len(measure.told),
            len(measure.asked),
            figure.least,
            shown,
            figure.formula,
            figure.tables,
            figure.official or None,
        )


def format_decimal(value: float) -> str:
    """Return a number to four decimals, without needless zeros.

    >>> format_decimal(3), format_decimal(1 / 3)
    ('3', '0.3333')
    """
    return f"{value:.4f}".rstrip("0").rstrip(".")


def list_official_rows(exhibition: Exhibition) -> Iterator[tuple[OpenValue, ...]]:
    """Yield a row for each official number."""
    for one in list_official(exhibition.vocabularies):
        as_of = one.as_of.iso if one.as_of else None
        yield one.slug, one.name, one.value, one.is_least, one.unit or None, as_of, one.document or None, one.source


TERM_NAME = Field("代号", Text(40), "units", "它在网址和表格里的名字。", Requirement.ALWAYS)
COMPUTED = (
    OpenTable(
        "figures",
        "数出来的数",
        "一个数一行。每一个都能从别的表再数一遍；样本太少的空着。",
        (
            TERM_NAME,
            Field("名称", Text(40), "议事多不多", "这个数叫什么。", Requirement.ALWAYS),
            Field("数", Text(20), "0.4286", "数出来是多少；是几成的，写成小数。"),
            Field("分子", Integer(0, 99_999_999), "3", "算几成的时候，上面的数。"),
            Field("分母", Integer(0, 99_999_999), "7", "算几成的时候，下面的数。"),
            Field("单位", Text(20), "个楼组", "数的是什么。", Requirement.ALWAYS),
            Field("楼组", Integer(0, 99_999_999), "7", "有多少个楼组写了。", Requirement.ALWAYS),
            Field("全部楼组", Integer(0, 99_999_999), "12", "一共多少个楼组。", Requirement.ALWAYS),
            Field("最少", Integer(0, 99_999_999), "5", "不到这么多个楼组就不算。", Requirement.ALWAYS),
            Field("够不够", Boolean(), "是", "样本够不够。", Requirement.ALWAYS),
            Field("怎么数", Text(200), "写了文号的楼组 ÷ 写了星级的楼组", "算法，用话写的。", Requirement.ALWAYS),
            Field("从哪些表", ListOf(Text(40)), "units", "从哪几张表可以再数一遍。", Requirement.ALWAYS),
            Field("官方数字", ListOf(Text(40)), "three-stars", "和哪几个官方数字放在一起看。"),
        ),
        compute=list_figure_rows,
    ),
    OpenTable(
        "official",
        "官方数字",
        "一个数一行，民政部门公开介绍里的，不是我们数的。",
        (
            TERM_NAME,
            Field("名称", Text(40), "活力楼组", "数的是什么。", Requirement.ALWAYS),
            Field("数", Integer(0, 99_999_999), "900", "多少。", Requirement.ALWAYS),
            Field("以上", Boolean(), "是", "原文说的是不是“多”“以上”。", Requirement.ALWAYS),
            Field("单位", Text(20), "个", "数词后面的字。"),
            Field("截至", Date(), "2025-12", "到哪一天为止的数；没有写的空着。"),
            Field("文号", Text(60), "", "哪份文件。"),
            Field("来源", Text(80), "宝山区民政局", "谁说的。", Requirement.ALWAYS),
        ),
        compute=list_official_rows,
    ),
)
"""Tables that are not of entries."""


class OpenData:
    """The tables of an exhibition with their rows.

    `pictures` are the pictures that have come in, by entry id and photo key; None: all that may be shown.
    """

    def __init__(self, exhibition: Exhibition, pictures: Collection[tuple[str, str]] | None = None) -> None:
        self.exhibition, self.pictures = exhibition, pictures
        self.tables = list_tables()
        self.rows_by_name: dict[str, list[tuple[OpenValue, ...]]] = {}

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The entries of the tables by id, in order of type and id."""
        return {entry.id: entry for entry in self.exhibition.published(Entry) if not entry.example}

    @cached_property
    def photo_positions(self) -> Mapping[tuple[str, str], int]:
        """The position of each photo that pages show, by entry id and key."""
        return {
            (entry.id, photo.key): number
            for entry in self.entries.values()
            for number, photo in enumerate(entry.photos, 1)
            if self.is_shown(entry, photo)
        }

    def is_shown(self, entry: Entry, photo: Photo) -> bool:
        """Do pages show a photo: is it drawn or declared with consent, and has it come in?"""
        if photo.file is not None and not photo.shown:
            return False
        return self.pictures is None or (entry.id, photo.key) in self.pictures

    def get_rows(self, table: OpenTable) -> Sequence[tuple[OpenValue, ...]]:
        """Return the rows of a table in order of id and position."""
        if table.name not in self.rows_by_name:
            self.rows_by_name[table.name] = list(self.iter_rows(table))
        return self.rows_by_name[table.name]

    def iter_rows(self, table: OpenTable) -> Iterator[tuple[OpenValue, ...]]:
        """Yield the rows of a table in order of id and position."""
        if table.compute:
            yield from table.compute(self.exhibition)
            return
        held_in = {row.model: field for row, field in table.holders}
        # A list that several types hold is in order of ids too, whatever the order of the types.
        holders = sorted((one for one in self.entries.values() if type(one) in held_in), key=lambda one: one.id)
        for entry in holders:
            field = held_in[type(entry)]
            if field is not None and isinstance(field.kind, ListOf):
                items = enumerate(getattr(entry, field.attribute), 1)
                yield from ((entry.id, number, id) for number, id in items if self.is_open(field.kind.item, id))
            elif field is not None:
                told = field.kind.told if isinstance(field.kind, RecordList) else None
                held = told.read(entry) if told and told.read else getattr(entry, field.attribute)
                yield from self.iter_records(table, entry, held)
            else:
                label = CONTENT_TYPES.get_type_of(entry).label
                yield tuple(self.get_value(entry, entry, one) if one.attribute else label for one in table.columns)

    def iter_records(
        self, table: OpenTable, entry: Entry, records: Iterable[object]
    ) -> Iterator[tuple[OpenValue, ...]]:
        """Yield the rows of the records of an entry; one that lacks what it needs is left out, as on pages."""
        inner = table.columns[2:]
        needed = [at for at, field in enumerate(inner) if field.required is Requirement.ALWAYS]
        for number, record in enumerate(records, 1):
            if isinstance(record, Photo) and (entry.id, record.key) not in self.photo_positions:
                continue
            values = tuple(self.get_value(entry, record, field) for field in inner)
            if all(values[at] is not None for at in needed):
                yield (entry.id, number, *values)

    def get_value(self, entry: Entry, holder: object, field: Field) -> OpenValue:
        """Return the value of a field of an entry or of one of its records; None where there is nothing to show."""
        value = getattr(holder, field.attribute)
        if value is None or value == "" or value == ():
            return None
        # Written out: a large exhibition has 400,000 values, most of them texts.
        kind = field.kind
        if type(kind) is Text:
            return " ".join(value.split())
        if isinstance(kind, ListOf):
            return tuple(format_single(one) for one in value if self.is_open(kind.item, one)) or None
        if isinstance(kind, PhotoKey):
            return self.photo_positions.get((entry.id, value))
        if not self.is_open(kind, value):
            return None
        if isinstance(kind, Integer):
            return kind.make_public(value)
        return value if isinstance(value, int) else format_single(value)

    def is_open(self, kind: object, value: str) -> bool:
        """Stands what a value refers to in the tables? Other values always do."""
        if not isinstance(kind, Reference) or kind.is_word(value):
            return True
        target = self.entries.get(value)
        return target is not None and (not kind.to or CONTENT_TYPES.get_type_of(target).name in kind.to)

    def render_csv(self, table: OpenTable) -> bytes:
        """Return a table as CSV: byte order mark, a heading for each column, 是 and 否, lists parted by line breaks."""
        rows = ([to_cell(value) for value in row] for row in self.get_rows(table))
        return format_csv([[field.key for field in table.columns], *rows])

    def render_json(self, table: OpenTable) -> bytes:
        """Return a table as a JSON array of objects, one a line, without the keys of which nothing is known."""
        keys = [field.key for field in table.columns]
        encode = json.JSONEncoder(ensure_ascii=False).encode
        rows = ",\n".join(
            encode({key: value for key, value in zip(keys, row, strict=True) if value is not None})
            for row in self.get_rows(table)
        )
        return f"[\n{rows}\n]\n".encode() if rows else b"[]\n"

    @cached_property
    def table_files(self) -> Mapping[str, bytes]:
        """The CSV and the JSON of every table by their names in the folder of the data."""
        found: dict[str, bytes] = {}
        for table in self.tables:
            found[table.csv], found[table.json] = self.render_csv(table), self.render_json(table)
        return found

    @cached_property
    def version(self) -> str:
        """What tells one state of the data from another: it changes with the tables and with nothing else."""
        found = hashlib.sha256()
        for name, data in sorted(self.table_files.items()):
            found.update(f"{name}\0{len(data)}\0".encode() + data)
        return found.hexdigest()[:12]

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every file by its name in the folder of the data, the description of all last."""
        package = json.dumps(self.describe_package(), ensure_ascii=False, indent=1)
        return {**self.table_files, PACKAGE: f"{package}\n".encode()}

    def describe_package(self) -> dict[str, object]:
        """Return the description of all tables (Data Package 2.0)."""
        settings = self.exhibition.settings
        sources = sorted({entry.source for entry in self.entries.values() if entry.source})
        told: dict[str, object] = {
            "$schema": f"{PROFILES}datapackage.json",
            "name": "exhibition",
            "title": f"{settings.site_name}：开放数据",
            "description": "展厅里看得见的，这里都有一份表。示例、草稿和撤下的不在内，照片也不在内。每一页的网址，是展厅的网址加上编号。",
            "homepage": settings.site_url,
            "version": self.version,
            "licenses": [LICENCE],
            "contributors": [{"title": ATTRIBUTION, "roles": ["creator"]}],
        }
        if sources:
            told["sources"] = [{"title": source} for source in sources]
        return told | {
            "resources": [self.describe_resource(table, self.table_files[table.csv]) for table in self.tables]
        }

    def describe_resource(self, table: OpenTable, data: bytes) -> dict[str, object]:
        """Return the description of a table, whose CSV is `data`."""
        return {
            "$schema": f"{PROFILES}dataresource.json",
            "name": table.name,
            "type": "table",
            "path": table.csv,
            "title": table.title,
            "description": table.help,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "schema": {
                "$schema": f"{PROFILES}tableschema.json",
                "fieldsMatch": "exact",
                "fields": [describe_column(field, self.exhibition.vocabularies) for field in table.columns],
                "primaryKey": list(table.primary_key),
                **({"foreignKeys": keys} if (keys := list_foreign_keys(table)) else {}),
            },
        }


def to_cell(value: OpenValue) -> Value:
    """Return a value as it stands in CSV."""
    if isinstance(value, tuple):
        return DELIMITER.join(value)
    return format_single(value) if isinstance(value, bool) else "" if value is None else value


def list_foreign_keys(table: OpenTable) -> list[dict[str, object]]:
    """Return the keys of other tables that columns of a table hold.

    Several references in one cell are no key: they have a table of their own. A column that may hold a word in the place of
    an id is none either.
    """
    found: list[tuple[str, str]] = []
    if table.name != ENTRIES and not table.compute:
        alone = table.only_type
        found.append((ID.key, alone.folder if alone and table.records else ENTRIES))
    for field in table.columns:
        if isinstance(field.kind, Reference) and not field.kind.words.names:
            found.append((field.key, find_target_table(field.kind)))
    return [{"fields": [key], "reference": {"resource": target, "fields": [ID.key]}} for key, target in found]


def find_target_table(reference: Reference) -> str:
    """Return the table in which the entries stand that a reference may name."""
    folders = [row.folder for row in CONTENT_TYPES if row.name in reference.to]
    return folders[0] if len(reference.to) == 1 and folders else ENTRIES


class ColumnForm(NamedTuple):
    """What a column holds: in words for people, and as properties of a field of Table Schema."""

    words: str
    schema: Mapping[str, object]


def describe_text(_: object, __: object) -> ColumnForm:
    """Return the form of a column of free texts."""
    return ColumnForm("文字", {"type": "string"})


def describe_integer(kind: Integer, _: object) -> ColumnForm:
    """Return the form of a column of whole numbers."""
    return ColumnForm(
        f"整数，{kind.low} 到 {kind.high}",
        {"type": "integer", "constraints": {"minimum": kind.low, "maximum": kind.high}},
    )


def describe_choice(kind: Choice, vocabularies: Vocabularies) -> ColumnForm:
    """Return the words that a column may hold; where they cannot be read it is free."""
    terms = vocabularies.get(kind.vocabulary).terms if kind.vocabulary else ()
    names = tuple(term.name for term in terms) or kind.words.names
    if not names:
        return describe_text(kind, vocabularies)
    hidden = {term.name for term in terms if term.example}
    words = "、".join(name for name in names if name not in hidden)
    return ColumnForm(f"从这些里选：{words}", {"type": "string", "constraints": {"enum": list(names)}})


def describe_boolean(_: object, __: object) -> ColumnForm:
    """Return the form of a column of 是 and 否."""
    return ColumnForm("是或否", {"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]})


def describe_photo(_: object, __: object) -> ColumnForm:
    """Return the form of a column of photos. Files of content name them by the names of their files, which no page shows."""
    told = {"description": "配的是这一页“照片”里的第几张。", "example": "1"}
    return ColumnForm("整数，照片表里的“序”", {"type": "integer", **told, "constraints": {"minimum": 1}})


def describe_date(_: object, __: object) -> ColumnForm:
    """Return the form of a column of dates, which may end with the year or the month."""
    return ColumnForm(
        "日期，知道多少写多少：年、年-月，或者年-月-日",
        {"type": "string", "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}},
    )


def describe_id(_: object, __: object) -> ColumnForm:
    """Return the form of a column of ids, which are texts."""
    return ColumnForm("编号，五位数字", {"type": "string", "constraints": {"pattern": ID_FORM.pattern}})


def describe_reference(kind: Reference, vocabularies: Vocabularies) -> ColumnForm:
    """Return the form of a column of ids of other entries."""
    target = find_target_table(kind)
    words = kind.words.names
    if words:
        pattern = "|".join((ID_FORM.pattern, *words))
        schema = {"type": "string", "constraints": {"pattern": pattern}}
        return ColumnForm(f"编号，在 {target}.csv 里；或者写“{'”“'.join(words)}”", schema)
    return ColumnForm(f"编号，在 {target}.csv 里", describe_id(kind, vocabularies).schema)


DESCRIBERS: Mapping[type[Any], Callable[[Any, Vocabularies], ColumnForm]] = {
    PhotoKey: describe_photo,
    Integer: describe_integer,
    Boolean: describe_boolean,
    Choice: describe_choice,
    Date: describe_date,
    Reference: describe_reference,
    EntryId: describe_id,
}
"""How a column is described, by the kind of its values; a kind of which none of its classes stands here is text."""


def describe_form(field: Field, vocabularies: Vocabularies) -> ColumnForm:
    """Return what a column holds, by the kind of its values."""
    kind = get_item_kind(field)
    describe = next((DESCRIBERS[one] for one in type(kind).__mro__ if one in DESCRIBERS), describe_text)
    form = describe(kind, vocabularies)
    if not isinstance(field.kind, ListOf):
        return form
    return ColumnForm(
        f"几样，一格里一行一样；每一样：{form.words}", {"type": "list", "delimiter": DELIMITER, "itemType": "string"}
    )


def describe_column(field: Field, vocabularies: Vocabularies) -> dict[str, object]:
    """Return the description of a column: its key, what it holds, an example, whether it must be filled."""
    told = {"description": field.help, "example": field.example, **describe_form(field, vocabularies).schema}
    if is_always_filled(field):
        limits = told.get("constraints", {})
        assert isinstance(limits, dict)
        told["constraints"] = {"required": True, **limits}
    return {"name": field.key} | {key: value for key, value in told.items() if value}


def is_always_filled(field: Field) -> bool:
    """Has every row a value? Whatever must be filled when it is published is, since no row is of an example."""
    return field.required is not Requirement.NEVER
