"""Comment below a pull request: written once, for the right one, whatever an untrusted check has left."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown_it
import pytest

from conftest import commanded
from exhibition.diagnostics import Diagnostic, Severity, Span
from exhibition.hosting.pull_request_comments import (
    LONGEST_TEXT,
    MARKER,
    SIZES,
    CheckRun,
    format_comment,
    read_artifact,
)
from exhibition.report import REPORTERS, SourceLines
from exhibition.report.json_formats import ArchiveNote, InvalidReport, read_findings
from helpers.local_servers import Answer, Host, HttpRequest, serve_locally

HOME = Path(__file__).resolve().parents[1]
SHA = "a" * 40
PATH = "content/units/example/20001/index.md"
WRONG = Diagnostic(Span(PATH, 2, 3), "E105", Severity.ERROR, "“名称”后面是中文冒号。", "改成英文冒号。", "名称: 楼")
BLOCK = "---\n名称: 楼\n---"
ABOUT = CheckRun(passed=True, run="https://host.example/run/1")


def report(*found: Diagnostic, mended: dict[str, str] | None = None) -> bytes:
    sources = SourceLines(Path(), mended=lambda: mended or {})
    return REPORTERS["findings"](found, sources).encode()


def packed(members: dict[str, bytes]) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return box.getvalue()


def parcel(number: bytes = b"7\n", data: bytes | None = None, **more: bytes) -> bytes:
    return packed({"number": number, "findings.json": report(WRONG) if data is None else data, **more})


# What passes between the jobs


def test_a_report_comes_back_as_it_was() -> None:
    advice = Diagnostic(Span(PATH, 5), "W222", Severity.ADVICE, "只写数字。")
    assert read_findings(report(WRONG, advice, mended={PATH: BLOCK})) == ([WRONG, advice], {PATH: BLOCK})


def test_private_values_do_not_leave_the_check() -> None:
    told = Diagnostic(Span(PATH, 2), "E602", Severity.ERROR, "有手机号 13800138000。")
    data = report(told, mended={PATH: "---\n电话: 13800138000\n---"})
    assert b"13800138000" not in data
    assert "粘贴前请删掉" in format_comment(*read_findings(data), ABOUT)


def test_a_whole_district_with_mistakes_in_every_file_still_gets_its_comment() -> None:
    paths = [f"content/units/gaojing/{10_000 + n}/index.md" for n in range(5500)]
    many = [Diagnostic(Span(path, line), "E105", Severity.ERROR, WRONG.message, WRONG.hint, WRONG.fixed)
            for path in paths for line in (2, 3)]  # fmt: skip
    data = report(*many, mended=dict.fromkeys(paths, "---\n" + "名称: 楼\n" * 200 + "---"))
    left = read_artifact(parcel(data=data))
    said = format_comment(left.diagnostics, left.mended, ABOUT)
    assert said.startswith("还有 11000 处要改\n")
    assert "```yaml" in said


GOOD = json.loads(report(WRONG))["diagnostics"][0]
BAD_ROWS = [{**GOOD, key: value} for key, value in (
    ("code", "E1"), ("code", None), ("severity", "fatal"), ("line", 0), ("line", "2"), ("line", True),
    ("column", 10**9), ("message", None), ("message", "长" * 300_001), ("path", 7), ("hint", []), ("fixed", 1),
)]  # fmt: skip


@pytest.mark.parametrize("data", [
    b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"schema": 1}', b'{"schema": 2, "diagnostics": [], "mended": {}}',
    b'{"schema": 1, "diagnostics": {}, "mended": {}}', b'{"schema": 1, "diagnostics": [], "mended": {"a": 1}}',
    b'{"schema": 1, "diagnostics": [1], "mended": {}}',
    json.dumps({"schema": 1, "diagnostics": [GOOD] * 50_001, "mended": {}}).encode(),
    *(json.dumps({"schema": 1, "diagnostics": [row], "mended": {}}).encode() for row in BAD_ROWS),
])  # fmt: skip
def test_anything_else_is_no_report(data: bytes) -> None:
    with pytest.raises(InvalidReport):
        read_findings(data)


def test_a_lone_surrogate_can_be_sent() -> None:
    row = {**GOOD, "message": "\ud800"}
    data = json.dumps({"schema": 1, "diagnostics": [row], "mended": {}}).encode()
    format_comment(*read_findings(data), ABOUT).encode()


@pytest.mark.parametrize("archive", [
    b"", b"PK", b"x" * 100, packed({"number": b"7"}), packed({"findings.json": report()}),
    parcel(number=b"0"), parcel(number=b"7; rm"), parcel(number=b"-7"), parcel(number=b"7" * 17), parcel(number="７".encode()),
    parcel(data=b" " * (SIZES["findings.json"] + 1)), parcel()[:-30],
    packed({"../number": b"7", "/findings.json": report()}),
])  # fmt: skip
def test_anything_else_is_no_parcel(archive: bytes) -> None:
    with pytest.raises(InvalidReport):
        read_artifact(archive)


def test_ways_out_of_the_folder_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = {"../../outside": b"x", "/tmp/outside": b"x", "comment.md": b"@everyone"}
    assert read_artifact(packed({"number": b"7", "findings.json": report(WRONG), **out})).number == 7
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_is_never_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    real = zipfile.ZipExtFile.read

    def counted(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        held.append(len(data := real(self, n)))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    bomb = parcel(data=b"0" * 300_000_000)
    assert len(bomb) < LONGEST_TEXT
    with pytest.raises(InvalidReport, match="too large"):
        read_artifact(bomb)
    assert max(held) <= SIZES["findings.json"] + 1


# Text of the comment


def test_the_first_line_is_the_verdict_and_the_block_is_there_to_paste() -> None:
    said = format_comment([WRONG], {PATH: BLOCK}, ABOUT).split("\n")
    assert said[0] == "还有 1 处要改"
    assert "```yaml" in said
    assert "名称: 楼" in said
    assert said[-1] == MARKER


def test_what_is_to_be_pasted_is_left_as_it_is() -> None:
    block = "---\n名称: 楼\n公约: |\n  一\n\n\n\n  二\n---"
    assert block in format_comment([WRONG], {PATH: block}, ABOUT)


def test_nothing_found_but_not_finished_is_not_a_pass() -> None:
    said = format_comment([], {}, CheckRun(passed=False, run="https://host.example/run/1"))
    assert said.startswith("检查没有做完\n")
    assert format_comment([], {}, ABOUT).startswith("可以合并\n")


def test_a_changed_program_does_not_judge_itself() -> None:
    changed = [PATH, "scripts/exhibition/site/build.py", ".github/workflows/check.yml", "a`b", "contents"]
    said = format_comment([], {}, CheckRun(passed=True, run="https://host.example/run/1", changed=changed))
    assert "这次也改了程序" in said
    assert "等 4 个文件" in said
    assert "这次也改了程序" not in format_comment([], {}, CheckRun(True, "https://host.example/run/1", changed=[PATH]))


HOSTILE = (
    "@everyone @org/team <!-- louzu-check --> <script>alert(1)</script> <img src=https://evil.example/a.png>",
    "![x](https://evil.example/a.png) [点这里](https://evil.example/) https://evil.example www.evil.example",
    "&#64;everyone &commat;everyone \\@everyone &lt;img src=x&gt;",
    "``` \n```\n</details><h1>可以合并</h1>\n\n# 可以合并\n- @everyone",
    "#1 org/repo#2 ~label !3 $4 %5\u202e",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_stranger_writes_becomes_markup_or_calls_anybody(text: str) -> None:
    row = {**GOOD, "path": text, "message": text, "hint": text, "fixed": text}
    data = json.dumps({"schema": 1, "diagnostics": [row], "mended": {text: f"---\n{text}\n---"}}).encode()
    said = format_comment(*read_findings(data), CheckRun(True, "https://host.example/run/1", changed=[text]))
    parser = markdown_it.MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = [inner for token in parser.parse(said) for inner in (token, *(token.children or []))]
    tags = {token.content.strip() for token in tokens if token.type in ("html_block", "html_inline")}
    ours = ("<details", "</details>", "<br>", "<!-- -->", MARKER)
    assert all(tag.startswith(ours) for tag in tags), tags
    assert not any(token.type == "image" for token in tokens)
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert links == ["https://host.example/run/1"]
    prose = [token.content for token in tokens if token.type == "text"]
    # A marker and the name after it are never one text: there is a comment between them.
    assert not any(call in one for one in prose for call in ("@everyone", "@org", "://evil", "www.")), prose
    assert not any(token.type == "heading_open" and token.tag == "h1" for token in tokens)


def test_a_report_of_any_size_makes_a_comment_that_github_takes() -> None:
    many = [
        Diagnostic(Span(f"content/units/a/{n}/index.md", 1), "E105", Severity.ERROR, "错" * 300) for n in range(2000)
    ]
    changed = [f"scripts/{'长' * 500}{n}.py" for n in range(3000)]
    said = format_comment(
        many, {}, CheckRun(True, "https://host.example/" + "r" * 100, "https://host.example/p", changed)
    )
    assert len(said) < 65_536


# Calls of GitHub's API


class Forge:
    """GitHub with one run, its artifacts, one pull request and its comments."""

    def __init__(self) -> None:
        self.archive = parcel()
        self.size: int | None = None
        self.artifacts = ["comment", "preview"]
        self.comments: list[dict[str, Any]] = []
        self.files = [{"filename": PATH}]
        self.pull: dict[str, Any] = {
            "state": "open",
            "head": {"sha": SHA, "repo": {"full_name": "neighbour/louzu"}},
            "base": {"repo": {"full_name": "district/louzu"}},
        }
        self.host: Host

    def answer(self, asked: HttpRequest) -> Answer:
        path, _, _query = asked.path.partition("?")
        if path == "/blob":
            return Answer(self.archive)
        assert asked.headers["authorization"] == "Bearer secret"
        if path.endswith("/zip"):
            return Answer(code=302, headers={"Location": f"{self.host.url}/blob?signed"})
        if asked.method in ("POST", "PATCH"):
            return Answer(json.dumps({"html_url": "https://github.example/c/1"}).encode(), 201)
        return Answer(json.dumps(self.known(path.removeprefix("/repos/district/louzu/"))).encode())

    def known(self, path: str) -> Any:
        if path == "actions/runs/5/artifacts":
            size = len(self.archive) if self.size is None else self.size
            rows = enumerate(self.artifacts)
            return {"artifacts": [{"id": n, "name": name, "expired": False, "size_in_bytes": size} for n, name in rows]}
        return {"pulls/7": self.pull, "pulls/7/files": self.files, "issues/7/comments": self.comments}[path]

    def written(self) -> list[HttpRequest]:
        return [one for one in self.host.asked if one.method != "GET"]


@pytest.fixture
def forge() -> Iterator[Forge]:
    forge = Forge()
    with serve_locally(forge.answer) as forge.host:
        yield forge


RUN: dict[str, Any] = {
    "id": 5,
    "event": "pull_request",
    "conclusion": "failure",
    "head_sha": SHA,
    "head_repository": {"full_name": "neighbour/louzu"},
    "html_url": "https://github.example/run/5",
}


def told(forge: Forge, tmp_path: Path, **run: Any) -> subprocess.CompletedProcess[str]:
    """Run what the trusted workflow runs, as it runs it: isolated from every installed package."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"workflow_run": {**RUN, **run}}))
    environment = {
        "PATH": os.environ["PATH"],
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "district/louzu",
        "GITHUB_API_URL": forge.host.url,
        "GITHUB_TOKEN": "secret",
    }
    command = [sys.executable, "-S", "scripts/comment.py", "github"]
    return subprocess.run(command, cwd=HOME, env=environment, capture_output=True, encoding="utf-8")


