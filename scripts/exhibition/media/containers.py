"""Parsers of image containers: JPEG segments, ISO boxes, chunks of PNG, WebP and GIF, and a few other formats.

Each `iter_…_blocks` yields the metadata blocks of a file; no pixel is decoded. Sources: ITU-T T.81 annex B, ISO/IEC
14496-12 and 23008-12, PNG third edition, GIF89a, Adobe Photoshop File Formats Specification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple


class BlockKind(Enum):
    """What a block holds."""

    TIFF = auto()
    """EXIF, which is a small TIFF."""
    XMP = auto()
    IPTC = auto()
    TEXT = auto()
    THUMBNAIL = auto()
    SAVED = auto()
    """The time at which the file was saved."""
    PLACE = auto()
    """The location of a video."""
    OTHER = auto()
    """Data that only one vendor's programs can read."""
    BEHIND = auto()
    """Trailing data after the end of the image."""


class MetadataBlock(NamedTuple):
    """One block of a file: its kind, and its bytes."""

    part: BlockKind
    data: bytes


class MalformedImage(Exception):
    """The file ends, or contradicts itself, in the middle of a part."""


class TooManyParts(MalformedImage):
    """The file has more parts than any camera or program writes; it is not read to the end, to bound the time."""


MOST_PARTS = 10_000
"""Segments, chunks, boxes or blocks of a file; a photo of 20 MB with a depth map and a video has some hundreds."""


def read_number(data: bytes, at: int, size: int, order: str = "big") -> int:
    r"""Return the integer in the `size` bytes at `at`; `order` as in `int.from_bytes`.

    Raises MalformedImage where the bytes end before.

    >>> read_number(b"..\x01\x02", 2, 2)
    258
    """
    if at < 0 or at + size > len(data):
        raise MalformedImage
    return int.from_bytes(data[at : at + size], "little" if order == "little" else "big")


EOI, SOS, COMMENT = 0xD9, 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
"""Markers of application segments, free for programs to use."""
ALONE = frozenset((0x01, *range(0xD0, 0xDA)))
"""Markers without a length field."""
SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The end of entropy-coded data: neither a stuffed 0xFF nor a restart. This pattern takes 0.3 ms a megabyte."""
FILL = re.compile(rb"\xff+")
"""The beginning of a marker, with any fill bytes before it."""
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers (ITU-T T.81, table B.1) that begin a frame and carry its size."""
ADOBE = 0xEE
"""Adobe's segment, which states the colour transform: without it some pictures turn green."""
METADATA_SEGMENTS = (
    (0xE0, b"JFXX\0", BlockKind.THUMBNAIL),
    (0xE1, b"Exif\0", BlockKind.TIFF),
    (0xE1, b"http://ns.adobe.com/", BlockKind.XMP),
    (0xED, b"Photoshop 3.0\0", BlockKind.IPTC),
)
"""Application segments with metadata: marker, first bytes, kind."""
DISPLAY_SEGMENTS = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (ADOBE, b"Adobe"))
"""Application segments that only say how the image is displayed."""
THUMBNAIL_AT = 12
"""Offset of the thumbnail's size in a JFIF header (JFIF 1.02)."""


class JpegSegment(NamedTuple):
    """A marker, where it begins (the last 0xFF before it), and where the segment ends, entropy-coded data included."""

    marker: int
    begin: int
    end: int


def iter_segments(data: bytes, *, scanned: bool = True) -> Iterator[JpegSegment]:
    """Yield every segment from SOI to EOI of the first image in a file.

    Without `scanned` a scan ends with its header: then only the segments before the first scan are reliable. Raises
    MalformedImage where the file ends before, TooManyParts where there are too many.
    """
    at = 0
    for _ in range(MOST_PARTS):
        fill = FILL.match(data, at)
        if fill is None:
            raise MalformedImage
        # The last 0xFF belongs to the marker; those before it are fill bytes (T.81, B.1.1.2).
        begin = fill.end() - 1
        marker = read_number(data, begin + 1, 1)
        end = begin + 2 if marker in ALONE else begin + 2 + max(2, read_number(data, begin + 2, 2))
        if marker == SOS and scanned:
            end = find_scan_end(data, end)
        if end > len(data):
            raise MalformedImage
        yield JpegSegment(marker, begin, end)
        if marker == EOI:
            return
        at = end
    raise TooManyParts


def find_scan_end(data: bytes, at: int) -> int:
    """Return where the entropy-coded data that begins at `at` ends. Raises MalformedImage where the file ends before."""
    found = SCAN_END.search(data, at)
    if found is None:
        raise MalformedImage
    end = found.start()
    # Fill bytes before the marker are no part of the scan.
    return end if end == at or data[end - 1] != 0xFF else at + len(data[at:end].rstrip(b"\xff"))


