"""A new folder: asked for in Chinese, filled as answered, and one small file more in the ledger."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import HOME, commanded
from exhibition.cli.arguments import parse_arguments as words
from exhibition.cli.new import ANSWER
from exhibition.content.scaffold import create_entry, plan_entry
from exhibition.model.content_types import get_item_kind
from exhibition.model.field_types import Choice
from exhibition.model.fields import ListOf, RecordList, Section
from exhibition.progress import Progress
from exhibition.site.pipeline import load_and_check
from exhibition.types import CONTENT_TYPES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shipped exhibition, to write into."""
    shutil.copytree(HOME / "content", tmp_path / "content")
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    return tmp_path


def errors(root: Path) -> list[str]:
    return [f"{one.span.path}:{one.span.line} {one.code}" for one in load_and_check(root, Progress())[1] if one.blocks]


def ledger(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (root / "content" / "permalinks").iterdir()}


def number(said: str) -> str:
    """The number that a new folder has got."""
    return re.search(r"编号 (\d{5})", said)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "place"), [("unit", "content/units/yuepu/{}/index.md"), ("cluster", "content/clusters/{}/index.md")]
)
def test_a_new_folder_passes_the_check_and_has_its_address(root: Path, kind: str, place: str) -> None:
    before = ledger(root)
    ran = commanded("new", "--root", root, "--no-ask", "--kind", kind, "--name", "新风,小院", "--street", "月浦")
    id = number(ran.stdout)
    assert id + ".yml" not in before
    assert f"编号 {id}，文件是 {place.format(id)}" in ran.stdout
    assert "“街镇”的“月浦”已按“月浦镇”处理" in ran.stderr
    assert "街镇: 月浦镇\n" in (root / place.format(id)).read_text("utf-8")
    assert ledger(root) == {**before, f"{id}.yml": f"发放: {date.today()}\n名称: 新风,小院\n状态: 在用\n"}
    assert errors(root) == []


@pytest.mark.parametrize(
    "given",
    [
        ("--name", "64号楼", "--street", "高境", "--compound", "共和十一村"),
        ("--name", "新楼组", "--street", "高境镇", "--compound", "共和11村", "--building", "六十四号"),
        ("--name", "新楼组", "--street", "高境镇", "--compound", "共和十一村", "--building", "６４幢"),
        ("--name", "共和十一村64号楼", "--street", "高境镇"),
    ],
)
def test_a_building_that_has_a_page_costs_no_number_unless_somebody_says_that_it_is_another(
    root: Path, given: tuple[str, ...]
) -> None:
    before = ledger(root)
    ran = commanded("new", "--root", root, "--no-ask", *given, check=False)
    assert ran.returncode == 1
    assert "编号 10001，64号楼" in ran.stderr
    assert "content/units/gaojing/10001/index.md" in ran.stderr
    assert "--another" in ran.stderr
    assert ledger(root) == before
    commanded("new", "--root", root, "--no-ask", "--another", *given)
    assert len(ledger(root)) == len(before) + 1


@pytest.mark.parametrize(
    "given",
    [
        ("--name", "64号楼", "--street", "高境镇", "--compound", "共和十二村"),
        ("--name", "64号楼", "--street", "月浦镇"),
        ("--name", "65号楼", "--street", "高境镇", "--compound", "共和十一村"),
    ],
)
def test_another_building_is_founded_without_a_question(root: Path, given: tuple[str, ...]) -> None:
    commanded("new", "--root", root, "--no-ask", *given)


@pytest.mark.parametrize(("answer", "code"), [("", 1), ("另一座", 0)])
def test_who_can_be_asked_is_asked_whether_it_is_another_building(
    root: Path, answer: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ledger(root)
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    given = {"name": "64号楼", "street": "高境镇", "compound": "共和十一村", "committee": "共和一居"}
    rest = ("building", "tagline", "source")
    options = words(["new", "--root", str(root), *(part for key in given for part in (f"--{key}", given[key]))])
    for key in rest:
        setattr(options, ANSWER + key, "")
    setattr(options, ANSWER + "committee", "")
    assert options.run(options) == code
    assert "好像已经有页面了" in capsys.readouterr().err
    assert len(ledger(root)) == len(before) + (code == 0)


def test_an_entry_that_is_no_building_is_asked_about_in_other_words(root: Path) -> None:
    given = ("--kind", "showcase", "--name", "一间新展室", "--tagline", "看看")
    commanded("new", "--root", root, "--no-ask", *given)
    ran = commanded("new", "--root", root, "--no-ask", *given, check=False)
    assert ran.returncode == 1
    assert "好像已经有这一页了：\n" in ran.stderr
    assert "真是另一个，加上 --another" in ran.stderr
    assert "楼" not in ran.stderr
    assert "（，" not in ran.stderr
    commanded("new", "--root", root, "--no-ask", "--another", *given)


@pytest.mark.parametrize("kind", [row.name for row in CONTENT_TYPES])
def test_every_example_of_the_template_works_when_its_mark_is_taken_away(root: Path, kind: str) -> None:
    shown, _ = load_and_check(root, Progress())
    made = plan_entry(kind, {"name": "楼", "street": "月浦镇"}, shown, date(2026, 11, 24), "10025")
    for field in CONTENT_TYPES.get_by_name(kind).fields:
        # Record lists come by `add`.
        assert (f"\n# {field.key}" in made.text) is (field.section is not Section.RECORDS)
        if field.section is not Section.RECORDS:
            assert isinstance(field.kind, ListOf | RecordList) or f"例如：{field.example}" in made.text
    create_entry(made, root)
    (root / made.path).write_text(re.sub(r"(?m)^# (  .*)$", r"\1", made.text), "utf-8")
    told = [one for one in load_and_check(root, Progress())[1] if one.span.path == made.path.as_posix()]
    # Photos that are not there, a group of one, members that do not know of it: nothing about how it is written.
    assert told
    # A vocabulary without a word has no example that may be written: there the placeholder is answered (E537).
    chosen = (get_item_kind(field) for field in CONTENT_TYPES.get_by_name(kind).fields)
    named = (one.vocabulary for one in chosen if isinstance(one, Choice) and one.vocabulary)
    unnamed = any(not shown.vocabularies.get(name).terms for name in named)
    assert {one.code for one in told if one.code[1] not in "34"} <= {"E232", *(["E537"] if unnamed else [])}, told


def test_answers_that_could_be_misread_are_quoted(root: Path) -> None:
    ran = commanded(
        "new", "--root", root, "--no-ask", "--name", "#1 楼", "--street", "月浦镇", "--tagline", "我们是 #1 楼组"
    )
    shown, _ = load_and_check(root, Progress())
    entry = shown.by_id[number(ran.stdout)]
    assert shown.ledger.by_id[entry.id].name == "#1 楼"
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
    ran = commanded("new", "--root", root, "--no-ask", *given, check=False)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert ledger(root) == before
    assert not (root / "content" / "units" / "yuepu").exists()


def test_a_broken_ledger_is_mended_first(root: Path) -> None:
    (root / "content" / "permalinks" / "10025.yml").write_text("10025,x\n", "utf-8")
    ran = commanded("new", "--root", root, "--no-ask", "--name", "楼", "--street", "月浦镇", check=False)
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
    assert number(spoken.out) in {path.stem for path in (root / "content" / "permalinks").iterdir()}
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
    ran = commanded("new", "--root", root, "--no-ask", "--dry-run", "--name", "楼", "--street", "月浦镇")
    assert ran.stdout.startswith("---\n# 编号")
    assert ledger(root) == before
