"""`content/permalinks.csv` into the ledger of every address ever promised on paper."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ..diagnostics import Diagnostic, Span
from ..model import Ledger, LinkState, Permalink
from ..model.characters import INVISIBLE
from ..model.kinds import ID
from . import slips_settings as said
from .notes import Notes

PATH = "content/permalinks.csv"
HEADER = ["id", "issued", "name", "state", "target"]
STATES = {state.value: state for state in LinkState}


def read_ledger(root: Path) -> tuple[Ledger, list[Diagnostic]]:
    """Return the ledger; malformed lines are reported and left out."""
    notes = Notes(PATH)
    try:
        text = (root / notes.path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        notes.say(said.missing_ledger())
        return Ledger(), notes.diagnostics
    return ledger_of(text, notes), notes.diagnostics


def ledger_of(text: str, notes: Notes) -> Ledger:
    """Return the ledger of a text; what is wrong with its lines goes to `notes`."""
    links = []
    haunted = {text.count("\n", 0, found.start()) + 1 for found in INVISIBLE.finditer(text)}
    for number, line in enumerate(text.split("\n"), 1):
        row = cells_of(line)
        if number == 1:
            if row != HEADER:
                notes.say(said.malformed_link(f"第一行应是 {','.join(HEADER)}"))
            continue
        if number in haunted:
            notes.say(said.malformed_link("里面有看不见的字符"), number)
        link = read_link(row, Span(notes.path, number)) if line.strip(", ") else None
        if isinstance(link, str):
            notes.say(said.malformed_link(link), number)
        elif link:
            links.append(link)
    return Ledger(tuple(links))


def is_broken(found: Iterable[Diagnostic]) -> bool:
    """Is there a 错误 of the ledger among what was found? Then nobody may be given an id."""
    return any(one.blocks and one.span.path == PATH for one in found)


def cells_of(line: str) -> list[str]:
    """Return the cells of one line; a quotation mark that nothing closes must not swallow the lines below."""
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return [line]


def is_day(text: str) -> bool:
    """Is this a day of the calendar, written as 2026-05-01?"""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_link(row: list[str], span: Span) -> Permalink | str:
    """Return one line of the ledger, or what is wrong with it."""
    cells = [cell.strip() for cell in row]
    if len(cells) != len(HEADER):
        return f"应有 {len(HEADER)} 格，现在有 {len(cells)} 格"
    id, issued, name, state, target = cells
    if not ID.fullmatch(id):
        return f"编号“{id}”不是 5 位数字"
    if not is_day(issued):
        return f"日期“{issued}”不是日历上的一天，要写成 2026-05-01 这样"
    if state not in STATES:
        return f"状态“{state}”不对，只能是 {'、'.join(STATES)}"
    if (state == LinkState.MERGED.value) != bool(target):
        return "状态是 merged 时要写去向的编号" if not target else "只有状态是 merged 时才写去向"
    return Permalink(id, issued, name, STATES[state], target, span)
