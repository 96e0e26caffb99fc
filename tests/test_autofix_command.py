"""The command fix, and the outputs of check that lean on it: what is shown, written, said, and what is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exhibition.cli import main
from helpers.cases import tiny

PATH = "content/units/example/20001/index.md"
OTHER = "content/units/example/20002/index.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An exhibition with one slip in each of two files, and a guess that is for a person."""
    tiny(tmp_path)
    for path in (PATH, OTHER):
        file = tmp_path / path
        file.write_text(file.read_text("utf-8").replace("编号: ", "编号："), "utf-8")
    file = tmp_path / PATH
    file.write_text(file.read_text("utf-8").replace("街镇: 示例街镇", "街镇: 示例街"), "utf-8")
    return tmp_path


def test_without_write_changes_are_shown_and_nothing_is_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (root / PATH).read_bytes(), (root / OTHER).read_bytes()
    assert main(["fix", "--root", str(root)]) == 1
    shown = capsys.readouterr()
    assert shown.out.count("\n-编号：") == shown.out.count("\n+编号: ") == 2
    assert "能改好 2 个文件里的 2 行" in shown.err
    assert "另有" in shown.err
    assert before == ((root / PATH).read_bytes(), (root / OTHER).read_bytes())


def test_write_mends_says_so_and_names_what_is_left(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "--write", "--root", str(root)]) == 0
    said = capsys.readouterr()
    assert said.out == "改好了 2 个文件里的 2 行。\n"
    assert "E238" in said.err
    assert "编号: 20001\n" in (root / PATH).read_text("utf-8")
    assert "街镇: 示例街\n" in (root / PATH).read_text("utf-8")
    assert not list(root.rglob(".new-*"))
    assert main(["fix", "--root", str(root)]) == 0
    assert "没有拿得准能改的" in capsys.readouterr().err


@pytest.mark.parametrize("given", [OTHER, "content/units/example/20002", "content/units/example/20002/"])
def test_only_what_was_named_is_mended(given: str, root: Path) -> None:
    before = (root / PATH).read_bytes()
    assert main(["fix", given, "--write", "--root", str(root)]) == 0
    assert (root / PATH).read_bytes() == before
    assert "编号: 20002\n" in (root / OTHER).read_text("utf-8")


@pytest.mark.parametrize("given", ["content/units/nowhere", "/"])
def test_a_path_that_is_not_there_is_named(given: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", given, "--root", str(root)]) == 2
    assert f"找不到“{given}”" in capsys.readouterr().err


def test_a_file_that_was_altered_meanwhile_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from exhibition.cli import fix

    def slowly(*words: object, **more: object) -> object:
        fixing = real(*words, **more)  # type: ignore[arg-type]
        (root / PATH).write_text("别人刚写的", "utf-8")
        return fixing

    real = fix.fix_content
    monkeypatch.setattr(fix, "fix_content", slowly)
    assert main(["fix", "--write", "--root", str(root)]) == 0
    assert "刚刚被别人改过" in capsys.readouterr().err
    assert (root / PATH).read_text("utf-8") == "别人刚写的"


def test_the_comment_offers_the_front_matter_that_fix_would_write(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--output", "markdown", "--root", str(root)]) == 1
    report = capsys.readouterr().out
    assert report.startswith("还有 ")
    assert report.count("```yaml\n---\n编号: 2000") == 2
    assert "编号：" not in report


def test_sarif_knows_the_pages_of_help(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output", "sarif", "--root", str(root)]) == 1
    rules = json.loads(capsys.readouterr().out)["runs"][0]["tool"]["driver"]["rules"]
    assert "https://example.test/hall/help/E105/" in {rule["helpUri"] for rule in rules}


def test_the_rest_goes_to_the_summary_of_the_step(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / PATH
    file.write_text(file.read_text("utf-8").replace(": ", "："), "utf-8")
    summary = tmp_path / "summary.md"
    summary.write_text("先有的。\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    main(["check", "--output", "json", "--root", str(root)])
    assert summary.read_text("utf-8") == "先有的。\n"
    main(["check", "--output", "github", "--root", str(root)])
    capsys.readouterr()
    written = summary.read_text("utf-8")
    assert written.startswith("先有的。\n### 楼组展厅：还有 ")
    assert f"#### `{PATH}`" in written