def test_the_comment_is_written(forge: Forge, tmp_path: Path) -> None:
    ran = told(forge, tmp_path)
    assert ran.returncode == 0, ran.stderr
    [written] = forge.written()
    assert (written.method, written.path) == ("POST", "/repos/district/louzu/issues/7/comments")
    body = json.loads(written.body)["body"]
    assert body.startswith("还有 1 处要改\n")
    assert "[下载预览](https://github.example/run/5/artifacts/1)" in body
    assert "[这次检查的记录](https://github.example/run/5)" in body
    assert "secret" not in ran.stdout + ran.stderr


def test_our_token_is_not_sent_to_the_store_of_artifacts(forge: Forge, tmp_path: Path) -> None:
    told(forge, tmp_path)
    [blob] = [one for one in forge.host.asked if one.path.startswith("/blob")]
    assert "authorization" not in blob.headers


def test_a_second_check_writes_the_same_comment_anew(forge: Forge, tmp_path: Path) -> None:
    theirs = {"id": 1, "user": {"login": "neighbour"}, "body": f"看 {MARKER}"}
    ghost = {"id": 2, "user": None, "body": MARKER}
    ours = {"id": 3, "user": {"login": "github-actions[bot]"}, "body": f"旧的 {MARKER}"}
    forge.comments = [theirs, ghost, ours]
    told(forge, tmp_path)
    [written] = forge.written()
    assert (written.method, written.path) == ("PATCH", "/repos/district/louzu/issues/comments/3")


