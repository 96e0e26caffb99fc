"""Whom visitors can turn to: footers, 这里不对 and 我要申报, in files and in a browser; nothing is sent anywhere."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qs, unquote, urlsplit

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from conftest import HOME, Hosting, commanded, hosting, shared
from exhibition.content.applications import STORY, read_application
from exhibition.content.loader import load_exhibition
from exhibition.content.scaffold import FIXED, render_template
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Severity
from exhibition.model import SiteContact
from exhibition.model.site_settings import ICP_REGISTER
from exhibition.pages.contact_pages import (
    NAME_ALONE,
    PRIVATE_PATTERNS,
    REMARK_KINDS,
    build_issue_link,
    build_page_links,
    list_contact_lines,
    list_short_lines,
)
from exhibition.privacy import KINDS, find_names, find_private
from exhibition.types import UNIT
from exhibition.verification.delivery_checks import check_footer
from exhibition.verification.http_client import HttpResponse
from helpers.cases import TINY, copy_books
from test_checks_privacy import BANK
from test_site_visitors import RULES, visiting

TOLD = {
    "telephone": "021-56780000 转 801",
    "mail": "louzu@example.cn",
    "place": "示例路 1 号一楼 A&B",
    "hours": "周一到周五 9:00–17:00",
    "operator": "示例单位",
    "licence": "文字可以转用，照片先问",
    "icp": "沪ICP备00000000号-1",
    "police": "沪公网安备31000000000000号",
    "issues": "https://github.com/district/louzu/issues/new",
}
UNIT_PAGE = "20001"


@pytest.fixture(scope="module")
def contacted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site on which everything is said of those who run it."""

    def build(place: Path) -> None:
        root = place / "root"
        shutil.copytree(TINY, root)
        (root / "overrides").symlink_to(HOME / "overrides")
        copy_books(root)
        text = (HOME / "mkdocs.yml").read_text("utf-8")
        for key, value in TOLD.items():
            text, count = re.subn(f'^( +{key}): ""$', rf'\1: "{value}"', text, count=1, flags=re.M)
            assert count == 1, key
        (root / "mkdocs.yml").write_text(text, "utf-8")
        commanded("build", "--root", root)

    return shared(tmp_path_factory, "contacted", build) / "root" / "site"


@pytest.fixture(scope="module")
def desk(contacted: Path) -> Iterator[Hosting]:
    yield from hosting(contacted, contacted / "404.html")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visiting(browser) as page:
        yield page


