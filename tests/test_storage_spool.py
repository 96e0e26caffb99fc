"""Bytes that forked processes hand on through a file without a name."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from exhibition.model import Artifact
from exhibition.storage.spool import REGION, Spool, end_spools
from exhibition.workers import map_in_processes, run_in_background


def test_what_several_processes_append_is_read_by_their_parent_and_by_processes_that_come_later(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    texts = [bytes([number]) * (number * 1500) for number in range(200)]
    with map_in_processes(lambda number: spool.append(texts[number]), range(200), 2) as starts:
        places = list(starts)
    assert [spool.read(start, len(text)) for start, text in zip(places, texts, strict=True)] == texts
    with map_in_processes(lambda number: spool.read(places[number], len(texts[number])), range(200), 2) as told:
        assert list(told) == texts


def test_what_is_larger_than_a_region_is_read_whole(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    small, large = spool.append(b"small"), spool.append(os.urandom(64) * (REGION // 32))
    after = spool.append(b"after")
    assert spool.read(small, 5) == b"small" and spool.read(after, 5) == b"after"
    data = spool.read(large, 2 * REGION)
    assert len(data) == 2 * REGION and data[:64] == data[-64:]


def test_artifacts_come_back_as_they_were_put_and_are_not_held_in_memory(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    one = Artifact("a/code.png", partial(bytes, 10), basis="of settings", known="digest")
    back = spool.read_artifacts(run_in_background(partial(spool.put_artifacts, [one]), 2)())
    assert [(here.uri, here.key, here.basis, here.known, here.make()) for here in back] == [
        ("a/code.png", "", "of settings", "digest", bytes(10))
    ]


def test_a_spool_has_no_name_and_ends_with_the_last_who_knows_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "new")
    handle, reader = spool.handle, spool.make_reader(spool.append(b"page"), 4)
    assert list((tmp_path / "new").iterdir()) == []
    del spool
    assert reader() == b"page"
    del reader
    try:
        closed = os.fstat(handle).st_nlink != 0
    except OSError:
        closed = True
    assert closed


def test_a_spool_ends_with_the_block_in_which_it_was_begun_whoever_holds_it(tmp_path: Path) -> None:
    outside = Spool(tmp_path)
    start = outside.append(b"outside")
    with end_spools():
        inside = Spool(tmp_path)
        inside.append(b"inside")
    assert outside.read(start, 7) == b"outside"
    with pytest.raises(OSError):
        os.fstat(inside.handle)
