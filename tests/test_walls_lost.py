"""The lost page finds the root of the site under any sub-path, and puts what was asked for into the search."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from conftest import Hosting


@pytest.mark.parametrize(
    ("wrong", "asked"),
    [("1006x/", "1006"), ("10001/photo/", ""), ("streets/nowhere/", ""), ("%E5%88%9D%E5%BF%83%E6%A5%BC/", "初心楼")],
)
@pytest.mark.parametrize("host", ["at_root", "at_sub_path"])
def test_a_mistyped_address_leads_home_and_into_the_search(
    browser: Browser, request: pytest.FixtureRequest, host: str, wrong: str, asked: str
) -> None:
    hosting: Hosting = request.getfixturevalue(host)
    page = browser.new_page()
    page.goto(hosting.root + wrong)
    page.wait_for_function("root => document.querySelector('.is-home').href === root", arg=hosting.root)
    assert page.evaluate("document.querySelector('form').action") == f"{hosting.root}search/"
    assert page.locator("#q").input_value() == asked
    page.close()
