"""After random edits a warm build equals a build from nothing, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random, SystemRandom

import synthetic
from exhibition.progress import Progress
from exhibition.site.build import build
from exhibition.site.incremental import BuildFolders
from random_edits import EDITS, EditedBuilds, list_unequal, read_site

UNITS, CLUSTERS, OTHERS = 14, 2, 1
EDITED, COMPARED = 18, 6
"""Edits, and a build from nothing after so many of them: what one of them leaves stale the next ones do not mend."""


def build_here(root: Path, site: Path, cache: Path) -> bool:
    """Build in this process; return whether the site was published."""
    return build(BuildFolders(root, site, cache), Progress()).published


def test_warm_builds_equal_cold_ones_after_random_edits(tmp_path: Path) -> None:
    # On a machine that gates merges the edits are the same each time.
    seed = 1 if os.environ.get("CI") else SystemRandom().randrange(1000)
    synthetic.write(tmp_path / "root", UNITS, seed, clusters=CLUSTERS, others=OTHERS)
    builds = EditedBuilds(tmp_path, Random(seed), build_here)
    builds.begin()
    kinds = list(EDITS)
    builds.chance.shuffle(kinds)
    del kinds[EDITED:]
    for number, change in enumerate(kinds, 1):
        wrong = builds.edit(change, compare=number % COMPARED == 0)
        assert wrong == [], f"seed {seed}, after {[one.__name__ for one in kinds[:number]]}"
    # Most edits must be such that the content is still right.
    assert sum(builds.refused.values()) <= len(kinds) // 3, builds.refused


def test_a_difference_of_sites_is_seen(tmp_path: Path) -> None:
    for name, text in (("one", "a"), ("other", "b")):
        (tmp_path / name / "x").mkdir(parents=True)
        (tmp_path / name / "x/index.html").write_text(text)
    (tmp_path / "other/x/extra.txt").write_text("")
    found = list_unequal(read_site(tmp_path / "one"), read_site(tmp_path / "other"))
    assert [path.removeprefix("./") for path in found] == ["x/extra.txt", "x/index.html"]
