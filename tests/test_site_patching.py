"""Patching: a crash at every single step leaves a site that is whole, and that the next command finishes."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exhibition.cli import main
from exhibition.diagnostics import Refusal
from exhibition.hosting.bucket_plan import choose_stage
from exhibition.storage import patching
from exhibition.storage.cache import add_seal
from exhibition.storage.patching import JOURNAL, PATCH, Patch, publish_patch, read_journal, recover_site
from exhibition.storage.publishing import SITE_MARKER, publish, set_modes
from stress.killed_builds import Tree, list_mixture_faults, read_tree

Files = dict[str, str]

OLD: Files = {
    "index.html": "home",
    "site.json": "one",
    "10001/index.html": "first",
    "10002/index.html": "second",
    "10003/deep/index.html": "gone with its folders",
    "10004/index.html": "stays",
    "assets/look.css": "red",
    "assets/search-0123abcd.js": "goes",
    "becomes-folder": "file",
    "becomes-file/a": "in a folder",
    "becomes-file/b/c": "deeper",
}
NEW: Files = {
    **{uri: OLD[uri] for uri in ("site.json", "10004/index.html")},
    "index.html": "new home",
    "10001/index.html": "first, changed",
    "10002/index.html": "second, changed and longer",
    "10005/index.html": "new",
    "assets/look.css": "blue",
    "assets/search-4567abcd.js": "comes",
    "becomes-folder/a/index.html": "in a folder now",
    "becomes-file": "a file now",
}


def write_files(folder: Path, files: Files) -> Path:
    for uri, text in files.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_text(text)
    return folder


def write_site(folder: Path, files: Files, mark: str) -> Tree:
    """Lay out a published site; return what is in it."""
    write_files(folder, {**files, SITE_MARKER: mark})
    set_modes(folder)
    folder.chmod(0o755)
    return read_tree(folder)


def patch(place: Path, old: Files = OLD, new: Files = NEW, *, durable: bool = False) -> None:
    """Turn the site of `old` in `place` into that of `new`."""
    changed = [uri for uri in new if new[uri] != old.get(uri)]
    stage = write_files(place / "stage", {uri: new[uri] for uri in changed})
    order = sorted(changed, key=lambda uri: (choose_stage(uri, new=uri not in old), uri))
    publish_patch(stage, place / "site", order, [uri for uri in old if uri not in new], "two", durable=durable)


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """A user whose files nobody else may read."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Tree, Tree]:
    """The site before and after, with modes."""
    return write_site(tmp_path / "old", OLD, "one"), write_site(tmp_path / "new", NEW, "two")


# A crash at each step.


class Crash(BaseException):
    """The process is killed: nothing that would be done afterwards is done."""


