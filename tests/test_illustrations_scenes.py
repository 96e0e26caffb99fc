"""Scenes of cut paper: form, size, colours, and the same seeded choices each time."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from PIL import Image

from illustrations.hero import DUSK, NIGHT, draw_facade, draw_hero, draw_wave_divider, write_hero
from illustrations.mascot_parts import POSES
from illustrations.palette import ACCENTS, COLOURS
from illustrations.scenes import SCENES, draw_scene

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "overrides" / "assets"
WORDS = yaml.safe_load((ROOT / "content/vocabularies/scenes.yml").read_text("utf-8"))["词"]
SEEDS = ("10001", "10002", "10009", "10022", "cover")
DRAWN = {"svg", "defs", "g", "path", "use"}


def elements(svg: bytes) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter())


def colours(svg: bytes) -> set[str]:
    return set(re.findall(r"#[0-9A-Fa-f]{6}\b", svg.decode()))


@pytest.mark.parametrize("slug", SCENES)
def test_a_scene_is_small_flat_and_self_contained(slug: str) -> None:
    for seed in (*SEEDS, *map(str, range(20))):
        drawing = draw_scene(slug, seed)
        assert (drawing.width, drawing.height) == (1200, 800)
        assert len(drawing.svg) <= 18_000
        assert len(gzip.compress(drawing.svg, 9)) <= 3_584
        assert {element.tag.rpartition("}")[2] for element in elements(drawing.svg)} <= DRAWN
        assert colours(drawing.svg) <= set(COLOURS.values())
        assert drawing.colour in COLOURS.values()
        for bad in (b"<text", b"<script", b"filter", b"Gradient", b"<image", b"url(", b"NaN", b"inf"):
            assert bad not in drawing.svg


@pytest.mark.parametrize("slug", SCENES)
def test_every_use_has_its_definition(slug: str) -> None:
    for seed in SEEDS:
        found = elements(draw_scene(slug, seed).svg)
        used = [element.get("href", "") for element in found if element.tag.endswith("use")]
        defined = [element.get("id") for element in found if element.get("id")]
        assert used
        assert {name.removeprefix("#") for name in used} <= set(defined)
        assert all(name.startswith("#") for name in used)
        assert len(defined) == len(set(defined))


@pytest.mark.parametrize("slug", SCENES)
def test_path_data_says_only_what_paths_can_say(slug: str) -> None:
    for element in elements(draw_scene(slug, "10001").svg):
        d = element.get("d")
        if d is not None:
            assert re.fullmatch(r"M[-MmLlHhVvQqTtCcSsAaZz0-9. ]+", d), d


@pytest.mark.parametrize("slug", SCENES)
def test_the_same_seed_gives_the_same_bytes_and_no_two_seeds_do(slug: str) -> None:
    seeds = [str(10_000 + number) for number in range(60)]
    drawings = {draw_scene(slug, seed).svg for seed in seeds}
    assert len(drawings) == len(seeds)
    assert draw_scene(slug, seeds[7]).svg == draw_scene(slug, seeds[7]).svg


def test_seeded_choices_are_the_same_on_every_machine() -> None:
    """A new version of Python must not change a drawing that is already published."""
    from illustrations.seeded_random import SeededRandom

    chance = SeededRandom("council/10001")
    assert [chance.pick(name, "abcdefgh") for name in ("hour", "opening", "border")] == list("chf")
    assert chance.shuffle("warm", "abcdef") == list("cefabd")


def test_before_and_after_share_viewpoint_frame_and_light() -> None:
    for seed in SEEDS:
        before, after = (draw_scene(f"corridor-{when}", seed).svg.decode() for when in ("before", "after"))
        shared = set(re.findall(r' d="([^"]+)"', before)) & set(re.findall(r' d="([^"]+)"', after))
        floor, opening = "M0 800 1200 800 770 556 430 556Z", [d for d in shared if d.startswith("M0 0V800H1200V0Z")]
        assert floor in shared
        assert len(opening) == 1
        assert len(shared) >= 15
        assert before != after


def test_scenes_and_their_words_are_the_same_list() -> None:
    assert [word["slug"] for word in WORDS] == list(SCENES)
    for word in WORDS:
        assert word["名称"] and word["说明"]
        assert word["pose"] in POSES


def test_every_cover_of_a_theme_can_be_drawn() -> None:
    themes = yaml.safe_load((ROOT / "content/vocabularies/themes.yml").read_text("utf-8"))["词"]
    assert {word["cover"] for word in themes if word.get("cover")} <= set(SCENES)


def test_an_unknown_scene_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        draw_scene("car-park", "10001")


def test_accents_are_those_of_the_streets() -> None:
    streets = yaml.safe_load((ROOT / "content/vocabularies/streets.yml").read_text("utf-8"))["词"]
    assert {word["slug"]: word["accent"].upper() for word in streets if not word.get("示例")} == {
        slug: hex.upper() for slug, hex in ACCENTS.items()
    }


@pytest.mark.parametrize(("name", "hour"), [("hero.svg", DUSK), ("hero-night.svg", NIGHT)])
def test_the_hero_drawing_is_small_and_up_to_date(name: str, hour: object, tmp_path: Path) -> None:
    svg = (ASSETS / name).read_bytes()
    assert svg == draw_hero(DUSK if name == "hero.svg" else NIGHT)
    assert len(svg) <= 15_000
    assert len(gzip.compress(svg, 9)) <= 4_000
    assert colours(svg) <= set(COLOURS.values())
    assert {element.tag.rpartition("}")[2] for element in elements(svg)} <= DRAWN
    assert {path.name: path.read_bytes() for path in write_hero(tmp_path)}[name] == svg
    assert hour in (DUSK, NIGHT)


def test_the_hero_drawing_has_a_house_for_each_street() -> None:
    svg = draw_hero(DUSK).decode()
    fronts = re.findall(r'<path id="(\w+)" d="M\d+ 404V', svg)
    short = re.findall(r'<path d="M\d+ 404V\d+[^"]*V404Z" fill="(#\w{6})"/>', svg)
    named = [re.search(rf'<use href="#{name}" fill="(#\w+)"/>', svg) for name in fronts]
    found = short + [match[1] for match in named if match]
    assert sorted(found) == sorted(ink for ink in ACCENTS.values())


def test_a_house_stands_on_its_base() -> None:
    assert draw_facade("flat", 10, 400, 100, 2) == "M10 400V274h-7v-16h114v16h-7V400Z"
    with pytest.raises(KeyError):
        draw_facade("dome", 10, 400, 100, 2)


def test_dividers_differ_by_seed() -> None:
    strips = {draw_wave_divider(str(seed)) for seed in range(12)}
    assert 3 < len(strips) <= 9
    assert all(elements(strip)[0].get("viewBox") == "0 0 1440 48" for strip in strips)


def test_the_share_card_is_a_small_raster() -> None:
    path = ASSETS / "card.png"
    assert path.stat().st_size <= 60_000
    with Image.open(path) as card:
        assert card.size == (1200, 630)
