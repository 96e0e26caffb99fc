"""Lines of a record list in its file: where they stand, how a list leaves `index.md`, how an example is appended.

A list is its key with the lines below it. Remarks directly above the key belong to it; of those below its last record
only examples do (`iter_examples`), because others explain the next key. Everything else of a file stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from ..lazy import dataclass
from ..messages.registry import DiagnosticCollector
from ..model.fields import Field
from ..model.record_types import RecordType
from ..text.characters import normalize_file_name
from ..types import ContentType
from .document import split_document
from .scaffold import EXAMPLES_BELOW, MORE_EXAMPLES_BELOW, iter_examples, render_comment

LONG_FRONT_MATTER = 120
"""Lines of front matter up to which record lists stay in `index.md`."""
FENCE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatterLines:
    """The lines of a file and which of them are front matter: the indices of the first and behind the last of them."""

    lines: list[str]
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A record list in the lines of a file, as indices: of its first remark, of its key, behind its last line."""

    told: RecordType
    start: int
    key: int
    end: int

    def split_off(self, text: str) -> tuple[str, str]:
        """Return the text without the list, and the side file that holds the list instead."""
        lines = text.split("\n")
        listed = "\n".join([FENCE, *lines[self.start : self.end], FENCE, ""])
        return "\n".join([*lines[: self.start], *lines[self.end :]]), listed


def find_front_matter_lines(text: str) -> FrontMatterLines | None:
    """Return where the front matter of a text with plain line ends stands; None where it is not between two fences."""
    envelope = split_document(text.encode(), DiagnosticCollector(""))
    lines = text.split("\n")
    if envelope is None:
        return None
    first = envelope.first - 1
    end = first + envelope.block.count("\n") + 1
    fenced = first > 0 and end < len(lines) and lines[first - 1].strip() == lines[end].strip() == FENCE
    return FrontMatterLines(lines, first, end) if fenced else None


def is_key_line(line: str) -> bool:
    """Does a line begin a value of the top level? Items of a list may stand at the margin, too."""
    return bool(line) and line[0] not in " \t#-" and ":" in line


FIRST_EXAMPLE = re.compile(r"# +- ")
"""How the first line of an example begins."""


def is_example(line: str) -> bool:
    """Is a line a remark that shows how one more record is written?"""
    return (
        line.startswith("#   ")
        or FIRST_EXAMPLE.match(line) is not None
        or line in (EXAMPLES_BELOW, MORE_EXAMPLES_BELOW)
    )


def find_list_block(matter: FrontMatterLines, told: RecordType) -> ListBlock | None:
    """Return where a record list stands; None where its key is missing or is written otherwise."""
    lines, head = matter.lines, re.compile(rf"{re.escape(told.label)}[ \t]*:")
    key = next((at for at in range(matter.first, matter.end) if head.match(lines[at])), None)
    if key is None:
        return None
    following = next((at for at in range(key + 1, matter.end) if is_key_line(lines[at])), matter.end)
    end = next(at for at in range(following, key, -1) if at == key + 1 or not is_apart(lines[at - 1]))
    start = key
    while start > matter.first and lines[start - 1].startswith("#") and not is_example(lines[start - 1]):
        start -= 1
    return ListBlock(told, start, key, end)


def is_apart(line: str) -> bool:
    """Is a line below the last record none of the list: empty, or a remark on what follows?"""
    return not line.strip() or (line.startswith("#") and not is_example(line))


def choose_list_to_move(text: str, row: ContentType, names: Collection[str]) -> ListBlock | None:
    """Return the list that should leave the `index.md` of an entry of type `row`; None where all may stay.

    It is one that only its owner writes, else the longest where the front matter is too long. `names` are those of the
    files in the folder: where the side file is there already, or one whose name looks the same, a person decides.
    """
    matter = find_front_matter_lines(text)
    taken = {normalize_file_name(name) for name in names}
    if matter is None:
        return None
    blocks = [
        block
        for told in row.record_types
        if normalize_file_name(told.side_file) not in taken
        and (block := find_list_block(matter, told))
        and block.end > block.key + 1
    ]
    owned = [block for block in blocks if block.told.owner]
    if owned or matter.end - matter.first <= LONG_FRONT_MATTER:
        return next(iter(owned), None)
    return max(blocks, key=lambda block: block.end - block.start, default=None)


