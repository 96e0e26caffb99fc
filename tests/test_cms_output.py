"""Neighbours write with the form, in a real browser, into a real repository: what arrives is what they meant.

A git host of our own (`fake_gitea.py`) answers on this machine; whatever the page asks of any other host fails and is counted.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from conftest import HOME, exhibition, hosting
from exhibition.content.front_matter import read_fast
from exhibition.content.loader import load_exhibition
from exhibition.content.scaffold import format_scalar
from exhibition.exchange.cms import find_package
from exhibition.model import PartialDate
from exhibition.types import UNIT as UNIT_TYPE
from exhibition.types import Unit
from helpers.cases import diagnosed
from helpers.fake_gitea import REPO, TOKEN, Repository, run_gitea
from test_cms_configuration import turned_on
from test_site_visitors import PHONE, RULES

pytestmark = pytest.mark.skipif(
    find_package() is None, reason="the npm package of the forms is not here: install npm and run scripts/start.py test"
)

EVERYTHING = {"width": 1440, "height": 7000}
"""Inputs are made as they come into view: this shows them all."""
UNIT, GAPS, CLUSTER = "units/example/10009", "units/example/10019", "clusters/10021"
NEW_PHOTO = "照片.4"
"""Where a photograph is asked for that is added to those of `UNIT`."""
TAGLINE = "六层楼，二十四户，谈了一年零两个月：电梯 #1 停在了家门口。"
PATIENCE_MS = 40_000
"""Longer than a photograph takes to be drawn anew on a machine that others share."""
USER = "sveltia-cms.user"
PHOTO = "微信图片_20240501.jpg"


@dataclass
class Evidence:
    """What a browser has asked for and complained of."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


