"""Reports of diagnostics for people and machines; each format is one row of `REPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..diagnostics import Diagnostic
from .json_formats import format_findings, format_gitlab, format_json, format_markdown, format_sarif
from .sources import SourceLines
from .text import format_github, format_step_summary, format_text

__all__ = ["EXTRA_OUTPUTS", "REPORTERS", "SourceLines"]

Reporter = Callable[[Sequence[Diagnostic], SourceLines], str]

REPORTERS: dict[str, Reporter] = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
    "gitlab": format_gitlab,
    "sarif": format_sarif,
    "markdown": format_markdown,
    "findings": format_findings,
}
"""Every report format by the name that the command line takes."""

EXTRA_OUTPUTS: dict[str, tuple[str, Reporter]] = {"github": ("GITHUB_STEP_SUMMARY", format_step_summary)}
"""Additional output of a format: the environment variable that names a file, and the reporter whose output is appended
to it.
"""
