"""Templates for issues and pull requests: the same words for all code hosts, kind, and with warnings about private
data.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from exhibition.privacy import mask_private
from helpers.issue_templates import FORMS, HOME, PULL, list_templates, read

NAMES = ["改一处错", "我们楼想有一页", "请撤下", "程序的问题"]
OPEN = "谁都看得到"
"""Warning that everybody can read what is written here."""


def test_there_is_a_form_for_each_thing_that_people_come_with() -> None:
    assert [read(path)["name"] for path in FORMS] == NAMES


@pytest.mark.parametrize("path", list_templates())
def test_other_hosts_use_the_same_words(path: str) -> None:
    assert (HOME / path).read_text("utf-8") == list_templates()[path], "run: python tests/helpers/issue_templates.py"


def test_nothing_else_lies_beside_the_templates_of_other_hosts() -> None:
    found = {p.relative_to(HOME).as_posix() for folder in (".gitlab", ".gitee") for p in (HOME / folder).rglob("*.md")}
    assert found == set(list_templates())


@pytest.mark.parametrize("kind", ["vendor.github-issue-forms", "vendor.github-issue-config"])
def test_forms_are_of_the_schema(kind: str) -> None:
    paths = FORMS if kind.endswith("forms") else [PULL.parent / "ISSUE_TEMPLATE" / "config.yml"]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", kind, *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_warns_of_what_must_not_be_written_in_the_open(path: Path) -> None:
    form = read(path)
    assert OPEN in path.read_text("utf-8")
    boxes = [part for part in form["body"] if part["type"] == "checkboxes"]
    assert any(
        "没有写" in option["label"] and option["required"] for box in boxes for option in box["attributes"]["options"]
    )


def test_a_pull_request_is_asked_for_the_four_promises() -> None:
    text = PULL.read_text("utf-8")
    asked = [line for line in text.splitlines() if line.startswith("- [ ] ")]
    assert [line.split("**")[1] for line in asked] == ["同意", "隐私", "编号不动", "第二个人看过"]
    assert len(text) < 400


@pytest.mark.parametrize("path", [*FORMS, PULL], ids=lambda path: path.stem)
def test_templates_hold_nothing_private_themselves(path: Path) -> None:
    assert mask_private(path.read_text("utf-8")) == path.read_text("utf-8")
