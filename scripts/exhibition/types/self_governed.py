"""What units and clusters have in common: residents who govern themselves, and tell of it in record lists."""

from dataclasses import dataclass
from typing import Annotated

from ..model.entry import Placed
from ..model.field_types import Integer
from ..model.fields import Field, Section
from ..records import EXPERIENCES, MEETINGS, Experience, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfGoverned(Placed):
    """A placed entry whose residents govern themselves."""

    participants: Annotated[
        int | None,
        Field(
            "参与户数",
            Integer(1, 99_999, " 户"),
            "18",
            "一起参与的有多少户；说不准就空着。",
            section=Section.RECORDS,
            headings=("参与家庭数", "参与户"),
            like=("参与",),
        ),
    ] = None
    meeting_count: Annotated[
        int | None,
        Field(
            "议事总数",
            Integer(1, 9_999, " 次"),
            "7",
            "一共开过几次；记不全也可以写。",
            section=Section.RECORDS,
            headings=("议事次数",),
            like=("议事总数", "议事次数"),
        ),
    ] = None
    """Meetings held in all, told or not."""
    meetings: Annotated[tuple[Meeting, ...], MEETINGS.field] = ()
    experiences: Annotated[tuple[Experience, ...], EXPERIENCES.field] = ()
