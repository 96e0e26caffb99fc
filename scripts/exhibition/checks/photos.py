"""Rules about photos: names in files and on disk, readability, size, shape, duplicates, hidden metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..diagnostics import Finding, Severity
from ..media.file_formats import ENDS, EXTENSIONS, SOUND, SOUND_ENDS, SOUNDS, TITLES
from ..media.metadata import FILM
from ..media.probe import Probe, is_slim
from ..media.recordings import list_recording_names
from ..model import Entry
from ..model.field_types import RecordingName
from ..storage.originals import LFS, list_outside_lfs
from ..types import CONTENT_TYPES
from .photo_files import PhotoOnDisk, find_pictured_field, find_read_lists, get_base_name, iter_referenced_files
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@check("E230", ERROR, "照片名带了文件夹")
def photo_with_path(context: CheckContext) -> Iterator[Finding]:
    r"""问题：照片和 index.md 放在同一个文件夹，只写文件名。

    不好：

        文件: C:\照片\photo-01.jpg

    好：

        文件: photo-01.jpg

    怎么改：删掉文件名前面的部分。
    """
    for one in context.referenced_photos:
        name = get_base_name(one.file)
        if name != one.file:
            fixed = context.replace_in_line(one.span, one.file, name) if name in one.folder.names else None
            hint = "只写文件名，照片和 index.md 放在同一个文件夹。"
            yield Finding(one.span, f"“{one.file}”带了文件夹路径。", hint, fixed)


@check("E231", ERROR, "照片名大小写不一样")
def photo_in_other_case(context: CheckContext) -> Iterator[Finding]:
    """问题：写的文件名和真的文件名大小写（或全角半角）不一样，在有的电脑上找得到，在网站上找不到。

    不好：

        文件: Photo-01.JPG

    好：

        文件: photo-01.jpg

    怎么改：改成和真的文件名完全一样。
    """
    for one in context.referenced_photos:
        there = one.folder.find_similar(one.file)
        if one.file not in one.folder.names and there:
            fixed = context.replace_in_line(one.span, one.file, there)
            yield Finding(
                one.span,
                f"文件名大小写不一致：写的是“{one.file}”，实际是“{there}”。",
                "改成和实际文件完全一样。",
                fixed,
            )


@check("E232", ERROR, "找不到照片")
def missing_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：信息栏里写了这张照片，文件夹里没有。

    不好：写了 `文件: 大合影.png`，文件夹里只有 photo-01.jpg。

    好：先把照片上传到和 index.md 同一个文件夹，再写它的名字。

    怎么改：上传照片，或改正文件名。
    """
    for one in context.referenced_photos:
        if (
            one.file not in one.folder.names
            and get_base_name(one.file) == one.file
            and not one.folder.find_similar(one.file)
        ):
            there = "、".join(sorted(one.folder.names)) or "没有照片"
            hint = f"上传照片到和 index.md 同一个文件夹，名字要完全一样。现在这里有：{there}。"
            yield Finding(one.span, f"找不到照片“{one.file}”。", hint)


def is_unused_recording(entry: Entry, name: str, look: Probe | None) -> bool:
    """Is a file that an entry does not name a recording, by name or bytes, where its type can show one?"""
    if not CONTENT_TYPES.get_type_of(entry).find_of_kind(RecordingName):
        return False
    return name.lower().endswith(SOUND_ENDS) or (look is not None and look.header.format in SOUNDS)


