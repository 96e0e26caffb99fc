"""Rules about the Markdown below the front matter: what is unsafe, what is not shown, what will not look as meant.

Judged is what `bodies.render_body` reports while it makes the very HTML that the page shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from ..bodies import LIMIT, BodyIssue, IssueTopic, blank_non_prose
from ..bodies.guide_pages import MARKER, find_excess, list_marker_names
from ..bodies.issues import judge_link
from ..diagnostics import Finding, Severity, Span
from ..model import Entry
from ..model.books import SETTING, Book, find_book
from ..storage.toolchain import get_version
from ..types import CONTENT_TYPES
from .registry import CheckContext, Scope, check


@check("E398", Severity.ERROR, "指南里有不能发布的代码")
def code_in_guide(context: CheckContext) -> Iterator[Finding]:
    """问题：指南的页面里有会运行的代码、嵌入的网站、样式，或者别人打不开的链接，为了读的人安全，不会发布。

    不好：`<script>…</script>`、`<div style="position:fixed">`、`[看](file:///D:/1.jpg)`

    好：只写文字、列表、表格和 https:// 开头的链接。

    怎么改：删掉这段代码；要画图，请管理员添一张。
    """
    pages = {path: text for book, path, text in iter_page_texts(context) if find_excess(text, book) is None}
    for path, text, line in find_unpublished(context, pages):
        book = get_book(path)
        hint = "删掉它；要画图，请管理员添一张。"
        if SETTING.fullmatch(text) and text.partition(":")[0] in book.settings:
            hint = f"照着改，或者删掉这一行：{book.settings_help}"
        yield Finding(Span(path, line), f"{book.label}里的“{shorten(text)}”不会发布。", hint)


@check("E385", Severity.ERROR, "指南的一页读不了")
def heavy_guide(context: CheckContext) -> Iterator[Finding]:
    """问题：指南的一页或者一段太长，一段里有太多括号，或者列表套了太多层，做成网页要很久，所以没有读它。

    不好：`[[[[[[…`，一段里有几十个左括号，没有右括号

    好：一页只讲一件事；左括号和右括号成对；列表最多套两三层。

    怎么改：太长就分成两页、几段；删掉多出来的括号；少套几层。
    """
    for book, path, text in iter_page_texts(context):
        if much := find_excess(text, book):
            yield Finding(Span(path, much.line), much.message, much.hint)


@check("E397", Severity.ERROR, "指南里有看不懂的标记")
def unknown_marker(context: CheckContext) -> Iterator[Finding]:
    """问题：指南的一页要一张图或一份模板，写的名字没有，网站就做不出来。

    不好：`<!-- picture: no-such -->`

    好：`<!-- picture: page -->`

    怎么改：照提示里的名字改，或者删掉这一行。
    """
    known_names = list_marker_names()
    for _, path, text in iter_page_texts(context):
        for found in MARKER.finditer(text):
            word, name = found.groups()
            if name in known_names.get(word, ()):
                continue
            names = known_names.get(word)
            known = f"“{word}”后面能写" if names else "能写的标记有"
            message = f"没有“{shorten(found[0])}”这个标记，网站做不出这一页。"
            hint = f"改成有的名字，或者删掉它；{known}：{'、'.join(sorted(names or known_names))}。"
            yield Finding(Span(path, text.count("\n", 0, found.start()) + 1), message, hint)


def iter_page_texts(context: CheckContext) -> Iterator[tuple[Book, str, str]]:
    """Yield book, path and text of each page of a book that holds anything."""
    for book, path in list_book_pages(context):
        if text := "\n".join(context.sources.read_lines(path)):
            yield book, path, text


def list_book_pages(context: CheckContext) -> list[tuple[Book, str]]:
    """Return the books with the paths of their pages, in order of the paths."""
    found = [
        (book, f"{folder}/{name}")
        for folder in context.book_folders
        if (book := find_book(folder))
        for name in context.listings[folder].files
        if name.endswith(".md")
    ]
    return sorted(found, key=lambda one: one[1])


def get_book(path: str) -> Book:
    """Return the book of a page. Raises ValueError for a path that is in none."""
    book = find_book(path)
    if book is None:
        raise ValueError(path)
    return book


def find_unpublished(context: CheckContext, pages: dict[str, str]) -> list[tuple[str, str, int]]:
    """Return what would be left out, by path and line; pages that have been looked at before are not looked at again."""
    key = get_version("guide").make_key(*(part for page in pages.items() for part in page))
    known = (context.cache.get(key) if context.cache else None) or b""
    try:
        return [(str(path), str(text), int(line)) for path, text, line in json.loads(known)]
    except (ValueError, TypeError, RecursionError):
        pass
    # Loaded only here: most checks look at pages that have been looked at before.
    from ..bodies.guide_pages import find_removed

    found = [(path, one.text, one.line) for path, text in pages.items() for one in find_removed(text, get_book(path))]
    if context.cache:
        context.cache.put(key, json.dumps(found).encode())
    return found


ERROR, ADVICE = Severity.ERROR, Severity.ADVICE
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
DRIVE = re.compile(r"[A-Za-z]:[\\/]")
"""How the path of a file on Windows begins."""


def locate_offset(entry: Entry, offset: int) -> Span:
    """Return where the sign at `offset` of the body stands in the file."""
    above = entry.body.count("\n", 0, offset)
    column = offset - (entry.body.rfind("\n", 0, offset) + 1) + 1
    return Span(entry.path, entry.get_span("正文").line + above, column)


def shorten(text: str) -> str:
    """Return what may stand in a sentence: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 24 else f"{line[:23]}…"


