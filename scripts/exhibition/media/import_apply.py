"""Apply import plans: write files, and for the pre-commit hook replace what is staged in git's index.

The order is: the new photo first, then the line that names it, the old file last. So an interruption loses nothing:
whatever was not done yet is found and done by the next run. The hook calls `photos --staged`; where a staged picture
cannot be replaced with certainty, it refuses before anything has been written.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..content.loader import list_entry_folders
from ..lazy import dataclass
from ..storage.cache import Cache, write_atomically
from ..storage.originals import parse_pointer
from ..storage.safe_files import PHOTO_LIMIT, is_file, read_file
from .file_formats import ENDS, HEAD, SOUND, detect_format
from .import_inputs import ImportInputs, PictureInput, describe_file, is_picture, is_picture_format, resolve_inputs
from .import_plan import FolderPlan, PlannedPhoto, format_new_lines, plan_import
from .import_prepare import compute_photo_key, read_photo_bytes
from .messages import CHANGED
from .metadata import find_metadata
from .recordings import TaggedRecording, read_tagged_recording
from .sizes import ARCHIVE_LIMITS

__all__ = [
    "ARCHIVE_LIMITS",
    "FolderPlan",
    "ImportInputs",
    "NoRepository",
    "PictureInput",
    "PlannedPhoto",
    "apply_plan",
    "describe_file",
    "find_staged",
    "format_new_lines",
    "list_unstaged_indexes",
    "plan_import",
    "resolve_inputs",
    "restage",
    "write_to_index",
]


def apply_plan(plan: FolderPlan, root: Path, cache: Cache) -> list[tuple[PlannedPhoto, str]]:
    """Write what a plan says; return the changes that were not made, each with the reason."""
    folder = root / plan.folder
    texts = plan.changed_texts
    if meanwhile := [name for name in texts if read_file(folder / name) != plan.texts_before[name]]:
        return [(change, f"{'、'.join(meanwhile)} {CHANGED}") for change in plan.changes]
    refused = [(change, CHANGED) for change in plan.changes if not is_unchanged(change, folder)]
    if any(change.replaces_original for change, _ in refused):
        # The lines of the texts belong together: all of the new names or none.
        return [(change, CHANGED) for change in plan.changes]
    changes = [change for change in plan.changes if change not in dict(refused)]
    for change in changes:
        write_atomically(
            folder / change.target, read_photo_bytes(read_file(change.source.path, PHOTO_LIMIT), change.photo, cache)
        )
    for name, data in texts.items():
        write_atomically(folder / name, data)
    for path in iter_replaced_files(changes):
        path.unlink(missing_ok=True)
    for change in changes:
        # The photo is in its folder now; if the cache kept it as well, a district's would take 10 GB.
        cache.drop(change.photo.key)
    return refused


def is_unchanged(change: PlannedPhoto, folder: Path) -> bool:
    """Return whether source and target are still as they were when the change was planned."""
    source, target = change.source.path, folder / change.target
    if not is_file(source) or compute_photo_key(read_file(source, PHOTO_LIMIT)) != change.photo.original_key:
        return False
    in_the_way = os.path.lexists(target) and not (is_file(target) and target.samefile(source))
    return not in_the_way or (is_file(target) and compute_photo_key(read_file(target, PHOTO_LIMIT)) == change.photo.key)


def iter_replaced_files(changes: list[PlannedPhoto]) -> Iterator[Path]:
    """Yield the files that are replaced by photos under other names."""
    for change in changes:
        if change.replaces_original:
            yield change.source.path


ADDED = "--diff-filter=ACMR"
"""Files that the commit adds, copies, modifies or renames."""


@dataclass(frozen=True, slots=True)
class StagedFiles:
    """Staged pictures in entries' folders."""

    sources: tuple[PictureInput, ...]
    differing: tuple[str, ...] = ()
    """Those whose working copy differs from the staged one: they cannot be replaced with certainty."""
    links: tuple[str, ...] = ()
    """Staged paths that are not regular files."""
    with_metadata: tuple[tuple[str, str], ...] = ()
    """Other files with metadata about people, which the import cannot strip, and that metadata."""
    recordings: tuple[TaggedRecording, ...] = ()
    """Recordings that hold more than their sound."""
    outside_lfs: tuple[str, ...] = ()
    """Pictures that `.gitattributes` puts into Git LFS and that are staged as they are: git-lfs is not installed here."""


class NoRepository(Exception):
    """The content is not in a git repository, or git is not installed."""