@check("W307", ADVICE, "照片或录音没有用上")
def unused_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：文件夹里有一张照片（或者一段录音），信息栏里没有写，网站上看不到它。

    不好：上传了 photo-03.jpg，“照片”里只写了前两张。

    好：

        照片:
          - 文件: photo-03.jpg
            说明: 楼组长在门口贴公约

    怎么改：在“照片”里加一条；不用的照片就删掉。不改也能发布。
    """
    for entry in context.entries:
        if context.has_text_alone(entry.folder):
            continue
        folder = context.folders[entry.folder]
        used = {get_base_name(file) for _, file, _ in iter_referenced_files(entry)}
        used |= set(map(get_base_name, list_recording_names(entry)))
        used |= {folder.find_similar(name) or name for name in used}
        for name in sorted(folder.files - used - find_read_lists(entry)):
            look = context.probe_cache.get_probe(f"{folder.path}/{name}")
            if is_unused_recording(entry, name, look):
                yield Finding(
                    entry.get_span("参访"),
                    f"文件夹里的录音“{name}”没有写进哪一站的“录音”。",
                    "在“参访”的那一站写上“录音”和“文字稿”；不用就删掉这个文件。",
                )
            elif name.lower().endswith(ENDS) or (look and look.header.kind):
                key = find_pictured_field(entry.folder, name)
                hint = f"它是“{key}”，就改名为 {key}.jpg，只留一个；" if key else "在“照片”里加一条；"
                yield Finding(
                    entry.get_span("照片"), f"文件夹里的“{name}”没有写进“照片”。", f"{hint}不用就删掉这个文件。"
                )


@check("W308", ADVICE, "照片名里有空格或特殊符号")
def awkward_name(context: CheckContext) -> Iterator[Finding]:
    """问题：文件名里有空格或特殊符号，在别的电脑上容易出错。

    不好：`微信图片 (1).jpg`

    好：`photo-01.jpg`

    怎么改：改成字母、数字、汉字和短横线。不改也能发布。
    """
    for one in context.referenced_photos:
        if get_base_name(one.file) == one.file and any(sign in one.file for sign in " 　()（）&%+#?*:\"'<>|;,"):
            hint = "改成字母、数字和短横线，例如 photo-01.jpg，文件和这里一起改。"
            yield Finding(one.span, f"文件名“{one.file}”里有空格或特殊符号。", hint)


@check("W315", ADVICE, "同一张照片写了两次", Scope.ENTRY)
def doubled_photo(context: CheckContext) -> Iterator[Finding]:
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
    for entry in context.entries:
        seen: set[str] = set()
        for photo in entry.photos:
            if photo.key in seen:
                yield Finding(photo.span, f"“{photo.key}”在“照片”里写了不止一次。", "删掉一条，或换成另一张。")
            seen.add(photo.key)


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
RECUT = "在电脑上运行 photos 命令，它会去掉这些；用不到就删掉这个文件。"
"""The hint for a recording."""

SHORTEN = "换成一分半钟以内的 MP3（单声道、64 kbps），再删掉这个文件。"
"""The hint for a recording that is too large to open."""


def choose_hint(one: PhotoOnDisk) -> str:
    """Return what to do with a file that holds or weighs too much: a photo, a recording, or what is neither."""
    return REPLACE if one.probe.header.kind else RECUT if one.probe.header.format == SOUND else DELETE


def describe_file(one: PhotoOnDisk) -> str:
    """Return how messages call a file: a photo, or the format that its bytes show."""
    return (
        f"照片“{one.file}”" if one.probe.header.kind else f"“{one.file}”（{TITLES[one.probe.header.format].strip()}）"
    )


def format_size(bytes: int) -> str:
    """Return an amount of bytes as people read it.

    >>> format_size(2_040_000), format_size(61_147), format_size(3)
    ('2.0 MB', '61 KB', '1 KB')
    """
    return f"{bytes / MB:.1f} MB" if bytes >= MB else f"{max(1, round(bytes / 1000))} KB"


@check("W371", ADVICE, "照片里藏着别的信息")
def telling_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：手机拍的照片里藏着看不见的信息：在哪里拍的、几点拍的、相机的序列号。发布到网站时会自动去掉；可是放进文件夹的原文件还带着，改动记录里一直看得到。

    不好：手机里的原图，直接上传。

    好：用“上传助手”页面做好的 photo-01.jpg，里面只有画面。

    怎么改：用“上传助手”页面重新做一张，换掉原来的；会用命令行的，运行 photos 命令。不改也能发布。
    """
    for one in context.photos_on_disk:
        if one.probe.metadata.is_personal and not one.probe.has_too_many_parts:
            traces = one.probe.metadata.traces
            told = "、".join(traces[:SHOWN]) + (f"等 {len(traces)} 样" if len(traces) > SHOWN else "")
            stripped = one.probe.header.kind or one.probe.header.format == SOUND
            after = "发布时会自动去掉，但改动记录里仍看得到" if stripped else "改动记录里会一直看得到"
            message = f"{describe_file(one)}里藏着：{told}。{after}。"
            yield Finding(one.span, message, choose_hint(one))


