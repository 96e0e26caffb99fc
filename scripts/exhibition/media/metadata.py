"""Metadata of image files: what EXIF, XMP, IPTC, comments, thumbnails and trailing data reveal about people.

    bytes ──containers──▶ metadata blocks ──EXIF tags──▶ ImageMetadata

EXIF is a small TIFF (EXIF 2.32, CIPA DC-008). No pixel is decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..lazy import dataclass
from .containers import (
    BlockKind,
    MalformedImage,
    MetadataBlock,
    TooManyParts,
    iter_box_blocks,
    iter_film_blocks,
    iter_gif_blocks,
    iter_heif_blocks,
    iter_jpeg_blocks,
    iter_mp3_blocks,
    iter_photoshop_blocks,
    iter_png_blocks,
    iter_svg_blocks,
    iter_tiff_blocks,
    iter_webp_blocks,
    read_number,
)
from .file_formats import detect_format

__all__ = ["FILM", "ImageMetadata", "find_metadata", "has_too_many_parts"]


ORDERS = {b"II": "little", b"MM": "big"}
SIZES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4)
"""Bytes of one value by its type."""
INLINE = 4
"""Values of up to this many bytes stand in the entry itself."""
DEEPER = {0x8769: "exif", 0x8825: "gps"}
"""Tags that point to another directory."""
MOST_ENTRIES = 1000
"""Entries of a directory that no camera exceeds."""
MOST_DIRECTORIES = 8
"""Directories of a file that are read; cameras write four."""
MOST_OF_VALUE = 4096
"""Bytes of a value that are read, to see whether it is empty."""
ExifTag = tuple[str, int]
"""A directory (`first`, `thumbnail`, `exif`, `gps`) and a tag in it."""


def iter_filled_tags(data: bytes) -> Iterator[ExifTag]:
    """Yield every tag whose value is not empty. A malformed file ends the sequence, without an exception."""
    order = ORDERS.get(data[:2])
    if order is None:
        return
    seen: set[int] = set()
    try:
        yield from iter_directories(data, read_number(data, 4, 4, order), order, seen)
    except MalformedImage:
        return


def iter_directories(data: bytes, at: int, order: str, seen: set[int]) -> Iterator[ExifTag]:
    """Yield the tags of the first directory, of that of the thumbnail, and of those that they point to."""
    for name in ("first", "thumbnail"):
        if at == 0:
            return
        yield from iter_directory(data, at, order, name, seen)
        at = read_number(data, at + 2 + 12 * read_number(data, at, 2, order), 4, order)


def iter_directory(data: bytes, at: int, order: str, name: str, seen: set[int]) -> Iterator[ExifTag]:
    """Yield the filled tags of the directory at `at`; each directory is read once, however many entries point to it."""
    if at in seen or len(seen) >= MOST_DIRECTORIES:
        return
    seen.add(at)
    for entry in range(at + 2, at + 2 + 12 * min(read_number(data, at, 2, order), MOST_ENTRIES), 12):
        tag = read_number(data, entry, 2, order)
        if name == "first" and tag in DEEPER:
            yield from iter_nested_directory(data, read_number(data, entry + 8, 4, order), order, DEEPER[tag], seen)
        elif read_value(data, entry, order).strip(b"\0 "):
            yield name, tag


def iter_nested_directory(data: bytes, at: int, order: str, name: str, seen: set[int]) -> Iterator[ExifTag]:
    """Yield the tags of a nested directory; where it is malformed, the outer one is still read to its end."""
    try:
        yield from iter_directory(data, at, order, name, seen)
    except MalformedImage:
        return


def read_value(data: bytes, entry: int, order: str) -> bytes:
    """Return the bytes of an entry's value, as far as the file has them."""
    kind, count = read_number(data, entry + 2, 2, order), read_number(data, entry + 4, 4, order)
    length = count * (SIZES[kind] if kind < len(SIZES) else 1)
    begin = entry + 8 if length <= INLINE else read_number(data, entry + 8, 4, order)
    return data[begin : begin + min(length, MOST_OF_VALUE)]


