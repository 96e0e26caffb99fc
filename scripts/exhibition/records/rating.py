"""评定: the steps of a unit's rating, written by the bureau: applied, inspected, announced, awarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, Date, PartialDate, StarRating, Text
from ..model.fields import Field, Requirement
from ..model.record_types import Record, RecordSummary, RecordType
from ..model.vocabulary import ChoiceWords

APPLIED, INSPECTED, ANNOUNCED, AWARDED = "自主申报", "实地验收", "发文挂牌", "自治金奖励"
"""The four steps, in their order."""
STEPS = (APPLIED, INSPECTED, ANNOUNCED, AWARDED)
STEP = Choice(
    words=ChoiceWords.from_names(
        STEPS,
        {
            "申报": APPLIED, "自主申请": APPLIED, "验收": INSPECTED, "现场验收": INSPECTED,
            "挂牌": ANNOUNCED, "发文": ANNOUNCED, "授牌": ANNOUNCED, "自治金": AWARDED, "奖励": AWARDED,
        },
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Record):
    """One step of a rating (评定)."""

    date: Annotated[
        PartialDate | None, Field("时间", Date(), "2023-12", "哪一年、哪个月。", placed=True, headings=("日期",))
    ] = None
    step: Annotated[
        str,
        Field("步骤", STEP, "发文挂牌", "自主申报、实地验收、发文挂牌、自治金奖励。", Requirement.ALWAYS, placed=True),
    ]
    stars: Annotated[int | None, Field("星级", StarRating(), "4", "评上几星；没有评星的一步就空着。", placed=True)] = (
        None
    )
    document: Annotated[str, Field("文号", Text(60), "", "照文件写；没有就空着，页面上会写“待核”。", placed=True)] = ""
    inspectors: Annotated[
        str, Field("谁验收", Text(40), "街镇、第三方", "谁来看的，写单位或身份，不写姓名。", placed=True)
    ] = ""
    note: Annotated[str, Field("说明", Text(120), "", "要补一句的话写在这里。", placed=True)] = ""


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
    summary=RecordSummary("stars", "stars", is_announced),
    note="这一份由民政部门用表格导入，写在 评定.md 里；志愿者不用写。",
)
