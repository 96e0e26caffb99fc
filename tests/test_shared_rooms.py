"""Lists that are read from a field, lists that share a room, pages below an entry: each is a declaration, and nothing else is
touched. The toys are declared here.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.exchange.open_data import list_tables
from exhibition.model import Entry, Exhibition
from exhibition.model.artifact import PagesBelowTools
from exhibition.model.content_types import ContentType, PageBelow, PagesBelow
from exhibition.model.field_types import Text
from exhibition.model.fields import Field, ListOf, Requirement
from exhibition.model.record_types import Record, RecordFacet, RecordType, Room, list_label
from exhibition.pages.context import PageContext
from exhibition.pages.own_pages import build_pages_below
from exhibition.pages.page import Page
from exhibition.pages.placeholders import build_own_page_notices
from exhibition.pages.record_page import build_record_pages
from exhibition.pages.rooms import build_room_pages
from exhibition.search.answers import list_answers
from exhibition.types import CONTENT_TYPES
from helpers.cases import diagnosed, tiny


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Record):
    """A toy record: what somebody wants."""

    what: Annotated[str, Field("要什么", Text(20), "花盆", "要什么。", Requirement.ALWAYS, placed=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Record):
    """A toy record that nobody writes: one item of 工具."""

    name: Annotated[str, Field("名称", Text(20), "锤子", "叫什么。", Requirement.ALWAYS)]


def read_tools(entry: Entry) -> Iterable[Tool]:
    return (Tool(name=one) for one in getattr(entry, "tools", ()))


SHED = Room(
    "shed/",
    "工具间",
    lead="借一借，换一换。",
    order="按街镇。",
    empty="还空着。",
    facets=(RecordFacet("kind", "哪一种", list_label, order=("求", "给", "工具")),),
    unit="样",
)
WISHES = RecordType("wishes", "求", Wish, help="要什么。", what="what", order=900, room=SHED)
GIFTS = RecordType("gifts", "给", Wish, help="给什么。", what="what", order=901, room=SHED)
TOOLS = RecordType(
    "tools", "工具", Tool, help="有什么。", what="name", order=902, read=read_tools, anchor="tools", room=SHED
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shed(Entry):
    """A toy type."""

    tools: Annotated[tuple[str, ...], Field("工具", ListOf(Text(20)), "锤子", "有什么工具。")] = ()
    wishes: Annotated[tuple[Wish, ...], WISHES.field] = ()
    gifts: Annotated[tuple[Wish, ...], GIFTS.field] = ()


def list_drawers(shed: Shed, page: PagesBelowTools) -> Iterator[PageBelow]:
    for number, tool in enumerate(shed.tools, 1):
        yield PageBelow(f"{number}/", tool, {"said": page.format_text("甲\n乙"), "nothing": "", "home": page.root})


TYPE = ContentType(
    "shed",
    "棚子",
    Shed,
    folder="sheds",
    order=900,
    readings=(TOOLS,),
    pages=(PagesBelow("notice.html", list_drawers, "1/", lambda shed: not shed.name.startswith("新")),),
)
TEXT = """---
编号: {id}
名称: {name}
一句话: 放工具的地方
状态: {status}
示例: 否
来源: 测试
工具:
{tools}
求:
  - 要什么: 花盆
给:
  - 要什么: 木板
  - 要什么: 砖头
---

