"""Rules about where files and folders stand: ids and streets that differ from the folder, files nobody looks for, and the
file of owners that the code host reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from ..diagnostics import Finding, Severity, Span
from ..hosting.code_owners import format_code_owners
from ..media.file_formats import TITLES, UNSHOWN
from ..media.probe import Probe
from ..media.recordings import list_recording_names
from ..model import Entry
from ..model.books import BOOKS
from ..model.field_types import ID
from ..model.record_types import OWNERS, RecordType
from ..model.site_settings import parse_handles
from ..storage.safe_files import (
    BOOK_PICTURE_LIMIT,
    RECORD_LIMIT,
    TEXT_LIMIT,
    FolderListing,
    format_too_large,
    is_link_itself,
    read_file,
)
from ..text.characters import NUMBERED, SEALED, normalize_file_name
from ..types import BY_STREET, CONTENT_TYPES, UNIT
from .photo_files import find_pictured_field
from .photos import is_unused_recording
from .registry import (
    CheckContext,
    Scope,
    UnexpectedFile,
    UnexpectedReason,
    check,
    find_named_list,
    is_entry_folder,
)

ERROR = Severity.ERROR


def get_folder_name(entry: Entry) -> str:
    """Return the name of an entry's folder."""
    return entry.folder.rpartition("/")[2]


@check("E237", ERROR, "编号和文件夹名不一样")
def id_unlike_folder(context: CheckContext) -> Iterator[Finding]:
    """问题：编号就是文件夹的名字，二维码靠它找到这一页。

    不好：文件夹是 10064，里面写 `编号: 10065`。

    好：文件夹是 10064，里面写 `编号: 10064`。

    怎么改：改回和文件夹一样的编号；文件夹改过名的，把名字改回来。
    """
    for entry in context.entries:
        name = get_folder_name(entry)
        # Of a folder that bears no id its own check speaks (E321).
        if entry.id != name and ID.fullmatch(name):
            span = entry.get_span("编号")
            message = f"编号“{entry.id}”和文件夹名“{name}”不一样。"
            if is_moved(context, entry, name):
                # The number in the file is right: to write the folder's there would give the house another's address.
                hint = f"把文件夹改名为“{entry.id}”：里面是“{entry.name}”，编号 {entry.id} 是它的，不要改里面的编号。"
                yield Finding(span, message, hint)
                continue
            hint = "改回原来的编号：编号就是文件夹名，二维码靠它，请不要改。"
            yield Finding(span, message, hint, context.replace_in_line(span, entry.id, name))


def is_moved(context: CheckContext, entry: Entry, name: str) -> bool:
    """Has this folder the wrong name? Its building had the id in its file before, and another building has the folder's id."""
    if any(one.id == name and not one.moved for one in context.handovers):
        return True
    past, links = context.exhibition.promised, context.exhibition.ledger.by_id
    if past and entry.id in past.folders and name not in past.folders:
        return True
    mine, theirs = links.get(entry.id), links.get(name)
    return bool(mine and mine.name == entry.name and (theirs is None or theirs.name != entry.name))


@check("E336", ERROR, "两个文件夹用同一个编号")
def shared_id(context: CheckContext) -> Iterator[Finding]:
    """问题：两个文件夹写了同一个编号，多半是从邻居那里抄来模板，忘了改编号。

    不好：10064 和 10065 两个文件夹里都写 `编号: 10064`。

    好：每个文件夹写自己的编号。

    怎么改：改成自己文件夹的名字。
    """
    holders = context.exhibition.by_id
    for entry in context.entries:
        holder, name = holders[entry.id], get_folder_name(entry)
        if holder is entry:
            continue
        message = f"编号 {entry.id} 已经是“{holder.folder}”（{holder.name}）的了，“{entry.name}”是后来的。"
        if ID.fullmatch(name) and name != entry.id:
            hint = "改成自己文件夹的名字；新楼组请向管理员要一个新编号。"
        else:
            hint = f"请管理员运行 renumber {entry.id}，给“{entry.name}”换一个新编号；原来那座楼的不要动。"
        yield Finding(entry.get_span("编号"), message, hint)


