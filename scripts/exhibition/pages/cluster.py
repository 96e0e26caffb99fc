"""Turns each published cluster into its page: why its units belong together, who they are, what they share."""

from __future__ import annotations

from collections.abc import Iterator

from ..types import CLUSTER, Cluster, SharedPlace, list_members
from .entry import ROOT, common, title
from .facts import facts
from .hall import Hall
from .page import Page, broken
from .parts import card, full_name
from .story import Story

BONDS = {
    "地缘": ("地缘楼群", "住得近，抬头就是邻居，所以结成一群。"),
    "趣缘": ("趣缘楼群", "喜欢做一样的事，不住在一处也走到了一起。"),
    "": ("楼群", "这几座楼为什么结成一群，等知道的人来补。"),
}
"""What ties a cluster: what it is called, and why its units belong together."""


def clusters(hall: Hall) -> Iterator[Page]:
    """Yield the page of every published cluster."""
    for cluster in hall.exhibition.published(Cluster):
        data = common(cluster, hall, described(cluster), (place.photo for place in cluster.places)) | own(cluster, hall)
        yield Page(f"{cluster.id}/", "cluster.html", title(cluster), data)


def own(cluster: Cluster, hall: Hall) -> dict[str, object]:
    """Return what only a cluster's page shows."""
    kind, reason = BONDS.get(cluster.bond, BONDS[""])
    members = list_members(cluster, hall.exhibition)
    data = {
        "bond": f"{kind} · {len(members)}个楼组" if members else kind,
        "reason": reason,
        "members": [card(unit, hall, ROOT) | ({"mark": "牵头"} if unit.id == cluster.lead else {}) for unit in members],
        "wall": ROOT + hall.hung.by_key["cluster"][cluster.id].wall,
        "panel": [broken(line) for line in cluster.panel],
        "places": places(cluster, hall),
        "facts": facts(cluster, CLUSTER.fields, elsewhere=("street", "source")),
    }
    return {key: value for key, value in data.items() if value}


def described(cluster: Cluster) -> str:
    """Return the sentence for search engines of a cluster that has none of its own."""
    return f"{cluster.street}{full_name(cluster)}，一个楼群的前世今生。"


def places(cluster: Cluster, hall: Hall) -> list[dict[str, object]]:
    """Return the places that the cluster's units share."""
    story = Story(cluster, hall, ROOT)
    return [shared(place, story) for place in cluster.places]


def shared(place: SharedPlace, story: Story) -> dict[str, object]:
    """Return one shared place; its picture where the page does not open with it."""
    frame = story.inner(place.photo)
    return {"name": place.name, "text": broken(place.text)} | ({"photo": frame} if frame else {})
