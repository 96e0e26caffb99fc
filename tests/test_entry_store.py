"""Versions of entries, and parsed entries that are kept from one command to the next."""

from __future__ import annotations

from pathlib import Path

from exhibition.content.loader import load_exhibition
from helpers.cases import tiny


def test_version_of_a_folder_changes_with_what_was_read_of_it(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    before = load_exhibition(root).versions
    folder = min(before)
    assert before == load_exhibition(root).exhibition.versions
    assert set(before) >= {entry.folder for entry in load_exhibition(root).exhibition.entries}

    index = root / folder / "index.md"
    index.write_bytes(index.read_bytes() + b"\n\nmore\n")
    text = load_exhibition(root).versions
    assert {one for one in before if before[one] != text[one]} == {folder}

    (root / folder / "photo.jpg").write_bytes(b"")
    beside = load_exhibition(root).versions
    assert {one for one in text if text[one] != beside[one]} == {folder}
