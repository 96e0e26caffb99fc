"""Twenty thousand mutations as by typing, editors and uploads: no traceback, and no loss without a diagnostic."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from helpers.fuzz import run_trials, try_entry, try_other_file, try_side_file

SLIPS, SIDE_SLIPS, OTHER_SLIPS = 20_000, 3_000, 2_000
CHUNK = 250


def suffered_beside(trial: Callable[[int], list[str]], number: int) -> Counter[str]:
    """Mutate so many files, in as many processes as there are processors; fail with all that went wrong."""
    chunks = [range(first, min(first + CHUNK, number)) for first in range(0, number, CHUNK)]
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for some, failures in pool.map(run_trials, chunks, [trial] * len(chunks)):
            outcomes += some
            wrong += failures
    assert not wrong, "\n".join(wrong[:20])
    return outcomes


def test_no_slip_in_a_content_file_raises_or_loses_anything_in_silence() -> None:
    outcomes = suffered_beside(try_entry, SLIPS)
    assert outcomes.total() == SLIPS
    assert min(outcomes["silent"], outcomes["advised"], outcomes["stopped"]) > SLIPS / 50


def test_no_slip_in_a_side_file_raises_or_loses_anything_in_silence() -> None:
    outcomes = suffered_beside(try_side_file, SIDE_SLIPS)
    assert outcomes.total() == SIDE_SLIPS
    assert min(outcomes["silent"], outcomes["advised"], outcomes["stopped"]) > SIDE_SLIPS / 50


def test_no_slip_in_a_file_of_the_keeper_raises_or_loses_anything_in_silence() -> None:
    outcomes = suffered_beside(try_other_file, OTHER_SLIPS)
    assert outcomes.total() == OTHER_SLIPS
    assert min(outcomes["silent"], outcomes["stopped"]) > OTHER_SLIPS / 50
