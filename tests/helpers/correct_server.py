"""Small correct web server for tests, and ways to set each thing wrong.

`serve_correctly` answers for a built site as a correctly set server does; a *plant* takes the request and the correct
response and returns that of a server with one wrong setting.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from exhibition.model.site_settings import is_cached_forever
from exhibition.qr import Payload, encode_address, render_png
from exhibition.qr.symbol import draw_symbol
from exhibition.verification.delivery_checks import KINDS, get_extension
from helpers.local_servers import Answer, HttpRequest

BUILT_FOR = b"https://louzu.example/"
Plant = Callable[[HttpRequest, Answer], Answer]


def serve_correctly(site: Path, address: str) -> Callable[[HttpRequest], Answer]:
    """Return a function that serves a built site as if it had been built for `address`."""

    def answer(asked: HttpRequest) -> Answer:
        path, _, query = asked.path.partition("?")
        clean = re.sub(r"/{2,}", "/", path)
        if clean != path:
            return make_redirect(clean, query)
        file = site / unquote(path).lstrip("/")
        if any(part.startswith(".") for part in unquote(path).split("/")):
            return make_not_found(site, asked)
        if file.is_dir() and (file / "index.html").is_file():
            if not path.endswith("/"):
                return make_redirect(f"{path}/", query)
            file = file / "index.html"
        if not file.is_file() or path.endswith("/") != (file.name == "index.html" and not path.endswith("index.html")):
            return make_not_found(site, asked)
        return make_file_response(asked, path, rebase(file, site, address))

    return answer


def rebase(file: Path, site: Path, address: str) -> bytes:
    """Return a file of a built site as it would be had the site been built for `address`."""
    if file.name == "code.png":
        return draw_code(f"{address}{file.parent.relative_to(site).as_posix()}/")
    data = file.read_bytes()
    return data.replace(BUILT_FOR, address.encode()) if file.suffix in {".html", ".json", ".xml", ".txt"} else data


@lru_cache(maxsize=256)
def draw_code(address: str) -> bytes:
    """Return the picture of the code of an address."""
    content = encode_address(address)
    assert isinstance(content, Payload)
    return render_png(draw_symbol(content))


def make_redirect(path: str, query: str) -> Answer:
    """Return a redirect with only a path as its target."""
    return Answer(b"", 301, {"Location": path + (f"?{query}" if query else "")})


def make_not_found(site: Path, asked: HttpRequest) -> Answer:
    """Return the 404 page."""
    found = make_file_response(HttpRequest("GET", "/404.html", {}, b""), "/404.html", (site / "404.html").read_bytes())
    found.code = 404
    return found


def make_file_response(asked: HttpRequest, path: str, body: bytes) -> Answer:
    """Return a file, a range of it, or 304."""
    kind = KINDS[get_extension(path)]
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {
        "Content-Type": kind.types[0] + ("; charset=utf-8" if kind.text else ""),
        "Cache-Control": "public, max-age=31536000, immutable" if is_cached_forever(path.lstrip("/")) else "no-cache",
        "ETag": tag,
        "Content-Security-Policy": "frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
    }
    if kind.text:
        headers["Vary"] = "Accept-Encoding"
    if asked.headers.get("if-none-match") == tag:
        return Answer(b"", 304, headers)
    if found := re.fullmatch(r"bytes=(\d+)-(\d+)", asked.headers.get("range", "")):
        first, last = int(found[1]), int(found[2])
        return Answer(body[first : last + 1], 206, {**headers, "Content-Range": f"bytes {first}-{last}/{len(body)}"})
    if kind.text and "gzip" in asked.headers.get("accept-encoding", ""):
        return Answer(compress_body(body), 200, {**headers, "Content-Encoding": "gzip"})
    return Answer(body, 200, headers)


@lru_cache(maxsize=256)
def compress_body(body: bytes) -> bytes:
    """Return a body compressed."""
    return gzip.compress(body, 1, mtime=0)


def is_page(asked: HttpRequest) -> bool:
    """Return whether a page is requested."""
    return urlsplit(asked.path).path.endswith("/")


def is_unit(asked: HttpRequest) -> bool:
    """Return whether the page of an id is requested, in any form."""
    return re.fullmatch(r"/\d{5}/?", urlsplit(asked.path).path) is not None


def decompress_body(answer: Answer) -> bytes:
    """Return the body of a response without compression."""
    return gzip.decompress(answer.body) if answer.headers.get("Content-Encoding") == "gzip" else answer.body


def make_page(title: str, code: int = 200) -> Answer:
    """Return a page that is not of the site."""
    body = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode()
    return Answer(body, code, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "Vary": "*"})


def set_headers_plant(**headers: str) -> Plant:
    """Return a plant that sets headers of pages; an empty value removes one."""

    def plant(asked: HttpRequest, answer: Answer) -> Answer:
        if is_page(asked) and answer.code == 200:
            change_headers(answer, {name.replace("_", "-"): value for name, value in headers.items()})
        return answer

    return plant


def change_headers(answer: Answer, headers: dict[str, str]) -> Answer:
    """Set headers of a response; an empty value removes one."""
    for name, value in headers.items():
        answer.headers.pop(name, None)
        if value:
            answer.headers[name] = value
    return answer
