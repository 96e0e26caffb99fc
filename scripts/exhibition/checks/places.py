"""Files and folders that stand where nobody looks for them, or that are no part of an exhibition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from ..diagnostics import Finding, Severity, Span
from ..files import GUIDE_PICTURE_LIMIT, RECORD_LIMIT, TEXT_LIMIT, Listing, is_link_itself, too_large
from ..model.kinds import ID
from ..reading.naming import NUMBERED, SEALED, plain
from ..types import BY_STREET, CONTENT_TYPES, UNIT
from .rule import Hall, check
from .signatures import TITLES, UNSHOWN
from .strays import GUIDE, Sort, Stray, is_home

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

KEPT_LIMITS = {GUIDE: GUIDE_PICTURE_LIMIT, "content/sheets": RECORD_LIMIT}
"""Bytes of the largest file in folders that others look after; pages have the limit of texts."""


def of_sort(hall: Hall, *sorts: Sort) -> Iterator[Stray]:
    """Every stray of these sorts."""
    return (stray for stray in hall.strays if stray.sort in sorts)


@check("E321", ERROR, "文件夹名不是编号")
def misnamed_folder(hall: Hall) -> Iterator[Finding]:
    """问题：楼组、楼群的文件夹名就是 5 位数字的编号，一个字也不能多，二维码靠它找到这一页。

    不好：`10025 我们楼`、`１００２５`、`10025副本`、`10025 (1)`

    好：`10025`

    怎么改：把文件夹改名为编号；是多出来的副本就删掉。
    """
    for path, here in hall.listings.items():
        above, _, name = path.rpartition("/")
        if "index.md" not in here.files or not is_home(path) or ID.fullmatch(name) or name[0] in "._":
            continue
        found = NUMBERED.search(plain(name))
        number = found[0] if found else None
        if number and f"{above}/{number}" in hall.listings:
            hint = f"核对它和旁边的“{number}”：要留的内容写进“{number}”，再删掉这个文件夹。"
        elif number:
            hint = f"把文件夹改名为“{number}”。"
        else:
            hint = "把文件夹改名为它的编号；还没有编号就请管理员发一个。"
        yield Finding(Span(f"{path}/index.md"), f"文件夹“{name}”的名字不是 5 位数字的编号。", hint)


@check("E323", ERROR, "放错了地方的 index.md")
def misplaced_article(hall: Hall) -> Iterator[Finding]:
    """问题：每个楼组有自己的文件夹，放在自己街镇的文件夹里，里面是 index.md。放高了一层、低了一层，网站都找不到。

    不好：`content/units/10025/index.md`、`content/units/gaojing/10025.md`、`content/units/gaojing/10025/10025/index.md`

    好：`content/units/gaojing/10025/index.md`

    怎么改：移到“街镇/编号/”里，文件名是 index.md。
    """
    for stray in of_sort(hall, Sort.MISPLACED):
        yield Finding(Span(stray.path), f"“{stray.name}”放错了地方，网站找不到它。", f"{home_hint(hall, stray)}。")


def home_hint(hall: Hall, stray: Stray) -> str:
    """Say where an entry's text belongs."""
    parts = stray.folder.split("/")
    home = next((path for path in ("/".join(parts[:n]) for n in range(3, len(parts))) if is_home(path)), "")
    if home and "index.md" in hall.listings[home].files:
        return f"核对它和“{home}/index.md”：要留的内容写进那一份，再删掉这一份"
    if home:
        return f"把它移到“{home}/”里，名字是 index.md"
    found = NUMBERED.search(plain(stray.path))
    row = next((row for row in CONTENT_TYPES if row.folder in parts), UNIT)
    street = parts[2] if len(parts) > 2 and not ID.fullmatch(parts[2]) else "街镇的文件夹"
    return f"移到 {row.folder_of(found[0] if found else '编号', street)}/ 里，名字是 index.md"


MOVE = "把里面的楼组移到自己街镇的文件夹里，再删掉它。"


def where_to_put() -> str:
    """Return what to do with a folder in `content/` of which nobody knows what was meant."""
    known = "、".join(f"{row.folder}（{row.label}）" for row in CONTENT_TYPES)
    homes = "，".join(
        f"是{row.label}就移到 {row.folder}/{'街镇/' if row.layout == BY_STREET else ''} 里" for row in CONTENT_TYPES
    )
    return (
        f"核对它该放在哪里：content 里只认得 {known}、vocabularies（词表）和 guide（指南）；"
        f"里面{homes}，都不是就先问管理员。"
    )


