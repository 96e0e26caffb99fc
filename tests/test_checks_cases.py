"""Authors' mistakes, one folder each: exactly the expected codes on exactly the expected lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cases import CASES, diagnosed, found, lay_out_case, tiny


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_mistake_is_found_where_it_was_made_and_nothing_else(case: str, tmp_path: Path) -> None:
    expected = lay_out_case(CASES / case, tmp_path)
    diagnostics = diagnosed(tmp_path)
    assert found(diagnostics) == expected, diagnostics


def test_the_tiny_exhibition_is_correct(tmp_path: Path) -> None:
    assert diagnosed(tiny(tmp_path)) == []
