"""The check of a pull request as GitHub would run it: its own steps, in a merge of a wrong file and of a correct one."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from exhibition.hosting.pull_request_comments import CheckRun, format_comment, read_artifact
from exhibition.storage.originals import Originals, read_originals
from helpers.github_workflows import HOME, read, steps
from helpers.github_workflows import ran as run_step

CHECK = HOME / ".github" / "workflows" / "check.yml"
UNIT = "content/units/gaojing/10001/index.md"
ADDRESS = "content/permalinks/10020.yml"
NEEDED = ("content", "overrides", "scripts", "mkdocs.yml", "package.json", "requirements.txt")


def git(*words: object, at: Path) -> str:
    command = ["git", "-c", "user.name=邻居", "-c", "user.email=neighbour@example.test", "-c", "commit.gpgsign=false"]
    ran = subprocess.run([*command, *map(str, words)], cwd=at, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@dataclass
class Run:
    """Result of a run: each step by name, in order, as far as it came."""

    checkout: Path
    said: dict[str, subprocess.CompletedProcess[str]]
    summary: str

    @property
    def parcel(self) -> Path:
        return self.checkout / "comment"


def merged(tmp_path: Path, change: Callable[[Path], None]) -> Path:
    """Merge a change into the main branch and check that out as GitHub does."""
    origin, checkout = tmp_path / "origin", tmp_path / "checkout"
    origin.mkdir()
    for name in NEEDED:
        (shutil.copytree if (HOME / name).is_dir() else shutil.copy)(HOME / name, origin / name)
    git("init", "-q", "-b", "main", at=origin)
    (origin / ".gitignore").write_text((HOME / ".gitignore").read_text("utf-8"), "utf-8")
    git("add", "-A", at=origin)
    git("commit", "-qm", "main", at=origin)
    git("switch", "-qc", "change", at=origin)
    change(origin)
    git("add", "-A", at=origin)
    git("commit", "-qm", "a change", at=origin)
    git("switch", "-q", "main", at=origin)
    git("commit", "-q", "--allow-empty", "-m", "main went on", at=origin)
    git("switch", "-qc", "merge", at=origin)
    git("merge", "-q", "--no-ff", "-m", "refs/pull/7/merge", "change", at=origin)
    [told] = [step["with"] for step in steps(CHECK) if "actions/checkout@" in step.get("uses", "")]
    git("config", "uploadpack.allowFilter", "true", at=origin)
    words = ("--depth", told["fetch-depth"], f"--filter={told['filter']}", "--branch", "merge", "--no-checkout")
    git("clone", "-q", *words, origin.as_uri(), checkout, at=tmp_path)
    git("config", "core.sparseCheckout", "true", at=checkout)
    (checkout / ".git" / "info" / "sparse-checkout").write_text(told["sparse-checkout"], "utf-8")
    git("checkout", "-q", "merge", at=checkout)
    (checkout / ".venv").symlink_to(HOME / ".venv", target_is_directory=True)
    return checkout


def checked(tmp_path: Path, change: Callable[[Path], None]) -> Run:
    """Run the steps of the check, in the merge of a change, until one fails."""
    checkout = merged(tmp_path, change)
    summary = tmp_path / "summary.md"
    environment = {**read(CHECK)["env"], "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_ACTIONS": "true"}
    run = Run(checkout, {}, "")
    for step in steps(CHECK):
        if "run" in step:
            run.said[step["name"]] = run_step(step, checkout, environment, {"github.event.number": "7"})
            if run.said[step["name"]].returncode:
                break
    run.summary = summary.read_text("utf-8") if summary.exists() else ""
    return run


def full_width_colon(root: Path) -> None:
    text = (root / UNIT).read_text("utf-8")
    (root / UNIT).write_text(text.replace("编号: 10001", "编号：10001").replace("街镇: 高境镇", "街镇: 高境"), "utf-8")


def better_sentence(root: Path) -> None:
    text = (root / UNIT).read_text("utf-8")
    (root / UNIT).write_text(text.rstrip("\n") + "\n\n又补了一句。\n", "utf-8")


def lost_line(root: Path) -> None:
    (root / ADDRESS).unlink()
    shutil.rmtree(root / "content" / "units" / "example" / "10020")


def broken_program(root: Path) -> None:
    (root / "scripts" / "exhibition" / "checks" / "__init__.py").write_text("raise RuntimeError\n", "utf-8")


def test_a_wrong_file_is_marked_explained_and_stops_the_check(tmp_path: Path) -> None:
    run = checked(tmp_path, full_width_colon)
    assert {name: one.returncode for name, one in run.said.items()} == {"写下结果": 0, "检查内容": 1}
    marked = run.said["检查内容"].stdout
    assert f"::error file={UNIT},line=2," in marked
    assert "title=错误 E105::" in marked
    said = (run.parcel / "comment.md").read_text("utf-8")
    assert said.startswith("还有 1 处要改\n") or said.startswith("还有 2 处要改\n")
    assert "```yaml\n---\n编号: 10001\n" in said
    assert run.summary == said
    assert not (run.checkout / "site").exists()


def test_the_parcel_of_a_run_is_what_the_comment_is_made_of(tmp_path: Path) -> None:
    run = checked(tmp_path, full_width_colon)
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        for path in run.parcel.iterdir():
            file.write(path, path.name)
    left = read_artifact(box.getvalue())
    assert left.number == 7
    made = format_comment(left.diagnostics, left.mended, CheckRun(passed=False, run="https://host.example/run/1"))
    paths, said = (run.parcel / "comment.md").read_text("utf-8"), made.split("\n\n[这次检查的记录]")[0]
    assert "".join(said.split()) == "".join(paths.split())


def test_a_promised_line_that_is_gone_stops_the_check(tmp_path: Path) -> None:
    run = checked(tmp_path, lost_line)
    assert run.said["检查内容"].returncode == 1
    assert "E351" in run.said["检查内容"].stdout


def test_a_right_change_may_be_merged_and_gets_a_preview(tmp_path: Path) -> None:
    run = checked(tmp_path, better_sentence)
    assert {name: one.returncode for name, one in run.said.items()} == {"写下结果": 0, "检查内容": 0, "生成预览": 0}
    assert run.summary.startswith("可以合并\n")
    assert "又补了一句" in (run.checkout / "site" / "10001" / "index.html").read_text("utf-8")


def test_a_program_that_fails_leaves_no_report(tmp_path: Path) -> None:
    run = checked(tmp_path, broken_program)
    assert [one.returncode == 0 for one in run.said.values()] == [False]


@pytest.mark.parametrize("workflow", ["check", "publish"])
def test_what_is_kept_between_runs_is_what_the_program_makes(workflow: str) -> None:
    kept = {
        step["with"]["path"] for step in steps(CHECK.with_stem(workflow)) if "actions/cache@" in step.get("uses", "")
    }
    assert kept == {".venv", ".cache/exhibition"}


def elsewhere(script: list[str], checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of a pipeline of another code host."""
    return run_step({"run": "\n".join(script)}, checkout, environment, {})


