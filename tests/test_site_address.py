"""The site's address is kept like an id: by `check`, by `check --base`, by `build`; and it is changed by one command."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from exhibition.cli import main
from exhibition.content.settings import read_site_address, render_site_address
from exhibition.model import FormerAddress, SiteAddress
from exhibition.model.permalinks import PATH
from helpers.git_repositories import commit, git, repository

OLD, NEW = "https://louzu.baoshan/", "https://xin.baoshan/LouZu/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose main branch has a proper address that is not recorded."""
    root = repository(tmp_path / "root")
    settle(root, "https://example.test/hall/", OLD)
    commit(root)
    git_main(root)
    return root


def git_main(root: Path) -> None:
    git(root, "branch", "-q", "-f", "main")


def settle(root: Path, old: str, new: str) -> None:
    """Change the address in the settings by hand."""
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(f"site_url: {old}", f"site_url: {new}"), "utf-8")


def called(*words: object) -> tuple[int, str, str]:
    """Run a command in this process; return its exit code and its output."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*map(str, words)])
    return code, *(stream.buffer.getvalue().decode() for stream in (out, err))


def address(root: Path, *words: object, code: int = 0) -> str:
    ended, out, err = called("address", "--root", root, *words)
    assert ended == code, err
    return out + err


def found(root: Path, *words: object) -> list[tuple[str, str, str]]:
    """Return the diagnostics of `check` as code, path and message."""
    listed = json.loads(called("check", "--root", root, "--output", "json", *words)[1])["diagnostics"]
    return [(one["code"], one["path"], one["message"] + one["hint"]) for one in listed]


def codes(root: Path, *words: str) -> list[str]:
    return [code for code, _, _ in found(root, *words)]


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = SiteAddress(OLD, "2026-05-01", (FormerAddress("https://a.baoshan/", "2026-05-01"),))
    (tmp_path / "content").mkdir()
    (tmp_path / PATH).write_text(render_site_address(record), "utf-8")
    read, diagnostics = read_site_address(tmp_path)
    assert (diagnostics, read) == (
        [],
        SiteAddress(record.address, record.since, record.former, read.span if read else record.span),
    )


def test_an_address_that_comes_back_is_former_no_longer() -> None:
    record = SiteAddress(OLD, "2026-05-01").change_address(NEW, "2026-06-01").change_address(OLD, "2026-07-01")
    assert record == SiteAddress(OLD, "2026-07-01", (FormerAddress(NEW, "2026-07-01"),))
    assert record.has_address(OLD.upper().replace("LOUZU.BAOSHAN", "louzu.BAOSHAN"))
    assert not record.has_address("https://xin.baoshan/louzu/")


def test_a_proper_address_is_asked_for_until_it_is_recorded(root: Path) -> None:
    [(code, path, said)] = found(root)
    assert (code, path) == ("W741", "mkdocs.yml")
    assert "address --write" in said
    told = address(root)
    assert "什么都没有写" in told
    assert not (root / PATH).exists()
    told = address(root, "--write")
    assert "7 个编号（在用 5，停用 1，并入 1）" in told
    assert f"网址: {OLD}\n" in (root / PATH).read_text("utf-8")
    assert codes(root) == codes(root, "--base", "main") == []
    assert OLD in address(root)
    assert "什么都不用写" in address(root, "--to", OLD.rstrip("/"), "--write")


@pytest.mark.parametrize(
    "placeholder",
    [
        "https://louzu.example/",
        "http://localhost:8000/",
        "https://baoshan.github.io/louzu/",
        "https://10.1.2.3/",
        "http://louzu.baoshan/",
        "https://louzu-1250000000.cos-website.ap-shanghai.myqcloud.com/",
    ],
)
def test_a_placeholder_promises_nothing(root: Path, placeholder: str) -> None:
    settle(root, OLD, placeholder)
    commit(root)
    git_main(root)
    assert set(codes(root)) <= {"W740"}
    assert "还不用记" in address(root, "--write")
    settle(root, placeholder, OLD)
    assert codes(root, "--base", "main") == ["W741"]
    assert "不能印到墙上" in address(root, "--to", placeholder, code=2)


def test_a_change_by_hand_is_an_error_that_names_both_and_the_count(root: Path) -> None:
    settle(root, OLD, NEW)
    assert codes(root) == ["W741"]
    settle(root, NEW, "https://louzu.example/")
    [(code, path, said)] = found(root, "--base", "main")
    assert code == "E744"
    assert OLD in said and "build --address" in said and "address --to" not in said
    settle(root, "https://louzu.example/", NEW)
    [(code, path, said)] = found(root, "--base", "main")
    assert (code, path) == ("E744", "mkdocs.yml")
    assert f"address --to {NEW}" in said
    assert OLD in said and NEW in said and "7 个编号" in said
    settle(root, NEW, OLD)
    address(root, "--write")
    settle(root, OLD, NEW)
    for words in ((), ("--base", "main")):
        [(code, path, said)] = found(root, *words)
        assert (code, path) == ("E742", "mkdocs.yml")
        assert OLD in said and NEW in said and "7 个编号" in said
    told = address(root, code=1)
    assert f"改回 {OLD}" in told


@pytest.mark.parametrize("recorded", [True, False])
def test_the_command_changes_both_files_and_says_what_hangs(root: Path, recorded: bool) -> None:
    if recorded:
        address(root, "--write")
        commit(root)
        git_main(root)
    told = address(root, "--to", NEW)
    assert "什么都没有写" in told
    assert "301" in told and "posters --all" in told
    assert f"-site_url: {OLD}" in told and f"+site_url: {NEW}" in told
    assert OLD in (root / "mkdocs.yml").read_text("utf-8")
    address(root, "--to", NEW, "--write")
    assert f"site_url: {NEW}\n" in (root / "mkdocs.yml").read_text("utf-8")
    record = read_site_address(root)[0]
    assert record and record.address == NEW
    assert [one.address for one in record.former] == [OLD]
    assert codes(root, "--base", "main") == []
    assert f"从前：{OLD}" in address(root)
    # The next change may not lose the first.
    commit(root)
    git_main(root)
    address(root, "--to", "https://san.baoshan/", "--write")
    assert codes(root, "--base", "main") == []
    text = (root / PATH).read_text("utf-8")
    (root / PATH).write_text(text.replace(f"  - 网址: {OLD}\n    用到: {record.since}\n", ""), "utf-8")
    [(code, _, said)] = found(root, "--base", "main")
    assert code == "E744"
    assert f"从前用过的网址 {OLD}" in said


def test_posters_that_were_printed_are_counted(root: Path) -> None:
    record = {"kind": "exhibition-posters", "name": "JOB", "product": "a4", "complete": True, "key": "", "order": ""}
    printed = {id: {"sha256": "", "job": "JOB"} for id in ("20001", "20002", "99999")}
    for name, proof in (("JOB-1", False), ("PROOF-1", True)):
        (root / "print" / name).mkdir(parents=True)
        told = record | {"proof": proof, "printed": printed if not proof else {"20003": {}}}
        (root / "print" / name / "job.json").write_text(json.dumps(told), "utf-8")
    assert "印过其中 2 个的海报" in address(root, "--to", NEW)


def test_a_record_that_is_gone_is_missed(root: Path) -> None:
    address(root, "--write")
    commit(root)
    git_main(root)
    (root / PATH).unlink()
    [(code, path, said)] = found(root, "--base", "main")
    assert (code, path) == ("E744", PATH)
    assert f"网址: {OLD}" in said


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("louzu", "不是完整的网址"),
        ("http://[::1/", "不是完整的网址"),
        ("https://www.huoli-louzu-zhanting.baoshan.gov.cn/", "最多放得下 45 个"),
        ("https://louzu.baoshan:8443/", "不能印到墙上"),
    ],
)
def test_an_address_that_no_wall_can_bear_is_refused(root: Path, to: str, says: str) -> None:
    before = (root / "mkdocs.yml").read_bytes()
    assert says in address(root, "--to", to, "--write", code=2)
    assert (root / "mkdocs.yml").read_bytes() == before
    assert not (root / PATH).exists()


def test_settings_keep_their_other_signs(root: Path) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8").replace(f"site_url: {OLD}", f'site_url: "{OLD}"  # 印在墙上').replace("\n", "\r\n")
    path.write_bytes(text.encode())
    address(root, "--to", NEW, "--write")
    assert path.read_bytes().decode() == text.replace(f'"{OLD}"', NEW)
    assert codes(root) == []


def test_a_record_in_two_versions_is_a_conflict_and_nothing_else(root: Path) -> None:
    address(root, "--write")
    text = (root / PATH).read_text("utf-8")
    (root / PATH).write_text(f"<<<<<<< HEAD\n{text}=======\n{text.replace(OLD, NEW)}>>>>>>> main\n", "utf-8")
    assert codes(root, "--base", "main") == ["E010"]
    assert "先改好它" in address(root, "--to", NEW, "--write", code=2)
