"""传帮带: what a place can help others with (本领), and pairs of places of which one teaches the other (结对)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any, NamedTuple

from ..lazy import dataclass
from ..model.artifact import Data, RoomTools
from ..model.content_types import CONTENT_TYPES
from ..model.entry import Entry
from ..model.exhibition import Exhibition
from ..model.field_types import Choice, Date, PartialDate, Reference, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    PageLine,
    Record,
    RecordFacet,
    RecordType,
    Room,
    describe_organization,
    make_attribute_reader,
)
from ..model.vocabulary import ChoiceWords
from ..model.watching import register_query

TEACHES, LEARNS = "带", "学"
"""What 我们是 says."""
SIDE = Choice(
    words=ChoiceWords.from_names(
        (TEACHES, LEARNS),
        {
            **dict.fromkeys(("我们带", "带人", "带别人", "教", "带教", "师傅", "老师"), TEACHES),
            **dict.fromkeys(("我们学", "跟着学", "学习", "徒弟", "被带", "学生"), LEARNS),
        },
    )
)
TOGETHER, ENDED = "还在一起", "结束了"
"""How it is with a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Record):
    """One thing that a place can help others with: an item of its 本领."""

    skill: Annotated[str, Field("本领", Choice("skills"), "美化楼道", "能帮别人什么。", Requirement.ALWAYS)]


def read_skills(entry: Entry) -> Iterable[Skill]:
    """Return what an entry can help others with."""
    return (Skill(skill=one) for one in list_skills_of(entry))


