"""Two readings of one file into a judgement: was anything lost on the way from the first to the second?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from ..diagnostics import Diagnostic
from ..model import Status
from ..model.characters import INVISIBLE, visible
from ..reading.entries import Read
from ..reading.envelope import open_envelope
from ..reading.notes import Notes

BLANK = (None, "", (), False, Status.DRAFT)
"""What an entry holds where nobody wrote anything."""

PLACES = frozenset({"body", "folder", "span", "spans", "suspect"})
"""Parts of nouns that say where something stands or how its file is to be read, not what it is."""

COMMENT = re.compile(r"(?:^|(?<=\s))#(?:\s.*)?$", re.M)


def better(before: tuple[str, Read], after: tuple[str, Read]) -> bool:
    """Is the second text the first with fewer findings, and nothing lost?"""
    return len(after[1].diagnostics) < len(before[1].diagnostics) and unharmed(before, after)


def unharmed(before: tuple[str, Read], after: tuple[str, Read], *, exact: bool = True) -> bool:
    """Does the second text keep every value, comment and line of prose of the first, and bring no new finding?

    Values that a mend may alter (`exact` is false) must still be there.
    """
    return (
        not gained(before[1].diagnostics, after[1].diagnostics)
        and kept(before[1].entry, after[1].entry, exact=exact)
        and prose(before[0]) == prose(after[0])
        and comments(before[0]) == comments(after[0])
    )


def gained(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> Counter[str]:
    """Return the codes that are found more often than they were."""
    return Counter(one.code for one in after) - Counter(one.code for one in before)


def kept(before: Any, after: Any, *, exact: bool = True) -> bool:
    """Does `after` hold all that `before` holds?"""
    if before in BLANK:
        return True
    if isinstance(before, tuple) and isinstance(after, tuple):
        rest = iter(after)
        return all(any(kept(one, other, exact=exact) for other in rest) for one in before)
    if is_dataclass(before) and type(before) is type(after):
        names = (field.name for field in fields(before) if field.name not in PLACES)
        return all(kept(getattr(before, name), getattr(after, name), exact=exact) for name in names)
    return bool(before == after) if exact else after not in BLANK


def prose(text: str) -> str:
    """Return the text below the front matter, without the characters that are no text."""
    envelope = open_envelope(text.encode(), Notes(""))
    return visible(envelope.body.lstrip("\n") if envelope else text)


def comments(text: str) -> list[str]:
    """Return the comments of the front matter, as they are read."""
    envelope = open_envelope(text.encode(), Notes(""))
    found = COMMENT.findall(envelope.block) if envelope else []
    return [" ".join(INVISIBLE.sub("", comment).split()) for comment in found]
