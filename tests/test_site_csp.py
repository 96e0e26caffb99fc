"""Content Security Policy of built pages, in a real browser: our scripts and styles work, injected ones do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import HOME, Hosting
from exhibition.site import csp
from test_media_renditions import encode_image, flower
from test_site_visitors import KINDS, PHONE

ALL_KINDS = {**KINDS, "code of help": "help/E201/", "guide with copy buttons": "guide/fields/", "lost": "404.html"}
META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
"""


@contextmanager
def watched(browser: Browser, **dress: object) -> Iterator[Page]:
    """Open a browser page on which no violation of a policy may happen."""
    context = browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **dress})  # type: ignore[arg-type]
    context.add_init_script(LISTEN)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    context.close()
    assert said == []


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def address(where: str, kind: str, built: Path, request: pytest.FixtureRequest) -> str:
    if where == "stick":
        path, _, rest = ALL_KINDS[kind].partition("?")
        file = built / path if path.endswith(".html") else built / path / "index.html"
        return file.as_uri() + (f"?{rest}" if rest else "")
    hosting: Hosting = request.getfixturevalue(where)
    return hosting.root + ALL_KINDS[kind]


# ---- Content of the pages. ----


def test_every_page_begins_with_its_policy(built: Path) -> None:
    for path in pages_of(built):
        text = path.read_text("utf-8")
        head = re.sub(r">\s+<", "><", text[text.index("<head>") :][:200])
        assert head.startswith('<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"'), path
        (policy,) = META.findall(text)
        assert policy.startswith("default-src 'none';script-src 'self'"), path
        assert "unsafe" not in policy and "*" not in policy and "http" not in policy.replace("https://louzu", ""), path
        assert "base-uri 'none'" in policy and "form-action 'self'" in policy


DATA_BLOCK = ' type="application/ld\\+json">'
"""A script element that holds data: browsers run nothing in it, so no policy speaks of it (HTML, 4.12.1)."""


def test_hashes_are_those_of_what_the_page_holds_and_no_others(built: Path) -> None:
    for path in pages_of(built):
        text = path.read_text("utf-8")
        held = re.findall(rf"<(script|style)(?!{DATA_BLOCK})[^>]*>([^<].*?)</\1>", text, re.DOTALL)
        (policy,) = META.findall(text)
        assert set(re.findall(r"'(sha256-[^']+)'", policy)) == {csp.compute_hash(inner) for _, inner in held}, path
        assert "data-own" not in text


def test_no_page_has_a_style_attribute_or_a_handler(built: Path) -> None:
    for path in pages_of(built):
        tags = re.findall(r"<[a-z][^>]*>", path.read_text("utf-8"))
        assert [tag for tag in tags if re.search(r"\s(style|on[a-z]+)\s*=", tag)] == [], path


def test_scripts_and_templates_write_no_style_attribute_and_no_style_element() -> None:
    for path in sorted((HOME / "overrides").rglob("*")):
        if path.suffix == ".js":
            text = path.read_text("utf-8")
            assert not re.search(
                r"<style|\sstyle=|setAttribute\(.style|cssText|\bon[a-z]+=[\"']|\beval\(|new Function", text
            ), path
        if path.suffix == ".html":
            assert not re.search(r"\sstyle=|\son[a-z]+=\"", path.read_text("utf-8")), path


def test_pictures_as_data_are_allowed_only_where_our_own_styles_hold_them(built: Path) -> None:
    for path in pages_of(built):
        text = path.read_text("utf-8")
        (policy,) = META.findall(text)
        (pictures,) = re.findall("img-src ([^;]*)", policy)
        wanted = "data:" in pictures
        name = path.relative_to(built).as_posix()
        assert wanted == ('url("data:' in text or name.split("/")[0] in {"guide", "help", "upload"}), name
        assert ("blob:" in pictures) == name.startswith("upload"), name


# ---- Their policies. ----

PAGE = '<head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="page"></head>'


def test_only_marked_elements_are_hashed() -> None:
    mark = csp.create_mark()
    html = csp.write_policy(f"{PAGE}<style{mark}>a</style><script{mark}>ours()</script><script>theirs()</script>", mark)
    assert csp.compute_hash("ours()") in html and csp.compute_hash("a") in html
    assert csp.compute_hash("theirs()") not in html
    assert mark not in html


@pytest.mark.parametrize(
    "html",
    [
        "<head><meta charset=utf-8><title>x</title>",
        PAGE.replace('"page"', '"other"'),
        PAGE.replace('"page"', '"form https://a.example; script-src *"'),
        PAGE.replace("<head>", "<head><script>before()</script>"),
    ],
)
def test_a_page_without_a_policy_is_a_fault_of_ours(html: str) -> None:
    with pytest.raises(csp.MissingPolicy):
        csp.write_policy(html, csp.create_mark())


def test_the_form_may_ask_the_hosts_of_the_content_and_no_others() -> None:
    text = csp.format_policy("form", " https://git.example.test", ("{}",), ("a",))
    assert set(re.findall(r"https?://[^ ;]+", text)) == {"https://git.example.test"}
    assert f"'{csp.compute_hash('{}')}'" in text
    assert "unsafe-eval'" not in text.replace("'wasm-unsafe-eval'", "")
    # Beside a hash, browsers ignore 'unsafe-inline', which this page's parts need for their styles.
    assert csp.compute_hash("a") not in text


