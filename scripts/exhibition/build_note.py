"""A note beside a site's folder that its last build has not succeeded, so that `upload` refuses to send the old site.

It is written when a build begins, so that it is there after a full disk, a power cut or a kill, and removed when the new
site is in its place. It is beside the site because it belongs to this folder, whichever cache is used.
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
    """When it began, for people."""
    reason: str = "没有做完，中途停了"
    """Why it has not succeeded, in Chinese."""


def places_of(site: Path, cache: Path) -> list[Path]:
    """Return where the note of a site may be: beside it, or in the cache where its parent folder is not writable."""
    return [site.with_name(f".{site.name}.unfinished"), cache / f"unfinished-{digest(str(site))[:16]}"]


def write_note(site: Path, cache: Path, note: BuildNote) -> None:
    """Write a note. Raises OSError where neither place can be written."""
    beside, within = places_of(site, cache)
    data = json.dumps(asdict(note), ensure_ascii=False).encode()
    try:
        write_atomically(beside, data)
    except OSError:
        try:
            # A full disk may still take an empty file, which is enough to refuse an upload.
            beside.touch()
        except OSError:
            # The parent of a mount point may not be writable.
            write_atomically(within, data)


def begin_note(site: Path, cache: Path) -> BuildNote:
    """Write the note of a build that begins; return it, for a reason to be added where the build does not succeed."""
    note = BuildNote(time.strftime("%m-%d %H:%M"))
    write_note(site, cache, note)
    return note


def clear_note(site: Path, cache: Path) -> None:
    """Remove the note, because the site is that of the last build."""
    for path in places_of(site, cache):
        with suppress(OSError):
            path.unlink()


def read_note(site: Path, cache: Path) -> BuildNote | None:
    """Return the note of the last build of a site; None where that build has succeeded, or there was none."""
    for path in places_of(site, cache):
        try:
            told = json.loads(read_regular(path))
            return BuildNote(str(told["since"]), str(told["reason"]))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return BuildNote("时间不清楚")
    return None