@check("E324", ERROR, "不认得的文件夹")
def unknown_folder(hall: Hall) -> Iterator[Finding]:
    """问题：文件夹的名字网站不认得，里面的楼组不会展出。街镇的文件夹用词表里的英文名，大小写也要一样。

    不好：`content/units/Gaojing/`、`content/units/高境镇/`、`content/Units/`

    好：`content/units/gaojing/`

    怎么改：照提示改文件夹的名字，或把里面的楼组移到自己街镇的文件夹里。
    """
    for stray in of_sort(hall, Sort.UNKNOWN):
        better = meant_folder(hall, stray)
        hint = f"把文件夹改名为“{better}”。" if better else where_to_put() if stray.folder == "content" else MOVE
        yield Finding(Span(stray.path), f"不认得文件夹“{stray.name}”，里面的内容不会展出。", hint)
    for stray in of_sort(hall, Sort.CLOSED):
        yield Finding(Span(stray.path), f"文件夹“{stray.name}”打不开。", "核对它的权限，或重新上传。")


def meant_folder(hall: Hall, stray: Stray) -> str | None:
    """Return the name that a folder was probably meant to have."""
    name = plain(stray.name)
    if stray.folder == "content":
        rows = tuple(CONTENT_TYPES)
        said = next((row.folder for row in rows if any(word in name for word in (row.label, *row.other_labels))), None)
        return said or next(iter(get_close_matches(name, [row.folder for row in rows], 1, 0.7)), None)
    streets = hall.exhibition.vocabularies.streets
    slugs = {street.name: street.slug for street in streets}
    written = Counter(one.location.street for one in hall.entries if one.folder.startswith(f"{stray.path}/"))
    said = next((slugs[street] for street, _ in written.most_common() if street in slugs), None)
    term = streets.understood(stray.name) or streets.understood(name)
    near = get_close_matches(name, slugs.values(), 1, 0.7)
    return said or (term.slug if term else near[0] if near else None)


REASONS = {
    Sort.ARTICLE: ("里面的字不会展出：每个文件夹只读 index.md", "把要展出的字写进 index.md，再删掉它"),
    Sort.MEDIA: ("视频和录音不会展出", "删掉它；视频可以放到别的地方，在正文里写一个链接"),
    Sort.PICTURE: ("照片放在这里不会展出", "移到楼组自己的文件夹里，再写进“照片”"),
    Sort.UNPUBLISHED: ("指南里只发布网页（.md）和图片，它不会放到网站上", "改成网页或图片；不要了就删掉"),
    Sort.HIDDEN: ("名字以“.”或“_”开头的文件夹不会展出", "改名字；不要了就删掉"),
    Sort.OTHER: ("网站用不到它", "核对有没有放错地方；不要了就删掉"),
}
"""Why something is not shown, and what to do."""


LOOKED_AT = (Sort.OTHER, Sort.MEDIA, Sort.PICTURE)
"""Sorts of strays whose names tell too little: what they are, their bytes say."""


@check("W325", ADVICE, "网站用不到的文件")
def unused_file(hall: Hall) -> Iterator[Finding]:
    """问题：这里的文件或文件夹网站用不到，里面的内容不会展出。

    不好：`10025/介绍(1).md`、`10025/视频.mp4`、`gaojing/合影.jpg`

    好：一个楼组一个文件夹，里面是 index.md 和照片。

    怎么改：要展出的字写进 index.md，照片移到楼组自己的文件夹，别的删掉。不改也能发布。
    """
    for stray in of_sort(hall, *REASONS):
        # What an entry hangs up is spoken of by the checks of photos.
        if any(entry.folder == stray.folder and entry.photo(stray.name) for entry in hall.entries):
            continue
        why, hint = REASONS[stray.sort]
        found = hall.album.look(f"{hall.root}/{stray.path}") if stray.sort in LOOKED_AT else None
        if found and found.image.kind and is_home(stray.folder):
            # A photo under a strange name: W307 speaks of it.
            continue
        if found and found.image.format:
            why, hint = f"它是{TITLES[found.image.format]}，{why}", UNSHOWN.get(found.image.format, hint)
        yield Finding(Span(stray.path), f"“{stray.name}”：{why}。", f"{hint}。")


@check("W326", ADVICE, "电脑自己生成的文件")
def litter(hall: Hall) -> Iterator[Finding]:
    """问题：电脑、办公软件会悄悄留下一些文件，上传时一起带了进来。

    不好：`.DS_Store`、`Thumbs.db`、`~$介绍.docx`

    好：文件夹里只有 index.md 和照片。

    怎么改：删掉它。不改也能发布。
    """
    for stray in of_sort(hall, Sort.LITTER):
        yield Finding(Span(stray.path), f"“{stray.name}”是电脑自己生成的，不是内容。", "删掉它。")


