"""Trial sites: built under any address, marked as trials, kept apart from the site itself, with proofs of posters."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from conftest import Hosting, hosting
from exhibition.cli import main
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Refusal
from exhibition.progress import Progress
from exhibition.site.build import build, read_published_identity, refuse_another_site
from exhibition.site.incremental import BuildFolders
from exhibition.storage import site_records
from exhibition.storage.site_records import SiteIdentity, make_manifest, measure_files, read_manifest
from helpers.links import iter_broken_links
from helpers.sites import read_sitemap
from stress.killed_builds import Tree, list_differences, read_tree, write_small_site

LONG = "https://louzu-1250000000.cos-website.ap-shanghai.myqcloud.com/"
SHORT = "https://louzu.baoshan/"
TRIAL = "https://test.example/louzu/"
OTHERS = ("https://baoshan.github.io/louzu/", "http://10.1.2.3:8000/LouZu/")


def laid_out(root: Path, address: str) -> Path:
    write_small_site(root)
    settle(root, "https://louzu.example/", address)
    return root


def settle(root: Path, old: str, new: str) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8")
    assert f"site_url: {old}\n" in text
    path.write_text(text.replace(f"site_url: {old}\n", f"site_url: {new}\n"), "utf-8")


def made(root: Path, site: Path, cache: Path, trial: str = "") -> Tree:
    """Build within this process and return the site."""
    places = BuildFolders(root, site, cache, purpose="trial" if trial else "build", trial=trial)
    outcome = build(places, Progress())
    assert outcome.published, outcome.diagnostics
    return read_tree(site)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exhibition under an address that no code can hold, built, and its trial."""
    place = tmp_path_factory.mktemp("trial")
    root = laid_out(place / "root", LONG)
    made(root, place / "site", place / "cache")
    made(root, place / "trial", place / "cache", TRIAL)
    return place


@pytest.fixture(scope="module")
def without(place: Path) -> Iterator[Hosting]:
    yield from hosting(place / "site", place / "site" / "404.html")


@pytest.fixture(scope="module")
def trial(place: Path) -> Iterator[Hosting]:
    yield from hosting(place / "trial", place / "trial" / "404.html")


def pages(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


def test_a_site_whose_address_no_code_can_hold_has_no_trace_of_codes(place: Path) -> None:
    site = place / "site"
    assert not list(site.rglob("code.*"))
    page = (site / "20001" / "index.html").read_text("utf-8")
    assert "code.png" not in page and "data-print" not in page and "印海报" not in page
    assert f"<b>{LONG.removeprefix('https://')}20001/</b>" in page
    assert f'rel="canonical" href="{LONG}20001/"' in page
    assert not list(iter_broken_links(site))
    assert "noindex" not in page


def test_a_warm_build_after_a_change_of_address_is_a_cold_one(place: Path, tmp_path: Path) -> None:
    root = shutil.copytree(place / "root", tmp_path / "root")
    site, cache = tmp_path / "site", shutil.copytree(place / "cache", tmp_path / "cache")
    made(root, site, cache)
    before = LONG
    for address in OTHERS:
        settle(root, before, address)
        before = address
        warm = made(root, site, cache)
        cold = made(root, tmp_path / "cold", tmp_path / f"cache-{address[-6:-1]}")
        shutil.rmtree(tmp_path / "cold")
        assert list_differences(warm, cold) == []
        code = zxingcpp.read_barcode(Image.open(site / "20001" / "code.png"))
        assert code is not None
        assert code.text.split("/", 3)[3] == f"{address}20001/".split("/", 3)[3]
        assert code.text.lower() == f"{address}20001/".lower()
        assert f"{address}20001/" in read_sitemap(site)


def test_a_warm_trial_after_another_one_is_a_cold_one(place: Path, tmp_path: Path) -> None:
    root, cache = place / "root", shutil.copytree(place / "cache", tmp_path / "cache")
    site = tmp_path / "site"
    made(root, site, cache, "https://probe.example/a/")
    # A page of another branch, which a trial may lose.
    (site / "29999").mkdir()
    (site / "29999" / "index.html").write_text("", "utf-8")
    assert list_differences(made(root, site, cache, TRIAL), read_tree(place / "trial")) == []
    assert list_differences(made(root, tmp_path / "own", cache), read_tree(place / "site")) == []


def test_a_trial_is_known_by_its_manifest_as_the_site_is(place: Path) -> None:
    for name in ("site", "trial"):
        site = place / name
        assert read_manifest((site / site_records.MANIFEST_FILE).read_bytes()) == make_manifest(measure_files(site))


def test_a_trial_says_so_on_every_page_and_to_every_program(place: Path) -> None:
    site = place / "trial"
    for path, text in pages(site).items():
        assert '<meta name="robots" content="noindex">' in text, path
        assert "试验站" in text, path
        assert LONG not in text, path
    page = (site / "20001" / "index.html").read_text("utf-8")
    assert f'rel="canonical" href="{TRIAL}20001/"' in page
    assert "请不要贴出去" in page and "可打印的码" not in page
    assert f"{TRIAL}20001/" in read_sitemap(site)
    assert "User-agent: *\nDisallow: /\n" in (site / "robots.txt").read_text("utf-8")
    assert '"proof":true' in (site / "assets/exhibit/poster-layers.js").read_text("utf-8")
    identity = read_published_identity(site)
    assert identity is not None
    assert (identity.address, identity.trial, identity.promised[0]) == (TRIAL, True, "20001")
    assert (place / "site" / "robots.txt").read_text(
        "utf-8"
    ) == f"User-agent: *\nAllow: /\n\nSitemap: {LONG}sitemap.xml\n"
    assert not list(iter_broken_links(site))


@pytest.mark.parametrize("width", [390, 1440])
def test_what_stands_where_a_code_would_stand_is_whole(browser: Browser, without: Hosting, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844 if width < 800 else 900})
    page.goto(f"{without.root}20001/")
    page.locator(".ex-code").scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('.ex-code img')].every(i => i.complete && i.naturalWidth)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".ex-code").inner_text().split("\n")[0] == "带上这一页"
    assert page.locator("[data-print]").count() == 0
    page.close()
    assert without.missed == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_trial_prints_proofs(browser: Browser, trial: Hosting, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844 if width < 800 else 900})
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{trial.root}20001/")
    box = page.locator(".ex-trial").bounding_box()
    assert box is not None
    assert box["y"] == 0 and box["height"] <= 40
    page.get_by_role("button", name="打印这张样张").click()
    page.wait_for_function("window.printed")
    assert "样张" in page.locator(".ex-poster text").all_text_contents()
    page.goto(f"{trial.root}guide/")
    assert page.locator(".ex-trial").is_visible()
    page.close()


