"""Pictures of posters: drawn scenes as opaque shapes, emblems in the gable, one axis, forms read in their own space."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.model.emblem import EmblemSlugs
from exhibition.print.colour import MAX_INK_SUM
from exhibition.print.formats import FORMATS, MARKS_MM, PrintFormat
from exhibition.print.jobs.render_bundle import expect_page_size, list_pages
from exhibition.print.layers import QrLayer, TextLayer
from exhibition.print.painter import blend_inks
from exhibition.print.pdf_writer import STANDARDS, draw_pages, finish_pdfx
from exhibition.print.poster import Poster, PosterPhoto, build_poster
from exhibition.print.preflight import preflight
from exhibition.print.preflight.model import compute_max_scale, compute_min_scale
from exhibition.print.resources import RenderResources
from exhibition.print.scene_shapes import FlatColour, flatten_scene
from exhibition.types import Unit
from illustrations.scenes import OPENING, SCENES, crop_scene

A4 = FORMATS["a4"]
ADDRESS = "https://louzu.baoshan.gov.cn/10064/"
BAND = (6.0, 34.5, 198.0, 60.0)
"""The band of the picture on the A4 poster: left, top, width, height in mm."""


@cache
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def make_poster(**values: object) -> Poster:
    """Return a poster with a scene and without an emblem, unless the values say something else."""
    plain = build_poster(shipped().published(Unit)[0], shipped())
    own: dict[str, object] = {"address": ADDRESS, "scene": "lift", "emblem": None}
    return replace(plain, **(own | values))  # type: ignore[arg-type]


def draw(poster: Poster, press: RenderResources, row: PrintFormat = A4, dpmm: float = 2) -> np.ndarray:
    """Return the trim of a poster in colour."""
    page = pypdfium2.PdfDocument(draw_pages([poster], row, press))[0]
    cut = MARKS_MM / 25.4 * 72
    return np.asarray(page.render(scale=dpmm * 25.4 / 72, crop=(cut,) * 4, rev_byteorder=True).to_pil().convert("RGB"))


def cut_band(picture: np.ndarray, dpmm: float = 2) -> np.ndarray:
    left, top, wide, high = (round(edge * dpmm) for edge in BAND)
    return picture[top : top + high, left : left + wide]


def faults(posters: list[Poster], press: RenderResources, row: PrintFormat = A4) -> list[str]:
    pdf = finish_pdfx(draw_pages(posters, row, press, ["JOB"] * len(posters)), STANDARDS["x1a"], press.profile, "试")
    pages = [page for poster in posters for page in list_pages(poster, row, press)]
    return [fault.message for fault in preflight(pdf, expect_page_size(row), pages, STANDARDS["x1a"]).faults]


@pytest.mark.parametrize("slug", SCENES)
def test_every_colour_of_a_scene_is_an_ink_within_the_limit(slug: str, press: RenderResources) -> None:
    for seed in ("10001", "10009", "24680"):
        shapes = flatten_scene(slug, seed)
        assert len(shapes) > 50
        assert all(blend_inks(shape.colour, press).total <= MAX_INK_SUM for shape in shapes)
        assert flatten_scene(slug, seed) == shapes


def test_a_shade_lies_between_its_colour_and_ink(press: RenderResources) -> None:
    base, ink = press.get_ink("lamp"), press.get_ink("ink")
    shade = blend_inks(FlatColour("lamp", "ink", 0.16), press)
    for low, high, mixed in zip(base, ink, shade, strict=True):
        assert min(low, high) <= mixed <= max(low, high)
        assert mixed == round(low + (high - low) * 0.16)


def test_every_scene_passes_the_preflight_of_the_stricter_standard(press: RenderResources) -> None:
    """PDF/X-1a has no transparency; all fifteen are in one file and share their shapes."""
    assert faults([make_poster(scene=slug, id=str(20000 + n)) for n, slug in enumerate(SCENES)], press) == []


def test_the_smallest_picture_has_no_hairline(press: RenderResources) -> None:
    row = FORMATS["a5"]
    assert faults([make_poster(scene=slug, id="10009") for slug in SCENES], press, row) == []


def test_two_posters_of_one_street_differ_at_three_metres(press: RenderResources) -> None:
    """At a height of thirty pixels, as an A4 sheet is seen from three metres."""
    posters = [make_poster(scene=slug) for slug in ("lift", "sharing-food", "paper-cutting")]
    small = [
        np.asarray(Image.fromarray(draw(one, press)).resize((21, 30), Image.Resampling.BOX), int) for one in posters
    ]
    for first, second in ((0, 1), (1, 2), (0, 2)):
        band = np.abs(small[first] - small[second])[3:10].max(axis=-1)
        assert (band > 40).mean() > 0.25


def test_the_picture_is_the_photograph_else_the_scene_else_lit_houses(tmp_path: Path, press: RenderResources) -> None:
    Image.new("RGB", (3000, 2000), (40, 90, 200)).save(tmp_path / "photo.jpg")
    shot = PosterPhoto(tmp_path / "photo.jpg", "a", (50, 50))
    photo, scene, nothing = (
        cut_band(draw(poster, press)) for poster in (make_poster(shot=shot), make_poster(), make_poster(scene=""))
    )
    assert np.ptp(photo[20:100, 40:300].reshape(-1, 3), axis=0).max() < 12
    assert len(np.unique(scene.reshape(-1, 3), axis=0)) > 30
    assert len(np.unique(nothing.reshape(-1, 3), axis=0)) > 10
    assert not np.array_equal(scene, nothing)


def test_a_coarse_photograph_gives_way_to_the_scene(tmp_path: Path, press: RenderResources) -> None:
    Image.new("RGB", (800, 600), (40, 90, 200)).save(tmp_path / "photo.jpg")
    shot = PosterPhoto(tmp_path / "photo.jpg", "a", (50, 50))
    assert draw_pages([make_poster(shot=shot)], A4, press) == draw_pages([make_poster()], A4, press)


def test_scenes_of_one_file_share_their_shapes(press: RenderResources) -> None:
    posters = [make_poster(scene="bottle-garden", id=str(30000 + number)) for number in range(20)]
    one, many = (len(draw_pages(some, A4, press)) for some in (posters[:1], posters))
    assert many < 5 * one
    assert draw_pages(posters, A4, press) == draw_pages(posters, A4, press)


EMBLEMS = [
    EmblemSlugs("window", "river", "lantern", ""),
    EmblemSlugs("house", "lamp", "", "初"),
    EmblemSlugs("square", "luodian", "", "慢慢"),
]


@pytest.mark.parametrize("emblem", EMBLEMS)
def test_an_emblem_stands_in_the_round_window(emblem: EmblemSlugs, press: RenderResources) -> None:
    assert faults([make_poster(emblem=emblem)], press) == []
    with_it, without = draw(make_poster(emblem=emblem), press), draw(make_poster(), press)
    changed = np.argwhere((with_it != without).any(axis=-1))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert (left + right) / 4 == pytest.approx(105, abs=0.6)
    assert 10 <= top / 2 < bottom / 2 <= 39


def test_characters_of_an_emblem_are_shapes_and_no_text(press: RenderResources) -> None:
    """Text is black; the characters of an emblem have the colour of its sign."""
    poster = make_poster(emblem=EMBLEMS[1])
    page = pypdfium2.PdfDocument(draw_pages([poster], A4, press))[0]
    assert "初" not in page.get_textpage().get_text_range()


def test_a_photographed_emblem_comes_before_the_words(tmp_path: Path, press: RenderResources) -> None:
    Image.new("RGB", (600, 600), (200, 30, 30)).save(tmp_path / "楼标.jpg")
    shot = PosterPhoto(tmp_path / "楼标.jpg", "b", (50, 50))
    poster = make_poster(emblem=EMBLEMS[0], emblem_shot=shot)
    assert faults([poster], press) == []
    red = draw(poster, press)[49, 210].astype(int)
    assert red[0] > 150 > red[1] + 60
    assert poster.compute_digest(A4) != replace(poster, emblem_shot=None).compute_digest(A4)


def test_scene_and_emblem_are_in_the_fingerprint() -> None:
    digests = {
        poster.compute_digest(A4)
        for poster in (make_poster(), make_poster(scene="council"), make_poster(emblem=EMBLEMS[0]))
    }
    assert len(digests) == 3


@pytest.mark.parametrize("key", ["a3", "a4", "a5", "cluster", "cluster-a4", "sticker"])
def test_texts_and_code_stand_on_one_axis(key: str) -> None:
    row = FORMATS[key]
    middle = row.width_mm / row.scale / 2
    for layer in row.layers:
        if isinstance(layer, TextLayer) and not layer.column:
            assert layer.x + layer.width / 2 == pytest.approx(middle)
            assert layer.align == 0.5
        elif isinstance(layer, QrLayer):
            assert layer.x == pytest.approx(middle)


def test_the_reason_to_scan_is_at_least_seven_millimetres_high_and_sizes_are_three() -> None:
    texts = {layer.what: layer.largest for layer in A4.layers if isinstance(layer, TextLayer)}
    assert texts["tagline"] >= 7
    assert len(set(texts.values())) == 3


def test_the_strip_shows_what_the_frame_would_show() -> None:
    left, top, wide, high = OPENING
    for size in ((198, 60), (44, 33), (44, 40), (30, 60)):
        x, y, width, height = crop_scene(*size)
        assert width / height == pytest.approx(size[0] / size[1])
        assert left <= x < x + width <= left + wide + 1e-6
        assert top <= y < y + height <= top + high + 1e-6


def test_scales_of_a_matrix() -> None:
    assert compute_min_scale((2, 0, 0, 3, 5, 5)) == pytest.approx(2)
    assert compute_max_scale((2, 0, 0, 3, 5, 5)) == pytest.approx(3)
    assert compute_min_scale((0, -2, 2, 0, 0, 0)) == compute_max_scale((0, -2, 2, 0, 0, 0)) == pytest.approx(2)


def test_a_form_is_checked_at_every_place_where_it_is_shown(press: RenderResources) -> None:
    """One form, shown once where it may stand and once on the code: the second place is a fault."""
    poster = make_poster()
    pdf = finish_pdfx(draw_pages([poster], A4, press, ["JOB"]), STANDARDS["x4"], press.profile, "试")
    with pikepdf.open(BytesIO(pdf)) as file:
        page = file.pages[0]
        name = next(str(key) for key in page.Resources.XObject if "path" in str(key))
        page.contents_add(f"q 0 0 0 0.5 k 0.2 0 0 0.2 330 330 cm {name} Do Q".encode())
        out = BytesIO()
        file.save(out, force_version="1.6")
    pages = list_pages(poster, A4, press)
    before = preflight(pdf, expect_page_size(A4), pages, STANDARDS["x4"]).faults
    after = preflight(out.getvalue(), expect_page_size(A4), pages, STANDARDS["x4"]).faults
    assert before == ()
    assert any("二维码上面还压着" in fault.message for fault in after)