@check("W372", ADVICE, "照片后面带着别的东西")
def photo_with_more_behind(context: CheckContext) -> Iterator[Finding]:
    """问题：照片后面还接着一段看不见的数据，多半是“动态照片”的小视频，里面有声音，也占地方。网站上不会有它，文件夹里还有。

    不好：开着“动态照片”（实况）拍的原图。

    好：普通照片。

    怎么改：用“上传助手”页面重新做一张；以后拍的时候关掉“动态照片”。不改也能发布。
    """
    for one in context.photos_on_disk:
        if behind := one.probe.metadata.behind:
            what = FILM if one.probe.metadata.film else "看不见的"
            message = f"{describe_file(one)}后面还带着 {format_size(behind)} 数据（{what}），发布时会去掉。"
            yield Finding(one.span, message.replace("（看不见的）", ""), choose_hint(one))


@check("W373", ADVICE, "照片文件太大")
def heavy_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片文件超过 3 MB。网站会自己缩小，但原文件要一直存着，几千个楼组加起来，谁都下载不动。

    不好：8 MB 的原图。

    好：缩到 1 MB 以内，印 A4 海报也够清楚。

    怎么改：用“上传助手”页面重新做一张。不改也能发布。
    """
    for one in context.photos_on_disk:
        # Of recordings another rule speaks: they have a smaller limit.
        if HEAVY < one.probe.size <= TOO_HEAVY and one.probe.header.format != SOUND:
            yield Finding(one.span, f"{describe_file(one)}有 {format_size(one.probe.size)}，存着太占地方。", REPLACE)


@check("E374", ERROR, "照片文件大得放不下")
def oversized_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片文件超过 20 MB，不能放进文件夹：一旦放进去，以后删了也一直占着地方。

    不好：相机里 30 MB 的原图。

    好：缩到 1 MB 以内，印 A4 海报也够清楚。

    怎么改：用“上传助手”页面重新做一张，换掉这一张。
    """
    for one in context.photos_on_disk:
        if one.probe.size > TOO_HEAVY:
            message = f"{describe_file(one)}有 {format_size(one.probe.size)}，最多 {TOO_HEAVY // MB} MB。"
            yield Finding(one.span, message, SHORTEN if one.probe.header.format == SOUND else choose_hint(one))


@check("W375", ADVICE, "同一张照片放了两份")
def copied_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：同一个文件夹里有两个文件，名字不同，内容一模一样。

    不好：photo-01.jpg 和 photo-03.jpg 是同一张。

    好：每张只放一份。

    怎么改：删掉一份，信息栏里也只写一条。不改也能发布。
    """
    seen: dict[tuple[str, str], PhotoOnDisk] = {}
    for one in context.photos_on_disk:
        first = seen.setdefault((one.folder, one.probe.content), one)
        if first is not one:
            message = f"{describe_file(one)}和“{first.file}”一模一样。"
            yield Finding(one.span, message, f"删掉“{one.file}”，留下另一份；信息栏里也只写一条。")


@check("W580", ADVICE, "照片没有取来，没有看过")
def unfetched_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片存在代码平台上，这台电脑上没有，也没有取来，所以没有看过它好不好。照片本身没有错。

    不好：断了网，检查一份不带照片的仓库。

    好：连上网，再检查一次；看过的照片会记住，下次不用再取。

    怎么改：请连上网再运行一次；平台上的检查说这句话，请管网站的人看看它取不取得到照片。不改也能发布。
    """
    absent = [one for one in context.photos_on_disk if one.probe.is_absent and not is_in_lfs(one)]
    for one in absent[:NAMED_ABSENT]:
        more = f"（没有取来的一共 {len(absent)} 张）" if len(absent) > NAMED_ABSENT else ""
        message = f"照片“{one.file}”存在代码平台上，没有取来，没有看过{more}。"
        yield Finding(one.span, message, "请连上网再运行一次。不改也不影响照片。")


