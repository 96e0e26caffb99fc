"""An exhibition into diagnostics: every check looks at it once, nothing is altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .. import reading
from ..diagnostics import Diagnostic, Rule
from ..model import Exhibition
from ..model.rules import RULES
from . import body, clusters, files, ids, ledger, photos, places, privacy, prose, references
from .rule import Hall, findings

__all__ = ["check", "rules"]

MODULES = (reading, ids, places, ledger, clusters, photos, files, references, body, prose, privacy)
"""Everything that registers rules when it is imported."""


def check(exhibition: Exhibition, root: Path, today: date | None = None) -> list[Diagnostic]:
    """Return everything that checks find, in order of place. `today` is for tests."""
    hall = Hall(exhibition, root, today or date.today())
    return sorted(findings(hall), key=lambda one: (one.span, one.code))


def rules() -> tuple[Rule, ...]:
    """Return every rule of reading and of checks, in order of code."""
    return tuple(RULES[code] for code in sorted(RULES, key=lambda code: (code[1:], code)))
