from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import start
from conftest import HOME, LONGEST
from exhibition.content.settings import read_settings
from exhibition.exchange import npm_packages

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
    monkeypatch.setattr(start, "get_python", lambda: Path(sys.executable))
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
    # Missing package lists are fetched, once.
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
    from exhibition.print import colour

    folder, pattern = colour.PROFILE_PLACES[0]
    assert start.PROFILE.relative_to(start.VENV).as_posix() == pattern
    assert folder == sys.prefix


NPM = """#!/bin/sh
echo "$@" >> "{log}"
[ -z "{fails}" ] || exit 1
printf '%s' "{data}" > "$5/sveltia-cms-1.2.3.tgz"
"""


@pytest.fixture
def pinned(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Path of the CMS package on a machine that pins one of its own."""
    told = "sha512-" + base64.b64encode(hashlib.sha512(b"package").digest()).decode()
    pins = {"dependencies": {start.FORMS_NAME: "1.2.3"}, "integrity": {start.FORMS_NAME: told}}
    (machine / "package.json").write_text(json.dumps(pins))
    monkeypatch.setattr(start, "PINS", machine / "package.json")
    monkeypatch.setattr(start, "FORMS_FOLDER", machine / "share")
    return machine / "share" / "sveltia-cms-1.2.3.tgz"


def npm(machine: Path, data: str = "package", fails: str = "") -> None:
    path = machine / "bin" / "npm"
    path.write_text(NPM.format(log=machine / "log", data=data, fails=fails))
    path.chmod(0o755)


def test_the_package_of_the_forms_is_fetched_once(machine: Path, pinned: Path) -> None:
    npm(machine)
    start.install_forms()
    start.install_forms()
    assert pinned.read_bytes() == b"package"
    assert (machine / "log").read_text().count("pack --silent @sveltia/cms@1.2.3") == 1


@pytest.mark.parametrize("data, fails, said", [("another", "", "和定好的那一版不一样"), ("package", "1", "没有取到")])
def test_a_package_that_does_not_come_as_it_is_pinned_stops_nothing(
    machine: Path, pinned: Path, capfd: pytest.CaptureFixture[str], data: str, fails: str, said: str
) -> None:
    npm(machine, data, fails)
    start.install_forms()
    assert said in capfd.readouterr().err
    assert not pinned.exists()


def test_without_npm_the_site_is_built_without_forms(machine: Path, pinned: Path) -> None:
    start.install_forms()
    assert not pinned.exists()


def test_the_package_is_put_where_the_build_looks_for_it() -> None:
    assert Path(sys.prefix).resolve() / "share" / "exhibition" == npm_packages.FOLDER.resolve()
    assert start.FORMS_FOLDER.relative_to(start.VENV) == npm_packages.FOLDER.relative_to(sys.prefix)
    assert start.PINS == npm_packages.PINS


@pytest.mark.parametrize(
    "forms, wanted",
    [
        ("", False),
        ('    forms:\n      backend: ""\n      repo: ""\n', False),
        ("    forms:  # Formulare\n      backend: gitea\n      repo: district/louzu\n", True),
        ("    forms:\n      repo: 'district/louzu'  # here\n      backend: gitea\n", True),
        ("    forms:\n\n        # git\n        backend: gitea\n        repo: district/louzu\n", True),
        ("    forms:\n      backend:\n    repo: other\n", False),
    ],
)
def test_forms_are_made_where_the_settings_ask_for_them(tmp_path: Path, forms: str, wanted: bool) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"extra:\n  exhibition:\n{forms}    edit_url: ''\n", "utf-8")
    assert start.wants_forms(["build", "--root", str(tmp_path)]) is wanted
    assert start.wants_forms([f"--root={tmp_path}"]) is wanted
    read, _ = read_settings(tmp_path)
    assert (read.forms is not None) is wanted


VIEWER_NPM = """#!/bin/sh
echo "$@" >> "{log}"
printf '%s' package > "$5/pannellum-9.9.9.tgz"
"""


@pytest.fixture
def viewer(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Path of the viewer of panoramas on a machine that pins one of its own and has npm."""
    told = "sha512-" + base64.b64encode(hashlib.sha512(b"package").digest()).decode()
    pins = {"dependencies": {start.VIEWER_NAME: "9.9.9"}, "integrity": {start.VIEWER_NAME: told}}
    (machine / "package.json").write_text(json.dumps(pins))
    monkeypatch.setattr(start, "PINS", machine / "package.json")
    monkeypatch.setattr(start, "FORMS_FOLDER", machine / "share")
    program(machine, "npm", VIEWER_NPM)
    return machine / "share" / "pannellum-9.9.9.tgz"


def test_the_viewer_of_panoramas_is_fetched_once(machine: Path, viewer: Path) -> None:
    start.install_viewer()
    start.install_viewer()
    assert viewer.read_bytes() == b"package"
    assert (machine / "log").read_text().count("pack --silent pannellum@9.9.9") == 1


@pytest.mark.parametrize(
    "line, wanted",
    [
        ("    全景: pano-01.jpg\n", True),
        ("    全景：pano-01.jpg\n", True),
        ("    全景:\n", False),
        ("全景：好看\n", False),
    ],
)
def test_the_viewer_is_fetched_where_an_entry_names_a_panorama(
    machine: Path, viewer: Path, line: str, wanted: bool
) -> None:
    folder = machine / "root/content/units/gaojing/10001"
    folder.mkdir(parents=True)
    (folder / "参访.md").write_text(f"---\n参访:\n  - 站名: 门厅\n{line}---\n", "utf-8")
    assert start.wants_viewer(["build", "--root", str(machine / "root")]) is wanted
    start.install_viewer()
    assert not start.wants_viewer(["build", "--root", str(machine / "root")])


def test_as_shipped_nothing_is_fetched() -> None:
    assert not start.wants_forms(["build"])
    units = (HOME / "content/units").rglob("*.md")
    assert not any(start.PANORAMA.search(path.read_text("utf-8")) for path in units)
    assert not start.wants_forms(["build", "--root", "/nowhere"])


def test_engines_that_cannot_be_had_stop_nobody(machine: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program(machine, "apt-get", '#!/bin/sh\n[ "$1" = update ] || {{ echo "$@" >> "{log}"; exit 100; }}\n')
    start.install_engines()
    assert [line.split()[3] for line in (machine / "log").read_text().splitlines()] == [
        "firefox-esr",
        "webkit2gtk-driver",
    ]
    assert capfd.readouterr().err.count("没有装上") == 2


def test_the_shell_of_chromium_is_tried_once_and_missed_by_nobody(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "VENV", machine)
    program(machine, "chromium", "#!/bin/sh\n")
    program(machine, "apt-get", '#!/bin/sh\n[ "$1" = update ] || {{ echo "$@" >> "{log}"; exit 100; }}\n')
    start.install_browser()
    start.install_browser()
    assert (machine / "log").read_text().split() == ["install", "-y", "-qq", start.SHELL, "fonts-noto-cjk"]
    assert capfd.readouterr().err.count("没有装上") == 1


def test_linters_are_installed_once_and_again_when_their_lock_changes(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = machine / "home"
    (home / "tests").mkdir(parents=True)
    lock = home / "tests" / "package-lock.json"
    lock.write_text("1")
    monkeypatch.setattr(start, "HOME", home)
    monkeypatch.setattr(start, "VENV", machine)
    monkeypatch.setattr(start, "LINTERS", home / "tests" / "node_modules")
    start.install_linters()
    assert not start.LINTERS.exists()
    program(machine, "npm", '#!/bin/sh\necho "$1" >> "{log}"\nmkdir -p "$3/node_modules"\n')
    start.install_linters()
    start.install_linters()
    assert (machine / "log").read_text().split() == ["ci"]
    lock.write_text("2")
    start.install_linters()
    assert (machine / "log").read_text().split() == ["ci", "ci"]


@pytest.mark.parametrize("user", [0, 1000], ids=["root", "sudo"])
def test_web_servers_for_the_tests_are_installed_and_not_started(
    user: int, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(machine, "apt-get", '#!/bin/sh\necho "$1 $SYSTEMD_OFFLINE $DEBIAN_FRONTEND" >> "{log}"\n')
    program(machine, "sudo", '#!/bin/sh\nunset SYSTEMD_OFFLINE DEBIAN_FRONTEND\nexport "$1" "$2"\nshift 2\nexec "$@"\n')
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(start, "ADMINISTRATORS", str(machine / "bin"))
    start.install_tools()
    assert (machine / "log").read_text().splitlines() == ["update 1 noninteractive", "install 1 noninteractive"]


def test_a_tool_that_only_administrators_see_is_found(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine / "sbin").mkdir()
    for tool in start.TOOLS:
        (machine / "sbin" / tool).write_text("#!/bin/sh\n")
        (machine / "sbin" / tool).chmod(0o755)
    program(machine, "apt-get", '#!/bin/sh\necho "$@" >> "{log}"\n')
    monkeypatch.setattr(start, "ADMINISTRATORS", os.pathsep.join([str(machine / "bin"), str(machine / "sbin")]))
    start.install_tools()
    assert not (machine / "log").exists()


def test_the_longest_files_of_the_tests_are_there() -> None:
    assert [name for name in LONGEST if not (HOME / "tests" / name).is_file()] == []


def test_a_disk_that_takes_nothing_is_a_sentence_and_the_code_is_2(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(files: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/venv/pip")

    # Python's own exit code of a traceback is that of an error in the content.
    monkeypatch.setattr(start, "install", full)
    assert start.main(["build"]) == 2
    said = "".join(capfd.readouterr())
    assert "“/venv/pip”" in said and "磁盘空间" in said


@pytest.mark.parametrize("command", ["check", "build", "upload"])
def test_an_environment_that_lacks_a_package_is_a_sentence_and_the_code_is_2(command: str, tmp_path: Path) -> None:
    words = [command, "--root", str(HOME), *(["--to", "a:b", "--site", str(tmp_path)] if command == "upload" else [])]
    # Without `site` none of the installed packages is found.
    ran = subprocess.run(
        [sys.executable, "-S", "-m", "exhibition", *words],
        cwd=HOME / "scripts", capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(HOME / "scripts")},
    )  # fmt: skip
    assert ran.returncode == 2
    assert "运行环境不完整" in ran.stderr and "Traceback" not in ran.stderr
