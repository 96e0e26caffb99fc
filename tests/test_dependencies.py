"""Locks: every required package, by hash; licences; the service that watches for newer versions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

import start
from conftest import HOME
from exhibition.cli.maintenance import FOLDERS, LOCK_COMMAND, iter_npm_licences, list_pip_licences
from helpers.github_workflows import WORKFLOWS

ENTRY = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^ \\;]+)[^\\\n]*((?: *\\\n +--hash=sha256:[0-9a-f]{64})*)", re.MULTILINE)
EVERY = pytest.mark.parametrize("folder", FOLDERS)

FORBIDDEN = re.compile(r"\bA?GPL|UNKNOWN|Proprietary", re.IGNORECASE)
"""Licences that none of the packages of the build may have alone; LGPL is not matched."""
STATED_OTHERWISE = {"qrcode": "BSD License; Other/Proprietary License"}
"""Metadata that state more than one licence: qrcode is BSD, parts of it MIT (its LICENSE file)."""


def normal(name: str) -> str:
    """Return a name as the registry compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(folder: str) -> dict[str, tuple[str, int]]:
    """Return the version of each package in a lock, and how many hashes it has."""
    text = (HOME / folder / "requirements.txt").read_text("utf-8")
    return {normal(name): (version, hashes.count("sha256")) for name, version, hashes in ENTRY.findall(text)}


@EVERY
def test_what_is_needed_is_locked_in_the_version_that_is_named(folder: str) -> None:
    direct = re.findall(r"^([A-Za-z0-9][\w.-]*)==(\S+)", (HOME / folder / "requirements.in").read_text("utf-8"), re.M)
    assert direct
    lock = locked(folder)
    assert {normal(name): version for name, version in direct}.items() <= {
        name: version for name, (version, _) in lock.items()
    }.items(), LOCK_COMMAND


@EVERY
def test_every_line_of_a_lock_is_a_package_with_hashes(folder: str) -> None:
    text = (HOME / folder / "requirements.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    assert len(lines) == len(locked(folder))
    assert all(hashes for _, hashes in locked(folder).values())


def test_locks_agree_with_each_other() -> None:
    known: dict[str, str] = {}
    for folder in FOLDERS:
        for name, (version, _) in locked(folder).items():
            assert known.setdefault(name, version) == version, f"{name} in {folder}: {LOCK_COMMAND}"


def test_packages_with_compiled_parts_have_hashes_for_every_system() -> None:
    """A single one has a wheel each for several Pythons, on Linux (two kinds), macOS and Windows."""
    lock = locked(".")
    assert all(lock[name][1] >= 12 for name in ("numpy", "pillow", "pyyaml", "lxml", "pikepdf")), lock


def test_pip_is_told_to_take_nothing_without_a_hash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[tuple[object, ...]] = []
    monkeypatch.setattr(start, "run_command", lambda *words, **more: ran.append(words))
    monkeypatch.setattr(start, "get_stamp", lambda name: tmp_path / name.replace("/", "-"))
    monkeypatch.setattr(start, "get_python", lambda: tmp_path)
    start.install(("requirements.txt",))
    assert "--require-hashes" in ran[0]


def test_every_package_that_a_site_is_built_with_may_be_used() -> None:
    found = {normal(one.name): one.licence for one in list_pip_licences(HOME)}
    assert locked(".").keys() <= found.keys()
    bad = {name: found[name] for name in locked(".") if FORBIDDEN.search(found[name])}
    assert bad == STATED_OTHERWISE
    assert {one.licence for one in iter_npm_licences(HOME)} <= {
        "MIT",
        "ISC",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "Apache-2.0",
        "CC0-1.0",
    }


def test_npm_packages_are_pinned_with_hash_and_licence() -> None:
    pins = json.loads((HOME / "package.json").read_text("utf-8"))
    assert pins["dependencies"].keys() == pins["integrity"].keys() == pins["licences"].keys()
    lock = json.loads((HOME / "tests" / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(one["integrity"].startswith("sha512-") for path, one in lock.items() if path)


def test_every_lock_is_watched() -> None:
    updates = yaml.safe_load((HOME / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
    watched = {one["package-ecosystem"]: one.get("directories", [one.get("directory")]) for one in updates}
    assert watched["pip"] == ["/" if folder == "." else f"/{folder}" for folder in FOLDERS]
    assert watched["npm"] == ["/", "/tests"]
    assert watched["github-actions"] == ["/"]


def test_rclone_is_of_one_version_wherever_it_is_installed() -> None:
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, HOME / ".gitlab-ci.yml")]
    installed = [words for text in texts for words in re.findall(r"apt-get install [^\n]*?rclone\S*", text)]
    assert {words.rpartition("'")[0].rpartition("'")[2] for words in installed} == {"rclone=1.60.1*"}
