"""Time the QR codes of all units and degrade a sample of them, beside plain `qrcode.make`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import qrcode
import zxingcpp
from PIL import Image

from exhibition.qr import Payload, encode_address, list_codes
from exhibition.qr.symbol import build_symbol_table, draw_symbol
from fixtures import Ground
from qr_degradation import DEGRADATIONS, QUIET, Degradation, photograph
from result_table import Figure

TITLE = "Codes: processor time for all units' PNG, bytes, survival (peer: plain qrcode.make)"
LIMIT_S = 2
"""For 5,500 units."""
PEERS = 60
"""Codes that the peer makes; its time is extrapolated to all units."""
WORN = 60
"""Codes of each kind that are degraded."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Measure time, size and readability after degradation."""
    addresses = {str(id): f"https://louzu.example/{id}/" for id in range(10000, 10000 + ground.units)}
    ours = min(cpu_s(lambda: make_all(addresses)) for _ in range(ground.runs))
    some = list(addresses.values())[:PEERS]
    peer = cpu_s(lambda: [make_with_library(address) for address in some]) / PEERS * ground.units
    yield Figure("PNG of all units", ours, "s CPU", peer, LIMIT_S * ground.units / 5500)
    (made,) = list_codes({"10064": "https://louzu.example/10064/"})
    yield Figure(made.uri, len(made.make()), "bytes", len(make_with_library("https://louzu.example/10064/")))
    for name, harm in DEGRADATIONS.items():
        lost = [100 - 100 * measure_readability(sample, harm) for sample in (make_sample(), make_lowercase_sample())]
        yield Figure(f"unread: {name}", lost[0], "%", lost[1], 18, "peer: small letters, level Q")


def make_all(addresses: dict[str, str]) -> None:
    """Make all codes as a fresh process would, tables included."""
    build_symbol_table.cache_clear()
    for artifact in list_codes(addresses):
        artifact.make()


def cpu_s(work: Callable[[], object]) -> float:
    """Return the processor seconds of `work` in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def make_with_library(address: str) -> bytes:
    """Return the PNG as the library makes it, at level H and 8 px a module."""
    file = BytesIO()
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_H, box_size=8)
    code.add_data(address)
    code.make_image().save(file)
    return file.getvalue()


def make_sample() -> list[Payload]:
    """Return a sample as the exhibition makes it."""
    found = [encode_address(f"https://louzu.example/{10000 + number}/") for number in range(WORN)]
    return [content for content in found if isinstance(content, Payload)]


def make_lowercase_sample() -> list[Payload]:
    """Return the same sample as most generators would make it: bytes, level Q, for H does not fit."""
    return [
        Payload(((qrcode.util.MODE_8BIT_BYTE, content.text.lower().encode()),), qrcode.ERROR_CORRECT_Q)
        for content in make_sample()
    ]


def measure_readability(contents: Sequence[Payload], harm: Degradation) -> float:
    """Return the share of codes that a real decoder reads correctly after `harm`; the same at each run."""
    found = [
        zxingcpp.read_barcode(photograph(draw_pixels(content), harm, seed)) for seed, content in enumerate(contents)
    ]
    right = [code is not None and code.text == content.text for code, content in zip(found, contents, strict=True)]
    return sum(right) / len(right)


def draw_pixels(content: Payload) -> Image.Image:
    """Return a code of one pixel a module, quiet zone included."""
    rows = draw_symbol(content)
    picture = Image.new("1", (len(rows) + 2 * QUIET,) * 2, 1)
    for y, row in enumerate(rows):
        for x in range(len(rows)):
            picture.putpixel((QUIET + x, QUIET + y), not row >> (len(rows) - 1 - x) & 1)
    return picture
