"""参访: the stations of a virtual visit, in the order in which visitors walk them; their page and their room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from ..lazy import dataclass
from ..model.exhibition import iter_records
from ..model.field_types import Choice, HotspotText, PanoramaKey, PhotoKey, RecordingName, Text, split_hotspots
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    OwnPage,
    Record,
    RecordFacet,
    RecordType,
    Room,
    build_place_reference,
)
from ..model.vocabulary import ChoiceWords

if TYPE_CHECKING:
    from ..model.artifact import OwnPageTools
    from ..model.exhibition import Exhibition

PLACES = ("大门", "门厅", "楼道", "楼层", "架空层", "屋顶", "室外")
"""Where in a building a station may be, from the door up and out."""
PLACE = Choice(
    words=ChoiceWords.from_names(
        PLACES,
        {
            "门口": "大门", "楼门": "大门", "大门口": "大门", "楼门口": "大门", "大堂": "门厅", "大厅": "门厅", "底楼": "门厅",
            "一楼": "门厅", "二楼": "楼层", "三楼": "楼层", "四楼": "楼层", "五楼": "楼层", "六楼": "楼层",
            "走廊": "楼道", "过道": "楼道", "走道": "楼道", "楼梯": "楼道", "楼梯间": "楼道", "楼上": "楼层", "各层": "楼层",
            "架空": "架空层", "天台": "屋顶", "楼顶": "屋顶", "顶楼": "屋顶", "屋面": "屋顶", "户外": "室外", "院子": "室外",
            "花园": "室外", "外面": "室外",
        },
    )
)  # fmt: skip
MOST_SPOTS = 6
"""Points of a picture beyond which they lie on each other on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station(Record):
    """One station of a visit (参访): one picture, and what to see in it."""

    name: Annotated[
        str,
        Field(
            "站名", Text(12), "老信箱", "这一站叫什么，十二个字以内。", Requirement.ALWAYS, placed=True, schema="name"
        ),
    ]
    place: Annotated[str, Field("位置", PLACE, "门厅", "站在楼里的哪一处。", placed=True, schema="location")] = ""
    photo: Annotated[
        str | None,
        Field("照片", PhotoKey(), "photo-01.jpg", "上面“照片”里的一张。", placed=True, schema="image"),
    ] = None
    text: Annotated[
        str,
        Field(
            "讲解",
            Text(120, joiner="，"),
            "信箱是1985年的，大家拿它放留言条。",
            "站在这里，讲给来的人听的话。",
            placed=True,
            schema="description",
        ),
    ] = ""
    hotspots: Annotated[
        str,
        Field(
            "看点",
            HotspotText(200, joiner="；"),
            "30,40 老信箱；70,55 值日表",
            "照片上值得看的地方：从左、从上各百分之几，再写是什么；用“；”分开，最多六个。",
            placed=True,
        ),
    ] = ""
    recording: Annotated[
        str,
        Field(
            "录音",
            RecordingName(80),
            "lao-xinxiang.mp3",
            "同一个文件夹里的录音，mp3，不超过 1.5 MB；先问过说话的人。",
            placed=True,
            internal=True,
        ),
    ] = ""
    transcript: Annotated[
        str,
        Field(
            "文字稿",
            Text(600, joiner="，"),
            "这只信箱，我们搬来那年就有了。",
            "录音里说了什么，一个字一个字写下来；有录音就要写。",
            placed=True,
        ),
    ] = ""
    panorama: Annotated[
        str | None,
        Field("全景", PanoramaKey(), "pano-01.jpg", "上面“照片”里的一张全景：长条的，或者一圈的。", placed=True),
    ] = None


def list_stations(one: EntryRecord) -> list[Station]:
    """Return all stations of the visit to which a station belongs."""
    return [other.record for other in iter_records(one.entry, one.row)]


