"""A 楼群: units that share a place or an interest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated

from ..lazy import dataclass
from ..model.artifact import Data, PageTools
from ..model.content_types import ContentType
from ..model.entry import Entry, Placed
from ..model.exhibition import Exhibition, iter_records
from ..model.field_types import Boolean, Choice, PhotoKey, Reference, Text
from ..model.fields import Field, ListOf, RecordList, Requirement
from ..model.record_types import EntryRecord, RecordType
from ..model.vocabulary import ChoiceWords
from ..model.watching import register_query
from ..records import ACTIVITIES, CLAUSES, MEETINGS, QUIZZES, RIPPLES, SKILLS, TALKS, Quiz, Ripple, Talk
from ..records.ripple import PLACE, make_outward_key
from .self_governed import SelfGoverned, describe_self_governed
from .unit import Unit

BOND = Choice(words=ChoiceWords.from_names(("地缘", "趣缘")))


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A place that the units of a cluster keep together (共享空间)."""

    name: Annotated[str, Field("名称", Text(40), "瓶子菜园", "共享空间的名字。", Requirement.ALWAYS, schema="name")]
    text: Annotated[
        str, Field("说明", Text(200), "用旧瓶子种菜，各家轮流浇水。", "一句话说它怎么用。", schema="description")
    ] = ""
    photo: Annotated[
        str | None,
        Field("照片", PhotoKey(), "photo-02.jpg", "上面“照片”里的一张：写它的文件名或插画名。", placed=True),
    ] = None
    before: Annotated[
        str | None, Field("之前", PhotoKey(), "before.jpg", "从前的那一张，也在“照片”里。", placed=True)
    ] = None
    after: Annotated[
        str | None, Field("之后", PhotoKey(), "after.jpg", "如今的那一张，也在“照片”里。", placed=True)
    ] = None
    aligned: Annotated[bool, Field("同机位", Boolean(), "是", "之前、之后是不是站在同一个地方拍的。")] = False
    keeper: Annotated[
        str,
        Field("谁照看", Text(40, role=True, joiner="、"), "三座楼轮流", "平时谁照看，写身份，不写姓名。", placed=True),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(SelfGoverned):
    """One cluster, parsed: `content/clusters/<id>/index.md`."""

    bond: Annotated[
        str,
        Field(
            "结群",
            BOND,
            "地缘",
            "因为住得近（地缘）还是爱好相同（趣缘）。",
            shown=True,
            asked=True,
            headings=("结群方式", "楼群类型"),
            like=("结群",),
        ),
    ] = ""
    """结群: 地缘 (place) or 趣缘 (shared interest); empty where not known."""
    members: Annotated[
        tuple[str, ...],
        Field(
            "楼组",
            ListOf(Reference(("unit",)), split=True),
            "10001",
            "成员楼组的编号，一行一个。",
            placed=True,
            headings=("成员楼组", "成员", "成员编号"),
            schema="containsPlace",
        ),
    ] = ()
    """Ids of its units, in the author's order."""
    lead: Annotated[
        str | None,
        Field(
            "牵头",
            Reference(("unit",), among="members"),
            "10001",
            "牵头楼组的编号。",
            headings=("牵头楼组", "牵头楼组编号"),
            like=("牵头",),
        ),
    ] = None
    """Id of the unit that leads (牵头)."""
    panel: Annotated[
        tuple[str, ...],
        Field("专委会", ListOf(Text(120)), "老楼组长带教新楼组长", "楼群专委会的成员或做法，写身份，不写姓名。"),
    ] = ()
    """专委会: one line a member or fact, by role."""
    places: Annotated[
        tuple[SharedPlace, ...], Field("共享空间", RecordList(SharedPlace), "", "大家一起用的地方。")
    ] = ()
    quizzes: Annotated[tuple[Quiz, ...], QUIZZES.field] = ()
    talks: Annotated[tuple[Talk, ...], TALKS.field] = ()
    ripples: Annotated[tuple[Ripple, ...], RIPPLES.field] = ()


BONDS = {
    "地缘": ("地缘楼群", "住得近，抬头就是邻居，所以结成一群。"),
    "趣缘": ("趣缘楼群", "喜欢做一样的事，不住在一处也走到了一起。"),
    "": ("楼群", "这几座楼为什么结成一群，等知道的人来补。"),
}
"""What ties a cluster: what it is called, and why its units belong together."""


STAGES = ((2016, "2016年以前"), (2019, "2017–19年"), (2022, "2020–22年"), (9999, "2023年以后"))
"""Last year of each band in which units were founded, and what it is called. The programme began in 2017."""
UNDATED = "没写哪年"


def describe_ages(members: Sequence[Unit]) -> str:
    """Return in which years the units of a cluster were founded: a number of units each band, in the order of time.

    It says when, and nothing of who is better. Nothing where no unit tells its year.
    """
    years = [unit.founded.year if unit.founded else None for unit in members]
    counts = Counter(next(band for last, band in STAGES if year <= last) if year else UNDATED for year in years)
    if not any(years):
        return ""
    return "，".join(f"{band}{counts[band]}座" for band in (*(band for _, band in STAGES), UNDATED) if counts[band])


def view_cluster(cluster: Cluster, page: PageTools) -> Mapping[str, object]:
    """Return what only a cluster's page shows."""
    # A community counts its clusters, so its module imports this one.
    from .community import link_place

    kind, reason = BONDS.get(cluster.bond, BONDS[""])
    members = list_members(cluster, page.exhibition)
    ages = describe_ages(members)
    return {
        "description": f"{cluster.street}{page.format_name()}，一个楼群的前世今生。",
        "bond": f"{kind} · {len(members)}个楼组" if members else kind,
        "reason": reason,
        "members": [page.build_card(unit) | ({"mark": "牵头"} if unit.id == cluster.lead else {}) for unit in members],
        "wall": page.get_wall_link(),
        "panel": [page.format_text(line) for line in cluster.panel],
        "places": [view_place(place, page) for place in cluster.places],
        **view_doings(cluster, page),
        "facts": [
            *link_place(page.build_facts(elsewhere=("street", "source")), cluster, page),
            *([{"key": "哪年建立", "value": ages}] if ages else []),
        ],
        "backlinks": page.list_backlinks(),
    }


def view_place(place: SharedPlace, page: PageTools) -> Data:
    """Return one shared place: before and after where both pictures are there, else its picture; who looks after it.

    A picture with which the page opens is shown again only beside the one that it is compared with.
    """
    pair = page.build_pair(place.before, place.after, aligned=place.aligned)
    figure = None if pair else page.build_figure(place.photo or place.after or place.before)
    data = {
        "name": place.name,
        "text": page.format_text(place.text),
        "keeper": place.keeper,
        "pair": pair,
        "photo": figure,
    }
    return {key: value for key, value in data.items() if value}


MOST_NAMED = 3
"""Records of a list that the page of a cluster names; the archive has all of them."""


def view_doings(entry: SelfGoverned, page: PageTools) -> Data:
    """Return what a cluster or a community does: its talks, the way to its meetings and activities, what went out."""
    talks = [view_talk(one, page) for one in iter_records(entry, TALKS)]
    return {
        "talks": talks,
        "doings": [one for row in (MEETINGS, ACTIVITIES) if (one := link_list(entry, row, page))],
        "ripples": [view_passage(one, page) for one in list_passages(entry, page.exhibition)],
    }


def link_list(entry: SelfGoverned, row: RecordType, page: PageTools) -> Data | None:
    """Return the way to the records of a list in the archive: how many, and what the latest are about; None without any."""
    records = sorted(iter_records(entry, row), key=lambda one: one.date.get_sort_key() if one.date else ())
    said = (row.overview(entry, page.exhibition).get("said") if row.overview else None) or []
    if not records and not said:
        return None
    names = "；".join(one.name for one in records[: -MOST_NAMED - 1 : -1])
    counter = row.room.unit if row.room else "条"
    note = str(said[0]) if isinstance(said, list) and said else f"{len(records)}{counter}。"
    return {"name": row.label, "href": f"record/#{row.name}", "text": names, "note": note}


def view_talk(one: EntryRecord, page: PageTools) -> Data:
    """Return a talk: what it was about, who spoke, and what to remember of it."""
    told: Talk = one.record
    unit = page.find(told.unit)
    who = "，".join(filter(None, (unit.name if unit else "", told.speaker)))
    note = " · ".join(filter(None, (who, told.date.chinese if told.date else "")))
    return {**page.link_record(one), "text": page.format_text(told.points), "note": note}


def list_passages(entry: Placed, exhibition: Exhibition) -> list[EntryRecord]:
    """Return what went out of an entry and what came to it from others, the earliest first."""
    found: list[EntryRecord] = []
    for id, number in exhibition.ask(list_passage_keys, entry.id):
        if source := exhibition.get(id, Entry):
            found += (one for one in iter_records(source, RIPPLES) if one.number == number)
    return found


@register_query
def list_passage_keys(exhibition: Exhibition, id: str) -> tuple[tuple[str, int], ...]:
    """Return what went out of an entry and what came to it from others: whose record it is, and its number there."""
    return tuple((one.entry.id, one.number) for one in exhibition.derive(PassageIndex).by_entry.get(id, ()))


class PassageIndex:
    """What went out (溢出), by the entries at both ends: `exhibition.derive(PassageIndex)`. Examples stand behind true ones."""

    def __init__(self, exhibition: Exhibition) -> None:
        self.by_entry: dict[str, list[EntryRecord]] = {}
        ordered = sorted(exhibition.list_records(RIPPLES), key=lambda one: make_outward_key(one, exhibition))
        for one in sorted(ordered, key=lambda one: one.entry.example):
            for id in dict.fromkeys((one.entry.id, one.record.to)):
                self.by_entry.setdefault(id, []).append(one)


def view_passage(one: EntryRecord, page: PageTools) -> Data:
    """Return what went from where to where, as the page at either end says it."""
    told: Ripple = one.record
    target = page.find(told.to)
    where = target.name if target else told.to if told.to in PLACE.names else ""
    way = f"{one.entry.name} → {where}" if where else f"从{one.entry.name}走出来"
    date = told.date.chinese if told.date else ""
    return {
        **page.link_record(one),
        "text": page.format_text(told.story),
        "note": " · ".join(filter(None, (way, told.kind, date))),
    }


CLUSTER = ContentType(
    "cluster",
    "楼群",
    Cluster,
    invitation="扫一扫，看我们楼群的前世今生",
    folder="clusters",
    order=20,
    sample={"id": "10026", "name": "我们楼群的名字", "street": "月浦镇"},
    template="cluster.html",
    view=view_cluster,
    heading="结成的楼群",
    readings=(CLAUSES, SKILLS),
    schema=lambda cluster, exhibition: describe_self_governed(cluster, cluster.panel, exhibition),
    remark=lambda cluster: str(cluster.bond),
)


def list_members(cluster: Cluster, exhibition: Exhibition) -> tuple[Unit, ...]:
    """Return the published units of a cluster, in its author's order."""
    found = (exhibition.get(id, Unit) for id in cluster.members)
    return tuple(unit for unit in found if unit)