def run_git(root: Path, *words: str) -> bytes:
    """Return git's output. Raises CalledProcessError where git fails."""
    # A file may be called `*.jpg`: a name is taken literally, not as a pattern.
    return subprocess.run(("git", "--literal-pathspecs", *words), cwd=root, check=True, capture_output=True).stdout


def list_git_paths(root: Path, *words: str) -> list[str]:
    """Return the paths that git lists, relative to the root."""
    return [path.decode(errors="surrogateescape") for path in run_git(root, *words).split(b"\0") if path]


def find_staged(root: Path) -> StagedFiles:
    """Return the staged pictures in the folders of units and clusters. Raises NoRepository."""
    try:
        run_git(root, "rev-parse", "--is-inside-work-tree")
    except (FileNotFoundError, subprocess.CalledProcessError) as problem:
        raise NoRepository from problem
    names = list_git_paths(root, "diff", "--cached", "--name-only", "--relative", "-z", ADDED, "--", "content")
    altered = set(list_unstaged(root, ("content",)))
    known = set(list_entry_folders(root))
    sources, differing, links, telling, sounds = [], [], [], [], []
    for name in names:
        path, folder = root / name, name.rpartition("/")[0]
        if name in altered:
            format = detect_format(read_staged_head(root, name))
            if name.lower().endswith(ENDS) or format == SOUND or is_picture_format(format):
                differing.append(name)
        elif not is_file(path):
            links.append(name)
        elif folder in known and path.name != "index.md" and is_picture(path):
            sources.append(PictureInput(path, folder, is_external=False))
        elif folder in known and (tagged := read_tagged_recording(path)):
            sounds.append(tagged)
        elif told := describe_metadata(path):
            telling.append((name, told))
    outside = list_outside_lfs(root, [to_git_path(root, one.path) for one in sources])
    return StagedFiles(tuple(sources), tuple(differing), tuple(links), tuple(telling), tuple(sounds), tuple(outside))


def list_outside_lfs(root: Path, paths: list[str]) -> list[str]:
    """Return those of the staged `paths` that `.gitattributes` puts into Git LFS, but that are staged as they are."""
    if not paths:
        return []
    told = run_git(root, "check-attr", "-z", "filter", "--", *paths).split(b"\0")
    meant = [os.fsdecode(path) for path, filter in zip(told[::3], told[2::3], strict=False) if filter == b"lfs"]
    return [path for path in meant if parse_pointer(read_staged_head(root, path)) is None]


def read_staged_head(root: Path, name: str) -> bytes:
    """Return the first bytes of a file as it is staged; the working copy may be gone."""
    with subprocess.Popen(("git", "cat-file", "blob", f":./{name}"), cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        head = process.stdout.read(HEAD)
        process.kill()
    return head


def describe_metadata(path: Path) -> str:
    """Return the metadata of a file about people, as text; an empty text without any."""
    try:
        hidden = find_metadata(read_file(path, PHOTO_LIMIT))
    except OSError:
        return ""
    return hidden.description if hidden.is_personal else ""


def list_unstaged(root: Path, paths: Iterable[str]) -> list[str]:
    """Return those of `paths` whose working copy differs from the staged one."""
    paths = list(paths)
    return list_git_paths(root, "diff", "--name-only", "--relative", "-z", "--", *paths) if paths else []


def list_unstaged_indexes(root: Path, plans: Iterable[FolderPlan]) -> list[str]:
    """Return the texts of entries that need a new name of a photo but have unstaged changes."""
    paths = [f"{plan.folder}/{name}" for plan in plans for name in plan.changed_texts]
    return list_unstaged(root, paths)


def restage(root: Path, plans: Iterable[FolderPlan]) -> None:
    """Stage what the plans have written, and unstage what they have removed."""
    for plan in plans:
        gone = [f"{plan.folder}/{change.source.path.name}" for change in plan.changes if change.replaces_original]
        made = [f"{plan.folder}/{change.target}" for change in plan.changes]
        made += [f"{plan.folder}/{name}" for name in plan.changed_texts]
        if gone:
            run_git(root, "rm", "--cached", "--quiet", "--ignore-unmatch", "--", *gone)
        if made:
            run_git(root, "add", "--", *made)


def write_to_index(root: Path, path: Path) -> None:
    """Stage a file that was written."""
    run_git(root, "add", "--", to_git_path(root, path))


def to_git_path(root: Path, path: Path) -> str:
    """Return a path as git lists it."""
    return path.relative_to(root).as_posix()
