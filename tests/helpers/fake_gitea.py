"""Fake Gitea for tests: the requests of the CMS to Gitea's API, answered from a real repository on this machine.

Only what Sveltia CMS requests, by Gitea's own names (API 1.24); commits are made by git itself.
"""

from __future__ import annotations

import base64
import http.server
import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

REPO = "district/louzu"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
USER = {"id": 1, "login": "linju", "full_name": "示例邻居", "email": "linju@example.test", "avatar_url": ""}


class Repository:
    """A bare repository and a work tree of its only branch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("开始", USER)

    def git(self, *words: str, text: bytes = b"") -> str:
        identity = ["-c", f"user.name={USER['full_name']}", "-c", f"user.email={USER['email']}"]
        ran = subprocess.run(
            ["git", *identity, "-c", "core.quotePath=false", "-C", str(self.folder), *words],
            input=text,
            capture_output=True,
            check=True,
        )
        return ran.stdout.decode()

    def commit(self, message: str, author: dict[str, Any]) -> str:
        self.git("add", "--all")
        name, email = author.get("name") or USER["full_name"], author.get("email") or USER["email"]
        self.git("commit", "--quiet", "--allow-empty", "-m", message, f"--author={name} <{email}>")
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()

    def blobs(self) -> list[dict[str, Any]]:
        lines = self.git("ls-tree", "-r", "-l", "HEAD").splitlines()
        found = (re.fullmatch(r"\d+ (\w+) (\w+) +(\d+)\t(.+)", line) for line in lines)
        return [{"type": row[1], "sha": row[2], "size": int(row[3]), "path": row[4]} for row in found if row]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request; `server.repository` holds the content, `server.asked` records the requests."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_OPTIONS(self) -> None:
        self.answer(204, b"")

    def do_GET(self) -> None:
        self.serve("GET", {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.serve("POST", json.loads(body or b"{}"))

    def serve(self, method: str, body: dict[str, Any]) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        self.server.asked.append(f"{method} {path}")  # type: ignore[attr-defined]
        if self.headers.get("Authorization") != f"token {TOKEN}":
            self.tell(401, {"message": "token is required"})
            return
        for expected, shape, make in ROUTES:
            if expected == method and (found := re.fullmatch(shape, path)):
                made = make(self.server.repository, parse_qs(address.query), body, *found.groups())  # type: ignore[attr-defined]
                self.answer(200, made) if isinstance(made, bytes) else self.tell(200, made)
                return
        self.tell(404, {"message": f"no such thing: {path}"})

    def tell(self, code: int, value: object) -> None:
        self.answer(code, json.dumps(value).encode(), "application/json")

    def answer(self, code: int, data: bytes, kind: str = "application/octet-stream") -> None:
        self.send_response(code)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*, Authorization, Content-Type")
        self.send_header("Access-Control-Allow-Methods", "*")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


Question, Body = dict[str, list[str]], dict[str, Any]


def list_tree(repository: Repository, question: Question, body: Body, commit: str) -> object:
    return {"tree": repository.blobs(), "truncated": False}


def read_contents(repository: Repository, question: Question, body: Body) -> object:
    shas = {blob["path"]: blob["sha"] for blob in repository.blobs()}
    return [
        {
            "path": path,
            "sha": shas[path],
            "encoding": "base64",
            "content": base64.b64encode((repository.folder / path).read_bytes()).decode(),
        }
        for path in body["files"]
    ]


def commit_changes(repository: Repository, question: Question, body: Body) -> object:
    for file in body["files"]:
        path = repository.folder / file["path"]
        if file["operation"] == "delete":
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(file["content"]))
    sha = repository.commit(body["message"], body["author"])
    shas = {blob["path"]: blob["sha"] for blob in repository.blobs()}
    saved = [{"path": file["path"], "sha": shas.get(file["path"], "")} for file in body["files"]]
    return {"commit": {"sha": sha, "created": "2026-11-25T08:00:00Z"}, "files": saved}


def describe_branch(repository: Repository, question: Question, body: Body) -> object:
    return {"commit": {"id": repository.head(), "message": repository.git("log", "-1", "--format=%B").strip()}}


HERE = f"/api/v1/repos/{REPO}"
ROUTES: tuple[tuple[str, str, Callable[..., object]], ...] = (
    ("GET", "/api/v1/version", lambda *_: {"version": "1.24.0"}),
    ("GET", "/api/v1/user", lambda *_: USER),
    ("GET", "/api/v1/settings/api", lambda *_: {"default_paging_num": 30, "max_response_items": 50}),
    ("GET", HERE, lambda *_: {"default_branch": "main", "permissions": {"pull": True, "push": True}}),
    ("GET", f"{HERE}/branches/main", describe_branch),
    ("GET", f"{HERE}/git/trees/(.+)", list_tree),
    ("POST", f"{HERE}/file-contents", read_contents),
    ("POST", f"{HERE}/contents", commit_changes),
    ("GET", f"{HERE}/commits", lambda *_: []),
    ("GET", f"{HERE}/media/main/(.+)", lambda repository, _, __, path: (repository.folder / path).read_bytes()),
)


@contextmanager
def run_gitea(folder: Path, port: int = 0) -> Iterator[http.server.ThreadingHTTPServer]:
    """Serve the repository that `folder` becomes; its address is that of the server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.repository, server.asked = Repository(folder), []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
