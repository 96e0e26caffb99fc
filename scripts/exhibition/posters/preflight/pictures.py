"""Read images of a PDF: size in pixels, maximum ink, faults."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pikepdf import Array, Name, Stream, StreamDecodeLevel

FILTERS = {"/DCTDecode", "/FlateDecode", "/ASCII85Decode"}
BLOCK = 4
"""Side in pixels of the blocks over which ink is averaged: 0.3 mm at 300 dpi, too small an area to stay wet."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One image: its size in pixels, its maximum sum of inks in per cent, its faults."""

    width: int
    height: int
    ink: float = 0
    faults: tuple[tuple[str, str], ...] = ()
    """Pairs of check and sentence."""


def picture_of(image: Stream) -> Picture:
    """Read an image. Only CMYK with 8 bits per component and without masks is supported."""
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    faults = tuple(shell_faults(image))
    if faults:
        return Picture(width, height, 0, faults)
    try:
        return Picture(width, height, most_ink(samples(image, width, height)))
    except Exception as problem:  # fail closed: an image that cannot be decoded must not be printed
        return Picture(
            width, height, 0, (("unreadable_image", f"照片解不开（{type(problem).__name__}）。请重新出图。"),)
        )


def shell_faults(image: Stream) -> list[tuple[str, str]]:
    """Return the faults in an image's dictionary, before its pixels are decoded."""
    faults = []
    if "/SMask" in image or "/SMaskInData" in image:
        faults.append(("transparency", "照片带着半透明蒙版。请把它压平再放上去。"))
    if "/Mask" in image or image.get("/ImageMask", False):
        faults.append(("unknown_construct", "照片带着蒙版，检查不了。请换成没有蒙版的照片。"))
    space = image.get("/ColorSpace")
    if space != Name.DeviceCMYK:
        faults.append(("wrong_colour", f"照片的颜色是 {named(space)}，不是 CMYK。请用印刷的 ICC 把它转成 CMYK。"))
    elif int(image.get("/BitsPerComponent", 0)) != 8:
        faults.append(("unknown_construct", "照片不是每色 8 位，检查不了。请存成 8 位。"))
    filters = image.get("/Filter", Name.FlateDecode)
    names = {str(item) for item in filters} if isinstance(filters, Array) else {str(filters)}
    if names - FILTERS:
        faults.append(
            ("unknown_construct", f"照片的压缩方式 {'、'.join(sorted(names - FILTERS))} 检查不了。请用 JPEG。")
        )
    return faults


def named(space: object) -> str:
    """Return the name of a colour space."""
    return str(space[0] if isinstance(space, Array) and len(space) else space).lstrip("/")


def samples(image: Stream, width: int, height: int) -> np.ndarray:
    """Return the inks of each pixel as an array of shape (height, width, 4), each from 0 to 255.

    qpdf decodes Adobe's inverted CMYK JPEG without inverting it back: in a PDF, only `Decode` does that (8.9.5.2).
    Raises ValueError for any other `Decode` array.
    """
    raw = bytes(image.get_stream_buffer(decode_level=StreamDecodeLevel.all))
    values = np.frombuffer(raw, np.uint8).reshape(height, width, 4)
    decode = [float(value) for value in image.get("/Decode", [0, 1] * 4)]
    if decode == [1, 0] * 4:
        return 255 - values
    if decode != [0, 1] * 4:
        raise ValueError("a Decode array that is neither straight nor inverted")
    return values


def most_ink(inks: np.ndarray) -> float:
    """Return the maximum sum of inks in per cent, averaged over small blocks to remove JPEG ringing."""
    # Four inks of one byte each are read as one 32-bit number, so that two pairs are added at a time.
    packed = np.ascontiguousarray(inks).view(np.uint32)[..., 0]
    pairs = (packed & 0x00FF00FF) + (packed >> 8 & 0x00FF00FF)
    total = ((pairs & 0xFFFF) + (pairs >> 16)).astype(np.uint16)
    total = np.pad(total, [(0, -side % BLOCK) for side in total.shape], "edge")
    height, width = total.shape
    blocks = total.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return float(blocks.sum(axis=(1, 3), dtype=np.uint32).max()) / (2.55 * BLOCK**2)
