"""Turns answers into new content folders with a commented template, and issues their addresses in the ledger.

An address comes behind its folder: a folder without one is reported by `check`, an address without a folder would hang
on a wall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .cache import write_atomically
from .content.scaffold import FIXED, render_template
from .diagnostics import Refusal
from .ledger.permalink_file import format_permalink, get_path
from .messages.registry import FieldIssue
from .model import Exhibition, LinkState, Permalink
from .model.fields import Field, ListOf, RecordList
from .model.vocabulary import Lexicon
from .progress import Advance, ignore_progress
from .types import CONTENT_TYPES


@dataclass(frozen=True, slots=True)
class Founded:
    """A new entry: its id, its file below the root, the whole text of the file, its address."""

    id: str
    path: Path
    text: str
    link: Permalink


def understood(field: Field, answer: str, lexicon: Lexicon) -> tuple[str, FieldIssue | None]:
    """Return an answer as it should be written, and what is wrong with it: a 错误 where nothing can be made of it."""
    answer = " ".join(answer.split())
    if not answer or isinstance(field.kind, ListOf | RecordList):
        return "", None
    _, slip = field.kind.parse(answer, field.key, lexicon)
    return (answer if slip is None or slip.text is None else slip.text), slip


def planned(kind: str, answers: Mapping[str, str], exhibition: Exhibition, today: date, id: str) -> Founded:
    """Return what would be made of answers (by attribute, as `understood` returns them); nothing is written yet.

    `id` is one of `ledger.drawing.free_ids`. Raises Refusal where the street has no folder (its vocabulary cannot be read).
    """
    row = CONTENT_TYPES.get_by_name(kind)
    slug = ""
    if "street" in (field.attribute for field in row.fields):
        street = exhibition.vocabularies.streets.get_term(answers.get("street", ""))
        if street is None:
            why = f"街镇词表里没有“{answers.get('street', '')}”，不知道文件夹放在哪里"
            raise Refusal(f"{why}。请先运行 check，把街镇词表改好。")
        slug = street.slug
    folder = Path(row.make_folder_path(id, slug))
    text = render_template(row.fields, {**answers, **FIXED, "id": id})
    return Founded(id, folder / "index.md", text, Permalink(id, today.isoformat(), answers["name"], LinkState.LIVE))


def found(plan: Founded, root: Path) -> None:
    """Write one folder and its address."""
    found_all([plan], root)


def found_all(plans: Sequence[Founded], root: Path, advance: Advance = ignore_progress) -> None:
    """Write each folder, and behind it its address.

    Whoever stops midway has whole folders, each with its address. Raises FileExistsError where a folder or an address is
    taken.
    """
    for number, plan in enumerate(plans, 1):
        file, address = root / plan.path, root / get_path(plan.id)
        for one in (file, address):
            if one.exists():
                raise FileExistsError(17, "文件已经在了", str(one))
        write_atomically(file, plan.text.encode())
        write_atomically(address, format_permalink(plan.link).encode())
        advance(number, len(plans))
