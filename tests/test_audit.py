"""Mistakes that volunteers made in an audit, one a row: the diagnostic, its exact place, and the corrected line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from author_mistakes import PATH, PHOTO, PHOTOS, ROWS, TEXT, WHOLE, planted
from helpers.cases import diagnosed, paint, tiny


def found_in(root: Path, data: bytes) -> list[tuple[str, tuple[int, int], str | None]]:
    (root / PATH).write_bytes(data)
    return [(one.code, (one.span.line, one.span.column), one.fixed) for one in diagnosed(root)]


@pytest.mark.parametrize(("name", "old", "new", "code", "at", "fixed"), ROWS, ids=[row[0] for row in ROWS])
def test_a_mistake_is_found_in_its_place_with_its_mend(
    name: str, old: str, new: str, code: str, at: tuple[int, int], fixed: str | None, tmp_path: Path
) -> None:
    assert old in TEXT
    assert found_in(tiny(tmp_path), TEXT.replace(old, new, 1).encode()) == [(code, at, fixed)]


@pytest.mark.parametrize(("name", "data", "code", "at"), WHOLE, ids=[row[0] for row in WHOLE])
def test_a_file_that_is_no_text_says_so_first(
    name: str, data: bytes, code: str, at: tuple[int, int], tmp_path: Path
) -> None:
    assert found_in(tiny(tmp_path), data)[0] == (code, at, None)
    if code != "E005":
        assert len(found_in(tmp_path, data)) == 1


@pytest.mark.parametrize(
    "line_ends", [lambda text: text.replace("\n", "\r\n").encode(), lambda text: text.encode("utf-8-sig")]
)
def test_line_ends_of_windows_and_a_mark_at_the_beginning_are_no_mistakes(
    line_ends: Callable[[str], bytes], tmp_path: Path
) -> None:
    assert found_in(tiny(tmp_path), line_ends(TEXT)) == []


@pytest.mark.parametrize(("name", "written", "code", "fixed"), PHOTOS, ids=[row[0] for row in PHOTOS])
def test_a_photo_by_a_wrong_name_is_mended_where_it_is_hung(
    name: str, written: str, code: str, fixed: str, tmp_path: Path
) -> None:
    paint(tiny(tmp_path), "content/units/example/20001/photo-01.jpg 900x600")
    assert found_in(tmp_path, PHOTO.encode()) == []
    wrong = PHOTO.replace("文件: photo-01.jpg", f"文件: {written}", 1)
    assert found_in(tmp_path, wrong.encode()) == [(code, (20, 9), fixed)]


def test_a_photo_that_is_not_there_is_named(tmp_path: Path) -> None:
    """51: the message lists the existing files."""
    tiny(tmp_path)
    (tmp_path / PATH).write_text(PHOTO, "utf-8")
    missing = next(one for one in diagnosed(tmp_path) if one.code == "E232")
    assert (missing.span.line, missing.span.column) == (20, 9)
    assert "photo-01.jpg" in missing.message


def test_every_mistake_of_the_list_is_planted() -> None:
    """The 53 of the list: some are written in more than one way."""
    assert {int(name.split()[0]) for name in planted() if name[0].isdecimal()} == set(range(1, 54))


def test_an_id_that_was_altered_is_the_folder_s_again(tmp_path: Path) -> None:
    """48: no further diagnostic says that the unit is missing from its cluster."""
    assert found_in(tiny(tmp_path), TEXT.replace("编号: 20001", "编号: 20019").encode())[0] == (
        "E237",
        (2, 1),
        "编号: 20001",
    )
