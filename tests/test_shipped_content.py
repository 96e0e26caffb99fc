"""The shipped content: true about real places, marked where it is invented, whole in its example."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from exhibition.checks import run_checks
from exhibition.content.loader import LoadedContent, load_exhibition
from exhibition.model import Entry, LinkState, Placed, Status, Term
from exhibition.types import Cluster, Community, Unit
from illustrations.mascot import POSES

HOME = Path(__file__).resolve().parents[1]

REPORT = "宝山区民政局"
"""The source of everything that is known about real places."""

KNOWN_UNITS = {
    ("高境镇", "共和十一村", "64号楼"),
    ("杨行镇", "福地苑一居", "初心楼"),
    ("杨行镇", "福地苑一居", "名莘楼"),
    ("杨行镇", "福地苑一居", "温馨楼"),
    ("杨行镇", "福地苑一居", "清新楼"),
    ("杨行镇", "福地苑一居", "花馨楼"),
}
KNOWN_CLUSTERS = {("杨行镇", "福地苑一居", "童盟"), ("庙行镇", "屹立家园", "楼谊桥梁")}
TOWNS = [
    "吴淞街道", "友谊路街道", "张庙街道", "罗店镇", "大场镇", "杨行镇",
    "月浦镇", "罗泾镇", "顾村镇", "高境镇", "庙行镇", "淞南镇",
]  # fmt: skip
NAMED_STANDARDS = ("党建引领", "人员队伍", "制度规范", "人文环境")

PAPER, INK = "#FBF6EC", "#1F2E35"

PRIVATE = {
    "a mobile number": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    "an identity number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "a door": re.compile(r"\d+号(?:楼)?\s*\d{3,4}(?!\d)|(?<!\d)\d{3,4}室|\d+-\d+-\d{3,4}"),
    "a mail address": re.compile(r"[\w.]+@[\w.]+\.\w+"),
}


@pytest.fixture(scope="module")
def reading() -> LoadedContent:
    return load_exhibition(HOME)


@pytest.fixture(scope="module")
def entries(reading: LoadedContent) -> tuple[Entry, ...]:
    return reading.exhibition.entries


@pytest.fixture(scope="module")
def shipped(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """What we wrote ourselves; neighbours' own folders, which come later, are free to look otherwise."""
    return tuple(entry for entry in entries if entry.example or entry.source == REPORT)


def place(entry: Entry) -> tuple[str, str, str]:
    return entry.street, entry.compound or entry.committee, entry.name


def test_nothing_is_found_in_it(reading: LoadedContent, shipped: tuple[Entry, ...]) -> None:
    found = [*reading.diagnostics, *run_checks(reading.exhibition, HOME)]
    assert [diagnostic for diagnostic in found if diagnostic.blocks] == []
    ours = {entry.path for entry in shipped}
    assert [diagnostic for diagnostic in found if diagnostic.span.path in ours] == []


def test_folders_and_ledger_agree(reading: LoadedContent, entries: tuple[Entry, ...]) -> None:
    links = reading.exhibition.ledger.links
    assert {link.id for link in links if link.state is LinkState.LIVE} == {entry.id for entry in entries}
    assert {link.state for link in links} == set(LinkState), "the example shows every state of an address"
    assert len({link.id for link in links}) == len(links)
    for link in links:
        assert (link.state is LinkState.MERGED) == (link.target in reading.exhibition.by_id)


def test_examples_stand_under_the_example_street_and_nowhere_else(
    reading: LoadedContent, entries: tuple[Entry, ...]
) -> None:
    invented = {term.name for term in reading.exhibition.vocabularies.streets if term.example}
    assert invented == {"示例街镇"}
    for entry in entries:
        assert entry.example == ("（示例）" in entry.name), entry.path
        if isinstance(entry, Placed):
            assert entry.example == (entry.location.street in invented), entry.path
            assert entry.example == ("示例" in entry.location.compound), entry.path
    for link in reading.exhibition.links:
        assert link.source.example == reading.exhibition.by_id[link.target].example, link.source.path
    for unit in reading.exhibition.of(Unit):
        assert unit.example == unit.folder.startswith("content/units/example/"), unit.path


def test_real_entries_are_those_the_report_names(reading: LoadedContent) -> None:
    real = [entry for entry in reading.exhibition.entries if entry.source == REPORT]
    assert {place(entry) for entry in real if isinstance(entry, Unit)} == KNOWN_UNITS
    assert {place(entry) for entry in real if isinstance(entry, Cluster)} == KNOWN_CLUSTERS
    assert all(entry.published for entry in real)


def test_what_the_report_does_not_say_is_left_open(reading: LoadedContent) -> None:
    for unit in (unit for unit in reading.exhibition.of(Unit) if unit.source == REPORT):
        assert (unit.stars, unit.founded, unit.households, unit.standards, unit.group) == (None, None, None, (), ())
        assert [step.date for step in unit.steps if step.date] == []
        assert (unit.pairs, unit.covenant) == ((), ())
    for cluster in (cluster for cluster in reading.exhibition.of(Cluster) if cluster.source == REPORT):
        assert (cluster.bond, cluster.steps, cluster.pairs, cluster.covenant) == ("", (), (), ())


