"""A draft may be sparse, what is published must be whole, and what was taken down must not be in the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exhibition.diagnostics import Diagnostic
from exhibition.model import Status
from exhibition.model.entry import LEFT, is_required, is_required_within
from exhibition.model.fields import Field, RecordList, Requirement
from exhibition.report import REPORTERS, SourceLines
from exhibition.types import CLUSTER, UNIT
from helpers.cases import TINY, diagnosed, tiny

UNIT_FILE, CLUSTER_FILE = "content/units/example/20001/index.md", "content/clusters/20010/index.md"
KINDS = {UNIT_FILE: UNIT.fields, CLUSTER_FILE: CLUSTER.fields}

ASKED = {
    Status.DRAFT: {"编号", "名称", "街镇", "状态"},
    Status.PUBLISHED: {"编号", "名称", "街镇", "状态", "一句话", "来源"},
    Status.WITHDRAWN: {"编号", "状态"},
}
"""What must be filled in each state; an example is not asked for its source."""


def of_file(root: Path, path: str, text: str) -> list[Diagnostic]:
    """Return what is found in a file of this text."""
    (root / path).write_text(text, "utf-8")
    return [one for one in diagnosed(root) if one.span.path == path]


def within(path: str, key: str) -> str:
    """Return the correct file without a field."""
    text = (TINY / path).read_text("utf-8")
    return re.sub(rf"^{key}:.*\n(?:  .*\n)*", "", text, flags=re.M)


@pytest.mark.parametrize("status", Status, ids=lambda status: status.name)
@pytest.mark.parametrize(
    ("path", "field"),
    [(path, field) for path, fields in KINDS.items() for field in fields],
    ids=lambda one: getattr(one, "key", ""),
)
def test_each_field_is_asked_for_in_the_states_that_need_it(
    path: str, field: Field, status: Status, tmp_path: Path
) -> None:
    text = within(path, field.key).replace("状态: 发布", f"状态: {status.value}").replace("示例: 是", "示例: 否")
    found = [one for one in of_file(tiny(tmp_path), path, text) if one.code == "E205"]
    missing = field.key in ASKED[status] if field.key != "状态" else True
    assert [f"“{field.key}”" in one.message for one in found] == [True] * missing
    assert is_required(field, status) == (field.key in ASKED[status])


def test_an_example_needs_no_source(tmp_path: Path) -> None:
    assert of_file(tiny(tmp_path), UNIT_FILE, within(UNIT_FILE, "来源")) == []


@pytest.mark.parametrize("status", Status, ids=lambda status: status.name)
def test_parts_of_records_are_asked_for_when_published(status: Status, tmp_path: Path) -> None:
    text = (TINY / UNIT_FILE).read_text("utf-8").replace("状态: 发布", f"状态: {status.value}")
    text = text.replace("    说明: 堆满旧物的楼道\n", "").replace("    标题: 坐下来商量\n", "")
    found = [one.code for one in of_file(tiny(tmp_path), UNIT_FILE, text)]
    assert found == (["E205", "E205"] if status is Status.PUBLISHED else [])
    caption = next(field for field in UNIT.fields if field.key == "照片").kind
    assert isinstance(caption, RecordList)
    assert is_required_within(caption.by_key["说明"], status) == (status is Status.PUBLISHED)


SPOILT = {
    "街镇: 示例街镇": "街镇: 没有的镇",
    "星级: 3": "星级: 很多",
    "建立: 2018-11": "建立: 2108-11",
    "户数: 24": "户数: 二十多户",
    "  - 党建引领": "  - 没有的标准",
    "    照片: 楼道从前": "    照片: photo-09.jpg",
    "  - 自治小组成员\n": "",
    "  - 插画: 楼道如今": "  - 文件: photo-09.jpg",
    "第一段正文": "![合影](photo-09.jpg) <script>",
}


def spoilt(status: Status) -> str:
    text = (TINY / UNIT_FILE).read_text("utf-8").replace("状态: 发布", f"状态: {status.value}")
    for right, wrong in SPOILT.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


def test_what_was_taken_down_is_not_in_the_way(tmp_path: Path) -> None:
    assert len(of_file(tiny(tmp_path), UNIT_FILE, spoilt(Status.PUBLISHED))) >= len(SPOILT)
    assert of_file(tmp_path, UNIT_FILE, spoilt(Status.WITHDRAWN)) == []


def test_what_was_taken_down_may_be_emptied(tmp_path: Path) -> None:
    tiny(tmp_path)
    (tmp_path / UNIT_FILE).write_text("---\n编号: 20001\n状态: 撤下\n---\n", "utf-8")
    assert diagnosed(tmp_path) == []
    assert {"编号", "状态"} == LEFT


def test_what_was_taken_down_still_keeps_its_address_and_its_silence(tmp_path: Path) -> None:
    text = spoilt(Status.WITHDRAWN).replace("编号: 20001", "编号: 20019") + "\n找 13800000000\n"
    found = of_file(tiny(tmp_path), UNIT_FILE, text)
    assert [one.code for one in found] == ["E237", "E330", "E602"]
    said = REPORTERS["text"](found, SourceLines(tmp_path))
    assert "13800000000" not in said


def test_what_was_taken_down_must_still_be_readable(tmp_path: Path) -> None:
    text = spoilt(Status.WITHDRAWN).replace("名称: ", "名称：")
    assert [one.code for one in of_file(tiny(tmp_path), UNIT_FILE, text)] == ["E105"]


def test_a_draft_may_have_few_people_and_a_cluster_that_does_not_know_it_yet(tmp_path: Path) -> None:
    tiny(tmp_path)
    draft = "---\n编号: 20003\n名称: 示例三号楼\n街镇: 示例街镇\n状态: 草稿\n楼群: 20010\n自治小组:\n  - 楼组长\n---\n"
    path = "content/units/example/20003/index.md"
    assert of_file(tmp_path, path, draft) == []
    published = draft.replace("草稿", "发布")
    assert {one.code for one in of_file(tmp_path, path, published)} == {"E205", "E341", "E350"}


def test_every_need_has_a_state_that_asks_and_one_that_does_not() -> None:
    for need in Requirement:
        field = next((one for one in UNIT.fields if one.required is need), None)
        assert field is not None
        assert any(is_required(field, status) for status in Status) == (need is not Requirement.NEVER)
