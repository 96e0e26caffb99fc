"""The declaration of a content type, and the registry that everything which iterates types asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING
from dataclasses import field as dataclass_field
from dataclasses import fields as attributes
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..diagnostics import Span
from ..lazy import dataclass
from .entry import Entry, watch_faces
from .field_types import Choice, Reference
from .fields import Field, FieldTable, ListOf, RecordList, collect_fields, index_by_key, list_record_fields
from .vocabulary import VOCABULARIES

if TYPE_CHECKING:
    from .artifact import PagesBelowTools, PageTools
    from .exhibition import Exhibition
    from .record_types import RecordType, Room

T = TypeVar("T")

CONTENT = "content"
"""The folder that holds all content, below the root."""

FLAT, BY_STREET = "flat", "by street"
"""Layouts of a type's folder: `content/<folder>/<id>/`, or `content/<folder>/<street-slug>/<id>/`."""


WORD = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
"""A name or a folder of a type: it stands in addresses and in options of commands."""
KEPT_FOLDERS = frozenset({"guide", "permalinks", "sheets", "vocabularies"})
"""Folders below `content/` that hold no entries."""
KEY = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`：=<.][^\s:：#.]*")
"""A key that the reader of front matter understands; a point would part it in the places of values."""
BODY_KEY = "正文"
"""The name of the place of an entry's Markdown, which no field may have."""

ENTRY_TEMPLATE = "entry.html"
"""The template of entries whose type brings none of its own."""


def get_nothing(_: Entry) -> str:
    """Return an empty text."""
    return ""


@dataclass(frozen=True, eq=False)
class EntryFacet:
    """A way in which the entries of one type are parted, on the page that lists them and in the search: by minutes.

    Where a gallery has its name, it says in which of that gallery's values an entry of this type is (in which streets), and
    has the same vocabulary; else building pages raises ValueError.
    """

    name: str
    """Its name in addresses of both pages: `?minutes=`."""
    label: str
    """Its heading: 分钟."""
    of: Callable[[Any, Exhibition], Iterable[str]]
    """Returns the values of an entry, as they are shown; none where it has none."""
    order: tuple[str, ...] = ()
    """The order of the values where no vocabulary gives it; values that are not named here follow."""
    vocabulary: str = ""
    """The vocabulary of its values, which gives their order and their slugs."""
    words: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    """Words of a question that ask for a value beside the value itself, by value."""
    many: bool = False
    """May an entry have many values, so that a question with two of them asks for both?"""
    latest_first: bool = False
    """Do values stand in descending order (years)?"""


class PageBelow(NamedTuple):
    """One page below the address of an entry, without what all such pages have."""

    path: str
    """Its address below that of the entry: `trail/`, `2/`."""
    name: str
    """What it is called, in its title before the name of the entry."""
    data: Mapping[str, object]
    """What its template shows; empty values are left out."""


@dataclass(frozen=True, eq=False)
class PagesBelow:
    """Pages below the address of an entry that its type declares: the trail of a route at `/<id>/trail/`.

    Pages that show the records of one list alone are declared by that list (`RecordType.page`).
    """

    template: str
    """Their template in `overrides/`."""
    list_pages: Callable[[Any, PagesBelowTools], Iterable[PageBelow]]
    """Returns the pages of a published entry; none where it has nothing to show there."""
    kept: str = ""
    """The one of their addresses that hangs on walls: of an entry that has the page no longer it leads on to the entry's own."""
    may_have_had: Callable[[Any], bool] = bool
    """May a published entry have had the page at `kept` before? Of one that was taken down nobody knows it any more."""


class BodyValue(NamedTuple):
    """A value that stands in a line of a body: of which field, as it is written, and where, counted from 1 in the body."""

    field: Field
    text: str
    line: int
    column: int


@dataclass(frozen=True, eq=False)
class BodyNotation:
    """How the Markdown below the front matter of a type's entries is read where it is more than prose: as a graph of scenes.

    Its functions take a body and are pure; any text whatever can be given. What a type's `view` shows of the body is its own
    affair; the rules about Markdown, private data and addresses hold for every body.
    """

    fields: tuple[Field, ...]
    """Fields whose values stand in lines of the body, as lists: `参考：10010`. The dataclass has an attribute of its own for
    each, with an item for each value that is written, in order; it is empty where the value could not be read."""
    list_values: Callable[[str], Iterable[BodyValue]]
    """Returns the values of these fields as they are written, in order."""
    list_texts: Callable[[str], Iterable[str]]
    """Returns the lines that visitors read, for the search."""
    list_words: Callable[[str], Sequence[str]]
    """Returns everything that its author has said beside these values, without the signs of the notation: what no correction
    may lose or alter."""
    starter: str
    """A small body that is right, for `new` and for the guide's file to copy."""
    hint: str
    """What the form says below the input of the body."""
    where: str
    """Where a field of the body stands, for those who have written it into the front matter."""

    def find_field(self, key: str) -> Field | None:
        """Return the field of a key; None where it has none."""
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True, eq=False)
class ContentType:
    """One content type: all that is not said by the fields of its dataclass.

    Raises TypeError where the dataclass is none of entries, ValueError where a layout by street has no street, where name or
    folder cannot stand in an address, and where a field cannot be read (`find_field_fault`).
    """

    name: str
    """Its name in code, command lines and JSON: `unit`."""
    label: str
    """What people call it: 楼组."""
    model: type[Entry]
    """The annotated dataclass that declares its fields."""
    folder: str
    """Its folder below `content/`."""
    layout: str = FLAT
    """FLAT or BY_STREET."""
    order: int = 100
    """Where it stands among the types: the lowest comes first."""
    other_labels: tuple[str, ...] = ()
    """Other words for it, by which the folder that people have made is recognised."""
    note: str = ""
    """A sentence below its fields in the guide."""
    prints_as: str = ""
    """The name of the type whose products are printed for its entries too, beside products that name it."""
    invitation: str = "扫一扫，看看这里的故事"
    """What a passer-by is asked to do, on posters."""
    sample: Mapping[str, str] = dataclass_field(default_factory=dict)
    """What the guide's file to copy says, by attribute."""
    template: str = ENTRY_TEMPLATE
    """The template of its pages; the default shows whatever fields a type has."""
    view: Callable[[Any, PageTools], Mapping[str, object]] | None = None
    """What its template shows beside what all entries have; None: what the default template shows. Under `description`
    it may say the sentence for search engines of an entry without a tagline."""
    title: str = ""
    """The title of the page that lists its entries (`/<folder>/`); empty: its label."""
    lead: str = ""
    """The sentence at the head of that page."""
    pose: str = "pointing"
    """How the mascot stands on that page."""
    list_layout: str = "cards"
    """How that page shows its entries: a row of `LAYOUTS` in `pages/index_pages.py` ("cards"; "entries" with their sentences)."""
    list_key: Callable[[Any], Any] | None = None
    """Returns by what that page sorts its entries, in walking order where equal; None: walking order."""
    list_order: str = ""
    """The words that explain that order: 按分钟排; empty: what explains walking order."""
    facets: tuple[EntryFacet, ...] = ()
    """Its own facets on that page and in the search, beside those of all galleries."""
    everywhere: str = ""
    """What stands above those of its entries that name no place, on the pages of streets of which nothing is told; empty: they
    are not shown there."""
    home: str = ""
    """The heading above its newest entries on the home page; empty: the home page shows none of them."""
    list_empty: str = ""
    """The sentence of that page where there are no entries yet; empty: that there are none."""
    list_line: Callable[[Any, Exhibition], str] | None = None
    """Returns what that page says of an entry above its sentence: 5站，约40分钟; None: where it is."""
    list_sign: Callable[[Any, Exhibition], str] | None = None
    """Returns what that page shows in the window of an entry that has no picture, of up to six characters: 46个; None: nothing."""
    door: str = ""
    """The counter of its entries (条路线), also on the way in from the home page; empty: 个 and its label, and no such way in."""
    door_rank: int = 100
    """Where that way in stands among those of rooms and types (`Room.rank`)."""
    heading: str = ""
    """What stands above its cards on the pages of their place; empty: 这里的 and its label."""
    circles: Callable[[Any, Exhibition], Iterable[Iterable[Entry]]] | None = None
    """Entries near an entry, in wider and wider circles; None: the entries after it in its type."""
    schema: Callable[[Any, Exhibition], Iterable[Mapping[str, object]]] | None = None
    """Returns what an entry is in the terms of schema.org, as nodes; what is empty in them is left out. None: a CreativeWork."""
    schema_on_page: bool = False
    """Does its own page carry that for machines? Of types with record lists the digital archive does."""
    remark: Callable[[Any], str] = get_nothing
    """What a result of the search says of an entry beside the label of its type."""
    readings: tuple[RecordType, ...] = ()
    """Record lists that are read from its other fields (`RecordType.read`)."""
    pages: tuple[PagesBelow, ...] = ()
    """Pages below the addresses of its entries."""
    body: BodyNotation | None = None
    """How the Markdown of its entries is read; None: as prose."""
    application: str = ""
    """The address of the page by which residents apply for an entry of this type: `apply/`. Empty: nobody applies for one."""
    kinds: dict[type[Any], tuple[tuple[Field, Field | None], ...]] = dataclass_field(
        default_factory=dict, init=False, repr=False
    )
    """What `find_of_kind` has found."""

    def __post_init__(self) -> None:
        """Refuse a declaration that cannot work."""
        if not issubclass(self.model, Entry):
            raise TypeError(f"{self.model.__name__} is no Entry")
        if self.layout == BY_STREET and "street" not in {field.attribute for field in self.fields}:
            raise ValueError(f"{self.model.__name__} is filed by street and has none")
        if not (WORD.fullmatch(self.name) and WORD.fullmatch(self.folder)) or self.folder in KEPT_FOLDERS:
            raise ValueError(f"content type {self.name!r} cannot have the folder {self.folder!r}")
        for field in self.fields:
            if fault := find_field_fault(self.model, field, self.fields):
                raise ValueError(f"{self.model.__name__}.{field.attribute} {fault}")
        for field in self.body_fields:
            fault = find_field_fault(self.model, field, self.fields)
            if not isinstance(field.kind, ListOf) or not hasattr(self.model, field.attribute):
                fault = fault or "is no list that the dataclass has"
            if fault or (field.key in self.by_key and self.by_key[field.key].attribute == field.attribute):
                raise ValueError(f"{self.model.__name__}.{field.attribute} in the body {fault}")
        watch_faces(self.model, self.fields)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Its fields, in the order in which files have them."""
        return collect_fields(self.model)

    @cached_property
    def by_key(self) -> FieldTable:
        """Its fields by key."""
        return index_by_key(self.fields)

    @property
    def body_fields(self) -> tuple[Field, ...]:
        """The fields whose values stand in the body."""
        return self.body.fields if self.body else ()

    @property
    def counter(self) -> str:
        """What stands behind a number of its entries: 条路线, 个楼组."""
        return self.door or f"个{self.label}"

    def find_field(self, attribute: str) -> Field | None:
        """Return the field of an attribute; None where it has none."""
        return next((field for field in self.fields if field.attribute == attribute), None)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Attributes without a default: an entry in whose file they are missing has an empty text there, and a finding."""
        own = {field.attribute for field in self.fields} - {"id"}
        return tuple(one.name for one in attributes(self.model) if one.name in own and one.default is MISSING)

    @cached_property
    def asked(self) -> tuple[Field, ...]:
        """The fields that `new` asks about before it makes a folder, in the order in which files have them."""
        return tuple(field for field in self.fields if field.asked)

    @cached_property
    def applied(self) -> tuple[Field, ...]:
        """The fields that those who apply for an entry are asked about, in the order in which files have them."""
        return tuple(field for field in self.fields if field.asked or field.applied)

    @cached_property
    def root(self) -> str:
        """The folder of all its entries, relative to the root: `content/units`."""
        return f"{CONTENT}/{self.folder}"

    @property
    def depth(self) -> int:
        """How many parts the path of an entry's folder has."""
        return 4 if self.layout == BY_STREET else 3

    @cached_property
    def record_types(self) -> tuple[RecordType, ...]:
        """The record lists that are written in its entries, in the order in which files have them."""
        return tuple(field.kind.told for field in self.fields if isinstance(field.kind, RecordList) and field.kind.told)

    @cached_property
    def shown_lists(self) -> tuple[RecordType, ...]:
        """The record lists that its entries have, those that are read from other fields too."""
        return (*self.record_types, *self.readings)

    @cached_property
    def read_lists(self) -> Callable[[Entry], tuple[Any, ...]]:
        """Returns the records of all record lists of one of its entries, list by list."""
        names = [*self.list_attributes.values()]
        get = attrgetter(*names) if names else None
        if get is None or len(names) == 1:
            # `attrgetter` of one name returns no tuple.
            return lambda entry: (get(entry),) if get else ()
        return get

    @cached_property
    def list_attributes(self) -> Mapping[RecordType, str]:
        """The attribute in which its entries hold each of its record lists."""
        return {
            field.kind.told: field.attribute
            for field in self.fields
            if isinstance(field.kind, RecordList) and field.kind.told
        }

    @cached_property
    def side_files(self) -> Mapping[str, Field]:
        """The fields that may stand in a file of their own, by the name of that file."""
        return {
            field.kind.told.side_file: field
            for field in self.fields
            if isinstance(field.kind, RecordList) and field.kind.told
        }

    @cached_property
    def pictures(self) -> Mapping[str, Field]:
        """The fields in whose stead a picture may stand beside the content file, by the stem of its name (楼标)."""
        return {field.key: field for field in self.fields if field.picture}

    def find_of_kind(self, kind: type[Any]) -> tuple[tuple[Field, Field | None], ...]:
        """Return the fields whose values (or list items) are of a kind: the field, and within records the record's field."""
        if kind not in self.kinds:
            self.kinds[kind] = tuple(
                (field, inner)
                for field in (*self.fields, *self.body_fields)
                for inner in list_record_fields(field) or (None,)
                if isinstance(get_item_kind(inner or field), kind)
            )
        return self.kinds[kind]

    def iter_values(self, entry: Entry, kind: type[Any]) -> Iterator[Value]:
        """Yield the values of an entry of this type that are of a kind; empty ones are left out."""
        # Written out: `check` does this several times for every entry.
        for field, inner in self.find_of_kind(kind):
            held = getattr(entry, field.attribute)
            if not held:
                continue
            if inner is not None:
                attribute, many = inner.attribute, isinstance(inner.kind, ListOf)
                for number, record in enumerate(held):
                    # Items of a list in a record have the place of the list.
                    value = getattr(record, attribute)
                    if value:
                        place = f"{field.key}.{number}.{inner.key}"
                        for one in value if many else (value,):
                            yield Value(one, field, inner, place)
            elif isinstance(field.kind, ListOf):
                below = self.body is not None and field in self.body.fields
                for number, one in enumerate(held):
                    # Of a value in a body that could not be read nothing is left.
                    if one:
                        yield Value(
                            one, field, field, make_body_place(field.key, number) if below else f"{field.key}.{number}"
                        )
            else:
                yield Value(held, field, field, f".{field.key}")

    def can_hold(self, path: str) -> bool:
        """Can the folder at `path` (relative to the root) hold an entry of this type?"""
        return path.startswith(f"{self.root}/") and path.count("/") == self.depth - 1

    def make_folder_path(self, id: str, street_slug: str) -> str:
        """Return the folder of an entry, relative to the root; a layout without streets ignores the slug."""
        return "/".join((self.root, *((street_slug,) if self.layout == BY_STREET else ()), id))


def make_body_place(key: str, number: int) -> str:
    """Return the key in `spans` of a value in the body: which one of its field it is, from 0."""
    return f"{BODY_KEY}.{key}.{number}"


def find_field_fault(model: type[Any], field: Field, fields: tuple[Field, ...]) -> str:
    """Return why the reader could not fill a field of an entry or a record, which has these fields; nothing where it can."""
    item, inner = get_item_kind(field), list_record_fields(field)
    if not KEY.fullmatch(field.key) or field.key == BODY_KEY:
        return f"has a key that cannot stand in a file: {field.key!r}"
    if issubclass(model, Entry) and hasattr(Entry, field.attribute) and field.attribute not in list_base_attributes():
        return "has the name of an attribute that every entry has"
    if isinstance(item, Choice) and item.vocabulary and item.vocabulary not in VOCABULARIES:
        return f"names no vocabulary: {item.vocabulary!r}"
    if isinstance(item, Reference) and item.among and not is_list_of_references(item.among, fields):
        return f"names no list of references of its entry: {item.among!r}"
    if isinstance(field.kind, RecordList) and field.headings is not None:
        return "has records, which fit no cell of a sheet"
    if any(isinstance(one.kind, ListOf | RecordList) for one in inner):
        return "has records that hold lists"
    faults = (find_field_fault(field.kind.noun, one, inner) for one in inner if isinstance(field.kind, RecordList))
    return next(filter(None, faults), "")


def list_base_attributes() -> frozenset[str]:
    """Return the attributes of the fields that every entry has, which a type may declare anew."""
    return frozenset(field.attribute for field in collect_fields(Entry))


def is_list_of_references(attribute: str, fields: tuple[Field, ...]) -> bool:
    """Is the field of this attribute a list of references?"""
    kinds = (one.kind for one in fields if one.attribute == attribute)
    return any(isinstance(kind, ListOf) and isinstance(kind.item, Reference) for kind in kinds)


class Value(NamedTuple):
    """A value of an entry: of which field (within records: which field of the record), and its key in `spans`."""

    value: Any
    holder: Field
    field: Field
    place: str

    def find_span(self, entry: Entry) -> Span:
        """Return where it stands, or where its top-level field does."""
        return entry.spans.get(self.place) or entry.get_span(self.holder.key)


def get_item_kind(field: Field) -> object:
    """Return the kind of the values of a field, of a list the kind of its items."""
    return field.kind.item if isinstance(field.kind, ListOf) else field.kind


class ContentTypes:
    """The registered content types, in their order."""

    def __init__(self) -> None:
        self.rows: tuple[ContentType, ...] = ()
        self.derived: dict[Callable[[], object], object] = {}

    def __iter__(self) -> Iterator[ContentType]:
        """Yield the types in their order."""
        return iter(self.rows)

    def register(self, row: ContentType) -> None:
        """Add a type; one that is there already is left. Raises ValueError where its name or folder is taken."""
        if row in self.rows:
            return
        for other in self.rows:
            if row.name == other.name or row.folder == other.folder or row.model is other.model:
                raise ValueError(f"content type {row.name} is declared twice")
        self.replace_rows((*self.rows, row))

    def replace_rows(self, rows: tuple[ContentType, ...]) -> None:
        """Set the types, and forget what was derived from those before."""
        self.rows = tuple(sorted(rows, key=lambda row: (row.order, row.name)))
        self.derived.clear()

    @contextmanager
    def registered(self, *rows: ContentType) -> Iterator[None]:
        """Register types for the time of a `with` block."""
        before = self.rows
        try:
            for row in rows:
                self.register(row)
            yield
        finally:
            self.replace_rows(before)

    def derive(self, make: Callable[[], T]) -> T:
        """Return `make()`, computed once for the types that are registered now. `make` is a module's function."""
        if make not in self.derived:
            self.derived[make] = make()
        return self.derived[make]  # type: ignore[return-value]

    def get_by_name(self, name: str) -> ContentType:
        """Return the type of this name. Raises KeyError."""
        return next(row for row in self.rows if row.name == name)

    def get_type_of(self, entry: Entry) -> ContentType:
        """Return the type of an entry. Raises KeyError."""
        return self.by_model[type(entry)]

    @property
    def by_model(self) -> Mapping[type[Entry], ContentType]:
        """Types by their dataclass."""
        return self.derive(map_models)

    def find_by_path(self, path: str) -> ContentType | None:
        """Return the type whose folder holds `path` (relative to the root), at any depth; None where none does."""
        return next((row for row in self.rows if path == row.root or path.startswith(f"{row.root}/")), None)

    def find_home(self, path: str) -> ContentType | None:
        """Return the type whose entries have folders like that at `path`; None where none does."""
        return next((row for row in self.rows if row.can_hold(path)), None)

    @property
    def record_types(self) -> tuple[RecordType, ...]:
        """The record lists that are written in entries of the registered types, once, in their order."""
        return self.derive(list_record_types)

    @property
    def shown_lists(self) -> tuple[RecordType, ...]:
        """The record lists of the registered types, those that are read from other fields too, once, in their order."""
        return self.derive(list_shown_lists)

    @property
    def rooms(self) -> Mapping[Room, tuple[RecordType, ...]]:
        """The rooms of these lists, in the order of their first lists, each with the lists that hang there."""
        return self.derive(map_rooms)

    @property
    def entrances(self) -> tuple[Room, ...]:
        """The rooms to which ways lead from every page: those below another room are reached through that one."""
        return tuple(room for room in self.rooms if not any(room.is_below(other) for other in self.rooms))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every top-level field, once: those of the first type, then what the others have beside them."""
        return self.derive(list_fields)

    @property
    def every_field(self) -> tuple[Field, ...]:
        """Every field, those of records too."""
        return self.derive(list_every_field)


CONTENT_TYPES = ContentTypes()
"""The registry. `exhibition.types` fills it."""


def map_models() -> Mapping[type[Entry], ContentType]:
    """Return the registered types by their dataclass."""
    return {row.model: row for row in CONTENT_TYPES}


def list_fields() -> tuple[Field, ...]:
    """Return every top-level field of the registered types, once."""
    return tuple(dict.fromkeys(field for row in CONTENT_TYPES for field in row.fields))


def list_record_types() -> tuple[RecordType, ...]:
    """Return the record lists of the registered types, once, in their order."""
    return sort_lists(told for row in CONTENT_TYPES for told in row.record_types)


def list_shown_lists() -> tuple[RecordType, ...]:
    """Return the record lists of the registered types, written and read, once, in their order."""
    return sort_lists(told for row in CONTENT_TYPES for told in row.shown_lists)


def sort_lists(lists: Iterable[RecordType]) -> tuple[RecordType, ...]:
    """Return record lists once, in their order."""
    return tuple(sorted(dict.fromkeys(lists), key=lambda told: (told.order, told.name)))


def map_rooms() -> Mapping[Room, tuple[RecordType, ...]]:
    """Return the rooms of the record lists with the lists that hang in each.

    Raises ValueError where cards of one room have different parts.
    """
    found: dict[Room, tuple[RecordType, ...]] = {}
    for told in CONTENT_TYPES.shown_lists:
        if told.room:
            found[told.room] = (*found.get(told.room, ()), told)
    for room, rows in found.items():
        if len({row.part for row in rows}) > 1:
            raise ValueError(f"the lists of {room.path} have cards of different parts")
    return found


def map_reserved_slugs() -> Mapping[str, frozenset[str]]:
    """Return, by vocabulary, what no term of it may have as its slug, because that address below a room has another use.

    The terms of a room's first facet have their pages directly below it; there stand too the rooms below it, the folders of
    its other facets, and the pages of values that are no terms.
    """
    found: dict[str, frozenset[str]] = {}
    for room in CONTENT_TYPES.rooms:
        for facet, folder in room.iter_folders():
            taken = {*facet.slugs.values()}
            paths = [other.path for other in CONTENT_TYPES.rooms if other is not room]
            paths += [other for _, other in room.iter_folders() if other != folder]
            taken |= {path.removeprefix(folder).partition("/")[0] for path in paths if path.startswith(folder)}
            if facet.vocabulary:
                found[facet.vocabulary] = found.get(facet.vocabulary, frozenset()) | taken
    return found


def list_every_field() -> tuple[Field, ...]:
    """Return every field of the registered types, those of records too."""
    fields = CONTENT_TYPES.fields
    return tuple(dict.fromkeys((*fields, *(inner for field in fields for inner in list_record_fields(field)))))
