"""Turns a report and what the code host itself says of the check into the one comment below a pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Diagnostic
from ..report import Sources
from ..report.markdown import code, markdown

MARKER = "<!-- louzu-check -->"
"""By this our own comment is known again; nobody sees it."""

OURS = "content/"
"""The folder that volunteers write in; whatever lies beside it is program."""
NAMED = 3
"""Files of the program that are named."""
LONGEST_PATH = 80


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the code host says of a check: nothing that the change itself could have written.

    `passed`: did all of it succeed? `run` is the address of the check, `preview` that of the site it has built, empty
    where it has not. `changed` are the paths of all files of the pull request.
    """

    passed: bool
    run: str
    preview: str = ""
    changed: Sequence[str] = ()


def comment(diagnostics: Sequence[Diagnostic], mended: Mapping[str, str], about: Circumstances) -> str:
    """Return the comment; its first line is the verdict, its last our marker."""
    said = markdown(diagnostics, Sources(Path(), mended=lambda: mended))
    verdict, rest = said.split("\n", 1)
    notes = list(cautions(about.changed))
    if not about.passed and not any(one.blocks for one in diagnostics):
        verdict = "检查没有做完"
        notes.append("内容里没有查出错误，但是检查没有走到最后。请管网站的人看一看记录。")
    parts = [verdict, *notes, rest.strip("\n"), " · ".join(links(about)), MARKER]
    return "\n\n".join(part for part in parts if part)


def cautions(changed: Sequence[str]) -> list[str]:
    """Say that a change touches more than content: a changed program judges itself."""
    program = [path for path in changed if not path.startswith(OURS)]
    if not program:
        return []
    named = "、".join(code(path[:LONGEST_PATH]) for path in program[:NAMED])
    more = f"等 {len(program)} 个文件" if len(program) > NAMED else ""
    return [f"**这次也改了程序**（{named}{more}）：这里的结论是改过的程序得出的，请管网站的人看过再合并。"]


def links(about: Circumstances) -> list[str]:
    """Where to look further."""
    preview = [f"[下载预览]({about.preview})（解压以后打开 index.html）"] if about.preview else []
    return [*preview, f"[这次检查的记录]({about.run})"]
