"""Bytes of a content file into text, where there is no doubt what they say."""

from __future__ import annotations

import re

from ..reading.envelope import SIGNATURES, UTF16
from ..types import CONTENT_TYPES

MARK = b"\xef\xbb\xbf"
ENOUGH = 2
"""Names of fields in a text that was guessed to be GBK: wrong guesses show none of them."""


def known_line() -> re.Pattern[str]:
    """Return what matches a line that begins with the name of a field of any content type."""
    names = "|".join(re.escape(field.key) for field in CONTENT_TYPES.fields)
    return re.compile(rf"^[^\S\n]{{0,40}}(?:{names})[^\S\n]{{0,40}}[:：]", re.M)


Conversions = tuple[str, ...]


def certain_text(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text with plain line ends and what had to be converted, in words; None where a person must look."""
    if not data.strip() or data.startswith(tuple(signature for signature, _ in SIGNATURES)):
        return None
    decoded = as_utf16(data) or as_utf8(data) or as_gbk(data)
    if decoded is None or "\0" in decoded[0]:
        return None
    text, done = decoded
    if "\r" not in text:
        return text, done
    return text.replace("\r\n", "\n").replace("\r", "\n"), (*done, "换行符改成通用的写法")


def as_utf16(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text of a file that says it is UTF-16, and is."""
    codec = next((codec for mark, codec in UTF16 if data.startswith(mark)), None)
    try:
        return (data[2:].decode(codec), ("编码从 UTF-16 改成 UTF-8",)) if codec else None
    except UnicodeDecodeError:
        return None


def as_utf8(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text of UTF-8, without a mark at its beginning."""
    try:
        text = data.removeprefix(MARK).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text, ("去掉文件开头看不见的标记（BOM）",) if data.startswith(MARK) else ()


def as_gbk(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text of GBK; None where it might be damaged UTF-8 or a mixture of both."""
    if any(reads_as_utf8(line) for line in data.split(b"\n")):
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return (text, ("编码从 GBK 改成 UTF-8",)) if len(CONTENT_TYPES.derive(known_line).findall(text)) >= ENOUGH else None


def reads_as_utf8(line: bytes) -> bool:
    """Is this line Chinese in UTF-8? GBK hardly ever looks so for two characters on end."""
    try:
        return sum(sign > "\u07ff" for sign in line.decode("utf-8")) >= 2
    except UnicodeDecodeError:
        return False