def get_segment_payload(data: bytes, segment: JpegSegment) -> bytes:
    """Return the content of a segment, without its marker and length."""
    return data[segment.begin + 4 : segment.end]


def iter_jpeg_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a JPEG file, trailing data included."""
    for segment in iter_segments(data):
        if segment.marker in APPLICATION:
            yield from iter_application_blocks(segment.marker, get_segment_payload(data, segment))
        elif segment.marker == COMMENT:
            yield MetadataBlock(BlockKind.TEXT, get_segment_payload(data, segment))
        elif segment.marker == EOI:
            yield MetadataBlock(BlockKind.BEHIND, data[segment.end :])


def iter_application_blocks(marker: int, held: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata block of an application segment, if it is one."""
    for known, begins, part in METADATA_SEGMENTS:
        if marker == known and held.startswith(begins):
            yield MetadataBlock(part, held[6:] if part is BlockKind.TIFF else held)
            return
    if not any(marker == known and held.startswith(begins) for known, begins in DISPLAY_SEGMENTS):
        yield MetadataBlock(BlockKind.OTHER, held)
    elif marker == APPLICATION[0] and any(held[THUMBNAIL_AT : THUMBNAIL_AT + 2]):
        yield MetadataBlock(BlockKind.THUMBNAIL, held)


ISO_PICTURE_BOXES = frozenset((b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"wide"))
"""Boxes that belong to an image or an image sequence; other boxes count as trailing data."""
ISO_ITEM_KINDS = {b"Exif": BlockKind.TIFF, b"mime": BlockKind.XMP, b"uri ": BlockKind.OTHER}
"""Items that hold metadata, by their type."""
TIFF_HEADER = re.compile(rb"II\*\0|MM\0\*")
MAX_TIFF_OFFSET = 64
"""Bytes of an item within which its TIFF begins."""
MOST_EXTENTS = 10_000
"""A file with more extents than this was not made by a camera."""
MAX_ITEM_BYTES = 1_000_000
"""Bytes of an item that are read where its length is not given."""
JP2_EXIF = b"JpgTiffExif->JP2"
"""The name (UUID) of a JPEG 2000 box that holds EXIF."""


class IsoBox(NamedTuple):
    """A box: its type, and where its content begins and ends."""

    kind: bytes
    begin: int
    end: int


def iter_boxes(data: bytes, at: int, end: int) -> Iterator[IsoBox]:
    """Yield the boxes between `at` and `end`. Raises MalformedImage where a box exceeds `end`, TooManyParts."""
    parts = 0
    while at + 8 <= end:
        parts += 1
        if parts > MOST_PARTS:
            raise TooManyParts
        length, head = read_number(data, at, 4), 8
        if length == 1:
            length, head = read_number(data, at + 8, 8), 16
        length = length or end - at
        if length < head or at + length > end:
            raise MalformedImage
        yield IsoBox(data[at + 4 : at + 8], at + head, at + length)
        at += length
    if at < end:
        yield IsoBox(b"", at, end)


def iter_heif_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a HEIC or AVIF file."""
    for box in iter_boxes(data, 0, len(data)):
        if box.kind == b"meta":
            yield from iter_item_blocks(data, {one.kind: one for one in iter_boxes(data, box.begin + 4, box.end)})
        elif box.kind not in ISO_PICTURE_BOXES:
            yield MetadataBlock(BlockKind.BEHIND, data[box.begin : box.end])


def iter_box_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a JPEG XL or JPEG 2000 file in boxes."""
    for box in iter_boxes(data, 0, len(data)):
        held = data[box.begin : box.begin + min(box.end - box.begin, MAX_ITEM_BYTES)]
        if box.kind == b"Exif":
            yield MetadataBlock(BlockKind.TIFF, find_tiff(held))
        elif box.kind == b"uuid" and held.startswith(JP2_EXIF):
            yield MetadataBlock(BlockKind.TIFF, find_tiff(held[len(JP2_EXIF) :]))
        elif box.kind == b"xml ":
            yield MetadataBlock(BlockKind.XMP, held)
        elif box.kind in (b"brob", b"jumb", b"uuid"):
            yield MetadataBlock(BlockKind.OTHER, held)


