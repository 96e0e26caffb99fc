"""Hooks before a commit, with the real pre-commit, in a repository of their own."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import ExifTags, Image

from exhibition.cli.arguments import COMMANDS
from helpers.github_workflows import HOME

CONFIG = HOME / ".pre-commit-config.yaml"
NEEDED = (
    ".ci",
    "content",
    "overrides",
    "scripts",
    "mkdocs.yml",
    "requirements.txt",
    ".pre-commit-config.yaml",
    ".gitignore",
)
UNIT = "content/units/gaojing/10001/index.md"
MISSING = [name for name in ("photos",) if name not in COMMANDS]
"""Hooks whose command this checkout lacks."""


def said(repository: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(repository.parent / "hooks"),
        "SKIP": ",".join(MISSING),
        "GIT_AUTHOR_NAME": "邻居", "GIT_AUTHOR_EMAIL": "neighbour@example.test",
        "GIT_COMMITTER_NAME": "邻居", "GIT_COMMITTER_EMAIL": "neighbour@example.test",
    }  # fmt: skip
    return subprocess.run(words, cwd=repository, env=environment, capture_output=True, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    place = tmp_path / "louzu"
    place.mkdir()
    for name in NEEDED:
        (shutil.copytree if (HOME / name).is_dir() else shutil.copy)(HOME / name, place / name)
    (place / ".venv").symlink_to(HOME / ".venv", target_is_directory=True)
    (place / ".git-exclude").write_text(".venv\n.git-exclude\n")
    for words in (
        ("init", "-q"),
        ("config", "core.excludesFile", ".git-exclude"),
        ("add", "-A"),
        ("commit", "-qm", "一"),
    ):
        assert said(place, "git", *words).returncode == 0
    assert said(place, sys.executable, "-m", "pre_commit", "install").returncode == 0
    return place


def edited(repository: Path, old: str, new: str) -> None:
    text = (repository / UNIT).read_text("utf-8")
    assert old in text
    (repository / UNIT).write_text(text.replace(old, new), "utf-8")


def committed(repository: Path) -> subprocess.CompletedProcess[str]:
    return said(repository, "git", "commit", "-m", "二")


def test_the_configuration_is_one() -> None:
    ran = subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", CONFIG], capture_output=True)
    assert ran.returncode == 0, ran.stdout


def test_a_slip_is_shown_as_a_diff_and_not_committed(repository: Path) -> None:
    edited(repository, "编号: ", "编号：")
    said(repository, "git", "add", "-A")
    ran = committed(repository)
    assert ran.returncode == 1
    assert "+编号: 10001" in ran.stdout + ran.stderr
    assert "E105" in ran.stdout + ran.stderr
    assert said(repository, "git", "log", "--oneline").stdout.count("\n") == 1


def test_a_right_change_is_committed(repository: Path) -> None:
    edited(repository, "状态: 发布", "状态: 草稿")
    said(repository, "git", "add", "-A")
    ran = committed(repository)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "检查内容" in ran.stdout + ran.stderr


def test_only_what_is_committed_is_looked_at(repository: Path) -> None:
    edited(repository, "状态: 发布", "状态: 草稿")
    said(repository, "git", "add", "-A")
    edited(repository, "编号: ", "编号：")
    ran = committed(repository)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "编号：" in (repository / UNIT).read_text("utf-8")
    assert "编号：" not in said(repository, "git", "show", f"HEAD:{UNIT}").stdout


@pytest.mark.skipif("photos" in MISSING, reason="this checkout has no command photos")
def test_a_photograph_is_committed_without_the_place_where_it_was_taken(repository: Path) -> None:
    path = "content/units/example/10009/hook-01.jpg"
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "示例相机"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (31.0, 24.0, 0.0)
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(repository / path, exif=exif)
    said(repository, "git", "add", "-A")
    ran = committed(repository)
    if ran.returncode:  # A hook may stop once, and show what it has put in place of the picture.
        said(repository, "git", "add", "-A")
        ran = committed(repository)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    kept = subprocess.run(["git", "show", f"HEAD:{path}"], cwd=repository, capture_output=True, check=True).stdout
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}


def test_a_change_of_the_program_alone_waits_for_nothing(repository: Path) -> None:
    (repository / "scripts" / "note.txt").write_text("x")
    said(repository, "git", "add", "-A")
    ran = committed(repository)
    assert ran.returncode == 0
    assert (ran.stdout + ran.stderr).count("Skipped") == 3


def test_every_hook_is_a_command_of_ours_that_is_there(repository: Path) -> None:
    hooks = [hook for repo in yaml.safe_load(CONFIG.read_text("utf-8"))["repos"] for hook in repo["hooks"]]
    assert all(hook["entry"].split()[0] == ".ci/start" for hook in hooks)
    assert {hook["entry"].split()[1] for hook in hooks} - {*MISSING} <= COMMANDS.keys()


def fake(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="a Windows machine has what this imitates")
def test_a_machine_that_calls_python_otherwise_finds_it(tmp_path: Path) -> None:
    """As on Windows: `python3` opens a shop, `python` does not exist, `py -3` is Python."""
    (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
    fake(tmp_path, "python3", "exit 1")
    fake(tmp_path, "py", f'shift; exec {sys.executable} "$@"')
    ran = subprocess.run(
        ["/bin/sh", HOME / ".ci" / "start", "check", "--help"], env={"PATH": str(tmp_path)}, capture_output=True
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert "只检查内容" in ran.stdout.decode()


@pytest.mark.skipif(os.name == "nt", reason="a Windows machine has what this imitates")
def test_a_machine_without_python_is_told(tmp_path: Path) -> None:
    (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
    ran = subprocess.run(["/bin/sh", HOME / ".ci" / "start", "check"], env={"PATH": str(tmp_path)}, capture_output=True)
    assert ran.returncode == 2
    assert "需要 Python 3.11" in ran.stderr.decode()
