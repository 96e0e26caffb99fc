"""Preview in a real browser: an edit reloads the page, findings are shown over the last good page and disappear when
fixed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import wait_for_function
from exhibition.diagnostics import Refusal
from exhibition.preview.server import ListenAddress, add_script, is_relevant
from stress.killed_builds import start_command, write_small_site
from test_media_renditions import china, encode_image

UNIT = "content/units/example/20001/index.md"
READY_S = 60


@dataclass
class Serving:
    root: Path
    url: str
    said: Path
    pid: int

    def state(self, page: str = "20001/") -> dict[str, object]:
        """The state of the preview, for the browser that shows a page."""
        with urllib.request.urlopen(f"{self.url}.preview/state?page=/{page}", timeout=60) as answer:
            told: dict[str, object] = json.load(answer)
        return told

    def until(self, wanted: Callable[[dict[str, object]], bool], page: str = "20001/") -> dict[str, object]:
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            try:
                if wanted(state := self.state(page)):
                    return state
            except (OSError, urllib.error.URLError):
                pass
            time.sleep(0.1)
        raise AssertionError(self.said.read_text("utf-8"))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A preview of the small exhibition."""
    place = tmp_path_factory.mktemp("preview")
    root, port = write_small_site(place / "root"), free_port()
    process = start_command("serve", "--root", root, "--cache", place / "cache", "--address", f"127.0.0.1:{port}")
    said = place / "said"
    said.touch()
    serving = Serving(root, f"http://127.0.0.1:{port}/", said, process.pid)
    serving.until(lambda state: bool(state["ready"]))
    yield serving
    os.killpg(process.pid, signal.SIGINT)
    told, _ = process.communicate()
    assert process.returncode == 0 and "预览停了" in told and "Traceback" not in told, told


