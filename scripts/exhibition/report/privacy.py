"""Text for public logs: what authors left in their files about private people is not repeated by our own messages."""

from __future__ import annotations

import re

from ..model import private

__all__ = ["masked"]

PICTURE = re.compile(r"(?<![\w().-])([\w().-]{1,120})(\.(?:jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|jfif))\b", re.I)
"""The name of a picture and its ending. In a text such names are let alone, for cameras write long numbers into them."""


def masked(text: str) -> str:
    """Return `text` with the middle of everything private starred out, names of pictures too.

    >>> masked("文件夹里的“13800000000.jpg”没有写进“照片”。")
    '文件夹里的“138****0000.jpg”没有写进“照片”。'
    """
    return private.masked(PICTURE.sub(lambda found: private.masked(found[1]) + found[2], text))
