"""Output trees: unchanged files keep their time, a site is replaced whole or not at all."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from exhibition.model import Artifact
from exhibition.storage import publishing
from exhibition.storage.cache import Cache, digest
from exhibition.storage.output_tree import PART, list_files, write_tree
from exhibition.storage.publishing import (
    SITE_MARKER,
    ForeignFolder,
    is_as_published,
    mirror,
    publish,
    read_mark,
    set_modes,
    stamp_files,
)


def artifact(uri: str, data: bytes) -> Artifact:
    return Artifact(uri, partial(bytes, data))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "objects")


def test_a_tree_holds_exactly_its_artifacts(tmp_path: Path, cache: Cache) -> None:
    docs = tmp_path / "docs"
    write_tree([artifact("10001/index.md", b"old"), artifact("gone/index.md", b"x")], docs, cache)
    change = write_tree([artifact("10001/index.md", b"new"), artifact("10002/index.md", b"y")], docs, cache)
    assert sorted(list_files(docs)) == ["10001/index.md", "10002/index.md"]
    assert change.written == ("10001/index.md", "10002/index.md")
    assert change.removed == ("gone/index.md",)


def test_an_unchanged_file_keeps_its_time(tmp_path: Path, cache: Cache) -> None:
    docs = tmp_path / "docs"
    write_tree([artifact("a.md", b"same")], docs, cache)
    os.utime(docs / "a.md", (1_000, 1_000))
    assert write_tree([artifact("a.md", b"same")], docs, cache).written == ()
    assert (docs / "a.md").stat().st_mtime == 1_000


@pytest.mark.parametrize("what", ["folder", "link", "fifo"])
def test_what_stands_in_the_place_of_a_file_goes(what: str, tmp_path: Path, cache: Cache) -> None:
    docs = tmp_path / "docs"
    write_tree([artifact("a/index.md", b"same")], docs, cache)
    path = docs / "a" / "index.md"
    path.unlink()
    {"folder": path.mkdir, "link": lambda: path.symlink_to("/dev/zero"), "fifo": lambda: os.mkfifo(path)}[what]()
    write_tree([artifact("a/index.md", b"same")], docs, cache)
    assert path.read_bytes() == b"same" and not path.is_symlink()


def test_several_processes_write_the_same_tree(tmp_path: Path, cache: Cache) -> None:
    artifacts = [artifact(f"{number}/index.md", b"%d" % number) for number in range(3 * PART)]
    alone = write_tree(artifacts, tmp_path / "alone", cache)
    shared = write_tree(artifacts, tmp_path / "shared", cache, processes=2)
    assert alone == shared
    assert len(shared.written) == len(artifacts)
    assert (tmp_path / "shared" / "700" / "index.md").read_bytes() == b"700"


def test_two_artifacts_for_one_uri_are_a_bug(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(ValueError, match=r"twice\.md"):
        write_tree([artifact("twice.md", b"1"), artifact("twice.md", b"2")], tmp_path / "docs", cache)


def test_a_remembered_artifact_is_not_made_again(cache: Cache) -> None:
    def fail() -> bytes:
        raise AssertionError("made again")

    key = digest("recipe", b"input")
    assert cache.get_or_make(Artifact("p.jpg", partial(bytes, b"made"), key)) == b"made"
    assert cache.get_or_make(Artifact("p.jpg", fail, key)) == b"made"


def test_digest_tells_parts_from_their_neighbours() -> None:
    assert digest("ab", "c") != digest("a", "bc")


def test_publishing_replaces_the_whole_site(tmp_path: Path) -> None:
    stage, site = tmp_path / "stage", tmp_path / "site"
    stage.mkdir()
    (stage / "index.html").write_text("one")
    (stage / "old.html").write_text("one")
    publish(stage, site, "first")
    mirror(site, stage, list_files(site))
    (stage / SITE_MARKER).unlink()
    (stage / "old.html").unlink()
    # A new file, as `engine.forget` ensures: the published one is the same file under another name.
    (stage / "index.html").unlink()
    (stage / "index.html").write_text("two")
    assert (site / "index.html").read_text() == "one"
    assert read_mark(site) == "first"
    publish(stage, site, "second")
    assert (site / "index.html").read_text() == "two"
    assert not (site / "old.html").exists()
    assert read_mark(site) == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_foreign_folder_is_never_replaced(tmp_path: Path) -> None:
    stage, home = tmp_path / "stage", tmp_path / "home"
    stage.mkdir()
    home.mkdir()
    (home / "thesis.doc").write_text("years of work")
    with pytest.raises(ForeignFolder):
        publish(stage, home, "mark")
    assert (home / "thesis.doc").read_text() == "years of work"
    assert not (home / SITE_MARKER).exists()


def test_a_moved_stage_has_the_stamps_that_its_files_have_in_the_site(tmp_path: Path) -> None:
    stage, site = tmp_path / "stage", tmp_path / "site"
    (stage / "10001").mkdir(parents=True)
    (stage / "empty").mkdir()
    (stage / "10001" / "index.html").write_bytes(b"page")
    (stage / "10001" / "index.html").chmod(0o600)
    staged = set_modes(stage)
    assert staged["10001/index.html"][0] == 4 and not (stage / "empty").exists()
    moved = publish(stage, site, "mark", staged=staged)
    assert moved == stamp_files(site) and set(moved) == {"10001/index.html", SITE_MARKER}
    assert is_as_published(site, moved)


def test_a_site_that_is_filled_in_file_by_file_has_stamps_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, site = tmp_path / "stage", tmp_path / "site"
    stage.mkdir()
    (stage / "a.html").write_bytes(b"page")
    site.mkdir()
    monkeypatch.setattr(publishing, "is_fixed", lambda site: True)
    assert publish(stage, site, "mark") is None
    assert read_mark(site) == "mark" and (site / "a.html").read_bytes() == b"page"
