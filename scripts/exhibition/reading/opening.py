"""A file of settings or words into nodes, or a sentence on why it could not be opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ..files import UnsafeFile, read_within
from ..model.characters import INVISIBLE
from ..model.conflicts import conflict_marks, first_version, has_conflict
from ..model.rules import Slip
from .composing import Uncomposable, compose
from .nodes import Node, Scalar, made_visible
from .notes import Notes

QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
SWALLOWED = re.compile(r"\s*+[^\s#][^#]*+(?<=[\s\"])#(?=\S)")
"""A line, quoted texts taken out of it, of which a hash hides the end though it does not look like a remark."""


def unseen(line: str) -> Iterator[str]:
    """What a line holds that eyes or YAML do not see."""
    if INVISIBLE.search(line):
        yield "有看不见的字符，请删掉这一行重新打"
    if "#" in line and SWALLOWED.match(QUOTED.sub('""', line)):
        yield "的 # 后面会丢掉，请在内容两边加英文双引号"


def read_node(root: Path, notes: Notes, unreadable: Callable[[str], Slip]) -> Node | None:
    """Return the outermost node of the YAML file of `notes` below `root`.

    None where there is none; the reason is said in the words of `unreadable`. Of a file with marks of a conflict the
    first version is read, and only the conflict is said.
    """
    try:
        notes.text = read_within(root, notes.path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnsafeFile as problem:
        notes.say(unreadable(str(problem)))
        return None
    except OSError:
        notes.say(unreadable("文件不存在或打不开"))
        return None
    except UnicodeDecodeError:
        notes.say(unreadable("编码不是 UTF-8"))
        return None
    text = notes.text
    if has_conflict(text):
        text = "\n".join(first_version(text.split("\n"), lambda number: notes.say(conflict_marks(), number)))
        notes.hushed = True
    return node_of(text, notes, unreadable)


def node_of(text: str, notes: Notes, unreadable: Callable[[str], Slip]) -> Node | None:
    """Return the outermost node of a text; None, with the reason said, where it has none."""
    for number, line in enumerate(text.split("\n"), 1):
        for why in unseen(line):
            notes.say(unreadable(f"第 {number} 行{why}"), number)
    try:
        node = compose(text, 1)
    except Uncomposable as error:
        notes.say(unreadable(f"第 {error.line + 1} 行看不懂"), error.line + 1)
        return None
    for at, column in made_visible(node):
        if not INVISIBLE.search(notes.line(at)):
            notes.say(unreadable(f"第 {at} 行有看不见的字符，请删掉这一行重新打"), at, column)
    # An empty file opens well: that it holds nothing is its reader's to say.
    return node if node is not None else Scalar("", 1, 1)
