"""QR codes after degradation (blur, shading, perspective, wear) are still read."""

from __future__ import annotations

import pytest
import zxingcpp
from qrcode import constants, util

from bench_qr import draw_pixels, measure_readability
from exhibition.qr import Payload, encode_address
from qr_degradation import DEGRADATIONS, Degradation, photograph

SAMPLE = 40
ENOUGH = 0.82
"""The share reached before, with stronger degradation than on most walls (version 3, level H; 67 % at level Q)."""


def contents() -> list[Payload]:
    found = [encode_address(f"https://louzu.example/{10000 + number}/") for number in range(SAMPLE)]
    return [content for content in found if isinstance(content, Payload)]


@pytest.mark.parametrize("name", DEGRADATIONS)
def test_a_code_is_read_after_years_on_a_wall(name: str) -> None:
    assert measure_readability(contents(), DEGRADATIONS[name]) >= ENOUGH


def test_capitals_at_level_h_outlast_small_letters_at_level_q() -> None:
    plain = [
        Payload(((util.MODE_8BIT_BYTE, content.text.lower().encode()),), constants.ERROR_CORRECT_Q)
        for content in contents()
    ]
    worst = Degradation(wear=0.08, blur_px=0.6, noise=8, slant=0, shade=0)
    assert measure_readability(contents(), worst) > measure_readability(plain, worst) + 0.1


def test_light_wear_leaves_most_of_the_error_correction() -> None:
    left = []
    for seed, content in enumerate(contents()[:20]):
        found = zxingcpp.read_barcode(photograph(draw_pixels(content), Degradation(0.01, 0.6, 8, 0.03, 0.2), seed))
        assert found is not None
        left.append(found.extra["UEC"])
    # Grade A of ISO/IEC 15415 for unused error correction.
    assert sorted(left)[len(left) // 2] >= 0.62