@check("E327", ERROR, "检查不到里面的文件")
def sealed_file(hall: Hall) -> Iterator[Finding]:
    """问题：文档、表格、压缩文件和程序，里面有没有电话、姓名，检查不到；放上来，谁都能下载。

    不好：`10025/居民名单.xlsx`、`10025/介绍.docx`、`10025/照片.zip`

    好：文字写进 index.md，照片一张一张放在旁边。

    怎么改：把要展出的文字和照片取出来，再删掉这个文件。
    """
    for stray in of_sort(hall, Sort.SEALED):
        name = plain(stray.name)
        what = SEALED[name[name.rindex(".") :]]
        message = f"“{stray.name}”是{what}，里面有没有电话、姓名检查不到，放上来谁都能下载。"
        yield Finding(Span(stray.path), message, "把要展出的文字和照片取出来，再删掉这个文件。")


@check("W328", ADVICE, "照片放在下一层")
def buried_photo(hall: Hall) -> Iterator[Finding]:
    """问题：照片要和 index.md 放在同一个文件夹，放在下一层，网站看不到它。

    不好：`10025/照片/photo-01.jpg`

    好：`10025/photo-01.jpg`

    怎么改：把照片移上来一层，再写进“照片”。不改也能发布。
    """
    for stray in of_sort(hall, Sort.BURIED):
        hint = "移到和 index.md 同一个文件夹，再写进“照片”。"
        yield Finding(Span(stray.path), f"照片“{stray.name}”放在下一层文件夹里，网站看不到它。", hint)


@check("E316", ERROR, "不是普通的文件")
def special_file(hall: Hall) -> Iterator[Finding]:
    """问题：这里应该是一个文件，却是管道、设备一类的东西，或者是一个同名的文件夹。网站不会打开它。

    不好：一个叫 `index.md` 的文件夹

    好：一个叫 `index.md` 的文件

    怎么改：删掉它，把真的文件上传到这里。
    """
    for stray in of_sort(hall, Sort.SPECIAL):
        message = f"“{stray.name}”不是普通文件（是管道、设备之类），网站不会打开它。"
        yield Finding(Span(stray.path), message, "删掉它，把真的文件上传到这里。")
    for path, here in hall.listings.items():
        if "index.md" in here.folders and is_home(path):
            message = "“index.md”是一个文件夹，不是文件。"
            yield Finding(Span(f"{path}/index.md"), message, "给文件夹换个名字，再上传真的 index.md。")
    for one in hall.hung:
        folders = hall.listings.get(one.entry.folder, Listing()).folders
        if one.file in folders:
            yield Finding(
                one.span, f"“{one.file}”是一个文件夹，不是照片。", "写照片的文件名；照片和 index.md 放在一起。"
            )


@check("E379", ERROR, "存着的文件太大")
def oversized_other(hall: Hall) -> Iterator[Finding]:
    """问题：指南的网页或图片、导入表格的记录大得不像话，网站不会打开它。

    不好：`content/guide/photos.md` 有 30 MB

    好：一页文字只有几 KB

    怎么改：把不是文字的内容拿出来；图片先缩小，再放进来。
    """
    for folder, here in hall.listings.items():
        for kept, limit in KEPT_LIMITS.items():
            for name in here.files if folder == kept or folder.startswith(f"{kept}/") else ():
                size = (hall.root / folder / name).lstat().st_size
                most = TEXT_LIMIT if name.endswith(".md") else limit
                if size > most:
                    yield Finding(
                        Span(f"{folder}/{name}"), f"{too_large(size, most)}。", "删掉多余的内容，或者先缩小它。"
                    )


@check("E329", ERROR, "快捷方式")
def shortcut(hall: Hall) -> Iterator[Finding]:
    """问题：这里只有一个指向别处的快捷方式（或占位的小文件），真的文件没有传上来。

    不好：`photo-01.jpg.lnk`

    好：`photo-01.jpg`

    怎么改：删掉它，把真的文件上传到这里。
    """
    if is_link_itself(hall.root / "content"):
        message = "“content”只是一个快捷方式，真的文件夹不在这里，里面的内容都没有读。"
        yield Finding(Span("content"), message, "删掉它，把真的文件夹放到这里。")
    for stray in of_sort(hall, Sort.SHORTCUT):
        message = f"“{stray.name}”只是一个快捷方式，真的文件不在这里。"
        yield Finding(Span(stray.path), message, "删掉它，把真的文件上传到这里。")
    for one in hall.hung:
        if one.stands_in:
            message = f"“{one.file}”只是一个占位的小文件，真的照片没有传上来。"
            yield Finding(one.span, message, "把真的照片上传到这里。")