@check("E320", ERROR, "放错了街镇的文件夹", Scope.ENTRY)
def wrong_street_folder(context: CheckContext) -> Iterator[Finding]:
    """问题：楼组要放在自己街镇的文件夹里。

    不好：content/units/miaohang/10001 里写 `街镇: 高境镇`。

    好：content/units/gaojing/10001 里写 `街镇: 高境镇`。

    怎么改：核对街镇；街镇没有写错，就请管理员把文件夹移过去。
    """
    slugs = {street.name: street.slug for street in context.exhibition.vocabularies.streets}
    names = {slug: name for name, slug in slugs.items()}
    for row in CONTENT_TYPES:
        for entry in context.exhibition.of(row.model) if row.layout == BY_STREET else ():
            folder, street = entry.folder.split("/")[-2], entry.location.street
            # Of a folder that is no street's its own check speaks (E324).
            if street in slugs and folder in names and slugs[street] != folder:
                message = f"写的是“{street}”，却放在“{names[folder]}”的文件夹里。"
                hint = f"核对街镇；没有写错就把整个文件夹移到 {row.root}/{slugs[street]}/。"
                yield Finding(entry.get_span("街镇"), message, hint)


ERROR, ADVICE = Severity.ERROR, Severity.ADVICE
KEPT_LIMITS = {**dict.fromkeys((book.folder for book in BOOKS), BOOK_PICTURE_LIMIT), "content/sheets": RECORD_LIMIT}
"""Bytes of the largest file in folders that others look after; pages have the limit of texts."""


def iter_unexpected(context: CheckContext, *sorts: UnexpectedReason) -> Iterator[UnexpectedFile]:
    """Yield every unexpected file or folder with one of these reasons."""
    return (stray for stray in context.unexpected_files if stray.sort in sorts)


@check("E321", ERROR, "文件夹名不是编号")
def misnamed_folder(context: CheckContext) -> Iterator[Finding]:
    """问题：楼组、楼群的文件夹名就是 5 位数字的编号，一个字也不能多，二维码靠它找到这一页。

    不好：`10025 我们楼`、`１００２５`、`10025副本`、`10025 (1)`

    好：`10025`

    怎么改：把文件夹改名为编号；是多出来的副本就删掉。
    """
    for path, here in context.listings.items():
        above, _, name = path.rpartition("/")
        if ID.fullmatch(name) or name[:1] in "._" or "index.md" not in here.files or not is_entry_folder(path):
            continue
        found = NUMBERED.search(normalize_file_name(name))
        number = found[0] if found else None
        if number and f"{above}/{number}" in context.listings:
            hint = f"核对它和旁边的“{number}”：要留的内容写进“{number}”，再删掉这个文件夹。"
        elif number:
            hint = f"把文件夹改名为“{number}”。"
        else:
            hint = "把文件夹改名为它的编号；还没有编号就请管理员发一个。"
        yield Finding(Span(f"{path}/index.md"), f"文件夹“{name}”的名字不是 5 位数字的编号。", hint)


@check("E323", ERROR, "放错了地方的 index.md")
def misplaced_article(context: CheckContext) -> Iterator[Finding]:
    """问题：每个楼组有自己的文件夹，放在自己街镇的文件夹里，里面是 index.md。放高了一层、低了一层，网站都找不到。

    不好：`content/units/10025/index.md`、`content/units/gaojing/10025.md`、`content/units/gaojing/10025/10025/index.md`

    好：`content/units/gaojing/10025/index.md`

    怎么改：移到“街镇/编号/”里，文件名是 index.md。
    """
    for stray in iter_unexpected(context, UnexpectedReason.MISPLACED):
        yield Finding(
            Span(stray.path), f"“{stray.name}”放错了地方，网站找不到它。", f"{suggest_place(context, stray)}。"
        )


def suggest_place(context: CheckContext, stray: UnexpectedFile) -> str:
    """Say where an entry's text belongs."""
    parts = stray.folder.split("/")
    home = next((path for path in ("/".join(parts[:n]) for n in range(3, len(parts))) if is_entry_folder(path)), "")
    if home and "index.md" in context.listings[home].files:
        return f"核对它和“{home}/index.md”：要留的内容写进那一份，再删掉这一份"
    if home:
        return f"把它移到“{home}/”里，名字是 index.md"
    found = NUMBERED.search(normalize_file_name(stray.path))
    row = next((row for row in CONTENT_TYPES if row.folder in parts), UNIT)
    street = parts[2] if len(parts) > 2 and not ID.fullmatch(parts[2]) else "街镇的文件夹"
    return f"移到 {row.make_folder_path(found[0] if found else '编号', street)}/ 里，名字是 index.md"


