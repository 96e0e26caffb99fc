"""Photos that are missing, misnamed, broken or too small, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..diagnostics import Finding, Severity, Span
from ..model import Entry, Photo
from .folder import Folder
from .image import EXTENSIONS, Image, read_image
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

WIDTH = 800
"""Pixels of width below which a photo looks blurred on a phone's whole screen."""

THUMBNAIL = 320
"""Pixels of width below which a file is the thumbnail of a messenger, not the photo."""


@dataclass(frozen=True, slots=True)
class Hung:
    """A photo of an entry that names a file."""

    entry: Entry
    photo: Photo
    file: str
    folder: Folder
    span: Span
    """Where the file is named."""

    @property
    def image(self) -> Image | None:
        """What the file is; None where it is not there or empty."""
        return image_of(Path(self.folder.path, self.file)) if self.file in self.folder.names else None


@cache
def image_of(path: Path) -> Image | None:
    """Return what a file is; None where it is empty or cannot be read."""
    try:
        return read_image(path) if path.stat().st_size else None
    except OSError:
        return None


def hung(hall: Hall) -> Iterator[Hung]:
    """Every photo that names a file."""
    for entry in hall.entries:
        for number, photo in enumerate(entry.photos):
            if photo.file:
                span = entry.spans.get(f"照片.{number}.文件", photo.span)
                yield Hung(entry, photo, photo.file, hall.folders[entry.folder], span)


def base(file: str) -> str:
    """Return a file name without the folders before it."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]


@check("E230", ERROR, "照片名带了文件夹")
def photo_with_path(hall: Hall) -> Iterator[Finding]:
    r"""问题：照片和 index.md 放在同一个文件夹，只写文件名。

    不好：

        文件: C:\照片\photo-01.jpg

    好：

        文件: photo-01.jpg

    怎么改：删掉文件名前面的部分。
    """
    for one in hung(hall):
        name = base(one.file)
        if name != one.file:
            fixed = hall.mended(one.span, one.file, name) if name in one.folder.names else None
            hint = "只写文件名，照片和 index.md 放在同一个文件夹。"
            yield Finding(one.span, f"“{one.file}”带了文件夹路径。", hint, fixed)


@check("E231", ERROR, "照片名大小写不一样")
def photo_in_other_case(hall: Hall) -> Iterator[Finding]:
    """问题：写的文件名和真的文件名大小写（或全角半角）不一样，在有的电脑上找得到，在网站上找不到。

    不好：

        文件: Photo-01.JPG

    好：

        文件: photo-01.jpg

    怎么改：改成和真的文件名完全一样。
    """
    for one in hung(hall):
        there = one.folder.alike(one.file)
        if one.file not in one.folder.names and there:
            fixed = hall.mended(one.span, one.file, there)
            yield Finding(one.span, f"文件名大小写不一致：写的是“{one.file}”，实际是“{there}”。", "改成和实际文件完全一样。", fixed)


@check("E232", ERROR, "找不到照片")
def missing_photo(hall: Hall) -> Iterator[Finding]:
    """问题：信息栏里写了这张照片，文件夹里没有。

    不好：写了 `文件: 大合影.png`，文件夹里只有 photo-01.jpg。

    好：先把照片上传到和 index.md 同一个文件夹，再写它的名字。

    怎么改：上传照片，或改正文件名。
    """
    for one in hung(hall):
        if one.file not in one.folder.names and base(one.file) == one.file and not one.folder.alike(one.file):
            there = "、".join(sorted(one.folder.names)) or "没有照片"
            hint = f"上传照片到和 index.md 同一个文件夹，名字要完全一样。现在这里有：{there}。"
            yield Finding(one.span, f"找不到照片“{one.file}”。", hint)


@check("E301", ERROR, "照片是空的")
def empty_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片文件是 0 字节，上传没有成功。

    不好：photo-01.jpg（0 字节）

    好：photo-01.jpg（几百 KB 到几 MB）

    怎么改：重新上传。
    """
    for one in hung(hall):
        if one.file in one.folder.names and one.image is None:
            yield Finding(one.span, f"照片“{one.file}”是空的（0 字节），上传没有成功。", "重新上传这张照片。")