@pytest.fixture
def page(serving: Serving, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{serving.url}20001/")
    yield page
    page.close()


def edit(serving: Serving, old: str, new: str) -> None:
    path = serving.root / UNIT
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edit_a_mistake_and_its_mend_show_in_the_browser(serving: Serving, page: Page) -> None:
    panel = page.locator("#exhibition-preview")
    expect(panel).to_have_count(0)
    edit(serving, "第一段正文", "改过的第一段")
    expect(page.get_by_text("改过的第一段")).to_be_visible(timeout=READY_S * 1000)
    edit(serving, "星级: 3", "星级: 九")
    expect(panel).to_contain_text("预览停在改之前的样子：还有 1 处要改", timeout=READY_S * 1000)
    for said in (f"{UNIT} 第 8 行", "星级: 九", "怎么改："):
        expect(panel).to_contain_text(said)
    expect(page.get_by_text("改过的第一段")).to_be_attached()
    # A page that is opened now shows it too; it can be closed.
    page.goto(f"{serving.url}20002/")
    expect(panel).to_contain_text("第 8 行")
    panel.get_by_text("先看看页面").click()
    expect(panel).not_to_contain_text("怎么改")
    page.goto(f"{serving.url}20001/")
    edit(serving, "星级: 九", "星级: 3")
    expect(panel).to_have_count(0, timeout=READY_S * 1000)


def test_advice_lies_in_a_corner_until_it_is_asked_for(serving: Serving, page: Page) -> None:
    panel = page.locator("#exhibition-preview")
    edit(serving, "户数: 24", "户数: 24户")
    expect(panel).to_have_text("1 条提醒（不改也能发布）", timeout=READY_S * 1000)
    panel.get_by_role("button").click()
    expect(panel).to_contain_text("改好的：户数: 24")
    edit(serving, "户数: 24户", "户数: 24")
    expect(panel).to_have_count(0, timeout=READY_S * 1000)


def test_ten_edits_in_ten_seconds_end_with_the_last(serving: Serving, page: Page) -> None:
    other = serving.root / "content/units/example/20002/index.md"
    for number in range(10):
        text = (serving.root / UNIT).read_text("utf-8").split("\n第 ")[0]
        # As editors save: a new file replaces the old one, which is missing for a moment.
        (serving.root / UNIT).unlink()
        kept = other.with_name("index.md.tmp")
        os.replace(other, kept)
        time.sleep(0.05)
        (serving.root / UNIT).write_text(f"{text}\n第 {number} 次改。\n", "utf-8")
        os.replace(kept, other)
        time.sleep(0.4)
    expect(page.get_by_text("第 9 次改。")).to_be_visible(timeout=READY_S * 1000)
    expect(page.locator("#exhibition-preview")).to_have_count(0, timeout=READY_S * 1000)


def test_a_page_that_has_not_changed_is_left_alone(serving: Serving, browser: Browser, page: Page) -> None:
    """An edit of another unit does not take away the place to which somebody has scrolled, or what is typed."""
    page.evaluate("window.stays = true")
    guide = serving.root / "content/guide/print-shop.md"
    text, number = guide.read_text("utf-8"), serving.state()["number"]
    guide.write_text(f"{text}\n多一行。\n", "utf-8")
    serving.until(lambda state: state["number"] != number)
    page.wait_for_timeout(300)
    assert page.evaluate("window.stays")
    guide.write_text(text, "utf-8")
    other = browser.new_page()
    other.goto(f"{serving.url}guide/print-shop/")
    guide.write_text(f"{text}\n又多一行。\n", "utf-8")
    expect(other.get_by_text("又多一行。")).to_be_visible(timeout=READY_S * 1000)
    assert page.evaluate("window.stays")
    guide.write_text(text, "utf-8")
    other.close()


def test_a_template_that_fails_is_named_and_mended(serving: Serving, browser: Browser, page: Page) -> None:
    template, panel = serving.root / "overrides/unit.html", page.locator("#exhibition-preview")
    text = template.read_text("utf-8")
    template.write_text(text.replace("{% block main %}", "{% block main %}{{ nothing.at.all }}"), "utf-8")
    expect(panel).to_contain_text("overrides/unit.html 第", timeout=READY_S * 1000)
    expect(page.locator("h1")).to_contain_text("示例一号楼")
    other = browser.new_page()
    other.goto(f"{serving.url}20002/")
    expect(other.locator("h1")).to_have_text("这一页没有做出来")
    expect(other.locator("body")).to_contain_text("overrides/unit.html 第")
    other.goto(f"{serving.url}guide/")
    expect(other.locator("#exhibition-preview")).to_have_count(0)
    other.goto(f"{serving.url}20002/")
    template.write_text(text, "utf-8")
    expect(other.locator("h1")).to_contain_text("示例二号楼", timeout=READY_S * 1000)
    expect(panel).to_have_count(0, timeout=READY_S * 1000)
    other.close()


def test_a_photograph_that_is_added_shows_by_itself(serving: Serving, page: Page) -> None:
    unit = serving.root / UNIT
    text = unit.read_text("utf-8")
    (unit.parent / "photo-01.jpg").write_bytes(encode_image(china(1600), quality=88))
    listed = "照片:\n  - 文件: photo-01.jpg\n    说明: 新添的一张\n    时间: 2020\n    同意: 不涉及人物\n"
    unit.write_text(text.replace("照片:\n", listed, 1), "utf-8")
    picture = page.locator("img[src*=photo-01-]").first
    expect(picture).to_be_visible(timeout=READY_S * 1000)
    wait_for_function(page, "() => document.querySelector('img[src*=photo-01-]').naturalWidth > 0")
    unit.write_text(text, "utf-8")
    (unit.parent / "photo-01.jpg").unlink()
    expect(picture).to_have_count(0, timeout=READY_S * 1000)


def test_another_branch_of_the_content_is_shown_as_a_whole(serving: Serving, page: Page) -> None:
    """As when git changes to another branch: many files at once, folders renamed and gone."""
    content, saved = serving.root / "content", serving.root / "saved"
    shutil.copytree(content, saved)
    text = (serving.root / UNIT).read_text("utf-8")
    (content / "units/example").rename(content / "units/renamed")
    shutil.rmtree(content / "guide")
    serving.until(lambda state: bool(state["errors"]))
    shutil.rmtree(content / "units/renamed")
    shutil.rmtree(content / "permalinks")
    for path in sorted(path for path in saved.rglob("*") if path.is_file()):
        there = content / path.relative_to(saved)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, there)
    (serving.root / UNIT).write_text(f"{text}\n另一个分支上的话。\n", "utf-8")
    expect(page.get_by_text("另一个分支上的话。")).to_be_visible(timeout=READY_S * 1000)
    expect(page.locator("#exhibition-preview")).to_have_count(0, timeout=READY_S * 1000)
    (serving.root / UNIT).write_text(text, "utf-8")
    shutil.rmtree(saved)
    serving.until(lambda state: not state["blocked"])


