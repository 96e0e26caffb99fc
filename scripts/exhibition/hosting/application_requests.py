"""Applications on GitHub: an issue that a maintainer has labelled becomes a pull request with folder and address.

The workflow (`.github/workflows/apply.yml`) has three parts. `begin_application` looks at the event, with the token; the
command `apply` makes the files out of the issue's text, without it; `finish_application` opens the pull request and answers
below the issue, with the token again. Both functions use the standard library only and never run what they read. The commit
is made through the API, so no job holds credentials for git. One issue has one branch (`apply/issue-12`): labelled twice, it
is answered with the pull request that is there, and no second number is issued.
"""

from __future__ import annotations

import json
import re
import urllib.error
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..report.json_formats import escape_markdown, format_code
from ..storage.safe_files import RECORD_LIMIT, UnsafeFile, read_file, read_within
from .pull_request_comments import ROBOT, CodeHostApi

LABEL = "同意建页"
"""The label by which a maintainer approves an application."""
WRITERS = frozenset({"admin", "maintain", "write"})
"""Permissions of those whose label counts."""
MARKER = "<!-- louzu-apply -->"
"""Invisible marker by which our own comment is recognized."""
BODY, NUMBER, RESULT, CHECKED = "application.md", "number", "result.json", "check.md"
"""Files that the parts of the job pass on."""
MOST_BODY, MOST_RESULT, MOST_CHECKED = 300_000, 100_000, 60_000
"""Limits of those files in bytes; of the last one in characters, since GitHub takes 65,536."""
ENTRY_FILE = re.compile(r"content/[a-z0-9_-]{1,40}/(?:[a-z0-9_-]{1,40}/)?([1-9][0-9]{4})/index\.md")
ADDRESS_FILE = "content/permalinks/{id}.yml"
SHOWN = 20
"""Problems that are listed in an answer."""


class NoApplication(Exception):
    """Nothing is to be done; the argument says why, in English, for the log of the job."""


def connect_github(given: Mapping[str, str]) -> CodeHostApi:
    """Return the API of the repository of a workflow, whose environment is `given`."""
    headers = {
        "Authorization": f"Bearer {given['GITHUB_TOKEN']}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return CodeHostApi(f"{given['GITHUB_API_URL']}/repos/{given['GITHUB_REPOSITORY']}", headers)


def make_branch_name(number: int) -> str:
    """Return the branch of an issue's application."""
    return f"apply/issue-{number}"


def begin_application(given: Mapping[str, str], folder: Path) -> str:
    """Write the text of the labelled issue into `folder`, as data; return what was done.

    Raises NoApplication where the label does not count or the application is answered already, and urllib's errors.
    """
    event = json.loads(read_file(given["GITHUB_EVENT_PATH"], RECORD_LIMIT))
    api, issue = connect_github(given), event["issue"]
    if event["action"] != "labeled" or event["label"]["name"] != LABEL:
        raise NoApplication("it was not labelled for a page")
    if "pull_request" in issue or issue["state"] != "open":
        raise NoApplication("it is no open issue")
    sender = str(event["sender"]["login"])
    if api.request(f"collaborators/{quote(sender, safe='')}/permission")["permission"] not in WRITERS:
        raise NoApplication("whoever labelled it may not write here")
    number = int(issue["number"])
    if pull := find_pull_request(number, given, api):
        answer_issue(number, [describe_pull_request(pull)], api)
        raise NoApplication(f"it has a pull request: {pull['html_url']}")
    if has_branch(number, api):
        # An earlier run was stopped between commit and pull request: its number is issued already.
        answer_issue(number, [describe_pull_request(open_pull_request(number, "", "", given, api))], api)
        raise NoApplication("its branch was there; the pull request is now")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BODY).write_bytes(str(issue.get("body") or "").encode("utf-8", "replace")[:MOST_BODY])
    (folder / NUMBER).write_text(f"{number}\n", "ascii")
    return f"issue {number} is to become a page"


