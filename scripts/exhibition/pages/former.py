"""Addresses of rooms that are no more to the pages that lead on from them: a street that is part of another now, a wall.

Nothing but the content is needed to know them, so they live on in a build that has never seen the site before it. What
only an earlier site shows (a list that has fewer pages now) is led on by `vanished`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ..model import Exhibition, Vocabularies
from ..model.address import relative
from ..types import Unit
from .galleries import GALLERIES, Gallery, Hung, Room
from .hall import Hall
from .notices import NOTICES
from .page import Page
from .paging import ROWS, leaf_path

ID = re.compile(r"[1-9][0-9]{4}/")


def stub(path: str, target: str, name: str, exhibition: Exhibition) -> Page:
    """Return the page at an address that leads on to `target`, which is called `name`."""
    told = NOTICES["merged"]
    there = relative(target, path)
    data: dict[str, object] = {
        "lines": ["这个网址的内容，搬到了另一页。", told.lines[1]],
        "pose": told.pose,
        "number": "",
        "canonical": f"{exhibition.settings.site_url}{target}",
        "go": there,
        "actions": [[f"去看{name}", there], ["回首页", relative("", path)]],
    }
    return Page(path, "notice.html", told.heading, data)


ELSEWHERE = "那一页"
"""How a button calls a page of which nothing is known but its address."""


def former(hall: Hall) -> Iterator[Page]:
    """Yield a page for every address that a room had and has no longer, as far as the content knows it."""
    hung = hall.hung
    for gallery in hung.galleries:
        for room in hung.every[gallery.kind]:
            if gallery.index:
                yield from of_room(gallery, room, hung)


def of_room(gallery: Gallery, room: Room, hung: Hung) -> Iterator[Page]:
    """Yield what leads on from the addresses of a room's former slugs, and from its own where it has no page now."""
    exhibition = hung.walk.exhibition
    if not gallery.lists:
        # Its own page, or what answers in its place, is none of ours.
        if room.absent:
            yield stub(room.wall, room.path, ELSEWHERE, exhibition)
        return
    target, name = (gallery.index, "全部" if room.term else gallery.name) if room.absent else (room.path, room.name)
    wall = target if room.absent else room.wall
    slugs = (*(room.term.former if room.term else ()), *([room.slug] if room.absent else []))
    for path, own_wall in (
        (f"{gallery.index}{slug}/", room.wall and f"walls/{gallery.index}{slug}/") for slug in slugs
    ):
        yield stub(path, target, name, exhibition)
        if own_wall:
            yield stub(own_wall, wall, name, exhibition)
        for number in range(2, -(-count_units(gallery, room, exhibition) // ROWS) + 1):
            yield stub(leaf_path(path, number), target, name, exhibition)


def count_units(gallery: Gallery, room: Room, exhibition: Exhibition) -> int:
    """Return how many units the list of a room may once have had: those of today, whatever their state."""
    of = gallery.of
    return len(room.units) if of is None else sum(room.key in of(unit) for unit in exhibition.of(Unit))


def vanished(shown: Iterable[str], made: Collection[str], exhibition: Exhibition) -> tuple[list[Page], list[str]]:
    """Return pages that lead on from those of the last site (`shown`) that are not `made`, and those for which there are none.

    A page leads on to the nearest above it. Of an entry and of a term nobody knows what has become: somebody has to say it.
    """
    pages: list[Page] = []
    lost: list[str] = []
    for path in sorted(set(shown) - set(made)):
        if ID.match(path) or is_lost_term(path, exhibition.vocabularies):
            lost.append(path)
            continue
        target = next(above for above in ancestors(path) if above in made or not above)
        pages.append(stub(path, target, name_of_target(target), exhibition))
    return pages, lost


def name_of_target(path: str) -> str:
    """Return how the button of a page that leads on calls where it leads."""
    head = path.partition("/")[0]
    names = {row.entrance.partition("/")[0]: row.label if row.target else row.name for row in GALLERIES}
    return names.get(head, ELSEWHERE) if head else "首页"


def is_lost_term(path: str, vocabularies: Vocabularies) -> bool:
    """Is this the address of a term that the vocabulary does not know any more?"""
    parts = path.removeprefix("walls/").split("/")
    if len(parts) < 3:
        return False
    named = (row.terms(vocabularies) for row in GALLERIES if row.terms and row.index == f"{parts[0]}/")
    terms = next(named, None)
    if terms is None:
        return False
    return parts[1].isdecimal() is False and all(parts[1] not in (term.slug, *term.former) for term in terms)


def ancestors(path: str) -> Iterator[str]:
    """Yield the addresses above one, the nearest first; home is the last.

    >>> list(ancestors("streets/gaojing/2/"))
    ['streets/gaojing/', 'streets/', '']
    """
    parts = path.rstrip("/").split("/")
    return ("".join(f"{part}/" for part in parts[:length]) for length in range(len(parts) - 1, -1, -1))
