"""Files over the limit of texts: no line of them is read for a report or searched for private numbers."""

from __future__ import annotations

from pathlib import Path

from exhibition.report import SourceLines
from exhibition.storage.safe_files import TEXT_LIMIT


def test_no_line_of_a_file_over_the_limit_is_read(tmp_path: Path) -> None:
    path = "content/vocabularies/themes.yml"
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("- 名称: 甲\n" * (TEXT_LIMIT // 10))
    sources = SourceLines(tmp_path)
    assert sources.read_any_lines(path) == []
    assert sources.read_lines(path) == []
    assert sources.get_masked_line(path, 1) == ""


def test_lines_of_a_file_within_the_limit_are_shown(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("- 名称: 甲\n")
    assert SourceLines(tmp_path).get_masked_line("a.yml", 1) == "- 名称: 甲"