慢慢看。
"""


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with CONTENT_TYPES.registered(TYPE):
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tiny(tmp_path)
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    return tmp_path


def write_shed(root: Path, id: str = "20060", name: str = "旧棚子", tools: int = 2, status: str = "发布") -> None:
    folder = root / f"content/sheds/{id}"
    folder.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(f"  - 锤子{number}" for number in range(1, tools + 1))
    (folder / "index.md").write_text(TEXT.format(id=id, name=name, tools=lines, status=status), "utf-8")
    (root / f"content/permalinks/{id}.yml").write_text(f"发放: 2026-01-01\n名称: {name}\n状态: 在用\n", "utf-8")


def load(root: Path) -> Exhibition:
    return load_exhibition(root).exhibition


def pages_of(made: Iterable[object]) -> dict[str, Page]:
    return {page.path: page for page in made if isinstance(page, Page)}


def words_of(page: Page) -> str:
    return json.dumps(page.data, ensure_ascii=False, default=str)


def test_a_list_is_read_from_a_field_and_leads_to_it(root: Path) -> None:
    write_shed(root)
    assert diagnosed(root) == []
    found = load(root).list_records(TOOLS)
    assert [(one.name, one.path, one.source) for one in found] == [
        ("锤子1", "20060/#tools", "测试"),
        ("锤子2", "20060/#tools", "测试"),
    ]
    assert TOOLS not in CONTENT_TYPES.record_types
    assert "工具.md" not in TYPE.side_files
    assert "tools" in {table.name for table in list_tables()}
    with pytest.raises(ValueError, match="read from"):
        RecordType("tools", "工具", Tool, help="", what="name", read=read_tools, owner="bureau")


def test_lists_of_one_room_hang_together_with_a_facet_that_tells_them_apart(root: Path) -> None:
    write_shed(root)
    pages = pages_of(build_room_pages(PageContext(load(root), {})))
    room = pages["shed/"]
    assert (room.title, room.data["form"], room.data["list_name"]) == ("工具间", "cards", "工具间")
    cards = room.data["records"]
    assert isinstance(cards, list)
    assert [card["name"] for card in cards] == ["花盆", "木板", "砖头", "锤子1", "锤子2"]
    assert len({card["id"] for card in cards}) == 5, "two lists count their records alike"
    assert [len(value) for value in room.data["tags"]] == [4, 4, 4]  # type: ignore[attr-defined]
    assert '"name": "给", "words": "2"' in words_of(room)
    (given,) = (page for page in pages.values() if page.title == "给·工具间")
    assert "木板" in words_of(given)
    assert "花盆" not in words_of(given)
    assert "给：CSV" in words_of(room)


def test_an_empty_room_of_several_lists_shows_how_each_is_written(root: Path) -> None:
    room = pages_of(build_room_pages(PageContext(load(root), {})))["shed/"]
    assert room.data["form"] == "empty"
    assert room.data["nothing"]["lines"] == "求:\n  - 要什么: 花盆\n给:\n  - 要什么: 花盆\n工具:\n  - 锤子"  # type: ignore[index]


def test_a_room_is_asked_for_by_the_words_of_each_of_its_lists(root: Path) -> None:
    write_shed(root)
    (answer,) = (one for one in list_answers(load(root)) if one.pages[0].path == "shed/")
    assert {"工具间", "求", "给", "工具"} <= set(answer.words)
    assert answer.pages[0].about == "5样"


def test_an_archive_names_the_room_once(root: Path) -> None:
    write_shed(root)
    page = pages_of(build_record_pages(PageContext(load(root), {})))["20060/record/"]
    assert words_of(page).count('"name": "工具间"') == 1


def test_lists_whose_cards_differ_do_not_share_a_room() -> None:
    other = RecordType("others", "别", Wish, help="", what="what", order=903, room=SHED, part="case")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Hut(Entry):
        """A toy type whose list has another card."""

        others: Annotated[tuple[Wish, ...], other.field] = ()

    hut = ContentType("hut", "屋", Hut, folder="huts", order=901)
    with CONTENT_TYPES.registered(hut), pytest.raises(ValueError, match="different parts"):
        assert CONTENT_TYPES.rooms


def test_a_type_declares_pages_below_its_entries(root: Path) -> None:
    write_shed(root)
    write_shed(root, "20061", "空棚子", tools=0)
    write_shed(root, "20062", "新棚子", tools=0)
    write_shed(root, "20063", "收起的棚子", status="撤下")
    write_shed(root, "20064", "没写完的棚子", status="草稿")
    context = PageContext(load(root), {})
    pages = {path: page for path, page in pages_of(build_pages_below(context)).items() if path.startswith("2006")}
    assert {path: page.template for path, page in pages.items()} == {
        "20060/1/": "notice.html",
        "20060/2/": "notice.html",
        "20061/1/": "notice.html",
    }
    first = pages["20060/1/"]
    assert first.title == "锤子1：旧棚子"
    assert first.data["home"] == "../../"
    assert first.data["crumbs"] == [["首页", "../../"], ["旧棚子", "../"]]
    assert "nothing" not in first.data
    assert pages["20061/1/"].data["go"] == "../", "what may hang on a wall leads on"
    gone = {path for path in pages_of(build_own_page_notices(context)) if path.endswith("/1/")}
    assert {path for path in gone if path.startswith("2006")} == {"20063/1/"}, "a draft never had the page"
    assert gone - {"20063/1/"} == {"20020/1/", "20021/1/"}, "of a number that is retired nobody knows the type any more"