def iter_item_blocks(data: bytes, meta: dict[bytes, IsoBox]) -> Iterator[MetadataBlock]:
    """Yield the items of a file that are not images."""
    telling = dict(iter_item_kinds(data, meta[b"iinf"])) if b"iinf" in meta else {}
    if not telling or b"iloc" not in meta:
        return
    base = meta[b"idat"].begin if b"idat" in meta else 0
    for id, construction, begin, length in iter_extents(data, meta[b"iloc"]):
        if part := telling.get(id):
            begin += base if construction == 1 else 0
            held = data[begin : begin + (length or MAX_ITEM_BYTES)]
            yield MetadataBlock(part, find_tiff(held) if part is BlockKind.TIFF else held)


def find_tiff(held: bytes) -> bytes:
    r"""Return the TIFF in an item. The item states the offset of its TIFF, but not every program writes it correctly.

    >>> find_tiff(b"\0\0\0\6Exif\0\0II*\0...")
    b'II*\x00...'
    """
    found = TIFF_HEADER.search(held, 0, MAX_TIFF_OFFSET)
    return held[found.start() :] if found else b""


def iter_item_kinds(data: bytes, box: IsoBox) -> Iterator[tuple[int, BlockKind]]:
    """Yield the ids of items that hold metadata, with their kind, from the box `iinf`."""
    head = 4 + (2 if read_number(data, box.begin, 1) == 0 else 4)
    for entry in iter_boxes(data, box.begin + head, box.end):
        version = read_number(data, entry.begin, 1)
        size = 2 if version < 3 else 4
        kind = data[entry.begin + 4 + size + 2 : entry.begin + 4 + size + 6]
        if entry.kind == b"infe" and version >= 2 and kind in ISO_ITEM_KINDS:
            yield read_number(data, entry.begin + 4, size), ISO_ITEM_KINDS[kind]


def iter_extents(data: bytes, box: IsoBox) -> Iterator[tuple[int, int, int, int]]:
    """Yield id, construction method, begin and length of every extent, from the box `iloc`."""
    version, sizes = read_number(data, box.begin, 1), read_number(data, box.begin + 4, 2)
    offset, length, base, index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15 if version else 0
    wide = 2 if version < 2 else 4
    at = box.begin + 6
    count, at = read_number(data, at, wide), at + wide
    left = MOST_EXTENTS
    for _ in range(min(count, MOST_EXTENTS)):
        id, at = read_number(data, at, wide), at + wide
        construction = read_number(data, at, 2) & 15 if version else 0
        at += (2 if version else 0) + 2
        start, at = read_number(data, at, base), at + base
        extents, at = read_number(data, at, 2), at + 2
        for _ in range(extents):
            left -= 1
            if left < 0:
                raise TooManyParts
            at += index
            begin = start + read_number(data, at, offset)
            yield id, construction, begin, read_number(data, at + offset, length)
            at += offset + length


PNG_PARTS = {
    b"eXIf": BlockKind.TIFF,
    b"tEXt": BlockKind.TEXT,
    b"zTXt": BlockKind.TEXT,
    b"iTXt": BlockKind.TEXT,
    b"tIME": BlockKind.SAVED,
    b"caBX": BlockKind.OTHER,
}
"""Chunks of PNG that hold metadata (PNG, third edition; caBX: C2PA)."""
PNG_XMP = b"XML:com.adobe.xmp\0"
WEBP_PARTS = {b"EXIF": BlockKind.TIFF, b"XMP ": BlockKind.XMP}
WEBP_PICTURE = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
GIF_EXTENSION, GIF_IMAGE, GIF_END = 0x21, 0x2C, 0x3B
GIF_COMMENT, GIF_APPLICATION = 0xFE, 0xFF
MOST_BLOCKS = 100_000
"""Blocks of a GIF: most have 255 bytes, so that an animation of 20 MB has 80,000."""
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Application extensions that only say how often an animation is repeated."""


def iter_png_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a PNG file."""
    at = 8
    for _ in range(MOST_PARTS):
        length, kind = read_number(data, at, 4), data[at + 4 : at + 8]
        held = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IEND":
            yield MetadataBlock(BlockKind.BEHIND, data[at:])
            return
        if part := PNG_PARTS.get(kind):
            yield MetadataBlock(BlockKind.XMP if held.startswith(PNG_XMP) else part, held)
    raise TooManyParts


