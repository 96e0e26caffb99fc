"""Workflows of code hosts: of the right form, pinned, and with no right that an untrusted change could use."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from exhibition.media.file_formats import ENDS
from exhibition.model.books import BOOKS
from exhibition.types import BY_STREET, CONTENT_TYPES
from helpers.github_workflows import EXPRESSION, HOME, WORKFLOWS, read, steps

BIN = Path(sys.executable).parent
GITLAB = HOME / ".gitlab-ci.yml"
GITEE = sorted((HOME / ".workflow").glob("*.yml"))
ACTIONLINT = HOME / "tests" / "node_modules" / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"

UNTRUSTED, TRUSTED = ["check", "test"], ["apply", "comment", "publish"]
EVERY = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def linted(*words: object, **more: Any) -> str:
    ran = subprocess.run([*map(str, words)], cwd=HOME, capture_output=True, encoding="utf-8", **more)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


SCHEMAS = [
    ("vendor.github-workflows", WORKFLOWS),
    ("vendor.dependabot", [HOME / ".github" / "dependabot.yml"]),
    ("vendor.gitlab-ci", [GITLAB]),
]


@pytest.mark.parametrize("schema, paths", SCHEMAS, ids=[name for name, _ in SCHEMAS])
def test_files_are_of_their_schema(schema: str, paths: list[Path]) -> None:
    linted(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths)


def test_zizmor_finds_no_hole() -> None:
    linted(BIN / "zizmor", "--offline", "--no-progress", "--strict-collection", ".github")


@pytest.mark.skipif(
    not shutil.which("node") or not ACTIONLINT.exists(), reason="npm ci --prefix tests gives actionlint"
)
def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${{ nothing.at.all }}\n"
    )
    ran = subprocess.run(["node", ACTIONLINT, wrong], capture_output=True, encoding="utf-8")
    assert ran.returncode == 1
    assert "undefined variable" in ran.stdout + ran.stderr
    linted("node", ACTIONLINT, *WORKFLOWS)


def scripts() -> Iterator[tuple[str, str]]:
    for path in WORKFLOWS:
        for number, step in enumerate(steps(path)):
            if "run" in step:
                yield f"{path.stem}-{number}", step["run"]
    for name, job in yaml.safe_load(GITLAB.read_text("utf-8")).items():
        for part in ("before_script", "script"):
            if isinstance(job, dict) and part in job:
                yield f"gitlab-{name}-{part}", "\n".join(job[part])
    for path in GITEE:
        for number, step in enumerate(gitee_steps(path)):
            yield f"gitee-{path.stem}-{number}", "\n".join(step["commands"])


def gitee_steps(path: Path) -> Iterator[dict[str, Any]]:
    for stage in yaml.safe_load(path.read_text("utf-8"))["stages"]:
        yield from stage["steps"]


@pytest.mark.parametrize("script", [text for _, text in scripts()], ids=[name for name, _ in scripts()])
def test_shellcheck_has_nothing_to_say(script: str) -> None:
    linted(BIN / "shellcheck", "--shell", "bash", "-", input=script)


@pytest.mark.skipif(not (HOME / ".git").exists(), reason="not a checkout of git")
@pytest.mark.parametrize(
    "path", [HOME / ".ci" / "run", HOME / ".ci" / "start", HOME / ".ci" / "checkout"], ids=lambda path: path.name
)
def test_our_own_scripts_are_clean_and_can_be_run(path: Path) -> None:
    linted(BIN / "shellcheck", path)
    listed = linted("git", "ls-files", "--stage", path)
    assert listed.startswith("100755 "), "git update-index --chmod=+x"


@EVERY
def test_every_action_is_pinned_by_commit_and_says_its_version(path: Path) -> None:
    used = [line.strip() for line in path.read_text("utf-8").splitlines() if re.match(r"\s*(- )?uses:", line)]
    assert used
    assert all(re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in used), used


def test_one_action_has_one_pin_everywhere() -> None:
    pins = {step["uses"].split("@")[0]: step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    used = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    assert used == set(pins.values())


@EVERY
def test_nothing_that_others_write_becomes_part_of_a_script(path: Path) -> None:
    assert not [step["run"] for step in steps(path) if "run" in step and EXPRESSION.search(step["run"])]


@EVERY
def test_what_strangers_start_has_no_secret_and_may_only_read(path: Path) -> None:
    workflow, text = read(path), path.read_text("utf-8")
    assert "pull_request_target" not in workflow["on"]
    assert (path.stem in UNTRUSTED) == ("pull_request" in workflow["on"])
    assert (path.stem in TRUSTED) == ("pull_request" not in workflow["on"])
    if path.stem in UNTRUSTED:
        assert "secrets." not in text
        assert "github.token" not in text
        assert "self-hosted" not in text
        assert workflow["permissions"] == {"contents": "read"}
        assert all("permissions" not in job and "environment" not in job for job in workflow["jobs"].values())


RIGHTS = {
    ("apply", "apply"): {"contents": "write", "issues": "write", "pull-requests": "write"},
    ("comment", "comment"): {"actions": "read", "contents": "read", "pull-requests": "write"},
    ("publish", "build"): {"contents": "read"},
    ("publish", "pages"): {"pages": "write", "id-token": "write"},
    ("publish", "bucket"): {"contents": "read"},
}


def test_every_trusted_job_has_the_rights_that_it_needs_and_no_others() -> None:
    trusted = [path for path in WORKFLOWS if path.stem in TRUSTED]
    assert all(read(path)["permissions"] == {} for path in trusted)
    given = {(path.stem, name): job["permissions"] for path in trusted for name, job in read(path)["jobs"].items()}
    assert given == RIGHTS


def test_only_publishing_to_a_bucket_sees_secrets_and_has_a_place_of_its_own() -> None:
    seeing = {
        (path.stem, name)
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
        if "secrets." in json.dumps(job)
    }
    assert seeing == {("publish", "bucket")}
    assert read(HOME / ".github/workflows/publish.yml")["jobs"]["bucket"]["environment"] == "bucket"


def test_the_job_that_comments_neither_fetches_nor_runs_anything_of_the_change() -> None:
    [checkout, say] = steps(HOME / ".github/workflows/comment.yml")
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"].keys() == {"persist-credentials", "sparse-checkout"}
    assert say["run"] == "python3 scripts/comment.py github"
    assert say["env"].keys() == {"GITHUB_TOKEN"}
    assert not (HOME / "scripts" / "comment.py").read_text("utf-8").count("subprocess")


@EVERY
def test_no_checkout_leaves_its_credentials_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("name", ["check", "publish"])
def test_a_checkout_leaves_out_the_pictures_of_entries_and_nothing_else(name: str, tmp_path: Path) -> None:
    told = next(step["with"] for step in steps(HOME / ".github/workflows" / f"{name}.yml") if "uses" in step)
    lines = (HOME / ".ci" / "sparse-checkout").read_text("utf-8").splitlines()
    assert told["sparse-checkout"].split() == [line for line in lines if line and line[0] != "#"]
    assert (told["filter"], told["sparse-checkout-cone-mode"]) == ("blob:none", False)
    pictures = {f"{row.root}/{way}10001/a{end}" for row in CONTENT_TYPES for end in (*ENDS, ".JPG")
                for way in (("street/",) if row.layout == BY_STREET else ("",))}  # fmt: skip
    kept = {f"{book.folder}/{path}" for book in BOOKS for path in ("a.jpg", "b/a.PNG")}
    kept |= {
        "tests/a.jpg",
        "overrides/assets/card.png",
        "content/units/street/10001/index.md",
        "content/units/street/10001/a.mp3",
    }
    for path in pictures | kept:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    git = partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8")
    git(["git", "init", "-q"])
    git(["git", "add", "."])
    git(["git", "-c", "user.name=x", "-c", "user.email=x@example.test", "commit", "-qm", "x"])
    git(["git", "config", "core.sparseCheckout", "true"])
    (tmp_path / ".git" / "info" / "sparse-checkout").write_text(told["sparse-checkout"], "utf-8")
    git(["git", "checkout", "-q"])
    git(["git", "read-tree", "-mu", "HEAD"])
    assert {
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file() and ".git" not in path.parts
    } == kept


def test_the_workflow_that_comments_waits_for_the_one_that_checks() -> None:
    names = {path.stem: read(path)["name"] for path in WORKFLOWS}
    assert read(HOME / ".github/workflows/comment.yml")["on"]["workflow_run"]["workflows"] == [names["check"]]


def test_artifacts_have_the_names_that_the_comment_looks_for() -> None:
    from exhibition.hosting import pull_request_comments

    left = {step["with"]["name"]: step["with"]["path"] for step in steps(HOME / ".github/workflows/check.yml")
            if "upload-artifact" in step.get("uses", "")}  # fmt: skip
    assert set(left) == {pull_request_comments.GITHUB_ARTIFACT, pull_request_comments.GITHUB_PREVIEW}
    [script] = [step["run"] for step in steps(HOME / ".github/workflows/check.yml") if "number" in step.get("run", "")]
    assert all(
        f"{left[pull_request_comments.GITHUB_ARTIFACT]}/{name}" in script
        for name in (pull_request_comments.NUMBER, pull_request_comments.REPORT)
    )


def test_on_gitlab_nothing_secret_is_named_where_a_merge_request_runs() -> None:
    jobs = yaml.safe_load(GITLAB.read_text("utf-8"))
    secret = {name for name, job in jobs.items() if re.search("SECRET|TOKEN|ACCESS_KEY", json.dumps(job))}
    for name in secret:
        assert all("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in rule["if"] for rule in jobs[name]["rules"]), name
    assert "bucket" in secret
    assert "SECRET" not in json.dumps(jobs["variables"])


@pytest.mark.parametrize("path", GITEE, ids=lambda path: path.stem)
def test_gitee_pipelines_have_what_its_manual_asks_for(path: Path) -> None:
    pipeline = yaml.safe_load(path.read_text("utf-8"))
    assert pipeline.keys() == {"version", "name", "displayName", "triggers", "stages"}
    assert pipeline["version"] == "1.0"
    assert re.fullmatch(r"[a-z0-9_-]+", pipeline["name"])
    assert pipeline["triggers"].keys() - {"trigger"} <= {"push", "pr"}
    for step in gitee_steps(path):
        assert {"step", "name", "displayName", "commands"} <= step.keys()
        assert step["commands"][0] == "set -e"
    assert "TOKEN" not in path.read_text("utf-8")
