"""Metadata of image files is found in their bytes, whatever program wrote it and wherever."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.media import metadata, probe
from exhibition.media.lossless_strip import strip_jpeg, strip_png
from exhibition.media.metadata import find_metadata
from exhibition.media.probe import read_image_header
from exhibition.storage.cache import Cache
from helpers.cases import CASES, lay_out_case
from helpers.images_with_metadata import (
    FILM,
    OWN,
    PLANTED,
    build_images_with_metadata,
    build_jpeg_with_metadata,
    build_png_with_metadata,
    build_segment,
    open_image,
)
from test_media_renditions import XMP, build_mpo, china, difference, encode_image, flower

EXIF = {
    metadata.PLACE,
    metadata.TIME,
    metadata.SERIAL,
    metadata.OWNER,
    metadata.MODEL,
    metadata.MAKER,
    metadata.TEXT,
}
"""The kinds of metadata in the EXIF that the tests add."""


def test_a_jpeg_is_read_to_its_last_byte() -> None:
    found = find_metadata(build_jpeg_with_metadata(flower()))
    assert set(found.traces) == EXIF | {metadata.XMP, metadata.IPTC, metadata.THUMBNAIL}
    assert list(found.traces) == [trace for trace in metadata.TRACES if trace in found.traces]
    assert (found.behind, found.film) == (len(FILM), True)
    assert found.description.startswith(f"{metadata.PLACE}、{metadata.TIME}、{metadata.SERIAL}")
    assert found.description.endswith(metadata.FILM)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Screenshot_20240501-093000.png", {metadata.XMP}),
        ("web.webp", {metadata.XMP}),
        ("new.avif", {metadata.XMP}),
        ("IMG_0001.HEIC", {metadata.MODEL}),
    ],
)
def test_every_kind_of_file_is_understood(name: str, more: set[str]) -> None:
    found = find_metadata(build_images_with_metadata()[name])
    assert set(found.traces) == (more if name.endswith("HEIC") else EXIF | more)
    assert found.film == (name in ("Screenshot_20240501-093000.png", "IMG_0001.HEIC"))


@pytest.mark.parametrize("format", ("JPEG", "PNG", "WEBP", "GIF", "AVIF"))
def test_a_plain_picture_has_no_metadata(format: str) -> None:
    assert not find_metadata(encode_image(flower(), format)).needs_stripping


def test_a_profile_and_an_orientation_are_not_reported() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert not find_metadata(encode_image(flower(), exif=exif.tobytes(), icc_profile=b"profile")).needs_stripping


def test_a_gif_is_read_too() -> None:
    assert find_metadata(encode_image(flower(), "GIF", comment=b"SecretNote")).traces == (metadata.TEXT,)
    assert find_metadata(encode_image(flower(), "GIF") + FILM).film


def test_a_version_of_gps_without_a_place_is_no_place() -> None:
    exif = Image.Exif()
    exif[0x8825] = {0: b"\2\3\0\0"}
    assert find_metadata(encode_image(flower(), exif=exif.tobytes())).traces == ()


def test_zeros_behind_the_end_are_padding_and_a_second_picture_is_not() -> None:
    assert not find_metadata(encode_image(flower()) + bytes(900)).needs_stripping
    found = find_metadata(build_mpo())
    assert found.behind > 10_000
    assert not found.film


def test_a_picture_saved_step_by_step_ends_where_it_ends() -> None:
    data = encode_image(china(), progressive=True)
    assert not find_metadata(data).needs_stripping
    assert find_metadata(data + FILM).behind == len(FILM)
    assert strip_jpeg(data + FILM)[-2:] == b"\xff\xd9"
    assert difference(open_image(strip_jpeg(data + FILM)), open_image(data)) == 0


def test_directories_that_lead_back_to_themselves_are_read_once() -> None:
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    circle = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entry + struct.pack("<I", 8)
    data = encode_image(flower())
    assert find_metadata(data[:2] + build_segment(0xE1, b"Exif\0\0" + circle) + data[2:]).traces == ()


# Lossless stripping.


def test_stripping_removes_all_metadata_and_changes_no_pixel() -> None:
    data = build_jpeg_with_metadata(china())
    bare = strip_jpeg(data)
    assert all(secret in data for secret in OWN)
    assert not [secret for secret in PLANTED if secret in bare]
    assert not find_metadata(bare).needs_stripping
    assert difference(open_image(bare), open_image(data)) == 0
    assert strip_jpeg(bare) == bare
    assert read_image_header(bare).whole


def test_stripping_keeps_the_colour_transform() -> None:
    data = encode_image(flower().convert("CMYK"), xmp=XMP)
    assert b"Adobe\0" in strip_jpeg(data)
    assert difference(open_image(strip_jpeg(data)), open_image(data)) == 0


def test_a_png_is_cut_as_well() -> None:
    data = build_png_with_metadata(flower())
    bare = strip_png(data)
    assert not [secret for secret in PLANTED if secret in bare and secret != b"iCCP"]
    assert difference(open_image(bare), open_image(data)) == 0


# Messages of the checks.


def test_a_probed_file_is_not_read_again(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = tmp_path_factory.mktemp("root"), Cache(tmp_path_factory.mktemp("cache"))
    lay_out_case(CASES / "W371-telling", root)
    # The file is younger than two seconds; the clock is not under test here.
    monkeypatch.setattr(probe, "SETTLED_NS", -(10**18))
    exhibition = load_exhibition(root).exhibition
    first = run_checks(exhibition, root, cache=cache)
    assert [one.code for one in first] == ["W371"]
    monkeypatch.setattr(probe, "probe_file", lambda path, now: pytest.fail(f"read again: {path}"))
    assert run_checks(exhibition, root, cache=cache) == first
    photo = root / "content/units/example/20001/photo-01.jpg"
    photo.write_bytes(encode_image(flower(900)))
    monkeypatch.undo()
    assert run_checks(exhibition, root, cache=cache) == []


def test_a_probe_of_a_file_that_may_have_changed_while_it_was_read_is_not_kept(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(encode_image(flower()))
    probes = probe.ProbeCache(tmp_path, Cache(tmp_path / "cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(probe, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 10**10))
        assert probes.get_probe(str(photo))
    assert not probes.new


def test_a_message_says_what_is_hidden_and_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("root")
    lay_out_case(CASES / "W371-telling", root)
    photo = root / "content/units/example/20001/photo-01.jpg"
    photo.write_bytes(build_jpeg_with_metadata(china(1000)))
    [hidden, behind] = run_checks(load_exhibition(root).exhibition, root)
    assert "里藏着：拍摄地点（GPS）、拍摄时间、相机序列号等" in hidden.message
    assert "上传助手" in hidden.hint
    assert "50 KB 数据（动态照片视频）" in behind.message
