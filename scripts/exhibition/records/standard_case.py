"""标准事例: what a unit has to show for one of the standards of cultivation."""

from __future__ import annotations

from typing import Annotated

from ..lazy import dataclass
from ..model.field_types import Choice, PhotoKey, Text
from ..model.fields import Field, Requirement
from ..model.record_types import STREET_FACET, Record, RecordFacet, RecordType, Room, make_attribute_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardCase(Record):
    """One case of a standard (标准事例)."""

    standard: Annotated[
        str,
        Field(
            "标准",
            Choice("standards"),
            "人文环境",
            "说明的是哪一条培育标准。",
            Requirement.ALWAYS,
            placed=True,
            schema="about",
        ),
    ]
    text: Annotated[
        str,
        Field(
            "说明",
            Text(120, joiner="；"),
            "楼道里挂着邻居画的四季",
            "你们楼在这一条上做了什么，说一件看得见的。",
            placed=True,
            schema="description",
        ),
    ] = ""
    photo: Annotated[
        str | None, Field("照片", PhotoKey(), "photo-03.jpg", "上面“照片”里的一张。", placed=True, schema="image")
    ] = None


STANDARD_CASES = RecordType(
    "standard-cases",
    "标准事例",
    StandardCase,
    help="每一条培育标准，你们楼做了什么。",
    what="standard",
    identity=("standard", "text"),
    core=("text", "photo"),
    order=30,
    room=Room(
        "standards/",
        "培育标准",
        rank=110,
        lead="培育标准一共八条，知道名称的有四条。每一条，楼组拿什么来说明？",
        order="按标准的次序，再按街镇。",
        empty="这一条还没有楼组举例。",
        pose="reading",
        facets=(
            RecordFacet("standard", "标准", make_attribute_reader("standard"), vocabulary="standards"),
            STREET_FACET,
        ),
        unit="个例子",
        doors="groups",
        guide="guide/standard-cases/",
    ),
)
