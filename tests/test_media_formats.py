"""File formats are detected by bytes, not by name: in the check, the command, the hook and the upload page."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from conftest import HOME, exhibition
from exhibition.checks.photos import THUMBNAIL
from exhibition.media import metadata
from exhibition.media.codec import PILLOW_FORMATS
from exhibition.media.file_formats import ENDS, EXTENSIONS, FORMATS, detect_format
from exhibition.media.import_prepare import ArchivePhoto, convert_picture
from exhibition.media.lossless_strip import strip_jpeg, strip_png
from exhibition.media.metadata import find_metadata, has_too_many_parts
from exhibition.media.probe import SLIMMEST
from exhibition.media.sizes import ARCHIVE_LIMITS
from exhibition.storage.cache import Cache
from helpers.cases import TINY, diagnosed
from test_media_renditions import HEIC, build_location_exif, encode_image, flower

ENTRY = "content/units/example/20001"
PLACED = encode_image(flower(900), exif=build_location_exif(1).tobytes())
"""A photo with a location."""


def box(kind: bytes, held: bytes = b"") -> bytes:
    return struct.pack(">I", len(held) + 8) + kind + held


def ftyp(major: bytes, *others: bytes) -> bytes:
    return box(b"ftyp", major + bytes(4) + b"".join(others))


def tiff(*tags: int) -> bytes:
    """Return a TIFF whose first directory has these tags and points to a location."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 1) for tag in sorted(tags))
    gps = 8 + 2 + 12 * (len(tags) + 1) + 4
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", len(tags) + 1)
        + entries
        + struct.pack("<HHII", 0x8825, 4, 1, gps)
        + bytes(4)
        + struct.pack("<H", 1)
        + struct.pack("<HHII", 1, 2, 2, ord("N"))
        + bytes(4)
    )


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("word/document.xml", "x")
    return data.getvalue()


SAMPLES: dict[str, bytes] = {
    "JPEG": PLACED,
    "PNG": encode_image(flower(200), "PNG"),
    "GIF": encode_image(flower(200), "GIF"),
    "WebP": encode_image(flower(200), "WEBP"),
    "AVIF": encode_image(flower(200), "AVIF", speed=10),
    "HEIC": HEIC,
    "TIFF": encode_image(flower(300), "TIFF", exif=build_location_exif(1).tobytes()),
    "BMP": encode_image(flower(300), "BMP"),
    "JP2": b"\0\0\0\x0cjP  \r\n\x87\n" + ftyp(b"jp2 ") + box(b"uuid", b"JpgTiffExif->JP2" + tiff()),
    "JXL": b"\0\0\0\x0cJXL \r\n\x87\n" + ftyp(b"jxl ") + box(b"Exif", bytes(4) + tiff()),
    "DNG": tiff(0xC612),
    "RAW": tiff(0x014A),
    "PSD": b"8BPS\0\1" + bytes(20) + b"8BIM\x04\x22\0\0" + struct.pack(">I", len(tiff())) + tiff(),
    "SVG": b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg xmlns='x'><metadata>place</metadata></svg>",
    "PDF": b"%PDF-1.7\n",
    "MP4": ftyp(b"isom", b"mp42") + box(b"moov", box(b"udta", b"\xa9xyz+31+121")),
    "ZIP": zipped(),
    "OLE": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_is_told_by_its_bytes(name: str) -> None:
    assert detect_format(SAMPLES[name]) == name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        *(
            (ftyp(brand), "HEIC")
            for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1")
        ),
        (ftyp(b"mif1", b"mif1", b"heic", b"miaf"), "HEIC"),
        (ftyp(b"mif1", b"mif1", b"avif", b"miaf"), "AVIF"),
        (ftyp(b"msf1", b"avis"), "AVIF"),
        (ftyp(b"MiHE", b"mif1", b"heic"), "HEIC"),
        (ftyp(b"crx "), "RAW"),
        (ftyp(b"qt  "), "MP4"),
        (ftyp(b"XAVC"), "MP4"),
        (b"\xff\x0a" + bytes(20), "JXL"),
        (b"\xff\x4f\xff\x51" + bytes(20), "JP2"),
        (b"MM\0*\0\0\0\x08" + bytes(9), "TIFF"),
        (b"II*\0\xff\xff\xff\xff", "TIFF"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(20), "RAW"),
        (b"BM is how a text may begin, and this one does", ""),
        ("普通的文字".encode(), ""),
        (b"", ""),
        (b"\xff\xd8", ""),
        (b"GIF8", ""),
    ],
)
def test_formats_that_are_easily_mistaken(data: bytes, name: str) -> None:
    assert detect_format(data) == name


def test_the_table_says_what_is_taken_once() -> None:
    assert {*EXTENSIONS} == {"JPEG", "PNG", "WebP", "GIF", "AVIF", "HEIC"}
    assert {one.upper() for one in EXTENSIONS} - {"HEIC"} <= {*PILLOW_FORMATS}
    assert {".jfif", ".jpe", ".hif"} <= {*ENDS}
    ends = [end for one in FORMATS for end in one.ends]
    assert len(ends) == len(set(ends))


