"""Communities: their members are computed from their place; their pages with many members, and with none."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from conftest import HOME, commanded, shared
from exhibition.content.loader import load_exhibition
from exhibition.pages.cards import describe_place
from exhibition.types import Cluster, Community, CommunityIndex, Unit
from exhibition.types.community import describe_community
from helpers.cases import tiny
from test_showcases import write

COMMUNITY = """---
编号: {id}
名称: {name}
街镇: {street}
居民区: {committee}
小区: {compound}
共享空间:
  - 名称: 示例长桌
    说明: 谁都可以来坐坐
一句话: 几座楼，一片院子
状态: 发布
示例: {example}
来源: 测试用的示例
---

说这个社区的一段话。
"""
UNIT = """---
编号: {id}
名称: 示例{rank}号楼
街镇: 示例街镇
居民区: 大居民区
小区: 大小区
楼号: {rank}号
一句话: 每个月剪一次窗花
状态: {status}
示例: 是
来源: 测试用的示例
---
"""
COMMUNITIES = {
    # By committee and by compound: each unit once. The tiny exhibition's cluster and units are there.
    "20061": ("有楼群的社区", "示例街镇", "示例居民区", "示例小区", "是"),
    "20062": ("大社区", "示例街镇", "大居民区", "", "是"),
    "20063": ("没有楼的社区", "示例街镇", "空居民区", "", "是"),
    # The place of the big one, but no example: the examples are not its members.
    "20064": ("真社区", "示例街镇", "", "大小区", "否"),
}
MANY = tuple(str(20301 + rank) for rank in range(30))


def lay_out(root: Path) -> Path:
    tiny(root)
    for id, (name, street, committee, compound, example) in COMMUNITIES.items():
        text = COMMUNITY.format(
            id=id, name=name, street=street, committee=committee, compound=compound, example=example
        )
        write(root, f"communities/{id}", text, name)
    for rank, id in enumerate(MANY):
        text = UNIT.format(id=id, rank=rank + 10, status="草稿" if rank == 29 else "发布")
        write(root, f"units/example/{id}", text, f"示例{rank + 10}号楼")
    shutil.copy(HOME / "mkdocs.yml", root)
    (root / "overrides").symlink_to(HOME / "overrides")
    return root


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def build(place: Path) -> None:
        commanded("build", "--root", lay_out(place / "root"), "--site", place / "site", "--cache", place / "cache")

    return shared(tmp_path_factory, "communities", build)


def main_of(place: Path, id: str) -> str:
    page = (place / "site" / id / "index.html").read_text("utf-8")
    return page.partition("<main")[2].partition("</main>")[0]


def test_members_have_the_street_and_the_committee_or_compound_of_their_community(built_site: Path) -> None:
    exhibition = load_exhibition(built_site / "root").exhibition
    index = exhibition.derive(CommunityIndex)
    by_name = {community.name: community for community in exhibition.published(Community)}
    one, big, empty, real = (by_name[name] for name, *_ in COMMUNITIES.values())
    expected = [unit.id for unit in exhibition.published(Unit) if unit.committee == "示例居民区"]
    assert expected
    assert sorted(unit.id for unit in index.list_units(one)) == sorted(expected), "each once, though two places name it"
    assert [cluster.id for cluster in index.list_clusters(one)] == [
        cluster.id for cluster in exhibition.published(Cluster) if cluster.committee == "示例居民区"
    ]
    assert len(index.list_units(big)) == 29, "the draft is none"
    assert index.list_units(empty) == () == index.list_clusters(empty)
    assert index.list_units(real) == (), "examples belong to examples only"
    assert all(index.find_community(unit) is big for unit in index.list_units(big))


def test_the_page_of_a_community_shows_its_clusters_as_houses(built_site: Path) -> None:
    page = main_of(built_site, "20061")
    assert re.search(r"社区 · \d+个楼组 · 1个楼群", page)
    assert page.count('class="rh"') == 1, "one house for its one cluster"
    assert page.count('class="rl"') == int(re.search(r"(\d+)个楼组", page)[1])  # type: ignore[index]
    assert 'class="ex-facade"' in page
    assert "示例长桌" in page
    assert "说这个社区的一段话。" in page


def test_a_big_community_shows_some_members_and_a_door_to_all(built_site: Path) -> None:
    page = main_of(built_site, "20062")
    assert "29个楼组" in page
    assert page.count('class="rl"') == 24
    assert page.partition('id="others"')[0].count('class="ex-card"') == 12
    assert "还有17个楼组，去找一找" in page
    whole = (built_site / "site/20062/index.html").read_bytes()
    assert len(gzip.compress(whole)) < 8 * 1024


def test_a_community_without_members_invites(built_site: Path) -> None:
    page = main_of(built_site, "20063")
    assert "还没有人写进来" in page
    assert "ex-ripple" not in page
    assert page.count('id="neighbours"') == 1, "the large button leads somewhere"


def test_every_community_is_listed(built_site: Path) -> None:
    listed = (built_site / "site/communities/index.html").read_text("utf-8")
    assert [name for name, *_ in COMMUNITIES.values() if name in listed] == [name for name, *_ in COMMUNITIES.values()]


def test_a_card_of_a_community_says_its_street_not_its_name_again() -> None:
    exhibition = load_exhibition(HOME).exhibition
    for community in exhibition.published(Community):
        assert describe_place(community) == community.street


def test_a_community_contains_its_members_for_machines() -> None:
    exhibition = load_exhibition(HOME).exhibition
    community = next(one for one in exhibition.published(Community) if one.name == "福地苑一居")
    place = next(node for node in describe_community(community, exhibition) if node["@type"] == "Place")
    assert len(place["containsPlace"]) == 6  # type: ignore[arg-type]


def test_units_and_clusters_lead_to_their_community(built_site: Path) -> None:
    for id in ("20001", "20010"):
        page = (built_site / "site" / id / "index.html").read_text("utf-8")
        assert re.search(r'<dt>居民区</dt><dd><a href="\.\./20061/">示例居民区</a>', page), id
