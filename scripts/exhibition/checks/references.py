"""Steps, pairs and shared places that name a picture which their entry does not have; dates that have not come."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..diagnostics import Finding, Severity
from ..model import Entry, PartialDate
from ..model.kinds import Date, PhotoKey
from ..types import CONTENT_TYPES, Unit
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def mentions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the key of every photo that another part of the entry names, and its place in `spans`."""
    for one in CONTENT_TYPES.of(entry).iter_values(entry, PhotoKey):
        yield one.value, one.place


@check("E312", ERROR, "提到的照片不在“照片”里")
def unhung_picture(hall: Hall) -> Iterator[Finding]:
    """问题：“历程”“对比”“共享空间”里提到的照片，要先写在这一页的“照片”里。

    不好：

        照片:
          - 文件: photo-01.jpg
            说明: 清理以前的楼道
        历程:
          - 标题: 清理楼道
            照片: photo-02.jpg

    好：

        历程:
          - 标题: 清理楼道
            照片: photo-01.jpg

    怎么改：改正文件名，或在“照片”里加上这一条。
    """
    for entry in hall.entries:
        mentioned = list(mentions(entry))
        if not mentioned:
            continue
        keys = {photo.key for photo in entry.photos}
        for key, path in mentioned:
            if key not in keys:
                span = entry.spans.get(path) or entry.span(path.partition(".")[0])
                near = get_close_matches(key, keys, 1, 0.6)
                names = hall.folders[entry.folder].names
                # The picture is there, and “照片” names it wrongly: that line is mended, not this one.
                if near and key in names and near[0] not in names:
                    continue
                ask = f"，是不是“{near[0]}”？" if near else "。"
                fixed = hall.mended(span, key, near[0]) if near else None
                yield Finding(span, f"“照片”里没有“{key}”{ask}", "改正它，或在“照片”里加上这一条。", fixed)


@check("E234", ERROR, "日期还没到")
def future_date(hall: Hall) -> Iterator[Finding]:
    """问题：建立、拍照和征得同意的日期不会在将来，多半是年份打错了。历程里的“下一步”可以写几年以内的打算。

    不好：

        建立: 2108-11

    好：

        建立: 2018-11

    怎么改：核对年份。
    """
    today = hall.today
    for entry in hall.entries:
        for one in CONTENT_TYPES.of(entry).iter_values(entry, Date):
            date: PartialDate = one.value
            ahead = one.field.years_ahead
            # Nearly every date lies in a year that is over.
            if date.year >= today.year and date.sort_key() > (today.year + ahead, today.month, today.day):
                yield Finding(one.span(entry), f"日期“{date.iso}”还没到。", "核对年份。")


@check("E350", ERROR, "自治小组不到三人")
def small_group(hall: Hall) -> Iterator[Finding]:
    """问题：自治小组至少要三个人，一行写一位。还没有成立就整项空着。

    不好：

        自治小组:
          - 楼组长

    好：

        自治小组:
          - 楼组长
          - 第二楼组长
          - 自治小组成员

    怎么改：补到三行以上，写身份，不写姓名；还没有就空着。草稿可以先写一两位。
    """
    for unit in hall.exhibition.of(Unit):
        if unit.published and 0 < len(unit.group) < 3:
            hint = "补到三行以上（写身份，不写姓名）；还没有就空着。"
            yield Finding(unit.span("自治小组"), f"“自治小组”只有 {len(unit.group)} 位，至少要 3 位。", hint)


@check("W370", ADVICE, "两个楼组同一个地址")
def same_address(hall: Hall) -> Iterator[Finding]:
    """问题：两个楼组写的街镇、小区、楼号完全一样，可能是同一个楼组写了两份，或者楼号抄错了。

    不好：10001 和 10002 都写 `小区: 示例小区`、`楼号: 1号`。

    好：各写各的楼号；一座楼有几个门的，写到门，例如 `1号乙门`。

    怎么改：核对楼号。不改也能发布。
    """
    first: dict[tuple[str, str, str, str], Unit] = {}
    for unit in hall.exhibition.published(Unit):
        if not (unit.compound or unit.committee) or not unit.building:
            continue
        other = first.setdefault((unit.street, unit.committee, unit.compound, unit.building), unit)
        if other is not unit:
            message = f"“{unit.address}”和编号 {other.id}（{other.name}）的地址一样。"
            yield Finding(unit.span("楼号"), message, "核对楼号；一座楼有几个门的，写到门。")
