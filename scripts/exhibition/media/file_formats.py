"""The first bytes of a file into its format: one table for the checks, the commands, the hook and the upload page.

A name says nothing about what a file is: phones, messengers and browsers write `.jfif`, `.bin` or no ending at all.
"""

from __future__ import annotations

from ..lazy import dataclass


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files: its name, what people call it, how names of such files end, and how their bytes begin."""

    name: str
    title: str
    ends: tuple[str, ...]
    begins: tuple[tuple[int, bytes], ...] = ()
    """Where which bytes stand; any one of them is enough."""
    brands: tuple[bytes, ...] = ()
    """Brands in the box `ftyp` (ISO/IEC 14496-12)."""
    shown: bool = False
    """Does the exhibition take it?"""
    picture: bool = True
    """Is it a picture, shown or not?"""
    sound: bool = False
    """Is it a sound recording? The exhibition takes those of the format `MP3`."""


FORMATS = (
    FileFormat("JPEG", " JPG 照片", (".jpg", ".jpeg", ".jpe", ".jfif"), ((0, b"\xff\xd8\xff"),), shown=True),
    FileFormat("PNG", " PNG 图片", (".png",), ((0, b"\x89PNG\r\n\x1a\n"),), shown=True),
    FileFormat("WebP", " WebP 图片", (".webp",), ((8, b"WEBP"),), shown=True),
    FileFormat("GIF", " GIF 图片", (".gif",), ((0, b"GIF87a"), (0, b"GIF89a")), shown=True),
    FileFormat("AVIF", " AVIF 图片", (".avif",), brands=(b"avif", b"avis"), shown=True),
    FileFormat(
        "HEIC",
        " HEIC 照片",
        (".heic", ".heif", ".hif"),
        brands=(
            *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
            *(b"mif1", b"mif2", b"mif3", b"msf1", b"miaf", b"heif"),
        ),
        shown=True,
    ),
    FileFormat("DNG", " DNG 照片（相机原始格式）", (".dng",)),
    FileFormat(
        "RAW",
        "相机的原始照片（RAW）",
        (".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf", ".pef", ".srw"),
        ((0, b"IIU\0"), (0, b"IIRO"), (0, b"IIRS"), (0, b"MMOR"), (0, b"FUJIFILMCCD-RAW")),
        brands=(b"crx ",),
    ),
    FileFormat(
        "TIFF",
        " TIFF 图片",
        (".tif", ".tiff"),
        ((0, b"II*\0"), (0, b"MM\0*"), (0, b"II+\0"), (0, b"MM\0+")),
    ),
    FileFormat("BMP", " BMP 图片", (".bmp", ".dib"), ((0, b"BM"),)),
    FileFormat(
        "JXL", " JPEG XL 图片", (".jxl",), ((0, b"\xff\x0a"), (0, b"\0\0\0\x0cJXL \r\n\x87\n")), brands=(b"jxl ",)
    ),
    FileFormat(
        "JP2",
        " JPEG 2000 图片",
        (".jp2", ".j2k", ".jpx"),
        ((0, b"\0\0\0\x0cjP  \r\n\x87\n"), (0, b"\xff\x4f\xff\x51")),
        brands=(b"jp2 ", b"jpx "),
    ),
    FileFormat("PSD", " Photoshop 文件", (".psd", ".psb"), ((0, b"8BPS"),)),
    FileFormat("SVG", " SVG 图形", (".svg",)),
    FileFormat("PDF", " PDF 文件", (".pdf",), ((0, b"%PDF-"),), picture=False),
    FileFormat("OLE", "旧版 Office 文档", (".doc", ".xls", ".ppt"), ((0, b"\xd0\xcf\x11\xe0"),), picture=False),
    FileFormat("ZIP", "压缩文件或 Office 文档", (".zip", ".docx", ".xlsx", ".pptx"), ((0, b"PK\3\4"),), picture=False),
    FileFormat("RAR", "压缩文件", (".rar", ".7z"), ((0, b"Rar!"), (0, b"7z\xbc\xaf\x27\x1c")), picture=False),
    FileFormat("MKV", "视频", (".mkv", ".webm", ".avi"), ((0, b"\x1a\x45\xdf\xa3"), (8, b"AVI LIST")), picture=False),
    FileFormat(
        "MP4",
        "视频（MP4、MOV）",
        (".mp4", ".mov", ".m4v", ".3gp"),
        ((4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (4, b"wide")),
        picture=False,
    ),
    FileFormat(
        "MP3",
        " MP3 录音",
        (".mp3",),
        # A frame of MPEG 1, 2 or 2.5, layer III, with or without a checksum; before it may stand a tag (ID3v2).
        ((0, b"ID3"), *((0, bytes((0xFF, second))) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2))),
        picture=False,
        sound=True,
    ),
    FileFormat("WAV", " WAV 录音", (".wav",), ((8, b"WAVE"),), picture=False, sound=True),
    FileFormat(
        "AMR",
        " AMR 录音（微信语音）",
        (".amr", ".silk", ".slk"),
        ((0, b"#!AMR"), (0, b"#!SILK"), (0, b"\x02#!SILK")),
        picture=False,
        sound=True,
    ),
    FileFormat("M4A", " M4A 录音", (".m4a",), brands=(b"M4A ", b"M4B ", b"M4P "), picture=False, sound=True),
    FileFormat("AAC", " AAC 录音", (".aac",), ((0, b"\xff\xf1"), (0, b"\xff\xf9")), picture=False, sound=True),
    FileFormat("OGG", " OGG 录音", (".ogg", ".opus"), ((0, b"OggS"),), picture=False, sound=True),
    FileFormat("FLAC", " FLAC 录音", (".flac",), ((0, b"fLaC"),), picture=False, sound=True),
    FileFormat("WMA", " WMA 录音", (".wma",), ((0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),), picture=False, sound=True),
)
"""Every format that is told from others, the first that fits. Those that are not shown are named in messages."""

NAMED = {one.name: one for one in FORMATS}
TITLES = {one.name: one.title for one in FORMATS}
UNSHOWN = {one.name: "用手机或电脑打开它，另存为 JPG，再上传" for one in FORMATS if one.picture and not one.shown}
"""Pictures that the exhibition does not take, with what to do."""
SOUND = "MP3"
"""The one format of recordings that every browser plays."""
SOUNDS = frozenset(one.name for one in FORMATS if one.sound)
"""Formats of recordings."""
SOUND_ENDS = tuple(end for one in FORMATS if one.sound for end in one.ends)
"""How the names of recordings end."""

EXTENSIONS = {one.name: one.ends for one in FORMATS if one.shown}
"""Formats of pictures that the exhibition takes, with the ends of their names."""
ENDS = tuple(end for ends in EXTENSIONS.values() for end in ends)
"""How the names of picture files end."""

HEAD = 4096
"""Bytes from which every format is told but those within TIFF, whose directory may stand anywhere."""
BRANDS = 32
"""Brands of a file that are looked at."""
GENERAL = (b"mif1", b"mif2", b"mif3", b"msf1", b"miaf")
"""Brands that AVIF and HEIC share: which of the two it is, the others say."""
TIFF_TAGS = {0xC612: "DNG", 0x014A: "RAW"}
"""Tags of the first directory of a TIFF that only cameras' own formats have: DNGVersion, SubIFDs."""


