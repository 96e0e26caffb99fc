"""Ledger as one CSV: the former storage format, and the export for spreadsheet programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics import Span
from ..model import Ledger, LinkState, Permalink
from ..model.kinds import ID
from .address_file import is_day, path_of, text_of

PATH = "content/permalinks.csv"
"""Path of the former table."""
HEADER = ["id", "issued", "name", "state", "target"]
HEADINGS = ["编号", "发放", "名称", "状态", "去向"]
STATES = {state.value: state for state in LinkState}
WORDS = {LinkState.LIVE: "在用", LinkState.RETIRED: "停用", LinkState.MERGED: "并入"}


@dataclass(frozen=True, slots=True)
class Table:
    """Former table: its permalinks, and the lines that could not be parsed."""

    ledger: Ledger
    faults: Mapping[int, str]
    """What is wrong, by line number."""


def read_table(text: str) -> Table:
    """Parse a table; malformed lines are left out and reported."""
    links: list[Permalink] = []
    faults: dict[int, str] = {}
    seen: set[str] = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        row = [cell.strip() for cell in cells_of(line)]
        if number == 1:
            if row != HEADER:
                faults[1] = f"第一行应是 {','.join(HEADER)}"
            continue
        if not line.strip(", "):
            continue
        link = read_link(row, Span(PATH, number))
        if isinstance(link, str):
            faults[number] = link
        elif link.id in seen:
            faults[number] = f"编号 {link.id} 前面已经有了"
        else:
            seen.add(link.id)
            links.append(link)
    return Table(Ledger(tuple(sorted(links, key=lambda link: link.id))), faults)


def cells_of(line: str) -> list[str]:
    """Return the cells of one line. Lines are parsed one by one, so that an unclosed quotation mark does not swallow
    the lines below.
    """
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return [line]


def read_link(row: list[str], span: Span) -> Permalink | str:
    """Return the permalink of one row, or what is wrong with it."""
    if len(row) != len(HEADER):
        return f"应有 {len(HEADER)} 格，现在有 {len(row)} 格"
    id, issued, name, state, target = row
    if not ID.fullmatch(id):
        return f"编号“{id}”不是 5 位数字"
    if not is_day(issued):
        return f"日期“{issued}”不是日历上的一天"
    if not name:
        return "没有名称"
    if state not in STATES:
        return f"状态“{state}”不对，只能是 {'、'.join(STATES)}"
    if (state == LinkState.MERGED.value) != bool(target) or (target and not ID.fullmatch(target)):
        return f"状态是 {state}，去向是“{target}”，对不上"
    return Permalink(id, issued, name, STATES[state], target, span)


def files_of(table: Table) -> dict[str, str]:
    """Return the permalink files that replace a table: texts by path."""
    return {path_of(link.id): text_of(link) for link in table.ledger.links}


def table_of(ledger: Ledger) -> str:
    """Return the ledger as a CSV for spreadsheet programs, in the order of issue."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for link in sorted(ledger.by_id.values(), key=lambda link: (link.issued, link.id)):
        writer.writerow([link.id, link.issued, harmless(link.name), WORDS[link.state], link.target])
    return "\ufeff" + text.getvalue()


def harmless(cell: str) -> str:
    """Return a cell in a form that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
