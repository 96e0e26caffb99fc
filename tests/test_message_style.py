"""What is said in every case of an author's mistake: kind, plain, with something to do, and in the author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from exhibition.autofix import fix_content
from exhibition.diagnostics import Diagnostic
from exhibition.report import REPORTERS, SourceLines
from helpers.cases import CASES, TODAY, diagnosed, lay_out_case
from test_autofix import ALONE

JARGON = re.compile(
    r"\b(?:YAML|JSON|CSV|HTML|key|value|null|None|parse|string|int|bool|front matter|frontmatter|schema|regex|unicode|ascii"
    r"|exception|error|traceback|token|mapping|sequence|scalar|byte|commit|merge|branch|pull request)\b"
    r"|字段|键值|键名|解析|语法|非法|无效|参数|字符串|布尔|数组|对象|正则|转义|编译|异常|报错|匹配|校验|路径名|字节|序列化|枚举|分支|提交",
    re.I,
)
"""Words of people who write programs."""

BLAME = re.compile(r"你错|您错|错误地|不应该|怎么能|粗心|乱写|瞎|胡|必须马上|严重")

KEEPERS = {"E333", "E380", "E381", "E382", "E383", "E387", "E388", "W389", "E318"}
"""Said of files that only a keeper opens, in which such words stand."""

VERBS = (
    "加",
    "删",
    "改",
    "换",
    "写",
    "填",
    "补",
    "接",
    "发",
    "问",
    "照",
    "移",
    "只留",
    "只写",
    "核对",
    "打开",
    "切换",
    "请",
    "找回",
    "缩短",
    "上传",
    "重新",
)
BEFORE = ("在", "把", "从", "减号后面")
"""How an action begins: with a verb, or with the thing or the place that it is done to (把……改成, 在……加)."""


@dataclass(frozen=True)
class Case:
    """One case laid out on the disk, and everything that is said in it."""

    name: str
    root: Path
    said: list[Diagnostic]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Every case, laid out and judged once for all who look at it; nobody writes into it."""
    place = tmp_path_factory.mktemp("cases")
    laid = []
    for folder in sorted(CASES.iterdir()):
        root = place / folder.name
        lay_out_case(folder, root)
        laid.append(Case(folder.name, root, diagnosed(root)))
    return laid


@pytest.fixture(scope="module")
def told(cases: list[Case]) -> list[tuple[str, Diagnostic]]:
    """Everything that is said in all cases, each with the name of its case."""
    return [(case.name, one) for case in cases for one in case.said]


def test_sentences_are_plain_and_without_blame(told: list[tuple[str, Diagnostic]]) -> None:
    assert told
    for case, one in told:
        words = re.sub(r"“[^”]*”|[\w./-]+\.[a-z]+|0 字节", "", one.message + one.hint)
        assert one.code in KEEPERS or not JARGON.search(words), (case, words)
        assert not BLAME.search(words), (case, words)


def test_sentences_end_and_say_one_thing_to_do(told: list[tuple[str, Diagnostic]]) -> None:
    for case, one in told:
        assert one.message[-1] in "。？", (case, one.message)
        assert one.hint.startswith((*VERBS, *BEFORE)), (case, one.code, one.hint)


def test_a_question_comes_only_with_a_guess(told: list[tuple[str, Diagnostic]]) -> None:
    for case, one in told:
        assert ("？" in one.message) <= (one.fixed is not None or "是不是" in one.message), (case, one.message)


def test_a_finished_line_differs_from_what_stands_there(cases: list[Case]) -> None:
    for case in cases:
        sources = SourceLines(case.root)
        for one in case.said:
            if one.fixed is not None:
                assert one.fixed != sources.get_line(one.span.path, one.span.line), (case.name, one)


@pytest.mark.parametrize("output", REPORTERS)
def test_every_finding_of_every_case_can_be_reported(output: str, cases: list[Case]) -> None:
    for case in cases:
        report = REPORTERS[output](case.said, SourceLines(case.root))
        assert all(one.code in report for one in case.said) or output == "markdown", case.name


def test_no_case_makes_fix_fail(cases: list[Case]) -> None:
    """Those that are compared with what was before; the others are mended to their end in test_fixing."""
    compared = [case for case in cases if case.name not in ALONE]
    assert compared
    for case in compared:
        assert fix_content(case.root, today=TODAY).left is not None