@dataclass
class Desk:
    """The built site with forms, the repository into which they write, and its content before anybody wrote."""

    address: str
    host: str
    repository: Repository
    before: Path
    evidence: Evidence = field(default_factory=Evidence)
    signed_in: str = ""
    """What the form remembers of whoever has signed in."""

    def text(self, entry: str, *, before: bool = False) -> str:
        root = self.before if before else self.repository.folder
        return (root / "content" / entry / "index.md").read_text("utf-8")

    def change(self, entry: str) -> tuple[list[str], list[str]]:
        """Return the lines that an entry has lost and got since the beginning."""
        first = self.repository.git("rev-list", "--max-parents=0", "HEAD").strip()
        lines = self.repository.git("diff", "-U0", first, "HEAD", "--", f"content/{entry}/index.md").splitlines()[4:]
        return [line[1:] for line in lines if line[0] == "-"], [line[1:] for line in lines if line[0] == "+"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    place = tmp_path_factory.mktemp("forms")
    root, work = place / "root", place / "repository"
    work.mkdir()
    shutil.copytree(HOME / "content", work / "content")
    shutil.copy(HOME / "mkdocs.yml", work)
    with run_gitea(work) as server:
        host = f"http://127.0.0.1:{server.server_address[1]}"
        settings = f"  exhibition:\n    forms:\n      backend: gitea\n      repo: {REPO}\n      branch: main\n      host: {host}\n"
        turned_on(root, settings)
        exhibition("build", "--root", root)
        for served in hosting(root / "site", root / "site" / "404.html"):
            yield Desk(f"{served.root}forms/", host, server.repository, root)  # type: ignore[attr-defined]


@contextmanager
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A page of a browser that reaches our host and the git host only, and never has spoken Chinese."""
    context = browser.new_context(viewport=EVERYTHING, locale="en-US")
    ours = {urlsplit(desk.address).netloc, urlsplit(desk.host).netloc}

    def pass_or_refuse(route: Route) -> None:
        host = urlsplit(route.request.url).netloc
        desk.evidence.hosts.add(host)
        route.continue_() if host in ours else route.abort()

    context.route(re.compile("^https?:"), pass_or_refuse)
    context.set_default_timeout(PATIENCE_MS)
    shown = context.new_page()
    shown.on("console", lambda said: said.type == "error" and desk.evidence.complaints.append(said.text))
    shown.on("pageerror", lambda problem: desk.evidence.complaints.append(str(problem)))
    yield shown
    context.close()


def sign_in(page: Page) -> None:
    page.get_by_role("button", name="使用访问令牌登录").click()
    page.locator("input:visible").fill(TOKEN)
    page.keyboard.press("Enter")


def open_entry(page: Page, desk: Desk, entry: str, collection: str = "", file: str = "index") -> None:
    folder, id = entry.split("/")[-2:]
    if desk.signed_in:
        page.add_init_script(f"localStorage.setItem({USER!r}, {desk.signed_in!r})")
    page.goto(f"{desk.address}#/collections/{collection or folder}/entries/{id}/{file}")
    if not desk.signed_in:
        sign_in(page)
    expect(asked(page, "body") if file == "index" else page.get_by_text("全部展开")).to_be_visible(timeout=PATIENCE_MS)
    desk.signed_in = page.evaluate(f"localStorage.getItem({USER!r})")


def asked(page: Page, path: str) -> Locator:
    """The part of the form that asks for the field at `path` (`历程.6.标题`)."""
    return page.locator(f'[data-key-path="{path}"]')


def write(page: Page, path: str, text: str) -> None:
    asked(page, path).locator("input[type=text], textarea").first.fill(text)


def add(page: Page, path: str) -> None:
    asked(page, path).get_by_role("button", name=re.compile("^add|添加")).last.click()


def save(page: Page, desk: Desk) -> None:
    was = desk.repository.head()
    page.get_by_role("button", name="保存").first.click()
    for _ in range(PATIENCE_MS // 100):
        if desk.repository.head() != was:
            return
        page.wait_for_timeout(100)
    pytest.fail("nothing was saved")


@pytest.fixture(scope="module")
def done(browser: Browser, desk: Desk) -> Desk:
    """The desk after a neighbour has changed a sentence, added a step and a photograph, and pressed 保存."""
    with page(browser, desk) as one:
        open_entry(one, desk, UNIT)
        write(one, "一句话", TAGLINE)
        add(one, "历程")
        write(one, "历程.6.时间", "2026")
        write(one, "历程.6.标题", "回头看")
        write(one, "历程.6.经过", "把账贴出来。\n谁都可以问。")
        add(one, "照片")
        upload(one, desk.before / PHOTO)
        write(one, f"{NEW_PHOTO}.说明", "底楼的小黑板")
        asked(one, f"{NEW_PHOTO}.同意").get_by_role("radio", name="不涉及人物").click()
        save(one, desk)
    return desk


def upload(page: Page, file: Path) -> None:
    """Choose a photograph that says with what it was taken."""
    said = Image.Exif()
    said[0x010F], said[0x0132] = "SecretPhone", "2024:05:01 10:00:00"
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(file, exif=said)
    asked(page, f"{NEW_PHOTO}.文件").get_by_role("button", name="浏览").click()
    dialog = page.get_by_role("dialog")
    with page.expect_file_chooser() as chosen:
        dialog.get_by_role("button", name="上传").click()
    chosen.value.set_files(file)
    expect(dialog.get_by_text("_20240501")).to_be_visible(timeout=PATIENCE_MS)
    dialog.get_by_role("button", name="插入").click()
    expect(asked(page, f"{NEW_PHOTO}.文件").get_by_text("_20240501")).to_be_visible(timeout=PATIENCE_MS)


def unit_of(root: Path, entry: str) -> Unit:
    found = load_exhibition(root).exhibition.by_id[entry[-5:]]
    assert isinstance(found, Unit)
    return found


def test_the_values_are_those_that_were_meant(done: Desk) -> None:
    was, now = unit_of(done.before, UNIT), unit_of(done.repository.folder, UNIT)
    assert now.tagline == TAGLINE
    *steps, last = now.steps
    assert tuple(steps) == was.steps
    assert (last.date, last.title, last.text) == (PartialDate(2026), "回头看", "把账贴出来。\n谁都可以问。")
    *photos, new = now.photos
    assert [one.key for one in photos] == [one.key for one in was.photos]
    assert (new.file, new.caption, new.consent) == ("_20240501.webp", "底楼的小黑板", "不涉及人物")
    same = (
        "id",
        "name",
        "street",
        "stars",
        "founded",
        "households",
        "themes",
        "emblem",
        "standards",
        "cluster",
        "status",
        "body",
    )
    assert [getattr(now, name) for name in same] == [getattr(was, name) for name in same]
    assert (now.covenant, now.group, now.example) == (was.covenant, was.group, was.example)


def test_nothing_else_is_changed(done: Desk) -> None:
    lost, got = done.change(UNIT)
    assert lost == ["一句话: 六层楼，二十四户，谈了一年零两个月，电梯停在了家门口。", "对比:"]
    assert got == [
        f"一句话: {format_scalar(TAGLINE)}",
        "  - 文件: _20240501.webp",
        "    说明: 底楼的小黑板",
        "    同意: 不涉及人物",
        f"  - 时间: {format_scalar('2026')}",
        "    标题: 回头看",
        "    经过: |-",
        "      把账贴出来。",
        "      谁都可以问。",
    ]
    told = done.repository.git("show", "--stat", "--format=%an|%s", "HEAD").splitlines()
    assert told[0] == "示例邻居|表单：改示例街镇 10009 +1"
    assert told[-1].startswith(" 2 files changed")


def test_the_check_finds_nothing_that_it_had_not_found(done: Desk) -> None:
    def found(root: Path) -> list[tuple[str, str]]:
        return sorted((one.code, one.message) for one in diagnosed(root))

    assert found(done.repository.folder) == found(done.before)


def test_the_photograph_does_not_tell_with_what_and_when_it_was_taken(done: Desk) -> None:
    file = done.repository.folder / "content" / UNIT / "_20240501.webp"
    with Image.open(file) as photo:
        assert (photo.format, photo.size) == ("WEBP", (1600, 1200))
        assert not photo.getexif()
    assert b"SecretPhone" not in file.read_bytes()


@pytest.mark.parametrize("entry", [GAPS, CLUSTER])
def test_of_an_entry_that_is_saved_only_empty_lines_are_lost(browser: Browser, desk: Desk, entry: str) -> None:
    with page(browser, desk) as shown:
        open_entry(shown, desk, entry)
        write(shown, "来源", "本楼自治小组")
        save(shown, desk)
    assert filled(desk.text(entry)) == [
        "来源: 本楼自治小组" if line.startswith("来源:") else line for line in filled(desk.text(entry, before=True))
    ]


def filled(text: str) -> list[str]:
    """Return the lines in which something is said, without the dash before the first of a record."""
    return [line.lstrip(" -") for line in text.splitlines() if not line.endswith(":") and line.strip()]


def test_what_a_form_writes_is_read_the_quick_way(done: Desk) -> None:
    block = done.text(GAPS).removeprefix("---\n").partition("\n---\n")[0]
    assert read_fast(block, 2, UNIT_TYPE.by_key.listed, UNIT_TYPE.by_key.recorded) is not None


def test_a_list_in_a_side_file_has_its_own_form_and_the_other_leaves_it_as_it_is(browser: Browser, desk: Desk) -> None:
    """What a form of `index.md` saves is neither lost nor doubled (`done` has saved the same unit)."""
    side = Path("content") / UNIT / "议事.md"
    was = (desk.before / side).read_text("utf-8")
    with page(browser, desk) as shown:
        open_entry(shown, desk, UNIT, "example-meetings", "议事")
        shown.get_by_role("button", name="全部展开").click()
        write(shown, "议事.0.谁来办", "加梯小组和居委会")
        save(shown, desk)
    now = (desk.repository.folder / side).read_text("utf-8")
    assert "    谁来办: 加梯小组和居委会" in now.splitlines()
    changed = [(old, new) for old, new in zip(filled(was), filled(now), strict=True) if old != new]
    assert [new for _, new in changed] == ["谁来办: 加梯小组和居委会"]
    assert "议事:" not in desk.text(UNIT)
    found = [one for one in diagnosed(desk.repository.folder) if one.blocks and UNIT in one.span.path]
    assert not found


def test_what_is_no_date_is_not_saved(browser: Browser, desk: Desk) -> None:
    was = desk.repository.head()
    with page(browser, desk) as shown:
        open_entry(shown, desk, "units/example/10010")
        write(shown, "建立", "2018年3月")
        shown.get_by_role("button", name="保存").first.click()
        expect(shown.get_by_text("写成 2018、2018-11 或 2018-11-26；记不清就空着。").first).to_be_visible(
            timeout=PATIENCE_MS
        )
    assert desk.repository.head() == was


def test_number_and_street_cannot_be_changed(browser: Browser, desk: Desk) -> None:
    with page(browser, desk) as shown:
        open_entry(shown, desk, UNIT)
        expect(
            asked(shown, "编号").get_by_role("spinbutton").or_(asked(shown, "编号").locator("input")).first
        ).not_to_be_editable()
        expect(asked(shown, "街镇").get_by_role("combobox")).to_have_attribute("aria-readonly", "true")


def test_a_visitor_without_a_key_sees_the_door_in_chinese(browser: Browser, desk: Desk) -> None:
    with page(browser, desk) as shown:
        shown.set_viewport_size(PHONE)  # type: ignore[arg-type]
        shown.goto(desk.address)
        expect(shown.get_by_role("button", name="打开表单")).to_be_visible(timeout=PATIENCE_MS)
        expect(shown.get_by_text("新一些的浏览器")).to_be_hidden()
        assert not Axe().run(shown, options=RULES).response["violations"]
        shown.get_by_role("button", name="打开表单").click()
        expect(shown.get_by_role("button", name="使用访问令牌登录")).to_be_visible(timeout=PATIENCE_MS)


def test_a_form_that_does_not_come_says_so(browser: Browser, desk: Desk) -> None:
    with page(browser, desk) as shown:
        shown.route("**/npm/index.js", lambda route: route.abort())
        shown.goto(desk.address)
        shown.get_by_role("button", name="打开表单").click()
        expect(shown.get_by_role("alert")).to_contain_text("表单没有打开")
        desk.evidence.complaints.clear()


def test_without_scripts_the_page_leads_to_the_guide(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(desk.address)
    expect(shown.get_by_text("新一些的浏览器")).to_be_visible(timeout=PATIENCE_MS)
    expect(shown.get_by_role("link", name="不用表单也能写")).to_have_attribute("href", "../guide/edit/")
    context.close()


def test_nobody_else_is_asked_for_anything(done: Desk) -> None:
    """The last of this module: it looks at all that the pages before have asked for."""
    assert done.evidence.hosts == {urlsplit(done.address).netloc, urlsplit(done.host).netloc}
    assert done.evidence.complaints == []