MOVE = "把里面的楼组移到自己街镇的文件夹里，再删掉它。"


def suggest_folder() -> str:
    """Return what to do with a folder in `content/` of which nobody knows what was meant."""
    known = "、".join(f"{row.folder}（{row.label}）" for row in CONTENT_TYPES)
    homes = "，".join(
        f"是{row.label}就移到 {row.folder}/{'街镇/' if row.layout == BY_STREET else ''} 里" for row in CONTENT_TYPES
    )
    books = "、".join(f"{book.name}（{book.label}）" for book in BOOKS)
    return (
        f"核对它该放在哪里：content 里只认得 {known}、vocabularies（词表）、{books}；里面{homes}，都不是就先问管理员。"
    )


@check("E324", ERROR, "不认得的文件夹")
def unknown_folder(context: CheckContext) -> Iterator[Finding]:
    """问题：文件夹的名字网站不认得，里面的楼组不会展出。街镇的文件夹用词表里的英文名，大小写也要一样。

    不好：`content/units/Gaojing/`、`content/units/高境镇/`、`content/Units/`

    好：`content/units/gaojing/`

    怎么改：照提示改文件夹的名字，或把里面的楼组移到自己街镇的文件夹里。
    """
    for stray in iter_unexpected(context, UnexpectedReason.UNKNOWN):
        better = guess_folder_name(context, stray)
        hint = f"把文件夹改名为“{better}”。" if better else suggest_folder() if stray.folder == "content" else MOVE
        yield Finding(Span(stray.path), f"不认得文件夹“{stray.name}”，里面的内容不会展出。", hint)
    for stray in iter_unexpected(context, UnexpectedReason.CLOSED):
        yield Finding(Span(stray.path), f"文件夹“{stray.name}”打不开。", "核对它的权限，或重新上传。")


def guess_folder_name(context: CheckContext, stray: UnexpectedFile) -> str | None:
    """Return the name that a folder was probably meant to have."""
    name = normalize_file_name(stray.name)
    if stray.folder == "content":
        rows = tuple(CONTENT_TYPES)
        said = next((row.folder for row in rows if any(word in name for word in (row.label, *row.other_labels))), None)
        return said or next(iter(get_close_matches(name, [row.folder for row in rows], 1, 0.7)), None)
    streets = context.exhibition.vocabularies.streets
    slugs = {street.name: street.slug for street in streets}
    written = Counter(one.location.street for one in context.entries if one.folder.startswith(f"{stray.path}/"))
    said = next((slugs[street] for street, _ in written.most_common() if street in slugs), None)
    term = streets.find_term(stray.name) or streets.find_term(name)
    near = get_close_matches(name, slugs.values(), 1, 0.7)
    return said or (term.slug if term else near[0] if near else None)


REASONS = {
    UnexpectedReason.ARTICLE: ("里面的字不会展出：网站不读叫这个名字的文件", "把要展出的字写进 index.md，再删掉它"),
    UnexpectedReason.MEDIA: ("视频和录音不会展出", "删掉它；视频可以放到别的地方，在正文里写一个链接"),
    UnexpectedReason.PICTURE: ("照片放在这里不会展出", "移到楼组自己的文件夹里，再写进“照片”"),
    UnexpectedReason.UNPUBLISHED: ("这里只发布网页（.md）和图片，它不会放到网站上", "改成网页或图片；不要了就删掉"),
    UnexpectedReason.HIDDEN: ("名字以“.”或“_”开头的文件夹不会展出", "改名字；不要了就删掉"),
    UnexpectedReason.OTHER: ("网站用不到它", "核对有没有放错地方；不要了就删掉"),
}
"""Why something is not shown, and what to do."""
LOOKED_AT = (UnexpectedReason.OTHER, UnexpectedReason.MEDIA, UnexpectedReason.PICTURE)
"""Unexpected files whose format is read from their bytes, because their names do not say it."""


