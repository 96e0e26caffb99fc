"""REST API of a code host: JSON requests, paginated listings, downloads with a size limit.

No redirect is followed with our token, because the address of a file is often another host's.
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
"""GitHub lists at most 3,000 files of a pull request; our comment is among the first."""

LONGEST = 20_000_000
"""Limit of one response, in bytes."""

PATIENCE_S = 60
REDIRECTS = (301, 302, 303, 307, 308)


class Untold(Exception):
    """No comment is written; the argument says why, in English, for the log of the job."""


class Unredirected(urllib.request.HTTPRedirectHandler):
    """Handler that follows no redirect."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Return None, so that the redirect is not followed."""


OPENER = urllib.request.build_opener(Unredirected)


@dataclass(frozen=True, slots=True)
class Api:
    """API below the URL `root`, with request `headers` that include the token."""

    root: str
    headers: Mapping[str, str] = field(repr=False)

    def asked(self, path: str, send: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        """Send a GET request, or a request with the JSON body `send`, and return the response. Raises urllib's
        HTTPError and URLError.
        """
        data = None if send is None else json.dumps(send).encode()
        headers = {**self.headers, **({} if data is None else {"Content-Type": "application/json"})}
        return json.loads(arrived(urllib.request.Request(f"{self.root}/{path}", data, headers, method=method), LONGEST))

    def listed(self, path: str, key: str = "") -> Iterator[Any]:
        """Yield every item of a listing; `key` names the list in the response where the response is an object."""
        for page in range(1, PAGES + 1):
            answer = self.asked(f"{path}{'&' if '?' in path else '?'}per_page={PAGE}&page={page}")
            items = answer[key] if key else answer
            yield from items
            if len(items) < PAGE:
                return

    def file(self, path: str, longest: int) -> bytes:
        """Download a file, following redirects without the token. Raises `NoComment` over `longest` bytes, and urllib's
        errors.
        """
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
    """Return the response body, at most one byte more than the limit."""
    with OPENER.open(request, timeout=PATIENCE_S) as answer:
        return bytes(answer.read(longest + 1))