def test_a_comment_of_others_with_our_marker_is_left_alone(forge: Forge, tmp_path: Path) -> None:
    forge.comments = [{"id": 1, "user": {"login": "neighbour"}, "body": MARKER}]
    told(forge, tmp_path)
    assert [one.method for one in forge.written()] == ["POST"]


def test_more_comments_than_a_page_are_looked_through(forge: Forge, tmp_path: Path) -> None:
    forge.comments = [{"id": n, "user": {"login": "neighbour"}, "body": "好"} for n in range(100)]
    forge.known = pages_of(forge, forge.known)  # type: ignore[method-assign]
    told(forge, tmp_path)
    assert any("comments?per_page=100&page=2" in one.path for one in forge.host.asked)
    assert [one.method for one in forge.written()] == ["POST"]


def pages_of(forge: Forge, known: Any) -> Any:
    asked: list[str] = []

    def paged(path: str) -> Any:
        asked.append(path)
        return [] if path.endswith("/comments") and asked.count(path) > 1 else known(path)

    return paged


def another_commit(forge: Forge) -> None:
    forge.pull["head"]["sha"] = "b" * 40


def another_fork(forge: Forge) -> None:
    forge.pull["head"]["repo"]["full_name"] = "stranger/louzu"


def vanished_fork(forge: Forge) -> None:
    forge.pull["head"]["repo"] = None


