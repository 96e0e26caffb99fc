"""Words of facets in questions (五星, 三星以上, a street, a year) find their values and set the facet; nothing is found twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypinyin import Style, lazy_pinyin

from conftest import Hosting
from exhibition.model import Exhibition
from exhibition.model.field_types import STARS, get_star_slug
from exhibition.pages.facet_words import STAR_LEVELS
from exhibition.search import SharedFiles, Synonyms, build_search, catalogue, list_search_facets, read_synonyms
from exhibition.search.catalogue import STAR_SIGNS, list_all_star_words
from exhibition.search.layout import get_number
from exhibition.search.normalize import load_traditional
from exhibition.types import Unit
from test_search_results import HOME, exhibition, lay

__all__ = ["exhibition"]

ASK = """
asked => Promise.all(asked.map(text => new Promise(done => exhibit.find(text, result => done({
  how: result.how,
  full: result.full.map(hit => hit.entry.id),
  near: result.near.map(hit => hit.entry.id),
  meant: result.meant && result.meant.phrases.map(phrase => [phrase.key, phrase.values]),
  base: result.meant ? result.meant.base.map(hit => hit.entry.id) : []
})))))
"""


TELL = """
([key, slugs]) => new Promise(done => {
  const facet = exhibit.facet(key);
  exhibit.values(facet, slugs, () => done(Object.fromEntries(facet.values.map(value =>
    [value[0], Object.keys(exhibit.holders(facet, value[0])).map(Number)]))));
})
"""


@pytest.fixture(scope="module")
def page(browser: Browser, exhibition: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(lay(build_search(exhibition, {}, read_synonyms(HOME)), tmp_path_factory.mktemp("laid")).as_uri())
    yield page
    page.close()


def ask(page: Page, *texts: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(ASK, list(texts))
    return found


def ids(exhibition: Exhibition, fits: Callable[[Unit], bool]) -> set[str]:
    return {unit.id for unit in exhibition.published(Unit) if fits(unit)}


@pytest.mark.parametrize("stars", [5, 4, 3, 2, 1])
def test_stars_in_all_their_words(page: Page, exhibition: Exhibition, stars: int) -> None:
    numeral = "零一二三四五"[stars]
    traditionally = f"{numeral}星樓組"
    words = [
        f"{numeral}星",
        f"{stars}星",
        STARS[stars],
        traditionally,
        f"{numeral}星级",
        f"{stars}颗星",
        f"{numeral}颗星",
    ]
    signs = [sign * stars for sign in STAR_SIGNS] + ["⭐️" * stars, "★" * stars + "☆" * (5 - stars)]
    truth = ids(exhibition, lambda unit: unit.stars == stars)
    assert truth
    for text, found in zip([*words, *signs], ask(page, *words, *signs), strict=True):
        assert (text, found["meant"]) == (text, [["stars", [str(stars)]]])
        assert (text, truth - set(found["full"])) == (text, set())


def test_ranges_of_stars(page: Page, exhibition: Exhibition) -> None:
    for text, low, high in (
        ("三星以上", 3, 5),
        ("3星及以上", 3, 5),
        ("四星級以上", 4, 5),
        ("二到四星", 2, 4),
        ("两星以下", 1, 2),
    ):
        (found,) = ask(page, text)
        assert ids(exhibition, lambda unit: unit.stars in range(low, high + 1)) <= set(found["full"]), text  # noqa: B023
        assert found["meant"] == [["stars", [str(stars) for stars in sorted(range(low, high + 1), key=lambda n: -n)]]]


def test_what_is_not_known_is_asked_for_by_its_words(page: Page, exhibition: Exhibition) -> None:
    for stars in (0, None):
        (found,) = ask(page, STARS[stars])
        assert ids(exhibition, lambda unit: unit.stars == stars) <= set(found["full"])  # noqa: B023
        assert found["meant"] == [["stars", [get_star_slug(stars)]]]


def test_every_value_that_stands_on_a_card_answers(page: Page, exhibition: Exhibition) -> None:
    vocabularies = exhibition.vocabularies
    asked = {
        term.name: ids(exhibition, lambda unit, name=term.name: unit.street == name) for term in vocabularies.streets
    }
    asked |= {
        term.name: ids(exhibition, lambda unit, name=term.name: name in unit.themes) for term in vocabularies.themes
    }
    years = {unit.founded.year for unit in exhibition.published(Unit) if unit.founded}
    for year in years:
        truth = ids(exhibition, lambda unit, year=year: bool(unit.founded and unit.founded.year == year))
        asked |= {f"{year}年": truth, str(year): truth, f"{year}年成立": truth}
    for (text, truth), found in zip(asked.items(), ask(page, *asked), strict=True):
        assert (text, truth - set(found["full"])) == (text, set())


def test_they_combine_with_each_other_and_with_other_words(page: Page, exhibition: Exhibition) -> None:
    unit = next(unit for unit in exhibition.published(Unit) if unit.stars and unit.themes and unit.compound)
    assert unit.stars
    street, stars, theme = unit.street, STARS[unit.stars].removesuffix("楼组"), unit.themes[0]
    alike = ids(exhibition, lambda one: (one.street, one.stars) == (unit.street, unit.stars))
    for text in (
        f"{street} {stars}",
        f"{stars}{street}",
        f"{street.removesuffix('镇').removesuffix('街道')}的{stars}楼组",
    ):
        (found,) = ask(page, text)
        assert set(found["full"]) >= alike, text
        assert {key for key, _ in found["meant"]} == {"street", "stars"}
    (found,) = ask(page, f"{stars} {theme}")
    assert ids(exhibition, lambda one: one.stars == unit.stars and theme in one.themes) <= set(found["full"])
    (found,) = ask(page, f"{unit.compound} {stars}")
    fitting = ids(exhibition, lambda one: (one.compound, one.stars) == (unit.compound, unit.stars))
    assert fitting <= set(found["full"])
    assert ["stars", [str(unit.stars)]] in found["meant"]
    assert set(found["base"]) >= ids(exhibition, lambda one: one.compound == unit.compound)


def test_letters_ask_for_values_too(page: Page, exhibition: Exhibition) -> None:
    (found,) = ask(page, "wuxing")
    assert found["how"] == "sound"
    assert ids(exhibition, lambda unit: unit.stars == 5) <= set(found["full"])


def test_a_word_within_a_name_is_a_name(page: Page, exhibition: Exhibition) -> None:
    """A phrase out of stories that happens to hold a year stays a phrase."""
    from search_queries import phrases

    for question in phrases(exhibition, 80, 9):
        (found,) = ask(page, question.text)
        hidden = set(question.answers) - set(found["full"])
        assert (question.text, hidden) == (question.text, set())


def test_slugs_of_stars_are_those_of_their_pages() -> None:
    assert [level.slug for level in STAR_LEVELS] == [get_star_slug(level.stars) for level in STAR_LEVELS]
    assert {slug for slug, _ in list_all_star_words()} == {level.slug for level in STAR_LEVELS}


def ways(exhibition: Exhibition, n: int, seed: int) -> Iterator[str]:
    """Yield questions as people type them: names by letters, initials, homophones, traditional characters, mixtures."""
    chance = Random(seed)
    forms = {chr(new): chr(old) for old, new in load_traditional().items()}
    same = [word for group in read_synonyms(HOME).same for word in group]
    values = [
        *STARS.values(),
        *exhibition.vocabularies.themes.names,
        *exhibition.vocabularies.streets.names,
        "2019年",
        "三星以上",
    ]
    for unit in chance.sample(list(exhibition.published(Unit)), n):
        name = unit.compound + unit.name
        spoilt = list(name)
        at = chance.randrange(len(spoilt))
        spoilt[at] = chance.choice("合河园圆元心新馨星兴行")
        yield from (
            "".join(lazy_pinyin(name)),
            "".join(lazy_pinyin(unit.compound, style=Style.FIRST_LETTER)),
            "".join(lazy_pinyin(unit.compound)) + " " + unit.building,
            "".join(spoilt),
            "".join(forms.get(sign, sign) for sign in name),
            chance.choice(same),
            f"{unit.compound} {chance.choice(values)}",
            f"{chance.choice(values)} {chance.choice(values)}",
            f"{chance.choice(values)}{chance.choice(same)}",
            name[at : at + 2] + chance.choice(("", " ", "的")) + chance.choice(values),
            "".join(chance.sample(name, min(3, len(name)))),
        )


def test_nothing_is_found_twice(page: Page, exhibition: Exhibition) -> None:
    asked = list(dict.fromkeys(ways(exhibition, 30, seed=7)))
    for text, found in zip(asked, ask(page, *asked), strict=True):
        every = [*found["full"], *found["near"]]
        assert (text, len(every)) == (text, len(set(every)))
        assert (text, len(found["base"])) == (text, len(set(found["base"])))


@pytest.mark.parametrize("question", ["共合十一村", "共河十一村64号", "gonghe", "五星", "楼群", "高境 五星", "脚踏车"])
def test_the_page_counts_what_it_shows(browser: Browser, at_root: Hosting, question: str) -> None:
    page = browser.new_page()
    page.goto(f"{at_root.root}search/?q={question}")
    page.wait_for_function(
        "document.getElementById('found') && !document.getElementById('found').hasAttribute('aria-busy')"
    )
    shown = page.eval_on_selector_all("#hits a, #near a", "links => links.map(a => a.href)")
    assert len(shown) == len(set(shown))
    told = [int(word) for word in re.findall("([0-9]+) 个", page.inner_text("#count"))]
    if told:
        assert page.locator("#hits a").count() == min(sum(told), 20), "true ones and examples, each said apart"
    page.close()


@pytest.mark.parametrize(
    ("question", "chip"),
    [
        ("五星楼组", "星级：五星楼组"),
        ("★★★★★", "星级：五星楼组"),
        ("四星", "星级：四星楼组"),
        ("高境", "街镇：高境镇"),
        ("加装电梯", "主题：加装电梯"),
    ],
)
def test_the_facet_is_set_and_said(browser: Browser, at_root: Hosting, question: str, chip: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{at_root.root}search/?q={question}")
    button = page.locator("#chips button")
    expect(button).to_have_text(f"{chip} ×")
    name = chip.partition("：")[2]
    box = page.locator("#choices label", has=page.get_by_text(name, exact=True)).locator("input")
    assert box.is_checked()
    every, made_up = page.locator("#hits a").count(), page.locator("#hits a em").count()
    true = every - made_up
    apart = f"，另有 {made_up} 个示例" if made_up else ""
    assert page.inner_text("#count") == (f"找到 {true} 个{apart}" if true else f"找到 {made_up} 个示例")
    button.click()
    expect(page.locator("#chips button")).to_have_count(0)
    assert page.input_value("#q") == ""
    page.go_back()
    expect(page.locator("#chips button")).to_have_text(f"{chip} ×")
    page.close()


def test_to_touch_the_facet_turns_words_into_choices(browser: Browser, at_root: Hosting) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{at_root.root}search/?q=五星 楼")
    box = page.locator("#choices label", has=page.get_by_text("四星楼组", exact=True))
    assert box.locator("b").inner_text() == "示例", "examples count in no number"
    before = page.locator("#hits a").count()
    box.locator("input").check()
    expect(page.locator("#chips button")).to_have_count(2)
    expect(page.locator("#hits a")).not_to_have_count(before)
    expect(page.locator("#count")).to_have_text(f"找到 {page.locator('#hits a').count()} 个示例")
    assert page.input_value("#q") == "楼"
    assert "stars=5,4" in page.url
    page.close()


def test_values_that_are_entries_are_found_in_their_files(
    browser: Browser, exhibition: Exhibition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many files there are: of one value its own is fetched, of all values all, and who has them is right."""
    monkeypatch.setattr(catalogue, "VALUES", 1)
    page = browser.new_page()
    page.goto(lay(build_search(exhibition, {}, read_synonyms(HOME)), tmp_path).as_uri())
    page.wait_for_function("exhibit.hall")
    (facet,) = (one for one in list_search_facets(exhibition) if one.later)
    assert facet.count_files() > 1
    entries = SharedFiles(exhibition, Synonyms(), None).entries
    truth = {
        slug: sorted(get_number(entry.id) for entry, held in zip(entries, facet.held, strict=True) if place in held)
        for place, (slug, _) in enumerate(facet.values)
    }
    one = next(slug for slug, numbers in truth.items() if numbers)
    told = page.evaluate(TELL, [facet.key, [one]])
    assert told[one] == truth[one]
    assert len(told) < len(truth)
    assert page.evaluate(TELL, [facet.key, None]) == truth
    assert page.evaluate("key => exhibit.facet(key).values.map(value => value[0])", facet.key) == list(truth)
    page.close()
