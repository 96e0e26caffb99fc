"""The Markdown below the front matter: what must not or cannot be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..diagnostics import Finding, Severity, Span
from ..model import Entry
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|(`+)[^`\n](?:.*?[^`])?\2(?!`)|<!--.*?-->", re.M | re.S)
DANGEROUS = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|style|link|meta|base|form|svg|math)\b"
    r"|(?:<[^<>]*|\{[^{}\n]*)\bon[a-z]{3,}\s*=|\b(?:javascript|vbscript)\s*:|\bdata\s*:\s*text/html",
    re.I,
)
"""What runs programs, pulls in other sites or restyles the page, as HTML, as link or as attribute list."""

TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
LINK = re.compile(r"(!?)\[[^\[\]]*\]\(\s*<?([^)\s>]*)>?(?:\s+[^)]*)?\)")
NAMED = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:[ \t]*<?([^\s>]+)>?", re.M)
PICTURE_BY_NAME = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?!\()")
"""Markdown's other way of writing links: `[名]: 去向` somewhere, `![说明][名]` elsewhere."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def prose(entry: Entry) -> str:
    """Return the body with code and comments blanked, so that places stay."""
    return CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), entry.body)


def place(entry: Entry, offset: int) -> Span:
    """Return where the sign at `offset` of the body stands in the file."""
    above = entry.body.count("\n", 0, offset)
    column = offset - (entry.body.rfind("\n", 0, offset) + 1) + 1
    return Span(entry.path, entry.span("正文").line + above, column)


@check("E360", ERROR, "正文里有程序代码")
def script_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：正文里有会运行的代码，或者嵌了别的网站，为了邻居的安全不能发布。

    不好：`<script>…</script>`、`<iframe src="…"></iframe>`、`<img onerror="…">`

    好：只写文字。视频放一个链接：`[看视频](https://…)`

    怎么改：删掉这段代码。
    """
    for entry in hall.entries:
        if "<" in entry.body or ":" in entry.body or "{" in entry.body:
            for found in DANGEROUS.finditer(prose(entry)):
                message = f"正文里有不能发布的代码“{found[0][:20].strip()}”。"
                yield Finding(place(entry, found.start()), message, "删掉这段代码；视频可以写成一个链接。")


@check("W361", ADVICE, "正文里有网页代码")
def markup_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：正文里有从网页复制来的代码，网站会把它当成普通文字显示出来。

    不好：`<b>重要</b>`、`<font color=red>红字</font>`

    好：`**重要**`

    怎么改：删掉尖括号里的代码，要加粗就在文字两边各写两个星号。不改也能发布。
    """
    for entry in hall.entries:
        if "<" not in entry.body:
            continue
        text = prose(entry)
        for found in TAG.finditer(text):
            if not DANGEROUS.match(found[0]) and not DANGEROUS.search(found[0]):
                message = f"正文里有网页代码“{found[0][:20]}”，会原样显示出来。"
                yield Finding(place(entry, found.start()), message, "删掉它；要加粗就在文字两边各写两个星号。")


def links(entry: Entry) -> Iterator[tuple[bool, str, Span]]:
    """Every link of the body: whether it is a picture, its target, its place."""
    if "](" in entry.body:
        for found in LINK.finditer(prose(entry)):
            yield bool(found[1]), unquote(found[2]), place(entry, found.start())
    if "]:" in entry.body:
        text = prose(entry)
        pictures = {(found[2] or found[1]).casefold() for found in PICTURE_BY_NAME.finditer(text)}
        for found in NAMED.finditer(text):
            yield found[1].casefold() in pictures, unquote(found[2]), place(entry, found.start())


@check("E362", ERROR, "正文里的图片找不到")
def missing_body_image(hall: Hall) -> Iterator[Finding]:
    r"""问题：正文里用了一张图片，文件夹里没有它。

    不好：`![合影](C:\合影.jpg)`

    好：把照片放到和 index.md 同一个文件夹，写进信息栏的“照片”。

    怎么改：上传照片并写进“照片”，或删掉这一段。
    """
    for entry in hall.entries:
        for picture, target, span in links(entry):
            if picture and not SCHEME.match(target) and target not in hall.folders[entry.folder].names:
                yield Finding(
                    span, f"找不到正文里的图片“{target}”。", "上传到和 index.md 同一个文件夹，并写进信息栏的“照片”。"
                )


@check("E365", ERROR, "正文里的图片不会显示")
def image_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：写在正文里的图片不会显示出来，也没有写明画面里的人是否同意。照片要写进信息栏的“照片”，网站会挂好。

    不好：

        ![合影](photo-01.jpg)

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 包完饺子的合影
            同意: 已同意

    怎么改：从正文里删掉它，写进信息栏的“照片”；要放在某一步旁边，就在“历程”里写它的文件名。
    """
    for entry in hall.entries:
        for picture, target, span in links(entry):
            if picture and target in hall.folders[entry.folder].names:
                hint = (
                    "删掉这一段，它已经挂在“照片”里了。"
                    if entry.photo(target)
                    else "写进信息栏的“照片”，再删掉这一段。"
                )
                yield Finding(span, f"正文里的图片“{target}”不会显示。", hint)


@check("E364", ERROR, "正文里有外站的图片")
def foreign_image(hall: Hall) -> Iterator[Finding]:
    """问题：图片放在别的网站上，那边一删这里就空了，看的人也会被别的网站记下来。

    不好：`![合影](https://别的网站/合影.jpg)`

    好：把照片存到和 index.md 同一个文件夹，写进信息栏的“照片”。

    怎么改：下载图片再上传；或删掉这一段。
    """
    for entry in hall.entries:
        for picture, target, span in links(entry):
            if (
                picture
                and (SCHEME.match(target) or target.startswith("//"))
                and not re.match(r"[A-Za-z]:[\\/]", target)
            ):
                yield Finding(span, "正文里的图片放在别的网站上。", "把图片下载下来，上传到文件夹，并写进“照片”。")


@check("E363", ERROR, "正文里的链接找不到")
def broken_link(hall: Hall) -> Iterator[Finding]:
    """问题：正文里的链接指向一个不存在的文件，或一个没有登记的编号。

    不好：`[初心楼](../19999/)`

    好：`[初心楼](../10002/)`

    怎么改：核对链接；链到别的楼组写 `../编号/`，链到别的网站写完整的网址。
    """
    ledger = hall.exhibition.ledger.by_id
    for entry in hall.entries:
        for picture, target, span in links(entry):
            path = re.split(r"[?#]", target)[0].removesuffix("index.md")
            if picture or not path or SCHEME.match(target) or path.startswith("//"):
                continue
            neighbour = re.fullmatch(r"\.\./(\d+)/?", path)
            if neighbour and (neighbour[1] in ledger or neighbour[1] in hall.exhibition.entries):
                continue
            if re.match(r"\.\./[a-z]", path):
                continue
            hint = "核对链接；链到别的楼组写 ../编号/ ，链到别的网站写完整的网址。"
            yield Finding(span, f"正文里的链接“{target}”找不到。", hint)