def closed(forge: Forge) -> None:
    forge.pull["state"] = "closed"


def another_repository(forge: Forge) -> None:
    forge.pull["base"]["repo"]["full_name"] = "stranger/louzu"


def no_report(forge: Forge) -> None:
    forge.artifacts = ["preview"]


def huge_by_its_word(forge: Forge) -> None:
    forge.size = 10**9


def huge_without_a_word(forge: Forge) -> None:
    forge.archive, forge.size = os.urandom(LONGEST_TEXT + 1), 1


def rubbish(forge: Forge) -> None:
    forge.archive = b"<html>"


WRONGS = [another_commit, another_fork, vanished_fork, closed, another_repository, no_report, huge_by_its_word,
          huge_without_a_word, rubbish]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.__name__)
def test_nothing_is_written_where_anything_does_not_fit(wrong: Any, forge: Forge, tmp_path: Path) -> None:
    wrong(forge)
    ran = told(forge, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("No comment: ")
    assert forge.written() == []


def test_a_number_of_another_pull_request_is_not_believed(forge: Forge, tmp_path: Path) -> None:
    """Number 7 is another author's; the run was of the attacker's own commit."""
    ran = told(forge, tmp_path, head_sha="c" * 40, head_repository={"full_name": "attacker/louzu"})
    assert "another commit" in ran.stdout
    assert forge.written() == []


def test_a_run_that_was_for_no_pull_request_is_left_alone(forge: Forge, tmp_path: Path) -> None:
    assert "not for a pull request" in told(forge, tmp_path, event="push").stdout
    assert forge.host.asked == []


def test_a_check_that_failed_without_an_error_is_told_as_that(forge: Forge, tmp_path: Path) -> None:
    forge.archive = parcel(data=report())
    told(forge, tmp_path)
    assert json.loads(forge.written()[0].body)["body"].startswith("检查没有做完\n")


def test_github_that_fails_is_reported(forge: Forge, tmp_path: Path) -> None:
    forge.answer = lambda asked: Answer(b"{}", 500)  # type: ignore[method-assign]
    with serve_locally(lambda asked: Answer(b"{}", 503)) as forge.host:
        ran = told(forge, tmp_path)
    assert ran.returncode == 1
    assert "github did not answer: HTTP Error 503" in ran.stderr
    assert "Traceback" not in ran.stderr


# How complete the archives of changed entries are


FOLDER = "content/units/example/20001"


def report_archives(archives: dict[str, Any]) -> bytes:
    sources = SourceLines(Path(), archives=lambda: archives)
    return REPORTERS["findings"]([], sources).encode()


def test_a_changed_entry_is_told_how_complete_its_archive_is() -> None:
    left = read_artifact(
        parcel(data=report_archives({FOLDER: (6, 10, "户数"), "content/units/example/20002": (1, 9, "公约")}))
    )
    about = CheckRun(True, "https://host.example/run/1", changed=[f"{FOLDER}/评定.md", f"{FOLDER}/photo-01.jpg"])
    said = format_comment(left.diagnostics, left.mended, about, left.archives)
    assert f"- `{FOLDER}` 档案：10 样有 6 样，最容易补的一样：户数。" in said
    assert "20002" not in said
    assert said.endswith(MARKER)


def test_a_whole_archive_has_no_gap_and_many_are_counted() -> None:
    folders = [f"content/units/example/{20_001 + n}" for n in range(8)]
    left = read_artifact(parcel(data=report_archives(dict.fromkeys(folders, (10, 10, "")))))
    about = CheckRun(True, "https://host.example/run/1", changed=[f"{folder}/index.md" for folder in folders])
    said = format_comment(left.diagnostics, left.mended, about, left.archives)
    assert said.count("档案：10 样有 10 样。") == 5
    assert "- 另有 3 份档案。" in said


def test_a_report_without_archives_is_still_read() -> None:
    assert read_artifact(parcel()).archives == {}


@pytest.mark.parametrize(
    "archives",
    [[], {FOLDER: 1}, {FOLDER: [1, 2]}, {FOLDER: ["1", 2, ""]}, {FOLDER: [True, 2, ""]}, {FOLDER: [1, 10**6, ""]}, {FOLDER: [1, 2, 3]}],
)  # fmt: skip
def test_other_archives_are_no_report(archives: object) -> None:
    data = json.dumps({"schema": 1, "diagnostics": [], "mended": {}, "archives": archives}).encode()
    with pytest.raises(InvalidReport):
        read_artifact(parcel(data=data))


def test_what_is_said_of_an_archive_is_text_and_nothing_more() -> None:
    left = read_artifact(parcel(data=report_archives({FOLDER: (1, 9, "[点](http://a.example) @everyone")})))
    about = CheckRun(True, "https://host.example/run/1", changed=[f"{FOLDER}/index.md"])
    said = format_comment([], {}, about, left.archives)
    assert "@everyone" not in said and "](http://a" not in said


def test_a_comment_never_grows_beyond_what_is_taken() -> None:
    paths = [f"content/units/gaojing/{10_000 + n}/index.md" for n in range(900)]
    many = [Diagnostic(Span(path, 2), "E105", Severity.ERROR, WRONG.message, WRONG.hint, WRONG.fixed) for path in paths]
    long = {path.removesuffix("/index.md"): ArchiveNote(1, 10, "户" * 40) for path in paths}
    about = CheckRun(True, "https://host.example/run/" + "1" * 200, changed=[*paths, *("scripts/" + "a" * 200,) * 4])
    said = format_comment(many, {}, about, long)
    assert len(said) <= 65_536
    assert said.endswith(MARKER)


def test_the_check_itself_reports_the_archives_of_entries_that_tell_records() -> None:
    archives = json.loads(commanded("check", "--output", "findings", check=False).stdout)["archives"]
    assert "content/units/gaojing/10001" in archives
    assert not [folder for folder in archives if folder.startswith("content/showcases")]
    lit, of, gap = archives["content/units/gaojing/10001"]
    assert 0 <= lit < of <= 10 and gap