@check("W581", ADVICE, "照片在大文件仓库里，没有看过")
def photo_in_lfs(context: CheckContext) -> Iterator[Finding]:
    """问题：照片存在大文件仓库（Git LFS）里，文件夹里只有一个占位的小文件。这台电脑没有装 git-lfs，或者没有取到，所以没有看过它好不好。照片本身没有错。

    不好：没有装 git-lfs 的电脑上，photo-01.jpg 只有一百多个字节，里面写着 version https://git-lfs…

    好：装好 git-lfs，photo-01.jpg 是几百 KB 的照片。

    怎么改：在电脑上装 git-lfs，运行 git lfs install 和 git lfs pull，再检查一次。不改也能发布。
    """
    absent = [one for one in context.photos_on_disk if one.probe.is_absent and is_in_lfs(one)]
    for one in absent[:NAMED_ABSENT]:
        more = f"（这样的一共 {len(absent)} 张）" if len(absent) > NAMED_ABSENT else ""
        message = f"照片“{one.file}”（{format_size(one.probe.size)}）在大文件仓库里，没有取来，没有看过{more}。"
        yield Finding(one.span, message, "在电脑上装 git-lfs，运行 git lfs install 和 git lfs pull，再检查一次。")


NAMED_ABSENT = 5
"""Pictures that could not be had, of which each is named: of the others the number is given."""


def is_in_lfs(one: PhotoOnDisk) -> bool:
    """Is a picture that could not be had in Git LFS?"""
    return one.probe.content.startswith(LFS)


@check("W585", ADVICE, "照片没有存进大文件仓库")
def picture_outside_lfs(context: CheckContext) -> Iterator[Finding]:
    """问题：.gitattributes 里写着这些照片存进大文件仓库（Git LFS），这一张却原样放进了仓库，以后删了也一直占着地方。多半是在网页上传的，或者那台电脑没有装 git-lfs。

    不好：在代码平台的网页上直接上传 photo-01.jpg。

    好：在装了 git-lfs 的电脑上放进去。

    怎么改：在装了 git-lfs 的电脑上运行 git add --renormalize content，再提交一次。不改也能发布。
    """
    here = {f"{one.folder}/{one.file}": one for one in context.photos_on_disk if not one.probe.is_absent}
    for path in list_outside_lfs(context.probe_cache.originals, here):
        message = f"照片“{here[path].file}”没有存进大文件仓库（Git LFS），原样放进了仓库。"
        hint = "在装了 git-lfs 的电脑上运行 git add --renormalize content，再提交一次。"
        yield Finding(here[path].span, message, hint)


@check("W584", ADVICE, "这一页的照片太多太重")
def heavy_entry(context: CheckContext) -> Iterator[Finding]:
    """问题：一个楼组的照片加起来太大。几千个楼组都这样，仓库就大得谁也下载不动，代码平台也不肯收。

    不好：一个楼组放了 20 张，一共 12 MB。

    好：六张上下，每张 500 KB 左右，一共不超过 3 MB。

    怎么改：只留最好的几张；用 photos 命令或“上传助手”页面把照片缩小。限度写在 mkdocs.yml 的 extra.exhibition.photo_budget（单位 MB）。不改也能发布。
    """
    budget = context.exhibition.settings.photo_budget
    entries = {entry.folder: entry for entry in context.entries}
    # Of a single file that is too heavy another rule speaks.
    for folder, (number, size) in weigh_folders(
        one for one in context.photos_on_disk if one.probe.size <= HEAVY
    ).items():
        entry = entries.get(folder)
        if entry and size > budget * MB:
            message = f"“{entry.name}”有 {number} 张照片，一共 {format_size(size)}，最好不超过 {budget:g} MB。"
            yield Finding(entry.get_span("照片"), message, "只留最好的几张；用 photos 命令或“上传助手”把它们缩小。")


