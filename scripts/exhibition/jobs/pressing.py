"""Render a bundle: draw it, finish it as PDF/X, preflight it, impose it and make its proofs."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from ..cache import Cache, digest
from ..codes import Payload, payload
from ..diagnostics import Diagnostic
from ..posters.drawing import draw, settled
from ..posters.fitness import unfit
from ..posters.format import SAFE_MM, Format
from ..posters.layers import Words
from ..posters.painting import shown
from ..posters.pdfx import STANDARDS, Standard, finish
from ..posters.poster import TEXTS, Poster
from ..posters.preflight import preflight
from ..posters.preflight.report import CodeExpected, Cut, PageExpected, Report, Sheet
from ..posters.press import MASCOT, Press, made_ready
from ..report.progress import Advance, silent
from ..toolchain import Edition, edition
from .imposing import SCHEMES, Scheme, imposed, places
from .making import Decoded, Made
from .order import Order
from .plan import Bundle, Choice
from .proofs import SIGNS, Type, contact_sheet, full_size

# ReportLab embeds fonts without a date, and fontTools logs a warning each time it reads one.
logging.getLogger("fontTools").setLevel(logging.ERROR)

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class PrintShop:
    """Renderer for the bundles of one order. Shared resources are prepared once and inherited by forked processes."""

    order: Order
    proof: bool
    press: Press
    facts: dict[str, Any] = field(default_factory=dict)
    edition: Edition = field(default_factory=partial(edition, "print job"))

    @cached_property
    def key(self) -> str:
        """Hash of everything except the bundle that the bytes depend on."""
        own = self.order
        said = (own.product, own.standard, own.impose, own.date.isoformat(), own.photos, self.proof)
        return self.edition.key(*map(repr, said), folder_hash(self.press.root / MASCOT), repr(self.facts))

    @property
    def standard(self) -> Standard:
        """The PDF/X standard of the order."""
        return STANDARDS[self.order.standard]

    def unfit(self, choices: Sequence[Choice]) -> list[Diagnostic]:
        """Return diagnostics for content that cannot be printed, with places in the content files."""
        return unfit([(choice.poster, choice.entry) for choice in choices], self.order.format, self.press)

    def __call__(self, bundle: Bundle) -> Made:
        """Render and check the files of a bundle; if any has a fault, return no files."""
        files: dict[str, bytes] = {}
        reports: dict[str, Report] = {}
        for path, pdf, report in self.sheets(bundle):
            files[path], reports[path] = pdf, report
            if not report.passed:
                break
        checks = {path: report.as_json() for path, report in reports.items()}
        if faults := tuple(sentence for path, report in reports.items() for sentence in sentences(path, report)):
            return Made({}, faults, (), checks)
        pages, report = next(iter(files.values())), next(iter(reports.values()))
        return Made(files | dict(self.proofs(pages, bundle)), (), tuple(decoded(report)), checks)

    def sheets(self, bundle: Bundle) -> Iterator[tuple[str, bytes, Report]]:
        """Yield the print files with their reports: single pages, and imposed sheets if ordered."""
        pages = [page_of(poster, bundle.format, self.press) for poster in bundle.posters]
        drawn = draw(bundle.posters, bundle.format, self.press, bundle.folio())
        place = "proof" if self.proof else "pdf"
        yield f"{place}/{bundle.stem}.pdf", *self.judged(drawn, bundle.stem, piece(bundle.format), pages)
        if self.order.impose and not self.proof:
            yield f"imposed/{bundle.stem}-拼版.pdf", *self.imposed(bundle, pages)

    def judged(self, drawn: bytes, title: str, sheet: Sheet, pages: Sequence[PageExpected]) -> tuple[bytes, Report]:
        """Finish a drawn file to its standard; return it with its preflight report."""
        pdf = finish(drawn, self.standard, self.press.profile, title, self.order.date)
        return pdf, preflight(pdf, sheet, pages, self.standard)

    def imposed(self, bundle: Bundle, pages: Sequence[PageExpected]) -> tuple[bytes, Report]:
        """Impose the pages, without slug lines, on larger sheets; return the file with its preflight report."""
        scheme = SCHEMES[bundle.format.key]
        parts = [pages[start : start + scheme.each] for start in range(0, len(pages), scheme.each)]
        sheets = [sheet_page(part, bundle.format, scheme) for part in parts]
        drawn = imposed(draw(bundle.posters, bundle.format, self.press), bundle.format, scheme)
        return self.judged(drawn, f"{bundle.stem} 拼版", pieces(bundle.format, scheme), sheets)

    def proofs(self, pdf: bytes, bundle: Bundle) -> Iterator[tuple[str, bytes]]:
        """Yield the proofs of a bundle: a contact sheet and, for the first bundle, one page at full size."""
        type = Type(self.press.font_name("text"), self.press.font_name("name"))
        yield f"proof/校样-{bundle.stem}.pdf", contact_sheet(pdf, bundle, type)
        if bundle.number == 1:
            yield f"proof/校样-原大-{bundle.pages[0].poster.id}.pdf", full_size(pdf, bundle.format, type)


@dataclass(frozen=True, slots=True)
class OpenPress:
    """Factory for the renderer of an order: prepares fonts and profile once, in the cache."""

    root: Path
    cache: Path
    profile: Path | None = None

    def __call__(self, order: Order, proof: bool, posters: Sequence[Poster], advance: Advance = silent) -> PrintShop:
        """Return the renderer for these posters. Raises Refusal if the font or the profile is missing."""
        text = "".join(sorted({sign for poster in posters for part in said_of(poster) for sign in part}))
        press = made_ready(self.root, Cache(self.cache / "objects"), text + SIGNS, advance, self.profile)
        now = edition("print job")
        return PrintShop(order, proof, press, facts_of(press, now), now)


def said_of(poster: Poster) -> Iterator[str]:
    """Yield all texts of a poster, its slug line and its proofs."""
    yield from (words(poster) for words in TEXTS.values())
    yield from (poster.street, poster.committee, poster.compound, *poster.members)


def facts_of(press: Press, edition: Edition) -> dict[str, Any]:
    """Return what the files depend on apart from the content, for the record."""
    return {
        "profile": press.profile.name,
        "profile_sha256": hashlib.sha256(press.profile.data).hexdigest(),
        "palette_sha256": hashlib.sha256((PACKAGE / "posters" / "inks.csv").read_bytes()).hexdigest(),
        "fonts": {name: face.digest for name, face in sorted(press.fonts.faces.items())},
        "tools": dict(one.split(" ", 1) for one in edition.versions),
        "program": edition.code,
    }


def folder_hash(folder: Path) -> str:
    """Return the hash of the names and bytes of all files in a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest(*(part for path in paths for part in (path.relative_to(folder).as_posix(), path.read_bytes())))


