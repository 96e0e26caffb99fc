"""Malformed, odd or hostile images: checks, rendering and import report each as a message, without an exception.

Besides those made here, the test images of Pillow itself are used where they are available: `PILLOW_IMAGES` names the
folder `Tests/images` of its source package, which is not part of what pip installs.
"""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from conftest import exhibition
from exhibition.media.codec import open_photo, resize_to_all, strip_metadata
from exhibition.media.import_prepare import ArchivePhoto, convert_picture, read_photo_bytes
from exhibition.media.messages import RejectedPicture
from exhibition.media.metadata import find_metadata
from exhibition.media.probe import read_image_header
from exhibition.messages.registry import FieldIssue
from exhibition.storage.cache import Cache
from helpers.cases import TINY, diagnosed
from helpers.images_with_metadata import build_images_with_metadata
from test_media_renditions import HEIC, build_png_with_forged_size, display_p3, encode_image, flower

ENTRY = "content/units/example/20001"
MAGIC = (
    b"\xff\xd8\xff",
    b"\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0\x08\0\0\0",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\xff\0\0\0WEBP",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x0cftypavif\0\0\0\x40meta\0\0\0\0\0\0\0\x20iinf\0\0",
)


def open_everywhere(data: bytes, cache: Cache) -> None:
    """Run a file through everything that opens images."""
    with warnings.catch_warnings():
        # Warnings of decoders would appear on the screen of a volunteer.
        warnings.simplefilter("error")
        read_image_header(data)
        find_metadata(data)
        strip_metadata(data, "x.jpg")
        photo = open_photo(data, "x.jpg", (480, 480))
        found = convert_picture(data, "x.jpg", cache)
    assert isinstance(photo, FieldIssue) == isinstance(found, FieldIssue) or isinstance(found, RejectedPicture)
    if isinstance(photo, Image.Image):
        resize_to_all(photo)
    if isinstance(found, ArchivePhoto):
        safe = read_photo_bytes(data, found, cache)
        assert not find_metadata(safe).needs_stripping
        again = convert_picture(safe, "x.jpg", cache)
        assert isinstance(again, ArchivePhoto)
        assert again.key == found.key


@given(st.sampled_from(MAGIC), st.binary(max_size=200))
def test_whatever_bytes_follow_the_first_are_looked_at(magic: bytes, rest: bytes) -> None:
    read_image_header(magic + rest)
    find_metadata(magic + rest)


@pytest.mark.parametrize("name", build_images_with_metadata())
def test_files_cut_off_and_bits_turned_over_are_survived(name: str, tmp_path: Path) -> None:
    dice, whole = np.random.default_rng(11), build_images_with_metadata()[name]
    for _ in range(12):
        broken = bytearray(whole[: int(dice.integers(20, len(whole)))] if dice.random() < 0.5 else whole)
        for at in dice.integers(2, min(len(broken), 4000), int(dice.integers(1, 30))):
            broken[at] ^= 1 << int(dice.integers(8))
        open_everywhere(bytes(broken), Cache(tmp_path))


ODD = {
    "empty.jpg": b"",
    "one.jpg": b"\xff",
    "start.jpg": b"\xff\xd8\xff",
    "text.png": b"%PDF-1.7",
    "bomb.png": build_png_with_forged_size(),
    "narrow.png": encode_image(Image.new("RGB", (1, 3000), "red"), "PNG"),
    "flat.gif": encode_image(Image.new("P", (1, 1)), "GIF"),
    "profile.jpg": encode_image(flower(), icc_profile=display_p3()[:200]),
    "bits.png": encode_image(Image.new("1", (900, 700), 1), "PNG"),
    "lab.tif": encode_image(Image.new("LAB", (9, 9)), "TIFF"),
    "half.heic": HEIC[:300],
    "ends.jpg": encode_image(flower())[:-2] + b"\xff" * 9,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_survived(name: str, tmp_path: Path) -> None:
    open_everywhere(ODD[name], Cache(tmp_path))


def test_a_folder_of_them_goes_through_check_and_command(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "root"))
    for name, data in ODD.items():
        (root / ENTRY / name).write_bytes(data)
    assert {one.code for one in diagnosed(root)} >= {"W307"}
    ran = exhibition("photos", "--write", "--root", root, "--cache", tmp_path / "cache", check=False)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr + ran.stdout
    assert "Warning" not in ran.stderr
    assert ran.stdout.count("没有动") + ran.stdout.count(" KB → ") == len(ODD)


IMAGES = os.environ.get("PILLOW_IMAGES", "")


@pytest.mark.skipif(not IMAGES, reason="PILLOW_IMAGES does not name the test images of Pillow")
def test_pillows_own_broken_images_are_survived(tmp_path: Path) -> None:
    files = sorted(path for path in Path(IMAGES).rglob("*") if path.is_file())
    assert len(files) > 300
    for path in files:
        open_everywhere(path.read_bytes(), Cache(tmp_path))


@pytest.mark.skipif(not IMAGES, reason="PILLOW_IMAGES does not name the test images of Pillow")
def test_pillows_own_broken_images_go_through_the_command(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "root"))
    words = ("photos", IMAGES, "--into", "20001", "--write", "--root", root, "--cache", tmp_path / "cache")
    ran = exhibition(*words, check=False)
    assert ran.returncode in (0, 1)
    assert "Traceback" not in ran.stderr + ran.stdout
    assert len(list((root / ENTRY).glob("photo-*.jpg"))) > 100
    diagnosed(root)
