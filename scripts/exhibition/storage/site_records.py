"""Records about a finished site: its identity, its manifest of files, and a note of a failed build.

`site.json` and `site-files.json` are public files of the site, so that commands can compare two sites and notice
a partial or damaged copy. The build note lies beside the site's folder: as long as it exists, the last build has
not succeeded, and `upload` must not take the old site for the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..lazy import dataclass
from .cache import digest, read_regular, write_atomically

if TYPE_CHECKING:
    # Not imported at run time: every build looks for notes first of all.
    from ..model import Artifact, Exhibition

IDENTITY_FILE = "site.json"
"""Path of the file from the root of the site."""


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """Identity of a site."""

    address: str
    """Address that the site was built for, with a slash at its end; empty where the settings have none."""
    trial: bool = False
    """Whether it is a trial site, built under another address than the recorded one."""
    promised: tuple[str, ...] = ()
    """Ids that the ledger has issued, in order: `<address><id>/` must answer permanently."""


def make_identity(exhibition: Exhibition) -> SiteIdentity:
    """Return the identity of the site that is built from `exhibition`."""
    settings = exhibition.settings
    return SiteIdentity(settings.site_url, settings.trial, tuple(sorted(exhibition.ledger.by_id)))


def format_identity(identity: SiteIdentity) -> Artifact:
    """Return the public file that contains an identity."""
    from ..model import Artifact

    return Artifact(IDENTITY_FILE, (json.dumps(asdict(identity), ensure_ascii=False, indent=1) + "\n").encode)


def read_identity(data: bytes) -> SiteIdentity | None:
    """Parse an identity; None where the bytes are not of this form.

    >>> read_identity(b'{"address": "https://louzu.example/", "trial": false, "promised": ["10001"]}')
    SiteIdentity(address='https://louzu.example/', trial=False, promised=('10001',))
    >>> read_identity(b"[]")
    """
    try:
        told = json.loads(data)
        address, trial, promised = told["address"], told["trial"], told["promised"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = isinstance(address, str) and isinstance(trial, bool) and isinstance(promised, list)
    if not whole or not all(isinstance(id, str) for id in promised):
        return None
    return SiteIdentity(address, trial, tuple(promised))


MANIFEST_FILE = "site-files.json"
"""Path of the file from the root of the site."""


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """Number of files of a site, without hidden ones and this one, and a digest of their paths and sizes."""

    files: int
    digest: str


def measure_files(site: Path) -> dict[str, int]:
    """Return the size in bytes of every public file, by its POSIX path, in order.

    Hidden files are for builds; links and devices are no files of a site.
    """
    found: dict[str, int] = {}
    folders = [(str(site), "")]
    while folders:
        folder, prefix = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    found[f"{prefix}{entry.name}"] = entry.stat(follow_symlinks=False).st_size
    return dict(sorted(found.items()))


def make_manifest(sizes: Mapping[str, int]) -> SiteManifest:
    """Return the manifest of files of these sizes.

    >>> make_manifest({"a": 1}) == make_manifest({"a": 1, MANIFEST_FILE: 7}), make_manifest({"a": 1}) == make_manifest({"a": 0})
    (True, False)
    """
    rows = sorted(f"{path}\0{size}\n" for path, size in sizes.items() if path != MANIFEST_FILE)
    return SiteManifest(len(rows), hashlib.blake2b("".join(rows).encode(), digest_size=16).hexdigest())


def format_manifest(manifest: SiteManifest) -> bytes:
    """Return the bytes of the public file."""
    return (json.dumps(asdict(manifest)) + "\n").encode()


def read_manifest(data: bytes) -> SiteManifest | None:
    """Parse a manifest; None where the bytes are not of this form.

    >>> read_manifest(format_manifest(SiteManifest(3, "ab"))), read_manifest(b"{}")
    (SiteManifest(files=3, digest='ab'), None)
    """
    try:
        told = json.loads(data)
        files, digest = told["files"], told["digest"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return SiteManifest(files, digest) if type(files) is int and isinstance(digest, str) else None


@dataclass(frozen=True, slots=True)
class BuildNote:
    """A build that has not succeeded."""

    since: str
    """When it began, for people."""
    reason: str = "没有做完，中途停了"
    """Why it has not succeeded, in Chinese."""


def get_sibling(site: Path, word: str) -> Path:
    """Return the hidden folder beside `site` that a publication uses."""
    return site.with_name(f".{site.name}.{word}")


def list_note_paths(site: Path, cache: Path) -> list[Path]:
    """Return where the note of a site may be: beside it, or in the cache where its parent folder is not writable."""
    return [site.with_name(f".{site.name}.unfinished"), cache / f"unfinished-{digest(str(site))[:16]}"]


def write_note(site: Path, cache: Path, note: BuildNote) -> None:
    """Write a note. Raises OSError where neither place can be written."""
    beside, within = list_note_paths(site, cache)
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
    for path in list_note_paths(site, cache):
        with suppress(OSError):
            path.unlink()


def read_note(site: Path, cache: Path) -> BuildNote | None:
    """Return the note of the last build of a site; None where that build has succeeded, or there was none."""
    for path in list_note_paths(site, cache):
        try:
            told = json.loads(read_regular(path))
            return BuildNote(str(told["since"]), str(told["reason"]))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return BuildNote("时间不清楚")
    return None
