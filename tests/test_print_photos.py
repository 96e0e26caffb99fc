"""Photos for print: cropped around the focus, never enlarged, within the ink limit, reproducible."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exhibition.print.colour import find_profile
from exhibition.print.photo import LowResolution, compute_crop, convert_photo

PROFILE = find_profile()


def photo(folder: Path, pixels: np.ndarray, **saved: object) -> Path:
    path = folder / "photo.jpg"
    Image.fromarray(pixels.astype(np.uint8), "RGB").save(path, quality=95, **saved)
    return path


def saturated(width: int, height: int) -> np.ndarray:
    """Return an image of dark and saturated colours, which need most ink."""
    across, down = np.meshgrid(np.linspace(0, 90, width), np.linspace(0, 90, height))
    return np.stack([across, down, 90 - across], axis=-1)


def seen(data: bytes) -> tuple[Image.Image, np.ndarray]:
    image = Image.open(BytesIO(data))
    return image, np.asarray(image).astype(float) / 2.55


def test_a_large_photo_becomes_ink_of_300_dpi_within_the_limit(tmp_path: Path) -> None:
    made = convert_photo(photo(tmp_path, saturated(1600, 1200)), 100, 50, (50, 50), PROFILE)
    assert isinstance(made, bytes)
    image, inks = seen(made)
    assert (image.mode, image.size) == ("CMYK", (1182, 591))
    assert image.info.get("icc_profile") is None
    assert not image.getexif()
    assert inks.sum(axis=-1).max() <= 250
    # Dark colours must stay dark: the limit is used almost completely.
    assert inks.sum(axis=-1).max() > 220


def test_a_small_photo_is_not_enlarged(tmp_path: Path) -> None:
    made = convert_photo(photo(tmp_path, saturated(800, 600)), 100, 50, (50, 50), PROFILE)
    assert made == LowResolution(pytest.approx(203.2))


def test_what_is_no_photo_is_coarse_too(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"no photo")
    assert convert_photo(tmp_path / "photo.jpg", 100, 50, (50, 50), PROFILE) == LowResolution(0)


def test_the_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    path = photo(tmp_path, saturated(700, 500))
    assert convert_photo(path, 50, 30, (50, 50), PROFILE) == convert_photo(path, 50, 30, (50, 50), PROFILE)


def test_a_photo_lying_on_its_side_is_set_upright(tmp_path: Path) -> None:
    pixels = np.zeros((900, 700, 3))
    pixels[:, :350] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    made = convert_photo(photo(tmp_path, pixels, exif=exif), 50, 30, (50, 50), PROFILE)
    assert isinstance(made, bytes)
    _, inks = seen(made)
    top, bottom = inks[5, :, :].sum(axis=-1).mean(), inks[-5, :, :].sum(axis=-1).mean()
    assert top < 20
    assert bottom > 150


@given(
    st.integers(10, 5000), st.integers(10, 5000), st.floats(0.3, 4), st.tuples(st.integers(0, 100), st.integers(0, 100))
)
def test_no_crop_loses_the_focus(width: int, height: int, ratio: float, focus: tuple[int, int]) -> None:
    left, top, right, bottom = compute_crop((width, height), ratio, focus)
    assert 0 <= left < right <= width + 1e-6
    assert 0 <= top < bottom <= height + 1e-6
    assert (right - left) / (bottom - top) == pytest.approx(ratio)
    assert left - 1e-6 <= width * focus[0] / 100 <= right + 1e-6
    assert top - 1e-6 <= height * focus[1] / 100 <= bottom + 1e-6
