"""The pre-commit hook, in a real repository: no metadata gets into the history."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.media.file_formats import TITLES
from exhibition.media.metadata import find_metadata
from helpers.cases import TINY
from helpers.images_with_metadata import PLANTED, build_images_with_metadata, build_jpeg_with_metadata, open_image
from test_media_formats import SAMPLES
from test_media_importing import add_photos
from test_media_renditions import china, encode_image, flower

ENTRY = "content/units/example/20001"


def git(root: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run git as a fictitious user, with no configuration but the repository's own."""
    who = {f"GIT_{role}_{what}": "nobody" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", *words],
        cwd=root,
        env={**os.environ, **who, **alone},
        check=check,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with one commit, to be copied."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("begun") / "root"))
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "begin")
    return root


@pytest.fixture
def root(tmp_path: Path, begun: Path) -> Path:
    """Return a repository whose commits run the hook."""
    root = Path(shutil.copytree(begun, tmp_path / "root"))
    # Git trusts a file whose size and times are in its index; those of a copy are not yet.
    git(root, "status")
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    command = f'"{sys.executable}" -m exhibition photos --staged --root "{root}" --cache "{tmp_path / "cache"}"'
    hook.write_text(f'#!/bin/sh\nPYTHONPATH="{HOME / "scripts"}" exec {command}\n')
    hook.chmod(0o755)
    return root


def blob(root: Path, path: str) -> bytes:
    return subprocess.run(["git", "show", f"HEAD:{path}"], cwd=root, check=True, capture_output=True).stdout


def committed(root: Path) -> set[str]:
    """Return the files of the entry as they are in the last commit."""
    names = git(root, "-c", "core.quotepath=off", "ls-tree", "--name-only", "HEAD", f"{ENTRY}/").stdout.split("\n")
    return {name.rpartition("/")[2] for name in names if name}


def everything(root: Path) -> bytes:
    """Return every byte of every object that can be reached from a commit."""
    names = "".join(f"{line.split()[0]}\n" for line in git(root, "rev-list", "--objects", "--all").stdout.splitlines())
    shown = ["git", "cat-file", "--batch"]
    return subprocess.run(shown, cwd=root, input=names.encode(), check=True, capture_output=True).stdout


def test_committed_photos_have_no_metadata(root: Path) -> None:
    add_photos(
        root,
        {
            "IMG_2034.JPG": build_jpeg_with_metadata(flower(1700), orientation=6),
            "photo-02.jpg": build_jpeg_with_metadata(china(900)),
        },
    )
    (root / ENTRY / "unused.heic").write_bytes(build_images_with_metadata()["IMG_0001.HEIC"])
    git(root, "add", "--all")
    said = git(root, "commit", "--message", "photos").stderr
    assert "照片已经换成安全的" in said
    assert committed(root) == {"index.md", "photo-02.jpg", "photo-03.jpg", "unused.jpg"}
    assert "文件: photo-03.jpg" in blob(root, f"{ENTRY}/index.md").decode()
    assert open_image(blob(root, f"{ENTRY}/photo-03.jpg")).height == 1700
    assert not any(
        find_metadata(blob(root, f"{ENTRY}/{name}")).needs_stripping for name in committed(root) - {"index.md"}
    )
    assert not [secret for secret in PLANTED if secret in everything(root)]
    assert git(root, "status", "--porcelain").stdout == ""


def test_a_commit_of_everything_that_is_changed_goes_the_same_way(root: Path) -> None:
    add_photos(root, {"photo-01.jpg": encode_image(flower(900))})
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "a photo")
    (root / ENTRY / "photo-01.jpg").write_bytes(build_jpeg_with_metadata(flower(900)))
    git(root, "commit", "--all", "--message", "another photo")
    assert not [secret for secret in PLANTED if secret in everything(root)]
    assert git(root, "status", "--porcelain").stdout == ""


def test_safe_photos_and_texts_pass_untouched(root: Path) -> None:
    data = encode_image(flower(900))
    add_photos(root, {"photo-01.jpg": data})
    git(root, "add", "--all")
    assert "安全" not in git(root, "commit", "--message", "photos").stderr
    assert blob(root, f"{ENTRY}/photo-01.jpg") == data


def test_only_what_is_staged_is_touched(root: Path) -> None:
    data = build_jpeg_with_metadata(china(900))
    add_photos(root, {"IMG_1.JPG": data, "photo-02.jpg": build_jpeg_with_metadata(flower(900))})
    git(root, "add", f"{ENTRY}/photo-02.jpg")
    git(root, "commit", "--message", "one of two")
    assert committed(root) == {"index.md", "photo-02.jpg"}
    assert (root / ENTRY / "IMG_1.JPG").read_bytes() == data
    assert "IMG_1.JPG" not in blob(root, f"{ENTRY}/index.md").decode()


