"""Photo files that are empty, broken, no photos at all, or too small to be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from .image import Image
from .rule import Hall, check
from .signatures import EXTENSIONS, TITLES

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

WIDTH = 800
"""Pixels of width below which a photo looks blurred on a phone's whole screen."""

THUMBNAIL = 320
"""Pixels of width below which a file is the thumbnail of a messenger, not the photo."""


SLIMMEST = 8
"""How many times as long as wide a picture may be: `photos` keeps 2,560 px of the longer side, and so 320 of the other."""


def is_slim(image: Image) -> bool:
    """Is a picture so long that nothing can be seen of it on a page? Screenshots of whole conversations are."""
    return max(image.width, image.height) > SLIMMEST * min(image.width, image.height) > 0


@check("E301", ERROR, "照片是空的")
def empty_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片文件是 0 字节，上传没有成功。

    不好：photo-01.jpg（0 字节）

    好：photo-01.jpg（几百 KB 到几 MB）

    怎么改：重新上传。
    """
    for one in hall.hung:
        if one.file in one.folder.files and one.image is None:
            yield Finding(one.span, f"照片“{one.file}”是空的（0 字节），上传没有成功。", "重新上传这张照片。")


@check("E302", ERROR, "照片没有传完整")
def broken_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片后半截没有传上来，打开只有上半张，或者根本打不开。

    不好：传到一半断了网的照片。

    好：在电脑上能完整打开的照片。

    怎么改：重新上传。
    """
    for one in hall.hung:
        if one.image and not one.image.whole and not (one.look and one.look.crowded):
            yield Finding(one.span, f"照片“{one.file}”没有传完整（缺结尾）。", "重新上传这张照片。")


@check("E303", ERROR, "不是照片")
def not_a_photo(hall: Hall) -> Iterator[Finding]:
    """问题：这个文件不是网站认得的照片。可以用 JPG、PNG、WebP、GIF，苹果手机的 HEIC 也行。看的是内容，不看文件名。

    不好：

        文件: 活动.pdf

    好：

        文件: photo-01.jpg

    怎么改：用手机或电脑打开它，另存为 JPG，再上传。
    """
    for one in hall.hung:
        if one.image and not one.image.kind and not one.stands_in:
            title = TITLES.get(one.image.format)
            what = f"是{title}，网站不展出这种文件" if title else "不是照片，或者是网站不认得的格式"
            yield Finding(one.span, f"“{one.file}”{what}。", "把它另存为 JPG，再上传。")


@check("W304", ADVICE, "扩展名和内容不一样")
def wrong_extension(hall: Hall) -> Iterator[Finding]:
    """问题：文件名说是一种格式，内容其实是另一种。网站按内容处理，不会出错。

    不好：photo-01.jpg 里面其实是苹果手机的 HEIC。

    好：photo-01.heic

    怎么改：改文件名的结尾，信息栏里也一起改。不改也能发布。
    """
    for one in hall.hung:
        kind = one.image.kind if one.image else ""
        stem, dot, end = one.file.rpartition(".")
        if kind and f".{end.lower()}" not in EXTENSIONS[kind]:
            better = EXTENSIONS[kind][0]
            message = f"“{one.file}”的内容其实是 {kind}，已按 {kind} 处理。"
            yield Finding(one.span, message, f"把文件改名为“{(stem if dot else end) + better}”，这里也一起改。")


@check("E305", ERROR, "照片是缩略图")
def thumbnail(hall: Hall) -> Iterator[Finding]:
    """问题：照片不到 320 像素宽，是聊天软件里的缩略图，放大以后什么也看不清。

    不好：在微信里直接截图或没点“原图”的照片。

    好：至少 800 像素宽。

    怎么改：请拍照的人发“原图”，重新上传。
    """
    for one in hall.hung:
        if one.image and 0 < one.image.width < THUMBNAIL and not is_slim(one.image):
            size = f"{one.image.width}×{one.image.height}"
            yield Finding(
                one.span,
                f"照片“{one.file}”太小（{size}），像是微信缩略图。",
                f"发“原图”重新上传，至少要 {WIDTH} 像素宽。",
            )


