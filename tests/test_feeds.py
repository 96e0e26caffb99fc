"""The feed, the sitemap and robots.txt: valid, reproducible, and of public pages alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition, Ledger, LinkState, Permalink, Status
from exhibition.model.field_types import PartialDate
from exhibition.pages import feeds
from exhibition.pages.feeds import find_dates, make_robots, make_sitemap, render_feed, split_lines
from exhibition.pages.page import Page
from exhibition.records.meeting import Meeting
from helpers.sites import hall, read_sitemap, unit

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def shipped() -> Exhibition:
    return load_exhibition(HOME).exhibition


def issue(site: Exhibition, **days: str) -> Exhibition:
    links = tuple(Permalink(id.lstrip("n"), day, "楼", LinkState.LIVE) for id, day in days.items())
    return replace(site, ledger=Ledger(links))


def parse(site: Exhibition) -> ElementTree.Element:
    return ElementTree.fromstring(render_feed(site))


def list_titles(feed: ElementTree.Element) -> list[str]:
    return [one.findtext(f"{ATOM}title") or "" for one in feed.iter(f"{ATOM}entry")]


def judge_atom(feed: ElementTree.Element) -> None:
    """Raise AssertionError where a feed breaks RFC 4287, 4.1: what must stand once, in feed and entries."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for place in (feed, *entries):
        for name in ("title", "id", "updated"):
            assert len(place.findall(f"{ATOM}{name}")) == 1
        for name in ("updated", "published"):
            for time in place.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(time.text or "").utcoffset()
        assert re.fullmatch(r"https?://\S+", place.findtext(f"{ATOM}id") or "")
        alternates = [link for link in place.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    times = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert times == sorted(times, reverse=True)
    assert not times or feed.findtext(f"{ATOM}updated") == times[0]


def test_the_feed_of_the_shipped_site_is_valid_and_holds_true_pages_alone(built: Path, shipped: Exhibition) -> None:
    feed = ElementTree.parse(built / "feed.xml").getroot()
    judge_atom(feed)
    ids = {(entry.findtext(f"{ATOM}id") or "").rstrip("/").rpartition("/")[2] for entry in feed.iter(f"{ATOM}entry")}
    true = {entry.id for entry in shipped.published(Entry) if not entry.example}
    assert ids == true
    assert all((built / id / "index.html").exists() for id in ids)


def test_examples_drafts_and_what_was_taken_down_are_not_in_it() -> None:
    site = hall(unit(1), unit(2, example=True), unit(3, status=Status.DRAFT), unit(4, status=Status.WITHDRAWN))
    feed = parse(issue(site, n20001="2026-01-01", n20002="2026-01-02", n20003="2026-01-03", n20004="2026-01-04"))
    judge_atom(feed)
    assert list_titles(feed) == [site.by_id["20001"].full_name]


def test_an_empty_feed_is_valid() -> None:
    judge_atom(parse(hall()))


def test_a_page_has_changed_when_its_latest_record_was() -> None:
    old = Meeting(topic="楼道", date=PartialDate(2025, 3, 1))
    new = Meeting(topic="电梯", date=PartialDate(2026, 5))
    site = issue(hall(unit(1, meetings=(old, new)), unit(2, meetings=(old,))), n20001="2026-02-01", n20002="2026-02-03")
    first, second = site.published(Entry)
    assert find_dates(first, site) == feeds.PageDates("2026-02-01", "2026-05-01")
    assert find_dates(second, site) == feeds.PageDates("2026-02-03", "2026-02-03")
    assert list_titles(parse(site)) == [first.full_name, second.full_name]


def test_only_the_newest_stand_in_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)
    site = issue(hall(unit(1), unit(2), unit(3)), n20001="2026-01-03", n20002="2026-01-01", n20003="2026-01-02")
    assert list_titles(parse(site)) == [site.by_id["20001"].full_name, site.by_id["20003"].full_name]


def test_texts_are_escaped_and_signs_that_xml_cannot_hold_left_out() -> None:
    site = issue(hall(unit(1, name="<b>&\x0b\ufffe楼", tagline='一"句"</entry>')), n20001="2026-01-01")
    judge_atom(parse(site))
    assert list_titles(parse(site))[0].endswith("<b>&楼")


def test_home_and_lists_name_the_feed_and_pages_of_entries_do_not(built: Path) -> None:
    link = re.compile(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">')
    for path in ("", "streets/", "streets/gaojing/", "showcases/", "council/", "search/"):
        (href,) = link.findall((built / path / "index.html").read_text("utf-8"))
        assert (built / path / href).resolve() == (built / "feed.xml").resolve()
    assert not link.findall((built / "10001/index.html").read_text("utf-8"))


def test_the_sitemap_has_every_canonical_page_once_and_nothing_else(built: Path, shipped: Exhibition) -> None:
    base, listed = shipped.settings.site_url, read_sitemap(built)
    assert len(set(listed)) == len(listed)
    for address in listed:
        text = (built / address.removeprefix(base) / "index.html").read_text("utf-8")
        assert f'<link rel="canonical" href="{address}">' in text
        assert "noindex" not in text
    public = {
        page.parent.relative_to(built).as_posix()
        for page in built.rglob("index.html")
        if page.relative_to(built).parts[0] not in ("guide", "help") and "og:title" in page.read_text("utf-8")
    }
    assert {address.removeprefix(base).rstrip("/") or "." for address in listed} == public


def test_pages_of_entries_are_listed_by_type_with_the_day_of_the_feed() -> None:
    site = issue(hall(unit(1)), n20001="2026-02-01")
    pages = [
        Page("", "home.html", "首页"),
        Page("20001/", "unit.html", "楼"),
        Page("20001/record/", "record.html", "档案"),
    ]
    index, *parts = make_sitemap([*pages, Page("20002/", "notice.html", "收起来了")], site)
    text = {part.uri: part.make().decode() for part in parts}
    assert set(text) == {"sitemap-pages.xml", "sitemap-units.xml"}
    assert text["sitemap-units.xml"].count("<lastmod>2026-02-01</lastmod>") == 2
    assert "lastmod" not in text["sitemap-pages.xml"]
    named = re.findall(r"<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", index.make().decode())
    base = site.settings.site_url
    assert named == [(f"{base}sitemap-pages.xml", ""), (f"{base}sitemap-units.xml", "2026-02-01")]


def test_a_part_holds_what_the_protocol_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [len(some) for some in split_lines(["x"] * 5, 2)] == [2, 2, 1]
    monkeypatch.setattr(feeds.split_lines, "__defaults__", (2,))
    pages = [Page(f"a{number}/", "gallery.html", "名单") for number in range(3)]
    uris = [made.uri for made in make_sitemap(pages, hall())]
    assert uris == ["sitemap.xml", "sitemap-pages.xml", "sitemap-pages-2.xml"]


def test_robots_lead_to_the_sitemap_and_away_from_a_trial() -> None:
    site = hall()
    assert make_robots(site).make().decode().endswith(f"\nSitemap: {site.settings.site_url}sitemap.xml\n")
    trial = replace(site, settings=replace(site.settings, trial=True))
    assert "Sitemap" not in make_robots(trial).make().decode()
