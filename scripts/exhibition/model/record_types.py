"""Record lists: the declaration of a dated list of small records that entries of several types hold, and of its room.

A `RecordType` says all that the fields of its dataclass do not say. A content type holds the list by one line
(`meetings: Annotated[tuple[Meeting, ...], MEETINGS.field] = ()`), and that registers it: `CONTENT_TYPES.record_types` are
the record types of the registered content types.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from ..diagnostics import Span
from ..lazy import dataclass
from .field_types import PartialDate, Text
from .fields import Field, RecordList, Section

if TYPE_CHECKING:
    from .artifact import OwnPageTools, RoomTools
    from .entry import Entry
    from .exhibition import Exhibition

OWNERS: Mapping[str, str] = {"bureau": "民政部门"}
"""Those who alone write a list, and what people call them. The site's setting of the same name says who that is."""
MOST_KEYS = 12
"""Keys that a record may have: a neighbour fills them in one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a list that entries tell of themselves. Each list is a frozen dataclass below this one."""

    source: Annotated[
        str,
        Field(
            "来源", Text(80), "", "这一条是哪里来的；空着就同这一页的来源。", section=Section.LAST, schema="creditText"
        ),
    ] = ""
    """Where it is from; empty: the source of its entry holds."""


class EntryRecord(NamedTuple):
    """A record with the entry that holds it."""

    entry: Entry
    row: RecordType
    number: int
    """Its position in the list, from 1."""
    record: Any

    @property
    def anchor(self) -> str:
        """The fragment of its address: `meetings-2` on the record page of its entry, `2` on the page of its list alone, that
        of its field where the list is read from one.
        """
        if self.row.read:
            return self.row.anchor
        return str(self.number) if self.row.page else f"{self.row.name}-{self.number}"

    @property
    def page_path(self) -> str:
        """The address of the page on which it stands, from the root of the site: that of its list, else the record page;
        that of its entry where the list is read from a field.
        """
        if self.row.read:
            return f"{self.entry.id}/"
        page = self.row.page
        return page.make_path(self.entry.id) if page else self.make_page_path(self.entry.id)

    @property
    def path(self) -> str:
        """Its address, from the root of the site."""
        return f"{self.page_path}#{self.anchor}" if self.anchor else self.page_path

    @staticmethod
    def make_page_path(id: str) -> str:
        """Return the address of the record page of an entry, from the root of the site."""
        return f"{id}/record/"

    @property
    def date(self) -> PartialDate | None:
        """When it was, as far as it is known."""
        return getattr(self.record, self.row.when) if self.row.when else None

    @property
    def name(self) -> str:
        """What it is about, in the words of its entry."""
        return str(getattr(self.record, self.row.what) or "")

    @property
    def source(self) -> str:
        """Where it is from."""
        return self.record.source or self.entry.source

    @property
    def file(self) -> str:
        """The file in which it stands, relative to the folder that holds `content/`: where people edit it."""
        return self.get_span().path

    def get_span(self, key: str = "") -> Span:
        """Where the value of a key stands, as far as it is kept; else where the record begins."""
        spans, place = self.entry.spans, f"{self.row.label}.{self.number - 1}"
        return spans.get(f"{place}.{key}") or spans.get(place) or self.entry.get_span(self.row.label)


class PageLine(NamedTuple):
    """What a record list says on the page of an entry, and where that leads."""

    text: str
    path: str
    """From the root of the site."""


class CountMention(NamedTuple):
    """A place in prose that says how many records there were: its words, the number, whether that is all of them."""

    text: str
    number: int
    whole: bool


def get_nothing(*_: object) -> str:
    """Return an empty text."""
    return ""


def describe_organization(entry: Entry, exhibition: Exhibition) -> dict[str, object]:
    """Return those who govern an entry themselves, as an Organization of schema.org: nodes of one id are one thing."""
    return {
        "@type": "Organization",
        "@id": f"{exhibition.settings.build_permalink(entry.id)}#group",
        "name": entry.full_name,
    }


def build_place_reference(entry: Entry, exhibition: Exhibition) -> dict[str, object]:
    """Return a reference to an entry as a Place of schema.org."""
    return {"@id": f"{exhibition.settings.build_permalink(entry.id)}#place"}


