"""评定: the steps of a unit's rating, written by the bureau: applied, inspected, announced, awarded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

from ..lazy import dataclass
from ..model.field_types import MOST_STARS, STARS, Choice, Date, DocumentNumber, PartialDate, StarRating, Text
from ..model.fields import Field, Requirement
from ..model.record_types import (
    EntryRecord,
    Record,
    RecordSummary,
    RecordType,
    describe_organization,
    find_latest_place,
)
from ..model.vocabulary import Term

if TYPE_CHECKING:
    from ..model.entry import Entry
    from ..model.exhibition import Exhibition

ANNOUNCED = "发文挂牌"
"""The step that gives the stars, as the vocabulary `star_steps` calls it; the vocabulary has all steps in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Record):
    """One step of a rating (评定)."""

    date: Annotated[
        PartialDate | None, Field("时间", Date(), "2023-12", "哪一年、哪个月。", placed=True, headings=("日期",))
    ] = None
    step: Annotated[
        str,
        Field(
            "步骤",
            Choice("star_steps"),
            "发文挂牌",
            "自主申报、实地验收、发文挂牌、自治金奖励。",
            Requirement.ALWAYS,
            placed=True,
            schema="name",
        ),
    ]
    stars: Annotated[int | None, Field("星级", StarRating(), "4", "评上几星；没有评星的一步就空着。", placed=True)] = (
        None
    )
    document: Annotated[
        str, Field("文号", DocumentNumber(60), "", "照文件写；没有就空着，页面上会写“待核”。", placed=True)
    ] = ""
    inspectors: Annotated[
        str,
        Field(
            "谁验收",
            Text(40, role=True, joiner="、"),
            "街镇、第三方",
            "谁来看的，写单位或身份，不写姓名。",
            placed=True,
        ),
    ] = ""
    note: Annotated[str, Field("说明", Text(120, joiner="；"), "", "要补一句的话写在这里。", placed=True)] = ""


LEAST_GROUP = 3
"""Members of a self-governance group. 来源: 宝山区民政局."""
UNCHECKED = "星级待核"
"""What is said of stars of which nobody has told where they are from."""

NO_PROMISE = "这里只说档案里还空着什么。写上了不等于加星，评不评得上，要看实地验收。"


def find_step(entry: Entry, step: str) -> tuple[int, Rating] | None:
    """Return the last rating of an entry of this step, with its number in the list; None where none is told."""
    ratings = getattr(entry, "ratings", ())
    place = find_latest_place(ratings, RATINGS.when, lambda one: one.step == step)
    return None if place is None else (place + 1, ratings[place])


def describe_announcement(entry: Entry) -> str:
    """Return where the stars of an entry are from: `2023年12月挂牌 · 文号 …`, or that it is not checked; nothing without stars."""
    if not getattr(entry, "stars", None):
        return ""
    told = find_step(entry, ANNOUNCED)
    if told is None:
        return UNCHECKED
    _, found = told
    when = f"{found.date.chinese}挂牌" if found.date else "已挂牌"
    return f"{when} · {f'文号 {found.document}' if found.document else '文号待核'}"


def view_ratings(entry: Entry, exhibition: Exhibition) -> Mapping[str, object]:
    """Return the four steps of a rating as far as they are told, and what the archive lacks on the way to another star."""
    stars = getattr(entry, "stars", None)
    gaps = {"heading": "离下一颗星", "text": NO_PROMISE, "items": [*iter_star_gaps(entry, exhibition)]}
    if not stars and not getattr(entry, "ratings", ()):
        return {"gaps": gaps}
    path = [view_step(step, find_step(entry, step.name)) for step in exhibition.vocabularies.star_steps]
    return {"path": path} if stars == MOST_STARS else {"path": path, "gaps": gaps}


def view_step(step: Term, told: tuple[int, Rating] | None) -> dict[str, object]:
    """Return one step of the path: its name, when it was, who inspected, the document.

    Where nobody has told of it, it has no anchor and says what the step is.
    """
    if told is None:
        return {"name": step.name, "text": f"{step.note}还没有写"}
    number, found = told
    parts = [
        f"{found.stars} 星" if found.stars else "",
        found.inspectors,
        f"文号 {found.document}" if found.document else "文号待核" if step.name == ANNOUNCED else "",
        found.note,
    ]
    date = found.date.chinese if found.date else "时间待补充"
    text = " · ".join(filter(None, parts))
    return {"name": step.name, "date": date, "text": text, "anchor": f"{RATINGS.name}-{number}"}


def iter_star_gaps(entry: Entry, exhibition: Exhibition) -> Iterator[str]:
    """Yield what the archive of an entry lacks of what is known to count; nothing is promised by it.

    What each star asks for is not known here: the slot says so.
    """
    group, standards = len(getattr(entry, "group", ())), exhibition.vocabularies.standards
    if group < LEAST_GROUP:
        known = f"，现在写了 {group} 位" if group else "，还没有写"
        yield f"自治小组：至少 {LEAST_GROUP} 位{known}"
    told = {case.standard for case in getattr(entry, "standard_cases", ())}
    for name in standards.names:
        if name not in told:
            yield f"{name}：还没有写例子"
    if standards.slot_words:
        yield f"别的培育标准：{standards.slot_words}"
    paths = exhibition.vocabularies.star_paths
    if paths.shown_slots:
        yield f"{paths.name or '每颗星的要求'}：待补充（来源：{paths.source}）"


def describe_award(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return an announced rating in the terms of schema.org: an award, only where the number of its document is told."""
    told: Rating = one.record
    if told.step != ANNOUNCED or not told.document or told.stars is None:
        return {}
    when = f"{told.date.chinese}挂牌，" if told.date else ""
    award = f"{STARS[told.stars]}（{when}文号 {told.document}）"
    return {**describe_organization(one.entry, exhibition), "award": award}


def is_announced(rating: Rating) -> bool:
    """Is this the step that gives the stars: the notice and the plaque?"""
    return rating.step == ANNOUNCED


RATINGS = RecordType(
    "ratings",
    "评定",
    Rating,
    help="评星一步一步的经过，由民政部门填。",
    what="step",
    when="date",
    order=40,
    owner="bureau",
    summary=RecordSummary("stars", "stars", is_announced, describe_announcement),
    note="这一份由民政部门用表格导入，写在 评定.md 里；志愿者不用写。",
    overview=view_ratings,
    schema=describe_award,
)
