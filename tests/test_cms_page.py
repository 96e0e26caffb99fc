"""The door of the form: a browser that cannot run it is told so kindly, by a script that this browser can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import jinja2
import pytest
from playwright.sync_api import Browser, Page

from conftest import HOME, Hosting
from test_site_visitors import visiting

OLD = "HTMLScriptElement.supports = undefined;"
"""Browsers before import maps: Chromium 88, Firefox 107, iOS 16.3."""
WITHOUT = [OLD, "HTMLScriptElement.supports = function () { return false; };"]
MODULE = "assets/exhibit/form-of-the-test.js"


def page_of_the_form() -> str:
    """The template with what the program gives it, but for the policy."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HOME / "overrides"), autoescape=False)
    meta = {
        "module": MODULE,
        "root": "./",
        "policy": "",
        "imports": "{}",
        "title": "写一写",
        "site": "展厅",
        "forge": "Gitee",
    }
    shown = {"page": SimpleNamespace(meta=meta), "config": SimpleNamespace(extra={"look": ""})}
    text = environment.get_template("forms.html").render(**shown)
    return text.replace('<meta http-equiv="Content-Security-Policy" content="">', "")


@contextmanager
def door(browser: Browser, hosting: Hosting, script: str = "", module: str = "") -> Iterator[Page]:
    def serve(body: str, kind: str) -> object:
        return lambda route: route.fulfill(body=body, content_type=kind)

    with visiting(browser) as page:
        page.add_init_script(script)
        page.route("**/form.html", serve(page_of_the_form(), "text/html; charset=utf-8"))  # type: ignore[arg-type]
        page.route("**/" + MODULE, serve(module, "text/javascript"))  # type: ignore[arg-type]
        page.goto(hosting.root + "form.html")
        yield page


def told(page: Page) -> str:
    return page.locator("[data-when]:visible").inner_text()


@pytest.mark.parametrize("missing", WITHOUT)
def test_an_older_browser_is_told_what_to_take_instead(missing: str, browser: Browser, at_root: Hosting) -> None:
    with door(browser, at_root, missing) as page:
        page.wait_for_function("window.exDoor")
        assert "这里要用新一些的浏览器" in told(page)
        assert page.get_by_role("link", name="不用表单也能写").is_visible()
        # Nothing of the form is fetched.
        assert page.locator("script[type=module]").count() == 0


def test_without_any_script_the_page_says_the_same(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser, java_script_enabled=False) as page:
        page.route(
            "**/form.html",
            lambda route: route.fulfill(body=page_of_the_form(), content_type="text/html; charset=utf-8"),
        )
        page.goto(at_root.root + "form.html")
        assert "这里要用新一些的浏览器" in told(page)


def test_an_open_line_is_refused(browser: Browser, at_root: Hosting) -> None:
    insecure = "Object.defineProperty(window, 'isSecureContext', { value: false });"
    with door(browser, at_root, insecure) as page:
        page.wait_for_function("window.exDoor")
        assert "https://" in told(page)


def test_a_new_browser_gets_the_button_and_the_form(browser: Browser, at_root: Hosting) -> None:
    module = "export default { init() { document.getElementById('nc-root').append(document.createElement('b')); } };"
    with door(browser, at_root, module=module) as page:
        page.get_by_role("button", name="打开表单").click()
        page.wait_for_function("document.body.classList.contains('is-open')")


def test_a_form_that_does_not_come_is_said(browser: Browser, at_root: Hosting) -> None:
    with visiting(browser) as page:
        page.route(
            "**/form.html",
            lambda route: route.fulfill(body=page_of_the_form(), content_type="text/html; charset=utf-8"),
        )
        page.route("**/assets/exhibit/forms.js*", lambda route: route.abort())
        page.goto(at_root.root + "form.html")
        page.get_by_text("表单没有打开").wait_for()
        page.unroute("**/assets/exhibit/forms.js*")
        page.get_by_role("link", name="再试一次").click()
        page.get_by_role("button", name="打开表单").wait_for()
