"""Calls of rclone: list a bucket, upload and delete files, and turn errors into sentences.

rclone supports S3, Aliyun OSS, Tencent COS and others and comes from every package manager (1.59 or newer; Debian 12
and Ubuntu 24.04 have 1.60.1). All decisions are made in `bucket_plan`: rclone transfers exactly the files of a list.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from ..lazy import dataclass
from ..progress import Advance, ignore_progress
from .bucket_plan import RemoteFile, ServedHeaders

OLDEST = (1, 59)
"""First version of rclone that reads the headers of objects."""

COMMON_OPTIONS = (
    # A typo must never create a bucket; `create` does so explicitly.
    "--s3-no-check-bucket",
    "--contimeout", "15s", "--timeout", "60s", "--retries", "1", "--low-level-retries", "6",
    "--use-json-log",
)  # fmt: skip
UPLOAD_OPTIONS = (
    # The list of files is decided: nothing is compared, nothing is searched, all is verified at the end.
    "--files-from-raw", "-", "--no-traverse", "--no-check-dest", "--s3-no-head", "--transfers", "16", "--checkers", "32",
    "--stats", "3s", "--stats-one-line", "--stats-log-level", "NOTICE",
)  # fmt: skip
SHORT_TIMEOUTS = ("--contimeout", "5s", "--timeout", "10s", "--low-level-retries", "1")
"""Short timeouts for the last calls of a run that has failed: nobody waits long for a network that is gone."""
SMALL = ("--streaming-upload-cutoff", "10M")
"""Standard input is sent in one piece."""

NO_FOLDER = 3
"""rclone's exit code where a folder, or a bucket, does not exist."""

REASONS = (
    (r"didn't find section in config file", "remote", "rclone 的设置里没有这个名字"),
    (r"NoSuchBucket|directory not found|bucket does not exist", "bucket", "没有这个桶（或文件夹）"),
    (r"InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecretKey|403 Forbidden.*Signature", "key", "钥匙（密钥）不对"),
    (
        r"AccessDenied|Access Denied|Forbidden|status code: 403|permission denied",
        "rights",
        "这把钥匙没有做这件事的权限",
    ),
    (r"no space left|QuotaExceeded|quota", "space", "没有空间了"),
    (
        r"no such host|connection refused|connection reset|i/o timeout|timeout|EOF|unreachable|dial tcp|TLS|"
        r"context deadline|status code: 5\d\d|broken pipe|request send failed",
        "network",
        "网络断了，或者那边没有回答",
    ),
)
"""Patterns of rclone's messages, the kind of error, and the reason as people read it. The first match counts."""


class RcloneError(Exception):
    """Failed call of rclone."""

    def __init__(self, kind: str, said: str, code: int = 1) -> None:
        super().__init__(said)
        self.kind = kind
        """Kind of error in `REASONS`, or empty."""
        self.said = said
        """Last lines of rclone's log, in English."""
        self.code = code

    @property
    def reason(self) -> str:
        """Reason as people read it."""
        known = next((words for _, kind, words in REASONS if kind == self.kind), "")
        last = [re.sub(r"^\d{4}/\d\d/\d\d [\d:]+ ", "", line.strip()) for line in self.said.splitlines()[-3:]]
        told = "rclone 说：" + "；".join(last)[-600:] if last else f"rclone 的退出码是 {self.code}"
        return f"{known}（{told}）" if known else told


def make_error(said: str, code: int) -> RcloneError:
    """Return the error that a log of rclone describes."""
    kind = next((kind for pattern, kind, _ in REASONS if re.search(pattern, said)), "")
    return RcloneError(kind, said, code)


@dataclass(frozen=True, slots=True)
class StoreFeatures:
    """Features of a kind of store."""

    headers: bool = True
    """Whether it keeps headers with its files. A disk does not."""
    folders: bool = False
    """Whether it has folders that stay when they are empty."""


