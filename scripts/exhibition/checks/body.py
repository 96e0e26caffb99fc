"""The text below the front matter: what must not be shown, cannot be shown, or is shown otherwise than it was meant.

Judged is what `bodies.render_body` notes while it makes the very HTML that the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..bodies import LIMIT, BodyIssue, IssueTopic
from ..bodies.issues import judge_link
from ..diagnostics import Finding, Severity, Span
from ..model import Entry
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
DRIVE = re.compile(r"[A-Za-z]:[\\/]")
"""How the path of a file on Windows begins."""


def place(entry: Entry, offset: int) -> Span:
    """Return where the sign at `offset` of the body stands in the file."""
    above = entry.body.count("\n", 0, offset)
    column = offset - (entry.body.rfind("\n", 0, offset) + 1) + 1
    return Span(entry.path, entry.span("正文").line + above, column)


def short(text: str) -> str:
    """Return what may stand in a sentence: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 24 else f"{line[:23]}…"


@check("E360", ERROR, "正文里有程序代码")
def script_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：正文里有会运行的代码，或者嵌了别的网站，为了邻居的安全不能发布。

    不好：`<script>…</script>`、`<iframe src="…"></iframe>`、`<img onerror="…">`

    好：只写文字。视频放一个链接：`[看视频](https://…)`

    怎么改：删掉这段代码。
    """
    for entry, issue in hall.issues(IssueTopic.SCRIPT):
        message = f"正文里有不能发布的代码“{short(issue.text)}”。"
        yield Finding(place(entry, issue.offset), message, "删掉这段代码；视频可以写成一个链接。")


@check("E391", ERROR, "正文里有藏起来的备注")
def comment_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：正文里有一段用 `<!--` 和 `-->` 围起来的备注。网页上不会显示，但放在这里，谁都能在源文件里读到。

    不好：`大家一起包饺子。<!-- 这一段先别登 -->`

    好：`大家一起包饺子。`

    怎么改：删掉它；要和管理员说的话，写在上传时的说明里。本来就是要给大家看的，就只删掉两头的符号。
    """
    for entry, issue in hall.issues(IssueTopic.COMMENT):
        message = f"正文里有一段藏起来的备注“{short(issue.text)}”，放在这里谁都能读到。"
        hint = "删掉它；要和管理员说的话，写在上传时的说明里。"
        yield Finding(place(entry, issue.offset), message, hint)


@check("W361", ADVICE, "正文里有网页代码")
def markup_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：正文里有从网页复制来的代码，网站会把它当成普通文字显示出来。

    不好：`<b>重要</b>`、`<font color=red>红字</font>`

    好：`**重要**`

    怎么改：删掉尖括号里的代码，要加粗就在文字两边各写两个星号。不改也能发布。
    """
    for entry, issue in hall.issues(IssueTopic.MARKUP):
        message = f"正文里有网页代码“{short(issue.text)}”，会原样显示出来。"
        yield Finding(place(entry, issue.offset), message, "删掉它；要加粗就在文字两边各写两个星号。")


def pictures(hall: Hall) -> Iterator[tuple[Entry, BodyIssue, str]]:
    """Every picture in a body, with its target as a name."""
    for entry, issue in hall.issues(IssueTopic.IMAGE):
        yield entry, issue, unquote(issue.detail)


def is_foreign(target: str) -> bool:
    """Is a picture's target on another site?"""
    return bool(SCHEME.match(target) or target.startswith("//")) and not DRIVE.match(target)