def test_templates_and_settings_are_followed(serving: Serving, page: Page) -> None:
    settings = serving.root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    page.goto(serving.url)
    settings.write_text(text.replace("宝山活力楼组线上展厅", "改了名字的展厅"), "utf-8")
    expect(page).to_have_title("改了名字的展厅", timeout=READY_S * 1000)
    settings.write_text(text, "utf-8")
    expect(page).to_have_title("宝山活力楼组线上展厅", timeout=READY_S * 1000)


@pytest.mark.parametrize("name", ["content", "overrides"])
def test_a_folder_that_goes_and_comes_back_is_followed_again(name: str, serving: Serving, tmp_path: Path) -> None:
    """As when git switches to a branch without it and back, or somebody renames it by mistake."""
    folder, text = serving.root / name, (serving.root / UNIT).read_text("utf-8")
    version = serving.until(lambda state: not state["blocked"])["version"]
    folder.rename(folder.with_name("away"))
    serving.until(lambda state: bool(state["blocked"]))
    shutil.copytree(folder.with_name("away"), folder)
    shutil.rmtree(folder.with_name("away"))
    serving.until(lambda state: state["version"] == version and not state["blocked"])
    (serving.root / UNIT).write_text(f"{text}\n{name} 回来以后又改了。\n", "utf-8")
    serving.until(lambda state: state["version"] not in ("", version))
    (serving.root / UNIT).write_text(text, "utf-8")
    serving.until(lambda state: state["version"] == version)


def test_a_page_that_was_previewed_may_be_taken_back(serving: Serving) -> None:
    units, links = serving.root / "content/units/example", serving.root / "content/permalinks"
    version = serving.state("20099/")["version"]
    shutil.copytree(units / "20002", units / "20099")
    page = units / "20099/index.md"
    text = page.read_text("utf-8").replace("20002", "20099").replace("示例二号楼", "示例新楼")
    page.write_text(text.replace("楼号: 2号", "楼号: 99号").replace("楼群: 20010", "楼群:"), "utf-8")
    (links / "20099.yml").write_text("发放: 2026-05-01\n名称: 示例新楼\n状态: 在用\n", "utf-8")
    serving.until(lambda state: state["version"] != version and not state["blocked"], "20099/")
    shutil.rmtree(units / "20099")
    (links / "20099.yml").unlink()
    serving.until(lambda state: state["version"] == version and not state["blocked"], "20099/")


def test_at_rest_it_rests(serving: Serving, browser: Browser) -> None:
    """With three pages open, of which a browser shows each as if it were looked at."""
    serving.until(lambda state: True)
    pages = [browser.new_page() for _ in range(3)]
    for number, page in enumerate(pages, 1):
        page.goto(f"{serving.url}2000{number}/")
    time.sleep(1.5)
    before = ticks(serving.pid)
    time.sleep(3)
    assert (ticks(serving.pid) - before) / os.sysconf("SC_CLK_TCK") / 3 <= 0.01
    for page in pages:
        page.close()


