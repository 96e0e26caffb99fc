"""A 达人队: people with a skill who help other buildings: teams, studios, advisers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

from ..lazy import dataclass
from ..model.artifact import PageTools
from ..model.content_types import ContentType, EntryFacet
from ..model.entry import Entry, Placed
from ..model.exhibition import Exhibition
from ..model.field_types import Choice, Reference, Text
from ..model.fields import Field, ListOf
from ..model.record_types import describe_organization
from ..model.vocabulary import ChoiceWords
from ..records import PAIRINGS, SKILLS, Pairing
from ..records.mentoring import make_skill_path
from .community import link_place, list_blank_places

KINDS = ("达人队", "工作室", "顾问", "指导员")
"""What 类别 says."""
KIND = Choice(
    words=ChoiceWords.from_names(
        KINDS,
        {
            "达人队伍": "达人队",
            "队伍": "达人队",
            "达人工作室": "工作室",
            "楼组顾问": "顾问",
            "楼组指导员": "指导员",
        },
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Placed):
    """One team, parsed: `content/teams/<id>/index.md`."""

    kind: Annotated[
        str,
        Field(
            "类别",
            KIND,
            "达人队",
            "达人队、工作室、顾问、指导员。",
            shown=True,
            asked=True,
            headings=(),
            like=("类别",),
        ),
    ] = ""
    skills: Annotated[
        tuple[str, ...],
        Field(
            "本领",
            ListOf(Choice("skills"), split=True),
            "美化楼道",
            "能帮别人什么，从词表里选。",
            shown=True,
            applied=True,
            headings=("特长", "擅长"),
            like=("本领",),
        ),
    ] = ()
    served: Annotated[
        tuple[str, ...],
        Field(
            "服务过",
            ListOf(Reference(("unit", "cluster")), split=True),
            "10001",
            "帮过哪几座楼：写编号，一行一个。",
            placed=True,
            headings=("服务过的楼组", "服务楼组"),
            like=("服务过",),
        ),
    ] = ()
    """Ids of the units and clusters that it has helped, in the author's order."""
    contact: Annotated[
        str,
        Field(
            "怎么请",
            Text(80),
            "到居委会问一问",
            "想请他们来，找哪里；只写公开的联系办法，不写手机号。",
            shown=True,
            applied=True,
            headings=("联系办法", "怎么联系"),
            like=("怎么请",),
        ),
    ] = ""
    """The public way in which it is asked to come."""
    pairings: Annotated[tuple[Pairing, ...], PAIRINGS.field] = ()


def list_served(team: Team, exhibition: Exhibition) -> tuple[Entry, ...]:
    """Return the published entries that a team has helped, in the author's order, each once."""
    found = (exhibition.get(id, Entry) for id in dict.fromkeys(team.served))
    return tuple(entry for entry in found if entry)


def count_served(served: Sequence[Entry]) -> str:
    """Return how many units (and clusters) somebody has helped, in words; nothing where none is told."""
    if not served:
        return ""
    whole = all(entry.location.building for entry in served)
    return f"帮过 {len(served)} {'座楼' if whole else '处'}"


def describe_team(team: Team, exhibition: Exhibition) -> str:
    """Return what a team can do and how many it has helped: 美化楼道、法律咨询 · 帮过 3 座楼."""
    found = ("、".join(team.skills), count_served(list_served(team, exhibition)))
    return " · ".join(filter(None, found)) or team.kind


def format_sign(team: Team, _: Exhibition) -> str:
    """Return what stands in the window of a team that has no picture: its first skill, else what it is."""
    return next(iter(team.skills), team.kind or TEAM.label)


def view_team(team: Team, page: PageTools) -> Mapping[str, object]:
    """Return what only a team's page shows: its skills, the buildings it has helped, how it is asked to come."""
    served = list_served(team, page.exhibition)
    told = [key for key in ("skills", "contact") if getattr(team, key)]
    return {
        "description": f"{team.street}{page.format_name()}：{describe_team(team, page.exhibition)}。",
        "kind": team.kind or TEAM.label,
        "skills": [link_skill(skill, page) for skill in team.skills],
        "count": count_served(served),
        "contact": team.contact,
        "served": [page.build_card(entry) for entry in served],
        "facts": link_place(
            page.build_facts(elsewhere=("street", "source", *list_blank_places(team), *told)), team, page
        ),
        "backlinks": page.list_backlinks(),
        "neighbours": page.list_neighbours(),
        "list": page.get_list_address(),
    }


def link_skill(skill: str, page: PageTools) -> Mapping[str, object]:
    """Return a skill with the way to all who have it."""
    return {"name": skill, "href": page.make_link(make_skill_path(skill, page.exhibition))}


def describe_as_organization(team: Team, exhibition: Exhibition) -> Iterator[Mapping[str, object]]:
    """Yield a team in the terms of schema.org: an Organization, where it is at home and what it knows. Nobody is named."""
    yield {
        **describe_organization(team, exhibition),
        "url": exhibition.settings.build_permalink(team.id),
        "identifier": team.id,
        "description": team.tagline,
        "location": {"@type": "Place", "name": f"{team.street}{team.compound or team.committee}"}
        if team.street
        else {},
    }


def list_skills(team: Team, _: Exhibition) -> Iterable[str]:
    """Return what a team can help with."""
    return team.skills


TEAM = ContentType(
    "team",
    "达人队",
    Team,
    invitation="扫一扫，看看怎么请我们",
    folder="teams",
    order=40,
    other_labels=("工作室", "达人工作室", "顾问", "指导员"),
    note="怎么请只写公开的办法：到哪里问，或者已经对外公布的电话。不写手机号，不写微信号。",
    prints_as="cluster",
    sample={"id": "10031", "name": "我们的达人队", "street": "月浦镇"},
    template="team.html",
    view=view_team,
    title="达人队",
    lead="有一样本领，愿意教人，愿意帮人。",
    pose="waving",
    list_layout="entries",
    list_order="按街镇排",
    list_empty="会修伞的、会剪纸的，都算达人。",
    list_line=describe_team,
    list_sign=format_sign,
    door="支队伍",
    door_rank=140,
    heading="这里的达人",
    facets=(
        EntryFacet("sort", "类别", lambda team, _: filter(None, (team.kind,)), order=KINDS),
        EntryFacet("skill", "本领", list_skills, vocabulary="skills", many=True),
    ),
    readings=(SKILLS,),
    schema=describe_as_organization,
    schema_on_page=True,
    remark=lambda team: " · ".join(filter(None, (team.kind, "、".join(team.skills)))),
)
