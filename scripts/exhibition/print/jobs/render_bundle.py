"""Render a bundle: find content that cannot be printed, draw, finish as PDF/X, preflight, impose, make proofs.

Texts that do not fit, characters without a glyph and photos of low resolution are found before anything is drawn.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any

from ...diagnostics import Diagnostic, Span
from ...lazy import dataclass
from ...messages.registry import FieldIssue
from ...model import Entry
from ...progress import Advance, ignore_progress
from ...qr import Payload, encode_address
from ...storage.cache import Cache, digest
from ...storage.toolchain import ToolchainVersion, get_version
from ..formats import Imposition, PrintFormat
from ..layers import PosterLayers, QrLayer, TextLayer
from ..messages import coarse_photo, long_text, missing_glyphs
from ..painter import choose_layers
from ..pdf_writer import STANDARDS, PdfStandard, draw_pages, drop_unusable_photos, finish_pdfx
from ..photo import LowResolution
from ..poster import EMBLEM_SHOT, TEXTS, Poster, get_address, get_text
from ..preflight import preflight
from ..preflight.model import ExpectedCode, ExpectedPage, ExpectedSheet, PreflightReport, TrimArea
from ..resources import MASCOT, RenderResources, prepare_resources
from ..typesetting import fit_text
from .bundles import PlannedPoster, PrintBundle, RenderedBundle, ScannedCode
from .imposition import (
    PROOF_CHARACTERS,
    FontNames,
    draw_contact_sheet,
    draw_full_size,
    impose_pages,
    list_piece_offsets,
)
from .selection import PrintOrder

FIELDS = {"name": "名称", "tagline": "一句话", "place": "小区", "number": "名称"}
"""The field that an author changes to change a text of the poster; any other text is the product's."""
PHOTO_FIELDS = {EMBLEM_SHOT: "楼标"}
"""The field that holds a photo, by its name; those of any other name are in 照片."""
SITE_FIELDS = {"typed": "网址", "address": "网址"}
"""Texts that hold the site's address, which is a setting and not a field of an entry."""


def find_unprintable(
    entries: Sequence[tuple[Poster, Entry | None]], format: PrintFormat, resources: RenderResources
) -> list[Diagnostic]:
    """Return diagnostics for content of `entries` that cannot be printed, with places in their content files."""
    return [
        Diagnostic(span, issue.rule.code, issue.rule.severity, issue.message, issue.hint)
        for poster, entry in entries
        for span, issue in iter_poster_issues(poster, entry, format, resources)
    ]


def iter_poster_issues(
    poster: Poster, entry: Entry | None, format: PrintFormat, resources: RenderResources
) -> Iterator[tuple[Span, FieldIssue]]:
    """Yield issues of one poster, each with its place in a content file; texts that are no entry's are the product's."""
    for name, place in format.list_photo_places(poster):
        shot = poster.get_shot(name)
        if shot and isinstance(found := resources.render_photo(shot, place, format), LowResolution):
            yield find_span(entry, PHOTO_FIELDS.get(name, "照片")), coarse_photo(found.dpi, format.title)
    poster = drop_unusable_photos(poster, format, resources)
    layers = (layer for page in format.list_pages(poster) for layer in choose_layers(page, poster))
    for layer in layers:
        if isinstance(layer, TextLayer):
            field = SITE_FIELDS.get(layer.what) or layer.key or FIELDS.get(layer.what, "名称")
            for issue in iter_text_issues(get_text(layer.what, poster), field, layer, format, resources):
                yield Span("mkdocs.yml") if layer.what in SITE_FIELDS else find_span(entry, field), issue


def find_span(entry: Entry | None, field: str) -> Span:
    """Return the place of a field of an entry; without one, that of the site's settings."""
    return entry.get_span(field) if entry else Span("mkdocs.yml")


def iter_text_issues(
    text: str, field: str, box: TextLayer, format: PrintFormat, resources: RenderResources
) -> Iterator[FieldIssue]:
    """Yield issues of one text in its box: missing glyphs, or no fit at the smallest size."""
    face = resources.fonts.get_face(box.weight)
    missing = face.find_missing(text)
    if missing:
        yield missing_glyphs(field, missing)
    elif text and fit_text(text, box, face.measure_width) is None:
        yield long_text(field, text, format.title, box.smallest * format.scale)