@pytest.mark.parametrize("name", ["TIFF", "DNG", "JP2", "JXL", "PSD", "MP4"])
def test_a_place_is_found_in_what_is_not_shown(name: str) -> None:
    assert metadata.PLACE in find_metadata(SAMPLES[name]).traces


# In the check.


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "root"))


@pytest.mark.parametrize(
    "name", ["p.jfif", "p.jpe", "p.hif", "p.bin", "p", "p.PNG", "p.pdf", ".p.jpg", "deep/p.jpg", "deep/p.dat"]
)
def test_a_place_is_found_whatever_the_photo_is_called(name: str, root: Path) -> None:
    path = root / ENTRY / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(PLACED)
    [found] = [one for one in diagnosed(root) if one.code == "W371"]
    assert "拍摄地点（GPS）" in found.message
    assert path.name in found.message


@pytest.mark.parametrize("place", ["content/units/example/p.jpg", "content/p", "content/guide/p.png"])
def test_a_place_is_found_wherever_the_photo_lies(place: str, root: Path) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).write_bytes(PLACED)
    assert (place, "W371") in {(one.span.path, one.code) for one in diagnosed(root)}


def add_photo(root: Path, name: str, data: bytes) -> None:
    index = root / ENTRY / "index.md"
    text = re.sub(
        r"照片:\n",
        f"照片:\n  - 文件: {name}\n    说明: 楼道\n    同意: 不涉及人物\n",
        index.read_text("utf-8"),
        count=1,
    )
    assert name in text
    index.write_text(text, "utf-8")
    (root / ENTRY / name).write_bytes(data)


@pytest.mark.parametrize("name", ["TIFF", "BMP", "DNG", "RAW", "JXL", "JP2", "PSD", "SVG", "PDF", "MP4", "ZIP"])
def test_a_referenced_file_that_is_no_photo_is_named_by_its_format(name: str, root: Path) -> None:
    add_photo(root, "photo-09.jpg", SAMPLES[name])
    [found] = [one for one in diagnosed(root) if one.code == "E303"]
    title = next(one.title for one in FORMATS if one.name == name)
    assert f"“photo-09.jpg”是{title}，网站不展出" in found.message


# The command.