@dataclass(frozen=True, eq=False)
class RecordFacet:
    """A way in which the records of a room are grouped: by problem, by street, by year."""

    name: str
    """Its name in addresses of pages and in the data of scripts: `problem`."""
    label: str
    """Its heading: 难题."""
    of: Callable[[EntryRecord, Exhibition], Iterable[str]]
    """Returns the values of a record; none where it has none."""
    vocabulary: str = ""
    """The vocabulary of its values, which gives their order, their slugs and, with `paged`, a page to each of its terms."""
    order: tuple[str, ...] = ()
    """The order of the values where no vocabulary gives it; values that are not named here follow."""
    latest_first: bool = False
    """Do values stand in descending order (years)?"""
    paged: bool = False
    """Has each value a page of its own? The first facet of a room always has."""
    folder: str = ""
    """Where the pages of its values stand below the room, `streets`; empty: those of the first facet stand directly below
    it, those of another in the folder of its name."""
    slugs: Mapping[str, str] = dataclass_field(default_factory=dict)
    """Slugs of values that are no terms of its vocabulary; others are made from the words."""
    asked: tuple[str, ...] = ()
    """Words that, together with a term, ask for the page of the term: 公约里怎么写楼道. For the first facet of a room whose
    records are not named by it."""

    def list_values(self, one: EntryRecord, exhibition: Exhibition) -> Iterable[str]:
        """Return the values of a record, each once; none where it has none."""
        return dict.fromkeys(self.of(one, exhibition))


def make_attribute_reader(attribute: str) -> Callable[[EntryRecord, Exhibition], Iterable[str]]:
    """Return a function that lists the value of one attribute of a record; nothing where it is empty."""

    def list_value(one: EntryRecord, _: Exhibition) -> Iterable[str]:
        return filter(None, (getattr(one.record, attribute),))

    return list_value


