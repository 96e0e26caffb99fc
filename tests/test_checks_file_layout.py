"""Files and folders that no case can hold, and the promise that none is passed over in silence."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from random import Random

import pytest

from exhibition.checks.registry import KEPT, KEPT_FILES
from exhibition.report import REPORTERS, SourceLines
from exhibition.storage.safe_files import read_listings
from exhibition.text.characters import find_index_file, is_index_candidate
from helpers.cases import TINY, diagnosed, tiny

HOME = "content/units/example/20003"


def said(root: Path) -> dict[str, str]:
    """Return what is found, by path."""
    return {one.span.path: one.code for one in diagnosed(root)}


def test_an_index_that_is_a_folder_is_said_to_be_closed(tmp_path: Path) -> None:
    index = tiny(tmp_path) / HOME / "index.md"
    index.unlink()
    index.mkdir()
    found = next(one for one in diagnosed(tmp_path) if one.code == "E316")
    assert found.message == "“index.md”是一个文件夹，不是文件。"


def test_empty_folders_are_seen(tmp_path: Path) -> None:
    (tiny(tmp_path) / HOME / "照片").mkdir()
    (tmp_path / "content" / "units" / "nowhere").mkdir()
    assert said(tmp_path) == {f"{HOME}/照片": "W325", "content/units/nowhere": "E324"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tiny(tmp_path) / HOME).chmod(0)
    try:
        assert "E324" in said(tmp_path).values()
    finally:
        (tmp_path / HOME).chmod(0o755)


def test_links_are_not_followed_out_of_the_exhibition(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.md").write_text("---\n编号: 20009\n---\n", "utf-8")
    root = tiny(tmp_path / "root")
    (root / "content" / "units" / "example" / "20009").symlink_to(outside)
    (root / "content" / "units" / "round").symlink_to(root / "content")
    assert said(root) == {"content/units/example/20009": "E329", "content/units/round": "E329"}


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["Index.md", "photo-01.jpg"], "Index.md"),
        (["介绍.docx", "INDEX.MD"], "INDEX.MD"),
        (["介绍.docx", "介绍.md"], "介绍.md"),
        (["index(1).md", "新建文本文档.txt"], "index(1).md"),
        (["新建 文本文档.txt"], "新建 文本文档.txt"),
        (["index"], "index"),
        ([unicodedata.normalize("NFD", "index 副本.md")], "index 副本.md"),
        (["楼组介绍.DOC"], "楼组介绍.DOC"),
        (["photo-01.jpg", "居民.xlsx"], None),
        ([], None),
    ],
)
def test_the_file_that_was_meant_is_found(names: list[str], meant: str | None) -> None:
    assert find_index_file(names) == meant


def test_texts_of_entries_are_known_by_their_names() -> None:
    assert all(
        map(is_index_candidate, ("index.md", "INDEX.md.txt", "10025.md", "10025 我们楼.txt", "ｉｎｄｅｘ．ｍｄ"))
    )
    assert not any(map(is_index_candidate, ("README.md", "介绍.md", "20180511.jpg", "1002.md", "100255.md")))


NAMES = ("a", ".a", "_b", "照片", "10025", "１００２５", "index.md", "units", "note.md", "a.jpg", "b.JPG", "c.docx", "d.mp4",
         "e.zip", "f.yml", "g", "Thumbs.db", ".gitkeep", "README.md", "h.lnk", "i.html", "~$j.docx", "k.heic", "l.exe")  # fmt: skip


def test_no_file_is_passed_over_in_silence(tmp_path: Path) -> None:
    """Whatever is put wherever: it, or a folder above it, is spoken of; or it has one of the few names that are kept."""
    chance = Random(7)
    root = tiny(tmp_path)
    folders = [path for path in read_listings(str(root), "content") if path not in KEPT]
    for number in range(400):
        folder = chance.choice(folders)
        path = "/".join([folder, *chance.choices(NAMES, k=chance.choice((0, 0, 1, 2))), chance.choice(NAMES)])
        if (root / path).exists() or any((root / part).is_file() for part in above(path)):
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"示例{number}\n", "utf-8")
        paths = {one.span.path for one in diagnosed(root)}
        told = paths | {folder for one in paths for folder in owners(one)}
        name = path.rpartition("/")[2]
        assert KEPT_FILES.fullmatch(name) or told & {path, *above(path)}, path
        (root / path).unlink()
        for empty in sorted(above(path), key=len, reverse=True):
            if not (TINY / empty).exists():
                (root / empty).rmdir()


def above(path: str) -> list[str]:
    """Return the folders above a path, from `content/` on."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(2, len(parts))]


def owners(path: str) -> list[str]:
    """Return the folder of which a finding in its `index.md` speaks."""
    return [path.removesuffix("/index.md")] if path.endswith("/index.md") else []


def test_of_a_document_only_the_name_is_told(tmp_path: Path) -> None:
    """What stands in it may be private, and logs are public; and it has no line 1 that anybody knows of."""
    (tiny(tmp_path) / HOME / "名单.xlsx").write_text("孔某某,住在三楼\n", "utf-8")
    for name, report in REPORTERS.items():
        said = report(diagnosed(tmp_path), SourceLines(tmp_path))
        assert "孔某某" not in said
        assert name not in ("text", "markdown") or "第 1 行" not in said
