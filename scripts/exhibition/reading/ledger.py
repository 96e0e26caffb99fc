"""`content/permalinks.csv` into the ledger of every address ever promised on paper."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from ..diagnostics import Diagnostic, Span
from ..model import Ledger, LinkState, Permalink
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
    rows = csv.reader(io.StringIO(text.replace("\0", "")))
    for row in rows:
        if rows.line_num == 1:
            if row != HEADER:
                notes.say(said.malformed_link(f"第一行应是 {','.join(HEADER)}"))
            continue
        link = read_link(row, Span(notes.path, rows.line_num)) if any(row) else None
        if isinstance(link, str):
            notes.say(said.malformed_link(link), rows.line_num)
        elif link:
            links.append(link)
    return Ledger(tuple(links))


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
