"""Compute unused error correction from wrong modules (ISO/IEC 15415, 7.8.8)."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
from qrcode import QRCode, base

Modules = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@cache
def codewords(version: int, level: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int16]], int, int]:
    """Return the codeword of each module (-1: none), the number of blocks, and the correction codewords per block.

    The positions are taken from `qrcode`: it draws codewords that hold one bit of their own index, for each bit.
    """
    blocks = base.rs_blocks(version, level)
    count = sum(block.total_count for block in blocks)
    placed = partial(place, version, level)
    blank, full = placed([0] * count), placed([255] * count)
    numbers = np.zeros(blank.shape, np.int16)
    for bit in range(count.bit_length()):
        numbers += (placed([255 * (word >> bit & 1) for word in range(count)]) ^ blank).astype(np.int16) << bit
    numbers[blank == full] = -1
    return numbers, len(blocks), blocks[0].total_count - blocks[0].data_count


def place(version: int, level: int, words: list[int]) -> Modules:
    """Return the modules that `qrcode` draws for these codewords."""
    code: QRCode[object] = QRCode(version=version, error_correction=level)
    code.data_cache = words
    code.makeImpl(False, 0)
    return np.array(code.modules, bool)


def unused(wrong: Modules, version: int, level: int) -> float:
    """Return 1 - 2t/d of the worst block, with t wrong codewords and d correction codewords; at least 0."""
    numbers, blocks, correcting = codewords(version, level)
    words = np.unique(numbers[wrong & (numbers >= 0)])
    # All blocks of the symbols that we use have the same length, so codewords are interleaved (ISO/IEC 18004, 7.6).
    worst = max((int((words % blocks == block).sum()) for block in range(blocks)), default=0)
    return max(0.0, 1 - 2 * worst / correcting)
