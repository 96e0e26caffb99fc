"""A new folder: asked for in Chinese, filled as answered, and no byte of the ledger changed but at its end."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import HOME, exhibition
from exhibition.cli.arguments import understood as words
from exhibition.founding import PLANS, found, next_id, planned
from exhibition.inspection import inspect
from exhibition.model.fields import Many, Records
from exhibition.report.progress import Progress


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shipped exhibition, to write into."""
    shutil.copytree(HOME / "content", tmp_path / "content")
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    return tmp_path


def errors(root: Path) -> list[str]:
    return [f"{one.span.path}:{one.span.line} {one.code}" for one in inspect(root, Progress())[1] if one.blocks]


def ledger(root: Path) -> bytes:
    return (root / "content" / "permalinks.csv").read_bytes()


@pytest.mark.parametrize(
    ("kind", "place"), [("unit", "content/units/yuepu/10025/index.md"), ("cluster", "content/clusters/10025/index.md")]
)
def test_a_new_folder_passes_the_check_and_has_its_address(root: Path, kind: str, place: str) -> None:
    before = ledger(root)
    ran = exhibition("new", "--root", root, "--no-ask", "--kind", kind, "--name", "新风,小院", "--street", "月浦")
    assert f"编号 10025，文件是 {place}" in ran.stdout
    assert "“街镇”的“月浦”已按“月浦镇”处理" in ran.stderr
    assert "街镇: 月浦镇\n" in (root / place).read_text("utf-8")
    assert ledger(root) == before + f'10025,{date.today()},"新风,小院",live,\n'.encode()
    assert errors(root) == []


def test_the_next_one_gets_the_next_number(root: Path) -> None:
    for number in (10025, 10026):
        ran = exhibition("new", "--root", root, "--no-ask", "--name", "楼", "--street", "月浦镇")
        assert f"编号 {number}" in ran.stdout
    assert errors(root) == []


def test_a_ledger_from_excel_keeps_its_line_ends_and_a_missing_one_is_added(root: Path) -> None:
    path = root / "content" / "permalinks.csv"
    old = path.read_bytes().replace(b"\n", b"\r\n").rstrip()
    path.write_bytes(old)
    exhibition("new", "--root", root, "--no-ask", "--name", "楼", "--street", "月浦镇")
    assert ledger(root) == old + f"\r\n10025,{date.today()},楼,live,\r\n".encode()


@pytest.mark.parametrize("kind", PLANS)
def test_every_example_of_the_template_works_when_its_mark_is_taken_away(root: Path, kind: str) -> None:
    shown, _ = inspect(root, Progress())
    made = planned(kind, {"name": "楼", "street": "月浦镇"}, shown, date(2026, 11, 24))
    for field in PLANS[kind].fields:
        assert f"\n# {field.key}" in made.text
        assert isinstance(field.kind, Many | Records) or f"例如：{field.example}" in made.text
    found(made, root)
    (root / made.path).write_text(re.sub(r"(?m)^# (  .*)$", r"\1", made.text), "utf-8")
    told = [one for one in inspect(root, Progress())[1] if one.span.path == made.path.as_posix()]
    # Photos that are not there, a group of one, members that do not know of it: nothing about how it is written.
    assert told
    assert {one.code for one in told if one.code[1] not in "34"} <= {"E232"}, told


def test_answers_that_could_be_misread_are_quoted(root: Path) -> None:
    exhibition(
        "new", "--root", root, "--no-ask", "--name", "#1 楼", "--street", "月浦镇", "--tagline", "我们是 #1 楼组"
    )
    shown, _ = inspect(root, Progress())
    entry = shown.entries["10025"]
    assert (entry.name, entry.tagline) == ("#1 楼", "我们是 #1 楼组")
    assert errors(root) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--street", "月浦镇"), "“名称”一定要填"),
        (("--name", "楼", "--street", "火星镇"), "“街镇”没有“火星镇”这个选项"),
        (("--name", "楼" * 41, "--street", "月浦镇"), "41 字"),
    ],
)
def test_an_answer_that_will_not_do_changes_nothing(root: Path, given: tuple[str, ...], said: str) -> None:
    before = ledger(root)
    ran = exhibition("new", "--root", root, "--no-ask", *given, check=False)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert ledger(root) == before
    assert not (root / "content" / "units" / "yuepu" / "10025").exists()


def test_a_broken_ledger_is_mended_first(root: Path) -> None:
    path = root / "content" / "permalinks.csv"
    path.write_bytes(path.read_bytes() + b"10025,x\n")
    ran = exhibition("new", "--root", root, "--no-ask", "--name", "楼", "--street", "月浦镇", check=False)
    assert ran.returncode == 1
    assert "台账" in ran.stderr


def test_questions_are_asked_until_the_answer_will_do(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = iter(["", "新风楼", "火星镇", "月浦", "", "", "", "", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(told))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    options = words(["new", "--root", str(root)])
    assert options.run(options) == 0
    spoken = capsys.readouterr()
    assert "“名称”一定要填" in spoken.err
    assert "“街镇”没有“火星镇”这个选项" in spoken.err
    assert "编号 10025" in spoken.out
    assert next(told, None) is None


def test_whoever_stops_has_changed_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger(root)

    def gone(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", gone)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    options = words(["new", "--root", str(root)])
    with pytest.raises(KeyboardInterrupt):
        options.run(options)
    assert ledger(root) == before


def test_a_dry_run_shows_and_writes_nothing(root: Path) -> None:
    before = ledger(root)
    ran = exhibition("new", "--root", root, "--no-ask", "--dry-run", "--name", "楼", "--street", "月浦镇")
    assert ran.stdout.startswith("---\n# 编号")
    assert ledger(root) == before


def test_numbers_go_on_after_the_highest(root: Path) -> None:
    assert next_id(inspect(root, Progress())[0]) == "10025"
