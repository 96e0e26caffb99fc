"""Benchmark of the weight of pages as a phone loads them, compressed and without pictures, beside Material's page of
the same unit.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import unquote, urljoin

from fixtures import Ground
from result_table import Figure

TITLE = "Weight of pages without pictures, HTML + styles + scripts, gz (peer: Material's page of the same unit)"
UNIT_LIMIT_KB = 6
SAMPLE = 200
"""Units in the random sample."""
PAGES = (
    ("home", ""),
    ("all units", "units/"),
    ("wall of the district", "walls/"),
    ("wall of a street", "walls/streets/gaojing/"),
    ("a street", "streets/gaojing/"),
    ("search", "search/"),
    ("about", "about/"),
)
NEEDED = re.compile(r"""<(?:script\b[^>]*?\bsrc|link\b[^>]*?\brel=["']?stylesheet[^>]*?\bhref)=["']?([^"'\s>]+)""")
"""What a browser must load beside the page itself: scripts and stylesheets (`rel` written before `href`)."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Weigh a sample of unit pages, then one page of each other kind."""
    units = [path.parent.name for path in ground.entries() if "units" in path.parts]
    sample = Random(1).sample(units, min(SAMPLE, len(units)))
    ours = [weight_kb(ground.site, f"{id}/") for id in sample]
    plain = [weight_kb(ground.plain_site, f"{id}/") for id in sample]
    alone = [page_kb(ground.site, f"{id}/") for id in sample]
    yield Figure("unit page, median", median(alone), "KB gz")
    yield Figure("unit page, heaviest", max(alone), "KB gz", None, UNIT_LIMIT_KB)
    yield Figure("unit, first visit with the files all units share, median", median(ours), "KB gz", median(plain))
    yield Figure("unit, first visit with the files all units share, heaviest", max(ours), "KB gz", max(plain))
    for name, path in PAGES:
        yield Figure(name, weight_kb(ground.site, path), "KB gz")


def weight_kb(site: Path, path: str) -> float:
    """Return the weight of the page at `path` with the styles and scripts that it names, each compressed on its own."""
    page = site / path / "index.html"
    html = page.read_bytes()
    # The query is the hash that makes an address new, not a part of the file's name.
    names = {urljoin(path, unquote(name).partition("?")[0]) for name in NEEDED.findall(html.decode())}
    return sum(len(gzip.compress(data, 6)) for data in (html, *((site / name).read_bytes() for name in names))) / 1024


def page_kb(site: Path, path: str) -> float:
    """Return the weight of the page at `path` alone, compressed."""
    return len(gzip.compress((site / path / "index.html").read_bytes(), 6)) / 1024