def list_places(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return where in the building a visit leads, each place once."""
    return dict.fromkeys(station.place for station in list_stations(one) if station.place)


def list_media(one: EntryRecord) -> Iterator[str]:
    """Yield what a visit has beside pictures and words."""
    stations = list_stations(one)
    if any(station.recording for station in stations):
        yield SOUND
    if any(station.panorama for station in stations):
        yield PANORAMA


SOUND, PANORAMA = "有录音", "有全景"


def make_media_reader(word: str) -> Callable[[EntryRecord, Exhibition], Iterable[str]]:
    """Return a function that lists `word` where a visit has it."""
    return lambda one, _: (found for found in list_media(one) if found == word)


def view_visit(one: EntryRecord, _: Exhibition) -> Mapping[str, object]:
    """Return the card of a visit: its unit, how many stations there are, what they are called."""
    stations = list_stations(one)
    return {
        "name": one.entry.full_name,
        "where": "",
        "line": f"{len(stations)} 站：{'、'.join(station.name for station in stations)}",
        "chips": list(list_media(one)),
    }


def view_stations(records: Sequence[EntryRecord], page: OwnPageTools) -> Mapping[str, object]:
    """Return the stations of a visit as its page shows them."""
    return {"stations": [view_station(one, len(records), page) for one in records]}


def view_station(one: EntryRecord, count: int, page: OwnPageTools) -> Mapping[str, object]:
    """Return one station: picture with its points, words, recording with its transcript, panorama; what is not there is
    left out.
    """
    told: Station = one.record
    spots = split_hotspots(told.hotspots)
    sound = page.find_recording(told.recording) if told.recording else None
    station: dict[str, object] = {
        "number": one.number,
        "count": f"第 {one.number} 站，共 {count} 站",
        "name": told.name,
        "place": told.place,
        "text": page.format_text(told.text),
        "photo": page.build_picture(told.photo, spots),
        "spots": [spot.label for spot in spots],
        "sound": {"src": page.root + sound.src, "length": format_length(sound.seconds)} if sound else None,
        "transcript": page.format_text(told.transcript),
        "panorama": page.build_panorama(told.panorama),
        "source": told.source,
    }
    return {key: value for key, value in station.items() if value}


def format_length(seconds: float) -> str:
    """Return the length of a recording in words.

    >>> format_length(7.4), format_length(60), format_length(83)
    ('7 秒', '1 分钟', '1 分 23 秒')
    """
    minutes, rest = divmod(max(1, round(seconds)), 60)
    if not minutes:
        return f"{rest} 秒"
    return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分钟"


def describe_visit(records: Sequence[EntryRecord], page: OwnPageTools) -> Iterator[Mapping[str, object]]:
    """Yield a visit in the terms of schema.org: a TouristAttraction with its pictures and recordings."""
    entry, site_url = records[0].entry, page.exhibition.settings.site_url
    pictures, sounds = [], []
    for one in records:
        told: Station = one.record
        address = site_url + one.path
        picture = page.build_picture(told.photo)
        if picture:
            src = site_url + str(picture["src"]).removeprefix(page.root)
            pictures.append(
                {
                    "@type": "ImageObject",
                    "@id": address,
                    "position": one.number,
                    "name": told.name,
                    "caption": picture["alt"],
                    "description": told.text,
                    "contentUrl": src,
                    "creditText": one.source,
                }
            )
        sound = page.find_recording(told.recording) if told.recording else None
        if sound:
            sounds.append(
                {
                    "@type": "AudioObject",
                    "name": told.name,
                    "contentUrl": site_url + sound.src,
                    "encodingFormat": "audio/mpeg",
                    "duration": f"PT{max(1, round(sound.seconds))}S",
                    "transcript": told.transcript,
                    "inLanguage": "zh-CN",
                }
            )
    yield {
        "@type": "TouristAttraction",
        "@id": f"{site_url}{records[0].page_path}#visit",
        "url": site_url + records[0].page_path,
        "name": f"{entry.full_name}：线上参访",
        "description": entry.tagline,
        "containedInPlace": build_place_reference(entry, page.exhibition),
        "isAccessibleForFree": True,
        "image": pictures,
        "subjectOf": sounds,
    }


STATIONS = RecordType(
    "stations",
    "参访",
    Station,
    help="带人走一圈：一站一条，照走的次序写。",
    what="name",
    core=("text", "photo", "recording"),
    order=40,
    note="看点写两个数：从左数百分之几、从上数百分之几。不要写门禁密码、钥匙放在哪里这样的细节。",
    room=Room(
        "visits/",
        "参访",
        rank=80,
        lead="不出门，跟着邻居把一座楼走一圈。",
        order="按街镇排。",
        empty="还没有一座楼带人走一圈。拍五张照片就能带。",
        pose="sailing",
        facets=(
            STREET_FACET,
            RecordFacet("place", "位置", list_places, order=PLACES),
            RecordFacet("sound", "录音", make_media_reader(SOUND)),
            RecordFacet("panorama", "全景", make_media_reader(PANORAMA)),
        ),
        unit="处",
        starter=("name", "place", "photo", "text", "hotspots"),
        guide="guide/visit/",
        by_entry=True,
    ),
    page=OwnPage("visit/", "参访", "visit.html", view_stations, describe_visit),
    part="visit-card",
    view=view_visit,
)
