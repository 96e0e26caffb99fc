"""Times the check of content that forms have written beside the check of the same content as people write it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from fixtures import Ground
from process_metrics import Cost, alternated, middle
from result_table import Figure

TITLE = "Check of content as forms write it (peer: our check of the same content as people write it)"

EMPTY = re.compile(r"^[^ #\n:]+:\n(?! )", re.M)
QUOTED = re.compile(r"^( {4}| {2}- )?(时间|建立|一句话|楼号|小区): (.+)$", re.M)
STORY = re.compile(r"^ {4}经过: (.+)$", re.M)


def figures(ground: Ground) -> Iterator[Figure]:
    """Check both in turn; yield seconds."""
    root = ground.work / "forms"
    rewrite(ground.root, root)
    forms, people = (
        middle(costs)
        for costs in alternated(ground.runs, lambda: checked(ground, root), lambda: checked(ground, ground.root))
    )
    yield Figure("check, wall", forms.wall_s, "s", people.wall_s)
    yield Figure("check, processor", forms.cpu_s, "s", people.cpu_s)


def checked(ground: Ground, root: Path) -> Cost:
    """Run our check of `root`, of content that has changed (see `bench_check.checked`)."""
    (ground.work / "forms-cache" / "check" / "unchanged").unlink(missing_ok=True)
    return ground.run("check", "--root", root, "--cache", ground.work / "forms-cache")


def rewrite(source: Path, root: Path) -> None:
    """Copy an exhibition with every entry as a form would write it at worst: quoted, and every story of two lines."""
    shutil.copytree(source / "content", root / "content")
    shutil.copy(source / "mkdocs.yml", root)
    for path in (root / "content").rglob("index.md"):
        if path.parent.name.isdigit():
            path.write_text(as_forms_do(path.read_text("utf-8")), "utf-8")


def as_forms_do(text: str) -> str:
    r"""Return a content file as forms write one.

    >>> as_forms_do("---\n星级:\n建立: 2018\n历程:\n  - 时间: 2019\n    经过: 七次议事。\n---\n\n正文\n")
    "---\n建立: '2018'\n历程:\n  - 时间: '2019'\n    经过: |-\n      七次议事。\n      第二行。\n---\n\n正文\n"
    """
    head, fence, body = text.partition("\n---\n")
    head = QUOTED.sub(r"\1\2: '\3'", EMPTY.sub("", head + "\n"))
    return STORY.sub(r"    经过: |-\n      \1\n      第二行。", head).removesuffix("\n") + fence + body