def test_files_that_are_no_photos_are_named(root: Path, tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for name, data in {"a.jpg": SAMPLES["PDF"], "b.docx": zipped(), "c": SAMPLES["MP4"]}.items():
        (album / name).write_bytes(data)
    for number in range(15):
        (album / f"z{number:02d}.txt").write_text("x")
    (album / "good.bin").write_bytes(PLACED)
    ran = exhibition("photos", album, "--into", "20001", "--root", root, "--cache", tmp_path / "cache", check=False)
    assert (
        "另有 17 个文件不是照片，没有动：b.docx（压缩文件或 Office 文档）、c（视频（MP4、MOV））、z00.txt" in ran.stderr
    )
    assert "z14.txt" not in ran.stderr
    assert "good.bin → photo-" in ran.stdout
    assert "a.jpg：没有动，是 PDF 文件" in ran.stdout


# Long pictures.


def test_no_picture_becomes_smaller_than_the_check_allows(tmp_path: Path) -> None:
    assert ARCHIVE_LIMITS.side // SLIMMEST >= THUMBNAIL
    for size in ((1080, 1080 * SLIMMEST), (1080 * SLIMMEST, 1080)):
        found = convert_picture(encode_image(Image.new("RGB", size), "PNG"), "x.png", Cache(tmp_path))
        assert isinstance(found, ArchivePhoto)
        assert min(found.width, found.height) >= THUMBNAIL


@pytest.mark.parametrize("size", [(1080, 19_000), (19_000, 1080), (1080, 1080 * SLIMMEST + 1)])
def test_a_screenshot_of_a_whole_conversation_is_said_once_and_alike(
    size: tuple[int, int], root: Path, tmp_path: Path
) -> None:
    data = encode_image(Image.new("RGB", size, "white"), "PNG")
    add_photo(root, "photo-09.png", data)
    codes = [one.code for one in diagnosed(root) if "photo-09.png" in one.message]
    assert codes == ["W378"]
    ran = exhibition("photos", "--write", "--root", root, "--cache", tmp_path / "cache", check=False)
    assert f"photo-09.png：没有动，又长又窄（{size[0]}×{size[1]}）" in ran.stdout
    assert "裁成几张" in ran.stdout
    assert (root / ENTRY / "photo-09.png").read_bytes() == data
    assert [one.code for one in diagnosed(root) if "photo-09.png" in one.message] == codes


def test_a_narrow_picture_is_not_reported_as_a_thumbnail(root: Path) -> None:
    add_photo(root, "photo-09.png", encode_image(Image.new("RGB", (146, 2560), "white"), "PNG"))
    [found] = [one for one in diagnosed(root) if "photo-09.png" in one.message]
    assert found.code == "E377"
    assert "裁成几张" in found.hint
    assert "原图" not in found.message + found.hint


# Files that make parsers read them byte by byte.

SIZE = 20_000_000
PLAIN, DRAWN, FILM, WEB = (encode_image(flower(200), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP"))


def webp(held: bytes) -> bytes:
    data = WEB[:12] + held
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


SLOW: dict[str, Callable[[], bytes]] = {
    "fill bytes": lambda: PLAIN[:2] + b"\xff" * SIZE + PLAIN[2:],
    "fill bytes behind the scan": lambda: PLAIN[:-2] + b"\xff" * SIZE + b"\xd9",
    "nothing but fill bytes": lambda: b"\xff\xd8" + b"\xff" * SIZE,
    "tiny segments": lambda: PLAIN[:2] + b"\xff\xe1\0\2" * (SIZE // 4) + PLAIN[2:],
    "markers alone": lambda: PLAIN[:2] + b"\xff\xd0" * (SIZE // 2) + PLAIN[2:],
    "scans": lambda: PLAIN[:2] + b"\xff\xda\0\2" * (SIZE // 4) + PLAIN[2:],
    "chunks": lambda: DRAWN[:33] + b"\0\0\0\0tEXt\0\0\0\0" * (SIZE // 12) + DRAWN[33:],
    "blocks": lambda: FILM[:-1] + b"\x21\xfe" + b"\1a" * (SIZE // 2) + b"\0;",
    "nothing between blocks": lambda: FILM[:-1] + bytes(SIZE) + b";",
    "parts of WebP": lambda: webp(b"ABCD\0\0\0\0" * (SIZE // 8)),
    "boxes": lambda: ftyp(b"heic") + b"\0\0\0\x08free" * (SIZE // 8),
    "boxes within": lambda: ftyp(b"heic") + box(b"meta", bytes(4) + b"\0\0\0\x08free" * (SIZE // 8)),
    "sizes": lambda: ftyp(b"heic") + b"ispe" * (SIZE // 4),
    "directories": lambda: DRAWN[:33] + png_chunk(b"eXIf", directories()) + DRAWN[33:],
}


def png_chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + bytes(4)


def directories() -> bytes:
    """Return EXIF whose directories point to ever more directories, with values as long as the file."""
    entries = b"".join(struct.pack("<HHII", 0x8769, 4, 1, 8 + 12 * number) for number in range(500))
    long = b"".join(struct.pack("<HHII", 0x9286, 7, SIZE, 8) for _ in range(500))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 1000) + entries + long + bytes(2_000_000)


LOOKED = """
import sys
sys.path[:0] = sys.argv[1:]
from exhibition.media.metadata import find_metadata, has_too_many_parts
from exhibition.media.probe import read_image_header
from exhibition.media.codec import open_photo
from exhibition.media.codec import strip_metadata
from test_media_formats import SLOW
for how, make in SLOW.items():
    data = make()
    for look in (find_metadata, read_image_header, has_too_many_parts, lambda data: open_photo(data, "x", (480, 480)), lambda data: strip_metadata(data, "x")):
        look(data)
print("done")
"""


def test_fill_bytes_are_skipped_quickly() -> None:
    # Read byte by byte, these 280 MB, probed five times, would take an hour; read properly, seconds of a free processor.
    places = [str(HOME / "tests"), str(HOME / "scripts")]
    ran = subprocess.run([sys.executable, "-c", LOOKED, *places], capture_output=True, encoding="utf-8", timeout=900)
    assert ran.stdout == "done\n", ran.stderr


@pytest.mark.parametrize("how", ["tiny segments", "markers alone", "chunks", "blocks", "parts of WebP", "boxes"])
def test_parts_are_counted(how: str) -> None:
    assert has_too_many_parts(SLOW[how]())
    assert metadata.OTHER in find_metadata(SLOW[how]()).traces


def test_photos_are_not_crowded() -> None:
    assert not any(has_too_many_parts(data) for data in SAMPLES.values())


def test_a_crowded_photo_is_an_error_and_not_opened(root: Path, tmp_path: Path) -> None:
    data = SLOW["tiny segments"]()[:15_000_000] + PLAIN
    add_photo(root, "photo-09.jpg", data)
    found = [one.code for one in diagnosed(root) if "photo-09.jpg" in one.message]
    assert "E376" in found
    assert "E302" not in found
    assert not isinstance(convert_picture(data, "x", Cache(tmp_path)), ArchivePhoto)


def test_fill_bytes_cost_no_photo(tmp_path: Path) -> None:
    filled = SLOW["fill bytes"]()
    found = convert_picture(filled, "x.jpg", Cache(tmp_path))
    assert isinstance(found, ArchivePhoto)
    assert found.size < len(PLAIN) + 1
    assert strip_jpeg(filled) == strip_jpeg(PLAIN)
    assert strip_png(DRAWN)[:8] == DRAWN[:8]
