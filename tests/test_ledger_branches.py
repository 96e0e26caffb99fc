"""Concurrent branches, with real git: ids that do not collide, ids that do, and the command that resolves it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import exhibition.ledger.changes as drawing
from conftest import commanded
from exhibition.cli import main
from exhibition.content.loader import load_exhibition
from exhibition.messages.files import split_conflict_sides
from exhibition.model import LinkState
from helpers.cases import diagnosed
from helpers.git_repositories import commit, git, list_found, repository, unit, write_permalink, write_unit

STREETS = ("示例街镇", "示例二镇")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = repository(tmp_path / "root")
    git(made, "switch", "-q", "main")
    return made


def new(root: Path, name: str, street: str = STREETS[0], *words: str) -> None:
    assert main(["new", "--root", str(root), "--no-ask", "--name", name, "--street", street, *words]) == 0


def branch(root: Path, name: str, work: Callable[[], None]) -> None:
    """Do some work in a branch of its own that begins at `main`."""
    git(root, "switch", "-q", "-c", name, "main")
    work()
    commit(root, name)
    git(root, "switch", "-q", "main")


def address(root: Path, id: str) -> Path:
    return root / "content" / "permalinks" / f"{id}.yml"


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()
    }


def test_ten_branches_from_one_base_merge_without_a_conflict_into_ten_addresses(root: Path) -> None:
    before = set(load_exhibition(root).exhibition.ledger.by_id)
    for number in range(10):
        branch(root, f"b{number}", lambda number=number: new(root, f"新{number}号楼", STREETS[number % 2]))  # type: ignore[misc]
    for number in range(10):
        git(root, "merge", "-q", "--no-ff", "-m", "合并", f"b{number}")
    ledger = load_exhibition(root).exhibition.ledger
    added = set(ledger.by_id) - before
    assert len(added) == 10
    assert {ledger.by_id[id].name for id in added} == {f"新{number}号楼" for number in range(10)}
    assert [code for code, _, _ in list_found(root, "--base", "HEAD~10") if code.startswith("E")] == []


@pytest.fixture
def same(root: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Two branches that have drawn one id, 33333, for units of two streets or of one; the first is merged."""
    monkeypatch.setattr(drawing, "draw_random", lambda low, high: 33333)
    monkeypatch.setattr("exhibition.cli.new.list_published_ids", lambda root: set())
    branch(root, "first", lambda: new(root, "先来楼", STREETS[0]))
    branch(root, "second", lambda: new(root, "后来楼", STREETS[getattr(request, "param", 1)]))
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "first")
    git(root, "branch", "published")
    return root


def merged(root: Path) -> None:
    """Merge the second, which is a conflict of two added files."""
    ran = git(root, "merge", "-q", "--no-ff", "-m", "合并", "second", check=False)
    assert ran.returncode
    assert "content/permalinks/33333.yml" in ran.stdout + ran.stderr


def ours(root: Path) -> None:
    git(root, "checkout", "--ours", "content/permalinks/33333.yml")


def theirs(root: Path) -> None:
    git(root, "checkout", "--theirs", "content/permalinks/33333.yml")


def both(root: Path) -> None:
    text = address(root, "33333").read_text("utf-8")
    address(root, "33333").write_text(re.sub(r"(?m)^[<=>]{7}.*\n", "", text), "utf-8")


def untouched(root: Path) -> None:
    """Commit the conflict markers as they are."""


def mended(root: Path, *words: str) -> str:
    """Run `renumber` with only the id, and return the id that the newer entry has got."""
    plan = commanded("renumber", "--root", root, "33333", *words)
    assert "“后来楼”的编号从 33333" in plan.stdout
    before = files(root)
    assert files(root) == before
    commanded("renumber", "--root", root, "33333", *words, "--write")
    [id] = [one.id for one in load_exhibition(root).exhibition.ledger.links if one.name == "后来楼"]
    return id


def is_right(root: Path, id: str) -> None:
    shown = load_exhibition(root).exhibition
    assert shown.by_id["33333"].name == "先来楼"
    assert shown.by_id[id].name == "后来楼"
    assert shown.ledger.by_id["33333"].name == "先来楼"
    assert [one for one in list_found(root, "--base", "published") if one[0].startswith("E")] == []


@pytest.mark.parametrize("resolve", [ours, theirs, both, untouched], ids=lambda one: one.__name__)
def test_two_equal_numbers_are_gits_conflict_and_one_command_parts_them(
    same: Path, resolve: Callable[[Path], None]
) -> None:
    merged(same)
    resolve(same)
    commit(same, "随手解决")
    for words in ((), ("--base", "published")):
        told = list_found(same, *words)
        assert told[0][0] in ("E010", "E332", "E336", "E353")
        named = [said for code, _, said in told if code in ("E332", "E336")]
        assert named
        if words or resolve is not theirs:
            assert all("“后来楼”是后来的" in said for said in named), named
    is_right(same, mended(same))


def test_sides_are_told_apart_whatever_ends_the_lines() -> None:
    text = "a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> other\ne\n"
    for end in ("\n", "\r\n"):
        assert split_conflict_sides(text.replace("\n", end)) == (
            "a\nb\ne\n".replace("\n", end),
            "a\nd\ne\n".replace("\n", end),
        )


def test_an_empty_name_of_a_revision_is_not_taken_for_none(root: Path) -> None:
    """As a workflow passes a variable that is not set."""
    ran = commanded("check", "--root", root, "--base", "", check=False)
    assert ran.returncode == 2 and "找不到可以比较的版本" in ran.stderr


def test_of_settings_that_cannot_be_read_only_that_is_said(root: Path) -> None:
    (root / "mkdocs.yml").write_text("", "utf-8")
    assert {code for code, _, _ in list_found(root)} == {"E381"}


