"""Ledger files: one canonical text for each permalink, random ids, the former table and the CSV export."""

from __future__ import annotations

import csv
import io
import shutil
import string
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import commanded
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Refusal
from exhibition.ledger.changes import FIRST, LAST, iter_free_ids
from exhibition.ledger.permalink_file import FOLDER, format_permalink, read_canonical, read_permalink_file
from exhibition.ledger.reader import format_csv, read_ledger, read_table, to_permalink_files
from exhibition.ledger.reassignment import normalize_building, normalize_place
from exhibition.model import Exhibition, Ledger, LinkState, Permalink
from helpers.cases import TINY, diagnosed, tiny

NAMES = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda name: name == name.strip() and "\0" not in name)


@given(NAMES, st.sampled_from(LinkState))
def test_whatever_a_building_is_called_it_is_read_back(name: str, state: LinkState) -> None:
    target = "20001" if state is LinkState.MERGED else ""
    link = Permalink("20002", "2026-05-01", name, state, target)
    text = format_permalink(link)
    assert text.isascii() or "\ufeff" not in text
    read = read_permalink_file("20002", text.encode())
    assert (read.links[0].issued, read.links[0].name, read.links[0].state, read.links[0].target) == (
        link.issued, name, state, target
    )  # fmt: skip
    assert read.diagnostics == ()


def test_common_names_are_read_the_quick_way() -> None:
    for name in ("64号楼", "13号楼（示例）", "晨光楼 北门", "新风,小院", "《灯火》楼"):
        link = Permalink("20002", "2026-05-01", name, LinkState.LIVE)
        assert read_canonical("20002", format_permalink(link)) is not None, name


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\n"])
def test_what_editors_do_to_lines_is_nobodys_mistake(ends: str) -> None:
    text = "\ufeff# 说明\n发放: 2026-05-01\n名称: '示例楼'\n状态: 在用"
    read = read_permalink_file("20002", text.replace("\n", ends).encode())
    assert read.diagnostics == ()
    assert read.links[0].name == "示例楼"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\0" * 9, "名称: 楼".encode("gb18030"), b"<<<<<<< a\n", b"- a\n"])
def test_a_number_stays_promised_whatever_its_file_holds(data: bytes) -> None:
    read = read_permalink_file("20002", data)
    assert [link.id for link in read.links] == ["20002"]
    assert read.doubtful
    assert read.diagnostics


