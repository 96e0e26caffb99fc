"""Share images and Open Graph: every public page names a picture that is there, and what was taken down shares nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.content.settings import read_settings
from exhibition.model import Artifact, CacheKey, Entry, Exhibition, Photo, Picture
from exhibition.pages import sharing
from exhibition.pages.sharing import (
    describe_card,
    find_entry_image,
    has_own_cards,
    list_share_images,
    prepare_share_images,
)
from exhibition.print import share_card
from exhibition.print.share_card import (
    FIGURE,
    HEIGHT,
    PICTURED,
    PLAIN,
    STARRED,
    UNIT,
    WIDTH,
    ShareCard,
    crop_photo,
    draw_card,
)
from exhibition.storage.cache import Cache
from helpers.sites import hall, unit

META = re.compile(r'<meta property="og:([a-z_:]+)"(?: name="description")? content="([^"]*)">')
REQUIRED = {
    "title",
    "description",
    "type",
    "url",
    "image",
    "image:width",
    "image:height",
    "image:alt",
    "site_name",
    "locale",
}


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def read_graph(page: Path) -> dict[str, str]:
    return {name: unescape(value) for name, value in META.findall(page.read_text("utf-8"))}


def list_pages(site: Path) -> list[Path]:
    return sorted(site.rglob("index.html"))


def test_every_public_page_is_complete_in_open_graph_and_its_picture_is_there(built: Path, shipped: Exhibition) -> None:
    base, sizes, shared = shipped.settings.site_url, dict[str, tuple[int, int]](), 0
    for page in list_pages(built):
        text, told = page.read_text("utf-8"), read_graph(page)
        if '<meta name="robots" content="noindex">' in text or 'http-equiv="refresh"' in text:
            assert told == {}, page
            continue
        assert told.keys() == REQUIRED, page
        shared += 1
        path = page.parent.relative_to(built).as_posix()
        assert told["url"] == (base if path == "." else f"{base}{path}/")
        assert told["description"], page
        assert told["locale"] == "zh_CN"
        assert told["image:alt"]
        uri = told["image"].removeprefix(base)
        if uri not in sizes:
            with Image.open(built / uri) as picture:
                sizes[uri] = picture.size
        assert sizes[uri] == (int(told["image:width"]), int(told["image:height"])) == (1200, 630)
    assert shared > 100


def test_titles_are_as_short_as_a_share_card_shows_them(built: Path) -> None:
    long = {
        page.parent.relative_to(built).as_posix(): told["title"]
        for page in list_pages(built)
        if (told := read_graph(page)) and len(told["title"]) > 20 and not page.is_relative_to(built / "help")
    }
    assert {path: title for path, title in long.items() if not path.startswith("guide")} == {}


def test_the_page_without_address_shares_nothing(built: Path) -> None:
    assert "og:" not in (built / "404.html").read_text("utf-8")


def test_nothing_is_shared_of_what_is_no_page(built: Path, shipped: Exhibition) -> None:
    shown = {entry.id for entry in shipped.published(Entry)}
    for link in shipped.ledger.by_id.values():
        if link.id not in shown:
            assert not list((built / link.id).glob("share.*"))
            assert read_graph(built / link.id / "index.html") == {}


PHOTO = Photo(file="a.jpg", scene=None, caption="一起包粽子", focus=(20, 80))
SCENE = Photo(file=None, scene="加装电梯", caption="画")
SHOWN = Picture("20001/a-01234567-1440.jpg", 1440, 1080, "20001/a-01234567-360.jpg", "#888888")


def test_a_photo_that_the_page_shows_comes_before_a_drawing() -> None:
    entry = unit(1, photos=(SCENE, PHOTO))
    site = hall(entry)
    image = find_entry_image(entry, site, {(entry.id, PHOTO.key): SHOWN}, own_cards=True)
    assert (image.uri, image.alt) == (f"{entry.id}/share.jpg", "一起包粽子")
    drawn = find_entry_image(entry, site, {(entry.id, SCENE.key): SHOWN}, own_cards=True)
    assert (drawn.uri, drawn.alt) == (f"{entry.id}/share.png", "")


def test_the_content_decides_who_has_a_card_of_his_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_DRAWN", 2)
    few, many = hall(unit(1), unit(2)), hall(unit(1), unit(2), unit(3))
    assert has_own_cards(few, {})
    assert not has_own_cards(many, {})
    assert has_own_cards(many, {("20003", PHOTO.key): SHOWN}) is False

    def wish(site: Exhibition, word: str) -> Exhibition:
        return replace(site, settings=replace(site.settings, share_cards=word))

    assert has_own_cards(wish(many, "each"), {})
    assert not has_own_cards(wish(few, "street"), {})
    entry = many.published(Entry)[0]
    assert find_entry_image(entry, many, {}, own_cards=False).uri.startswith("assets/share/")


@pytest.mark.parametrize(("word", "wrong"), [("", False), ("each", False), ("street", False), ("all", True)])
def test_the_setting_takes_two_words(tmp_path: Path, word: str, wrong: bool) -> None:
    text = (HOME / "mkdocs.yml").read_text("utf-8").replace('share_cards: ""', f'share_cards: "{word}"')
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    settings, found = read_settings(tmp_path)
    assert settings.share_cards == word
    assert any("share_cards" in one.message for one in found) is wrong


def test_a_card_is_drawn_once_and_then_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, site = Cache(tmp_path), hall(unit(1), unit(2, tagline="一起种花。"))
    images = list_share_images(site, {}, {}, HOME, cache)
    own = [image for image in images if image.uri.endswith("/share.png")]
    steps: list[tuple[int, int]] = []
    prepare_share_images(own, cache, lambda done, total: steps.append((done, total)))
    assert steps == [(2, 2)]
    monkeypatch.setattr(share_card, "draw_card", lambda *_: pytest.fail("drawn again"))
    prepare_share_images(own, cache, lambda *_: pytest.fail("nothing is missing"))
    again = list_share_images(hall(unit(1), unit(2, tagline="一起种树。")), {}, {}, HOME, cache)
    keys = {image.uri: image.key for image in images}
    assert [image.uri for image in again if image.key != keys[image.uri]] == ["20002/share.png"]


def test_the_card_of_a_photo_is_cropped_around_its_focus() -> None:
    photo = Image.new("RGB", (1000, 1000), "white")
    photo.paste("black", (0, 700, 1000, 1000))
    file = BytesIO()
    photo.save(file, "JPEG")
    low, high = (Image.open(BytesIO(crop_photo(file.getvalue(), (50, focus)))) for focus in (100, 0))
    assert low.size == high.size == (WIDTH, HEIGHT)
    assert low.getpixel((600, 620))[0] < 40  # type: ignore[index]
    assert high.getpixel((600, 620))[0] > 215  # type: ignore[index]
    assert not low.getexif()


def test_a_photo_is_read_from_its_published_form(tmp_path: Path) -> None:
    entry = unit(1, photos=(PHOTO,))
    file = BytesIO()
    Image.new("RGB", (1440, 1080), "red").save(file, "JPEG")
    source = Artifact(SHOWN.src, file.getvalue, CacheKey("0" * 32))
    cache = Cache(tmp_path)
    (image, *_) = list_share_images(hall(entry), {(entry.id, PHOTO.key): SHOWN}, {SHOWN.src: source}, HOME, cache)
    assert image.uri == f"{entry.id}/share.jpg"
    assert Image.open(BytesIO(cache.get_or_make(image))).size == (1200, 630)


def test_a_drawn_card_is_small_and_the_same_each_time() -> None:
    card = ShareCard(
        "高境镇  ·  三星楼组", "美兰湖畔邻里互助一家亲示范楼", "楼道里堆了八年的旧家具搬走了。", "gaojing", 3
    )
    data = draw_card(card, HOME)
    assert data == draw_card(card, HOME)
    assert len(data) <= 40_000
    assert Image.open(BytesIO(data)).size == (1200, 630)
    assert data != draw_card(replace(card, name="初心楼"), HOME)
    assert data != draw_card(replace(card, stars=4), HOME)


def test_a_page_that_opens_with_a_scene_shares_its_own_drawing() -> None:
    exhibition = load_exhibition(HOME).exhibition
    drawn = [entry for entry in exhibition.published(Entry) if entry.photos and entry.photos[0].scene][:2]
    first, second = (describe_card(entry, exhibition) for entry in drawn)
    assert first.scene == exhibition.vocabularies.scenes.find_term(drawn[0].photos[0].scene or "").slug  # type: ignore[union-attr]
    assert first.seed == drawn[0].id
    data = draw_card(first, HOME)
    assert len(data) <= 60_000
    assert data != draw_card(replace(first, seed=second.seed), HOME)
    assert Image.open(BytesIO(data)).size == (WIDTH, HEIGHT)


def test_one_size_is_meant_everywhere() -> None:
    assert sharing.SHARE_SIZE == (WIDTH, HEIGHT)


def test_name_and_sentence_stand_in_the_middle_square_beside_the_mascot() -> None:
    for boxes in (STARRED, PLAIN, PICTURED):
        for box in (boxes.above, boxes.name, boxes.sentence):
            assert box.x + box.width / 2 == WIDTH / UNIT / 2
            assert box.x + box.width <= FIGURE.x
        assert boxes.name.width * UNIT <= HEIGHT


def test_the_words_on_a_card_say_place_and_stars_and_what_is_made_up() -> None:
    exhibition = load_exhibition(HOME).exhibition
    made_up = next(entry for entry in exhibition.published(Entry) if entry.example and getattr(entry, "stars", None))
    card = describe_card(made_up, exhibition)
    assert card.above.startswith("示例  ·  ")
    assert card.above.endswith("星楼组")
    bare = hall(unit(0, tagline=""))
    assert describe_card(bare.published(Entry)[0], bare).sentence == bare.settings.site_name
