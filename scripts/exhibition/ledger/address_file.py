"""Parser and writer of permalink files. Every permalink has exactly one canonical text.

    发放: 2026-11-22
    名称: 64号楼
    状态: 在用

The id is the name of the file. The format is a subset of YAML: one key a line, text in double quotes where it could
be misread. So 5,500 canonical files are read with one regular expression each.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..diagnostics import Diagnostic, Span
from ..model import LinkState, Permalink
from ..model.conflicts import conflict_marks, first_version
from ..model.kinds import ID
from ..model.private import told
from ..model.rules import Slip
from . import slips as said

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
"""Name that needs no quotation marks; unprintable characters need them (see `quoted`)."""
CANONICAL = re.compile(
    rf"{DAY}: ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\n{NAME}: ({PLAIN})\n{STATE}: ({'|'.join(STATES)})\n"
    rf"(?:{TARGET}: ([1-9][0-9]{{4}})\n)?"
)
LINE = re.compile(rf"\s*+({'|'.join(KEYS)})\s*+([:：] ?)\s*+(.*\S|)\s*+")
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u180e\ufffc\ufffd")
"""Characters that count as letters and are invisible."""


def path_of(id: str) -> str:
    """Return the path of the file of an id, relative to the folder that holds `content/`."""
    return f"{FOLDER}/{id}.yml"


def text_of(link: Permalink) -> str:
    """Return the canonical text of a permalink."""
    lines = [f"{DAY}: {link.issued}", f"{NAME}: {written(link.name)}", f"{STATE}: {WORDS[link.state]}"]
    lines += [f"{TARGET}: {link.target}"] if link.target else []
    return "\n".join(lines) + "\n"


def written(name: str) -> str:
    """Return a name as the file writes it, quoted where needed.

    >>> written("64号楼"), written("#1 楼"), written("64")
    ('64号楼', '"#1 楼"', '"64"')
    """
    if is_seen(name) and not name.isascii() and name == name.strip() and re.fullmatch(PLAIN, name):
        return name
    return "".join(sign if is_seen(sign) else escaped(sign) for sign in json.dumps(name, ensure_ascii=False))


def escaped(sign: str) -> str:
    """Return the YAML and JSON escape of an invisible character."""
    return json.dumps(sign)[1:-1]


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Return whether a text is a date of the calendar, written as 2026-05-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_seen(text: str) -> bool:
    """Return whether every character of a text is visible."""
    return text.isprintable() and FILLERS.isdisjoint(text)


@dataclass(frozen=True, slots=True)
class AddressFile:
    """Content of one file: its permalink (two in a merge conflict, where two entries got one id), and its diagnostics."""

    links: tuple[Permalink, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    doubtful: bool = False
    """Whether only the id is certain."""


def read_quickly(id: str, text: str) -> Permalink | None:
    """Return the permalink of a canonical text; None for every other text."""
    found = CANONICAL.fullmatch(text)
    if found is None:
        return None
    issued, name, word, target = found.groups()
    state = STATES[word]
    if (state is LinkState.MERGED) != (target is not None) or not is_day(issued):
        return None
    if not is_seen(name) or name[-1] == " ":
        return None
    return Permalink(id, issued, name, state, target or "", Span(f"{FOLDER}/{id}.yml", 2))


def read_address(id: str, data: bytes) -> AddressFile:
    """Parse the file of an id. Every fault is reported, and the id counts as issued whatever is wrong."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return unread(id, said.malformed_link("编码不是 UTF-8"))
    link = read_quickly(id, text)
    return AddressFile((link,)) if link else Desk(id).read(text)


def unread(id: str, slip: Slip) -> AddressFile:
    """Return the result for a file of which nothing could be parsed, with the reason."""
    desk = Desk(id)
    desk.say(slip, 1)
    return AddressFile((desk.unknown(),), tuple(desk.told), doubtful=True)


