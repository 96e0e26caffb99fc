"""The worker pool: every job is done, whatever a job does to its process."""

from __future__ import annotations

import os

from exhibition.workers import run_jobs


def squared_or_gone(number: int) -> int:
    if number == 13:
        os._exit(1)
    return number * number


def test_every_job_is_done_once() -> None:
    assert dict(run_jobs(squared_or_gone, range(10), lambda lost: -1)) == {number: number**2 for number in range(10)}
    assert list(run_jobs(squared_or_gone, [], lambda lost: -1)) == []


def test_a_job_that_kills_its_process_takes_no_other_with_it() -> None:
    found = list(run_jobs(squared_or_gone, range(8, 18), lambda lost: -1))
    assert len(found) == 10
    assert dict(found) == {number: -1 if number == 13 else number**2 for number in range(8, 18)}
