"""Turns a finished check on GitHub into one comment below the pull request that it was about, and into no other.

The job that runs this may write comments, so it believes nothing that the check has left: which pull request it was,
the code host must confirm by the commit that was checked. Addresses and fields are those of GitHub's REST API
(version 2022-11-28): "Actions artifacts", "Pulls", "Issue comments".
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from ..report.findings import Unreadable
from .comment import MARKER, Circumstances, comment
from .parcel import LONGEST, Parcel, unpacked

PARCEL, PREVIEW = "comment", "preview"
"""The names of the artifacts, as check.yml gives them."""
ROBOT = "github-actions[bot]"
"""Who writes with the token of a workflow. Only his comment is ours, whatever marker others write."""

PAGE = 100
PAGES = 30
"""GitHub gives at most 3,000 files of a pull request; ours is among the first comments."""
LONGEST_ANSWER = 20_000_000
PATIENCE_S = 60


class Untold(Exception):
    """No comment is written; the argument says why, in English, for the log of the job."""


class Unredirected(urllib.request.HTTPRedirectHandler):
    """Follows nothing by itself: the address of an archive is another host's, which must not get our token."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow nothing."""


REDIRECTS = (301, 302, 303, 307, 308)
OPENER = urllib.request.build_opener(Unredirected)


@dataclass(frozen=True, slots=True)
class GitHub:
    """One repository (`owner/name`) behind the API at `api`, in the name of `token`."""

    api: str
    repository: str
    token: str

    def asked(self, path: str, send: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        """Return the answer of the API below this repository. Raises urllib's HTTPError and URLError."""
        data = None if send is None else json.dumps(send).encode()
        with OPENER.open(self.request(path, data, method), timeout=PATIENCE_S) as answer:
            return json.loads(answer.read(LONGEST_ANSWER))

    def request(self, path: str, data: bytes | None = None, method: str | None = None) -> urllib.request.Request:
        """Return a request in our name."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        return urllib.request.Request(f"{self.api}/repos/{self.repository}/{path}", data, headers, method=method)

    def listed(self, path: str, key: str = "") -> Iterator[Any]:
        """Every item of a listing in pages; `key` names the list in the answer where it is not the answer itself."""
        for page in range(1, PAGES + 1):
            answer = self.asked(f"{path}?per_page={PAGE}&page={page}")
            items = answer[key] if key else answer
            yield from items
            if len(items) < PAGE:
                return

    def archive(self, id: int) -> bytes:
        """Return the archive of an artifact, but never more than it may have."""
        request = self.request(f"actions/artifacts/{id}/zip")
        try:
            return arrived(request)
        except urllib.error.HTTPError as answer:
            place = answer.headers.get("Location") or ""
            if answer.code not in REDIRECTS or urlsplit(place).scheme not in ("https", "http"):
                raise
        return arrived(urllib.request.Request(place))


def arrived(request: urllib.request.Request) -> bytes:
    """Return what is answered, up to one byte more than an archive may have."""
    with OPENER.open(request, timeout=PATIENCE_S) as answer:
        return bytes(answer.read(LONGEST + 1))


def tell(event: Mapping[str, Any], github: GitHub) -> str:
    """Write the comment, or write ours anew, and return its address. Raises `Untold` and urllib's errors."""
    run = event["workflow_run"]
    if run["event"] != "pull_request":
        raise Untold("the run was not for a pull request")
    artifacts = {one["name"]: one for one in github.listed(f"actions/runs/{int(run['id'])}/artifacts", "artifacts")}
    parcel = fetched(artifacts.get(PARCEL), github)
    confirm(github.asked(f"pulls/{parcel.number}"), run, github.repository)
    body = comment(parcel.diagnostics, parcel.mended, circumstances(run, artifacts, parcel.number, github))
    old = next((one for one in github.listed(f"issues/{parcel.number}/comments") if is_ours(one)), None)
    if old is None:
        return str(github.asked(f"issues/{parcel.number}/comments", {"body": body})["html_url"])
    return str(github.asked(f"issues/comments/{int(old['id'])}", {"body": body}, "PATCH")["html_url"])


def fetched(artifact: Mapping[str, Any] | None, github: GitHub) -> Parcel:
    """Return what the check has left. Raises `Untold` where there is nothing, or nothing that can be used."""
    if artifact is None or artifact["expired"]:
        raise Untold("the check has left no report")
    if artifact["size_in_bytes"] > LONGEST:
        raise Untold("the report is too large")
    archive = github.archive(int(artifact["id"]))
    if len(archive) > LONGEST:
        raise Untold("the report is larger than was said")
    try:
        return unpacked(archive)
    except Unreadable as problem:
        raise Untold(f"the report cannot be used: {problem.args[0]}") from problem


def confirm(pull: Mapping[str, Any], run: Mapping[str, Any], repository: str) -> None:
    """Compare the named pull request with the commit that was checked. Raises `Untold` where they differ."""
    head, base = pull["head"], pull["base"]
    home = (head["repo"] or {}).get("full_name")
    if pull["state"] != "open" or base["repo"]["full_name"] != repository:
        raise Untold("the pull request is not open here")
    if head["sha"] != run["head_sha"] or home != (run["head_repository"] or {}).get("full_name"):
        raise Untold("the check was of another commit than the one that the pull request has now")


def circumstances(run: Mapping[str, Any], artifacts: Mapping[str, Any], number: int, github: GitHub) -> Circumstances:
    """Return what GitHub says of the check and of the change."""
    preview = artifacts.get(PREVIEW)
    names = [
        file.get(key) for file in github.listed(f"pulls/{number}/files") for key in ("filename", "previous_filename")
    ]
    return Circumstances(
        passed=run["conclusion"] == "success",
        run=str(run["html_url"]),
        preview=f"{run['html_url']}/artifacts/{int(preview['id'])}" if preview and not preview["expired"] else "",
        changed=[name for name in names if name],
    )


def is_ours(written: Mapping[str, Any]) -> bool:
    """Is a comment the one that we have written before?"""
    return (written["user"] or {}).get("login") == ROBOT and MARKER in (written["body"] or "")
