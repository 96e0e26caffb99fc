"""A content type that is declared here has pages, a list, search rows and addresses, with no other file touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import pytest
from playwright.sync_api import Browser

from conftest import HOME, commanded
from exhibition.diagnostics import Span
from exhibition.model import Entry, Photo, Picture, Status
from exhibition.model.artifact import PageTools
from exhibition.model.content_types import ContentType
from exhibition.model.entry import Placed
from exhibition.model.field_types import Boolean, Choice, FocusPoint, Integer, NumberedItem, PhotoKey, Reference, Text
from exhibition.model.fields import Field, ListOf, RecordList
from exhibition.pages.context import PageContext
from exhibition.pages.entries import build_type_pages
from exhibition.pages.facets import GALLERIES, FacetIndex, FacetSource
from exhibition.pages.index_pages import build_facet_pages, build_home
from exhibition.pages.page import Page
from exhibition.print.poster import build_poster
from exhibition.search.catalogue import build_facets
from exhibition.types import CONTENT_TYPES
from helpers import sites
from helpers.cases import tiny


@dataclass(frozen=True, slots=True)
class Halt:
    """One halt of a toy tour."""

    name: Annotated[str, Field("名称", Text(40), "门厅", "在哪里停。")]
    text: Annotated[str, Field("说明", Text(200), "看挂历。", "看什么。")] = ""
    unit: Annotated[str | None, Field("楼组", Reference(("unit",)), "10001", "哪座楼。")] = None
    photo: Annotated[str | None, Field("照片", PhotoKey(), "photo-01.jpg", "哪一张。")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour(Entry):
    """A toy type without a place: a tour."""

    minutes: Annotated[int | None, Field("分钟", Integer(1, 600, " 分钟"), "40", "要多久。", shown=True)] = None
    guides: Annotated[tuple[str, ...], Field("带路人", ListOf(Text(40)), "老楼组长", "写身份。")] = ()
    themes: Annotated[tuple[str, ...], Field("主题", ListOf(Choice("themes")), "加装电梯", "看什么。")] = ()
    next: Annotated[str | None, Field("下一条", Reference(("tour",)), "20051", "接着走哪条。")] = None
    halts: Annotated[tuple[Halt, ...], Field("站点", RecordList(Halt), "", "一站一条。")] = ()


def view_tour(tour: Tour, page: PageTools) -> dict[str, object]:
    return {**page.build_default(), "description": f"{page.format_name()}，一条路。", "bond": f"第{tour.minutes}分钟"}


TOUR = ContentType("tour", "走读路线", Tour, folder="tours", order=900, title="走一走", lead="跟着邻居走一走。")
TEXT = """---
编号: {id}
名称: {name}
一句话: 从门厅走到屋顶
状态: {status}
示例: 是
来源: 测试用的示例
分钟: 40
带路人: [爱讲古的老楼组长]
主题: [剪纸]
{more}站点:
  - 名称: 门厅
    说明: 看看鹦鹉螺形的挂历
    楼组: 20001
    照片: 议事
照片:
  - 插画: 议事
    说明: 邻居围着长桌商量
    同意: 不涉及人物
---

