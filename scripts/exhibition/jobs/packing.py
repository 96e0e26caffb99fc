"""The package of a job: a folder and a ZIP. Replaces only what this command has made, and only as a whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..diagnostics import Refusal
from ..publishing import FILE_MODE, FOLDER_MODE, let_everybody_read
from ..tree import files_below
from .history import RECORD, read_record

SUMS = "SHA256SUMS"
Read = Callable[[], bytes]
Package = Mapping[str, Read]
"""Files by their path in the package; their bytes are read one by one, because a job may be larger than the memory."""

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP: the earliest that the format can hold."""


def free_name(out: Path, wanted: str, key: str, order: str) -> str:
    """Return the name for the job of `key`: `wanted`, or `wanted` with a number if the day has several jobs.

    A folder of the same job, or of an incomplete job of the same order, is replaced. Raises Refusal if a folder or a
    ZIP of that name was not made by this command or contains other files.
    """
    for number in range(1, 1000):
        name = wanted if number == 1 else f"{wanted}-{number}"
        folder, package = out / name, out / f"{name}.zip"
        records = [read_record(path) for path in (folder, package) if exists(path)]
        if None in records:
            raise Refusal(f"“{folder}”已经有了，不是这条命令做的，没有动它。请把它移走，或者用 --out 换一个地方。")
        if not all(may_replace(record, key, order) for record in records if record):
            continue
        if foreign := sorted(set(foreign_files(folder))):
            raise Refusal(f"“{folder}”里有别人放的文件（{'、'.join(foreign[:3])}），没有动它。请先把这些文件移走。")
        return name
    raise Refusal(f"“{out}”里今天的批次太多了。请用 --out 换一个地方。")


def may_replace(record: dict[str, Any], key: str, order: str) -> bool:
    """May the job of `record` be replaced by that of `key`? A job that may have gone to a shop is kept."""
    return bool(record["key"] == key or (record["order"] == order and not record["complete"]))


def exists(path: Path) -> bool:
    """Return whether there is a file or a non-empty folder at `path`."""
    return path.exists() and not (path.is_dir() and not any(path.iterdir()))


def foreign_files(folder: Path) -> Iterator[str]:
    """Yield the files in the folder of a job that are not the job's."""
    if not (folder / SUMS).exists():
        return
    own = {line.partition("  ")[2] for line in (folder / SUMS).read_text("utf-8").splitlines()}
    yield from (path for path in files_below(folder) if path not in own and path != SUMS)


def pack(out: Path, name: str, package: Package, *, zipped: bool) -> Path | None:
    """Write the package as the folder `name` below `out` and, if `zipped`, as `name`.zip; return the ZIP.

    Both are written under temporary names and renamed when they are complete. If writing fails (a full disk), nothing
    unfinished is left.
    """
    out.mkdir(parents=True, exist_ok=True)
    out.chmod(FOLDER_MODE)
    fresh, old, fresh_archive = out / f".{name}.new", out / f".{name}.old", out / f".{name}.zip.new"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    archive = out / f"{name}.zip"
    try:
        write_folder(fresh, package)
        if zipped:
            write_zip(fresh_archive, fresh, name)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh_archive.unlink(missing_ok=True)
        raise
    folder = out / name
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)
    if not zipped:
        archive.unlink(missing_ok=True)
        return None
    os.replace(fresh_archive, archive)
    archive.chmod(FILE_MODE)
    return archive


def write_folder(folder: Path, package: Package) -> None:
    """Write every file of the package, and their checksums in the format of `sha256sum -c`."""
    sums = []
    for path in sorted(package):
        data = package[path]()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {path}\n")
    (folder / SUMS).write_bytes("".join(sums).encode())
    # The folder is read by other users: a colleague, a file server.
    let_everybody_read(folder)


def write_zip(archive: Path, folder: Path, name: str) -> None:
    """Write a folder as a ZIP with everything below `name`; the same files give the same bytes.

    PDFs are stored without compression: their streams are already compressed.
    """
    paths = sorted(files_below(folder), key=lambda path: (path != RECORD, path))
    with zipfile.ZipFile(archive, "w") as package:
        for path in paths:
            entry = zipfile.ZipInfo(f"{name}/{path}", ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(".pdf") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            # By default Python records the system on which the ZIP was made.
            entry.create_system = 3
            package.writestr(entry, (folder / path).read_bytes())
