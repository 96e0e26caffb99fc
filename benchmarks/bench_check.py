"""Times the check of all content beside merely parsing the same front matter with PyYAML's C loader."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure
from ground import Ground
from measuring import Cost, alternated, cost_of, middle

TITLE = "Check of all content (peer: yaml.load with CSafeLoader of the same front matter, no places, no rules)"
PEER = """\
import pathlib, sys, yaml
for path in pathlib.Path(sys.argv[1]).glob("[uc]*s/**/index.md"):
    yaml.load(path.read_text(encoding="utf-8").split("---\\n", 2)[1], Loader=yaml.CSafeLoader)
"""


def figures(ground: Ground) -> Iterator[Figure]:
    """Check and parse in turn; yield seconds and memory."""
    content = ground.root / "content"
    mine, parsing = (
        middle(costs) for costs in alternated(ground.runs, lambda: checked(ground), lambda: parsed(content))
    )
    yield Figure("check, wall", mine.wall_s, "s", parsing.wall_s)
    yield Figure("check, processor", mine.cpu_s, "s", parsing.cpu_s)
    yield Figure("check, peak memory", mine.peak_mb, "MB", parsing.peak_mb)


def checked(ground: Ground) -> Cost:
    """Run our check."""
    return ground.run("check", "--root", ground.root, "--cache", ground.work / "check-cache")


def parsed(content: Path) -> Cost:
    """Parse the front matter of every entry below `content`."""
    return cost_of([sys.executable, "-c", PEER, content])
