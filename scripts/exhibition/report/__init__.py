"""Reports of diagnostics for people and machines; each format is one row of `REPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..diagnostics import Diagnostic
from .findings import findings
from .github import github, step_summary
from .gitlab import gitlab
from .json_ import json_report
from .markdown import markdown
from .sarif import sarif
from .sources import Sources
from .text import text

__all__ = ["BESIDE", "REPORTERS", "Sources"]

Reporter = Callable[[Sequence[Diagnostic], Sources], str]

REPORTERS: dict[str, Reporter] = {
    "text": text,
    "json": json_report,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "markdown": markdown,
    "findings": findings,
}
"""Every report format by the name that the command line takes."""

BESIDE: dict[str, tuple[str, Reporter]] = {"github": ("GITHUB_STEP_SUMMARY", step_summary)}
"""Additional output of a format: the environment variable that names a file, and the reporter whose output is appended
to it.
"""