@check("E362", ERROR, "正文里的图片找不到")
def missing_body_image(hall: Hall) -> Iterator[Finding]:
    r"""问题：正文里用了一张图片，文件夹里没有它。

    不好：`![合影](C:\合影.jpg)`

    好：把照片放到和 index.md 同一个文件夹，写进信息栏的“照片”。

    怎么改：上传照片并写进“照片”，或删掉这一段。
    """
    for entry, issue, target in pictures(hall):
        if not is_foreign(target) and target not in hall.folders[entry.folder].names:
            message = f"找不到正文里的图片“{short(target)}”。"
            hint = "上传到和 index.md 同一个文件夹，并写进信息栏的“照片”。"
            yield Finding(place(entry, issue.offset), message, hint)


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
    for entry, issue, target in pictures(hall):
        if not is_foreign(target) and target in hall.folders[entry.folder].names:
            hung = entry.photo(target)
            hint = "删掉这一段，它已经挂在“照片”里了。" if hung else "写进信息栏的“照片”，再删掉这一段。"
            yield Finding(place(entry, issue.offset), f"正文里的图片“{short(target)}”不会显示。", hint)


@check("E364", ERROR, "正文里有外站的图片")
def foreign_image(hall: Hall) -> Iterator[Finding]:
    """问题：图片放在别的网站上，那边一删这里就空了，看的人也会被别的网站记下来。

    不好：`![合影](https://别的网站/合影.jpg)`

    好：把照片存到和 index.md 同一个文件夹，写进信息栏的“照片”。

    怎么改：下载图片再上传；或删掉这一段。
    """
    for entry, issue, target in pictures(hall):
        if is_foreign(target):
            hint = "把图片下载下来，上传到文件夹，并写进“照片”。"
            yield Finding(place(entry, issue.offset), "正文里的图片放在别的网站上。", hint)


HERE = "核对链接；链到别的楼组写 ../编号/ ，链到别的网站写完整的网址。"


@check("E363", ERROR, "正文里的链接找不到")
def broken_link(hall: Hall) -> Iterator[Finding]:
    """问题：正文里的链接指向一个不存在的文件，或一个没有登记的编号。

    不好：`[初心楼](../19999/)`

    好：`[初心楼](../10002/)`

    怎么改：核对链接；链到别的楼组写 `../编号/`，链到别的网站写完整的网址。
    """
    for topic in (IssueTopic.LINK, IssueTopic.REFERENCE):
        for entry, issue in hall.issues(topic):
            if leads_nowhere(hall, issue):
                message = f"正文里的链接“{short(unquote(issue.detail))}”找不到。"
                yield Finding(place(entry, issue.offset), message, HERE)


def leads_nowhere(hall: Hall, issue: BodyIssue) -> bool:
    """Is this a link to an address of the site that is not there?"""
    if issue.text.startswith("^") or judge_link(issue.detail).kind != "site":
        return False
    path = re.split(r"[?#]", unquote(issue.detail))[0].removesuffix("index.md")
    neighbour = re.fullmatch(r"\.\./(\d+)/?", path)
    if neighbour:
        return neighbour[1] not in hall.exhibition.ledger.by_id and neighbour[1] not in hall.exhibition.by_id
    return bool(path) and not re.match(r"\.\./[a-z]", path)


@check("E390", ERROR, "正文里的链接别人打不开")
def unsafe_link(hall: Hall) -> Iterator[Finding]:
    """问题：链接只能通向网页、电子邮箱和电话。通向自己电脑里的文件、某个软件，或者没写全的网址，别人点了打不开。

    不好：`[看照片](file:///D:/照片/合影.jpg)`、`[看视频](//某网站/1.mp4)`

    好：`[看视频](https://某网站/1.mp4)`

    怎么改：写完整的网址，以 https:// 开头；没有网址的，删掉链接，只留文字。
    """
    for entry, issue in hall.issues(IssueTopic.SCHEME):
        message = f"正文里的链接“{short(issue.detail)}”，别人点了打不开。"
        hint = "写完整的网址，以 https:// 开头；没有网址的，只留文字。"
        yield Finding(place(entry, issue.offset), message, hint)


