"""Printing a page's own A4 poster by its button, in a browser, from a server and from files; codes are decoded."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page

from conftest import HOME, Hosting
from exhibition.content.loader import load_exhibition
from exhibition.print.poster import URI, render_script

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
A4_PT = (595.28, 841.89)
DPI = 150
LIMIT = 10 * 1024
"""Maximum number of compressed bytes that a browser loads for the poster of a unit."""
PAGES = {"10009": "灯火楼（示例）", "10001": "64号楼", "10007": "童盟", "10008": "楼谊桥梁"}
"""Units and clusters: with all stars and without, with members and without."""


def printed(page: Page, address: str) -> pypdfium2.PdfPage:
    """Print the poster of a page by its button; the PDF must have one page."""
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(address)
    page.get_by_role("button", name="打印这张海报").click()
    page.wait_for_function("window.printed")
    page.wait_for_load_state("networkidle")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))
    assert len(document) == 1
    return document[0]


def words(sheet: pypdfium2.PdfPage) -> str:
    return "".join(sheet.get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("id", PAGES)
def test_the_button_prints_the_poster_of_this_very_page(browser: Browser, at_root: Hosting, id: str) -> None:
    page = browser.new_page(viewport=DESKTOP)
    sheet = printed(page, f"{at_root.root}{id}/")
    page.close()
    assert sheet.get_size() == pytest.approx(A4_PT, abs=1)
    codes = zxingcpp.read_barcodes(sheet.render(scale=DPI / 72, grayscale=True).to_pil())
    assert [code.text.lower() for code in codes] == [f"https://louzu.example/{id}/"]
    # Sharp at every size: the code is drawn, not a bitmap.
    assert list(sheet.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])) == []
    text = words(sheet)
    assert PAGES[id] in text
    assert f"louzu.example/{id}/" in text
    assert f"编号{id}" in text
    # The address is a placeholder, so the poster must be marked as a proof.
    assert "样张，请勿张贴" in text


def test_it_prints_from_a_stick_too(browser: Browser, built: Path) -> None:
    page = browser.new_page(viewport=DESKTOP)
    sheet = printed(page, (built / "10009" / "index.html").as_uri())
    page.close()
    assert len(zxingcpp.read_barcodes(sheet.render(scale=DPI / 72, grayscale=True).to_pil())) == 1


def test_a_phone_pays_nothing_until_it_asks(browser: Browser, at_root: Hosting) -> None:
    page = browser.new_page(viewport=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{at_root.root}10009/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "poster" in url]
    page.get_by_role("button", name="打印这张海报").click()
    page.wait_for_function("window.printed")
    assert page.locator(".ex-poster > svg").count() == 1
    page.get_by_role("button", name="打印这张海报").click()
    assert page.locator(".ex-poster > svg").count() == 1
    page.close()


def test_long_names_stay_on_the_paper(browser: Browser, at_root: Hosting) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{at_root.root}10009/")
    page.evaluate(
        "document.querySelector('h1').textContent = '共和十一村六十四号楼一至六层全体邻居共建共享的大家庭楼组（示例）'"
    )
    page.add_init_script("window.print = () => {}")
    page.get_by_role("button", name="打印这张海报").click()
    page.wait_for_selector(".ex-poster svg", state="attached")
    boxes = page.evaluate(
        "[...document.querySelectorAll('.ex-poster text')].map(t => [t.textContent, t.getBBox()]).map(([t, b]) => [t, b.x, b.x + b.width])"
    )
    page.close()
    assert all(left >= 5 and right <= 205 for text, left, right in boxes if text != "样张"), boxes
    assert sum("共和" in text or "邻居" in text for text, _, _ in boxes) >= 2


def test_the_files_are_small(built: Path) -> None:
    files = [built / URI, built / "assets" / "exhibit" / "poster.js"]
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= LIMIT


def test_an_address_of_ones_own_needs_no_watermark() -> None:
    exhibition = load_exhibition(HOME).exhibition
    assert '"proof":true' in render_script(exhibition)
    own = replace(exhibition, settings=replace(exhibition.settings, site_url="https://louzu.baoshan/"))
    assert '"proof":false' in render_script(own)
