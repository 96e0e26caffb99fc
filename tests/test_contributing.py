"""Every row of the tables in CONTRIBUTING.md, executed: the addition is made, and it works through the public way.

An addition is made in memory where its place is a table that is read when it is asked; where Python reads the place
only when a module is loaded, it is made as a text edit in a copy of the program (see `helpers/program_copy.py`), in
which one process tries all of them.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Annotated, Any

import pytest

import author_mistakes
import comment
import conftest
import start
import test_browser_baseline
import test_browser_engines
import test_dependencies
import test_hostile
import test_serving_examples
from conftest import HOME, commanded
from exhibition.bodies import guide_pages, render_body
from exhibition.checks import registry as check_registry
from exhibition.checks.registry import KEPT
from exhibition.cli.arguments import COMMANDS, build_parser, parse_arguments
from exhibition.cli.console import SYSTEM, explain_system_error, print_result
from exhibition.content import settings, vocabularies
from exhibition.content.loader import load_exhibition
from exhibition.content.settings import make_setting_shape
from exhibition.content.vocabularies import TermPartShape
from exhibition.diagnostics import Severity
from exhibition.exchange import open_data
from exhibition.exchange.figures import FIGURES, Figure, Measure
from exhibition.exchange.open_data import OpenData
from exhibition.exchange.spreadsheets.columns import find_nearest_field, index_headings, list_columns
from exhibition.hosting import bucket_plan, bucket_refusals, rclone
from exhibition.hosting.code_owners import FORGES, format_code_owners
from exhibition.ledger import changes
from exhibition.ledger.changes import find_page_swaps, split_sentences
from exhibition.media.metadata import BY_TAG, SERIAL, BlockKind, MetadataBlock, summarize_blocks
from exhibition.messages import registry
from exhibition.messages.registry import register_rule
from exhibition.model import Entry, Placed, Status
from exhibition.model.artifact import PageTools
from exhibition.model.content_types import BodyNotation, ContentType, EntryFacet, PageBelow, PagesBelow
from exhibition.model.field_types import Integer, Reference, Text
from exhibition.model.fields import Field, Requirement
from exhibition.model.official import list_official
from exhibition.model.record_types import EntryRecord, OwnPage, Record, RecordFacet, RecordType, Room
from exhibition.model.site_settings import KINDS as SERVED
from exhibition.model.site_settings import ServedFileType, get_content_type
from exhibition.model.vocabulary import VOCABULARIES, VocabularyRow
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_type_pages
from exhibition.pages.guide import PRODUCTS, render_blank_file
from exhibition.pages.index_pages import build_facet_pages
from exhibition.pages.own_pages import build_own_pages, build_pages_below
from exhibition.pages.page import Page
from exhibition.pages.rooms import build_room_pages
from exhibition.pages.service_pages import build_help_pages
from exhibition.print.formats import FORMATS as PRODUCT_ROWS
from exhibition.print.formats import build_portrait_format
from exhibition.print.poster import build_poster
from exhibition.search.answers import list_answers
from exhibition.search.catalogue import list_story_lines
from exhibition.search.normalize import read_synonyms
from exhibition.storage.toolchain import TOOLCHAINS, Toolchain, get_version
from exhibition.text import characters
from exhibition.types import CONTENT_TYPES, Unit, completeness
from exhibition.verification import rules as verification
from exhibition.verification.http_client import HttpResponse
from helpers import issue_templates, mutations
from helpers.browser_engines import ENGINES
from helpers.cases import diagnosed, found, lay_out_case, load_base, tiny
from helpers.program_copy import Addition, ProgramCopy
from helpers.serving_examples import ServedExample, read_example, run_example

TABLES = (HOME / "CONTRIBUTING.md").read_text("utf-8").partition("## One place")[2].partition("\n## ")[0]
ROWS = [cell for cell in re.findall(r"^\| (.+?) \| ", TABLES, re.M) if not cell.startswith("to add")]

Trial = Callable[[pytest.MonkeyPatch, Path], None]
TRIALS: dict[str, Trial] = {}
"""What makes the addition of a row in memory, or in files of a test's own."""
ADDITIONS: dict[str, Addition] = {}
EXPECTATIONS: dict[str, Callable[[Any], None]] = {}
"""What is added to the copy of the program for a row, and what must have been seen there."""

UNIT = "content/units/example/20001/index.md"


def tries(row: str) -> Callable[[Trial], Trial]:
    """Decorate the function of a row that makes its addition in memory."""

    def decorate(trial: Trial) -> Trial:
        assert row not in TRIALS
        TRIALS[row] = trial
        return trial

    return decorate


def edits(row: str, places: dict[str, list[tuple[str, str]] | str], statements: str) -> Callable[..., Any]:
    """Decorate the function of a row that judges what was seen in the copy of the program."""

    def decorate(judge: Callable[[Any], None]) -> Callable[[Any], None]:
        assert row not in ADDITIONS
        ADDITIONS[row], EXPECTATIONS[row] = Addition(places, statements), judge
        return judge

    return decorate


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the program with all additions has shown, by row."""
    place = tmp_path_factory.mktemp("copy")
    program = ProgramCopy(place / "program")
    for row, addition in ADDITIONS.items():
        program.add(row, addition)
    return program.run(place / "work")


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


def list_codes(root: Path) -> list[str]:
    return [one.code for one in diagnosed(root)]


# Content.

BENCH = '''"""A 长凳: a toy type."""

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType
from ..model.entry import Entry
from ..model.field_types import Integer
from ..model.fields import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench(Entry):
    """One bench."""

    seats: Annotated[
        int | None, Field("座位", Integer(1, 20), "3", "能坐几个人。", shown=True, asked=True, headings=())
    ] = None


BENCH = ContentType("bench", "长凳", Bench, folder="benches", order=950)
'''


@edits(
    "a content type",
    {"scripts/exhibition/types/bench.py": BENCH},
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages import build_pages
from exhibition.report import REPORTERS
root = lay_out("type")
made = run("new", "--kind", "bench", "--no-ask", "--name", "门口长凳", "--seats", "3", "--root", root)
checked = run("check", "--root", root)
exported = run("export", "--kind", "bench", "--format", "csv", "--out", root / "benches.csv", "--root", root)
(path,) = root.glob("content/benches/*/index.md")
text = path.read_text("utf-8")
path.write_text(text + "\\n身份证 11010519491231002X\\n", "utf-8")
gate = run("check", "--root", root)
pages = [page.uri for page in build_pages(load_exhibition(root).exhibition, {})]
seen = [made[0], checked[0], exported[0], (root / "benches.csv").read_text("utf-8-sig"), gate, pages]
""",
)
def judge_content_type(seen: Any) -> None:
    made, checked, exported, sheet, (code, said), pages = seen
    assert (made, checked, exported, code) == (0, 0, 0, 1)
    assert "座位" in sheet.splitlines()[0]
    assert "门口长凳" in sheet
    assert "E601" in said
    assert "benches/index.md" in pages


FIELD = """    origin: Annotated[str, Field("名称由来", Text(40), "楼下的一盏灯", "名字怎么来的。", shown=True)] = ""
"""
FIELD_OF_ALL = """    motto: Annotated[str, Field("座右铭", Text(40), "邻里守望", "一句话。", shown=True)] = ""
"""


