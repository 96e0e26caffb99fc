"""The maker of real bundles: draw, finish as PDF/X, preflight, impose, and make the proofs."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any

from ..cache import Cache, digest
from ..codes import Payload, payload
from ..diagnostics import Diagnostic
from ..print.formats import Imposition, PrintFormat
from ..print.jobs.render_bundle import find_unprintable
from ..print.layers import PosterLayers, QrLayer, TextLayer
from ..print.painter import choose_layers
from ..print.pdf_writer import STANDARDS, PdfStandard, draw_pages, drop_unusable_photo, finish_pdfx
from ..print.poster import TEXTS, Poster, get_address, get_text
from ..print.preflight import preflight
from ..print.preflight.model import ExpectedCode, ExpectedPage, ExpectedSheet, PreflightReport, TrimArea
from ..print.resources import MASCOT, RenderResources, prepare_resources
from ..report.progress import Advance, silent
from ..toolchain import Edition, edition
from .imposing import imposed, places
from .making import Decoded, Made
from .order import Order
from .plan import Bundle, Choice
from .proofs import SIGNS, Type, contact_sheet, full_size

# ReportLab writes no date into the fonts that it embeds, and fontTools logs a warning each time that it reads one.
logging.getLogger("fontTools").setLevel(logging.ERROR)

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class PrintShop:
    """The maker of the bundles of one order. What they share is prepared once and passed to processes by forking."""

    order: Order
    proof: bool
    press: RenderResources
    facts: dict[str, Any] = field(default_factory=dict)
    edition: Edition = field(default_factory=partial(edition, "print job"))

    @cached_property
    def key(self) -> str:
        """Hash of everything except the bundle that the bytes depend on."""
        own = self.order
        said = (own.product, own.standard, own.impose, own.date.isoformat(), own.photos, self.proof)
        return self.edition.key(*map(repr, said), folder_hash(self.press.root / MASCOT), repr(self.facts))

    @property
    def standard(self) -> PdfStandard:
        """The PDF/X standard of the order."""
        return STANDARDS[self.order.standard]

    def unfit(self, choices: Sequence[Choice]) -> list[Diagnostic]:
        """Return what cannot be printed, at the places of the content files."""
        return find_unprintable([(choice.poster, choice.entry) for choice in choices], self.order.format, self.press)

    def __call__(self, bundle: Bundle) -> Made:
        """Return the files of a bundle after their preflight; with a fault in any, none."""
        files: dict[str, bytes] = {}
        reports: dict[str, PreflightReport] = {}
        for path, pdf, report in self.sheets(bundle):
            files[path], reports[path] = pdf, report
            if not report.passed:
                break
        checks = {path: report.to_json() for path, report in reports.items()}
        if faults := tuple(sentence for path, report in reports.items() for sentence in sentences(path, report)):
            return Made({}, faults, (), checks)
        pages, report = next(iter(files.values())), next(iter(reports.values()))
        return Made(files | dict(self.proofs(pages, bundle)), (), tuple(decoded(report, bundle)), checks)

    def sheets(self, bundle: Bundle) -> Iterator[tuple[str, bytes, PreflightReport]]:
        """Yield the files to print: the single pages, and the imposed sheets where they were ordered."""
        pages = [page for poster in bundle.posters for page in pages_of(poster, bundle.format, self.press)]
        drawn = draw_pages(bundle.posters, bundle.format, self.press, bundle.folio())
        place = "proof" if self.proof else "pdf"
        yield f"{place}/{bundle.stem}.pdf", *self.judged(drawn, bundle.stem, piece(bundle.format), pages)
        scheme = bundle.format.imposition
        if self.order.impose and scheme and not self.proof:
            yield f"imposed/{bundle.stem}-拼版.pdf", *self.imposed(bundle, pages, scheme)

    def judged(
        self, drawn: bytes, title: str, sheet: ExpectedSheet, pages: Sequence[ExpectedPage]
    ) -> tuple[bytes, PreflightReport]:
        """Return a drawn file in its standard, and the report of its preflight."""
        pdf = finish_pdfx(drawn, self.standard, self.press.profile, title, self.order.date)
        return pdf, preflight(pdf, sheet, pages, self.standard)

    def imposed(
        self, bundle: Bundle, pages: Sequence[ExpectedPage], scheme: Imposition
    ) -> tuple[bytes, PreflightReport]:
        """Return the pages, without their slug lines, laid on larger sheets, and the report of their preflight."""
        parts = [pages[start : start + scheme.each] for start in range(0, len(pages), scheme.each)]
        sheets = [sheet_page(part, bundle.format, scheme) for part in parts]
        drawn = imposed(draw_pages(bundle.posters, bundle.format, self.press), bundle.format, scheme)
        return self.judged(drawn, f"{bundle.stem} 拼版", pieces(bundle.format, scheme), sheets)

    def proofs(self, pdf: bytes, bundle: Bundle) -> Iterator[tuple[str, bytes]]:
        """Yield the proofs of a bundle: a contact sheet and, for the first bundle, one page at full size."""
        type = Type(self.press.get_font_name("text"), self.press.get_font_name("name"))
        yield f"proof/校样-{bundle.stem}.pdf", contact_sheet(pdf, bundle, type)
        if bundle.number == 1:
            yield f"proof/校样-原大-{bundle.pages[0].poster.id}.pdf", full_size(pdf, bundle.format, type)


@dataclass(frozen=True, slots=True)
class OpenPress:
    """The function that prepares the print shop of an order: fonts and profile, once, into the cache."""

    root: Path
    cache: Path
    profile: Path | None = None

    def __call__(self, order: Order, proof: bool, posters: Sequence[Poster], advance: Advance = silent) -> PrintShop:
        """Return the renderer for these posters. Raises Refusal if the font or the profile is missing."""
        text = "".join(sorted({sign for poster in posters for part in said_of(poster) for sign in part}))
        text += SIGNS + order.format.title
        press = prepare_resources(self.root, Cache(self.cache / "objects"), text, advance, self.profile)
        now = edition("print job")
        return PrintShop(order, proof, press, facts_of(press, now), now)


def said_of(poster: Poster) -> Iterator[str]:
    """Yield every text on a poster, outside its trim, and on its proofs."""
    yield from (words(poster) for words in TEXTS.values())
    yield from (words for _, words in poster.texts)
    yield from (poster.street, poster.committee, poster.compound, *poster.members)


def facts_of(press: RenderResources, edition: Edition) -> dict[str, Any]:
    """Return what the files depend on besides the content, for the record."""
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


def piece(format: PrintFormat) -> ExpectedSheet:
    """Return the measures of every single page of a product."""
    return sheet(format, format.width_mm, format.height_mm)


def sheet(format: PrintFormat, width_mm: float, height_mm: float, cuts: tuple[TrimArea, ...] = ()) -> ExpectedSheet:
    """Return what a page of this trim must keep to, by the rules of a product."""
    return ExpectedSheet(width_mm, height_mm, format.bleed_mm, format.safe_mm, cuts, format.inks, format.ink_limit)


def pieces(format: PrintFormat, scheme: Imposition) -> ExpectedSheet:
    """Return the measures of every imposed sheet of a product, and where it is cut."""
    cuts = tuple(TrimArea(x, y, format.width_mm, format.height_mm) for x, y in places(format, scheme))
    right, bottom = cuts[-1].x_mm + format.width_mm, cuts[-1].y_mm + format.height_mm
    return sheet(format, right, bottom, cuts)


def pages_of(poster: Poster, format: PrintFormat, press: RenderResources) -> list[ExpectedPage]:
    """Return what every page of a poster must say: the texts of its layers, and its codes."""
    poster = drop_unusable_photo(poster, format, press)
    return [page_expected(layers, poster, format) for layers in format.list_pages(poster)]


def page_expected(layers: PosterLayers, poster: Poster, format: PrintFormat) -> ExpectedPage:
    """Return what one page must say."""
    chosen = choose_layers(layers, poster)
    texts = (get_text(layer.what, poster) for layer in chosen if isinstance(layer, TextLayer))
    codes = tuple(code_expected(layer, poster, format) for layer in chosen if isinstance(layer, QrLayer))
    return ExpectedPage(tuple(text for text in texts if text), codes, not codes)


def code_expected(layer: QrLayer, poster: Poster, format: PrintFormat) -> ExpectedCode:
    """Return where the code of a layer must lie, and what it must hold."""
    address = get_address(layer, poster)
    content = payload(address, proof=poster.proof)
    assert isinstance(content, Payload), "the addresses of a job are checked before it is drawn"
    place = format.place_code(content.size, layer)
    return ExpectedCode(address, place.x_mm, place.y_mm, place.module_mm, place.modules, poster.proof)


def sheet_page(pages: Sequence[ExpectedPage], format: PrintFormat, scheme: Imposition) -> ExpectedPage:
    """Return what an imposed sheet must say: everything that its pieces say, each in its place."""
    codes = tuple(
        replace(code, x_mm=code.x_mm + x, y_mm=code.y_mm + y)
        for page, (x, y) in zip(pages, places(format, scheme), strict=False)
        for code in page.codes
    )
    return ExpectedPage(tuple(text for page in pages for text in page.texts), codes, not format.has_code)


def sentences(path: str, report: PreflightReport) -> Iterator[str]:
    """Yield the faults of a file as sentences."""
    where = "拼版，" if path.startswith("imposed/") else ""
    for fault in report.faults:
        yield f"{where}第 {fault.page} 页：{fault.message}" if fault.page else f"{where}{fault.message}"


def decoded(report: PreflightReport, bundle: Bundle) -> Iterator[Decoded]:
    """Yield what was read from the first code of each poster; of one without a code nothing."""
    pages = iter(report.pages)
    for owner in bundle.pages:
        codes = [code for page in islice(pages, owner.count) for code in page.codes]
        yield Decoded(codes[0].decoded, codes[0].unused_ec) if codes else Decoded()
