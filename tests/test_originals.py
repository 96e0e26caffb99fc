"""Pictures that are not in their folders: partial clones, Git LFS, a street's own repository, all against a full clone."""

from __future__ import annotations

import hashlib
import os
import shutil
from argparse import Namespace
from pathlib import Path
from random import Random

import pytest

from exhibition.cli.photos import print_weights
from exhibition.cli.unchanged import stamp_inputs
from exhibition.content.loader import load_exhibition, read_base_snapshot
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Diagnostic, Refusal
from exhibition.ledger.reader import find_revision
from exhibition.media.import_apply import find_staged, list_outside_lfs
from exhibition.media.renditions import RenderedPhotos, render_photos
from exhibition.print.jobs.job import find_printable
from exhibition.progress import Progress
from exhibition.site.pipeline import load_and_check
from exhibition.storage.cache import Cache
from exhibition.storage.originals import Originals, list_content, parse_pointer, read_originals, require_whole
from helpers.cases import TINY
from photo_repository import (
    ATTRIBUTES,
    Ground,
    clone_into,
    count_bytes,
    draw_photo,
    make_bare,
    put_into_lfs,
    run_git,
)

UNITS = ("20001", "20002", "20003")
EACH = 10
HOME = "content/units/example"
WITH_LFS = pytest.mark.skipif(shutil.which("git-lfs") is None, reason="needs git-lfs")


def add_lines(root: Path, unit: str, first: int, number: int) -> None:
    """Enter photographs of the folder of a unit into its text, behind its own pictures."""
    lines = "".join(
        f"  - 文件: photo-{one:02d}.jpg\n    说明: 楼道的第 {one} 处\n    同意: 不涉及人物\n"
        for one in range(first, first + number)
    )
    path = root / HOME / unit / "index.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n照片:\n", f"\n照片:\n{lines}", 1), "utf-8")


