"""Oracle of losses: compare what was written with what was understood, and return what was lost without a diagnostic.

The comparison is independent of the loader: it knows lines, names of fields and comments. A file with an 错误 is not
published, nor is one that was taken down, so nothing of them is lost. In any other file each line without a
diagnostic must be understood as it stands: every character of its value is in a value of the entry, and the prose is
unchanged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from exhibition.content.vocabularies import LISTING_KEYS, TERM_KEYS
from exhibition.diagnostics import Diagnostic
from exhibition.ledger.permalink_file import format_permalink
from exhibition.model import Exhibition, PartialDate, Status
from exhibition.model.emblem import Emblem
from exhibition.model.field_types import Boolean, FocusPoint
from exhibition.model.fields import Field, RecordList
from exhibition.text.characters import INVISIBLE
from exhibition.types import CONTENT_TYPES, Cluster, Unit


def list_fields() -> Iterator[Field]:
    for field in CONTENT_TYPES.fields:
        yield field
        yield from field.kind.fields if isinstance(field.kind, RecordList) else ()


KEYS = sorted({field.key for field in list_fields()}, key=len, reverse=True)
PICKED = {field.key: field.kind for field in list_fields() if isinstance(field.kind, Boolean | FocusPoint)}
"""Fields whose default cannot be told from what was written: their lines are checked separately."""

HEAD = re.compile(rf"\s*(?:-\s+)?(?:({'|'.join(KEYS)})\s*:(?:\s+|$))?(.*)")
COMMENT = re.compile(r"(?:^|(?<=\s))#(?:\s.*)?$")
SYNTAX = re.compile(r"[\s\"'\[\],|>\-]+")
APART = frozenset({"body", "folder", "spans", "span", "suspect", "example", "aligned", "focus"})


def squeezed(text: str) -> str:
    return SYNTAX.sub("", text)


def iter_texts(value: Any) -> Iterator[str]:
    """Yield every text of an entry, as it is written in a file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, PartialDate):
        yield value.iso
    elif isinstance(value, Emblem):
        yield str(value)
    elif isinstance(value, Enum):
        yield value.value
    elif isinstance(value, tuple):
        for one in value:
            yield from iter_texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in APART:
                yield from iter_texts(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from value.values()
    elif value is not None:
        yield str(value)


def get_value(line: str) -> str:
    """Return the value of a line."""
    key, value = HEAD.fullmatch(line).groups()  # type: ignore[union-attr]
    value = COMMENT.sub("", value).strip()
    if key in PICKED and (value in ("是", "否") or re.fullmatch(r"\d{1,3}%?\s*[,，、 ]\s*\d{1,3}%?", value)):
        return ""
    return squeezed(value)


def find_losses(data: bytes, entry: Unit | Cluster | None, diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return what of a file was lost without a diagnostic."""
    if any(one.blocks for one in diagnostics):
        return []
    if entry is None:
        return ["the whole file"]
    if entry.status is Status.WITHDRAWN:
        return []
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return ["bytes that are no text"]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = entry.get_span("正文").line
    told = {one.span.line for one in diagnostics}
    below = lines[first - 1 :]
    shown = entry.body.split("\n")
    # Of a line that is reported to contain something else than text, the rest must be left.
    if len(shown) == len(below):
        below = [INVISIBLE.sub("", line) if n in told else line for n, line in enumerate(below, first)]
    whole = below == shown or not ("".join(below).strip() or entry.body.strip())
    missing = [] if whole else ["the body"]
    understood = squeezed("".join(iter_texts(entry)))
    values = {number: value_of(line) for number, line in enumerate(lines[1 : first - 2], 2)}
    missing += [f"line {n}: {value}" for n, value in values.items() if n not in told and value not in understood]
    if not diagnostics and not missing and not any(map(may_be_escaped, lines[1 : first - 2])):
        here, there = Counter("".join(values.values())), Counter(understood)
        missing += [f"signs {here - there} for {there - here}"] if here != there else []
    return missing


def find_losses_beside(data: bytes, records: Sequence[Any], diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return what of a side file was lost without a diagnostic, given the records that were read from it."""
    if any(one.blocks for one in diagnostics):
        return []
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return ["bytes that are no text"]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = {one.span.line for one in diagnostics}
    first = next((at for at, line in enumerate(lines, 1) if line.strip()), 1)
    end = next((at for at in range(first, len(lines)) if INVISIBLE.sub("", lines[at]).rstrip() == "---"), len(lines))
    understood = squeezed("".join(iter_texts(tuple(records))))
    values = {number: value_of(line) for number, line in enumerate(lines[first:end], first + 1)}
    missing = [f"line {n}: {value}" for n, value in values.items() if n not in told and value not in understood]
    if any(INVISIBLE.sub("", line).strip() for line in lines[end + 1 :]) and not any(
        number > end + 1 for number in told
    ):
        missing.append("what stands below the list")
    return missing


def may_be_escaped(line: str) -> bool:
    """Return whether characters of this line may stand for others (a backslash within quotation marks), so that they
    cannot be counted.
    """
    return line.lstrip().startswith('"') and "\\" in line


def value_of(line: str) -> str:
    return "" if may_be_escaped(line) else get_value(line)


def find_lost_permalinks(data: bytes, exhibition: Exhibition) -> list[str]:
    """Return the lines of a permalink file of which something was lost without a diagnostic."""
    links = [link for link in exhibition.ledger.links if link.id == "20021"]
    known = {squeezed(text) for link in links for text in (format_permalink(link), f"名称: {link.name}")}
    lines = [line.strip() for line in list_lines(data) if not line.lstrip().startswith("#")]
    return [line for line in lines if not any(squeezed(line) in one for one in known)]


def find_lost_terms(data: bytes, exhibition: Exhibition) -> list[str]:
    """Return the lines of a vocabulary of which something was lost without a diagnostic."""
    words = exhibition.vocabularies
    listings = (words.streets, words.themes, words.scenes, words.standards, words.photo_kinds)
    known = squeezed("\n".join(text for listing in listings for text in iter_texts(listing)))
    remarks = (line for line in list_lines(data) if not line.lstrip().startswith("#"))
    lines = (COMMENT.sub("", TERM_HEAD.sub("", line)) for line in remarks)
    return [line for line in lines if squeezed(line) not in known and line.strip() not in ("是", "否")]


TERM_HEAD = re.compile(rf"\s*(?:- +)?(?:{'|'.join((*TERM_KEYS, *LISTING_KEYS))})\s*:(?:\s|$)")


def list_lines(data: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", data.decode().removeprefix("\ufeff"))
