"""Documents say what is true: examples are executed, tables compared with declarations, names, commands and links resolved."""

from __future__ import annotations

import builtins
import os
import re
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.cli.arguments import COMMANDS, ROOT
from exhibition.content.loader import load_exhibition
from exhibition.model import field_types
from exhibition.model.content_types import BodyNotation, ContentType
from exhibition.model.fields import Field
from exhibition.model.record_types import RecordFacet, RecordType, Room
from exhibition.model.vocabulary import VOCABULARIES
from exhibition.pages.facets import Asked, Facet, FacetValue, HomePart
from exhibition.print.formats import PrintFormat
from helpers.cases import TINY
from helpers.docs_tables import PAGE, TABLES, fill
from run import benchmarks, list_long_runs

DOCS = HOME / "docs"
EXTENDING = (DOCS / "extending.md").read_text("utf-8")
COPIED = ("scripts", "overrides", "content", "tests", "mkdocs.yml", "package.json", "pyproject.toml")
"""What the examples need of the repository."""
BLOCK = re.compile(r'^```(\w+)(?: title="([^"\n]+)")?\n((?:(?!```)[^\n]*\n)*)```$', re.MULTILINE)
START = "python3 scripts/start.py "
BUILD = f"$ {START}build"


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file that its title names, its text, its line in the page."""

    language: str
    title: str
    text: str
    line: int


def list_blocks(page: str) -> list[Block]:
    return [
        Block(found[1], found[2] or "", found[3], page[: found.start()].count("\n") + 1)
        for found in BLOCK.finditer(page)
    ]


def apply_change(text: str, change: str) -> str:
    """Return a text with a change made: lines that begin with a space or `-` are found once, as one run."""
    lines = [(line[:1], line[1:]) for line in change.splitlines()]
    old = "".join(f"{line}\n" for sign, line in lines if sign != "+")
    new = "".join(f"{line}\n" for sign, line in lines if sign != "-")
    places = [found.start() for found in re.finditer(rf"^{re.escape(old)}", text, re.MULTILINE)]
    if len(places) != 1:
        raise ValueError(f"stands {len(places)} times in the file:\n{old}")
    return text[: places[0]] + new + text[places[0] + len(old) :]


def matches(expected: str, output: str) -> bool:
    """Does an output look as shown? `…` stands for anything, within a line and, alone in one, for any lines."""
    wanted = [
        "(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in expected.splitlines()
    ]
    return re.fullmatch("".join(wanted), f"{output.strip()}\n" if output.strip() else "") is not None


def run(command: str, root: Path) -> str:
    """Run a command of the page in a copy of the repository; return its standard output, and what went wrong."""
    words = shlex.split(command)
    if command.startswith(START):
        words = [sys.executable, "-m", "exhibition", *words[2:]]
    elif words[0] == "python3":
        words[0] = sys.executable
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONUTF8": "1", "COLUMNS": "400"}
    ran = subprocess.run(words, cwd=root, env=environment, capture_output=True, encoding="utf-8")
    return ran.stdout if ran.returncode in (0, 1) else f"{ran.stdout}{ran.stderr}exit code {ran.returncode}\n"


def read_sessions(text: str) -> list[tuple[str, str]]:
    """Return the commands of a block with the output that is shown."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def execute(root: Path) -> list[str]:
    """Do what the page says, in its order, in a copy of the repository; return what came otherwise.

    Of the blocks that build, all commands wait for the end, where one build serves all of them.
    """
    for name in COPIED:
        source = HOME / name
        skipped = shutil.ignore_patterns("node_modules", "cases")
        shutil.copytree(source, root / name, ignore=skipped) if source.is_dir() else shutil.copy2(source, root)
    otherwise: list[str] = []
    later: list[tuple[int, str, str]] = []
    for block in list_blocks(EXTENDING):
        path = root / block.title
        if block.language == "console":
            waits = False
            for command, expected in read_sessions(block.text):
                waits = waits or command == BUILD[2:]
                if waits:
                    later.append((block.line, command, expected))
                else:
                    otherwise += compare(block.line, command, expected, root)
        elif block.title and block.language == "diff":
            path.write_text(apply_change(path.read_text("utf-8"), block.text), "utf-8")
        elif block.title:
            assert not path.exists(), f"{block.title} exists already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
    built = run(f"{START}build", root)
    for line, command, expected in later:
        otherwise += compare(line, command, expected, root, built if command == BUILD[2:] else None)
    return otherwise


