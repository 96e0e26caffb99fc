"""小题: questions that children answer by looking at a wall of the building (社区小先生)."""

from __future__ import annotations

from typing import Annotated

from ..lazy import dataclass
from ..model.field_types import Text
from ..model.fields import Field, Requirement
from ..model.record_types import Record, RecordType

LONGEST_ANSWER = 6
"""Characters of an answer: a child types it on a phone in a stairwell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz(Record):
    """One question (小题) whose answer can be seen from the corridor or from outside."""

    question: Annotated[
        str,
        Field(
            "题",
            Text(60, unnamed=True),
            "墙上的公约一共有几条？",
            "一句问话，看一看就答得出。",
            Requirement.ALWAYS,
            schema="name",
        ),
    ]
    place: Annotated[
        str, Field("到哪里看", Text(40, unnamed=True), "一楼门厅的墙上", "答案在哪里看得见。", placed=True)
    ] = ""
    hint: Annotated[
        str,
        Field("提示", Text(60, unnamed=True), "从上往下数", "答错一次以后，帮一把的话。", placed=True, internal=True),
    ] = ""
    answer: Annotated[
        str,
        Field(
            "答",
            Text(LONGEST_ANSWER, unnamed=True),
            "五条",
            f"{LONGEST_ANSWER} 个字以内的答案，不是人名，也不是号码。",
            Requirement.ALWAYS,
            placed=True,
            internal=True,
        ),
    ] = ""


QUIZZES = RecordType(
    "quizzes",
    "小题",
    Quiz,
    help="给孩子的小题：看一看墙就答得出。",
    what="question",
    order=50,
)
