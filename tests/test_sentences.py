"""What is said in every case of an author's mistake: kind, plain, with something to do, and in the author's words."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from exhibition.diagnostics import Diagnostic
from exhibition.fixing import fix
from exhibition.report import REPORTERS, Sources
from exhibits import CASES, TODAY, diagnosed, laid_out

JARGON = re.compile(
    r"\b(?:YAML|JSON|CSV|HTML|key|value|null|None|parse|string|int|bool|front matter|frontmatter|schema|regex|unicode|ascii"
    r"|exception|error|traceback|token|mapping|sequence|scalar|byte|commit|merge|branch|pull request)\b"
    r"|字段|键值|键名|解析|语法|非法|无效|参数|字符串|布尔|数组|对象|正则|转义|编译|异常|报错|匹配|校验|路径名|字节|序列化|枚举|分支|提交",
    re.I,
)
"""Words of people who write programs."""

BLAME = re.compile(r"你错|您错|错误地|不应该|怎么能|粗心|乱写|瞎|胡|必须马上|严重")

KEEPERS = {"E333", "E380", "E381", "E382", "E383", "E387", "E388", "W389", "E610"}
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


@cache
def told() -> tuple[tuple[str, Diagnostic], ...]:
    """Everything that is said in all cases, each with the name of its case."""
    said: list[tuple[str, Diagnostic]] = []
    for case in sorted(CASES.iterdir()):
        with tempfile.TemporaryDirectory() as folder:
            laid_out(case, Path(folder))
            said += [(case.name, one) for one in diagnosed(Path(folder))]
    return tuple(said)


def test_sentences_are_plain_and_without_blame() -> None:
    for case, one in told():
        words = re.sub(r"“[^”]*”|[\w./-]+\.[a-z]+|0 字节", "", one.message + one.hint)
        assert one.code in KEEPERS or not JARGON.search(words), (case, words)
        assert not BLAME.search(words), (case, words)


def test_sentences_end_and_say_one_thing_to_do() -> None:
    for case, one in told():
        assert one.message[-1] in "。？", (case, one.message)
        assert one.hint.startswith((*VERBS, *BEFORE)), (case, one.code, one.hint)


def test_a_question_comes_only_with_a_guess() -> None:
    for case, one in told():
        assert ("？" in one.message) <= (one.fixed is not None or "是不是" in one.message), (case, one.message)


def test_a_finished_line_differs_from_what_stands_there() -> None:
    for case in sorted(CASES.iterdir()):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            laid_out(case, root)
            sources = Sources(root)
            for one in diagnosed(root):
                if one.fixed is not None:
                    assert one.fixed != sources.line(one.span.path, one.span.line), (case.name, one)


@pytest.mark.parametrize("output", REPORTERS)
def test_every_finding_of_every_case_can_be_reported(output: str, tmp_path: Path) -> None:
    for number, case in enumerate(sorted(CASES.iterdir())):
        root = tmp_path / str(number)
        laid_out(case, root)
        found = diagnosed(root)
        report = REPORTERS[output](found, Sources(root))
        assert all(one.code in report for one in found) or output == "markdown", case.name


def test_no_case_makes_fix_fail(tmp_path: Path) -> None:
    for number, case in enumerate(sorted(CASES.iterdir())):
        root = tmp_path / str(number)
        laid_out(case, root)
        assert fix(root, today=TODAY).left is not None
