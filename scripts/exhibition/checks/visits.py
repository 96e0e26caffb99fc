"""Rules about visits (参访): points of pictures, recordings with their transcripts, panoramas, words that help a thief."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..content.loader import EntryFolder
from ..diagnostics import Finding, Severity, Span
from ..lazy import compile_later, dataclass
from ..media.file_formats import SOUND, SOUND_ENDS, TITLES
from ..media.probe import Probe
from ..media.recordings import RECORDING_LIMIT, cut_sound
from ..model import Entry
from ..model.artifact import PLAIN, SPHERE, classify_panorama
from ..model.field_types import NOT_KNOWN, PanoramaKey, RecordingName, split_hotspots
from ..records import STATIONS
from ..records.station import MOST_SPOTS
from ..storage.safe_files import read_file
from ..types import CONTENT_TYPES
from .photo_files import get_base_name
from .photos import format_size
from .record_lists import format_place, get_record_span, iter_each_record, iter_lists
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@dataclass(frozen=True, slots=True)
class ReferencedRecording:
    """A recording that an entry names: its file name, its folder, where it is named, what the file is."""

    entry: Entry
    file: str
    folder: EntryFolder
    span: Span
    probe: Probe | None
    """The probe of the file; None where it is missing or empty."""

    @property
    def path(self) -> str:
        """The path of the file."""
        return f"{self.folder.path}/{self.file}"


def iter_recordings(context: CheckContext) -> Iterator[ReferencedRecording]:
    """Yield every recording that an entry names."""
    for kind in CONTENT_TYPES:
        if not kind.find_of_kind(RecordingName):
            continue
        for entry in context.exhibition.of(kind.model):
            for one in kind.iter_values(entry, RecordingName):
                folder = context.folders[entry.folder]
                there = one.value in folder.files
                probe = context.probe_cache.get_probe(f"{folder.path}/{one.value}") if there else None
                yield ReferencedRecording(entry, one.value, folder, one.find_span(entry), probe)


@check("W417", ADVICE, "看点太多", Scope.ENTRY)
def crowded_hotspots(context: CheckContext) -> Iterator[Finding]:
    """问题：一张照片上的看点超过六个，手机上一个压着一个，点不准。

    不好：

        看点: 10,20 灯；20,30 门；30,40 窗；40,50 花；50,60 桌；60,70 椅；70,80 钟

    好：

        看点: 30,40 窗；50,60 桌；70,80 钟

    怎么改：留下最要紧的六个，别的写进讲解，或者另写一站。不改也能发布。
    """
    for entry, index, station in iter_each_record(context, STATIONS):
        count = len(split_hotspots(station.hotspots))
        if count > MOST_SPOTS:
            message = f"“{station.name}”这一站的看点有 {count} 个，最多 {MOST_SPOTS} 个，手机上才点得准。"
            hint = f"只留最要紧的 {MOST_SPOTS} 个，别的写进讲解，或者另写一站。"
            yield Finding(get_record_span(entry, STATIONS, index, "看点"), message, hint)


NOT_WRITTEN = compile_later(rf"{NOT_KNOWN.pattern}|略|见录音|(?:听|同)录音|(?:以后|稍后|回头)再?[补写]")
"""What people write in place of a transcript."""


@check("E418", ERROR, "录音没有文字稿", Scope.ENTRY)
def recording_without_transcript(context: CheckContext) -> Iterator[Finding]:
    """问题：有录音，没有写录音里说了什么。耳朵不好的邻居、在吵的地方的人，就什么也不知道；里面有没有号码、姓名，也检查不到。

    不好：

        录音: lao-xinxiang.mp3
        文字稿:

    好：

        录音: lao-xinxiang.mp3
        文字稿: 这只信箱，我们搬来那年就有了。

    怎么改：听着录音，一个字一个字写进“文字稿”。
    """
    for entry, index, station in iter_each_record(context, STATIONS):
        if station.recording and (not station.transcript or NOT_WRITTEN.fullmatch(station.transcript)):
            told = f"文字稿写的是“{station.transcript}”" if station.transcript else "还没有写文字稿"
            message = f"“{station.name}”这一站有录音“{station.recording}”，{told}。"
            yield Finding(
                get_record_span(entry, STATIONS, index, "文字稿"), message, "把录音里说的话，一个字一个字写进“文字稿”。"
            )


CONVERT = {
    "WAV": "在电脑上用“格式工厂”一类的软件，或者手机上的音频转换工具，转成 MP3（单声道、64 kbps 就够）",
    "AMR": "重新用手机自带的“录音机”录一遍，导出 MP3（微信里的语音不能直接用；只导得出 M4A 的，再转一次）",
    "M4A": "把它转成 MP3：用手机或电脑上的音频转换工具，选“单声道、64 kbps”",
}
"""What to do with a recording of another format."""
CONVERT_OTHER = "把它转成 MP3：用手机或电脑上的音频转换工具"


@check("E406", ERROR, "录音用不了")
def unusable_recording(context: CheckContext) -> Iterator[Finding]:
    """问题：写了一段录音，可是文件夹里找不到它，或者它不是 MP3。看的是内容，不看文件名：把 wav、m4a、amr 改名成 .mp3 也不行。

    不好：

        录音: 语音.amr

    好：

        录音: lao-xinxiang.mp3

    怎么改：把录音转成 MP3，和 index.md 放在同一个文件夹，名字写得完全一样。
    """
    for one in iter_recordings(context):
        name = get_base_name(one.file)
        there = one.folder.find_similar(one.file)
        if name != one.file:
            fixed = context.replace_in_line(one.span, one.file, name) if name in one.folder.files else None
            hint = "只写文件名，录音和 index.md 放在同一个文件夹。"
            yield Finding(one.span, f"“{one.file}”带了文件夹路径。", hint, fixed)
        elif one.file not in one.folder.names and there:
            fixed = context.replace_in_line(one.span, one.file, there)
            message = f"文件名大小写不一致：写的是“{one.file}”，实际是“{there}”。"
            if unicodedata.normalize("NFC", there) == unicodedata.normalize("NFC", one.file):
                message = f"“{one.file}”和文件夹里的那一个看上去一样，存的方法不同（苹果电脑起的名字常常这样）。"
            yield Finding(one.span, message, "改成和实际文件完全一样。", fixed)
        elif one.file not in one.folder.names:
            sounds = "、".join(sorted(file for file in one.folder.names if file.lower().endswith(SOUND_ENDS)))
            hint = "上传录音到和 index.md 同一个文件夹，名字要完全一样。"
            yield Finding(one.span, f"找不到录音“{one.file}”。", f"{hint}现在这里有：{sounds or '没有录音'}。")
        elif one.file not in one.folder.files:
            # Of links and devices another rule speaks; a folder is none of them.
            message = f"“{one.file}”不是一个录音文件。"
            yield Finding(one.span, message, "上传录音到和 index.md 同一个文件夹，再把这里的名字改成一样。")
        elif why := explain_unusable(one):
            yield Finding(one.span, *why)


def explain_unusable(one: ReferencedRecording) -> tuple[str, str] | None:
    """Return why a recording that is there cannot be played, and what to do; None where it can, or is too large."""
    format = one.probe.header.format if one.probe else ""
    if one.probe is None:
        return f"录音“{one.file}”是空的（0 字节），上传没有成功。", "重新上传这段录音。"
    if format != SOUND:
        what = f"是{TITLES[format].strip()}，不是 MP3" if format else "不是录音，或者是网站不认得的格式"
        hint = CONVERT.get(format, CONVERT_OTHER)
        return f"“{one.file}”{what}，网页上放不出声音。", f"{hint}，再把这里的名字一起改。"
    if one.probe.size > RECORDING_LIMIT:
        return None
    try:
        sound = cut_sound(read_file(one.path, RECORDING_LIMIT))
    except OSError:
        return None
    return (
        None if sound else (f"“{one.file}”里没有声音，可能没有录上，或者没有传完整。", "重新录一段，存成 MP3，再上传。")
    )


@check("E407", ERROR, "录音太大")
def oversized_recording(context: CheckContext) -> Iterator[Finding]:
    """问题：录音超过 1.5 MB，在楼道里的手机上要等半分钟才出声。

    不好：10 MB 的 MP3。

    好：一分半钟、单声道、64 kbps 的 MP3，不到 0.8 MB。

    怎么改：剪到一分半钟以内；或者转换的时候选“单声道、64 kbps”。
    """
    for one in iter_recordings(context):
        if one.probe and one.probe.header.format == SOUND and one.probe.size > RECORDING_LIMIT:
            message = f"录音“{one.file}”有 {format_size(one.probe.size)}，最多 1.5 MB。"
            yield Finding(one.span, message, "把它剪到一分半钟以内，或者转成单声道、64 kbps 的 MP3。")


@check("W408", ADVICE, "站名写了两次", Scope.ENTRY)
def repeated_station(context: CheckContext) -> Iterator[Finding]:
    """问题：两站叫一个名字，来的人分不清走到了哪里。

    不好：

        参访:
          - 站名: 楼道
            照片: photo-01.jpg
          - 站名: 楼道
            照片: photo-02.jpg

    好：

        参访:
          - 站名: 一楼的信箱
            照片: photo-01.jpg
          - 站名: 二楼的画
            照片: photo-02.jpg

    怎么改：写出各自看的是什么；写重了就删掉一条。不改也能发布。
    """
    for entry, stations in iter_lists(context, STATIONS):
        met: dict[str, int] = {}
        for index, station in enumerate(stations):
            first = met.setdefault(station.name, index) if station.name else index
            if first != index:
                span = get_record_span(entry, STATIONS, index, "站名")
                where = format_place(span, get_record_span(entry, STATIONS, first, "站名"))
                message = f"“{station.name}”写了两站：{where}，又在第 {span.line} 行。"
                yield Finding(span, message, "改一个名字，写出这一站看的是什么；写重了就删掉一条。")


THING = r"(?:门禁|大门|楼门|单元门|防盗门|地下室|车库|仓库|天台|机房|储藏室)"
EXPLOITABLE = compile_later(
    r"门禁.{0,4}(?:密码|口令|暗号|编号)|(?:开门|大门|楼门|密码锁|快递柜|保险[柜箱]).{0,4}(?:密码|口令)|密码(?:是|为|：|:|\d)"
    r"|(?:备用)?钥匙.{0,6}(?:放在|藏在|压在|挂在|就在|在[^看想]{0,6}(?:下面|底下|里面|后面|上面|盒|箱|缸|垫))"
    r"|(?:电表|水表|燃气表|煤气表|配电|电闸|弱电|光纤)[箱间房柜井].{0,8}(?:没锁|不锁|没上锁|不上锁|一推|一拉|打开|开着|号码|编号)"
    rf"|{THING}.{{0,8}}(?:没锁|不锁|没上锁|不上锁|锁坏了|关不上|一推就开|虚掩|敞着)"
    r"|(?:监控|摄像头|探头).{0,8}(?:坏了|照不到|拍不到|死角|没装|没有装|看不见|假的)"
    r"|(?:没有|没人|无人)(?:看门|值班|巡逻|保安)|(?:家里|家中|屋里).{0,4}(?:没人|无人|没有人)|独居|一个人住|空关"
)
"""What tells a thief something: codes, where a key is, what is not locked, what no camera sees, who is alone."""
NAMED_DEVICES = compile_later(r"电表箱|配电箱|配电间|门禁密码|备用钥匙|钥匙盒|密码锁|总闸|电闸")
"""Devices of a building that a visit need not show."""
TOLD = (("讲解", "text"), ("看点", "hotspots"), ("文字稿", "transcript"))


@check("W409", ADVICE, "容易被坏人利用的细节", Scope.ENTRY)
def exploitable_detail(context: CheckContext) -> Iterator[Finding]:
    """问题：参访谁都看得到。门禁密码、钥匙放在哪里、哪扇门不锁、哪里照不到、谁一个人住，写上去，小偷也看到了。

    不好：`讲解: 备用钥匙放在***下面`（写着地方的）

    好：`讲解: 借东西找楼组长，登个记就行。`

    怎么改：删掉这个细节；照片里拍到电表箱、锁、钥匙柜的，换一张。不改也能发布。
    """
    for entry, index, station in iter_each_record(context, STATIONS):
        for key, attribute in TOLD:
            text = getattr(station, attribute)
            found = EXPLOITABLE.search(text) or NAMED_DEVICES.search(text) if text else None
            if found:
                message = f"“{key}”里写了“{shorten(found[0])}”，来的人看得到，坏人也看得到。"
                hint = "删掉这个细节；照片里拍到电表箱、锁、钥匙的，也换一张。"
                yield Finding(get_record_span(entry, STATIONS, index, key), message, hint)


def shorten(words: str) -> str:
    """Return the beginning of what was found, enough to find it: a message is public too.

    >>> shorten("备用钥匙放在"), shorten("电表箱")
    ('备用钥匙…', '电表箱')
    """
    return words if len(words) <= 4 else f"{words[:4]}…"


@check("W404", ADVICE, "全景的形状")
def shapeless_panorama(context: CheckContext) -> Iterator[Finding]:
    """问题：“全景”有两种：手机拍的长条（宽是高的两倍以上），或者一圈的（宽正好是高的两倍）。别的形状不是全景，会当一张普通照片放着。

    不好：一张 3000×3000 的方照片写在“全景”里。

    好：

        全景: pano-01.jpg

    怎么改：换成手机“全景”模式拍的长条；只有普通照片，就写在“照片”里，把“全景”空着。不改也能发布。
    """
    probes = {(one.entry.folder, one.file): one.probe for one in context.referenced_photos}
    for kind in CONTENT_TYPES:
        for entry in context.exhibition.of(kind.model) if kind.find_of_kind(PanoramaKey) else ():
            for value in kind.iter_values(entry, PanoramaKey):
                photo, probe = entry.find_photo(value.value), probes.get((entry.folder, value.value))
                span = value.find_span(entry)
                if photo and photo.scene:
                    message = f"“全景”写的“{value.value}”是一张插画，不是全景。"
                    yield Finding(span, message, "换成手机“全景”模式拍的长条；没有就把“全景”空着。")
                elif probe and probe.header.whole and probe.header.width:
                    yield from judge_panorama(value.value, probe.header.width, probe.header.height, span)


SHARP = 2000
"""Pixels of width below which a panorama of all directions is a blur: 5 px a degree."""


def judge_panorama(file: str, width: int, height: int, span: Span) -> Iterator[Finding]:
    """Yield what is odd about the shape of a panorama."""
    form, size = classify_panorama(width, height), f"{width}×{height}"
    if form == PLAIN:
        message = f"“{file}”（{size}）不是长条，也不是一圈的全景，是不是一张普通照片？"
        yield Finding(span, message, "换成手机“全景”模式拍的长条；普通照片写在“照片”里，把“全景”空着。")
    elif form == SPHERE and width < SHARP:
        message = f"一圈的全景“{file}”只有 {width} 像素宽，转着看会发虚。"
        yield Finding(span, message, f"换成原图，至少 {SHARP} 像素宽；没有更大的就不用改。")
