"""Turns each published unit into its page: name, place, stars, one picture, one sentence, and the story below."""

from __future__ import annotations

from collections.abc import Iterator

from ..types import UNIT, Cluster, Unit
from .entry import ROOT, common, title
from .facts import facts
from .hall import Hall
from .neighbours import Neighbourhood
from .page import Page, broken
from .parts import card, full_name, stars


def units(hall: Hall) -> Iterator[Page]:
    """Yield the page of every published unit."""
    neighbourhood = Neighbourhood(hall.exhibition)
    for unit in hall.exhibition.published(Unit):
        data = common(unit, hall, described(unit)) | own(unit, hall, neighbourhood)
        yield Page(f"{unit.id}/", "unit.html", title(unit), data)


def own(unit: Unit, hall: Hall, neighbourhood: Neighbourhood) -> dict[str, object]:
    """Return what only a unit's page shows."""
    data = {
        "stars": stars(unit),
        "facts": facts(unit, UNIT.fields, elsewhere=("street", "stars", "themes", "source")),
        "tags": tags(unit, hall),
        "group": [broken(line) for line in unit.group],
        "cluster": cluster(unit, hall),
        "neighbours": [card(other, hall, ROOT) for other in neighbourhood.of(unit)],
    }
    return {key: value for key, value in data.items() if value}


def described(unit: Unit) -> str:
    """Return the sentence for search engines of a unit that has none of its own."""
    return f"{unit.street}{full_name(unit)}的前世今生。"


def tags(unit: Unit, hall: Hall) -> list[dict[str, object]]:
    """Return the rooms in which the unit hangs, as far as its page links them: its themes."""
    rooms = (room for row in hall.hung.galleries if row.tags for room in hall.hung.rooms_of(unit, row))
    return [{"name": room.name, "href": ROOT + room.path} for room in rooms]


def cluster(unit: Unit, hall: Hall) -> dict[str, object] | None:
    """Return the unit's cluster with its page, or None."""
    found = hall.exhibition.published_by_id(Cluster).get(unit.cluster or "")
    return {"name": found.name, "href": f"{ROOT}{found.id}/", "tagline": found.tagline} if found else None