@dataclass(frozen=True, slots=True)
class Rclone:
    """One remote folder, and the options for its calls."""

    target: str
    """rclone's `remote:bucket/folder`, without a slash at its end."""
    handle: int | None = None
    """Open lock that rclone inherits: until it has ended too, no other command may write the site's folder."""
    beat: Callable[[], None] = lambda: None
    """Called at least every few seconds during a transfer. May raise, which ends the transfer."""
    brief: bool = False
    """Use short timeouts."""

    def list(self) -> dict[str, RemoteFile] | None:
        """Return all files in the folder; None where it, or the bucket, does not exist. Raises RcloneError."""
        # Sums and times of a listing of objects cost no further request.
        words = ("lsjson", "--recursive", "--files-only", "--hash", "--hash-type", "md5", "--no-mimetype",
                 "--use-server-modtime", self.target)  # fmt: skip
        try:
            told = json.loads(self.call(words) or b"[]")
        except RcloneError as problem:
            if problem.code == NO_FOLDER:
                return None
            raise
        return {
            one["Path"]: RemoteFile(one["Size"], one.get("Hashes", {}).get("md5", ""), one.get("ModTime", ""))
            for one in told
        }

    def read_headers(self, paths: Sequence[str]) -> dict[str, ServedHeaders]:
        """Return the headers of files, by path: one request each, many in parallel. Raises RcloneError."""
        words = ("lsjson", "--recursive", "--files-only", "--metadata", "--no-mimetype", "--files-from-raw", "-",
                 "--no-traverse", "--checkers", "48", self.target)  # fmt: skip
        found = {}
        for start in range(0, len(paths), 1000):
            self.beat()
            for one in json.loads(self.call(words, format_file_list(paths[start : start + 1000])) or b"[]"):
                told = one.get("Metadata") or {}
                found[one["Path"]] = ServedHeaders(told.get("cache-control", ""), told.get("content-type", ""))
        return found

    def read_features(self) -> StoreFeatures:
        """Return the features of this kind of store. Raises RcloneError."""
        told = json.loads(self.call(("backend", "features", self.target)))
        known = (told.get("MetadataInfo") or {}).get("System") or {}
        return StoreFeatures(
            "cache-control" in known, bool((told.get("Features") or {}).get("CanHaveEmptyDirectories"))
        )

    def remove_empty_folders(self) -> None:
        """Remove empty folders. Raises RcloneError."""
        self.call(("rmdirs", "--leave-root", self.target))

    def read(self, path: str) -> bytes:
        """Return a small file. Raises RcloneError."""
        return self.call(("cat", f"{self.target}/{path}"))

    def write(self, path: str, data: bytes, headers: ServedHeaders | None = None) -> None:
        """Write a small file. Raises RcloneError."""
        self.call(("rcat", *SMALL, *format_header_options(headers), f"{self.target}/{path}"), data)

    def copy(
        self, site: Path, paths: Sequence[str], headers: ServedHeaders, advance: Advance = ignore_progress
    ) -> None:
        """Upload files of the site with these headers, whatever is there. Raises RcloneError."""
        self.call(
            ("copy", *UPLOAD_OPTIONS, *format_header_options(headers), str(site), self.target),
            format_file_list(paths),
            advance,
        )

    def delete(self, paths: Sequence[str], advance: Advance = ignore_progress) -> None:
        """Delete files. Raises RcloneError."""
        self.call(("delete", *UPLOAD_OPTIONS, self.target), format_file_list(paths), advance)

    def create(self) -> None:
        """Create the bucket. Raises RcloneError."""
        run_rclone(
            ["mkdir", self.target, *COMMON_OPTIONS, "--s3-no-check-bucket=false"],
            b"",
            self.handle,
            ignore_progress,
            self.beat,
        )

    def call(self, words: Sequence[str], data: bytes = b"", advance: Advance = ignore_progress) -> bytes:
        """Run rclone and return its output. Raises RcloneError where its exit code is not 0."""
        return run_rclone(
            [*words, *COMMON_OPTIONS, *(SHORT_TIMEOUTS if self.brief else ())], data, self.handle, advance, self.beat
        )


