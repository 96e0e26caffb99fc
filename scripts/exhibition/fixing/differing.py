"""A mended file into what people read of it: a unified diff, a number of lines, the front matter to paste."""

from __future__ import annotations

from difflib import SequenceMatcher, unified_diff

from ..reading.envelope import open_envelope
from ..reading.notes import Notes
from .drafts import Draft


def difference(draft: Draft) -> str:
    """Return the change as a unified diff; what was altered in the file as a whole stands above it."""
    before, after = draft.written.split("\n"), draft.text.split("\n")
    lines = [f"# {draft.path}：整个文件，{one}" for one in draft.conversions]
    lines += unified_diff(before, after, f"a/{draft.path}", f"b/{draft.path}", n=1, lineterm="")
    return "\n".join(lines)


def lines_changed(draft: Draft) -> int:
    """Return how many lines read differently; a conversion of the whole file is not counted."""
    matcher = SequenceMatcher(None, draft.written.split("\n"), draft.text.split("\n"), autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")


def front_matter(text: str) -> str:
    """Return the front matter of a mended text, with both its fences; nothing where it has none."""
    envelope = open_envelope(text.encode(), Notes(""))
    return f"---\n{envelope.block}\n---" if envelope else ""
