"""Page sources of the whole exhibition: one row of a table for each kind of page."""

from __future__ import annotations

from collections.abc import Mapping

from ..exchange.panorama_viewer import NO_VIEWER, ViewerFiles
from ..model import Artifact, Exhibition, Picture, Recording
from . import index_pages, service_pages
from .books import build_book_pages
from .contact_pages import build_application_pages, build_remark_page
from .context import EntryPageKind, FormAssetPaths, PageContext, PageKind, Reads, SearchAssetPaths
from .data_page import build_data_pages
from .describing import Describer, Memo
from .emblems import build_emblem_files
from .entries import build_entry_page
from .index_pages import build_about, build_facet_pages
from .numbers import build_numbers_page
from .own_pages import build_declared_pages, build_list_pages
from .page import Html, Page
from .placeholders import build_archive_notices, build_former_pages, build_notices, build_own_page_notices
from .record_page import build_archive
from .rooms import build_room_pages
from .service_pages import build_covers, build_form_page, build_help_pages, build_upload_page
from .worksheets import build_worksheet_pages

__all__ = [
    "KINDS",
    "Describer",
    "EntryPageKind",
    "FormAssetPaths",
    "Html",
    "Memo",
    "Page",
    "PageContext",
    "PageKind",
    "SearchAssetPaths",
    "build_pages",
]

KINDS: tuple[PageKind | EntryPageKind, ...] = (
    PageKind(index_pages.build_home, Reads.FACES),
    PageKind(build_book_pages, Reads.FRAME),
    PageKind(build_worksheet_pages, Reads.FRAME),
    EntryPageKind(build_entry_page),
    EntryPageKind(build_archive),
    EntryPageKind(build_list_pages),
    EntryPageKind(build_declared_pages),
    PageKind(build_notices, Reads.FRAME),
    PageKind(build_archive_notices, Reads.FRAME),
    PageKind(build_own_page_notices, Reads.FRAME),
    PageKind(build_facet_pages, Reads.FACES, searched=True),
    PageKind(build_covers, Reads.FRAME),
    PageKind(build_emblem_files, Reads.FRAME),
    PageKind(build_room_pages, Reads.FACES),
    PageKind(build_former_pages, Reads.FRAME),
    PageKind(service_pages.build_search_page, Reads.FRAME, searched=True),
    PageKind(service_pages.build_kiosk_loop, Reads.FACES),
    PageKind(build_data_pages, Reads.TOLD),
    PageKind(build_numbers_page, Reads.TOLD),
    PageKind(build_about, Reads.FRAME),
    PageKind(build_remark_page, Reads.FRAME),
    PageKind(build_application_pages, Reads.FRAME),
    PageKind(build_upload_page, Reads.FRAME),
    PageKind(build_form_page, Reads.FRAME),
    PageKind(build_help_pages, Reads.FRAME),
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
    return Describer(KINDS).describe(context)[0]
