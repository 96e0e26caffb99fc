"""What is wrong with a picture on its way in, into sentences for the neighbour who brings it."""

from __future__ import annotations

from ..model.rules import Slip

SENTENCES = {
    "W411": "打不开，可能没有传完整。请重新传一次原图。",
    "W412": "像素太多，为了安全没有打开。请换手机拍的原图，或者先缩小。",
    "W413": "不是认识的照片格式。请用手机或电脑打开它，另存为 JPG。",
    "W414": "是 HEIC 格式，这台电脑没有装打开它的程序 pi-heif。请转成 JPG。",
    "W415": "找不到，或者读不了。",
}
"""What the pipeline of the build says of photos, as it is said of pictures that nobody has hung yet."""

UNNAMEABLE = "要换名字，可是 index.md 里写着它的那一行拿不准怎么改。请先运行 check，把那一行改好，再来一次。"
CHANGED = "刚刚被别人改过，这次没有动它。请再运行一遍。"


def said_of(slip: Slip) -> str:
    """Return the sentence about a picture, its name left out."""
    return SENTENCES.get(slip.rule.code, slip.message)
