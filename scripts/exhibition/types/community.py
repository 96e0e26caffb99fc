"""A 活力社区: the third level, above units and clusters. Its members are computed from their place, never written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, TypeVar

from ..lazy import dataclass
from ..model.artifact import Data, PageTools
from ..model.content_types import ContentType
from ..model.entry import Placed
from ..model.exhibition import Exhibition, group_by
from ..model.fields import Field, RecordList
from ..model.record_types import EntryRecord, build_place_reference
from ..model.watching import register_query
from ..records import CLAUSES, RIPPLES, SKILLS, TALKS, Talk
from ..records.ripple import LEVELS, draw_rings, find_level, make_outward_key
from .cluster import Cluster, PassageIndex, SharedPlace, list_members, view_doings, view_passage, view_place
from .self_governed import SelfGoverned, describe_self_governed
from .unit import Unit

MOST_CARDS = 12
"""Members that the page shows as cards, of each kind; the others are counted, with a door to the search."""
P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Community(SelfGoverned):
    """One community, parsed: `content/communities/<id>/index.md`."""

    places: Annotated[
        tuple[SharedPlace, ...], Field("共享空间", RecordList(SharedPlace), "", "大家一起用的地方。")
    ] = ()
    talks: Annotated[tuple[Talk, ...], TALKS.field] = ()


def list_places(entry: Placed) -> Iterator[tuple[str, str, str]]:
    """Yield the places by which an entry belongs to a community: its residents' committee, its compound."""
    for kind, name in (("committee", entry.committee), ("compound", entry.compound)):
        if name:
            yield entry.street, kind, name


class CommunityIndex:
    """Which published units and clusters belong to which community: `exhibition.derive(CommunityIndex)`.

    A member has the street of the community, and its 居民区 or its 小区. Examples belong to examples only.
    """

    def __init__(self, exhibition: Exhibition) -> None:
        self.units = group_by(exhibition.published(Unit), list_places)
        self.clusters = group_by(exhibition.published(Cluster), list_places)
        self.of_place = group_by(exhibition.published(Community), list_places)

    def list_units(self, community: Community) -> tuple[Unit, ...]:
        """Return the units of a community, in walking order."""
        return collect_members(community, self.units)

    def list_clusters(self, community: Community) -> tuple[Cluster, ...]:
        """Return the clusters of a community, in walking order."""
        return collect_members(community, self.clusters)

    def find_community(self, entry: Placed) -> Community | None:
        """Return the community to which an entry belongs; None where there is none."""
        found = (one for place in list_places(entry) for one in self.of_place.get(place, ()))
        return next((one for one in found if one.example == entry.example and one is not entry), None)


def collect_members(community: Community, by_place: Mapping[tuple[str, str, str], Sequence[P]]) -> tuple[P, ...]:
    """Return the entries of the places of a community, each once; examples belong to examples only."""
    found = {one.id: one for place in list_places(community) for one in by_place.get(place, ())}
    return tuple(one for one in found.values() if one.example == community.example)


@register_query
def find_community_id(exhibition: Exhibition, id: str) -> str:
    """Return the id of the community to which a published entry belongs; empty where there is none."""
    entry = exhibition.get(id, Placed)
    community = exhibition.derive(CommunityIndex).find_community(entry) if entry else None
    return community.id if community else ""


def link_place(facts: list[Data], entry: Placed, page: PageTools) -> list[Data]:
    """Return the facts of an entry in which the place that makes it a member of a community leads to that community."""
    community = page.exhibition.get(page.exhibition.ask(find_community_id, entry.id), Community)
    if community is None:
        return facts
    shared = {name for _, _, name in {*list_places(entry)} & {*list_places(community)}}
    return [{**fact, "href": page.link(community)["href"]} if fact.get("value") in shared else fact for fact in facts]


def view_community(community: Community, page: PageTools) -> Mapping[str, object]:
    """Return what only a community's page shows: its rings of units and clusters, and its shared places."""
    index = page.exhibition.derive(CommunityIndex)
    units, clusters = index.list_units(community), index.list_clusters(community)
    within = {unit.id for cluster in clusters for unit in list_members(cluster, page.exhibition)}
    others = [unit for unit in units if unit.id not in within]
    groups = [view_cluster_of(cluster, page) for cluster in clusters[:MOST_CARDS]]
    return {
        "description": f"{community.street}{page.format_name()}，一个社区的前世今生。",
        "bond": " · ".join(("社区", *count_members(units, clusters))),
        "groups": groups,
        "others": [page.build_card(unit) for unit in others[:MOST_CARDS]],
        "more": max(0, len(others) - MOST_CARDS),
        "places": [view_place(place, page) for place in community.places],
        "theirs": [
            {**page.link(cluster), "places": "、".join(place.name for place in cluster.places)}
            for cluster in clusters
            if cluster.places
        ],
        **view_doings(community, page),
        **view_rings(community, units, clusters, page),
        "facts": page.build_facts(elsewhere=("street", "source", *list_blank_places(community))),
        "backlinks": page.list_backlinks(),
        "neighbours": page.list_neighbours(),
        "list": page.get_list_address(),
    }