@check("E360", ERROR, "正文里有程序代码", Scope.ENTRY)
def script_in_body(context: CheckContext) -> Iterator[Finding]:
    """问题：正文里有会运行的代码，或者嵌了别的网站，为了邻居的安全不能发布。

    不好：`<script>…</script>`、`<iframe src="…"></iframe>`、`<img onerror="…">`

    好：只写文字。视频放一个链接：`[看视频](https://…)`

    怎么改：删掉这段代码。
    """
    for entry, issue in context.list_issues(IssueTopic.SCRIPT):
        message = f"正文里有不能发布的代码“{shorten(issue.text)}”。"
        yield Finding(locate_offset(entry, issue.offset), message, "删掉这段代码；视频可以写成一个链接。")


@check("E391", ERROR, "正文里有藏起来的备注", Scope.ENTRY)
def comment_in_body(context: CheckContext) -> Iterator[Finding]:
    """问题：正文里有一段用 `<!--` 和 `-->` 围起来的备注。网页上不会显示，但放在这里，谁都能在源文件里读到。

    不好：`大家一起包饺子。<!-- 这一段先别登 -->`

    好：`大家一起包饺子。`

    怎么改：删掉它；要和管理员说的话，写在上传时的说明里。本来就是要给大家看的，就只删掉两头的符号。
    """
    for entry, issue in context.list_issues(IssueTopic.COMMENT):
        message = f"正文里有一段藏起来的备注“{shorten(issue.text)}”，放在这里谁都能读到。"
        hint = "删掉它；要和管理员说的话，写在上传时的说明里。"
        yield Finding(locate_offset(entry, issue.offset), message, hint)


@check("W361", ADVICE, "正文里有网页代码", Scope.ENTRY)
def markup_in_body(context: CheckContext) -> Iterator[Finding]:
    """问题：正文里有从网页复制来的代码，网站会把它当成普通文字显示出来。

    不好：`<b>重要</b>`、`<font color=red>红字</font>`

    好：`**重要**`

    怎么改：删掉尖括号里的代码，要加粗就在文字两边各写两个星号。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.MARKUP):
        message = f"正文里有网页代码“{shorten(issue.text)}”，会原样显示出来。"
        yield Finding(locate_offset(entry, issue.offset), message, "删掉它；要加粗就在文字两边各写两个星号。")


def iter_pictures(context: CheckContext) -> Iterator[tuple[Entry, BodyIssue, str]]:
    """Every picture in a body, with its target as a name."""
    for entry, issue in context.list_issues(IssueTopic.IMAGE):
        yield entry, issue, unquote(issue.detail)


def is_foreign(target: str) -> bool:
    """Is a picture's target on another site?"""
    return bool(SCHEME.match(target) or target.startswith("//")) and not DRIVE.match(target)


