"""Checks: each one reads the exhibition once and yields findings; nothing is changed.

Every module of this package and of `messages` is imported here, because a rule is registered when its module is: a new
file in one of them is all that a rule needs. The order does not matter, diagnostics are sorted by place and code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .. import messages
from ..content.kept_entries import KeptEntries
from ..diagnostics import Diagnostic, Rule
from ..messages.registry import RULES
from ..model import Exhibition
from ..storage.cache import Cache
from ..storage.safe_files import FolderListing
from .registry import CheckContext, Scope, iter_diagnostics, judge_entries

__all__ = ["list_rules", "run_checks"]

for _package in (messages, import_module(__name__)):
    for _module in iter_modules(_package.__path__):
        import_module(f"{_package.__name__}.{_module.name}")


def run_checks(
    exhibition: Exhibition,
    root: Path,
    today: date | None = None,
    cache: Cache | None = None,
    listings: Mapping[str, FolderListing] | None = None,
    kept: KeptEntries | None = None,
) -> list[Diagnostic]:
    """Return everything that checks find, in order of place. `today` is for tests.

    With a `cache`, photos that have been looked at before are not read again; with the `listings` of the loader the
    folders are not; with the `kept` entries of the loader entries that have not changed are not judged again by rules that
    look at one entry alone.
    """
    context = CheckContext(exhibition, root, today or date.today(), cache, listings, kept)
    each = list(judge_entries(context, kept)) if kept else []
    found = sorted(
        (*each, *iter_diagnostics(context, (Scope.ALL,) if kept else tuple(Scope))),
        key=lambda one: (one.span, one.code),
    )
    context.probe_cache.save()
    return found


def list_rules() -> tuple[Rule, ...]:
    """Return every rule of reading and of checks, in order of code."""
    return tuple(RULES[code] for code in sorted(RULES, key=lambda code: (code[1:], code)))