@pytest.mark.parametrize("same", [0], indirect=True)
def test_two_houses_in_one_file_are_taken_apart(same: Path) -> None:
    merged(same)
    folder = same / "content" / "units" / "example" / "33333"
    assert "<<<<<<<" in (folder / "index.md").read_text("utf-8")
    assert {code for code, _, _ in list_found(same)} == {"E010"}
    id = mended(same, "--base", "published")
    is_right(same, id)
    assert f"编号: {id}\n" in (folder.with_name(id) / "index.md").read_text("utf-8")


def test_a_cluster_gets_another_number_before_it_is_merged_with_everything_that_names_it(root: Path) -> None:
    git(root, "switch", "-q", "-c", "group")
    before = list_found(root)
    cluster = (root / "content" / "clusters" / "20010" / "index.md").read_text("utf-8")
    text = (
        cluster.replace("20010", "40010").replace("- 20001\n  - 20002", "- 40001\n  - 40002").replace("20001", "40001")
    )
    path = root / "content" / "clusters" / "40010" / "index.md"
    path.parent.mkdir()
    path.write_text(text.replace("示例楼群", "新楼群"), "utf-8")
    write_permalink(root, "40010", "新楼群")
    for id in ("40001", "40002"):
        write_unit(
            root,
            id,
            unit(id, f"新{id}楼", f"{id[-1]}1号", 楼群="40010", story="我们在[新楼群](../40010/)里，共 40010 天。"),
        )
        write_permalink(root, id, f"新{id}楼")
    sheets = root / "content" / "sheets"
    sheets.mkdir()
    (sheets / "clusters.csv").write_text("编号,名称\n20010,示例楼群\n40010,新楼群\n", "utf-8")
    commit(root)
    errors = [one for one in list_found(root, "--base", "main") if one[0].startswith("E")]
    all_before = files(root)
    commanded("renumber", "--root", root, "40010", "--to", "45678")
    assert files(root) == all_before
    commanded("renumber", "--root", root, "40010", "--to", "45678", "--write")
    after = files(root)
    assert not any("40010" in name for name in after)
    for id in ("40001", "40002"):
        text = after[f"content/units/example/{id}/index.md"].decode()
        assert "楼群: 45678\n" in text
        assert "(../45678/)" in text
        assert "共 40010 天" in text
    assert after["content/sheets/clusters.csv"].decode() == "编号,名称\n20010,示例楼群\n45678,新楼群\n"
    assert after["content/permalinks/45678.yml"] == all_before["content/permalinks/40010.yml"]
    assert [one for one in list_found(root, "--base", "main") if one[0].startswith("E")] == errors
    assert before == [one for one in before if not one[0].startswith("E")]


def test_what_was_promised_is_not_renumbered(root: Path) -> None:
    before = files(root)
    ran = commanded("renumber", "--root", root, "20001", "--write", check=False)
    assert ran.returncode == 2
    assert "已经发布过" in ran.stderr
    assert "--merge 20001" in ran.stderr
    assert files(root) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "20002"), "已经有了"),
        (("--to", "5"), "不是编号"),
        (("--to", "20020"), "已经有了"),
        (("--base", "nix"), "nix"),
    ],
)
def test_a_number_that_will_not_do_changes_nothing(root: Path, words: tuple[str, ...], said: str) -> None:
    write_unit(root, "40001", unit("40001", "新楼"))
    before = files(root)
    ran = commanded("renumber", "--root", root, "40001", *words, "--write", check=False)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert files(root) == before


def test_without_a_repository_nobody_knows_what_was_promised(root: Path) -> None:
    write_unit(root, "40001", unit("40001", "新楼"))
    shutil.rmtree(root / ".git")
    ran = commanded("renumber", "--root", root, "40001", "--write", check=False)
    assert ran.returncode == 2
    assert "--base" in ran.stderr


def test_a_number_that_the_published_branch_has_drawn_since_is_not_drawn(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(root, "switch", "-q", "-c", "behind")
    git(root, "switch", "-q", "main")
    write_permalink(root, "44444", "别人的楼")
    commit(root)
    git(root, "switch", "-q", "behind")
    monkeypatch.setattr(drawing, "draw_random", lambda low, high: 44444)
    new(root, "新楼")
    ledger = load_exhibition(root).exhibition.ledger
    assert [one.id for one in ledger.links if one.name == "新楼" and one.state is LinkState.LIVE] == ["44445"]


def test_side_files_in_conflict_are_parted_with_their_entries(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "draw_random", lambda low, high: 33333)
    monkeypatch.setattr("exhibition.cli.new.list_published_ids", lambda root: set())
    folder = "content/units/example/33333"

    def begin(name: str) -> None:
        new(root, name, STREETS[0])
        (root / folder / "议事.md").write_text(f"---\n议事:\n  - 议题: {name}的事\n---\n", "utf-8")

    branch(root, "first", lambda: begin("先来楼"))
    branch(root, "second", lambda: begin("后来楼"))
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "first")
    git(root, "branch", "published")
    merged(root)
    commit(root, "随手解决")
    assert ("E010", f"{folder}/议事.md") in [(one.code, one.span.path) for one in diagnosed(root)]
    monkeypatch.setattr(drawing, "draw_random", lambda low, high: 44444)
    id = mended(root)
    shown = load_exhibition(root).exhibition.by_id
    assert [one.topic for one in shown["33333"].meetings] == ["先来楼的事"]  # type: ignore[attr-defined]
    assert [one.topic for one in shown[id].meetings] == ["后来楼的事"]  # type: ignore[attr-defined]
    is_right(root, id)