@check("E362", ERROR, "正文里的图片找不到", Scope.ENTRY)
def missing_body_image(context: CheckContext) -> Iterator[Finding]:
    r"""问题：正文里用了一张图片，文件夹里没有它。

    不好：`![合影](C:\合影.jpg)`

    好：把照片放到和 index.md 同一个文件夹，写进信息栏的“照片”。

    怎么改：上传照片并写进“照片”，或删掉这一段。
    """
    for entry, issue, target in iter_pictures(context):
        if not is_foreign(target) and target not in context.folders[entry.folder].names:
            message = f"找不到正文里的图片“{shorten(target)}”。"
            hint = "上传到和 index.md 同一个文件夹，并写进信息栏的“照片”。"
            yield Finding(locate_offset(entry, issue.offset), message, hint)


@check("E365", ERROR, "正文里的图片不会显示", Scope.ENTRY)
def image_in_body(context: CheckContext) -> Iterator[Finding]:
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
    for entry, issue, target in iter_pictures(context):
        if not is_foreign(target) and target in context.folders[entry.folder].names:
            referenced = entry.find_photo(target)
            hint = "删掉这一段，它已经挂在“照片”里了。" if referenced else "写进信息栏的“照片”，再删掉这一段。"
            yield Finding(locate_offset(entry, issue.offset), f"正文里的图片“{shorten(target)}”不会显示。", hint)


@check("E364", ERROR, "正文里有外站的图片", Scope.ENTRY)
def foreign_image(context: CheckContext) -> Iterator[Finding]:
    """问题：图片放在别的网站上，那边一删这里就空了，看的人也会被别的网站记下来。

    不好：`![合影](https://别的网站/合影.jpg)`

    好：把照片存到和 index.md 同一个文件夹，写进信息栏的“照片”。

    怎么改：下载图片再上传；或删掉这一段。
    """
    for entry, issue, target in iter_pictures(context):
        if is_foreign(target):
            hint = "把图片下载下来，上传到文件夹，并写进“照片”。"
            yield Finding(locate_offset(entry, issue.offset), "正文里的图片放在别的网站上。", hint)


HERE = "核对链接；链到别的楼组写 ../编号/ ，链到别的网站写完整的网址。"


@check("E363", ERROR, "正文里的链接找不到")
def broken_link(context: CheckContext) -> Iterator[Finding]:
    """问题：正文里的链接指向一个不存在的文件，或一个没有登记的编号。

    不好：`[初心楼](../19999/)`

    好：`[初心楼](../10002/)`

    怎么改：核对链接；链到别的楼组写 `../编号/`，链到别的网站写完整的网址。
    """
    for topic in (IssueTopic.LINK, IssueTopic.REFERENCE):
        for entry, issue in context.list_issues(topic):
            if is_dead_link(context, issue):
                message = f"正文里的链接“{shorten(unquote(issue.detail))}”找不到。"
                yield Finding(locate_offset(entry, issue.offset), message, HERE)


def is_dead_link(context: CheckContext, issue: BodyIssue) -> bool:
    """Is this a link to an address of the site that is not there?"""
    if issue.text.startswith("^") or judge_link(issue.detail).kind != "site":
        return False
    path = re.split(r"[?#]", unquote(issue.detail))[0].removesuffix("index.md")
    neighbour = re.fullmatch(r"\.\./(\d+)/?", path)
    if neighbour:
        return neighbour[1] not in context.exhibition.ledger.by_id and neighbour[1] not in context.exhibition.by_id
    return bool(path) and not re.match(r"\.\./[a-z]", path)


