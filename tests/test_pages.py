"""The exhibition to the Markdown of its pages, and these through our templates to what visitors get."""

from __future__ import annotations

import gzip
import json
from functools import partial
from html import escape
from itertools import islice
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import HOME
from exhibition.model import (
    Entry,
    Exhibition,
    Ledger,
    Pair,
    PartialDate,
    Photo,
    Picture,
    PictureSource,
    Settings,
    Status,
    Step,
    Term,
    Vocabularies,
    Vocabulary,
)
from exhibition.model.exhibition import Circle, sort_entries
from exhibition.pages.context import PageContext
from exhibition.pages.entries import MOST_NEIGHBOURS, Neighbourhood, build_type_pages
from exhibition.pages.facets import build_navigation
from exhibition.pages.index_pages import build_home
from exhibition.pages.page import Html, Page, encode_json, escape_strings
from exhibition.pages.record_data import format_json
from exhibition.types import CLUSTER, UNIT, Cluster, SharedPlace, Unit

units, clusters = partial(build_type_pages, UNIT), partial(build_type_pages, CLUSTER)
LIMIT = 6 * 1024
"""Bytes of a unit's page, compressed, without pictures (issue: ≤ 6 KB)."""
NASTY = """<script>alert("1")</script> & 'x' {{ config }} {% raw %}"""


def vocabulary(name: str, *terms: Term) -> Vocabulary:
    return Vocabulary(name, "", terms)


VOCABULARIES = Vocabularies(
    {
        "streets": vocabulary("街镇", Term("gaojing", "高境镇", extra={"accent": "#8A3A4A", "tile": "3,5"})),
        "themes": vocabulary("主题", Term("lift", "加装电梯", extra={"cover": "lift"})),
        "standards": vocabulary("培育标准", Term("s1", "人文环境")),
    }
)


def unit(id: str = "10001", **more: object) -> Unit:
    known = {"name": "64号楼", "street": "高境镇", "compound": "共和十一村", "status": Status.PUBLISHED, "spans": {}}
    return Unit(id=id, folder=f"content/units/gaojing/{id}", **{**known, **more})


def hall(
    *entries: Unit | Cluster, pictures: dict[tuple[str, str], Picture] | None = None, edit_url: str = ""
) -> PageContext:
    exhibition = Exhibition(
        Settings("楼组展厅", "https://louzu.example/", edit_url),
        VOCABULARIES,
        Ledger(),
        sort_entries(entries),
    )
    return PageContext(exhibition, pictures or {})


def shot(name: str, width: int = 1200) -> Picture:
    files = ((f"p/{name}-480.jpg", 480), (f"p/{name}-1200.jpg", 1200))
    better = PictureSource("image/avif", ((f"p/{name}-480.avif", 480),))
    return Picture(f"p/{name}-1200.jpg", width, 800, f"p/{name}-480.jpg", "#aabbcc", (better,), files)


def meta(page: Page) -> dict[str, object]:
    """What the engine reads from a page's front matter."""
    front = page.render().decode().split("---\n")[1]
    read: dict[str, object] = yaml.load(front, Loader=yaml.CSafeLoader)
    return read


