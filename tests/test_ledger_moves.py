"""Moves of units to another street: folder and 街镇 together, byte for byte otherwise, repeatable after an interruption."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest

from conftest import commanded
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Refusal
from exhibition.ledger import changes
from exhibition.ledger.changes import replace_value
from exhibition.types import Unit
from helpers.git_repositories import commit, git, list_found, repository, unit, write_permalink, write_unit

STREETS = "content/vocabularies/streets.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "root")


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()
    }


def errors(root: Path, *words: str) -> list[tuple[str, str, str]]:
    return [one for one in list_found(root, *words) if one[0].startswith("E")]


def test_one_unit_moves_with_its_folder_and_its_street_and_nothing_else(root: Path) -> None:
    before = files(root)
    said = commanded("move", "--root", root, "20003", "--to", "示二")
    assert "content/units/example/20003 → content/units/example-two/20003" in said.stdout
    assert files(root) == before
    commanded("move", "--root", root, "20003", "--to", "示二", "--write")
    after = files(root)
    old, new = "content/units/example/20003/index.md", "content/units/example-two/20003/index.md"
    assert after.pop(new) == before.pop(old).replace("街镇: 示例街镇".encode(), "街镇: 示例二镇".encode())
    assert after == before
    assert errors(root, "--base", "main") == []
    git(root, "add", "-A")
    assert re.search(
        r"^R\d+\t.*example/20003.*example-two/20003", git(root, "diff", "--cached", "-M", "--name-status").stdout, re.M
    )


def test_a_whole_street_goes_into_another_and_its_addresses_live_on(root: Path) -> None:
    said = commanded("move", "--root", root, "--street", "示例二镇", "--to", "示例街镇", "--write")
    assert "旧slug: [example-two]" in said.stderr
    assert not (root / "content" / "units" / "example-two").exists()
    text = (root / STREETS).read_text("utf-8")
    gone = text.index("  - slug: example-two")
    (root / STREETS).write_text(text[:gone], "utf-8")
    assert [code for code, _, _ in errors(root, "--base", "main")] == ["E358"]
    merged = text[:gone].replace(
        "名称: 示例街镇\n", "名称: 示例街镇\n    别名: [示例二镇]\n    旧slug: [example-two]\n"
    )
    (root / STREETS).write_text(merged, "utf-8")
    assert errors(root, "--base", "main") == []


def test_a_street_that_has_left_the_vocabulary_is_still_moved(root: Path) -> None:
    text = (root / STREETS).read_text("utf-8")
    gone = text.index("  - slug: example-two")
    merged = text[:gone].replace(
        "名称: 示例街镇\n", "名称: 示例街镇\n    别名: [示例二镇]\n    旧slug: [example-two]\n"
    )
    (root / STREETS).write_text(merged, "utf-8")
    for old in ("example-two", "示例二镇"):
        assert "20004" in commanded("move", "--root", root, "--street", old, "--to", "example").stdout, old
    commanded("move", "--root", root, "--street", "示例二镇", "--to", "example", "--write")
    assert errors(root, "--base", "main") == []


@pytest.mark.parametrize("half", ["written", "moved"])
def test_whoever_was_interrupted_runs_it_again(root: Path, half: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for id in ("40001", "40002", "40003"):
        write_unit(root, id, unit(id, f"{id}楼"))
        write_permalink(root, id, f"{id}楼")
    if half == "written":
        monkeypatch.setattr(Path, "rename", stop_after(1, Path.rename))
    else:
        monkeypatch.setattr(changes, "write_atomically", stop_after(2, changes.write_atomically))
    shown = load_exhibition(root).exhibition
    with pytest.raises(KeyboardInterrupt):
        changes.apply_moves(changes.plan_street_moves(shown, "示例街镇", "示例二镇")[0], root)
    monkeypatch.undo()
    assert {one.folder.split("/")[2] for one in load_exhibition(root).exhibition.of(Unit)} == {"example", "example-two"}
    commanded("move", "--root", root, "--street", "示例街镇", "--to", "示例二镇", "--write")
    units = load_exhibition(root).exhibition.of(Unit)
    assert {(one.street, one.folder.split("/")[2]) for one in units} == {("示例二镇", "example-two")}
    assert len(units) == 7
    assert "没有要移的" in commanded("move", "--root", root, "--street", "示例街镇", "--to", "示例二镇").stdout


def stop_after(times: int, work):  # type: ignore[no-untyped-def]
    """Let a function work so many times and then raise KeyboardInterrupt."""
    left = [times]

    def stopping(*args, **options):  # type: ignore[no-untyped-def]
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return work(*args, **options)

    return stopping


def test_nothing_is_moved_over_what_is_there(root: Path) -> None:
    write_unit(root, "20003", unit("20003", "别的楼", street="示例二镇"), "example-two")
    before = files(root)
    ran = commanded("move", "--root", root, "--street", "示例街镇", "--to", "示例二镇", "--write", check=False)
    assert ran.returncode == 2
    assert "已经在了" in ran.stderr
    assert files(root) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("20003", "--to", "火星镇"), "没有“火星镇”"),
        (("29999", "--to", "示例二镇"), "没有文件夹"),
        (("--to", "示例二镇"), "move"),
        (("--street", "示例街镇", "--to", "example"), "同一个街镇"),
    ],
)
def test_what_cannot_be_moved_is_told(root: Path, words: tuple[str, ...], said: str) -> None:
    ran = commanded("move", "--root", root, *words, "--write", check=False)
    assert ran.returncode == 2
    assert said in ran.stderr


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("街镇: 甲镇", "街镇: 乙镇"),
        ("街镇: 甲镇  # 备注", "街镇: 乙镇  # 备注"),
        ('街镇: "甲镇"', '街镇: "乙镇"'),
        ("街镇：甲镇\r", "街镇：乙镇\r"),
        ("街镇:", "街镇: 乙镇"),
    ],
)
def test_a_value_is_exchanged_and_every_other_byte_stays(line: str, better: str) -> None:
    text = "---\n编号: 20001\n{}\n---\n正文 街镇: 甲镇"
    assert replace_value(text.format(line).encode(), 3, "街镇", "乙镇", "x") == text.format(better).encode()


def test_a_line_that_is_something_else_is_left_alone() -> None:
    with pytest.raises(Refusal):
        replace_value("---\n- 街镇: 甲\n".encode(), 2, "街镇", "乙镇", "x")


def test_460_units_move_in_a_moment(root: Path) -> None:
    for number in range(460):
        write_unit(root, f"{50000 + number}", unit(f"{50000 + number}", f"{number}号楼", f"{number}号"))
        write_permalink(root, f"{50000 + number}", f"{number}号楼")
    commit(root)
    began = process_time()
    shown = load_exhibition(root).exhibition
    changes.apply_moves(changes.plan_street_moves(shown, "示例街镇", "示例二镇")[0], root)
    assert process_time() - began < 2
    units = load_exhibition(root).exhibition.of(Unit)
    assert {(one.street, one.folder.split("/")[2]) for one in units} == {("示例二镇", "example-two")}
    assert errors(root, "--base", "HEAD") == []


def test_a_problem_that_has_left_the_vocabulary_keeps_its_address(root: Path) -> None:
    file = root / "content/vocabularies/problems.yml"
    text = file.read_text("utf-8")
    assert "  - slug: lift\n" in text
    file.write_text(text.replace("  - slug: lift\n", "  - slug: lifts\n"), "utf-8")
    [(_, place, message)] = [one for one in errors(root, "--base", "main") if one[0] == "E358"]
    assert "problems.yml" in place + message and "council/lift/" in place + message
    file.write_text(text.replace("  - slug: lift\n", "  - slug: lifts\n    旧slug: [lift]\n"), "utf-8")
    assert [one for one in errors(root, "--base", "main") if one[0] == "E358"] == []