@check("W306", ADVICE, "照片偏小")
def small_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片不到 800 像素宽，在手机上满屏看会发虚。老照片没有更大的，就这样也可以。

    不好：640×480 的照片。

    好：至少 800 像素宽。

    怎么改：有原图就换成原图。不改也能发布。
    """
    for one in hall.hung:
        if one.image and THUMBNAIL <= one.image.width < WIDTH and not is_slim(one.image):
            size = f"{one.image.width}×{one.image.height}"
            yield Finding(
                one.span,
                f"照片“{one.file}”有点小（{size}），最好 {WIDTH} 像素宽以上。",
                "换成原图；没有更大的就不用改。",
            )


@check("E376", ERROR, "照片里的小块多得不正常")
def crowded_photo(hall: Hall) -> Iterator[Finding]:
    """问题：这个照片文件由上万个小块拼成，相机和手机都不会这样写。里面藏了什么看不清，所以不用它。

    不好：来路不明的图片。

    好：手机拍的原图，或者“上传助手”做好的照片。

    怎么改：在电脑上打开它，另存为 JPG，换掉这一张；没有用的就删掉。
    """
    for one in hall.lying:
        if one.look.crowded:
            message = f"照片“{one.file}”里的小块多得不正常，不像相机写的，网站不打开它。"
            yield Finding(one.span, message, "在电脑上打开它，另存为 JPG，换掉这一张。")


@check("E319", ERROR, "照片的像素太多")
def bomb(hall: Hall) -> Iterator[Finding]:
    """问题：照片的像素多得不像手机拍的，打开它要用掉几个 GB 的内存，网站不打开它。

    不好：一张 30000×20000 的拼接长图。

    好：手机拍的原图（JPG 一亿二千万像素以内，别的格式六千万以内）。

    怎么改：换手机拍的原图，或者先缩小再上传。
    """
    for one in hall.hung:
        if one.image and one.image.width * one.image.height > one.image.most_pixels:
            size = f"{one.image.width}×{one.image.height}"
            message = f"照片“{one.file}”的像素太多（{size}），网站不打开它。"
            yield Finding(one.span, message, "换手机拍的原图，或者先缩小再上传。")


@check("E377", ERROR, "长图缩得看不清")
def shrunken_slim_photo(hall: Hall) -> Iterator[Finding]:
    """问题：又长又窄的图（多半是长截图），窄的一边不到 320 像素，放大以后什么也看不清。

    不好：一张 146×2560 的聊天长截图。

    好：只截有用的一段，或者裁成几张。

    怎么改：回到原来的长图，裁成几张，每张的高不要超过宽的 3 倍。
    """
    for one in hall.hung:
        if one.image and is_slim(one.image) and min(one.image.width, one.image.height) < THUMBNAIL:
            message = f"照片“{one.file}”又长又窄（{one.image.width}×{one.image.height}），放大也看不清。"
            yield Finding(one.span, message, CROP)


@check("W378", ADVICE, "长图")
def slim_photo(hall: Hall) -> Iterator[Finding]:
    """问题：这张图又长又窄（多半是长截图），在网页上会缩成细细的一条，字看不清。

    不好：一张 1080×19000 的聊天长截图。

    好：只截有用的一段，或者裁成几张。

    怎么改：裁成几张，每张的高不要超过宽的 3 倍，或者只截有用的一段。不改也能发布。
    """
    for one in hall.hung:
        if one.image and is_slim(one.image) and min(one.image.width, one.image.height) >= THUMBNAIL:
            size = f"{one.image.width}×{one.image.height}"
            yield Finding(one.span, f"照片“{one.file}”又长又窄（{size}），在网页上会缩成细细的一条。", CROP)


CROP = "把长图裁成几张（高不超过宽的 3 倍），或者只截有用的一段，再上传。"