@check("W325", ADVICE, "网站用不到的文件")
def unused_file(context: CheckContext) -> Iterator[Finding]:
    """问题：这里的文件或文件夹网站用不到，里面的内容不会展出。

    不好：`10025/介绍(1).md`、`10025/视频.mp4`、`gaojing/合影.jpg`

    好：一个楼组一个文件夹，里面是 index.md 和照片。

    怎么改：要展出的字写进 index.md，照片移到楼组自己的文件夹，别的删掉。不改也能发布。
    """
    for stray in iter_unexpected(context, *REASONS):
        # What an entry hangs up is spoken of by the checks of photos.
        if any(entry.folder == stray.folder and entry.find_photo(stray.name) for entry in context.entries):
            continue
        if find_pictured_field(stray.folder, stray.name):
            # A drawing in a format that is not taken: E469 speaks of it.
            continue
        why, hint = REASONS[stray.sort]
        row = CONTENT_TYPES.find_home(stray.folder) if stray.sort is UnexpectedReason.ARTICLE else None
        if row is not None and (told := next((one for one in row.record_types if one.label in stray.name), None)):
            hint = f"把要展出的字写进 index.md，再删掉它；是“{told.label}”的单子，就改名为 {told.side_file}"
        found = context.probe_cache.get_probe(f"{context.root}/{stray.path}") if stray.sort in LOOKED_AT else None
        if found and found.header.kind and is_entry_folder(stray.folder):
            # A photo under a strange name: W307 speaks of it.
            continue
        if stray.sort in LOOKED_AT and is_known_recording(context, stray, found):
            # One that a station names, or that waits to be named: W307 and the checks of visits speak of it.
            continue
        if found and found.header.format:
            why, hint = f"它是{TITLES[found.header.format]}，{why}", UNSHOWN.get(found.header.format, hint)
        yield Finding(Span(stray.path), f"“{stray.name}”：{why}。", f"{hint}。")


@check("E583", ERROR, "街镇自己的仓库没有取来")
def empty_street_repository(context: CheckContext) -> Iterator[Finding]:
    """问题：这个街镇的楼组放在自己的仓库里（.gitmodules 里写着），这台电脑上它的文件夹是空的，里面的楼组一个也读不到。

    不好：克隆主仓库的时候没有带 `--recurse-submodules`，`content/units/gaojing` 是空的。

    好：运行过 `git submodule update --init`，`content/units/gaojing` 里有楼组。

    怎么改：在电脑上运行 `git submodule update --init`，再来一次。
    """
    try:
        told = read_file(context.root / ".gitmodules").decode("utf-8", "replace")
    except OSError:
        return
    for line, text in enumerate(told.split("\n"), 1):
        key, _, path = (part.strip() for part in text.partition("="))
        here = context.listings.get(path)
        if key == "path" and path.startswith("content/") and not (here and any(here[:4])):
            message = f"“{path}”是另一个仓库，没有取来，里面的楼组都读不到。"
            yield Finding(Span(".gitmodules", line), message, "在电脑上运行 git submodule update --init，再来一次。")


@check("E469", ERROR, "楼标的图不能用")
def unusable_field_picture(context: CheckContext) -> Iterator[Finding]:
    """问题：画好的楼标拍成照片，叫“楼标.jpg”，放在 index.md 旁边。SVG 这样的矢量图里可以藏程序，网站不收；别的文件打不开。

    不好：`10025/楼标.svg`

    好：`10025/楼标.jpg`

    怎么改：把设计纸拍成照片，或者在电脑上把图另存为 JPG，改名为“楼标.jpg”；原来的文件删掉。
    """
    for stray in iter_unexpected(context, *REASONS):
        key = find_pictured_field(stray.folder, stray.name)
        if key:
            hint = f"把设计纸拍成照片，或者把图另存为 JPG，改名为“{key}.jpg”，再删掉这个文件。"
            yield Finding(Span(stray.path), f"“{stray.name}”不是照片，不能当“{key}”。", hint)


def is_known_recording(context: CheckContext, stray: UnexpectedFile, probe: Probe | None) -> bool:
    """Is a file in the folder of an entry a recording that it names or could name?"""
    entry = next((one for one in context.entries if one.folder == stray.folder), None)
    return entry is not None and (
        stray.name in list_recording_names(entry) or is_unused_recording(entry, stray.name, probe)
    )


@check("E403", ERROR, "单子的文件名或地方不对")
def misnamed_list(context: CheckContext) -> Iterator[Finding]:
    """问题：一份单子（例如“议事”）可以放在自己的文件里：和 index.md 同一个文件夹，名字就是“议事.md”，一个字也不能多。别的名字、别的地方，网站都找不到。

    不好：`议事.MD`、`议事 (1).md`、`议事.txt`、`议事/1.md`，或者楼群的文件夹里有 `评定.md`

    好：`content/units/gaojing/10025/议事.md`

    怎么改：照提示改名字或移地方；旁边已经有一份的，把要留的几条接到那一份里，再删掉这一份。
    """
    for stray in iter_unexpected(context, UnexpectedReason.LIST):
        told = find_named_list(stray.folder, stray.name)
        if told is not None:
            yield Finding(Span(stray.path), *explain_misnamed_list(context, stray, told))


