"""参访: the stations of a virtual visit, in the order in which visitors walk them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, PhotoKey, Text
from ..model.fields import Field, Requirement
from ..model.record_types import Record, RecordType
from ..model.vocabulary import ChoiceWords

PLACES = ChoiceWords.from_names(("大门", "门厅", "楼道", "楼层", "架空层", "屋顶", "室外"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Station(Record):
    """One station of a visit (参访): one picture, and what to see in it."""

    name: Annotated[
        str, Field("站名", Text(12), "老信箱", "这一站叫什么，十二个字以内。", Requirement.ALWAYS, schema="name")
    ]
    place: Annotated[
        str, Field("位置", Choice(words=PLACES), "门厅", "站在楼里的哪一处。", placed=True, schema="location")
    ] = ""
    photo: Annotated[
        str | None,
        Field("照片", PhotoKey(), "photo-01.jpg", "上面“照片”里的一张。", placed=True, schema="image"),
    ] = None
    text: Annotated[
        str,
        Field(
            "讲解",
            Text(120, joiner="，"),
            "信箱是1985年的，钥匙早就没有了，大家拿它放留言条。",
            "站在这里，讲给来的人听的话。",
            placed=True,
            schema="description",
        ),
    ] = ""
    hotspots: Annotated[
        str,
        Field(
            "看点",
            Text(200, joiner="；"),
            "30,40 老信箱；70,55 值日表",
            "照片上值得看的地方：从左、从上各百分之几，再写是什么；用“；”分开，最多六个。",
            placed=True,
        ),
    ] = ""
    recording: Annotated[
        str, Field("录音", Text(80), "lao-xinxiang.mp3", "同一个文件夹里的录音，mp3，不超过 1.5 MB。", placed=True)
    ] = ""
    transcript: Annotated[
        str,
        Field("文字稿", Text(600, joiner="，"), "", "录音里说了什么，一个字一个字写下来；有录音就要写。", placed=True),
    ] = ""
    panorama: Annotated[
        str | None,
        Field("全景", PhotoKey(), "pano-01.jpg", "上面“照片”里的一张全景：长条的，或者一圈的。", placed=True),
    ] = None


STATIONS = RecordType(
    "stations",
    "参访",
    Station,
    help="带人走一圈：一站一条，照走的次序写。",
    what="name",
    core=("text", "photo", "recording"),
    order=40,
)
