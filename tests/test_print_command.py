"""The command `posters`: its messages and exit codes, and the text of the notes for the print shop."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from conftest import HOME
from exhibition.cli import main
from exhibition.print.jobs import render_bundle
from exhibition.print.jobs.selection import PrintOrder
from exhibition.print.poster import Poster
from exhibition.progress import Advance, ignore_progress
from helpers.fake_print import FakeRenderer, contents


@dataclass(frozen=True)
class OpenFake:
    root: Path
    cache: Path
    profile: Path | None = None

    def __call__(
        self, order: PrintOrder, proof: bool, posters: Sequence[Poster], advance: Advance = ignore_progress
    ) -> FakeRenderer:
        return replace(FakeRenderer(), proof=proof)


def laid_out(root: Path, address: str = "https://louzu.baoshan/") -> Path:
    shutil.copytree(HOME / "content", root / "content")
    shutil.copytree(HOME / "overrides" / "assets" / "mascot", root / "overrides" / "assets" / "mascot")
    settings = (HOME / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("https://louzu.example/", address), "utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(render_bundle, "PdfRendererFactory", OpenFake)
    return laid_out(tmp_path / "hall")


def posters(root: Path, *words: object) -> int:
    return main(["posters", "--root", str(root), "--date", "2026-11-01", *map(str, words)])


def test_an_order_is_carried_out_and_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert posters(root, "--street", "高境镇，杨行镇", "--quantity", 3) == 0
    out, err = capsys.readouterr()
    assert re.search(r"海报做好了：6 张A4 海报，2 个文件，用了 [\d.]+ 秒，放在 .+JOB-20261101-A4\n", out)
    assert "JOB-20261101-A4.zip" in err
    assert "联系人" in err
    assert "一共 18 张" in (root / "print" / "JOB-20261101-A4" / "印厂须知.txt").read_text("utf-8-sig")


def test_whom_to_ask_comes_from_the_settings(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('print_contact: ""', "print_contact: 街道自治办"), "utf-8")
    assert posters(root, "--ids", 10001) == 0
    assert "联系人" not in capsys.readouterr().err
    assert "联系人：街道自治办" in (root / "print" / "JOB-20261101-A4" / "印厂须知.txt").read_text("utf-8-sig")


def test_the_shipped_address_yields_a_proof_and_says_why(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    placeholder = laid_out(tmp_path / "shipped", "https://louzu.example/")
    assert posters(placeholder, "--all", "--product", "sticker") == 0
    out, err = capsys.readouterr()
    assert "样张做好了" in out
    assert "PROOF-20261101-STICKER" in out
    assert "site_url" in err
    assert "灯火楼（示例）：是示例" in err


def test_the_address_of_a_trial_yields_a_proof_and_that_of_the_walls_is_to_be_recorded(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert posters(root, "--ids", 10001, "--address", "https://test.baoshan/louzu/") == 0
    out, err = capsys.readouterr()
    assert "样张做好了" in out
    assert "码里是试验站的网址 https://test.baoshan/louzu/" in err
    assert "site_url" not in err
    assert "address --write" not in err
    assert "https://test.baoshan/louzu/10001/" in (root / "print/PROOF-20261101-A4/manifest.csv").read_text("utf-8-sig")
    assert posters(root, "--ids", 10001) == 0
    out, err = capsys.readouterr()
    assert "海报做好了" in out
    assert "address --write" in err
    assert main(["address", "--root", str(root), "--write"]) == 0
    assert "印过其中 1 个的海报" in capsys.readouterr().out
    assert posters(root, "--ids", 10002, "--date", "2026-11-02") == 0
    assert "address --write" not in capsys.readouterr().err


def test_an_address_too_long_for_codes_stops_posters_and_not_the_site(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = laid_out(tmp_path / "long", "https://www.huoli-louzu-zhanting.baoshan.gov.cn/")
    assert main(["check", "--root", str(long)]) == 0
    told = capsys.readouterr().out
    assert told.count("W740") == 1
    assert "E501" not in told
    assert posters(long, "--all") == 1
    err = capsys.readouterr().err
    assert "E501" in err and "没有做海报" in err
    assert posters(long, "--all", "--proof") == 0
    assert "样张做好了" in capsys.readouterr().out


def test_nothing_has_changed_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert posters(root, "--street", "杨行镇") == 0
    capsys.readouterr()
    assert posters(root, "--street", "杨行镇", "--since", root / "print" / "JOB-20261101-A4") == 0
    assert capsys.readouterr().out == "没有要印的：选中的 5 个和上一批印的一样，墙上的不用换。\n"
    unit = root / "content" / "units" / "yanghang" / "10003" / "index.md"
    unit.write_text(re.sub("^一句话: .*$", "一句话: 新的一句话。", unit.read_text("utf-8"), flags=re.M), "utf-8")
    assert posters(root, "--street", "杨行镇", "--since", root / "print" / "JOB-20261101-A4.zip") == 0
    assert "海报做好了：1 张A4 海报" in capsys.readouterr().out


def test_a_mistake_in_the_content_stops_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = root / "content" / "units" / "yanghang" / "10003" / "index.md"
    unit.write_text(unit.read_text("utf-8").replace("街镇: 杨行镇", "街镇: 杨杭镇"), "utf-8")
    assert posters(root, "--all") == 1
    assert "没有做海报：请先改好上面的错误。" in capsys.readouterr().err
    assert not (root / "print").exists()


def test_a_fault_in_a_file_is_an_exit_code(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = root / "content" / "units" / "yanghang" / "10003" / "index.md"
    unit.write_text(re.sub("^名称: .*$", "名称: 坏楼", unit.read_text("utf-8"), flags=re.M), "utf-8")
    assert posters(root, "--ids", "10001,10003") == 1
    out, err = capsys.readouterr()
    assert "这一批不完整" in out
    assert "A4-02-杨行镇-福地苑一居：第 1 页：四色黑。" in err
    assert not list((root / "print").glob("*.zip"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "没有说要印哪些"),
        (("--street", "杨航镇"), "是不是“杨行镇”？"),
        (("--ids", "10009"), "示例"),
        (("--all", "--product", "a3", "--impose"), "不用拼版"),
        (("--all", "--since", "nowhere"), "不是一批海报"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    words: tuple[str, ...], sentence: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert posters(root, *words) == 2
    assert sentence in capsys.readouterr().err
    assert not (root / "print").exists()


@pytest.mark.parametrize("words", [("--date", "昨天"), ("--product", "a2"), ("--quantity", "几张")])
def test_words_that_are_not_understood(words: tuple[str, ...], root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        posters(root, *words)
    assert ended.value.code == 2


def test_the_same_words_give_the_same_bytes(root: Path) -> None:
    for out in ("a", "b"):
        assert posters(root, "--all", "--out", root / out) == 0
    assert contents(root / "a") == contents(root / "b")
