"""Reassignment: a permalink stays with its building, whatever is done to folders; a page may be renamed, corrected,
rewritten.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.git_repositories import commit, git, list_found, repository, unit, write_permalink, write_unit

HOUSES = {
    "30001": ("平安楼", "1号", "平安楼的楼道里有一只旧钟，是大家一起修好的。"),
    "30002": ("幸福楼", "2号", "幸福楼每个月剪一次窗花，贴在一楼的玻璃上。"),
    "30003": ("向阳楼", "3号", "向阳楼的晒台上种着薄荷，谁家要就去摘两片。"),
    "30004": ("书香楼", "4号", "书香楼的邻居把看过的书放在楼梯口的架子上。"),
}
GONE = "30009"


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Repository with four units of one compound in `main`, and a retired id."""
    root = repository(tmp_path_factory.mktemp("houses"))
    for id in HOUSES:
        write_unit(root, id, house(id))
        write_permalink(root, id, HOUSES[id][0])
    write_permalink(root, GONE, "旧楼", "停用")
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    return root


def house(id: str, number: str = "", **other: str) -> str:
    """Return the text of a unit, with an id of its own or another's."""
    name, building, story = HOUSES[id]
    return unit(
        number or id, other.pop("name", name), other.pop("building", building), story=other.pop("story", story), **other
    )


@pytest.fixture
def root(houses: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(houses, tmp_path / "root"))


def folder(root: Path, id: str) -> Path:
    return root / "content" / "units" / "example" / id


def exchange(root: Path, *ids: str, numbers: bool) -> None:
    """Let every unit have the folder of the one before it in `ids`, with its id in its file or without."""
    for id in ids:
        folder(root, id).rename(folder(root, f"{id}x"))
    for id, other in zip(ids, (*ids[1:], ids[0]), strict=True):
        folder(root, f"{other}x").rename(folder(root, id))
        if numbers:
            path = folder(root, id) / "index.md"
            path.write_text(path.read_text("utf-8").replace(f"编号: {other}", f"编号: {id}"), "utf-8")


def two(root: Path) -> None:
    exchange(root, "30001", "30002", numbers=True)


def two_without_numbers(root: Path) -> None:
    exchange(root, "30001", "30002", numbers=False)


def three(root: Path) -> None:
    exchange(root, "30001", "30002", "30003", numbers=True)


def three_without_numbers(root: Path) -> None:
    exchange(root, "30001", "30002", "30003", numbers=False)


def two_staged(root: Path) -> None:
    exchange(root, "30001", "30002", numbers=True)
    commit(root)


def copied_over(root: Path) -> None:
    write_unit(root, "30002", house("30001", "30002"))


def other_names(root: Path) -> None:
    write_unit(root, "30001", house("30002", "30001", name="幸福小楼"))
    write_unit(root, "30002", house("30001", "30002", name="平安小楼"))


def only_names_and_numbers(root: Path) -> None:
    """The stories stay where they are."""
    write_unit(root, "30001", house("30001", name="幸福楼", building="2号"))
    write_unit(root, "30002", house("30002", name="平安楼", building="1号"))


def only_names(root: Path) -> None:
    write_unit(root, "30001", house("30001", name="幸福楼", building=""))
    write_unit(root, "30002", house("30002", name="平安楼", building=""))


def unit_and_cluster(root: Path) -> None:
    text = (root / "content" / "clusters" / "20010" / "index.md").read_text("utf-8")
    write_unit(
        root, "30001", unit("30001", "示例楼群", compound="示例小区", story="两座楼共用一张长桌，是大家一起做的。")
    )
    (root / "content" / "clusters" / "20010" / "index.md").write_text(
        text.replace("名称: 示例楼群", "名称: 平安楼").replace("两座楼共用一张长桌。", HOUSES["30001"][2]), "utf-8"
    )


def bare(root: Path) -> None:
    """Nothing is left of the stories, only names and numbers."""
    write_unit(root, "30001", house("30002", "30001", story=""))
    write_unit(root, "30002", house("30001", "30002", story=""))


def onto_retired(root: Path) -> None:
    folder(root, "30001").rename(folder(root, GONE))
    write_unit(root, GONE, house("30001", GONE))
    write_permalink(root, "30001", "平安楼", "停用")
    write_unit(root, "30001", unit("30001", "", 状态="撤下").replace("名称:\n", ""))


def to_a_new_number(root: Path) -> None:
    folder(root, "30001").rename(folder(root, "30010"))
    write_unit(root, "30010", house("30001", "30010"))
    write_permalink(root, "30010", "平安楼", day="2026-02-01")
    write_permalink(root, "30001", "平安楼", "停用")


