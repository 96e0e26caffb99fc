"""Code owners: every file of the repository has an owner, in the syntax of each code host."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pathspec
import pytest

from exhibition.cli import main
from exhibition.content.loader import load_exhibition
from exhibition.hosting.code_owners import FORGES, format_code_owners
from exhibition.model import Exhibition
from helpers.cases import tiny

HOME = Path(__file__).resolve().parents[1]
KEEPER = ("@keeper",)


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


@pytest.fixture(scope="module")
def peopled(shipped: Exhibition) -> Exhibition:
    """The exhibition with a reviewer for each street but the last one, and a maintainer."""
    *streets, last = shipped.vocabularies.streets
    terms = (*(replace(one, extra={**one.extra, "审核": f"@{one.slug}"}) for one in streets), last)
    vocabulary = replace(shipped.vocabularies.streets, terms=terms)
    return replace(
        shipped,
        settings=replace(shipped.settings, keepers="@keeper", bureau="@bureau"),
        vocabularies=replace(shipped.vocabularies, by_name={**shipped.vocabularies.by_name, "streets": vocabulary}),
    )


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    ran = subprocess.run(["git", "-c", "core.quotePath=off", "ls-files"], cwd=HOME, capture_output=True, check=True)
    return ran.stdout.decode().splitlines()


def sections(text: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Return the lines of each section: pattern and people."""
    found: list[list[tuple[str, tuple[str, ...]]]] = [[]]
    for line in text.splitlines():
        if line.startswith("["):
            found.append([])
        elif line and not line.startswith("#"):
            pattern, *people = line.split()
            found[-1].append((pattern, tuple(people)))
    return [one for one in found if one]


def asked(path: str, text: str) -> list[tuple[str, ...]]:
    """Return who is asked about a file: of each section the last matching line."""
    people = []
    for section in sections(text):
        fits = [who for pattern, who in section if matches(pattern, path)]
        people += fits[-1:]
    return people


def matches(pattern: str, path: str) -> bool:
    """Match as code hosts do: a star stays within a folder, a pattern of files does not match below one."""
    if pattern.endswith("/*"):
        folder = pattern[1:-1]
        return path.startswith(folder) and "/" not in path.removeprefix(folder)
    return pathspec.GitIgnoreSpec.from_lines([pattern]).match_file(path)


@pytest.mark.parametrize("path", FORGES)
def test_what_is_committed_is_what_the_command_writes(path: str, shipped: Exhibition) -> None:
    assert (HOME / path).read_text("utf-8") == format_code_owners(shipped)[path], (
        "run: python3 scripts/start.py owners --write"
    )


@pytest.mark.parametrize("path", FORGES)
def test_as_shipped_nobody_is_named_and_every_street_has_its_line(path: str, shipped: Exhibition) -> None:
    text = format_code_owners(shipped)[path]
    assert "@" not in text
    assert sections(text) == []
    for street in shipped.vocabularies.streets:
        assert text.count(f"# /content/units/{street.slug}/ ") == 1


@pytest.mark.skipif(not (HOME / ".git").exists(), reason="not a checkout of git")
@pytest.mark.parametrize("path", FORGES)
def test_every_file_has_exactly_one_who_is_asked(path: str, peopled: Exhibition, tracked: list[str]) -> None:
    text = format_code_owners(peopled)[path]
    streets = {street.slug for street in peopled.vocabularies.streets if "审核" in street.extra}
    by_people = defaultdict(list)
    for file in tracked:
        parts = file.split("/")
        named = parts[:2] == ["content", "units"] and parts[2] in streets
        first = (f"@{parts[2]}",) if named else KEEPER
        if parts[-1] == "评定.md" and parts[:2] == ["content", "units"]:
            # Sections do not take files from each other: there the street is asked too.
            assert asked(file, text) == ([first, ("@bureau",)] if path.startswith(".gitlab") else [("@bureau",)]), file
            continue
        assert asked(file, text) == [first], file
        by_people[asked(file, text)[0]].append(file)
    assert {("@gaojing",), ("@yanghang",), KEEPER} <= by_people.keys()
    for street in streets:
        assert asked(f"content/units/{street}/12345/photo.jpg", text) == [(f"@{street}",)]
        assert asked(f"content/units/{street}/12345/议事.md", text) == [(f"@{street}",)]
        assert asked(f"content/units/{street}/12345/评定.md", text)[-1] == ("@bureau",)


@pytest.mark.parametrize("path", FORGES)
def test_what_only_the_bureau_writes_is_the_keepers_until_the_bureau_is_named(
    path: str, peopled: Exhibition, shipped: Exhibition
) -> None:
    file = "content/units/gaojing/12345/评定.md"
    unnamed = replace(peopled, settings=replace(peopled.settings, bureau=""))
    assert asked(file, format_code_owners(unnamed)[path])[-1] == KEEPER
    alone = replace(shipped, settings=replace(shipped.settings, bureau="@bureau"))
    assert asked(file, format_code_owners(alone)[path]) == [("@bureau",)]


def test_the_command_shows_first_and_writes_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tiny(tmp_path)
    streets = root / "content" / "vocabularies" / "streets.yml"
    text = streets.read_text("utf-8")
    first = text.index("  - slug:")
    end = text.index("\n", first)
    streets.write_text(f'{text[:end]}\n    审核: "@shili-a、@shili/b"{text[end:]}', "utf-8")
    assert main(["owners", "--root", str(root)]) == 1
    shown = capsys.readouterr().out
    assert "+++ b/.github/CODEOWNERS" in shown
    assert " @shili-a @shili/b" in shown
    assert not (root / ".github").exists()
    assert main(["owners", "--write", "--root", str(root)]) == 0
    assert " @shili-a @shili/b\n" in (root / ".gitlab" / "CODEOWNERS").read_text("utf-8")
    assert main(["owners", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root)]) == 0
