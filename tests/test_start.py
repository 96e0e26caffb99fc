from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

import start

LISTED = """#!/bin/sh
echo "$@" >> "{log}"
[ "$1" != update ] || touch "{lists}"
[ "$1" != download ] || {{ [ -e "{lists}" ] && touch scribus-data_1_all.deb; }}
"""
UNPACK = """#!/bin/sh
mkdir -p "$3/usr/share/scribus/profiles" "$3/usr/share/doc/scribus-data"
printf profile > "$3/usr/share/scribus/profiles/ISOcoated_v2_300_bas.icc"
printf licence > "$3/usr/share/doc/scribus-data/copyright"
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any profile; its programs are in `bin`."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "touch", "mkdir"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(start, "PROFILE", tmp_path / "share" / "ISOcoated_v2_300_bas.icc")
    monkeypatch.setattr(start, "FINDS_PROFILE", "raise SystemExit(1)")
    monkeypatch.setattr(start, "python", lambda: Path(sys.executable))
    monkeypatch.setattr(sys.stdout, "fileno", sys.__stdout__.fileno, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def program(machine: Path, name: str, text: str) -> None:
    path = machine / "bin" / name
    path.write_text(text.format(log=machine / "log", lists=machine / "lists"))
    path.chmod(0o755)


def test_profile_comes_out_of_debians_package(machine: Path) -> None:
    program(machine, "apt-get", LISTED)
    program(machine, "dpkg-deb", UNPACK.replace("{", "{{").replace("}", "}}"))
    start.install_profile()
    assert start.PROFILE.read_text() == "profile"
    assert start.PROFILE.with_suffix(".copyright").read_text() == "licence"
    # Where lists are missing they are fetched, once.
    assert (machine / "log").read_text().split() == [
        *("download", "-qq", "scribus-data"),
        *("update", "-qq"),
        *("download", "-qq", "scribus-data"),
    ]
    start.install_profile()
    assert (machine / "log").read_text().count("download") == 2
    assert sorted(path.name for path in start.PROFILE.parent.iterdir()) == [
        "ISOcoated_v2_300_bas.copyright",
        "ISOcoated_v2_300_bas.icc",
    ]


def test_machine_without_debian_is_told_what_to_do(machine: Path) -> None:
    with pytest.raises(LookupError, match="Scribus"):
        start.install_profile()


def test_user_without_rights_is_told_what_to_ask_for(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine, "apt-get", LISTED)
    program(machine, "dpkg-deb", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(LookupError, match="管理员"):
        start.install_profile()


def test_profile_elsewhere_is_enough(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "FINDS_PROFILE", "")
    start.install_profile()
    assert not start.PROFILE.exists()


def test_place_of_the_profile_is_one_that_posters_look_at() -> None:
    from exhibition.posters import profile

    folder, pattern = profile.PLACES[0]
    assert start.PROFILE.relative_to(start.VENV).as_posix() == pattern
    assert folder == sys.prefix
