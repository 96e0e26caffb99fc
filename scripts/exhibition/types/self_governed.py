"""What units, clusters and communities have in common: residents who govern themselves, and tell of it in record lists."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from ..lazy import dataclass
from ..model.emblem import Emblem, EmblemWords
from ..model.entry import NOBODY, Photo, Placed
from ..model.exhibition import Exhibition
from ..model.field_types import Choice, Integer
from ..model.fields import Field, ListOf, Section
from ..model.record_types import build_place_reference, describe_organization
from ..records import (
    ACTIVITIES,
    CLAIMS,
    COVENANT_VERSIONS,
    EXPERIENCES,
    FUND,
    MEETINGS,
    PLEDGES,
    POOLINGS,
    STATIONS,
    Activity,
    Claim,
    CovenantVersion,
    Experience,
    FundEntry,
    Meeting,
    Pledge,
    Pooling,
    Station,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfGoverned(Placed):
    """A placed entry whose residents govern themselves."""

    emblem: Annotated[
        Emblem | None,
        Field(
            "楼标",
            EmblemWords(),
            "窗·海·灯",
            "大家一起定的标志：底形·颜色·图案（或者一两个字）；还没定就空着。",
            section=Section.LIFE,
            placed=True,
            picture="emblem_file",
            headings=("楼组标志", "标志", "徽标", "楼徽"),
            like=("楼标", "标志"),
        ),
    ] = None
    """The emblem that its residents have designed, in words."""
    emblem_file: str = ""
    """The name of the photographed design sheet beside its file; it is shown in place of the words."""
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
            Integer(1, 9_999, " 次", "7", about=True),
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
    stations: Annotated[tuple[Station, ...], STATIONS.field] = ()
    skills: Annotated[
        tuple[str, ...],
        Field(
            "本领",
            ListOf(Choice("skills"), split=True),
            "美化楼道",
            "能帮别人什么，从词表里选；愿意教一样，就写一样。",
            section=Section.RECORDS,
            headings=("特长", "擅长"),
            like=("本领",),
        ),
    ] = ()
    activities: Annotated[tuple[Activity, ...], ACTIVITIES.field] = ()
    covenant_versions: Annotated[tuple[CovenantVersion, ...], COVENANT_VERSIONS.field] = ()
    claims: Annotated[tuple[Claim, ...], CLAIMS.field] = ()
    poolings: Annotated[tuple[Pooling, ...], POOLINGS.field] = ()
    fund: Annotated[tuple[FundEntry, ...], FUND.field] = ()
    pledges: Annotated[tuple[Pledge, ...], PLEDGES.field] = ()

    @property
    def own_pictures(self) -> tuple[Photo, ...]:
        """The photographed design sheet of its emblem: a drawing, in which nobody is shown."""
        if not self.emblem_file:
            return ()
        return (Photo(self.emblem_file, None, "楼标", consent=NOBODY, span=self.get_span("楼标")),)


def describe_self_governed(
    entry: SelfGoverned, roles: Iterable[str], exhibition: Exhibition
) -> Iterator[Mapping[str, object]]:
    """Yield an entry in the terms of schema.org: its Place, and those who govern it, by role.

    Its address ends with the building, and nowhere is a point on a map. A line that names somebody is left out.
    """
    where = entry.location
    named = [person.name for person in entry.persons]
    members = [line for line in roles if not any(name in line for name in named)]
    yield {
        "@type": "Place",
        **build_place_reference(entry, exhibition),
        "url": exhibition.settings.build_permalink(entry.id),
        "identifier": entry.id,
        "name": entry.full_name,
        "description": entry.tagline,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": where.street,
            "streetAddress": f"{where.compound}{where.building}",
        },
        "containedInPlace": {"@type": "Place", "name": where.street},
    }
    if members:
        yield {
            **describe_organization(entry, exhibition),
            "location": build_place_reference(entry, exhibition),
            "member": [{"@type": "OrganizationRole", "roleName": line} for line in members],
        }
