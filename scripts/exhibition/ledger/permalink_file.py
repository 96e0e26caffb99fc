"""Parser and writer of permalink files, `content/permalinks/<id>.yml`, and the messages about them.

A permalink has exactly one canonical text. Canonical files are read by one regular expression; all others by
`PermalinkFileParser`, which reports each deviation. Whatever is wrong with a file, its id stays promised.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from ..diagnostics import Diagnostic, Severity, Span
from ..lazy import dataclass
from ..messages.files import conflict_marks, keep_first_version
from ..messages.registry import FieldIssue, Message, register_message
from ..model import LinkState, Permalink
from ..model.field_types import ID
from ..privacy import find_private

ERROR = Severity.ERROR


@register_message("E333", ERROR, "台账的一行写错了")
def malformed_link(why: str, better: str = "") -> Message:
    """问题：台账里每个编号一个小文件 `content/permalinks/编号.yml`，里面三四行：发放、名称、状态，并到别处的还有去向。

    不好：

        状态: 还在用

    好：

        发放: 2026-05-01
        名称: 示例楼
        状态: 在用

    怎么改：照提示改这一行。状态只有三种：在用、停用、并入。
    """
    return Message(
        f"台账的这个小文件写错了：{why}。", f"改成“{better}”。" if better else "照旁边的文件改；不会改就请管理员来改。"
    )


@register_message("E338", ERROR, "没有台账")
def missing_ledger() -> Message:
    """问题：台账 content/permalinks/ 记着每一个发出去的编号，没有它不知道哪些二维码已经贴在墙上。

    不好：没有文件夹 content/permalinks/，或者里面是空的。

    好：里面每个编号一个小文件，例如 `10001.yml`。

    怎么改：从以前的版本里找回这个文件夹。
    """
    return Message("找不到台账 content/permalinks/，或者打不开。", "从以前的版本里找回这个文件夹。")


@register_message("E339", ERROR, "台账还是一张旧表")
def old_ledger(*, beside: bool) -> Message:
    """问题：台账从前是一张表 content/permalinks.csv，几个人同时加一行就会撞在一起。现在每个编号一个小文件。

    不好：`content/permalinks.csv`

    好：`content/permalinks/10001.yml`、`content/permalinks/10002.yml`……

    怎么改：运行 `python3 scripts/start.py permalinks --migrate`，看过没问题，再加上 `--write`。编号一个也不会变。
    """
    if beside:
        message = "台账已经换成 content/permalinks/ 里的小文件，旧的表 content/permalinks.csv 还在。"
    else:
        message = "台账还是一张旧表，现在每个编号一个小文件。"
    return Message(message, "请管理员运行 permalinks --migrate，看过没问题，再加上 --write；编号一个也不会变。")


FOLDER = "content/permalinks"
FILE = re.compile(r"([1-9][0-9]{4})\.yml")
"""Name of a permalink file."""
LIMIT = 1 << 14
"""Largest permalink file, in bytes; a correct one has about a hundred."""
DAY, NAME, STATE, TARGET = KEYS = ("发放", "名称", "状态", "去向")
"""Keys of a file, in their order."""
WORDS = {LinkState.LIVE: "在用", LinkState.RETIRED: "停用", LinkState.MERGED: "并入"}
"""State of a permalink, as the file writes it."""
STATES = {word: state for state, word in WORDS.items()}
ALSO = {**STATES, **{state.value: state for state in LinkState}}
"""Former and English words for the states, accepted on reading."""
PLAIN = r"[\w（《“][^\n\"\\#:：]*"
"""Name that needs no quotation marks; unprintable characters need them (see `format_name`)."""
CANONICAL = re.compile(
    rf"{DAY}: ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\n{NAME}: ({PLAIN})\n{STATE}: ({'|'.join(STATES)})\n"
    rf"(?:{TARGET}: ([1-9][0-9]{{4}})\n)?"
)
LINE = re.compile(rf"\s*+({'|'.join(KEYS)})\s*+([:：] ?)\s*+(.*\S|)\s*+")
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u180e\ufffc\ufffd")
"""Characters that count as letters and are invisible."""


def get_path(id: str) -> str:
    """Return the path of the file of an id, relative to the folder that holds `content/`."""
    return f"{FOLDER}/{id}.yml"


def format_permalink(link: Permalink) -> str:
    """Return the canonical text of a permalink."""
    lines = [f"{DAY}: {link.issued}", f"{NAME}: {format_name(link.name)}", f"{STATE}: {WORDS[link.state]}"]
    lines += [f"{TARGET}: {link.target}"] if link.target else []
    return "\n".join(lines) + "\n"


def format_name(name: str) -> str:
    """Return a name as the file writes it, quoted where needed.

    >>> format_name("64号楼"), format_name("#1 楼"), format_name("64")
    ('64号楼', '"#1 楼"', '"64"')
    """
    if is_visible_text(name) and not name.isascii() and name == name.strip() and re.fullmatch(PLAIN, name):
        return name
    return "".join(
        sign if is_visible_text(sign) else escape_character(sign) for sign in json.dumps(name, ensure_ascii=False)
    )


def escape_character(sign: str) -> str:
    """Return the YAML and JSON escape of an invisible character."""
    return json.dumps(sign)[1:-1]


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Return whether a text is a date of the calendar, written as 2026-05-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_visible_text(text: str) -> bool:
    """Return whether every character of a text is visible."""
    return text.isprintable() and FILLERS.isdisjoint(text)


@dataclass(frozen=True, slots=True)
class PermalinkFile:
    """Content of one file: its permalink (two in a merge conflict, where two entries got one id), and its diagnostics."""

    links: tuple[Permalink, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    doubtful: bool = False
    """Whether only the id is certain."""


def read_canonical(id: str, text: str) -> Permalink | None:
    """Return the permalink of a canonical text; None for every other text."""
    found = CANONICAL.fullmatch(text)
    if found is None:
        return None
    issued, name, word, target = found.groups()
    state = STATES[word]
    if (state is LinkState.MERGED) != (target is not None) or not is_day(issued):
        return None
    if not is_visible_text(name) or name[-1] == " ":
        return None
    return Permalink(id, issued, name, state, target or "", Span(f"{FOLDER}/{id}.yml", 2))


def read_permalink_file(id: str, data: bytes) -> PermalinkFile:
    """Parse the file of an id. Every fault is reported, and the id counts as issued whatever is wrong."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return make_unread(id, malformed_link("编码不是 UTF-8"))
    link = read_canonical(id, text)
    return PermalinkFile((link,)) if link else PermalinkFileParser(id).parse(text)