@check("E302", ERROR, "照片没有传完整")
def broken_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片后半截没有传上来，打开只有上半张，或者根本打不开。

    不好：传到一半断了网的照片。

    好：在电脑上能完整打开的照片。

    怎么改：重新上传。
    """
    for one in hung(hall):
        if one.image and not one.image.whole:
            yield Finding(one.span, f"照片“{one.file}”没有传完整（缺结尾）。", "重新上传这张照片。")


@check("E303", ERROR, "不是照片")
def not_a_photo(hall: Hall) -> Iterator[Finding]:
    """问题：这个文件不是网站认得的照片。可以用 JPG、PNG、WebP、GIF，苹果手机的 HEIC 也行。

    不好：

        文件: 活动.pdf

    好：

        文件: photo-01.jpg

    怎么改：用手机或电脑打开它，另存为 JPG，再上传。
    """
    for one in hung(hall):
        if one.image and not one.image.kind:
            yield Finding(one.span, f"“{one.file}”不是照片，或者是网站不认得的格式。", "把它另存为 JPG，再上传。")


@check("W304", ADVICE, "扩展名和内容不一样")
def wrong_extension(hall: Hall) -> Iterator[Finding]:
    """问题：文件名说是一种格式，内容其实是另一种。网站按内容处理，不会出错。

    不好：photo-01.jpg 里面其实是苹果手机的 HEIC。

    好：photo-01.heic

    怎么改：改文件名的结尾，信息栏里也一起改。不改也能发布。
    """
    for one in hung(hall):
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
    for one in hung(hall):
        if one.image and 0 < one.image.width < THUMBNAIL:
            size = f"{one.image.width}×{one.image.height}"
            yield Finding(one.span, f"照片“{one.file}”太小（{size}），像是微信缩略图。", f"发“原图”重新上传，至少要 {WIDTH} 像素宽。")


@check("W306", ADVICE, "照片偏小")
def small_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片不到 800 像素宽，在手机上满屏看会发虚。老照片没有更大的，就这样也可以。

    不好：640×480 的照片。

    好：至少 800 像素宽。

    怎么改：有原图就换成原图。不改也能发布。
    """
    for one in hung(hall):
        if one.image and THUMBNAIL <= one.image.width < WIDTH:
            size = f"{one.image.width}×{one.image.height}"
            yield Finding(one.span, f"照片“{one.file}”有点小（{size}），最好 {WIDTH} 像素宽以上。", "换成原图；没有更大的就不用改。")


@check("W307", ADVICE, "照片没有用上")
def unused_photo(hall: Hall) -> Iterator[Finding]:
    """问题：文件夹里有一张照片，信息栏里没有写，网站上看不到它。

    不好：上传了 photo-03.jpg，“照片”里只写了前两张。

    好：

        照片:
          - 文件: photo-03.jpg
            说明: 楼组长在门口贴公约

    怎么改：在“照片”里加一条；不用的照片就删掉。不改也能发布。
    """
    ends = tuple(end for kind in EXTENSIONS.values() for end in kind)
    for entry in hall.entries:
        folder = hall.folders[entry.folder]
        used = {base(photo.file or "") for photo in entry.photos}
        used |= {folder.alike(name) or name for name in used}
        for name in sorted(folder.names - used):
            if name.lower().endswith(ends):
                yield Finding(entry.span("照片"), f"文件夹里的“{name}”没有写进“照片”。", "在“照片”里加一条；不用就删掉这个文件。")


@check("W308", ADVICE, "照片名里有空格或特殊符号")
def awkward_name(hall: Hall) -> Iterator[Finding]:
    """问题：文件名里有空格或特殊符号，在别的电脑上容易出错。

    不好：`微信图片 (1).jpg`

    好：`photo-01.jpg`

    怎么改：改成字母、数字、汉字和短横线。不改也能发布。
    """
    for one in hung(hall):
        if base(one.file) == one.file and any(sign in one.file for sign in " 　()（）&%+#?*:\"'<>|;,"):
            hint = "改成字母、数字和短横线，例如 photo-01.jpg，文件和这里一起改。"
            yield Finding(one.span, f"文件名“{one.file}”里有空格或特殊符号。", hint)


@check("W315", ADVICE, "同一张照片写了两次")
def doubled_photo(hall: Hall) -> Iterator[Finding]:
    """问题：“照片”里有两条是同一张，网站上会挂两遍。

    不好：

        照片:
          - 文件: photo-01.jpg
            说明: 清理楼道
          - 文件: photo-01.jpg
            说明: 大家一起动手

    好：每张只写一条。

    怎么改：删掉一条，或换成另一张。不改也能发布。
    """
    for entry in hall.entries:
        seen: set[str] = set()
        for photo in entry.photos:
            if photo.key in seen:
                yield Finding(photo.span, f"“{photo.key}”在“照片”里写了不止一次。", "删掉一条，或换成另一张。")
            seen.add(photo.key)


@check("E310", ERROR, "还没有征得同意")
def without_consent(hall: Hall) -> Iterator[Finding]:
    """问题：公开一张照片，要先问过画面里的人。没有问过，或者没有写，就不能发布。

    不好：

        照片:
          - 文件: photo-01.jpg
            说明: 邻居们在楼下包饺子
            同意: 未取得

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 邻居们在楼下包饺子
            同意: 已同意

    怎么改：问过画面里的每一个人再写“已同意”；画面里没有人就写“不涉及人物”；问不到就删掉这张照片。
    """
    for entry in hall.entries:
        for number, photo in enumerate(entry.photos if entry.published else ()):
            if photo.file and photo.consent not in ("已同意", "不涉及人物"):
                what = "写着“未取得”" if photo.consent else "没有写"
                span = entry.spans.get(f"照片.{number}.同意", photo.span)
                hint = "问过画面里的人再写“同意: 已同意”；没有人就写“不涉及人物”；问不到就删掉这张照片。"
                yield Finding(span, f"照片“{photo.file}”的“同意”{what}，不能发布。", hint)
