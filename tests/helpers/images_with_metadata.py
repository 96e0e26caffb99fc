"""Image files with all the metadata that phones, cameras and programs write.

The photographs come from scikit-image and scikit-learn; the metadata is invented here and belongs to nobody.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, PngImagePlugin

from test_media_renditions import HEIC, XMP, china, display_p3, encode_image, flower

OWN = (
    b"SecretPhone",
    b"SN-0000000",
    b"LN-0000000",
    b"SecretOwner",
    b"SecretNote",
    b"SecretPress",
    b"SecretMaker",
    b"SecretFilm",
)
"""Values that occur in these files only: they must not occur anywhere in a site."""
PLANTED = (
    *OWN,
    b"xpacket",
    b"ftypmp42",
    b"Exif\0",
    b"Photoshop",
    b"ICC_PROFILE",
    b"iCCP",
    b"eXIf",
    b"EXIF",
    b"tEXt",
    b"iTXt",
    b"2024:05:01",
)
"""Bytes that must not occur in any published image."""
FILM = b"\0\0\0\x18ftypmp42" + b"SecretFilm" * 5000
IPTC = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x50\0\x0bSecretPress"


def build_exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF with all kinds of tags that reveal something."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "SecretPhone", "2024:05:01 09:30:00"
    exif[0x013B], exif[0x010E] = "SecretOwner", "SecretNote"
    exif[0x8825] = {1: "N", 2: (31.0, 24.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    exif[0x8769] = {
        0x9003: "2024:05:01 09:30:00",
        0xA431: "SN-0000000",
        0xA435: "LN-0000000",
        0xA430: "SecretOwner",
        0x927C: b"SecretMaker",
        0x9286: b"ASCII\0\0\0SecretNote",
    }
    return exif


def build_segment(marker: int, held: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(held) + 2).to_bytes(2, "big") + held


def build_jpeg_with_metadata(image: Image.Image, orientation: int = 1, quality: int = 90, film: bool = True) -> bytes:
    """Return a JPEG with EXIF, a thumbnail, XMP, IPTC, a comment, a profile, and a trailing video."""
    thumb = encode_image(image.resize((64, 48)), quality=40)
    exif = build_exif(orientation).tobytes()
    data = encode_image(image, quality=quality, exif=exif, xmp=XMP, comment=b"SecretNote", icc_profile=display_p3())
    more = build_segment(0xED, IPTC) + build_segment(0xE0, b"JFXX\0\x10" + thumb)
    return data[:2] + more + data[2:] + (FILM if film else b"")


def build_png_with_metadata(image: Image.Image) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SecretOwner")
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return encode_image(image, "PNG", pnginfo=texts, exif=build_exif().tobytes(), icc_profile=display_p3()) + FILM


def build_heic_with_metadata() -> bytes:
    """Return a HEIC with EXIF and a trailing video, as Android phones write."""
    return HEIC + build_box(b"mpvd", FILM)


def build_box(kind: bytes, held: bytes) -> bytes:
    return (len(held) + 8).to_bytes(4, "big") + kind + held


@cache
def build_images_with_metadata() -> dict[str, bytes]:
    """Return a file of each format with all its kinds of metadata, under names as phones give them."""
    return {
        "IMG_2034.JPG": build_jpeg_with_metadata(flower(1700), orientation=6),
        "微信图片 (1).jpg": build_jpeg_with_metadata(china(1300)),
        "Screenshot_20240501-093000.png": build_png_with_metadata(flower()),
        "web.webp": encode_image(flower(700), "WEBP", exif=build_exif().tobytes(), xmp=XMP, icc_profile=display_p3()),
        "new.avif": encode_image(flower(800), "AVIF", speed=10, exif=build_exif().tobytes(), xmp=XMP),
        "IMG_0001.HEIC": build_heic_with_metadata(),
    }


def open_image(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image