慢慢走。
"""
TOURS = {
    "20050": ("两座楼走一走", "发布", "下一条: 20051\n"),
    "20051": ("夜里走一走", "发布", ""),
    "20052": ("还没想好的路", "草稿", ""),
    "20053": ("不走了的路", "撤下", ""),
}


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    with CONTENT_TYPES.registered(TOUR):
        yield


@pytest.fixture(scope="module")
def site(registered: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny exhibition with four tours, built by the command."""
    place = tmp_path_factory.mktemp("tours")
    root = place / "root"
    tiny(root)
    for id, (name, status, more) in TOURS.items():
        (root / "content/tours" / id).mkdir(parents=True)
        text = TEXT.format(id=id, name=name, status=status, more=more)
        (root / "content/tours" / id / "index.md").write_text(text, encoding="utf-8")
        link = f"发放: 2026-01-01\n名称: {name}\n状态: 在用\n"
        (root / "content/permalinks" / f"{id}.yml").write_text(link, encoding="utf-8")
    shutil.copy(HOME / "mkdocs.yml", root)
    shutil.copytree(HOME / "overrides", root / "overrides", dirs_exist_ok=True)
    commanded("build", "--root", root, "--site", place / "site", "--cache", place / "cache")
    return place / "site"


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_its_page_shows_every_field_and_both_ways_of_references(site: Path) -> None:
    page = html(site, "20050")
    for text in (
        "<h1>两座楼走一走</h1>",
        '<p class="ex-bond">走读路线</p>',
        '<p class="ex-tagline">从门厅走到屋顶</p>',
        "<h2>走读路线档案</h2>",
        "<dt>分钟</dt><dd>40 分钟</dd>",
        "<h2>带路人</h2>",
        "<li>爱讲古的老楼组长</li>",
        "<h2>站点</h2>",
        "<h3>门厅</h3><p>看看鹦鹉螺形的挂历</p>",
        "<h2>下一条</h2>",
        "来源：测试用的示例。",
        "<p>慢慢走。</p>",
        "编号 20050",
    ):
        assert text in page, text
    assert 'href="../20001/"' in page, "the unit of a halt"
    assert 'href="../20051/"' in page, "the next tour"
    assert "20052" not in page + html(site, "tours")
    for other in ("20051", "20001"):
        assert "<h2>出现在</h2>" in html(site, other)
        assert '<a class="ex-card" href="../20050/"' in html(site, other)
    assert "<h2>出现在</h2>" not in html(site, "20002")


def test_its_list_stands_at_its_folder_and_is_linked(site: Path) -> None:
    page = html(site, "tours")
    assert "<title>走一走</title>" in page
    assert '<p class="ex-lead">跟着邻居走一走。</p>' in page
    assert "共2个走读路线，都是示例。" in page
    for id in ("20050", "20051"):
        assert re.search(rf'<a [^>]*href="\.\./{id}/"', page)
        assert f'id="u{id}"' in page
    assert "走读路线 · 示例" in page
    assert '<a href="./tours/">走读路线</a>' in html(site, ""), "the foot of every page"
    assert '<a class="ex-tag" href="../tours/">走读路线</a>' in html(site, "search")
    assert "、2个走读路线" not in html(site, "about"), "examples do not count"
    assert "0个走读路线" in html(site, "about")


def test_a_field_that_a_gallery_goes_by_brings_it_into_that_gallery(site: Path) -> None:
    slug = next(
        path.parent.name for path in (site / "themes").glob("*/index.html") if "20050" in path.read_text("utf-8")
    )
    page = html(site, f"themes/{slug}")
    assert "<h2>这里的走读路线</h2>" in page
    assert "<b>2</b>个示例走读路线" in page
    assert f'<a class="ex-tag" href="../themes/{slug}/">' in html(site, "20050")


def test_its_addresses_answer_whatever_its_status_and_only_the_published_are_in_the_sitemap(site: Path) -> None:
    assert "<h1>正在布展</h1>" in html(site, "20052")
    gone = html(site, "20053")
    assert "<h1>这一页收起来了</h1>" in gone
    assert "不走了的路" not in gone
    listed = "".join(f"{address}\n" for address in sites.read_sitemap(site))
    for path in ("tours/", "20050/", "20051/"):
        assert f"/{path}\n" in listed
    assert "20052" not in listed + "".join(path.read_text("utf-8") for path in (site / "assets/search").rglob("t*.js"))
    assert "20053" not in listed


