"""What metadata blocks reveal about people, in the terms that volunteers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .pieces import Part, Piece
from .tiff import Tag, filled_tags

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

QUIET = frozenset({MODEL, SAVED})
"""Kinds that reveal nothing about people by themselves: stripped like the rest, but not worth a reminder."""

FILM, DATA = "动态照片视频", "看不见的附加数据"
"""Kinds of trailing data."""

BY_PART = {
    Part.PLACE: PLACE,
    Part.XMP: XMP,
    Part.IPTC: IPTC,
    Part.TEXT: TEXT,
    Part.THUMBNAIL: THUMBNAIL,
    Part.SAVED: SAVED,
    Part.OTHER: OTHER,
}
BY_TAG: dict[Tag, str] = {
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
class Hidden:
    """The metadata of an image file: kinds (of `TRACES`) and the number of trailing bytes."""

    traces: tuple[str, ...] = ()
    behind: int = 0
    film: bool = False
    """Whether the trailing data is a video."""

    @property
    def anything(self) -> bool:
        """Whether there is anything to strip."""
        return bool(self.traces or self.behind)

    @property
    def tells(self) -> bool:
        """Whether it reveals anything about people."""
        return not QUIET.issuperset(self.traces)

    @property
    def words(self) -> str:
        """The metadata, as volunteers read it."""
        more = (FILM if self.film else DATA,) if self.behind else ()
        return "、".join((*self.traces, *more))


MOST_TIFFS = 16
"""EXIF blocks of a file that are read; phones write one, some twice."""


def traced(pieces: Iterable[Piece]) -> Hidden:
    """Return the metadata in `pieces`. Trailing zeros, which some cameras leave, do not count."""
    found: set[str] = set()
    behind, film, tiffs = 0, False, 0
    for piece in pieces:
        tiffs += piece.part is Part.TIFF
        if piece.part is Part.BEHIND:
            told = piece.data.strip(b"\0\r\n ")
            behind += len(piece.data) if told else 0
            film = film or b"ftyp" in told
        elif piece.part is not Part.TIFF or tiffs <= MOST_TIFFS:
            found.update(told_by(piece))
        else:
            found.add(OTHER)
    return Hidden(tuple(trace for trace in TRACES if trace in found), behind, film)


def told_by(piece: Piece) -> Iterator[str]:
    """Yield the kinds of metadata in a block."""
    if piece.part is not Part.TIFF:
        yield BY_PART[piece.part]
        return
    for tag in filled_tags(piece.data):
        if tag in BY_TAG:
            yield BY_TAG[tag]
        elif tag[0] == "gps" and tag != NO_PLACE:
            yield PLACE