def make_unread(id: str, slip: FieldIssue) -> PermalinkFile:
    """Return the result for a file of which nothing could be parsed, with the reason."""
    desk = PermalinkFileParser(id)
    desk.report(slip, 1)
    return PermalinkFile((desk.make_unknown(),), tuple(desk.told), doubtful=True)


class PermalinkFileParser:
    """Parser of one file that is not canonical."""

    def __init__(self, id: str) -> None:
        self.id, self.path = id, get_path(id)
        self.told: list[Diagnostic] = []

    def make_unknown(self) -> Permalink:
        """Return a permalink of which only the id is known."""
        return Permalink(self.id, "", "", LinkState.LIVE, span=Span(self.path))

    def report(self, slip: FieldIssue, line: int) -> None:
        """Report an issue on a line."""
        rule = slip.rule
        self.told.append(
            Diagnostic(Span(self.path, line), rule.code, rule.severity, slip.message, slip.hint, slip.text)
        )

    def report_malformed(self, why: str, line: int, better: str = "") -> None:
        """Report that a line is malformed, with the corrected line where that is certain."""
        self.report(malformed_link(why, better), line)

    def parse(self, text: str) -> PermalinkFile:
        """Parse a text."""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        kept = keep_first_version(
            lines,
            lambda number: self.report(
                conflict_marks(f"两个楼组领到了同一个编号的，运行 renumber {self.id}；"), number
            ),
        )
        # Of a file with conflict markers only the conflict is reported: everything else depends on which side stays.
        clear = not self.told
        found = self.collect_values(kept) if clear else PermalinkFileParser(self.id).collect_values(kept)
        claims = max((len(values) for values in found.values()), default=0)
        rivals = [
            self.parse_permalink(found, number, heard=clear and number == 0 and not self.told)
            for number in range(claims)
        ]
        links = tuple(link for link in rivals if link)
        if not claims:
            self.report_malformed("里面什么也没有", 1)
        if not links or not clear:
            return PermalinkFile(links[:1] or (self.make_unknown(),), tuple(self.told), doubtful=True)
        return PermalinkFile(links, tuple(self.told))

    def collect_values(self, lines: list[str]) -> dict[str, list[tuple[str, int]]]:
        """Return the values of each key with their lines; several where they differ."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, line in enumerate(lines, 1):
            bare = line.strip()
            if bare.startswith("#") and (private := find_private(bare)):
                self.report_malformed(f"备注里写着{private[0].kind.name}，公开的改动记录里谁都看得到，请删掉", number)
            if not bare or bare.startswith("#"):
                continue
            match = LINE.fullmatch(line)
            if match is None:
                self.report_malformed(f"“{bare[:20]}”不是发放、名称、状态、去向里的一项", number)
                continue
            key, colon, raw = match.groups()
            value = self.unquote(raw, key, number)
            if colon != ": " and raw:
                self.report_malformed("冒号要用英文的，后面空一格", number, f"{key}: {raw}")
            if value is None:
                continue
            if any(value == other for other, _ in found[key]):
                self.report_malformed(f"“{key}”写了两次", number)
                continue
            found[key].append((value, number))
        return found

    def unquote(self, raw: str, key: str, number: int) -> str | None:
        """Return a value without its quotation marks; None where they are not closed."""
        if not is_visible_text(raw):
            clean = "".join(sign for sign in raw if is_visible_text(sign) or sign == "\u3000").replace("\u3000", " ")
            self.report_malformed("里面有看不见的字符", number, f"{key}: {clean}")
            raw = clean
        if raw[:1] not in ("'", '"'):
            return raw
        if raw[0] == "'" and len(raw) > 1 and raw[-1] == "'":
            return raw[1:-1].replace("''", "'")
        try:
            value = json.loads(raw)
        except ValueError:
            value = None
        if isinstance(value, str):
            return value
        self.report_malformed("引号没有成对", number)
        return None

    def parse_permalink(
        self, found: Mapping[str, list[tuple[str, int]]], number: int, *, heard: bool
    ) -> Permalink | None:
        """Return one of the permalinks of a file; None where it is malformed, which is reported if `heard`."""
        values: list[str] = []
        rows: list[int] = []
        for key in KEYS:
            given = found.get(key) or [("", 1)]
            value, line = given[min(number, len(given) - 1)]
            values.append(value)
            rows.append(line)
        issued, name, word, target = values
        problem = self.find_problem(values, rows)
        if problem is not None:
            if heard:
                self.report_malformed(*problem)
            return None
        day, at_name, at_state, at_target = rows
        places = (day, at_name, at_state, at_target)
        return Permalink(self.id, issued, name, ALSO[word], target, Span(self.path, at_name), places)

    def find_problem(self, values: list[str], rows: list[int]) -> tuple[str, int] | None:
        """Return what is wrong with the values of a permalink, and on which line."""
        issued, _, word, target = values
        for key, value, line in zip(KEYS[:3], values, rows, strict=False):
            if not value:
                return f"没有写“{key}”", line
        if not is_day(issued):
            return f"日期“{issued}”不是日历上的一天，要写成 2026-05-01 这样", rows[0]
        if word not in ALSO:
            return f"状态“{word}”不对，只能是{'、'.join(STATES)}", rows[2]
        if (ALSO[word] is LinkState.MERGED) != bool(target):
            return (
                "状态是“并入”时要写去向的编号" if not target else "只有状态是“并入”时才写去向",
                rows[3 if target else 2],
            )
        if target and not ID.fullmatch(target):
            return f"去向“{target}”不是 5 位数字的编号", rows[3]
        return None
