"""Comments on GitLab: one below each merge request, from a schedule of the main branch, and only what GitLab confirms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exhibition.diagnostics import Diagnostic, Severity, Span
from exhibition.hosting.pull_request_comments import MARKER, SIZES
from exhibition.report import REPORTERS, SourceLines
from helpers.local_servers import Answer, Host, HttpRequest, serve_locally

HOME = Path(__file__).resolve().parents[1]
SHA = "a" * 40
PATH = "content/units/example/20001/index.md"
WRONG = Diagnostic(Span(PATH, 2, 3), "E105", Severity.ERROR, "“名称”后面是中文冒号。", "改成英文冒号。", "名称: 楼")


class Forge:
    """GitLab with one merge request, whose pipeline ran in a fork."""

    def __init__(self) -> None:
        self.report = REPORTERS["findings"]([WRONG], SourceLines(Path())).encode()
        self.pipeline: dict[str, Any] = {"id": 9, "sha": SHA, "status": "failed", "project_id": 2}
        self.jobs: list[dict[str, Any]] = [
            {"id": 5, "name": "check", "web_url": "https://gl.example/j/5", "artifacts_file": {}}
        ]
        self.jobs[0]["artifacts_file"] = {"filename": "artifacts.zip"}
        self.notes: list[dict[str, Any]] = []
        self.diffs = [{"new_path": PATH, "old_path": PATH}]
        self.host: Host

    def answer(self, asked: HttpRequest) -> Answer:
        path = asked.path.split("?")[0].removeprefix("/api/v4")
        if path == "/blob":
            assert "private-token" not in asked.headers
            return Answer(self.report)
        assert asked.headers["private-token"] == "secret"
        if path == "/projects/2/jobs/5/artifacts/findings.json":
            return Answer(code=302, headers={"Location": f"{self.host.url}/blob"})
        if asked.method != "GET":
            return Answer(b"{}", 201)
        known = {
            "/user": {"id": 42},
            "/projects/1/merge_requests": [{"iid": 3}],
            "/projects/1/merge_requests/3": {"iid": 3, "sha": SHA, "head_pipeline": self.pipeline},
            "/projects/1/merge_requests/3/diffs": self.diffs,
            "/projects/1/merge_requests/3/notes": self.notes,
            "/projects/2/pipelines/9/jobs": self.jobs,
        }
        return Answer(json.dumps(known[path]).encode())

    def written(self) -> list[tuple[str, str, str]]:
        found = [one for one in self.host.asked if one.method != "GET"]
        return [(one.method, one.path.removeprefix("/api/v4"), json.loads(one.body)["body"]) for one in found]


@pytest.fixture
def forge() -> Iterator[Forge]:
    forge = Forge()
    with serve_locally(forge.answer) as forge.host:
        yield forge


def told(forge: Forge) -> str:
    """Run what the schedule runs, isolated from every installed package."""
    environment = {
        "PATH": os.environ["PATH"],
        "CI_API_V4_URL": f"{forge.host.url}/api/v4",
        "CI_PROJECT_ID": "1",
        "COMMENT_TOKEN": "secret",
    }
    command = [sys.executable, "-S", "scripts/comment.py", "gitlab"]
    ran = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert "secret" not in ran.stdout + ran.stderr
    return ran.stdout.strip()


def test_the_comment_is_written_below_the_merge_request(forge: Forge) -> None:
    assert told(forge) == "!3 written"
    [(method, path, body)] = forge.written()
    assert (method, path) == ("POST", "/projects/1/merge_requests/3/notes")
    assert body.startswith("还有 1 处要改\n")
    assert "[这次检查的记录](https://gl.example/j/5)" in body
    assert "下载预览" not in body


def test_the_same_comment_is_not_written_twice(forge: Forge) -> None:
    told(forge)
    forge.notes = [{"id": 8, "author": {"id": 42}, "body": forge.written()[0][2]}]
    assert told(forge) == "!3 stands"
    assert len(forge.written()) == 1


def test_our_own_note_is_written_anew_and_no_other(forge: Forge) -> None:
    theirs = {"id": 7, "author": {"id": 1}, "body": MARKER}
    forge.notes = [theirs, {"id": 8, "author": {"id": 42}, "body": f"旧的 {MARKER}"}]
    assert told(forge) == "!3 written anew"
    [(method, path, _)] = forge.written()
    assert (method, path) == ("PUT", "/projects/1/merge_requests/3/notes/8")


def test_a_preview_is_offered_and_a_changed_program_is_named(forge: Forge) -> None:
    forge.pipeline["status"] = "success"
    forge.report = REPORTERS["findings"]([], SourceLines(Path())).encode()
    forge.jobs.append(
        {"id": 6, "name": "preview", "web_url": "https://gl.example/j/6", "artifacts_file": {"filename": "a"}}
    )
    forge.diffs.append({"new_path": "content/x", "old_path": "scripts/start.py"})
    told(forge)
    [(_, _, body)] = forge.written()
    assert body.startswith("可以合并\n")
    assert "[下载预览](https://gl.example/j/6/artifacts/download)" in body
    assert "这次也改了程序" in body


def another_commit(forge: Forge) -> None:
    forge.pipeline["sha"] = "b" * 40


def still_running(forge: Forge) -> None:
    forge.pipeline["status"] = "running"


def no_job(forge: Forge) -> None:
    forge.jobs = []


def no_report(forge: Forge) -> None:
    forge.jobs[0]["artifacts_file"] = None


def rubbish(forge: Forge) -> None:
    forge.report = b"<html>"


def huge(forge: Forge) -> None:
    forge.report = b" " * (SIZES["findings.json"] + 1)


@pytest.mark.parametrize("wrong", [another_commit, still_running, no_job, no_report, rubbish, huge])
def test_nothing_is_written_where_anything_does_not_fit(wrong: Any, forge: Forge) -> None:
    wrong(forge)
    assert told(forge).startswith("!3 no comment: ")
    assert forge.written() == []


def test_a_host_that_is_not_known_is_refused() -> None:
    command = [sys.executable, "-S", "scripts/comment.py", "elsewhere"]
    assert subprocess.run(command, cwd=HOME, capture_output=True).returncode == 2
