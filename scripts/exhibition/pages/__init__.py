"""Page sources of the whole exhibition: one row of a table for each kind of page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from ..exchange.panorama_viewer import NO_VIEWER, ViewerFiles
from ..model import Artifact, Exhibition, Picture, Recording
from . import index_pages, service_pages
from .books import build_book_pages
from .contact_pages import build_application_pages, build_remark_page
from .context import FormAssetPaths, PageContext, PageFile, PageKind, SearchAssetPaths
from .data_page import build_data_pages
from .emblems import build_emblem_files
from .entries import build_entry_pages
from .feeds import make_feed, make_robots, make_sitemap
from .index_pages import build_about, build_facet_pages
from .numbers import build_numbers_page
from .own_pages import build_own_pages, build_pages_below
from .page import Html, Page
from .placeholders import build_archive_notices, build_former_pages, build_notices, build_own_page_notices
from .record_page import build_record_pages
from .rooms import build_room_pages
from .schema_org import Crumbs, describe_way
from .service_pages import build_covers, build_form_page, build_help_pages, build_upload_page
from .worksheets import build_worksheet_pages

__all__ = ["KINDS", "FormAssetPaths", "Html", "Page", "PageContext", "PageKind", "SearchAssetPaths", "build_pages"]

KINDS: tuple[PageKind, ...] = (
    index_pages.build_home,
    build_book_pages,
    build_worksheet_pages,
    build_entry_pages,
    build_record_pages,
    build_own_pages,
    build_pages_below,
    build_notices,
    build_archive_notices,
    build_own_page_notices,
    build_facet_pages,
    build_covers,
    build_emblem_files,
    build_room_pages,
    build_former_pages,
    service_pages.build_search_page,
    service_pages.build_kiosk_loop,
    build_data_pages,
    build_numbers_page,
    build_about,
    build_remark_page,
    build_application_pages,
    build_upload_page,
    build_form_page,
    build_help_pages,
)
"""Every kind of page; a new kind is a new row."""


def build_pages(
    exhibition: Exhibition,
    pictures: Mapping[tuple[str, str], Picture],
    search_assets: SearchAssetPaths | None = None,
    form_assets: FormAssetPaths | None = None,
    recordings: Mapping[tuple[str, str], Recording] | None = None,
    viewer: ViewerFiles = NO_VIEWER,
) -> list[Artifact]:
    """Return the file of every page of the exhibition."""
    context = PageContext(exhibition, pictures, search_assets, form_assets, recordings or {}, viewer)
    sheets = [add_way(sheet, exhibition) for kind in KINDS for sheet in kind(context)]
    listed = make_sitemap((sheet for sheet in sheets if isinstance(sheet, Page)), exhibition)
    return [*(sheet.artifact for sheet in sheets), *listed, make_feed(exhibition), make_robots(exhibition)]


def add_way(sheet: PageFile, exhibition: Exhibition) -> PageFile:
    """Return a page with what it tells machines: the way to it, where it shows visitors one and tells nothing else."""
    if not isinstance(sheet, Page) or "ld" in sheet.data or not sheet.data.get("crumbs"):
        return sheet
    name = str(sheet.data.get("name") or sheet.title)
    told = describe_way(sheet.path, name, cast(Crumbs, sheet.data["crumbs"]), exhibition)
    return replace(sheet, data={**sheet.data, "ld": told})
