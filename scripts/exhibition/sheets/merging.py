"""Sheet, page and last import of one field into what becomes of it: the three-way merge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ..model.fields import Field, Many
from ..model.private import masked
from ..reading import slips_sheets as said
from .likeness import alike, is_blank, squeezed, value_of, written
from .matching import Match
from .remarks import Outcome, Remark


class Decision(NamedTuple):
    """What becomes of one field of one entry. Without an outcome both say the same."""

    field: Field
    outcome: Outcome | None
    value: Any
    """What the page shall say (taken), and what is remembered as imported (taken, or both say the same)."""
    remark: Remark | None = None


def decided(field: Field, sheet: Any, page: Any, last: Any) -> Outcome:
    """Return what becomes of a field about which the sheet says something that the page does not say.

    The sheet wins where nobody has touched the page since the last import, the page where the sheet has not changed
    since; where both have, or where nothing was imported yet and the page says something else, nobody does.
    """
    if not is_blank(last) and alike(field, sheet, last):
        return Outcome.KEPT
    untouched = is_blank(page) if is_blank(last) else alike(field, page, last)
    return Outcome.TAKEN if untouched else Outcome.CONFLICT


def decisions(match: Match, last: Callable[[Field], Any], fields: Sequence[Field]) -> Iterator[Decision]:
    """Yield what becomes of each field that a row speaks of; `last` tells what was imported before."""
    for field in fields:
        sheet = match.row.values.get(field.attribute)
        if field.attribute == "id" or is_blank(sheet):
            continue
        page = value_of(match.entry, field)
        if alike(field, sheet, page):
            yield Decision(field, None, page)
            continue
        before = last(field)
        outcome = decided(field, sheet, page, before)
        slip = said.conflict(field.key) if outcome is Outcome.CONFLICT else None
        texts = [masked(written(field, one)) for one in (sheet, page, before)]
        told = Remark(
            slip,
            match.row.number,
            match.entry.id,
            match.entry.name,
            field.key,
            texts[0],
            texts[1],
            texts[2],
            outcome,
            match.row.table,
        )
        yield Decision(field, outcome, intended(field, sheet, page), told)


def intended(field: Field, sheet: Any, page: Any) -> Any:
    """Return the value that the page shall have: words of a list stay in the order that they have there."""
    if not isinstance(field.kind, Many) or not field.kind.split:
        return sheet
    wanted = {squeezed(str(one)) for one in sheet}
    kept = tuple(one for one in page or () if squeezed(str(one)) in wanted)
    return (*kept, *(one for one in sheet if one not in kept))
