"""Diagnostics into what people and machines read; each output is one row of `REPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..diagnostics import Diagnostic
from .github import github
from .json_ import json_report
from .sources import Sources
from .text import text

__all__ = ["REPORTERS", "Sources"]

REPORTERS: dict[str, Callable[[Sequence[Diagnostic], Sources], str]] = {
    "text": text,
    "json": json_report,
    "github": github,
}
"""Every output of diagnostics by the name that the command line takes."""
