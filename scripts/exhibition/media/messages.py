"""Messages about photos that cannot be decoded or imported.

Checks find most of this earlier; the rules here report what only shows while decoding. The build goes on without the
picture. The import of camera pictures words the same rules for files that are not on the site yet.
"""

from __future__ import annotations

from ..diagnostics import Severity
from ..lazy import dataclass
from ..messages.registry import FieldIssue, Message, register_message


@register_message("W411", Severity.ADVICE, "照片打不开")
def broken_photo(name: str) -> Message:
    """问题：照片文件坏了，或者没有传完整。页面上先不放这一张，别的照常。

    不好：

        上传到一半断了网，文件只有一半

    好：

        在电脑上双击能打开的原图

    怎么改：重新上传原图。
    """
    return Message(f"照片“{name}”打不开，可能没有传完整，页面上先不放这一张。", "请重新上传原图。")


@register_message("W412", Severity.ADVICE, "照片大得出奇")
def huge_photo(name: str) -> Message:
    """问题：照片的像素多得不像手机拍的，为了安全没有打开它。

    不好：

        一张 30000×20000 的拼接长图

    好：

        手机拍的原图（一亿像素以内）

    怎么改：换手机拍的原图，或者先缩小再上传。
    """
    return Message(f"照片“{name}”的像素太多，没有处理，页面上先不放这一张。", "请换手机拍的原图，或者先缩小再上传。")


@register_message("W413", Severity.ADVICE, "不认识的照片格式")
def strange_photo(name: str) -> Message:
    """问题：文件不是网站认识的照片。网站认识 JPG、PNG、HEIC、WebP、AVIF、GIF，看的是内容，不看文件名。

    不好：

        把 PDF 改名成 photo.jpg

    好：

        在手机相册里能打开的 photo.jpg

    怎么改：换成 JPG 格式的照片再上传。
    """
    return Message(f"“{name}”不是网站认识的照片格式，页面上先不放这一张。", "请换成 JPG 格式的照片再上传。")


@register_message("W414", Severity.ADVICE, "这台电脑打不开 HEIC 照片")
def undecodable_heic(name: str) -> Message:
    """问题：苹果手机的 HEIC 照片要用 pi-heif 才能打开，生成网站的这台电脑上没有装。

    不好：

        没有装 pi-heif 就生成网站

    好：

        先运行 make site，它会装好需要的一切

    怎么改：装上 pi-heif，或者把照片转成 JPG。
    """
    return Message(f"照片“{name}”是 HEIC 格式，这台电脑没有装打开它的程序 pi-heif。", "装上 pi-heif，或者转成 JPG。")


@register_message("W415", Severity.ADVICE, "找不到照片")
def absent_photo(name: str) -> Message:
    """问题：照片要和 index.md 放在同一个文件夹，名字要完全一样。

    不好：

        文件: ../别的楼/大合影.jpg

    好：

        文件: photo-01.jpg

    怎么改：把照片上传到和 index.md 同一个文件夹。
    """
    return Message(
        f"找不到照片“{name}”，页面上先不放这一张。", "请把照片上传到和 index.md 同一个文件夹，名字要完全一样。"
    )


@register_message("E582", Severity.ERROR, "照片的原图没有取来")
def unfetched_photo(name: str) -> Message:
    """问题：照片存在代码平台上（或者大文件仓库 Git LFS 里），这台电脑上只有它的名字，刚才又没有取来。少了它，网站就和平台上的不一样，所以先不生成。

    不好：

        断了网，或者没有装 git-lfs，就生成网站

    好：

        连上网，装好 git-lfs，再生成一次

    怎么改：请连上网再运行一次；用 Git LFS 的，先装 git-lfs，运行 git lfs install 和 git lfs pull。
    """
    return Message(
        f"照片“{name}”的原图不在这台电脑上，没有取来。",
        "请连上网再运行一次；用 Git LFS 的，先装 git-lfs，再运行 git lfs pull。",
    )


SENTENCES = {
    "W411": "打不开，可能没有传完整。请重新传一次原图。",
    "W412": "像素太多，为了安全没有打开。请换手机拍的原图，或者先缩小。",
    "W413": "不是认识的照片格式。请用手机或电脑打开它，另存为 JPG。",
    "W414": "是 HEIC 格式，这台电脑没有装打开它的程序 pi-heif。请转成 JPG。",
    "W415": "找不到，或者读不了。",
}
"""Messages of the rendering rules, worded for pictures that are not on the site yet, by code."""
CROP = "缩小以后什么也看不清。请把长图裁成几张（高不超过宽的 3 倍），或者只截有用的一段。"
"""Advice for a screenshot of a whole conversation; the checks give the same for one that is in a folder already."""
UNNAMEABLE = "要换名字，可是 index.md 里写着它的那一行拿不准怎么改。请先运行 check，把那一行改好，再来一次。"
CHANGED = "刚刚被别人改过，这次没有动它。请再运行一遍。"


@dataclass(frozen=True, slots=True)
class RejectedPicture:
    """A picture that is rejected before it is decoded: the code of the rule, and a sentence without the picture's name.

    The rules themselves are registered by `checks`, which the processes that convert pictures do not load.
    """

    code: str
    message: str


PictureIssue = FieldIssue | RejectedPicture
"""Why a picture was not converted."""


def describe_issue(slip: PictureIssue) -> str:
    """Return the message about a picture, without its name."""
    return slip.message if isinstance(slip, RejectedPicture) else SENTENCES.get(slip.rule.code, slip.message)


def reject_slim(width: int, height: int) -> RejectedPicture:
    """Return the issue of a picture that is too long and narrow."""
    return RejectedPicture("W378", f"又长又窄（{width}×{height}），{CROP}")


def reject_unsupported(title: str) -> RejectedPicture:
    """Return the issue of a picture in a format that the exhibition does not accept."""
    return RejectedPicture("W413", f"是{title}，网站不展出这种文件。请用手机或电脑打开它，另存为 JPG。")


def reject_crowded() -> RejectedPicture:
    """Return the issue of a picture that has more parts than any camera writes."""
    return RejectedPicture("E376", "里面的小块多得不正常，不像相机写的，没有打开。请在电脑上打开它，另存为 JPG。")
