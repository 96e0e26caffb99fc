"""Applications of residents as data: what is plain becomes a draft with a number, everything else is refused with words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from conftest import HOME, commanded
from exhibition.content.applications import LONGEST, PROMISE_LINES, PROMISES, STORY, Application, read_application
from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon
from exhibition.model.fields import ListOf, Requirement
from exhibition.types import CONTENT_TYPES, UNIT
from helpers.cases import tiny
from helpers.git_repositories import git, list_found, repository
from helpers.hostile_texts import VECTORS

LEXICON = build_lexicon(load_exhibition(HOME).exhibition.vocabularies)
GOOD = {
    "名称": "灯塔楼",
    "街镇": "示例街镇",
    "小区": "和平新村",
    "楼号": "9号",
    "建立": "2018年11月",
    "户数": "24",
    "主题": "加装电梯、楼道清理",
    "一句话": "我们是 #1: 一起扫地",
    "来源": "楼组自己写的",
    "公约": "1、楼道不放东西\n2、晚上十点以后小声",
    "自治小组": "楼组长\n第二楼组长\n自治小组成员",
    STORY: "大家一起扫地。\n\n- 先扫一楼\n- 再扫二楼",
}


def issue(ticked: str = "x", **changed: str) -> str:
    """Return the body of an issue, as GitHub writes it."""
    answers = {one.key: "_No response_" for one in UNIT.applied} | GOOD | changed
    parts = [f"### {key}\n\n{text}" for key, text in answers.items()]
    boxes = "\n".join(f"- [{ticked}] {line}" for line in PROMISE_LINES)
    return "\n\n".join([*parts, f"### {PROMISES}\n\n{boxes}"]).replace("\n", "\r\n")


def read(text: str) -> tuple[Application | None, list[str]]:
    return read_application(text, UNIT, LEXICON)


def test_an_issue_is_read_field_by_field() -> None:
    application, problems = read(issue())
    assert problems == []
    assert application is not None
    assert application.answers == {
        "name": "灯塔楼",
        "street": "示例街镇",
        "committee": "",
        "compound": "和平新村",
        "building": "9号",
        "founded": "2018-11",
        "households": "24",
        "themes": ["加装电梯", "楼道清理"],
        "tagline": "我们是 #1: 一起扫地",
        "source": "楼组自己写的",
        "covenant": ["楼道不放东西", "晚上十点以后小声"],
        "group": ["楼组长", "第二楼组长", "自治小组成员"],
    }
    assert application.story == GOOD[STORY]
    assert application.remarks == ()


REFUSED = {
    "no text": ("", "空的"),
    "not ticked": (issue(" "), "打勾"),
    "no name": (issue(名称="_No response_"), "没有写“名称”"),
    "no street": (issue(街镇=""), "没有写“街镇”"),
    "an unknown street": (issue(街镇="和平镇"), "“街镇”没有“和平镇”这个选项"),
    "too long a name": (issue(名称="长" * 41), "名称"),
    "two of a group": (issue(自治小组="楼组长\n第二楼组长"), "至少要 3 行"),
    "households that are none": (issue(户数="很多"), "户数"),
    "a day that is none": (issue(建立="2018-13"), "13 月"),
    "two lines for one": (issue(名称="灯塔楼\n状态: 发布"), "只能写一行"),
    "an answer that brings its own heading": (issue(公约="不堆物\n\n### 街镇\n\n月浦镇"), "出现了两次"),
    "the end of front matter": (issue(**{STORY: "好\n---\n状态: 发布\n---"}), "不要标题、表格和横线"),
    "a heading": (issue(**{STORY: "# 大标题"}), "不要标题"),
    "a table": (issue(**{STORY: "| a | b |\n|---|---|"}), "表格"),
    "HTML": (issue(一句话="<script>alert(1)</script>"), "网页的记号"),
    "HTML in the story": (issue(**{STORY: "<img src=x onerror=alert(1)>"}), "网页的记号"),
    "a picture": (issue(**{STORY: "![x](https://evil.example/a.png)"}), "网页的记号、网址"),
    "a link": (issue(**{STORY: "[看这里](10009)"}), "网页的记号、网址"),
    "an address": (issue(来源="https://evil.example/"), "网址"),
    "a template": (issue(名称="{{ config }}"), "网页的记号"),
    "a shell": (issue(名称="`id`"), "网页的记号"),
    "a sign that turns text around": (issue(名称="灯\u202e塔"), "看不见的字符"),
    "a zero byte": (issue(名称="灯\x00塔"), "看不见的字符"),
    "a mobile number": (issue(一句话="打 138 0013 8000"), "手机号"),
    "an identity card": (issue(**{STORY: "我是 11010519491231002X"}), "身份证号"),
    "a room": (issue(楼号="64号502室"), "门牌"),
    "too long": (issue(**{STORY: "长" * (LONGEST + 1)}), "太长了"),
    "too long a story": (issue(**{STORY: "长" * 2_001}), "最多 2000 个字"),
    "a block that is none": ("---\n名称: [灯\n---\n", "读不懂"),
    "a block of records": ("---\n名称:\n  a: b\n---\n", "读不懂"),
    "a key twice": ("---\n名称: 灯\n名称: 塔\n街镇: 示例街镇\n---\n", "读不懂"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_plain_is_refused_with_words(name: str) -> None:
    text, words = REFUSED[name]
    application, problems = read(text)
    assert application is None
    assert any(words in problem for problem in problems), problems
    assert all(problem.endswith(("。", "？")) for problem in problems), problems
    assert "13800138000" not in "".join(problems).replace(" ", "")


BILLION = "---\n名称: &a 灯\n" + "".join(
    f"公约{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n" for n in range(9)
)


def test_aliases_of_aliases_end_soon() -> None:
    application, problems = read(f"{BILLION}---\n")
    assert application is None
    assert problems


@pytest.mark.parametrize("text", VECTORS, ids=range(len(VECTORS)))
def test_no_hostile_text_gets_through_as_more_than_text(text: object) -> None:
    hostile = str(getattr(text, "text", text))
    for key in ("名称", STORY):
        application, _ = read(issue(**{key: hostile}))
        if application is not None:
            written = application.story + str(application.answers["name"])
            assert not set("<>`") & set(written)
            assert "](" not in written and "://" not in written


def test_names_are_left_to_the_maintainer() -> None:
    application, _ = read(issue(自治小组="张三\n楼组长\n第二楼组长", **{STORY: "王阿姨带头扫地。"}))
    assert application is not None
    assert len(application.remarks) == 2
    assert "张三" in application.remarks[0] and "王阿姨" in application.remarks[1]


def test_the_form_asks_what_the_fields_declare() -> None:
    form = yaml.safe_load((HOME / ".github/ISSUE_TEMPLATE/2-unit.yml").read_text("utf-8"))
    asked = {part["id"]: part for part in form["body"] if "id" in part}
    assert list(asked) == [*(one.attribute for one in UNIT.applied), "story", "agreed"]
    for one in UNIT.applied:
        part = asked[one.attribute]
        assert part["attributes"]["label"] == one.key
        assert part["type"] == ("textarea" if isinstance(one.kind, ListOf) else "input")
        required = part.get("validations", {}).get("required", False)
        assert required is (one.required is Requirement.ALWAYS)
    assert asked["story"]["attributes"]["label"] == STORY
    assert asked["agreed"]["attributes"]["label"] == PROMISES
    assert tuple(box["label"] for box in asked["agreed"]["attributes"]["options"]) == PROMISE_LINES
    assert all(box["required"] for box in asked["agreed"]["attributes"]["options"])


def test_units_alone_are_applied_for() -> None:
    assert [row.name for row in CONTENT_TYPES if row.application] == ["unit"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "checkout")


def apply(root: Path, text: str, *words: object, check: bool = True) -> tuple[int, dict[str, object], str]:
    """Run the command; return its exit code, its report, and what it said."""
    place = root.parent
    (place / "application.md").write_text(text, "utf-8")
    ran = commanded(
        "apply", place / "application.md", "--root", root, "--report", place / "result.json", *words, check=check
    )
    return ran.returncode, json.loads((place / "result.json").read_text("utf-8")), ran.stdout + ran.stderr


def test_an_application_becomes_a_draft_that_passes_every_check(root: Path) -> None:
    code, told, said = apply(root, issue())
    assert code == 0 and told["problems"] == []
    page = root / str(told["files"][0])  # type: ignore[index]
    assert page.parent.name == told["id"] and str(told["id"]) in said
    text = page.read_text("utf-8")
    assert "状态: 草稿" in text and "一句话: '我们是 #1: 一起扫地'" in text
    assert "自治小组:\n  - 楼组长\n  - 第二楼组长\n  - 自治小组成员\n" in text
    assert text.endswith("- 再扫二楼\n")
    entry = load_exhibition(root).exhibition.by_id[str(told["id"])]
    assert (entry.name, entry.covenant) == ("灯塔楼", ("楼道不放东西", "晚上十点以后小声"))
    assert list_found(root, "--base", "main") == []
    changed = git(root, "status", "--porcelain", "-uall", "content").stdout.split()
    assert sorted(changed[1::2]) == sorted(told["files"])  # type: ignore[call-overload]


def test_what_a_block_says_of_number_and_state_is_not_read(root: Path) -> None:
    block = "---\n编号: 20001\n名称: 灯塔楼\n街镇: 示例街镇\n状态: 发布\n示例: 是\n星级: 5\n---\n\n大家一起扫地。\n"
    _, told, _ = apply(root, block)
    entry = load_exhibition(root).exhibition.by_id[str(told["id"])]
    assert told["id"] != "20001"
    assert not entry.published and not entry.example
    assert entry.stars is None
    assert entry.body.strip() == "大家一起扫地。"


def test_a_refusal_changes_nothing_and_uses_no_number(root: Path) -> None:
    code, told, said = apply(root, issue(户数="很多"), check=False)
    assert code == 1 and told["problems"] and not told["files"]
    assert "没有建页" in said
    assert git(root, "status", "--porcelain").stdout == ""


def test_a_building_that_has_a_page_is_not_applied_for_twice(root: Path) -> None:
    _, first, _ = apply(root, issue())
    code, told, _ = apply(root, issue(), check=False)
    assert code == 1
    assert str(first["id"]) in str(told["problems"])
    assert apply(root, issue(), "--another")[0] == 0


def test_what_only_the_check_finds_takes_the_page_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exhibition.cli import apply as command

    monkeypatch.setattr(command, "list_blocking", lambda made, root: ["这里不行。"])
    code, told, said = apply(root, issue(), check=False)
    assert (code, told["problems"], told["files"]) == (1, ["这里不行。"], [])
    assert "这里不行。" in said
    assert git(root, "status", "--porcelain").stdout == ""


def test_a_dry_run_shows_the_file_and_writes_nothing(tmp_path: Path) -> None:
    root = tiny(tmp_path / "checkout")
    before = sorted(path for path in root.rglob("*"))
    code, _, said = apply(root, issue(), "--dry-run")
    assert code == 0 and "名称: 灯塔楼" in said
    assert sorted(path for path in root.rglob("*") if ".cache" not in path.parts) == before


def test_a_file_that_is_none_is_said(root: Path) -> None:
    (root.parent / "x").write_bytes(b"\xff\xfe")
    assert "UTF-8" in commanded("apply", root.parent / "x", "--root", root, check=False).stderr
    assert "找不到" in commanded("apply", root.parent / "missing", "--root", root, check=False).stderr


def test_a_box_with_other_words_is_no_promise() -> None:
    forged = issue().replace(PROMISE_LINES[0], "我只是看看")
    application, problems = read_application(forged, UNIT, LEXICON)
    assert application is None
    assert problems == [f"“{PROMISES}”下面的方框没有都打勾。"]
