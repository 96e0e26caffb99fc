"""Reports: carets below the right character, nothing private, every character escaped, one last line with the summary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exhibition.diagnostics import Diagnostic, Severity, Span
from exhibition.report import REPORTERS, SourceLines

PATH = "content/units/example/20001/index.md"


@pytest.fixture
def sources(tmp_path: Path) -> SourceLines:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_text("---\n名称：64号楼\n一句话: 打电话13812345678，都在\n" + "长" * 200 + "短\n", "utf-8")
    return SourceLines(tmp_path)


def one(
    line: int = 2, column: int = 3, severity: Severity = Severity.ERROR, message: str = "甲。", **rest: str
) -> Diagnostic:
    code = "E105" if severity is Severity.ERROR else "W105"
    return Diagnostic(Span(PATH, line, column), code, severity, message, **rest)  # type: ignore[arg-type]


def test_text_shows_the_line_and_a_caret_as_wide_as_what_stands_before_it(sources: SourceLines) -> None:
    report = REPORTERS["text"]([one(hint="改它。", fixed="名称: 64号楼")], sources).split("\n")
    assert report[:6] == [
        PATH,
        "  第 2 行 · 错误 E105 · 甲。",
        "      名称：64号楼",
        "      \u3000\u3000^",
        "    怎么改：改它。",
        "    改好的：名称: 64号楼",
    ]


def test_a_caret_counts_narrow_signs_as_narrow(sources: SourceLines) -> None:
    assert REPORTERS["text"]([one(column=6)], sources).split("\n")[3] == "      \u3000\u3000\u3000  ^"


def test_a_long_line_is_shown_around_the_place(sources: SourceLines) -> None:
    lines = REPORTERS["text"]([one(line=4, column=201)], sources).split("\n")
    assert lines[2].strip().startswith("…")
    assert lines[2].endswith("短")
    assert lines[3].index("^") == lines[2].index("短")


def test_files_come_in_order_and_each_once(sources: SourceLines) -> None:
    other = Diagnostic(Span("content/a.md"), "E001", Severity.ERROR, "空。")
    report = REPORTERS["text"]([one(line=3), other, one()], sources)
    assert report.count(PATH) == 1
    assert report.index("content/a.md") < report.index("第 2 行") < report.index("第 3 行")


@pytest.mark.parametrize(
    ("found", "last"),
    [
        ([], "全部通过。"),
        ([one(), one(line=3)], "还有 2 处要改。"),
        ([one(), one(severity=Severity.ADVICE)], "还有 1 处要改，另有 1 条提醒（不改也能发布）。"),
        ([one(severity=Severity.ADVICE)], "全部通过，另有 1 条提醒（不改也能发布）。"),
    ],
)
def test_the_last_line_says_what_is_left(found: list[Diagnostic], last: str, sources: SourceLines) -> None:
    assert REPORTERS["text"](found, sources).splitlines()[-1] == last


@pytest.mark.parametrize("name", list(REPORTERS))
def test_no_report_repeats_a_mobile_number(name: str, sources: SourceLines) -> None:
    report = REPORTERS[name]([one(line=3, message="电话13812345678。", fixed="打 13812345678")], sources)
    assert "13812345678" not in report
    assert "138****5678" in report


def test_json_has_a_stable_schema(sources: SourceLines) -> None:
    report = json.loads(REPORTERS["json"]([one(severity=Severity.ADVICE), one(line=1)], sources))
    assert (report["schema"], report["errors"], report["advice"]) == (1, 1, 1)
    assert report["diagnostics"][0] == {
        "path": PATH,
        "line": 1,
        "column": 3,
        "code": "E105",
        "severity": "error",
        "message": "甲。",
        "hint": "",
        "fixed": None,
    }


def test_github_commands_are_escaped(sources: SourceLines) -> None:
    odd = Diagnostic(Span("content/a,b:c%.md", 4, 2), "E105", Severity.ERROR, "100% 对\n吗", "改")
    report = REPORTERS["github"]([odd], sources).splitlines()
    assert report[0] == "::error file=content/a%2Cb%3Ac%25.md,line=4,col=2,title=错误 E105::100%25 对%0A吗%0A改"
    assert report[1] == "::notice title=楼组展厅::还有 1 处要改。"


def test_github_puts_errors_first_and_says_when_it_cannot_show_all(sources: SourceLines) -> None:
    found = [one(severity=Severity.ADVICE), *(one(line=line) for line in range(1, 12))]
    report = REPORTERS["github"](found, sources).splitlines()
    assert [line.partition(" ")[0] for line in report] == ["::error"] * 11 + ["::warning", "::notice"]
    assert "最多显示 10 条" in report[-1]


def test_sources_read_what_editors_leave(tmp_path: Path) -> None:
    for name, codec in (("a.md", "utf-8-sig"), ("b.md", "gb18030"), ("c.md", "utf-16")):
        (tmp_path / name).write_bytes("甲\r\n乙".encode(codec))
    (tmp_path / "d.md").write_bytes(b"PK\0\0")
    (tmp_path / "f.csv").write_bytes("甲\n乙".encode())
    sources = SourceLines(tmp_path)
    assert [sources.get_line(f"{name}.md", 2) for name in "abcde"] == ["乙", "乙", "乙", "", ""]
    assert sources.get_line("f.csv", 2) == ""
    assert sources.get_line("a.md", 9) == ""
