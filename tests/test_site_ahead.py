"""What a build makes while it reads the content is what it would make later, and nothing else is taken for it."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from exhibition.bodies import enter_rendered, render_body
from exhibition.bodies.rendering import AHEAD, render_cached
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry
from exhibition.site.ahead import WorkAhead
from exhibition.site.file_groups import describe_codes
from exhibition.site.incremental import BuildFolders
from exhibition.workers import run_in_background
from stress.killed_builds import write_small_site


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> BuildFolders:
    place = tmp_path_factory.mktemp("ahead")
    write_small_site(place / "root")
    return BuildFolders(place / "root", place / "site", place / "cache")


def test_bodies_are_rendered_ahead_as_the_pages_show_them(places: BuildFolders) -> None:
    entries = [one for one in load_exhibition(places.root).exhibition.published(Entry) if one.body.strip()]
    render_cached.cache_clear()
    shown = {one.body: render_body(one.body) for one in entries}
    ahead = WorkAhead(places, 2)
    try:
        ahead.enter_bodies()
    finally:
        ahead.end()
    assert AHEAD
    render_cached.cache_clear()
    try:
        assert {body: render_body(body) for body in shown} == shown
    finally:
        enter_rendered({})


def test_codes_drawn_ahead_count_for_the_same_settings_only(places: BuildFolders) -> None:
    exhibition = load_exhibition(places.root).exhibition
    ids = [one.id for one in exhibition.published(Entry)]
    codes = describe_codes(exhibition.settings, ids)
    others = describe_codes(replace(exhibition.settings, site_url="https://other.example/"), ids)
    ahead = WorkAhead(places, 2)
    try:
        taken, left = ahead.find_codes(codes), ahead.find_codes(others)
    finally:
        ahead.end()
    assert left == others
    assert [one.make() for one in taken] == [one.make() for one in codes]
    assert not any(one.make is code.make for one, code in zip(taken, codes, strict=True))


def note_end(path: Path) -> None:
    time.sleep(0.2)
    path.write_text("done")


def test_a_process_waits_for_one_that_was_forked_before_it(tmp_path: Path) -> None:
    path = tmp_path / "note"
    first = run_in_background(partial(note_end, path), 2)

    def look() -> bool:
        first.wait()
        return path.exists()

    with first, run_in_background(look, 2) as second:
        assert second()
