"""A README in each package: short, it names every module of the package and no other, and what it refers to exists."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
PACKAGES = sorted(path.parent for path in (HOME / "scripts").rglob("__init__.py"))
FOLDERS = [*PACKAGES, HOME / "tests" / "helpers", HOME / "tests" / "stress"]
MOST_LINES = 12
"""About ten: what the package is, its modules, what it may import, where to begin, which tests."""
NAMED = re.compile(r"`([\w*]+\.py)`")
REFERRED = re.compile(r"`((?:tests|docs|overrides|scripts)/[^`*]*)`")


def name_folder(folder: Path) -> str:
    return folder.relative_to(HOME).as_posix()


def read_readme(folder: Path) -> str:
    return (folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=name_folder)
def test_readme_names_every_module_and_no_other(folder: Path) -> None:
    own = {path.name for path in folder.glob("*.py")}
    assert set(NAMED.findall(read_readme(folder))) | {"__init__.py"} == own | {"__init__.py"}


@pytest.mark.parametrize("folder", FOLDERS, ids=name_folder)
def test_readme_is_short_and_says_imports_start_and_tests(folder: Path) -> None:
    text = read_readme(folder)
    assert len(text.splitlines()) <= MOST_LINES
    assert text.startswith("# ")
    for word in ("mport", "egin with", "ests: ") if folder in PACKAGES else ("mport", "ests"):
        assert word in text, word


@pytest.mark.parametrize("folder", [*FOLDERS, HOME / "tests"], ids=name_folder)
def test_what_a_readme_refers_to_is_there(folder: Path) -> None:
    for name in REFERRED.findall(read_readme(folder)):
        assert (HOME / name).exists(), name


def test_subpackages_are_named_by_the_package_above() -> None:
    for folder in PACKAGES:
        if (folder.parent / "__init__.py").is_file():
            assert f"`{folder.name}/`" in read_readme(folder.parent), name_folder(folder)


def test_readme_of_tests_names_files_that_are_there() -> None:
    for pattern in NAMED.findall(read_readme(HOME / "tests")):
        assert list((HOME / "tests").glob(pattern)), pattern


LAYER = re.compile(r"^\| \d+ \| ((?:`\w+`(?:, )?)+) \|", re.M)


def iter_imports(path: Path, package: str) -> Iterator[str]:
    """Yield the packages of ours that a module imports, by relative imports as all of them are."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.relative_to(HOME / "scripts").parts[:-1]
            base = base[: len(base) - node.level + 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            for name in names:
                parts = (*base, *name.split("."))
                if parts[0] == "exhibition" and parts[1] != package:
                    yield parts[1]


def test_table_of_layers_is_that_of_the_linter() -> None:
    rows = LAYER.findall((HOME / "docs" / "architecture.md").read_text("utf-8"))
    settings = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    (layers,) = (one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    assert [sorted(re.findall(r"\w+", row)) for row in rows] == [sorted(re.findall(r"\w+", layer)) for layer in layers]


def test_table_of_layers_is_as_the_imports_are() -> None:
    rows = LAYER.findall((HOME / "docs" / "architecture.md").read_text("utf-8"))
    height = {name: place for place, row in enumerate(rows) for name in re.findall(r"\w+", row)}
    top = HOME / "scripts" / "exhibition"
    parts = [path for path in top.iterdir() if (path / "__init__.py").is_file() or path.suffix == ".py"]
    assert set(height) == {path.stem for path in parts} - {"__init__", "__main__"}
    for part in parts:
        for path in part.rglob("*.py") if part.is_dir() else [part]:
            for other in iter_imports(path, part.stem) if part.stem in height else ():
                assert height[part.stem] < height[other], f"{path} imports {other}"


MOST_BYTES = 6 * 1024


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_is_short_and_begins_with_the_commands(name: str) -> None:
    text = (HOME / name).read_text("utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert re.search(r"^make site .*\n(?:.*\n){2}make test ", text, re.M)
    for page in ("docs/README.md", "content/guide/index.md", "LICENSE", "LICENSE-content.md"):
        assert f"]({page})" in text, page


def test_every_document_is_listed() -> None:
    index = (HOME / "docs" / "README.md").read_text("utf-8")
    listed = set(re.findall(r"^\| \[[\w.-]+\]\(([\w.-]+)\)", index, re.M))
    assert listed == {path.name for path in (HOME / "docs").glob("*.md")} - {"README.md"}
