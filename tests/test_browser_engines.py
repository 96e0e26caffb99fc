"""Every kind of page in Firefox ESR and WebKitGTK, as Debian packs them: opens, fits, searches, compares, enlarges,
prints.

`scripts/start.py test` installs both where there is apt-get; elsewhere these tests are skipped. One browser serves
the whole file: starting one takes longer than all tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from conftest import HOME, Hosting, hosting
from helpers import gallery_builds, sites
from helpers.browser_engines import ENGINES, WATCH, Engine, is_installed, make_webkit_environment, run_screen
from helpers.photo_site import PAGES, UNIT, WALL_WITHOUT_PICTURES

NARROW, PHONE_PX = 390, 844
LEFT, RIGHT, ESCAPE, ENTER, END = "\ue012", "\ue014", "\ue00c", "\ue007", "\ue010"
DEBIAN_PYTHON = "/usr/bin/python3"
"""Its packages contain WebKit's bindings."""


@pytest.fixture(scope="module")
def host(photographed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    """The site with photographs below `/site/`, and `/frame.html`, a phone's screen as a frame.

    Windows of both engines have a minimum width above 390 px; a frame has none.
    """
    folder = tmp_path_factory.mktemp("host")
    (folder / "site").symlink_to(photographed, target_is_directory=True)
    frame = f'<iframe style="width:{NARROW}px;height:{PHONE_PX}px;border:0"></iframe>'
    (folder / "frame.html").write_text(f"<!doctype html><title>x</title><body style=margin:0>{frame}", "utf-8")
    yield from hosting(folder, photographed / "404.html")


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if not is_installed(request.param):
        pytest.skip(f"{request.param} is not on this machine")
    with ENGINES[request.param]() as started:
        started.resize(1280, 900)
        yield started


FRAMED = """
var done = arguments[arguments.length - 1], frame = document.querySelector('iframe'), errors = [];
frame.onload = function () {
  var inner = frame.contentWindow;
  inner.scrollTo(0, inner.document.body.scrollHeight);
  setTimeout(function () {
    var root = inner.document.documentElement, widths = [root.scrollWidth];
    root.classList.add('da');
    widths.push(root.scrollWidth);
    done([widths, inner.innerWidth, inner.document.querySelectorAll('h1').length, errors]);
  }, 250);
};
frame.contentWindow.location.href = arguments[0];
// The new page's window is another object; its errors come through the console's handler of the frame's own page.
var look = setInterval(function () {
  try {
    if (frame.contentWindow.__heard || frame.contentWindow.location.href === 'about:blank') return;
    frame.contentWindow.__heard = true;
    frame.contentWindow.addEventListener('error', function (e) { if (e.message) errors.push(e.message); });
    frame.contentWindow.addEventListener('unhandledrejection', function (e) { errors.push(String(e.reason)); });
  } catch (e) {}
}, 1);
"""


def test_every_kind_of_page_opens_without_an_error_and_fits_a_phone(engine: Engine, host: Hosting) -> None:
    engine.goto(host.root + "frame.html")
    wrong = {}
    for kind, address in PAGES.items():
        widths, room, headings, errors = engine.run_async(FRAMED, f"{host.root}site/{address}")
        # In normal and in large type.
        if max(widths) > room or room != NARROW or headings != 1 or errors:
            wrong[kind] = (widths, room, headings, errors)
    assert wrong == {}


def test_the_search_finds(engine: Engine, host: Hosting) -> None:
    engine.goto(host.root + "site/search/?q=%E7%A4%BA%E4%BE%8B%E4%B8%80%E5%8F%B7%E6%A5%BC")
    engine.until("document.querySelector('#hits a')")
    assert "示例一号楼" in engine.run("return document.querySelector('#hits a').textContent")


def test_the_slider_compares(engine: Engine, host: Hosting) -> None:
    engine.goto(f"{host.root}site/{UNIT}/")
    engine.until("document.querySelector('.is-slide input') && !document.querySelector('.is-slide input').hidden")
    engine.run("document.querySelector('.is-slide input').focus()")
    engine.keys(RIGHT, RIGHT)
    value = engine.run("return document.querySelector('.is-slide input').value")
    assert value != "50"
    assert engine.run("return document.querySelector('.is-slide').style.getPropertyValue('--at')") == f"{value}%"


def caption(engine: Engine, number: int) -> None:
    engine.until(
        f"(document.querySelector('dialog[open] p') || document.body).textContent.indexOf('（{number}／7）') > 0"
    )


@pytest.mark.parametrize("stick", [False, True], ids=["host", "stick"])
def test_pictures_open_large_turn_and_close_by_back(
    engine: Engine, host: Hosting, photographed: Path, stick: bool
) -> None:
    address = (photographed / UNIT / "index.html").as_uri() if stick else f"{host.root}site/{UNIT}/"
    engine.goto(address)
    engine.run(WATCH)
    engine.click("main a[data-big]")
    caption(engine, 1)
    assert engine.run("return document.activeElement.textContent") == "关闭"
    source = engine.until("document.querySelector('dialog img').currentSrc")
    assert source.endswith((".avif", ".jpg"))
    engine.keys(RIGHT)
    caption(engine, 2)
    assert engine.run("var i = document.querySelector('dialog img'); return i.complete && i.naturalWidth > 0")
    engine.keys("+")
    assert engine.run("return document.querySelector('dialog picture').style.transform").endswith("scale(1.5)")
    engine.keys("-")
    engine.click("dialog [data-by='1']")
    caption(engine, 3)
    engine.back()
    engine.until("!document.querySelector('dialog').open")
    assert engine.run("return location.href") == address
    engine.click("main a[data-big]")
    caption(engine, 1)
    engine.keys(ESCAPE)
    engine.until("!document.querySelector('dialog').open && history.state === null")
    assert engine.run("return document.activeElement === document.querySelector('main a[data-big]')")
    assert engine.run("return window.__errors") == []


def text(page: pypdfium2.PdfPage) -> str:
    # Fonts share a glyph among a character and a radical of the same shape; PDF then contains the radical.
    return unicodedata.normalize("NFKC", "".join(page.get_textpage().get_text_bounded().split()))


def codes(document: pypdfium2.PdfDocument) -> list[str]:
    images = (page.render(scale=2, grayscale=True).to_pil() for page in document)
    return [code.text.lower() for image in images for code in zxingcpp.read_barcodes(image)]


def ink(page: pypdfium2.PdfPage) -> float:
    """Return how far down a page is printed, from 0 to 1."""
    image = page.render(scale=1, grayscale=True).to_pil()
    box = Image.eval(image, lambda value: 255 * (value < 200)).getbbox()
    return box[3] / image.height if box else 0.0


def settled(engine: Engine, address: str) -> None:
    """Open a page and wait until all its pictures have loaded and nothing moves, as before a visitor prints."""
    engine.goto(address)
    engine.until("!document.querySelector('span>noscript')")
    engine.until(
        "![...document.images].some(i => i.loading !== 'lazy' && !i.complete) && !document.getAnimations().length"
    )


def colours(page: pypdfium2.PdfPage) -> dict[tuple[int, int, int], int]:
    """Return how many px of a page have each colour."""
    return {colour: count for count, colour in page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 24)}