PLACE, TIME, SERIAL, OWNER = "拍摄地点（GPS）", "拍摄时间", "相机序列号", "姓名或署名"
MODEL, MAKER, TEXT, XMP, IPTC = (
    "手机或相机的型号",
    "相机自己的记录",
    "附带的文字",
    "修图软件的记录（XMP）",
    "新闻标签（IPTC）",
)
THUMBNAIL, SAVED, OTHER = "小缩略图", "保存时间", "别的附加数据"
TRACES = (PLACE, TIME, SERIAL, OWNER, MODEL, MAKER, TEXT, XMP, IPTC, THUMBNAIL, SAVED, OTHER)
"""All kinds of metadata, gravest first, in the order in which messages list them."""
IMPERSONAL = frozenset({MODEL, SAVED})
"""Kinds that reveal nothing about people by themselves: stripped like the rest, but not worth a reminder."""
FILM, DATA = "动态照片视频", "看不见的附加数据"
"""Kinds of trailing data."""
BY_PART = {
    BlockKind.PLACE: PLACE,
    BlockKind.XMP: XMP,
    BlockKind.IPTC: IPTC,
    BlockKind.TEXT: TEXT,
    BlockKind.THUMBNAIL: THUMBNAIL,
    BlockKind.SAVED: SAVED,
    BlockKind.OTHER: OTHER,
}
BY_TAG: dict[ExifTag, str] = {
    **dict.fromkeys((("exif", 0x9003), ("exif", 0x9004), ("first", 0x0132)), TIME),
    **dict.fromkeys((("exif", 0xA431), ("exif", 0xA435), ("exif", 0xA420), ("first", 0xC62F)), SERIAL),
    **dict.fromkeys((("first", 0x013B), ("first", 0x8298), ("exif", 0xA430), ("first", 0x9C9D)), OWNER),
    **dict.fromkeys(
        (("first", 0x010F), ("first", 0x0110), ("first", 0x0131), ("exif", 0xA433), ("exif", 0xA434)), MODEL
    ),
    ("exif", 0x927C): MAKER,
    **dict.fromkeys((("first", 0x010E), ("exif", 0x9286), *(("first", tag) for tag in (0x9C9B, 0x9C9C, 0x9C9E))), TEXT),
    ("first", 0x02BC): XMP,
    ("first", 0x83BB): IPTC,
    ("thumbnail", 0x0201): THUMBNAIL,
}
"""Tags of EXIF (2.32), TIFF, DNG and Windows by what they reveal; the others reveal nothing about people."""
NO_PLACE = ("gps", 0x0000)
"""The version of GPS tags, which phones write even without a location."""


@dataclass(frozen=True, slots=True)
class ImageMetadata:
    """The metadata of an image file: kinds (of `TRACES`) and the number of trailing bytes."""

    traces: tuple[str, ...] = ()
    behind: int = 0
    film: bool = False
    """Whether the trailing data is a video."""

    @property
    def needs_stripping(self) -> bool:
        """Whether there is anything to strip."""
        return bool(self.traces or self.behind)

    @property
    def is_personal(self) -> bool:
        """Whether it reveals anything about people."""
        return not IMPERSONAL.issuperset(self.traces)

    @property
    def description(self) -> str:
        """The metadata, as volunteers read it."""
        more = (FILM if self.film else DATA,) if self.behind else ()
        return "、".join((*self.traces, *more))


MOST_TIFFS = 16
"""EXIF blocks of a file that are read; phones write one, some twice."""


def summarize_blocks(pieces: Iterable[MetadataBlock]) -> ImageMetadata:
    """Return the metadata in `pieces`. Trailing zeros, which some cameras leave, do not count."""
    found: set[str] = set()
    behind, film, tiffs = 0, False, 0
    for piece in pieces:
        tiffs += piece.part is BlockKind.TIFF
        if piece.part is BlockKind.BEHIND:
            told = piece.data.strip(b"\0\r\n ")
            behind += len(piece.data) if told else 0
            film = film or b"ftyp" in told
        elif piece.part is not BlockKind.TIFF or tiffs <= MOST_TIFFS:
            found.update(iter_traces(piece))
        else:
            found.add(OTHER)
    return ImageMetadata(tuple(trace for trace in TRACES if trace in found), behind, film)


def iter_traces(piece: MetadataBlock) -> Iterator[str]:
    """Yield the kinds of metadata in a block."""
    if piece.part is not BlockKind.TIFF:
        yield BY_PART[piece.part]
        return
    for tag in iter_filled_tags(piece.data):
        if tag in BY_TAG:
            yield BY_TAG[tag]
        elif tag[0] == "gps" and tag != NO_PLACE:
            yield PLACE


BLOCK_READERS: dict[str, Callable[[bytes], Iterator[MetadataBlock]]] = {
    "JPEG": iter_jpeg_blocks,
    "PNG": iter_png_blocks,
    "WebP": iter_webp_blocks,
    "GIF": iter_gif_blocks,
    "HEIC": iter_heif_blocks,
    "AVIF": iter_heif_blocks,
    "TIFF": iter_tiff_blocks,
    "DNG": iter_tiff_blocks,
    "RAW": iter_tiff_blocks,
    "JXL": iter_box_blocks,
    "JP2": iter_box_blocks,
    "PSD": iter_photoshop_blocks,
    "SVG": iter_svg_blocks,
    "MP4": iter_film_blocks,
    "MP3": iter_mp3_blocks,
}
"""The block reader of each format. The exhibition does not accept all of these formats, but they occur in folders."""


def find_metadata(data: bytes) -> ImageMetadata:
    """Return the metadata of an image file; of a malformed file what was read before the error.

    >>> find_metadata(b"no picture")
    ImageMetadata(traces=(), behind=0, film=False)
    """
    reader = BLOCK_READERS.get(detect_format(data))
    return summarize_blocks(iter_readable_blocks(reader(data))) if reader else ImageMetadata()


def iter_readable_blocks(pieces: Iterator[MetadataBlock]) -> Iterator[MetadataBlock]:
    """Yield blocks up to the first error; with too many parts, a block of kind `OTHER` stands for the rest."""
    try:
        yield from pieces
    except TooManyParts:
        yield MetadataBlock(BlockKind.OTHER, b"")
    except MalformedImage:
        return


def has_too_many_parts(data: bytes) -> bool:
    """Return whether an image file has more parts than any camera or program writes."""
    reader = BLOCK_READERS.get(detect_format(data))
    try:
        for _ in reader(data) if reader else ():
            pass
    except TooManyParts:
        return True
    except MalformedImage:
        pass
    return False