@edits(
    "a field",
    {
        "scripts/exhibition/types/unit.py": [("    stars: Annotated[", FIELD)],
        "scripts/exhibition/model/entry.py": [("    tagline: Annotated[", FIELD_OF_ALL)],
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages import build_pages
root = lay_out("field")
path = root / "content/units/example/20001/index.md"
path.write_text(path.read_text("utf-8").replace("星级: 3", "名称由来: 楼下的一盏灯\\n星级: 3"), "utf-8")
path = root / "content/clusters/20010/index.md"
path.write_text(path.read_text("utf-8").replace("状态: 发布", "座右铭: 邻里守望\\n状态: 发布"), "utf-8")
checked = run("check", "--root", root)
exhibition = load_exhibition(root).exhibition
(page,) = [page for page in build_pages(exhibition, {}) if page.uri == "20001/index.md"]
seen = [checked, exhibition.by_id["20001"].origin, exhibition.by_id["20010"].motto, page.make().decode()]
""",
)
def judge_field(seen: Any) -> None:
    (code, said), value, motto, page = seen
    assert (code, value, motto) == (0, "楼下的一盏灯", "邻里守望"), said
    assert "名称由来" in page


LOAN = '''"""借东西: a toy list of two keys and its room."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from ..model.field_types import Choice, Text
from ..model.fields import Field, Requirement
from ..model.record_types import EntryRecord, OwnPage, Record, RecordFacet, RecordType, Room
from ..model.vocabulary import ChoiceWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan(Record):
    """One thing that was lent."""

    what: Annotated[str, Field("东西", Text(20), "梯子", "借的是什么。", Requirement.ALWAYS)]
    state: Annotated[str, Field("还没还", Choice(words=ChoiceWords.from_names(("还了", "没还"))), "还了", "还了没有。")] = ""


def list_state(one: EntryRecord, _: object) -> Iterable[str]:
    """Return whether it was given back."""
    return filter(None, (one.record.state,))


LOANS = RecordType(
    "loans", "借东西", Loan, help="借过什么。", what="what",
    room=Room("loans/", "借东西的地方", lead="借。", order="按街镇。", empty="还没有。", facets=(RecordFacet("state", "还没还", list_state),)),
)
'''


@edits(
    "a record list, with its room",
    {
        "scripts/exhibition/records/loan.py": LOAN,
        "scripts/exhibition/types/unit.py": [
            ("from ..records import ", "from ..records.loan import LOANS, Loan\n"),
            ("    standard_cases: Annotated[", "    loans: Annotated[tuple[Loan, ...], LOANS.field] = ()\n"),
        ],
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages import build_pages
root = lay_out("records")
added = run("add", "借东西", "20001", "--dry-run", "--root", root)
(root / "content/units/example/20001/借东西.md").write_text("---\\n借东西:\\n  - 东西: 梯子\\n---\\n", "utf-8")
checked = run("check", "--root", root)
exported = run("export", "--list", "借东西", "--format", "csv", "--out", root / "loans.csv", "--root", root)
pages = [page.uri for page in build_pages(load_exhibition(root).exhibition, {})]
seen = [added, checked, exported[0], (root / "loans.csv").read_text("utf-8-sig"), pages]
""",
)
def judge_record_list(seen: Any) -> None:
    added, checked, exported, sheet, pages = seen
    assert (added[0], checked[0], exported) == (0, 0, 0), (added, checked)
    assert "梯子" in sheet
    assert {"loans/index.md", "20001/record/index.md"} <= set(pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan(Record):
    """A toy record."""

    what: Annotated[str, Field("东西", Text(20), "梯子", "借的是什么。", Requirement.ALWAYS)]


def list_initial(one: EntryRecord, _: object) -> tuple[str, ...]:
    return (one.name[:1],)


LOANS = RecordType(
    "loans",
    "借东西",
    Loan,
    help="借过什么。",
    what="what",
    room=Room(
        "loans/",
        "借",
        lead="借。",
        order="按街镇。",
        empty="无。",
        facets=(RecordFacet("initial", "字", list_initial),),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shed(Placed):
    """A toy type that holds the list."""

    loans: Annotated[tuple[Loan, ...], LOANS.field] = ()


@tries("a facet of a room")
def add_facet_of_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shed = Shed(id="20060", name="棚", street="示例街镇", status=Status.PUBLISHED, spans={}, loans=(Loan(what="梯子"),))
    with CONTENT_TYPES.registered(ContentType("shed", "棚", Shed, folder="sheds", order=960)):
        exhibition = load_exhibition(tiny(tmp_path)).exhibition.replace_entries([shed])
        pages = {page.path for page in build_room_pages(PageContext(exhibition, {})) if isinstance(page, Page)}
    assert "loans/梯/" in pages


@tries("a page of its own for a record list")
def add_own_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = OwnPage("loans/", "借出", "loans.html", lambda records, page: {"loans": [one.name for one in records]})
    object.__setattr__(LOANS, "page", shown)
    shed = Shed(id="20060", name="棚", street="示例街镇", status=Status.PUBLISHED, spans={}, loans=(Loan(what="梯子"),))
    try:
        with CONTENT_TYPES.registered(ContentType("shed", "棚", Shed, folder="sheds", order=960)):
            exhibition = load_exhibition(tiny(tmp_path)).exhibition.replace_entries([shed])
            (page,) = build_own_pages(PageContext(exhibition, {}))
    finally:
        object.__setattr__(LOANS, "page", None)
    assert (page.path, page.data["loans"]) == ("20060/loans/", ["梯子"])


@tries("a list that is read from a field that entries have")
def add_read_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = RecordType(
        "names", "名称", Loan, help="叫什么。", what="what", read=lambda entry: [Loan(what=entry.name)],
        room=Room("names/", "名字墙", lead="叫。", order="按街镇。", empty="还没有。"),
    )  # fmt: skip
    shed = Shed(id="20060", name="棚", street="示例街镇", status=Status.PUBLISHED, spans={})
    with CONTENT_TYPES.registered(ContentType("shed", "棚", Shed, folder="sheds", order=960, readings=(row,))):
        exhibition = load_exhibition(tiny(tmp_path)).exhibition.replace_entries([shed])
        (page,) = (one for one in build_room_pages(PageContext(exhibition, {})) if one.path == "names/")
    assert isinstance(page, Page)
    assert page.data["story"]["name"] == "棚"  # type: ignore[index]


@tries("a list that hangs in a room that exists")
def add_list_to_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = RecordType(
        "names", "名称", Loan, help="叫什么。", what="what", read=lambda entry: [Loan(what=entry.name)], room=LOANS.room
    )
    with CONTENT_TYPES.registered(ContentType("shed", "棚", Shed, folder="sheds", order=960, readings=(row,))):
        assert LOANS.room
        assert CONTENT_TYPES.rooms[LOANS.room] == (LOANS, row)


@tries("pages below the addresses of a type's entries")
def add_pages_below(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = PagesBelow("sheds.html", lambda shed, page: [PageBelow("door/", "门", {"said": shed.name})])
    shed = Shed(id="20060", name="棚", street="示例街镇", status=Status.PUBLISHED, spans={})
    with CONTENT_TYPES.registered(ContentType("shed", "棚", Shed, folder="sheds", order=960, pages=(told,))):
        exhibition = load_exhibition(tiny(tmp_path)).exhibition.replace_entries([shed])
        (page,) = (one for one in build_pages_below(PageContext(exhibition, {})) if one.path.startswith("20060/"))
    assert (page.path, page.template, page.data["said"]) == ("20060/door/", "sheds.html", "棚")


@tries("how the body of a type is read")
def add_notation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    notation = BodyNotation(
        fields=(),
        list_values=lambda body: (),
        list_texts=lambda body: [body.strip("= ")],
        list_words=lambda body: [body.strip("= ")],
        starter="== 一间棚 ==",
        hint="两边写等号。",
        where="正文里",
    )
    row = ContentType("shed", "棚", Shed, folder="sheds", order=960, body=notation)
    shed = Shed(id="20060", name="棚", street="示例街镇", status=Status.PUBLISHED, body="== 挂着锄头 ==", spans={})
    with CONTENT_TYPES.registered(row):
        exhibition = load_exhibition(tiny(tmp_path)).exhibition.replace_entries([shed])
        assert "挂着锄头" in list_story_lines(exhibition.by_id["20060"])
        assert "== 一间棚 ==" in render_blank_file("shed")


@tries("a facet of a type's list and of the search")
def add_facet_of_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    facet = EntryFacet("initial", "字", lambda shed, _: (shed.name[:1],))
    sheds = [
        Shed(id=f"2006{at}", name=name, street="示例街镇", status=Status.PUBLISHED, spans={})
        for at, name in enumerate(("棚一", "屋二"))
    ]
    with CONTENT_TYPES.registered(ContentType("shed", "棚", Shed, folder="sheds", order=960, facets=(facet,))):
        exhibition = load_exhibition(tiny(tmp_path)).exhibition.replace_entries(sheds)
        pages = {page.path: page for page in build_facet_pages(PageContext(exhibition, {})) if isinstance(page, Page)}
    told = {one["label"]: [word[:2] for word in one["words"]] for one in pages["sheds/"].data["facets"]}  # type: ignore[attr-defined]
    assert told["字"] == [["棚", 1], ["屋", 1]]


@tries("a window of the digital archive")
def add_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    window = completeness.Window(
        name="tagline",
        label="一句话",
        field="tagline",
        ease=99,
        help="写一句话。",
        is_lit=lambda entry: bool(entry.tagline),
    )
    monkeypatch.setattr(completeness, "WINDOWS", (*completeness.WINDOWS, window))
    exhibition = load_exhibition(tiny(tmp_path)).exhibition
    states = completeness.list_windows(exhibition.by_id["20001"], exhibition)
    assert [one.window.label for one in states if one.window is window and one.lit] == ["一句话"]


@tries("a vocabulary")
def add_vocabulary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with VOCABULARIES.registered(VocabularyRow("tree_kinds")):
        words = tiny(tmp_path) / "content/vocabularies/tree-kinds.yml"
        words.write_text("名称: 树\n来源: 测试用的示例\n空位: 2\n词:\n  - slug: camphor\n    名称: 香樟\n", "utf-8")
        assert list_codes(tmp_path) == []
        trees = load_exhibition(tmp_path).exhibition.vocabularies.get("tree_kinds")
    assert (trees.names, trees.slots) == (("香樟",), 2)


@tries("a question of visitors that a page answers")
def add_question(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = tiny(tmp_path)
    words = (
        "名称: 问答\n来源: 本项目\n词:\n  - {slug: lost, 名称: 丢了东西, 说明: 问谁, 页: [tell/], 问: [丢了+钥匙]}\n"
    )
    (root / "content/vocabularies/answers.yml").write_text(words, "utf-8")
    answers = list_answers(load_exhibition(root).exhibition, read_synonyms(root).asked)
    assert [answer.pages[0].path for answer in answers if any("钥匙" in one for one in answer.patterns)] == ["tell/"]


@tries("an official number")
def add_official_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = tiny(tmp_path) / "content/vocabularies/official.yml"
    term = "  - slug: lamps\n    名称: 点亮的灯\n    数: 12\n    单位: 盏\n    来源: 测试用的示例\n"
    words.write_text(words.read_text("utf-8").rstrip() + f"\n{term}", "utf-8")
    assert list_codes(tmp_path) == []
    official = list_official(load_exhibition(tmp_path).exhibition.vocabularies)
    assert [one.value for one in official if one.slug == "lamps"] == [12]


@tries("a figure")
def add_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    figure = Figure(
        name="toy", title="数着玩", topic="玩", sentence="数着玩的。", numerator="楼组", unit="个", covers="在",
        tables=("units",), measure=lambda exhibition: Measure(value=2, told=(), asked=()), least=0,
    )  # fmt: skip
    with FIGURES.registered(figure):
        files = OpenData(load_exhibition(tiny(tmp_path)).exhibition).files
    assert '"toy"' in files["figures.json"].decode()


@tries("a table of the open data that is not of entries")
def add_computed_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = replace(open_data.COMPUTED[-1], name="numbers-again")
    monkeypatch.setattr(open_data, "COMPUTED", (*open_data.COMPUTED, table))
    CONTENT_TYPES.derived.clear()
    assert "numbers-again.csv" in OpenData(load_exhibition(tiny(tmp_path)).exhibition).files
    CONTENT_TYPES.derived.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk(Entry):
    """A toy type."""

    unit: Annotated[str | None, Field("起点", Reference(("unit",)), "20001", "从哪里走。", placed=True)] = None
    minutes: Annotated[
        int | None, Field("分钟", Integer(1, 600), "40", "要多久。", headings=("用时",), like=("时长",))
    ] = None


def view_walk(walk: Walk, page: PageTools) -> dict[str, object]:
    return {"steps": f"走 {walk.minutes} 分钟"}


WALK = ContentType("walk", "路线", Walk, folder="walks", order=900, template="walk.html", view=view_walk)
WALK_TEXT = """---
编号: 20050
名称: 走一走
状态: 发布
示例: 是
来源: 测试用的示例
一句话: 走一走
起点: 20001
分钟: 40
照片:
  - 插画: 议事
    说明: 邻居围着长桌商量
    同意: 不涉及人物
---

慢慢走。
"""


@pytest.fixture(autouse=True)
def walks() -> Iterator[None]:
    with CONTENT_TYPES.registered(WALK):
        yield


def write_walk(root: Path, text: str = WALK_TEXT) -> Path:
    tiny(root)
    (root / "content/walks/20050").mkdir(parents=True)
    (root / "content/walks/20050/index.md").write_text(text, "utf-8")
    link = "发放: 2026-01-01\n名称: 走一走\n状态: 在用\n"
    (root / "content/permalinks/20050.yml").write_text(link, "utf-8")
    return root


@tries("a reference to another entry")
def add_reference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exhibition = load_exhibition(write_walk(tmp_path)).exhibition
    unit = exhibition.get("20001", Unit)
    assert unit is not None
    assert "20050" in [link.source.id for link in exhibition.backlinks(unit)]
    edit(tmp_path / "content/walks/20050/index.md", "起点: 20001", "起点: 20099")
    assert list_codes(tmp_path) == ["E340"]


@tries("what a page of a content type shows")
def add_view(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = PageContext(load_exhibition(write_walk(tmp_path)).exhibition, {})
    (page,) = build_type_pages(WALK, context)
    assert (page.template, page.data["steps"]) == ("walk.html", "走 40 分钟")


@tries("a column of spreadsheets, or another heading for one")
def add_column(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = write_walk(tmp_path, WALK_TEXT.replace("分钟: 40\n", ""))
    (root / "list.csv").write_text("编号,名称,用时\n20050,走一走,45\n", "utf-8-sig")
    commanded("import", root / "list.csv", "--root", root, "--kind", "walk", "--write")
    assert "分钟: 45" in (root / "content/walks/20050/index.md").read_text("utf-8")


@tries("a word in headings that are asked about")
def add_word_of_heading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = index_headings(list_columns("walk"), {})
    assert find_nearest_field("时长合计", known) == "分钟"
    assert find_nearest_field("多久合计", known) == ""


@tries("a theme, a street, a kind of photograph")
def add_theme(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    edit(tiny(tmp_path) / UNIT, "主题: [加装电梯, 楼道清理]", "主题: [夜谈会]")
    assert len(list_codes(tmp_path)) == 1
    words = tmp_path / "content/vocabularies/themes.yml"
    words.write_text(words.read_text("utf-8").rstrip() + "\n  - slug: night-talk\n    名称: 夜谈会\n", "utf-8")
    assert list_codes(tmp_path) == []
    assert load_exhibition(tmp_path).exhibition.by_id["20001"].themes == ("夜谈会",)


@tries("a reviewer of a street")
def add_reviewer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = tiny(tmp_path) / "content/vocabularies/streets.yml"
    edit(words, "名称: 示例街镇\n", '名称: 示例街镇\n    审核: "@toy"\n')
    commanded("owners", "--root", tmp_path, "--write")
    for path in FORGES:
        assert re.search(r"^/content/units/example/ @toy$", (tmp_path / path).read_text("utf-8"), re.M), path


def add_part_of_street(root: Path, value: str) -> None:
    edit(tiny(root) / "content/vocabularies/streets.yml", "名称: 示例街镇\n", f"名称: 示例街镇\n    邮编: {value}\n")


@tries("a part of a vocabulary's term")
def add_part_of_term(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    add_part_of_street(tmp_path, "200000")
    assert "E383" in list_codes(tmp_path)
    monkeypatch.setattr(vocabularies, "TERM_KEYS", (*vocabularies.TERM_KEYS, "邮编"))
    assert list_codes(tmp_path) == []


@tries("what a part of a vocabulary's term must look like")
def add_shape_of_term(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vocabularies, "TERM_KEYS", (*vocabularies.TERM_KEYS, "邮编"))
    shape = TermPartShape(re.compile("[0-9]{6}"), "邮编是六位数字", "写六位数字。")
    monkeypatch.setitem(vocabularies.WORD_SHAPES, "邮编", shape)  # type: ignore[arg-type]
    add_part_of_street(tmp_path, "两千")
    (wrong,) = diagnosed(tmp_path)
    assert "邮编是六位数字" in wrong.message


@tries("a setting that pages show")
def add_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shape = make_setting_shape("extra.exhibition.motto", "[^<>]{0,20}", "写一句短话")
    monkeypatch.setattr(settings, "SHAPES", (*settings.SHAPES, shape))
    tiny(tmp_path)
    assert list_codes(tmp_path) == []
    edit(tmp_path / "mkdocs.yml", "  exhibition:\n", "  exhibition:\n    motto: <b>\n")
    (wrong,) = diagnosed(tmp_path)
    assert "写一句短话" in wrong.hint + wrong.message


@edits(
    "a book",
    {
        "scripts/exhibition/model/books.py": [
            (
                '    Book(\n        name="guide",',
                '    Book(name="recipes", label="菜谱", title="邻居菜谱", template="book.html", settings={}),\n',
            )
        ]
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages.books import build_book_pages
from exhibition.pages.context import PageContext
root = lay_out("book")
(root / "content/recipes").mkdir()
(root / "content/recipes/index.md").write_text("# 邻居菜谱\\n\\n一家一样。\\n", "utf-8")
pages = build_book_pages(PageContext(load_exhibition(root).exhibition, {}))
seen = [run("check", "--root", root), [[page.path, page.data["name"]] for page in pages]]
""",
)
def judge_book(seen: Any) -> None:
    checked, pages = seen
    assert checked[0] == 0, checked
    assert pages == [["recipes/", "邻居菜谱"]]


@edits(
    "a worksheet",
    {
        "scripts/exhibition/print/worksheets.py": [
            (
                '    Worksheet(\n        slug="council-minutes",',
                '    Worksheet(slug="tool-list", title="工具单", purpose="谁家有梯子。", parts=UNIT),\n',
            )
        ]
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages.context import PageContext
from exhibition.pages.worksheets import build_worksheet_pages
root = lay_out("worksheet")
(root / "content/handbook").mkdir()
(root / "content/handbook/index.md").write_text("# 手册\\n\\n一步一步。\\n", "utf-8")
words = root / "content/vocabularies/tools.yml"
words.write_text(words.read_text("utf-8") + "  - slug: tool-list\\n    名称: 工具单\\n", "utf-8")
pages = {page.path: page.data["name"] for page in build_worksheet_pages(PageContext(load_exhibition(root).exhibition, {}))}
seen = [run("check", "--root", root), pages]
""",
)
def judge_worksheet(seen: Any) -> None:
    checked, pages = seen
    assert checked[0] == 0, checked
    assert pages["handbook/papers/tool-list/"] == "工具单"


@edits(
    "how a mark of a list or a dash is typed",
    {
        "scripts/exhibition/text/characters.py": [
            ('•·●○▪◦◆■"\nDASHES', "※"),
            ('－–—−‐‑﹣•·●○▪◦◆■*＊+＋"', "※"),
        ]
    },
    """
from exhibition.bodies import render_body
root = lay_out("marks")
path = root / "content/units/example/20001/index.md"
path.write_text(path.read_text("utf-8").replace("  - 说话轻一点", "  ※ 说话轻一点"), "utf-8")
from exhibition.content.loader import load_exhibition
seen = [render_body("※扫地\\n※拖地").html, load_exhibition(root).exhibition.by_id["20001"].covenant]
""",
)
def judge_mark(seen: Any) -> None:
    html, covenant = seen
    assert html.replace("\n", "") == "<ul><li>扫地</li><li>拖地</li></ul>"
    assert covenant == ["楼道不放东西", "说话轻一点"]


@edits(
    "how large a file may be that is opened",
    {"scripts/exhibition/storage/safe_files.py": [("PHOTO_LIMIT = 80 * MIB", "SHEET_LIMIT = 1024\n")]},
    """
root = lay_out("large")
(root / "list.csv").write_text("编号,名称\\n" + "20001,示例一号楼\\n" * 100, "utf-8-sig")
seen = run("import", root / "list.csv", "--root", root)
""",
)
def judge_limit(seen: Any) -> None:
    code, said = seen
    assert code == 2
    assert "打不开：文件有" in said


# Checks and messages.


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Forget rules that a test registers. Other modules have imported the tables, so these are emptied and filled."""
    rules, checks = dict(registry.RULES), list(check_registry.CHECKS)
    yield
    registry.RULES.clear()
    registry.RULES.update(rules)
    check_registry.CHECKS[:] = checks


CHECK = """from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from .registry import CheckContext, check


@check("W998", Severity.ADVICE, "名称里有“玩具”")
def toy_name(context: CheckContext) -> Iterator[Finding]:
    '''问题：名称里有“玩具”。

    不好：`名称: 玩具楼`

    好：`名称: 一号楼`

    怎么改：去掉它。
    '''
    for entry in context.entries:
        if "玩具" in entry.name:
            yield Finding(entry.get_span("名称"), "名称里有“玩具”。", "去掉“玩具”。")
"""


@edits(
    "a check",
    {"scripts/exhibition/checks/toy_rule.py": CHECK},
    """
import json
from exhibition import checks
root = lay_out("rule")
path = root / "content/units/example/20001/index.md"
path.write_text(path.read_text("utf-8").replace("名称: 示例一号楼", "名称: 玩具楼"), "utf-8")
seen = [run("check", "--output", "json", "--root", root), [rule.code for rule in checks.list_rules()]]
""",
)
def judge_check(seen: Any) -> None:
    (code, said), rules = seen
    assert code == 0
    assert "W998" in [one["code"] for one in json.loads(said)["diagnostics"]]
    assert "W998" in rules


@tries("a case of an author's mistake")
def add_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "case" / UNIT
    page.parent.mkdir(parents=True)
    text = (HOME / "tests/tiny" / UNIT).read_text("utf-8")
    page.write_text(text.replace("星级: 3", "星级: 3星  # expect: W222"), "utf-8")
    expected = lay_out_case(tmp_path / "case", tmp_path / "root")
    assert found(diagnosed(tmp_path / "root")) == expected
    assert len(expected) == 1


MESSAGE = """from ..diagnostics import Severity
from .registry import Message, register_message


@register_message("W997", Severity.ADVICE, "一句玩笑")
def toy_message(text: str) -> Message:
    '''问题：玩笑。

    不好：玩笑。

    好：正经。

    怎么改：改。
    '''
    return Message(f"“{text}”是玩笑。", "改成正经的。", "正经")
"""


@edits(
    "a message about a field, a line, a file or a sheet",
    {"scripts/exhibition/messages/toy_messages.py": MESSAGE},
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages.context import PageContext
from exhibition.pages.service_pages import build_help_pages
pages = [page.uri for page in build_help_pages(PageContext(load_exhibition(lay_out("message")).exhibition, {}))]
from exhibition.messages.toy_messages import toy_message
issue = toy_message("哈哈")
seen = [pages, issue.rule.code, issue.message, issue.text]
""",
)
def judge_message(seen: Any) -> None:
    pages, *issue = seen
    assert "help/W997/index.md" in pages
    assert issue == ["W997", "“哈哈”是玩笑。", "正经"]


@tries("a code that nothing reports any more")
def retire_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(registry.RETIRED, "W996", "从前的一条")
    with pytest.raises(ValueError, match="W996 was retired"):
        register_rule("W996", "other", Severity.ADVICE, "别的", None)
    pages = build_help_pages(PageContext(load_exhibition(tiny(tmp_path)).exhibition, {}))
    assert "help/W996/index.md" in [page.uri for page in pages]


@tries("a folder below `content/` that is no part of the exhibition")
def keep_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tiny(tmp_path) / "content/minutes").mkdir()
    (tmp_path / "content/minutes/list.docx").write_bytes(b"PK")
    assert list_codes(tmp_path) != []
    monkeypatch.setitem(KEPT, "content/minutes", "a toy")
    assert list_codes(tmp_path) == []


@tries("a part of a page that identifies its entry, when entries are exchanged")
def add_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = "content/units/example/20002/index.md"
    tiny(tmp_path)
    (tmp_path / "past.txt").write_text("", "utf-8")
    sources = ["二〇一九年春天的楼组简报第三版", "居民区活动室墙上的老照片说明"]
    for (path, source), swapped in zip(((UNIT, sources[0]), (other, sources[1])), reversed(sources), strict=True):
        text = re.sub("^来源: .*\n", "", (tmp_path / path).read_text("utf-8"), flags=re.M)
        for file, value in ((tmp_path / "past" / path, source), (tmp_path / path, swapped)):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("---\n", f"---\n来源: {value}\n", 1), "utf-8")
    exhibition, base = load_exhibition(tmp_path).exhibition, load_base(tmp_path)
    assert find_page_swaps(exhibition, base) == []
    monkeypatch.setitem(changes.PARTS, "来源", lambda entry: split_sentences([entry.source]))  # type: ignore[arg-type]
    assert [(swap.id, swap.parts) for swap in find_page_swaps(exhibition, base)] == [
        ("20001", ("来源",)),
        ("20002", ("来源",)),
    ]


@edits(
    "an output of diagnostics",
    {
        "scripts/exhibition/report/__init__.py": [
            ('    "text": format_text,', '    "count": lambda diagnostics, lines: f"{len(diagnostics)} findings",\n')
        ]
    },
    """
root = lay_out("output")
path = root / "content/units/example/20001/index.md"
path.write_text(path.read_text("utf-8").replace("星级: 3", "星级: 3星"), "utf-8")
seen = run("check", "--output", "count", "--root", root)
""",
)
def judge_output(seen: Any) -> None:
    assert seen[0] == 0
    assert "1 findings" in seen[1]


@tries("a host that somebody lends, a name that only holds a place")
def add_lent_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    edit(tiny(tmp_path) / "mkdocs.yml", "https://example.test/hall/", "https://louzu.pages-of-friends.cn/")
    run = commanded("address", "--root", tmp_path, "--write", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (tmp_path / "content/site-address.yml").unlink()
    monkeypatch.setattr(characters, "LENT", (*characters.LENT, "pages-of-friends.cn"))
    refused = commanded("address", "--root", tmp_path, "--write", check=False)
    assert "借来" in refused.stdout + refused.stderr
    assert not (tmp_path / "content/site-address.yml").exists()


@tries("a tag of EXIF that reveals something")
def add_tag(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tag = 0xA999
    entry = tag.to_bytes(2, "little") + b"\2\0" + (4).to_bytes(4, "little") + b"abc\0"
    pointer = (0x8769).to_bytes(2, "little") + b"\4\0" + (1).to_bytes(4, "little") + (26).to_bytes(4, "little")
    tiff = b"II*\0\10\0\0\0\1\0" + pointer + bytes(4) + b"\1\0" + entry + bytes(4)
    blocks = [MetadataBlock(BlockKind.TIFF, tiff)]
    assert SERIAL not in summarize_blocks(blocks).traces
    monkeypatch.setitem(BY_TAG, ("exif", tag), SERIAL)
    assert SERIAL in summarize_blocks(blocks).traces


@edits(
    "a format of files that is told by its bytes",
    {
        "scripts/exhibition/media/file_formats.py": [
            ('    FileFormat("JPEG"', '    FileFormat("XYZ", " XYZ 图片", (".xyz",), ((0, b"XYZ1"),)),\n')
        ]
    },
    """
import json
from exhibition.media.file_formats import detect_format
root = lay_out("format")
(root / "content/units/example/20001/photo-01.jpg").write_bytes(b"XYZ1" + bytes(100))
path = root / "content/units/example/20001/index.md"
text = path.read_text("utf-8").replace("插画: 楼道从前", "文件: photo-01.jpg").replace("照片: 楼道从前", "照片: photo-01.jpg")
path.write_text(text.replace("之前: 楼道从前", "之前: photo-01.jpg"), "utf-8")
from exhibition.content.loader import load_exhibition
from exhibition.pages.context import PageContext
from exhibition.pages.service_pages import build_upload_page
(page,) = [one for one in build_upload_page(PageContext(load_exhibition(root).exhibition, {})) if hasattr(one, "data")]
seen = [detect_format(b"XYZ1...."), run("check", "--root", root), str(json.loads(page.data["keeping"])["known"])]
""",
)
def judge_format(seen: Any) -> None:
    name, (code, said), page = seen
    assert (name, code) == ("XYZ", 1)
    assert "XYZ 图片" in said
    assert "XYZ 图片" in page


@edits(
    "how large a photo may be",
    {
        "scripts/exhibition/media/sizes.py": [
            (
                "    2560,\n",
                "    640,\n    900_000,\n    ImageEncoding('image/jpeg', 'jpg', 'JPEG', 88, 0, 0.019, {}),\n)\nOLD_LIMITS = ArchiveLimits(\n",
            )
        ]
    },
    """
from PIL import Image
root = lay_out("archive")
Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(WORK / "album.png")
run("photos", WORK / "album.png", "--into", "20001", "--write", "--root", root)
seen = Image.open(root / "content/units/example/20001/photo-01.jpg").size
""",
)
def judge_photo_size(seen: Any) -> None:
    assert seen == [640, 480]


# Text of authors and the guide.


@edits(
    "a rule of how volunteers' text comes out",
    {
        "scripts/exhibition/bodies/blocks.py": [
            ("            self.render_list,\n", "            self.render_verse,\n"),
            (
                "    def render_rule(self, number",
                '''    def render_verse(self, number: int) -> tuple[str, int] | None:
        """Return a line of a poem."""
        if not self.texts[number].startswith("♪"):
            return None
        return f"<blockquote><p>{render_inline(self.lines[number : number + 1], self.notes)}</p></blockquote>", number + 1

''',
            ),
        ]
    },
    """
from exhibition.bodies import render_body
seen = render_body("♪一**行**诗\\n\\n不是诗").html
""",
)
def judge_block(seen: Any) -> None:
    assert seen.replace("\n", "") == "<blockquote><p>♪一<strong>行</strong>诗</p></blockquote><p>不是诗</p>"
    assert "<blockquote>" not in render_body("♪一**行**诗").html


@edits(
    "HTML that bodies or pages of the guide may hold",
    {"scripts/exhibition/bodies/sanitizer.py": [('"p", "br", "hr", "ul"', '"mark", ')]},
    """
from exhibition.bodies.sanitizer import clean_body, clean_guide
seen = [clean("<p><mark>好</mark><script>x</script></p>") for clean in (clean_body, clean_guide)]
""",
)
def judge_allow_list(seen: Any) -> None:
    assert seen == ["<p><mark>好</mark></p>"] * 2


@tries("how long or deep a page of the guide may be")
def change_limit_of_guide(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tiny(tmp_path) / "content/guide").mkdir()
    (tmp_path / "content/guide/page.md").write_text("# 题\n\n" + "一句话。\n\n" * 50, "utf-8")
    assert list_codes(tmp_path) == []
    monkeypatch.setattr(guide_pages, "LONGEST_PAGE", 100)
    (wrong,) = diagnosed(tmp_path)
    assert "最多 100 个" in wrong.message


@edits(
    "a picture of the guide",
    {
        "scripts/illustrations/guide_diagrams/__init__.py": [
            (
                '    GuideDiagram(\n        "story",',
                '    GuideDiagram("toy", "一幅小画。", partial(edit_story.lay_out_panels, 2, 12, 172)),\n',
            )
        ],
        "scripts/exhibition/bodies/guide_pages.py": [('            "keyboards",', '            "toy",\n')],
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages.guide import fill_markers, list_diagram_files
words = load_exhibition(lay_out("picture")).exhibition.vocabularies
seen = [fill_markers("<!-- picture: toy -->", "page.md", words), [one.uri for one in list_diagram_files()]]
""",
)
def judge_picture(seen: Any) -> None:
    page, files = seen
    assert "一幅小画。" in page
    assert any("toy" in file for file in files)


@edits(
    "what a marker of the guide stands for",
    {
        "scripts/exhibition/pages/guide.py": [
            ('    "types": lambda _, at:', '    "hello": lambda name, at: f"你好，{name}。",\n')
        ],
        "scripts/exhibition/bodies/guide_pages.py": [
            ('    "slips": frozenset', '    "hello": frozenset(("neighbour",)),\n')
        ],
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.pages.guide import build_guide
root = lay_out("marker")
(root / "content/guide").mkdir()
(root / "content/guide/page.md").write_text("# 题\\n\\n<!-- hello: neighbour -->\\n", "utf-8")
made = build_guide(root, load_exhibition(root).exhibition.vocabularies)
(page,) = [one for one in made if one.uri == "guide/page.md"]
seen = [run("check", "--root", root)[0], page.make().decode()]
""",
)
def judge_marker(seen: Any) -> None:
    assert seen[0] == 0
    assert "你好，neighbour。" in seen[1]


@edits(
    "a colour",
    {"scripts/illustrations/palette.py": [('    "river": "#0F6B75",\n    "deep', '    "jade": "#3E9C7A",\n')]},
    """
from exhibition.print.colour import find_profile
from illustrations import palette
from tools import ink_solver
ink_solver.COLOURS = {"jade": palette.COLOURS["jade"]}
(row,) = ink_solver.solve_inks(find_profile())
seen = [row.name, row.ink.total, row.delta_e if hasattr(row, "delta_e") else row[-1]]
""",
)
def judge_colour(seen: Any) -> None:
    name, total, difference = seen
    assert name == "jade"
    assert 0 < total <= 250
    assert difference < 10


# Pages and search: one build of the copy shows all of them.

GALLERY = """    Facet(
        "size",
        "楼的大小",
        "sizes/",
        "按街镇排",
        list_sizes,
        of=find_sizes,
        name="大小",
        title="大楼和小楼",
        lead="有的楼大，有的楼小。",
        layout="toy",
        in_footer=True,
        home=HomePart("toy", "大大小小的楼"),
        asked=Asked("大小", lambda value: (value.name, f"{value.name[0]}的楼")),
    ),
"""
SIZES = '''def find_sizes(entry: Entry) -> tuple[str, ...]:
    """Return the size of a unit's building."""
    households: int | None = getattr(entry, "households", None)
    return (("small", "large")[households > 20],) if households else ()


def list_sizes(source: FacetSource) -> Iterator[FacetValue]:
    """Yield both sizes, and one that is no more."""
    found = source.list_under(find_sizes)
    for slug, name in {"small": "小楼", "large": "大楼"}.items():
        yield FacetValue("size", slug, name, f"sizes/{slug}/", found.get(slug, ()), f"walls/sizes/{slug}/")
    yield FacetValue("size", "huge", "巨楼", "sizes/huge/", (), "walls/sizes/huge/", absent=True)


'''
TOY_PAGE = '''"""A toy kind of page."""

from collections.abc import Iterator

from .context import PageContext
from .page import Page, StyleClass
from .service_pages import HelpPage


def build_toy_page(context: PageContext) -> Iterator[Page | HelpPage]:
    """Yield it, and a page of Markdown."""
    yield Page("toy/", "toy.html", "一页小画", {"wide": StyleClass("toy-wide", "--toy:1")})
    yield HelpPage("notes/toy.md", "# 一页便条\\n\\n写着**几个字**。\\n")
'''
TOY_TEMPLATE = """{% extends "exhibit.html" %}
{% block policy %}toy{% endblock %}
{% block style %}{{ style("notice") }}{% endblock %}
{% block main %}<p class="{{ meta.wide }}">这是一页小画。{{ of_hook }}</p>{% endblock %}
"""
SHOW_TOY = '''def show_toy(gallery: Facet, values: tuple[FacetValue, ...], context: PageContext) -> Iterator[PageFile]:
    """Yield the index page of a gallery in the toy form."""
    yield Page(gallery.index, "facet-index.html", gallery.title, build_heading(gallery) | {"toy": [one.name for one in values]})


'''
INDEXES = "scripts/exhibition/pages/index_pages.py"
BUILT = "built = WORK / 'built'\nread = lambda path: (built / 'site' / path).read_text('utf-8')\n"


@edits(
    "a gallery",
    {
        "scripts/exhibition/pages/facets.py": [
            ("GALLERIES = Galleries(", SIZES),
            ('    Facet(\n        "theme",', GALLERY),
        ]
    },
    BUILT
    + """
import shutil
from stress.killed_builds import write_small_site
root = write_small_site(built / "root")
shutil.rmtree(root / "overrides")
shutil.copytree(WORK.parent / "program" / "overrides", root / "overrides")
code, said = run("build", "--root", root, "--site", built / "site", "--cache", built / "cache")
assert code == 0, said
seen = [read("sizes/index.html"), read("sizes/large/index.html"), read("walls/sizes/large/index.html"), read("about/index.html")]
""",
)
def judge_gallery(seen: Any) -> None:
    index, values, wall, other = seen
    assert "<title>大楼和小楼" in index
    assert "示例一号楼" in values
    assert "20001" in wall
    assert "sizes/" in other


@edits(
    "a facet of the search, and the words that ask for its values",
    {},
    BUILT
    + """
seen = [path.read_text("utf-8") for path in (built / "site/assets/search").glob("*/catalogue.js")]
""",
)
def judge_facet(seen: Any) -> None:
    (catalogue,) = seen
    for word in ("大小", "大楼", "大的楼", "小的楼"):
        assert word in catalogue


@edits("an address that lives on when its page is gone", {}, BUILT + "seen = read('sizes/huge/index.html')")
def judge_absent(seen: Any) -> None:
    assert "搬到了另一页" in seen
    assert re.search(r'href="[./]*sizes/"|href="\.\./"', seen)


@edits(
    "a form in which an index page or the home page shows a gallery",
    {
        INDEXES: [
            ("LAYOUTS: Mapping[str, Callable[[Facet, tuple[FacetValue, ...], PageContext]", SHOW_TOY),
            ('    "map": show_map,', '    "toy": show_toy,\n'),
            (
                '    "map": list_map_tiles,',
                '    "toy": lambda gallery, hall: [{"name": one.name} for one in hall.hung.rooms[gallery.kind]],\n',
            ),
        ],
        "overrides/facet-index.html": [
            ("{% if meta.covers %}", "{% if meta.toy %}<p>小画：{{ meta.toy|join('、') }}</p>{% endif %}\n")
        ],
        "overrides/home.html": [
            (
                '<section class="ex-hero">',
                "{% block toy %}{% for part in meta.toy %}<p>{{ part.heading }}：{{ part.shown[0].name }}</p>{% endfor %}{% endblock %}\n",
            ),
        ],
    },
    BUILT + "seen = [read('sizes/index.html'), read('index.html')]",
)
def judge_layout(seen: Any) -> None:
    index, home = seen
    assert "小画：小楼、大楼" in index
    assert "大大小小的楼：小楼" in home


@edits(
    "a kind of page",
    {
        "scripts/exhibition/pages/toy_page.py": TOY_PAGE,
        "scripts/exhibition/pages/__init__.py": [
            ("from .placeholders import", "from .toy_page import build_toy_page\n"),
            ("    PageKind(build_about, Reads.FRAME),\n", "    PageKind(build_toy_page, Reads.FRAME),\n"),
        ],
        "overrides/toy.html": TOY_TEMPLATE,
    },
    BUILT + "seen = read('toy/index.html')",
)
def judge_page(seen: Any) -> None:
    assert "<title>一页小画" in seen
    assert "这是一页小画。" in seen


@edits("style that depends on content", {}, BUILT + "seen = read('toy/index.html')")
def judge_style(seen: Any) -> None:
    assert 'class="toy-wide"' in seen
    assert ".toy-wide{--toy:1}" in seen
    assert " style=" not in seen


@edits(
    "what pages of a kind may do under their Content-Security-Policy",
    {"scripts/exhibition/site/csp.py": [('    "page": {},', '    "toy": {"media-src": "\'self\'"},\n')]},
    BUILT + "seen = [read('toy/index.html'), read('about/index.html')]",
)
def judge_policy(seen: Any) -> None:
    toy, other = (re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page) for page in seen)
    assert toy and other
    assert "media-src 'self'" in toy[1]
    assert "media-src" not in other[1]


HOOK = '''def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Give templates one more word."""
    return {**context, "of_hook": "钩子写的"}


'''


@edits(
    "what happens at an event of MkDocs",
    {"scripts/exhibition/site/mkdocs_hooks.py": [("def on_post_page(", HOOK)]},
    BUILT + "seen = read('toy/index.html')",
)
def judge_hook(seen: Any) -> None:
    assert "这是一页小画。钩子写的" in seen


@edits(
    "a folder of the docs tree whose pages are Markdown",
    {"scripts/exhibition/site/mkdocs_engine.py": [('"help/")', '"notes/", ')]},
    BUILT + "seen = read('notes/toy/index.html')",
)
def judge_markdown_folder(seen: Any) -> None:
    assert "<title>一页便条" in seen
    assert "写着<strong>几个字</strong>" in seen


@tries("a kind of generated file that is cached or has a hash in its name")
def add_toolchain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(TOOLCHAINS, "toy", Toolchain(("text.characters",), ("pillow",)))  # type: ignore[arg-type]
    key = get_version("toy").make_key(b"input")
    assert key == get_version("toy").make_key(b"input")
    monkeypatch.setitem(TOOLCHAINS, "toy", Toolchain(("progress",), ("pillow",)))  # type: ignore[arg-type]
    assert key != get_version("toy").make_key(b"input")


# Printing, hosting, serving.


@tries("a product for the print shop")
def add_product(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    words = ["posters", "--product", "a2", "--all"]
    with pytest.raises(SystemExit):
        parse_arguments(words)
    row = build_portrait_format("a2", "A2", 420, 594, place="社区广场")
    with PRODUCT_ROWS.registered(row):
        assert parse_arguments(words).product in ("a2", row)
        assert "社区广场" in PRODUCTS["table"]() + PRODUCTS["keys"]()
        exhibition = load_exhibition(tiny(tmp_path)).exhibition
        poster = build_poster(exhibition.by_id["20001"], exhibition, format=row)
        assert poster.name == "示例一号楼"


@edits(
    "a git host that forms write to",
    {
        "scripts/exhibition/exchange/cms/configuration.py": [
            ('    "github": HostApi(', '    "forgehub": HostApi("https://api.forgehub.example", "/api/v9"),\n')
        ],
        "scripts/exhibition/content/settings.py": [('github|gitlab|gitea", "写', "forgehub|")],
    },
    """
from exhibition.content.loader import load_exhibition
from exhibition.exchange.cms.configuration import build_configuration, list_origins
root = lay_out("host")
path = root / "mkdocs.yml"
path.write_text(path.read_text("utf-8").rstrip() + "\\n    forms:\\n      backend: forgehub\\n      repo: a/b\\n", "utf-8")
loaded = load_exhibition(root)
forms = loaded.exhibition.settings.forms
seen = [[one.code for one in loaded.diagnostics], build_configuration(loaded.exhibition, forms)["backend"], list_origins(forms)]
""",
)
def judge_git_host(seen: Any) -> None:
    codes, backend, origins = seen
    assert codes == []
    assert backend["name"] == "forgehub"
    assert origins == ["https://api.forgehub.example"]


@tries("a code host's file of owners")
def add_forge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(FORGES, ".toy/OWNERS", lambda exhibition: f"{len(exhibition.entries)} entries\n")
    exhibition = load_exhibition(tiny(tmp_path)).exhibition
    assert format_code_owners(exhibition)[".toy/OWNERS"] == f"{len(exhibition.entries)} entries\n"
    commanded("owners", "--root", tmp_path, "--write")
    assert (tmp_path / ".toy/OWNERS").is_file()


@tries("a code host that gets comments")
def add_comment_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert comment.main(["toy"]) == 2
    written: list[str] = []
    monkeypatch.setitem(comment.HOSTS, "toy", lambda environment: iter(written.append("written") or ["done"]))
    assert comment.main(["toy"]) == 0
    assert written == ["written"]


@tries("a kind of issue")
def add_issue_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    form = tmp_path / "9-toy.yml"
    body = "body:\n  - type: textarea\n    attributes:\n      label: 说一说\n      description: 一句就够\n"
    form.write_text(f"name: 小事\ndescription: 小事\n{body}", "utf-8")
    monkeypatch.setattr(issue_templates, "FORMS", [*issue_templates.FORMS, form])
    made = issue_templates.list_templates()
    assert "### 说一说" in made[".gitlab/issue_templates/小事.md"]
    assert "## 小事" in made[".gitee/ISSUE_TEMPLATE.zh-CN.md"]


@tries("a kind of file that the site serves, for `upload` and `verify`")
def add_served_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kind = ServedFileType("玩具", ("application/x-toy",), text=True)
    monkeypatch.setitem(SERVED, "toy", kind)  # type: ignore[arg-type]
    assert get_content_type("assets/a.toy") == "application/x-toy; charset=utf-8"


@tries("hashed files that stay in a bucket for a week")
def add_retained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = ["assets/search/toy-0123456789abcdef.wasm"]
    record = bucket_plan.BucketRecord()
    assert bucket_plan.choose_retained(gone, (), record, date(2026, 6, 1), 9) == {}
    monkeypatch.setattr(bucket_plan, "RETAINED", (*bucket_plan.RETAINED, ".wasm"))
    assert list(bucket_plan.choose_retained(gone, (), record, date(2026, 6, 1), 9)) == gone


@tries("a reason not to upload")
def add_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    site = bucket_refusals.FinishedSite({})
    bucket = bucket_refusals.BucketState({})
    consent = bucket_refusals.UploadPermissions()
    before = bucket_refusals.list_refusals(site, bucket, consent)
    own = (*bucket_refusals.REFUSALS, lambda *_: iter(["今天不传。"]))
    monkeypatch.setattr(bucket_refusals, "REFUSALS", own)
    assert bucket_refusals.list_refusals(site, bucket, consent) == [*before, "今天不传。"]


@tries("what rclone's words mean")
def add_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rclone, "REASONS", ((r"ToyFault", "toy", "玩具坏了"), *rclone.REASONS))
    assert rclone.make_error("2026/01/01 00:00:00 ERROR: ToyFault", 1).reason.startswith("玩具坏了")


@tries("something that may be set wrong on a server")
def add_server_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = verification.make_rule(
        "toy", verification.HINT, "有玩具吗", "没有玩具（{detail}）。", "没有影响。", "headers"
    )
    rule = made[1] if isinstance(made, tuple) else made
    monkeypatch.setitem(verification.RULES, "toy", rule)  # type: ignore[arg-type]
    finding = verification.make_finding("toy", "https://louzu.example/", detail="空的")
    assert "没有玩具（空的）。" in str(finding)
    assert "| `toy` |" in verification.format_word_table()


@tries("a kind of server or hosting that `verify` recognises")
def add_server_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = HttpResponse("https://louzu.example/", 200, headers=(("server", "ToyServer/1"),))
    assert verification.recognize_server(answer) == ""
    kind = verification.ServerType("玩具服务器", (("server", "^ToyServer"),), "server.md")
    monkeypatch.setitem(verification.HOSTS, "toy", kind)  # type: ignore[arg-type]
    own = {**verification.FIX_INSTRUCTIONS["lost"], "toy": "按一下按钮。"}
    monkeypatch.setitem(verification.FIX_INSTRUCTIONS, "lost", own)  # type: ignore[arg-type]
    assert verification.recognize_server(answer) == "toy"
    assert verification.get_fix_instruction("lost", "toy") == "按一下按钮。"


@contextlib.contextmanager
def run_nginx(folder: Path, replaced: dict[str, str]) -> Iterator[ServedExample]:
    """Run nginx with the example for a whole domain on a site of two pages."""
    if not shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"])):
        pytest.skip("nginx is not installed")
    for path in ("site/10009", "server"):
        (folder / path).mkdir(parents=True)
    (folder / "site/10009/index.html").write_text("<p>好", "utf-8")
    (folder / "site/404.html").write_text("<p>没有找到这一页", "utf-8")
    with run_example("nginx", "", folder / "site", folder / "server", replaced=replaced) as host:
        yield host


@tries("a header, type or rule of the web servers")
def add_header(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = 'add_header X-Content-Type-Options "nosniff" always;'
    assert own in read_example("nginx", "")
    with run_nginx(tmp_path, {own: f"{own} add_header X-Toy 1 always;"}) as host:
        assert host.ask("/10009/").header("X-Toy") == "1"


@tries("a form of an address that servers have to answer")
def add_form_of_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row, wrong = "| `/10009/?toy=1` | 打开 10009 的页面 |", "| `/10009/?toy=2` | 转到 `/toy/` |"
    guide = "\n".join([test_serving_examples.GUIDE.rstrip(), row, wrong, ""])
    forms = test_serving_examples.ROW.findall(guide.partition("{#forms}")[2])
    added = forms[len(test_serving_examples.FORMS) :]
    assert len(added) == 2
    behaves = test_serving_examples.test_a_form_of_an_address_behaves_as_the_guide_says
    with run_nginx(tmp_path, {}) as host:
        behaves(*added[0], host, tmp_path / "site")
        with pytest.raises(AssertionError):
            behaves(*added[1], host, tmp_path / "site")


@tries("a step of the nightly update")
def add_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not shutil.which("flock") or not shutil.which("git"):
        pytest.skip("flock and git")
    origin, repo = tmp_path / "origin", tmp_path / "repo"
    (origin / "serving").mkdir(parents=True)
    (origin / "scripts").mkdir()
    (origin / "scripts/start.py").write_text("print('built')\n", "utf-8")
    shutil.copy(HOME / "serving/update.sh", origin / "serving")
    edit(origin / "serving/update.sh", 'echo "更新好了。"', 'echo 多做一步\necho "更新好了。"')
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "LOUZU_CONF": os.devnull}
    who = ["-c", "user.name=toy", "-c", "user.email=toy@louzu.example"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-q", "-m", "toy"]):
        subprocess.run(["git", *words], cwd=origin, env=environment, check=True)
    subprocess.run(["git", "clone", "-q", origin, repo], env=environment, check=True)
    command = ["sh", repo / "serving/update.sh"]
    ran = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout.splitlines() == ["built", "多做一步", "更新好了。"]


# The program and its tests.


@tries("a command")
def add_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = ("说一声好", lambda options: print_result("好") or 0, ())
    monkeypatch.setitem(COMMANDS, "greet", row)
    assert commanded("greet").stdout == "好\n"
    assert "说一声好" in build_parser().format_help()


@tries("what people read where the system refuses to read or write")
def add_system_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(SYSTEM, 9999, "“{name}”睡着了。")
    assert explain_system_error(OSError(9999, "asleep", "a.md")) == "“a.md”睡着了。"


@tries("a package that we need")
def add_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("requirements.in", "requirements.txt"):
        shutil.copy(HOME / name, tmp_path / name)
    monkeypatch.setattr(test_dependencies, "HOME", tmp_path)
    test_dependencies.test_what_is_needed_is_locked_in_the_version_that_is_named(".")
    with (tmp_path / "requirements.in").open("a", encoding="utf-8") as file:
        file.write("toy-package==1.0\n")
    with pytest.raises(AssertionError, match="lock"):
        test_dependencies.test_what_is_needed_is_locked_in_the_version_that_is_named(".")
    with (tmp_path / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write(f"toy-package==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    test_dependencies.test_what_is_needed_is_locked_in_the_version_that_is_named(".")
    # The set-up notices a list that has changed by its hash.
    monkeypatch.setattr(start, "HOME", tmp_path)
    stamp = start.get_stamp("requirements.txt")
    with (tmp_path / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write("# one more line\n")
    assert start.get_stamp("requirements.txt") != stamp


@tries("a slow test file, or a fixture that makes its tests slow")
def add_slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    item: Any = SimpleNamespace(path=tmp_path / "test_toy.py", fixturenames=["toy_server"])
    assert not conftest.is_slow(item)
    monkeypatch.setattr(conftest, "SLOW", (*conftest.SLOW, "test_toy.py"))
    assert conftest.is_slow(item)
    quick: Any = SimpleNamespace(option=SimpleNamespace(markexpr=conftest.FAST))
    assert conftest.pytest_ignore_collect(item.path, quick)
    monkeypatch.undo()
    monkeypatch.setattr(conftest, "SLOW_FIXTURES", {*conftest.SLOW_FIXTURES, "toy_server"})
    assert conftest.is_slow(item)


@tries("a text that tries to become more than text")
def add_vector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    vector = "<toy onclick=alert(1)>点</toy>"
    monkeypatch.setattr(test_hostile, "VECTORS", (*test_hostile.VECTORS, vector))
    test_hostile.write_hostile(tmp_path / "root")
    assert any(vector in path.read_text("utf-8", "replace") for path in (tmp_path / "root").rglob("index.md"))
    test_hostile.test_there_are_enough_of_them_and_check_speaks_of_those_that_could_do_harm()


@tries("a slip of typing that nothing may lose")
def add_slip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mutations, "SLIPS", (lambda text, chance: text.replace("星级: 3", "星级;3"),))
    text = (HOME / "tests/tiny" / UNIT).read_text("utf-8")
    made = [mutations.mutate(text, Random(seed)) for seed in range(9)]
    assert sum("星级;3".encode() in one for one in made) > 4


@tries("a mistake to compare our check with its peers")
def add_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = ("99 toy", "户数: 24", "户数：24", "E105", (10, 3), "户数: 24")
    monkeypatch.setattr(author_mistakes, "ROWS", [*author_mistakes.ROWS, row])
    (tiny(tmp_path) / UNIT).write_bytes(author_mistakes.planted()["99 toy"])
    (wrong,) = diagnosed(tmp_path)
    assert (wrong.code, (wrong.span.line, wrong.span.column), wrong.fixed) == row[3:]


@tries("a browser feature that the baseline lacks and a page may use all the same")
def add_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    used = [{"what": "property toy", "file": "a.css", "where": "1:1"}]
    with pytest.raises(AssertionError, match="property toy"):
        test_browser_baseline.test_pages_use_nothing_that_old_phones_lack(used)
    monkeypatch.setitem(test_browser_baseline.ALLOWED, "property toy", "a reason")
    test_browser_baseline.test_pages_use_nothing_that_old_phones_lack(used)


@tries("a browser to open pages in")
def add_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(ENGINES, "toy", ENGINES["firefox"])
    assert test_browser_engines.ENGINES is ENGINES
    installed: list[str] = []
    monkeypatch.setitem(start.ENGINES, "toy-browser", ("toy-package",))
    monkeypatch.setattr(start.shutil, "which", lambda name, **_: None if name == "toy-browser" else f"/usr/bin/{name}")
    monkeypatch.setattr(start, "install_debian", lambda *packages: installed.extend(packages))
    start.install_engines()
    assert installed == ["toy-package"]


@edits(
    "a kind of damage that a build must repair",
    {},
    BUILT
    + """
from stress.killed_builds import DAMAGES
DAMAGES["append"] = lambda path, folder: path.write_text(path.read_text("utf-8") + "<p>更多", "utf-8")
page = built / "site/20001/index.html"
whole = page.read_bytes()
DAMAGES["append"](page, page.parent)
damaged = page.read_bytes() != whole
code, said = run("build", "--root", built / "root", "--site", built / "site", "--cache", built / "cache")
seen = [damaged, code, page.read_bytes() == whole]
""",
)
def judge_damage(seen: Any) -> None:
    assert seen == [True, 0, True]


def test_every_row_is_executed_and_nothing_else() -> None:
    assert len(ROWS) == len(set(ROWS)) > 50
    assert sorted(ROWS) == sorted([*TRIALS, *ADDITIONS])


@pytest.mark.parametrize("row", sorted(TRIALS))
def test_addition_in_memory(row: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    TRIALS[row](monkeypatch, tmp_path)


@pytest.mark.parametrize("row", sorted(ADDITIONS))
def test_addition_to_the_program(row: str, seen: dict[str, Any]) -> None:
    assert "Traceback" not in str(seen[row]), seen[row]
    EXPECTATIONS[row](seen[row])


def test_a_row_without_a_trial_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TRIALS, "a command")
    with pytest.raises(AssertionError):
        test_every_row_is_executed_and_nothing_else()
