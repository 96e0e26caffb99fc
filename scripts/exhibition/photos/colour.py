"""Convert pixels of any mode, depth, transparency or colour space to 8-bit sRGB."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageCms

DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I")
"""Modes of 16 bits a channel: `convert` would clip everything above 255 to white."""
GREYS = ("1", "L", "LA", "La", *DEEP)
PROFILED = ("L", "RGB", "CMYK", "LAB")
"""Modes to which a colour profile can apply."""


def srgb(image: Image.Image) -> Image.Image:
    """Return `image` as RGB in sRGB, transparent parts on white, without any metadata."""
    profile = image.info.get("icc_profile")
    image = on_white(shallow(image))
    if profile and image.mode in PROFILED and (transform := transformation(profile, image.mode)):
        image = ImageCms.applyTransform(image, transform) or image
    image = image.convert("RGB")
    # Pillow writes what it finds here (profile, comment, XMP) into the files that it saves.
    image.info = {}
    return image


def shallow(image: Image.Image) -> Image.Image:
    """Return `image` with 8 bits a channel."""
    if image.mode not in DEEP:
        return image
    image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    image.info.pop("transparency", None)  # A grey of 16 bits, no longer valid.
    return image


def on_white(image: Image.Image) -> Image.Image:
    """Return `image` without transparency, on a white background."""
    if not image.has_transparency_data:
        return image if image.mode in PROFILED else image.convert("L" if image.mode in GREYS else "RGB")
    mode = "L" if image.mode in GREYS else "RGB"
    whole = image.convert("RGBA")
    paper = Image.new(mode, image.size, "white")
    paper.paste(whole.convert(mode), mask=whole.getchannel("A"))
    return paper


@lru_cache(maxsize=8)
def transformation(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the transform from `profile` to sRGB; None where colours are sRGB already or the profile is broken."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return None
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # Without its profile the file looks acceptable, as browsers would show it.
        return None