def piece(format: Format) -> Sheet:
    """Return the expected measures of single pages."""
    return Sheet(format.width_mm, format.height_mm, format.bleed_mm, SAFE_MM)


def pieces(format: Format, scheme: Scheme) -> Sheet:
    """Return the expected measures of imposed sheets, and the trims of their pieces."""
    cuts = tuple(Cut(x, y, format.width_mm, format.height_mm) for x, y in places(format, scheme))
    right, bottom = cuts[-1].x_mm + format.width_mm, cuts[-1].y_mm + format.height_mm
    return Sheet(right, bottom, format.bleed_mm, SAFE_MM, cuts)


def page_of(poster: Poster, format: Format, press: Press) -> PageExpected:
    """Return the expected content of a page: every text of its layers, and its code."""
    layers = shown(settled(poster, format, press), format)
    texts = (TEXTS[layer.what](poster) for layer in layers if isinstance(layer, Words))
    content = payload(poster.address, proof=poster.proof)
    assert isinstance(content, Payload), "the addresses of a job are checked before it is drawn"
    place = format.code_place(content.size)
    code = CodeExpected(poster.address, place.x_mm, place.y_mm, place.module_mm, place.modules, poster.proof)
    return PageExpected(tuple(text for text in texts if text), (code,))


def sheet_page(pages: Sequence[PageExpected], format: Format, scheme: Scheme) -> PageExpected:
    """Return the expected content of an imposed sheet: that of its pieces, each at its position."""
    codes = tuple(
        replace(code, x_mm=code.x_mm + x, y_mm=code.y_mm + y)
        for page, (x, y) in zip(pages, places(format, scheme), strict=False)
        for code in page.codes
    )
    return PageExpected(tuple(text for page in pages for text in page.texts), codes)


def sentences(path: str, report: Report) -> Iterator[str]:
    """Format the faults of a file as sentences."""
    where = "拼版，" if path.startswith("imposed/") else ""
    for fault in report.faults:
        yield f"{where}第 {fault.page} 页：{fault.message}" if fault.page else f"{where}{fault.message}"


def decoded(report: Report) -> Iterator[Decoded]:
    """Yield the decoded code of each page."""
    for page in report.pages:
        for code in page.codes[:1]:
            yield Decoded(code.decoded, code.unused_ec)