def add_photos(root: Path, unit: str, first: int, number: int) -> None:
    random = Random(f"{unit} {first}")
    for one in range(first, first + number):
        (root / HOME / unit / f"photo-{one:02d}.jpg").write_bytes(draw_photo(random, 900, 675))
    add_lines(root, unit, first, number)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Return a repository with 30 photographs, of which the last commit has added two."""
    made = Ground(tmp_path_factory.mktemp("photographs"))
    shutil.copytree(TINY, made.work)
    for unit in UNITS:
        text = (made.work / HOME / unit / "index.md").read_text("utf-8")
        if "\n照片:\n" not in text:
            (made.work / HOME / unit / "index.md").write_text(text.replace("\n来源:", "\n照片:\n来源:", 1), "utf-8")
        add_photos(made.work, unit, 1, EACH if unit != "20001" else EACH - 2)
    run_git(made.work, "init", "-q", "-b", "main")
    make_bare(made.origin)
    made.commit("photographs", ".")
    add_photos(made.work, "20001", EACH - 1, 2)
    made.commit("two photographs", ".")
    return made


def check(root: Path, cache: Path, base: str | None = None) -> list[Diagnostic]:
    """Return what a check finds, said of any folder alike."""
    return list(load_and_check(root, Progress(), Cache(cache), base)[1])


def render(root: Path, cache: Path, said: list[str] | None = None) -> RenderedPhotos:
    say = (lambda line: None) if said is None else said.append
    return render_photos(load_exhibition(root).exhibition, root, Cache(cache), say=say)


def files_of(made: RenderedPhotos) -> dict[str, bytes]:
    return {artifact.uri: artifact.make() for artifact in made.artifacts}


@pytest.fixture(scope="module")
def full(ground: Ground) -> Path:
    return ground.clone("full", sparse=False)


@pytest.fixture(scope="module")
def expected(ground: Ground, full: Path) -> RenderedPhotos:
    """The photographs of the full clone, rendered with a cache of its own."""
    return render(full, ground.folder / "cache-full")


def test_a_partial_clone_has_no_picture_and_misses_none(ground: Ground, full: Path) -> None:
    clone = ground.clone("empty", sparse=True)
    assert not list(clone.rglob("*.jpg"))
    assert list_content(clone) == list_content(full)
    assert len(Originals(clone).left_out) == 3 * EACH
    assert check(clone, ground.folder / "cache-empty") == check(full, ground.folder / "cache-empty-full")


def test_what_one_run_has_seen_no_other_fetches(ground: Ground, full: Path, expected: RenderedPhotos) -> None:
    whole, cache = count_bytes(full), ground.folder / "carried"
    before = ground.clone("before", sparse=True)
    run_git(before, "checkout", "-q", "HEAD^1")
    check(before, cache)
    render(before, cache)
    assert count_bytes(before) > whole / 2
    later = ground.clone("later", sparse=True, depth=2)
    text = count_bytes(later)
    said: list[str] = []
    found = check(later, cache, "HEAD^1")
    assert not [one for one in found if one.code in ("E232", "E301", "W580", "W415")]
    two = sum((full / HOME / "20001" / f"photo-{one:02d}.jpg").stat().st_size for one in (EACH - 1, EACH))
    # Packs are compressed a little.
    assert 0.95 * two < count_bytes(later) - text < two + 4000
    made = render(later, cache, said)
    # The check has fetched them: git has them, so the build asks nobody.
    assert said == []
    assert count_bytes(later) - text < two + 4000
    assert made.pictures == expected.pictures
    assert files_of(made) == files_of(expected)
    assert not list((later / ".git" / "exhibition").iterdir())


def test_many_pictures_are_fetched_by_one_request(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    clone, said = ground.clone("once", sparse=True), []
    left_out = Originals(clone).left_out
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(ground.folder / "trace"))
    found = list(read_originals(left_out.values(), said.append))
    assert {len(one.data) for one in found} == {one.size for one in found}
    assert len(found) == len(said) * 3 * EACH
    started = [line for line in (ground.folder / "trace").read_text().splitlines() if '"child_start"' in line]
    assert sum("upload-pack" in line for line in started) == 1


def test_without_the_code_host_a_check_says_so_and_a_build_stops(ground: Ground) -> None:
    clone = ground.clone("alone", sparse=True)
    run_git(clone, "remote", "set-url", "origin", (ground.folder / "nowhere.git").as_uri())
    found = check(clone, ground.folder / "cache-alone")
    codes = [one.code for one in found]
    assert codes.count("W580") == 5
    assert not {"E232", "E301", "E302", "E303"} & set(codes)
    assert "30 张" in next(one.message for one in found if one.code == "W580")
    failed = render(clone, ground.folder / "cache-alone").diagnostics
    assert {(one.code, one.blocks) for one in failed} == {("E582", True)}


def test_a_picture_that_somebody_has_deleted_is_missing(ground: Ground, full: Path) -> None:
    clone = ground.clone("deleted", sparse=True)
    run_git(clone, "rm", "-q", "--sparse", f"{HOME}/20001/photo-01.jpg")
    found = check(clone, ground.folder / "cache-empty")
    assert [one.message for one in found if one.code == "E232"] == ["找不到照片“photo-01.jpg”。"]
    assert not Originals(full).left_out


def test_another_picture_that_is_left_out_is_a_change(ground: Ground) -> None:
    clone = ground.clone("other", sparse=True)
    here, there = (f"{HOME}/{unit}/photo-01.jpg" for unit in ("20001", "20002"))
    before = stamp_inputs(clone, [])
    assert stamp_inputs(clone, []).digest == before.digest
    run_git(clone, "update-index", "--cacheinfo", f"100644,{run_git(clone, 'rev-parse', f'HEAD:{there}')},{here}")
    run_git(clone, "update-index", "--skip-worktree", here)
    assert stamp_inputs(clone, []).digest != before.digest
    left_out = Originals(clone).left_out
    assert left_out[here].id == left_out[there].id


def test_a_full_checkout_starts_no_process(full: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert len(list_content(full)) == len(list_content(TINY))
    assert Originals(full).left_out == {}


def test_a_damaged_rendition_is_made_again_from_an_original_that_is_fetched(
    ground: Ground, expected: RenderedPhotos
) -> None:
    cache = ground.folder / "damaged"
    render(ground.clone("first", sparse=True), cache)
    made = render(ground.clone("second", sparse=True), cache)
    Cache(cache).get_path(made.artifacts[0].key).write_bytes(b"")
    assert files_of(made) == files_of(expected)


def test_a_poster_gets_its_original(ground: Ground, full: Path) -> None:
    clone = ground.clone("posters", sparse=True)
    entry = next(one for one in load_exhibition(clone).exhibition.entries if one.folder == f"{HOME}/20002")
    originals = Originals(clone)
    shot = find_printable(entry.photos, entry, clone, originals)
    assert shot is not None
    photo = next(one for one in entry.photos if one.file and one.is_printable)
    assert shot.path.read_bytes() == (full / HOME / "20002" / str(photo.file)).read_bytes()
    run_git(clone, "remote", "set-url", "origin", (ground.folder / "nowhere.git").as_uri())
    other = next(one for one in load_exhibition(clone).exhibition.entries if one.folder == f"{HOME}/20001")
    with pytest.raises(Refusal, match="没有取来"):
        find_printable(other.photos, other, clone, originals)


def test_photos_says_what_streets_weigh_though_nothing_is_there(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = ground.clone("weighed", sparse=True)
    (clone / "mkdocs.yml").write_text(
        (clone / "mkdocs.yml")
        .read_text("utf-8")
        .replace("  exhibition:\n", "  exhibition:\n    photo_budget: 0.5\n", 1),
        "utf-8",
    )
    options = Namespace(root=clone, cache=ground.folder / "cache-weighed")
    print_weights(options)
    told = "".join(capsys.readouterr())
    assert "示例街镇：3 个楼组有照片，30 张，" in told
    assert told.count("最好不超过 0.5 MB") == 3
    assert not list(clone.rglob("*.jpg"))


# A street's own repository.


def compose_street(ground: Ground, name: str, *, submodule: bool) -> Path:
    """Return a clone whose units of one street are a repository of their own."""
    clone, bare = ground.clone(name, sparse=False), ground.folder / f"{name}-street.git"
    own = ground.folder / f"{name}-street"
    shutil.move(clone / HOME, own)
    run_git(clone, "rm", "-rq", "--cached", HOME)
    for path in ("README.md", "LICENSE", ".gitattributes", ".github/workflows/check.yml"):
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text("# for the code host\n", "utf-8")
    run_git(own, "init", "-q", "-b", "main")
    run_git(own, "add", ".")
    run_git(own, "commit", "-qm", "units of a street")
    make_bare(bare)
    run_git(own, "push", "-q", bare, "main")
    if submodule:
        run_git(clone, "submodule", "add", "-q", "-b", "main", bare.as_uri(), HOME)
    else:
        clone_into(clone / HOME, bare, sparse=True)
    run_git(clone, "commit", "-q", "--allow-empty", "-am", "a street has a repository of its own")
    return clone


@pytest.mark.parametrize("submodule", [True, False], ids=["submodule", "partial-clone"])
def test_a_street_may_have_a_repository_of_its_own(
    ground: Ground, full: Path, expected: RenderedPhotos, submodule: bool
) -> None:
    clone = compose_street(ground, f"composed-{submodule}", submodule=submodule)
    left_out = Originals(clone).left_out
    # Patterns that begin with /content/ name nothing in the repository of a street.
    assert len(left_out) == 0
    assert check(clone, ground.folder / "cache-street") == check(full, ground.folder / "cache-street")
    made = render(clone, ground.folder / "cache-street")
    assert made.pictures == expected.pictures


def test_the_files_of_a_street_are_compared_with_what_it_had_before(ground: Ground) -> None:
    clone = compose_street(ground, "compared", submodule=True)
    unit = clone / HOME / "20002" / "index.md"
    before = unit.read_bytes()
    unit.write_text(unit.read_text("utf-8") + "\n又补了一句。\n", "utf-8")
    run_git(clone / HOME, "commit", "-qam", "a sentence more")
    run_git(clone, "commit", "-qam", "the street went on")
    there = find_revision(clone, "HEAD^1")
    path = f"{HOME}/20002/index.md"
    assert there.list_changed("content/units") == {path}
    assert dict(there.read_files([path, "mkdocs.yml"]))[path] == before
    assert [one.code for one in check(clone, ground.folder / "cache-street", "HEAD^1") if one.blocks] == []


def test_a_street_that_was_not_fetched_is_said_to_be(ground: Ground) -> None:
    compose_street(ground, "published", submodule=True)
    again = ground.folder / "again"
    run_git(ground.folder, "clone", "-q", (ground.folder / "published").as_uri(), again)
    assert [(one.span.path, one.span.line) for one in check(again, ground.folder / "x") if one.code == "E583"] == [
        (".gitmodules", 2)
    ]


def test_a_moved_picture_is_known_by_gits_name_for_it(ground: Ground) -> None:
    clone = ground.clone("moved", sparse=True)
    here, there = (f"{HOME}/{unit}/photo-01.jpg" for unit in ("20002", "20003"))
    for one, other in ((here, "x"), (there, here), ("x", there)):
        run_git(clone, "mv", "--sparse", one, other)
    exhibition = load_exhibition(clone).exhibition
    past = read_base_snapshot(clone, "HEAD", build_lexicon(exhibition.vocabularies))
    assert past.pictures["20002"]["20003"] == past.pictures["20003"]["20002"] == 1


def test_no_folder_is_moved_while_its_pictures_are_elsewhere(ground: Ground) -> None:
    clone = ground.clone("unmoved", sparse=True)
    with pytest.raises(Refusal, match="10 张照片没有取来"):
        require_whole(clone, [f"{HOME}/20001"])
    require_whole(ground.work, [f"{HOME}/20001"])


# Git LFS.


@pytest.fixture(scope="module")
def pointers(ground: Ground) -> Path:
    """Return a clone in whose folders there are pointers, of a repository with its photographs in Git LFS."""
    return put_into_lfs(ground, ground.clone("into-lfs", sparse=False))


@WITH_LFS
def test_pointers_give_the_same_pictures(ground: Ground, full: Path, pointers: Path, expected: RenderedPhotos) -> None:
    photo = pointers / HOME / "20001" / "photo-01.jpg"
    assert parse_pointer(photo.read_bytes()) is not None
    cache = ground.folder / "cache-lfs"
    assert check(pointers, cache) == check(full, ground.folder / "cache-lfs-full")
    made = render(pointers, cache)
    assert made.pictures == expected.pictures
    assert files_of(made) == files_of(expected)
    assert parse_pointer(photo.read_bytes()) is not None


def test_the_hook_refuses_a_picture_that_belongs_into_lfs(
    ground: Ground, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GLOBAL", "SYSTEM"):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", os.devnull)
    clone = ground.clone("staged", sparse=False)
    (clone / ".gitattributes").write_text(ATTRIBUTES, "utf-8")
    add_photos(clone, "20002", 30, 1)
    run_git(clone, "add", ".")
    path = f"{HOME}/20002/photo-30.jpg"
    assert find_staged(clone).outside_lfs == (path,)
    data = (clone / path).read_bytes()
    pointer = tmp_path / "pointer"
    pointer.write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{hashlib.sha256(data).hexdigest()}\nsize 1\n"
    )
    blob = run_git(clone, "hash-object", "-w", "--no-filters", pointer)
    run_git(clone, "update-index", "--cacheinfo", f"100644,{blob},{path}")
    assert list_outside_lfs(clone, [path]) == []


@WITH_LFS
def test_a_picture_that_was_not_put_into_lfs_is_named(ground: Ground, pointers: Path) -> None:
    clone = ground.clone("raw", sparse=False, origin=ground.folder / "lfs.git")
    assert parse_pointer((clone / HOME / "20001" / "photo-02.jpg").read_bytes()) is not None
    add_photos(clone, "20001", 1, 1)
    blob = run_git(clone, "hash-object", "-w", "--no-filters", f"{HOME}/20001/photo-01.jpg")
    run_git(clone, "update-index", "--cacheinfo", f"100644,{blob},{HOME}/20001/photo-01.jpg")
    found = [one.message for one in check(clone, ground.folder / "cache-raw") if one.code == "W585"]
    assert len(found) == 1
    assert "photo-01.jpg" in found[0]


@WITH_LFS
def test_a_second_clone_with_pointers_fetches_nothing(ground: Ground, pointers: Path) -> None:
    cache = ground.folder / "cache-lfs-again"
    check(pointers, cache)
    render(pointers, cache)
    again = ground.clone("lfs-again", sparse=False, origin=ground.folder / "lfs.git")
    assert not [one for one in check(again, cache) if one.code == "W581"]
    render(again, cache)
    assert not (again / ".git" / "lfs" / "objects").exists()


def test_without_git_lfs_a_pointer_is_said_to_be_one(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(ground.work, tmp_path / "root", ignore=shutil.ignore_patterns(".git")))
    for number, path in enumerate(sorted(root.rglob("*.jpg"))):
        size = path.stat().st_size
        path.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{number:064x}\nsize {size}\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    codes = [one.code for one in check(root, tmp_path / "cache")]
    assert codes.count("W581") == 5
    assert not {"E303", "E302", "E301", "E329", "W375"} & set(codes)
    failed = render(root, tmp_path / "cache").diagnostics
    assert {one.code for one in failed} == {"E582"}
    assert "git lfs pull" in failed[0].hint


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"version https://git-lfs.github.com/spec/v1\n",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:../../x\nsize 3\n",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize -1\n",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1\n" + b" " * 1024,
    ],
)
def test_what_is_nearly_a_pointer_is_none(data: bytes) -> None:
    assert parse_pointer(data) is None
