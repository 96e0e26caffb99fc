"""Rules for photo files that hold metadata, are too large, or are stored twice."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from .hidden import FILM
from .hung import Lying
from .rule import Hall, check
from .signatures import TITLES

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

MB = 1_000_000
HEAVY = 3 * MB
"""Bytes from which a photo is too large to store: the history of the folders keeps every version of it."""
TOO_HEAVY = 20 * MB
"""Bytes that stop a build. Web pages of code hosts accept 25 MB at most, so such a file came in another way."""

SHOWN = 3
"""Kinds of metadata that a message names, gravest first: nobody reads a list of ten."""

REPLACE = "换成“上传助手”页面（网站上的 upload/）重新做的一张；会用命令行的，运行 photos 命令。"
"""The hint for all of these rules. The command is that of `cli`."""


DELETE = "在电脑上另存为 JPG 换掉它，再删掉这个文件；用不到就直接删掉。"
"""The hint for a file that the exhibition does not accept."""


def called(one: Lying) -> str:
    """Return how messages call a file: a photo, or the format that its bytes show."""
    return f"照片“{one.file}”" if one.look.image.kind else f"“{one.file}”（{TITLES[one.look.image.format].strip()}）"


def size(bytes: int) -> str:
    """Return an amount of bytes as people read it.

    >>> size(2_040_000), size(61_147), size(3)
    ('2.0 MB', '61 KB', '1 KB')
    """
    return f"{bytes / MB:.1f} MB" if bytes >= MB else f"{max(1, round(bytes / 1000))} KB"


@check("W371", ADVICE, "照片里藏着别的信息")
def telling_photo(hall: Hall) -> Iterator[Finding]:
    """问题：手机拍的照片里藏着看不见的信息：在哪里拍的、几点拍的、相机的序列号。发布到网站时会自动去掉；可是放进文件夹的原文件还带着，改动记录里一直看得到。

    不好：手机里的原图，直接上传。

    好：用“上传助手”页面做好的 photo-01.jpg，里面只有画面。

    怎么改：用“上传助手”页面重新做一张，换掉原来的；会用命令行的，运行 photos 命令。不改也能发布。
    """
    for one in hall.lying:
        if one.look.hidden.tells and not one.look.crowded:
            traces = one.look.hidden.traces
            told = "、".join(traces[:SHOWN]) + (f"等 {len(traces)} 样" if len(traces) > SHOWN else "")
            after = "发布时会自动去掉，但改动记录里仍看得到" if one.look.image.kind else "改动记录里会一直看得到"
            message = f"{called(one)}里藏着：{told}。{after}。"
            yield Finding(one.span, message, REPLACE if one.look.image.kind else DELETE)


@check("W372", ADVICE, "照片后面带着别的东西")
def photo_with_more_behind(hall: Hall) -> Iterator[Finding]:
    """问题：照片后面还接着一段看不见的数据，多半是“动态照片”的小视频，里面有声音，也占地方。网站上不会有它，文件夹里还有。

    不好：开着“动态照片”（实况）拍的原图。

    好：普通照片。

    怎么改：用“上传助手”页面重新做一张；以后拍的时候关掉“动态照片”。不改也能发布。
    """
    for one in hall.lying:
        if behind := one.look.hidden.behind:
            what = FILM if one.look.hidden.film else "看不见的"
            message = f"{called(one)}后面还带着 {size(behind)} 数据（{what}），发布时会去掉。"
            yield Finding(one.span, message.replace("（看不见的）", ""), REPLACE)


@check("W373", ADVICE, "照片文件太大")
def heavy_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片文件超过 3 MB。网站会自己缩小，但原文件要一直存着，几千个楼组加起来，谁都下载不动。

    不好：8 MB 的原图。

    好：缩到 1 MB 以内，印 A4 海报也够清楚。

    怎么改：用“上传助手”页面重新做一张。不改也能发布。
    """
    for one in hall.lying:
        if HEAVY < one.look.size <= TOO_HEAVY:
            yield Finding(one.span, f"{called(one)}有 {size(one.look.size)}，存着太占地方。", REPLACE)


@check("E374", ERROR, "照片文件大得放不下")
def oversized_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片文件超过 20 MB，不能放进文件夹：一旦放进去，以后删了也一直占着地方。

    不好：相机里 30 MB 的原图。

    好：缩到 1 MB 以内，印 A4 海报也够清楚。

    怎么改：用“上传助手”页面重新做一张，换掉这一张。
    """
    for one in hall.lying:
        if one.look.size > TOO_HEAVY:
            message = f"{called(one)}有 {size(one.look.size)}，最多 {TOO_HEAVY // MB} MB。"
            yield Finding(one.span, message, REPLACE if one.look.image.kind else DELETE)


@check("W375", ADVICE, "同一张照片放了两份")
def copied_photo(hall: Hall) -> Iterator[Finding]:
    """问题：同一个文件夹里有两个文件，名字不同，内容一模一样。

    不好：photo-01.jpg 和 photo-03.jpg 是同一张。

    好：每张只放一份。

    怎么改：删掉一份，信息栏里也只写一条。不改也能发布。
    """
    seen: dict[tuple[str, str], Lying] = {}
    for one in hall.lying:
        first = seen.setdefault((one.folder, one.look.content), one)
        if first is not one:
            message = f"照片“{one.file}”和“{first.file}”一模一样。"
            yield Finding(one.span, message, f"删掉“{one.file}”，留下另一份；信息栏里也只写一条。")
