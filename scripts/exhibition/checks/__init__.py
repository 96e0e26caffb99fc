"""An exhibition into diagnostics: every check looks at it once, nothing is altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .. import reading
from ..cache import Cache
from ..diagnostics import Diagnostic, Rule
from ..model import Exhibition
from ..model.rules import RULES
from ..reading import slips_sheets
from . import (
    body,
    clusters,
    consent,
    entry_references,
    files,
    guide,
    hands,
    hiding,
    ids,
    ledger,
    owners,
    paper,
    photos,
    places,
    privacy,
    promises,
    prose,
    references,
)
from .rule import Hall, findings

__all__ = ["check", "rules"]

MODULES = (
    reading,
    slips_sheets,
    ids,
    places,
    ledger,
    owners,
    promises,
    hands,
    clusters,
    entry_references,
    photos,
    consent,
    files,
    hiding,
    references,
    body,
    prose,
    guide,
    paper,
    privacy,
)
"""Everything that registers rules when it is imported."""


def check(
    exhibition: Exhibition, root: Path, today: date | None = None, cache: Cache | None = None
) -> list[Diagnostic]:
    """Return everything that checks find, in order of place. `today` is for tests.

    With a `cache`, photos that have been looked at before are not read again.
    """
    hall = Hall(exhibition, root, today or date.today(), cache)
    found = sorted(findings(hall), key=lambda one: (one.span, one.code))
    hall.album.save()
    return found


def rules() -> tuple[Rule, ...]:
    """Return every rule of reading and of checks, in order of code."""
    return tuple(RULES[code] for code in sorted(RULES, key=lambda code: (code[1:], code)))