class Desk:
    """Parser of one file that is not canonical."""

    def __init__(self, id: str) -> None:
        self.id, self.path = id, path_of(id)
        self.told: list[Diagnostic] = []

    def unknown(self) -> Permalink:
        """Return a permalink of which only the id is known."""
        return Permalink(self.id, "", "", LinkState.LIVE, span=Span(self.path))

    def say(self, slip: Slip, line: int) -> None:
        """Report an issue on a line."""
        rule = slip.rule
        self.told.append(
            Diagnostic(Span(self.path, line), rule.code, rule.severity, slip.message, slip.hint, slip.text)
        )

    def wrong(self, why: str, line: int, better: str = "") -> None:
        """Report that a line is malformed, with the corrected line where that is certain."""
        self.say(said.malformed_link(why, better), line)

    def read(self, text: str) -> AddressFile:
        """Parse a text."""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        kept = first_version(
            lines,
            lambda number: self.say(conflict_marks(f"两个楼组领到了同一个编号的，运行 renumber {self.id}；"), number),
        )
        # Of a file with conflict markers only the conflict is reported: everything else depends on which side stays.
        clear = not self.told
        found = self.parts(kept) if clear else Desk(self.id).parts(kept)
        claims = max((len(values) for values in found.values()), default=0)
        rivals = [self.claim(found, number, heard=clear and number == 0 and not self.told) for number in range(claims)]
        links = tuple(link for link in rivals if link)
        if not claims:
            self.wrong("里面什么也没有", 1)
        if not links or not clear:
            return AddressFile(links[:1] or (self.unknown(),), tuple(self.told), doubtful=True)
        return AddressFile(links, tuple(self.told))

    def parts(self, lines: list[str]) -> dict[str, list[tuple[str, int]]]:
        """Return the values of each key with their lines; several where they differ."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, line in enumerate(lines, 1):
            bare = line.strip()
            if bare.startswith("#") and (private := told(bare)):
                self.wrong(f"备注里写着{private[0].kind.name}，公开的改动记录里谁都看得到，请删掉", number)
            if not bare or bare.startswith("#"):
                continue
            match = LINE.fullmatch(line)
            if match is None:
                self.wrong(f"“{bare[:20]}”不是发放、名称、状态、去向里的一项", number)
                continue
            key, colon, raw = match.groups()
            value = self.value(raw, key, number)
            if colon != ": " and raw:
                self.wrong("冒号要用英文的，后面空一格", number, f"{key}: {raw}")
            if value is None:
                continue
            if any(value == other for other, _ in found[key]):
                self.wrong(f"“{key}”写了两次", number)
                continue
            found[key].append((value, number))
        return found

    def value(self, raw: str, key: str, number: int) -> str | None:
        """Return a value without its quotation marks; None where they are not closed."""
        if not is_seen(raw):
            clean = "".join(sign for sign in raw if is_seen(sign) or sign == "\u3000").replace("\u3000", " ")
            self.wrong("里面有看不见的字符", number, f"{key}: {clean}")
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
        self.wrong("引号没有成对", number)
        return None

    def claim(self, found: Mapping[str, list[tuple[str, int]]], number: int, *, heard: bool) -> Permalink | None:
        """Return one of the permalinks of a file; None where it is malformed, which is reported if `heard`."""
        values: list[str] = []
        rows: list[int] = []
        for key in KEYS:
            given = found.get(key) or [("", 1)]
            value, line = given[min(number, len(given) - 1)]
            values.append(value)
            rows.append(line)
        issued, name, word, target = values
        problem = self.problem(values, rows)
        if problem is not None:
            if heard:
                self.wrong(*problem)
            return None
        day, at_name, at_state, at_target = rows
        places = (day, at_name, at_state, at_target)
        return Permalink(self.id, issued, name, ALSO[word], target, Span(self.path, at_name), places)

    def problem(self, values: list[str], rows: list[int]) -> tuple[str, int] | None:
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
