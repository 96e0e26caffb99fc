"""Exhibitions of some hundred units in memory, for tests of lists, walls and notices."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition, Ledger, LinkState, Permalink, Status
from exhibition.pages.context import PageContext, PageFile
from exhibition.pages.facets import FacetIndex, FacetSource
from exhibition.pages.index_pages import build_facet_pages
from exhibition.pages.page import Page
from exhibition.types import Cluster, Unit

HOME = Path(__file__).resolve().parents[2]
FIRST = 20_000


@cache
def make_empty() -> Exhibition:
    """Return the shipped settings and vocabularies, without content."""
    return replace(load_exhibition(HOME).exhibition, entries=(), ledger=Ledger())


def unit(rank: int = 0, **values: object) -> Unit:
    streets, themes = make_empty().vocabularies.streets.names, make_empty().vocabularies.themes.names
    made: dict[str, object] = {
        "id": str(FIRST + rank),
        "name": f"{rank}号楼",
        "street": streets[rank % 3],
        "compound": f"和平{'一二三'[rank % 3]}村",
        "building": f"{rank}号",
        "stars": (None, 0, 1, 2, 3, 4, 5)[rank % 7],
        "themes": themes[: rank % 3],
        "status": Status.PUBLISHED,
        "spans": {},
    }
    return Unit(**(made | values))  # type: ignore[arg-type]


def cluster(rank: int = 0, **values: object) -> Cluster:
    made = {
        "id": str(90_000 + rank),
        "name": f"楼群{rank}",
        "street": make_empty().vocabularies.streets.names[0],
        "spans": {},
    }
    return Cluster(**(made | {"status": Status.PUBLISHED} | values))  # type: ignore[arg-type]


def exhibition(count: int, *more: Unit, clusters: tuple[Cluster, ...] = ()) -> Exhibition:
    return replace(make_empty(), entries=(*map(unit, range(count)), *more, *clusters))


def hall(*entries: Unit | Cluster) -> Exhibition:
    """Return the shipped settings and vocabularies with these entries alone."""
    return replace(make_empty(), entries=entries)


def make_unit_index(shown: Exhibition) -> FacetIndex:
    return FacetIndex(FacetSource(shown))


def sheets(shown: Exhibition) -> list[PageFile]:
    return list(build_facet_pages(PageContext(shown, {})))


def list_pages(shown: Exhibition, template: str = "") -> dict[str, Page]:
    """Return the pages of the galleries by their paths; with `template` only those that use it."""
    found = (sheet for sheet in sheets(shown) if isinstance(sheet, Page))
    return {page.path: page for page in found if template in ("", page.template)}


def list_rows(page: Page, name: str = "rows") -> list[list[str]]:
    """Return the rows (or windows) of a page, unpacked."""
    return [line.split("\t") for line in str(page.data[name]).splitlines()]


def link(id: str, state: LinkState = LinkState.LIVE, target: str = "") -> Permalink:
    return Permalink(id, "2026-01-01", "某楼", state, target)


class Links(HTMLParser):
    """Collects the targets of all links of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value or "" for name, value in attrs if name == "href"]


def read_sitemap(site: Path) -> list[str]:
    """Return the addresses of all pages in the sitemap of a site, in order: those of the parts that its index names."""
    places = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    parts = (site / place.rpartition("/")[2] for place in places)
    return [address for part in parts for address in re.findall("<loc>(.*?)</loc>", part.read_text("utf-8"))]