def weigh_folders(photos: Iterable[PhotoOnDisk]) -> dict[str, tuple[int, int]]:
    """Return the number of pictures in each folder, and their bytes."""
    found: dict[str, tuple[int, int]] = {}
    for one in photos:
        number, size = found.get(one.folder, (0, 0))
        found[one.folder] = (number + 1, size + one.probe.size)
    return found


WIDTH = 800
"""Pixels of width below which a photo looks blurred on a phone's whole screen."""
THUMBNAIL = 320
"""Pixels of width below which a file is the thumbnail of a messenger, not the photo."""


@check("E301", ERROR, "照片是空的")
def empty_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片文件是 0 字节，上传没有成功。

    不好：photo-01.jpg（0 字节）

    好：photo-01.jpg（几百 KB 到几 MB）

    怎么改：重新上传。
    """
    for one in context.referenced_photos:
        if one.file in one.folder.files and one.header is None:
            yield Finding(one.span, f"照片“{one.file}”是空的（0 字节），上传没有成功。", "重新上传这张照片。")


@check("E302", ERROR, "照片没有传完整")
def broken_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片后半截没有传上来，打开只有上半张，或者根本打不开。

    不好：传到一半断了网的照片。

    好：在电脑上能完整打开的照片。

    怎么改：重新上传。
    """
    for one in context.referenced_photos:
        if one.header and not one.header.whole and not (one.probe and one.probe.has_too_many_parts):
            yield Finding(one.span, f"照片“{one.file}”没有传完整（缺结尾）。", "重新上传这张照片。")


@check("E303", ERROR, "不是照片")
def not_a_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：这个文件不是网站认得的照片。可以用 JPG、PNG、WebP、GIF，苹果手机的 HEIC 也行。看的是内容，不看文件名。

    不好：

        文件: 活动.pdf

    好：

        文件: photo-01.jpg

    怎么改：用手机或电脑打开它，另存为 JPG，再上传。
    """
    for one in context.referenced_photos:
        if one.header and not one.header.kind and not (one.probe and one.probe.is_absent):
            title = TITLES.get(one.header.format)
            what = f"是{title}，网站不展出这种文件" if title else "不是照片，或者是网站不认得的格式"
            yield Finding(one.span, f"“{one.file}”{what}。", "把它另存为 JPG，再上传。")


@check("W304", ADVICE, "扩展名和内容不一样")
def wrong_extension(context: CheckContext) -> Iterator[Finding]:
    """问题：文件名说是一种格式，内容其实是另一种。网站按内容处理，不会出错。

    不好：photo-01.jpg 里面其实是苹果手机的 HEIC。

    好：photo-01.heic

    怎么改：改文件名的结尾，信息栏里也一起改。不改也能发布。
    """
    for one in context.referenced_photos:
        kind = one.header.kind if one.header else ""
        stem, dot, end = one.file.rpartition(".")
        if kind and f".{end.lower()}" not in EXTENSIONS[kind]:
            better = EXTENSIONS[kind][0]
            message = f"“{one.file}”的内容其实是 {kind}，已按 {kind} 处理。"
            yield Finding(one.span, message, f"把文件改名为“{(stem if dot else end) + better}”，这里也一起改。")


@check("E305", ERROR, "照片是缩略图")
def thumbnail(context: CheckContext) -> Iterator[Finding]:
    """问题：照片不到 320 像素宽，是聊天软件里的缩略图，放大以后什么也看不清。

    不好：在微信里直接截图或没点“原图”的照片。

    好：至少 800 像素宽。

    怎么改：请拍照的人发“原图”，重新上传。
    """
    for one in context.referenced_photos:
        if one.header and 0 < one.header.width < THUMBNAIL and not is_slim(one.header):
            size = f"{one.header.width}×{one.header.height}"
            yield Finding(
                one.span,
                f"照片“{one.file}”太小（{size}），像是微信缩略图。",
                f"发“原图”重新上传，至少要 {WIDTH} 像素宽。",
            )


@check("W306", ADVICE, "照片偏小")
def small_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片不到 800 像素宽，在手机上满屏看会发虚。老照片没有更大的，就这样也可以。

    不好：640×480 的照片。

    好：至少 800 像素宽。

    怎么改：有原图就换成原图。不改也能发布。
    """
    for one in context.referenced_photos:
        if one.header and THUMBNAIL <= one.header.width < WIDTH and not is_slim(one.header):
            size = f"{one.header.width}×{one.header.height}"
            yield Finding(
                one.span,
                f"照片“{one.file}”有点小（{size}），最好 {WIDTH} 像素宽以上。",
                "换成原图；没有更大的就不用改。",
            )


