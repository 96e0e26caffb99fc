"""Opening of files: regular files only, up to a size, for everything below `content/` and every argument of a command."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.pages.emblems import list_sample_files
from exhibition.pages.guide import build_guide, list_diagram_files
from exhibition.storage.safe_files import (
    FileTooLarge,
    UnsafeFile,
    find_link_on_path,
    iter_files,
    list_within,
    read_file,
    read_listing,
    read_within,
)
from exhibition.types import Unit
from helpers.cases import TINY, diagnosed, tiny

ENTRY = "content/units/example/20003"
SECRET = "SecretOfTheMachine"

# The functions of safe_files.


@pytest.fixture
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outside") / "secret.md"
    path.write_text(f"---\n编号: 20003\n名称: {SECRET}\n---\n{SECRET}\n", "utf-8")
    return path


def bound(path: Path) -> None:
    """Make a socket at a path, which may be too long for one: so from within its folder."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


ODD: dict[str, Callable[[Path, Path], None]] = {
    "link to a file": lambda path, secret: path.symlink_to(secret),
    "link to a device": lambda path, secret: path.symlink_to("/dev/zero"),
    "link to a file of the exhibition": lambda path, secret: path.symlink_to(TINY / ENTRY / "index.md"),
    "link to nothing": lambda path, secret: path.symlink_to(path.with_name("nothing")),
    "link to itself": lambda path, secret: path.symlink_to(path.name),
    "link to its folder": lambda path, secret: path.symlink_to(path.parent),
    "FIFO": lambda path, secret: os.mkfifo(path),
    "socket": lambda path, secret: bound(path),
    "folder": lambda path, secret: path.mkdir(),
}


@pytest.mark.parametrize("odd", ODD)
def test_only_regular_files_are_read(odd: str, tmp_path: Path, secret: Path) -> None:
    path = tmp_path / "x"
    ODD[odd](path, secret)
    with pytest.raises(UnsafeFile) as problem:
        read_file(path)
    assert str(problem.value)[0] == "这"


def test_a_file_is_read_to_its_last_byte_and_no_further_than_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for size in (0, 1, 9, 10):
        path.write_bytes(b"x" * size)
        assert read_file(path, 10) == b"x" * size
    path.write_bytes(b"x" * 11)
    with pytest.raises(FileTooLarge):
        read_file(path, 10)
    # A file that reports size 0 and is not empty: the bytes that are read count.
    if Path("/proc/self/status").exists():
        assert b"Pid" in read_file("/proc/self/status")
        with pytest.raises(FileTooLarge):
            read_file("/proc/self/status", 10)


