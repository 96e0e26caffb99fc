"""The addresses of rooms that are no more lead on, known from the content alone."""

from __future__ import annotations

from dataclasses import replace

from exhibition.model import Exhibition, Status, Term
from exhibition.pages.context import PageContext
from exhibition.pages.page import Page
from exhibition.pages.placeholders import build_former_pages, iter_ancestors, make_stubs
from helpers import sites


def with_former(shown: Exhibition, vocabulary: str, *slugs: str) -> tuple[Exhibition, Term]:
    """The exhibition in which the first term of a vocabulary once had these slugs too."""
    words = getattr(shown.vocabularies, vocabulary)
    term = replace(words.terms[0], former=slugs)
    better = replace(words, terms=(term, *words.terms[1:]))
    known = {**shown.vocabularies.by_name, vocabulary: better}
    return replace(shown, vocabularies=replace(shown.vocabularies, by_name=known)), term


def pages_of(shown: Exhibition) -> dict[str, Page]:
    return {page.path: page for page in build_former_pages(PageContext(shown, {}))}


def test_former_streets_and_themes_lead_to_their_successor_with_list_and_wall() -> None:
    shown, street = with_former(sites.exhibition(400), "streets", "jiuzhen", "laojie")
    shown, theme = with_former(shown, "themes", "jiuti")
    found = pages_of(shown)
    for old, new in {
        "streets/jiuzhen/": f"streets/{street.slug}/",
        "streets/laojie/": f"streets/{street.slug}/",
        "streets/jiuzhen/2/": f"streets/{street.slug}/",
        "walls/streets/laojie/": f"walls/streets/{street.slug}/",
        "themes/jiuti/": f"themes/{theme.slug}/",
        "walls/themes/jiuti/": f"walls/themes/{theme.slug}/",
    }.items():
        page = found[old]
        assert page.data["canonical"] == f"{shown.settings.site_url}{new}", old
        assert page.data["go"] == "../" * old.count("/") + new or str(page.data["go"]).endswith(
            new.split("/")[-2] + "/"
        )
        assert page.data["actions"][0][1] == page.data["go"]  # type: ignore[index]
    assert found["streets/jiuzhen/"].data["actions"][0][0] == f"去看{street.name}"  # type: ignore[index]


def test_a_wall_of_a_cluster_that_was_taken_down_leads_to_its_notice() -> None:
    gone = sites.cluster(1, status=Status.WITHDRAWN)
    found = pages_of(sites.exhibition(10, clusters=(gone,)))
    assert str(found[f"walls/clusters/{gone.id}/"].data["go"]).endswith(f"{gone.id}/")


def test_the_example_street_without_units_still_answers() -> None:
    shown = sites.exhibition(10)
    [example] = [term for term in shown.vocabularies.streets if term.example]
    page = pages_of(shown)[f"streets/{example.slug}/"]
    assert page.data["go"] == "../"


def test_what_only_the_last_site_had_leads_on_or_is_asked_about() -> None:
    shown, _ = with_former(sites.exhibition(10), "streets", "jiuzhen")
    made = {"", "units/", "streets/", "help/", "10001/"}
    last = [
        "",
        "units/",
        "units/2/",
        "help/E999/",
        "forms/",
        "10001/",
        "10002/",
        "streets/jiuzhen/7/",
        "streets/nowhere/",
    ]
    pages, lost = make_stubs(last, made, shown)
    assert {page.path: page.data["go"] for page in pages} == {
        "units/2/": "../",
        "help/E999/": "../",
        "forms/": "../",
        "streets/jiuzhen/7/": "../../",
    }
    assert lost == ["10002/", "streets/nowhere/"]


def test_the_nearest_above_comes_first() -> None:
    assert list(iter_ancestors("walls/streets/a/")) == ["walls/streets/", "walls/", ""]
