"""Split the bytes of a content file into the lines of its front matter and its body.

Whatever the bytes are, the text is recovered as far as it goes: what is wrong is reported and mended in memory, so that
the findings behind it appear in the same run.
"""

from __future__ import annotations

import re

from ..lazy import compile_later, dataclass
from ..messages import files as messages
from ..messages.files import conflict_marks, keep_first_version
from ..messages.lines import zero_width
from ..messages.registry import DiagnosticCollector
from ..text.characters import INVISIBLE

SIGNATURES = (
    (b"PK\x03\x04", " Word 文档（或别的压缩文件）"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 文档"),
    (b"{\\rtf", "写字板文档（RTF）"),
    (b"%PDF", " PDF 文件"),
    (b"\xff\xd8\xff", "一张图片"),
    (b"\x89PNG", "一张图片"),
)
"""How files begin that are not text, and what people call them."""

UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

DASHES = "-\u00ad‐‑‒–—―−─━﹘﹣－一_＿="
RULE_LIKE = compile_later(rf"[{DASHES}]{{2,}}\s*|——+\s*")
"""A line that was meant to be ---."""

BROKEN_RULE = compile_later(rf"(?=[^{DASHES}]*[{DASHES}][^{DASHES}]*[{DASHES}])[^\w\s:：<>]{{2,6}}")
"""A first line that was meant to be --- though a finger hit something else too."""

FIELD_LIKE = compile_later(r"\s*[^\s:：#\-]{1,8}\s*[:：]")
"""A line that could be a field of front matter."""

HEADED_FIELD = compile_later(r"#{2,6} *[^\s:：#]{1,8} *[:：].*")
"""A field that somebody has made a heading of; with another field below, front matter goes on."""

LOST = "\ufffd".encode()
"""What editors write in the place of a sign that they could not read."""

LATIN = compile_later("[\u00e4-\u00e9].?[\u0080-\u00bf\u0152-\u0192\u2013-\u2122]")
"""What the first bytes of a Chinese character become when they are taken for Latin letters."""

UNDEFINED = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
WINDOWS = {ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in UNDEFINED}
"""What Windows shows for bytes that Latin-1 leaves to controls, and those bytes; five of them it shows as they are."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The parts of a content file: front matter (its first line is line `first` of the file) and the body."""

    block: str
    first: int
    body: str
    body_line: int


def split_document(data: bytes, notes: DiagnosticCollector) -> RawDocument | None:
    """Return the parts of a file; None where there is no text in it at all. What is wrong goes to `notes`."""
    text = decode_text(data, notes)
    if text is None:
        return None
    if text.startswith("---\n") and "<<<<<<<" not in text:
        end = text.find("\n---\n", 3)
        if end >= 0 and not WRONG_INSIDE.search(text, 3, end + 1):
            notes.text = text
            block = text[4 : end + 1]
            return RawDocument(block[:-1], 2, text[end + 5 :], block.count("\n") + 3)
    return find_front_matter(text.split("\n"), notes)


WRONG_INSIDE = compile_later(rf"\n(?:#{{2,6}} |[{DASHES}]{{2,}}\s*$)", re.M)
"""Lines in front matter that say that its end was missed: headings, other dashes."""


def decode_text(data: bytes, notes: DiagnosticCollector) -> str | None:
    """Return the text of `data` with plain line ends; None where it is none."""
    if not data.strip():
        notes.report(messages.empty_file())
        return None
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            notes.report(messages.not_text(kind))
            return None
    try:
        text = data.decode("utf-8")
        if LOST in data:
            notes.report(messages.garbled(), data.count(b"\n", 0, data.index(LOST)) + 1)
    except UnicodeDecodeError as error:
        text = decode_other_encoding(data, error, notes)
    if b"\xc3" in data and LATIN.search(text):
        text = undo_double_encoding(text, notes)
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\0" in text:
        text = text.replace("\0", "")
        notes.report(messages.garbled())
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode_other_encoding(data: bytes, error: UnicodeDecodeError, notes: DiagnosticCollector) -> str:
    """Return the text of bytes that are not UTF-8."""
    for mark, codec in UTF16:
        if data.startswith(mark):
            notes.report(messages.utf16())
            return data[2:].decode(codec, "replace")
    line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        notes.report(messages.garbled(), line)
        return data.decode("utf-8", "replace")
    notes.report(messages.gbk(), line)
    return text


def undo_double_encoding(text: str, notes: DiagnosticCollector) -> str:
    """Return the text behind Chinese that was once taken for Latin letters and saved so; else `text` as it is."""
    try:
        meant = text.translate(WINDOWS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    notes.report(messages.garbled())
    return meant


def find_front_matter(lines: list[str], notes: DiagnosticCollector) -> RawDocument | None:
    """Find the front matter among lines that are not as they should be."""
    notes.text = "\n".join(lines)
    lines = remove_conflicts(lines, notes)
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        notes.report(messages.empty_file())
        return None
    first = find_opening(lines, start, notes)
    end, body = find_closing(lines, first, notes)
    return RawDocument("\n".join(lines[first:end]), first + 1, "\n".join(lines[body:]), body + 1)


def remove_conflicts(lines: list[str], notes: DiagnosticCollector) -> list[str]:
    """Return the lines with conflict marks and the second of both versions blanked, so that line numbers stay."""
    return keep_first_version(lines, lambda number: notes.report(conflict_marks(), number))


def find_opening(lines: list[str], start: int, notes: DiagnosticCollector) -> int:
    """Return the index of the first line of front matter, given that of the first line with text."""
    line = lines[start].strip()
    if is_fence(line, start + 1, notes):
        return start + 1
    if RULE_LIKE.fullmatch(line) or BROKEN_RULE.fullmatch(line):
        notes.report(messages.wrong_opening(line), start + 1)
        return start + 1
    rule = next((n for n in range(start, min(start + 10, len(lines))) if lines[n].strip() == "---"), None)
    if rule is not None and not any(FIELD_LIKE.match(one) for one in lines[start:rule]):
        notes.report(messages.text_before_opening(), start + 1)
        return rule + 1
    notes.report(messages.missing_opening(), start + 1)
    return start


def is_fence(line: str, number: int, notes: DiagnosticCollector) -> bool:
    """Is this line ---? Invisible signs in it are noted and do not matter."""
    seen = INVISIBLE.sub("", line)
    if seen.rstrip() != "---":
        return False
    if seen != line:
        notes.report(zero_width(), number, 1, "---")
    return True


def find_closing(lines: list[str], first: int, notes: DiagnosticCollector) -> tuple[int, int]:
    """Return the index behind the last line of front matter and that of the first line of the body."""
    blank = False
    for number in range(first, len(lines)):
        line = lines[number]
        if is_fence(line, number + 1, notes):
            return number, number + 1
        if RULE_LIKE.fullmatch(line.strip()):
            notes.report(messages.wrong_closing(line.strip()), number + 1)
            return number, number + 1
        if (re.match(r"#{2,6} ", line) and not HEADED_FIELD.match(line)) or (
            blank and line.strip() and not is_front_matter_line(line)
        ):
            notes.report(messages.missing_closing(), number + 1)
            return number, number
        blank = not line.strip()
    notes.report(messages.missing_closing(), len(lines))
    return len(lines), len(lines)


def is_front_matter_line(line: str) -> bool:
    """Could this line stand in front matter, after a blank line?"""
    return line[0] in " \t\u3000#" or bool(FIELD_LIKE.match(line)) or line.lstrip().startswith("-")