def test_no_link_may_lead_to_a_file(tmp_path: Path, secret: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").symlink_to(secret.parent)
    assert find_link_on_path(tmp_path, "a/b") == "a/b"
    with pytest.raises(UnsafeFile, match="a/b"):
        read_within(tmp_path, "a/b/secret.md")
    assert not list_within(tmp_path, "a/b").readable
    assert not read_listing(tmp_path / "a" / "b").readable


def test_a_walk_follows_nothing_and_comes_to_an_end(tmp_path: Path, secret: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    (tmp_path / "a" / "out").symlink_to(secret.parent)
    os.mkfifo(tmp_path / "a" / "pipe")
    (tmp_path / "a" / "x").write_bytes(b"x")
    assert list(iter_files(tmp_path)) == [tmp_path / "a" / "x"]


# Below content/.

PLACES = (
    f"{ENTRY}/index.md",
    f"{ENTRY}/photo-01.jpg",
    f"{ENTRY}/more.jpg",
    "content/vocabularies/streets.yml",
    "content/vocabularies/synonyms.yml",
    "content/vocabularies/public-contacts.yml",
    "content/sheets/units.csv",
    "content/guide/index.md",
    "content/guide/p.txt",
    "content/guide/deep/picture.png",
    "content/clusters/20010/index.md",
    "content/units/example/20004",
    "content/units/other",
    "content/stray",
)


@pytest.mark.parametrize("odd", ["link to a file", "link to a device", "link to its folder", "FIFO", "socket"])
@pytest.mark.parametrize("place", PLACES)
def test_whatever_lies_anywhere_is_a_finding_with_its_place(place: str, odd: str, tmp_path: Path, secret: Path) -> None:
    path = tiny(tmp_path) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(tmp_path / "away")
    path.unlink(missing_ok=True)
    ODD[odd](path, secret)
    found = diagnosed(tmp_path)
    assert [one.code for one in found if one.span.path == place and one.code in ("E316", "E329")] == [
        "E329" if odd.startswith("link") else "E316"
    ]
    assert SECRET not in str(found)
    assert SECRET not in str(load_exhibition(tmp_path).exhibition)


@pytest.mark.parametrize(
    "place",
    ["content", "content/units", "content/units/example", "content/clusters", "content/vocabularies", "content/guide"],
)
def test_a_folder_that_is_a_link_is_not_entered(place: str, tmp_path: Path) -> None:
    root = tiny(tmp_path / "root")
    guidebook = root / "content" / "guide"
    guidebook.mkdir(exist_ok=True)
    (guidebook / "index.md").write_text(SECRET, "utf-8")
    (root / place).rename(tmp_path / "elsewhere")
    (root / place).symlink_to(tmp_path / "elsewhere")
    found = diagnosed(root)
    assert (place, "E329") in {(one.span.path, one.code) for one in found}
    reading = load_exhibition(root).exhibition
    if place in ("content", "content/units", "content/units/example"):
        assert not any(one.folder.startswith(f"{place}/") for one in reading.of(Unit))
    if place in ("content", "content/guide"):
        assert not any(one.uri == "guide/index.md" for one in build_guide(root, reading.vocabularies))


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    for name in ("index.md", "photo-01.jpg"):
        path = tiny(tmp_path) / ENTRY / name
        path.unlink(missing_ok=True)
        path.mkdir()
    assert ("E316", f"{ENTRY}/index.md") in {(one.code, one.span.path) for one in diagnosed(tmp_path)}


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (f"{ENTRY}/index.md", "E317"),
        ("content/vocabularies/themes.yml", "E382"),
        ("content/guide/index.md", "E379"),
        ("content/guide/p.png", "E379"),
        ("content/sheets/units.csv", "E379"),
    ],
)
def test_a_file_that_is_too_large_is_said_and_not_read(place: str, code: str, tmp_path: Path) -> None:
    sparse(tiny(tmp_path) / place, 5 << 30)
    found = [one for one in diagnosed(tmp_path) if one.span.path == place]
    assert code in [one.code for one in found]
    assert any("MB，最多" in one.message for one in found)


def test_only_pages_and_pictures_of_the_guide_are_published(tmp_path: Path) -> None:
    folder = tiny(tmp_path) / "content" / "guide"
    folder.mkdir(exist_ok=True)
    for name in ("index.md", "notes.txt", "data.json", "page.html", "run.js", "drawing.svg", ".hidden.md"):
        (folder / name).write_text(SECRET, "utf-8")
    (folder / "picture.png").write_bytes((HOME / "overrides" / "assets" / "card.png").read_bytes())
    vocabularies = load_exhibition(tmp_path).exhibition.vocabularies
    names = {one.uri for one in build_guide(tmp_path, vocabularies)}
    drawn = {one.uri for one in (*list_diagram_files(), *list_sample_files(vocabularies))}
    assert names - drawn == {"guide/index.md", "guide/picture.png"}
    assert drawn <= names
    said = {
        one.span.path.rpartition("/")[2]: one
        for one in diagnosed(tmp_path)
        if one.span.path.startswith("content/guide/")
    }
    assert {"notes.txt", "data.json", "page.html", "run.js", "drawing.svg"} <= said.keys()
    assert "不会放到网站上" in said["notes.txt"].message


# On the command line: nothing hangs, nothing leaks, no traceback.


