"""Every address of the ledger answers: with its entry, or with a notice that is kind and names nothing private."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exhibition.model import Exhibition, Ledger, LinkState, Permalink, Status
from exhibition.pages.context import PageContext
from exhibition.pages.page import Page
from exhibition.pages.placeholders import NOTICES, build_notices
from helpers import sites

PUBLISHED, DRAFT = sites.unit(1, name="初心楼"), sites.unit(2, name="秘密楼", status=Status.DRAFT)
WITHDRAWN = sites.unit(3, name="撤下楼", compound="撤下小区", status=Status.WITHDRAWN)


def notices_of(*links: Permalink) -> dict[str, Page]:
    shown: Exhibition = replace(sites.exhibition(0, PUBLISHED, DRAFT, WITHDRAWN), ledger=Ledger(links))
    return {page.path.strip("/"): page for page in build_notices(PageContext(shown, {}))}


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        (sites.link(DRAFT.id), "draft"),
        (sites.link("30000"), "draft"),
        (sites.link(WITHDRAWN.id), "withdrawn"),
        (sites.link("30001", LinkState.RETIRED), "retired"),
        (sites.link("30002", LinkState.MERGED, "39999"), "retired"),
    ],
)
def test_each_state_has_its_notice(link: Permalink, kind: str) -> None:
    (page,) = notices_of(link).values()
    assert page.template == "notice.html"
    assert page.title == NOTICES[kind].heading
    text = page.render().decode()
    for private in ("秘密楼", "撤下楼", "撤下小区", "某楼"):
        assert private not in text


def test_a_published_entry_answers_itself() -> None:
    assert notices_of(sites.link(PUBLISHED.id)) == {}


def test_a_merged_address_leads_on_to_the_end() -> None:
    links = (
        sites.link(PUBLISHED.id),
        sites.link("30002", LinkState.MERGED, PUBLISHED.id),
        sites.link("30003", LinkState.MERGED, "30002"),
    )
    found = notices_of(*links)
    assert set(found) == {"30002", "30003"}
    for page in found.values():
        assert page.data["pose"] == "pointing", "nothing is lost, so nobody is sorry"
        assert page.data["go"] == f"../{PUBLISHED.id}/"
        assert page.data["canonical"] == f"https://louzu.example/{PUBLISHED.id}/"
        assert page.data["actions"][0] == ["去看初心楼", f"../{PUBLISHED.id}/"]  # type: ignore[index]


def test_addresses_merged_in_a_circle_still_answer() -> None:
    found = notices_of(sites.link("30004", LinkState.MERGED, "30005"), sites.link("30005", LinkState.MERGED, "30004"))
    assert {page.title for page in found.values()} == {NOTICES["retired"].heading}
    assert {page.data["pose"] for page in found.values()} == {"lantern"}


def test_a_draft_tells_its_street_and_how_to_write() -> None:
    (page,) = notices_of(sites.link(DRAFT.id)).values()
    words = [word for word, _ in page.data["actions"]]  # type: ignore[attr-defined]
    assert words == [f"看看{DRAFT.street}的楼组", "看看怎么写", "回首页"]
