"""Writes a whole exhibition of units that do not exist, as large as the programme, to measure and to test with."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml

from entry_writer import write_entry, write_ledger
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.model.record_types import RecordType
from exhibition.types import CONTENT_TYPES
from fake_entries import Words
from fake_others import add_others
from fake_population import Fiction, population
from fake_records import RecordWriter
from text_generator import Speech, tables

REPOSITORY = Path(__file__).resolve().parent.parent
UNITS_A_CLUSTER = 12
"""One cluster for so many units, unless told otherwise: about four units of nine belong to one."""
UNITS_AN_OTHER = 100
"""One entry of each other type for so many units, unless told otherwise."""
UNITS_A_DAY = 25
"""Addresses issued on one day."""


def write(
    root: Path,
    n: int = 5500,
    seed: int = 1,
    clusters: int | None = None,
    example: bool = True,
    records: int = 0,
    only: str = "",
    pictures: bool = False,
    others: int | None = None,
) -> None:
    """Write an exhibition of `n` units to the folder `root`, in which there is no content yet.

    The same arguments and vocabularies give the same bytes. Every entry says 示例: 是 unless `example` is False. Where
    `clusters` is not given there is one for every `UNITS_A_CLUSTER` units; of each type that is neither unit nor cluster there
    are `others` entries, or one for every `UNITS_AN_OTHER` units. Each published entry, of units only those of three stars and
    more, has `records` records, in some of the lists that its type declares, in turn; with `only`, the name of one list, all entries together
    have exactly so many records of that list. With `pictures` entries with records have two drawings as photographs.
    Raises FileExistsError over other content.
    """
    copy_settings(root)
    speech = Speech(tables()["词"], Random(seed))
    streets = [(term["slug"], term["名称"]) for term in terms("streets") if term["slug"] != "example"]
    entries = population(speech, words(), streets, n, n // UNITS_A_CLUSTER if clusters is None else clusters)
    # A random source of their own: with and without records everything else is the same.
    said = Speech(tables()["词"], Random(f"records {seed}"))
    writer = RecordWriter(said, tables(), build_lexicon(read_vocabularies(REPOSITORY)[0]), entries)
    add_others(writer, words(), entries, n // UNITS_AN_OTHER if others is None else others, REPOSITORY / "content")
    if only:
        writer.fill_list(get_list(only), records, pictures=pictures)
    else:
        writer.fill_rated(records, pictures=pictures)
    for entry in entries:
        entry.values |= {"示例": "是" if example else "否", "来源": "合成数据"}
        write_entry(root / "content" / entry.kind / entry.id, entry.values, entry.body, entry.aside)
    write_ledger(root, list(ledger_rows(entries)))


def get_list(name: str) -> RecordType:
    """Return the record list of this name or key. Raises KeyError."""
    return {key: row for row in CONTENT_TYPES.record_types for key in (row.name, row.label)}[name]


def copy_settings(root: Path) -> None:
    """Copy what is neither an entry nor the ledger: `mkdocs.yml`, templates, vocabularies, pages of the guide."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    entries = {"permalinks", *(row.folder for row in CONTENT_TYPES)}
    for source in (REPOSITORY / "overrides", *(REPOSITORY / "content").iterdir()):
        if source.is_dir() and source.name not in entries:
            shutil.copytree(source, root / source.relative_to(REPOSITORY))


def terms(name: str) -> list[dict[str, Any]]:
    """Return the terms of a vocabulary of the repository."""
    text = (REPOSITORY / "content" / "vocabularies" / f"{name}.yml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)["词"]
    return found


def words() -> Words:
    """Return the grammar with the themes and standards of the repository."""
    themes = tuple((term["名称"], tuple(term.get("别名", ()))) for term in terms("themes"))
    return Words(tables(), themes, tuple(term["名称"] for term in terms("standards")))


def ledger_rows(entries: Sequence[Fiction]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a line for every entry; behind them one address in 500 that was retired and one that was merged."""
    for number, entry in enumerate(entries):
        yield entry.id, issued(number), entry.values["名称"], "live", ""
    first, gone = int(entries[-1].id) + 1, max(1, len(entries) // 500)
    for number in range(gone):
        yield str(first + number), issued(len(entries) + number), f"旧{number + 1}号楼", "retired", ""
    published = [entry.id for entry in entries if entry.values["状态"] == "发布"]
    for number, target in enumerate(published[:gone], gone):
        yield str(first + number), issued(len(entries) + number), f"旧{number + 1}号楼", "merged", target


def issued(number: int) -> str:
    """Return the day on which the address of this number (from 0) was issued."""
    day = number // UNITS_A_DAY
    return f"{2025 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}"


def main() -> None:
    """Write a synthetic exhibition from the command line."""
    parser = argparse.ArgumentParser(description=write.__doc__)
    parser.add_argument("root", type=Path, help="folder to write")
    parser.add_argument("--units", type=int, default=5500)
    parser.add_argument("--clusters", type=int)
    parser.add_argument("--others", type=int, help="entries of each type that is neither unit nor cluster")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--records",
        type=int,
        default=0,
        help="records of each entry, of units those of three stars and more; with --list: of all together",
    )
    parser.add_argument(
        "--list", default="", help="write records of this list alone, exactly as many as --records says"
    )
    parser.add_argument("--pictures", action="store_true", help="entries with records have drawings as photographs")
    parser.add_argument("--real", action="store_true", help="entries do not say that they are examples")
    options = parser.parse_args()
    write(
        options.root,
        options.units,
        options.seed,
        options.clusters,
        example=not options.real,
        records=options.records,
        only=options.list,
        pictures=options.pictures,
        others=options.others,
    )


if __name__ == "__main__":
    main()
