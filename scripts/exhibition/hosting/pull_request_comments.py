"""Comments below pull requests on GitHub and merge requests on GitLab, written by a trusted job from the artifact of an untrusted check.

Uses the standard library only (`scripts/comment.py` runs without installed packages). What the check has left is
read as pure data with limits, and nothing in it is believed until it has been compared with what the code host
itself says of the commit that was checked.
"""

from __future__ import annotations

import io
import json
import re
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

from ..diagnostics import Diagnostic
from ..lazy import dataclass
from ..report import SourceLines
from ..report.json_formats import (
    ArchiveNote,
    InvalidReport,
    escape_markdown,
    format_code,
    format_markdown,
    read_archives,
    read_findings,
)
from ..storage.safe_files import RECORD_LIMIT, read_file

PAGE = 100
PAGES = 30
"""GitHub lists at most 3,000 files of a pull request; our comment is among the first."""
LONGEST_DOWNLOAD = 20_000_000
"""Limit of one response, in bytes."""
PATIENCE_S = 60
REDIRECTS = (301, 302, 303, 307, 308)


class NoComment(Exception):
    """No comment is written; the argument says why, in English, for the log of the job."""


class NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Handler that follows no redirect."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Return None, so that the redirect is not followed."""


OPENER = urllib.request.build_opener(NoRedirectHandler)


