"""Invents records of entries that do not exist, for whatever record lists the content types declare.

Nothing here names a list: a value follows from the kind of its field, its limit and its example, so that a list or a field
that is declared tomorrow is filled too. A field of a new kind gets its example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any, NamedTuple

from exhibition.model.field_types import (
    SPOT_MARK,
    Boolean,
    Choice,
    Date,
    FocusPoint,
    HotspotText,
    Integer,
    PanoramaKey,
    PhotoKey,
    RecordingName,
    Reference,
    StarRating,
    Text,
    split_hotspots,
)
from exhibition.model.fields import Field, ListOf, RecordList, Requirement
from exhibition.model.record_types import RecordType
from exhibition.model.vocabulary import Lexicon
from exhibition.types import CONTENT_TYPES, ContentType
from fake_entries import Values
from fake_population import Fiction
from text_generator import Speech

RATED = 3
"""Stars from which a unit is rated."""
LISTS = 4
"""Record lists in which one entry tells something: who keeps a list writes several records of it."""
FILLED = 0.85
"""How often a field that may be left empty is filled."""
ASIDE = 0.3
"""How often a list stands in its side file, where everybody writes it."""
FIRST_YEAR, LAST_YEAR = 2018, 2025
ITEMS = (3, 6)
"""Items of a list, records of a part: at least and at most."""
SENTENCES = 60
"""Characters from which a text is told in sentences."""
DELICATE = ("独居", "电话", "天台", "锁", "钥匙", "电表", "%", "成")
"""What rules for some lists ask about: who lives alone, what can be exploited, where children are not safe, bare percentages."""
ACTS = ("难题", "商量", "动手", "如今")
SCENES = ("corridor-before", "corridor-after")
"""Drawings that stand for photographs of entries with records, where pictures are asked for."""


@dataclass
class RecordWriter:
    """Fills record lists of invented entries. `speech` has a random source of its own, so that nothing else changes."""

    speech: Speech
    tables: Mapping[str, Any]
    lexicon: Lexicon
    entries: Sequence[Fiction]
    published: dict[tuple[str, ...], Sequence[str]] = dataclass_field(default_factory=dict)
    """What `list_published` has found."""

    def fill_rated(self, number: int, *, pictures: bool = False) -> None:
        """Give each published entry so many records, of units only those of three stars and more.

        They are in `LISTS` of the lists that its type has, in other ones for each entry, so that every list is filled.
        """
        turns: dict[str, int] = {}
        for entry in self.entries:
            kind = get_type(entry)
            rated = entry.values.get("星级", RATED) or 0
            if kind.record_types and entry.values["状态"] == "发布" and rated >= RATED:
                turn = turns[kind.name] = turns.get(kind.name, -1) + 1
                lists = choose_in_turn(kind.record_types, turn, min(LISTS, max(1, number)))
                shares = {row: count_share(number, rank, len(lists)) for rank, row in enumerate(lists)}
                self.fill(entry, shares, pictures)

    def fill_list(self, row: RecordType, number: int, *, pictures: bool = False) -> None:
        """Give the published entries together exactly so many records of one list, each as many as the others."""
        holders = [
            entry for entry in self.entries if entry.values["状态"] == "发布" and row in get_type(entry).record_types
        ]
        self.speech.chance.shuffle(holders)
        for rank, entry in enumerate(holders):
            self.fill(entry, {row: count_share(number, rank, len(holders))}, pictures)

    def fill(self, entry: Fiction, numbers: Mapping[RecordType, int], pictures: bool) -> None:
        """Give an entry so many records of each list, and drawings as photographs where `pictures` are asked for."""
        if pictures and any(numbers.values()):
            names = [self.lexicon["scenes"].known[slug] for slug in SCENES]
            entry.values.setdefault("照片", [{"插画": name, "说明": name} for name in names])
        for row, number in numbers.items():
            if number:
                self.add(entry, row, number)

    def add(self, entry: Fiction, row: RecordType, number: int) -> None:
        """Give an entry so many records of a list."""
        entry.values[row.label] = self.make_records(entry, row, number)
        if row.owner or self.speech.happens(ASIDE):
            entry.aside[row.side_file] = row.label

    def make_records(self, entry: Fiction, row: RecordType, number: int) -> list[Values]:
        """Return so many records of a list of an entry, in the order of time."""
        named = next(field for field in row.fields if field.attribute == row.what)
        names = self.spread_choice(named.kind, number) if isinstance(named.kind, Choice) else []
        founded = int(str(entry.values.get("建立") or FIRST_YEAR)[:4]) + 1
        every, chance = range(max(FIRST_YEAR, founded) * 12, LAST_YEAR * 12 + 6), self.speech.chance
        # In months of their own dates of any precision are in order.
        months = sorted(chance.sample(every, number) if number <= len(every) else chance.choices(every, k=number))
        return [
            Making(self, entry, row, rank + 1, month, {named.key: names[rank]} if names else {}).make()
            for rank, month in enumerate(months)
        ]

    def spread_choice(self, kind: Choice, number: int) -> list[str]:
        """Return `number` words of a choice in their order (steps follow one another), those of a vocabulary by chance."""
        words = self.list_words(kind)
        if not words:
            return []
        whole, rest = divmod(number, len(words))
        some = self.speech.few(words, rest, rest) if kind.vocabulary else words[:rest]
        return sorted([*words * whole, *some], key=words.index)

    def list_published(self, names: tuple[str, ...]) -> Sequence[str]:
        """Return the ids of all published entries of types of these names; no names: of all types."""
        if names not in self.published:
            self.published[names] = [
                one.id
                for one in self.entries
                if one.values["状态"] == "发布" and (not names or get_type(one).name in names)
            ]
        return self.published[names]

    def list_words(self, kind: Choice) -> Sequence[str]:
        """Return the words of a choice."""
        return self.lexicon[kind.vocabulary].names if kind.vocabulary else kind.words.names


def choose_in_turn(lists: Sequence[RecordType], turn: int, many: int) -> list[RecordType]:
    """Return so many of the lists, in their order: those that follow the ones of the turn before; after the last the first."""
    chosen = {(turn * many + rank) % len(lists) for rank in range(many)}
    return [row for rank, row in enumerate(lists) if rank in chosen]


def count_share(number: int, rank: int, parts: int) -> int:
    """Return how many of `number` the part of this rank gets, where all get the same as nearly as can be."""
    return number // parts + (rank < number % parts)


def get_type(entry: Fiction) -> ContentType:
    """Return the content type of an invented entry."""
    return next(row for row in CONTENT_TYPES if row.folder == entry.kind.partition("/")[0])


class Part(NamedTuple):
    """Fields that are filled like those of a record though they are none of a record list: of an entry, of a part of it."""

    fields: tuple[Field, ...]
    what: str = ""
    """The attribute that says what it is about."""
    when: str = ""
    """The attribute that says when it was."""


@dataclass
class Making:
    """One record in the making."""

    writer: RecordWriter
    entry: Fiction
    row: RecordType | Part
    number: int
    """Its position in the list, from 1."""
    month: int
    """When it was, in months of our era."""
    values: Values
    """What is decided before the record is made."""

    def make(self) -> Values:
        """Return the record: its values by key, in the order of the fields; what is left open is missing."""
        speech = self.writer.speech
        self.topic = speech.chance.choice(sorted(self.writer.tables["题"]))
        for field in self.row.fields:
            needed = field.required is Requirement.ALWAYS or field.attribute in (self.row.what, self.row.when)
            needed = needed or (isinstance(field.kind, Text) and field.kind.limit > SENTENCES)
            needed = needed or isinstance(field.kind, Reference) or field.attribute in getattr(self.row, "core", ())
            if field.key not in self.values and (needed or speech.happens(FILLED)):
                value = self.invent(field)
                if value is not None and value != "":
                    self.values[field.key] = value
                    self.topic = value if isinstance(value, str) and value in self.writer.tables["题"] else self.topic
        return {field.key: self.values[field.key] for field in self.row.fields if field.key in self.values}

    def invent(self, field: Field) -> Any:
        """Return a value for a field; None where there is none to be had."""
        if field.key == "来源":
            return "合成数据" if self.writer.speech.happens(0.1) else None
        if isinstance(field.kind, Integer) and field.key in self.entry.values:
            return self.entry.values[field.key]
        make = next((make for kind, make in MAKERS.items() if isinstance(field.kind, kind)), None)
        return make(self, field) if make else field.example

    def invent_list(self, field: Field) -> list[Any]:
        """Return some different items of a list."""
        assert isinstance(field.kind, ListOf)
        one = replace(field, kind=field.kind.item)
        found = dict.fromkeys(self.invent(one) for _ in range(self.writer.speech.chance.randint(*ITEMS)))
        return [item for item in found if item not in (None, "")]

    def invent_parts(self, field: Field) -> list[Values]:
        """Return some records that are part of an entry: stops, roles, figures. No two name the same entry."""
        assert isinstance(field.kind, RecordList)
        part = Part(field.kind.fields)
        made = [
            Making(self.writer, self.entry, part, number, self.month, {}).make()
            for number in range(1, self.writer.speech.chance.randint(*ITEMS) + 1)
        ]
        names = [one.key for one in part.fields if isinstance(one.kind, Reference)]
        return list({tuple(one.get(key) for key in names) or rank: one for rank, one in enumerate(made)}.values())

    def invent_choice(self, field: Field) -> str | None:
        """Return a word of the choice."""
        assert isinstance(field.kind, Choice)
        words = self.writer.list_words(field.kind)
        return self.writer.speech.chance.choice(words) if words else None

    def invent_date(self, field: Field) -> str | None:
        """Return when it was; a second date lies some months later."""
        chance = self.writer.speech.chance
        if field.attribute != self.row.when:
            if not self.is_like_example(field):
                return None
            self.month += chance.randint(1, 8)
        year, month = divmod(min(self.month, LAST_YEAR * 12 + 11), 12)
        return f"{year:04d}-{month + 1:02d}-{chance.randint(1, 28):02d}"[: chance.choices((4, 7, 10), (1, 4, 5))[0]]

    def is_like_example(self, field: Field) -> bool:
        """Does the choice before a field say what its example says? Examples of one declaration belong together."""
        before = self.row.fields[: self.row.fields.index(field)]
        choices = [one for one in before if isinstance(one.kind, Choice) and not one.kind.vocabulary]
        return not choices or self.values.get(choices[-1].key) == choices[-1].example

    def invent_integer(self, field: Field) -> int:
        """Return a number: of things where it has a unit, else the position of the record."""
        assert isinstance(field.kind, Integer)
        homes = int(self.entry.values.get("户数") or 24)
        many = (
            self.writer.speech.chance.randint(min(6, homes), min(24, homes)) if field.kind.unit.strip() else self.number
        )
        return min(max(many, field.kind.low), field.kind.high)

    def invent_reference(self, field: Field) -> str | None:
        """Return the id of another published entry of the types that it may be of."""
        assert isinstance(field.kind, Reference)
        among = next((one.key for one in self.row.fields if one.attribute == field.kind.among), "")
        named = self.values.get(among, ()) if field.kind.among else self.writer.list_published(field.kind.to)
        ids = [id for id in named if id != self.entry.id]
        return self.writer.speech.chance.choice(ids) if ids else None

    def invent_photo(self, field: Field) -> str | None:
        """Return the key of one of the photos of the entry, where it has any."""
        photos = self.entry.values.get("照片") or ()
        return self.writer.speech.chance.choice([one.get("文件") or one["插画"] for one in photos]) if photos else None

    def invent_hotspots(self, field: Field) -> str | None:
        """Return points as the example has them, at other places, where the record has a picture."""
        shown = any(isinstance(one.kind, PhotoKey) and one.key in self.values for one in self.row.fields)
        chance = self.writer.speech.chance
        spots = split_hotspots(field.example) if shown else ()
        return SPOT_MARK.join(spot._replace(x=chance.randint(10, 90), y=chance.randint(10, 90)).text for spot in spots)

    def invent_nothing(self, field: Field) -> None:
        """Return nothing: what a value of this kind names would have to be recorded or photographed."""

    def invent_flag(self, field: Field) -> str:
        """Return 是 or 否."""
        return "是" if self.writer.speech.happens(0.5) else "否"

    def invent_text(self, field: Field) -> str:
        """Return a text: sentences where there is room, a headline for what names the record, roles, or what the example says."""
        assert isinstance(field.kind, Text)
        speech, limit = self.writer.speech, field.kind.limit or 200
        topic, roles = self.writer.tables["题"][self.topic], self.writer.tables["通用"]["小组"]
        if field.attribute == self.row.what:
            return self.fit(lambda: speech.one(topic["一句话"]), limit)
        if limit > SENTENCES:
            between = "；" if "；" in field.example else "，"
            many = 2 if between == "；" else 1
            return between.join(
                self.fit(lambda: speech.one(topic[speech.chance.choice(ACTS)]), limit // many - 1) for _ in range(many)
            )
        if any(role in field.example for role in roles):
            return "、".join(speech.few(roles, 1, 2))
        return field.example or f"{field.key}{self.number}"

    def fit(self, say: Callable[[], str], limit: int) -> str:
        """Return a text that is not too long and tells nothing delicate, without the full stop at its end."""
        while len(text := say()) > limit or any(word in text for word in DELICATE):
            pass
        return text.removesuffix("。")


MAKERS: Mapping[type, Callable[[Making, Field], Any]] = {
    ListOf: Making.invent_list,
    RecordList: Making.invent_parts,
    Choice: Making.invent_choice,
    Date: Making.invent_date,
    StarRating: lambda making, field: making.writer.speech.chance.randint(0, 5),
    Integer: Making.invent_integer,
    Reference: Making.invent_reference,
    PanoramaKey: Making.invent_nothing,
    RecordingName: Making.invent_nothing,
    PhotoKey: Making.invent_photo,
    Boolean: Making.invent_flag,
    FocusPoint: lambda making, field: "50,50",
    HotspotText: Making.invent_hotspots,
    Text: Making.invent_text,
}
"""What makes a value, by the kind of the field; the first that fits holds."""