def compare(line: int, command: str, expected: str, root: Path, output: str | None = None) -> list[str]:
    """Return a complaint where a command's output is not as the page shows."""
    output = run(command, root) if output is None else output
    if matches(expected, output):
        return []
    return [f"docs/extending.md, block at line {line}: {command}\n--- shown\n{expected}--- is\n{output}"]


@pytest.mark.skipif(os.name != "posix", reason="the examples use grep, head and ls")
def test_every_example_of_extending_works_as_shown(tmp_path: Path) -> None:
    otherwise = execute(tmp_path)
    assert not otherwise, "\n\n".join(otherwise)


def test_a_change_must_fit_its_file_exactly_once() -> None:
    assert apply_change("a\nb\nc\n", " b\n+x\n") == "a\nb\nx\nc\n"
    assert apply_change("a\nb\n", "-a\n+x\n") == "x\nb\n"
    for change in (" d\n+x\n", " a\n c\n"):
        with pytest.raises(ValueError, match="stands 0 times"):
            apply_change("a\nb\nc\n", change)
    with pytest.raises(ValueError, match="stands 2 times"):
        apply_change("a\na\n", "-a\n")


def test_an_output_is_compared_line_by_line() -> None:
    assert matches("a…c\n…\nz\n", "abc\n1\n2\nz\n\n")
    assert matches("", "")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a…c\n", "ab\nc\n")


TABLE_ROW = re.compile(r"^\| `(\w+)` \| (\S+) \|", re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "declared"),
    [
        ("### Options of a field", Field),
        ("### Options of a content type", ContentType),
        ("### Options of a body with a notation", BodyNotation),
        ("### Options of a gallery", Facet),
        ("A room is a `FacetValue`:", FacetValue),
        ("Its facet of the search is an `Asked`:", Asked),
        ("What the home page shows of it is a `HomePart`:", HomePart),
        ("### Options of a record list", RecordType),
        ("### Options of a room", Room),
        ("### Options of a facet of a room", RecordFacet),
        ("### Options of a product", PrintFormat),
    ],
)
def test_every_option_of_a_declaration_is_explained(heading: str, declared: type) -> None:
    table = EXTENDING.partition(f"{heading}\n")[2].partition("\n|")[2].partition("\n\n")[0]
    shown = {name: default.strip("`") for name, default in TABLE_ROW.findall(table)}
    wanted = {one.name: one for one in fields(declared) if one.init}
    assert list(shown) == list(wanted)
    scope = vars(sys.modules[declared.__module__])
    for name, default in shown.items():
        one = wanted[name]
        if one.default is MISSING and one.default_factory is MISSING:
            assert default == "–", name
        else:
            value = one.default if one.default_factory is MISSING else one.default_factory()
            assert eval(default, dict(scope)) == value, name


def test_the_tables_of_the_content_model_are_those_of_the_declarations() -> None:
    text = PAGE.read_text("utf-8")
    assert fill(text) == text, "PYTHONPATH=scripts:tests python3 tests/helpers/docs_tables.py"
    assert set(re.findall(r"<!-- table: (.+) -->", text)) == set(TABLES)


def test_every_kind_of_value_is_in_the_content_model() -> None:
    text = PAGE.read_text("utf-8").partition("## Kinds of values")[2]
    kinds = {
        name
        for name, value in vars(field_types).items()
        if isinstance(value, type) and hasattr(value, "parse") and not getattr(value, "_is_protocol", False)
    }
    shown = {
        row[0]: set(re.findall(r"`(\w+)`", row[1])) for row in re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", text, re.M)
    }
    assert kinds == kinds & set(shown)
    for name in kinds - {"StarRating"}:
        assert {one.name for one in fields(getattr(field_types, name))} <= shown[name], name


def test_places_of_values_have_the_keys_that_the_content_model_says() -> None:
    text = PAGE.read_text("utf-8").partition("| key in `spans` |")[2].partition("\n\n")[0]
    (plain, value, item, inner) = re.findall(r"^\| `(.+?)` \|", text, re.MULTILINE)
    entries = load_exhibition(TINY).exhibition.entries
    known = {key for entry in entries for key in entry.spans}
    assert {plain, value, item, inner} <= known


