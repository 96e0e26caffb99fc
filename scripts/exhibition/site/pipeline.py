"""Pipeline of every command: load the content and check it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ..checks import run_checks
from ..checks.site_address import check_address
from ..collector import collect_seldom, pause_collector
from ..content.kept_entries import KeptEntries
from ..content.loader import load_exhibition, read_base_snapshot
from ..content.vocabularies import build_lexicon
from ..diagnostics import Diagnostic
from ..model import BaseSnapshot, Entry, Exhibition
from ..model.site_settings import Settings
from ..progress import Progress
from ..storage.cache import Cache


def load_and_check(
    root: Path,
    progress: Progress,
    cache: Cache | None = None,
    base: str | None = None,
    trial: str = "",
    kept: KeptEntries | None = None,
    begin: Callable[[Exhibition], None] = lambda exhibition: None,
) -> tuple[Exhibition, tuple[Diagnostic, ...]]:
    """Load and check all content; return it with every diagnostic, in the order of files and lines.

    With a `cache`, photos that have been read before are not read again. `base` is a revision of the repository with
    which the ledger, the entries and the site's address are compared (see `read_base_snapshot`, which may refuse). With
    the address of a `trial` the site is loaded as a trial site under it. `kept` are the entries of an earlier call in the
    same process; its caller saves them. `begin` is called with what has been
    loaded, before it is checked, for work in other processes.
    """
    collect_seldom()
    with pause_collector():
        with progress.time_phase("读取内容"):
            saved = KeptEntries(cache) if cache and kept is None else None
            kept = kept or saved
            reading = load_exhibition(root, kept)
            exhibition = reading.exhibition
            if trial:
                exhibition = replace(exhibition, settings=set_trial(exhibition.settings, trial))
            if base is not None:
                exhibition = add_base_revision(
                    exhibition, read_base_snapshot(root, base, build_lexicon(exhibition.vocabularies))
                )
        begin(exhibition)
        with progress.time_phase("检查内容"):
            found = [
                *reading.diagnostics,
                *run_checks(exhibition, root, cache=cache, listings=reading.listings, kept=kept),
            ]
            found += check_address(exhibition)
            if saved:
                saved.save(reading.versions)
    return exhibition, tuple(sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.code)))


def set_trial(settings: Settings, address: str) -> Settings:
    """Return the settings of a trial site under an address, those of the site itself where it is empty."""
    return replace(settings, site_url=address, trial=True) if address else settings


def add_base_revision(exhibition: Exhibition, past: BaseSnapshot) -> Exhibition:
    """Return the exhibition with what the base revision had issued."""
    return replace(exhibition, promised=past, ledger=exhibition.ledger.merge_earlier(past.ledger))


def list_addresses(exhibition: Exhibition) -> dict[str, str]:
    """Return the printed address of every published entry, by id."""
    settings = exhibition.settings
    entries = exhibition.published(Entry)
    return {entry.id: settings.build_permalink(entry.id) for entry in entries}