def find_pull_request(number: int, given: Mapping[str, str], api: CodeHostApi) -> Mapping[str, Any] | None:
    """Return the pull request of an issue's application, open or not; None where there is none."""
    owner = given["GITHUB_REPOSITORY"].partition("/")[0]
    head = quote(f"{owner}:{make_branch_name(number)}", safe="")
    found: list[Mapping[str, Any]] = api.request(f"pulls?state=all&head={head}")
    return found[0] if found else None


def has_branch(number: int, api: CodeHostApi) -> bool:
    """Is there a branch for this application?"""
    try:
        api.request(f"git/ref/heads/{make_branch_name(number)}")
    except urllib.error.HTTPError as answer:
        if answer.code != 404:
            raise
        return False
    return True


def finish_application(given: Mapping[str, str], folder: Path, root: Path) -> str:
    """Open the pull request of what `apply` has made below `root`, answer the issue, and return the answer's address.

    Raises NoApplication where the parts before have left nothing that can be used, and urllib's errors.
    """
    api, number = connect_github(given), read_number(folder)
    told = read_result(folder)
    if told is None or told["problems"] or not told["files"]:
        problems = told["problems"] if told else []
        return answer_issue(number, format_refusal(problems), api)
    files = read_new_files(told, root)
    checked = read_checked(folder)
    if not has_branch(number, api):
        create_branch(number, str(told["id"]), files, given, api)
    lines = format_proposal(number, told, checked)
    try:
        pull = open_pull_request(
            number, f"建页：{told['name']}（编号 {told['id']}，草稿）", "\n\n".join(lines), given, api
        )
    except urllib.error.HTTPError as answer:
        if answer.code != 403:
            raise
        return answer_issue(number, [NOT_ALLOWED], api)
    return answer_issue(number, [describe_pull_request(pull), *format_remarks(told)], api)


NOT_ALLOWED = (
    "页面建好了，放在一个分支里，可是不许自动开合并请求。请管网站的人到仓库的 Settings → Actions → General，"
    "勾上 Allow GitHub Actions to create and approve pull requests，再取下标签、重新贴一次。"
)


def read_number(folder: Path) -> int:
    """Return the number of the issue. Raises NoApplication."""
    try:
        return int(read_file(folder / NUMBER, 16))
    except (UnsafeFile, ValueError, OSError) as problem:
        raise NoApplication("there is no application") from problem


def read_result(folder: Path) -> Mapping[str, Any] | None:
    """Return what `apply` has reported; None where it has not come to an end."""
    try:
        told = json.loads(read_file(folder / RESULT, MOST_RESULT))
    except (UnsafeFile, ValueError, OSError):
        return None
    return told if isinstance(told, dict) and isinstance(told.get("files"), list) else None


def read_checked(folder: Path) -> str:
    """Return what the check has found, as Markdown; empty where it has left nothing."""
    try:
        return read_file(folder / CHECKED).decode("utf-8", "replace")[:MOST_CHECKED]
    except (UnsafeFile, OSError):
        return ""


def read_new_files(told: Mapping[str, Any], root: Path) -> dict[str, str]:
    """Return the new files by path: the page of the entry and its address, nothing else. Raises NoApplication."""
    entry, address = (str(path) for path in (*told["files"], "", "")[:2])
    found = ENTRY_FILE.fullmatch(entry)
    if not found or found[1] != told["id"] or address != ADDRESS_FILE.format(id=told["id"]) or len(told["files"]) != 2:
        raise NoApplication("it names other files than those of one page")
    return {path: read_within(root, path).decode("utf-8") for path in (entry, address)}