@check("W392", ADVICE, "链接没有写成")
def malformed_link(hall: Hall) -> Iterator[Finding]:
    """问题：这里像是一个链接，但没有写成，会原样显示出来。方括号后面要紧跟英文圆括号，网址里不能有空格，也不能断行。

    不好：`[看视频]（https://某网站/1）`、`[看视频](https://某网站/ 1)`

    好：`[看视频](https://某网站/1)`

    怎么改：照上面的样子写在一行里，圆括号用英文的，去掉网址里的空格。不改也能发布。
    """
    for entry, issue in hall.issues(IssueTopic.BROKEN_LINK):
        words = re.match(r"\[[^\]]*\]", issue.text)
        certain = words and re.fullmatch(r"https?://[^\s()（）]+", issue.detail.strip())
        hint = (
            f"改成：{words[0]}({issue.detail.strip()})"
            if words and certain
            else "写在一行里，圆括号用英文的，去掉网址里的空格。"
        )
        message = f"“{short(issue.text)}”没有写成链接，会原样显示出来。"
        yield Finding(place(entry, issue.offset), message, hint)


@check("W393", ADVICE, "用名字写的链接、脚注")
def reference_in_body(hall: Hall) -> Iterator[Finding]:
    """问题：网址写在另外一行、正文里只写它的名字，或者写成脚注，在这里不起作用，会原样显示出来。

    不好：

        请看[活动预告][甲]。

        [甲]: https://某网站/

    好：`请看[活动预告](https://某网站/)。`

    怎么改：把网址直接写在方括号后面的圆括号里；脚注的话写进正文。不改也能发布。
    """
    for entry, issue in hall.issues(IssueTopic.REFERENCE):
        if leads_nowhere(hall, issue):
            continue
        note = issue.text.startswith("^")
        what = f"脚注“[{short(issue.text)}]”" if note else f"用名字写的链接“[{short(issue.text)}]”"
        hint = "把这句话直接写进正文。" if note else f"把网址写在方括号后面：[文字]({short(issue.detail)})。"
        yield Finding(place(entry, issue.offset), f"{what}在这里不起作用，会原样显示出来。", hint)


@check("W394", ADVICE, "别处的记号")
def foreign_notation(hall: Hall) -> Iterator[Finding]:
    """问题：这是别的软件里的记号，在这里没有意思，会原样显示出来。

    不好：`[TOC]`、`!!! 注意`、`::: 提示`、`{: .red }`

    好：`**注意：**雨天路滑。`

    怎么改：删掉记号，只留文字；要醒目，就在文字两边各写两个星号。不改也能发布。
    """
    for entry, issue in hall.issues(IssueTopic.NOTATION):
        message = f"“{short(issue.text)}”是别处的记号，会原样显示出来。"
        hint = "删掉记号，只留文字；要醒目，就在文字两边各写两个星号。"
        yield Finding(place(entry, issue.offset), message, hint)


@check("W395", ADVICE, "反引号没有配对")
def unclosed_fence(hall: Hall) -> Iterator[Finding]:
    """问题：这一行以三个反引号开头，下面却没有单独一行的三个反引号收尾，会原样显示出来。

    不好：

        ```
        楼道不放东西

    好：

        楼道不放东西

    怎么改：一般不需要反引号，删掉这一行的三个符号。不改也能发布。
    """
    for entry, issue in hall.issues(IssueTopic.FENCE):
        message = f"“{short(issue.text)}”下面没有收尾的三个反引号，会原样显示出来。"
        yield Finding(place(entry, issue.offset), message, "删掉这三个反引号就好，一般用不着。")


@check("E396", ERROR, "正文太长")
def oversized_body(hall: Hall) -> Iterator[Finding]:
    """问题：正文最多两万字，再长就没有人读得完了。多半是不小心贴进了别的东西，或者贴了两遍。

    不好：把一整本材料汇编贴进正文。

    好：挑最要紧的几段写，一般三五百字就够了。

    怎么改：留下最要紧的几段，其余的删掉；有网址的材料，写成一个链接。
    """
    for entry in hall.entries:
        if len(entry.body) > LIMIT:
            message = f"正文有 {len(entry.body)} 个字，最多 {LIMIT} 个，多了 {len(entry.body) - LIMIT} 个。"
            yield Finding(place(entry, LIMIT), message, "删掉次要的几段，留下最要紧的。")