def foot(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8").partition("<footer")[2]


# What every page says


def test_everything_is_in_every_footer(contacted: Path) -> None:
    for path in ("", "units", "about", "guide", "help/E105", "tell", "apply", "search", "data"):
        text = foot(contacted, path)
        for key, value in TOLD.items():
            assert key == "issues" or value.replace("&", "&amp;") in text, (path, key)
        assert '<a href="tel:02156780000,801">' in text and '<a href="mailto:louzu@example.cn">' in text
        assert f'<a href="{ICP_REGISTER}">{TOLD["icp"]}</a>' in text
        assert "https://beian.mps.gov.cn/#/query/webSearch?code=31000000000000" in text
    lost = (contacted / "404.html").read_text("utf-8").partition("<footer")[2]
    assert TOLD["telephone"] in lost and TOLD["icp"] in lost


def test_a_page_of_an_entry_says_the_shortest_of_it(contacted: Path) -> None:
    text = foot(contacted, UNIT_PAGE)
    assert all(TOLD[key] in text for key in ("operator", "telephone", "icp"))
    assert TOLD["hours"] not in text and TOLD["police"] not in text
    line = re.search("</p><p>.*?</p>|<p><span>.*?</p>", text)
    assert line
    whole = (contacted / UNIT_PAGE / "index.html").read_bytes()
    without = whole.replace(line[0].encode(), b"")
    assert len(gzip.compress(whole, mtime=0)) - len(gzip.compress(without, mtime=0)) <= 100


def test_where_nothing_is_said_nothing_is_left_over(built: Path) -> None:
    for path in ("", "10009", "about", "guide"):
        text = foot(built, path)
        assert "tel:" not in text and "mailto:" not in text and "beian" not in text and "<span>" not in text
        assert "这里不对" in text
    about = (built / "about/index.html").read_text("utf-8")
    assert "请告诉居委会" in about and "待补充" in about and "CC BY 4.0" in about


def test_the_shipped_settings_invent_nobody() -> None:
    settings = load_exhibition(HOME).exhibition.settings
    assert settings.contact == SiteContact()
    assert (settings.operator, settings.licence, settings.icp, settings.police, settings.issues) == ("",) * 5
    assert list_contact_lines(settings) == list_short_lines(settings) == []


def test_every_page_leads_to_the_place_where_one_says_what_is_wrong(built: Path) -> None:
    for path, target in (
        ("", "./tell/?"),
        ("10009", "../tell/?10009/"),
        ("guide/photos", "../../tell/?guide/photos/"),
    ):
        assert f'<a href="{target}">这里不对</a>' in foot(built, path), path
    assert 'tell/">这里不对' in (built / "404.html").read_text("utf-8")


def test_the_own_number_may_stand_in_a_page(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "root"))
    page = root / "content/units/example/20001/index.md"
    page.write_text(page.read_text("utf-8") + "\n有事打 021-56780000，或者写信到 louzu@example.cn。\n", "utf-8")
    found = commanded("check", "--root", root).stderr + commanded("check", "--root", root).stdout
    assert "W611" in found and "W613" in found
    settings = root / "mkdocs.yml"
    lines = "    contact:\n      telephone: 021-5678 0000 转 801\n      mail: louzu@example.cn\n"
    settings.write_text(settings.read_text("utf-8").replace("  exhibition:\n", f"  exhibition:\n{lines}"), "utf-8")
    ran = commanded("check", "--root", root)
    assert "W611" not in ran.stdout + ran.stderr and "W613" not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("issues", "link"),
    [
        ("", ""),
        ("https://github.com/a/b/issues/new", "https://github.com/a/b/issues/new?template=1-mistake.yml"),
        ("https://gitlab.example/a/b/-/issues/new", "https://gitlab.example/a/b/-/issues/new"),
        ("https://git.example/a/b/issues/new", "https://git.example/a/b/issues/new"),
    ],
)
def test_only_github_is_told_which_form(issues: str, link: str) -> None:
    settings = replace(load_exhibition(HOME).exhibition.settings, issues=issues)
    assert build_issue_link(settings, "1-mistake.yml") == link


def test_each_kind_of_remark_has_its_issue_form() -> None:
    forms = {path.name for path in (HOME / ".github/ISSUE_TEMPLATE").glob("*.yml")}
    assert {kind.template for kind in REMARK_KINDS} <= forms
    assert [kind.label for kind in REMARK_KINDS if "先撤下" in kind.promise] == ["照片不该放", "写了不该写的"]


# What verify asks


def ask_footer(base: str, links: str, host: str = "", *, trial: bool = False) -> list[str]:
    home = HttpResponse(base, 200, (("Content-Type", "text/html"),), f"<!doctype html><body>{links}".encode())
    origin = SimpleNamespace(host=urlsplit(base).hostname)
    visit: Any = SimpleNamespace(base=base, trial=trial, home=home, host=host, origin=origin)
    found = list(check_footer(visit))
    assert all(one.rule.severity is Severity.ADVICE for one in found)
    return [one.rule.word for one in found]