def rendered(page: Page) -> str:
    """A page through our template, as the engine renders it: without autoescaping."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HOME / "overrides"))
    address = f"https://louzu.example/{page.path}"
    shown = SimpleNamespace(meta=meta(page), content="", canonical_url=address)
    config = {"site_name": "楼组展厅", "site_url": "https://louzu.example/", "extra": {"links": build_navigation()}}
    return environment.get_template(page.template).render(page=shown, config=config, base_url="..")


def full_unit() -> tuple[Unit, dict[tuple[str, str], Picture]]:
    entry = unit(
        stars=3,
        founded=PartialDate(2018, 11),
        households=24,
        themes=("加装电梯",),
        tagline="七次议事，一起装好了电梯",
        photos=(
            Photo("a.jpg", None, "电梯装好那天", PartialDate(2019, 5)),
            Photo("b.jpg", None, "议事会", None, focus=(40, 20)),
            Photo(None, "楼道从前", "从前的楼道"),
            Photo(None, "楼道如今", "如今的楼道"),
            Photo("c.jpg", None, "还没有洗出来的一张"),
            Photo("d.jpg", None, "晚上的楼门"),
        ),
        steps=(Step(PartialDate(2018), "商量", "一家一家谈。", "b.jpg"), Step(None, "装好了", "", "a.jpg")),
        pairs=(Pair("一楼", "楼道从前", "楼道如今", "清爽了。", True), Pair("二楼", "c.jpg", "d.jpg")),
        covenant=("楼道不放东西",),
        group=("楼组长", "第二楼组长", "自治小组成员"),
        source="宝山区民政局",
        body="正文。",
    )
    keys = ("a.jpg", "b.jpg", "楼道从前", "楼道如今", "d.jpg")
    return entry, {(entry.id, key): shot(f"{entry.id}-{number}") for number, key in enumerate(keys)}


GOLDEN_UNIT = """\
---
template: "unit.html"
title: "共和十一村64号楼"
root: "../"
rules: ".hue{--accent:#8A3A4A}"
description: "七次议事，一起装好了电梯"
street: {"name": "高境镇", "href": "../streets/gaojing/", "look": "hue"}
name: "64号楼"
place: "共和十一村"
image: "10001/share.png"
tagline: "七次议事，一起装好了电梯"
steps: [{"title": "商量", "date": "2018年", "text": "一家一家谈。"}, {"title": "装好了"}]
body: "<p>正文。</p>"
covenant: ["楼道不放东西"]
code: {"id": "10001", "typed": "louzu.example/10001/"}
edit: "../guide/"
source: "宝山区民政局"
archived: true
stars: {"n": 3, "words": "三星楼组"}
facts: [{"key": "小区", "value": "共和十一村"}, {"key": "星级", "value": "三星楼组"}, {"key": "建立", "value": "2018年11月"}, \
{"key": "户数", "value": "24 户"}]
tags: [{"name": "加装电梯", "href": "../themes/lift/"}, {"name": "2018年", "href": "../years/2018/"}]
group: ["楼组长", "第二楼组长", "自治小组成员"]
neighbours: [{"href": "../10002/", "name": "65号楼", "place": "共和十一村", "n": 0, "words": "星级待补充", "emblem": {"mark": "02"}}]
gaps: "居民区、楼号、培育标准、几件事的时间"
---
"""


def test_a_unit_without_pictures_is_written_out_whole() -> None:
    page, _ = units(hall(full_unit()[0], unit("10002", name="65号楼")))
    assert page.path == "10001/"
    assert page.artifact.uri == "10001/index.md"
    assert page.render().decode() == GOLDEN_UNIT


GOLDEN_CLUSTER = """\
---
template: "cluster.html"
title: "共和十一村童盟"
root: "../"
rules: ".hue{--accent:#8A3A4A}"
description: "一起种菜。"
street: {"name": "高境镇", "href": "../streets/gaojing/", "look": "hue"}
name: "童盟"
place: "共和十一村"
image: "10009/share.png"
tagline: "一起种菜。"
code: {"id": "10009", "typed": "louzu.example/10009/"}
edit: "https://edit.example/content/clusters/10009/index.md"
bond: "地缘楼群 · 1个楼组"
reason: "住得近，抬头就是邻居，所以结成一群。"
members: [{"href": "../10001/", "name": "64号楼", "place": "共和十一村", "n": 0, "words": "星级待补充", "emblem": {"mark": "01"}, "mark": "牵头"}]
wall: "../walls/clusters/10009/"
panel: ["楼组长轮流召集"]
places: [{"name": "瓶子菜园", "text": "用瓶子种菜。"}]
facts: [{"key": "小区", "value": "共和十一村"}, {"key": "结群", "value": "地缘"}]
gaps: "居民区"
---
"""


def cluster(**more: object) -> Cluster:
    known = {"name": "童盟", "street": "高境镇", "compound": "共和十一村", "status": Status.PUBLISHED, "spans": {}}
    return Cluster(id="10009", folder="content/clusters/10009", **{**known, **more})


def test_a_cluster_is_written_out_whole() -> None:
    entry = cluster(
        bond="地缘",
        members=("10001", "10002"),
        lead="10001",
        panel=("楼组长轮流召集",),
        places=(SharedPlace("瓶子菜园", "用瓶子种菜。"),),
        tagline="一起种菜。",
    )
    (page,) = clusters(hall(unit(), entry, edit_url="https://edit.example/{path}"))
    assert page.render().decode() == GOLDEN_CLUSTER


def test_a_photo_stands_on_the_page_once() -> None:
    entry, pictures = full_unit()
    (page,) = units(hall(entry, pictures=pictures))
    data = meta(page)
    text = page.render().decode()
    assert data["opening"]["alt"] == "电梯装好那天"
    assert "photo" in data["steps"][0]
    assert "photo" not in data["steps"][1]
    assert [photo["alt"] for photo in data["gallery"]] == ["晚上的楼门"]
    assert text.count("p/10001-1-1200.jpg 1200w") == 1


def test_a_pair_needs_both_pictures_and_slides_only_from_one_spot() -> None:
    entry, pictures = full_unit()
    (page,) = units(hall(entry, pictures=pictures))
    (pair,) = meta(page)["pairs"]
    assert pair["place"] == "一楼"
    assert pair["slide"]
    pictures[entry.id, "楼道如今"] = shot("other", width=900)
    (page,) = units(hall(entry, pictures=pictures))
    assert "slide" not in meta(page)["pairs"][0]


def test_a_drawing_says_that_it_is_one() -> None:
    entry, pictures = full_unit()
    (page,) = units(hall(entry, pictures=pictures))
    html = rendered(page)
    assert "从前的楼道（示例插画）" in html
    assert "电梯装好那天（2019年5月）" in html


def test_the_first_picture_comes_at_once_and_the_others_when_they_are_near() -> None:
    entry, pictures = full_unit()
    (page,) = units(hall(entry, pictures=pictures))
    first, *others = rendered(page).split("<noscript>")
    assert 'srcset="../p/10001-0-480.avif 480w"' in first
    assert first.count("<img") - first.count("assets/mascot") == 1
    assert len(others) == 4
    assert all(other.split("</noscript>")[0].count("<img") == 1 for other in others)


@pytest.mark.parametrize("template", ["unit", "cluster"])
def test_a_name_is_text_whatever_it_holds(template: str) -> None:
    shown = {"name": NASTY, "tagline": NASTY, "steps": (Step(None, NASTY, NASTY),), "covenant": (NASTY,)}
    made = hall(unit(**shown, group=(NASTY,)), cluster(**shown, members=("10001",)))
    pages = {"unit": units, "cluster": clusters}[template](made)
    html = rendered(next(iter(pages)))
    assert "<script>alert" not in html
    assert escape(NASTY) in html


@given(st.text(), st.text())
def test_every_text_reaches_the_template_as_it_was_written(value: str, inner: str) -> None:
    read = meta(Page("1/", "unit.html", "t", {"value": value, "list": [{"inner": inner}], "ready": Html("<b>")}))
    assert read["value"] == escape(value)
    assert read["list"] == [{"inner": escape(inner)}]
    assert read["ready"] == "<b>"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_a_value_is_encoded_as_the_library_encodes_it(value: Any) -> None:
    assert encode_json(value) == json.dumps(value, ensure_ascii=False)
    assert format_json(value) == json.dumps(value, ensure_ascii=False, indent=1)


@given(VALUES)
def test_yaml_reads_what_a_page_shows_whatever_signs_are_in_it(value: Any) -> None:
    line = Page("10001/", "unit.html", "名", {"value": value}).render().decode().splitlines()[-2]
    assert line.startswith("value: ")
    assert json.loads(line.removeprefix("value: ")) == escape_strings(value)
    assert not any(ord(sign) in range(0x7F, 0xA0) or sign in "\u2028\u2029\ufeff\ufffe\uffff" for sign in line)


def test_a_body_reaches_the_template_as_safe_html() -> None:
    (page,) = units(hall(unit(body="一 < 二 & **三** <img src=x onerror=alert(1)> {{ 名字 }}\n[点我](javascript:x)")))
    shown = "<p>一 &lt; 二 &amp; <strong>三</strong> &lt;img src=x onerror=alert(1)&gt; {{ 名字 }}<br>\n[点我](javascript:x)</p>"
    assert meta(page)["body"] == shown
    assert f'<div class="ex-prose">{shown}</div>' in rendered(page)


def test_fields_of_several_lines_keep_them() -> None:
    shown = {
        "steps": (Step(None, "商量", "第一次：谈\n第二次：<定>"),),
        "covenant": ("轻声\n慢走",),
        "group": ("组长\n副组长",),
    }
    html = rendered(next(iter(units(hall(unit(**shown))))))
    assert "<p>第一次：谈<br>\n第二次：&lt;定&gt;</p>" in html
    assert "<li>轻声<br>\n慢走</li>" in html
    assert "<li>组长<br>\n副组长</li>" in html


def test_a_title_fits_a_share_card_and_names_the_place_first() -> None:
    (page,) = units(hall(unit(compound="一个名字特别特别特别特别长的小区", name="一座名字也很长的楼")))
    assert len(page.title) <= 20
    assert page.title.startswith("一个名字")


def test_neighbours_are_the_next_doors_and_never_oneself() -> None:
    doors = [unit(f"1000{number}", name=f"{number}号") for number in range(1, 8)]
    far = unit("10009", name="远", compound="别的小区")
    neighbourhood = Neighbourhood(hall(*doors, far).exhibition)
    assert [other.name for other in neighbourhood.list_neighbours(doors[5])] == ["7号", "1号", "2号", "3号"]
    assert [other.name for other in neighbourhood.list_neighbours(far)] == ["1号", "2号", "3号", "4号"]
    assert len(neighbourhood.list_neighbours(doors[0])) == MOST_NEIGHBOURS


def test_real_neighbours_stand_before_examples() -> None:
    """Street, theme, then anybody: no real unit leads to examples while real ones are left, and no example to them alone."""
    invented = [unit(f"1010{number}", name=f"示例{number}", example=True) for number in range(5)]
    near = unit("10201", name="近", street="月浦镇", compound="甲", themes=())
    alike = unit("10202", name="同", street="大场镇", compound="乙", themes=("加装电梯",))
    other = unit("10203", name="别", street="杨行镇", compound="丙", themes=())
    asked = unit("10200", name="问", street="月浦镇", compound="丁", themes=("加装电梯",))
    neighbourhood = Neighbourhood(hall(*invented, near, alike, other, asked).exhibition)
    assert [one.name for one in neighbourhood.list_neighbours(asked)][:3] == ["近", "同", "别"]
    assert [one.example for one in neighbourhood.list_neighbours(asked)] == [False, False, False, True]
    assert [one.example for one in neighbourhood.list_neighbours(invented[0])] == [False, False, True, True]


def test_a_circle_finds_its_real_members_without_looking_at_the_others() -> None:
    class Group(tuple[Entry, ...]):
        looked = 0

        def __getitem__(self, at: Any) -> Any:
            Group.looked += 1
            return super().__getitem__(at)

    group = Group(unit(str(10001 + number), example=number not in (2, 4000)) for number in range(5000))
    assert [one.id for one in Circle(group, 3000).iter_among([2, 3000, 4000])] == ["14001", "10003"]
    assert Group.looked == 2
    assert [one.id for one in islice(Circle(group, 4998), 2)] == ["15000", "10001"]


def test_a_lonely_unit_has_no_neighbours() -> None:
    (page,) = units(hall(unit()))
    assert "neighbours" not in meta(page)
    assert 'id="neighbours"' in rendered(page)


def test_drafts_are_not_shown() -> None:
    made = hall(unit(status=Status.DRAFT), unit("10002"), cluster(status=Status.WITHDRAWN))
    assert [page.path for page in units(made)] == ["10002/"]
    assert list(clusters(made)) == []


def test_home_counts_and_leads_on() -> None:
    example = unit("10003", example=True, name="示例楼")
    (page,) = build_home(hall(unit(), example, cluster(members=("10001",))))
    data = meta(page)
    assert page.artifact.uri == "index.md"
    assert data["count"] == 1, "examples count in no number"
    assert data["chance"] == "10001", "chance leads to true entries"
    assert [card["name"] for card in data["newest"]] == ["64号楼"]
    html = rendered(page)
    assert 'action="./search/"' in html
    assert 'href="./streets/gaojing/"' in html


def test_a_page_is_light() -> None:
    entry, _ = full_unit()
    (page,) = units(hall(entry))
    assert len(gzip.compress(rendered(page).encode(), 6, mtime=0)) <= LIMIT
