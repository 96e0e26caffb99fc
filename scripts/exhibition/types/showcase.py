"""A 展室: a small exhibition in the order of a curator, who says of each exhibit why it is shown."""

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType
from ..model.entry import Entry
from ..model.fields import Field, Need, Records
from ..model.kinds import Reference, Text


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit: an entry, and one sentence why it is shown."""

    entry: Annotated[
        str,
        Field(
            "哪一页",
            Reference(("unit", "cluster")),
            "10001",
            "展哪个楼组或楼群：写它的编号。",
            Need.ALWAYS,
            placed=True,
        ),
    ]
    remark: Annotated[str, Field("一句话", Text(60), "七次议事，换来一部电梯", "为什么挑它。")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showcase(Entry):
    """One showcase, parsed: `content/showcases/<id>/index.md`."""

    curator: Annotated[
        str, Field("策展", Text(40), "第二楼组长", "谁挑的，写身份，不写姓名。", shown=True, asked=True)
    ] = ""
    """策展: who chose the exhibits, by role."""
    exhibits: Annotated[tuple[Exhibit, ...], Field("展品", Records(Exhibit), "", "照你想让人看的次序，一条一页。")] = ()


SHOWCASE = ContentType(
    "showcase",
    "展室",
    Showcase,
    folder="showcases",
    order=30,
    prints_as="cluster",
    sample={"id": "10027", "name": "我们策划的展室"},
)