@pytest.mark.parametrize(
    ("base", "links", "host", "words"),
    [
        ("https://louzu.baoshan.sh/", "", "", ["no-contact"]),
        ("https://louzu.baoshan.sh/", '<a href="tel:021">', "", []),
        ("https://louzu.baoshan.cn/", '<a href="mailto:a@b.cn">', "", ["no-filing"]),
        ("https://louzu.baoshan.cn/", f'<a href="tel:021"><a href="{ICP_REGISTER}">', "", []),
        ("https://louzu.baoshan.sh/", '<a href="tel:021">', "oss", ["no-filing"]),
        ("https://louzu.example/", "", "oss", []),
        ("http://localhost:8000/", "", "", []),
    ],
)
def test_a_public_site_without_a_telephone_or_a_filing_number_is_told(
    base: str, links: str, host: str, words: list[str]
) -> None:
    assert ask_footer(base, links, host) == words
    assert ask_footer(base, links, host, trial=True) == []


# 这里不对


def test_the_page_is_known_and_the_text_is_put_together(page: Page, desk: Hosting) -> None:
    page.goto(f"{desk.root}{UNIT_PAGE}/")
    page.get_by_role("link", name="这里不对").click()
    expect(page.locator("#where")).to_have_value(f"https://louzu.example/{UNIT_PAGE}/")
    page.get_by_label("写错了").check()
    expect(page.locator("#promise")).to_contain_text("核对以后就改")
    page.fill("#what", "是 2019 年，不是 2018 年。\n我就住在这里。")
    wanted = f"【写错了】\n哪一页：https://louzu.example/{UNIT_PAGE}/\n是 2019 年，不是 2018 年。\n我就住在这里。"
    expect(page.locator("#letter")).to_have_value(wanted)
    letter = urlsplit(page.locator("#mail").get_attribute("href") or "")
    assert letter.path == TOLD["mail"]
    assert parse_qs(letter.query)["body"] == [wanted.replace("\n", "\r\n")]
    assert "template=1-mistake.yml" in (page.locator("#issue").get_attribute("href") or "")
    assert page.get_by_role("link", name="打电话念").get_attribute("href") == "tel:02156780000,801"


@pytest.mark.parametrize("mark", ["请打12345", "javascript:alert(1)", "//evil.example/", "<b>", "a" * 130, "../../x y"])
def test_what_others_put_into_the_address_is_not_shown(page: Page, desk: Hosting, mark: str) -> None:
    page.goto(f"{desk.root}tell/?{mark}")
    expect(page.locator("#where")).to_have_value("")
    assert "evil" not in page.locator("main").inner_text()


def test_what_wechat_adds_is_left_out_and_a_lost_page_is_known(page: Page, desk: Hosting) -> None:
    page.goto(f"{desk.root}tell/?{UNIT_PAGE}/&from=singlemessage")
    expect(page.locator("#where")).to_have_value(f"https://louzu.example/{UNIT_PAGE}/")
    page.goto(f"{desk.root}nosuchpage/")
    page.get_by_role("link", name="这里不对").click()
    expect(page.locator("#where")).to_have_value("https://louzu.example/nosuchpage/")


def test_it_copies_and_it_prints_a_slip(page: Page, desk: Hosting) -> None:
    page.goto(f"{desk.root}tell/?{UNIT_PAGE}/")
    page.get_by_label("二维码坏了").check()
    page.fill("#what", "门口那张破了。")
    page.get_by_role("button", name="复制这段话").click()
    expect(page.locator("#copy")).to_have_text("复制好了")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((420, 595), abs=2)
    text = "".join(document[0].get_textpage().get_text_bounded().split())
    assert all(words in text for words in ("门口那张破了。", f"louzu.example/{UNIT_PAGE}/", "021-56780000", "交给："))
    assert text.count("✓") == 1


def test_without_script_it_says_whom_to_tell_and_prints_blanks(browser: Browser, desk: Hosting) -> None:
    with visiting(browser, java_script_enabled=False) as page:
        page.goto(f"{desk.root}tell/?{UNIT_PAGE}/")
        assert page.get_by_role("link", name="021-56780000 转 801").first.is_visible()
        assert not page.locator("#tell").is_visible()
        assert "先撤下" in page.locator("main").inner_text()
        href = page.get_by_role("link", name=TOLD["mail"]).first.get_attribute("href") or ""
        assert "哪一页" in unquote(href)
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        assert len(document) == 1


# 我要申报

