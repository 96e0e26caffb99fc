"""Rules about pairs (结对) and teams (达人队): who teaches whom, whether both sides say the same, how a team is asked to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..diagnostics import Finding, Severity
from ..model import Exhibition, Status
from ..model.record_types import EntryRecord
from ..privacy import find_names, find_private
from ..records import PAIRINGS, Pairing
from ..records.mentoring import TEACHES, list_skills_of, match_sides
from ..types import CONTENT_TYPES
from ..types.team import Team
from .record_lists import LOCAL_NUMBER, format_place, iter_each_record
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

MOST_OPEN = 6
"""Pairs that one place can lead at a time; with more it is asked whether it manages (our own measure)."""


class MentorshipSides(NamedTuple):
    """What one entry, or two that name each other, tell of one pair."""

    one: EntryRecord
    other: EntryRecord | None
    """What the partner tells of it; None where it does not."""
    teacher: str
    """The id of the one who teaches, as the first record that says it has it; empty where none does."""
    learner: str
    """The id of the other one."""
    is_open: bool
    """Does neither side say that it has ended?"""


class MentorshipSidesIndex:
    """Every pair that is told, drafts too, once: `exhibition.derive(MentorshipSidesIndex)`.

    Of two entries that name each other the one with the smaller id comes first.
    """

    def __init__(self, exhibition: Exhibition) -> None:
        sides: dict[tuple[str, str, str], list[EntryRecord]] = {}
        for kind in CONTENT_TYPES:
            attribute = kind.list_attributes.get(PAIRINGS)
            for entry in exhibition.of(kind.model) if attribute else ():
                held = getattr(entry, attribute or "")
                if not held or entry.status is Status.WITHDRAWN:
                    continue
                id = entry.id
                for number, told in enumerate(held, 1):
                    partner, skill = told.partner, told.skill
                    if partner and partner != id and skill:
                        key = (id, partner, skill) if id < partner else (partner, id, skill)
                        sides.setdefault(key, []).append(EntryRecord(entry, PAIRINGS, number, told))
        self.found = tuple(pair for records in sides.values() for pair in iter_sides(records))


def iter_sides(records: Sequence[EntryRecord]) -> Iterator[MentorshipSides]:
    """Yield the pairs of which the records of two entries and one skill tell."""
    if len(records) == 1:
        # Nearly all are: `check` asks for the pairs of 5,500 units.
        yield join_sides(records[0], None)
        return
    by_entry: dict[str, list[EntryRecord]] = {}
    for one in records:
        by_entry.setdefault(one.entry.id, []).append(one)
    for matched in match_sides(*(by_entry[id] for id in sorted(by_entry))):
        yield join_sides(matched[0], matched[1] if len(matched) > 1 else None)


def join_sides(one: EntryRecord, other: EntryRecord | None) -> MentorshipSides:
    """Return what one entry or two tell of a pair."""
    first = other if other and not one.record.side else one
    told: Pairing = first.record
    ends = (first.entry.id, told.partner)
    teacher, learner = ends if told.side == TEACHES else ends[::-1]
    is_open = one.record.until is None and (other is None or other.record.until is None)
    return MentorshipSides(one, other, teacher if told.side else "", learner, is_open)


def list_pairs(context: CheckContext) -> tuple[MentorshipSides, ...]:
    """Return every pair that is told, once."""
    return context.exhibition.derive(MentorshipSidesIndex).found


@check("E470", ERROR, "两边都说自己带，或者都说自己学")
def both_sides_teach(context: CheckContext) -> Iterator[Finding]:
    """问题：一对里面，一边带，一边学。两边的页面写的都是“带”（或者都是“学”），不知道谁带谁。

    不好：10001 的“结对”里写 `楼组: 10002`、`我们是: 带`，10002 的里面写 `楼组: 10001`、`我们是: 带`，学的是同一样。

    好：10001 写 `我们是: 带`，10002 写 `我们是: 学`。

    怎么改：两边商量一下，改掉写错的一处。
    """
    for pair in list_pairs(context):
        one, other = pair.one, pair.other
        if other and one.record.side and one.record.side == other.record.side:
            span = other.get_span("我们是")
            where = format_place(span, one.get_span("我们是"))
            message = f"“{one.entry.name}”（{where}）和这一页写的都是“{other.record.side}”，不知道谁带谁。"
            yield Finding(span, message, "改掉写错的一处：一边写“带”，一边写“学”。")


@check("W471", ADVICE, "带的人没有写这一样本领")
def untold_skill(context: CheckContext) -> Iterator[Finding]:
    """问题：“学什么”里的本领，带的那一页的“本领”里没有。别人按本领找，就找不到它。

    不好：10002 的“结对”里写 `楼组: 10001`、`我们是: 学`、`学什么: 法律咨询`，10001 的“本领”里没有“法律咨询”。

    好：

        本领:
          - 法律咨询

    怎么改：在带的那一页的“本领”里加上这一样；不是这一样，就改“学什么”。不改也能发布。
    """
    for pair in list_pairs(context):
        teacher = context.exhibition.by_id.get(pair.teacher)
        if teacher is None or not hasattr(teacher, "skills") or pair.one.name in list_skills_of(teacher):
            continue
        told = next((one for one in (pair.one, pair.other) if one and one.entry.id == teacher.id), pair.one)
        own = told.entry is teacher
        whose = "这一页" if own else f"带的那一页（{teacher.id} {teacher.name}）"
        message = f"“学什么”写的是“{told.name}”，{whose}的“本领”里没有这一样。"
        hint = f"在{'这一页' if own else '那一页'}的“本领”里加一行“- {told.name}”；不是这一样，就改“学什么”。"
        yield Finding(told.get_span("学什么"), message, hint)


@check("E472", ERROR, "还没开始就结束了", Scope.ENTRY)
def ended_before_begun(context: CheckContext) -> Iterator[Finding]:
    """问题：结对的“到”比“从”还早。

    不好：

        结对:
          - 楼组: 10002
            从: 2024-03
            到: 2023-09

    好：

        结对:
          - 楼组: 10002
            从: 2023-03
            到: 2023-09

    怎么改：核对两个日期；还在一起，“到”就空着。
    """
    for entry, index, told in iter_each_record(context, PAIRINGS):
        if told.since and told.until and told.until.is_surely_before(told.since):
            one = EntryRecord(entry, PAIRINGS, index + 1, told)
            span = one.get_span("到")
            where = format_place(span, one.get_span("从"))
            message = f"“到”写的是{told.until.chinese}，“从”写的是{told.since.chinese}（{where}）。"
            yield Finding(span, message, "核对两个日期；还在一起，“到”就空着。")


@check("W473", ADVICE, "同时带了很多座楼")
def many_open_pairs(context: CheckContext) -> Iterator[Finding]:
    """问题：同时带着六座以上的楼，“到”都空着。也许有几对已经结束了，没有写。

    不好：一座楼的“结对”里有八条，都写着 `我们是: 带`，“到”都空着。

    好：

        到: 2024-10

    怎么改：已经结束的，写上“到”；真的带得过来，就不用改。不改也能发布。
    """
    counts: dict[str, list[MentorshipSides]] = {}
    for pair in list_pairs(context):
        if pair.is_open and pair.teacher:
            counts.setdefault(pair.teacher, []).append(pair)
    for id, pairs in counts.items():
        learners = {pair.learner for pair in pairs}
        entry = context.exhibition.by_id.get(id)
        if entry and len(learners) > MOST_OPEN:
            own = any(one and one.entry is entry for pair in pairs for one in (pair.one, pair.other))
            span = entry.get_span(PAIRINGS.label) if own else pairs[-1].one.get_span("楼组")
            who = "这一页" if own else f"{entry.id}（{entry.name}）"
            message = f"{who}同时带着 {len(learners)} 座楼，是不是有几对已经结束了？"
            yield Finding(span, message, "写上“到”，哪几对结束了就写哪几对；都还在带，就不用改。")


@check("W474", ADVICE, "两边写的日子不一样")
def different_beginnings(context: CheckContext) -> Iterator[Finding]:
    """问题：同一对，两边的页面写的“从”（或者“到”）不是一个日子。页面上只写一个。

    不好：10001 写 `从: 2023-03`，10002 写 `从: 2024-03`，学的是同一样。

    好：两边都写 `从: 2023-03`；或者一边空着。

    怎么改：两边核对一下；记得准的一边写，另一边空着。不改也能发布。
    """
    for one, other, *_ in list_pairs(context):
        for key, name in (("since", "从"), ("until", "到")):
            ours, theirs = getattr(one.record, key), getattr(other.record, key) if other else None
            if ours and theirs and other and (ours.is_surely_before(theirs) or theirs.is_surely_before(ours)):
                span = other.get_span(name)
                where = format_place(span, one.get_span(name))
                message = f"“{name}”写的是{theirs.chinese}，“{one.entry.name}”写的是{ours.chinese}（{where}）。"
                yield Finding(span, message, f"核对一下两边；记不准的一边，把“{name}”空着。")


DIGIT = re.compile(r"\D")


@check("W475", ADVICE, "怎么请里写了号码或者姓名", Scope.ENTRY)
def private_way_to_ask(context: CheckContext) -> Iterator[Finding]:
    """问题：“怎么请”里有一串像电话的数字，或者一个像姓名的称呼。这一页谁都看得到，家里的电话写上去，骚扰电话就跟着来了。

    不好：`怎么请: 打 5678****，找王阿姨`（没有打码的）

    好：

        怎么请: 到居委会问一问

    怎么改：删掉号码和姓名，写到哪里问；真是对外公布的电话，请管理员写进 public-contacts.yml。不改也能发布。
    """
    known = {DIGIT.sub("", contact.value) for contact in context.exhibition.vocabularies.contacts}
    for team in context.exhibition.of(Team):
        if not team.contact or any(find_private(team.contact)):
            # Of what the gate knows, the gate speaks.
            continue
        number = LOCAL_NUMBER.search(team.contact)
        names = [
            name
            for name in find_names(team.contact, role=False)
            if not any(name in person.name or person.name in name for person in team.persons)
        ]
        shown = [number[0][:-4] + "****"] if number and DIGIT.sub("", number[0]) not in known else []
        if shown or names:
            message = (
                f"“怎么请”里的{'、'.join(f'“{one}”' for one in (*shown, *names))}像是{'电话' if shown else '姓名'}。"
            )
            hint = "删掉它，写到哪里问，例如“到居委会问一问”；对外公布的电话，请管理员写进 public-contacts.yml。"
            yield Finding(team.get_span("怎么请"), message, hint)
