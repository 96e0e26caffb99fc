"""The shipped exhibition, built: every address answers, every link resolves, nothing is loaded from elsewhere."""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import random
import shutil
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

import exhibition as exhibition_package
from conftest import HOME, exhibition
from exhibition.content.loader import load_exhibition
from exhibition.messages.registry import RULES
from exhibition.model import Entry
from exhibition.model.site_settings import KINDS
from exhibition.storage.site_records import measure_files
from exhibition.types import Unit
from helpers.links import is_foreign, iter_broken_links, read_page

PAGE_LIMIT = 6 * 1024
"""Limit of a unit's page in bytes, compressed, without pictures (issue: ≤ 6 KB)."""


def ledger_ids() -> list[str]:
    return sorted(path.stem for path in (HOME / "content" / "permalinks").glob("*.yml"))


def test_every_address_ever_issued_answers(built: Path) -> None:
    assert ledger_ids()
    assert [id for id in ledger_ids() if not (built / id / "index.html").is_file()] == []


def test_every_code_of_every_module_has_its_help_page(built: Path) -> None:
    """Rules of any command: the site is built by a command that has not loaded all the others."""
    for module in pkgutil.walk_packages(exhibition_package.__path__, "exhibition."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert len(RULES) > 150
    assert [code for code in RULES if not (built / "help" / code / "index.html").is_file()] == []


def test_every_internal_link_and_asset_resolves(built: Path) -> None:
    assert list(iter_broken_links(built)) == []


def test_no_page_loads_anything_from_another_host(built: Path) -> None:
    foreign = [
        (path.name, link)
        for path in built.rglob("*.html")
        for link in read_page(path).loads
        if is_foreign(link) and not link.startswith("data:")
    ]
    assert foreign == []


def test_every_code_decodes_to_its_page(built: Path) -> None:
    settings = load_exhibition(HOME).exhibition.settings
    codes = sorted(built.glob("*/code.png"))
    assert len(codes) > 10
    for path in codes:
        (found,) = zxingcpp.read_barcodes(Image.open(path).convert("L"))
        # Scheme and host ignore case (RFC 3986, 6.2.2.1); the path is digits.
        assert found.text.lower() == settings.build_permalink(path.parent.name)
        assert (path.parent / "index.html").is_file()
        assert not path.with_suffix(".svg").exists(), "one file a code"


def test_every_published_entry_shows_its_code(built: Path) -> None:
    shown = load_exhibition(HOME).exhibition
    for entry in shown.published(Entry):
        assert "code.png" in " ".join(read_page(built / entry.id / "index.html").links), entry.id


def test_units_pages_are_light(built: Path) -> None:
    for unit in load_exhibition(HOME).exhibition.published(Unit):
        page = (built / unit.id / "index.html").read_bytes()
        assert len(gzip.compress(page, 6, mtime=0)) <= PAGE_LIMIT, unit.id


def test_original_photos_never_reach_the_site(built: Path) -> None:
    originals = {
        path.name for path in (HOME / "content").rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".heic"}
    }
    assert originals.isdisjoint(path.name for path in built.rglob("*"))


def test_an_example_says_so_on_its_page(built: Path) -> None:
    shown = load_exhibition(HOME).exhibition
    examples = [entry for entry in shown.published(Entry) if entry.example]
    assert examples
    for entry in examples:
        assert "示例" in (built / entry.id / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of a checkout's content and theme, to be broken."""
    for name in ("content", "overrides"):
        shutil.copytree(HOME / name, tmp_path / name)
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    return tmp_path


def some_unit(root: Path) -> Path:
    return random.Random(1).choice(sorted(root.glob("content/units/*/*/index.md")))


def snapshot(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_broken_file_gives_its_message_and_the_old_site_stays(copy: Path) -> None:
    exhibition("build", "--root", copy)
    before, page = snapshot(copy / "site"), some_unit(copy)
    page.write_text(page.read_text("utf-8").replace("名称: ", "名称：", 1), "utf-8")
    ran = exhibition("build", "--root", copy, check=False)
    assert ran.returncode == 1
    assert "E105" in ran.stderr
    assert "中文冒号" in ran.stderr
    assert page.relative_to(copy).as_posix() in ran.stderr
    assert "Traceback" not in ran.stderr
    assert snapshot(copy / "site") == before


def test_an_unchanged_page_is_not_rendered_again_and_a_changed_one_is(copy: Path) -> None:
    exhibition("build", "--root", copy)
    site, page = copy / "site", some_unit(copy)
    before = {path: path.stat().st_ino for path in site.glob("*/index.html")}
    page.write_text(page.read_text("utf-8") + "\n\n这一段是后来补上的。\n", "utf-8")
    exhibition("build", "--root", copy)
    changed = {path.parent.name for path, inode in before.items() if path.stat().st_ino != inode}
    assert page.parent.name in changed
    assert len(changed) < len(before) / 2
    assert "这一段是后来补上的。" in (site / page.parent.name / "index.html").read_text("utf-8")
    incremental = snapshot(site)
    exhibition("build", "--root", copy, "--fresh")
    fresh = snapshot(site)
    # The sitemap is the engine's own and contains the day, nothing else may differ.
    assert {name for name in fresh | incremental if fresh.get(name) != incremental.get(name)} <= {"sitemap.xml.gz"}


def test_check_reports_for_machines_and_ends_with_1(copy: Path) -> None:
    page = some_unit(copy)
    page.write_text(page.read_text("utf-8").replace("名称: ", "名称：", 1), "utf-8")
    ran = exhibition("check", "--root", copy, "--output", "github", check=False)
    assert ran.returncode == 1
    assert f"::error file={page.relative_to(copy).as_posix()},line=" in ran.stdout


def test_every_kind_of_file_has_a_type_in_a_bucket(built: Path) -> None:
    assert {Path(path).suffix[1:] for path in measure_files(built)} - set(KINDS) == set()