PAGES = (
    *sorted(DOCS.glob("*.md")),
    *(HOME / "scripts").rglob("README.md"),
    HOME / "README.md",
    HOME / "CONTRIBUTING.md",
)
"""Pages for engineers."""
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LATER = (
    "content/site-address.yml",
    "content/sheets",
    "content/permalinks.csv",
    ".venv",
    ".cache",
    ".git/",
    ".github/CODEOWNERS",
)
"""What a checkout does not have, because a command makes it, and what it had once."""
MADE = {".git", ".venv", ".cache", "site", "site-trial", "print"}
"""Folders of the root that hold no sources."""
NAMES_OF_OTHERS = frozenset({"CODEOWNERS", "GTS_PDFXVersion", "PDF", "UTF", "CMYK", "K", "E", "W"})
"""Words in capitals that are no names of ours."""


def list_pages() -> list[Path]:
    return [page for page in PAGES if page.exists()]


each_page = pytest.mark.parametrize("page", list_pages(), ids=lambda page: page.relative_to(HOME).as_posix())


def iter_code(page: Path) -> Iterator[str]:
    """Yield what stands in backticks outside fenced blocks."""
    yield from INLINE.findall(FENCED.sub("", page.read_text("utf-8")))


@cache
def list_files() -> frozenset[str]:
    """Return the paths of the repository's files and folders that are sources."""
    found: set[str] = set()
    for folder, inner, names in os.walk(HOME):
        if Path(folder) == HOME:
            inner[:] = [name for name in inner if name not in MADE]
        inner[:] = [name for name in inner if name not in {"node_modules", "__pycache__", "cases"}]
        base = Path(folder).relative_to(HOME)
        found.update((base / name).as_posix() for name in (*names, *inner))
    return frozenset({*found, "tests/cases"})