def another_house(root: Path) -> None:
    write_unit(root, "30001", unit("30001", "新风楼", "9号", compound="新风村", story="新风楼刚刚建好，大家还不认识。"))


def only_the_facets(root: Path) -> None:
    path = folder(root, "30001") / "index.md"
    text = path.read_text("utf-8").replace("平安楼\n街", "新风楼\n街").replace("楼号: 1号", "楼号: 9号")
    path.write_text(text.replace("小区: 示例小区", "小区: 新风村"), "utf-8")


def chain_to_new(root: Path) -> None:
    """30002 goes to a new id, 30001 takes its place."""
    write_unit(root, "30010", house("30002", "30010"))
    write_permalink(root, "30010", "幸福楼", day="2026-02-01")
    write_unit(root, "30002", house("30001", "30002"))
    shutil.rmtree(folder(root, "30001"))
    write_permalink(root, "30001", "平安楼", "停用")


def only_numbers(root: Path) -> None:
    write_unit(root, "30001", house("30001", building="2号"))
    write_unit(root, "30002", house("30002", building="1号"))


def only_numbers_of_three(root: Path) -> None:
    for id, building in (("30001", "2号"), ("30002", "3号"), ("30003", "1号")):
        write_unit(root, id, house(id, building=building))


def numbers_and_a_story_improved(root: Path) -> None:
    write_unit(
        root, "30001", house("30001", building="２ 号楼", story=HOUSES["30001"][2] + "\n\n钟面是新换的，走得很准。")
    )
    write_unit(root, "30002", house("30002", building="1号"))


def only_compounds(root: Path) -> None:
    """They have one number in two compounds."""
    for place in (("示例一村", "示例二村"), ("示例二村", "示例一村")):
        for id, compound in zip(("30001", "30002"), place, strict=True):
            write_unit(root, id, house(id, compound=compound, building="9号"))
        if place[0] == "示例一村":
            commit(root)
            git(root, "branch", "-q", "-f", "main")


def only_stories(root: Path) -> None:
    write_unit(root, "30001", house("30001", story=HOUSES["30002"][2]))
    write_unit(root, "30002", house("30002", story=HOUSES["30001"][2]))


def stories_with_new_words(root: Path) -> None:
    write_unit(root, "30001", house("30001", story="邻居们说：" + "\n\n" + HOUSES["30002"][2] + "\n\n每年都是这样。"))
    write_unit(root, "30002", house("30002", story=HOUSES["30001"][2] + "\n\n大家都爱听它响。"))


def stories_worked_over(root: Path) -> None:
    write_unit(root, "30001", house("30001", story="幸福楼每月剪一次窗花，都贴在一楼玻璃上！"))
    write_unit(root, "30002", house("30002", story="平安楼楼道里有一只**老钟**,是大家一起修好的."))


def stories_marked_otherwise(root: Path) -> None:
    write_unit(root, "30001", house("30001", story=HOUSES["30002"][2].replace("，", ",").replace("窗花", "**窗花**")))
    write_unit(root, "30002", house("30002", story=HOUSES["30001"][2].replace("，", " ").replace("。", ".")))


def only_taglines(root: Path) -> None:
    """The taglines belonged to the units; now each has the other's."""
    lines = {"30001": "一只旧钟让整栋楼的人停下来说话", "30002": "窗花贴满一楼的玻璃，过年像过节"}
    for id, line in lines.items():
        write_unit(root, id, house(id, 一句话=line))
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write_unit(root, "30001", house("30001", 一句话=lines["30002"]))
    write_unit(root, "30002", house("30002", 一句话=lines["30001"]))


def with_facts(root: Path, **second: str) -> None:
    """Two units with more facts, in `main`."""
    write_unit(root, "30001", house("30001", 建立="2018-11", 户数="24"))
    write_unit(root, "30002", house("30002", 建立="2021-03", 户数="36"))
    commit(root)
    git(root, "branch", "-q", "-f", "main")


def only_years(root: Path) -> None:
    with_facts(root)
    write_unit(root, "30001", house("30001", 建立="2021-03", 户数="24"))
    write_unit(root, "30002", house("30002", 建立="2018-11", 户数="36"))


def only_facts(root: Path) -> None:
    with_facts(root)
    write_unit(root, "30003", house("30003", 户数="36"))
    write_unit(root, "30001", house("30001", 建立="2021-03", 户数="36"))
    write_unit(root, "30002", house("30002", 建立="2018-11", 户数="24"))