def count_members(units: Sequence[Unit], clusters: Sequence[Cluster]) -> list[str]:
    """Return how many units and clusters there are, in words; kinds of which there is none are left out."""
    return [f"{len(found)}个{word}" for found, word in ((units, "楼组"), (clusters, "楼群")) if found]


def list_blank_places(entry: Placed) -> list[str]:
    """Return the attributes of its place that are empty: one of them is enough, so the other is no gap."""
    named = {kind for _, kind, _ in list_places(entry)}
    return [kind for kind in ("committee", "compound") if named and kind not in named]


def view_cluster_of(cluster: Cluster, page: PageTools) -> Mapping[str, object]:
    """Return one cluster of a community, with its units as houses."""
    members = list_members(cluster, page.exhibition)
    cards = [page.build_card(unit) | ({"mark": "牵头"} if unit.id == cluster.lead else {}) for unit in members]
    return {**page.link(cluster), "members": cards, "card": page.build_card(cluster)}


def view_rings(
    community: Community, units: Sequence[Unit], clusters: Sequence[Cluster], page: PageTools
) -> Mapping[str, object]:
    """Return the picture of the rings with what went out of its members, what its legend says, and the same as a list."""
    passages = list_passages_within(community, units, clusters, page.exhibition)
    if not (units or clusters or passages):
        return {}
    reached = Counter(find_level(one.record, page.exhibition) for one in passages)
    counts = (f"{len(clusters)}个楼群", f"{len(units)}个楼组" if units else "楼组还没有写进来")
    names = (f"社区：{community.name}", *counts)
    notes = [f"，{reached[level]}件事走到这一圈" if reached[level] else "" for level in reversed(LEVELS)]
    legend = [name + note for name, note in zip(names, notes, strict=True)]
    return {
        "ripple": draw_rings(passages, page.exhibition, units, clusters),
        "legend": legend,
        "ripples": [view_passage(one, page) for one in passages[:MOST_CARDS]],
        "rest": {"count": rest, "path": RIPPLES.room.path}
        if (rest := len(passages) - MOST_CARDS) > 0 and RIPPLES.room
        else {},
    }


def list_passages_within(
    community: Community, units: Sequence[Unit], clusters: Sequence[Cluster], exhibition: Exhibition
) -> list[EntryRecord]:
    """Return what went out of the members of a community, and what reached it from elsewhere, each once."""
    known = exhibition.derive(PassageIndex).by_entry
    found = [one for entry in (*units, *clusters) for one in known.get(entry.id, ()) if one.entry is entry]
    own = [one for one in known.get(community.id, ()) if one not in found]
    told = [one for one in (*found, *own) if one.entry.example == community.example]
    return sorted(told, key=lambda one: make_outward_key(one, exhibition))


def describe_community(community: Community, exhibition: Exhibition) -> Iterator[Mapping[str, object]]:
    """Yield a community in the terms of schema.org: a Place that contains the places of its units and clusters."""
    index = exhibition.derive(CommunityIndex)
    members = (*index.list_clusters(community), *index.list_units(community))
    place, *others = describe_self_governed(community, (), exhibition)
    yield {**place, "containsPlace": [build_place_reference(one, exhibition) for one in members]}
    yield from others


COMMUNITY = ContentType(
    "community",
    "社区",
    Community,
    invitation="扫一扫，看看我们社区",
    folder="communities",
    order=25,
    other_labels=("活力社区",),
    note="有哪些楼组和楼群不用写：街镇相同，居民区或小区也相同的，就是它的。",
    prints_as="cluster",
    sample={"id": "10029", "name": "我们社区的名字", "street": "月浦镇"},
    template="community.html",
    view=view_community,
    title="活力社区",
    lead="楼组结成楼群，楼群连成社区，一圈比一圈大。",
    pose="waving",
    list_layout="entries",
    heading="连成的社区",
    readings=(CLAUSES, SKILLS),
    door="个社区",
    door_rank=150,
    schema=describe_community,
)
