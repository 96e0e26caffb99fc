"""Diagrams of the guide: small files, readable in light and dark mode, whose words stay inside them in any font."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import product

import pytest
from playwright.sync_api import Browser

from exhibition.pages.guide import list_diagram_files
from illustrations.guide_diagrams import GUIDE_DIAGRAMS
from illustrations.guide_diagrams.canvas import DAY, NIGHT
from test_shipped_content import contrast

FILES = {artifact.uri.rpartition("/")[2]: artifact.make() for artifact in list_diagram_files()}


def test_wide_drawings_are_more_than_narrow_ones() -> None:
    assert len(FILES) == len(GUIDE_DIAGRAMS) + sum(1 for sketch in GUIDE_DIAGRAMS.values() if sketch.wide)
    assert all(sketch.narrow().width == 360 for sketch in GUIDE_DIAGRAMS.values())
    assert all(sketch.wide().width == 700 for sketch in GUIDE_DIAGRAMS.values() if sketch.wide)


@pytest.mark.parametrize("name", FILES)
def test_a_drawing_is_whole_small_and_asks_for_nothing(name: str) -> None:
    svg = FILES[name]
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
    assert not tags & {"script", "image", "foreignObject", "a"}
    assert len(svg) <= 16_384
    assert b"http" not in svg.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")
    assert b"@import" not in svg
    ids = re.findall(rb'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", FILES)
def test_no_word_is_smaller_than_can_be_read(name: str) -> None:
    sizes = [int(size) for size in re.findall(rb'<text[^>]* font-size="(\d+)"', FILES[name])]
    assert sizes
    assert min(sizes) >= 15


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
def test_words_reach_the_contrast_that_all_can_read(colours: dict[str, str]) -> None:
    for word, ground in product(("text", "soft", "river", "wrong", "right"), ("panel", "water")):
        assert contrast(colours[word], colours[ground]) >= 4.5, (word, ground)
    assert contrast(colours["text"], colours["light"]) >= 4.5
    assert contrast(colours["on-river"], colours["river"]) >= 4.5


@pytest.mark.parametrize("face", ["", "text{font-family:serif!important}"], ids=["own", "another"])
def test_words_stay_inside_and_do_not_cover_each_other(face: str, browser: Browser) -> None:
    """Every phone has a font of its own: the layout must not depend on one."""
    page = browser.new_page()
    for name, svg in FILES.items():
        page.set_content(f"<style>{face}</style>" + svg.decode())
        found = page.evaluate(
            """() => {
              const all = [...document.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()])
              const whole = document.querySelector('svg').getBoundingClientRect(), bad = []
              for (const [words, box] of all)
                if (box.left < whole.left || box.right > whole.right || box.bottom > whole.bottom) bad.push(words)
              all.forEach(([a, p], i) => all.slice(i + 1).forEach(([b, q]) => {
                const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left)
                const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)
                if (wide > 2 && high > Math.min(p.height, q.height) / 2) bad.push(a + ' | ' + b)
              }))
              return bad
            }"""
        )
        assert found == [], name
    page.close()


@pytest.mark.parametrize(("dress", "dark"), [("light", False), ("dark", True)])
def test_a_drawing_shown_as_a_picture_follows_the_dark(dress: str, dark: bool, browser: Browser) -> None:
    context = browser.new_context(color_scheme=dress)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_content("<canvas width=40 height=40></canvas>")
    shade = page.evaluate(
        """svg => new Promise(done => {
          const image = new Image()
          image.onload = () => {
            const pen = document.querySelector('canvas').getContext('2d')
            pen.drawImage(image, -40, -430); done(pen.getImageData(20, 20, 1, 1).data[0])
          }
          image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg)
        })""",
        FILES["anatomy.svg"].decode(),
    )
    context.close()
    assert (shade < 128) is dark
