"""Replacement of one value in an entry's front matter; every other byte of the file stays."""

from __future__ import annotations

import re

from ..diagnostics import Refusal

QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}


def with_value(data: bytes, line: int, key: str, value: str, path: str) -> bytes:
    """Return the file with the scalar value of `key` on `line` (from 1) replaced by `value`.

    What follows the value, quotation marks and line ends stay. Raises Refusal where the line is not `key: value`.
    """
    lines = data.splitlines(keepends=True)
    text = lines[line - 1].decode("utf-8", "strict") if line <= len(lines) else ""
    found = re.fullmatch(rf"(\ufeff?\s*{re.escape(key)}[ \t]*[:：][ \t]*)(.*?)([ \t]*(?:[ \t]#[^\r\n]*)?[\r\n]*)", text)
    if found is None:
        raise Refusal(f"{path} 第 {line} 行不是“{key}: …”的样子，没有动它。请先运行 check 改好。")
    head, old, rest = found.groups()
    closing = QUOTES.get(old[:1])
    if closing and len(old) > 1 and old.endswith(closing):
        value = f"{old[0]}{value}{closing}"
    elif not old and not head.endswith((" ", "\t")):
        head += " "
    lines[line - 1] = f"{head}{value}{rest}".encode()
    return b"".join(lines)
