"""Interrupted jobs continue and give the same bytes; a process that dies does not stop the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.diagnostics import Diagnostic, Severity, Span
from exhibition.print.formats import FORMATS
from exhibition.print.jobs.bundles import (
    BundleRunner,
    CachedRenderer,
    PlannedPoster,
    PrintBundle,
    RenderedBundle,
    plan_bundles,
    render_all,
)
from exhibition.print.jobs.selection import compute_fingerprint
from exhibition.print.poster import build_poster
from exhibition.storage.cache import Cache
from helpers.fake_print import FakeRenderer, contents, exhibition, order, run_order, unit

A4 = FORMATS["a4"]
UNITS = [unit(str(10001 + number), committee=f"{number}居") for number in range(8)]


def bundles() -> tuple[PrintBundle, ...]:
    hall = exhibition(*UNITS)
    posters = [(build_poster(one, hall), one) for one in UNITS]
    return plan_bundles([PlannedPoster(poster, one, compute_fingerprint(poster, A4)) for poster, one in posters], A4)


def made(log: Path) -> list[str]:
    return [line.split()[1] for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def test_finished_files_are_not_made_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    runner = BundleRunner(CachedRenderer(FakeRenderer(log=log), Cache(tmp_path / "kept")))
    render_all(bundles()[:3], runner)
    results = render_all(bundles(), runner)
    assert sorted(made(log)) == sorted(one.stem for one in bundles())
    assert sorted(results) == list(range(1, 9))


@pytest.mark.parametrize("processes", [1, 2])
def test_an_interrupted_job_goes_on_and_ends_the_same(processes: int, tmp_path: Path) -> None:
    hall = exhibition(*UNITS[:5], unit("10030", "停楼", committee="停居"), *UNITS[5:])
    log = tmp_path / "log"
    shop = FakeRenderer(log=log)
    with pytest.raises(KeyboardInterrupt):
        run_order(order(), tmp_path, hall, shop)
    assert not (tmp_path / "print").exists()
    before = made(log)
    log.with_suffix(".go").touch()
    run_order(order(), tmp_path, hall, shop)
    finished = [stem for stem in before if made(log).count(stem) == 1]
    assert len(finished) >= 3
    log.unlink()
    run_order(order(), tmp_path / "whole", hall, shop)
    assert contents(tmp_path / "print") == contents(tmp_path / "whole" / "print")


SLOW = """
import sys, time
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from helpers import fake_print
import test_print_workers
from exhibition.cli import restore_interrupt_handler
from helpers.fake_print import FakeRenderer, run_order, exhibition, order

restore_interrupt_handler()

class Slow(FakeRenderer):
    def __call__(self, bundle):
        time.sleep(0.2)
        return super().__call__(bundle)

root = Path(sys.argv[3])
try:
    run_order(order(), root, exhibition(*test_print_workers.UNITS), Slow(log=root / "log"))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("how", "before"),
    [(signal.SIGINT, signal.SIG_DFL), (signal.SIGINT, signal.SIG_IGN), (signal.SIGKILL, signal.SIG_DFL)],
)
def test_a_job_that_is_stopped_from_outside_leaves_nobody_behind_and_goes_on(
    how: signal.Signals, before: signal.Handlers, tmp_path: Path
) -> None:
    words = [sys.executable, "-c", SLOW, str(HOME / "scripts"), str(HOME / "tests"), str(tmp_path)]
    process = subprocess.Popen(
        words,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Set the handler explicitly: a background job of a shell script inherits an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, before),
    )
    while process.poll() is None and len(made(tmp_path / "log")) < 3:
        time.sleep(0.02)
    os.killpg(process.pid, how) if how is signal.SIGINT else process.kill()
    _, said = process.communicate()
    assert "Traceback" not in said
    assert process.returncode == (130 if how is signal.SIGINT else -9)
    workers = {int(line.split()[0]) for line in (tmp_path / "log").read_text().splitlines()}
    assert all(is_gone(pid) for pid in workers)
    stopped = made(tmp_path / "log")
    assert len(set(stopped)) < 8
    run_order(order(), tmp_path, exhibition(*UNITS), FakeRenderer(log=tmp_path / "log"))
    assert len(made(tmp_path / "log")) < len(stopped) + 8
    run_order(order(), tmp_path / "whole", exhibition(*UNITS))
    assert contents(tmp_path / "print") == contents(tmp_path / "whole" / "print")


def is_gone(pid: int) -> bool:
    """Return whether a process has ended or ends soon."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            return True
        time.sleep(0.05)
    return False


@dataclass(frozen=True)
class Deadly(FakeRenderer):
    def __call__(self, bundle: PrintBundle) -> RenderedBundle:
        if bundle.number == 3:
            os._exit(1)
        return super().__call__(bundle)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor makes everything in one process")
def test_a_bundle_that_kills_its_process_is_a_fault_and_takes_no_other_with_it(tmp_path: Path) -> None:
    results = render_all(bundles(), BundleRunner(CachedRenderer(Deadly(), Cache(tmp_path))))
    assert {number for number, result in results.items() if result.faults} == {3}
    assert "程序中断" in results[3].faults[0]


def test_a_kept_file_that_the_disk_has_spoilt_is_made_again(tmp_path: Path) -> None:
    run_order(order(), tmp_path)
    before = contents(tmp_path / "print")
    kept = next(
        path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.read_bytes().startswith(b"[[")
    )
    kept.write_bytes(b"spoilt")
    run_order(order(), tmp_path)
    assert contents(tmp_path / "print") == before


@dataclass(frozen=True)
class Strict(FakeRenderer):
    def find_unprintable(self, choices: Sequence[PlannedPoster]) -> list[Diagnostic]:
        spans = [Span(one.poster.id) for one in choices if one.poster.id.endswith("7")]
        return [Diagnostic(span, "E511", Severity.ERROR, "太长。") for span in spans]


@pytest.mark.parametrize("count", [3, 250])
def test_all_posters_are_looked_through_before_any_is_drawn(count: int, tmp_path: Path) -> None:
    hall = exhibition(*(unit(str(10001 + number)) for number in range(count)))
    log = tmp_path / "log"
    outcome = run_order(order(), tmp_path, hall, Strict(log=log))
    wanted = [str(10001 + number) for number in range(count) if (10001 + number) % 10 == 7]
    assert [one.span.path for one in outcome.diagnostics] == wanted
    assert (outcome.folder is None) == bool(wanted)
    assert log.exists() != bool(wanted)
