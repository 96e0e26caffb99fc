"""Text of the comment below a pull request, from a report and from what the code host itself says of the check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Diagnostic
from ..report import SourceLines
from ..report.json_formats import format_code, format_markdown

MARKER = "<!-- louzu-check -->"
"""Invisible marker by which our own comment is recognized."""

OURS = "content/"
"""Folder of the content; everything beside it is program."""
NAMED = 3
"""Files of the program that are listed."""
LONGEST_PATH = 80


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Data that the code host provides about a check: nothing that the change itself could have written.

    `passed`: whether all of it succeeded. `run` is the URL of the check, `preview` that of the site it has built,
    empty where it has not. `changed` are the paths of all files of the pull request.
    """

    passed: bool
    run: str
    preview: str = ""
    changed: Sequence[str] = ()


def comment(diagnostics: Sequence[Diagnostic], mended: Mapping[str, str], about: Circumstances) -> str:
    """Return the comment; its first line is the verdict, its last our marker."""
    said = format_markdown(diagnostics, SourceLines(Path(), mended=lambda: mended))
    verdict, rest = said.split("\n", 1)
    notes = list(cautions(about.changed))
    if not about.passed and not any(one.blocks for one in diagnostics):
        verdict = "检查没有做完"
        notes.append("内容里没有查出错误，但是检查没有走到最后。请管网站的人看一看记录。")
    parts = [verdict, *notes, rest.strip("\n"), " · ".join(links(about)), MARKER]
    return "\n\n".join(part for part in parts if part)


def cautions(changed: Sequence[str]) -> list[str]:
    """Return a warning that a change touches more than content: a changed program checks itself."""
    program = [path for path in changed if not path.startswith(OURS)]
    if not program:
        return []
    named = "、".join(format_code(path[:LONGEST_PATH]) for path in program[:NAMED])
    more = f"等 {len(program)} 个文件" if len(program) > NAMED else ""
    return [f"**这次也改了程序**（{named}{more}）：这里的结论是改过的程序得出的，请管网站的人看过再合并。"]


def links(about: Circumstances) -> list[str]:
    """Return the links to further information."""
    preview = [f"[下载预览]({about.preview})（解压以后打开 index.html）"] if about.preview else []
    return [*preview, f"[这次检查的记录]({about.run})"]
