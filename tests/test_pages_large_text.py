"""Every kind of page in the large type at 320 px and with text 1.5 times as large at 390 px: no sideways scroll, no thin column."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from conftest import Hosting
from test_media_renditions import encode_image, flower
from test_site_visitors import KINDS, visiting

PAGES = {**KINDS, "fields": "guide/fields/", "slips": "guide/slips/", "code": "help/E201/", "lost": "404.html"}

FAULTS = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width) found.push('scrolls to ' + document.documentElement.scrollWidth);
  for (const element of document.querySelectorAll('main *, header *, footer *, article *')) {
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    if (!element.getClientRects().length || style.writingMode !== 'horizontal-tb') continue;
    for (const node of element.childNodes) {
      const words = node.nodeType === 3 ? node.nodeValue.trim() : '';
      if (words.length < 4) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width < 2 || box.right < 0) continue;
      if (box.right > width + 1) found.push('leaves the page: ' + words.slice(0, 20));
      if (box.width < 1.6 * size) found.push('one character a line: ' + words.slice(0, 20));
    }
  }
  return found;
}"""

ROOT = "document.documentElement.style.setProperty('font-size', parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.5 + 'px', 'important')"
"""As a browser whose own type is larger."""

TEXT = """() => {
  const all = [...document.querySelectorAll('body, body *')].map(e => [e, getComputedStyle(e).fontSize, getComputedStyle(e).lineHeight]);
  for (const [e, size, height] of all) {
    e.style.fontSize = parseFloat(size) * 1.5 + 'px';
    if (height !== 'normal') e.style.lineHeight = parseFloat(height) * 1.5 + 'px';
  }
}"""
"""As Android's WebView (WeChat) does it: every text grows, lengths in rem stay."""

DRESSES = {"large type": (320, ""), "root": (390, ROOT), "text": (390, TEXT)}


def opened(page: Page, root: str, kind: str, dress: str) -> None:
    _, enlarge = DRESSES[dress]
    page.goto(root + PAGES[kind] + ("" if enlarge else "#da"))
    if kind == "search":
        page.locator(".ex-hit").first.wait_for()
        page.evaluate("document.getElementById('facets').open = true")
    if kind == "upload":
        page.set_input_files("#pick", {"name": "a.jpg", "mimeType": "", "buffer": encode_image(flower())})
        page.locator(".ex-photo img").first.wait_for()
    if enlarge:
        page.evaluate(enlarge)


@pytest.mark.parametrize("dress", DRESSES)
def test_large_text_holds_on_every_kind_of_page(dress: str, browser: Browser, at_root: Hosting) -> None:
    faults = {}
    with visiting(browser, viewport={"width": DRESSES[dress][0], "height": 800}) as page:
        for kind in PAGES:
            opened(page, at_root.root, kind, dress)
            page.wait_for_timeout(50)
            faults[kind] = page.evaluate(FAULTS)
    assert {kind: found for kind, found in faults.items() if found} == {}