def iter_webp_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a WebP file."""
    at, end = 12, read_number(data, 4, 4, "little") + 8
    parts = 0
    while at + 8 <= min(end, len(data)):
        parts += 1
        if parts > MOST_PARTS:
            raise TooManyParts
        kind, length = data[at : at + 4], read_number(data, at + 4, 4, "little")
        held = data[at + 8 : at + 8 + length]
        if kind not in WEBP_PICTURE:
            part = WEBP_PARTS.get(kind, BlockKind.OTHER)
            yield MetadataBlock(part, held.removeprefix(b"Exif\0\0") if part is BlockKind.TIFF else held)
        at += 8 + length + length % 2
    yield MetadataBlock(BlockKind.BEHIND, data[end:])


def iter_gif_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a GIF file (GIF89a)."""
    at = 13 + compute_palette_size(read_number(data, 10, 1))
    left = MOST_BLOCKS
    while (kind := read_number(data, at, 1)) != GIF_END:
        left -= 1
        if left < 0:
            raise TooManyParts
        if kind == GIF_IMAGE:
            at, left = find_blocks_end(data, at + 11 + compute_palette_size(read_number(data, at + 9, 1)), left)
        elif kind == GIF_EXTENSION:
            label, begin = read_number(data, at + 1, 1), at + 2
            at, left = find_blocks_end(data, begin, left)
            if label == GIF_COMMENT:
                yield MetadataBlock(BlockKind.TEXT, data[begin:at])
            elif label == GIF_APPLICATION and data[begin + 1 : begin + 12] not in GIF_LOOPS:
                yield MetadataBlock(
                    BlockKind.XMP if data[begin + 1 : begin + 9] == b"XMP Data" else BlockKind.OTHER, data[begin:at]
                )
        else:
            at += 1
    yield MetadataBlock(BlockKind.BEHIND, data[at + 1 :])


def compute_palette_size(flags: int) -> int:
    """Return the bytes of a palette, from the flags before it."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def find_blocks_end(data: bytes, at: int, left: int) -> tuple[int, int]:
    """Return where a sequence of sub-blocks ends, and how many of `left` remain. Raises TooManyParts below zero."""
    size = len(data)
    while at < size and (length := data[at]):
        at += 1 + length
        left -= 1
        if left < 0:
            raise TooManyParts
    if at >= size:
        raise MalformedImage
    return at + 1, left


PHOTOSHOP = re.compile(rb"8BIM(\x04\x22|\x04\x23|\x04\x24|\x04\x04)")
"""Resources of a Photoshop file that hold EXIF, XMP or IPTC (Adobe Photoshop File Formats Specification)."""
PHOTOSHOP_PARTS = {
    b"\x04\x22": BlockKind.TIFF,
    b"\x04\x23": BlockKind.TIFF,
    b"\x04\x24": BlockKind.XMP,
    b"\x04\x04": BlockKind.IPTC,
}
RESOURCES = 4_000_000
"""Bytes from the beginning of a Photoshop file that are searched for resources."""
FILM_PLACES = (b"\xa9xyz", b"com.apple.quicktime.location", b"loci")
"""Locations in videos: QuickTime's box, Apple's key, 3GPP's box."""
FILM_METADATA_BOXES = frozenset((b"moov", b"meta", b"udta", b"uuid"))
FILM_INDEX = 4_000_000
"""Boxes of a video that may hold a location (above), and the bytes of each that are searched."""
DRAWING_TEXT = re.compile(rb"<(?:metadata|sodipodi:|inkscape:|desc)\b")


def iter_tiff_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the whole of a TIFF-based file."""
    # Raw formats have magic numbers of their own in the place of the 42.
    yield MetadataBlock(BlockKind.TIFF, data)


def iter_photoshop_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the resources of a Photoshop file that hold metadata."""
    for count, found in enumerate(PHOTOSHOP.finditer(data, 0, RESOURCES)):
        if count == 16:
            return
        name = read_number(data, found.end(), 1)
        begin = found.end() + 1 + name + (name + 1) % 2
        length = read_number(data, begin, 4)
        yield MetadataBlock(PHOTOSHOP_PARTS[found[1]], data[begin + 4 : begin + 4 + length])


def iter_svg_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata of an SVG drawing."""
    if found := DRAWING_TEXT.search(data):
        yield MetadataBlock(BlockKind.TEXT, data[found.start() :])


def iter_film_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield a block of kind `PLACE` for each box of a video that holds a location."""
    for box in iter_boxes(data, 0, len(data)):
        told = data[box.begin : min(box.end, box.begin + FILM_INDEX)] if box.kind in FILM_METADATA_BOXES else b""
        if any(sign in told for sign in FILM_PLACES):
            yield MetadataBlock(BlockKind.PLACE, b"")