HEAD, FIRST, STARS = (224, 0, 0), (0, 0, 224), (0, 160, 0)
"""Colours by which a printed page is recognized: not all text of Firefox's PDF can be extracted."""
PAINT = """
var paint = function (e, colour) { e.style.setProperty('color', 'rgb(' + colour + ')', 'important'); };
paint(document.querySelector('.ex-story').previousElementSibling, arguments[0]);
paint(document.querySelector('.ex-steps h3'), arguments[1]);
paint(document.querySelector('.ex-first .ex-stars'), arguments[2]);
"""


def test_firefox_prints_a_story_that_flows_with_its_code(engine: Engine, host: Hosting) -> None:
    if engine.name != "firefox":
        pytest.skip("WebKit prints below")
    settled(engine, f"{host.root}site/{UNIT}/")
    engine.run(PAINT, HEAD, FIRST, STARS)
    for room_mm in (0, 40, 60, 100):
        # Wherever the heading is on the sheet, the story goes on below it.
        engine.run("document.querySelector('.ex-tagline').style.paddingBottom = arguments[0] + 'mm'", room_mm)
        document = pypdfium2.PdfDocument(engine.pdf())
        seen = [colours(page) for page in document]
        assert [HEAD in page for page in seen] == [FIRST in page for page in seen], room_mm
        assert sum(HEAD in page for page in seen) == 1
        assert STARS in seen[0]
        if room_mm == 0:
            assert codes(document) == [f"https://louzu.example/{UNIT}/"]
            assert len(document) <= 5
            assert min(ink(page) for page in list(document)[:-1]) > 0.6
            # The pictures have been printed once: from here on they only take their space, or each PDF has 10 MB of
            # them.
            engine.run("document.querySelectorAll('img').forEach(function (i) { i.style.visibility = 'hidden'; })")


