"""The same A4 poster made with Typst and WeasyPrint: same artwork, texts and code, without any checks."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from exhibition.print.formats import FORMATS, PrintFormat
from exhibition.print.layers import ACCENT, ACCENT_DIM, ArtLayer, QrLayer, TextLayer, WindowsLayer, draw_window
from exhibition.print.poster import CONDITIONS, TEXTS, Poster, serialize_shapes
from exhibition.qr import build_matrix, render_svg
from illustrations.palette import COLOURS, DIM, TOKENS, blend_colours

FACE = "Noto Sans CJK SC"


def art(poster: Poster, format: PrintFormat) -> str:
    """Return the artwork of a poster as one SVG of the page's size."""
    tones = {
        ACCENT: COLOURS[poster.accent],
        ACCENT_DIM: blend_colours(COLOURS[poster.accent], TOKENS["deep-river"], DIM),
    }
    body = "".join(
        element(cut, tones) for layer in format.layers if CONDITIONS[layer.when](poster) for cut in cuts(layer, poster)
    )
    size = f'viewBox="0 0 {format.width_mm / format.scale:g} {format.height_mm / format.scale:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} stroke-linecap="round">{body}</svg>'


def cuts(layer: object, poster: Poster) -> list[list[object]]:
    """Return the serialized shapes of a layer."""
    if isinstance(layer, ArtLayer):
        return serialize_shapes(layer.cuts)
    if isinstance(layer, WindowsLayer):
        rows = [
            draw_window(layer.x, layer.y + k * layer.dy, layer.width, layer.height, lit=4 - k < (poster.stars or 0))
            for k in range(5)
        ]
        return [cut for row in rows for cut in serialize_shapes(row)]
    return []


def element(cut: list[object], tones: dict[str, str]) -> str:
    """Return one shape as an SVG path."""
    d, colour, *width = cut
    tone = tones.get(str(colour), str(colour))
    return (
        f'<path d="{d}" fill="none" stroke="{tone}" stroke-width="{width[0]}"/>'
        if width
        else f'<path d="{d}" fill="{tone}"/>'
    )


def code(poster: Poster) -> str:
    """Return the code as an SVG, including the quiet zone."""
    rows = build_matrix(poster.address)
    assert isinstance(rows, tuple)
    return render_svg(rows).decode()


def boxes(poster: Poster, format: PrintFormat) -> list[tuple[TextLayer, str]]:
    """Return the texts of a poster with their boxes."""
    layers = [layer for layer in format.layers if isinstance(layer, TextLayer) and CONDITIONS[layer.when](poster)]
    return [(layer, TEXTS[layer.what](poster)) for layer in layers]


def placed(format: PrintFormat) -> tuple[float, float, float]:
    """Return left and upper edge and side of the white panel in mm."""
    spot = next(layer for layer in format.layers if isinstance(layer, QrLayer))
    side = format.panel_mm
    return spot.x * format.scale - side / 2, spot.y * format.scale - side / 2, side


def with_weasyprint(posters: Sequence[Poster]) -> bytes:
    """Return the posters as a PDF made by WeasyPrint with its option for PDF/X-4."""
    format = FORMATS["a4"]
    x, y, side = placed(format)
    pages = []
    for poster in posters:
        texts = "".join(
            f'<p style="left:{box.x}mm;top:{box.y}mm;width:{box.width}mm;font-size:{size(box, text)}mm;'
            f'font-weight:{900 if box.weight == "name" else 500}">{text}</p>'
            for box, text in boxes(poster, format)
        )
        panel = f'<div style="left:{x}mm;top:{y}mm;width:{side}mm">{code(poster)}</div>'
        pages.append(f"<section>{art(poster, format)}{texts}{panel}</section>")
    style = (
        "@page{size:210mm 297mm;margin:0;bleed:3mm;marks:crop}body{margin:0;font-family:'" + FACE + "'}"
        "section{position:relative;width:210mm;height:297mm;break-after:page}p,div{position:absolute;margin:0;text-align:center}"
        "p{color:device-cmyk(0 0 0 1)}svg{width:100%}"
    )
    html = f"<!doctype html><html><style>{style}</style><body>{''.join(pages)}"
    weasyprint: Any = import_module("weasyprint")
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/x-4"))


def with_typst(posters: Sequence[Poster], folder: Path) -> bytes:
    """Return the posters as a PDF made by Typst (which has no PDF/X); its images are written to `folder`."""
    format = FORMATS["a4"]
    x, y, side = placed(format)
    pages = []
    for poster in posters:
        ground = folder / f"art-{poster.accent}-{poster.stars}.svg"
        ground.write_text(art(poster, format), encoding="utf-8")
        (folder / f"code-{poster.id}.svg").write_text(code(poster), encoding="utf-8")
        texts = "".join(
            f"#place(dx: {box.x}mm, dy: {box.y}mm, block(width: {box.width}mm, align(center, "
            f'text(size: {size(box, text)}mm, weight: {900 if box.weight == "name" else 500}, fill: cmyk(0%, 0%, 0%, 100%), "{text}"))))\n'
            for box, text in boxes(poster, format)
        )
        pages.append(
            f'#place(image("{ground.name}", width: 210mm))\n{texts}'
            f'#place(dx: {x}mm, dy: {y}mm, image("code-{poster.id}.svg", width: {side}mm))\n'
        )
    source = folder / "posters.typ"
    head = f'#set page(width: 210mm, height: 297mm, margin: 0mm)\n#set text(font: "{FACE}")\n'
    source.write_text(head + "#pagebreak()\n".join(pages), encoding="utf-8")
    typst: Any = import_module("typst")
    return bytes(typst.compile(str(source)))


def size(box: TextLayer, text: str) -> float:
    """Return the approximate text size of our own typesetting: em in mm."""
    lines = 2 if box.lines > 1 and len(text) * box.smallest * 2 > box.width else 1
    return min(box.largest, box.width * lines / max(1, len(text)))
