"""Turns answers into new content folders with a commented template, and issues their addresses in the ledger.

Addresses come last: a folder without one is reported by `check`, an address without a folder would hang on a wall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .cache import write_atomically
from .diagnostics import Refusal
from .model import Exhibition, LinkState, Permalink
from .model.fields import CLUSTER_FIELDS, UNIT_FIELDS, Field, Many, Records
from .model.rules import Slip
from .model.template import FIXED, template
from .model.words import Lexicon
from .reading.ledger import PATH
from .report.progress import Advance, silent

LEDGER = Path(PATH)
FIRST = 10001
"""The first id of a ledger that is empty."""
LAST = 99999


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of folder is made: its fields, and what is asked about it, by attribute."""

    title: str
    fields: tuple[Field, ...]
    asked: tuple[str, ...]


PLANS: dict[str, Plan] = {
    "unit": Plan("楼组", UNIT_FIELDS, ("name", "street", "compound", "committee", "building", "tagline", "source")),
    "cluster": Plan("楼群", CLUSTER_FIELDS, ("name", "street", "compound", "committee", "bond", "tagline", "source")),
}
"""What can be founded. Neighbours of other entries (楼群, 楼组, 牵头) are written later, in both files at once."""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new entry: its id, its file below the root, the whole text of the file, its line in the ledger."""

    id: str
    path: Path
    text: str
    line: str


def understood(field: Field, answer: str, lexicon: Lexicon) -> tuple[str, Slip | None]:
    """Return an answer as it should be written, and what is wrong with it: a 错误 where nothing can be made of it."""
    answer = " ".join(answer.split())
    if not answer or isinstance(field.kind, Many | Records):
        return "", None
    _, slip = field.kind.read(answer, field.key, lexicon)
    return (answer if slip is None or slip.text is None else slip.text), slip


def next_ids(exhibition: Exhibition) -> Iterator[str]:
    """Yield the ids after all that were ever issued or stand on a folder. Raises Refusal after the last."""
    known = [int(id) for id in (*exhibition.ledger.by_id, *exhibition.entries)]
    for number in range(max(known, default=FIRST - 1) + 1, LAST + 1):
        yield str(number)
    raise Refusal(f"编号用完了：已经发到 {LAST}。请告诉写程序的人。")


def next_id(exhibition: Exhibition) -> str:
    """Return the id after all that were ever issued or stand on a folder. Raises Refusal after the last."""
    return next(next_ids(exhibition))


def planned(
    kind: str, answers: Mapping[str, str], exhibition: Exhibition, today: date, id: str | None = None
) -> Founded:
    """Return what would be made of answers (by attribute, as `understood` returns them); nothing is written yet.

    `id`: one of `next_ids`, where several folders are planned at once; else the next one. Raises Refusal where the
    street has no folder (its vocabulary cannot be read) or no id is left.
    """
    id = id or next_id(exhibition)
    street = exhibition.vocabularies.streets.term(answers["street"])
    if street is None:
        raise Refusal(f"街镇词表里没有“{answers['street']}”，不知道文件夹放在哪里。请先运行 check，把街镇词表改好。")
    folder = Path("content", "clusters", id) if kind == "cluster" else Path("content", "units", street.slug, id)
    text = template(PLANS[kind].fields, {**answers, **FIXED, "id": id})
    return Founded(
        id, folder / "index.md", text, Permalink(id, today.isoformat(), answers["name"], LinkState.LIVE).line
    )


def found(plan: Founded, root: Path) -> None:
    """Write one folder and its address."""
    found_all([plan], root)


def found_all(plans: Sequence[Founded], root: Path, advance: Advance = silent) -> None:
    """Write the folders, then their addresses at the end of the ledger, of which no other byte changes.

    Whoever stops midway has whole folders, each with its address. Raises FileExistsError where a folder is taken.
    """
    lines: list[str] = []
    try:
        for plan in plans:
            file = root / plan.path
            if file.exists():
                raise FileExistsError(17, "文件已经在了", str(file))
            write_atomically(file, plan.text.encode())
            lines.append(plan.line)
            advance(len(lines), len(plans))
    finally:
        if lines:
            issue(lines, root)


def issue(lines: Sequence[str], root: Path) -> None:
    """Add lines to the end of the ledger, with the line ends that it has."""
    ledger = (root / LEDGER).read_bytes()
    end = b"\r\n" if b"\r\n" in ledger else b"\n"
    gap = b"" if not ledger or ledger.endswith(b"\n") else end
    write_atomically(root / LEDGER, ledger + gap + b"".join(line.encode() + end for line in lines))