def test_the_search_finds_it_by_its_words_and_its_type(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{(site / 'search' / 'index.html').as_uri()}?kind=tour")
    page.wait_for_function("document.querySelectorAll('#hits a').length === 2")
    assert page.inner_text("#chips button") == "哪一种：走读路线 ×"
    assert page.locator("#hits .ex-kind").all_inner_texts() == ["走读路线", "走读路线"]
    asked: Any = page.evaluate(
        "texts => Promise.all(texts.map(text => new Promise(done =>"
        " exhibit.find(text, found => done(found.full.map(hit => hit.entry.id))))))",
        ["两座楼走一走", "鹦鹉螺", "爱讲古", "走读路线"],
    )
    assert [sorted(ids) for ids in asked] == [["20050"], ["20050", "20051"], ["20050", "20051"], ["20050", "20051"]]
    assert not failures
    page.close()


def test_a_type_may_bring_its_own_view_and_a_list_of_its_own() -> None:
    class Other(Tour):
        """Another toy type."""

    assert [row.index for row in GALLERIES][-1] == "tours/"
    row = ContentType("other", "别的", Other, folder="others", view=view_tour)
    with CONTENT_TYPES.registered(row):
        assert [one.index for one in GALLERIES][-2:] == ["others/", "tours/"]
        known: dict[str, Any] = {"status": Status.PUBLISHED, "spans": {}, "folder": "content/others/50002"}
        shown = replace(
            sites.make_empty(), entries=(Other(id="50002", name="别处", minutes=7, guides=("老人",), **known),)
        )
        (page,) = build_type_pages(row, PageContext(shown, {}))
        assert (page.data["bond"], page.data["kind"]) == ("第7分钟", "别的")
        assert page.data["description"] == "别处，一条路。"
        assert [part["heading"] for part in page.data["parts"]] == ["带路人"]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yard(Placed):
    """A toy type that has a place."""


def test_entries_that_have_a_place_stand_on_the_pages_of_their_street() -> None:
    row = ContentType("yard", "院子", Yard, folder="yards", heading="一起用的院子")
    with CONTENT_TYPES.registered(row):
        street = sites.make_empty().vocabularies.streets.terms[0]
        known: dict[str, Any] = {"status": Status.PUBLISHED, "spans": {}, "folder": "content/yards/50001"}
        yard = Yard(id="50001", name="大院", street=street.name, compound="和平一村", **known)
        shown = replace(sites.exhibition(7), entries=(*sites.exhibition(7).entries, yard))
        page = sites.list_pages(shown)[f"streets/{street.slug}/"]
        (group,) = page.data["groups"]  # type: ignore[misc]
        assert (group["heading"], [line.split("\t")[0] for line in group["rows"].splitlines()]) == (
            "一起用的院子",
            ["50001"],
        )
        assert ["1", "个院子"] in page.data["counts"]  # type: ignore[operator]
        (own,) = build_type_pages(row, PageContext(shown, {}))
        assert (own.title, own.data["place"]) == ("和平一村大院", "和平一村")
        assert own.data["street"]["href"] == f"../streets/{street.slug}/"  # type: ignore[index]
        hung = FacetIndex(FacetSource(shown))
        found = {facet.key: facet for facet in build_facets(hung, (*hung.unit_index.units, *hung.unit_index.others))}
        assert found["street"].held[-1] == (0,), "the first street"
        assert [slug for slug, _ in found["kind"].values] == [row.name for row in CONTENT_TYPES]


def test_a_type_may_have_a_list_of_doors_and_a_strip_on_the_home_page() -> None:
    walks = replace(
        TOUR, name="walk", folder="walks", model=type("Walk", (Tour,), {}), list_layout="entries", home="走走看"
    )
    entries = tuple(
        walks.model(id=str(20060 + rank), name=f"第{rank}条", tagline="慢慢走", spans={}, status=Status.PUBLISHED)
        for rank in range(5)
    )
    with CONTENT_TYPES.registered(walks):
        hall = PageContext(replace(sites.make_empty(), entries=entries), {})
        (shown,) = build_home(hall)
        listed = {page.path: page for page in build_facet_pages(hall) if isinstance(page, Page)}["walks/"]
    (strip,) = (part for part in shown.data["entries"] if part["link"] == "walks/")  # type: ignore[union-attr,attr-defined]
    assert (strip["heading"], strip["onward"]) == ("走走看", "全部走读路线")
    assert [door["href"] for door in strip["shown"]] == ["./20062/", "./20063/", "./20064/"], "the newest, in order"
    assert [door["name"] for door in listed.data["doors"]] == [f"第{rank}条" for rank in range(5)]  # type: ignore[attr-defined]
    assert listed.data["doors"][0]["note"] == "慢慢走"  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Trial:
    """A record of a toy type with a value of each kind."""

    name: Annotated[str, Field("名称", Text(40))]
    good: Annotated[bool, Field("好用", Boolean())] = False
    count: Annotated[int | None, Field("几次", Integer(0, 9, " 次"))] = None
    point: Annotated[tuple[int, int] | None, Field("焦点", FocusPoint())] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Entry):
    """A toy type: its attributes have names that other types give to something else."""

    stars: Annotated[str, Field("星光", Text(9))] = ""
    founded: Annotated[str, Field("起头", Text(9))] = ""
    themes: Annotated[str, Field("题目", Text(9))] = ""
    cluster: Annotated[int | None, Field("堆", Integer(0, 9))] = None
    members: Annotated[int | None, Field("人手", Integer(0, 9))] = None
    rules: Annotated[tuple[str, ...], Field("用法", ListOf(NumberedItem(40)))] = ()
    cover: Annotated[str | None, Field("头图", PhotoKey(), shown=True)] = None
    views: Annotated[tuple[str, ...], Field("细看", ListOf(PhotoKey()), shown=True)] = ()
    trials: Annotated[tuple[Trial, ...], Field("试用", RecordList(Trial))] = ()