@check("E390", ERROR, "正文里的链接别人打不开", Scope.ENTRY)
def unsafe_link(context: CheckContext) -> Iterator[Finding]:
    """问题：链接只能通向网页、电子邮箱和电话。通向自己电脑里的文件、某个软件，或者没写全的网址，别人点了打不开。

    不好：`[看照片](file:///D:/照片/合影.jpg)`、`[看视频](//某网站/1.mp4)`

    好：`[看视频](https://某网站/1.mp4)`

    怎么改：写完整的网址，以 https:// 开头；没有网址的，删掉链接，只留文字。
    """
    for entry, issue in context.list_issues(IssueTopic.SCHEME):
        message = f"正文里的链接“{shorten(issue.detail)}”，别人点了打不开。"
        hint = "写完整的网址，以 https:// 开头；没有网址的，只留文字。"
        yield Finding(locate_offset(entry, issue.offset), message, hint)


@check("W392", ADVICE, "链接没有写成", Scope.ENTRY)
def malformed_link(context: CheckContext) -> Iterator[Finding]:
    """问题：这里像是一个链接，但没有写成，会原样显示出来。方括号后面要紧跟英文圆括号，网址里不能有空格，也不能断行。

    不好：`[看视频]（https://某网站/1）`、`[看视频](https://某网站/ 1)`

    好：`[看视频](https://某网站/1)`

    怎么改：照上面的样子写在一行里，圆括号用英文的，去掉网址里的空格。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.BROKEN_LINK):
        words = re.match(r"\[[^\]]*\]", issue.text)
        certain = words and re.fullmatch(r"https?://[^\s()（）]+", issue.detail.strip())
        hint = (
            f"改成：{words[0]}({issue.detail.strip()})"
            if words and certain
            else "写在一行里，圆括号用英文的，去掉网址里的空格。"
        )
        message = f"“{shorten(issue.text)}”没有写成链接，会原样显示出来。"
        yield Finding(locate_offset(entry, issue.offset), message, hint)


@check("W393", ADVICE, "用名字写的链接、脚注")
def reference_in_body(context: CheckContext) -> Iterator[Finding]:
    """问题：网址写在另外一行、正文里只写它的名字，或者写成脚注，在这里不起作用，会原样显示出来。

    不好：

        请看[活动预告][甲]。

        [甲]: https://某网站/

    好：`请看[活动预告](https://某网站/)。`

    怎么改：把网址直接写在方括号后面的圆括号里；脚注的话写进正文。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.REFERENCE):
        if is_dead_link(context, issue):
            continue
        note = issue.text.startswith("^")
        what = f"脚注“[{shorten(issue.text)}]”" if note else f"用名字写的链接“[{shorten(issue.text)}]”"
        hint = "把这句话直接写进正文。" if note else f"把网址写在方括号后面：[文字]({shorten(issue.detail)})。"
        yield Finding(locate_offset(entry, issue.offset), f"{what}在这里不起作用，会原样显示出来。", hint)


