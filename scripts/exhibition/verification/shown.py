"""Check of the QR codes that a site shows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import urljoin

from .decoding import decode
from .page import parse
from .rules import Finding, found
from .visit import Visit

PIXELS = 4_000_000
"""Pixels above which a picture is not read: a code of ours has 107,584 at most."""
CODE = "code.png"


def check_codes(visit: Visit) -> Iterator[Finding]:
    """Read the codes on some pages: they must contain the address that was requested, with the host in capitals.

    Nothing is reported for a site that was built for another address: that is a finding of its own.
    """
    if visit.identity and visit.identity.address != visit.base:
        return
    for id in visit.opened[:CODES]:
        url = f"{visit.base}{id}/"
        page = parse(decode(visit.page(url)).data)
        if CODE not in page.links or not visit.is_itself(page, url):
            continue
        picture = visit.page(urljoin(url, CODE))
        text = scanned(picture.body) if picture.status == 200 else None
        if text is not None and text.lower() != url.lower():
            yield found("code-differs", picture.url, text=text or "读不出来", printed=url)


CODES = 3
"""Pages whose codes are read."""


def scanned(data: bytes) -> str | None:
    """Return what a scanner reads in a picture, empty for nothing; None where no scanner is installed."""
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > PIXELS:
                return ""
            codes = zxingcpp.read_barcodes(picture.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    return codes[0].text if codes else ""