@dataclass(frozen=True, slots=True)
class AddedExample:
    """An example of a record that was appended: the name of its file, the file's bytes, and its first line, from 1.

    `waiting`: it was there already, and nothing is changed.
    """

    file: str
    data: bytes
    line: int
    waiting: bool = False


def plan_example(told: RecordType, row: ContentType, files: Mapping[str, bytes]) -> AddedExample | None:
    """Return the file in which an example of a record stands when it is appended; None where no place is certain.

    `files` are the `index.md` of an entry of type `row` and its side files, by name. The example stands below the list,
    wherever that is; where there is none yet, in `index.md` in the order of the fields, or in a side file where
    `index.md` would become too long. It is a remark: nothing that a file says is altered by it.
    """
    name = told.side_file if told.side_file in files else "index.md"
    data = files.get(name, b"")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    matter = None if "\r" in text else find_front_matter_lines(text)
    if matter is None:
        return None
    block = find_list_block(matter, told)
    if block is not None:
        records = matter.lines[block.key + 1 : block.end]
        waiting = next((at for at, line in enumerate(records, block.key + 2) if FIRST_EXAMPLE.match(line)), None)
        if waiting is not None:
            return AddedExample(name, data, waiting, waiting=True)
        first = next((line for line in records if line.lstrip(" ").startswith("- ")), None)
        example = render_example(told, EXAMPLES_BELOW if first is None else MORE_EXAMPLES_BELOW, first or "  - ")
        return AddedExample(name, insert_lines(data, block.end, example), block.end + 2)
    added = [render_comment(told.field), f"{told.label}:", *render_example(told, EXAMPLES_BELOW)]
    if name == "index.md" and matter.end - matter.first + len(added) > LONG_FRONT_MATTER:
        whole = "\n".join([FENCE, *added, FENCE, ""])
        return AddedExample(told.side_file, whole.encode(), 5)
    at = find_canonical_place(matter, told, row)
    return AddedExample(name, insert_lines(data, at, added), at + 4)


def render_example(told: RecordType, header: str, like: str = "  - ") -> list[str]:
    """Return the lines of an example of a record, below a line that says what to do; indented as the item `like` is."""
    indent = like[: like.index("-")]
    return [header, *(f"# {indent}{line.removeprefix('#   ')}" for line in list(iter_examples(told.field))[1:])]


def find_canonical_place(matter: FrontMatterLines, told: RecordType, row: ContentType) -> int:
    """Return the index of the line above which the key of a list belongs, in the order of the fields of `row`."""
    later = set(list_later(row.fields, told))
    for at in range(matter.first, matter.end):
        if is_key_line(matter.lines[at]) and matter.lines[at].partition(":")[0].strip() in later:
            while at > matter.first and matter.lines[at - 1].startswith("#") and not is_example(matter.lines[at - 1]):
                at -= 1
            return at
    return matter.end


def list_later(fields: Iterable[Field], told: RecordType) -> list[str]:
    """Return the keys of the fields that stand behind a list."""
    keys = [field.key for field in fields]
    return keys[keys.index(told.label) + 1 :]


def insert_lines(data: bytes, at: int, added: list[str]) -> bytes:
    """Return a file with lines before line `at` (from 0), which end as that line does."""
    lines = data.split(b"\n")
    end = b"\r" if lines[at].endswith(b"\r") else b""
    return b"\n".join([*lines[:at], *(line.encode() + end for line in added), *lines[at:]])
