"""Masking of private data in texts for public logs: our messages do not repeat what authors left in their files."""

from __future__ import annotations

import re

from ..model import private

__all__ = ["masked"]

PICTURE = re.compile(r"(?<![\w().-])([\w().-]{1,120})(\.(?:jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|jfif))\b", re.I)
"""File name of a picture. In texts such names are not masked, because cameras write long numbers into them."""


def masked(text: str) -> str:
    """Return `text` with the middle of everything private replaced by asterisks, also in the names of pictures.

    >>> masked("文件夹里的“13800000000.jpg”没有写进“照片”。")
    '文件夹里的“138****0000.jpg”没有写进“照片”。'
    """
    return private.masked(PICTURE.sub(lambda found: private.masked(found[1]) + found[2], text))
