"""What units, clusters and communities have in common: residents who govern themselves, and tell of it in record lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from ..model.entry import Placed
from ..model.exhibition import Exhibition
from ..model.field_types import Integer
from ..model.fields import Field, Section
from ..model.record_types import build_place_reference, describe_organization
from ..records import EXPERIENCES, MEETINGS, STATIONS, Experience, Meeting, Station


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
