"""Worker processes that make bundles, one for each processor; finished ones are cached, so that a stopped job resumes."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Protocol

from ..aside import leave_with_parent
from ..cache import Cache, digest
from ..diagnostics import Diagnostic, Refusal
from ..model import Key
from ..photos.pool import spread
from ..report.progress import Advance, silent
from .plan import Bundle, Choice


@dataclass(frozen=True, slots=True)
class Decoded:
    """The code read from the picture of one poster: its text, and the share of its error correction left unused."""

    text: str = ""
    unused: float = 0.0


@dataclass(frozen=True, slots=True)
class Made:
    """The output of a maker for one bundle: files by their path in the package, or the faults that forbid them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    pages: tuple[Decoded, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=dict)
    """The report of the preflight, as plain values."""


class Maker(Protocol):
    """A callable that draws, finishes and checks one bundle. The same bundle gives the same bytes."""

    @property
    def key(self) -> str:
        """Hash of everything except the bundle that the bytes depend on."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Versions and hashes for the record; `profile` is the name of the ICC profile."""

    def unfit(self, choices: Sequence[Choice]) -> list[Diagnostic]:
        """Return what cannot be printed, at the places of the content files."""

    def __call__(self, bundle: Bundle) -> Made:
        """Return the files of a bundle; none if any of them has a fault."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one bundle: the SHA-256 of its files by their paths, and the report of the preflight."""

    files: dict[str, str]
    faults: tuple[str, ...] = ()
    pages: tuple[Decoded, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A maker and the cache of its output: files by their hash, results by the hash of all inputs."""

    maker: Maker
    kept: Cache

    def key(self, bundle: Bundle) -> Key:
        """Return the hash of everything that the files of a bundle depend on."""
        told = [(page.seq, page.poster.compute_digest(bundle.format)) for page in bundle.pages]
        return Key(digest(self.maker.key, bundle.number, bundle.stem, *bundle.folio(), repr(told)))

    def finished(self, bundle: Bundle) -> Result | None:
        """Return the cached result of the same bundle; None where any part of it is missing or damaged."""
        data = self.kept.get(self.key(bundle))
        if data is None:
            return None
        told = json.loads(data)
        result = Result(told["files"], (), tuple(Decoded(**page) for page in told["pages"]), told["checks"])
        return result if all(self.kept.get(Key(sha256)) is not None for sha256 in result.files.values()) else None

    def make(self, bundle: Bundle) -> Result:
        """Make a bundle and cache it; one with a fault is not cached, because it must be made again."""
        made = self.maker(bundle)
        files = {path: hashlib.sha256(data).hexdigest() for path, data in made.files.items()}
        result = Result(files, made.faults, made.pages, made.checks)
        for path, sha256 in files.items():
            self.kept.put(Key(sha256), made.files[path])
        if not made.faults:
            told = {"files": files, "pages": [asdict(page) for page in made.pages], "checks": made.checks}
            self.kept.put(self.key(bundle), json.dumps(told, ensure_ascii=False).encode())
        return result

    def file(self, sha256: str) -> bytes:
        """Return a finished file. Raises Refusal where it was damaged on the disk since it was made."""
        data = self.kept.get(Key(sha256))
        if data is None:
            raise Refusal("做好的文件在磁盘上坏了一个，这一批没有打包。请再运行一次，会把它重做。")
        return data


def make_all(
    bundles: Iterable[Bundle], workshop: Workshop, advance: Advance = silent, processes: int | None = None
) -> dict[int, Result]:
    """Return the result of each bundle by its number; cached bundles are not made again."""
    wanted = list(bundles)
    results = {one.number: result for one in wanted if (result := workshop.finished(one))}
    total, done = sum(len(one.pages) for one in wanted), 0
    # Progress counts only bundles that are made now: cached ones say nothing about the time that the rest takes.
    total -= sum(len(one.pages) for one in wanted if one.number in results)
    for bundle, result in made(workshop, [one for one in wanted if one.number not in results], processes):
        results[bundle.number] = result
        done += len(bundle.pages)
        advance(done, total)
    return results


PART = 100
"""Posters that one process checks at a time."""


def unfit_all(choices: Sequence[Choice], workshop: Workshop, advance: Advance = silent) -> list[Diagnostic]:
    """Return what cannot be printed, of all posters. Sets texts and converts photos, hence on all processors."""
    parts = [tuple(choices[start : start + PART]) for start in range(0, len(choices), PART)]
    if min(os.cpu_count() or 1, len(parts)) < 2:
        return list(dict.fromkeys(found for part in parts for found in workshop.maker.unfit(part)))
    found = []
    for done, (_, diagnostics) in enumerate(spread(look, parts, unseen, partial(hands, workshop), ahead=1), 1):
        found += diagnostics
        advance(min(done * PART, len(choices)), len(choices))
    # A fault of the site's address is found on every poster and reported once.
    return sorted(dict.fromkeys(found), key=lambda diagnostic: (diagnostic.span, diagnostic.code))


def look(choices: tuple[Choice, ...]) -> list[Diagnostic]:
    """Check posters in a process of the pool."""
    return _workshop.maker.unfit(choices)


def unseen(choices: tuple[Choice, ...]) -> list[Diagnostic]:
    """Raise Refusal: a process died while it checked some posters, and none may be printed unchecked."""
    raise Refusal(f"看编号 {choices[0].poster.id} 起的一组海报时程序中断了，可能是内存不够。请关掉别的程序再试一次。")


def made(workshop: Workshop, bundles: list[Bundle], processes: int | None) -> Iterator[tuple[Bundle, Result]]:
    """Yield every bundle with its result, in the order in which they are finished."""
    if min(processes or os.cpu_count() or 1, len(bundles)) < 2:
        yield from ((bundle, workshop.make(bundle)) for bundle in bundles)
        return
    # One bundle at a time for each process: after Ctrl+C only the bundles that are being made are waited for.
    yield from spread(work, bundles, lost, partial(hands, workshop), ahead=1)


def lost(bundle: Bundle) -> Result:
    """Return the result of a bundle whose process died."""
    return Result({}, ("做这个文件的时候程序中断了，可能是内存不够。请关掉别的程序再试一次。",))


_workshop: Workshop
"""The workshop of a process of the pool, handed over once and not with each bundle."""


def hands(workshop: Workshop, workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes for `workshop`; forked where the system can, so that fonts and profile are in memory."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    return ProcessPoolExecutor(workers, context, initializer=begin, initargs=(workshop,))


def begin(workshop: Workshop) -> None:
    """Prepare a process: the parent handles Ctrl+C, and the process ends when its parent does."""
    global _workshop
    _workshop = workshop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_with_parent()


def work(bundle: Bundle) -> Result:
    """Render one bundle in a process of the pool."""
    return _workshop.make(bundle)
