"""Messages about pictures that cannot be imported."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.rules import RULES, Slip

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


def said_of(slip: Slip) -> str:
    """Return the message about a picture, without its name."""
    return slip.message if isinstance(slip, Untaken) else SENTENCES.get(slip.rule.code, slip.message)


@dataclass(frozen=True, slots=True)
class Untaken(Slip):
    """A picture that is rejected; the message is a sentence without its name."""


def slim(width: int, height: int) -> Untaken:
    """Return the issue of a picture that is too long and narrow."""
    return Untaken(RULES["W378"], f"又长又窄（{width}×{height}），{CROP}")


def unshown(title: str) -> Untaken:
    """Return the issue of a picture in a format that the exhibition does not accept."""
    return Untaken(RULES["W413"], f"是{title}，网站不展出这种文件。请用手机或电脑打开它，另存为 JPG。")


def crowded() -> Untaken:
    """Return the issue of a picture that has more parts than any camera writes."""
    return Untaken(RULES["E376"], "里面的小块多得不正常，不像相机写的，没有打开。请在电脑上打开它，另存为 JPG。")
