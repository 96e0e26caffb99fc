"""Issued addresses are kept: the ledger is compared with another revision, a site with the one before it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import HOME, commanded, exhibition
from exhibition.text.characters import make_relative
from helpers.cases import TINY, tiny
from helpers.git_repositories import commit, git, list_found, repository, unit, write_permalink, write_unit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path)


def codes(root: Path, *words: str) -> list[str]:
    return [code for code, _, _ in list_found(root, *words)]


def file(root: Path, id: str) -> Path:
    return root / "content" / "permalinks" / f"{id}.yml"


def test_a_file_that_is_gone_is_missed_only_beside_the_branch_that_promised_it(root: Path) -> None:
    file(root, "20020").unlink()
    assert codes(root) == []
    [(code, path, said)] = list_found(root, "--base", "main")
    assert (code, path) == ("E351", "content/permalinks/20020.yml")
    assert "示例旧楼" in said
    assert "发放: 2026-01-01；名称: 示例旧楼；状态: 停用" in said


@pytest.mark.parametrize(
    ("id", "text", "code", "said"),
    [
        ("20020", "发放: 2026-01-01\n名称: 示例老楼\n状态: 停用\n", "E353", "示例旧楼"),
        ("20020", "发放: 2026-01-02\n名称: 示例旧楼\n状态: 停用\n", "E353", "2026-01-01"),
        ("20020", "发放: 2026-01-01\n名称: 示例旧楼\n状态: 并入\n去向: 20001\n", "", ""),
        ("20021", "发放: 2026-01-01\n名称: 示例并楼\n状态: 停用\n", "", ""),
        ("20004", "发放: 2026-01-01\n名称: 示例四号楼\n状态: 停用\n", "", ""),
        ("20020", "# 停用了\r\n\r\n状态: 停用\r\n名称: 示例旧楼\r\n发放: 2026-01-01\r\n", "", ""),
    ],
)
def test_an_address_file_may_go_on_and_nothing_else(root: Path, id: str, text: str, code: str, said: str) -> None:
    file(root, id).write_bytes(text.encode())
    told = list_found(root, "--base", "main")
    assert [one for one, _, _ in told] == ([code] if code else [])
    assert said in "".join(sentence for _, _, sentence in told)


def test_what_was_retired_is_not_revived(root: Path) -> None:
    file(root, "20020").write_text("发放: 2026-01-01\n名称: 示例旧楼\n状态: 在用\n", "utf-8")
    write_unit(root, "20020", unit("20020", "示例旧楼"))
    [(code, _, said)] = list_found(root, "--base", "main")
    assert code == "E354"
    assert "不能再改回“在用”" in said


def test_a_file_with_another_number_is_a_number_that_was_changed(root: Path) -> None:
    git(root, "mv", "content/permalinks/20020.yml", "content/permalinks/20030.yml")
    [(code, _, said)] = list_found(root, "--base", "main")
    assert code == "E352"
    assert "从 20020 改成了 20030" in said


def test_what_the_other_branch_has_promised_since_is_not_missed(root: Path) -> None:
    git(root, "switch", "-q", "main")
    write_permalink(root, "20050", "示例新楼", "停用")
    commit(root)
    git(root, "switch", "-q", "work")
    assert codes(root, "--base", "main") == []


def test_a_ledger_that_is_new_has_nothing_to_keep(root: Path) -> None:
    git(root, "rm", "-rq", "--cached", "content/permalinks")
    git(root, "commit", "-qm", "还没有台账")
    assert codes(root, "--base", "work") == []


def test_the_table_of_earlier_days_still_binds(root: Path) -> None:
    rows = ("20001,示例一号楼,live,", "20002,示例二号楼,live,", "20003,示例三号楼,live,", "20004,示例四号楼,live,")
    rows += ("20010,示例楼群,live,", "20020,示例旧楼,retired,", "20021,示例并楼,merged,20001")
    table = "".join(f"{row[:6]}2026-01-01,{row[6:]}\n" for row in rows)
    (root / "content" / "permalinks.csv").write_text(f"id,issued,name,state,target\n{table}", "utf-8")
    files = {path.name: path.read_bytes() for path in (root / "content" / "permalinks").iterdir()}
    shutil.rmtree(root / "content" / "permalinks")
    commit(root, "从前")
    git(root, "branch", "-q", "-f", "main")
    commanded("permalinks", "--root", root, "--migrate", "--write")
    assert {path.name: path.read_bytes() for path in (root / "content" / "permalinks").iterdir()} == files
    assert codes(root, "--base", "main") == []
    file(root, "20020").unlink()
    assert codes(root, "--base", "main") == ["E351"]


def test_a_ledger_below_the_top_of_the_repository_is_found(tmp_path: Path) -> None:
    below = tiny(tmp_path / "a" / "b")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    file(below, "20020").unlink()
    write_unit(below, "20003", unit("20003", "别的楼", "9号", compound="别的村"))
    assert codes(below, "--base", "HEAD") == ["E351"]


@pytest.mark.parametrize("revision", ["nix", "--output=x", "HEAD:content", ""])
def test_a_comparison_that_cannot_be_made_does_not_pass(root: Path, revision: str) -> None:
    ran = commanded("check", "--root", root, f"--base={revision}", check=False)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert "git fetch" in ran.stderr


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    ran = commanded("check", "--root", tmp_path, "--base", "main", check=False)
    assert ran.returncode == 2
    assert "main" in ran.stderr


def ledger(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "content" / "permalinks").iterdir()}


def test_an_address_goes_out_of_use_by_one_file_when_it_is_told_to(root: Path) -> None:
    before = ledger(root)
    ran = commanded("permalinks", "--root", root, "--retire", "20004")
    assert "+ 状态: 停用" in ran.stdout
    assert ledger(root) == before
    commanded("permalinks", "--root", root, "--retire", "20004", "--write")
    text = "发放: 2026-01-01\n名称: 示例四号楼\n状态: 停用\n"
    assert ledger(root) == {**before, "20004.yml": text.encode()}
    assert codes(root, "--base", "main") == []
    commanded("permalinks", "--root", root, "--merge", "20004", "--into", "20001", "--write")
    assert ledger(root)["20004.yml"].decode() == text.replace("停用", "并入") + "去向: 20001\n"
    assert codes(root, "--base", "main") == []


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
    ran = commanded("permalinks", "--root", root, *words, "--write", check=False)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert ledger(root) == before


def test_the_overview_counts_states(root: Path) -> None:
    assert "7 个编号：在用 5，停用 1，并入 1。" in commanded("permalinks", "--root", root).stdout


def site_of(tmp_path: Path) -> tuple[Path, tuple[object, ...]]:
    """The shipped exhibition to change, and the folders of its builds."""
    root = tmp_path / "root"
    shutil.copytree(HOME / "content", root / "content")
    shutil.copy(HOME / "mkdocs.yml", root)
    (root / "overrides").symlink_to(HOME / "overrides", target_is_directory=True)
    return root, ("--root", root, "--site", tmp_path / "site", "--cache", tmp_path / "cache")


def test_a_site_never_loses_a_page_that_the_one_before_it_had(tmp_path: Path) -> None:
    """Even where file and folder are removed together, so that nothing in the content knows of it any more."""
    root, places = site_of(tmp_path)
    exhibition("build", *places)
    site = tmp_path / "site"
    assert (site / "10023" / "index.html").exists()
    file(root, "10023").unlink()
    ran = exhibition("build", *places, check=False)
    assert ran.returncode == 2
    assert "编号 10023" in ran.stderr
    assert (site / "10023" / "index.html").exists()
    write_permalink(root, "10023", "13号楼（示例）", "停用", "2026-11-22")
    streets = root / "content" / "vocabularies" / "streets.yml"
    text = streets.read_text("utf-8")
    gone = re.search(r"  - slug: zhangmiao\n(?:    .*\n)+", text)[0]  # type: ignore[index]
    merged = text.replace(gone, "").replace("    别名: [友谊路, 友谊]\n", "    别名: [友谊路, 友谊, 张庙街道]\n")
    streets.write_text(merged, "utf-8")
    ran = exhibition("build", *places, check=False)
    assert ran.returncode == 2
    assert "streets/zhangmiao/" in ran.stderr
    assert "旧slug" in ran.stderr
    # A page of a list that is shorter now redirects to its first page.
    longer = site / "units" / "2"
    longer.mkdir()
    shutil.copy(site / "units" / "index.html", longer)
    streets.write_text(merged.replace("友谊, 张庙街道]\n", "友谊, 张庙街道]\n    旧slug: [zhangmiao]\n"), "utf-8")
    exhibition("build", *places)
    for old, new in {
        "streets/zhangmiao": "../../streets/youyilu/",
        "walls/streets/zhangmiao": "../../../walls/streets/youyilu/",
        "units/2": "../../units/",
    }.items():
        page = (site / old / "index.html").read_text("utf-8")
        assert f'content="0;url={relative_to(new, old)}"' in page, old
        assert 'rel="canonical"' in page
    shutil.rmtree(site)
    shutil.rmtree(tmp_path / "cache")
    exhibition("build", *places)
    assert (site / "streets" / "zhangmiao" / "index.html").exists()


def relative_to(target: str, page: str) -> str:
    """Return the link from a page of a site, where `target` is written from its root with the way up."""
    return make_relative(target.replace("../", ""), f"{page}/")
