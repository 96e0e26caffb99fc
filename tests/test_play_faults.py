"""Faults planted one by one in the two shipped plays: each is found where it is, once, with what was meant."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Diagnostic
from helpers.cases import TODAY

CONTENT = Path(__file__).resolve().parents[1] / "content"
WHEELCHAIR, WIRE = "14171", "26654"


class Planted(NamedTuple):
    """A fault: in which play, what is replaced by what, what is found in which line (by its text), and what is said."""

    play: str
    old: str
    new: str
    code: str
    at: str
    says: str


PLANTED = (
    Planted(WHEELCHAIR, "问问车是谁的 → 敲门", "问问车是谁的 → 敲们", "E540", "敲们", "是不是“敲门”"),
    Planted(WHEELCHAIR, "→ 挂上墙", "→ 挂上强", "E540", "挂上强", "是不是“挂上墙”"),
    Planted(WHEELCHAIR, "问问车是谁的 → 敲门", "问问车是谁的 → 2", "E540", "→ 2", "是不是“敲门”"),
    Planted(WHEELCHAIR, "问问车是谁的 → 敲门", "问问车是谁的 → 第2幕", "E540", "第2幕", "是不是“敲门”"),
    Planted(WHEELCHAIR, "## 敲门\n", "**敲门**\n", "E540", "问问车是谁的", "第 52 行“**敲门**”像是它的标题"),
    Planted(WHEELCHAIR, "## 敲门\n", "> ## 敲门\n", "E540", "问问车是谁的", "像是它的标题"),
    Planted(WHEELCHAIR, "## 敲门\n", "敲门\n----\n", "E540", "问问车是谁的", "像是它的标题"),
    Planted(WHEELCHAIR, "## 敲门\n", "## 第二幕：敲门\n", "E540", "问问车是谁的", "第 66、76 行也要去那里"),
    Planted(WHEELCHAIR, "## 敲门\n", "### 敲门\n", "W552", "### 敲门", "改成：## 敲门"),
    Planted(WHEELCHAIR, "→ 挂上墙", "→ 结局：挂上墙", "W553", "→ 结局：挂上墙", "只写名字"),
    Planted(WHEELCHAIR, "- 先上门，问问车是谁的 → 敲门", "- 先上门 ← 敲门", "W550", "←", "改成：- 先上门 → 敲门"),
    Planted(WHEELCHAIR, "- 先上门，问问车是谁的 → 敲门", "- 先上门 →", "W550", "- 先上门", "后面是空的"),
    Planted(WHEELCHAIR, "- 先上门，问问车是谁的 →", "先上门 →", "W558", "先上门 →", "改成：- 先上门 → 敲门"),
    Planted(WHEELCHAIR, "→ 三天\n", "→ 三天\n\n雨停了，大家出来了。\n", "W545", "雨停了", "移到选择的上面"),
    Planted(WHEELCHAIR, "- 请他下楼，看看轮椅卡在哪里 → 一楼半\n", "", "E541", "## 一楼半", "没有一条路走到"),
    Planted(WHEELCHAIR, "结果：办成\n参考：10010", "结果：办成", "E546", "## 结局：挂上墙", "没有写“参考”"),
    Planted(WHEELCHAIR, "参考：10010\n", "参考：晨光楼\n", "E236", "参考：晨光楼", "10010"),
    Planted(WHEELCHAIR, "参考：10010\n", "参考：10020\n", "E547", "参考：10020", "都还看不到"),
    Planted(WHEELCHAIR, "参考：10010\n", "参考：14171\n", "E313", "参考：14171", "自己的编号"),
    Planted(WHEELCHAIR, "## 结局：挂上墙", "## 结局挂上墙", "W563", "## 结局挂上墙", "改成：## 结局：挂上墙"),
    Planted(WIRE, "角色：人民调解员", "角色：调解员", "E555", "角色：调解员", "是不是“人民调解员”"),
    Planted(WIRE, "照片：安全演练", "照片：安全演习", "E312", "照片：安全演习", "是不是“安全演练”"),
    Planted(WIRE, "结果：办成\n", "结果：皆大欢喜\n", "E238", "皆大欢喜", "办成一半"),
    Planted(WIRE, "结果：办成\n", "结果：办成、没办成\n", "W561", "结果：办成、没办成", "只留一个"),
    Planted(WIRE, "结果：办成\n", "", "W561", "## 结局：收线那天", "没有写“结果”"),
    Planted(WIRE, "## 一根线\n", "结果：办成\n\n## 一根线\n", "W562", "结果：办成", "第一幕的前面"),
    Planted(WIRE, "门关上了。", "门关上了。" * 60, "E548", "门关上了。", "最多 220 个"),
    Planted(WIRE, "## 结局：收线那天\n", f"## 结局：收线那天\n\n{'灯' * 221}\n", "E548", "灯灯", "最多 220 个"),
    Planted(WIRE, "结果：办成\n参考：10014", "结果：办成\n参考：10014\n\n- 再来 → 四楼", "E544", "- 再来", "下面还有选择"),
    Planted(WIRE, "老邻居指指窗外", "502室王阿姨指指窗外", "E437", "502室", "住户"),
    Planted(WIRE, "老邻居指指窗外", "13812345678，老邻居指指窗外", "E602", "13812345678", "手机号"),
    Planted(WIRE, "老邻居指指窗外", "<script>老邻居指指窗外", "E360", "<script>", "不能发布"),
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shipped exhibition, to be written in."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(CONTENT, root / "content")
    yield root


def diagnose(root: Path) -> list[Diagnostic]:
    reading = load_exhibition(root)
    return [*reading.diagnostics, *run_checks(reading.exhibition, root, TODAY)]


def test_nothing_is_invented_on_the_clean_plays(shipped: Path) -> None:
    assert [one for one in diagnose(shipped) if "plays/" in one.span.path] == []


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{one.code}-{one.at}" for one in PLANTED])
def test_a_planted_fault_is_found_once_where_it_is(shipped: Path, planted: Planted) -> None:
    path = shipped / "content/plays" / planted.play / "index.md"
    clean = path.read_text("utf-8")
    assert planted.old in clean
    try:
        path.write_text(clean.replace(planted.old, planted.new, 1), "utf-8")
        found = [one for one in diagnose(shipped) if "plays/" in one.span.path]
        lines = path.read_text("utf-8").split("\n")
    finally:
        path.write_text(clean, "utf-8")
    (one,) = found
    assert one.code == planted.code
    assert planted.at in lines[one.span.line - 1]
    assert planted.says in one.message + one.hint
