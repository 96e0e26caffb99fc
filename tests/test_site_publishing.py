"""Publishing: damaged caches and sites are repaired, a site is complete or the one before, readable by all."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from exhibition.cli import main
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Refusal
from exhibition.media.rendition_worker import load_rendition_set
from exhibition.model import Artifact
from exhibition.progress import Progress
from exhibition.site import incremental, mkdocs_engine
from exhibition.site.build import build, compose_artifacts
from exhibition.site.incremental import BuildFolders, BuildRecord
from exhibition.storage import patching, publishing
from exhibition.storage.cache import SEAL, Cache, add_seal, digest, get_machine_name, remove_seal
from exhibition.storage.patching import recover_site
from exhibition.storage.publishing import (
    SITE_MARKER,
    fill_in,
    is_as_published,
    list_unchanged,
    publish,
    stamp_files,
)
from exhibition.storage.shards import PLAIN, dump_values
from stress.killed_builds import (
    DAMAGES,
    SPOILT,
    KilledBuilds,
    Tree,
    damage,
    damage_files,
    list_differences,
    read_tree,
    start_command,
    write_small_site,
)

PHOTO = "content/units/example/20001/photo-01.jpg"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small exhibition with a photo, so that the cache has objects of every kind."""
    root = write_small_site(tmp_path_factory.mktemp("publishing") / "root")
    from PIL import Image

    Image.linear_gradient("L").resize((900, 700)).convert("RGB").save(root / PHOTO)
    page = root / "content/units/example/20001/index.md"
    photo = "照片:\n  - 文件: photo-01.jpg\n    说明: 楼道里\n    时间: 2018-03\n    类别: 从前\n    同意: 不涉及人物\n"
    page.write_text(page.read_text("utf-8").replace("照片:\n", photo, 1), "utf-8")
    return root


