"""Printed pages in Chromium, without backgrounds (the browser's default), checked as PDF.

Firefox and WebKit are tested in test_engines.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from playwright.sync_api import Browser

from conftest import Hosting
from helpers.photo_site import PAGES, WALL_WITHOUT_PICTURES
from test_site_visitors import Look, looking, visiting

DESKTOP = {"width": 1280, "height": 900}
LIT = (247, 207, 134)
"""Colour of a lit window without a photo (panes.css)."""


def printed(browser: Browser, address: str, **dress: object) -> pypdfium2.PdfDocument:
    """Print a page that has not been scrolled."""
    with visiting(browser, **{"viewport": DESKTOP, **dress}) as page:
        page.goto(address)
        page.wait_for_function("!document.querySelector('span>noscript')")
        page.wait_for_load_state("networkidle")
        return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))


def text(page: pypdfium2.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_bounded().split())


def pictures(document: pypdfium2.PdfDocument) -> int:
    return sum(1 for page in document for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))


def colours(page: pypdfium2.PdfPage) -> Counter[tuple[int, int, int]]:
    found = page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 24)
    return Counter({colour: count for count, colour in found})


def test_a_wall_prints_its_pictures_and_its_lights(browser: Browser, with_photos: Hosting) -> None:
    document = printed(browser, with_photos.root + PAGES["street wall"])
    assert pictures(document) >= 1
    # Beside pictures, units without one are a list; on a wall without pictures they are lit windows.
    assert "示例一号楼" in text(document[0]) and "示例二号楼" in text(document[0])
    document = printed(browser, with_photos.root + WALL_WITHOUT_PICTURES)
    lit = sum(
        count
        for colour, count in colours(document[0]).items()
        if max(abs(a - b) for a, b in zip(colour, LIT, strict=True)) < 8
    )
    assert lit > 500
    assert "示例二号楼" in text(document[0])


def test_cards_and_covers_print_their_pictures(browser: Browser, with_photos: Hosting) -> None:
    assert pictures(printed(browser, with_photos.root + PAGES["cluster"])) >= 1
    assert pictures(printed(browser, with_photos.root + PAGES["home"])) >= 2


def test_a_unit_prints_its_story_first_and_its_code_last(browser: Browser, with_photos: Hosting) -> None:
    document = printed(browser, with_photos.root + PAGES["unit"])
    first, last = document[0], document[len(document) - 1]
    assert "示例一号楼" in text(first)
    # Stars are printed as words, because the bar is a background.
    assert "三星楼组" in text(first)
    assert "前世今生" in text(first)
    assert "坐下来商量" in text(first)
    assert "扫一扫" not in "".join(map(text, document))
    codes = zxingcpp.read_barcodes(last.render(scale=2, grayscale=True).to_pil())
    assert [code.text.lower() for code in codes] == ["https://louzu.example/20001/"]
    # Seven photographs and drawings; drawings are vectors.
    assert pictures(document) >= 5
    assert len(document) <= 5


def test_nothing_is_printed_white_on_white(browser: Browser, with_photos: Hosting) -> None:
    """A page in dark mode is printed on white too."""
    light = printed(browser, with_photos.root + PAGES["unit"])
    dark = printed(browser, with_photos.root + PAGES["unit"], color_scheme="dark")
    assert list(map(text, light)) == list(map(text, dark))
    for one, other in zip(light, dark, strict=True):
        ink = [sum(n for colour, n in colours(page).items() if max(colour) < 110) for page in (one, other)]
        assert ink[1] > 0.9 * ink[0]


WHITE = """() => {
  const light = colour => { const c = colour.match(/[\\d.]+/g).map(Number); return (c[3] === undefined || c[3] > .5) && Math.min(c[0], c[1], c[2]) > 175; };
  const wrong = [];
  document.querySelectorAll('body *').forEach(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim());
    if (!own || !e.getClientRects().length || e.closest('noscript, svg, .ex-poster, dialog')) return;
    const style = getComputedStyle(e);
    if (style.visibility === 'visible' && light(style.color)) wrong.push(e.outerHTML.slice(0, 90));
  });
  return wrong;
}"""
"""Script that returns elements whose own text is too light to be read on paper."""


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Look, str]]:
    with looking(browser, viewport=DESKTOP, color_scheme=request.param) as look:
        yield look, request.param


@pytest.mark.parametrize("kind", PAGES)
def test_every_text_can_be_read_without_its_background(
    kind: str, scheme: tuple[Look, str], with_photos: Hosting
) -> None:
    look, name = scheme
    with look(with_photos.root + PAGES[kind]) as page:
        page.emulate_media(media="print", color_scheme=name)  # type: ignore[arg-type]
        assert page.evaluate(WHITE) == []
