"""The package for the print shop: its files, its checksums, and that files of others are not lost."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from exhibition.diagnostics import Refusal, Span
from exhibition.model import Photo
from exhibition.model.entry import WALL
from exhibition.print.jobs import job
from exhibition.print.jobs.job import find_photo, write_package
from exhibition.print.jobs.package_files import COLUMNS
from exhibition.types import Unit
from helpers.fake_print import UNITS, FakeRenderer, contents, exhibition, order, run_order, unit

KEYS = (
    "seq unit_id name street committee address stars url file page product trim bleed quantity stock lamination qr_version level "
    "module_mm code_mm decoded unused_ec deliver_to reprint_of sha256"
)
"""The required columns, in order."""


def manifest(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "manifest.csv").read_bytes().decode("utf-8-sig"))))


def test_a_job_holds_what_a_shop_needs(tmp_path: Path) -> None:
    outcome = run_order(order(quantity=2, contact="街道自治办"), tmp_path)
    assert outcome.folder == tmp_path / "print" / "JOB-20261101-A4"
    assert sorted(contents(outcome.folder)) == [
        "SHA256SUMS",
        "job.json",
        "manifest.csv",
        "manifest.xlsx",
        *(
            f"pdf/A4-{name}.pdf"
            for name in ("01-高境镇-共和一居", "02-高境镇-共和二居", "03-罗店镇-宝欣苑三村", "04-罗店镇")
        ),
        "preflight.json",
        *(
            f"proof/校样-A4-{name}.pdf"
            for name in ("01-高境镇-共和一居", "02-高境镇-共和二居", "03-罗店镇-宝欣苑三村", "04-罗店镇")
        ),
        "印厂须知.txt",
    ]
    assert (outcome.posters, outcome.files, outcome.faults) == (5, 4, {})


def test_everybody_may_read_a_job_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        outcome = run_order(order(), tmp_path)
    finally:
        os.umask(before)
    things = [outcome.folder.parent, outcome.folder, *outcome.folder.rglob("*"), *outcome.folder.parent.glob("*.zip")]
    assert {stat.S_IMODE(one.stat().st_mode) for one in things if one.is_dir()} == {0o755}
    assert {stat.S_IMODE(one.stat().st_mode) for one in things if one.is_file()} == {0o644}


def test_the_manifest_opens_in_excel(tmp_path: Path) -> None:
    folder = run_order(order(quantity=3), tmp_path).folder
    assert folder
    data = (folder / "manifest.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 6
    assert [column.key for column in COLUMNS] == KEYS.split()
    rows = manifest(folder)
    assert list(rows[0]) == [column.heading for column in COLUMNS]
    assert [row["编号"] for row in rows] == ["10001", "10003", "10002", "10004", "10005"]
    first = rows[0]
    assert (first["网址"], first["文件"], first["页"]) == (
        "https://louzu.baoshan/10001/",
        "pdf/A4-01-高境镇-共和一居.pdf",
        "1",
    )
    assert (first["成品尺寸（毫米）"], first["码点（毫米）"], first["码边长（毫米）"]) == ("210×297", "3.556", "103.1")
    assert (first["二维码版本"], first["纠错等级"], first["试扫与网址一致"], first["剩余纠错"]) == (
        "3",
        "H",
        "是",
        "0.85",
    )
    assert (first["份数"], first["送到"], first["星级"], first["小区楼号"]) == (
        "3",
        "高境镇 共和一居",
        "五星楼组",
        "共和一居1号",
    )


def test_the_workbook_holds_the_same_rows(tmp_path: Path) -> None:
    folder = run_order(order(), tmp_path).folder
    assert folder
    sheet = openpyxl.load_workbook(folder / "manifest.xlsx").active
    assert sheet is not None
    values = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert values == [list(manifest(folder)[0]), *(list(row.values()) for row in manifest(folder))]
    assert sheet.freeze_panes == "D2"
    assert sheet["B2"].value == "10001"
    assert sheet["B2"].number_format == "@"


def test_a_name_is_no_formula(tmp_path: Path) -> None:
    name = '=HYPERLINK("http://a.example","楼")'
    folder = run_order(order(), tmp_path, exhibition(unit("10001", name))).folder
    assert folder
    assert manifest(folder)[0]["名称"] == f"'{name}"
    sheet = openpyxl.load_workbook(folder / "manifest.xlsx").active
    assert sheet is not None
    assert (sheet["C2"].value, sheet["C2"].data_type) == (name, "s")


def test_the_notes_open_in_notepad_and_say_what_matters(tmp_path: Path) -> None:
    outcome = run_order(order(quantity=2, contact="街道自治办 021-00000000"), tmp_path)
    assert outcome.folder
    data = (outcome.folder / "印厂须知.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n")
    text = data.decode("utf-8-sig")
    for words in (
        "210 × 297",
        "出血 3 毫米",
        "157 克哑粉纸",
        "FOGRA39",
        "K100",
        "100%",
        "PDF/X-4",
        "试扫",
        "街道自治办 021-00000000",
    ):
        assert words in text
    assert "5 个版面，每个 2 张，一共 10 张" in text
    assert "扫 pdf/A4-01-高境镇-共和一居.pdf 的第 1 页应打开 https://louzu.baoshan/10001/" in text
    assert "每一页成品外面的空白处都有一条线" in text
    assert "高境镇 共和一居：4 张" in text


def test_sums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    folder = run_order(order(), tmp_path).folder
    assert folder
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    found = contents(folder)
    del found["SHA256SUMS"]
    assert sums == found
    if program := shutil.which("sha256sum"):
        subprocess.run([program, "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


@pytest.mark.parametrize("moment", ["folder", "zip"])
def test_a_full_disk_leaves_the_last_job_and_nothing_by_halves(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*words: object) -> bytes:
        raise OSError(errno.ENOSPC, "full")

    write_package(tmp_path, "job", {"a": lambda: b"one"}, zipped=True)
    before = contents(tmp_path)
    if moment == "zip":
        monkeypatch.setattr(job, "write_zip", full)
    with pytest.raises(OSError, match="full"):
        write_package(tmp_path, "job", {"a": lambda: b"two", "b": full if moment == "folder" else bytes}, zipped=True)
    assert contents(tmp_path) == before


def test_the_zip_is_the_folder_and_knows_no_clock(tmp_path: Path) -> None:
    outcome = run_order(order(), tmp_path)
    assert outcome.archive
    assert outcome.folder
    with zipfile.ZipFile(outcome.archive) as package:
        assert package.testzip() is None
        names = {info.filename for info in package.infolist()}
        assert names == {f"JOB-20261101-A4/{path}" for path in contents(outcome.folder)}
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(info.flag_bits & 0x800 for info in package.infolist() if not info.filename.isascii())


def test_the_same_order_gives_the_same_bytes_elsewhere_and_again(tmp_path: Path) -> None:
    first, second = (run_order(order(), tmp_path / place) for place in "ab")
    again = run_order(order(), tmp_path / "a")
    assert contents(tmp_path / "a" / "print") == contents(tmp_path / "b" / "print")
    assert first.folder == again.folder
    assert second.archive


def test_the_record_says_what_was_ordered_and_made(tmp_path: Path) -> None:
    outcome = run_order(order(streets=("高境镇",), quantity=4), tmp_path)
    assert outcome.folder
    record = json.loads((outcome.folder / "job.json").read_text("utf-8"))
    assert record["selection"] == {"streets": ["高境镇"]}
    assert record["counts"] == {"files": 2, "posters": 3, "sheets_of_paper": 12, "left_out": 3}
    assert record["made_with"]["profile"] == "FOGRA39"
    assert record["complete"] and not record["proof"]
    assert list(record["printed"]) == ["10001", "10002", "10003"]
    assert "名称" not in json.dumps(record["left_out"], ensure_ascii=False)
    seen = json.loads((outcome.folder / "preflight.json").read_text("utf-8"))
    page = seen["files"][0]["pages"][0]
    assert page == {"seq": 1, "id": "10001", "decoded": "https://louzu.baoshan/10001/", "unused_ec": 0.85}


def test_a_file_with_a_fault_is_not_in_the_package(tmp_path: Path) -> None:
    hall = exhibition(*UNITS[:3], unit("10004", "坏楼", committee="共和三居"))
    outcome = run_order(order(), tmp_path, hall)
    assert outcome.faults == {"A4-03-高境镇-共和三居": ("第 1 页：四色黑。",)}
    assert outcome.archive is None
    assert outcome.folder
    assert not [path for path in contents(outcome.folder) if "共和三居" in path]
    assert [row["编号"] for row in manifest(outcome.folder)] == ["10001", "10003", "10002"]
    record = json.loads((outcome.folder / "job.json").read_text("utf-8"))
    assert not record["complete"]
    assert "10004" not in record["printed"]
    assert "不完整" in (outcome.folder / "印厂须知.txt").read_text("utf-8-sig")
    assert json.loads((outcome.folder / "preflight.json").read_text("utf-8"))["files"][2]["faults"] == [
        "第 1 页：四色黑。"
    ]


def test_an_incomplete_job_gives_way_when_its_fault_is_mended(tmp_path: Path) -> None:
    run_order(order(), tmp_path, exhibition(*UNITS[:3], unit("10004", "坏楼")))
    outcome = run_order(order(), tmp_path, exhibition(*UNITS[:3], unit("10004", "好楼")))
    assert sorted(path.name for path in (tmp_path / "print").iterdir()) == ["JOB-20261101-A4", "JOB-20261101-A4.zip"]
    assert outcome.archive


def test_two_orders_of_a_day_stand_side_by_side(tmp_path: Path) -> None:
    first = run_order(order(streets=("高境镇",)), tmp_path)
    second = run_order(order(streets=("罗店镇",)), tmp_path)
    assert first.folder and second.folder
    assert second.folder.name == "JOB-20261101-A4-2"
    assert second.archive and second.archive.name == "JOB-20261101-A4-2.zip"
    assert run_order(order(streets=("罗店镇",)), tmp_path).folder == second.folder
    assert contents(first.folder)


@pytest.mark.parametrize("name", ["JOB-20261101-A4/合同.docx", "JOB-20261101-A4.zip"])
def test_what_this_command_has_not_made_is_left_alone(name: str, tmp_path: Path) -> None:
    theirs = tmp_path / "print" / name
    theirs.parent.mkdir(parents=True)
    theirs.write_text("合同")
    with pytest.raises(Refusal, match="没有动它"):
        run_order(order(), tmp_path)
    assert contents(tmp_path / "print") == {name: hashlib.sha256("合同".encode()).hexdigest()}


def test_what_somebody_has_put_into_a_job_is_not_lost(tmp_path: Path) -> None:
    folder = run_order(order(), tmp_path).folder
    assert folder
    (folder / "回签.jpg").write_bytes(b"signed")
    with pytest.raises(Refusal, match=r"回签\.jpg"):
        run_order(order(), tmp_path)
    assert (folder / "回签.jpg").read_bytes() == b"signed"


@pytest.mark.parametrize(
    "address",
    [
        "https://louzu.example/",
        "https://a.github.io/",
        "https://a.gitee.io/l/",
        "https://10.0.0.8/",
        "http://louzu.baoshan/",
        "https://louzu.baoshan:8443/",
        "https://louzu.baoshan:443/",
        "https://l.local/",
    ],
)
def test_a_borrowed_address_yields_nothing_to_print(address: str, tmp_path: Path) -> None:
    outcome = run_order(order(), tmp_path, exhibition(address=address))
    assert outcome.proof
    assert outcome.folder == tmp_path / "print" / "PROOF-20261101-A4"
    paths = contents(outcome.folder)
    assert "proof/A4-01-高境镇-共和一居.pdf" in paths
    assert not [path for path in paths if path.startswith(("pdf/", "imposed/"))]
    drawn = json.loads((outcome.folder / "proof/A4-01-高境镇-共和一居.pdf").read_bytes())
    assert all(proof for _, _, proof in drawn)
    text = (outcome.folder / "印厂须知.txt").read_text("utf-8-sig")
    assert "请不要印" in text
    assert "K100" not in text


LONG = "https://www.huoli-louzu-zhanting.baoshan.gov.cn/"


def test_an_address_too_long_for_codes_is_refused_with_the_limits(tmp_path: Path) -> None:
    outcome = run_order(order(), tmp_path, exhibition(address=LONG))
    assert outcome.folder is None
    [said] = outcome.diagnostics
    assert (said.code, said.blocks) == ("E501", True)
    assert "有 54 个字符，二维码里最多放得下 45 个，多了 9 个" in said.message
    assert all(limit in said.hint for limit in ("31 个", "42 个", "45 个", "https://", "/10001/", "短一些的域名"))
    assert not (tmp_path / "print").exists()


@pytest.mark.parametrize(
    ("address", "trial"),
    [
        (LONG, False),
        (LONG, True),
        ("https://louzu-1250000000.cos-website.ap-shanghai.myqcloud.com/", False),
        ("https://test.baoshan/louzu/", True),
    ],
)
def test_a_proof_of_a_trial_or_of_a_long_address_is_made(address: str, trial: bool, tmp_path: Path) -> None:
    hall = exhibition(address=address)
    hall = replace(hall, settings=replace(hall.settings, trial=trial))
    outcome = run_order(order(proof=not trial), tmp_path, hall)
    assert outcome.proof
    assert outcome.folder and outcome.folder.name == "PROOF-20261101-A4"
    rows = manifest(outcome.folder)
    assert [row["网址"] for row in rows] == [f"{address}{row['编号']}/" for row in rows]
    assert len(rows) == (5 if trial else 6)


def test_a_proof_may_be_asked_for(tmp_path: Path) -> None:
    outcome = run_order(order(ids=("10001", "10008"), proof=True), tmp_path)
    assert outcome.folder and outcome.folder.name == "PROOF-20261101-A4"
    assert [row["编号"] for row in manifest(outcome.folder)] == ["10001", "10008"]


def test_nothing_chosen_is_said_with_the_reasons(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="示例"):
        run_order(order(ids=("10008",)), tmp_path)
    with pytest.raises(Refusal, match="没有符合这些条件"):
        run_order(order(streets=("高境镇",), stars=("1",)), tmp_path)
    assert not (tmp_path / "print").exists()


@pytest.mark.parametrize(
    ("product", "values", "said"), [("a3", {"impose": True}, "不用拼版"), ("a4", {"quantity": 0}, "份数")]
)
def test_orders_that_make_no_sense_are_refused(
    product: str, values: dict[str, object], said: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=said):
        run_order(order(product, **values), tmp_path)


def test_another_version_of_the_press_makes_another_job(tmp_path: Path) -> None:
    first = run_order(order(), tmp_path)
    second = run_order(order(), tmp_path, shop=replace(FakeRenderer(), key="newer"))
    assert first.folder != second.folder


def test_the_photo_version_takes_a_photo_that_everybody_agreed_to(tmp_path: Path) -> None:
    photos = (
        Photo(None, "议事", "画"),
        Photo("a.jpg", None, "人", consent="未取得"),
        Photo("b.jpg", None, "楼", consent="不涉及人物", focus=(30, 40)),
    )
    hall = exhibition(unit("10001", photos=photos, folder="units/10001"), unit("10002"))
    folder = tmp_path / "units" / "10001"
    folder.mkdir(parents=True)
    (folder / "b.jpg").write_bytes(b"picture")
    shot, none = (find_photo(one, tmp_path) for one in hall.of(Unit))
    assert shot and (shot.path.name, shot.focus) == ("b.jpg", (30, 40))
    assert none is None
    drawn = run_order(order(), tmp_path, hall)
    with_photo = run_order(replace(order(), photos=True), tmp_path, hall)
    first, second = (
        json.loads((one.folder / "job.json").read_text("utf-8"))["printed"] for one in (drawn, with_photo) if one.folder
    )
    assert first["10001"]["sha256"] != second["10001"]["sha256"]
    assert first["10002"]["sha256"] == second["10002"]["sha256"]


def test_who_was_asked_about_the_site_is_not_hung_on_a_wall(tmp_path: Path) -> None:
    asked = Photo("a.jpg", None, "人", consent="已同意", scope="网站", span=Span("units/10001/index.md", 9))
    folder = tmp_path / "units" / "10001"
    folder.mkdir(parents=True)
    (folder / "a.jpg").write_bytes(b"picture")
    one, two = (unit("10001", photos=(photo,), folder="units/10001") for photo in (asked, replace(asked, scope=WALL)))
    assert find_photo(one, tmp_path) is None
    assert find_photo(two, tmp_path) is not None
    said = run_order(replace(order(), photos=True), tmp_path, exhibition(one)).diagnostics
    assert [(d.code, d.span.line) for d in said] == [("W514", 9)]
    assert run_order(replace(order(), photos=True), tmp_path, exhibition(two)).diagnostics == ()
    assert run_order(order(), tmp_path, exhibition(one)).diagnostics == ()