class Disk:
    """Counts the calls that change a disk, and lets none of them through from the one with the number `last`.

    Python asks an audit hook before each of them.
    """

    calls = frozenset(["os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "shutil.rmtree"])

    def __init__(self) -> None:
        self.watched, self.count, self.last = False, 0, 0
        self.fails: Callable[[str], BaseException | None] = lambda event: Crash()

    def watch(self, event: str, words: tuple[object, ...]) -> None:
        if not self.watched or not (event in self.calls or self.is_writing(event, words)):
            return
        self.count += 1
        if self.count >= self.last and (problem := self.fails(event)):
            raise problem

    @staticmethod
    def is_writing(event: str, words: tuple[object, ...]) -> bool:
        return event == "open" and isinstance(words[2], int) and bool(words[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))

    @contextmanager
    def crash_at(self, last: int) -> Iterator[None]:
        """Run the block until the call with this number; `crashed` says whether there was one."""
        self.watched, self.count, self.last = True, 0, last
        try:
            yield
        except Crash:
            pass
        finally:
            self.watched = False

    @property
    def crashed(self) -> bool:
        return self.count >= self.last


DISK = Disk()
sys.addaudithook(DISK.watch)


def test_a_crash_at_any_step_leaves_a_site_that_the_next_command_finishes(
    tmp_path: Path, trees: tuple[Tree, Tree]
) -> None:
    old, new = trees
    seen, number = set(), 0
    while True:
        number += 1
        place = tmp_path / f"at-{number}"
        write_site(place / "site", OLD, "one")
        with DISK.crash_at(number):
            patch(place)
        if not DISK.crashed:
            break
        left = read_tree(place / "site")
        assert list_mixture_faults(left, old, new) == [], number
        begun = read_journal(place / "site") is not None
        recover_site(place / "site")
        assert read_tree(place / "site") == (new if begun or left.get(SITE_MARKER) == new[SITE_MARKER] else old), number
        seen.add(begun)
    assert read_tree(place / "site") == new
    assert seen == {True, False} and number > 40
    assert [path.name for path in place.iterdir()] == ["site"]


def test_a_crash_at_any_step_of_the_recovery_is_recovered_too(tmp_path: Path, trees: tuple[Tree, Tree]) -> None:
    old, new = trees
    place = tmp_path / "place"
    write_site(place / "site", OLD, "one")
    number = 0
    while not read_journal(place / "site"):
        number += 1
        shutil.rmtree(place)
        write_site(place / "site", OLD, "one")
        with DISK.crash_at(number):
            patch(place)
    number = 0
    while True:
        number += 1
        site = tmp_path / f"again-{number}"
        shutil.copytree(place / "site", site)
        with DISK.crash_at(number):
            recover_site(site)
        if not DISK.crashed:
            break
        assert list_mixture_faults(read_tree(site), old, new) == [], number
        recover_site(site)
        assert read_tree(site) == new, number
    assert number > 25


def test_a_full_disk_at_any_step_is_said_and_nothing_is_lost(tmp_path: Path, trees: tuple[Tree, Tree]) -> None:
    """Before the journal the old site stands, after it a refusal says that the next command goes on."""
    old, new = trees
    number, refused = 0, 0
    while True:
        number += 1
        place = tmp_path / f"full-{number}"
        write_site(place / "site", OLD, "one")
        # Removing works on a full disk.
        DISK.fails = lambda event: None if "rem" in event or "rm" in event else OSError(errno.ENOSPC, "full")
        try:
            with DISK.crash_at(number):
                patch(place)
        except Refusal as refusal:
            refused += 1
            assert "会接着换完" in str(refusal) and read_journal(place / "site")
            assert list_mixture_faults(read_tree(place / "site"), old, new) == [], number
        except OSError:
            assert read_tree(place / "site") == old, number
        finally:
            DISK.fails = lambda event: Crash()
        if not DISK.crashed:
            break
        recover_site(place / "site")
        assert read_tree(place / "site") in (old, new), number
    assert refused > 8


# What is in the site, and in the journal.


def test_a_patch_gives_the_site_of_a_whole_publication(tmp_path: Path, trees: tuple[Tree, Tree]) -> None:
    write_site(tmp_path / "site", OLD, "one")
    before = {uri: (tmp_path / "site" / uri).stat() for uri in ("10004/index.html", "site.json")}
    patch(tmp_path, durable=True)
    assert read_tree(tmp_path / "site") == trees[1]
    for uri, status in before.items():
        now = (tmp_path / "site" / uri).stat()
        assert (now.st_ino, now.st_mtime_ns, now.st_ctime_ns) == (status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
    publish(write_files(tmp_path / "stage", NEW), tmp_path / "other", "two")
    assert read_tree(tmp_path / "other") == trees[1]


def test_a_stage_on_another_disk_is_copied(
    tmp_path: Path, trees: tuple[Tree, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path / "site", OLD, "one")
    real = os.replace

    def replace(source: object, target: object) -> None:
        if str(source) == str(tmp_path / "stage"):
            raise OSError(errno.EXDEV, "another disk")
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", replace)
    patch(tmp_path)
    assert read_tree(tmp_path / "site") == trees[1]


def begin(site: Path, journal: bytes, files: Files | None = None) -> None:
    write_files(site / PATCH / "files", files or {})
    (site / PATCH).mkdir(exist_ok=True)
    (site / PATCH / JOURNAL).write_bytes(journal)


JOURNALS: dict[str, bytes] = {
    "empty": b"",
    "cut": Patch((), (), "two").to_bytes()[:-3],
    "not sealed": b'{"placed": [], "removed": [], "mark": "two"}',
    "above": Patch((("../precious", 1),), (), "two").to_bytes(),
    "removes above": Patch((), ("../precious",), "two").to_bytes(),
    "absolute": Patch((), ("/precious",), "two").to_bytes(),
    "size": add_seal(JOURNAL, b'{"placed": [["a", "b"]], "removed": [], "mark": "two"}'),
    "mark": add_seal(JOURNAL, b'{"placed": [], "removed": [], "mark": 3}'),
    "list": add_seal(JOURNAL, b"[]"),
    "deep": add_seal(JOURNAL, b"[" * 100_000),
}


@pytest.mark.parametrize("data", JOURNALS.values(), ids=JOURNALS)
def test_a_journal_that_no_publication_has_written_changes_nothing_but_the_mark(data: bytes, tmp_path: Path) -> None:
    """The next build makes all anew: nobody knows how far the patch went."""
    old = write_site(tmp_path / "site", OLD, "one")
    (tmp_path / "precious").write_text("x")
    begin(tmp_path / "site", data, {"index.html": "new"})
    recover_site(tmp_path / "site")
    assert read_tree(tmp_path / "site") == {**old, SITE_MARKER: (0o644, b"")}
    assert (tmp_path / "precious").exists()


def test_a_lost_file_of_a_patch_takes_the_mark(tmp_path: Path) -> None:
    write_site(tmp_path / "site", OLD, "one")
    begin(
        tmp_path / "site",
        Patch((("index.html", 3), ("10001/index.html", 400)), (), "two").to_bytes(),
        {"index.html": "new"},
    )
    recover_site(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "new"
    assert (tmp_path / "site" / SITE_MARKER).read_text() == "" and not (tmp_path / "site" / PATCH).exists()


def test_a_patch_follows_no_link(tmp_path: Path) -> None:
    """A site may have been restored from elsewhere."""
    outside = write_files(tmp_path / "outside", {"index.html": "precious"})
    site = tmp_path / "site"
    write_site(site, OLD, "one")
    for uri in ("10001", "10002"):
        shutil.rmtree(site / uri)
        (site / uri).symlink_to(outside, target_is_directory=True)
    begin(site, Patch((("10001/index.html", 3),), ("10002/index.html",), "two").to_bytes(), {"10001/index.html": "new"})
    recover_site(site)
    assert (outside / "index.html").read_text() == "precious" and list(outside.iterdir()) == [outside / "index.html"]
    assert (site / "10001/index.html").read_text() == "new" and not (site / "10001").is_symlink()
    (site / PATCH).symlink_to(outside, target_is_directory=True)
    recover_site(site)
    assert (outside / "index.html").exists() and not os.path.lexists(site / PATCH)


def test_a_system_that_refuses_to_rename_is_asked_again(
    tmp_path: Path, trees: tuple[Tree, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a reader of a file forbids it; `rename_patiently` waits, and in the end the user is told."""
    write_site(tmp_path / "site", OLD, "one")

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "in use", str(target))

    with monkeypatch.context() as windows:
        windows.setattr(patching, "rename_patiently", refuse)
        with pytest.raises(Refusal, match="in use"):
            patch(tmp_path)
    recover_site(tmp_path / "site")
    assert read_tree(tmp_path / "site") == trees[1]


def test_an_upload_finishes_a_begun_patch_first(
    tmp_path: Path, trees: tuple[Tree, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write_site(site, OLD, "one")
    begin(site, Patch((("index.html", 8),), (), "two").to_bytes(), {"index.html": "new home"})
    (site / PATCH / "files" / "index.html").chmod(0o644)
    seen: list[Tree] = []

    def look(run: object) -> int:
        seen.append(read_tree(site))
        return 0

    for name, stub in {
        "shutil.which": str,
        "rclone.get_version": lambda: (9, 0),
        "UploadRun.__post_init__": lambda run: None,
        "UploadRun.run": look,
    }.items():
        monkeypatch.setattr(f"exhibition.cli.upload.{name}", stub)
    folders = ["--root", str(tmp_path), "--site", str(site), "--cache", str(tmp_path / "cache")]
    assert main(["upload", *folders, "--to", "remote:bucket"]) == 0
    assert seen[0] == {**trees[0], "index.html": trees[1]["index.html"], SITE_MARKER: trees[1][SITE_MARKER]}
