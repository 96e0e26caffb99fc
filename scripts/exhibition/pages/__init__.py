"""Turns the exhibition into the Markdown files of all its pages, one row of a table for each kind of page."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Artifact, Exhibition, Picture
from . import finding, home
from .about import about
from .entry import entry_pages
from .former import former
from .forms import form_page
from .hall import FormAssets, Hall, Kind, SearchAssets
from .hanging import gallery_pages
from .help import help_pages
from .notices import notices
from .page import Html, Page
from .sitemap import site_map
from .upload import upload

__all__ = ["KINDS", "FormAssets", "Hall", "Html", "Kind", "Page", "SearchAssets", "pages"]

KINDS: tuple[Kind, ...] = (
    home.home,
    entry_pages,
    notices,
    gallery_pages,
    former,
    finding.finding_pages,
    about,
    upload,
    form_page,
    help_pages,
)
"""Every kind of page; a new kind is a new row."""


def pages(
    exhibition: Exhibition,
    pictures: Mapping[tuple[str, str], Picture],
    search_assets: SearchAssets | None = None,
    form_assets: FormAssets | None = None,
) -> list[Artifact]:
    """Return the file of every page of the exhibition."""
    hall = Hall(exhibition, pictures, search_assets, form_assets)
    sheets = [sheet for kind in KINDS for sheet in kind(hall)]
    listed = site_map((sheet for sheet in sheets if isinstance(sheet, Page)), exhibition.settings.site_url)
    return [*(sheet.artifact for sheet in sheets), listed]
