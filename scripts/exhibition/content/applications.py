"""Applications of residents for an entry, read as data: an issue of the form `2-unit.yml`, or a block of `/apply/`.

An issue holds each answer below a heading with the key of its field (`### 街镇`); a block is the front matter that the page
writes, with the story below it. Who writes one is not known, so nothing in it is taken but plain text: an answer that is
anything else, too long, not in its vocabulary or private is a problem, said in Chinese, and then nothing is made. What an
application says of number, state and other fields is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from ..bodies import render_body
from ..diagnostics import Severity
from ..lazy import dataclass
from ..messages.files import unreadable_settings
from ..messages.registry import DiagnosticCollector
from ..model.fields import Field, ListOf, Requirement
from ..model.vocabulary import Lexicon
from ..privacy import find_names, find_private
from ..text.characters import INVISIBLE
from ..types import ContentType
from .scaffold import Answers, parse_answer, parse_items
from .yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, parse_node

LONGEST = 20_000
"""Characters of an application: ten times what the form holds when every answer is full."""
STORY, STORY_LIMIT = "楼里做了什么", 2_000
"""The heading of the story, which becomes the text below the front matter, and its limit in characters."""
PROMISES = "发出去以前"
"""The heading of the boxes to tick."""
PROMISE_LINES = (
    "楼里的自治小组知道这件事，也愿意",
    "这里没有写别人的手机号、门牌到室、身份证号（这一页谁都看得到）",
)
"""The boxes, as the issue form and the page have them."""
NO_ANSWER = "_No response_"
"""What GitHub writes where nothing was answered."""
HEADING = re.compile(r"### {0,3}(.{1,40}?)\s*")
HINT = re.compile(r"<!--[^<>]{0,200}-->")
"""The hints of templates of hosts that have no forms (`tests/helpers/issue_templates.py`)."""
BOX = re.compile(r"[-*] \[([ xX])\] ?(.{0,200})")
NOT_PLAIN = re.compile(r"[<>`\\\x00-\x08\x0b-\x1f\x7f]|\]\(|://|!\[|\{\{|\{%")
"""Signs of markup, addresses and programs: no answer needs one."""
NOT_PLAIN_LINE = re.compile(r"\s*(?:#|-{3}|={3}|\*{3}|_{3}|~{3}|\||!!!|\?\?\?|:::|\.\.\.$)")
"""Lines of a story that would be more than text: headings, rules, ends of front matter, tables, boxes."""
PROSE = frozenset({"p", "br", "ul", "ol", "li"})
"""Elements to which the rendered text of a story may come."""


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody applies for: the answers by attribute, the story, and what the maintainer should look at."""

    answers: Answers
    story: str
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class ApplicationReader:
    """Reads one application and collects its problems."""

    row: ContentType
    lexicon: Lexicon
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def refuse(self, sentence: str) -> None:
        """Note a problem, once."""
        if sentence not in self.problems:
            self.problems.append(sentence)

    def read(self, text: str) -> Application | None:
        """Return the application in a text; None where there are problems."""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            self.refuse("申报是空的。")
        elif len(text) > LONGEST:
            self.refuse(f"申报太长了（{len(text)} 个字）。最多 {LONGEST} 个字。")
        elif INVISIBLE.search(text):
            self.refuse("里面有看不见的字符（多半是复制时带进来的）。请重新打一遍那几个字。")
        if self.problems:
            return None
        parts = self.split_block(text) if text.startswith("---\n") else self.split_issue(text)
        answers = {one.attribute: self.read_field(one, parts.get(one.key, [])) for one in self.row.applied}
        story = self.read_story(parts.get(STORY, []))
        return None if self.problems else Application(answers, story, tuple(self.remarks))

    def split_issue(self, text: str) -> dict[str, list[str]]:
        """Return the lines below each heading of an issue; a heading that stands twice could hide an answer."""
        known = {*(one.key for one in self.row.applied), STORY, PROMISES}
        parts: dict[str, list[str]] = {}
        lines: list[str] = []
        for line in HINT.sub("", text).split("\n"):
            found = HEADING.fullmatch(line)
            if found and found[1] in known:
                if found[1] in parts:
                    self.refuse(f"“{found[1]}”出现了两次，不知道哪一个算数。")
                lines = parts.setdefault(found[1], [])
            else:
                lines.append(line)
        ticks = [found for line in parts.get(PROMISES, []) if (found := BOX.fullmatch(line.strip()))]
        told = {found[2].strip() for found in ticks}
        # A box with other words promises something else.
        if any(found[1] == " " for found in ticks) or not told.issuperset(PROMISE_LINES):
            self.refuse(f"“{PROMISES}”下面的方框没有都打勾。")
        return {key: [line for line in lines if line.strip() != NO_ANSWER] for key, lines in parts.items()}

    def split_block(self, text: str) -> dict[str, list[str]]:
        """Return the values of a block of `/apply/` by key, and the story below it."""
        head, end, story = text[4:].partition("\n---\n")
        if not end:
            head = text[4:].removesuffix("\n---")
        notes = DiagnosticCollector("", head)
        node = parse_node(head, notes, unreadable_settings)
        if notes.diagnostics or not isinstance(node, MappingNode) or node.doubles:
            self.refuse("信息栏读不懂。请从“我要申报”那一页重新复制整段，不要改它的格式。")
            return {}
        parts = {key: list_lines(value) for key, value in node.values.items()}
        for key, lines in parts.items():
            if lines is None:
                self.refuse(f"“{key[:20]}”的写法读不懂。")
        return {**{key: lines for key, lines in parts.items() if lines is not None}, STORY: story.split("\n")}

    def read_field(self, one: Field, lines: Sequence[str]) -> str | Sequence[str]:
        """Return the answer of a field, as it is to be written."""
        given = [line.strip() for line in lines if line.strip()]
        self.require_plain(one.key, given)
        if isinstance(one.kind, ListOf):
            items, issues = parse_items(one, [line.removeprefix("- ") for line in given], self.lexicon)
            if items and len(items) < one.kind.least:
                self.refuse(f"“{one.key}”只有 {len(items)} 行，至少要 {one.kind.least} 行；还没有就空着。")
            answer: str | list[str] = items
        else:
            if len(given) > 1:
                self.refuse(f"“{one.key}”只能写一行。")
            text, issue = parse_answer(one, " ".join(given), self.lexicon)
            issues = [issue] if issue else []
            answer = text
            if not text and one.required is Requirement.ALWAYS:
                self.refuse(f"没有写“{one.key}”。{one.help}")
        for issue in issues:
            if issue.rule.severity is Severity.ERROR and issue.text is None:
                self.refuse(f"{issue.message}{issue.hint}")
        for name in find_names("、".join(given), role=isinstance(one.kind, ListOf)):
            self.remarks.append(f"“{one.key}”里的“{name}”像是人名：问过本人没有？能写身份就写身份。")
        return answer

    def read_story(self, lines: Sequence[str]) -> str:
        """Return the story: plain paragraphs and lists."""
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
        if len(text) > STORY_LIMIT:
            self.refuse(f"“{STORY}”太长了（{len(text)} 个字），最多 {STORY_LIMIT} 个字。更多的，等有了页面再慢慢写。")
            return ""
        self.require_plain(STORY, lines)
        if any(NOT_PLAIN_LINE.match(line) for line in lines):
            self.refuse(f"“{STORY}”里请只写一段一段的话，不要标题、表格和横线。")
        rendered = render_body(text)
        if rendered.issues or set(re.findall(r"<([a-z0-9]+)", rendered.html)) - PROSE:
            self.refuse(f"“{STORY}”里请只写一段一段的话，不要链接、图片和别的格式。")
        self.remarks += [f"“{STORY}”里写到“{name}”：问过本人没有？" for name in find_names(text, role=False)]
        return text

    def require_plain(self, key: str, lines: Sequence[str]) -> None:
        """Refuse an answer that is more than text, or tells something private."""
        text = "\n".join(lines)
        if NOT_PLAIN.search(text):
            self.refuse(f"“{key}”里有网页的记号、网址或者程序用的符号，请只写字。")
        for one in find_private(text):
            self.refuse(f"“{key}”里有{one.kind.name}“{one.shown}”，放到网上谁都看得到。请删掉它。")


def list_lines(node: Node) -> list[str] | None:
    """Return the text of a value, or of the items of a list; None where it is neither."""
    if isinstance(node, ScalarNode):
        return node.text.split("\n")
    if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.items):
        return [item.text for item in node.items if isinstance(item, ScalarNode)]
    return None


def read_application(text: str, row: ContentType, lexicon: Lexicon) -> tuple[Application | None, list[str]]:
    """Return the application in a text and its problems as sentences; None where there are any."""
    reader = ApplicationReader(row, lexicon)
    return reader.read(text), reader.problems
