"""Apply import plans: write the new photo first, then the line that names it; delete the old file last.

So an interruption loses nothing: whatever was not done yet is found and done by the next run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..cache import Cache, write_atomically
from ..files import PHOTO_LIMIT, is_file, read_file
from .making import photo_bytes, safe_key
from .planning import Change, Plan
from .trouble import CHANGED


def carry_out(plan: Plan, root: Path, cache: Cache) -> list[tuple[Change, str]]:
    """Write what a plan says; return the changes that were not made, each with the reason."""
    folder = root / plan.folder
    index = folder / "index.md"
    if plan.after != plan.before and read_file(index) != plan.before:
        return [(change, f"index.md {CHANGED}") for change in plan.changes]
    refused = [(change, CHANGED) for change in plan.changes if not fits(change, folder)]
    if any(change.moves for change, _ in refused):
        # The lines of the index belong together: all of the new names or none.
        return [(change, CHANGED) for change in plan.changes]
    changes = [change for change in plan.changes if change not in dict(refused)]
    for change in changes:
        write_atomically(
            folder / change.target, photo_bytes(read_file(change.source.path, PHOTO_LIMIT), change.made, cache)
        )
    if plan.after != plan.before:
        write_atomically(index, plan.after)
    for path in gone(changes):
        path.unlink(missing_ok=True)
    for change in changes:
        # The photo is in its folder now; if the cache kept it as well, a district's would take 10 GB.
        cache.drop(change.made.key)
    return refused


def fits(change: Change, folder: Path) -> bool:
    """Return whether source and target are still as they were when the change was planned."""
    source, target = change.source.path, folder / change.target
    if not is_file(source) or safe_key(read_file(source, PHOTO_LIMIT)) != change.made.content:
        return False
    in_the_way = os.path.lexists(target) and not (is_file(target) and target.samefile(source))
    return not in_the_way or (is_file(target) and safe_key(read_file(target, PHOTO_LIMIT)) == change.made.key)


def gone(changes: list[Change]) -> Iterator[Path]:
    """Yield the files that are replaced by photos under other names."""
    for change in changes:
        if change.moves:
            yield change.source.path
