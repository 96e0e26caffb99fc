"""Exhibitions in real git repositories, for tests of what happens between branches."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from conftest import commanded
from helpers.cases import tiny

WHO = ("-c", "user.name=示例", "-c", "user.email=nobody@louzu.example", "-c", "commit.gpgsign=false")


def git(root: Path, *words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run git in `root` as its users do, whatever the settings of this machine."""
    plain = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *WHO, "-c", "core.quotepath=off", *map(str, words)]
    return subprocess.run(command, cwd=root, check=check, capture_output=True, encoding="utf-8", env=plain)


def commit(root: Path, message: str = "示例") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)


def repository(root: Path) -> Path:
    """Make a repository whose branch `main` holds the tiny exhibition; the work goes on in the branch `work`."""
    tiny(root)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    git(root, "switch", "-q", "-c", "work")
    return root


def list_found(root: Path, *words: object) -> list[tuple[str, str, str]]:
    """Return the diagnostics of `check`, as code, path and message; the exit code agrees with them."""
    ran = commanded("check", "--root", root, "--output", "json", *words, check=False)
    listed = json.loads(ran.stdout)["diagnostics"]
    assert ran.returncode == int(any(one["code"].startswith("E") for one in listed)), ran.stderr
    return [(one["code"], one["path"], one["message"] + one["hint"]) for one in listed]


def unit(
    id: str,
    name: str,
    building: str = "",
    *,
    compound: str = "示例小区",
    street: str = "示例街镇",
    story: str = "",
    **more: str,
) -> str:
    """Return the text of a unit with what a comparison needs."""
    fields = {
        "编号": id,
        "名称": name,
        "街镇": street,
        "小区": compound,
        "楼号": building,
        "状态": "草稿",
        "示例": "是",
        **more,
    }
    return "---\n" + "".join(f"{key}: {value}".rstrip() + "\n" for key, value in fields.items()) + f"---\n\n{story}\n"


def write_unit(root: Path, id: str, text: str, slug: str = "example") -> Path:
    """Write the file of a unit."""
    path = root / "content" / "units" / slug / id / "index.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def write_permalink(root: Path, id: str, name: str, state: str = "在用", day: str = "2026-01-01") -> Path:
    """Write the permalink file of a unit."""
    path = root / "content" / "permalinks" / f"{id}.yml"
    path.write_text(f"发放: {day}\n名称: {name}\n状态: {state}\n", "utf-8")
    return path
