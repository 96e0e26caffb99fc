"""Fields of content types and of records, declared in annotated dataclasses.

A field is one line of its dataclass: `stars: Annotated[int | None, Field("星级", Stars(), example="3", help="…")] = None`.
Its Chinese key is label, heading and key of front matter. Reading, messages, the facts panel, `new`, sheets, forms and the
guide's tables follow from that line.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from dataclasses import MISSING, replace
from dataclasses import field as dataclass_field
from dataclasses import fields as attributes
from enum import Enum, IntEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ..lazy import dataclass
from .field_types import Boolean, Choice, Date, FieldType, FocusPoint, Integer, Text

if TYPE_CHECKING:
    from .record_types import RecordType


class Requirement(Enum):
    """When a field must be filled."""

    NEVER = "可以空着"
    ALWAYS = "必填"
    PUBLISHED = "发布时必填"
    SOURCED = "发布时必填（示例除外）"


class Section(IntEnum):
    """The part of a file in which a field stands; the fields of a dataclass are in order of these, bases first."""

    IDENTITY = 1
    """Number, name and place."""
    OWN = 2
    """What only this type has."""
    LIFE = 3
    """Status, source and the like; of a photo or a person: the declared consent."""
    STORY = 4
    """Photos, steps and other long lists."""
    RECORDS = 5
    """Record lists (`record_types`), which grow: each may stand in a file of its own."""
    LAST = 6


class Reach(IntEnum):
    """Which pages depend on a value of an entry, beside the entry's own pages, the tables of the open data and the search."""

    OWN = 1
    """None, except by whether there is a value."""
    FACE = 2
    """Those that show the entry: its card, its sentence, its first picture."""
    FRAME = 3
    """All: the value may decide which pages exist, who stands beside whom, in which order, and what is counted."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind. `split`: an item never holds 、or ， so that a line of them is understood.

    `least` is the number of items from which the list is whole, where there is any; 0: any number is.
    """

    item: FieldType
    split: bool = False
    least: int = 0

    def format_value(self, value: Any) -> str:
        """Return the values as visitors read them."""
        return "、".join(self.item.format_value(one) for one in value)


@dataclass(frozen=True, eq=False)
class RecordList:
    """A list of records, each of the annotated dataclass `noun`.

    `told` is the declaration of the list where it is one that entries tell of themselves (`record_types`): it is not in
    the template of `new`, `add` appends to it, and it may stand in a side file.
    """

    noun: type[Any]
    told: RecordType | None = None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a record, in order."""
        return collect_fields(self.noun)

    @cached_property
    def by_key(self) -> FieldTable:
        """The fields of a record by their key."""
        return index_by_key(self.fields)

    @cached_property
    def always(self) -> tuple[Field, ...]:
        """The fields of a record that must be filled."""
        return tuple(field for field in self.fields if field.required is Requirement.ALWAYS)

    @cached_property
    def placed(self) -> frozenset[str]:
        """The keys of a record of which checks need to know where their values stand."""
        return frozenset(field.key for field in self.fields if field.placed)

    @cached_property
    def blanks(self) -> Mapping[str, Any]:
        """An empty value for each attribute of the record that has no default."""
        texts = {field.attribute for field in self.fields if isinstance(field.kind, Text | Choice)}
        needed = (one for one in attributes(self.noun) if one.default is MISSING and one.default_factory is MISSING)
        return {one.name: "" if one.name in texts else None for one in needed}

    def format_value(self, value: Any) -> str:
        """Return how many there are."""
        return f"{len(value)} 条"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a content file or of a record.

    `key` is the word in front matter, sheets and pages; `example` a whole value as people write it; `help` one sentence
    for those who write; `required` when it must be filled; `shown` whether it stands in the facts panel; `placed` whether
    checks need to know where its values stand inside a record or list; `section` decides the order in the file;
    `years_ahead` is how many years in the future a date may lie;
    `asked` marks what `new` asks before it makes a folder; `applied` what those who apply for an entry are asked beside
    that (`ContentType.application`); `fixed` values are set by the folder,
    and no form changes them. `headings` are other headings of this column in sheets; None keeps the field out of sheets,
    which is what a field is kept at that may hold names of people. A heading with one of the words `like` in it is asked
    about, never taken. `internal` values are for those who write: no page shows them, and the open data have no column of
    them. `schema` is the term of schema.org that says what the value is. `picture` is the attribute that names the picture
    which may stand in the field's stead: it lies beside the content file and is named by the key (楼标.jpg). `reach` says which other
    pages a change of the value may change; what is not declared may change all. `attribute`, the name in the dataclass, is set by
    `collect_fields`.
    """

    key: str
    kind: FieldType | ListOf | RecordList
    example: str = ""
    help: str = ""
    required: Requirement = Requirement.NEVER
    shown: bool = False
    placed: bool = False
    section: Section = Section.OWN
    years_ahead: int = 0
    asked: bool = False
    applied: bool = False
    fixed: bool = False
    headings: tuple[str, ...] | None = None
    like: tuple[str, ...] = ()
    internal: bool = False
    schema: str = ""
    picture: str = ""
    reach: Reach = Reach.FRAME
    attribute: str = ""
    text_limit: int = dataclass_field(init=False, default=0)
    """Characters up to which any text is a right value of this field; 0 where a value must be looked at."""
    item_limit: int = dataclass_field(init=False, default=0)
    """The same of the items of a list of free texts; 0 where the field is no such list."""
    meanings: dict[str, Any] | None = dataclass_field(init=False, default=None)
    """Values of texts that were read without a finding; None where a vocabulary decides, or the kind is no single value."""

    def __post_init__(self) -> None:
        """Derive what the parser asks for each value."""
        kind = self.kind
        if type(kind) is Text:
            object.__setattr__(self, "text_limit", kind.limit or sys.maxsize)
        if isinstance(kind, ListOf) and isinstance(kind.item, Text) and not (kind.split or self.placed):
            object.__setattr__(self, "item_limit", kind.item.limit or sys.maxsize)
        if isinstance(kind, Date | Boolean | FocusPoint | Text | Integer) and type(kind) is not Text:
            object.__setattr__(self, "meanings", {})

    def format_value(self, value: Any) -> str:
        """Return `value` as visitors read it; nothing for None and for empty lists."""
        return "" if value is None or value == "" or value == () else self.kind.format_value(value)