@pytest.fixture(scope="module")
def kept(root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildFolders:
    """A site and a cache that are never damaged themselves: copies of them are."""
    place = tmp_path_factory.mktemp("kept")
    places = BuildFolders(root, place / "site", place / "cache")
    made(places)
    return places


@pytest.fixture(scope="module")
def whole(kept: BuildFolders) -> Tree:
    """The result of a cold build."""
    return read_tree(kept.site)


def made(places: BuildFolders, *, fresh: bool = False) -> None:
    outcome = build(places, Progress(), fresh=fresh)
    assert outcome.published, outcome.diagnostics


def artifacts(places: BuildFolders) -> list[Artifact]:
    """Return all artifacts of a site."""
    return compose_artifacts(load_exhibition(places.root).exhibition, places, Progress())[0]


@pytest.fixture
def places(root: Path, tmp_path: Path) -> BuildFolders:
    return BuildFolders(root, tmp_path / "site", tmp_path / "cache")


def copied(kept: BuildFolders, places: BuildFolders) -> None:
    """Copy the whole site and its cache into `places`, and build once, because copies have other stamps."""
    shutil.copytree(kept.cache, places.cache)
    made(places)


# Objects of the cache.


@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_objects_are_made_anew(how: str, kept: BuildFolders, whole: Tree, places: BuildFolders) -> None:
    shutil.copytree(kept.cache, places.cache)
    assert damage_files(places.cache / "objects", SPOILT[how]) >= 8
    made(places)
    assert list_differences(read_tree(places.site), whole) == []
    # Repaired, not made anew each time: whatever this build has read is intact now.
    for artifact in artifacts(places):
        assert not artifact.key or places.objects.get(artifact.key) is not None


def test_everything_else_in_the_cache_may_be_spoilt_too(kept: BuildFolders, whole: Tree, places: BuildFolders) -> None:
    copied(kept, places)
    chance = Random(3)
    for path in [path for path in (places.cache / "build").rglob("*") if path.is_file()]:
        if chance.random() < 0.3 or path.name == "published":
            path.write_bytes(SPOILT[chance.choice(list(SPOILT))](path.read_bytes()))
    (places.docs / "10001").mkdir(parents=True)
    (places.docs / "10001" / "index.md").write_text("of an earlier version")
    made(places)
    assert list_differences(read_tree(places.site), whole) == []


def record(**changed: object) -> bytes:
    """Return a record as a build writes it, but for what is changed: its four texts, its three tables."""
    parts: dict[str, object] = {
        "look": "look\0",
        "mark": "mark",
        "theme": "digest\x00404.html\0",
        "warnings": "",
        "pages": ("a.md\0", "digest\0"),
        "assets": ("a.js\0", "digest\0"),
        "files": ("a\0", bytes(32)),
    } | changed
    texts = tuple(parts[name] for name in ("look", "mark", "theme", "warnings"))
    return dump_values((texts, *(parts[name] for name in ("pages", "assets", "files"))), PLAIN)


RECORDS: dict[str, bytes] = {
    "nothing": b"",
    "list": dump_values([], PLAIN),
    "number": dump_values(3, PLAIN),
    "bytes": b"\xff",
    "JSON": b"{}",
    "one table less": dump_values((("", "", "", ""), ("", ""), ("", "")), PLAIN),
    "look": record(look=3),
    "mark": record(mark=3),
    "files": record(files="x"),
    "stamps": record(files=("index.html\0", [3])),
    "half a stamp": record(files=("index.html\0", bytes(31))),
    "stamps of others": record(files=("index.html\0", bytes(64))),
    "assets": record(assets=["a.js"]),
    "above": record(assets=("../../../precious\0", "digest\0")),
    "digest of an asset": record(assets=("a.js\0", None)),
    "absolute": record(assets=("/precious\0", "digest\0")),
    "without a name": record(assets=("\0", "digest\0")),
    "pages": record(pages=3),
    "digests of pages": record(pages=("a.md\0", "digest\0more\0")),
    "page above": record(pages=("../../precious.md\0", "digest\0")),
    "page of a drive": record(pages=("C:precious.md\0", "digest\0")),
    "theme": record(theme=["digest", "404.html"]),
    "theme above": record(theme="digest\0../../precious\0"),
    "warnings": record(warnings=3),
}


def test_a_record_of_a_build_is_read() -> None:
    assert BuildRecord.parse(record()) != BuildRecord()
    empty = ("", "")
    assert BuildRecord.parse(record(pages=empty, theme="", assets=empty, files=("", b""))) != BuildRecord()
    whole = BuildRecord(
        ["look"], "mark", {"a.md": "1"}, ["digest", "a"], {"a.js": "2"}, {"a": (1, 2, 3, 4)}, ["one", "two"]
    )
    assert BuildRecord.parse(whole.to_bytes()) == whole


@pytest.mark.parametrize("data", RECORDS.values(), ids=RECORDS)
def test_a_record_that_no_build_has_written_is_none(data: bytes) -> None:
    assert BuildRecord.parse(data) == BuildRecord.parse(None) == BuildRecord()


def test_a_restored_cache_leads_nowhere_else(
    kept: BuildFolders, whole: Tree, places: BuildFolders, tmp_path: Path
) -> None:
    """A restored cache may have been written by anybody: sealed, because the seal is no signature, and with links."""
    copied(kept, places)
    outside = stage_of(tmp_path / "outside", "precious", "folder/precious")
    before = read_tree(outside)
    record = places.trees / "published"
    told = BuildRecord.parse(remove_seal("published", record.read_bytes()))
    told.assets.update({"../../../outside/precious": "digest", str(outside / "precious"): "digest"})
    told.theme.append("../../../outside/precious")
    assert told.pages
    record.write_bytes(add_seal("published", told.to_bytes()))
    made(places)
    for link in (places.docs, places.stage, places.trees):
        shutil.rmtree(link, ignore_errors=True)
        link.symlink_to(outside / "folder", target_is_directory=True)
        made(places)
        assert read_tree(outside) == before
    for path in (record, places.site / SITE_MARKER):
        path.unlink()
        os.mkfifo(path)
        made(places)
    record.unlink()
    record.mkdir()
    made(places)
    assert read_tree(outside) == before
    assert list_differences(read_tree(places.site), whole) == []


@pytest.mark.parametrize("forged", ["../../../../outside/x", "AVIF", 3, None, ["avif"]])
def test_a_sheet_that_no_darkroom_has_made_is_none(forged: object, tmp_path: Path) -> None:
    key, cache = digest("one"), Cache(tmp_path)
    sound = [key, "#00ff00", [["avif", 360, 270, key], ["jpg", 360, 270, key]]]
    cache.put(digest("sheet", key), json.dumps(sound).encode())
    assert load_rendition_set(cache, key)
    for spoilt in (
        [key, forged, sound[2]],
        [forged, "#00ff00", sound[2]],
        [key, "#00ff00", [["jpg", 360, 270, key], [forged, 360, 270, key]]],
        [key, "#00ff00", [["avif", 360, 270, key], ["jpg", 360, 270, forged]]],
        [key, "#00ff00", forged],
        forged,
    ):
        cache.put(digest("sheet", key), json.dumps(spoilt).encode())
        assert load_rendition_set(cache, key) is None


@pytest.mark.parametrize(
    ("site", "cache"), [("a", "a"), ("a", "a/b"), ("a/build", "a"), ("a/build/docs", "a"), ("a/objects/x", "a")]
)
def test_site_and_cache_must_not_lie_in_each_other(site: str, cache: str, root: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="叠在一起"):
        build(BuildFolders(root, tmp_path / site, tmp_path / cache), Progress())
    assert list(tmp_path.iterdir()) == []


def test_a_cache_without_digests_is_not_used(kept: BuildFolders, whole: Tree, places: BuildFolders) -> None:
    shutil.copytree(kept.cache, places.cache)
    damage_files(places.cache / "objects", lambda data: data[:-SEAL])
    made(places)
    assert list_differences(read_tree(places.site), whole) == []


@pytest.mark.parametrize("how", [*SPOILT, "exchanged", "link", "folder"])
def test_an_object_that_is_not_what_was_kept_is_absent(how: str, tmp_path: Path) -> None:
    cache, key, other = Cache(tmp_path), digest("one"), digest("other")
    cache.put(key, b"data" * 9)
    cache.put(other, b"data of another")
    path = cache.get_path(key)
    if how == "exchanged":
        os.replace(cache.get_path(other), path)
    elif how == "link":
        path.unlink()
        path.symlink_to("/dev/zero")
    elif how == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(SPOILT[how](path.read_bytes()))
    assert cache.get(key) is None
    cache.put(key, b"data" * 9)
    assert cache.get(key) == b"data" * 9


def test_what_killed_processes_left_in_the_cache_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(digest("one"), b"data")
    old, young = tmp_path / "unfinished" / ".new-old", tmp_path / "unfinished" / ".new-young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    # Files of a process of this machine that has ended are removed at once.
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    ours = [old.with_name(f".new-{get_machine_name()}-{pid}-x") for pid in (int(ended.stdout), os.getpid())]
    for path in ours:
        path.write_bytes(b"half")
    cache.tidy()
    assert young.exists() and not old.exists()
    assert [path.exists() for path in ours] == [os.name != "posix", True]


def test_what_a_kill_on_a_full_disk_has_left_goes_first_of_all(tmp_path: Path) -> None:
    """Also where the content has errors, and nothing is built."""
    site, cache = tmp_path / "site", tmp_path / "cache"
    left = [cache / "build" / "stage" / "x.html", tmp_path / ".site.new" / "x.html", tmp_path / ".site.old" / "x.html"]
    left += [folder / f".new-{get_machine_name()}-{2**22 + 1}-x" for folder in (cache, cache / "build", tmp_path)]
    for path in (site / ".exhibition", *left):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    assert main(["build", "--root", str(tmp_path), "--site", str(site), "--cache", str(cache)]) != 0
    assert [path for path in left if path.exists()] == []
    assert site.exists()


# Files of the site.


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_of_each_kind_is_seen(kind: str, kept: BuildFolders, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(kept.site, site)
    known = stamp_files(site)
    DAMAGES[kind](site / "20001" / "index.html", site / "20002")
    whole = list_unchanged(site, known)
    gone = known.keys() - set(whole) - {SITE_MARKER}
    # An unreadable folder and added files: the stage is made of intact files alone, in folders of its own.
    expected = {"20002/" if "for a folder" in kind or kind == "remove a folder" else "20001/index.html"}
    if kind in ("add a file", "add a folder", "shut a folder"):
        assert gone == set() and "20002/extra.html" not in whole
    else:
        assert gone and all(uri.startswith(tuple(expected)) for uri in gone)


@pytest.mark.parametrize("seed", range(2))
def test_a_warm_build_over_any_damage_equals_a_cold_one(seed: int, kept: BuildFolders, whole: Tree) -> None:
    chance = Random(seed)
    done = [damage(kept.site, chance, kind) for kind in chance.sample(list(DAMAGES), len(DAMAGES))]
    made(kept)
    assert list_differences(read_tree(kept.site), whole) == [], done


def test_a_lost_mark_is_mended_where_every_file_is_ours(kept: BuildFolders, whole: Tree) -> None:
    (kept.site / SITE_MARKER).unlink()
    made(kept)
    assert list_differences(read_tree(kept.site), whole) == []


def test_a_lost_mark_and_a_stray_file_are_mended_where_the_rest_is_ours(kept: BuildFolders, whole: Tree) -> None:
    (kept.site / SITE_MARKER).unlink()
    (kept.site / "stray.txt").write_text("x")
    made(kept)
    assert list_differences(read_tree(kept.site), whole) == []


def test_what_is_whole_is_not_made_again(kept: BuildFolders) -> None:
    made(kept)
    before = (kept.site / "20001" / "index.html").stat().st_ino
    made(kept)
    assert (kept.site / "20001" / "index.html").stat().st_ino == before


def test_a_warning_of_mkdocs_is_said_until_its_page_is_rendered_again_or_gone() -> None:
    def page(uri: str) -> Artifact:
        return Artifact(uri, bytes)

    link, other = (f"Doc file 'guide/{name}.md' contains a link 'x.md'" for name in "ab")
    nav, gone = "A reference to 'guide/no.md' is included in the 'nav'", "Doc file 'guide/gone.md' contains a link"
    uris = ("guide/a.md", "guide/b.md", "index.md")
    last = BuildRecord(pages=dict.fromkeys([*uris, "guide/gone.md"], ""), warnings=[link, other, nav, gone])
    pages = [page(uri) for uri in uris]
    select = incremental.select_warnings
    assert select(last, [], pages, [page("index.md")], theme=False) == [link, other, nav]
    assert select(last, [nav], pages, [page("guide/a.md")], theme=True) == [nav, other]
    assert select(last, [other], pages, pages, theme=True) == [other]


def test_templates_that_were_other_ones_while_pages_were_rendered_are_not_taken_for_the_old_ones(
    root: Path, kept: BuildFolders, whole: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody goes to another branch and back in the midst of a build: afterwards all files are as they were before it."""
    shutil.copytree(root, tmp_path / "root")
    places = BuildFolders(tmp_path / "root", tmp_path / "site", tmp_path / "cache")
    shutil.copytree(kept.objects.root, places.objects.root)
    template = places.root / "overrides/partials/exhibit/lean.html"
    text, before, render = template.read_text("utf-8"), template.stat(), mkdocs_engine.render

    def render_otherwise(*given: Any, **named: Any) -> Any:
        template.write_text(f"{text}<!-- of another branch -->", "utf-8")
        try:
            return render(*given, **named)
        finally:
            template.write_text(text, "utf-8")
            os.utime(template, ns=(before.st_atime_ns, before.st_mtime_ns))

    with monkeypatch.context() as patch:
        patch.setattr(mkdocs_engine, "render", render_otherwise)
        made(places)
    made(places)
    assert list_differences(read_tree(places.site), whole) == []


def test_where_nothing_has_changed_nothing_is_touched(kept: BuildFolders, whole: Tree) -> None:
    made(kept)
    record = kept.trees / "published"
    before = (stamp_files(kept.site), kept.site.stat().st_ino, record.stat().st_mtime_ns)
    made(kept)
    assert (stamp_files(kept.site), kept.site.stat().st_ino, record.stat().st_mtime_ns) == before
    assert not kept.stage.exists()
    made(kept, fresh=True)
    assert kept.site.stat().st_ino != before[1]
    assert list_differences(read_tree(kept.site), whole) == []


@pytest.mark.parametrize("kind", DAMAGES)
def test_after_damage_of_each_kind_a_site_is_not_as_published(kind: str, kept: BuildFolders, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(kept.site, site)
    known = stamp_files(site)
    assert is_as_published(site, known)
    DAMAGES[kind](site / "20001" / "index.html", site / "20002")
    assert not is_as_published(site, known)


def test_a_site_that_others_may_not_enter_is_not_as_published(kept: BuildFolders, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(kept.site, site)
    known = stamp_files(site)
    site.chmod(0o700)
    assert not is_as_published(site, known)


# Modes.


@pytest.mark.parametrize("umask", [0o077, 0o027, 0o000])
def test_everybody_may_read_a_site_whatever_the_umask(umask: int, whole: Tree, kept: BuildFolders) -> None:
    places = kept
    before = os.umask(umask)
    try:
        made(places, fresh=True)
    finally:
        os.umask(before)
    modes = {uri: mode for uri, (mode, _) in read_tree(places.site).items()}
    assert {mode for uri, mode in modes.items() if uri.endswith("/")} == {0o755}
    assert {mode for uri, mode in modes.items() if not uri.endswith("/")} == {0o644}
    assert places.site.stat().st_mode & 0o7777 == 0o755
    assert list_differences(read_tree(places.site), whole) == []


# Replacement of one site by the other.


def stage_of(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name} of {folder.name}")
    return folder


@pytest.mark.parametrize("exchange", [True, False])
def test_a_site_follows_the_other(exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchange:
        monkeypatch.setattr(publishing, "find_exchange_call", lambda: None)
    site = tmp_path / "site"
    for number in ("one", "two"):
        publish(stage_of(tmp_path / number, "index.html", f"{number}/index.html"), site, number)
    assert sorted(read_tree(site)) == [SITE_MARKER, "index.html", "two/", "two/index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_without_exchange_a_failure_brings_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    publish(stage_of(tmp_path / "one", "index.html"), site, "one")
    monkeypatch.setattr(publishing, "find_exchange_call", lambda: None)
    real, calls = publishing.rename_patiently, []

    def fail_at_the_second(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")
        real(source, target)

    monkeypatch.setattr(publishing, "rename_patiently", fail_at_the_second)
    with pytest.raises(OSError, match="full"):
        publish(stage_of(tmp_path / "two", "index.html"), site, "two")
    assert (site / "index.html").read_text() == "index.html of one"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_that_a_kill_left_beside_its_place_comes_back(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(stage_of(tmp_path / "one", "index.html"), site, "one")
    os.replace(site, tmp_path / ".site.old")
    recover_site(site)
    assert (site / "index.html").exists() and not (tmp_path / ".site.old").exists()


@pytest.mark.parametrize("number", publishing.UNMOVABLE)
def test_a_folder_that_cannot_be_moved_is_filled(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    publish(stage_of(tmp_path / "one", "index.html", "a/index.html", "b", "c/d/e"), site, "one")
    inode = site.stat().st_ino

    def refuse(one: bytes, other: bytes) -> int:
        ctypes.set_errno(number)
        return -1

    monkeypatch.setattr(publishing, "find_exchange_call", lambda: refuse)
    two = stage_of(tmp_path / "two", "index.html", "a", "b/index.html", "f/g")
    publish(two, site, "two")
    assert site.stat().st_ino == inode
    assert sorted(read_tree(site)) == [SITE_MARKER, "a", "b/", "b/index.html", "f/", "f/g", "index.html"]
    assert {mode & 0o777 for mode, _ in read_tree(site).values()} == {0o644, 0o755}
    assert (site / SITE_MARKER).read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_interrupted_filling_leaves_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    publish(stage_of(tmp_path / "one", "index.html"), site, "one")
    monkeypatch.setattr(
        publishing, "put_in_place", lambda *words, **more: (_ for _ in ()).throw(OSError(errno.EIO, "x"))
    )
    with pytest.raises(Refusal, match="有新的文件，也有旧的"):
        fill_in(stage_of(tmp_path / "two", "index.html"), site, "two")
    assert (site / SITE_MARKER).read_text() == ""


def test_a_mount_without_room_is_left_as_it_is(mounted: Callable[[str, int], Path], tmp_path: Path) -> None:
    site = mounted("site", 1)
    one = stage_of(tmp_path / "one", "index.html", "a")
    (one / "photo.jpg").write_bytes(bytes(300_000))
    publish(one, site, "one")
    before = read_tree(site)
    two = stage_of(tmp_path / "two", "index.html", "b")
    for rank in range(3):
        (two / f"photo-{rank}.jpg").write_bytes(bytes(300_000))
    with pytest.raises(OSError, match="No space left"):
        publish(two, site, "two")
    assert read_tree(site) == before
    for rank in (1, 2):
        (two / f"photo-{rank}.jpg").write_bytes(b"")
    publish(two, site, "two")
    assert (site / SITE_MARKER).read_text() == "two" and not (site / "photo.jpg").exists()


def test_a_published_site_is_a_success_though_nothing_can_be_written_down(
    kept: BuildFolders, whole: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, *, durable: bool = True) -> None:
        raise OSError(errno.ENOSPC, "full", str(path))

    with monkeypatch.context() as disk:
        disk.setattr(incremental, "write_atomically", full)
        made(kept, fresh=True)
    assert list_differences(read_tree(kept.site), whole) == []
    made(kept)
    assert list_differences(read_tree(kept.site), whole) == []


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str, int], Path]]:
    """Mount a small disk below the test's folder, where that is allowed."""
    mounts: list[Path] = []

    def mount(name: str, megabytes: int) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("mounting takes root")
        mounts.append(folder)
        return folder

    yield mount
    for folder in mounts:
        # Processes that a build has forked hold its locks until they have ended: a moment longer than the build.
        for _ in range(50):
            if not subprocess.run(["umount", str(folder)], capture_output=True).returncode:
                break
            time.sleep(0.1)
        else:
            pytest.fail(f"still in use: {folder}")


def test_the_site_may_be_a_mount(mounted: Callable[[str, int], Path], root: Path, whole: Tree, tmp_path: Path) -> None:
    places = BuildFolders(root, mounted("site", 200), tmp_path / "cache")
    made(places)
    assert list_differences(read_tree(places.site), whole) == []
    (places.site / "20001" / "index.html").write_text("")
    made(places)
    assert list_differences(read_tree(places.site), whole) == []


# A full disk, and kills.


def test_a_full_disk_is_said_and_leaves_the_old_site(
    mounted: Callable[[str, int], Path], root: Path, whole: Tree, capfd: pytest.CaptureFixture[str]
) -> None:
    disk = mounted("disk", 40)
    words = ["build", "--root", str(root), "--site", str(disk / "site"), "--cache", str(disk / "cache")]
    ballast = disk / "ballast"
    assert main(words) == 0
    page = root / "content/units/example/20001/index.md"
    text = page.read_bytes()
    try:
        for left_kb in (40, 1200):
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            ballast.write_bytes(bytes(max(0, free - left_kb * 1024)))
            page.write_bytes(text + f"\n还剩 {left_kb}\n".encode())
            code = main([*words, "--fresh"])
            said = capfd.readouterr().err
            if code:
                assert code == 2 and "磁盘满了" in said, said
                assert list_differences(read_tree(disk / "site"), whole) == []
            ballast.unlink()
            page.write_bytes(text)
            assert main(words) == 0
            assert list_differences(read_tree(disk / "site"), whole) == []
            assert {path.name for path in disk.iterdir()} == {"site", "cache"}
    finally:
        page.write_bytes(text)


def test_a_full_disk_of_the_site_alone_is_said_in_a_sentence(
    mounted: Callable[[str, int], Path], root: Path, whole: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    disk = mounted("disk", 2)
    words = ["build", "--root", str(root), "--site", str(disk / "site"), "--cache", str(tmp_path / "cache")]
    assert main(words) == 2
    said = capfd.readouterr().err.splitlines()
    assert said[-1].startswith("磁盘满了") and "Errno" not in "".join(said)
    # The note that this build has not succeeded: `upload` looks for it.
    assert [path.name for path in disk.iterdir()] == [".site.unfinished"]
    subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
    assert main(words) == 0
    assert list_differences(read_tree(disk / "site"), whole) == []


def test_files_that_cannot_grow_are_said(root: Path, whole: Tree, tmp_path: Path) -> None:
    """The same without root: a limit on the size of files, which is another errno."""
    cache, site = tmp_path / "cache", tmp_path / "site"
    process = start_command(
        *("build", "--root", root, "--site", site, "--cache", cache),
        limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000)),
    )
    said, _ = process.communicate()
    assert process.returncode == 2 and "磁盘满了" in said and "程序自己出错了" not in said, said
    assert not site.exists()
    made(BuildFolders(root, site, cache))
    assert list_differences(read_tree(site), whole) == []


def test_killed_builds_leave_the_old_site_or_the_new_one(root: Path, tmp_path: Path) -> None:
    """A few of many: `python tests/stress/killed_builds.py --kills 60` is the full run."""
    own = tmp_path / "root"
    shutil.copytree(root, own)
    killing = KilledBuilds(own, tmp_path, Random(5))
    seconds = killing.prepare()
    wrong = [fault for share in (0.6, 0.95) for fault in killing.kill(share * seconds, cold=share > 0.9)]
    assert [*wrong, *killing.build_again()] == []


# An edit.


def test_an_edit_touches_only_the_files_that_it_changes(
    kept: BuildFolders, root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made(kept)
    page = root / "content/units/example/20001/index.md"
    text = page.read_bytes()
    before, tree = list_inodes(kept.site), read_tree(kept.site)
    words = ["build", "--root", str(root), "--site", str(kept.site), "--cache", str(kept.cache)]
    try:
        page.write_bytes(text + "\n多了一句。\n".encode())
        assert main(words) == 0
        said = capfd.readouterr().out
        after, now = list_inodes(kept.site), read_tree(kept.site)
        changed = {uri for uri in tree.keys() | now.keys() if tree.get(uri) != now.get(uri)}
        changed = {uri for uri in changed if not uri.endswith("/")}
        assert "20001/index.html" in changed and len(changed) < len(tree) / 10
        assert {uri for uri in before.keys() | after.keys() if before.get(uri) != after.get(uri)} == changed
        cold = BuildFolders(root, tmp_path / "site", tmp_path / "cache")
        made(cold)
        assert list_differences(now, read_tree(cold.site)) == []
        pages = sum(uri.endswith(".html") for uri in changed & now.keys())
        # The mark is no file to upload.
        others = len(changed & now.keys()) - pages - 1
        assert f"改了 {pages} 页、{others} 个别的文件" in said and "要上传 " in said and "（压缩后 " in said, said
        assert main(words) == 0
        assert "和上次一样，没有要上传的" in capfd.readouterr().out
    finally:
        page.write_bytes(text)


def list_inodes(site: Path) -> dict[str, tuple[int, int, int]]:
    """Return what a reader of a site would see change: inode and times of each file."""
    return {
        path.relative_to(site).as_posix(): (status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
        for path in site.rglob("*")
        if path.is_file()
        for status in [path.stat()]
    }


def test_a_patch_that_a_kill_has_cut_short_is_finished_by_the_next_build(
    kept: BuildFolders, root: Path, whole: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(kept)
    page = root / "content/units/example/20001/index.md"
    text = page.read_bytes()

    try:
        page.write_bytes(text + "\n删掉又加上。\n".encode())
        with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
            killed.setattr(patching, "put_in_place", raise_after_the_journal(patching.put_in_place))
            made(kept)
        assert (kept.site / patching.PATCH / patching.JOURNAL).exists()
        # The content is as before: the begun site is finished and then replaced.
        page.write_bytes(text)
        made(kept)
        assert list_differences(read_tree(kept.site), whole) == []
    finally:
        page.write_bytes(text)


def raise_after_the_journal(put: Callable[..., None]) -> Callable[..., None]:
    """Return `put_in_place` that stops a build with the second file: when all are in place, before the mark is."""
    calls: list[Path] = []

    def put_first(path: Path, *words: object, **more: object) -> None:
        calls.append(path)
        if len(calls) > 1:
            raise KeyboardInterrupt
        put(path, *words, **more)

    return put_first