@dataclass(frozen=True, slots=True)
class CodeHostApi:
    """API below the URL `root`, with request `headers` that include the token."""

    root: str
    headers: Mapping[str, str] = field(repr=False)

    def request(self, path: str, send: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        """Send a GET request, or a request with the JSON body `send`, and return the response. Raises urllib's
        HTTPError and URLError.
        """
        data = None if send is None else json.dumps(send).encode()
        headers = {**self.headers, **({} if data is None else {"Content-Type": "application/json"})}
        return json.loads(
            read_response(urllib.request.Request(f"{self.root}/{path}", data, headers, method=method), LONGEST_DOWNLOAD)
        )

    def iter_items(self, path: str, key: str = "") -> Iterator[Any]:
        """Yield every item of a listing; `key` names the list in the response where the response is an object."""
        for page in range(1, PAGES + 1):
            answer = self.request(f"{path}{'&' if '?' in path else '?'}per_page={PAGE}&page={page}")
            items = answer[key] if key else answer
            yield from items
            if len(items) < PAGE:
                return

    def download(self, path: str, longest: int) -> bytes:
        """Download a file, following redirects without the token. Raises `NoComment` over `longest` bytes, and urllib's
        errors.
        """
        try:
            data = read_response(urllib.request.Request(f"{self.root}/{path}", headers=dict(self.headers)), longest)
        except urllib.error.HTTPError as answer:
            place = answer.headers.get("Location") or ""
            if answer.code not in REDIRECTS or urlsplit(place).scheme not in ("https", "http"):
                raise
            data = read_response(urllib.request.Request(place), longest)
        if len(data) > longest:
            raise NoComment("the report is larger than a report")
        return data


def read_response(request: urllib.request.Request, longest: int) -> bytes:
    """Return the response body, at most one byte more than the limit."""
    with OPENER.open(request, timeout=PATIENCE_S) as answer:
        return bytes(answer.read(longest + 1))


MARKER = "<!-- louzu-check -->"
"""Invisible marker by which our own comment is recognized."""
OURS = "content/"
"""Folder of the content; everything beside it is program."""
NAMED = 3
"""Files of the program that are listed."""
LONGEST_PATH = 80


@dataclass(frozen=True, slots=True)
class CheckRun:
    """Data that the code host provides about a check: nothing that the change itself could have written.

    `passed`: whether all of it succeeded. `run` is the URL of the check, `preview` that of the site it has built,
    empty where it has not. `changed` are the paths of all files of the pull request.
    """

    passed: bool
    run: str
    preview: str = ""
    changed: Sequence[str] = ()


def format_comment(
    diagnostics: Sequence[Diagnostic],
    mended: Mapping[str, str],
    about: CheckRun,
    archives: Mapping[str, ArchiveNote] | None = None,
) -> str:
    """Return the comment; its first line is the verdict, its last our marker.

    `archives` says how complete the archives of all entries are, by folder; those of changed entries are told.
    """
    said = format_markdown(diagnostics, SourceLines(Path(), mended=lambda: mended))
    verdict, rest = said.split("\n", 1)
    notes = list(format_cautions(about.changed))
    if not about.passed and not any(one.blocks for one in diagnostics):
        verdict = "检查没有做完"
        notes.append("内容里没有查出错误，但是检查没有走到最后。请管网站的人看一看记录。")
    told = "\n".join(format_archives(about.changed, archives or {}))
    parts = [verdict, *notes, rest.strip("\n"), told, " · ".join(format_links(about)), MARKER]
    whole = "\n\n".join(part for part in parts if part)
    # A comment that is cut off would lose its marker, by which it is found again.
    return whole if len(whole) <= LONGEST_COMMENT else whole.replace(f"{told}\n\n", "", 1)


LONGEST_COMMENT = 65_500
"""Characters of a comment with everything around the findings: GitHub takes 65,536."""
TOLD = 5
"""Changed entries whose archive is told."""


def format_archives(changed: Sequence[str], archives: Mapping[str, ArchiveNote]) -> list[str]:
    """Return a line for each changed entry: how complete its archive is, and the one thing that is the easiest to add."""
    folders = dict.fromkeys(folder for path in changed if (folder := path.rpartition("/")[0]) in archives)
    lines = [format_archive(folder, archives[folder]) for folder in list(folders)[:TOLD]]
    return [*lines, f"- 另有 {len(folders) - TOLD} 份档案。"] if len(folders) > TOLD else lines


def format_archive(folder: str, note: ArchiveNote) -> str:
    """Return what is said of one archive."""
    gap = f"，最容易补的一样：{escape_markdown(note.gap)}" if note.gap else ""
    return f"- {format_code(folder[-LONGEST_PATH:])} 档案：{note.of} 样有 {note.lit} 样{gap}。"


def format_cautions(changed: Sequence[str]) -> list[str]:
    """Return a warning that a change touches more than content: a changed program checks itself."""
    program = [path for path in changed if not path.startswith(OURS)]
    if not program:
        return []
    named = "、".join(format_code(path[:LONGEST_PATH]) for path in program[:NAMED])
    more = f"等 {len(program)} 个文件" if len(program) > NAMED else ""
    return [f"**这次也改了程序**（{named}{more}）：这里的结论是改过的程序得出的，请管网站的人看过再合并。"]


def format_links(about: CheckRun) -> list[str]:
    """Return the links to further information."""
    preview = [f"[下载预览]({about.preview})（解压以后打开 index.html）"] if about.preview else []
    return [*preview, f"[这次检查的记录]({about.run})"]


NUMBER, REPORT = "number", "findings.json"
SIZES: Mapping[str, int] = {NUMBER: 16, REPORT: 24_000_000}
"""Members with their size limits in bytes: a finding has about 400."""
LONGEST_TEXT = 4_000_000
"""Limit of the archive in bytes; a report is compressed to less than a tenth."""
WHOLE = re.compile(rb"[1-9][0-9]{0,8}\s*")


@dataclass(frozen=True, slots=True)
class CiArtifact:
    """Content of the artifact: nothing in it is trusted until it has been confirmed (see `comment_on_github`)."""

    number: int
    diagnostics: list[Diagnostic]
    mended: dict[str, str]
    archives: dict[str, ArchiveNote] = field(default_factory=dict)


def read_artifact(archive: bytes) -> CiArtifact:
    """Parse the archive. Raises `InvalidReport`, whatever the bytes are."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as box:
            number, report = (read_member(box, name) for name in (NUMBER, REPORT))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as problem:
        raise InvalidReport(f"the archive cannot be read ({type(problem).__name__})") from problem
    if not WHOLE.fullmatch(number):
        raise InvalidReport("the number is not a number")
    return CiArtifact(int(number), *read_findings(report), read_archives(report))


def read_member(box: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one member, and never read more than its limit. Raises `InvalidReport`."""
    with box.open(name) as file:
        data = file.read(SIZES[name] + 1)
    if len(data) > SIZES[name]:
        raise InvalidReport(f"{name} is too large")
    return data


GITHUB_ARTIFACT, GITHUB_PREVIEW = "comment", "preview"
"""Names of the artifacts, as in check.yml."""
ROBOT = "github-actions[bot]"
"""Author of comments that are written with a workflow's token. Only his comment is ours, whatever marker others write."""


def comment_on_github(given: Mapping[str, str]) -> Iterator[str]:
    """Write the comment for the run that has ended, and yield its URL; `given` is the environment of the workflow.

    Raises `NoComment` and urllib's errors.
    """
    headers = {
        "Authorization": f"Bearer {given['GITHUB_TOKEN']}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    repository = given["GITHUB_REPOSITORY"]
    event = json.loads(read_file(given["GITHUB_EVENT_PATH"], RECORD_LIMIT))
    yield comment_on_pull_request(
        event["workflow_run"], repository, CodeHostApi(f"{given['GITHUB_API_URL']}/repos/{repository}", headers)
    )


def comment_on_pull_request(run: Mapping[str, Any], repository: str, api: CodeHostApi) -> str:
    """Write the comment, or update ours, and return its URL."""
    if run["event"] != "pull_request":
        raise NoComment("the run was not for a pull request")
    artifacts = {one["name"]: one for one in api.iter_items(f"actions/runs/{int(run['id'])}/artifacts", "artifacts")}
    parcel = fetch_artifact(artifacts.get(GITHUB_ARTIFACT), api)
    require_checked_commit(api.request(f"pulls/{parcel.number}"), run, repository)
    about = describe_github_run(run, artifacts, parcel.number, api)
    body = format_comment(parcel.diagnostics, parcel.mended, about, parcel.archives)
    old = next((one for one in api.iter_items(f"issues/{parcel.number}/comments") if is_our_github_comment(one)), None)
    if old is None:
        return str(api.request(f"issues/{parcel.number}/comments", {"body": body})["html_url"])
    return str(api.request(f"issues/comments/{int(old['id'])}", {"body": body}, "PATCH")["html_url"])


def fetch_artifact(artifact: Mapping[str, Any] | None, api: CodeHostApi) -> CiArtifact:
    """Return the artifact of the check. Raises `NoComment` where there is none, or none that can be used."""
    if artifact is None or artifact["expired"]:
        raise NoComment("the check has left no report")
    if artifact["size_in_bytes"] > LONGEST_TEXT:
        raise NoComment("the report is too large")
    try:
        return read_artifact(api.download(f"actions/artifacts/{int(artifact['id'])}/zip", LONGEST_TEXT))
    except InvalidReport as problem:
        raise NoComment(f"the report cannot be used: {problem.args[0]}") from problem


def require_checked_commit(pull: Mapping[str, Any], run: Mapping[str, Any], repository: str) -> None:
    """Require that the named pull request has the commit that was checked. Raises `NoComment` otherwise."""
    head, base = pull["head"], pull["base"]
    home = (head["repo"] or {}).get("full_name")
    if pull["state"] != "open" or base["repo"]["full_name"] != repository:
        raise NoComment("the pull request is not open here")
    if head["sha"] != run["head_sha"] or home != (run["head_repository"] or {}).get("full_name"):
        raise NoComment("the check was of another commit than the one that the pull request has now")


def describe_github_run(
    run: Mapping[str, Any], artifacts: Mapping[str, Any], number: int, api: CodeHostApi
) -> CheckRun:
    """Return what GitHub says of the check and of the change."""
    preview = artifacts.get(GITHUB_PREVIEW)
    names = [
        file.get(key) for file in api.iter_items(f"pulls/{number}/files") for key in ("filename", "previous_filename")
    ]
    return CheckRun(
        passed=run["conclusion"] == "success",
        run=str(run["html_url"]),
        preview=f"{run['html_url']}/artifacts/{int(preview['id'])}" if preview and not preview["expired"] else "",
        changed=[name for name in names if name],
    )


def is_our_github_comment(written: Mapping[str, Any]) -> bool:
    """Return whether a comment is the one that we have written before."""
    return (written["user"] or {}).get("login") == ROBOT and MARKER in (written["body"] or "")


GITLAB_CHECK, GITLAB_PREVIEW = "check", "preview"
"""Names of the jobs in .gitlab-ci.yml."""
ENDED = ("success", "failed")


def comment_on_gitlab(given: Mapping[str, str]) -> Iterator[str]:
    """Write new comments below merge requests, and yield for each what was done; `given` is the job's environment.

    Raises urllib's errors.
    """
    api = CodeHostApi(given["CI_API_V4_URL"], {"PRIVATE-TOKEN": given["COMMENT_TOKEN"]})
    home = f"projects/{quote(given['CI_PROJECT_ID'], safe='')}"
    me = api.request("user")["id"]
    for one in list(api.iter_items(f"{home}/merge_requests?state=opened")):
        place = f"{home}/merge_requests/{int(one['iid'])}"
        try:
            yield f"!{int(one['iid'])} {comment_on_merge_request(place, me, api)}"
        except NoComment as reason:
            yield f"!{int(one['iid'])} no comment: {reason}"


def comment_on_merge_request(place: str, me: int, api: CodeHostApi) -> str:
    """Write the comment of one merge request, unless it exists, and return what was done."""
    request = api.request(place)
    pipeline = request["head_pipeline"] or {}
    if pipeline.get("sha") != request["sha"] or pipeline.get("status") not in ENDED:
        raise NoComment("its check has not ended")
    project = f"projects/{int(pipeline['project_id'])}"
    jobs = {job["name"]: job for job in api.iter_items(f"{project}/pipelines/{int(pipeline['id'])}/jobs")}
    body = format_gitlab_comment(place, request, jobs, project, api)
    old = next((one for one in api.iter_items(f"{place}/notes") if is_our_gitlab_note(one, me)), None)
    if old is not None and old["body"].strip() == body.strip():
        return "stands"
    if old is None:
        api.request(f"{place}/notes", {"body": body})
        return "written"
    api.request(f"{place}/notes/{int(old['id'])}", {"body": body}, "PUT")
    return "written anew"


def format_gitlab_comment(
    place: str, request: Mapping[str, Any], jobs: Mapping[str, Any], project: str, api: CodeHostApi
) -> str:
    """Return the comment. Raises `NoComment` where there is no report, or none that can be used."""
    job = jobs.get(GITLAB_CHECK)
    if job is None or not job.get("artifacts_file"):
        raise NoComment("the check has left no report")
    data = api.download(f"{project}/jobs/{int(job['id'])}/artifacts/{REPORT}", SIZES[REPORT])
    try:
        found, mended = read_findings(data)
        archives = read_archives(data)
    except InvalidReport as problem:
        raise NoComment(f"the report cannot be used: {problem.args[0]}") from problem
    preview = jobs.get(GITLAB_PREVIEW) or {}
    names = [file.get(key) for file in api.iter_items(f"{place}/diffs") for key in ("new_path", "old_path")]
    about = CheckRun(
        passed=request["head_pipeline"]["status"] == "success",
        run=str(job["web_url"]),
        preview=f"{preview['web_url']}/artifacts/download" if preview.get("artifacts_file") else "",
        changed=[name for name in names if name],
    )
    return format_comment(found, mended, about, archives)


def is_our_gitlab_note(note: Mapping[str, Any], me: int) -> bool:
    """Return whether a note is the one that we have written before."""
    return (note["author"] or {}).get("id") == me and MARKER in (note["body"] or "")
