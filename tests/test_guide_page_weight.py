"""The pages of guide and help are light: the theme's structure and styles, nothing of it that they do not use."""

from __future__ import annotations

import gzip
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import Hosting
from exhibition.site.css_subset import CLASS, iter_rules, select_rules
from exhibition.site.mkdocs_hooks import load_theme_style, select_page_style
from test_site_visitors import PHONE, visiting

LIMIT = 18 * 1024
"""Bytes before the first text, gzipped: 0.4 s at 400 kbit/s (`python benchmarks/first_text.py site guide/`)."""
STYLE_LIMIT = 5_400
"""What of it may be the theme's style."""
PAGE_STYLE_LIMIT = 5_800
"""What of it a page carries as style, the theme's and ours, as far as its own parts ask for it."""


def theme_pages(built: Path) -> list[Path]:
    return [path for name in ("guide", "help") for path in sorted((built / name).rglob("*.html"))]


def whole_theme() -> str:
    spec = find_spec("material")
    assert spec and spec.origin
    (sheet,) = (Path(spec.origin).parent / "templates/assets/stylesheets").glob("main.*.min.css")
    return sheet.read_text("utf-8")


def test_the_site_holds_no_scripts_search_or_maps_of_the_theme(built: Path) -> None:
    names = [path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()]
    assert [
        name for name in names if re.search(r"\.map$|lunr|assets/(javascripts|stylesheets|images)/|wordcut", name)
    ] == []


def test_first_text_needs_little(built: Path) -> None:
    """One request: whatever the first text waits for stands in the page."""
    assert len(gzip.compress(load_theme_style().encode(), 6)) <= STYLE_LIMIT
    for path in theme_pages(built):
        text = path.read_text("utf-8")
        assert len(gzip.compress(text.encode(), 6)) <= LIMIT, path
        assert "<script src" not in text
        assert 'rel="stylesheet"' not in text


def test_a_page_carries_no_style_of_what_it_does_not_have(built: Path) -> None:
    for path in theme_pages(built):
        text = path.read_text("utf-8")
        (style,) = re.findall(r"<style[^>]*>(.*?)</style>", text, re.S)
        assert len(gzip.compress(style.encode(), 6)) <= PAGE_STYLE_LIMIT, path
        for part, mark in ((".admonition", 'class="admonition'), (".ex-slips", "ex-slips"), ("kbd{", "<kbd")):
            body = text.replace(style, "")
            assert (part in style) == (mark in body), (path, part)


def test_parts_of_a_page_get_their_style_and_others_none() -> None:
    own = ".ex-slips li{a:b}.ex-copy{c:d}.ex-footer{e:f}table,.ex-brand{g:h}@keyframes k{to{i:j}}.is-wrong:not(.ex-slips){k:l}"
    bare = select_page_style(own, "<p>好</p>")
    assert bare.endswith(".ex-footer{e:f}.ex-brand{g:h}")
    assert "admonition" not in bare
    assert "kbd" not in bare
    assert "@keyframes" not in bare
    full = select_page_style(own, '<pre><code>x</code></pre><div class="ex-slips"><table class="admonition note">')
    assert ".ex-slips li{a:b}.ex-copy{c:d}.ex-footer{e:f}table,.ex-brand{g:h}" in full
    assert ".md-typeset .admonition{" in full
    assert ".md-typeset pre>code" in full
    assert "is-wrong" not in full


def test_no_style_of_the_theme_is_lost_that_a_page_asks_for(built: Path) -> None:
    known = set(CLASS.findall(re.sub(r'url\("[^"]*"\)', "", whole_theme())))
    kept = set(CLASS.findall(load_theme_style()))
    asked = {
        name
        for path in theme_pages(built)
        for value in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for name in value.split()
    }
    assert sorted((asked & known) - kept - {"md-skip"}) == []


def test_a_subset_keeps_what_pages_can_match() -> None:
    css = (
        "@charset \"UTF-8\";a{b:c}.x .y,.z{d:url('}')}@media print{.x{e:f}.w{g:h}}@keyframes k{to{i:j}}.v:not(.w){k:l}"
    )
    left = select_rules(css, lambda name: name in {"x", "y", "v"})
    assert left == (
        "@charset \"UTF-8\";a{b:c}.x .y{d:url('}')}@media print{.x{e:f}}@keyframes k{to{i:j}}.v:not(.w){k:l}"
    )
    assert [head for head, _ in iter_rules(css)][:2] == ['@charset "UTF-8"', "a"]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_drawer_of_a_phone_opens_and_closes_and_keys_reach_it(
    scripts: bool, browser: Browser, at_root: Hosting
) -> None:
    with visiting(browser, viewport=PHONE, java_script_enabled=scripts) as page:
        page.goto(at_root.root + "guide/fields/")
        link = page.get_by_role("link", name="最常见的十个小错").first
        assert not seen(link)
        page.locator("label.md-header__button").click()
        page.wait_for_timeout(400)
        assert seen(link)
        page.mouse.click(PHONE["width"] - 5, 600)
        page.wait_for_timeout(400)
        assert not seen(link)
        link.focus()
        page.wait_for_timeout(400)
        assert seen(link)
        page.keyboard.press("Enter")
        page.wait_for_url("**/guide/slips/")


def seen(link: object) -> bool:
    box = link.bounding_box()  # type: ignore[attr-defined]
    return bool(box and box["x"] >= 0)


def test_a_desktop_shows_both_tables_of_contents(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(at_root.root + "guide/fields/")
        assert page.locator(".md-sidebar--primary").is_visible()
        assert page.locator(".md-sidebar--secondary a").first.is_visible()
        assert not page.locator(".ex-inside a").first.is_visible()
        assert not page.locator("label.md-header__button").is_visible()