# ReportLab writes no date into the fonts that it embeds, and fontTools logs a warning each time that it reads one.
logging.getLogger("fontTools").setLevel(logging.ERROR)
PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class PdfBundleRenderer:
    """The maker of the bundles of one order. What they share is prepared once and passed to processes by forking."""

    order: PrintOrder
    proof: bool
    resources: RenderResources
    facts: dict[str, Any] = field(default_factory=dict)
    edition: ToolchainVersion = field(default_factory=partial(get_version, "print job"))
    mascot: str = ""
    """Hash of the mascot's folder."""

    @cached_property
    def key(self) -> str:
        """Hash of everything except the bundle that the bytes depend on."""
        own = self.order
        options = (own.product, own.standard, own.impose, own.date.isoformat(), own.photos, self.proof)
        return self.edition.make_key(*map(repr, options), self.mascot, repr(self.facts))

    @property
    def standard(self) -> PdfStandard:
        """The PDF/X standard of the order."""
        return STANDARDS[self.order.standard]

    def adapt(self, cache: Cache | None, originals: Mapping[str, bytes]) -> PdfBundleRenderer:
        """Return this renderer for another machine (see `RenderResources.adapt`)."""
        return replace(self, resources=self.resources.adapt(cache, originals))

    def find_unprintable(self, choices: Sequence[PlannedPoster]) -> list[Diagnostic]:
        """Return what cannot be printed, at the places of the content files."""
        return find_unprintable(
            [(choice.poster, choice.entry) for choice in choices], self.order.format, self.resources
        )

    def __call__(self, bundle: PrintBundle) -> RenderedBundle:
        """Return the files of a bundle after their preflight; with a fault in any, none."""
        files: dict[str, bytes] = {}
        reports: dict[str, PreflightReport] = {}
        for path, pdf, report in self.render_files(bundle):
            files[path], reports[path] = pdf, report
            if not report.passed:
                break
        checks = {path: report.to_json() for path, report in reports.items()}
        if faults := tuple(sentence for path, report in reports.items() for sentence in format_faults(path, report)):
            return RenderedBundle({}, faults, (), checks)
        pages, report = next(iter(files.values())), next(iter(reports.values()))
        return RenderedBundle(
            files | dict(self.render_proofs(pages, bundle)), (), tuple(iter_scanned_codes(report, bundle)), checks
        )

    def render_files(self, bundle: PrintBundle) -> Iterator[tuple[str, bytes, PreflightReport]]:
        """Yield the files to print: the single pages, and the imposed sheets where they were ordered."""
        pages = [page for poster in bundle.posters for page in list_pages(poster, bundle.format, self.resources)]
        drawn = draw_pages(bundle.posters, bundle.format, self.resources, bundle.list_slug_lines())
        place = "proof" if self.proof else "pdf"
        yield (
            f"{place}/{bundle.stem}.pdf",
            *self.finish_and_check(drawn, bundle.stem, expect_page_size(bundle.format), pages),
        )
        scheme = bundle.format.imposition
        if self.order.impose and scheme and not self.proof:
            yield f"imposed/{bundle.stem}-拼版.pdf", *self.render_imposed(bundle, pages, scheme)

    def finish_and_check(
        self, drawn: bytes, title: str, sheet: ExpectedSheet, pages: Sequence[ExpectedPage]
    ) -> tuple[bytes, PreflightReport]:
        """Return a drawn file in its standard, and the report of its preflight."""
        pdf = finish_pdfx(drawn, self.standard, self.resources.profile, title, self.order.date)
        return pdf, preflight(pdf, sheet, pages, self.standard)

    def render_imposed(
        self, bundle: PrintBundle, pages: Sequence[ExpectedPage], scheme: Imposition
    ) -> tuple[bytes, PreflightReport]:
        """Return the pages, without their slug lines, laid on larger sheets, and the report of their preflight."""
        parts = [pages[start : start + scheme.each] for start in range(0, len(pages), scheme.each)]
        sheets = [expect_sheet(part, bundle.format, scheme) for part in parts]
        drawn = impose_pages(draw_pages(bundle.posters, bundle.format, self.resources), bundle.format, scheme)
        return self.finish_and_check(drawn, f"{bundle.stem} 拼版", expect_sheet_size(bundle.format, scheme), sheets)

    def render_proofs(self, pdf: bytes, bundle: PrintBundle) -> Iterator[tuple[str, bytes]]:
        """Yield the proofs of a bundle: a contact sheet and, for the first bundle, one page at full size."""
        type = FontNames(self.resources.get_font_name("text"), self.resources.get_font_name("name"))
        yield f"proof/校样-{bundle.stem}.pdf", draw_contact_sheet(pdf, bundle, type)
        if bundle.number == 1:
            yield f"proof/校样-原大-{bundle.pages[0].poster.id}.pdf", draw_full_size(pdf, bundle.format, type)


@dataclass(frozen=True, slots=True)
class PdfRendererFactory:
    """The function that prepares the print shop of an order: fonts and profile, once, into the cache."""

    root: Path
    cache: Path
    profile: Path | None = None

    def __call__(
        self, order: PrintOrder, proof: bool, posters: Sequence[Poster], advance: Advance = ignore_progress
    ) -> PdfBundleRenderer:
        """Return the renderer for these posters. Raises Refusal if the font or the profile is missing."""
        text = "".join(
            sorted({character for poster in posters for part in iter_poster_texts(poster) for character in part})
        )
        text += PROOF_CHARACTERS + order.format.title
        resources = prepare_resources(self.root, Cache(self.cache / "objects"), text, advance, self.profile)
        now = get_version("print job")
        return PdfBundleRenderer(
            order, proof, resources, collect_facts(resources, now), now, hash_folder(self.root / MASCOT)
        )


