"""Upload page (上传助手) in a real browser: photos come back small, upright and without metadata; no byte is sent."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page

from conftest import HOME, Hosting
from exhibition.content.loader import read_entry
from exhibition.media.file_formats import TITLES, detect_format
from exhibition.media.import_apply import format_new_lines
from exhibition.media.metadata import find_metadata
from exhibition.media.sizes import ARCHIVE_LIMITS, PANORAMA_LIMITS
from exhibition.model.vocabulary import ChoiceWords
from exhibition.pages.service_pages import METADATA_KINDS
from exhibition.types import UNIT
from helpers.images_with_metadata import (
    PLANTED,
    build_exif,
    build_images_with_metadata,
    build_jpeg_with_metadata,
    build_png_with_metadata,
    open_image,
)
from helpers.recordings import RECORDINGS
from test_media_formats import SAMPLES
from test_media_renditions import (
    astronaut,
    build_location_exif,
    build_mpo,
    build_png_with_forged_size,
    china,
    difference,
    encode_image,
    flower,
)
from test_search_normalize import OTHER_SCRIPTS, TEXT
from test_site_visitors import RULES, visiting

read_unit = partial(read_entry, row=UNIT)

SCRIPTS = [HOME / "overrides" / "assets" / name for name in ("bytes.js", "upload.js")]
Sent = dict[str, bytes]


def choose(page: Page, sent: Sent) -> None:
    """Choose files, and wait until the page has processed all of them."""
    before = page.locator(".ex-photo, #troubles li").count()
    page.set_input_files("#pick", [{"name": name, "mimeType": "", "buffer": data} for name, data in sent.items()])
    counted = "document.querySelectorAll('.ex-photo, #troubles li').length"
    page.wait_for_function(
        f"{counted} === {before + len(sent)} && !/正在/.test(document.getElementById('state').textContent)"
    )


def made(page: Page) -> Sent:
    """Save every photo that the page offers, one by one."""
    found = {}
    for link in page.locator(".ex-photo a[download]").all():
        with page.expect_download() as waiting:
            link.click()
        found[waiting.value.suggested_filename] = Path(waiting.value.path()).read_bytes()
    return found


@pytest.fixture
def page(browser: Browser, at_root: Hosting) -> Iterator[Page]:
    with visiting(browser, accept_downloads=True) as page:
        page.goto(at_root.root + "upload/")
        yield page


def test_what_comes_back_hides_nothing(page: Page) -> None:
    sent = {name: data for name, data in build_images_with_metadata().items() if not name.endswith("HEIC")}
    choose(page, sent)
    back = made(page)
    assert list(back) == [f"photo-{number:02d}.jpg" for number in range(1, 6)]
    for data in back.values():
        assert [secret for secret in PLANTED if secret in data] == []
        assert not find_metadata(data).needs_stripping
        assert open_image(data).format == "JPEG"
    assert open_image(back["photo-01.jpg"]).height == 1700
    assert difference(open_image(back["photo-03.jpg"]), flower()) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_comes_back_upright(orientation: int, page: Page) -> None:
    data = encode_image(china(), exif=build_location_exif(orientation).tobytes(), quality=95)
    choose(page, {"a.jpg": data})
    assert difference(open_image(made(page)["photo-01.jpg"]), ImageOps.exif_transpose(open_image(data))) < 4


@pytest.mark.parametrize("orientation", range(2, 9))
def test_an_old_browser_that_turns_nothing_is_helped(orientation: int, browser: Browser, at_root: Hosting) -> None:
    plain = encode_image(china(), quality=95)
    turned = encode_image(china(), exif=build_location_exif(orientation).tobytes(), quality=95)
    with visiting(browser, accept_downloads=True) as page:
        # Such a browser decodes the trial picture, and every other, as if it had no orientation.
        page.add_init_script(
            "Object.defineProperty(HTMLImageElement.prototype, 'naturalWidth', {get: (function (of) { return function () {"
            " return this.src.indexOf('data:') === 0 ? 2 : of.call(this); }; })"
            "(Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'naturalWidth').get)});"
            f"var made = URL.createObjectURL, plain = new Blob([new Uint8Array({list(plain)})], {{type: 'image/jpeg'}});"
            "URL.createObjectURL = function (of) { return made.call(URL, of.name === 'turned.jpg' ? plain : of); };"
        )
        page.goto(at_root.root + "upload/")
        choose(page, {"turned.jpg": turned})
        back = open_image(made(page)["photo-01.jpg"])
    assert difference(back, ImageOps.exif_transpose(open_image(turned))) < 4


def test_a_large_photo_comes_back_as_the_exhibition_keeps_it(page: Page) -> None:
    choose(page, {"big.jpg": encode_image(china(4200), quality=95)})
    data = made(page)["photo-01.jpg"]
    assert open_image(data).width == ARCHIVE_LIMITS.side
    assert len(data) <= ARCHIVE_LIMITS.budget
    assert difference(open_image(data), china(2560).resize(open_image(data).size, Image.Resampling.LANCZOS)) < 8


def test_a_panorama_stays_wider_than_a_photo(page: Page) -> None:
    choose(page, {"long.jpg": encode_image(china(1600).resize((6000, 1500)), quality=90)})
    data = made(page)["photo-01.jpg"]
    assert open_image(data).width == PANORAMA_LIMITS.side
    assert len(data) <= PANORAMA_LIMITS.budget


def test_a_recording_is_told_where_it_belongs(page: Page) -> None:
    choose(page, {"a.mp3": RECORDINGS["tagged"], "b.m4a": RECORDINGS["m4a"], "c.mp3": RECORDINGS["amr"]})
    said = page.locator("#troubles li").all_inner_texts()
    assert "在“参访”的那一站写上“录音”和“文字稿”" in said[0]
    assert ["转成 MP3" in text for text in said] == [False, True, True]


def test_noise_comes_back_smaller_until_it_fits(page: Page) -> None:
    noise = Image.effect_noise((2560, 1900), 120).convert("RGB")
    choose(page, {"noise.png": encode_image(noise, "PNG")})
    data = made(page)["photo-01.jpg"]
    assert len(data) <= ARCHIVE_LIMITS.budget
    assert open_image(data).width < ARCHIVE_LIMITS.side


def test_a_small_upright_photo_keeps_every_pixel(page: Page) -> None:
    data = encode_image(flower(900), exif=build_exif().tobytes(), comment=b"SecretNote", quality=90)
    choose(page, {"a.jpg": data})
    assert difference(open_image(made(page)["photo-01.jpg"]), open_image(data)) == 0


def test_a_photo_that_is_too_small_is_said_to_be(page: Page) -> None:
    choose(page, {"a.jpg": encode_image(flower(900)), "b.jpg": encode_image(flower(640))})
    assert "像素宽" not in page.inner_text(".ex-photo:nth-child(1)")
    assert "只有 640 像素宽" in page.inner_text(".ex-photo:nth-child(2)")


def test_what_is_transparent_lies_on_white(page: Page) -> None:
    clear = astronaut()
    clear.putalpha(0)
    choose(page, {"a.png": encode_image(clear, "PNG")})
    assert open_image(made(page)["photo-01.jpg"]).getpixel((9, 9)) == (255, 255, 255)


def test_what_cannot_be_done_is_said_and_the_others_go_on(page: Page) -> None:
    sent = {
        "empty.jpg": b"",
        "half.jpg": encode_image(china(1200))[:60_000],
        "letter.jpg": b"%PDF-1.7 no photo",
        "bomb.png": build_png_with_forged_size(),
        "IMG_0001.HEIC": build_images_with_metadata()["IMG_0001.HEIC"],
        "good.jpg": build_jpeg_with_metadata(flower(900)),
    }
    choose(page, sent)
    said = page.locator("#troubles li").all_inner_texts()
    assert [text.partition("”")[0][1:] for text in said] == list(sent)[:-1]
    for words, text in zip(("0 字节", "没有传完整", "不是照片", "像素太多", "兼容性最佳"), said, strict=True):
        assert words in text
    assert list(made(page)) == ["photo-01.jpg"]


def test_a_file_too_large_to_be_opened_is_not_opened(page: Page) -> None:
    page.evaluate(
        "Object.defineProperty(File.prototype, 'size', {get: function () { return 300e6; }});"
        "FileReader.prototype.readAsArrayBuffer = function () { throw new Error('opened'); }; null"
    )
    choose(page, {"film.jpg": encode_image(flower())})
    assert "太大了" in page.inner_text("#troubles")


def test_the_lines_are_those_of_the_command(page: Page) -> None:
    choose(page, {"a.jpg": build_jpeg_with_metadata(flower(900)), "b.jpg": encode_image(china(900))})
    assert page.input_value("#lines") == "\n".join(
        (format_new_lines("photo-01.jpg", "2024-05"), format_new_lines("photo-02.jpg", ""))
    )
    assert "没问过的不能发布" in page.inner_text("#lacking")


CAPTIONS = {
    "大家抬旧自行车": "大家抬旧自行车",
    '楼长说: "来" #1': "楼长说: ”来” #1",
    "- 第一次": "- 第一次",
    "“好”\\坏": "“好”\\坏",
    "- 好\\坏": "- 好＼坏",
    "[新]门口": "[新]门口",
    "结尾是冒号:": "结尾是冒号:",
    "  空格  很多 ": "空格 很多",
}
"""Captions as people type them, and as the loader reads them."""


@pytest.mark.parametrize("caption", CAPTIONS)
def test_lines_are_read_as_they_were_meant(caption: str, page: Page) -> None:
    choose(page, {"a.jpg": build_jpeg_with_metadata(flower(900))})
    page.get_by_label("说明").fill(caption)
    page.get_by_label("已同意").check()
    page.locator("#first").fill("7")
    file = f"---\n编号: 20001\n照片:\n{page.input_value('#lines')}\n---\n"
    lexicon = {name: ChoiceWords.from_names(()) for name in ("streets", "photo_kinds", "scenes", "themes", "standards")}
    read = read_unit(file.encode(), "content/units/x/20001", lexicon)
    assert read.entry is not None
    [photo] = read.entry.photos
    assert (photo.file, photo.caption, photo.consent) == ("photo-07.jpg", CAPTIONS[caption], "已同意")
    assert photo.taken is not None
    assert photo.taken.iso == "2024-05"
    assert [found.code for found in read.diagnostics if found.span.line in range(4, 8)] == []
    assert page.inner_text("#lacking") == ""


def test_a_photo_that_is_not_wanted_goes_and_the_others_move_up(page: Page) -> None:
    choose(page, {"a.jpg": encode_image(flower(900)), "b.jpg": encode_image(china(900))})
    choose(page, {"c.jpg": encode_image(astronaut().resize((900, 900)))})
    page.get_by_role("button", name="不要 photo-02.jpg").click()
    back = made(page)
    assert list(back) == ["photo-01.jpg", "photo-02.jpg"]
    assert open_image(back["photo-02.jpg"]).size == (900, 900)
    assert "china" not in page.input_value("#lines")
    for _ in range(2):
        page.locator("button", has_text="不要这一张").first.click()
    assert page.locator("#way").is_visible()
    assert not page.locator("#paste").is_visible()


def test_all_photos_are_saved_with_one_tap(page: Page) -> None:
    choose(page, {"a.jpg": encode_image(flower(900)), "b.jpg": encode_image(china(900))})
    names: list[str] = []
    page.on("download", lambda download: names.append(download.suggested_filename))
    page.get_by_role("button", name="全部存下来").click()
    page.wait_for_timeout(1500)
    assert names == ["photo-01.jpg", "photo-02.jpg"]


def test_in_wechat_photos_are_pressed_for_long(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, user_agent="Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0.49") as page:
        page.goto(at_root.root + "upload/")
        choose(page, {"a.jpg": build_jpeg_with_metadata(flower(900)), "b.jpg": encode_image(china(900))})
        page.wait_for_function("document.querySelectorAll('.ex-photo img[src^=\"data:image/jpeg\"]').length === 2")
        assert page.locator("#press").is_visible()
        assert page.locator(".ex-photo a:visible, #every:visible").count() == 0


@pytest.mark.parametrize("where", ["at_root", "at_sub_path", "stick"])
def test_it_works_wherever_the_site_stands_and_asks_nobody(
    where: str, browser: Browser, built: Path, request: pytest.FixtureRequest
) -> None:
    place = (
        (built / "upload" / "index.html").as_uri()
        if where == "stick"
        else request.getfixturevalue(where).root + "upload/"
    )
    with visiting(browser, accept_downloads=True) as page:
        page.goto(place)
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(urlsplit(request.url).scheme))
        choose(page, {"a.jpg": build_jpeg_with_metadata(flower(900))})
        assert list(made(page)) == ["photo-01.jpg"]
        assert set(asked) <= {"blob", "data"}


def test_both_readers_find_the_same(page: Page) -> None:
    sent = {
        **build_images_with_metadata(),
        "frames.mpo": build_mpo(),
        "plain.jpg": encode_image(flower()),
        "texts.png": build_png_with_metadata(astronaut()),
    }
    names = {words: name for name, words in METADATA_KINDS.items()}
    for name, data in sent.items():
        look = "text => exhibitBytes.looked(Uint8Array.from(atob(text), sign => sign.charCodeAt(0)))"
        seen = page.evaluate(look, b64encode(data).decode())
        found = find_metadata(data)
        expected = {names[trace] for trace in found.traces} | (
            {"film" if found.film else "data"} if found.behind else set()
        )
        # Where a HEIC keeps its EXIF only the Python side looks up; the browser finds what begins as EXIF does.
        assert set(seen["told"]) == (expected | {"film"} if name.endswith("HEIC") else expected), name
        assert not seen["broken"]


def test_both_know_the_same_formats(page: Page) -> None:
    look = "text => exhibitBytes.looked(Uint8Array.from(atob(text), sign => sign.charCodeAt(0))).format"
    seen = {name: page.evaluate(look, b64encode(data[:200_000]).decode()) for name, data in SAMPLES.items()}
    assert seen == {name: detect_format(data) for name, data in SAMPLES.items()}


def test_what_cannot_be_shown_is_called_what_it_is(page: Page) -> None:
    names = {"a.jpg": "TIFF", "b": "DNG", "c.heic": "PDF", "d.jpg": "MP4", "e.png": "PSD"}
    choose(page, {name: SAMPLES[format] for name, format in names.items()})
    said = page.locator("#troubles li").all_inner_texts()
    for text, format in zip(said, names.values(), strict=True):
        assert f"是{TITLES[format]}，" in text


def test_a_photo_is_one_whatever_its_name(page: Page) -> None:
    choose(page, {name: build_jpeg_with_metadata(flower(900)) for name in ("p.jfif", "p.jpe", "p.bin", "p")})
    back = made(page)
    assert len(back) == 4
    assert not any(find_metadata(data).needs_stripping for data in back.values())


def test_a_screenshot_of_a_whole_conversation_is_not_made_a_thread(page: Page) -> None:
    choose(page, {"long.png": encode_image(Image.new("RGB", (1080, 19_000), "white"), "PNG"), "tall.png": tall()})
    assert "又长又窄（1080×19000）" in page.inner_text("#troubles")
    [data] = made(page).values()
    assert open_image(data).width >= 320


def tall() -> bytes:
    """Return the longest picture that is still accepted."""
    return encode_image(Image.new("RGB", (1080, 8640), "white"), "PNG")


@pytest.mark.parametrize("source", SCRIPTS, ids=lambda source: source.name)
def test_scripts_are_es5(source: Path) -> None:
    assert OTHER_SCRIPTS.findall(TEXT.sub("''", source.read_text("utf-8"))) == []


@pytest.mark.parametrize("dress", ["light", "dark", "large"])
def test_the_page_has_no_barrier_when_it_is_full(dress: str, browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, color_scheme="dark" if dress == "dark" else "light") as page:
        page.goto(at_root.root + "upload/" + ("#da" if dress == "large" else ""))
        choose(
            page, {"a.jpg": build_jpeg_with_metadata(flower(900)), "b.jpg": encode_image(china(900)), "c.jpg": b"%PDF"}
        )
        found = Axe().run(page, options=RULES)
        wide = page.evaluate("document.documentElement.scrollWidth")
    assert found.violations_count == 0, found.generate_report()
    assert wide <= 390


def test_what_the_page_keeps_is_what_the_command_keeps(page: Page) -> None:
    keeping = json.loads(page.locator("#upload").get_attribute("data-keeping") or "{}")
    assert (keeping["side"], keeping["budget"]) == (ARCHIVE_LIMITS.side, ARCHIVE_LIMITS.budget)