def detect_format(data: bytes) -> str:
    r"""Return the name of the format that the bytes of a file tell, or nothing.

    >>> detect_format(b"\xff\xd8\xff\xe0"), detect_format(b"\0\0\0\x14ftypmif1\0\0\0\0avif"), detect_format("文字".encode())
    ('JPEG', 'AVIF', '')
    """
    if data[4:8] == b"ftyp":
        return choose_format_by_brand(read_brands(data))
    for one in FORMATS:
        if any(data.startswith(sign, at) for at, sign in one.begins):
            if one.name == "BMP" and data[14:18] not in BMP_HEADERS:
                continue
            return detect_tiff_format(data) if one.name == "TIFF" else one.name
    return "SVG" if is_svg(data[:HEAD]) else ""


BMP_HEADERS = tuple(bytes((size, 0, 0, 0)) for size in (12, 16, 40, 52, 56, 64, 108, 124))
"""Sizes of headers of BMP files: many texts begin with BM."""


def read_brands(data: bytes) -> list[bytes]:
    """Return the brands of a file in boxes, the major one first."""
    end = min(int.from_bytes(data[:4], "big") or 16, 16 + 4 * BRANDS, len(data))
    return [data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))]


def choose_format_by_brand(brands: list[bytes]) -> str:
    """Return the format of a file in boxes by its brands: what the major one says, unless that is a general one."""
    ranked = [one for one in brands if one not in GENERAL] + [one for one in brands if one in GENERAL]
    for brand in (brands[0], *ranked) if brands[0] not in GENERAL else ranked:
        for one in FORMATS:
            if brand in one.brands:
                return one.name
    return "MP4"


def detect_tiff_format(data: bytes) -> str:
    """Return which of the formats that are built as a TIFF this is."""
    if data[8:10] == b"CR":
        return "RAW"
    order = "little" if data[:2] == b"II" else "big"
    at = int.from_bytes(data[4:8], order)  # type: ignore[arg-type]
    count = int.from_bytes(data[at : at + 2], order)  # type: ignore[arg-type]
    entries = range(at + 2, min(at + 2 + 12 * min(count, 200), len(data)), 12)
    tags = {int.from_bytes(data[entry : entry + 2], order) for entry in entries}  # type: ignore[arg-type]
    return next((name for tag, name in TIFF_TAGS.items() if tag in tags), "TIFF")


def is_svg(head: bytes) -> bool:
    """Is this the beginning of a drawing in SVG?"""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in text
