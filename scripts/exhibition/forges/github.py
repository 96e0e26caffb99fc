"""Comment on GitHub: from a finished check to one comment below the pull request that was checked, and no other.

The job that runs this may write comments, so it trusts nothing that the check has left: which pull request it was,
the code host must confirm by the commit that was checked. Addresses and fields are those of GitHub's REST API
(version 2022-11-28): "Actions artifacts", "Pulls", "Issue comments".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..files import RECORD_LIMIT, read_file
from ..report.json_formats import InvalidReport
from .api import Api, Untold
from .comment import MARKER, Circumstances, comment
from .parcel import LONGEST, Parcel, unpacked

PARCEL, PREVIEW = "comment", "preview"
"""Names of the artifacts, as in check.yml."""
ROBOT = "github-actions[bot]"
"""Author of comments that are written with a workflow's token. Only his comment is ours, whatever marker others write."""


def tell_github(given: Mapping[str, str]) -> Iterator[str]:
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
    yield tell(event["workflow_run"], repository, Api(f"{given['GITHUB_API_URL']}/repos/{repository}", headers))


def tell(run: Mapping[str, Any], repository: str, api: Api) -> str:
    """Write the comment, or update ours, and return its URL."""
    if run["event"] != "pull_request":
        raise Untold("the run was not for a pull request")
    artifacts = {one["name"]: one for one in api.listed(f"actions/runs/{int(run['id'])}/artifacts", "artifacts")}
    parcel = fetched(artifacts.get(PARCEL), api)
    confirm(api.asked(f"pulls/{parcel.number}"), run, repository)
    body = comment(parcel.diagnostics, parcel.mended, circumstances(run, artifacts, parcel.number, api))
    old = next((one for one in api.listed(f"issues/{parcel.number}/comments") if is_ours(one)), None)
    if old is None:
        return str(api.asked(f"issues/{parcel.number}/comments", {"body": body})["html_url"])
    return str(api.asked(f"issues/comments/{int(old['id'])}", {"body": body}, "PATCH")["html_url"])


def fetched(artifact: Mapping[str, Any] | None, api: Api) -> Parcel:
    """Return the artifact of the check. Raises `NoComment` where there is none, or none that can be used."""
    if artifact is None or artifact["expired"]:
        raise Untold("the check has left no report")
    if artifact["size_in_bytes"] > LONGEST:
        raise Untold("the report is too large")
    try:
        return unpacked(api.file(f"actions/artifacts/{int(artifact['id'])}/zip", LONGEST))
    except InvalidReport as problem:
        raise Untold(f"the report cannot be used: {problem.args[0]}") from problem


def confirm(pull: Mapping[str, Any], run: Mapping[str, Any], repository: str) -> None:
    """Require that the named pull request has the commit that was checked. Raises `NoComment` otherwise."""
    head, base = pull["head"], pull["base"]
    home = (head["repo"] or {}).get("full_name")
    if pull["state"] != "open" or base["repo"]["full_name"] != repository:
        raise Untold("the pull request is not open here")
    if head["sha"] != run["head_sha"] or home != (run["head_repository"] or {}).get("full_name"):
        raise Untold("the check was of another commit than the one that the pull request has now")


def circumstances(run: Mapping[str, Any], artifacts: Mapping[str, Any], number: int, api: Api) -> Circumstances:
    """Return what GitHub says of the check and of the change."""
    preview = artifacts.get(PREVIEW)
    names = [file.get(key) for file in api.listed(f"pulls/{number}/files") for key in ("filename", "previous_filename")]
    return Circumstances(
        passed=run["conclusion"] == "success",
        run=str(run["html_url"]),
        preview=f"{run['html_url']}/artifacts/{int(preview['id'])}" if preview and not preview["expired"] else "",
        changed=[name for name in names if name],
    )


def is_ours(written: Mapping[str, Any]) -> bool:
    """Return whether a comment is the one that we have written before."""
    return (written["user"] or {}).get("login") == ROBOT and MARKER in (written["body"] or "")