ANSWERS: dict[str, Any] = {
    "name": "我们是 #1: 灯塔楼",
    "street": "示例街镇",
    "committee": "- 第一居民区",
    "compound": "it's: so",
    "building": "9号",
    "founded": "2018",
    "households": "24",
    "themes": ["加装电梯"],
    "tagline": "null",
    "source": "'引号' 和 \"引号\" 都有: 是",
    "covenant": ["楼道不放东西", "true", "晚上 #十点 以后小声"],
    "group": ["楼组长", "第二楼组长：管花", "自治小组成员"],
}
STORY_TEXT = "大家一起扫地。\n\n第二段。"


def fill(page: Page, answers: dict[str, Any], story: str = "") -> None:
    for name, answer in answers.items():
        if name == "street":
            page.select_option("#in-street", answer)
        elif name == "themes":
            for word in answer:
                page.check(f"[name=themes][value='{word}']")
        else:
            page.fill(f"#in-{name}", answer if isinstance(answer, str) else "\n".join(answer))
    page.fill("#in-story", story)


@pytest.fixture
def form(page: Page, desk: Hosting) -> Page:
    page.goto(f"{desk.root}apply/")
    return page


def test_the_form_makes_the_very_file_that_the_command_makes(form: Page) -> None:
    expect(form.locator("#made")).to_have_value(render_template(UNIT.fields, {**FIXED, "id": ""}))
    fill(form, ANSWERS, STORY_TEXT)
    wanted = render_template(UNIT.fields, {**ANSWERS, **FIXED, "id": ""}) + STORY_TEXT + "\n"
    assert form.input_value("#made") == wanted


SCALARS = [
    "进楼即回家", "2018", "-1.5e3", ".inf", "0x1F", "~", "Null", "TRUE", "是", "- a", "-a", "?", "? a", "a: b", "a:b", "a:", "a #b",
    "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "[a]", "{a}", "a, b", ",a", "'", "''", '"', "it's", "it's \"so\"", "a\\b'c: d",
    "0o17", "1_000", "yes", "…", "  a  b ", "🙂",
]  # fmt: skip


def test_every_text_is_written_as_the_command_writes_it(form: Page) -> None:
    from exhibition.content.scaffold import format_scalar

    for text in SCALARS:
        form.fill("#in-compound", text)
        line = next(line for line in form.input_value("#made").split("\n") if line.startswith("小区:"))
        assert line == f"小区: {format_scalar(' '.join(text.split()))}".rstrip(), text


def test_what_the_form_makes_is_what_the_command_reads(form: Page, desk: Hosting) -> None:
    plain = {**ANSWERS, "source": "楼组自己", "committee": "第一居民区", "compound": "和平新村"}
    fill(form, plain, STORY_TEXT)
    for box in form.locator("[name=promise]").all():
        box.check()
    lexicon = build_lexicon(load_exhibition(TINY).exhibition.vocabularies)
    application, problems = read_application(form.input_value("#made"), UNIT, lexicon)
    assert application is not None, problems
    assert {key: value for key, value in application.answers.items() if value} == plain
    assert application.story == STORY_TEXT
    # A letter is short: where it is not, the text waits to be pasted.
    assert "贴在这里" in read_letter(form)
    asked = parse_qs(urlsplit(form.locator("#issue").get_attribute("href") or "").query)
    assert asked["template"] == ["2-unit.yml"] and asked["name"] == [plain["name"]]
    assert asked["group"] == ["\n".join(plain["group"])] and asked["story"] == [STORY_TEXT]
    expect(form.locator("#state")).to_contain_text("填好了")


def read_letter(form: Page) -> str:
    return parse_qs(urlsplit(form.locator("#mail").get_attribute("href") or "").query)["body"][0]


def test_a_short_letter_holds_all_of_it(form: Page) -> None:
    fill(form, {"name": "灯塔楼", "street": "示例街镇", "building": "9号"}, "大家一起扫地。")
    for box in form.locator("[name=promise]").all():
        box.check()
    lexicon = build_lexicon(load_exhibition(TINY).exhibition.vocabularies)
    application, problems = read_application(read_letter(form), UNIT, lexicon)
    assert application is not None, problems
    assert (application.answers["name"], application.story) == ("灯塔楼", "大家一起扫地。")


