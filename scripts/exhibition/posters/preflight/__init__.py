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

from ..standards import STANDARDS, Standard
from .bleeding import missing_bleed
from .boxes import strange_page, wrong_boxes
from .coding import badly_drawn_code, wrong_number_of_codes
from .inks import coarse_image, hairline, text_not_black, too_much_ink, wrong_colour, wrong_plate
from .intent import wrong_intent, wrong_metadata
from .leaf import File, Leaf, opened
from .lettering import bad_glyph, covered_text, hidden_text, missing_text, small_text
from .marks import Placed, Strange
from .reading import damaged_code, wrong_code
from .report import CodeExpected, Cut, Fault, PageExpected, PageReport, Report, Sheet
from .shell import bad_font, broken_structure, encrypted, forbidden_names, wrong_page_count, wrong_version
from .zones import stray_mark, unsafe_code, unsafe_text

T = TypeVar("T")

__all__ = ["CodeExpected", "Cut", "Fault", "PageExpected", "PageReport", "Report", "Sheet", "preflight"]

FILE_CHECKS: tuple[Callable[[File], Iterator[str]], ...] = (
    wrong_version,
    encrypted,
    broken_structure,
    wrong_intent,
    wrong_metadata,
    bad_font,
    wrong_page_count,
)
"""Checks of a whole file; the name of each function is the name of its fault."""
PAGE_CHECKS: tuple[Callable[[Leaf], Iterator[str]], ...] = (
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


def preflight(pdf: bytes, sheet: Sheet, pages: Sequence[PageExpected], standard: Standard = STANDARDS["x4"]) -> Report:
    """Check one file against the manifest. Never raises for anything in the file."""
    faults: list[Fault] = []
    reports: list[PageReport] = []
    try:
        with opened(pdf, sheet, standard, tuple(pages)) as file:
            faults += file_faults(file)
            for leaf in leaves(file):
                faults += page_faults(leaf)
                reports.append(leaf.report)
    except Exception as problem:  # fail closed: a file that cannot be read is not printed
        message = f"文件打不开（{type(problem).__name__}），可能损坏或加了密。请重新出图。"
        faults.append(Fault("unreadable_file", None, message))
    found = tuple(dict.fromkeys(faults))
    return Report(hashlib.sha256(pdf).hexdigest(), len(pdf), standard.title, found, tuple(reports))


def leaves(file: File) -> Iterator[Leaf]:
    """Yield the pages that are in both the file and the manifest; `wrong_page_count` reports any others."""
    for number, (page, expected) in enumerate(zip(file.pdf.pages, file.expected, strict=False), 1):
        yield Leaf(file, number, page, expected)


def file_faults(file: File) -> Iterator[Fault]:
    """Run the checks of the whole file; yield its faults."""
    for check in FILE_CHECKS:
        yield from guarded(check.__name__, None, partial(said, check, file))
    yield from guarded("forbidden_names", None, lambda: list(forbidden_names(file)))


def page_faults(leaf: Leaf) -> Iterator[Fault]:
    """Run the checks of one page; yield its faults."""
    for check in PAGE_CHECKS:
        yield from guarded(check.__name__, leaf.number, partial(said, check, leaf))
    yield from guarded("unknown_construct", leaf.number, lambda: list(strange_things(leaf)))


def said(check: Callable[[T], Iterator[str]], subject: T) -> list[tuple[str, str]]:
    """Return the messages of a check, each with the check's name."""
    return [(check.__name__, text) for text in check(subject)]


def strange_things(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """Yield constructs that were refused or unknown while the page was interpreted: check and message."""
    for mark in leaf.marks:
        if isinstance(mark, Strange):
            yield mark.check, mark.message
        elif isinstance(mark, Placed):
            yield from mark.picture.faults


def guarded(name: str, page: int | None, check: Callable[[], list[tuple[str, str]]]) -> Iterator[Fault]:
    """Run a check and yield its faults; a check that raises counts as failed."""
    try:
        found = check()
    except Exception as problem:  # fail closed
        found = [(name, f"这一项没能查完（{type(problem).__name__}: {problem}）。请重新出图，还不行请报告问题。")]
    for kind, message in found:
        yield Fault(kind, page, message)
