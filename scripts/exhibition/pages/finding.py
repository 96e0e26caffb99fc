"""The exhibition to its search page: the ways in as plain links, and where the script and the catalogue stand.

Without script the page is complete: it leads to every street, theme, star level and list.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Exhibition, Term
from ..types import Cluster, Unit, UnitIndex
from .hall import Hall
from .levels import STAR_LEVELS
from .page import Page

PATH = "search/"
Link = tuple[str, str, int]
"""A way in: its name, its path from the root of the site, and how many units it leads to (0: not said)."""


def finding_pages(hall: Hall) -> Iterator[Page]:
    """Yield the search page."""
    exhibition, assets = hall.exhibition, hall.assets
    total = len(exhibition.published(Unit))
    yield Page(
        PATH,
        "search.html",
        "搜索楼组",
        {
            "description": f"按小区、楼号、楼名或邻居做过的事，在 {total} 个楼组里找。",
            "name": "找一找",
            "lead": "写小区和楼号，也可以写一件事，比如加装电梯。拼音也行。",
            "groups": [{"title": title, "links": links} for title, links in groups(exhibition) if links],
            "script": assets.script if assets else "",
            "catalogue": assets.catalogue if assets else "",
        },
    )


def groups(exhibition: Exhibition) -> Iterator[tuple[str, list[Link]]]:
    """Yield the ways in by their heading."""
    vocabularies = exhibition.vocabularies
    yield (
        "按街镇找",
        [
            way(term, "streets", exhibition.derive(UnitIndex).by_street.get(term.name, ()))
            for term in vocabularies.streets
        ],
    )
    yield (
        "按主题找",
        [way(term, "themes", exhibition.derive(UnitIndex).by_theme.get(term.name, ())) for term in vocabularies.themes],
    )
    known = ((row, len(exhibition.derive(UnitIndex).by_stars.get(row.stars, ()))) for row in STAR_LEVELS)
    yield "按星级找", [(row.words, f"stars/{row.slug}/", count) for row, count in known if count]
    yield (
        "一个一个看",
        [
            ("全部楼组", "units/", len(exhibition.published(Unit))),
            ("楼群", "clusters/", len(exhibition.published(Cluster))),
            ("窗墙", "walls/", 0),
        ],
    )


def way(term: Term, folder: str, units: tuple[Unit, ...]) -> Link:
    """Return the way to the units of a term."""
    return term.name, f"{folder}/{term.slug}/", len(units)