WRONG = {
    "name": ("长" * 41, "太长了"),
    "building": ("<b>9号</b>", "网页的记号"),
    "founded": ("2018-13", "没有这个月"),
    "households": ("10000", "从 1 到 9999"),
    "group": ("楼组长\n第二楼组长", "至少要 3 行"),
    "covenant": (f"好\n{'长' * 121}", "太长了"),
    "tagline": ("打 138 0013 8000", "手机号"),
    "source": ("64号502室说的", "门牌"),
    "committee": ("王阿姨那个居委", "人名"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_form_says_what_is_wrong_beside_the_field(form: Page, name: str) -> None:
    text, words = WRONG[name]
    form.fill(f"#in-{name}", text)
    form.locator(f"#in-{name}").blur()
    expect(form.locator(f"#bad-{name}")).to_contain_text(words)
    assert form.locator(f"#in-{name}").get_attribute("aria-invalid") == "true"
    link = form.locator("#state a", has_text=next(one.key for one in UNIT.applied if one.attribute == name))
    link.click()
    assert form.evaluate("document.activeElement.id") == f"in-{name}"


def test_limits_come_from_the_fields(contacted: Path) -> None:
    text = (contacted / "apply/index.html").read_text("utf-8")
    spec = json.loads(re.search(r'data-spec="([^"]*)"', text)[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))  # type: ignore[index]  # fmt: skip
    asked = {one["name"]: one for one in spec["questions"]}
    assert list(asked) == [one.attribute for one in UNIT.applied]
    assert asked["name"]["limit"] == 40 and asked["name"]["required"]
    assert (asked["households"]["low"], asked["households"]["high"]) == (1, 9_999)
    assert asked["group"]["least"] == 3 and asked["founded"]["date"] and asked["covenant"]["numbered"]


def test_what_was_typed_stays_in_this_tab_alone(form: Page, browser: Browser, desk: Hosting) -> None:
    form.fill("#in-name", "灯塔楼")
    form.check("[name=themes] >> nth=0")
    form.reload()
    assert form.input_value("#in-name") == "灯塔楼"
    assert form.locator("[name=themes]:checked").count() == 1
    assert form.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    with visiting(browser) as other:
        other.goto(f"{desk.root}apply/")
        assert other.input_value("#in-name") == ""
    form.on("dialog", lambda asked: asked.accept())
    form.get_by_role("button", name="全部清空").click()
    assert form.input_value("#in-name") == ""


def test_nothing_is_sent_and_a_stick_is_enough(browser: Browser, contacted: Path) -> None:
    with visiting(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((contacted / "apply/index.html").as_uri())
        fill(page, ANSWERS, STORY_TEXT)
        page.get_by_role("button", name="复制整段").click()
        expect(page.locator("#copy")).to_have_text("复制好了")
        with page.expect_download() as saved:
            page.get_by_role("link", name="存成文件").click()
        assert Path(saved.value.path()).read_text("utf-8") == page.input_value("#made")
        assert all(urlsplit(url).scheme in ("file", "data") for url in asked)


def test_it_prints_one_sheet_filled_or_blank(form: Page, browser: Browser, desk: Hosting) -> None:
    fill(form, ANSWERS, STORY_TEXT)
    filled = pypdfium2.PdfDocument(form.pdf(prefer_css_page_size=True, print_background=False))
    with visiting(browser, java_script_enabled=False) as plain:
        plain.goto(f"{desk.root}apply/")
        assert "编号:" in plain.locator("pre").inner_text()
        blank = pypdfium2.PdfDocument(plain.pdf(prefer_css_page_size=True))
    for document, words in ((filled, "第二楼组长：管花"), (blank, "至少3人")):
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx((595, 842), abs=2)
        text = "".join(document[0].get_textpage().get_text_bounded().split())
        assert words in text and STORY in text and "不是活力楼组的正式申报" in text


@pytest.mark.parametrize("path", ["tell/", "apply/"])
@pytest.mark.parametrize("mark", ["", "#da"])
def test_with_everything_said_there_is_no_barrier(browser: Browser, desk: Hosting, path: str, mark: str) -> None:
    with visiting(browser, viewport={"width": 320, "height": 640}) as page:
        page.goto(f"{desk.root}{path}{mark}")
        if path == "apply/":
            page.fill("#in-name", "<b>")
            page.locator("#in-name").blur()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_form_works_by_keyboard(form: Page) -> None:
    form.locator("#in-name").focus()
    form.keyboard.type("灯塔楼")
    for _ in range(3):
        form.keyboard.press("Tab")
    assert form.evaluate("document.activeElement.id") == "in-compound"
    assert form.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


# Private data, as far as a browser finds it

VECTORS = {
    "手机号": ["13800138000", "电话138-0013-8000", "138 0013 8000 找我"],
    "身份证号": ["11010519491231002X", "110105 19491231 002X"],
    "银行卡号": [BANK, f"{BANK[:4]} {BANK[4:8]} {BANK[8:12]} {BANK[12:16]} {BANK[16:]}"],
    "固定电话": ["021-56780000", "(021)56780000", "电话：56780000"],
    "门牌": ["64号502室", "64号楼502室", "12幢301室"],
    "车牌": ["沪A12345", "沪A·12345"],
    "微信号": ["微信号：louzu_2024", "vx: louzu2024"],
    "QQ号": ["QQ：123456789", "qq 123456789"],
    "电子邮箱": ["louzu@example.cn"],
    "人名": ["王阿姨", "李明老师"],
}
QUIET = [
    "64号楼", "2018年11月26日", "24户", "共和十一村64号", "七次议事，一起装好了电梯", "12345", "第二楼组长", "3号楼2018年的事",
    "5500个楼组", "自治小组成员", "张庙街道", "QQ群", "微信群里说", "沪太路 1200 弄",
]  # fmt: skip


def test_the_browser_warns_of_what_the_gate_finds() -> None:
    assert set(VECTORS) == set(PRIVATE_PATTERNS)
    assert {kind.name for kind in KINDS} - set(PRIVATE_PATTERNS) == {"住户", "网络账号", "室号"}
    for kind, texts in VECTORS.items():
        for text in texts:
            assert re.search(PRIVATE_PATTERNS[kind], normalize("NFKC", text)), (kind, text)
            assert find_private(text) or find_names(text, role=False), (kind, text)
    for text in QUIET:
        assert not [kind for kind, pattern in PRIVATE_PATTERNS.items() if re.search(pattern, text)], text
    assert re.search(NAME_ALONE, "张三") and re.search(NAME_ALONE, "老王")
    assert not any(re.search(NAME_ALONE, text) for text in ("楼组长", "钱会计室", "自治小组成员", "第二楼组长"))


def test_the_patterns_mean_the_same_to_the_browser(form: Page) -> None:
    for kind, texts in VECTORS.items():
        for text in texts:
            form.fill("#in-story", text)
            expect(form.locator("#bad-story")).to_contain_text("像是写了")
            assert kind in form.locator("#bad-story").inner_text() or kind in ("门牌", "固定电话", "银行卡号"), text
    for text in QUIET:
        form.fill("#in-story", text)
        assert form.locator("#bad-story").inner_text() == "", text


def test_links_of_pages_follow_the_settings() -> None:
    shipped = load_exhibition(HOME).exhibition
    links = build_page_links(shipped)
    assert links["keeper"] == links["keeper-short"] == []
    assert links["apply"] == [("我要申报", "apply/")]
    told = replace(shipped, settings=replace(shipped.settings, contact=SiteContact(mail="a@b.cn")))
    assert build_page_links(told)["keeper-short"] == [("a@b.cn", "mailto:a@b.cn")]
