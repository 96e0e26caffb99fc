"""A file of settings or words into nodes, or a sentence on why it could not be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..model.rules import Slip
from .composing import Uncomposable, compose
from .nodes import Node, Scalar
from .notes import Notes


def read_node(path: Path, notes: Notes, unreadable: Callable[[str], Slip]) -> Node | None:
    """Return the outermost node of a YAML file; None, with the reason said in the words of `unreadable`, without one."""
    try:
        notes.text = path.read_text("utf-8-sig")
        node = compose(notes.text, 1)
        # An empty file opens well: that it holds nothing is its reader's to say.
        return node if node is not None else Scalar("", 1, 1)
    except OSError:
        notes.say(unreadable("文件不存在或打不开"))
    except UnicodeDecodeError:
        notes.say(unreadable("编码不是 UTF-8"))
    except Uncomposable as error:
        notes.say(unreadable(f"第 {error.line + 1} 行看不懂"), error.line + 1)
    return None
