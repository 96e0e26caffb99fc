"""Command line: every command has help, and starts without loading what only others need."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from conftest import HOME, exhibition
from exhibition.cli.arguments import COMMANDS, build_parser
from exhibition.model import Entry
from exhibition.model.content_types import ContentType
from exhibition.types import CONTENT_TYPES


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_what_it_does_in_chinese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser(name).parse_args([name, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("用法：")
    assert COMMANDS[name][0][:6] in told
    assert "--root" in told


def test_the_list_of_commands_is_told_without_any_of_them() -> None:
    told = exhibition("--help").stdout
    assert all(name in told for name in COMMANDS)


def test_help_names_the_content_types_that_are_registered() -> None:
    toy = ContentType("bench", "长凳", Entry, folder="benches", order=950)
    with CONTENT_TYPES.registered(toy):
        labels = "、".join(row.label for row in CONTENT_TYPES)
        assert labels.endswith("、长凳")
        told = build_parser().format_help()
    assert "{types}" not in told
    assert labels in re.sub(r"\s", "", told)


def test_a_word_that_is_no_command_is_answered() -> None:
    ran = exhibition("chekc", check=False)
    assert ran.returncode == 2
    assert "没看懂这条命令" in ran.stderr


def test_a_check_does_not_wait_for_what_builds_and_draws() -> None:
    """`check` is run while somebody writes: half a second of loading would be half of the whole wait."""
    code = "import sys, exhibition.cli as c; c.main(['check']); print(' '.join(sorted(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=HOME / "scripts", capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "exhibition.checks" in loaded
    assert not loaded & {
        "numpy",
        "mkdocs",
        "reportlab",
        "xlsxwriter",
        "opencc",
        "exhibition.site.build",
        "exhibition.pages",
    }


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["build", "--help"], {"exhibition.privacy", "exhibition.model", "exhibition.report"}),
        (["new", "--help"], {"nh3", "html.parser", "subprocess", "PIL"}),
        (["address"], {"nh3", "html.parser"}),
    ],
)
def test_a_command_loads_only_what_it_needs(words: list[str], unwanted: set[str]) -> None:
    code = (
        "import sys, exhibition.cli as c\ntry: c.main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(' '.join(sorted(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=HOME / "scripts", capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "exhibition.cli.arguments" in loaded
    assert not loaded & unwanted


IGNORED = """
import sys, time
from exhibition.cli import repeat_interrupt

class Finalized:
    def __del__(self):
        raise KeyboardInterrupt

sys.unraisablehook = repeat_interrupt
Finalized()
try:
    time.sleep(20)
except KeyboardInterrupt:
    print("stopped")
"""


def test_an_interruption_that_python_ignores_comes_again_without_a_traceback() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", IGNORED], env={**os.environ, "PYTHONPATH": str(HOME / "scripts")}, capture_output=True
    )
    assert (ran.stdout, ran.stderr) == (b"stopped\n", b"")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["posters", "--product"], "--product 后面少了一个值"),
        (["posters", "--product", "a6"], "--product：没有“a6”这种产品。"),
        (["posters", "--standard", "x9"], "--standard 不能写 'x9'，能写的有：'x4', 'x1a'"),
        (["posters", "--quantity", "abc"], "--quantity 不能写 'abc'"),
        (["posters", "--p", "x"], "--p 可能是 --product, --proof"),
        (["posters", "--impose=3"], "--impose 后面不能写 '3'"),
        (["bild"], "命令 不能写 'bild'，能写的有：'build'"),
        (["export-docs"], "少了 文件夹"),
    ],
)
def test_a_wrong_argument_is_answered_in_chinese(words: list[str], told: str) -> None:
    ran = exhibition(*words, check=False)
    assert ran.returncode == 2
    assert f"没看懂这条命令：{told}" in ran.stderr
    assert not re.search(r"argument|invalid|expected|required|ambiguous", ran.stderr)
