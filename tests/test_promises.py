"""What was promised on paper is kept: the ledger against another revision, a site against the one before it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import HOME, exhibition
from exhibits import TINY


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=示例", "-c", "user.email=nobody@louzu.example")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def alter(root: Path, old: str, new: str) -> None:
    path = root / "content" / "permalinks.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose branch `main` holds the tiny exhibition; the work goes on in a branch."""
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "示例")
    git(tmp_path, "switch", "-q", "-c", "work")
    return tmp_path


def codes(root: Path, *words: str) -> tuple[int, list[str]]:
    ran = exhibition("check", "--root", root, "--output", "github", *words, check=False)
    return ran.returncode, [line for line in ran.stdout.splitlines() if line.startswith(("::error", "::warning"))]


def test_a_removed_line_is_seen_only_beside_the_branch_that_promised_it(root: Path) -> None:
    alter(root, "20020,2026-01-01,示例旧楼,retired,\n", "")
    assert codes(root) == (0, [])
    code, lines = codes(root, "--base", "main")
    assert code == 1
    assert len(lines) == 1
    assert "E351" in lines[0]
    assert "20020,2026-01-01,示例旧楼,retired," in lines[0]


def test_what_the_other_branch_has_promised_since_is_not_missed(root: Path) -> None:
    git(root, "switch", "-q", "main")
    alter(root, "merged,20001\n", "merged,20001\n20050,2026-02-01,示例新楼,retired,\n")
    git(root, "commit", "-qam", "新编号")
    git(root, "switch", "-q", "work")
    assert codes(root, "--base", "main") == (0, [])


def test_a_ledger_that_is_new_has_nothing_to_keep(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "content/permalinks.csv")
    git(root, "commit", "-qm", "还没有台账")
    assert codes(root, "--base", "work") == (0, [])


def test_a_ledger_below_the_top_of_the_repository_is_found(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "a" / "b")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "示例")
    alter(tmp_path / "a" / "b", "20020,2026-01-01,示例旧楼", "20020,2026-01-01,示例老楼")
    code, lines = codes(tmp_path / "a" / "b", "--base", "HEAD")
    assert code == 1
    assert "E353" in lines[0]


@pytest.mark.parametrize("revision", ["nix", "--output=x", "HEAD:content", ""])
def test_a_comparison_that_cannot_be_made_does_not_pass(root: Path, revision: str) -> None:
    ran = exhibition("check", "--root", root, f"--base={revision}", check=False)
    assert ran.returncode == (2 if revision else 0)
    assert "Traceback" not in ran.stderr
    assert ("git fetch" in ran.stderr) is bool(revision)


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    ran = exhibition("check", "--root", tmp_path, "--base", "main", check=False)
    assert ran.returncode == 2
    assert "main" in ran.stderr


def ledger(root: Path) -> bytes:
    return (root / "content" / "permalinks.csv").read_bytes()


def test_an_address_goes_out_of_use_by_one_line_when_it_is_told_to(root: Path) -> None:
    before = ledger(root)
    ran = exhibition("permalinks", "--root", root, "--retire", "20004")
    assert "+ 20004,2026-01-01,示例四号楼,retired," in ran.stdout
    assert ledger(root) == before
    exhibition("permalinks", "--root", root, "--retire", "20004", "--write")
    assert ledger(root) == before.replace("示例四号楼,live,".encode(), "示例四号楼,retired,".encode())
    assert [line for line in codes(root, "--base", "main")[1] if "content/permalinks.csv" in line] == []


def test_line_ends_and_quoted_names_survive(root: Path) -> None:
    path = root / "content" / "permalinks.csv"
    text = path.read_text("utf-8").replace("示例四号楼", '"示例,四号楼"').replace("\n", "\r\n")
    path.write_bytes(text.encode())
    exhibition("permalinks", "--root", root, "--merge", "20004", "--into", "20001", "--write")
    assert path.read_bytes() == text.replace('"示例,四号楼",live,', '"示例,四号楼",merged,20001').encode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--retire", "20020"), "已经停用"),
        (("--retire", "29999"), "没有编号 29999"),
        (("--merge", "20001", "--into", "20021"), "又回到自己"),
        (("--merge", "20001", "--into", "20001"), "又回到自己"),
        (("--merge", "20001", "--into", "20020"), "已经停用"),
        (("--merge", "20021", "--into", "20001"), "不用再改"),
        (("--merge", "20001"), "--into"),
        (("--retire", "20001", "--merge", "20002", "--into", "20003"), "--into"),
    ],
)
def test_what_would_lead_nowhere_is_refused(root: Path, words: tuple[str, ...], said: str) -> None:
    before = ledger(root)
    ran = exhibition("permalinks", "--root", root, *words, "--write", check=False)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert ledger(root) == before


def test_the_overview_counts_states(root: Path) -> None:
    assert "7 个编号：在用 5，停用 1，并到别处 1。下一个编号是 20022" in exhibition("permalinks", "--root", root).stdout


def test_a_site_never_loses_a_page_that_the_one_before_it_had(tmp_path: Path) -> None:
    """Even where ledger and folder are gone together, so that nothing in the content knows of it any more."""
    root = tmp_path / "root"
    shutil.copytree(HOME / "content", root / "content")
    shutil.copy(HOME / "mkdocs.yml", root)
    (root / "overrides").symlink_to(HOME / "overrides", target_is_directory=True)
    places = ("--root", root, "--site", tmp_path / "site", "--cache", tmp_path / "cache")
    exhibition("build", *places)
    assert (tmp_path / "site" / "10023" / "index.html").exists()
    alter(root, "10023,2026-11-22,13号楼（示例）,retired,\n", "")
    ran = exhibition("build", *places, check=False)
    assert ran.returncode == 2
    assert "编号 10023" in ran.stderr
    assert (tmp_path / "site" / "10023" / "index.html").exists()
