"""A GitHub that has one repository: the endpoints that applications ask, backed by real git."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from helpers.git_repositories import WHO
from helpers.local_servers import Answer, HttpRequest

OWNER, NAME = "district", "louzu"
ROBOT = "github-actions[bot]"


@dataclass
class FakeGitHub:
    """Its repository is the one of `root`; `permissions` are those of people by their name."""

    root: Path
    permissions: dict[str, str] = field(default_factory=dict)
    may_open: bool = True
    """May the token of a workflow open pull requests (a setting of the repository)?"""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)

    def git(self, *words: str, given: str | None = None) -> str:
        command = ["git", *WHO, *words]
        return subprocess.run(
            command, cwd=self.root, input=given, check=True, capture_output=True, encoding="utf-8"
        ).stdout.strip()

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads/apply").split()

    def answer(self, asked: HttpRequest) -> Answer:
        """Answer one request."""
        parts = urlsplit(asked.path)
        path = unquote(parts.path).removeprefix(f"/repos/{OWNER}/{NAME}/")
        assert asked.headers["authorization"] == "Bearer token"
        sent = json.loads(asked.body) if asked.body else {}
        for method, pattern, act in ROUTES:
            if method == asked.method and (found := re.fullmatch(pattern, path)):
                code, told = act(self, found, sent, parse_qs(parts.query))
                return Answer(json.dumps(told).encode(), code, {"Content-Type": "application/json"})
        raise AssertionError(f"{asked.method} {asked.path}")

    def show_permission(self, name: str) -> tuple[int, Any]:
        return 200, {"permission": self.permissions.get(name, "read")}

    def list_pulls(self, head: str) -> tuple[int, Any]:
        return 200, [pull for pull in self.pulls if f"{OWNER}:{pull['head']}" == head]

    def open_pull(self, sent: dict[str, Any]) -> tuple[int, Any]:
        if not self.may_open:
            return 403, {"message": "GitHub Actions is not permitted to create or approve pull requests."}
        self.git("rev-parse", "--verify", f"refs/heads/{sent['head']}")
        number = 100 + len(self.pulls)
        place = f"https://github.example/{OWNER}/{NAME}/pull/{number}"
        self.pulls.append({**sent, "number": number, "state": "open", "merged_at": None, "html_url": place})
        return 201, self.pulls[-1]

    def show_branch(self, name: str) -> tuple[int, Any]:
        return (200, {"ref": name}) if name in self.branches() else (404, {"message": "Not Found"})

    def make_tree(self, sent: dict[str, Any]) -> tuple[int, Any]:
        index = self.root.parent / "index"
        index.unlink(missing_ok=True)
        self.git("--git-dir=.git", "read-tree", f"--index-output={index}", sent["base_tree"])
        lines = []
        for one in sent["tree"]:
            blob = self.git("hash-object", "-w", "--stdin", given=one["content"])
            # `git` strips what ends a text: the object has the bytes that were sent.
            lines.append(f"{one['mode']} {blob}\t{one['path']}")
        command = ["git", "update-index", "--add", "--index-info"]
        environment = {"GIT_INDEX_FILE": str(index), "PATH": "/usr/bin:/bin"}
        subprocess.run(
            command, cwd=self.root, input="\n".join(lines) + "\n", check=True, encoding="utf-8", env=environment
        )
        tree = subprocess.run(
            ["git", "write-tree"], cwd=self.root, check=True, capture_output=True, encoding="utf-8", env=environment
        )
        return 201, {"sha": tree.stdout.strip()}

    def make_commit(self, sent: dict[str, Any]) -> tuple[int, Any]:
        parents = [word for parent in sent["parents"] for word in ("-p", parent)]
        return 201, {"sha": self.git("commit-tree", sent["tree"], *parents, "-m", sent["message"])}

    def make_ref(self, sent: dict[str, Any]) -> tuple[int, Any]:
        self.git("update-ref", sent["ref"], sent["sha"], "")
        return 201, sent

    def add_comment(self, issue: str, sent: dict[str, Any]) -> tuple[int, Any]:
        one = {"id": len(self.comments) + 1, "issue": issue, "user": {"login": ROBOT}, "body": sent["body"]}
        self.comments.append(one | {"html_url": f"https://github.example/c/{one['id']}"})
        return 201, self.comments[-1]

    def change_comment(self, id: str, sent: dict[str, Any]) -> tuple[int, Any]:
        one = self.comments[int(id) - 1]
        one["body"] = sent["body"]
        return 200, one


Route = Callable[[FakeGitHub, "re.Match[str]", dict[str, Any], dict[str, list[str]]], tuple[int, Any]]
ROUTES: tuple[tuple[str, str, Route], ...] = (
    ("GET", "collaborators/(.+)/permission", lambda hub, found, sent, asked: hub.show_permission(found[1])),
    ("GET", "pulls", lambda hub, found, sent, asked: hub.list_pulls(asked["head"][0])),
    ("POST", "pulls", lambda hub, found, sent, asked: hub.open_pull(sent)),
    ("GET", "git/ref/heads/(.+)", lambda hub, found, sent, asked: hub.show_branch(found[1])),
    ("GET", "git/commits/(.+)", lambda hub, found, sent, asked: (200, {"tree": {"sha": hub.git("rev-parse", f"{found[1]}^{{tree}}")}})),
    ("POST", "git/trees", lambda hub, found, sent, asked: hub.make_tree(sent)),
    ("POST", "git/commits", lambda hub, found, sent, asked: hub.make_commit(sent)),
    ("POST", "git/refs", lambda hub, found, sent, asked: hub.make_ref(sent)),
    ("GET", "issues/(.+)/comments", lambda hub, found, sent, asked: (200, [one for one in hub.comments if one["issue"] == found[1]])),
    ("POST", "issues/(.+)/comments", lambda hub, found, sent, asked: hub.add_comment(found[1], sent)),
    ("PATCH", "issues/comments/(.+)", lambda hub, found, sent, asked: hub.change_comment(found[1], sent)),
)  # fmt: skip
"""What it can do: method, path below the repository, answer."""