def explain_misnamed_list(context: CheckContext, stray: UnexpectedFile, told: RecordType) -> tuple[str, str]:
    """Return why the file is not read as a list, and what to do."""
    file, parts = told.side_file, stray.path.split("/")
    home = next((path for path in ("/".join(parts[:n]) for n in range(3, len(parts))) if is_entry_folder(path)), "")
    row = CONTENT_TYPES.find_home(home) if home else None
    if row is None:
        message = f"“{stray.name}”放错了地方，网站找不到它。"
        return message, f"移到它那一页的文件夹里，和 index.md 放在一起，名字是 {file}。"
    if told not in row.record_types:
        keys = "、".join(one.label for one in row.record_types if not one.owner)
        owners = "、".join(one.label for one in CONTENT_TYPES if told in one.record_types)
        others = f"{row.label}能写的有：{keys}。" if keys else ""
        return (
            f"{row.label}没有“{told.label}”这份单子，“{stray.name}”不会展出。",
            f"删掉它，或移到{owners}的文件夹里。{others}",
        )
    shown = stray.path.removeprefix(f"{home}/")
    message = f"“{shown}”不是“{told.label}”的文件名，里面的字不会展出。"
    if file in context.listings[home].files:
        return message, f"核对它和旁边的 {file}：要留的几条接到 {file} 里，再删掉这一份。"
    if home != stray.folder:
        return message, f"把它移到“{home}/”里，和 index.md 放在一起，名字是 {file}；有好几份就合成一份。"
    return message, f"改名为 {file}，一个字也不能多，后面是小写的 .md。"


@check("W326", ADVICE, "电脑自己生成的文件")
def litter(context: CheckContext) -> Iterator[Finding]:
    """问题：电脑、办公软件会悄悄留下一些文件，上传时一起带了进来。

    不好：`.DS_Store`、`Thumbs.db`、`~$介绍.docx`

    好：文件夹里只有 index.md 和照片。

    怎么改：删掉它。不改也能发布。
    """
    for stray in iter_unexpected(context, UnexpectedReason.LITTER):
        yield Finding(Span(stray.path), f"“{stray.name}”是电脑自己生成的，不是内容。", "删掉它。")


@check("E327", ERROR, "检查不到里面的文件")
def sealed_file(context: CheckContext) -> Iterator[Finding]:
    """问题：文档、表格、压缩文件和程序，里面有没有电话、姓名，检查不到；放上来，谁都能下载。

    不好：`10025/居民名单.xlsx`、`10025/介绍.docx`、`10025/照片.zip`

    好：文字写进 index.md，照片一张一张放在旁边。

    怎么改：把要展出的文字和照片取出来，再删掉这个文件。
    """
    for stray in iter_unexpected(context, UnexpectedReason.SEALED):
        name = normalize_file_name(stray.name)
        what = SEALED[name[name.rindex(".") :]]
        message = f"“{stray.name}”是{what}，里面有没有电话、姓名检查不到，放上来谁都能下载。"
        yield Finding(Span(stray.path), message, "把要展出的文字和照片取出来，再删掉这个文件。")


@check("W328", ADVICE, "照片放在下一层")
def buried_photo(context: CheckContext) -> Iterator[Finding]:
    """问题：照片要和 index.md 放在同一个文件夹，放在下一层，网站看不到它。

    不好：`10025/照片/photo-01.jpg`

    好：`10025/photo-01.jpg`

    怎么改：把照片移上来一层，再写进“照片”。不改也能发布。
    """
    for stray in iter_unexpected(context, UnexpectedReason.BURIED):
        hint = "移到和 index.md 同一个文件夹，再写进“照片”。"
        yield Finding(Span(stray.path), f"照片“{stray.name}”放在下一层文件夹里，网站看不到它。", hint)


