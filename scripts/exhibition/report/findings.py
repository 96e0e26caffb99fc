"""Findings as data between two CI jobs: written by the check, validated and read by the job that comments.

A check of an untrusted change runs without any right; the comment is written by another job that may write comments.
What passes between them is values, no markup. The reader writes every character of the comment's markup itself, so
that a forged report can only state something false, and never do anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..diagnostics import Diagnostic, Span
from .json_ import SCHEMA, SEVERITIES, row
from .privacy import masked
from .sources import Sources

MOST = 50_000
"""Limit of findings that are read: nine for each unit of a whole district. A comment lists some hundreds and counts the
rest.
"""

BLOCKS = 200_000
"""Characters of fixed front matter that are passed on: three times what a comment has room for."""

LONGEST = 300_000
"""Characters of one text. The front matter of a long unit has about 4,000, but a line may hold a pasted book."""

CODE = re.compile(r"[A-Z][0-9]{3}")
WEIGHTS = {word: severity for severity, word in SEVERITIES.items()}


class Unreadable(Exception):
    """The data are not a report of this program; the argument says why, in English, for a log."""


def findings(diagnostics: Sequence[Diagnostic], sources: Sources) -> str:
    """Return one object: `schema`, `diagnostics` in the order of their places, and `mended` front matter by path."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    mended = blocks(ordered, sources.mended()) if ordered else {}
    report = {"schema": SCHEMA, "diagnostics": [row(one) for one in ordered], "mended": mended}
    return masked(json.dumps(report, ensure_ascii=False, indent=1)) + "\n"


def blocks(diagnostics: Sequence[Diagnostic], mended: Mapping[str, str]) -> dict[str, str]:
    """Return the front matter that a comment may have room for: of files with errors first, as the comment has them."""
    wrong = {one.span.path for one in diagnostics if one.blocks}
    kept: dict[str, str] = {}
    room = BLOCKS
    for path in sorted(mended, key=lambda path: (path not in wrong, path)):
        room -= len(mended[path])
        if room < 0:
            break
        kept[path] = mended[path]
    return kept


def read_findings(data: bytes) -> tuple[list[Diagnostic], dict[str, str]]:
    """Return the diagnostics and the fixed front matter of a report. Raises `InvalidReport`, whatever the data are."""
    try:
        report = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise Unreadable("not JSON") from problem
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise Unreadable("not of this schema")
    rows, mended = report.get("diagnostics"), report.get("mended")
    if not isinstance(rows, list) or not isinstance(mended, dict) or len(rows) > MOST or len(mended) > MOST:
        raise Unreadable("not a list of findings, or too many")
    return [diagnostic_of(one) for one in rows], {text_in(path): text_in(block) for path, block in mended.items()}


def diagnostic_of(values: object) -> Diagnostic:
    """Return one diagnostic, with the type and size of every value checked. Raises `InvalidReport`."""
    if not isinstance(values, Mapping):
        raise Unreadable("a finding is not an object")
    code, weight = text_in(values.get("code")), WEIGHTS.get(text_in(values.get("severity")))
    if not CODE.fullmatch(code) or weight is None:
        raise Unreadable("a finding has no code or weight")
    span = Span(text_in(values.get("path")), number_in(values.get("line")), number_in(values.get("column")))
    fixed = values.get("fixed")
    hint = text_in(values.get("hint"))
    return Diagnostic(
        span, code, weight, text_in(values.get("message")), hint, None if fixed is None else text_in(fixed)
    )


def text_in(value: Any) -> str:
    """Return a text of limited length that can be encoded. Raises `InvalidReport`."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Unreadable("a text is missing or too long")
    return value.encode("utf-8", "replace").decode()


def number_in(value: Any) -> int:
    """Return the number of a line or column. Raises `InvalidReport`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10_000_000:
        raise Unreadable("a line or column is not a number")
    return value
