"""Reader of the records of earlier jobs, so that only posters that are new or have changed are printed again."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..diagnostics import Refusal
from ..files import RECORD_LIMIT, TooLarge, UnsafeFile, read_file, read_head, too_large
from ..print.formats import PrintFormat
from ..print.poster import Poster

RECORD = "job.json"
ZIP = b"PK\x03\x04"
KIND = "exhibition-posters"
"""The `kind` of a record: its folder was made by this command."""

NEEDED = {"name", "product", "proof", "complete", "key", "order", "printed"}
"""Keys that later jobs read in a record; a record without them was edited by hand."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The last poster of an entry that was printed: its fingerprint and its job."""

    sha256: str
    job: str


@dataclass(frozen=True, slots=True)
class History:
    """The posters of one product that were printed up to and with the job `name`, by id."""

    name: str = ""
    product: str = ""
    printed: dict[str, Printed] = field(default_factory=dict)

    def is_current(self, id: str, sha256: str) -> bool:
        """Would the poster of `id` be printed with the same content as the one that was printed last?"""
        return id in self.printed and self.printed[id].sha256 == sha256

    def reprint_of(self, id: str) -> str:
        """Return the job whose poster of `id` is replaced; empty where there was none."""
        return self.printed[id].job if id in self.printed else ""


def fingerprint(poster: Poster, format: PrintFormat) -> str:
    """Return the SHA-256 that changes exactly when the printed poster would; a proof has that of its poster."""
    return hashlib.sha256(replace(poster, proof=False).compute_digest(format).encode()).hexdigest()


def read_history(path: Path | None, product: str) -> History:
    """Return what the job at `path` (its folder, ZIP or record) and the jobs before it have printed.

    Raises Refusal if it is not a job, a job of another product, or a proof.
    """
    if path is None:
        return History()
    if (reason := unopenable(path)) is not None:
        raise Refusal(f"“{path}”打不开：{reason}。请指向从前那一批的文件夹、ZIP 或 {RECORD}。")
    record = read_record(path)
    if record is None:
        raise Refusal(f"“{path}”不是一批海报：里面没有读得懂的 {RECORD}。请指向从前那一批的文件夹、ZIP 或 {RECORD}。")
    if record.get("proof"):
        raise Refusal(f"“{record['name']}”是样张，没有张贴过，不能拿来比较。请指向真的印过的那一批。")
    if record.get("product") != product:
        raise Refusal(
            f"“{record['name']}”印的是 {record.get('product')}，这一批要印 {product}，两样不能比较。"
            "请指向同一种产品的上一批。"
        )
    printed = {id: Printed(one["sha256"], one["job"]) for id, one in record["printed"].items()}
    return History(record["name"], product, printed)


def read_record(path: Path) -> dict[str, Any] | None:
    """Return the record of the job at `path`, or None if there is no valid record of this command."""
    try:
        told = json.loads(record_bytes(path))
    except (OSError, ValueError, LookupError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile):
        return None
    return told if isinstance(told, dict) and told.get("kind") == KIND and told.keys() >= NEEDED else None


def record_bytes(path: Path) -> bytes:
    """Return the bytes of the record. Raises OSError, LookupError or BadZipFile if there is none."""
    if path.is_dir():
        return read_file(path / RECORD, RECORD_LIMIT)
    if read_head(path, 4) != ZIP:
        return read_file(path, RECORD_LIMIT)
    # A package holds every sheet of a job and is too large to be read whole; only its record is needed.
    with (
        path.open("rb") as file,
        zipfile.ZipFile(file) as package,
        package.open(f"{package.namelist()[0].split('/')[0]}/{RECORD}") as record,
    ):
        data = record.read(RECORD_LIMIT + 1)
    if len(data) > RECORD_LIMIT:
        raise TooLarge(too_large(len(data), RECORD_LIMIT), path)
    return data


def unopenable(path: Path) -> UnsafeFile | None:
    """Return why `path` may not be opened; None for a regular file, a folder, or a path that does not exist."""
    try:
        if not path.is_dir():
            read_head(path, 0)
    except UnsafeFile as problem:
        return problem
    except OSError:
        return None
    return None
