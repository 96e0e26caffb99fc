"""An exhibition into diagnostics: every check looks at it once, nothing is altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .. import reading
from ..cache import Cache
from ..diagnostics import Diagnostic, Rule, diagnosed
from ..model import Exhibition
from ..model.rules import RULES
from . import body, clusters, consent, files, hiding, ids, ledger, photos, privacy, promises, references
from .rule import CHECKS, Hall

__all__ = ["check", "rules"]

MODULES = (reading, ids, ledger, promises, clusters, photos, consent, files, hiding, references, body, privacy)
"""Everything that registers rules when it is imported."""


def check(
    exhibition: Exhibition, root: Path, today: date | None = None, cache: Cache | None = None
) -> list[Diagnostic]:
    """Return everything that checks find, in order of place. `today` is for tests.

    With a `cache`, photos that have been looked at before are not read again.
    """
    hall = Hall(exhibition, root, today or date.today(), cache)
    found = [diagnosed(rule, finding) for rule, look in CHECKS for finding in look(hall)]
    hall.album.save()
    return sorted(found, key=lambda one: (one.span, one.code))


def rules() -> tuple[Rule, ...]:
    """Return every rule of reading and of checks, in order of code."""
    return tuple(RULES[code] for code in sorted(RULES, key=lambda code: (code[1:], code)))