BITRATES = {
    # kbit/s of layer III by the index in the header (ISO/IEC 11172-3 and 13818-3): MPEG 1; MPEG 2 and 2.5.
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second by version (3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5) and index."""
MOST_FRAMES = 200_000
"""Frames of a recording that are read: one of 1.5 MB at 8 kbit/s has 21,000."""
LOST = 4096
"""Bytes after which a recording that has lost its frames is not searched for the next one."""


class SoundFrame(NamedTuple):
    """A frame of a recording: its place, and how long it sounds in seconds."""

    begin: int
    end: int
    seconds: float


def read_sound_frame(data: bytes, at: int) -> SoundFrame | None:
    """Return the frame of layer III at `at`; None where there is none, or not all of it."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return None
    first = version == 3
    samples, hertz = (1152 if first else 576), RATES[version][rate]
    end = at + samples // 8 * BITRATES[first][bitrate] * 1000 // hertz + (head[2] >> 1 & 1)
    return SoundFrame(at, end, samples / hertz) if at + 4 < end <= len(data) else None


def iter_sound_frames(data: bytes) -> Iterator[SoundFrame]:
    """Yield the frames of a recording (MP3); what stands before, between and behind them is skipped.

    The first frame counts only where another one follows it, because tags may hold bytes that look like one.
    """
    at, begun = find_tag_end(data), False
    lost = at
    for _ in range(MOST_FRAMES):
        frame = read_sound_frame(data, at)
        if frame and (begun or read_sound_frame(data, frame.end)):
            begun = True
            yield frame
            at = lost = frame.end
            continue
        at = data.find(b"\xff", at + 1, lost + LOST)
        if at < 0:
            return


def find_tag_end(data: bytes) -> int:
    """Return where the tags before the sound (ID3v2) end; 0 without any."""
    at = 0
    for _ in range(MOST_TAGS):
        head = data[at : at + 10]
        if len(head) < 10 or head[:3] != b"ID3" or max(head[6:]) > 0x7F:
            break
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at += 10 + size + (10 if head[5] & 0x10 else 0)
    return min(at, len(data))


MOST_TAGS = 8
"""Tags before the sound; programs write one."""
TAG_PICTURES = (b"APIC", b"PIC")
TAG_PROGRAMS = (b"TSSE", b"TSS", b"TENC", b"TEN", b"TLEN", b"TLE", b"TXXX", b"TXX")
"""Frames of ID3v2 that programs write of themselves; of TXXX those of encoders are most."""
PROGRAM_WORDS = re.compile(rb"Lavf|LAME|major_brand|minor_version|compatible_brands|encoder", re.I)


def iter_mp3_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield the metadata blocks of a recording (ID3v2.2 to 2.4, ID3v1, APE, Lyrics3): names, pictures, comments.

    Everything before the first frame of sound and behind the last one is no sound.
    """
    frames = list(iter_sound_frames(data))
    begin, end = (frames[0].begin, frames[-1].end) if frames else (len(data), len(data))
    if data[:3] == b"ID3":
        yield from iter_tag_blocks(data[:begin])
    elif data[:begin].strip(b"\0"):
        yield MetadataBlock(BlockKind.OTHER, b"")
    rest = data[end:].strip(b"\0\r\n ")
    if rest[:3] == b"TAG" or rest[:8] in (b"APETAGEX", b"LYRICSBE"):
        # A tag of ID3v1 without a word in it has 125 empty bytes and a number.
        if rest[:3] != b"TAG" or rest[3:125].strip(b"\0 "):
            yield MetadataBlock(BlockKind.TEXT, b"")
    elif rest:
        yield MetadataBlock(BlockKind.BEHIND, rest)


def iter_tag_blocks(data: bytes) -> Iterator[MetadataBlock]:
    """Yield a block for each frame of a tag (ID3v2) that holds something."""
    old = data[3:4] == b"\x02"
    name_size, head = (3, 6) if old else (4, 10)
    at = 10
    for _ in range(MOST_PARTS):
        name = data[at : at + name_size]
        if len(data) < at + head or not name.strip(b"\0"):
            return
        size = read_number(data, at + name_size, 3 if old else 4)
        if data[3:4] == b"\x04":
            size = sum((byte & 0x7F) << 7 * (3 - place) for place, byte in enumerate(data[at + 4 : at + 8]))
        body = data[at + head : at + head + size]
        if not name.isalnum() or not size:
            return
        if body.strip(b"\0\1\2\3 \xff\xfe"):
            yield MetadataBlock(classify_tag_frame(name, body), b"")
        at += head + size


def classify_tag_frame(name: bytes, body: bytes) -> BlockKind:
    """Return what a frame of a tag (ID3v2) holds."""
    if name in TAG_PICTURES:
        return BlockKind.THUMBNAIL
    if name in TAG_PROGRAMS and (name not in (b"TXXX", b"TXX") or PROGRAM_WORDS.search(body)):
        return BlockKind.SAVED
    return BlockKind.TEXT if name[:1] in b"TCUW" else BlockKind.OTHER
