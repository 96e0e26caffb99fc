"""Local S3 store for tests: buckets, permissions, injected faults, and a callback for every intermediate state."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from exhibition.hosting.bucket_plan import BUCKET_MARKER, BucketRecord, compute_headers_digest, get_headers
from exhibition.storage import site_records
from helpers.local_servers import Answer, Host, HttpRequest, serve_locally

XML = {"Content-Type": "application/xml"}
SAID = ("cache-control", "content-type", "content-disposition", "content-encoding")
"""Headers that a store keeps with an object and sends with it."""
PAGE = 100
"""Objects in one page of a listing: few, so that every test needs several pages."""


def etag(body: bytes) -> str:
    return f'"{hashlib.md5(body).hexdigest()}"'


def make_error_response(code: int, name: str) -> Answer:
    """Return the store's error response."""
    return Answer(f"<Error><Code>{name}</Code><Message>{name}</Message></Error>".encode(), code, dict(XML))


Objects = dict[str, tuple[bytes, dict[str, str]]]


@dataclass
class Store:
    """Buckets: their objects with headers, and the order in which objects were added and removed."""

    buckets: dict[str, Objects] = field(default_factory=lambda: {"hall": {}})
    times: dict[tuple[str, str], float] = field(default_factory=dict)
    history: list[tuple[str, str]] = field(default_factory=list)
    rights: set[str] = field(default_factory=lambda: {"list", "get", "put", "delete", "create"})
    fault: Callable[[HttpRequest], Answer | None] = lambda asked: None
    """Responses instead of the store's where it should fail."""
    watch: Callable[[Store, str, str], None] = lambda store, method, key: None
    """Called after each change of the objects of a bucket, before anything else can change."""
    asked: list[str] = field(default_factory=list)
    """Requests so far: `GET list`, `HEAD key`, `PUT key` …"""
    deaf: bool = False
    """Whether it drops the headers that it is given."""
    guard: threading.RLock = field(default_factory=threading.RLock)

    @property
    def objects(self) -> Objects:
        """Objects in the bucket of most tests."""
        return self.buckets["hall"]

    def files(self) -> dict[str, bytes]:
        """Public objects by key: hidden objects are records of the command."""
        return {key: body for key, (body, _) in self.objects.items() if not key.startswith(".")}

    def answer(self, asked: HttpRequest) -> Answer:
        wrong = self.fault(asked)
        with self.guard:
            return wrong or self.right(asked)

    def right(self, asked: HttpRequest) -> Answer:
        split = urlsplit(asked.path)
        name, _, key = unquote(split.path).removeprefix("/").partition("/")
        query = parse_qs(split.query, keep_blank_values=True)
        self.asked.append(f"{asked.method} {key}" if key else f"{asked.method} list")
        if not name:
            return self.names()
        if not key:
            return self.bucket(asked.method, name, query)
        if name not in self.buckets:
            return make_error_response(404, "NoSuchBucket")
        wanted = {"GET": "get", "HEAD": "get", "PUT": "put", "DELETE": "delete"}[asked.method]
        if wanted not in self.rights:
            return make_error_response(403, "AccessDenied")
        return getattr(self, wanted)(name, key, asked)  # type: ignore[no-any-return]

    def names(self) -> Answer:
        if "names" not in self.rights:
            return make_error_response(403, "AccessDenied")
        rows = "".join(f"<Bucket><Name>{name}</Name></Bucket>" for name in sorted(self.buckets))
        return Answer(f"<ListAllMyBucketsResult><Buckets>{rows}</Buckets></ListAllMyBucketsResult>".encode())

    def bucket(self, method: str, name: str, query: dict[str, list[str]]) -> Answer:
        if method == "PUT":
            if "create" not in self.rights:
                return make_error_response(403, "AccessDenied")
            self.buckets.setdefault(name, {})
            return Answer()
        if name not in self.buckets:
            return make_error_response(404, "NoSuchBucket")
        if method == "HEAD":
            return Answer()
        if "list" not in self.rights:
            return make_error_response(403, "AccessDenied")
        return self.listing(name, query)

    def put(self, name: str, key: str, asked: HttpRequest) -> Answer:
        headers = asked.headers
        body = asked.body
        if source := headers.get("x-amz-copy-source"):
            where, _, old = unquote(source).removeprefix("/").partition("/")
            body, kept = self.buckets[where][old]
            headers = headers if headers.get("x-amz-metadata-directive") == "REPLACE" else kept
        kept = {name: value for name, value in headers.items() if name in SAID or name.startswith("x-amz-meta-")}
        self.buckets[name][key] = (body, {} if self.deaf else kept)
        self.times[name, key] = time.time()
        self.changed("put", key)
        if source:
            return Answer(f"<CopyObjectResult><ETag>{etag(body)}</ETag></CopyObjectResult>".encode(), 200, dict(XML))
        return Answer(headers={"ETag": etag(body)})

    def delete(self, name: str, key: str, asked: HttpRequest) -> Answer:
        if self.buckets[name].pop(key, None):
            self.changed("delete", key)
        return Answer(code=204)

    def changed(self, what: str, key: str) -> None:
        self.history.append((what, key))
        self.watch(self, what, key)

    def get(self, name: str, key: str, asked: HttpRequest) -> Answer:
        if key not in self.buckets[name]:
            return make_error_response(404, "NoSuchKey")
        body, headers = self.buckets[name][key]
        when = formatdate(self.times.get((name, key), 0), usegmt=True)
        return Answer(body, 200, {"ETag": etag(body), "Last-Modified": when, **headers})

    def listing(self, bucket: str, query: dict[str, list[str]]) -> Answer:
        prefix, delimiter = query.get("prefix", [""])[0], query.get("delimiter", [""])[0]
        after = query.get("continuation-token", query.get("marker", query.get("start-after", [""])))[0]
        rows, folders, count, last, cut = "", set(), 0, "", False
        for key, (body, _) in sorted(self.buckets[bucket].items()):
            if not key.startswith(prefix) or key <= after or (after.endswith("/") and key.startswith(after)):
                continue
            if count == PAGE:
                cut = True
                break
            rest = key.removeprefix(prefix)
            if delimiter and delimiter in rest:
                folder = prefix + rest.split(delimiter)[0] + delimiter
                if folder not in folders:
                    folders.add(folder)
                    count, last = count + 1, folder
                continue
            count, last = count + 1, key
            when = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(self.times.get((bucket, key), 0)))
            rows += (
                f"<Contents><Key>{escape(key)}</Key><LastModified>{when}</LastModified><ETag>{etag(body)}</ETag>"
                f"<Size>{len(body)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            )
        common = "".join(f"<CommonPrefixes><Prefix>{one}</Prefix></CommonPrefixes>" for one in sorted(folders))
        more = (
            f"<IsTruncated>true</IsTruncated><NextMarker>{escape(last)}</NextMarker>"
            f"<NextContinuationToken>{escape(last)}</NextContinuationToken>"
            if cut
            else "<IsTruncated>false</IsTruncated>"
        )
        text = f"<ListBucketResult><Name>{bucket}</Name>{more}{rows}{common}</ListBucketResult>"
        return Answer(text.encode(), headers=dict(XML))


@contextmanager
def run_store(store: Store) -> Iterator[Host]:
    """Run a store until the end of the block."""
    with serve_locally(store.answer) as host:
        yield host


def make_rclone_settings(url: str, folder: Path, name: str = "LOUZU") -> dict[str, str]:
    """Return the environment that configures a store for rclone under `name`, as the workflows do."""
    told = {"TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": url, "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b"}
    return {
        **{f"RCLONE_CONFIG_{name}_{key}": value for key, value in told.items()},
        "RCLONE_CONFIG": str(folder / "none.conf"),
    }


FOREIGN = ("AWS_CA_BUNDLE", "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy")
"""Settings of this machine for other stores, which must not apply to ours."""


def configure_rclone(monkeypatch: pytest.MonkeyPatch, host: Host, folder: Path) -> None:
    """Configure the store for rclone in this process."""
    for key, value in make_rclone_settings(host.url, folder).items():
        monkeypatch.setenv(key, value)
    for key in FOREIGN:
        monkeypatch.delenv(key, raising=False)


def write_site(
    site: Path,
    paths: Sequence[str],
    promised: Sequence[str] = (),
    address: str = "https://louzu.baoshan/",
    *,
    trial: bool = False,
) -> Path:
    """Write a small finished site: each file contains its own path, and the site has its identity and its manifest."""
    for path in paths:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path, "utf-8")
    told = {"address": address, "trial": trial, "promised": list(promised)}
    (site / "site.json").write_text(json.dumps(told), "utf-8")
    return write_site_manifest(site)


def write_site_manifest(site: Path) -> Path:
    """Write the manifest of a site, as a build does at its end."""
    (site / site_records.MANIFEST_FILE).write_bytes(
        site_records.format_manifest(site_records.make_manifest(site_records.measure_files(site)))
    )
    return site


def fill(store: Store, site: Path, record: BucketRecord | None = None) -> None:
    """Let a bucket hold a site as after an upload of it."""
    for path in site_records.measure_files(site):
        headers = get_headers(path)
        told = {"cache-control": headers.cache, "content-type": headers.type}
        store.objects[path] = ((site / path).read_bytes(), told)
    store.objects[BUCKET_MARKER] = ((record or BucketRecord(compute_headers_digest())).to_bytes(), {})
