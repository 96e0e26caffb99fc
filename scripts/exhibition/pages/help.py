"""The rules of reading and checking to help pages: one for each code, at `help/<code>/`, and an index.

They are Markdown of our own for the engine's own theme, so nothing in them needs escaping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ..checks import rules
from ..diagnostics import Rule, Severity
from ..model import Artifact
from ..model.rules import RETIRED
from .hall import Hall

LABEL = re.compile(r"^(问题|不好|好|怎么改)：\n*", re.MULTILINE)
"""How the paragraphs of a manual begin (see the docstrings of the checks); an example's indentation stays."""

HEADINGS = {"问题": "是什么问题", "不好": "不好的写法", "好": "好的写法", "怎么改": "怎么改"}

WEIGHT = {
    Severity.ERROR: "**错误**：改好以前，新的网站不会发布，原来的网站不受影响。",
    Severity.ADVICE: "**提醒**：不改也能发布，改了更好。",
}


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A Markdown file of the docs tree that the engine's own theme shows."""

    uri: str
    text: str

    @property
    def artifact(self) -> Artifact:
        """It as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.text.encode()))


def help_pages(hall: Hall) -> Iterator[Leaflet]:
    """Yield the help page of every rule, and their index; they are the same in every exhibition."""
    known = rules()
    yield Leaflet("help/index.md", index(known))
    for rule in known:
        yield Leaflet(f"help/{rule.code}/index.md", manual(rule))
    for code, title in RETIRED.items():
        yield Leaflet(f"help/{code}/index.md", farewell(code, title))


def manual(rule: Rule) -> str:
    """Return the help page of one rule."""
    body = LABEL.sub(lambda found: f"## {HEADINGS[found[1]]}\n\n", rule.manual)
    head = (
        f'---\ntitle: "{rule.code} {rule.title}"\n---\n\n# {rule.title}\n\n代码`{rule.code}`。{WEIGHT[rule.severity]}'
    )
    return f"{head}\n\n{body}\n\n---\n\n[全部提示代码](../index.md)\n"


def farewell(code: str, title: str) -> str:
    """Return the page of a code that nothing reports any more: its address may stand in an old comment."""
    head = f'---\ntitle: "{code} {title}"\n---\n\n# {title}\n\n代码`{code}`。'
    return f"{head}这一条现在不再检查，看到它的话不用改。\n\n---\n\n[全部提示代码](../index.md)\n"


def index(known: Sequence[Rule]) -> str:
    """Return the list of all codes, those that stop a publication first."""
    lead = "检查时跳出来的每一条提示，都带一个代码。在这里按代码找怎么改。"
    parts = [f"---\ntitle: 提示代码\n---\n\n# 提示代码\n\n{lead}\n"]
    for severity in Severity:
        rows = [
            f"| [{rule.code}]({rule.code}/index.md) | {rule.title} |" for rule in known if rule.severity is severity
        ]
        table = [f"## {severity.value}\n", f"{WEIGHT[severity]}\n", "| 代码 | 说的是什么 |", "|---|---|", *rows]
        parts.append("\n".join([*table, ""]))
    return "\n".join(parts)
