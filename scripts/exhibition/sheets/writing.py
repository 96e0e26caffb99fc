"""A planned import into files: pages first, then new folders with their addresses, the record of the import last.

Whoever stops midway runs the same import again: what is written says the same as the sheet, the rest is written then.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..cache import write_atomically
from ..files import RECORD_LIMIT, is_file, read_file
from ..founding import found_all
from ..progress import Progress
from .base import base_text, with_values
from .columns import base_path, columns
from .drafting import Draft
from .importing import Import


def write(plan: Import, root: Path, progress: Progress) -> list[Draft]:
    """Write all that an import changes; return the drafts of files that somebody has altered meanwhile: not written."""
    with progress.time_phase("改页面") as advance:
        left = []
        for number, draft in enumerate(plan.drafts, 1):
            left += [] if written(draft, root) else [draft]
            advance(number, len(plan.drafts))
    with progress.time_phase("建新文件夹") as advance:
        found_all([one.founded for one in plan.newcomers], root, advance)
    record(plan, root, left)
    return left


def written(draft: Draft, root: Path) -> bool:
    """Write one file, whole or not at all; leave it alone where it is no longer the one that was read."""
    path = root / draft.path
    if not is_file(path) or read_file(path) != draft.data:
        return False
    write_atomically(path, draft.better)
    return True


def record(plan: Import, root: Path, left: Sequence[Draft]) -> None:
    """Write down what was imported, where that is more than was."""
    fields = columns(plan.kind)
    base = with_values(plan.base, {id: values for id, values in plan.agreed.items() if values}, fields)
    base = with_values(base, {draft.id: draft.values for draft in plan.drafts if draft not in left}, fields)
    base = with_values(base, {one.founded.id: one.values for one in plan.newcomers}, fields)
    path, text = root / base_path(plan.kind), base_text(base, fields).encode()
    if base and (not is_file(path) or read_file(path, RECORD_LIMIT) != text):
        write_atomically(path, text)
