"""Visits in a real browser: every kind of page, at the root and below a sub-path, in every colour scheme and text size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from conftest import HOME, WAIT_S, Hosting
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition
from exhibition.types import Cluster, Unit
from exhibition.types.showcase import Showcase

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""axe-core's rule sets for WCAG 2.2 AA; passed rules are not listed, which would take as long as the checks."""


def shown() -> Exhibition:
    return load_exhibition(HOME).exhibition


def fullest(entries: tuple[Entry, ...]) -> Entry:
    """Return the entry whose page has most content."""
    return max(entries, key=lambda entry: (len(entry.pairs), len(entry.steps), len(entry.photos)))


def kinds() -> dict[str, str]:
    """Return one page of each kind by its address below the root of the site."""
    exhibition = shown()
    unit, cluster = fullest(exhibition.published(Unit)), fullest(exhibition.published(Cluster))
    draft = next(unit for unit in exhibition.of(Unit) if not unit.published)
    return {
        "home": "",
        "unit": f"{unit.id}/",
        "cluster": f"{cluster.id}/",
        "notice": f"{draft.id}/",
        "units": "units/",
        "streets": "streets/",
        "street": "streets/yanghang/",
        "themes": "themes/",
        "theme": f"themes/{exhibition.vocabularies.themes.terms[0].slug}/",
        "stars": "stars/5/",
        "clusters": "clusters/",
        "showcase": f"{exhibition.published(Showcase)[0].id}/",
        "showcases": "showcases/",
        "wall": "walls/",
        "street wall": "walls/streets/example/",
        "search": "search/?q=楼",
        "about": "about/",
        "data": "data/",
        "dictionary": "data/dictionary/",
        "record": f"{unit.id}/record/",
        "record of a cluster": f"{cluster.id}/record/",
        "numbers": "numbers/",
        "upload": "upload/",
        "remark": f"tell/?{unit.id}/",
        "application": "apply/",
        "guide": "guide/",
        "help": "help/",
    }


KINDS = kinds()


@contextmanager
def visiting(browser: Browser, **dress: object) -> Iterator[Page]:
    """Open a browser page that fails on errors of our scripts."""
    context = browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **dress})  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(1000 * WAIT_S)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


SETTLED = """document.readyState === 'complete' && document.fonts.status === 'loaded'
  && ![...document.images].some(i => i.loading !== 'lazy' && !i.complete)
  && (location.search.indexOf('?q=') || document.querySelector('.ex-hit'))"""
"""Whether fonts, pictures and, with a query in the address, its results have loaded."""

Look = Callable[[str], AbstractContextManager[Page]]


@contextmanager
def looking(browser: Browser, **dress: object) -> Iterator[Look]:
    """Yield a function that opens an address and leaves no state behind; it fails on errors of our scripts.

    One page serves all visits: one of its own for each costs a second of processor time.
    """
    with visiting(browser, **dress) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))

        @contextmanager
        def look(address: str) -> Iterator[Page]:
            page.goto(address)
            page.wait_for_function(SETTLED)
            yield page
            assert errors == []

        yield look


DRESSES = {"light": ("light", ""), "dark": ("dark", ""), "large": ("light", "#da")}
"""A colour scheme, and the suffix of the address."""


@pytest.fixture(scope="module", params=DRESSES)
def dressed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Look, str]]:
    scheme, mark = DRESSES[request.param]
    with looking(browser, color_scheme=scheme) as look:
        yield look, mark


@pytest.fixture(scope="module", params=["", "#da"], ids=["plain", "large"])
def narrow(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Look, str]]:
    with looking(browser, viewport=NARROW) as look:
        yield look, request.param


def large(page: Page) -> bool:
    """Return whether a page is shown in large type. An address that differs from the last only in its fragment has no
    effect.
    """
    return bool(page.evaluate("document.documentElement.classList.contains('da')"))


def walk(page: Page, hosting: Hosting) -> set[str]:
    """Visit every kind of page to its end; return the hosts that were requested."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for address in KINDS.values():
        page.goto(hosting.root + address)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
    return hosts - {""}


@pytest.mark.parametrize("where", ["at_root", "at_sub_path"])
def test_no_page_asks_another_host_or_misses_a_file(
    where: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    hosting: Hosting = request.getfixturevalue(where)
    hosting.missed.clear()
    with visiting(browser) as page:
        hosts = walk(page, hosting)
    assert hosts == {urlsplit(hosting.root).netloc}
    assert [path for path in hosting.missed if "favicon.ico" not in path] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_a_barrier(kind: str, dressed: tuple[Look, str], at_root: Hosting) -> None:
    look, mark = dressed
    with look(at_root.root + KINDS[kind] + mark) as page:
        assert large(page) == bool(mark)
        found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_phone_never_scrolls_sideways(kind: str, narrow: tuple[Look, str], at_root: Hosting) -> None:
    look, mark = narrow
    with look(at_root.root + KINDS[kind] + mark) as page:
        assert large(page) == bool(mark)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("kind", ["unit", "cluster", "home", "street", "wall", "search"])
def test_a_page_without_script_still_says_everything(kind: str, browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, java_script_enabled=False) as page:
        page.goto(at_root.root + KINDS[kind])
        assert page.locator("h1").count() == 1
        assert len(page.locator("main").inner_text()) > 60


def test_large_type_is_an_address_and_is_remembered(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser) as page:
        page.goto(at_root.root + KINDS["unit"] + "#da")
        size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        assert page.evaluate(size) >= 24
        page.goto(at_root.root)
        assert page.evaluate(size) >= 24


def test_a_wrong_address_leads_back(browser: Browser, at_sub_path: Hosting) -> None:
    with visiting(browser) as page:
        page.goto(at_sub_path.root + "no/such/page/")
        page.get_by_role("link", name="首页").first.click()
        page.wait_for_load_state("networkidle")
        assert page.url == at_sub_path.root


def test_a_copy_from_a_stick_opens_and_walks(browser: Browser, built: Path) -> None:
    unit = fullest(shown().published(Unit))
    with visiting(browser) as page:
        page.goto((built / "index.html").as_uri())
        page.goto((built / "units" / "index.html").as_uri())
        page.locator(f"main a[href$='{unit.id}/']").first.click()
        page.wait_for_load_state("load")
        assert page.url.endswith(f"{unit.id}/index.html")
        assert unit.name in page.locator("h1").inner_text()


def test_photos_open_in_the_lightbox_and_close_again(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser) as page:
        page.goto(at_root.root + KINDS["unit"])
        first = page.locator("main a[data-big]").first
        first.scroll_into_view_if_needed()
        first.click()
        dialog = page.locator("dialog[open]")
        dialog.wait_for()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