def test_a_link_a_pipe_and_a_flood_are_not_opened(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    (root / FOLDER / "20030.yml").symlink_to("/etc/passwd")
    (root / FOLDER / "20031.yml").write_bytes(b"a" * 100_000)
    told = [(one.span.path, one.code) for one in read_ledger(root)[1]]
    assert told == [(f"{FOLDER}/20030.yml", "E333"), (f"{FOLDER}/20031.yml", "E333")]


@pytest.fixture(scope="module")
def shown() -> Exhibition:
    return load_exhibition(TINY).exhibition


def test_numbers_are_drawn_at_random_from_those_that_nobody_has(shown: Exhibition) -> None:
    chance = Random(1)
    ids = iter_free_ids(shown, {"30000"}, chance.randint)
    drawn = [next(ids) for _ in range(500)]
    assert len({*drawn, *shown.ledger.by_id, "30000"}) == 501 + len(shown.ledger.by_id)
    assert all(FIRST <= int(id) <= LAST for id in drawn)
    assert len({id[:2] for id in drawn}) > 80
    assert drawn != sorted(drawn)


def test_a_number_that_is_taken_is_not_drawn_again(shown: Exhibition) -> None:
    ids = iter_free_ids(shown, draw=lambda low, high: 20001)
    assert [next(ids) for _ in range(3)] == ["20005", "20006", "20007"]


def test_when_all_numbers_are_gone_it_says_so(shown: Exhibition) -> None:
    known = {str(number) for number in range(FIRST, LAST + 1)} - {"55555"}
    ids = iter_free_ids(shown, known)
    assert next(ids) == "55555"
    with pytest.raises(Refusal, match="用完"):
        next(ids)


TABLE = "id,issued,name,state,target\n" + "".join(
    f"{id},2026-01-01,{name},{state},{target}\n"
    for id, name, state, target in (
        ("20001", "示例一号楼", "live", ""),
        ("20002", '"示例,二号楼"', "live", ""),
        ("20020", '"""旧"" #楼"', "retired", ""),
        ("20021", "64", "merged", "20001"),
    )
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The tiny exhibition with the former table as its ledger."""
    root = tiny(tmp_path)
    ledger, _ = read_ledger(root)
    shutil.rmtree(root / FOLDER)
    rows = "".join(f"{one.id},{one.issued},{one.name},{one.state.value},{one.target}\n" for one in ledger.links)
    (root / "content" / "permalinks.csv").write_text(f"id,issued,name,state,target\n{rows}", "utf-8")
    return root


def test_the_table_of_earlier_days_becomes_files_and_nothing_is_lost(old: Path) -> None:
    table, before = old / "content" / "permalinks.csv", load_exhibition(TINY).exhibition.ledger
    assert [one.code for one in diagnosed(old)] == ["E339"]
    assert "--migrate" in diagnosed(old)[0].hint
    said = commanded("permalinks", "--root", old, "--migrate")
    assert "7 个编号" in said.stdout
    assert table.exists()
    assert not (old / FOLDER).exists()
    commanded("permalinks", "--root", old, "--migrate", "--write")
    assert not table.exists()
    assert load_exhibition(old).exhibition.ledger == before
    assert diagnosed(old) == []
    assert "不用换" in commanded("permalinks", "--root", old, "--migrate", "--write").stdout


def test_whoever_was_stopped_while_migrating_does_it_again(old: Path) -> None:
    shutil.copytree(TINY / FOLDER, old / FOLDER)
    (old / FOLDER / "20004.yml").unlink()
    assert "E339" in {one.code for one in diagnosed(old)}
    commanded("permalinks", "--root", old, "--migrate", "--write")
    assert diagnosed(old) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("20030,2026-01-01,楼", "第 9 行"),
        ("20001,2026-01-01,又一座,live,", "前面已经有了"),
        ("<<<<<<< HEAD", "合并冲突"),
    ],
)
def test_a_table_that_is_not_understood_whole_is_not_touched(old: Path, line: str, said: str) -> None:
    table = old / "content" / "permalinks.csv"
    table.write_text(table.read_text("utf-8") + f"{line}\n", "utf-8")
    ran = commanded("permalinks", "--root", old, "--migrate", "--write", check=False)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert table.exists()
    assert not (old / FOLDER).exists()


def test_odd_names_of_a_table_survive() -> None:
    table = read_table(TABLE)
    assert table.faults == {}
    links = [
        read_permalink_file(path[-9:-4], text.encode()).links[0] for path, text in to_permalink_files(table).items()
    ]
    assert [link.name for link in links] == ["示例一号楼", "示例,二号楼", '"旧" #楼', "64"]


def test_the_bureau_gets_a_table(tmp_path: Path) -> None:
    root = tiny(tmp_path / "root")
    commanded("permalinks", "--root", root, "--csv", tmp_path / "台账.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "台账.csv").read_text("utf-8-sig"))))
    assert rows[0] == ["编号", "发放", "名称", "状态", "去向"]
    assert rows[-1] == ["20021", "2026-01-01", "示例并楼", "并入", "20001"]
    assert commanded("permalinks", "--root", root, "--csv", tmp_path / "台账.csv", check=False).returncode == 2


def test_no_cell_of_the_table_is_a_formula() -> None:
    table = format_csv(Ledger((Permalink("20001", "2026-01-01", "=1+1", LinkState.LIVE),)))
    assert ",'=1+1," in table


@pytest.mark.parametrize(
    "writing",
    [
        "64号楼",
        "64 号",
        "６４",
        "六十四号",
        "64幢",
        "64栋",
        "六十四",
        "64号楼组",
        "64座",
        "64#",
        "#64",
        "64#楼",
        "No.64",
        "第64号",
        "064号",
        "陆拾肆号",
    ],
)
def test_writings_of_a_house_are_one(writing: str) -> None:
    assert normalize_building(writing) == "64"


def test_names_are_no_numbers() -> None:
    assert normalize_place("共和十一村") == normalize_place("共和 11 村") != normalize_place("共和十二村")
    assert normalize_building("三泉楼") == "三泉"
    assert normalize_place("和平三") == "和平三"
    assert len({normalize_building(letter + "楼") for letter in string.ascii_lowercase}) == 26


def test_a_picture_in_the_place_of_an_address_file_tells_what_it_hides(tmp_path: Path) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 1.0, 1.0), 3: "E", 4: (121.0, 1.0, 1.0)})
    tiny(tmp_path)
    for id in ("20001", "10001"):
        path = tmp_path / FOLDER / f"{id}.yml"
        Image.new("RGB", (900, 600), "green").save(path, "JPEG", exif=exif)
    told = {(one.code, one.span.path) for one in diagnosed(tmp_path)}
    for id in ("20001", "10001"):
        assert {(code, f"{FOLDER}/{id}.yml") for code in ("E333", "W371")} <= told


def test_a_number_in_a_remark_of_an_address_file_is_told_and_not_shown() -> None:
    text = "发放: 2026-01-01\n名称: 平安楼\n状态: 在用\n# 问{}\n"
    assert read_permalink_file("20001", text.format("过楼组长").encode()).diagnostics == ()
    (said,) = read_permalink_file("20001", text.format("13800001234").encode()).diagnostics
    assert (said.code, said.span.line) == ("E333", 4)
    assert "手机号" in said.message
    assert "1234" not in said.message + said.hint
