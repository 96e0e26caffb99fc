"""The folder of an exhibition into the exhibition and everything that is found in it: what all commands begin with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .cache import Cache
from .checks import check
from .codes import long_addresses
from .diagnostics import Diagnostic
from .model import Exhibition, Past
from .reading import read_exhibition
from .reading.promised import read_promised
from .reading.vocabularies import lexicon_of
from .report.progress import Progress


def inspect(
    root: Path, progress: Progress, cache: Cache | None = None, base: str | None = None
) -> tuple[Exhibition, tuple[Diagnostic, ...]]:
    """Read and check all content; return it with every finding, in the order of files and lines.

    With a `cache`, photos that have been looked at before are not read again. `base` is a revision of the repository to
    which the ledger and the entries are compared (see `read_promised`, which may refuse).
    """
    with progress.phase("读取内容"):
        reading = read_exhibition(root)
        exhibition = reading.exhibition
        if base is not None:
            exhibition = beside(exhibition, read_promised(root, base, lexicon_of(exhibition.vocabularies)))
    with progress.phase("检查内容"):
        found = [*reading.diagnostics, *check(exhibition, root, cache=cache)]
        # Without an address of the site, which is said where it is read, there is none to be too long.
        found += long_addresses(addresses(exhibition)) if exhibition.settings.site_url else []
    return exhibition, tuple(sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.code)))


def beside(exhibition: Exhibition, past: Past) -> Exhibition:
    """Return the exhibition with what had been promised before it."""
    return replace(exhibition, promised=past, ledger=exhibition.ledger.beside(past.ledger))


def addresses(exhibition: Exhibition) -> dict[str, str]:
    """The printed address of every entry that visitors see, by id."""
    settings = exhibition.settings
    entries = (*exhibition.published_units, *exhibition.published_clusters)
    return {entry.id: settings.address(entry.id) for entry in entries}