def test_gitlab_gets_its_reports_and_the_check_fails(tmp_path: Path) -> None:
    checkout = merged(tmp_path, full_width_colon)
    job = yaml.safe_load((HOME / ".gitlab-ci.yml").read_text("utf-8"))["check"]
    base = git("rev-parse", "HEAD^1", at=checkout).strip()
    ran = elsewhere(job["script"], checkout, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert ran.returncode == 1
    left = {path: (checkout / path).read_text("utf-8") for path in job["artifacts"]["paths"]}
    assert left["comment.md"].startswith("还有 ")
    issues = json.loads((checkout / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert {issue["location"]["path"] for issue in issues} == {UNIT}
    assert "E105" in ran.stdout


@pytest.mark.parametrize("named", ["HEAD^1", "HEAD", ""])
def test_gitee_checks_against_what_is_published_whosever_commit_it_names(tmp_path: Path, named: str) -> None:
    checkout = merged(tmp_path, lost_line)
    pipeline = yaml.safe_load((HOME / ".workflow" / "check.yml").read_text("utf-8"))
    [step] = pipeline["stages"][0]["steps"]
    commit = git("rev-parse", named, at=checkout).strip() if named else ""
    ran = elsewhere(step["commands"], checkout, GITEE_COMMIT=commit)
    assert ran.returncode == 1
    assert "E351" in ran.stdout
    assert not (checkout / "site").exists()


# How other code hosts get the files.

PICTURE = "content/units/street/10001/photo-01.jpg"
SERVERS = {
    "gives parts": ("true", 2),
    "sends everything": ("false", 2),
    "gives parts, but no single file": ("true", 0),
}
"""Whether a server knows filters, and which version of git's protocol is spoken: the first gives nobody a single file."""


def weigh(checkout: Path) -> int:
    """Return the bytes of what git has fetched."""
    return sum(path.stat().st_size for path in (checkout / ".git/objects").rglob("*") if path.is_file())


@dataclass
class Host:
    """A code host with a picture of 300,000 bytes that was replaced once, and a change of a text."""

    origin: Path
    commit: str
    protocol: int

    @classmethod
    def open(cls, tmp_path: Path, server: str) -> Host:
        origin, random = tmp_path / "origin", Random(server)
        (origin / PICTURE).parent.mkdir(parents=True)
        shutil.copytree(HOME / ".ci", origin / ".ci")
        shutil.copytree(HOME / "content/guide", origin / "content/guide")
        git("init", "-q", "-b", "main", at=origin)
        for text in ("eins", "zwei", "drei"):
            if text != "drei":
                (origin / PICTURE).write_bytes(random.randbytes(300_000))
            (origin / PICTURE).with_name("index.md").write_text(text, "utf-8")
            git("add", "-A", at=origin)
            git("commit", "-qm", text, at=origin)
        allowed, protocol = SERVERS[server]
        git("config", "uploadpack.allowFilter", allowed, at=origin)
        commit = git("rev-parse", "HEAD", at=origin).strip()
        git("update-ref", "refs/pipelines/7", commit, at=origin)
        return cls(origin, commit, protocol)

    def fetch_as_gitlab(self, checkout: Path, variables: dict[str, str]) -> None:
        """Fetch as GitLab's runner does (shells/abstract.go, writeRefspecFetchCmd): in a folder that may have been used before."""
        checkout.mkdir(exist_ok=True)
        (checkout / ".git/config").unlink(missing_ok=True)
        git("init", "-q", at=checkout)
        git("config", "protocol.version", self.protocol, at=checkout)
        git("remote", "add", "origin", self.origin.as_uri(), at=checkout)
        refs = ("+refs/heads/*:refs/remotes/origin/*", "+refs/pipelines/7:refs/pipelines/7")
        git(
            "fetch",
            "origin",
            "--no-recurse-submodules",
            *refs,
            *variables["GIT_FETCH_EXTRA_FLAGS"].split(),
            at=checkout,
        )

    def check_out(self, checkout: Path, job: dict[str, Any]) -> str:
        ran = elsewhere(job["before_script"], checkout, CI_COMMIT_SHA=self.commit, KEPT=job["variables"]["KEPT"])
        assert ran.returncode == 0, ran.stderr
        return ran.stderr


SOURCES = yaml.safe_load((HOME / ".gitlab-ci.yml").read_text("utf-8"))[".sources"]


@pytest.mark.parametrize("server", SERVERS)
def test_on_gitlab_no_picture_is_checked_out_and_none_fetched_where_the_server_can(server: str, tmp_path: Path) -> None:
    host, checkout = Host.open(tmp_path, server), tmp_path / "checkout"
    assert (SOURCES["variables"]["GIT_CHECKOUT"], SOURCES["variables"]["GIT_LFS_SKIP_SMUDGE"]) == ("false", "1")
    host.fetch_as_gitlab(checkout, SOURCES["variables"])
    for _ in range(2):
        # What is carried into the job is there before the commit is; what an earlier job has left goes.
        for path in (".venv/kept", ".cache/exhibition/kept", "site/index.html", "content/units/street/10002/left.md"):
            (checkout / path).parent.mkdir(parents=True, exist_ok=True)
            (checkout / path).write_text("x", "utf-8")
        host.check_out(checkout, SOURCES)
        assert git("rev-parse", "HEAD", at=checkout).strip() == host.commit
        assert (checkout / PICTURE).with_name("index.md").read_text("utf-8") == "drei"
        assert not (checkout / PICTURE).exists() and Originals(checkout).left_out.keys() == {PICTURE}
        assert (checkout / "content/guide/photos.md").is_file()
        assert (checkout / ".venv/kept").exists() and (checkout / ".cache/exhibition/kept").exists()
        assert not (checkout / "site").exists() and not (checkout / "content/units/street/10002").exists()
        assert (weigh(checkout) < 500_000) == (server == "gives parts")
        git("cat-file", "-e", "HEAD^:content/units/street/10001/index.md", at=checkout)
        [(_, _, data)] = list(read_originals(Originals(checkout).left_out.values()))
        assert data == (host.origin / PICTURE).read_bytes(), "the program gets it when it is asked for"
        # The same folder, used by the next job: the runner has removed the settings.
        host.fetch_as_gitlab(checkout, SOURCES["variables"])


def test_on_gitlab_every_job_begins_without_pictures() -> None:
    told = yaml.safe_load((HOME / ".gitlab-ci.yml").read_text("utf-8"))
    jobs = {name: job for name, job in told.items() if isinstance(job, dict) and "script" in job}
    assert jobs and all(
        job["extends"] in (".python", ".sources") and "before_script" not in job for job in jobs.values()
    )
    assert told[".python"]["extends"] == ".sources"
    carried = {path for one in told[".python"]["cache"] for path in one["paths"]}
    assert {path.split("/")[0] for path in carried} == set(SOURCES["variables"]["KEPT"].split())
    for name, job in jobs.items():
        if needed := {path for one in job.get("needs", []) for path in told[one]["artifacts"]["paths"]}:
            assert needed <= set(job["variables"]["KEPT"].split()), name


@pytest.mark.parametrize("name", ["check", "publish"])
@pytest.mark.parametrize("server", SERVERS)
def test_gitee_fetches_history_without_pictures_where_the_server_can(server: str, name: str, tmp_path: Path) -> None:
    host, checkout = Host.open(tmp_path, server), tmp_path / "checkout"
    protocol = f"protocol.version={host.protocol}"
    git("-c", protocol, "clone", "-q", "--depth", "1", "-c", protocol, host.origin.as_uri(), checkout, at=tmp_path)
    [step] = yaml.safe_load((HOME / ".workflow" / f"{name}.yml").read_text("utf-8"))["stages"][0]["steps"]
    commands = [line for line in step["commands"] if "start.py" not in line]
    assert len(commands) == len(step["commands"]) - 2
    ran = elsewhere(
        [*commands, 'git show "$BASE:content/units/street/10001/index.md"'], checkout, GITEE_COMMIT=host.commit
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith("zwei")
    assert (weigh(checkout) < 500_000) == (server == "gives parts")
