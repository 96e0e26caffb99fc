"""Report formats for code hosts: their schemas, stable fingerprints, a comment that fits and from which nothing breaks
out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from exhibition.checks import list_rules
from exhibition.diagnostics import Diagnostic, Severity, Span
from exhibition.report import EXTRA_OUTPUTS, REPORTERS, SourceLines
from exhibition.report.json_formats import LONGEST, escape_markdown, format_code

PATH = "content/units/example/20001/index.md"
ODD = "content/units/乙 楼/index.md"
NOTHING: Callable[[], Mapping[str, str]] = dict


def sources(root: Path, mended: Callable[[], Mapping[str, str]] = NOTHING, site_url: str = "") -> SourceLines:
    for path in (PATH, ODD):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("---\n名称：64号楼\n", "utf-8")
    return SourceLines(root, mended=mended, site_url=site_url)


def one(
    line: int = 2,
    column: int = 3,
    severity: Severity = Severity.ERROR,
    message: str = "甲。",
    path: str = PATH,
    **rest: str,
) -> Diagnostic:
    found = "E105" if severity is Severity.ERROR else "W101"
    return Diagnostic(Span(path, line, column), found, severity, message, **rest)  # type: ignore[arg-type]


ADVICE = one(severity=Severity.ADVICE)


def test_gitlab_gets_what_its_code_quality_report_asks_for(tmp_path: Path) -> None:
    found = [one(hint="改它。", fixed="名称: 64号楼"), ADVICE]
    issues = json.loads(REPORTERS["gitlab"](found, sources(tmp_path)))
    assert [(issue["check_name"], issue["severity"]) for issue in issues] == [("E105", "major"), ("W101", "info")]
    assert issues[0]["description"] == "甲。 改它。 改好的：名称: 64号楼"
    assert issues[0]["location"] == {"path": PATH, "lines": {"begin": 2}}
    assert all(issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"} for issue in issues)


def prints(found: list[Diagnostic], place: SourceLines) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(REPORTERS["gitlab"](found, place))]


def test_a_fingerprint_stays_when_lines_move_and_tells_equal_findings_apart(tmp_path: Path) -> None:
    place = sources(tmp_path)
    assert prints([one(line=2)], place) == prints([one(line=9, column=1)], place)
    twice = prints([one(line=2), one(line=3)], place)
    assert len(set(twice)) == 2
    assert twice[0] == prints([one(line=2)], place)[0]
    assert len({*prints([one()], place), *prints([one(message="乙。")], place), *prints([one(path=ODD)], place)}) == 3


def log_of(found: list[Diagnostic], place: SourceLines) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(REPORTERS["sarif"](found, place))
    return log


def test_sarif_has_all_that_its_schema_requires(tmp_path: Path) -> None:
    found = [one(hint="改它。", fixed="名称: 64号楼"), ADVICE, one(path=ODD), one(line=99)]
    log = log_of(found, sources(tmp_path, site_url="https://louzu.test/"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids)) == ["E105", "W101"]
    manuals = {rule.code: rule.manual for rule in list_rules()}
    for rule in driver["rules"]:
        assert rule["helpUri"] == f"https://louzu.test/help/{rule['id']}/"
        assert rule["help"]["text"] == manuals[rule["id"]]
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
        assert re.fullmatch(r"[A-Za-z]+", rule["name"])
    assert len(run["results"]) == len(found)
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning")
        assert ids[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert physical["artifactLocation"]["uri"].isascii()
        assert min(physical["region"]["startLine"], physical["region"]["startColumn"]) >= 1


def test_sarif_carries_the_finished_line_as_a_fix_of_the_whole_line(tmp_path: Path) -> None:
    place = sources(tmp_path)
    (result,) = log_of([one(fixed="名称: 64号楼")], place)["runs"][0]["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 8}
    assert replacement["insertedContent"] == {"text": "名称: 64号楼"}
    for without in (one(), one(line=99, fixed="甲"), one(fixed="电话: 13812345678")):
        assert "fixes" not in log_of([without], place)["runs"][0]["results"][0]


@pytest.mark.parametrize("url", ["", "louzu.example", "javascript:x"])
def test_sarif_has_no_address_of_help_where_the_site_has_none(url: str, tmp_path: Path) -> None:
    (rule,) = log_of([one()], sources(tmp_path, site_url=url))["runs"][0]["tool"]["driver"]["rules"]
    assert "helpUri" not in rule


@pytest.mark.parametrize(
    ("found", "verdict"),
    [([], "可以合并"), ([ADVICE], "可以合并"), ([one(), one(line=3), ADVICE], "还有 2 处要改")],
)
def test_a_comment_begins_with_its_verdict(found: list[Diagnostic], verdict: str, tmp_path: Path) -> None:
    report = REPORTERS["markdown"](found, sources(tmp_path))
    assert report.splitlines()[0] == verdict
    assert ("1 条提醒" in report) == (ADVICE in found)


def test_a_comment_lists_each_finding_and_offers_the_front_matter(tmp_path: Path) -> None:
    block = "---\n名称: 64号楼\n---"
    found = [ADVICE, one(hint="改它。", fixed="名称: 64号楼"), one(path=ODD)]
    report = REPORTERS["markdown"](found, sources(tmp_path, lambda: {PATH: block}))
    assert report.index(f"#### `{PATH}`") < report.index(f"#### `{ODD}`")
    assert "- 第 2 行 · 错误 E105 · 甲。\n  - 怎么改：改它。\n  - 改好的：`名称: 64号楼`\n" in report
    assert f"```yaml\n{block}\n```\n" in report
    assert report.count("```yaml") == 1
    assert "还要自己改" in report


def test_a_comment_tells_a_guess_from_a_mend(tmp_path: Path) -> None:
    found = [one(message="没有“甲”这一项，是不是“乙”？", fixed="乙: 1")]
    report = REPORTERS["markdown"](found, sources(tmp_path, lambda: {PATH: "---\n甲: 1\n---"}))
    assert "  - 如果是，写成：`乙: 1`" in report
    assert "还要自己改" in report


def test_files_with_errors_come_first(tmp_path: Path) -> None:
    report = REPORTERS["markdown"]([ADVICE, one(path=ODD)], sources(tmp_path))
    assert report.index(ODD) < report.index(PATH)


def test_nothing_breaks_out_of_a_comment(tmp_path: Path) -> None:
    block = "---\n名称: ```\n一句话: ````html\n---"
    found = [one(message="“@all <b>*x*</b> #1\n## 标题”", fixed="名称: `a` ``b``")]
    report = REPORTERS["markdown"](found, sources(tmp_path, lambda: {PATH: block}))
    assert f"`````yaml\n{block}\n`````\n" in report
    assert "@all" not in report
    assert "<b>" not in report.replace("\\<b\\>", "")
    assert "\n## " not in report
    assert "```名称: `a` ``b`` ```" in report.replace("``` 名称", "```名称")


def test_private_numbers_are_starred_out_in_what_is_offered(tmp_path: Path) -> None:
    report = REPORTERS["markdown"]([one()], sources(tmp_path, lambda: {PATH: "---\n来源: 13812345678\n---"}))
    assert "13812345678" not in report
    assert "138****5678" in report
    assert "已经换成星号" in report


@pytest.mark.parametrize("findings", [1, 30])
def test_a_comment_never_grows_beyond_what_a_host_takes(findings: int, tmp_path: Path) -> None:
    paths = [f"content/units/example/{number}/index.md" for number in range(20000, 20400)]
    found = [one(path=path, line=line, fixed="x" * 60) for path in paths for line in range(1, findings + 1)]
    found.append(one(path="content/zz.md", message="最后。"))
    report = REPORTERS["markdown"](found, sources(tmp_path, lambda: dict.fromkeys(paths, f"---\n{'长' * 900}\n---")))
    assert 0.9 * LONGEST < len(report) <= LONGEST
    assert re.search(r"放不下了：还有 \d+ 个文件没有写出来，有 \d+ 个文件没有附上", report)
    assert ("另有 10 条" in report) == (findings == 30)
    assert report.count("<details>") == report.count("</details>")
    assert report.count("\n```") % 2 == 0


def test_the_summary_of_a_step_holds_what_is_not_shown_beside_the_lines(tmp_path: Path) -> None:
    variable, compose = EXTRA_OUTPUTS["github"]
    assert variable == "GITHUB_STEP_SUMMARY"
    place = sources(tmp_path)
    ten = [one(line=line) for line in range(1, 11)]
    assert compose([*ten, ADVICE], place) == ""
    report = compose([*ten, one(line=11), one(line=12), ADVICE], place)
    assert "还有 12 处要改" in report
    assert re.findall(r"第 (\d+) 行", report) == ["11", "12"]


@pytest.mark.parametrize(
    ("text", "shown"), [("甲", "`甲`"), ("`", "`` ` ``"), ("a`b", "``a`b``"), ("甲\n乙", "`甲 乙`")]
)
def test_code_is_code(text: str, shown: str) -> None:
    assert format_code(text) == shown


def test_plain_text_is_plain() -> None:
    assert escape_markdown("a_b [x](y) <i> @c #2") == "a\\_b \\[x\\]\\(y\\) \\<i\\> @<!-- -->c #<!-- -->2"


@pytest.mark.parametrize("output", REPORTERS)
@pytest.mark.parametrize("odd", ["\udcff.jpg", "\ud800", "a\nb", "\x1b[2J"])
def test_whatever_a_file_or_a_value_is_called_can_be_told(output: str, odd: str, tmp_path: Path) -> None:
    span = Span(f"content/{odd}", 1, 1)
    found = Diagnostic(span, "E105", Severity.ERROR, f"没有“{odd}”。", hint=f"写“{odd}”。", fixed=odd)
    assert REPORTERS[output]([found], sources(tmp_path))


def test_a_name_with_a_line_break_begins_no_line_of_ours(tmp_path: Path) -> None:
    found = Diagnostic(Span("content/a\n::error::b", 1, 1), "E105", Severity.ERROR, "没有“a\n::error::b”。")
    assert not re.search("^::", REPORTERS["text"]([found], sources(tmp_path)), re.M)