def iter_poster_texts(poster: Poster) -> Iterator[str]:
    """Yield every text on a poster, outside its trim, and on its proofs."""
    yield from (words(poster) for words in TEXTS.values())
    yield from (words for _, words in poster.texts)
    yield from (poster.street, poster.committee, poster.compound, *poster.members)
    yield poster.emblem.letters if poster.emblem else ""


def collect_facts(resources: RenderResources, edition: ToolchainVersion) -> dict[str, Any]:
    """Return what the files depend on besides the content, for the record."""
    return {
        "profile": resources.profile.name,
        "profile_sha256": hashlib.sha256(resources.profile.data).hexdigest(),
        "palette_sha256": hashlib.sha256((PACKAGE / "print" / "inks.csv").read_bytes()).hexdigest(),
        "fonts": {name: face.digest for name, face in sorted(resources.fonts.faces.items())},
        "tools": dict(one.split(" ", 1) for one in edition.versions),
        "program": edition.code,
    }


def hash_folder(folder: Path) -> str:
    """Return the hash of the names and bytes of all files in a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest(*(part for path in paths for part in (path.relative_to(folder).as_posix(), path.read_bytes())))


def expect_page_size(format: PrintFormat) -> ExpectedSheet:
    """Return the measures of every single page of a product."""
    return build_sheet(format, format.width_mm, format.height_mm)


def build_sheet(
    format: PrintFormat, width_mm: float, height_mm: float, cuts: tuple[TrimArea, ...] = ()
) -> ExpectedSheet:
    """Return what a page of this trim must keep to, by the rules of a product."""
    return ExpectedSheet(width_mm, height_mm, format.bleed_mm, format.safe_mm, cuts, format.inks, format.ink_limit)


def expect_sheet_size(format: PrintFormat, scheme: Imposition) -> ExpectedSheet:
    """Return the measures of every imposed sheet of a product, and where it is cut."""
    cuts = tuple(TrimArea(x, y, format.width_mm, format.height_mm) for x, y in list_piece_offsets(format, scheme))
    right, bottom = cuts[-1].x_mm + format.width_mm, cuts[-1].y_mm + format.height_mm
    return build_sheet(format, right, bottom, cuts)


def list_pages(poster: Poster, format: PrintFormat, press: RenderResources) -> list[ExpectedPage]:
    """Return what every page of a poster must say: the texts of its layers, and its codes."""
    poster = drop_unusable_photos(poster, format, press)
    return [expect_page(layers, poster, format) for layers in format.list_pages(poster)]


def expect_page(layers: PosterLayers, poster: Poster, format: PrintFormat) -> ExpectedPage:
    """Return what one page must say."""
    chosen = choose_layers(layers, poster)
    texts = (get_text(layer.what, poster) for layer in chosen if isinstance(layer, TextLayer))
    codes = tuple(expect_code(layer, poster, format) for layer in chosen if isinstance(layer, QrLayer))
    return ExpectedPage(tuple(text for text in texts if text), codes, not codes)


def expect_code(layer: QrLayer, poster: Poster, format: PrintFormat) -> ExpectedCode:
    """Return where the code of a layer must lie, and what it must hold."""
    address = get_address(layer, poster)
    content = encode_address(address, proof=poster.proof)
    assert isinstance(content, Payload), "the addresses of a job are checked before it is drawn"
    place = format.place_code(content.size, layer)
    return ExpectedCode(address, place.x_mm, place.y_mm, place.module_mm, place.modules, poster.proof)


def expect_sheet(pages: Sequence[ExpectedPage], format: PrintFormat, scheme: Imposition) -> ExpectedPage:
    """Return what an imposed sheet must say: everything that its pieces say, each in its place."""
    codes = tuple(
        replace(code, x_mm=code.x_mm + x, y_mm=code.y_mm + y)
        for page, (x, y) in zip(pages, list_piece_offsets(format, scheme), strict=False)
        for code in page.codes
    )
    return ExpectedPage(tuple(text for page in pages for text in page.texts), codes, not format.has_code)


def format_faults(path: str, report: PreflightReport) -> Iterator[str]:
    """Yield the faults of a file as sentences."""
    where = "拼版，" if path.startswith("imposed/") else ""
    for fault in report.faults:
        yield f"{where}第 {fault.page} 页：{fault.message}" if fault.page else f"{where}{fault.message}"


def iter_scanned_codes(report: PreflightReport, bundle: PrintBundle) -> Iterator[ScannedCode]:
    """Yield what was read from the first code of each poster; of one without a code nothing."""
    pages = iter(report.pages)
    for owner in bundle.pages:
        codes = [code for page in islice(pages, owner.count) for code in page.codes]
        yield ScannedCode(codes[0].decoded, codes[0].unused_ec) if codes else ScannedCode()
