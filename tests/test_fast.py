"""The quick tests (`make test-fast`): what they leave out, and that none of them needs a browser."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

import pytest

from conftest import FAST, LONGEST, SLOW, SLOW_FIXTURES
from exhibition.cli import maintenance

TESTS = Path(__file__).parent
BROWSERS = re.compile(r"sync_playwright\(|^from engines import|\.launch\(", re.MULTILINE)
"""Code that starts a browser without the fixture."""


def test_no_quick_test_has_a_browser_or_a_built_site(request: pytest.FixtureRequest) -> None:
    """In a full run these are all tests; a part of them otherwise."""
    quick = [item for item in request.session.items if item.get_closest_marker("slow") is None]
    assert quick
    for item in quick:
        needed = SLOW_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        assert not needed, f"{item.nodeid} needs {needed}"
        assert item.path.name not in {*LONGEST, *SLOW}


def test_files_that_start_a_browser_themselves_are_slow() -> None:
    starting = {path.name for path in TESTS.glob("test_*.py") if BROWSERS.search(path.read_text("utf-8"))}
    assert starting - {*LONGEST, *SLOW} - {Path(__file__).name} == set()


def test_the_tables_name_files_that_are_there() -> None:
    assert [name for name in (*LONGEST, *SLOW) if not (TESTS / name).is_file()] == []
    assert set(LONGEST).isdisjoint(SLOW) and len(set(SLOW)) == len(SLOW)


def test_the_command_runs_ruff_and_the_quick_tests_and_says_what_it_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(maintenance, "run_python", lambda root, *words: ran.append(words) or 0)
    assert maintenance.run_fast_tests(Namespace(root=TESTS.parent, rest=[])) == 0
    assert [words[1] for words in ran] == ["ruff", "ruff", "pytest"] and ran[-1][-2:] == ("-m", FAST)
    assert "make test" in capsys.readouterr().err.splitlines()[-1]
