"""The Markdown below the front matter: what strayed into it, and what will not look as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..bodies import IssueTopic, blank_non_prose
from ..diagnostics import Finding, Severity, Span
from ..model import Entry
from ..types import CONTENT_TYPES
from .body import place
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

FENCE = "---"


def keys() -> frozenset[str]:
    """Return the keys of all fields of all content types."""
    return frozenset(field.key for field in CONTENT_TYPES.fields)


def head_pattern() -> re.Pattern[str]:
    """Return what matches a line that may be a field: a body without such a line is not looked at again."""
    return re.compile(rf"^ {{0,3}}(?:{'|'.join(map(re.escape, sorted(CONTENT_TYPES.derive(keys))))}) *[:：]", re.M)


def rows(entry: Entry) -> Iterator[tuple[int, str]]:
    """The lines of the body, what is no prose blanked, each with its line in the file."""
    return enumerate(blank_non_prose(entry.body).split("\n"), entry.span("正文").line)


def key_of(line: str, colons: str = ":：") -> str:
    """Return the field of front matter that a line could be, or nothing."""
    head = re.match(rf"\s{{0,3}}([^\s:：]{{2,4}}) *[{colons}]", line)
    return head[1] if head and head[1] in CONTENT_TYPES.derive(keys) else ""


@check("W366", ADVICE, "信息写到了正文里")
def fields_in_body(hall: Hall) -> Iterator[Finding]:
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
    pattern = CONTENT_TYPES.derive(head_pattern)
    for entry in hall.entries:
        if not pattern.search(entry.body):
            continue
        for number, keys in misplaced(list(rows(entry))):
            message = f"“{'”“'.join(keys)}”写在了正文里，信息栏读不到。"
            yield Finding(Span(entry.path, number), message, "移到上面两个 --- 中间；信息栏已经有的就删掉。")


def misplaced(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are fields: two or more, or a single one in the writing that only front matter has."""
    run: list[str] = []
    start, certain = 0, False
    for number, line in [*lines, (0, "")]:
        key = key_of(line)
        if key:
            start = start if run else number
            certain = (bool(run) and certain) or bool(key_of(line, ":"))
            run.append(key)
        elif run and not (line.strip() == FENCE or line.startswith(("  ", "- "))):
            if len(run) > 1 or certain:
                yield start, run
            run = []


@check("W367", ADVICE, "正文里有一级标题")
def top_heading(hall: Hall) -> Iterator[Finding]:
    """问题：一级标题（一个井号）是这一页的名称，已经有了。正文里的小标题用两个井号。

    不好：

        # 我们的楼道

    好：

        ## 我们的楼道

    怎么改：前面再加一个井号。不改也能发布。
    """
    for entry, issue in hall.issues(IssueTopic.HEADING):
        hint = "在前面再加一个井号，井号后面空一格。"
        yield Finding(place(entry, issue.offset), f"“{issue.text}”用了一级标题。", hint)


PASTED = re.compile(
    r"(?P<code>mso-[a-z-]+|MsoNormal|&(?:nbsp|amp|lt|gt|quot|#\d+);|data:image/[a-z]+)"
    r"|(?P<place>[\[【](?:图片|表情|动画表情|视频|语音|文件|位置|链接|聊天记录)[\]】])"
    r"|(?P<advert>点击上方[^，。\s]{0,6}|长按[^，。\s]{0,4}二维码|扫码关注|阅读原文|预览时标签不可点|点亮在看)"
)
"""What comes along when text is copied from Word, from a chat, from an official account of WeChat."""

SAID = {
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


@check("W368", ADVICE, "复制时带来的东西")
def pasted_rubbish(hall: Hall) -> Iterator[Finding]:
    """问题：从 Word、聊天或公众号复制文字，常会带来代码、占位和套话。

    不好：`大家一起包饺子。[图片]&nbsp;点击上方蓝字关注我们`

    好：`大家一起包饺子。`

    怎么改：删掉它们；照片另外上传，写进信息栏的“照片”。不改也能发布。
    """
    for entry in hall.entries:
        if not may_be_pasted(entry.body):
            continue
        for found in PASTED.finditer(blank_non_prose(entry.body)):
            why, hint = SAID[found.lastgroup or "code"]
            yield Finding(place(entry, found.start()), f"正文里的“{found[0]}”{why}。", f"{hint}。")


@check("W369", ADVICE, "表格没有排好")
def broken_table(hall: Hall) -> Iterator[Finding]:
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
    for entry, issue in hall.issues(IssueTopic.TABLE):
        hint = "改成这样：第一行是标题，第二行写 | --- | --- |，每一行的格数一样。"
        if "\t" in issue.text:
            hint = "从表格里重新复制，每一行的格数要一样。"
        yield Finding(place(entry, issue.offset), f"表格没有排好：{issue.detail}。", hint)