def ran(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main([*map(str, words)])
    out, err = capfd.readouterr()
    return code, out + err


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """An exhibition whose site has been published under a proper address, as far as the site itself states."""
    root = laid_out(tmp_path / "root", SHORT)
    (root / "site").mkdir()
    told(root / "site", SHORT)
    return root


def told(site: Path, address: str, *, trial: bool = False) -> None:
    text = json.dumps({"address": address, "trial": trial, "promised": ["20001", "20002"]})
    (site / "site.json").write_text(text, "utf-8")
    (site / ".exhibition").write_text("", "utf-8")


def test_a_published_site_is_not_replaced_by_one_of_another_address(
    published: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(published / "site")
    settle(published, SHORT, "https://xin.baoshan/")
    code, said = ran(capfd, "build", "--root", published)
    assert code == 2
    assert SHORT in said and "https://xin.baoshan/" in said and "2 个编号" in said
    settle(published, "https://xin.baoshan/", "https://louzu.example/")
    assert ran(capfd, "build", "--root", published)[0] == 2
    assert read_tree(published / "site") == before
    settle(published, "https://louzu.example/", SHORT)
    assert ran(capfd, "address", "--root", published, "--to", "https://xin.baoshan/", "--write")[0] == 0
    code, said = ran(capfd, "build", "--root", published)
    assert code == 0, said
    assert read_published_identity(published / "site") == SiteIdentity(
        "https://xin.baoshan/", promised=("20001", "20002", "20003", "20004", "20010", "20020", "20021")
    )


def test_a_trial_has_a_folder_of_its_own_and_never_takes_that_of_the_site(
    published: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(published / "site")
    code, said = ran(capfd, "build", "--root", published, "--address", TRIAL, "--site", published / "site")
    assert code == 2
    assert "试验站不能盖掉它" in said
    for own in (SHORT, "HTTPS://Louzu.Baoshan"):
        code, said = ran(capfd, "build", "--root", published, "--address", own)
        assert code == 2
        assert "就是正式的网址" in said
    # An empty value comes from a variable that is not set.
    for wrong in ("test.example", "", " ", "https://test.example/?a", "http://[::1/", "javascript:alert(1)"):
        code, said = ran(capfd, "build", "--root", published, "--address", wrong)
        assert (code, "不是完整的网址" in said) == (2, True), wrong
    code, said = ran(capfd, "build", "--root", published, "--address", TRIAL.rstrip("/"))
    assert code == 0
    assert re.search(rf"试验站（{TRIAL}）建好了", said)
    assert "W741" not in said
    assert read_tree(published / "site") == before
    assert (published / "site-trial" / "20001" / "index.html").exists()


@pytest.mark.parametrize(
    ("there", "trial", "may"),
    [
        ("http://localhost:8000/", False, True),
        ("https://louzu.example/", False, True),
        ("https://baoshan.github.io/louzu/", False, True),
        ("https://www.huoli-louzu-zhanting.baoshan.gov.cn/", False, True),
        ("https://xin.baoshan/", True, True),
        ("HTTPS://Louzu.Baoshan/", False, True),
        ("https://louzu.baoshan/lou/", False, False),
        ("https://xin.baoshan/", False, False),
    ],
)
def test_what_has_promised_nothing_may_be_replaced(there: str, trial: bool, may: bool, published: Path) -> None:
    told(published / "site", there, trial=trial)
    exhibition = load_exhibition(published).exhibition
    if may:
        refuse_another_site(published / "site", exhibition)
    else:
        with pytest.raises(Refusal, match=there):
            refuse_another_site(published / "site", exhibition)
