"""Has bundles made by as many processes as there are processors; what is finished is kept, so that a stopped job goes on."""

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
    """What was read from the picture of one page: the code's text, and the share of its error correction left unused."""

    text: str = ""
    unused: float = 0.0


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker has made of one bundle: files by their path in the package, or the faults that forbid them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    pages: tuple[Decoded, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=dict)
    """What the preflight has seen, as plain values for a program that reads it."""


class Maker(Protocol):
    """Draws, finishes and checks one bundle; the same bundle gives the same bytes."""

    @property
    def key(self) -> str:
        """The hash of everything but the bundle that its bytes depend on."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Versions and hashes for the record; `profile` names the colour standard."""

    def unfit(self, choices: Sequence[Choice]) -> list[Diagnostic]:
        """Return what will not do on paper, at the places of the content files."""

    def __call__(self, bundle: Bundle) -> Made:
        """Return the files of a bundle; files with a fault are not among them."""


@dataclass(frozen=True, slots=True)
class Result:
    """What has become of one bundle: the SHA-256 of its files by their paths, and what the preflight said."""

    files: dict[str, str]
    faults: tuple[str, ...] = ()
    pages: tuple[Decoded, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A maker and the folder where its finished work is kept: files by their hash, results by that of all inputs."""

    maker: Maker
    kept: Cache

    def key(self, bundle: Bundle) -> Key:
        """Return the hash of all that the files of a bundle depend on."""
        told = [(page.seq, page.poster.digest(bundle.format)) for page in bundle.pages]
        return Key(digest(self.maker.key, bundle.number, bundle.stem, *bundle.folio(), repr(told)))

    def finished(self, bundle: Bundle) -> Result | None:
        """Return what an earlier run has made of this very bundle; None where anything of it is missing or spoilt."""
        data = self.kept.get(self.key(bundle))
        if data is None:
            return None
        told = json.loads(data)
        result = Result(told["files"], (), tuple(Decoded(**page) for page in told["pages"]), told["checks"])
        return result if all(self.kept.get(Key(sha256)) is not None for sha256 in result.files.values()) else None

    def make(self, bundle: Bundle) -> Result:
        """Make a bundle and keep it; one with a fault is not kept, for it must be made again."""
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
        """Return a finished file. Raises Refusal where the disk has spoilt it since it was made."""
        data = self.kept.get(Key(sha256))
        if data is None:
            raise Refusal("做好的文件在磁盘上坏了一个，这一批没有打包。请再运行一次，会把它重做。")
        return data


def make_all(
    bundles: Iterable[Bundle], workshop: Workshop, advance: Advance = silent, processes: int | None = None
) -> dict[int, Result]:
    """Return the result of each bundle by its number; what is there already is not made again."""
    wanted = list(bundles)
    results = {one.number: result for one in wanted if (result := workshop.finished(one))}
    total, done = sum(len(one.pages) for one in wanted), 0
    # Only what is made now says how long the rest may take.
    total -= sum(len(one.pages) for one in wanted if one.number in results)
    for bundle, result in made(workshop, [one for one in wanted if one.number not in results], processes):
        results[bundle.number] = result
        done += len(bundle.pages)
        advance(done, total)
    return results


PART = 100
"""Posters that one process looks through at a time."""


def unfit_all(choices: Sequence[Choice], workshop: Workshop, advance: Advance = silent) -> list[Diagnostic]:
    """Return what will not do on paper, of all posters: texts are set and photos developed, so all processors help."""
    parts = [tuple(choices[start : start + PART]) for start in range(0, len(choices), PART)]
    if min(os.cpu_count() or 1, len(parts)) < 2:
        return list(dict.fromkeys(found for part in parts for found in workshop.maker.unfit(part)))
    found = []
    for done, (_, diagnostics) in enumerate(spread(look, parts, unseen, partial(hands, workshop), ahead=1), 1):
        found += diagnostics
        advance(min(done * PART, len(choices)), len(choices))
    # What is wrong with the site's address is so on each of the posters, and said once.
    return sorted(dict.fromkeys(found), key=lambda diagnostic: (diagnostic.span, diagnostic.code))


def look(choices: tuple[Choice, ...]) -> list[Diagnostic]:
    """Look through posters in a process of the pool."""
    return _workshop.maker.unfit(choices)


def unseen(choices: tuple[Choice, ...]) -> list[Diagnostic]:
    """Say that a process has died over some posters. Raises Refusal: nothing may be printed unseen."""
    raise Refusal(f"看编号 {choices[0].poster.id} 起的一组海报时程序中断了，可能是内存不够。请关掉别的程序再试一次。")


def made(workshop: Workshop, bundles: list[Bundle], processes: int | None) -> Iterator[tuple[Bundle, Result]]:
    """Yield every bundle with its result, as they are done."""
    if min(processes or os.cpu_count() or 1, len(bundles)) < 2:
        yield from ((bundle, workshop.make(bundle)) for bundle in bundles)
        return
    # One at a time for each process: who presses Ctrl+C waits for no more than what is in hand.
    yield from spread(work, bundles, lost, partial(hands, workshop), ahead=1)


def lost(bundle: Bundle) -> Result:
    """Return the result of a bundle that has killed its process."""
    return Result({}, ("做这个文件的时候程序中断了，可能是内存不够。请关掉别的程序再试一次。",))


_workshop: Workshop
"""Where a process of the pool works: it is handed over once, not with each bundle."""


def hands(workshop: Workshop, workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes for `workshop`; forked where the system can, so that fonts and profile are there."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    return ProcessPoolExecutor(workers, context, initializer=begin, initargs=(workshop,))


def begin(workshop: Workshop) -> None:
    """Prepare a process: Ctrl+C is the parent's to answer, and without a parent there is nobody to work for."""
    global _workshop
    _workshop = workshop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_with_parent()


def work(bundle: Bundle) -> Result:
    """Make one bundle in a process of the pool."""
    return _workshop.make(bundle)