def with_photos(root: Path) -> None:
    for id, times in (("30001", 1), ("30002", 1), ("30003", 2)):
        for number in range(times):
            (folder(root, id) / f"photo-0{number + 1}.jpg").write_bytes(b"\xff\xd8" + f"{id}-{number}".encode())
    commit(root)
    git(root, "branch", "-q", "-f", "main")


def only_photos(root: Path) -> None:
    with_photos(root)
    one, other = (folder(root, id) / "photo-01.jpg" for id in ("30001", "30002"))
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def photos_under_other_names(root: Path) -> None:
    with_photos(root)
    for id, other in (("30001", "30002"), ("30002", "30001")):
        (folder(root, id) / "photo-01.jpg").rename(folder(root, other) / f"from-{id}.jpg")


CHANGES: list[tuple[Callable[[Path], None], tuple[str, ...]]] = [
    (two, ("平安楼", "幸福楼")),
    (two_staged, ("平安楼", "幸福楼")),
    (two_without_numbers, ("平安楼", "幸福楼")),
    (three, ("平安楼", "幸福楼", "向阳楼")),
    (three_without_numbers, ("平安楼", "幸福楼", "向阳楼")),
    (copied_over, ("幸福楼", "平安楼")),
    (other_names, ("平安楼", "幸福楼")),
    (bare, ("平安楼", "幸福楼")),
    (only_names_and_numbers, ("平安楼", "幸福楼")),
    (only_names, ("平安楼", "幸福楼")),
    (unit_and_cluster, ("平安楼",)),
    (onto_retired, ("平安楼",)),
    (to_a_new_number, ("平安楼",)),
    (another_house, ("平安楼", "新风楼")),
    (only_the_facets, ("平安楼", "新风楼")),
    (chain_to_new, ("平安楼", "幸福楼")),
    *((change, ("平安楼", "幸福楼")) for change in (
        only_numbers, only_compounds, only_numbers_of_three, numbers_and_a_story_improved, only_stories, stories_with_new_words,
        stories_worked_over, stories_marked_otherwise,
        only_taglines, only_years, only_facts, only_photos, photos_under_other_names,
    )),
]  # fmt: skip


