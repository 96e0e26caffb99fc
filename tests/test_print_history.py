"""Posters that are new or have changed since an earlier job, decided by a hash."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from exhibition.diagnostics import Refusal
from exhibition.print.jobs.job import JobOutcome
from helpers.fake_print import UNITS, FakeRenderer, change_entry, exhibition, order, run_order, unit


def printed(outcome: JobOutcome) -> dict[str, str]:
    """Return the ids of a job, each with the job whose poster it replaces."""
    assert outcome.folder
    rows = csv.DictReader(io.StringIO((outcome.folder / "manifest.csv").read_text("utf-8-sig")))
    return {row["编号"]: row["替换哪一批"] for row in rows}


@pytest.mark.parametrize("where", ["folder", "zip", "record"])
def test_no_change_is_nothing_to_print(where: str, tmp_path: Path) -> None:
    first = run_order(order(), tmp_path)
    assert first.folder and first.archive
    earlier = {"folder": first.folder, "zip": first.archive, "record": first.folder / "job.json"}[where]
    log = tmp_path / "log"
    outcome = run_order(order(since=earlier), tmp_path, shop=FakeRenderer(log=log, key="newer version of the program"))
    assert (outcome.folder, outcome.unchanged) == (None, 5)
    assert not log.exists()
    assert len(list((tmp_path / "print").iterdir())) == 2


def test_one_changed_sentence_is_one_poster(tmp_path: Path) -> None:
    first = run_order(order(), tmp_path)
    hall = change_entry(exhibition(), "10003", tagline="一起种菜。")
    outcome = run_order(order(since=first.folder), tmp_path, hall)
    assert printed(outcome) == {"10003": "JOB-20261101-A4"}
    assert outcome.unchanged == 4


def test_what_a_poster_does_not_show_is_no_reason_to_print(tmp_path: Path) -> None:
    first = run_order(order(), tmp_path)
    hall = change_entry(exhibition(), "10003", body="新写的故事", households=24)
    assert run_order(order(since=first.folder), tmp_path, hall).folder is None


def test_a_new_unit_replaces_nothing(tmp_path: Path) -> None:
    first = run_order(order(), tmp_path, exhibition(*UNITS[:3]))
    assert printed(run_order(order(since=first.folder), tmp_path, exhibition(*UNITS[:3], unit("10020")))) == {
        "10020": ""
    }


def test_jobs_remember_those_before_them(tmp_path: Path) -> None:
    first = run_order(order(), tmp_path)
    hall = change_entry(exhibition(), "10003", tagline="一起种菜。")
    second = run_order(order(since=first.folder), tmp_path, hall)
    assert second.folder
    assert run_order(order(since=second.folder), tmp_path, hall).folder is None
    third = run_order(order(since=second.folder), tmp_path, change_entry(hall, "10001", name="新名字"))
    assert printed(third) == {"10001": "JOB-20261101-A4"}
    fourth = run_order(order(since=second.folder), tmp_path, change_entry(hall, "10003", name="新名字"))
    assert printed(fourth) == {"10003": second.folder.name}


def test_since_alone_chooses_everything_and_narrows_with_other_words(tmp_path: Path) -> None:
    first = run_order(order(), tmp_path)
    hall = change_entry(change_entry(exhibition(), "10003", name="甲"), "10004", name="乙")
    assert list(printed(run_order(order(since=first.folder, streets=()), tmp_path, hall))) == ["10003", "10004"]
    assert list(printed(run_order(order(since=first.folder, streets=("罗店镇",)), tmp_path, hall))) == ["10004"]


def test_a_poster_that_was_not_delivered_is_still_new(tmp_path: Path) -> None:
    bad = exhibition(*UNITS[:3], unit("10004", "坏楼", committee="共和三居"))
    first = run_order(order(), tmp_path, bad)
    mended = change_entry(bad, "10004", name="好楼")
    assert list(printed(run_order(order(since=first.folder), tmp_path, mended))) == ["10004"]


def test_a_proof_is_no_earlier_job_but_may_have_one(tmp_path: Path) -> None:
    proof = run_order(order(proof=True), tmp_path)
    with pytest.raises(Refusal, match="样张"):
        run_order(order(since=proof.folder), tmp_path)
    first = run_order(order(), tmp_path)
    assert run_order(order(since=first.folder, proof=True, ids=("10001",)), tmp_path).folder is None


def test_jobs_of_another_product_are_not_compared(tmp_path: Path) -> None:
    first = run_order(order("a5"), tmp_path)
    with pytest.raises(Refusal, match="不能比较"):
        run_order(order("a4", since=first.folder), tmp_path)


@pytest.mark.parametrize(
    "told",
    [None, "no json", json.dumps({"kind": "other"}), json.dumps({"kind": "exhibition-posters"}), json.dumps([1])],
)
def test_what_is_no_job_is_said_to_be_none(told: str | None, tmp_path: Path) -> None:
    if told is not None:
        (tmp_path / "job.json").write_text(told)
    with pytest.raises(Refusal, match="不是一批海报"):
        run_order(order(since=tmp_path), tmp_path)
