"""Draw the modules of a payload's QR code, one bit each, exactly as the `qrcode` library would.

The library encodes the segments, corrects the errors and places the modules; but it does so once for each *bit* of data
instead of once for each code. All of that is affine over GF(2): the symbol of `a ^ b` is the XOR of the symbols of `a`
and of `b` (and a constant), so one XOR for each byte of data draws a code. Only the choice of the mask is computed here
(`compute_penalty`). `tests/test_qr.py` proves the result equal to `QRCode.make()`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache, partial

from qrcode import QRCode, base, util

from .payload import Payload
from .penalty import penalty

MASKS = range(8)
PADDING = (util.PAD0, util.PAD1)
Rows = tuple[int, ...]
"""The modules of a code: one number a row of as many bits as there are rows, highest bit leftmost, 1 = dark."""


class Bits:
    """A bit buffer for `qrcode`'s segments, with the interface of its `BitBuffer`, but one number instead of lists."""

    def __init__(self) -> None:
        self.value = 0
        self.length = 0

    def put(self, number: int, length: int) -> None:
        """Append the lowest `length` bits of `number`."""
        self.value = self.value << length | number
        self.length += length


@dataclass(frozen=True, slots=True)
class Press:
    """Symbols to combine by XOR, of one version and level: one for each value of each data byte, and one for each mask.

    `drafts` lack the format information, because `qrcode` computes the penalty of masks without it.
    """

    capacity: int
    """Bytes of data that a symbol holds."""
    pictures: tuple[tuple[int, ...], ...]
    drafts: tuple[int, ...]
    finals: tuple[int, ...]


@cache
def press(version: int, level: int) -> Press:
    """Return the table of a version and level, made by some 220 runs of the library (0.1 s, once a process)."""
    capacity = sum(block.data_count for block in base.rs_blocks(version, level))
    drawn = partial(draw, version, level)
    # The library cannot divide a block of zeros, so differences are taken from a block of ones.
    ones = bytes([255]) * capacity
    origin = drawn(ones, 0)
    pictures = tuple(
        combinations([origin ^ drawn(flipped(ones, place, bit), 0) for bit in range(8)]) for place in range(capacity)
    )
    zeros = 0
    for picture in pictures:
        zeros ^= picture[255]
    drafts = tuple(drawn(ones, mask, draft=True) ^ zeros for mask in MASKS)
    finals = tuple(drawn(ones, mask) ^ zeros for mask in MASKS)
    return Press(capacity, pictures, drafts, finals)


def draw(version: int, level: int, data: bytes, mask: int, draft: bool = False) -> int:
    """Return the symbol of these bytes as the library draws it: rows of bits, each after a light guard bit."""
    code: QRCode[object] = QRCode(version=version, error_correction=level)
    buffer = util.BitBuffer()
    buffer.buffer, buffer.length = list(data), len(data) * 8
    code.data_cache = util.create_bytes(buffer, base.rs_blocks(version, level))
    code.makeImpl(draft, mask)
    return int("".join("0" + "".join("01"[bool(module)] for module in row) for row in code.modules), 2)


def flipped(data: bytes, place: int, bit: int) -> bytes:
    """Return `data` with one bit changed; bit 0 is the lowest."""
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def combinations(basis: list[int]) -> tuple[int, ...]:
    """Return the XOR of every subset of eight symbols, indexed by the bit mask of the subset."""
    sums = [0]
    for picture in basis:
        sums += [picture ^ other for other in sums]
    return tuple(sums)


def data(payload: Payload, capacity: int) -> bytes:
    """Return the data bytes of a payload: segments, terminator, padding (ISO/IEC 18004, 7.4)."""
    bits = Bits()
    for mode, text in payload.segments:
        bits.put(mode, 4)
        bits.put(len(text), util.length_in_bits(mode, payload.version))
        util.QRData(text, mode, check_data=False).write(bits)
    end = min(capacity * 8 - bits.length, 4)
    bits.put(0, end + -(bits.length + end) % 8)
    for pad in range(capacity - bits.length // 8):
        bits.put(PADDING[pad % 2], 8)
    return bits.value.to_bytes(capacity, "big")


@lru_cache(maxsize=256)
def symbol(payload: Payload) -> Rows:
    """Return the rows of the code of `payload`, under the mask that `qrcode` would choose."""
    tables, size = press(payload.version, payload.level), payload.size
    content = 0
    for picture, byte in zip(tables.pictures, data(payload, tables.capacity), strict=True):
        content ^= picture[byte]
    # The first of equals is taken, as in the library.
    best = min(MASKS, key=lambda mask: penalty(tables.drafts[mask] ^ content, size))
    return rows(tables.finals[best] ^ content, size)


def rows(picture: int, size: int) -> Rows:
    """Return the rows of a symbol, without the guard bits."""
    return tuple(picture >> (size + 1) * row & (1 << size) - 1 for row in reversed(range(size)))