LIT = (247, 207, 134)


def test_firefox_prints_the_pictures_and_the_lights_of_walls(engine: Engine, host: Hosting) -> None:
    if engine.name != "firefox":
        pytest.skip("WebKit prints below")
    settled(engine, f"{host.root}site/{PAGES['street wall']}")
    # A photograph has many colours.
    assert len(colours(pypdfium2.PdfDocument(engine.pdf())[0])) > 1500
    settled(engine, f"{host.root}site/{WALL_WITHOUT_PICTURES}")
    found = colours(pypdfium2.PdfDocument(engine.pdf())[0])
    assert sum(n for colour, n in found.items() if max(abs(a - b) for a, b in zip(colour, LIT, strict=True)) < 8) > 500


@pytest.mark.skipif(not is_installed("webkit"), reason="WebKit is not on this machine")
def test_webkit_prints_the_code_of_a_page_that_nobody_has_scrolled(host: Hosting, tmp_path: Path) -> None:
    if subprocess.run([DEBIAN_PYTHON, "-c", "import gi; gi.require_version('WebKit2', '4.1')"], check=False).returncode:
        pytest.skip("python3-gi or gir1.2-webkit2-4.1 is not on this machine")
    with run_screen() as display:
        command = [
            DEBIAN_PYTHON,
            str(HOME / "tests" / "helpers" / "webkit_print.py"),
            f"{host.root}site/{UNIT}/",
            str(tmp_path / "unit.pdf"),
        ]
        subprocess.run(command, env=make_webkit_environment(display), check=True, timeout=100)
    document = pypdfium2.PdfDocument(tmp_path / "unit.pdf")
    assert "示例一号楼" in text(document[0])
    assert codes(document) == [f"https://louzu.example/{UNIT}/"]


def test_a_page_is_drawn(engine: Engine, host: Hosting) -> None:
    engine.goto(f"{host.root}site/{UNIT}/")
    image = Image.open(BytesIO(engine.screenshot())).convert("RGB")
    assert len(image.getcolors(1 << 24)) > 200


def test_a_wall_of_an_older_publication_grows_and_back_finds_it_so(engine: Engine, tmp_path: Path) -> None:
    """The files of the search keep their addresses: an open wall takes from the later publication."""
    first, second = (gallery_builds.write_site(tmp_path / str(count), sites.exhibition(count)) for count in (130, 131))
    for site in (first, second):
        for path in site.rglob("*"):
            os.utime(path, (1_700_000_000, 1_700_000_000))
    served = tmp_path / "served"
    shutil.copytree(first, served)
    for host in hosting(served, first / "404.html"):
        engine.goto(f"{host.root}walls/")
        shutil.rmtree(served)
        shutil.copytree(second, served)
        engine.click("[data-more]")
        engine.until("document.querySelectorAll('.ex-windows > li').length === 120")
        engine.run("document.querySelectorAll('.ex-windows a')[100].click()")
        engine.until("document.body.textContent.length < 20")
        engine.back()
        engine.until("document.querySelectorAll('.ex-windows > li').length === 120")
        engine.click("[data-more]")
        engine.until("document.querySelectorAll('.ex-windows > li').length === 131")
