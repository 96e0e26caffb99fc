"""Commands `build` and `check` where nothing has changed since their last run: they say again what they said.

Nothing is read but the stamps of files: those of everything that decides what a run does (`Inputs`), and for a build
those of everything that it has published. Equal stamps, one digest over all, are the proof; whatever else there is
(another run, a note of a failed one, a patch that was begun) takes the long way. No file is written or locked.

This module is imported before anything that is heavy, and imports nothing that is.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import time
import zlib
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field
from pathlib import Path

from ..lazy import dataclass
from ..storage.cache import (
    SETTLED_NS,
    FileStamp,
    add_seal,
    make_stamp,
    read_regular,
    remove_seal,
    write_atomically,
)
from ..storage.locking import list_lock_paths
from ..storage.site_records import get_sibling, list_note_paths
from .arguments import HOME
from .console import strip_control_characters

SCRIPTS = Path(__file__).resolve().parents[2]
"""The folder of our own packages."""

REPOSITORY = ".git"
CONTENT = "content"
"""The folder of what people write, below the root."""

FOLDERS: tuple[Callable[[Path], Path], ...] = (
    lambda root: root / CONTENT,
    lambda root: root / "overrides",
    # The scripts of the search come from the program, wherever the content lies.
    lambda root: HOME / "overrides",
    lambda root: SCRIPTS,
    # Packages of npm (see `exchange.npm_packages`).
    lambda root: Path(sys.prefix) / "share" / "exhibition",
)
"""Folders of which everything may decide what a run does, by the folder `--root`. A test compares them with what is opened."""

FILES: tuple[Callable[[Path], Path], ...] = (lambda root: root / "mkdocs.yml", lambda root: HOME / "package.json")
"""Single files, in the same way."""

IGNORED = frozenset(["__pycache__", REPOSITORY])
"""Names of folders in them that decide nothing."""
IGNORED_IN_CONTENT = frozenset([REPOSITORY])
"""The same of content: what lies in any other folder is looked at, and may be found to be out of place."""

TICK_NS = 20_000_000
"""Nanoseconds within which a file may change twice under one stamp, where stamps are finer than a second."""

RECORD = "unchanged"
"""The name of a record, in the folder of its purpose."""


class Unprovable(Exception):
    """Stamps cannot prove that nothing has changed."""


@dataclass
class Stamps:
    """Stamps of files, collected row by row."""

    rows: list[str] = field(default_factory=list)
    youngest: int = 0
    """When the last file changed, in nanoseconds since 1970."""
    youngest_coarse: int = 0
    """The same of those whose time has no part of a second: their disk may tell no finer times."""

    def add_folder(self, folder: str, ignored: frozenset[str] = IGNORED) -> None:
        """Add everything below a folder, but for folders with names that are `ignored`."""
        folders = [folder]
        while folders:
            place = folders.pop()
            try:
                found = os.scandir(place)
            except FileNotFoundError:
                self.rows.append(f"{place}\0none")
                continue
            with found:
                for entry in found:
                    status = entry.stat(follow_symlinks=False)
                    if entry.name == REPOSITORY and ignored:
                        self.add_repository(entry.path)
                    if stat.S_ISDIR(status.st_mode):
                        if entry.name not in ignored:
                            self.rows.append(f"{entry.path}\0{status.st_mode}")
                            folders.append(entry.path)
                    else:
                        self.add_status(entry.path, status)

    def add_file(self, path: str) -> None:
        """Add one file, or that it is not there."""
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            self.rows.append(f"{path}\0none")
        else:
            self.add_status(path, status)

    def add_repository(self, place: str) -> None:
        """Add what decides which pictures a sparse checkout leaves out, and their bytes: `storage.originals` reads it."""
        folder, patterns = str(Path(place).parent), f"{place}/info/sparse-checkout"
        if Path(place).is_file():
            text = read_regular(Path(place))
            git = Path(place).parent / os.fsdecode(text.removeprefix(b"gitdir: ").strip())
            self.add_file(place)
            place, patterns = str(git), str(git / "info" / "sparse-checkout")
        attributes = f"{folder}/.gitattributes"
        self.add_file(attributes)
        if os.path.lexists(patterns):
            self.add_file(patterns)
            self.add_file(f"{place}/index")
        elif Path(attributes).is_file() and b"filter=lfs" in read_regular(Path(attributes)):
            # A rule finds pictures that git holds though they belong in Git LFS.
            self.add_file(f"{place}/index")

    def add_status(self, path: str, status: os.stat_result) -> None:
        """Add one file. Raises Unprovable for a link to a folder: what is behind it may be anything."""
        if stat.S_ISLNK(status.st_mode):
            self.rows.append(f"{path}\0{Path(path).readlink()}")
            with suppress(FileNotFoundError):
                status = Path(path).stat()
                if not stat.S_ISREG(status.st_mode):
                    raise Unprovable(path)
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        if changed > self.youngest:
            self.youngest = changed
        if not changed % 1_000_000_000 and changed > self.youngest_coarse:
            self.youngest_coarse = changed
        self.rows.append(
            f"{path}\0{status.st_mode}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}\0{status.st_ino}"
        )

    def is_settled(self, now: int) -> bool:
        """Return whether no file can have changed again under the stamp that it had at `now`."""
        fine = self.youngest % 1_000_000_000
        latest = self.youngest + (TICK_NS if fine else SETTLED_NS)
        return max(latest, self.youngest_coarse + SETTLED_NS) < now

    def compute_digest(self) -> str:
        """Return one hash of all stamps, whatever order the disk lists them in."""
        return hash_rows(sorted(self.rows))


def hash_rows(rows: Sequence[str]) -> str:
    """Return the hash of rows of text."""
    return hashlib.blake2b("\n".join(rows).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Inputs:
    """What decides what a run does, as it was before the run."""

    digest: str
    settled: bool
    """Whether equal stamps prove equal files (see `Stamps.is_settled`)."""


def stamp_inputs(root: Path, words: Sequence[str]) -> Inputs:
    """Take the stamps of all inputs; `words` is what else decides.

    Raises Unprovable, and OSError where a file cannot be looked at.
    """
    now, stamps = time.time_ns(), Stamps()
    for choose in FOLDERS:
        folder = choose(root)
        stamps.add_folder(str(folder), IGNORED_IN_CONTENT if folder == root / CONTENT else IGNORED)
    for path in (*(choose(root) for choose in FILES), *list_hook_paths(root)):
        stamps.add_file(str(path))
    top = next((one for one in (root, *root.absolute().parents) if os.path.lexists(one / REPOSITORY)), None)
    if top is not None:
        stamps.add_repository(str(top / REPOSITORY))
    # Rules compare with the day. A package that is installed or removed changes the folder of all packages.
    own = {"", str(Path.cwd()), str(SCRIPTS)}
    packages = [f"{folder}\0{stamp_folder(folder)}" for folder in dict.fromkeys(sys.path) if folder not in own]
    more = [*words, get_day(), sys.version, sys.executable, zlib.ZLIB_RUNTIME_VERSION, *packages]
    return Inputs(hash_rows([stamps.compute_digest(), *more]), stamps.is_settled(now))


def get_day() -> str:
    """Return the day, by the clock of this computer."""
    return time.strftime("%Y-%m-%d")


def list_hook_paths(root: Path) -> list[Path]:
    """Return the files of hooks of MkDocs and the modules beside them. Raises Unprovable for settings from elsewhere."""
    text = (root / "mkdocs.yml").read_bytes()
    if b"!ENV" in text or b"INHERIT" in text:
        raise Unprovable("mkdocs.yml")
    if b"hooks" not in text:
        return []
    from ..site.mkdocs_engine import list_hook_sources

    return list_hook_sources(root)


def stamp_folder(folder: str) -> str:
    """Return the stamp of a folder itself, which changes with the names in it."""
    try:
        status = Path(folder).stat()
    except OSError:
        return "none"
    return f"{status.st_mtime_ns} {status.st_ino}"


def stamp_outputs(site: Path, record: Path) -> str:
    """Return the digest of the stamps of everything in a site, and of the record that its build has kept.

    Raises OSError where a folder cannot be looked at.
    """
    rows, files = [format_folder("", site.stat().st_mode)], dict[str, FileStamp]()
    folders = [(str(site), "")]
    while folders:
        place, prefix = folders.pop()
        with os.scandir(place) as found:
            for entry in found:
                status, uri = entry.stat(follow_symlinks=False), f"{prefix}{entry.name}"
                if stat.S_ISDIR(status.st_mode):
                    rows.append(format_folder(uri, status.st_mode))
                    folders.append((entry.path, f"{uri}/"))
                elif stat.S_ISREG(status.st_mode):
                    files[uri] = make_stamp(status)
                else:
                    # No build makes one.
                    rows.append(f"{uri}\0{status.st_mode}")
    return hash_outputs(rows, files, stamp_record(record))


def derive_outputs(record: Path, known: Mapping[str, FileStamp]) -> str:
    """Return what `stamp_outputs` returns of a site whose files are as `known` (see `publishing.stamp_files`).

    The site is not looked at again: where somebody has changed it meanwhile, `stamp_outputs` never returns this. Waits until
    no file can change again under the stamp that it has. Raises Unprovable where that would take long, and OSError.
    """
    from ..storage.publishing import FOLDER_MODE, iter_parents

    own = stamp_record(record)
    changes = [own.youngest, *(max(written, status) for _, written, status, _ in known.values())]
    coarse = (one for one in changes if not one % 1_000_000_000)
    stamps = Stamps(youngest=max(changes), youngest_coarse=max(coarse, default=0))
    if not stamps.is_settled(time.time_ns()):
        # As short as that is for stamps that are finer than a second.
        time.sleep(1.5 * TICK_NS / 1e9)
        if not stamps.is_settled(time.time_ns()):
            raise Unprovable("too young")
    folders = {
        "",
        *(parent for parent in {uri.rpartition("/")[0] for uri in known} for parent in (parent, *iter_parents(parent))),
    }
    return hash_outputs([format_folder(uri, FOLDER_MODE) for uri in folders], known, own)


def stamp_record(record: Path) -> Stamps:
    """Return the stamp of the record that a build has kept."""
    stamps = Stamps()
    stamps.add_file(str(record))
    return stamps


def format_folder(uri: str, mode: int) -> str:
    """Return the row of a folder of a site; Windows has no modes."""
    return f"{uri}/\0{'' if os.name == 'nt' else stat.S_IMODE(mode)}"


def hash_outputs(rows: list[str], files: Mapping[str, FileStamp], record: Stamps) -> str:
    """Return the hash of a site: of the stamps of its `files`, of the rows of what else is there, and of its record, in whatever
    order they come.

    With the time of its status the mode of a file cannot have changed, nor be it another file.
    """
    uris = sorted(files)
    # One text for all stamps takes a third of the time of a text for each.
    return hash_rows([*sorted(rows), *uris, repr([files[uri] for uri in uris]), *record.rows])


def has_leftovers(site: Path, trees: Path, cache: Path) -> bool:
    """Return whether another run works on a site, or has left something that the next one has to deal with."""
    beside = [get_sibling(site, word) for word in ("old", "new")]
    locks = [path for folder in (site, trees) for path in list_lock_paths(folder)]
    return any(os.path.lexists(path) for path in (*beside, *locks, *list_note_paths(site, cache)))


# What a run has said.


@dataclass(frozen=True)
class RunRecord:
    """A run that has ended well, and what it has said."""

    inputs: str
    """Digest of its inputs."""
    outputs: str
    """Digest of what it has published; empty for a run that publishes nothing."""
    said: list[list[str]]
    """Stream (`out` or `err`) and text, in order. `SECONDS` in it stands for how long it took."""
    code: int = 0


SECONDS = "\x1f"
"""Stands in a recorded text for the seconds that a run has taken."""


def read_run(path: Path) -> RunRecord | None:
    """Return the record of the last run; None where there is none that can be read."""
    try:
        record = RunRecord(**json.loads(remove_seal(RECORD, read_regular(path)) or b""))
        rows = all(len(row) == 2 and row[0] in ("out", "err") for row in record.said)
        texts = [record.inputs, record.outputs, *(one for row in record.said for one in row)]
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return record if rows and type(record.code) is int and all(isinstance(one, str) for one in texts) else None


def print_again(record: RunRecord, seconds: float) -> int:
    """Say again what the last run has said; return its exit code."""
    for stream, text in record.said:
        line = strip_control_characters(text.replace(SECONDS, f"{seconds:.1f}"))
        print(line, file=sys.stdout if stream == "out" else sys.stderr, flush=True)
    return record.code


@dataclass(frozen=True)
class Attempt:
    """An attempt to prove that nothing has changed: what is known before the run, for the record after it."""

    path: Path
    """Where the record is."""
    inputs: Inputs | None
    """None where nothing can be proven: then nothing is recorded either."""

    def remember(self, said: Sequence[tuple[str, str]], outputs: str = "", code: int = 0) -> None:
        """RunRecord a run, unless its inputs may have changed under their stamps. A full disk is no matter."""
        if self.inputs and self.inputs.settled:
            record = RunRecord(self.inputs.digest, outputs, [list(row) for row in said], code)
            with suppress(OSError):
                write_atomically(self.path, add_seal(RECORD, json.dumps(asdict(record)).encode()), durable=False)


def prepare_attempt(path: Path, root: Path, words: Sequence[str]) -> Attempt:
    """Take the stamps of all inputs before a run."""
    try:
        return Attempt(path, stamp_inputs(root, words))
    except (OSError, Unprovable):
        return Attempt(path, None)


# The commands.


def run_build(options: Namespace) -> int:
    """Build and publish, or say that nothing has changed; exit codes as of `check_build_serve.run_build`."""
    start = time.monotonic()
    site, cache = options.site, options.cache
    trees = cache / ("build" if options.address is None else "trial")
    words = ["build", *map(str, (options.root, site, cache, options.address is None, options.address))]
    attempt = prepare_attempt(trees / RECORD, options.root, words)
    if not options.fresh and attempt.inputs and (record := read_run(attempt.path)):
        with suppress(OSError, Unprovable):
            if (
                record.inputs == attempt.inputs.digest
                and not has_leftovers(site, trees, cache)
                and record.outputs == stamp_outputs(site, trees / PUBLISHED)
                # Again: a build that began meanwhile was not there when the first files were looked at.
                and not has_leftovers(site, trees, cache)
            ):
                return conclude(record, options.timings, start)

    def remember(said: Sequence[tuple[str, str]], stamps: Mapping[str, FileStamp]) -> None:
        with suppress(OSError, Unprovable):
            outputs = derive_outputs(trees / PUBLISHED, stamps)
            if not has_leftovers(site, trees, cache):
                attempt.remember(said, outputs)

    from ..collector import pause_collector

    with pause_collector():
        from .check_build_serve import run_build as run
    return run(options, remember)


PUBLISHED = "published"
"""The record of `site.incremental`, which a build keeps beside ours."""


def run_check(options: Namespace) -> int:
    """Report on all content, or report again what the last check has found; exit code 1 with any 错误.

    Only the report for people: others are read together with what is around them.
    """
    start = time.monotonic()
    path = options.cache / "check" / RECORD
    plain = options.output == "text" and options.base is None
    attempt = prepare_attempt(path, options.root, ["check", str(options.root)]) if plain else Attempt(path, None)
    record = read_run(path) if attempt.inputs else None
    if record and attempt.inputs and record.inputs == attempt.inputs.digest:
        return conclude(record, options.timings, start)

    from ..collector import pause_collector

    with pause_collector():
        from .check_build_serve import run_check as run

    return run(options, lambda text, code: attempt.remember([("out", text)], code=code))


def conclude(record: RunRecord, timings: Path | None, start: float) -> int:
    """Say again what the last run has said, and write how long that took; return its exit code."""
    seconds = time.monotonic() - start
    if timings:
        timings.write_text(json.dumps({"核对": seconds}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return print_again(record, seconds)