@check("E376", ERROR, "照片里的小块多得不正常")
def crowded_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：这个照片文件由上万个小块拼成，相机和手机都不会这样写。里面藏了什么看不清，所以不用它。

    不好：来路不明的图片。

    好：手机拍的原图，或者“上传助手”做好的照片。

    怎么改：在电脑上打开它，另存为 JPG，换掉这一张；没有用的就删掉。
    """
    for one in context.photos_on_disk:
        if one.probe.has_too_many_parts:
            message = f"照片“{one.file}”里的小块多得不正常，不像相机写的，网站不打开它。"
            yield Finding(one.span, message, "在电脑上打开它，另存为 JPG，换掉这一张。")


@check("E319", ERROR, "照片的像素太多")
def bomb(context: CheckContext) -> Iterator[Finding]:
    """问题：照片的像素多得不像手机拍的，打开它要用掉几个 GB 的内存，网站不打开它。

    不好：一张 30000×20000 的拼接长图。

    好：手机拍的原图（JPG 一亿二千万像素以内，别的格式六千万以内）。

    怎么改：换手机拍的原图，或者先缩小再上传。
    """
    for one in context.referenced_photos:
        if one.header and one.header.width * one.header.height > one.header.most_pixels:
            size = f"{one.header.width}×{one.header.height}"
            message = f"照片“{one.file}”的像素太多（{size}），网站不打开它。"
            yield Finding(one.span, message, "换手机拍的原图，或者先缩小再上传。")


@check("E377", ERROR, "长图缩得看不清")
def shrunken_slim_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：又长又窄的图（多半是长截图），窄的一边不到 320 像素，放大以后什么也看不清。

    不好：一张 146×2560 的聊天长截图。

    好：只截有用的一段，或者裁成几张。

    怎么改：回到原来的长图，裁成几张，每张的高不要超过宽的 3 倍。
    """
    for one in context.referenced_photos:
        if one.header and is_slim(one.header) and min(one.header.width, one.header.height) < THUMBNAIL:
            message = f"照片“{one.file}”又长又窄（{one.header.width}×{one.header.height}），放大也看不清。"
            yield Finding(one.span, message, CROP)


@check("W378", ADVICE, "长图")
def slim_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：这张图又长又窄（多半是长截图），在网页上会缩成细细的一条，字看不清。

    不好：一张 1080×19000 的聊天长截图。

    好：只截有用的一段，或者裁成几张。

    怎么改：裁成几张，每张的高不要超过宽的 3 倍，或者只截有用的一段。不改也能发布。
    """
    for one in context.referenced_photos:
        if one.header and is_slim(one.header) and min(one.header.width, one.header.height) >= THUMBNAIL:
            size = f"{one.header.width}×{one.header.height}"
            yield Finding(one.span, f"照片“{one.file}”又长又窄（{size}），在网页上会缩成细细的一条。", CROP)


CROP = "把长图裁成几张（高不超过宽的 3 倍），或者只截有用的一段，再上传。"
