"""Preflight: check whether a finished poster file can be printed.

    bytes ──qpdf──▶ structure, boxes, intent, marks ─┐
      └───PDFium──▶ pixels, text ──zxing──▶ codes ───┴─▶ faults ─▶ PreflightReport

The checks rely only on the manifest (`ExpectedSheet`, `ExpectedPage`), not on the code that drew the file. Anything
that cannot be read or is unknown is a fault, so a file that was not completely checked is not printed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from ..formats import STANDARDS, PdfStandard
from .document_rules import (
    bad_font,
    broken_structure,
    encrypted,
    forbidden_names,
    wrong_intent,
    wrong_metadata,
    wrong_page_count,
    wrong_version,
)
from .model import ExpectedCode, ExpectedPage, ExpectedSheet, Fault, PageReport, PreflightReport, TrimArea
from .page_rules import (
    bad_glyph,
    coarse_image,
    covered_text,
    hairline,
    hidden_text,
    missing_bleed,
    missing_text,
    small_text,
    strange_page,
    stray_mark,
    text_not_black,
    too_much_ink,
    unsafe_code,
    unsafe_text,
    wrong_boxes,
    wrong_colour,
    wrong_plate,
)
from .page_view import PageView, PreflightFile, open_file
from .pdf_objects import ImageMark, UnsupportedMark
from .qr_rules import badly_drawn_code, damaged_code, wrong_code, wrong_number_of_codes

T = TypeVar("T")

__all__ = [
    "ExpectedCode",
    "ExpectedPage",
    "ExpectedSheet",
    "Fault",
    "PageReport",
    "PreflightReport",
    "TrimArea",
    "preflight",
]

FILE_CHECKS: tuple[Callable[[PreflightFile], Iterator[str]], ...] = (
    wrong_version,
    encrypted,
    broken_structure,
    wrong_intent,
    wrong_metadata,
    bad_font,
    wrong_page_count,
)
"""Checks of a whole file; the name of each function is the name of its fault."""
PAGE_CHECKS: tuple[Callable[[PageView], Iterator[str]], ...] = (
    wrong_boxes,
    strange_page,
    wrong_colour,
    wrong_plate,
    text_not_black,
    too_much_ink,
    hairline,
    coarse_image,
    bad_glyph,
    small_text,
    hidden_text,
    covered_text,
    missing_text,
    unsafe_text,
    unsafe_code,
    stray_mark,
    missing_bleed,
    badly_drawn_code,
    wrong_number_of_codes,
    wrong_code,
    damaged_code,
)
"""Checks of one page."""


def preflight(
    pdf: bytes, sheet: ExpectedSheet, pages: Sequence[ExpectedPage], standard: PdfStandard = STANDARDS["x4"]
) -> PreflightReport:
    """Check one file against the manifest. Never raises for anything in the file."""
    faults: list[Fault] = []
    reports: list[PageReport] = []
    try:
        with open_file(pdf, sheet, standard, tuple(pages)) as file:
            faults += check_file(file)
            for view in iter_pages(file):
                faults += check_page(view)
                reports.append(view.report)
    except Exception as problem:  # fail closed: a file that cannot be read is not printed
        message = f"文件打不开（{type(problem).__name__}），可能损坏或加了密。请重新出图。"
        faults.append(Fault("unreadable_file", None, message))
    found = tuple(dict.fromkeys(faults))
    return PreflightReport(hashlib.sha256(pdf).hexdigest(), len(pdf), standard.title, found, tuple(reports))


def iter_pages(file: PreflightFile) -> Iterator[PageView]:
    """Yield the pages that are in both the file and the manifest; `wrong_page_count` reports any others."""
    for number, (page, expected) in enumerate(zip(file.pdf.pages, file.expected, strict=False), 1):
        yield PageView(file, number, page, expected)


def check_file(file: PreflightFile) -> Iterator[Fault]:
    """Run the checks of the whole file; yield its faults."""
    for check in FILE_CHECKS:
        yield from run_check(check.__name__, None, partial(collect_faults, check, file))
    yield from run_check("forbidden_names", None, lambda: list(forbidden_names(file)))


def check_page(view: PageView) -> Iterator[Fault]:
    """Run the checks of one page; yield its faults."""
    for check in PAGE_CHECKS:
        yield from run_check(check.__name__, view.number, partial(collect_faults, check, view))
    yield from run_check("unknown_construct", view.number, lambda: list(iter_unsupported(view)))


def collect_faults(check: Callable[[T], Iterator[str]], subject: T) -> list[tuple[str, str]]:
    """Return the messages of a check, each with the check's name."""
    return [(check.__name__, text) for text in check(subject)]


def iter_unsupported(view: PageView) -> Iterator[tuple[str, str]]:
    """Yield constructs that were refused or unknown while the page was interpreted: check and message."""
    for mark in view.marks:
        if isinstance(mark, UnsupportedMark):
            yield mark.check, mark.message
        elif isinstance(mark, ImageMark):
            yield from mark.image.faults


def run_check(name: str, page: int | None, check: Callable[[], list[tuple[str, str]]]) -> Iterator[Fault]:
    """Run a check and yield its faults; a check that raises counts as failed."""
    try:
        found = check()
    except Exception as problem:  # fail closed
        found = [(name, f"这一项没能查完（{type(problem).__name__}: {problem}）。请重新出图，还不行请报告问题。")]
    for kind, message in found:
        yield Fault(kind, page, message)