def list_skills_of(entry: Entry) -> tuple[str, ...]:
    """Return the skills that an entry tells of, each once; none of a type without skills."""
    return tuple(dict.fromkeys(getattr(entry, "skills", ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing(Record):
    """One pair (结对) as one side tells of it: with whom, who teaches, what."""

    partner: Annotated[
        str,
        Field(
            "楼组",
            Reference(("unit", "team")),
            "10002",
            "和哪一座楼结对（达人队也可以）：写它的编号。",
            placed=True,
        ),
    ] = ""
    side: Annotated[str, Field("我们是", SIDE, "带", "我们带他们，写“带”；我们跟他们学，写“学”。", placed=True)] = ""
    skill: Annotated[
        str,
        Field(
            "学什么", Choice("skills"), "美化楼道", "学的是哪一样本领，从词表里选。", Requirement.ALWAYS, placed=True
        ),
    ]
    since: Annotated[PartialDate | None, Field("从", Date(), "2024-03", "从什么时候开始。", placed=True)] = None
    until: Annotated[PartialDate | None, Field("到", Date(), "", "哪一天结束的；还在一起就空着。", placed=True)] = None
    progress: Annotated[
        str, Field("进展", Text(80, joiner="；"), "门厅的灯换好了", "学到了哪一步，一句话。", placed=True)
    ] = ""


class Mentorship(NamedTuple):
    """One pair, whichever of its sides tells of it."""

    teacher: Entry
    """The one who teaches; where nobody says who that is, the one that tells of it."""
    learner: Entry
    directed: bool
    """Does somebody say who teaches?"""
    records: tuple[EntryRecord, ...]
    """What is told of it: by one side, or by both."""

    @property
    def skill(self) -> str:
        """What is taught."""
        return str(self.records[0].record.skill)

    @property
    def since(self) -> PartialDate | None:
        """When it began, as far as it is known."""
        return next((one.record.since for one in self.records if one.record.since), None)

    @property
    def until(self) -> PartialDate | None:
        """When it ended; None where neither side says that it has."""
        return next((one.record.until for one in self.records if one.record.until), None)

    @property
    def progress(self) -> str:
        """How far it has come, in the words of both sides."""
        return "；".join(
            dict.fromkeys(one.record.progress.rstrip("。；") for one in self.records if one.record.progress)
        )

    @property
    def ends(self) -> tuple[Entry, Entry]:
        """Both sides, the one who teaches first."""
        return self.teacher, self.learner


class MentorshipIndex:
    """The pairs that visitors see, each once: `exhibition.derive(MentorshipIndex)`.

    A pair has two published entries, both true or both made up; else nothing of it is shown.
    """

    def __init__(self, exhibition: Exhibition) -> None:
        sides: dict[tuple[frozenset[str], str], dict[str, list[EntryRecord]]] = {}
        for one in exhibition.list_records(PAIRINGS):
            partner = exhibition.get(one.record.partner, Entry)
            if partner and partner is not one.entry and partner.example == one.entry.example:
                key = frozenset((one.entry.id, partner.id)), one.name
                sides.setdefault(key, {}).setdefault(one.entry.id, []).append(one)
        self.pairs = tuple(
            build_pair(records, exhibition) for told in sides.values() for records in match_sides(*told.values())
        )
        """In walking order of the one that tells of it first, examples last."""
        self.of_record = {
            (one.entry.id, one.number): rank for rank, pair in enumerate(self.pairs) for one in pair.records
        }
        """The rank among `pairs` of the pair that a record tells of, by the entry's id and the record's number."""
        self.of_entry: dict[str, list[Mentorship]] = {}
        """The pairs of an entry, whichever side tells of them, by its id."""
        for pair in self.pairs:
            for entry in pair.ends:
                self.of_entry.setdefault(entry.id, []).append(pair)

    def find(self, one: EntryRecord) -> Mentorship | None:
        """Return the pair of which a record tells; None where it is not shown."""
        rank = self.of_record.get((one.entry.id, one.number))
        return None if rank is None else self.pairs[rank]


def match_sides(ours: Sequence[EntryRecord], theirs: Sequence[EntryRecord] = ()) -> Iterator[tuple[EntryRecord, ...]]:
    """Yield the records of one skill and two entries, those of both sides that tell of one pair together.

    One on each side is one pair, whatever their dates; of several those belong together whose beginnings do not differ.
    """
    left = list(theirs)
    for one in ours:
        other = next(
            (
                two
                for two in left
                if len(ours) == len(theirs) == 1 or may_be_same_day(one.record.since, two.record.since)
            ),
            None,
        )
        if other:
            left.remove(other)
        yield (one, other) if other else (one,)
    yield from ((two,) for two in left)


def may_be_same_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    """May two dates, as far as they are known, be one day?"""
    return not (one and other and (one.is_surely_before(other) or other.is_surely_before(one)))


def build_pair(records: Sequence[EntryRecord], exhibition: Exhibition) -> Mentorship:
    """Return the pair of which records tell; what the one who teaches says comes first."""
    first = next((one for one in records if one.record.side), records[0])
    partner = exhibition.get(first.record.partner, Entry)
    assert partner
    teacher, learner = (partner, first.entry) if first.record.side == LEARNS else (first.entry, partner)
    ordered = sorted(records, key=lambda one: one.entry is not teacher)
    return Mentorship(teacher, learner, bool(first.record.side), tuple(ordered))


def describe_pair(pair: Mentorship) -> str:
    """Return who teaches whom, in words."""
    names = [entry.full_name for entry in pair.ends]
    return "带".join(names) if pair.directed else f"{'和'.join(names)}结对"


def describe_pair_for(pair: Mentorship, entry: Entry, us: str = "") -> str:
    """Return a pair as one of its sides says it: 带初心楼：美化楼道; `us` is who says it where that has to be said."""
    other = pair.learner if pair.teacher.id == entry.id else pair.teacher
    ended = f"（{ENDED}）" if pair.until else ""
    if not pair.directed:
        return f"{us}和{other.full_name}结对：{pair.skill}{ended}"
    if entry.id == pair.teacher.id:
        return f"{us}带{other.full_name}：{pair.skill}{ended}"
    return f"{us}跟{other.full_name}学{pair.skill}{ended}"


def describe_time(pair: Mentorship) -> str:
    """Return from when to when, as far as it is known."""
    since, until = (date.chinese if date else "" for date in (pair.since, pair.until))
    if until:
        return f"{since}到{until}" if since else f"到{until}"
    return f"{since}起" if since else ""


# ---- The rooms ----


def get_skill_question(skill: str, exhibition: Exhibition) -> str:
    """Return a skill as the question of a neighbour who needs it."""
    term = exhibition.vocabularies.skills.get_term(skill)
    return term.note if term else ""


def make_skill_path(skill: str, exhibition: Exhibition) -> str:
    """Return the page of a skill, from the root of the site."""
    term = exhibition.vocabularies.skills.get_term(skill)
    return f"{MENTORING.path}{term.slug}/" if term else MENTORING.path


def count_helpers(records: Sequence[EntryRecord]) -> str:
    """Return how many can help, as the door of a skill says it."""
    return f"{len(records)}家能帮" if records else "还没有人写"


def list_skills(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return all that the entry of a record can help with: one card stands for all of it."""
    return list_skills_of(one.entry)


def list_type(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return what the entry of a record is: 楼组, 达人队."""
    return (CONTENT_TYPES.get_type_of(one.entry).label,)


ASK, MISSING = "到居委会问一问", "待补充"


def describe_way(entry: Entry) -> list[str]:
    """Return how somebody is found: what that is called, and the way. A team has a public contact, a unit its committee."""
    contact = getattr(entry, "contact", None)
    if contact is not None:
        return ["怎么请", contact or MISSING]
    committee = entry.location.committee.removesuffix("居民区")
    return ["怎么找", f"到{committee}居委会问一问" if committee and not entry.example else ASK]


def view_skill(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return the card of one who can help: name, all skills as links to their pages, how to find it."""
    entry = one.entry
    return {
        "name": entry.full_name,
        "where": " · ".join(filter(None, (CONTENT_TYPES.get_type_of(entry).label, entry.location.street))),
        "ways": [PageLine(skill, make_skill_path(skill, exhibition)) for skill in list_skills_of(entry)],
        "how": describe_way(entry),
        "line": entry.tagline,
    }


def describe_skill(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a skill in the terms of schema.org: what the Organization of the entry knows about."""
    return {**describe_organization(one.entry, exhibition), "knowsAbout": one.name}


def list_skill_lines(entry: Entry, exhibition: Exhibition) -> Iterable[PageLine]:
    """Return what the page of an entry says of its skills, with the way to others who have them."""
    skills = list_skills_of(entry)
    if skills:
        path = make_skill_path(skills[0], exhibition) if len(skills) == 1 else MENTORING.path
        yield PageLine("、".join(skills), path)


def describe_home(entry: Entry) -> str:
    """Return where an entry is, below its name, which does not say it again."""
    where = entry.location.compound or entry.location.committee or entry.location.street
    return "" if entry.name.startswith(where) else where


def view_pairing(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a pair: who teaches whom, what, since when, how far they have come."""
    return dict(exhibition.ask(list_pair_values, f"{one.entry.id} {one.number}"))


@register_query
def list_pair_values(exhibition: Exhibition, key: str) -> tuple[tuple[str, Any], ...]:
    """Return what is shown of the pair of which a record tells; the key is the id of its entry and its number there."""
    id, _, number = key.partition(" ")
    index = exhibition.derive(MentorshipIndex)
    rank = index.of_record.get((id, int(number)))
    return () if rank is None else tuple(show_pair(index.pairs[rank]).items())


def show_pair(pair: Mentorship) -> dict[str, Any]:
    """Return what is shown of a pair."""
    return {
        "name": describe_pair(pair),
        "where": "",
        "date": "",
        "skill": pair.skill,
        "line": pair.progress,
        "when": describe_time(pair),
        "state": ENDED if pair.until else "",
        "look": " ".join(filter(None, ("is-ended" if pair.until else "", "" if pair.directed else "is-even"))),
        "ways": [PageLine(entry.name, f"{entry.id}/") for entry in pair.ends],
        "places": [describe_home(entry) for entry in pair.ends],
        "between": TEACHES if pair.directed else "和",
    }


MOST_LINES = 3
"""Pairs that the page of an entry names; of the others it says how many there are."""


def list_pair_lines(entry: Entry, exhibition: Exhibition) -> Iterable[PageLine]:
    """Return the pairs of an entry, those that others tell of too, each with the way to the other side."""
    pairs = exhibition.derive(MentorshipIndex).of_entry.get(entry.id, ())
    for pair in islice(sorted(pairs, key=lambda one: one.until is not None), MOST_LINES):
        other = pair.learner if pair.teacher.id == entry.id else pair.teacher
        yield PageLine(describe_pair_for(pair, entry), f"{other.id}/")
    if len(pairs) > MOST_LINES:
        yield PageLine(f"还有{len(pairs) - MOST_LINES}对", PAIRS.path)


def view_pairings(entry: Entry, exhibition: Exhibition) -> Mapping[str, object]:
    """Return the pairs of which only the other side tells, as sentences for the record page."""
    said = exhibition.ask(describe_pairings, entry.id)
    return {"said": [*said]} if said else {}


@register_query
def describe_pairings(exhibition: Exhibition, id: str) -> tuple[str, ...]:
    """Return a sentence for each pair of an entry of which only the other side tells."""
    return tuple(
        f"{one.entry.full_name}那一页写着：{describe_pair_for(pair, one.entry)}。"
        for pair in exhibition.derive(MentorshipIndex).of_entry.get(id, ())
        for one in pair.records[:1]
        if all(two.entry.id != id for two in pair.records)
    )


def find_pair_rank(one: EntryRecord, exhibition: Exhibition) -> Hashable:
    """Return the pair of which a record tells, as a number; None where it is not shown."""
    return exhibition.derive(MentorshipIndex).of_record.get((one.entry.id, one.number))


def list_state(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return whether a pair is still together, as the side says that tells of it."""
    return (ENDED if one.record.until else TOGETHER,)


def make_open_key(one: EntryRecord, exhibition: Exhibition) -> Any:
    """Return what sorts pairs that are still together first."""
    pair = exhibition.derive(MentorshipIndex).find(one)
    return bool(pair and pair.until)


DRAWN = 24
"""Pairs that the map draws; beyond, it would be longer than the list is useful."""
SHOWN = 6
"""Pairs that stand below the helpers; a page of their own has all."""
MOST_SILENT = 12
"""Teams without a skill that are named; the others are counted."""
WIDTH, IN_A_ROW = 360, 8
"""Width of the map in units of its drawing, and windows of a row: on a phone each is as wide as a finger."""


def list_rows(pairs: Sequence[Mentorship]) -> list[list[str]]:
    """Return the ids of the places of pairs in rows of about `IN_A_ROW`: those that are joined stand in one row."""
    group_of: dict[str, list[str]] = {}
    for pair in pairs:
        one, other = (group_of.setdefault(entry.id, [entry.id]) for entry in pair.ends)
        if one is not other:
            one += other
            group_of.update(dict.fromkeys(other, one))
    groups = {id(group): group for group in group_of.values()}
    rows: list[list[str]] = []
    for group in groups.values():
        if not rows or len(rows[-1]) + len(group) > IN_A_ROW:
            rows.append([])
        rows[-1] += group
    return rows


def draw_pairs(pairs: Sequence[Mentorship]) -> Data:
    """Return the map of pairs: their places as windows in rows, each pair as a string that hangs between two of them.

    The bead on it hangs nearer to the one who learns; the string of a pair that has ended is dashed.
    """
    rows = list_rows(pairs)
    step = WIDTH / max(2, *map(len, rows))
    side = min(46.0, step * 0.66)
    height = side * 1.25
    windows: list[Data] = []
    strings: list[Data] = []
    top = 6.0
    for row in rows:
        centres = {id: step * (place + 0.5) for place, id in enumerate(row)}
        windows += [
            {"x": round(x - side / 2, 1), "y": round(top, 1), "width": round(side, 1), "height": round(height, 1)}
            for x in centres.values()
        ]
        drawn = [pair for pair in pairs if pair.teacher.id in centres]
        strings += [draw_string(pair, centres, top + height) for pair in drawn]
        deepest = max(abs(centres[one.id] - centres[other.id]) for one, other in (pair.ends for pair in drawn))
        top += height + compute_sag(deepest) * 0.75 + 14
    return {"width": WIDTH, "height": round(top), "windows": windows, "strings": strings}


def compute_sag(distance: float) -> float:
    """Return how far the handles of a string hang below its ends."""
    return 20 + distance * 0.34


def draw_string(pair: Mentorship, centres: Mapping[str, float], y: float) -> Data:
    """Return the string of a pair: a cubic curve whose two handles hang straight below its ends, where its bead is, its class."""
    start, end = centres[pair.teacher.id], centres[pair.learner.id]
    low = y + compute_sag(abs(start - end))
    at = 0.72 if pair.directed else 0.5
    weights = ((1 - at) ** 3 + 3 * (1 - at) ** 2 * at, 3 * (1 - at) * at**2 + at**3)
    return {
        "path": f"M{start:.1f} {y:.1f}C{start:.1f} {low:.1f} {end:.1f} {low:.1f} {end:.1f} {y:.1f}",
        "x": round(start * weights[0] + end * weights[1], 1),
        "y": round(y + (low - y) * 3 * (1 - at) * at, 1),
        "look": "is-ended" if pair.until else "",
    }


def view_pair_map(records: Sequence[EntryRecord], tools: RoomTools) -> Mapping[str, object]:
    """Return the map of the pairs of a room, from two pairs on: one is drawn with its story."""
    found = tools.exhibition.derive(MentorshipIndex)
    pairs = [pair for one in records[:DRAWN] if (pair := found.find(one))]
    if len(pairs) < 2:
        return {}
    more = f"画的是前{DRAWN}对。" if len(records) > DRAWN else ""
    return {"map": draw_pairs(pairs), "more": more}


def list_silent(exhibition: Exhibition) -> list[Entry]:
    """Return the true published entries that can be asked to come and tell of no skill."""
    return [
        entry
        for entry in exhibition.published(Entry)
        if hasattr(entry, "contact") and not entry.example and not list_skills_of(entry)
    ]


def view_mentoring(records: Sequence[EntryRecord], tools: RoomTools) -> Mapping[str, object]:
    """Return what the room of those who can help shows below them: pairs with their map, teams that tell of no skill yet."""
    found = tools.exhibition.derive(MentorshipIndex)
    true = [pair for pair in found.pairs if not pair.teacher.example]
    pairs = sorted(true, key=lambda pair: pair.until is not None)
    silent = list_silent(tools.exhibition)
    data: Data = {
        "silent": [tools.link(entry) for entry in silent[:MOST_SILENT]],
        "more_silent": f"还有{len(silent) - MOST_SILENT}支也没写。" if len(silent) > MOST_SILENT else "",
    }
    if not pairs:
        return data if silent else {}
    return {
        **data,
        "map": draw_pairs(pairs[:DRAWN]) if len(pairs) > 1 else {},
        "more": f"画的是前{DRAWN}对。" if len(pairs) > DRAWN else "",
        "cards": [tools.build_card(pair.records[0]) for pair in pairs[:SHOWN]],
        "all": {
            "href": tools.make_link(PAIRS.path),
            "name": f"看全部{len(pairs)}对" if len(pairs) > SHOWN else "看结对地图",
        },
    }


MENTORING = Room(
    "mentoring/",
    "传帮带",
    rank=30,
    tab="谁能帮我",
    lead="想学一样，先看看谁会。会一样，就帮别的楼一把。",
    order="按街镇。",
    empty="谁愿意带一带？把“本领”写上一样就行。",
    pose="pointing",
    facets=(
        RecordFacet("skill", "本领", list_skills, vocabulary="skills"),
        STREET_FACET,
        RecordFacet("kind", "谁来帮", list_type),
    ),
    unit="家",
    guide="guide/mentoring/",
    doors="covers",
    door=count_helpers,
    value_note=get_skill_question,
    by_entry=True,
    part="pairing",
    view=view_mentoring,
)
PAIRS = Room(
    "mentoring/pairs/",
    "结对地图",
    lead="一座楼带一座楼，一样本领传下去。两扇窗，一根线。",
    order="还在一起的在前，再按街镇。",
    empty="还没有一对写进来。你们楼在带谁，在跟谁学？一边写上就行。",
    pose="waving",
    sort_key=make_open_key,
    facets=(
        RecordFacet("skill", "本领", make_attribute_reader("skill"), vocabulary="skills"),
        RecordFacet("state", "近况", list_state, order=(TOGETHER, ENDED)),
    ),
    unit="对",
    guide="guide/mentoring/",
    identify=find_pair_rank,
    part="pairing",
    view=view_pair_map,
)
SKILLS = RecordType(
    "skills",
    "本领",
    Skill,
    help="能帮别人什么。",
    what="skill",
    order=60,
    read=read_skills,
    room=MENTORING,
    part="helper",
    view=view_skill,
    on_page=list_skill_lines,
    schema=describe_skill,
)
PAIRINGS = RecordType(
    "pairings",
    "结对",
    Pairing,
    help="和哪一座楼结对，谁带谁，学什么。",
    what="skill",
    when="since",
    identity=("partner", "skill", "since"),
    core=("partner",),
    order=61,
    note="一边写上就够，两边的页面都会出现；两边都写了，也只算一对。",
    room=PAIRS,
    part="pairing",
    view=view_pairing,
    overview=view_pairings,
    on_page=list_pair_lines,
)
