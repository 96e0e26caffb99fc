"""复制网址: the printed address of a page, on every kind of page that people pass on, copied or selected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import HOME, Hosting
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry
from exhibition.model.exhibition import has_record_page
from exhibition.types import CONTENT_TYPES

BUTTON = ".ex-share button"


def list_paths(site: Path) -> list[str]:
    """Return the page of one entry of each type, and one archive and one visit."""
    exhibition = load_exhibition(HOME).exhibition
    first = [f"{found[0].id}/" for row in CONTENT_TYPES if (found := exhibition.published(row.model))]
    archives = [f"{entry.id}/record/" for entry in exhibition.published(Entry) if has_record_page(entry)][:1]
    visits = [f"{entry.id}/visit/" for entry in exhibition.published(Entry) if (site / entry.id / "visit").is_dir()][:1]
    return [*first, *archives, *visits]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


def open_button(page: Page, address: str) -> str:
    page.goto(address)
    expect(page.locator(BUTTON)).to_have_count(1)
    page.locator(BUTTON).scroll_into_view_if_needed()
    canonical: str = page.evaluate("document.querySelector('[rel=canonical]').href")
    return canonical


def test_it_copies_the_printed_address(context: BrowserContext, at_root: Hosting, built: Path) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for path in list_paths(built):
        canonical = open_button(page, at_root.root + path)
        assert canonical.endswith(f"/{path}")
        page.click(BUTTON)
        expect(page.locator(".ex-share [role=status]")).to_contain_text("复制好了")
        assert page.evaluate("navigator.clipboard.readText()") == canonical
        expect(page.locator(".ex-share [role=status]")).to_contain_text("在微信里看的，点右上角的“…”")


@pytest.mark.parametrize("copies", [True, False])
def test_where_the_browser_copies_nothing_the_address_is_selected(
    context: BrowserContext, built: Path, copies: bool
) -> None:
    page = context.new_page()
    page.add_init_script(
        f"document.execCommand = function (what) {{ window.asked = what; return {str(copies).lower()}; }}"
    )
    canonical = open_button(page, f"{(built / '10009/index.html').as_uri()}")
    page.click(BUTTON)
    assert page.evaluate("window.asked") == "copy"
    field = page.locator(".ex-share input")
    assert field.input_value() == canonical
    expect(page.locator(".ex-share [role=status]")).to_contain_text("复制好了" if copies else "请按住网址")
    assert field.is_hidden() is copies
    if not copies:
        picked = page.evaluate("(f => [f.selectionStart, f.selectionEnd])(document.querySelector('.ex-share input'))")
        assert picked == [0, len(canonical)]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_there_is_no_button(built: Path) -> None:
    for path in list_paths(built):
        assert "复制网址" not in (built / path / "index.html").read_text("utf-8").partition("<script")[0]
        assert "ex-share" not in (built / path / "index.html").read_text("utf-8").partition("</main>")[0]