def test_everything_published_says_where_it_is_from(entries: tuple[Entry, ...]) -> None:
    assert [entry.path for entry in entries if not entry.source] == []


def test_nobody_real_is_pictured(shipped: tuple[Entry, ...]) -> None:
    """No photographs exist for what is shipped: there are drawings only, and each says what is drawn."""
    photos = [photo for entry in shipped for photo in entry.photos]
    assert {photo.consent for photo in photos} == {"不涉及人物"}
    assert [photo.span for photo in photos if photo.file or not photo.caption] == []


@pytest.mark.parametrize("what", PRIVATE)
def test_nothing_private_is_told(what: str) -> None:
    for path in (*HOME.glob("content/units/**/*.md"), *HOME.glob("content/clusters/**/*.md")):
        assert not PRIVATE[what].search(path.read_text("utf-8")), f"{path.name} tells {what}"


def test_the_example_shows_all_that_a_page_can_hold(reading: LoadedContent) -> None:
    units = [unit for unit in reading.exhibition.of(Unit) if unit.example]
    clusters = [cluster for cluster in reading.exhibition.of(Cluster) if cluster.example]
    vocabularies = reading.exhibition.vocabularies
    assert {unit.stars for unit in units if unit.published} == {0, 1, 2, 3, 4, 5}
    assert {unit.status for unit in units} == set(Status)
    assert {theme for unit in units for theme in unit.themes} == set(vocabularies.themes.names)
    assert {standard for unit in units for standard in unit.standards} == set(vocabularies.standards.names)
    assert {photo.scene for entry in (*units, *clusters) for photo in entry.photos} == set(vocabularies.scenes.names)
    assert {pair.aligned for unit in units for pair in unit.pairs} == {True, False}
    assert {cluster.bond for cluster in clusters} == {"地缘", "趣缘"}
    assert all(cluster.lead and cluster.panel and cluster.places and cluster.covenant for cluster in clusters)
    assert any(not step.date for unit in units for step in unit.steps), "a step without a date is shown too"


def test_a_step_is_a_beat_not_a_chapter(shipped: tuple[Entry, ...]) -> None:
    shown = [entry for entry in shipped if entry.example and entry.published and isinstance(entry, Placed)]
    assert all(3 <= len(entry.steps) <= 6 for entry in shown)
    assert [step.text for entry in shipped for step in entry.steps if len(step.text) > 60] == []


def test_every_story_is_its_own(shipped: tuple[Entry, ...]) -> None:
    for attribute in ("tagline", "body"):
        told = [getattr(entry, attribute) for entry in shipped if entry.published]
        assert len(set(told)) == len(told)
    captions = [photo.caption for entry in shipped for photo in entry.photos]
    assert len(set(captions)) == len(captions)


def test_the_district_has_its_twelve_towns(reading: LoadedContent) -> None:
    assert [term.name for term in reading.exhibition.vocabularies.streets if not term.example] == TOWNS


def test_only_the_named_standards_are_listed(reading: LoadedContent) -> None:
    assert reading.exhibition.vocabularies.standards.names == NAMED_STANDARDS


def test_every_vocabulary_says_where_it_is_from(reading: LoadedContent) -> None:
    vocabularies = reading.exhibition.vocabularies
    for name in ("streets", "themes", "standards", "photo_kinds", "scenes"):
        assert getattr(vocabularies, name).source


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_accent_carries_its_text(reading: LoadedContent) -> None:
    for term in reading.exhibition.vocabularies.streets:
        text = {"paper": PAPER, "ink": INK}[term.extra["on"]]
        assert contrast(term.extra["accent"], text) >= 4.5, term.name


def test_towns_have_tiles_and_accents_of_their_own(reading: LoadedContent) -> None:
    towns = [term for term in reading.exhibition.vocabularies.streets if not term.example]
    for one, other in combinations(towns, 2):
        assert one.extra["tile"] != other.extra["tile"]
        assert one.extra["accent"] != other.extra["accent"]
    assert all(re.fullmatch(r"[1-9],[1-9]", term.extra["tile"]) for term in towns)


def test_what_is_told_of_a_town_says_where_it_is_from(reading: LoadedContent) -> None:
    told = [term for term in reading.exhibition.vocabularies.streets if "记事" in term.extra]
    assert {term.name for term in told} == {"吴淞街道", "高境镇"}
    # What is told of a compound stands on the page of its community.
    communities = {one.street: one for one in reading.exhibition.published(Community)}
    assert set(communities) == {"罗店镇", "杨行镇", "罗泾镇", "庙行镇"}
    assert {one.source for one in communities.values()} == {REPORT}
    assert {term.extra["记事来源"] for term in told} == {REPORT}


def dressed(term: Term, scenes: set[str]) -> bool:
    """Has a theme a pose that the mascot knows, a cover that is drawn, and a sentence?"""
    return term.extra.get("pose") in POSES and term.extra.get("cover") in scenes and bool(term.note)


def test_themes_are_dressed(reading: LoadedContent) -> None:
    scenes = {term.slug for term in reading.exhibition.vocabularies.scenes}
    assert [term.name for term in reading.exhibition.vocabularies.themes if not dressed(term, scenes)] == []
