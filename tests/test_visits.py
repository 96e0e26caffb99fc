"""Visits: points of pictures, recordings, panoramas, the page of the stations, the room, what machines and searchers get."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import commanded
from exhibition.content.loader import load_exhibition
from exhibition.exchange.open_data import OpenData
from exhibition.exchange.panorama_viewer import NAME, build_viewer
from exhibition.media.file_formats import detect_format
from exhibition.media.metadata import TEXT, find_metadata
from exhibition.media.recordings import cut_sound, find_tagged_recordings, publish_recordings
from exhibition.media.renditions import render_photos
from exhibition.model import Exhibition, Photo, Picture, Recording, Status
from exhibition.model.artifact import classify_panorama
from exhibition.model.field_types import HotspotText, split_hotspots
from exhibition.pages import build_pages
from exhibition.pages.context import PageContext
from exhibition.pages.own_pages import build_own_pages
from exhibition.records import STATIONS, Station
from exhibition.records.station import format_length
from exhibition.search.catalogue import list_record_names, list_story
from exhibition.storage.cache import Cache
from exhibition.types import CONTENT_TYPES
from helpers import sites
from helpers.cases import tiny
from helpers.recordings import FRAME, HALF_HEADER, NAMED, OLD_TAG, PROGRAM, RECORDINGS, build_id3, build_mp3
from helpers.visit_site import SECRET, UNIT, draw_sphere, draw_strip, write_visit_site
from test_media_renditions import encode_image

SPOTS = HotspotText(200)
STANDARD = "30,40 老信箱；70,55 值日表"


@pytest.mark.parametrize(
    "text",
    [
        "30%,40% 老信箱；70%,55% 值日表",
        "30，40 老信箱，70，55 值日表",
        "30、40 老信箱；70、55 值日表",
        "30,40老信箱;70,55值日表",
        "30 40 老信箱；70 55 值日表",
        "老信箱（30,40）；值日表（70,55）",
        "老信箱 30,40；值日表 70,55",
        "1、30,40 老信箱；2、70,55 值日表",
        "左30 上40 老信箱；左70 上55 值日表",
        "30.4%,39.6% 老信箱\n70*55 值日表",
    ],
)
def test_points_are_understood_as_neighbours_write_them(text: str) -> None:
    value, issue = SPOTS.parse(text, "看点", {})
    assert value == STANDARD
    assert issue and (issue.rule.code, issue.text) == ("W416", STANDARD)


@pytest.mark.parametrize(
    "text", [STANDARD, "50,50 看，2003，2004 年的奖状", "0,100 第2、3层的值日表", "30,40 信箱（1985年），还在用"]
)
def test_points_in_the_standard_writing_stay(text: str) -> None:
    assert SPOTS.parse(text, "看点", {}) == (text, None)


@pytest.mark.parametrize(
    "text, kept, said",
    [
        ("130,40 老信箱；70,55 值日表", "70,55 值日表", "照片外面"),
        ("-5,40 老信箱", None, "照片外面"),
        ("30,40", None, "没有写是什么"),
        ("左上角的信箱", None, "看不懂"),
        ("；", None, "看不懂"),
    ],
)
def test_a_point_that_is_none_is_said_and_the_others_stay(text: str, kept: str | None, said: str) -> None:
    value, issue = SPOTS.parse(text, "看点", {})
    assert value == kept
    assert issue and issue.rule.code == "E410" and said in issue.message


def test_visitors_read_of_points_what_is_there() -> None:
    assert SPOTS.format_value(STANDARD) == "老信箱；值日表"
    assert [(spot.x, spot.y) for spot in split_hotspots(STANDARD)] == [(30, 40), (70, 55)]


@pytest.mark.parametrize(
    "size, form", [((4096, 2048), "sphere"), ((6000, 1500), "strip"), ((1500, 1500), "flat"), ((1600, 1200), "flat")]
)
def test_the_shape_tells_what_a_panorama_is(size: tuple[int, int], form: str) -> None:
    assert classify_panorama(*size) == form


def test_only_the_sound_of_a_recording_is_kept() -> None:
    plain = build_mp3(3)
    for data in (
        plain,
        build_mp3(3, before=NAMED, behind=OLD_TAG),
        build_mp3(3, before=build_id3((b"TIT2", b"\0x"), version=4)),
    ):
        sound = cut_sound(data)
        assert sound and sound.data == plain
        assert sound.seconds == pytest.approx(3, abs=0.05)
    # A break in the middle costs the broken frame alone.
    half = len(FRAME) * 40
    broken = cut_sound(plain[:half] + b"\0" * 50 + plain[half:])
    assert broken and len(broken.data) >= len(plain) - 2 * len(FRAME)
    # MPEG 2, as phones record: half as many samples a frame, half the rate.
    slow = cut_sound((HALF_HEADER + bytes(100)) * 100)
    assert slow and slow.seconds == pytest.approx(100 * 576 / 22_050)


@pytest.mark.parametrize("kind", ["silent", "wav", "amr", "silk", "m4a", "empty"])
def test_what_is_no_mp3_has_no_sound(kind: str) -> None:
    assert cut_sound(RECORDINGS[kind]) is None


def test_a_name_that_looks_like_a_frame_is_no_sound() -> None:
    assert cut_sound(b"\xff\xfb\x10\xc4" + bytes(50)) is None
    assert cut_sound(b"\xff" * 5000) is None


@pytest.mark.parametrize(
    "kind, format", [("mp3", "MP3"), ("tagged", "MP3"), ("wav", "WAV"), ("amr", "AMR"), ("silk", "AMR"), ("m4a", "M4A")]
)
def test_formats_of_recordings_are_told_by_their_bytes(kind: str, format: str) -> None:
    assert detect_format(RECORDINGS[kind]) == format


def test_what_a_recording_holds_beside_its_sound_is_told() -> None:
    assert find_metadata(build_mp3()).traces == ()
    assert not find_metadata(build_mp3(before=PROGRAM)).is_personal
    assert TEXT in find_metadata(build_mp3(before=NAMED)).traces
    assert find_metadata(build_mp3(behind=OLD_TAG)).is_personal
    assert find_metadata(build_mp3(behind=b"PK\3\4 something")).behind


def hold(*entries: Any) -> Exhibition:
    return sites.make_empty().replace_entries(entries)


def make_photo(file: str, consent: str) -> Photo:
    return Photo(file, None, "大门，从外面看", consent=consent)


def make_station(rank: int, **values: Any) -> Station:
    return Station(**({"name": f"第{rank}处", "place": "门厅", "text": f"这是第{rank}处。"} | values))


def make_unit(number: int, count: int = 3, **values: Any) -> Any:
    return sites.unit(number, stations=tuple(make_station(rank) for rank in range(1, count + 1)), **values)


def build_page(exhibition: Any, path: str) -> Any:
    (page,) = (one for one in build_own_pages(PageContext(exhibition, {})) if one.path == path)
    return page.data


def test_a_page_of_stations_exists_only_where_there_are_stations() -> None:
    shown, plain = make_unit(1), sites.unit(2)
    draft = replace(make_unit(3), status=Status.DRAFT)
    pages = [page.path for page in build_own_pages(PageContext(hold(shown, plain, draft), {}))]
    assert pages == [f"{shown.id}/visit/"]


def test_each_station_says_which_of_how_many_it_is() -> None:
    unit = make_unit(1, 5)
    stations = build_page(hold(unit), f"{unit.id}/visit/")["stations"]
    assert [one["number"] for one in stations] == [1, 2, 3, 4, 5]
    assert stations[1]["count"] == "第 2 站，共 5 站"


def test_the_last_station_leads_on_to_the_next_visits_of_the_street_first() -> None:
    streets = [sites.make_empty().vocabularies.streets.terms[rank].name for rank in (0, 1)]
    units = [make_unit(1, street=streets[0]), make_unit(2, street=streets[1]), make_unit(3, street=streets[0])]
    page = build_page(hold(*units), f"{units[0].id}/visit/")
    assert [one["href"] for one in page["next"]] == [f"../../{units[2].id}/visit/", f"../../{units[1].id}/visit/"]


def test_a_photo_without_consent_is_not_shown() -> None:
    unit = make_unit(1, 1)
    unit = replace(unit, photos=(make_photo("a.jpg", "未取得"),), stations=(make_station(1, photo="a.jpg"),))
    pictures = {(unit.id, "a.jpg"): Picture("x.jpg", 800, 600, "x.jpg", "#aabbcc")}
    (page,) = build_own_pages(PageContext(hold(unit), pictures))
    assert "photo" not in page.data["stations"][0]
    agreed = replace(unit, photos=(make_photo("a.jpg", "已同意"),))
    (page,) = build_own_pages(PageContext(hold(agreed), pictures))
    assert page.data["stations"][0]["photo"]["src"] == "../../x.jpg"


def test_the_room_shows_a_visit_once_and_finds_it_by_all_its_stations() -> None:
    unit = replace(
        make_unit(1), stations=(make_station(1, place="大门"), make_station(2, place="屋顶", recording="a.mp3"))
    )
    exhibition = hold(unit, make_unit(2, 9))
    pages = {one.uri: one.make().decode() for one in build_pages(exhibition, {})}
    room = pages["visits/index.md"]
    assert "共2处，按街镇排" in room
    assert f'"href": "../{unit.id}/visit/"' in room
    assert "2 站：第1处、第2处" in room
    facets = json.loads(next(line for line in room.split("\n") if line.startswith("facets:")).removeprefix("facets: "))
    told = {facet["label"]: {word[0]: word[1] for word in facet["words"]} for facet in facets}
    assert told["位置"] == {"大门": 1, "门厅": 1, "屋顶": 1}
    assert told["录音"] == {"有录音": 1}


def test_the_unit_page_has_the_door_only_where_there_is_a_visit() -> None:
    unit, plain = make_unit(1), sites.unit(2)
    pages = {one.uri: one.make().decode() for one in build_pages(hold(unit, plain), {})}
    assert 'own_page: {"name": "参访", "href": "visit/"}' in pages[f"{unit.id}/index.md"]
    assert "own_page" not in pages[f"{plain.id}/index.md"]


def test_the_archive_leads_to_each_station() -> None:
    unit = make_unit(1, 2)
    pages = {one.uri: one.make().decode() for one in build_pages(hold(unit), {})}
    assert f'"href": "../../{unit.id}/visit/#2"' in pages[f"{unit.id}/record/index.md"]


def test_search_finds_the_words_of_a_station_and_leads_to_it() -> None:
    unit = replace(
        make_unit(1), stations=(make_station(1), make_station(2, hotspots="30,40 老信箱", transcript="风从江边来"))
    )
    rank = CONTENT_TYPES.record_types.index(STATIONS)
    assert list_record_names()[rank] == ["stations", "参访", "visit/"]
    line = next(one for one in list_story(unit) if one.record == f"{rank}-2")
    assert "老信箱" in line.text and "风从江边来" in line.text and "30,40" not in line.text


def test_the_open_data_have_the_transcripts_and_no_file_names() -> None:
    unit = replace(make_unit(1), stations=(make_station(1, recording="laowang.mp3", transcript="风从江边来"),))
    (table,) = (one for one in OpenData(hold(unit)).tables if one.name == "stations")
    text = OpenData(hold(unit)).render_csv(table).decode("utf-8-sig")
    assert "风从江边来" in text and "laowang" not in text and "录音" not in text


def test_machines_get_the_visit_with_its_pictures_and_recordings() -> None:
    unit = replace(make_unit(1, 1), photos=(make_photo("a.jpg", "已同意"),))
    unit = replace(unit, stations=(make_station(1, photo="a.jpg", recording="a.mp3", transcript="风从江边来"),))
    context = PageContext(
        hold(unit),
        {(unit.id, "a.jpg"): Picture("x.jpg", 800, 600, "x.jpg", "#aabbcc")},
        recordings={(unit.id, "a.mp3"): Recording("y.mp3", 61.6, 9)},
    )
    (page,) = build_own_pages(context)
    graph = json.loads(str(page.data["ld"]))["@graph"]
    visit = next(one for one in graph if one["@type"] == "TouristAttraction")
    assert visit["image"][0]["contentUrl"].endswith("/x.jpg")
    assert (visit["subjectOf"][0]["duration"], visit["subjectOf"][0]["transcript"]) == ("PT62S", "风从江边来")
    assert page.data["stations"][0]["sound"] == {"src": "../../y.mp3", "length": "1 分 2 秒"}


@pytest.mark.parametrize("seconds, words", [(0.2, "1 秒"), (59.6, "1 分钟"), (83, "1 分 23 秒")])
def test_the_length_of_a_recording_in_words(seconds: float, words: str) -> None:
    assert format_length(seconds) == words


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_visit_site(tmp_path_factory.mktemp("visit") / "root")


def test_recordings_are_published_without_names_under_a_hashed_name(root: Path) -> None:
    made = publish_recordings(load_exhibition(root).exhibition, root)
    assert sorted(name for _, name in made.recordings) == ["men.mp3", "wuding.mp3"]
    for file in made.artifacts:
        data = file.make()
        assert SECRET not in data and cut_sound(data) is not None
        assert file.uri.startswith(f"{UNIT}/") and file.uri.endswith(".mp3")
    assert made.recordings[UNIT, "men.mp3"].seconds == pytest.approx(4, abs=0.05)


def test_a_panorama_is_rendered_wider_than_a_photo(tmp_path: Path) -> None:
    tiny(tmp_path / "root")
    folder = tmp_path / "root/content/units/example/20001"
    (folder / "pano-01.jpg").write_bytes(encode_image(draw_strip(), quality=80))
    (folder / "pano-02.jpg").write_bytes(encode_image(draw_sphere(4400), quality=80))
    index = (folder / "index.md").read_text("utf-8")
    listed = "".join(f"  - 文件: pano-0{n}.jpg\n    说明: 一张\n    同意: 不涉及人物\n" for n in (1, 2))
    (folder / "index.md").write_text(index.replace("照片:\n", "照片:\n" + listed, 1), "utf-8")
    stations = "  - 站名: 甲\n    全景: pano-01.jpg\n  - 站名: 乙\n    全景: pano-02.jpg\n"
    (folder / "参访.md").write_text(f"---\n参访:\n{stations}---\n", "utf-8")
    exhibition = load_exhibition(tmp_path / "root").exhibition
    rendered = render_photos(exhibition, tmp_path / "root", Cache(tmp_path / "cache"))
    strip, sphere = (rendered.pictures["20001", f"pano-0{n}.jpg"] for n in (1, 2))
    assert (strip.width, strip.height) == (2880, 720)
    assert (sphere.width, sphere.height) == (4096, 2048)
    # Without the fetched package the build says so, and nothing of it is on the site.
    missing = build_viewer(exhibition, rendered.pictures, tmp_path / "nowhere")
    assert not missing.artifacts and [one.code for one in missing.diagnostics] == ["W421"]
    (tmp_path / f"{NAME}-2.5.7.tgz").write_bytes(b"another file")
    assert not build_viewer(exhibition, rendered.pictures, tmp_path).artifacts
    # Where no panorama is of all directions nobody asks for it.
    assert not build_viewer(exhibition, {}, tmp_path / "nowhere").diagnostics


def test_photos_strips_recordings_where_they_lie(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "own", symlinks=True)
    path = tmp_path / "own/content/units/example" / UNIT / "men.mp3"
    words = ("photos", "--root", tmp_path / "own", "--cache", tmp_path / "cache", path)
    looked = commanded(*words, check=False)
    assert looked.returncode == 1 and "附带的文字" in looked.stdout and path.read_bytes().startswith(b"ID3")
    assert commanded(*words, "--write").returncode == 0
    assert path.read_bytes() == build_mp3(4)
    assert commanded(*words, "--write").returncode == 0


def test_the_hook_strips_a_recording_before_it_is_committed(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(root, own, symlinks=True)
    path = own / "content/units/example" / UNIT / "men.mp3"

    def git(*words: str) -> bytes:
        return subprocess.run(("git", "-C", str(own), *words), check=True, capture_output=True).stdout

    git("init", "-q")
    git("add", "-A")
    done = commanded("photos", "--staged", "--root", own, "--cache", tmp_path / "cache", check=False)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == build_mp3(4)
    assert git("show", f":content/units/example/{UNIT}/men.mp3") == build_mp3(4)


def test_a_recording_in_another_folder_is_not_looked_for(root: Path) -> None:
    assert find_tagged_recordings(root, [f"content/units/example/{UNIT}"], [root / "content/guide"]) == []