@check("W394", ADVICE, "别处的记号", Scope.ENTRY)
def foreign_notation(context: CheckContext) -> Iterator[Finding]:
    """问题：这是别的软件里的记号，在这里没有意思，会原样显示出来。

    不好：`[TOC]`、`!!! 注意`、`::: 提示`、`{: .red }`

    好：`**注意：**雨天路滑。`

    怎么改：删掉记号，只留文字；要醒目，就在文字两边各写两个星号。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.NOTATION):
        message = f"“{shorten(issue.text)}”是别处的记号，会原样显示出来。"
        hint = "删掉记号，只留文字；要醒目，就在文字两边各写两个星号。"
        yield Finding(locate_offset(entry, issue.offset), message, hint)


@check("W395", ADVICE, "反引号没有配对", Scope.ENTRY)
def unclosed_fence(context: CheckContext) -> Iterator[Finding]:
    """问题：这一行以三个反引号开头，下面却没有单独一行的三个反引号收尾，会原样显示出来。

    不好：

        ```
        楼道不放东西

    好：

        楼道不放东西

    怎么改：一般不需要反引号，删掉这一行的三个符号。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.FENCE):
        message = f"“{shorten(issue.text)}”下面没有收尾的三个反引号，会原样显示出来。"
        yield Finding(locate_offset(entry, issue.offset), message, "删掉这三个反引号就好，一般用不着。")


@check("E396", ERROR, "正文太长", Scope.ENTRY)
def oversized_body(context: CheckContext) -> Iterator[Finding]:
    """问题：正文最多两万字，再长就没有人读得完了。多半是不小心贴进了别的东西，或者贴了两遍。

    不好：把一整本材料汇编贴进正文。

    好：挑最要紧的几段写，一般三五百字就够了。

    怎么改：留下最要紧的几段，其余的删掉；有网址的材料，写成一个链接。
    """
    for entry in context.entries:
        if len(entry.body) > LIMIT:
            message = f"正文有 {len(entry.body)} 个字，最多 {LIMIT} 个，多了 {len(entry.body) - LIMIT} 个。"
            yield Finding(locate_offset(entry, LIMIT), message, "删掉次要的几段，留下最要紧的。")


FENCE = "---"


def list_keys() -> frozenset[str]:
    """Return the keys of all fields of all content types."""
    return frozenset(field.key for field in CONTENT_TYPES.fields)


def compile_head_pattern() -> re.Pattern[str]:
    """Return what matches a line that may be a field: a body without such a line is not looked at again."""
    return re.compile(rf"^ {{0,3}}(?:{'|'.join(map(re.escape, sorted(CONTENT_TYPES.derive(list_keys))))}) *[:：]", re.M)


def iter_lines(entry: Entry) -> Iterator[tuple[int, str]]:
    """The lines of the body, what is no prose blanked, each with its line in the file."""
    return enumerate(blank_non_prose(entry.body).split("\n"), entry.get_span("正文").line)


def find_key(line: str, colons: str = ":：") -> str:
    """Return the field of front matter that a line could be, or nothing."""
    head = re.match(rf"\s{{0,3}}([^\s:：]{{2,4}}) *[{colons}]", line)
    return head[1] if head and head[1] in CONTENT_TYPES.derive(list_keys) else ""


@check("W366", ADVICE, "信息写到了正文里", Scope.ENTRY)
def fields_in_body(context: CheckContext) -> Iterator[Finding]:
    """问题：信息栏的内容写到了第二个 --- 的下面，网站会把它当成故事显示出来，那一项却还空着。

    不好：

        ---
        编号: 10001
        ---

        户数: 24

    好：

        ---
        编号: 10001
        户数: 24
        ---

    怎么改：把这几行移到上面两个 --- 中间；信息栏已经有的就删掉。不改也能发布。
    """
    pattern = CONTENT_TYPES.derive(compile_head_pattern)
    for entry in context.entries:
        if not pattern.search(entry.body):
            continue
        own = frozenset(field.key for field in CONTENT_TYPES.get_type_of(entry).body_fields)
        for number, keys in find_misplaced_fields(list(iter_lines(entry)), own):
            message = f"“{'”“'.join(keys)}”写在了正文里，信息栏读不到。"
            yield Finding(Span(entry.path, number), message, "移到上面两个 --- 中间；信息栏已经有的就删掉。")


def find_misplaced_fields(
    lines: Sequence[tuple[int, str]], own: frozenset[str] = frozenset()
) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are fields: two or more, or a single one in the writing that only front matter has.

    `own` are keys that have their place in the body.
    """
    run: list[str] = []
    start, certain = 0, False
    for number, line in [*lines, (0, "")]:
        key = find_key(line)
        if key in own:
            continue
        if key:
            start = start if run else number
            certain = (bool(run) and certain) or bool(find_key(line, ":"))
            run.append(key)
        elif run and not (line.strip() == FENCE or line.startswith(("  ", "- "))):
            if len(run) > 1 or certain:
                yield start, run
            run = []


@check("W367", ADVICE, "正文里有一级标题", Scope.ENTRY)
def top_heading(context: CheckContext) -> Iterator[Finding]:
    """问题：一级标题（一个井号）是这一页的名称，已经有了。正文里的小标题用两个井号。

    不好：

        # 我们的楼道

    好：

        ## 我们的楼道

    怎么改：前面再加一个井号。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.HEADING):
        hint = "在前面再加一个井号，井号后面空一格。"
        yield Finding(locate_offset(entry, issue.offset), f"“{issue.text}”用了一级标题。", hint)


PASTED = re.compile(
    r"(?P<code>mso-[a-z-]+|MsoNormal|&(?:nbsp|amp|lt|gt|quot|#\d+);|data:image/[a-z]+)"
    r"|(?P<place>[\[【](?:图片|表情|动画表情|视频|语音|文件|位置|链接|聊天记录)[\]】])"
    r"|(?P<advert>点击上方[^，。\s]{0,6}|长按[^，。\s]{0,4}二维码|扫码关注|阅读原文|预览时标签不可点|点亮在看)"
)
"""What comes along when text is copied from Word, from a chat, from an official account of WeChat."""
PASTE_ADVICE = {
    "code": ("是网页或 Word 里的代码，会原样显示出来", "删掉它"),
    "place": ("只是聊天里的占位，图片没有跟过来", "删掉它；照片另外上传，写进信息栏的“照片”"),
    "advert": ("是公众号文章里的套话", "删掉它"),
}
TRACES = ("mso-", "Mso", "&", "data:", "[", "【", "点击上方", "长按", "扫码关注", "阅读原文", "预览时", "点亮在看")
"""Signs of one of them: a body without any is not looked at further."""


def may_be_pasted(body: str) -> bool:
    """Is there a sign of something pasted? A plain loop: this is asked of every body."""
    for trace in TRACES:  # noqa: SIM110
        if trace in body:
            return True
    return False


@check("W368", ADVICE, "复制时带来的东西", Scope.ENTRY)
def pasted_rubbish(context: CheckContext) -> Iterator[Finding]:
    """问题：从 Word、聊天或公众号复制文字，常会带来代码、占位和套话。

    不好：`大家一起包饺子。[图片]&nbsp;点击上方蓝字关注我们`

    好：`大家一起包饺子。`

    怎么改：删掉它们；照片另外上传，写进信息栏的“照片”。不改也能发布。
    """
    for entry in context.entries:
        if not may_be_pasted(entry.body):
            continue
        for found in PASTED.finditer(blank_non_prose(entry.body)):
            why, hint = PASTE_ADVICE[found.lastgroup or "code"]
            yield Finding(locate_offset(entry, found.start()), f"正文里的“{found[0]}”{why}。", f"{hint}。")


@check("W369", ADVICE, "表格没有排好", Scope.ENTRY)
def broken_table(context: CheckContext) -> Iterator[Finding]:
    """问题：表格的第二行要用减号隔开标题，每一行的格数要一样，竖线用英文的。

    不好：

        | 日期 | 事情 |
        | 周三 | 议事 | 一楼 |

    好：

        | 日期 | 事情 |
        | --- | --- |
        | 周三 | 议事 |

    怎么改：照上面的样子补上或改正。不改也能发布。
    """
    for entry, issue in context.list_issues(IssueTopic.TABLE):
        hint = "改成这样：第一行是标题，第二行写 | --- | --- |，每一行的格数一样。"
        if "\t" in issue.text:
            hint = "从表格里重新复制，每一行的格数要一样。"
        yield Finding(locate_offset(entry, issue.offset), f"表格没有排好：{issue.detail}。", hint)