def refused(root: Path) -> str:
    """Try to commit; return the hook's output, and assert that nothing has changed."""
    before = git(root, "status", "--porcelain").stdout, git(root, "diff", "--cached").stdout
    ran = git(root, "commit", "--message", "photos", check=False)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert (git(root, "status", "--porcelain").stdout, git(root, "diff", "--cached").stdout) == before
    return ran.stderr


def test_a_photo_that_cannot_be_opened_stops_the_commit(root: Path) -> None:
    add_photos(
        root,
        {
            "photo-01.jpg": build_jpeg_with_metadata(china(1200), film=False)[:60_000],
            "photo-02.jpg": build_jpeg_with_metadata(flower(900)),
        },
    )
    git(root, "add", "--all")
    said = refused(root)
    assert "没有提交。" in said
    assert "photo-01.jpg：打不开" in said


def test_a_photo_changed_since_it_was_staged_stops_the_commit(root: Path) -> None:
    folder = add_photos(root, {"photo-01.jpg": build_jpeg_with_metadata(china(900))})
    git(root, "add", "--all")
    (folder / "photo-01.jpg").write_bytes(build_jpeg_with_metadata(flower(900)))
    assert f"{ENTRY}/photo-01.jpg 暂存以后又改过" in refused(root)


def test_a_new_name_that_would_stage_somebodys_other_lines_stops_the_commit(root: Path) -> None:
    folder = add_photos(root, {"IMG_1.JPG": build_jpeg_with_metadata(china(900))})
    git(root, "add", "--all")
    with (folder / "index.md").open("a", encoding="utf-8") as index:
        index.write("还没写完的一句\n")
    assert "还有没暂存的改动" in refused(root)


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "root"))
    words = ("photos", "--staged", "--root", root, "--cache", tmp_path / "cache")
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path), "LC_ALL": "C"}
    ran = subprocess.run(
        [sys.executable, "-m", "exhibition", *map(str, words)],
        cwd=HOME / "scripts",
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == 2
    assert "不是 git 的文件夹" in ran.stderr


@pytest.mark.parametrize("name", ["p.jfif", "p.jpe", "p.hif", "p.bin", "p"])
def test_a_photo_is_converted_whatever_its_name(name: str, root: Path) -> None:
    (root / ENTRY / name).write_bytes(build_jpeg_with_metadata(flower(900)))
    git(root, "add", "--all")
    assert "照片已经换成安全的" in git(root, "commit", "--message", "photo").stderr
    assert not [secret for secret in PLANTED if secret in everything(root)]


@pytest.mark.parametrize("format", ["TIFF", "DNG", "JXL", "PSD", "BMP"])
def test_a_picture_that_cannot_be_converted_stops_the_commit(format: str, root: Path) -> None:
    (root / ENTRY / "scan.bin").write_bytes(SAMPLES[format])
    git(root, "add", "--all")
    said = refused(root)
    assert "已经换成安全的" not in said
    assert f"scan.bin：是{TITLES[format]}" in said


@pytest.mark.parametrize(
    "path", ["content/units/example/p.jpg", f"{ENTRY}/deep/p.bin", "content/guide/p.png", f"{ENTRY}/film.dat"]
)
def test_a_location_in_another_file_stops_the_commit(path: str, root: Path) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(SAMPLES["MP4" if path.endswith(".dat") else "JPEG"])
    git(root, "add", "--all")
    assert f"{path} 里藏着：拍摄地点（GPS）" in refused(root)


def test_a_link_stops_the_commit(root: Path) -> None:
    (root / ENTRY / "photo-01.jpg").symlink_to("/etc/passwd")
    git(root, "add", "--all")
    assert "photo-01.jpg 是一个链接" in refused(root)


def test_a_photo_that_is_staged_and_gone_stops_the_commit(root: Path) -> None:
    path = root / ENTRY / "p.bin"
    path.write_bytes(build_jpeg_with_metadata(flower(900)))
    git(root, "add", "--all")
    path.unlink()
    assert "p.bin 暂存以后又改过" in refused(root)


def test_the_name_of_a_photo_is_no_pattern(root: Path) -> None:
    safe = root / ENTRY / "photo-01.jpg"
    safe.write_bytes(encode_image(flower(1000)))
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "safe")
    (root / ENTRY / "*.jpg").write_bytes(build_jpeg_with_metadata(flower(1000)))
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "loud")
    assert {"photo-01.jpg", "photo-02.jpg", "index.md"} <= {name.rpartition("/")[2] for name in committed(root)}


@pytest.mark.parametrize(
    "name", ["a\n::error::b.jpg", "\x1b[31mred.jpg", "\r.jpg", "\x9b2J.jpg", os.fsdecode(b"\xff.jpg")]
)
def test_a_terminal_shows_the_name_of_a_photo_and_obeys_nothing(name: str, root: Path) -> None:
    (root / ENTRY / name).write_bytes(build_jpeg_with_metadata(flower(1000)))
    git(root, "add", "--all")
    said = git(root, "commit", "--quiet", "--message", "odd").stderr
    assert "photo-01.jpg" in said
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|^::", said, re.M)