@pytest.mark.parametrize(("change", "named"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_an_address_that_changes_hands_is_an_error_that_names_the_houses(
    root: Path, change: Callable[[Path], None], named: tuple[str, ...]
) -> None:
    change(root)
    said = [sentence for code, _, sentence in list_found(root, "--base", "main") if code == "E348"]
    assert said
    for name in named:
        assert any(name in sentence for sentence in said), said


@pytest.mark.parametrize("change", [two, three, bare], ids=lambda change: change.__name__)
def test_an_exchange_is_seen_without_anything_to_compare_with(root: Path, change: Callable[[Path], None]) -> None:
    change(root)
    assert {code for code, _, _ in list_found(root)} == {"E349"}


@pytest.mark.parametrize("words", [(), ("--base", "main")], ids=["alone", "base"])
def test_nobody_is_told_to_give_a_house_the_number_of_the_folder_it_was_put_in(
    root: Path, words: tuple[str, ...]
) -> None:
    exchange(root, "30001", "30002", numbers=False)
    told = [sentence for code, _, sentence in list_found(root, *words) if code == "E237"]
    assert len(told) == 2
    assert all("把文件夹改名为" in sentence for sentence in told)


def renamed(root: Path) -> None:
    write_unit(root, "30001", house("30001", name="晨光楼"))


def corrected(root: Path) -> None:
    write_unit(root, "30001", house("30001", compound="示例新村", building="11号"))


def rewritten(root: Path) -> None:
    write_unit(root, "30001", house("30001", story="整篇重新写过。\n\n这里从前是一片菜地，后来才有了楼。"))


def renamed_and_rewritten(root: Path) -> None:
    write_unit(root, "30001", house("30001", name="晨光楼", story="整篇重新写过。\n\n这里从前是一片菜地。"))


def renamed_and_moved(root: Path) -> None:
    """The compound has another name now, the unit too; its story stays."""
    write_unit(root, "30001", house("30001", name="晨光楼", compound="示例新村"))


def to_another_street(root: Path) -> None:
    shutil.rmtree(folder(root, "30001"))
    write_unit(root, "30001", house("30001", street="示例二镇"), "example-two")


def borrowed_words(root: Path) -> None:
    """Another unit's page served as a model for a unit of its own number."""
    write_unit(root, "30002", house("30002", story=HOUSES["30001"][2] + "\n\n" + HOUSES["30003"][2]))


def taken_down(root: Path) -> None:
    (folder(root, "30001") / "index.md").write_text("---\n编号: 30001\n状态: 撤下\n---\n", "utf-8")


def merged_into_a_neighbour(root: Path) -> None:
    write_permalink(root, "30001", "平安楼").write_text(
        "发放: 2026-01-01\n名称: 平安楼\n状态: 并入\n去向: 30002\n", "utf-8"
    )
    shutil.rmtree(folder(root, "30001"))
    write_unit(root, "30002", house("30002", story=HOUSES["30002"][2] + "\n\n" + HOUSES["30001"][2]))


def merged_into_a_new_one(root: Path) -> None:
    to_a_new_number(root)
    write_permalink(root, "30001", "平安楼").write_text(
        "发放: 2026-01-01\n名称: 平安楼\n状态: 并入\n去向: 30010\n", "utf-8"
    )


def a_new_house_like_another(root: Path) -> None:
    write_unit(root, "30011", house("30001", "30011", name="平安西楼", building="7号"))
    write_permalink(root, "30011", "平安西楼", day="2026-02-01")


def number_corrected(root: Path) -> None:
    """It was another unit's by mistake."""
    write_unit(root, "30001", house("30001", building="2号"))
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write_unit(root, "30001", house("30001"))


def two_numbers_corrected(root: Path) -> None:
    write_unit(root, "30001", house("30001", building="11号"))
    write_unit(root, "30002", house("30002", building="12号"))


def numbered_anew(root: Path) -> None:
    """Every number of the compound is one higher."""
    for place, id in enumerate(HOUSES):
        write_unit(root, id, house(id, building=f"{place + 2}号"))


def two_stories_improved(root: Path) -> None:
    write_unit(root, "30001", house("30001", story=HOUSES["30001"][2] + "\n\n修钟的师傅就住在三楼。"))
    write_unit(root, "30002", house("30002", story="窗花是社区的老师教的。\n\n" + HOUSES["30002"][2]))


def two_stories_written_anew(root: Path) -> None:
    write_unit(root, "30001", house("30001", story="现在的故事从一张长凳说起，长凳是大家捐的。"))
    write_unit(root, "30002", house("30002", story="现在的故事从一把雨伞说起，雨伞挂在楼门口。"))


def a_sentence_to_whom_it_belongs(root: Path) -> None:
    """Two long stories, with a sentence each that was meant for the other."""
    story = "{}\n\n从前的晒台谁也不去，后来大家把它扫干净了。{}"
    write_unit(
        root, "30001", house("30001", story=story.format(HOUSES["30001"][2], "二楼的阿婆管着花，四楼的阿公管着水。"))
    )
    write_unit(
        root, "30002", house("30002", story=story.format(HOUSES["30002"][2], "五楼的孩子们每个周末来帮忙浇水。"))
    )
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write_unit(
        root, "30001", house("30001", story=story.format(HOUSES["30001"][2], "五楼的孩子们每个周末来帮忙浇水。"))
    )
    write_unit(
        root, "30002", house("30002", story=story.format(HOUSES["30002"][2], "二楼的阿婆管着花，四楼的阿公管着水。"))
    )


def one_sentence_in_two_pages(root: Path) -> None:
    """Two units write of what they did together, in nearly the same words."""
    told = "今年两座楼一起办了中秋茶话会，来了八十个人，月饼是大家自己做的。"
    write_unit(root, "30001", house("30001", story=f"{HOUSES['30001'][2]}\n\n{told}"))
    write_unit(root, "30002", house("30002", story=f"{HOUSES['30002'][2]}\n\n{told.replace('八十', '八十多')}"))


def figures_of_one_pattern(root: Path) -> None:
    """Their texts differ in the figures only; one of two was mixed up."""
    story = "这一座楼住着{}户人家，楼组是{}年成立的，每个月第一个星期六大家一起打扫楼道。"
    for place, figures in enumerate(((("24", "2018"), ("36", "2021")), (("36", "2018"), ("24", "2021")))):
        for id, own in zip(("30001", "30002"), figures, strict=True):
            write_unit(root, id, house(id, story=story.format(*own)))
        if not place:
            commit(root)
            git(root, "branch", "-q", "-f", "main")


def compound_renamed(root: Path) -> None:
    for id in HOUSES:
        write_unit(root, id, house(id, compound="示例新村"))


def new_stars(root: Path) -> None:
    stars = {"30001": ("3", "4"), "30002": ("4", "3"), "30003": ("4", "5")}
    for place in (0, 1):
        for id, given in stars.items():
            write_unit(root, id, house(id, 星级=given[place]))
        if not place:
            commit(root)
            git(root, "branch", "-q", "-f", "main")


def households_counted_anew(root: Path) -> None:
    with_facts(root)
    write_unit(root, "30003", house("30003", 户数="30"))
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write_unit(root, "30001", house("30001", 建立="2018-11", 户数="36"))
    write_unit(root, "30002", house("30002", 建立="2021-03", 户数="24"))
    write_unit(root, "30003", house("30003", 户数="31"))


def one_photo_to_its_house(root: Path) -> None:
    with_photos(root)
    (folder(root, "30001") / "photo-01.jpg").rename(folder(root, "30002") / "photo-02.jpg")


def photos_exchanged_for_new_ones(root: Path) -> None:
    with_photos(root)
    for id in ("30001", "30002"):
        (folder(root, id) / "photo-01.jpg").write_bytes(b"\xff\xd8 new " + id.encode())


FINE = [
    renamed, corrected, rewritten, renamed_and_rewritten, renamed_and_moved, to_another_street, borrowed_words,
    taken_down, merged_into_a_neighbour, merged_into_a_new_one, a_new_house_like_another,
    number_corrected, two_numbers_corrected, numbered_anew, two_stories_improved, two_stories_written_anew,
    a_sentence_to_whom_it_belongs, one_sentence_in_two_pages, figures_of_one_pattern, compound_renamed, new_stars, households_counted_anew,
]  # fmt: skip


@pytest.mark.parametrize("change", FINE, ids=lambda change: change.__name__)
def test_a_house_may_change(root: Path, change: Callable[[Path], None]) -> None:
    change(root)
    assert [one for one in list_found(root, "--base", "main") if one[0].startswith("E")] == []
    assert [one for one in list_found(root) if one[0].startswith("E")] == []


@pytest.mark.parametrize(
    "change", [one_photo_to_its_house, photos_exchanged_for_new_ones], ids=lambda change: change.__name__
)
def test_photos_may_change(root: Path, change: Callable[[Path], None]) -> None:
    """Other faults of these files are ignored here."""
    change(root)
    assert "E348" not in {code for code, _, _ in list_found(root, "--base", "main")}


def test_numbers_that_were_exchanged_long_ago_are_put_right_in_two_changes(root: Path) -> None:
    for id, building in (("30001", "1号"), ("30002", "2号")):
        write_unit(root, id, house(id, building=building))
        assert [one for one in list_found(root, "--base", "main") if one[0].startswith("E")] == []
        commit(root)
        git(root, "branch", "-q", "-f", "main")


def test_names_with_numbers_tell_of_an_exchange_without_anything_to_compare_with(root: Path) -> None:
    for id, name, building in (("30001", "平安一号楼", "2号"), ("30002", "平安2号楼", "1号")):
        write_unit(root, id, house(id, name=name, building=building))
    write_unit(root, "30003", house("30003", name="平安3号楼", building="4号"))
    told = [sentence for code, _, sentence in list_found(root) if code == "E349"]
    assert len(told) == 2
    assert all("平安一号楼" in sentence and "平安2号楼" in sentence for sentence in told)


def test_a_published_house_with_another_name_is_a_reminder(root: Path) -> None:
    git(root, "switch", "-q", "work")
    path = root / "content" / "units" / "example" / "20002" / "index.md"
    path.write_text(path.read_text("utf-8").replace("名称: 示例二号楼", "名称: 示例剪纸楼"), "utf-8")
    [(code, _, said)] = list_found(root, "--base", "main")
    assert code == "W357"
    assert "示例二号楼" in said
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    assert list_found(root, "--base", "main") == []


def test_the_newcomer_is_named_whoever_comes_first_in_the_alphabet(root: Path) -> None:
    """`example` stands before `example-two`, and the id was issued to the unit in the latter."""
    write_unit(root, "30020", unit("30020", "先来楼", "8号", street="示例二镇"), "example-two")
    write_permalink(root, "30020", "先来楼")
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write_unit(root, "30020", unit("30020", "后来楼", "9号"))
    for words in ((), ("--base", "main")):
        told = {code: (path, said) for code, path, said in list_found(root, *words)}
        assert told.keys() == {"E336"}
        assert told["E336"][0] == "content/units/example/30020/index.md"
        assert "“后来楼”是后来的" in told["E336"][1]
    (root / "content" / "permalinks" / "30020.yml").write_text(
        "发放: 2026-01-01\n发放: 2026-02-01\n名称: 后来楼\n名称: 先来楼\n状态: 在用\n", "utf-8"
    )
    told = {code: said for code, _, said in list_found(root, "--base", "main")}
    assert told.keys() >= {"E332", "E336"}
    assert "“后来楼”是后来的" in told["E332"]
    assert "“后来楼”是后来的" in told["E336"]
