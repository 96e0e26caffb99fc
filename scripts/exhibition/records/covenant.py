"""公约: the clauses of a covenant by topic, and when it was changed (公约版本).

A clause has a topic where it begins with a word of the vocabulary and a full-width colon (`楼道：不放过夜的东西`), as the
reader of the field has understood it (`NumberedItem.vocabulary`). Nothing is guessed from its other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

from ..lazy import dataclass
from ..model.entry import Entry
from ..model.field_types import Choice, Date, Integer, PartialDate, PrefixedText, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    FieldNote,
    Record,
    RecordFacet,
    RecordType,
    Room,
    find_latest_place,
)
from ..model.watching import register_query

if TYPE_CHECKING:
    from ..model.exhibition import Exhibition

OTHER = "别的约定"
"""The topic of clauses that name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Record):
    """One clause of a covenant: an item of 公约."""

    topic: Annotated[str, Field("话题", Choice("topics"), "楼道", "说的是哪一类事。")] = ""
    text: Annotated[str, Field("约定", Text(120), "不放过夜的东西", "约好了什么。", Requirement.ALWAYS)]


def read_clauses(entry: Entry) -> Iterable[Clause]:
    """Return the clauses of an entry's covenant; an alias of a topic stays in the text, because it says more (老人：)."""
    return map(read_clause, entry.covenant)


def read_clause(item: str) -> Clause:
    """Return the clause of an item.

    >>> read_clause(PrefixedText("楼道：不放过夜的东西", "楼道")).text, read_clause(PrefixedText("老人：天天问一声", "邻里"))
    ('不放过夜的东西', Clause(source='', topic='邻里', text='老人：天天问一声'))
    """
    if not isinstance(item, PrefixedText):
        return Clause(text=item)
    own = item.word == item.term and item.rest
    return Clause(topic=item.term, text=item.rest if own else str(item))


