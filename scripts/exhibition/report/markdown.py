"""Markdown report for the comment of a pull request: whether it may be merged, what to do, what to paste.

The first line is the verdict. Text by authors is in code or escaped, so that it is no markup and mentions nobody by
an @.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ..diagnostics import Diagnostic
from ..model.rules import asks
from .privacy import masked
from .sources import Sources

LONGEST = 65_000
"""Characters of a comment: GitHub takes 65,536."""

SHOWN = 20
"""Diagnostics of one file that are listed in full."""

NOTE_LENGTH = 200
"""Characters that the note on what was left out may take."""

STARRED = "***"
"""Mask in a block that shows that something private was in it."""

MARKUP = re.compile(r"([\\`*_{}\[\]<>()|~&!])")
CALLING = re.compile(r"[@#]|:(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where code hosts recognize a mention, a number or an address in plain text."""


def markdown(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return the comment; `sources.mended` gives the fixed front matter to paste."""
    errors = sum(one.blocks for one in diagnostics)
    advice = len(diagnostics) - errors
    lines = [f"还有 {errors} 处要改" if errors else "可以合并", ""]
    if errors:
        lines += ["改好下面的“错误”以后，会再检查一遍。不会改就在这里说一声。", ""]
    if advice:
        lines += [f"另有 {advice} 条提醒，不改也能发布。", ""]
    return listed("\n".join(lines), diagnostics, sources, LONGEST, sources.mended() if diagnostics else {})


def listed(
    head: str, diagnostics: Sequence[Diagnostic], sources: Sources, limit: int, mended: Mapping[str, str] | None = None
) -> str:
    """Return `head` and a section for each file, at most `limit` characters long: files with errors first."""
    files = [
        (path, list(found))
        for path, found in groupby(
            sorted(diagnostics, key=lambda one: (one.span, one.code)), key=lambda one: one.span.path
        )
    ]
    files.sort(key=lambda file: not any(one.blocks for one in file[1]))
    blocks = mended or {}
    sections = [choices(path, found, blocks.get(path, ""), alone=len(files) == 1) for path, found in files]
    return fitted(masked(head), sections, limit)


def choices(path: str, found: Sequence[Diagnostic], block: str, *, alone: bool) -> list[str]:
    """Return the section of one file, and shorter versions in case it does not fit."""
    items = [item for one in found[:SHOWN] for item in items_of(one)]
    if len(found) > SHOWN:
        items.append(f"- 这个文件里另有 {len(found) - SHOWN} 条。")
    section = "\n".join([f"\n#### {code(path)}\n", *items, ""])
    return [masked(section + paste(block, found, opened=alone)), masked(section)] if block else [masked(section)]


def items_of(diagnostic: Diagnostic) -> list[str]:
    """Return the lines of one diagnostic: place and message, fix, corrected line."""
    weight = f"{diagnostic.severity.value} {diagnostic.code}"
    lines = [f"- {diagnostic.span.place}{weight} · {plain(diagnostic.message)}"]
    if diagnostic.hint:
        lines.append(f"  - 怎么改：{plain(diagnostic.hint)}")
    if diagnostic.fixed:
        label = "如果是，写成" if asks(diagnostic.message) else "改好的"
        lines.append(f"  - {label}：{'<br>'.join(code(line) for line in diagnostic.fixed.splitlines())}")
    return lines


def paste(block: str, found: Sequence[Diagnostic], *, opened: bool) -> str:
    """Return the fixed front matter between fences that nothing in it can close."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", block)), default=0))
    notes = []
    if any(one.fixed is None or asks(one.message) for one in found):
        notes.append("上面没有写“改好的”的几处，这一段里没有动，还要自己改。")
    if masked(block) != block or STARRED in block:
        notes.append("里面的手机号不能公开，已经换成星号，粘贴前请删掉。")
    tag = "<details open>" if opened else "<details>"
    summary = f"<summary>改好的信息栏：从第一个 --- 到第二个 ---，整段换掉原来的</summary>\n\n{''.join(notes)}"
    return f"\n{tag}{summary}\n\n{fence}yaml\n{block}\n{fence}\n\n</details>\n"


def fitted(head: str, sections: Iterable[Sequence[str]], limit: int) -> str:
    """Return `head` and of each section the longest version that fits; what was left out is counted."""
    parts, room, missing, shortened = [head], limit - len(head) - NOTE_LENGTH, 0, 0
    for forms in sections:
        fit = next((form for form in forms if len(form) <= room), None)
        missing += fit is None
        shortened += fit is not None and fit is not forms[0]
        if fit is not None:
            parts.append(fit)
            room -= len(fit)
    if missing or shortened:
        parts.append(left_out(missing, shortened))
    return "".join(parts)


def left_out(missing: int, shortened: int) -> str:
    """Return a note on what did not fit."""
    said = [f"还有 {missing} 个文件没有写出来"] if missing else []
    said += [f"有 {shortened} 个文件没有附上改好的信息栏"] if shortened else []
    return f"\n---\n\n这里放不下了：{'，'.join(said)}。全部内容见这次检查的日志。\n"


def code(text: str) -> str:
    """Return `text` as inline code, whatever it contains."""
    fence = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" or not text.strip() else ""
    return f"{fence}{pad}{' '.join(text.splitlines())}{pad}{fence}"


def plain(text: str) -> str:
    r"""Return `text` escaped for Markdown, without mentions, references and links.

    >>> print(plain("找 @甲*，#1，http://a.example"))
    找 @<!-- -->甲\*，#<!-- -->1，http:<!-- -->//a.example
    """
    escaped = MARKUP.sub(r"\\\1", " ".join(text.splitlines()))
    return CALLING.sub(lambda sign: f"{sign[0]}<!-- -->", escaped)
