from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from skimage.color import deltaE_ciede2000

from exhibition.diagnostics import Refusal
from exhibition.print import colour
from exhibition.print.colour import (
    InvalidProfile,
    compute_resampling,
    find_profile,
    read_description,
    read_tags,
    reduce_profile,
)

FULL = find_profile()
REQUIRED = {"desc", "cprt", "wtpt", "A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2", "gamt"}
"""ICC.1:2001-04, 6.3.3: tags of an output profile."""


def opened(data: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(BytesIO(data))


def lab(data: bytes, inks: np.ndarray) -> np.ndarray:
    """Convert inks (0 to 255) to colours by a profile, relative to its paper."""
    lab = ImageCms.createProfile("LAB")
    look = ImageCms.buildTransform(opened(data), lab, "CMYK", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    picture = np.asarray(ImageCms.applyTransform(Image.fromarray(inks[None], "CMYK"), look))[0]
    return np.column_stack([picture[:, 0] * (100 / 255), picture[:, 1:].astype(np.int8)])


def test_profile_of_the_condition_is_found() -> None:
    assert FULL.condition == "FOGRA39"
    assert colour.NAMES.search(FULL.name)
    assert find_profile().digest == FULL.digest


def test_reduced_profile_is_small_valid_and_the_same_each_time() -> None:
    assert len(FULL.reduced) < 64_000
    assert reduce_profile(FULL.data) == FULL.reduced
    assert struct.unpack(">I", FULL.reduced[:4]) == (len(FULL.reduced),)
    assert read_tags(FULL.reduced).keys() >= REQUIRED
    assert read_description(read_tags(FULL.reduced)) == f"{FULL.name}, reduced"
    said = opened(FULL.reduced).profile
    assert (said.device_class, said.xcolor_space.strip(), said.connection_space.strip()) == ("prtr", "CMYK", "Lab")
    assert all(said.is_intent_supported(intent, ImageCms.Direction.OUTPUT) for intent in range(3))


def test_reduced_profile_shows_the_same_colours() -> None:
    inks = np.random.default_rng(39).integers(0, 256, (20_000, 4), dtype=np.uint8)
    inks = inks[inks.sum(axis=1) <= 2.5 * 255]
    apart = deltaE_ciede2000(lab(FULL.data, inks), lab(FULL.reduced, inks))
    assert apart.mean() < 0.45
    assert apart.max() < 3.5


def test_reduced_profile_keeps_paper_and_full_inks() -> None:
    inks = np.array([[0, 0, 0, 0], *(np.eye(4) * 255)], dtype=np.uint8)
    assert deltaE_ciede2000(lab(FULL.data, inks), lab(FULL.reduced, inks)).max() < 0.01


def test_reduced_profile_separates_nearly_as_the_full_one() -> None:
    colours = np.random.default_rng(39).integers(0, 256, (20_000, 3), dtype=np.uint8)
    found = []
    for data in (FULL.data, FULL.reduced):
        to_inks = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), opened(data), "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC
        )
        inks = np.asarray(ImageCms.applyTransform(Image.fromarray(colours[None], "RGB"), to_inks))[0]
        found.append(lab(FULL.data, inks))
    assert deltaE_ciede2000(*found).mean() < 0.9


def test_thinning_keeps_lines_and_shared_points() -> None:
    change = compute_resampling(33, 11)
    line = np.linspace(3, 8, 33)
    assert change @ line == pytest.approx(np.linspace(3, 8, 11))
    assert [list(change[row].nonzero()[0]) for row in (0, 5, 10)] == [[0], [16], [32]]


def other(name: str) -> bytes:
    """Return the profile with another name of the same length."""
    assert len(name) <= len(FULL.name)
    return FULL.data.replace(FULL.name.encode(), name.encode().ljust(len(FULL.name)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "不是 ICC"),
        (b"\x89PNG" + bytes(200), "不是 ICC"),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "不是印刷机"),
        (other("PSO Coated v3 FOGRA51"), "FOGRA51"),
        (FULL.data[:600], "不完整"),
        (FULL.data[:131], "不完整"),
    ],
)
def test_other_files_are_refused_in_a_sentence(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "某.icc"
    path.write_bytes(data)
    with pytest.raises(Refusal, match=why) as refused:
        find_profile(path)
    assert "Scribus" in str(refused.value)


def test_missing_profiles_are_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="打不开"):
        find_profile(tmp_path / "none.icc")
    monkeypatch.setattr(colour, "PROFILE_PLACES", ((str(tmp_path), "*.icc"),))
    (tmp_path / "broken.icc").write_bytes(b"broken")
    with pytest.raises(Refusal, match=r"start\.py posters"):
        find_profile()
    (tmp_path / "right.icc").write_bytes(FULL.data)
    assert find_profile().digest == FULL.digest


def test_profiles_with_other_tables_are_embedded_as_they_are() -> None:
    data = FULL.data.replace(b"mft2", b"mft1")
    assert reduce_profile(data) == data


def test_names_of_the_fourth_version_are_read() -> None:
    text = "Coated FOGRA39".encode("utf-16-be")
    tag = b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(text), 28) + text
    assert read_description({"desc": tag}) == "Coated FOGRA39"
    with pytest.raises(InvalidProfile):
        read_description({})