def list_topic(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return the topic of a clause; those that name none have one together."""
    return (one.record.topic or OTHER,)


def make_topic_key(one: EntryRecord, exhibition: Exhibition) -> int:
    """Return where the topic of a clause stands in the vocabulary; those without one stand last."""
    return exhibition.derive(rank_topics).get(one.record.topic, len(exhibition.vocabularies.topics.terms))


def rank_topics(exhibition: Exhibition) -> Mapping[str, int]:
    """Return the place of each topic in its vocabulary."""
    return {name: rank for rank, name in enumerate(exhibition.vocabularies.topics.names)}


def count_covenants(records: Sequence[EntryRecord]) -> str:
    """Return in how many places a topic has clauses, and how many.

    >>> count_covenants(())
    '还没有'
    """
    places = {one.entry.id: bool(one.entry.location.building) for one in records}
    if not places:
        return "还没有"
    return f"{len(places)}{'座楼' if all(places.values()) else '处'}，{len(records)}条"


def view_clause(one: EntryRecord, _: Exhibition) -> Mapping[str, object]:
    """Return a clause: what was agreed, and on which topic."""
    told: Clause = one.record
    return {"line": told.text, "topic": told.topic or OTHER}


# Covenants of places that are like one: the same kind, as many households, a theme in common.

HOUSEHOLD_BANDS = ((12, "12户以内"), (24, "13到24户"), (48, "25到48户"))
"""Most households of a band, and its name: one staircase of six floors has some twelve, two have some twenty-four."""
MANY_HOUSEHOLDS = "48户以上"
MOST_ALIKE = 4
"""Places that are shown as like one."""


class Likeness(NamedTuple):
    """What two places have in common: their content type, their number of households as a band, one of their themes.

    Examples have nothing in common with what is true.
    """

    kind: type[Entry]
    example: bool
    band: str
    theme: str


def choose_band(households: int | None) -> str:
    """Return a number of households as a band; nothing where it is not known.

    >>> choose_band(12), choose_band(13), choose_band(300), choose_band(None)
    ('12户以内', '13到24户', '48户以上', '')
    """
    if households is None:
        return ""
    return next((name for most, name in HOUSEHOLD_BANDS if households <= most), MANY_HOUSEHOLDS)


def iter_likenesses(entry: Entry) -> Iterator[Likeness]:
    """Yield what other places may have in common with an entry, the nearest first: size and theme, theme, size, its kind."""
    kind, example = type(entry), entry.example
    band, themes = choose_band(getattr(entry, "households", None)), getattr(entry, "themes", ())
    if band:
        yield from (Likeness(kind, example, band, theme) for theme in themes)
    yield from (Likeness(kind, example, "", theme) for theme in themes)
    if band:
        yield Likeness(kind, example, band, "")
    yield Likeness(kind, example, "", "")


class AlikePlaces(NamedTuple):
    """Places with a covenant that have something in common, in walking order, and where each of them stands."""

    entries: tuple[Entry, ...] = ()
    ranks: Mapping[str, int] = {}


def index_likenesses(exhibition: Exhibition) -> Mapping[Likeness, AlikePlaces]:
    """Return the places with a covenant under all that others may have in common with them."""
    found: dict[Likeness, dict[str, Entry]] = {}
    for entry in exhibition.tellers:
        if entry.covenant:
            for likeness in iter_likenesses(entry):
                found.setdefault(likeness, {})[entry.id] = entry
    return {
        likeness: AlikePlaces(tuple(held.values()), {id: rank for rank, id in enumerate(held)})
        for likeness, held in found.items()
    }


def find_alike(entry: Entry, exhibition: Exhibition) -> list[tuple[Entry, Likeness]]:
    """Return a few places with a covenant that are like an entry, each with what they have in common.

    Those that have the nearest thing in common come first. They begin behind the entry itself in walking order, so that not
    all entries lead to the same few, and none is better than another.
    """
    index = exhibition.derive(index_likenesses)
    found: dict[str, tuple[Entry, Likeness]] = {}
    for likeness in iter_likenesses(entry):
        held, ranks = index.get(likeness, AlikePlaces())
        start = ranks.get(entry.id, -1) + 1
        for step in range(min(len(held), 2 * MOST_ALIKE)):
            other = held[(start + step) % len(held)]
            if len(found) < MOST_ALIKE and other.id != entry.id:
                found.setdefault(other.id, (other, likeness))
    return [*found.values()]


def describe_likeness(likeness: Likeness, label: str) -> str:
    """Return in words what places have in common; `label` is what their type is called.

    >>> describe_likeness(Likeness(Entry, False, "13到24户", "加装电梯"), "楼组")
    '都是13到24户，都写了“加装电梯”'
    """
    parts = [f"都是{likeness.band}"] if likeness.band else []
    parts += [f"都写了“{likeness.theme}”"] if likeness.theme else []
    return "，".join(parts) or f"都是{label}"


HOW_ALIKE = "先找户数差不多、主题一样的，再找主题一样的，再找户数差不多的。照街镇和楼号的次序排，不分好坏。"


def list_alike(entry: Entry, exhibition: Exhibition) -> Mapping[str, object]:
    """Return the covenants of places that are like an entry, as ways from its record page, and how they were found."""
    items = [
        {"name": name, "path": f"{id}/#{ANCHOR}", "words": words}
        for id, name, words in exhibition.ask(describe_alike, entry.id)
    ]
    if not items:
        return {}
    whose = "我们楼" if entry.location.building else "我们这里"
    return {"ways": {"heading": f"和{whose}像的公约", "text": HOW_ALIKE, "items": items}}


@register_query
def describe_alike(exhibition: Exhibition, id: str) -> tuple[tuple[str, str, str], ...]:
    """Return ids and names of the places that are like an entry, each with what they have in common, in words."""
    # A content type imports its lists.
    from ..model.content_types import CONTENT_TYPES

    entry = exhibition.by_id[id]
    label = CONTENT_TYPES.get_type_of(entry).label
    return tuple(
        (other.id, other.full_name, describe_likeness(likeness, label))
        for other, likeness in find_alike(entry, exhibition)
    )


ANCHOR = "covenant"
"""Where the covenant stands on the page of an entry."""
CLAUSES = RecordType(
    "clauses",
    "公约",
    Clause,
    help="大家约好的事。",
    what="text",
    order=70,
    read=read_clauses,
    anchor=ANCHOR,
    overview=list_alike,
    room=Room(
        "covenants/",
        "公约库",
        rank=40,
        lead="别的楼约好了什么，一类事放在一起看。",
        order="按话题，再按街镇。",
        empty="还没有公约贴出来。",
        pose="reading",
        sort_key=make_topic_key,
        facets=(
            RecordFacet(
                "topic", "话题", list_topic, vocabulary="topics", slugs={OTHER: "other"}, asked=("公约", "约定")
            ),
            STREET_FACET,
        ),
        unit="条公约",
        doors="groups",
        door=count_covenants,
        bare="还没有人约的",
        guide="guide/covenants/",
    ),
    part="clause",
    view=view_clause,
)


# Versions.


@dataclass(frozen=True, slots=True, kw_only=True)
class CovenantVersion(Record):
    """One change of a covenant (公约版本)."""

    date: Annotated[
        PartialDate | None,
        Field("时间", Date(), "2019-05", "什么时候定的、改的；记不清就空着。", placed=True),
    ] = None
    change: Annotated[
        str,
        Field("改了什么", Text(120), "添了“电梯里不放货”", "添了、改了、去了哪一条。", Requirement.ALWAYS, placed=True),
    ]
    households: Annotated[
        int | None, Field("几户同意", Integer(1, 9_999, " 户", "18", about=True), "18", "有几户点了头。", placed=True)
    ] = None


def find_latest_version(entry: Entry) -> CovenantVersion | None:
    """Return the latest change of an entry's covenant; None where none is told."""
    versions: tuple[CovenantVersion, ...] = getattr(entry, "covenant_versions", ())
    place = find_latest_place(versions, "date", lambda one: True)
    return None if place is None else versions[place]


def describe_version(entry: Entry) -> str:
    """Return when an entry's covenant was changed last and how many households agreed: 2019年5月改过，18户同意."""
    last = find_latest_version(entry)
    if last is None:
        return ""
    said = [f"{last.date.chinese}改过" if last.date else "改过"]
    said += [f"{last.households}户同意"] if last.households else []
    return "，".join(said)


def summarize_versions(entry: Entry, _: Exhibition) -> Mapping[str, object]:
    """Return how often a covenant was changed, and when it was the last time."""
    count = len(getattr(entry, "covenant_versions", ()))
    if not count:
        return {}
    times = f"一共改过 {count} 次，最近一次：" if count > 1 else ""
    return {"said": [f"{times}{describe_version(entry)}。"]}


COVENANT_VERSIONS = RecordType(
    "covenant-versions",
    "公约版本",
    CovenantVersion,
    help="公约什么时候改过，改了什么。",
    what="change",
    when="date",
    order=71,
    note="每改一次写一条，从早到晚；几户同意只写户数，不写是哪几家。",
    beside=FieldNote("covenant", describe_version),
    overview=summarize_versions,
)
