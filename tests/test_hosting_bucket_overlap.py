"""Overlapping builds and uploads, one of them killed, with the bucket checked at every moment; the full run is a
command.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from stress.overlapping_uploads import endure, find_contradictions, find_links


@pytest.mark.skipif(not shutil.which("rclone") or os.name != "posix", reason="rclone and signals are needed")
def test_what_overlaps_and_is_killed_leaves_nothing_missing_and_says_nothing_untrue(tmp_path: Path) -> None:
    done = endure(tmp_path, pairs=1, kills=1, seed=2, photos=False)
    assert done.wrong == [] and done.watch.wrong == []
    assert done.watch.looks > 300 and done.counts["compared"] >= 2


def test_the_watch_sees_what_a_page_asks_for() -> None:
    page = (
        b'<a href="../10002/">x</a><a href="../">x</a><img src="a.png" srcset="b.png 2x"><a href="https://x.cn/">x</a>'
    )
    assert find_links("10001/index.html", page) == ({"10002/index.html", "index.html"}, {"10001/a.png", "10001/b.png"})


def test_the_watch_knows_what_a_stopped_upload_must_not_have_done() -> None:
    from exhibition.hosting.bucket_plan import STATES, UNTOUCHED, UploadStage

    page = ("put", "10001/index.html", False)
    assert find_contradictions(UNTOUCHED, [page]) and not find_contradictions(UNTOUCHED, [])
    assert find_contradictions(STATES[UploadStage.HASHED], [page]) and find_contradictions(
        STATES[UploadStage.NEW_PAGES], [page]
    )
    assert not find_contradictions(STATES[UploadStage.NEW_PAGES], [(*page[:2], True)])
    assert find_contradictions(STATES[UploadStage.PAGES], [("delete", "x.png", False)])
    assert find_contradictions("已停下。", [])
