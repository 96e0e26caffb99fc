"""The graph of a play: how its text is read, what is proven of it, compared with an independent graph library."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from time import process_time

import networkx
import pytest

from conftest import HOME
from exhibition.autofix.fixer import check_in_memory
from exhibition.content.loader import load_exhibition, read_entry_file
from exhibition.content.vocabularies import build_lexicon, build_name_lexicon
from exhibition.diagnostics import Diagnostic
from exhibition.model import Exhibition
from exhibition.storage.safe_files import read_listings
from exhibition.types.play import STARTER, Play
from exhibition.types.play_graph import GraphFaults, PlayGraph, Scene, find_faults, read_graph

PLAY = "content/plays/14171"
TODAY = date(2026, 11, 30)
LISTINGS = read_listings(str(HOME), PLAY)
"""What lies in the folder of the play: rules about other folders are not asked."""


@pytest.fixture(scope="module")
def shown() -> Exhibition:
    """The shipped settings and vocabularies, with the entries that the play can name."""
    exhibition = load_exhibition(HOME).exhibition
    named = ("10010", "10019", "10020", "10021", "14171", "26654")
    return exhibition.replace_entries(entry for entry in exhibition.entries if entry.id in named)


@pytest.fixture(scope="module")
def text(shown: Exhibition) -> str:
    return (HOME / PLAY / "index.md").read_text("utf-8")


def judge(shown: Exhibition, text: str) -> list[Diagnostic]:
    """Return what is found in the shipped play when its file is `text`: while reading it, and by the checks."""
    lexicon = {**build_lexicon(shown.vocabularies), **build_name_lexicon(shown.entries)}
    read = read_entry_file(text.encode(), PLAY, lexicon)
    assert isinstance(read.entry, Play)
    others = [entry for entry in shown.entries if entry.folder != PLAY]
    changed = shown.replace_entries([*others, read.entry])
    told = check_in_memory(changed, HOME, TODAY, {f"{PLAY}/index.md": text}, listings=LISTINGS)
    return [one for one in [*read.diagnostics, *told] if one.span.path == f"{PLAY}/index.md"]


def name(scenes: tuple[Scene, ...]) -> set[int]:
    return {scene.number for scene in scenes}


def write_body(edges: dict[int, list[str]], endings: set[int]) -> str:
    """Return the body of a graph: scene 1, 2 …, each with the names to which it leads."""
    parts: list[str] = []
    for number, targets in edges.items():
        if number in endings:
            parts.append(f"## 结局：场{number}\n\n到头了。\n\n结果：办成\n参考：10010\n")
        else:
            ways = "\n".join(f"- 走 → {target}" for target in targets)
            parts.append(f"## 场{number}\n\n走着。\n\n{ways}\n")
    return "\n".join(parts)


def make_graph(seed: int) -> tuple[dict[int, list[str]], set[int], networkx.DiGraph]:
    """Return a random graph, sparse or dense, with broken arrows in every third one, and the same for the library."""
    chance = random.Random(seed)
    count = chance.randint(2, 30)
    numbers = list(range(1, count + 1))
    endings = set(chance.sample(numbers[1:], min(count - 1, chance.randint(1, 4))))
    edges: dict[int, list[str]] = {}
    other = networkx.DiGraph()
    other.add_nodes_from(numbers)
    for number in numbers:
        targets = [] if number in endings else chance.sample(numbers, min(count, chance.choice((0, 1, 1, 1, 2, 3))))
        edges[number] = [f"场{one}" for one in targets]
        other.add_edges_from((number, one) for one in targets)
        if seed % 3 == 0 and number not in endings and chance.random() < 0.2:
            edges[number].append(chance.choice(("没有的地方", f"场{count + 7}")))
    return edges, endings, other


@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_graphs_are_judged_as_by_an_independent_library(seed: int) -> None:
    edges, endings, other = make_graph(seed)
    graph = read_graph(write_body(edges, endings))
    assert name(graph.endings) == endings
    assert {(a, b) for a, targets in graph.successors.items() for b in targets} == set(other.edges)
    faults = find_faults(graph)
    far = set(other.nodes) - networkx.descendants(other, 1) - {1}
    escaping = set(endings).union(*(networkx.ancestors(other, one) for one in endings))
    assert list_unreached(faults) == sorted(far), "each once, and no other"
    assert list_stuck(faults) == sorted(set(other.nodes) - escaping)
    named = [one.choice.to for one in faults.broken]
    assert named == [to for targets in edges.values() for to in targets if to.removeprefix("场") not in map(str, edges)]
    lengths = networkx.single_source_shortest_path_length(other, 1)
    assert dict(graph.shortest_ways) == dict(lengths)


def list_unreached(faults: GraphFaults) -> list[int]:
    found = [number for one in faults.broken for number in name(one.unreached)]
    return sorted(found + [number for one in faults.unreached for number in ({one.scene.number} | name(one.others))])


def list_stuck(faults: GraphFaults) -> list[int]:
    found = [number for one in faults.broken for number in name(one.stuck)]
    stopped = (*faults.dead, *faults.circles)
    return sorted(found + [number for one in stopped for number in ({one.scene.number} | name(one.others))])


@pytest.mark.parametrize("seed", range(200, 230))
def test_nothing_is_found_in_graphs_that_can_be_played(seed: int, shown: Exhibition, text: str) -> None:
    """Clean graphs: a chain to an ending, then arrows at random, so that every scene is reached and can be left."""
    chance = random.Random(seed)
    count = chance.randint(4, 25)
    endings = {count - 1, count}
    edges = {number: [f"场{number + 1}"] for number in range(1, count - 1)} | {count - 1: [], count: []}
    edges[chance.randint(1, count - 2)].append(f"场{count}")
    for _ in range(chance.randint(0, 2 * count)):
        edges[chance.randint(1, count - 2)].append(f"场{chance.randint(1, count)}")
    head = text.partition("\n---\n")[0]
    body = write_body({number: list(dict.fromkeys(to)) for number, to in edges.items()}, endings)
    assert find_faults(read_graph(body)) == GraphFaults()
    assert judge(shown, f"{head}\n---\n\n{body}") == []


PLANTED = [
    # what stands there, what stands there then, code, the line it is said at (the first with this text), words that it says
    ("- 先上门，问问车是谁的 → 敲门", "- 先上门，问问车是谁的 → 敲们", "E540", "敲们", "是不是“敲门”"),
    ("- 写张告示贴在楼门口 → 告示", "- 写张告示贴在楼门口 → 贴告示", "E540", "贴告示", "是不是“告示”"),
    ("→ 一楼半", "→ 去楼下看看", "E540", "去楼下看看", "“一楼半”走不到"),
    ("→ 车棚", "→ 搭棚子", "E540", "搭棚子", "“车棚”“先试一个月”走不到"),
    ("## 告示", "## 楼门口的告示", "E540", "→ 告示", "是不是“楼门口的告示”"),
    ("- 写张告示贴在楼门口 → 告示\n", "", "E541", "## 告示", "没有一条路走到“告示”"),
    ("- 先在自己楼里试一个月，请别的楼来看 → 先试一个月\n", "", "E541", "## 结局：先试一个月", "先试一个月"),
    ("- 说清楚三天里要搬走 → 三天\n", "", "E541", "## 三天", "三天"),
    (
        "- 东西不过是换了个地方，还是要问他的难处 → 讲从前\n- 算了，总比以前好 → 放一放",
        "- 再等三天 → 三天", "E542", "## 三天", "怎么选也到不了结局",
    ),
    (
        "- 今晚就先挪出一条道来 → 底楼议事\n- 当作没有听见，回家 → 放一放", "", "E543", "## 一楼半", "没有选择",
    ),
    (
        "- 今晚就先挪出一条道来 → 底楼议事\n- 当作没有听见，回家 → 放一放", "- 今晚就先挪出一条道来", "E543",
        "- 今晚就先挪出一条道来", "没有箭头",
    ),
    ("结果：没办成\n", "结果：没办成\n\n- 再想想 → 敲门\n", "E544", "- 再想想", "下面还有选择"),
    ("- 等大家消消气 → 放一放", "- 等大家消消气 → 放一放\n\n夜深了。", "W545", "夜深了。", "选择后面还有话"),
    ("结果：没办成\n参考：10010\n", "结果：没办成\n", "E546", "## 结局：放一放", "没有写“参考”"),
    ("结果：没办成\n参考：10010\n", "结果：没办成\n参考：10019\n", "E547", "参考：10019", "看不到"),
    ("结果：没办成\n参考：10010\n", "结果：没办成\n参考：10910\n", "E342", "参考：10910", "是不是 10010"),
    ("参考：10021、10010", "参考：10021、10020", "W565", "参考：10021、10020", "10020 还看不到"),
    ("参考：10021、10010", "参考：10021、14171", "E313", "参考：10021、14171", "自己的编号"),
    ("结果：没办成\n参考：10010\n", "结果：没办成\n参考：晨光楼（示例）\n", "E236", "参考：晨光楼（示例）", "10010"),
    ("茶喝到第二杯，", "茶喝到第二杯，" * 40, "E548", "茶喝到第二杯", "最多 220 个"),
    ("- 等大家消消气 → 放一放", "- 等大家消消气", "W550", "- 等大家消消气", "没有箭头"),
    ("## 结局：挂上墙", "## 告示\n\n又贴了一次。\n\n- 撕下来 → 敲门\n\n## 结局：挂上墙", "E551", "## 告示\n\n又贴", "同名"),
    ("## 群里", "### 群里", "W552", "### 群里", "## 群里"),
    ("→ 挂上墙", "→ 结局：挂上墙", "W553", "→ 结局：挂上墙", "挂上墙"),
    (
        "- 纸不会说话，还是人去 → 敲门\n- 借这个由头，请大家坐下来商量 → 底楼议事",
        "| 纸不会说话，还是人去 | 敲门 |\n| 借这个由头，请大家坐下来商量 | 底楼议事 |", "W554", "| 纸不会", "表格",
    ),
    ("角色：业委会主任", "角色：业委会主人", "E555", "角色：业委会主人", "是不是“业委会主任”"),
    ("    心里想的: 东西好搬，话要慢慢说\n    难处: 两边都把我当自己人，又都怕我偏心\n", "", "W556", "名称: 人民调解员", "人民调解员"),
    ("人数: 4", "人数: 3", "W557", "人数: 3", "改成 4"),
    ("- 等大家消消气 → 放一放", "等大家消消气 → 放一放", "W558", "等大家消消气", "减号"),
    ("结果：没办成\n", "", "W561", "## 结局：放一放", "结果"),
    ("## 结局：放一放", "## 放一放", "W563", "## 放一放", "结局：放一放"),
    ("结果：没办成", "结果：没有办", "E238", "结果：没有办", "没办成"),
    ("照片：议事", "照片：商量", "E312", "照片：商量", "商量"),
]  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one[2]} {one[3][:8]}")
def test_a_planted_fault_is_found_at_its_line_with_what_was_meant(
    planted: tuple[str, str, str, str, str], shown: Exhibition, text: str
) -> None:
    before, after, code, where, words = planted
    assert text.count(before) >= 1
    broken = text.replace(before, after, 1)
    found = judge(shown, broken)
    # The words of an action may belong to more than one rule: the fault itself is told once.
    told = [one for one in found if one.code == code]
    assert len(told) == 1, found
    assert {one.code for one in found} == {code}, found
    assert told[0].span.line == broken[: broken.index(where)].count("\n") + 1
    assert words in f"{told[0].message}{told[0].hint}{told[0].fixed or ''}", told[0]


def test_thirty_faults_and_more_are_planted() -> None:
    assert len(PLANTED) >= 30


def test_all_faults_of_one_file_are_told_in_one_run(shown: Exhibition, text: str) -> None:
    chosen = [one for one in PLANTED if one[2] in ("W552", "W553", "E555", "W557", "W561", "W545")]
    broken = text
    for before, after, *_ in chosen:
        broken = broken.replace(before, after, 1)
    assert {one.code for one in judge(shown, broken)} == {one[2] for one in chosen}


def test_the_shipped_plays_are_right_and_as_long_as_they_should_be(shown: Exhibition) -> None:
    plays = shown.published(Play)
    assert len(plays) >= 2
    for play in plays:
        graph = play.graph
        assert find_faults(graph) == GraphFaults()
        assert 7 <= len(graph.scenes) <= 14
        assert len(graph.endings) >= 3
        assert {play.get_outcome(scene) for scene in graph.endings} >= {"办成", "没办成"}
        assert {"居民区书记", "业委会主任", "人民调解员", "业主代表"} <= {role.name for role in play.roles}
        # Each of the cast has a turn of its own.
        turns = {role for scene in graph.scenes for role in play.list_turns(scene)}
        assert turns == {role.name for role in play.roles}
        assert play.example and "示例" in play.source


WRITINGS = [
    ("- 敲门 -> 门", "敲门", "门"), ("* 敲门 => 门", "敲门", "门"), ("·敲门→门", "敲门", "门"), ("－ 敲门 ＞ 门", "敲门", "门"),
    ("- 敲门 －＞ 门", "敲门", "门"), ("1. 敲门 —> 门", "敲门", "门"), ("- 敲门 > 门", "敲门", "门"), ("- 从 A → B 去 → 门", "从 A → B 去", "门"),
    ("  - 敲门 ➔ “门”。", "敲门", "“门”。"), ("\u3000- 敲门 ＝＞ 门", "敲门", "门"), ("- → 门", "门", "门"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "says", "to"), WRITINGS)
def test_arrows_are_understood_as_people_type_them(line: str, says: str, to: str) -> None:
    graph = read_graph(f"## 一\n\n{line}\n\n## 结局：门\n\n结果：办成\n")
    (choice,) = graph.scenes[0].choices
    assert (choice.says, choice.to) == (says, to)
    assert graph.find_target(choice) is graph.scenes[1]


PROSE = [
    "楼道从一个肩膀宽 → 到能过轮椅。", "——他说，车是孩子的。", "**要紧**的是轮椅。", "结果大家都笑了。", "#话题# 一二三", "1985年搬来的。",
    "参考书在桌上。", "| 只有一格 |", "> 先问一问。",
]  # fmt: skip


@pytest.mark.parametrize("line", PROSE)
def test_prose_stays_prose(line: str) -> None:
    graph = read_graph(f"## 一\n\n{line}\n\n- 走 → 门口那一幕\n\n## 结局：门口那一幕\n\n结果：办成\n")
    assert graph.scenes[0].text == line
    assert len(graph.scenes[0].choices) == 1
    assert not graph.scenes[0].values


def test_what_stands_above_the_first_scene_is_the_opening() -> None:
    graph = read_graph("\n天黑了。\n\n四个人坐着。\n\n" + STARTER)
    assert [row.text for row in graph.opening] == ["天黑了。", "", "四个人坐着。"]
    assert find_faults(graph) == GraphFaults()


def iter_texts() -> Iterator[str]:
    chance = random.Random(7)
    signs = "#＃-→>|：结局角色参考\n\n 　敲门甲乙*1."
    for _ in range(300):
        yield "".join(chance.choice(signs) for _ in range(chance.randint(0, 200)))


def test_any_text_gives_a_graph_and_no_word_is_lost() -> None:
    for text in iter_texts():
        graph = read_graph(text)
        assert isinstance(graph, PlayGraph)
        if len(graph.scenes) <= 99:
            find_faults(graph)


def test_a_text_of_arrows_is_read_in_no_time() -> None:
    for body in (
        "a→b\n" * 5000,
        "## a\n- b\n" * 2200,
        "".join(f"## {n}甲\n乙{n}→丙{n}\n" for n in range(1200)),
        "-" * 20000,
        "=>" * 10000,
    ):
        start = process_time()
        graph = read_graph(body)
        for scene in graph.scenes[:99]:
            graph.find_near(scene.name)
        assert process_time() - start < 3
