"""Reader of `content/permalinks/`: the ledger of every id that was ever issued."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..diagnostics import Diagnostic, Span
from ..files import UnsafeFile, list_within, read_file
from ..model import Ledger, Permalink
from ..model.conflicts import conflict_marks, has_conflict
from ..model.rules import Slip
from . import slips as said
from .address_file import FILE, FOLDER, LIMIT, AddressFile, read_address, read_quickly, unread
from .table import PATH as TABLE
from .table import read_table


def read_ledger(root: Path) -> tuple[Ledger, list[Diagnostic]]:
    """Read the ledger of the folder `root` and report what is wrong with it.

    While there is only the former CSV table, its permalinks are returned, so that no further faults follow from that
    one.
    """
    table = root / TABLE
    ids = ids_in(root)
    if ids:
        ledger, found = read_files(root, ids)
        return ledger, [*found, *([of_file(said.old_ledger(beside=True), TABLE)] if os.path.lexists(table) else [])]
    if not os.path.lexists(table):
        return Ledger(), [of_file(said.missing_ledger(), FOLDER)]
    try:
        text = read_file(table).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Ledger(), [of_file(said.missing_ledger(), TABLE)]
    if has_conflict(text):
        return read_table(text).ledger, [of_file(conflict_marks(), TABLE)]
    return read_table(text).ledger, [of_file(said.old_ledger(beside=False), TABLE)]


def ids_in(root: Path) -> list[str]:
    """Return the ids of all permalink files, in order."""
    here = list_within(root, FOLDER)
    # A link in the place of a permalink file is reported by its reader.
    return sorted(name[:5] for names in here[:4] for name in names if FILE.fullmatch(name))


def read_files(root: Path, ids: Iterable[str]) -> tuple[Ledger, list[Diagnostic]]:
    """Read these permalink files; return the ledger and what is wrong with them."""
    links: list[Permalink] = []
    found: list[Diagnostic] = []
    doubtful: set[str] = set()
    folder = str(root / FOLDER)
    for id in ids:
        try:
            data = read_file(f"{folder}/{id}.yml", LIMIT)
        except UnsafeFile as problem:
            file = unread(id, said.malformed_link(str(problem)))
        except OSError:
            file = unread(id, said.malformed_link("文件打不开"))
        else:
            link = read_quickly(id, data.decode("utf-8", "replace"))
            if link:
                links.append(link)
                continue
            file = read_address(id, data)
        take(file, links, found, doubtful)
    return Ledger(tuple(links), frozenset(doubtful)), found


def take(file: AddressFile, links: list[Permalink], found: list[Diagnostic], doubtful: set[str]) -> None:
    """Add the content of one file to the lists."""
    links += file.links
    found += file.diagnostics
    if file.doubtful:
        doubtful.add(file.links[0].id)


def of_file(slip: Slip, path: str) -> Diagnostic:
    """Return an issue as a diagnostic of the whole file."""
    return Diagnostic(Span(path), slip.rule.code, slip.rule.severity, slip.message, slip.hint)


def is_broken(found: Iterable[Diagnostic]) -> bool:
    """Return whether a 错误 of the ledger is among the diagnostics. Then no id may be issued."""
    return any(one.blocks and one.span.path.startswith((FOLDER, TABLE)) for one in found)
