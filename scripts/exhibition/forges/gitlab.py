"""Comments on GitLab: from the finished checks of all open merge requests to one comment below each.

GitLab has no event that runs the main branch's code after the check of a fork. So a schedule of the main branch
processes all of them; which merge request a report belongs to comes from GitLab, not from the report. Addresses and
fields are those of GitLab's REST API (version 4): "Merge requests", "Jobs", "Job artifacts", "Notes".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ..report.json_formats import InvalidReport, read_findings
from .api import Api, Untold
from .comment import MARKER, Circumstances, comment
from .parcel import REPORT, SIZES

CHECK, PREVIEW = "check", "preview"
"""Names of the jobs in .gitlab-ci.yml."""
ENDED = ("success", "failed")


def tell_gitlab(given: Mapping[str, str]) -> Iterator[str]:
    """Write new comments below merge requests, and yield for each what was done; `given` is the job's environment.

    Raises urllib's errors.
    """
    api = Api(given["CI_API_V4_URL"], {"PRIVATE-TOKEN": given["COMMENT_TOKEN"]})
    home = f"projects/{quote(given['CI_PROJECT_ID'], safe='')}"
    me = api.asked("user")["id"]
    for one in list(api.listed(f"{home}/merge_requests?state=opened")):
        place = f"{home}/merge_requests/{int(one['iid'])}"
        try:
            yield f"!{int(one['iid'])} {tell(place, me, api)}"
        except Untold as reason:
            yield f"!{int(one['iid'])} no comment: {reason}"


def tell(place: str, me: int, api: Api) -> str:
    """Write the comment of one merge request, unless it exists, and return what was done."""
    request = api.asked(place)
    pipeline = request["head_pipeline"] or {}
    if pipeline.get("sha") != request["sha"] or pipeline.get("status") not in ENDED:
        raise Untold("its check has not ended")
    project = f"projects/{int(pipeline['project_id'])}"
    jobs = {job["name"]: job for job in api.listed(f"{project}/pipelines/{int(pipeline['id'])}/jobs")}
    body = said(place, request, jobs, project, api)
    old = next((one for one in api.listed(f"{place}/notes") if is_ours(one, me)), None)
    if old is not None and old["body"].strip() == body.strip():
        return "stands"
    if old is None:
        api.asked(f"{place}/notes", {"body": body})
        return "written"
    api.asked(f"{place}/notes/{int(old['id'])}", {"body": body}, "PUT")
    return "written anew"


def said(place: str, request: Mapping[str, Any], jobs: Mapping[str, Any], project: str, api: Api) -> str:
    """Return the comment. Raises `NoComment` where there is no report, or none that can be used."""
    job = jobs.get(CHECK)
    if job is None or not job.get("artifacts_file"):
        raise Untold("the check has left no report")
    data = api.file(f"{project}/jobs/{int(job['id'])}/artifacts/{REPORT}", SIZES[REPORT])
    try:
        found, mended = read_findings(data)
    except InvalidReport as problem:
        raise Untold(f"the report cannot be used: {problem.args[0]}") from problem
    preview = jobs.get(PREVIEW) or {}
    names = [file.get(key) for file in api.listed(f"{place}/diffs") for key in ("new_path", "old_path")]
    about = Circumstances(
        passed=request["head_pipeline"]["status"] == "success",
        run=str(job["web_url"]),
        preview=f"{preview['web_url']}/artifacts/download" if preview.get("artifacts_file") else "",
        changed=[name for name in names if name],
    )
    return comment(found, mended, about)


def is_ours(note: Mapping[str, Any], me: int) -> bool:
    """Return whether a note is the one that we have written before."""
    return (note["author"] or {}).get("id") == me and MARKER in (note["body"] or "")