class FieldTable(dict[str, Field]):
    """Fields by their key, and which of the keys hold lists."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        super().__init__((field.key, field) for field in fields)
        self.listed = frozenset(field.key for field in fields if isinstance(field.kind, ListOf))
        """Keys that hold lists of single values."""
        self.recorded = frozenset(field.key for field in fields if isinstance(field.kind, RecordList))
        """Keys that hold records."""


@cache
def index_by_key(fields: tuple[Field, ...]) -> FieldTable:
    """Return fields by their key."""
    return FieldTable(fields)


def collect_fields(model: type[Any]) -> tuple[Field, ...]:
    """Return the fields that an annotated dataclass declares, its bases' too, in the order in which files have them.

    A field that a class declares anew keeps the place that it has in its base. The fields of a base are the same objects
    for all classes that share it. Raises ValueError where two fields have one key.
    """
    if model in FIELDS_OF:
        return FIELDS_OF[model]
    found: dict[str, Field] = {}
    for base in reversed(model.__mro__):
        found.update(collect_own_fields(base))
    fields = tuple(sorted(found.values(), key=lambda field: field.section))
    if len(index_by_key(fields)) < len(fields):
        raise ValueError(f"{model.__name__} declares a key twice: {[field.key for field in fields]}")
    FIELDS_OF[model] = fields
    return fields


OWN_FIELDS: dict[type[Any], Mapping[str, Field]] = {}
FIELDS_OF: dict[type[Any], tuple[Field, ...]] = {}


def collect_own_fields(model: type[Any]) -> Mapping[str, Field]:
    """Return the fields that a class itself declares, by attribute; the same objects at each call."""
    if model in OWN_FIELDS:
        return OWN_FIELDS[model]
    OWN_FIELDS[model] = {
        name: replace(note, attribute=name)
        for name, annotation in inspect.get_annotations(model, eval_str=True).items()
        for note in getattr(annotation, "__metadata__", ())
        if isinstance(note, Field)
    }
    return OWN_FIELDS[model]


@cache
def list_record_fields(field: Field) -> tuple[Field, ...]:
    """Return the fields of the records of a field; none where it holds no records."""
    return field.kind.fields if isinstance(field.kind, RecordList) else ()
