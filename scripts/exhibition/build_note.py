"""A note beside a site's folder that its last build has not succeeded: `upload` must not take the old site for the new one.

It is written when a build begins, so that a full disk, a power cut or a kill cannot keep it from being there, and removed
when the new site is in its place. It stands beside the site, because it belongs to this folder, whichever cache is used.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .cache import digest, read_regular, write_atomically


@dataclass(frozen=True, slots=True)
class BuildNote:
    """A build that has not succeeded."""

    since: str
    """When it began, as people read it."""
    reason: str = "没有做完，中途停了"
    """What came of it, as people read it."""


def places_of(site: Path, cache: Path) -> list[Path]:
    """Return where the note of a site may stand: beside it, or in the cache where its parent is not ours."""
    return [site.with_name(f".{site.name}.unfinished"), cache / f"unfinished-{digest(str(site))[:16]}"]


def write_note(site: Path, cache: Path, note: BuildNote) -> None:
    """Leave a note. Raises OSError where neither place can be written."""
    beside, within = places_of(site, cache)
    data = json.dumps(asdict(note), ensure_ascii=False).encode()
    try:
        write_atomically(beside, data)
    except OSError:
        try:
            # A full disk may still hold an empty file, which says enough.
            beside.touch()
        except OSError:
            # A mount point's parent may not be ours.
            write_atomically(within, data)


def begin_note(site: Path, cache: Path) -> BuildNote:
    """Note that a build begins; return the note, to be completed where the build does not succeed."""
    note = BuildNote(time.strftime("%m-%d %H:%M"))
    write_note(site, cache, note)
    return note


def clear_note(site: Path, cache: Path) -> None:
    """Remove the note: the site is that of the last build."""
    for path in places_of(site, cache):
        with suppress(OSError):
            path.unlink()


def read_note(site: Path, cache: Path) -> BuildNote | None:
    """Return the note of the last build of a site; None where that has succeeded, or where there was none."""
    for path in places_of(site, cache):
        try:
            told = json.loads(read_regular(path))
            return BuildNote(str(told["since"]), str(told["reason"]))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return BuildNote("时间不清楚")
    return None