def create_branch(number: int, id: str, files: Mapping[str, str], given: Mapping[str, str], api: CodeHostApi) -> None:
    """Commit the files on a new branch that begins where the workflow's own code stands."""
    parent = given["GITHUB_SHA"]
    tree = api.request(
        "git/trees",
        {
            "base_tree": api.request(f"git/commits/{parent}")["tree"]["sha"],
            "tree": [{"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in files.items()],
        },
    )
    message = f"content: add {id} as a draft, from issue #{number}"
    commit = api.request("git/commits", {"message": message, "tree": tree["sha"], "parents": [parent]})
    api.request("git/refs", {"ref": f"refs/heads/{make_branch_name(number)}", "sha": commit["sha"]})


def open_pull_request(
    number: int, title: str, body: str, given: Mapping[str, str], api: CodeHostApi
) -> Mapping[str, Any]:
    """Open the pull request of a branch and return it."""
    opened: Mapping[str, Any] = api.request(
        "pulls",
        {
            "title": escape_title(title) or f"建页：议题 {number}",
            "head": make_branch_name(number),
            "base": given["DEFAULT_BRANCH"],
            "body": body or f"来自 #{number}。",
        },
    )
    return opened


def escape_title(text: str) -> str:
    """Return a title in which nobody is mentioned."""
    return " ".join(text.replace("@", "＠").split())[:120]


def format_proposal(number: int, told: Mapping[str, Any], checked: str) -> list[str]:
    """Return the paragraphs of the pull request."""
    return [
        f"来自 #{number}。编号 {told['id']} 从此归这一页，还没有发布：“状态”是草稿，扫码看到“正在布展”。",
        "程序只照抄了议题里的回答。请核对：是不是这座楼，里面写到的人问过没有，来源写了没有。核对好了，在这里把“状态”改成“发布”，或者先合并、以后再改。",
        *format_remarks(told),
        *([f"检查的结果：\n\n{checked}"] if checked else ["检查没有做完，请重新运行一次。"]),
        "用自动的权限开的合并请求，不会自己再跑一遍检查；要跑，关掉它再打开一次。",
    ]


def format_remarks(told: Mapping[str, Any]) -> list[str]:
    """Return what the maintainer should look at, as one list; nothing where there is nothing."""
    remarks = [f"- {escape_markdown(str(one))}" for one in told.get("remarks", [])[:SHOWN]]
    return ["请看一看：\n\n" + "\n".join(remarks)] if remarks else []


def format_refusal(problems: list[Any]) -> list[str]:
    """Return the paragraphs of an answer to an application of which no page was made."""
    if not problems:
        return ["没有建成：程序中途停了，不是你写错了。请管网站的人看看这次运行的记录，再贴一次标签。"]
    listed = "\n".join(f"- {escape_markdown(str(one))}" for one in problems[:SHOWN])
    more = f"\n- 另有 {len(problems) - SHOWN} 处。" if len(problems) > SHOWN else ""
    return [
        f"谢谢你们来申报。还差一点，改好这些就能建页：\n\n{listed}{more}",
        f"请在上面的议题里直接改（右上角“…”→“Edit”），改好说一声，管网站的人再贴一次标签{format_code(LABEL)}。编号还没有用掉。",
    ]


def describe_pull_request(pull: Mapping[str, Any]) -> str:
    """Return the sentence about a pull request, by its state."""
    place = f"#{int(pull['number'])}"
    if pull.get("merged_at"):
        return f"这一页已经建好了，见 {place}。要再改，请到那一页最下面点“改进这一页”。"
    if pull.get("state") == "closed":
        return f"这份申报开过合并请求 {place}，已经关掉了。要接着办，请在那里重新打开；编号还是原来那一个。"
    return f"页面建好了（草稿），编号也领好了，在合并请求 {place} 里等人核对。合并以后，扫码先看到“正在布展”，故事写好再发布。"


def answer_issue(number: int, paragraphs: list[str], api: CodeHostApi) -> str:
    """Write our comment below an issue, or update it, and return its address."""
    body = "\n\n".join([*paragraphs, MARKER])
    ours = (one for one in api.iter_items(f"issues/{number}/comments") if is_our_comment(one))
    old = next(ours, None)
    if old is None:
        return str(api.request(f"issues/{number}/comments", {"body": body})["html_url"])
    return str(api.request(f"issues/comments/{int(old['id'])}", {"body": body}, "PATCH")["html_url"])


def is_our_comment(written: Mapping[str, Any]) -> bool:
    """Return whether a comment is the one that we have written before."""
    return (written["user"] or {}).get("login") == ROBOT and MARKER in (written["body"] or "")