def list_street(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return the street of the entry that holds a record."""
    return filter(None, (one.entry.location.street,))


def list_label(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return the list in which a record stands: 认领."""
    return (one.row.label,)


def list_year(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return the year of a record."""
    return (str(one.date.year),) if one.date else ()


def make_latest_key(one: EntryRecord, _: object) -> tuple[int, ...]:
    """Return what sorts the latest records first, those without a date last."""
    return tuple(-part for part in one.date.get_sort_key()) if one.date else (1,)


def make_earliest_key(one: EntryRecord, _: object) -> tuple[int, ...]:
    """Return what sorts the earliest records first, those without a date last."""
    return one.date.get_sort_key() if one.date else (10_000,)


STREET_FACET = RecordFacet("street", "街镇", list_street, vocabulary="streets", paged=True, folder="streets")
"""The facet that every room may have, whatever its records say."""


@dataclass(frozen=True, eq=False)
class Room:
    """The room of a record list: the page that shows the records of all entries.

    Several lists may hang in one room: they name the same `Room`, and their cards have the same `part`.
    """

    path: str
    """`council/`."""
    title: str
    """议事厅."""
    lead: str
    """The sentence at its head."""
    order: str
    """The sentence that explains the order of its records."""
    empty: str
    """The sentence where there are none yet."""
    pose: str = "thinking"
    sort_key: Callable[[EntryRecord, Exhibition], Any] | None = None
    """Returns by what the records are sorted, in walking order where equal; None: walking order."""
    facets: tuple[RecordFacet, ...] = ()
    unit: str = "条"
    """The counter word of its records."""
    starter: tuple[str, ...] = ()
    """The attributes in the lines to copy that an empty room shows; empty: the first six that have an example."""
    guide: str = ""
    """The page of the guide that tells how to write one, from the root of the site: `guide/meetings/`."""
    doors: str = "tags"
    """How its page shows the values of the first facet: "tags" (words with counts), "covers" (pictures with questions) or
    "groups" (the records below their value)."""
    door: Callable[[Sequence[EntryRecord]], str] | None = None
    """Returns what a value's door, or the head of its group, says of its records; None: number and counter word."""
    bare: str = ""
    """In "groups", the heading above the values without records, which then stand as words; empty: each has a group."""
    value_note: Callable[[str, Exhibition], str] = get_nothing
    """What the page of a value of the first facet asks at its head, where that is what is largest."""
    in_full: bool = False
    """Do the pages of the values of the first facet show the records in full, not as cards?"""
    similar: str = ""
    """The heading above records that are like those of a short page; empty: it shows none."""
    rank: int = 0
    """Where the way into it stands on the home page, among those of rooms and types: the lowest comes first."""
    calendar: bool = False
    """Are the records whose day is known offered as an iCalendar file?"""
    is_upcoming: Callable[[EntryRecord, Exhibition], bool] | None = None
    """Is a record still to come, by the newest day that the exhibition knows? Then that file holds such records alone.
    None: it holds all."""
    script: str = ""
    """The script (`overrides/partials/exhibit/<script>.js`) of its pages; empty: none. They are complete without it."""
    by_entry: bool = False
    """Does one card stand for all records of an entry, and count as one? It is that of the first; facets ask for all."""
    identify: Callable[[EntryRecord, Exhibition], Hashable] | None = None
    """Returns what is the same of records that tell of one thing, where entries tell of it from both sides: the first of them
    hangs there and counts. None of a record that is not shown. Without it each record is a thing of its own."""
    tab: str = ""
    """What the way to it is called at the head of rooms that lie above or below it; empty: its title. A room whose path lies
    below that of another is reached through that one, from nowhere else."""
    part: str = ""
    """The partial (`overrides/partials/exhibit/<part>.html` and `.css`) that shows what `view` returns."""
    opens: bool = False
    """Does what `view` returns stand above the records, as a picture of all of them? Else it stands below them."""
    view: Callable[[Sequence[EntryRecord], RoomTools], Mapping[str, object]] | None = None
    """Returns what only this room shows below its records, from all true ones; nothing: the part is left out."""

    def is_below(self, other: Room) -> bool:
        """Does it lie below the path of another room?"""
        return self is not other and self.path.startswith(other.path)

    def iter_folders(self) -> Iterator[tuple[RecordFacet, str]]:
        """Yield the facets whose values have pages, each with the folder of these pages, from the root of the site."""
        for rank, facet in enumerate(self.facets):
            if rank == 0:
                yield facet, f"{self.path}{facet.folder}/" if facet.folder else self.path
            elif facet.paged:
                yield facet, f"{self.path}{facet.folder or facet.name}/"


@dataclass(frozen=True, eq=False)
class OwnPage:
    """A page of an entry that shows the records of one list alone, one after another: the virtual visit at `/<id>/visit/`.

    It exists where the entry has such a record. Each record has an address on it, its number: `/<id>/visit/#2`.
    """

    path: str
    """Its address below that of the entry: `visit/`."""
    name: str
    """What links to it are called: 参访."""
    template: str
    """Its template in `overrides/`."""
    view: Callable[[Sequence[EntryRecord], OwnPageTools], Mapping[str, object]]
    """Returns what its template shows beside what all such pages have: the entry, the way back, where to go on."""
    schema: Callable[[Sequence[EntryRecord], OwnPageTools], Iterable[Mapping[str, object]]] | None = None
    """Returns what it tells in the terms of schema.org, as nodes; None: nothing but the way to it."""

    def make_path(self, id: str) -> str:
        """Return the address of the page of an entry, from the root of the site."""
        return f"{id}/{self.path}"


def find_latest_place(records: Sequence[Any], when: str, counts: Callable[[Any], bool]) -> int | None:
    """Return the position (from 0) of the latest of the records that count; None where none does.

    `when` is the attribute of their date. Of those of one day, and of those without one, the last in the list is it; one
    that has a date is later than one without.
    """
    found = [
        (date.get_sort_key() if (date := getattr(one, when, None)) else (), place)
        for place, one in enumerate(records)
        if counts(one)
    ]
    return max(found)[1] if found else None


@dataclass(frozen=True, eq=False)
class RecordSummary:
    """A field of the entry that repeats what the latest of certain records says: 星级 of a unit, and its last 挂牌."""

    attribute: str
    """The attribute of the entry."""
    of: str
    """The attribute of the records."""
    counts: Callable[[Any], bool]
    """Is a record one of those?"""
    describe: Callable[[Entry], str]
    """Returns where the field's value is from, as far as the records tell."""


@dataclass(frozen=True, eq=False)
class FieldNote:
    """A sentence that a record list tells beside a field on the page of an entry: when its 公约 was changed."""

    attribute: str
    """The attribute of the field; the template of the field shows the note under `<attribute>_note`."""
    describe: Callable[[Entry], str]
    """Returns the sentence; empty: there is none."""


@dataclass(frozen=True, eq=False)
class RecordType:
    """One record list: all that is not said by the fields of its dataclass.

    Raises ValueError where an attribute that it names is missing, and where a record has more keys than `MOST_KEYS`.
    """

    name: str
    """Its name in addresses, in data and in command lines, plural: `meetings`."""
    label: str
    """Its key in front matter, which names its side file and its sheet too: 议事."""
    noun: type[Record]
    """The annotated dataclass that declares its fields."""
    help: str
    """One sentence for those who write."""
    what: str
    """The attribute that says what a record is about; it must be filled."""
    when: str = ""
    """The attribute that says when it was."""
    identity: tuple[str, ...] = ()
    """The attributes by which a record is recognised in a sheet; empty: `when` and `what`."""
    core: tuple[str, ...] = ()
    """Attributes of which at least one says something, else a record tells nothing; empty: `what` is enough."""
    ordinal: str = ""
    """The attribute that says which one of all it was, counted from 1."""
    total: str = ""
    """The attribute of the entry that says how many there were in all, told or not; not every type has it."""
    find_counts: Callable[[str], Iterable[CountMention]] | None = None
    """Finds in a text of an entry where it says how many there were."""
    counter: str = ""
    """The counter word without which a text says no such number: 次."""
    order: int = 100
    """Where it stands among the lists: the lowest comes first."""
    read: Callable[[Entry], Iterable[Record]] | None = None
    """Returns its records from what an entry says in other fields; nobody writes such a list. It is no field of its types:
    they name it in `ContentType.readings`, and its label is the key of the field that is read. None: it is written."""
    anchor: str = ""
    """Where on the page of an entry the field stands from which it is read: `covenant`."""
    owner: str = ""
    """Who alone writes it, a key of `OWNERS` (it then stands in its side file only, filled by sheet); empty: everybody."""
    note: str = ""
    """A sentence below its keys in the guide."""
    summary: RecordSummary | None = None
    """The field of the entry that repeats what its latest record says; None: none does."""
    beside: FieldNote | None = None
    """What it tells beside a field on the page of an entry; None: nothing."""
    room: Room | None = None
    """Where the records of all entries hang; None: nowhere."""
    page: OwnPage | None = None
    """The page of an entry that shows its records, in the place of the record page; None: none."""
    part: str = "record"
    """The partial (`overrides/partials/exhibit/<part>.html` and `.css`) that shows a record as a card and in full."""
    view: Callable[[EntryRecord, Exhibition], Mapping[str, object]] | None = None
    """What its card shows beside what all records have, for `part`; None: its values, key by key. Its place on the record page
    shows its values, key by key, and the sentences that stand under `lines`."""
    on_page: Callable[[Entry, Exhibition], Iterable[PageLine]] | None = None
    """Returns what the page of an entry says in its panel of facts, a line each, also of what other entries tell of it.
    None: nothing."""
    overview: Callable[[Entry, Exhibition], Mapping[str, object]] | None = None
    """What stands above its records on the record page of an entry, also where there are none yet: `lamps`, `path`, `said`,
    `gaps`, `ways` (see `overrides/record.html`), without what is empty. None: nothing."""
    schema: Callable[[EntryRecord, Exhibition], Mapping[str, object]] | None = None
    """Returns what it is in the terms of schema.org, as one node; what is empty in it is left out, so is a node without a
    type. None: it is not told to machines in them."""

    def __post_init__(self) -> None:
        """Refuse a declaration that cannot work."""
        attributes = {field.attribute for field in self.fields}
        summarized = (self.summary.of,) if self.summary else ()
        for one in (self.what, self.when, self.ordinal, *self.identity, *self.core, *summarized):
            if one and one not in attributes:
                raise ValueError(f"{self.noun.__name__} has no {one!r}")
        if self.owner and self.owner not in OWNERS:
            raise ValueError(f"{self.noun.__name__} has an owner who is not in OWNERS: {self.owner!r}")
        if self.find_counts and not (self.total and self.counter):
            raise ValueError(f"{self.noun.__name__} is counted in prose and has no total or no counter word")
        if self.read and (self.page or self.owner or self.total or self.summary):
            raise ValueError(
                f"{self.noun.__name__} is read from other fields and cannot be written, counted or repeated"
            )
        if len(self.fields) > MOST_KEYS:
            raise ValueError(f"{self.noun.__name__} has more than {MOST_KEYS} keys")

    def find_latest(self, records: Sequence[Any]) -> int | None:
        """Return the position (from 0) of the record that `summary` repeats: the latest that counts and says something.

        None where there is none.
        """
        told = self.summary
        if told is None:
            return None
        return find_latest_place(records, self.when, lambda one: told.counts(one) and getattr(one, told.of) is not None)

    @cached_property
    def kind(self) -> RecordList:
        """The kind of the field that holds the list."""
        return RecordList(self.noun, self)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a record, in order."""
        return self.kind.fields

    @property
    def side_file(self) -> str:
        """The file beside `index.md` in which the list may stand: `议事.md`."""
        return f"{self.label}.md"

    @property
    def owner_title(self) -> str:
        """What people call those who alone write it; empty where everybody does."""
        return OWNERS.get(self.owner, "")

    @property
    def keys(self) -> tuple[str, ...]:
        """The attributes by which a record is recognised in a sheet."""
        return self.identity or tuple(filter(None, (self.when, self.what)))

    @cached_property
    def field(self) -> Field:
        """The field by which a content type holds the list."""
        return Field(self.label, self.kind, "", self.help, section=Section.RECORDS)