def ticks(group: int) -> int:
    """Return the processor time of every process of a group, in clock ticks."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(words[2]) == group:
            total += int(words[11]) + int(words[12])
    return total


def test_a_second_preview_and_a_taken_port_are_said(serving: Serving, tmp_path: Path) -> None:
    port = serving.url.rpartition(":")[2].strip("/")
    cache = serving.root.parent / "cache"
    again = start_command("serve", "--root", serving.root, "--cache", cache, "--address", f"127.0.0.1:{free_port()}")
    said, _ = again.communicate()
    assert again.returncode == 2 and f"serve（进程 {serving.pid}" in said
    other = start_command("serve", "--root", serving.root, "--cache", tmp_path, "--address", f"127.0.0.1:{port}")
    said, _ = other.communicate()
    assert other.returncode == 2 and "已经有程序在用" in said and "--address" in said


def test_a_preview_begins_with_a_mistake_and_shows_it(tmp_path: Path, browser: Browser) -> None:
    root, port = write_small_site(tmp_path / "root"), free_port()
    text = (root / UNIT).read_text("utf-8")
    (root / UNIT).write_text(text.replace("星级: 3", "星级: 九"), "utf-8")
    process = start_command("serve", "--root", root, "--cache", tmp_path / "cache", "--address", f"127.0.0.1:{port}")
    serving = Serving(root, f"http://127.0.0.1:{port}/", tmp_path, process.pid)
    try:
        serving.until(lambda state: bool(state["ready"]))
        page = browser.new_page()
        page.goto(f"{serving.url}20001/")
        expect(page.locator("h1")).to_have_text("这里还没有页面")
        expect(page.locator("#exhibition-preview")).to_contain_text("星级: 九")
        (root / UNIT).write_text(text, "utf-8")
        expect(page.locator("h1")).to_contain_text("示例一号楼", timeout=READY_S * 1000)
        page.close()
    finally:
        process.kill()
        process.communicate()


# Served files.


@pytest.mark.parametrize(
    "path", ["/../mkdocs.yml", "/%2e%2e/mkdocs.yml", "/.exhibition", "//etc/passwd", "/a%00b", "/20001/x"]
)
def test_nothing_but_the_site_is_served(path: str, serving: Serving) -> None:
    host, port = serving.url[7:-1].split(":")
    with socket.create_connection((host, int(port)), timeout=5) as wire:
        wire.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        assert b" 404 " in wire.makefile("rb").readline()


def test_parts_of_a_file_are_served_as_players_ask_for_them(serving: Serving) -> None:
    url = f"{serving.url}20001/code.png"
    with urllib.request.urlopen(url) as answer:
        whole = answer.read()
        assert answer.headers["Accept-Ranges"] == "bytes"
    for asked, begin, end in (("0-1", 0, 2), ("10-", 10, len(whole)), ("-5", len(whole) - 5, len(whole))):
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Range": f"bytes={asked}"})) as answer:
            assert answer.status == 206 and answer.read() == whole[begin:end]
            assert answer.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{len(whole)}"
    with pytest.raises(urllib.error.HTTPError, match="416"):
        urllib.request.urlopen(urllib.request.Request(url, headers={"Range": "bytes=999999-"}))


def test_nothing_of_the_site_is_on_the_disk(serving: Serving) -> None:
    kept = serving.root.parent / "cache"
    assert not list(kept.rglob("*.html")) and not (kept / "preview" / "site").exists()


def test_pages_are_not_kept_and_a_folder_gets_its_stroke(serving: Serving) -> None:
    with urllib.request.urlopen(f"{serving.url}20001") as answer:
        assert answer.url.endswith("/20001/")
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"/.preview/follow.js" in answer.read()


def test_a_policy_lets_the_script_work_and_nothing_else() -> None:
    meta = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-abc='; img-src 'self'">"""
    page = add_script(f"<head>{meta}</head><body></body>", "/s.js", "v")
    assert "script-src &#x27;sha256-abc=&#x27; &#x27;self&#x27;" in page
    assert "connect-src &#x27;self&#x27;" in page and "default-src &#x27;none&#x27;" in page
    assert page.endswith('<script src="/s.js" data-version="v"></script></body>')


def test_addresses_are_read_or_refused() -> None:
    assert ListenAddress.parse("127.0.0.1:8000").url == "http://127.0.0.1:8000/"
    assert ListenAddress.parse("[::1]:80").url == "http://[::1]:80/"
    for text in ("8000", "localhost", "a:b", "a:0", "a:70000", ":1"):
        with pytest.raises(Refusal, match="主机:端口"):
            ListenAddress.parse(text)


def test_files_of_editors_are_no_work() -> None:
    assert not any(map(is_relevant, ("a/.index.md.swp", "a/.#index.md", "a/index.md~", "a/.DS_Store")))
