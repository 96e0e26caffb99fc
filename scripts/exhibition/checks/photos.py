"""Rules for the names of photo files: missing, misspelt, duplicated or unused."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from .hung import base
from .rule import Hall, check
from .signatures import ENDS

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@check("E230", ERROR, "照片名带了文件夹")
def photo_with_path(hall: Hall) -> Iterator[Finding]:
    r"""问题：照片和 index.md 放在同一个文件夹，只写文件名。

    不好：

        文件: C:\照片\photo-01.jpg

    好：

        文件: photo-01.jpg

    怎么改：删掉文件名前面的部分。
    """
    for one in hall.hung:
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
    for one in hall.hung:
        there = one.folder.alike(one.file)
        if one.file not in one.folder.names and there:
            fixed = hall.mended(one.span, one.file, there)
            yield Finding(
                one.span,
                f"文件名大小写不一致：写的是“{one.file}”，实际是“{there}”。",
                "改成和实际文件完全一样。",
                fixed,
            )


@check("E232", ERROR, "找不到照片")
def missing_photo(hall: Hall) -> Iterator[Finding]:
    """问题：信息栏里写了这张照片，文件夹里没有。

    不好：写了 `文件: 大合影.png`，文件夹里只有 photo-01.jpg。

    好：先把照片上传到和 index.md 同一个文件夹，再写它的名字。

    怎么改：上传照片，或改正文件名。
    """
    for one in hall.hung:
        if one.file not in one.folder.names and base(one.file) == one.file and not one.folder.alike(one.file):
            there = "、".join(sorted(one.folder.names)) or "没有照片"
            hint = f"上传照片到和 index.md 同一个文件夹，名字要完全一样。现在这里有：{there}。"
            yield Finding(one.span, f"找不到照片“{one.file}”。", hint)


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
    for entry in hall.entries:
        folder = hall.folders[entry.folder]
        used = {base(photo.file or "") for photo in entry.photos}
        used |= {folder.alike(name) or name for name in used}
        for name in sorted(folder.files - used):
            look = hall.album.look(f"{folder.path}/{name}")
            if name.lower().endswith(ENDS) or (look and look.image.kind):
                yield Finding(
                    entry.span("照片"), f"文件夹里的“{name}”没有写进“照片”。", "在“照片”里加一条；不用就删掉这个文件。"
                )


@check("W308", ADVICE, "照片名里有空格或特殊符号")
def awkward_name(hall: Hall) -> Iterator[Finding]:
    """问题：文件名里有空格或特殊符号，在别的电脑上容易出错。

    不好：`微信图片 (1).jpg`

    好：`photo-01.jpg`

    怎么改：改成字母、数字、汉字和短横线。不改也能发布。
    """
    for one in hall.hung:
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
