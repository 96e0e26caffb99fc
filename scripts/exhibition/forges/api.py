"""A code host's API over HTTP: JSON in and out, listings page by page, files of a bearable size.

No redirect is followed with our token: the address of a file is often another host's.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

PAGE = 100
PAGES = 30
"""GitHub gives at most 3,000 files of a pull request; ours is among the first comments."""

LONGEST = 20_000_000
"""Bytes of one answer."""

PATIENCE_S = 60
REDIRECTS = (301, 302, 303, 307, 308)


class Untold(Exception):
    """No comment is written; the argument says why, in English, for the log of the job."""


class Unredirected(urllib.request.HTTPRedirectHandler):
    """Follows nothing by itself."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow nothing."""


OPENER = urllib.request.build_opener(Unredirected)


@dataclass(frozen=True, slots=True)
class Api:
    """What lies below the address `root`, asked with our `headers`, the token among them."""

    root: str
    headers: Mapping[str, str] = field(repr=False)

    def asked(self, path: str, send: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        """Return what is answered, or what is answered to what we `send`. Raises urllib's HTTPError and URLError."""
        data = None if send is None else json.dumps(send).encode()
        headers = {**self.headers, **({} if data is None else {"Content-Type": "application/json"})}
        return json.loads(arrived(urllib.request.Request(f"{self.root}/{path}", data, headers, method=method), LONGEST))

    def listed(self, path: str, key: str = "") -> Iterator[Any]:
        """Every item of a listing; `key` names the list in the answer where it is not the answer itself."""
        for page in range(1, PAGES + 1):
            answer = self.asked(f"{path}{'&' if '?' in path else '?'}per_page={PAGE}&page={page}")
            items = answer[key] if key else answer
            yield from items
            if len(items) < PAGE:
                return

    def file(self, path: str, longest: int) -> bytes:
        """Return a file, wherever it lies. Raises `Untold` where it has more than `longest` bytes, and urllib's errors."""
        try:
            data = arrived(urllib.request.Request(f"{self.root}/{path}", headers=dict(self.headers)), longest)
        except urllib.error.HTTPError as answer:
            place = answer.headers.get("Location") or ""
            if answer.code not in REDIRECTS or urlsplit(place).scheme not in ("https", "http"):
                raise
            data = arrived(urllib.request.Request(place), longest)
        if len(data) > longest:
            raise Untold("the report is larger than a report")
        return data


def arrived(request: urllib.request.Request, longest: int) -> bytes:
    """Return what is answered, and at most one byte more than may be."""
    with OPENER.open(request, timeout=PATIENCE_S) as answer:
        return bytes(answer.read(longest + 1))