# ---- In a browser. ----


@pytest.mark.parametrize("where", ["at_root", "at_sub_path", "stick"])
def test_no_page_violates_its_policy(where: str, browser: Browser, built: Path, request: pytest.FixtureRequest) -> None:
    with watched(browser) as page:
        for kind in ALL_KINDS:
            page.goto(address(where, kind, built, request))
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            page.wait_for_timeout(60)
            assert page.evaluate("violations") == [], kind


@pytest.mark.parametrize("where", ["at_root", "stick"])
def test_everything_on_a_unit_page_works(
    where: str, browser: Browser, built: Path, request: pytest.FixtureRequest
) -> None:
    with watched(browser) as page:
        page.add_init_script("window.print = () => { window.printed = true; }")
        page.goto(address(where, "unit", built, request))
        page.wait_for_load_state("load")
        first = page.locator("main a[data-big]").first
        first.scroll_into_view_if_needed()
        first.click()
        dialog = page.locator("dialog[open]")
        dialog.wait_for()
        assert dialog.evaluate("d => getComputedStyle(d).backgroundColor") != "rgba(0, 0, 0, 0)"
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        page.locator("[data-print]").click()
        page.wait_for_function("window.printed")
        assert page.evaluate("document.querySelector('.ex-poster image').href.baseVal") != ""
        page.locator("[data-elder]").click()
        assert page.evaluate("document.documentElement.classList.contains('da')")
        colour = "getComputedStyle(document.querySelector('.ex-pane[data-c]')).backgroundColor"
        assert page.evaluate(colour) not in {"rgba(0, 0, 0, 0)", ""}
        assert page.evaluate("getComputedStyle(document.querySelector('article')).getPropertyValue('--accent')").strip()
        assert page.evaluate("violations") == []


def test_the_slider_search_wall_and_upload_work(browser: Browser, at_root: Hosting) -> None:
    with watched(browser) as page:
        slides = next(address for address in KINDS.values() if has_slider(page, at_root.root + address))
        page.goto(at_root.root + slides)
        pair = page.locator("[data-slide]").first
        pair.locator("input").evaluate("i => { i.value = 20; i.oninput(); }")
        assert pair.evaluate("p => p.style.getPropertyValue('--at')") == "20%"
        page.goto(at_root.root + "search/")
        page.fill("#q", "灯火楼")
        page.locator(".ex-hit").first.wait_for()
        page.wait_for_timeout(200)
        assert page.evaluate("violations") == []
        page.goto(at_root.root + "upload/")
        page.set_input_files("#pick", {"name": "a.jpg", "mimeType": "", "buffer": encode_image(flower())})
        page.locator(".ex-photo img").first.wait_for()
        page.wait_for_function("document.querySelector('.ex-photo img').naturalWidth > 0")
        assert page.evaluate("violations") == []


def has_slider(page: Page, address: str) -> bool:
    page.goto(address)
    return page.locator("[data-slide] input").count() > 0


INJECTED = """
<script>window.ran = 'script'</script>
<script src="https://evil.example/x.js"></script>
<img src="x" onerror="window.ran = 'onerror'">
<img src="https://evil.example/b.png">
<svg onload="window.ran = 'svg'"></svg>
<style>h1 { color: rgb(1, 2, 3) !important; }</style>
<p id="overlay" style="position:fixed;inset:0;background:red">x</p>
<a id="link" href="javascript:window.ran='link'">x</a>
<iframe src="https://evil.example/"></iframe><object data="https://evil.example/"></object>
<base href="https://evil.example/">
<form id="form" action="https://evil.example/"><button id="send">x</button></form>
<video src="https://evil.example/v.mp4"></video><link rel="stylesheet" href="https://evil.example/s.css">
"""


@pytest.mark.parametrize("kind", ["unit", "wall", "search", "guide", "lost", "upload"])
def test_what_gets_into_a_page_does_nothing(kind: str, browser: Browser, built: Path, tmp_path: Path) -> None:
    """Written into the built page itself, as if everything before the policy had failed."""
    source = built / ALL_KINDS[kind].partition("?")[0]
    text = (source if source.is_file() else source / "index.html").read_text("utf-8")
    at = text.index("</h1>") + len("</h1>")
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    body = (text[:at] + INJECTED + text[at:]).encode()

    def answer(route: object) -> None:
        url = route.request.url  # type: ignore[attr-defined]
        asked.append(url)
        if url == "http://louzu.test/10001/":
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)  # type: ignore[attr-defined]
        else:
            route.fulfill(status=404, body="")  # type: ignore[attr-defined]

    context.route("**/*", answer)
    page.goto("http://louzu.test/10001/")
    page.evaluate("document.getElementById('link').click()")
    page.evaluate("document.getElementById('send').click()")
    page.wait_for_timeout(150)
    assert page.url == "http://louzu.test/10001/"
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"
    assert page.evaluate("getComputedStyle(document.getElementById('overlay')).position") == "static"
    assert [url for url in asked if "evil" in url] == []
    context.close()
