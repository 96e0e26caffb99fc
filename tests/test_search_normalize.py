"""The same table of cases for both sides of the search: what Python indexes is what the browser asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from exhibition.content.loader import load_exhibition
from exhibition.search import normalize, read_synonyms
from exhibition.search.layout import COMMON, SILENT, ShardLayout
from exhibition.search.normalize import Synonyms, add_vocabulary_words

HOME = Path(__file__).resolve().parents[1]
SOURCES = [HOME / "overrides" / "assets" / name for name in ("catalogue.js", "search.js", "search-page.js")]

CASES = (
    ("共和十一村64号楼", "共和11村64号"),
    ("共和11村 64 号", "共和11村64号"),
    ("６４幢", "64号"),
    ("64栋楼", "64号"),
    ("六十四号", "64号"),
    ("64号楼组", "64号楼组"),
    ("64号楼道", "64号楼道"),
    ("3座", "3号"),
    ("885弄64号", "885弄64号"),
    ("二〇一八年", "2018年"),
    ("一百零五弄", "105弄"),
    ("二十楼", "20楼"),
    ("十楼", "10楼"),
    ("两层", "2层"),
    ("一起商量", "一起商量"),
    ("统一", "统一"),
    ("高境鎮", "高境镇"),
    ("楼組、樓道", "楼组 楼道"),
    ("Ｎｏ．64 Lou", "no 64lou"),
    ("\u3000\ufeff空\t白\n", "空白"),
    ("“陌邻睦邻”，进楼", " 陌邻睦邻  进楼"),
    ("🏠家", " 家"),
    ("〇号", "0号"),
    ("", ""),
)
"""What people write, and the form in which it is compared."""


@pytest.mark.parametrize(("written", "form"), CASES)
def test_python_makes_alike(written: str, form: str) -> None:
    assert normalize.make_canonical(normalize.fold(written)) == form


def test_browser_makes_alike(browser: Browser) -> None:
    page = browser.new_page()
    for source in SOURCES[:2]:
        page.add_script_tag(path=str(source))
    forms = "".join(chr(old) + chr(new) for old, new in normalize.load_traditional().items())
    page.evaluate("forms => exhibit.learnForms(forms)", forms)
    made = page.evaluate(
        "all => all.map(function (text) { return exhibit.canonical(exhibit.fold(text)); })", [case[0] for case in CASES]
    )
    page.close()
    assert made == [form for _, form in CASES]


def test_both_sides_know_the_same_patterns() -> None:
    source = SOURCES[1].read_text("utf-8")
    assert f"/([{normalize.NUMERALS}]+)(?=[{normalize.COUNTED}])|[{normalize.NUMERALS}]+/g" in source
    assert f"/{normalize.BUILDING.pattern}/g" in source


def test_both_sides_know_the_same_silent_characters() -> None:
    assert f"SILENT = '{SILENT}'" in SOURCES[1].read_text("utf-8")


def test_both_sides_find_the_same_shard(browser: Browser) -> None:
    page = browser.new_page()
    for source in SOURCES[:2]:
        page.add_script_tag(path=str(source))
    layout = ShardLayout(9, {"梯": 1, "楼": 3, "年": 2})
    names = [
        "电梯",
        "梯电",
        "梯",
        "1年",
        "年1",
        "鿿㐀",
        "㐀鿿",
        "楼里",
        "的楼",
        "的一",
        "一的",
        "的",
        "楼",
        "\ue000\ue001",
    ]
    made = page.evaluate(
        "([names, hall]) => names.map(function (name) { return exhibit.shardName(name, hall); })",
        [names, {"shards": layout.to_object(), "common": COMMON}],
    )
    page.close()
    told = [name if len(name) > 1 else f"{name}!" for name in names]
    assert made == [layout.get_shard(name) for name in told] == [layout.get_shard(f"!{name}") for name in told]
    assert set(made) <= set(layout.list_shards())


def test_no_synonyms_without_their_file(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path) == Synonyms()


def test_synonyms_of_the_repository() -> None:
    words = add_vocabulary_words(read_synonyms(HOME), load_exhibition(HOME).exhibition.vocabularies)
    group = next(group for group in words.same if "加梯" in group)
    assert group[0] == "加装电梯"
    assert any({"高境", "高境镇", "高境街道"} <= set(group) for group in words.same)
    assert any(re.fullmatch(turn, "怎么走") for turn in words.fillers)


OTHER_SCRIPTS = re.compile(
    r"=>|`|\b(?:let|const|class|import|export|await|yield|Promise|fetch|XMLHttpRequest|Symbol|Map|Set)\b(?!')"
)
"""What browsers of 2015 do not understand, and what a page opened from a stick may not do."""
TEXT = re.compile(r"'(?:[^'\\\n]|\\.)*'|//.*|/\*[\s\S]*?\*/")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_scripts_are_es5(source: Path) -> None:
    code = TEXT.sub("''", source.read_text("utf-8"))
    assert OTHER_SCRIPTS.findall(code) == []
