"""Turns answers into a new content folder with a commented template, and issues its address in the ledger.

The address comes last: a folder without one is reported by `check`, an address without a folder would hang on a wall.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .cache import write_atomically
from .model import Exhibition
from .model.fields import CLUSTER_FIELDS, UNIT_FIELDS, Field, Many, Need, Records
from .model.kinds import Id, Whole
from .model.rules import Slip
from .model.words import Lexicon
from .model.writing import written

LEDGER = Path("content") / "permalinks.csv"
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
FIXED = {"status": "草稿", "example": "否"}
"""How every entry begins, by attribute."""


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


def next_id(exhibition: Exhibition) -> str:
    """Return the id after all that were ever issued or stand on a folder. Raises OverflowError after the last."""
    known = [int(id) for id in (*exhibition.ledger.by_id, *exhibition.entries)]
    number = max(known, default=FIRST - 1) + 1
    if number > LAST:
        raise OverflowError(number)
    return str(number)


def planned(kind: str, answers: Mapping[str, str], exhibition: Exhibition, today: date) -> Founded:
    """Return what would be made of answers (by attribute, as `understood` returns them); nothing is written yet."""
    id = next_id(exhibition)
    street = exhibition.vocabularies.streets.term(answers["street"])
    folder = Path("content", "clusters", id) if kind == "cluster" else Path("content", "units", slug(street), id)
    text = template(PLANS[kind].fields, {**answers, **FIXED, "id": id})
    return Founded(id, folder / "index.md", text, ledger_line([id, today.isoformat(), answers["name"], "live", ""]))


def slug(street: object) -> str:
    """Return the folder of a street."""
    return str(getattr(street, "slug", "example"))


def found(plan: Founded, root: Path) -> None:
    """Write the folder, then its address at the end of the ledger, of which no other byte changes."""
    file = root / plan.path
    if file.exists():
        raise FileExistsError(17, "文件已经在了", str(file))
    ledger = (root / LEDGER).read_bytes()
    end = b"\r\n" if b"\r\n" in ledger else b"\n"
    gap = b"" if not ledger or ledger.endswith(b"\n") else end
    write_atomically(file, plan.text.encode())
    write_atomically(root / LEDGER, ledger + gap + plan.line.encode() + end)


def ledger_line(cells: Sequence[str]) -> str:
    """Return one line of the ledger, without its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def template(fields: Sequence[Field], values: Mapping[str, str]) -> str:
    """Return a whole content file: every field with a comment above it, filled where there is an answer."""
    lines = [line for field in fields for line in (comment(field), filled(field, values), *examples(field))]
    return "\n".join(["---", *lines, "---", "", ""])


def filled(field: Field, values: Mapping[str, str]) -> str:
    """Return the line of a field with its answer, in quotation marks where it could be misread."""
    text = values.get(field.attribute, "")
    number = isinstance(field.kind, Id | Whole)
    return f"{field.key}: {text if number else written(text)}".rstrip()


def comment(field: Field) -> str:
    """Return what stands above a field: its help, whether it must be filled, an example of a single value."""
    need = "" if field.required is Need.NEVER else f"，{field.required.value}"
    example = f"例如：{field.example}" if field.example and not isinstance(field.kind, Many | Records) else ""
    return f"# {field.key}{need}：{field.help}{example}"


def examples(field: Field) -> Iterator[str]:
    """Yield what stands below a field of several values: lines that become right when their # is taken away."""
    if isinstance(field.kind, Many | Records):
        yield "# 像下面这样一条一条写（去掉行首的 # 和一个空格）："
    if isinstance(field.kind, Many):
        yield f"#   - {field.example}"
    if isinstance(field.kind, Records):
        # Of a photo its file, for a record holds a file or a drawing, never both.
        parts = [part for part in field.kind.fields if part.attribute != "scene"]
        yield from (f"#   {'  ' if number else '- '}{part.key}: {part.example}" for number, part in enumerate(parts))
