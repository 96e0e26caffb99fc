"""A labelled issue becomes one pull request with one page: the workflow's own steps, in a copy of the program, beside a fake GitHub."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from conftest import HOME, commanded
from exhibition.hosting.application_requests import (
    LABEL,
    MARKER,
    NoApplication,
    begin_application,
    finish_application,
    read_new_files,
)
from helpers.fake_github import NAME, OWNER, FakeGitHub
from helpers.git_repositories import git, list_found, repository
from helpers.github_workflows import EXPRESSION, ran, read, steps
from helpers.local_servers import Host, serve_locally
from test_applications import issue

WORKFLOW = HOME / ".github" / "workflows" / "apply.yml"
HOSTILE = '$(touch /tmp/hacked) `id` "; rm -rf / #'


@dataclass
class Desk:
    """The checkout of a run, the fake GitHub, and how an issue is labelled."""

    root: Path
    hub: FakeGitHub
    host: Host
    event: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        (self.root.parent / "event.json").write_text(json.dumps(self.event), "utf-8")
        return {
            "GITHUB_TOKEN": "token",
            "GITHUB_API_URL": self.host.url,
            "GITHUB_REPOSITORY": f"{OWNER}/{NAME}",
            "GITHUB_EVENT_PATH": str(self.root.parent / "event.json"),
            "GITHUB_SHA": self.hub.git("rev-parse", "main"),
            "DEFAULT_BRANCH": "main",
            "LEFT": read(WORKFLOW)["env"]["LEFT"],
        }

    def begin(self, body: str | None, changed: dict[str, Any]) -> None:
        """Put the checkout and the event in the state in which a run finds them."""
        issue = {"number": 12, "state": "open", "title": HOSTILE, "body": body}
        by = {"label": {"name": LABEL}, "sender": {"login": "keeper"}}
        self.event = {"action": "labeled", **by, "issue": issue, **changed}
        git(self.root, "switch", "-q", "--force", "main")
        git(self.root, "clean", "-fdq", "content")
        shutil.rmtree(self.left, ignore_errors=True)

    @property
    def left(self) -> Path:
        """The folder in which the parts of the job leave what the next one reads."""
        return self.root / str(read(WORKFLOW)["env"]["LEFT"])

    def run_steps(self, body: str | None) -> None:
        """Run the steps of the workflow as GitHub does after a label."""
        self.begin(body, {})
        values = {"github.token": "token", "github.event.repository.default_branch": "main"}
        for step in list(steps(WORKFLOW))[2:]:
            done = ran(step, self.root, self.environment, values)
            assert done.returncode == 0, done.stdout + done.stderr

    def label(self, body: str | None, **changed: Any) -> None:
        """Do the same in this process, without the check, which takes most of the time."""
        self.begin(body, changed)
        with suppress(NoApplication):
            begin_application(self.environment, self.left)
            words = (self.left / "application.md", "--root", self.root, "--report", self.left / "result.json")
            commanded("apply", *words, check=False)
            finish_application(self.environment, self.left, self.root)

    @property
    def said(self) -> str:
        (one,) = self.hub.comments
        return str(one["body"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    root = repository(tmp_path / "checkout")
    git(root, "switch", "-q", "main")
    # Copies: the program takes its own folder for the checkout.
    shutil.copytree(HOME / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / "requirements.txt", root)
    (root / ".venv").symlink_to(HOME / ".venv")
    (root / ".git" / "info" / "exclude").write_text("/scripts\n/.venv\n/requirements.txt\n/.cache\n")
    hub = FakeGitHub(root, {"keeper": "admin", "writer": "write"})
    with serve_locally(hub.answer) as host:
        yield Desk(root, hub, host)


def test_a_labelled_application_becomes_one_pull_request_with_one_page(desk: Desk) -> None:
    desk.run_steps(issue())
    (pull,) = desk.hub.pulls
    assert (pull["head"], pull["base"]) == ("apply/issue-12", "main")
    assert pull["title"].startswith("建页：灯塔楼（编号 ")
    assert "可以合并" in pull["body"] and "#12" in pull["body"]
    changed = desk.hub.git("diff", "--name-status", "main", pull["head"]).split()
    assert changed[::2] == ["A", "A"]
    id = changed[1].removesuffix(".yml")[-5:]
    assert changed[1::2] == [f"content/permalinks/{id}.yml", f"content/units/example/{id}/index.md"]
    git(desk.root, "clean", "-fdq", "content")
    git(desk.root, "switch", "-q", pull["head"])
    assert list_found(desk.root, "--base", "main") == []
    assert f"#{pull['number']}" in desk.said and desk.said.endswith(MARKER)


def test_labelled_twice_it_is_answered_with_the_same_pull_request(desk: Desk) -> None:
    desk.label(issue())
    before = desk.hub.git("rev-parse", "apply/issue-12")
    desk.label(issue(名称="另一个名称"))
    assert len(desk.hub.pulls) == 1 and len(desk.hub.comments) == 1
    assert desk.hub.git("rev-parse", "apply/issue-12") == before
    desk.hub.pulls[0]["state"] = "closed"
    desk.label(issue())
    assert "已经关掉" in desk.said
    desk.hub.pulls[0]["merged_at"] = "2026-01-01"
    desk.label(issue())
    assert "已经建好" in desk.said
    assert len(desk.hub.pulls) == 1


def test_a_run_that_may_open_nothing_keeps_its_number_for_the_next(desk: Desk) -> None:
    desk.hub.may_open = False
    desk.label(issue())
    assert "Allow GitHub Actions" in desk.said and not desk.hub.pulls
    before = desk.hub.git("rev-parse", "apply/issue-12")
    desk.hub.may_open = True
    desk.label(issue())
    assert len(desk.hub.pulls) == 1 and desk.hub.git("rev-parse", "apply/issue-12") == before
    assert f"#{desk.hub.pulls[0]['number']}" in desk.said


def test_a_hostile_issue_is_only_data_to_every_step(desk: Desk) -> None:
    desk.run_steps(issue(名称=HOSTILE))
    assert "谢谢你们来申报" in desk.said and not desk.hub.branches()
    assert not Path("/tmp/hacked").exists()


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        HOSTILE,
        issue(名称=HOSTILE),
        issue(街镇="和平镇"),
        issue(一句话="打 13800138000"),
        issue(公约="不堆物\n### 街镇\n月浦镇"),
        "@everyone ![x](https://evil.example/a.png)\n---\n状态: 发布\n---",
        "长" * 65_536,
    ],
)
def test_what_is_not_plain_is_answered_and_makes_nothing(desk: Desk, body: str | None) -> None:
    desk.label(body)
    assert not desk.hub.pulls and not desk.hub.branches()
    assert "谢谢你们来申报" in desk.said and "编号还没有用掉" in desk.said
    assert "13800138000" not in desk.said and "@everyone" not in desk.said
    # Mended and labelled again, it becomes a page, and the answer is the same comment.
    if body == issue(街镇="和平镇"):
        desk.label(issue())
        assert len(desk.hub.pulls) == 1 and "草稿" in desk.said


@pytest.mark.parametrize(
    "changed",
    [
        {"label": {"name": "好"}},
        {"sender": {"login": "stranger"}},
        {"action": "opened"},
        {"issue": {"number": 12, "state": "closed", "body": issue()}},
        {"issue": {"number": 12, "state": "open", "body": issue(), "pull_request": {}}},
    ],
)
def test_a_label_that_does_not_count_does_nothing(desk: Desk, changed: dict[str, Any], tmp_path: Path) -> None:
    base = {"action": "labeled", "label": {"name": LABEL}, "sender": {"login": "keeper"}}
    desk.event = {**base, "issue": {"number": 12, "state": "open", "body": issue()}, **changed}
    with pytest.raises(NoApplication):
        begin_application(desk.environment, tmp_path / "left")
    with pytest.raises(NoApplication):
        finish_application(desk.environment, tmp_path / "left", desk.root)
    assert not (tmp_path / "left").exists() and not desk.hub.comments


@pytest.mark.parametrize(
    "files",
    [
        ["mkdocs.yml", "content/permalinks/20001.yml"],
        ["content/units/example/20001/index.md", ".github/workflows/check.yml"],
        ["content/units/../../scripts/20001/index.md", "content/permalinks/20001.yml"],
        ["content/units/example/20002/index.md", "content/permalinks/20001.yml"],
        ["content/units/example/20001/index.md", "content/permalinks/20001.yml", "mkdocs.yml"],
        [],
    ],
)
def test_no_other_file_gets_into_the_commit(files: list[str], tmp_path: Path) -> None:
    with pytest.raises(NoApplication):
        read_new_files({"id": "20001", "files": files}, tmp_path)


def test_a_program_that_stops_midway_blames_nobody(desk: Desk, tmp_path: Path) -> None:
    desk.event = {"issue": {"number": 12}}
    left = tmp_path / "left"
    left.mkdir()
    (left / "number").write_text("12\n")
    finish_application(desk.environment, left, desk.root)
    assert "不是你写错了" in desk.said
    (left / "result.json").write_text("[]")
    finish_application(desk.environment, left, desk.root)
    assert "不是你写错了" in desk.said


def test_the_workflow_reads_the_issue_as_data_and_gives_the_page_no_token() -> None:
    workflow = read(WORKFLOW)
    assert workflow["on"] == {"issues": {"types": ["labeled"]}}
    (job,) = workflow["jobs"].values()
    assert job["if"] == f"github.event.label.name == '{LABEL}'"
    used = EXPRESSION.findall(WORKFLOW.read_text("utf-8"))
    assert {word for word in used if "issue" in word} == {"github.event.issue.number"}
    checkout, _, begin, make, finish = job["steps"]
    assert "ref" not in checkout["with"] and checkout["with"]["persist-credentials"] is False
    assert "env" not in make and "token" not in json.dumps(make)
    assert all("scripts/answer_application.py" in step["run"] for step in (begin, finish))
    assert not EXPRESSION.search(json.dumps([step["run"] for step in (begin, make, finish)]))