def ran_with(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the real command line; one that hangs fails."""
    command = [sys.executable, "-m", "exhibition", *map(str, words)]
    return subprocess.run(command, cwd=HOME / "scripts", capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize(
    "words",
    [("check",), ("fix",), ("photos",), ("export", "--out", "out.xlsx"), ("permalinks",)],
    ids=lambda words: words[0],
)
def test_commands_come_to_an_end(words: tuple[str, ...], tmp_path: Path, secret: Path) -> None:
    root = tiny(tmp_path / "root")
    for number, place in enumerate(one for one in PLACES if not (root / one).is_dir()):
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        ODD[("FIFO", "link to a device", "link to a file")[number % 3]](path, secret)
    words = tuple(str(tmp_path / one) if one.endswith("xlsx") else one for one in words)
    ran = ran_with(*words, "--root", root, "--cache", tmp_path / "cache")
    assert "Traceback" not in ran.stderr
    assert "程序自己出错了" not in ran.stderr
    assert SECRET not in ran.stdout + ran.stderr


@pytest.mark.parametrize("odd", ["link to a file", "link to a device", "FIFO", "socket", "folder"])
@pytest.mark.parametrize(
    "words", [("photos", "--into", "20001"), ("import",), ("posters", "--all", "--since")], ids=lambda words: words[0]
)
def test_what_is_handed_to_a_command_is_a_file_or_refused(
    words: tuple[str, ...], odd: str, tmp_path: Path, secret: Path
) -> None:
    root, path = tiny(tmp_path / "root"), tmp_path / "handed.jpg"
    ODD[odd](path, secret)
    ran = ran_with(*words, path, "--root", root, "--cache", tmp_path / "cache")
    assert ran.returncode in (0, 1, 2)
    assert "Traceback" not in ran.stderr
    assert "程序自己出错了" not in ran.stderr
    assert SECRET not in ran.stdout + ran.stderr


# No other calls.

WAYS = frozenset(
    (
        "read_bytes",
        "read_text",
        "rglob",
        "iterdir",
        "glob",
        "scandir",
        "listdir",
        "open",
        "walk",
        "copytree",
        "copyfile",
        "copy2",
    )
)
"""Calls that open or list what is on the disk."""
MODULES = frozenset(("pikepdf", "Pdf", "tarfile", "package", "box", "OPENER", "zipfile"))
"""Names whose calls open something in memory, within an archive, or on the network."""

ELSEWHERE = {
    "storage/cache.py": "the cache",
    "cli/check_build_serve.py": "a file that the environment names to be written",
    "cli/maintenance.py": "files of owners, which stand beside content/; the program's own locks",
    "cli/unchanged.py": "lists stamps and opens nothing but mkdocs.yml, which is program",
    "cli/upload.py": "a number of the system",
    "site/incremental.py": "the record of a build, and overrides/, which is program",
    "site/docs_export.py": "mkdocs.yml, its hooks, overrides/ and our modules, which are program, and what an export has written",
    "site/mkdocs_engine.py": "writes pages into the stage",
    "storage/safe_files.py": "the one way itself",
    "hosting/bucket_plan.py": "the site that a build has made",
    "exchange/npm_packages.py": "the program's own pins, and packages held by their hashes",
    "storage/toolchain.py": "the program's own source",
    "media/import_prepare.py": "pictures that are in memory, and the cache",
    "print/jobs/selection.py": "a package that was looked at by `read_head` before",
    "print/jobs/job.py": "the folder of a job that the command has made",
    "print/jobs/render_bundle.py": "the program's own files",
    "print/jobs/imposition.py": "streams of a PDF in memory",
    "storage/locking.py": "files of locks, which commands of ours have made",
    "storage/site_records.py": "the site that a build has made",
    "site/mkdocs_hooks.py": "the stylesheet of the theme",
    "media/codec.py": "pictures that are in memory",
    "print/share_card.py": "pictures that are in memory",
    "print/resources.py": "the mascot's drawings, which are program",
    "print/colour.py": "the program's own table; folders of the system in which profiles are looked for",
    "print/preflight/pdf_objects.py": "streams of a PDF in memory",
    "print/preflight/document_rules.py": "streams of a PDF in memory",
    "preview/__init__.py": "opens the browser",
    "preview/server.py": "the program's own script",
    "storage/patching.py": "a folder of the site, to wait for the disk",
    "storage/publishing.py": "the site and the stage, which builds have made",
    "search/script_data.py": "the program's own scripts",
    "site/template_compiler.py": "compiled templates beside the compiled code of the program",
    "verification/address_checks.py": "pictures that are in memory",
    "storage/output_tree.py": "the site and an exported docs tree, which a command has made",
}
"""Modules that open or list other than untrusted files, and what it is."""


def ways(module: Path) -> set[str]:
    """Return the calls of a module that open or list something."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        of = node.func
        name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
        owner = of.value.id if isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) else ""
        if name in WAYS and owner not in MODULES and not (isinstance(of, ast.Name) and name == "copy"):
            found.add(ast.unparse(of))
    return found


def test_nothing_opens_or_lists_files_in_another_way() -> None:
    package = HOME / "scripts" / "exhibition"
    found = {
        path.relative_to(package).as_posix(): calls
        for path in sorted(package.rglob("*.py"))
        if (calls := ways(path) - {"read_text"})
    }
    assert {name: calls for name, calls in found.items() if name not in ELSEWHERE} == {}
    assert sorted(name for name in ELSEWHERE if name not in found) == []