@check("E316", ERROR, "不是普通的文件")
def special_file(context: CheckContext) -> Iterator[Finding]:
    """问题：这里应该是一个文件，却是管道、设备一类的东西，或者是一个同名的文件夹。网站不会打开它。

    不好：一个叫 `index.md` 的文件夹

    好：一个叫 `index.md` 的文件

    怎么改：删掉它，把真的文件上传到这里。
    """
    for stray in iter_unexpected(context, UnexpectedReason.SPECIAL):
        message = f"“{stray.name}”不是普通文件（是管道、设备之类），网站不会打开它。"
        yield Finding(Span(stray.path), message, "删掉它，把真的文件上传到这里。")
    for path, here in context.listings.items():
        row = CONTENT_TYPES.find_home(path) if here.folders else None
        for name in (one for one in here.folders if row and (one == "index.md" or one in row.side_files)):
            message = f"“{name}”是一个文件夹，不是文件。"
            yield Finding(Span(f"{path}/{name}"), message, f"换一个文件夹名，再上传真的 {name}。")
    for one in context.referenced_photos:
        folders = context.listings.get(one.entry.folder, FolderListing()).folders
        if one.file in folders:
            yield Finding(
                one.span, f"“{one.file}”是一个文件夹，不是照片。", "写照片的文件名；照片和 index.md 放在一起。"
            )


@check("E379", ERROR, "存着的文件太大")
def oversized_other(context: CheckContext) -> Iterator[Finding]:
    """问题：指南的网页或图片、导入表格的记录大得不像话，网站不会打开它。

    不好：`content/guide/photos.md` 有 30 MB

    好：一页文字只有几 KB

    怎么改：把不是文字的内容拿出来；图片先缩小，再放进来。
    """
    for folder, here in context.listings.items():
        for kept, limit in KEPT_LIMITS.items():
            for name in here.files if folder == kept or folder.startswith(f"{kept}/") else ():
                size = (context.root / folder / name).lstat().st_size
                most = TEXT_LIMIT if name.endswith(".md") else limit
                if size > most:
                    yield Finding(
                        Span(f"{folder}/{name}"), f"{format_too_large(size, most)}。", "删掉多余的内容，或者先缩小它。"
                    )


@check("E329", ERROR, "快捷方式")
def shortcut(context: CheckContext) -> Iterator[Finding]:
    """问题：这里只有一个指向别处的快捷方式，真的文件没有传上来。

    不好：`photo-01.jpg.lnk`

    好：`photo-01.jpg`

    怎么改：删掉它，把真的文件上传到这里。
    """
    if is_link_itself(context.root / "content"):
        message = "“content”只是一个快捷方式，真的文件夹不在这里，里面的内容都没有读。"
        yield Finding(Span("content"), message, "删掉它，把真的文件夹放到这里。")
    for stray in iter_unexpected(context, UnexpectedReason.SHORTCUT):
        message = f"“{stray.name}”只是一个快捷方式，真的文件不在这里。"
        yield Finding(Span(stray.path), message, "删掉它，把真的文件上传到这里。")


@check("E318", Severity.ERROR, "审核人文件不是最新的")
def stale_owners(context: CheckContext) -> Iterator[Finding]:
    """问题：管网站的人（keepers）或者街镇的审核人改了，代码平台读的文件没有跟着改。改动来了，平台会请错人看，或者谁也不请。

    不好：mkdocs.yml 里写了 keepers，`.github/CODEOWNERS` 还是“还没有人”。

    好：运行过 `python3 scripts/start.py owners --write`，三个文件都是它写的。

    怎么改：运行 `python3 scripts/start.py owners --write`，把改了的文件一起交上去。
    """
    settings = context.exhibition.settings
    if not any(parse_handles(getattr(settings, name))[0] for name in ("keepers", *OWNERS)):
        return
    for path, text in format_code_owners(context.exhibition).items():
        try:
            written = read_file(context.root / path).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:
            written = ""
        if written != text:
            line = find_first_difference(written, text)
            stale = f"{path} 和设置里写的审核人不一样。"
            missing = f"没有 {path}，代码平台不知道该请谁看改动。"
            yield Finding(
                Span(path if written else "mkdocs.yml", line if written else 1),
                stale if written else missing,
                "在电脑上运行 python3 scripts/start.py owners --write，把改了的文件一起交上去。",
            )


def find_first_difference(written: str, text: str) -> int:
    """Return the number of the first line of `written` that is not as in `text`, from 1."""
    pairs = zip(written.split("\n"), text.split("\n"), strict=False)
    return next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
