"""Sites with only galleries and the search, made of an exhibition in memory, for tests that drive a browser."""

from __future__ import annotations

from pathlib import Path

from exhibition.model import Artifact, Exhibition
from exhibition.pages.context import PageContext
from exhibition.pages.facets import build_navigation
from exhibition.pages.index_pages import build_facet_pages
from exhibition.pages.service_pages import build_search_page
from exhibition.search import build_search, list_entry_scripts
from exhibition.site import mkdocs_engine
from exhibition.storage.cache import Cache
from exhibition.storage.output_tree import write_among
from exhibition.types import Unit
from helpers import sites

HIT = '<!doctype html><meta charset="utf-8"><title>{id}</title><p>{id}</p>'


def render(place: Path, artifacts: list[Artifact]) -> Path:
    """Render pages and assets into a site below `place`; return the site."""
    described = [artifact for artifact in artifacts if artifact.uri.endswith(".md")]
    made = [artifact for artifact in artifacts if not artifact.uri.endswith(".md")]
    site, cache = place / "site", Cache(place / "cache")
    search = tuple(list_entry_scripts(artifact.uri for artifact in made))
    settings = mkdocs_engine.RenderSettings(
        sites.HOME / "mkdocs.yml", place / "docs", "look", search, links=build_navigation()
    )
    mkdocs_engine.render(
        settings, described, described, site, theme=True, meanwhile=lambda: write_among(made, site, cache) and None
    )
    return site


def write_site(place: Path, exhibition: Exhibition) -> Path:
    """Make a site below `place` with galleries, the search, the 404 page, and a bare page for each unit."""
    assets = build_search(exhibition, {})
    hall = PageContext(exhibition, {}, assets)
    described = [sheet.artifact for sheet in (*build_facet_pages(hall), *build_search_page(hall))]
    site = render(place, [*assets.artifacts, *described])
    for entry in exhibition.published(Unit):
        (site / entry.id).mkdir()
        (site / entry.id / "index.html").write_text(HIT.format(id=entry.id), encoding="utf-8")
    return site
