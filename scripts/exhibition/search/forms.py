"""Turns traditional characters into a table for those who type them, and for names that are written in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..cache import Cache
from ..model import Artifact
from .normal import traditional
from .scripts import call, kept


def forms_file(signs: Iterable[str], cache: Cache | None = None) -> Artifact:
    """Return the script with the traditional forms of all characters of the exhibition, which are folded already."""
    told = "".join(sorted(signs))
    return kept("traditional forms", "forms", told, partial(forms_script, told), cache)


def forms_script(signs: str) -> bytes:
    """Return the script: pairs of a traditional character and its simplified form among `signs`."""
    wanted = set(map(ord, signs))
    return call("forms", "".join(chr(old) + chr(new) for old, new in traditional().items() if new in wanted))


def own_forms(signs: Iterable[str]) -> str:
    """Return such pairs for the traditional characters in names and places: these must be understood from the start."""
    codes = sorted(map(ord, signs))
    return "".join(chr(code) + chr(traditional()[code]) for code in codes if code in traditional())
