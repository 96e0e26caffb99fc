"""Addresses of rooms that are no more to the pages that lead on from them: a street that is part of another now, a wall.

Nothing but the content is needed to know them, so they live on in a build that has never seen the site before it. What
only an earlier site shows (a list that has fewer pages now) is led on by `vanished`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..model import Exhibition, Status, Term, Vocabularies
from ..model.address import relative
from ..types import Cluster, Unit
from .galleries import Hung, Walk
from .hall import Hall
from .notices import NOTICES
from .page import Page
from .paging import ROWS, leaf_path

TERMED = {"streets": "streets", "themes": "themes"}
"""First parts of addresses behind which a term's slug stands, and the vocabularies of the terms."""
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


def former(hall: Hall) -> Iterator[Page]:
    """Yield a page for every address that a room had and has no longer, as far as the content knows it."""
    hung = Hung(Walk(hall.exhibition))
    paths = {path for _, room in hung for path in (room.path, room.wall)}
    for head, vocabulary in TERMED.items():
        for term in getattr(hall.exhibition.vocabularies, vocabulary):
            yield from of_term(head, term, paths, hall.exhibition)
    if "stars/unknown/" not in paths:
        yield stub("stars/unknown/", "stars/", "星级", hall.exhibition)
    for cluster in hall.exhibition.of(Cluster):
        if cluster.status is Status.WITHDRAWN and hall.exhibition.by_id[cluster.id] is cluster:
            yield stub(f"walls/clusters/{cluster.id}/", f"{cluster.id}/", "那一页", hall.exhibition)


def of_term(head: str, term: Term, paths: Collection[str], exhibition: Exhibition) -> Iterator[Page]:
    """Yield what leads on from the addresses of a term's former slugs, and from its own where it has no room now."""
    own, wall = f"{head}/{term.slug}/", f"walls/{head}/{term.slug}/"
    there = own in paths
    target, name = (own, term.name) if there else (f"{head}/", "全部")
    units = sum(term.name in (unit.street, *unit.themes) for unit in exhibition.of(Unit))
    for slug in (*term.former, *([] if there else [term.slug])):
        yield stub(f"{head}/{slug}/", target, name, exhibition)
        yield stub(f"walls/{head}/{slug}/", wall if wall in paths else target, name, exhibition)
        for number in range(2, -(-units // ROWS) + 1):
            yield stub(leaf_path(f"{head}/{slug}/", number), target, name, exhibition)


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
        pages.append(stub(path, target, NAMES.get(target.split("/")[0], "那一页"), exhibition))
    return pages, lost


NAMES: Mapping[str, str] = {
    "": "首页",
    "streets": "街镇",
    "themes": "主题",
    "stars": "星级",
    "clusters": "楼群",
    "units": "全部楼组",
}
"""How the button of a page that leads on calls where it leads."""


def is_lost_term(path: str, vocabularies: Vocabularies) -> bool:
    """Is this the address of a term that the vocabulary does not know any more?"""
    parts = path.removeprefix("walls/").split("/")
    if len(parts) < 3 or parts[0] not in TERMED:
        return False
    terms = getattr(vocabularies, TERMED[parts[0]]).terms
    return parts[1].isdecimal() is False and all(parts[1] not in (term.slug, *term.former) for term in terms)


def ancestors(path: str) -> Iterator[str]:
    """Yield the addresses above one, the nearest first; home is the last.

    >>> list(ancestors("streets/gaojing/2/"))
    ['streets/gaojing/', 'streets/', '']
    """
    parts = path.rstrip("/").split("/")
    return ("".join(f"{part}/" for part in parts[:length]) for length in range(len(parts) - 1, -1, -1))