TOOL = ContentType("tool", "工具", Tool, folder="tools", order=910)


def make_tool(**values: Any) -> Tool:
    """Return a published tool."""
    return Tool(id="20080", name="扫帚", spans={}, status=Status.PUBLISHED, folder="content/tools/20080", **values)


def test_the_default_page_shows_every_kind_of_field() -> None:
    photos = tuple(
        Photo(file=None, scene=scene, caption=scene, span=Span("index.md"))
        for scene in ("议事", "楼道从前", "楼道如今")
    )
    pictures = {("20080", photo.key): Picture("p/a.jpg", 800, 600, "p/a-320.jpg", "#aabbcc") for photo in photos}
    tool = make_tool(
        photos=photos,
        rules=("轻拿轻放",),
        cover="楼道从前",
        views=("议事", "楼道如今"),
        trials=(Trial("头一回", good=False, count=0, point=(5, 5)),),
    )
    with CONTENT_TYPES.registered(TOOL):
        (page,) = build_type_pages(TOOL, PageContext(replace(sites.make_empty(), entries=(tool,)), pictures))
    parts: Any = {part["heading"]: part for part in page.data["parts"]}  # type: ignore[attr-defined]
    assert list(parts) == ["头图", "细看", "试用", "用法"]
    assert parts["头图"]["items"][0]["photo"] is not None
    assert len(parts["细看"]["items"]) == 1, "the page opens with the other"
    assert parts["试用"]["items"][0]["name"] == "头一回"
    assert parts["试用"]["items"][0]["lines"] == ["好用：否", "几次：0 次"]
    assert parts["用法"]["lines"] == ["轻拿轻放"]
    assert not {"头图", "细看"} & {fact["key"] for fact in page.data.get("facts", ())}  # type: ignore[attr-defined]


def test_attributes_with_the_names_of_others_are_in_no_gallery() -> None:
    tool = make_tool(stars="很多", founded="去年", themes="甲", cluster=3, members=4)
    with CONTENT_TYPES.registered(TOOL):
        shown = replace(sites.exhibition(3), entries=(*sites.exhibition(3).entries, tool))
        hung = FacetIndex(FacetSource(shown))
        rooms = [room for row in GALLERIES for room in hung.rooms[row.kind]]
        assert {room.kind for room in rooms if tool in room.others or room.entry is tool} == {"kind", "tools"}
        assert (build_poster(tool, shown).stars, build_poster(tool, shown).members) == (None, ())
