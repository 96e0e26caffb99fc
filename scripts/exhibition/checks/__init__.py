"""An exhibition into diagnostics: every check looks at it once, nothing is altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..content import loader
from ..diagnostics import Diagnostic, Rule
from ..messages import spreadsheets
from ..messages.registry import RULES
from ..model import Exhibition
from ..storage.cache import Cache
from . import entries, entry_references, file_layout, ledger, markdown, photos, privacy
from .registry import CheckContext, iter_diagnostics

__all__ = ["list_rules", "run_checks"]

MODULES = (
    loader,
    spreadsheets,
    file_layout,
    file_layout,
    ledger,
    file_layout,
    ledger,
    ledger,
    entries,
    entry_references,
    photos,
    privacy,
    photos,
    photos,
    entries,
    markdown,
    markdown,
    markdown,
    entries,
    privacy,
)
"""Everything that registers rules when it is imported."""


def run_checks(
    exhibition: Exhibition, root: Path, today: date | None = None, cache: Cache | None = None
) -> list[Diagnostic]:
    """Return everything that checks find, in order of place. `today` is for tests.

    With a `cache`, photos that have been looked at before are not read again.
    """
    context = CheckContext(exhibition, root, today or date.today(), cache)
    found = sorted(iter_diagnostics(context), key=lambda one: (one.span, one.code))
    context.probe_cache.save()
    return found


def list_rules() -> tuple[Rule, ...]:
    """Return every rule of reading and of checks, in order of code."""
    return tuple(RULES[code] for code in sorted(RULES, key=lambda code: (code[1:], code)))