@cache
def list_names() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Return every name that our code binds or calls, and by the last name of a module or the name of a class what is in it."""
    within: dict[str, set[str]] = {}
    called: set[str] = set()
    for path in (one for one in list_files() if one.endswith(".py")):
        source = (HOME / path).read_text("utf-8")
        module = Path(path).parent.name if path.endswith("__init__.py") else Path(path).stem
        names = set(re.findall(r"^(?:(?:async )?def|class) (\w+)|^((?:\w+, )*\w+)(?::.*)? = ", source, re.MULTILINE))
        within.setdefault(module, set()).update(
            one for pair in names for part in pair for one in part.split(", ") if one
        )
        for name, body in re.findall(r"^class (\w+).*\n((?:[ \t].*\n|\n)*)", source, re.MULTILINE):
            inner = re.findall(r"^    (?:(?:async )?def (\w+)|(\w+)[:, ])", body, re.MULTILINE)
            within.setdefault(name, set()).update(one for pair in inner for one in pair if one)
        called.update(re.findall(r"\.(\w+)\(", source))
    every = {name for names in within.values() for name in names} | set(within) | called
    return frozenset(every), {name: frozenset(names) for name, names in within.items()}


@cache
def list_variables() -> frozenset[str]:
    """Return the words of workflows, scripts and settings: variables of the environment, keys of settings."""
    ends = (".yml", ".yaml", ".sh", ".mjs", ".toml")
    paths = (one for one in list_files() if one.endswith(ends) and not one.startswith(("content/", "tests/")))
    return frozenset(
        name
        for path in paths
        for name in re.findall(r"\b[A-Z][A-Z_]+\b|\b[a-z]+(?:_[a-z]+)+\b", (HOME / path).read_text("utf-8"))
    )


def has_path(path: str) -> bool:
    """Does the repository hold this path, also below `scripts/`? `*` and `<…>` stand for any name."""
    plain = path.rstrip("/").removeprefix("./")
    if plain.startswith(LATER):
        return True
    pattern = re.compile(r"(?:scripts/(?:exhibition/)?)?" + re.sub(r"\\\*|<[^<>/]*>", "[^/]+", re.escape(plain)))
    return any(map(pattern.fullmatch, list_files()))


def find_untrue(text: str) -> str:
    """Return what is wrong with a text in backticks; nothing where it is right, or is no name of ours."""
    if found := re.fullmatch(r"make bench-([a-z_]+)(?: .*)?", text):
        return "" if found[1] in (*benchmarks(), *list_long_runs()) else "no such benchmark"
    if found := re.fullmatch(r"make ([a-z-]+)(?: .*)?", text):
        return "" if re.search(rf"^{found[1]}:", (HOME / "Makefile").read_text("utf-8"), re.M) else "no such target"
    words = text.removeprefix("python3 scripts/start.py ").split()
    if text.startswith("python3 scripts/start.py") or (
        len(words) > 1 and words[0] in COMMANDS and words[1].startswith("--")
    ):
        return "" if not words or words[0] in ("…", "--help", "python3") else find_unknown_option(words)
    head = text.split("/")[0]
    if (
        "/" in text
        and re.fullmatch(r"[\w.<>*-]+(?:/[\w.<>*-]+)+/?|[\w.-]+/", text)
        and (head in list_files() or f"scripts/{head}" in list_files() or text.endswith((".py", ".html", ".md")))
    ):
        return "" if has_path(text) else "no such path"
    if re.fullmatch(r"[\w.-]+\.(?:py|html|css|yml|toml|in|mjs)", text):
        return "" if any(path == text or path.endswith(f"/{text}") for path in list_files()) else "no such file"
    if found := re.fullmatch(r"((?:\w+\.)*)([A-Za-z_]\w*)(?:\(.*\))?", text):
        return find_unknown_name(found[1].rstrip("."), found[2])
    return ""


def find_unknown_option(words: list[str]) -> str:
    """Return the command or option that does not exist."""
    if words[0] not in COMMANDS:
        return "no such command"
    parser = ArgumentParser()
    for add in (ROOT, *COMMANDS[words[0]][2]):
        add(parser)
    known = {name for action in parser._actions for name in action.option_strings} | {"--cache"}
    passes = parser.get_default("rest") is not None
    return next(
        (f"no option {word}" for word in words[1:] if word.startswith("--") and word not in known and not passes), ""
    )


def find_unknown_name(place: str, name: str) -> str:
    """Return why a name is not one of ours; names that may be words (small letters, no underscore) are not asked."""
    every, within = list_names()
    holder = place.rpartition(".")[2]
    if holder in within and re.match("[A-Z]", holder):
        return "" if name in within[holder] or name in within else f"{holder} has no {name}"
    ours = re.fullmatch(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z]{3,}|[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z]+)+", name)
    if ours and name.isupper() and holder in within:
        return "" if name in within[holder] else f"{holder} has no {name}"
    known = name in every or name in VOCABULARIES or hasattr(builtins, name) or name in NAMES_OF_OTHERS
    known = known or name in list_variables()
    return "no such name" if ours and not known else ""


@each_page
def test_what_a_page_names_exists(page: Path) -> None:
    wrong = {text: why for text in iter_code(page) if (why := find_untrue(text))}
    assert not wrong


def test_names_that_do_not_exist_are_found() -> None:
    for text in (
        "scripts/exhibition/nowhere.py",
        "nowhere.py",
        "make nothing",
        "python3 scripts/start.py nothing",
        "python3 scripts/start.py check --nothing",
        "check --nothing",
        "Exhibition.nothing",
        "facets.NOTHING",
        "NoSuchClass",
        "NO_SUCH_TABLE",
        "no_such_function",
        "tests/helpers/nowhere/*.py",
    ):
        assert find_untrue(text), text


def make_anchor(heading: str) -> str:
    """Return the anchor that code hosts give a heading."""
    plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower())
    return plain.replace(" ", "-")


@cache
def list_anchors(page: Path) -> frozenset[str]:
    return frozenset(map(make_anchor, re.findall(r"^#{1,6} (.+)$", FENCED.sub("", page.read_text("utf-8")), re.M)))


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    text = INLINE.sub("", FENCED.sub("", page.read_text("utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), target
        assert not anchor or other.suffix != ".md" or anchor in list_anchors(other), target


@each_page
def test_no_page_names_a_registry_or_a_path_of_a_machine(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"pypi\.|pythonhosted|npmjs|registry\.npm|proxy\.golang|crates\.io|deb\.debian", text)
    assert not re.search(r"(?<![\w.])/(?:work|root|home|Users)/", text)
