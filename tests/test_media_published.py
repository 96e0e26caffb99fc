"""No published image reveals where, when, with what or by whom it was taken: every byte that visitors can load."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import HOME, exhibition
from exhibition.media.codec import strip_metadata
from exhibition.media.metadata import find_metadata
from exhibition.media.renditions import render_photos
from exhibition.print.colour import find_profile
from exhibition.print.photo import convert_photo
from exhibition.storage.cache import Cache
from helpers.cases import TINY, copy_books
from helpers.images_with_metadata import (
    OWN,
    PLANTED,
    build_exif,
    build_images_with_metadata,
    build_jpeg_with_metadata,
    build_png_with_metadata,
    open_image,
)
from test_media_importing import add_photos
from test_media_renditions import XMP, china, difference, encode_image, exhibition_of, flower
from test_media_renditions import add_photos as hang_alone

PICTURES = (".jpg", ".avif", ".png", ".webp", ".gif", ".heic")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a whole site from images with all kinds of metadata, in an entry's folder and in the guide."""
    place = tmp_path_factory.mktemp("published")
    root = Path(shutil.copytree(TINY, place / "root"))
    (root / "overrides").symlink_to(HOME / "overrides")
    shutil.copy(HOME / "mkdocs.yml", root)
    copy_books(root)
    # The HEIC is too small for the checks; it is rendered alone below.
    hung = {name: data for name, data in build_images_with_metadata().items() if not name.endswith("HEIC")}
    add_photos(root, {**hung, "photo-01.jpg": build_jpeg_with_metadata(china(2000))})
    (root / "content/units/example/20001/unused.jpg").write_bytes(build_jpeg_with_metadata(flower(900)))
    (root / "content/guide/shown.jpg").write_bytes(build_jpeg_with_metadata(flower(900), orientation=6))
    (root / "content/guide/screen.png").write_bytes(build_png_with_metadata(flower()))
    exhibition("build", "--root", root, "--site", place / "site", "--cache", place / "cache")
    return place / "site"


def test_every_photo_is_published(site: Path) -> None:
    found = {path.suffix for path in (site / "20001").iterdir()}
    assert {".jpg", ".avif"} <= found
    assert len(list((site / "20001").glob("*.jpg"))) > len(build_images_with_metadata())
    assert open_image((site / "guide/shown.jpg").read_bytes()).height == 900


def test_no_published_image_has_metadata(site: Path) -> None:
    pictures = [path for path in site.rglob("*") if path.suffix in PICTURES and "assets" not in path.parts]
    assert len(pictures) > 30
    for path in pictures:
        data = path.read_bytes()
        assert not find_metadata(data).needs_stripping, path
        assert [secret for secret in PLANTED if secret in data and secret != b"iCCP"] == [], path


def test_nothing_that_was_planted_stands_anywhere_in_the_site(site: Path) -> None:
    for path in site.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert [secret for secret in OWN if secret in data] == [], path


def test_a_rendered_heic_has_no_metadata(tmp_path: Path) -> None:
    hang_alone(tmp_path, {"IMG_0001.HEIC": build_images_with_metadata()["IMG_0001.HEIC"]})
    found = render_photos(exhibition_of(("IMG_0001.HEIC",)), tmp_path, Cache(tmp_path / "cache"))
    assert found.artifacts
    for artifact in found.artifacts:
        assert not find_metadata(artifact.make()).needs_stripping
        assert not [secret for secret in PLANTED if secret in artifact.make()]


def test_unreferenced_photos_are_not_published(site: Path) -> None:
    assert not list(site.rglob("*unused*"))


def test_a_printed_photo_has_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "photo-01.jpg"
    path.write_bytes(build_jpeg_with_metadata(china(1300)))
    profile = find_profile()
    if profile is None:
        pytest.skip("the profile of the press is not here")
    data = convert_photo(path, 100, 60, (50, 50), profile)
    assert isinstance(data, bytes)
    assert not find_metadata(data).needs_stripping
    assert [secret for secret in PLANTED if secret in data] == []


@pytest.mark.parametrize("format", ("JPEG", "PNG", "WEBP", "AVIF"))
def test_a_picture_of_the_guide_keeps_its_format_and_its_looks(format: str) -> None:
    data = encode_image(
        flower(), format, exif=build_exif().tobytes(), **({} if format == "PNG" else {"xmp": XMP}), quality=95
    )
    bare = strip_metadata(data, "x")
    assert not find_metadata(bare).needs_stripping
    assert open_image(bare).format == format
    assert difference(open_image(bare), open_image(data)) < 3
    assert strip_metadata(bare, "x") is bare