def format_header_options(headers: ServedHeaders | None) -> tuple[str, ...]:
    """Return the options that set the headers of uploaded files."""
    if headers is None:
        return ()
    return ("--header-upload", f"Cache-Control: {headers.cache}", "--header-upload", f"Content-Type: {headers.type}")


def format_file_list(paths: Iterable[str]) -> bytes:
    """Return paths in the format of rclone's `--files-from-raw`."""
    return "".join(f"{path}\n" for path in paths).encode()


@cache
def get_version() -> tuple[int, ...]:
    """Return the version of rclone; (0,) where it cannot be determined."""
    told = subprocess.run(["rclone", "version"], capture_output=True, encoding="utf-8", errors="replace").stdout
    found = re.match(r"rclone v(\d+)\.(\d+)", told)
    return tuple(map(int, found.groups())) if found else (0,)


def list_remotes() -> list[str]:
    """Return the configured remotes of rclone."""
    told = subprocess.run(["rclone", "listremotes"], capture_output=True, encoding="utf-8", errors="replace").stdout
    return [line.rstrip(":") for line in told.splitlines()]


def run_rclone(
    words: Sequence[str], data: bytes, handle: int | None, advance: Advance, beat: Callable[[], None]
) -> bytes:
    """Run rclone with `data` as its input. It ends with this process, however that ends."""
    options: dict[str, Any] = {}
    if os.name == "posix":
        # A website is public, whatever this user's umask is: a web server reads a folder of it.
        options = {"pass_fds": () if handle is None else (handle,), "umask": 0o022}
        if sys.platform == "linux":
            options["preexec_fn"] = end_with_parent
    with subprocess.Popen(
        ["rclone", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    ) as process:
        printed: list[bytes] = []
        helpers = [
            threading.Thread(target=write_input, args=(process.stdin, data), daemon=True),
            threading.Thread(target=lambda: printed.append(process.stdout.read()), daemon=True),  # type: ignore[union-attr]
        ]
        try:
            for helper in helpers:
                helper.start()
            said = follow_log(process.stderr, advance, beat)  # type: ignore[arg-type]
            code = process.wait()
        except BaseException:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
        finally:
            for helper in helpers:
                helper.join(5)
    if code:
        raise make_error(said, code)
    return b"".join(printed)


if sys.platform == "linux":
    LIBC: Any = ctypes.CDLL(None)

    def end_with_parent() -> None:
        """Ask the system to end this process when its parent has ended: a killed command must not go on uploading."""
        LIBC.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def write_input(pipe: IO[bytes], data: bytes) -> None:
    """Write all of a process's input."""
    try:
        pipe.write(data)
        pipe.close()
    except OSError:
        # It has ended without reading all of it; its exit code says why.
        pass


def follow_log(pipe: IO[bytes], advance: Advance, beat: Callable[[], None]) -> str:
    """Follow rclone's log until it ends; return its error messages."""
    said: list[str] = []
    for line in pipe:
        told = parse_log_line(line.decode("utf-8", "replace").strip())
        stats = told.get("stats")
        if isinstance(stats, dict):
            done, total = (int(stats.get(name) or 0) for name in ("transfers", "totalTransfers"))
            advance(done + int(stats.get("deletes") or 0), total)
            beat()
        elif told["level"] in ("error", "critical", "fatal", "panic") and told["msg"]:
            said.append(": ".join(str(told[name]) for name in ("object", "msg") if told.get(name)))
    return "\n".join(said[-40:])


def parse_log_line(text: str) -> dict[str, Any]:
    """Parse one line of rclone's log; a line that is not in its format counts as an error."""
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    return {"level": "error", "msg": text} if not isinstance(told, dict) else {"level": "", "msg": "", **told}
