"""The site of a preview in memory: the same bytes as a build, one file at a time, and one state after another."""

from __future__ import annotations

import gc
import shutil
import time
import weakref
from pathlib import Path

import pytest

from exhibition.cli.console import explain_error
from exhibition.model import Artifact, Entry
from exhibition.preview import HALF_S, INSIDE, SETTLE_S, Changes, PreviewSession
from exhibition.preview import site_in_memory as preview_module
from exhibition.preview.server import MOST_SHOWN, PreviewHub, PreviewState, ShownFinding, find_file
from exhibition.preview.site_in_memory import SharedState, SiteInMemory
from exhibition.progress import Progress
from exhibition.site import build as build_module
from exhibition.site.build import build_locked
from exhibition.site.file_groups import GROUPS, SEARCH, Effort, FileGroup, SiteComposition
from exhibition.site.incremental import BuildFolders
from exhibition.site.mkdocs_engine import RenderError, get_destination
from exhibition.site.pipeline import load_and_check
from exhibition.storage.publishing import SITE_MARKER
from exhibition.storage.site_records import MANIFEST_FILE
from stress.killed_builds import HOME, write_small_site

UNIT = "content/units/example/20001/index.md"
NOT_SERVED = {SITE_MARKER, MANIFEST_FILE}
"""What only a site on a disk has: who made it, and what must be uploaded."""


def open_site(root: Path, cache: Path) -> SiteInMemory:
    return read_site(SharedState(BuildFolders(root, cache / "preview" / "site", cache, purpose="preview")))


def read_site(shared: SharedState) -> SiteInMemory:
    exhibition, found = load_and_check(shared.places.root, Progress(), shared.places.objects)
    assert not any(one.blocks for one in found), found
    return SiteInMemory(shared, exhibition)


def list_built(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - NOT_SERVED


def list_different(site: SiteInMemory, folder: Path) -> list[str]:
    """Return the files of a built site that a preview does not serve, or serves with other bytes."""
    found = {path: site.make(path) for path in sorted(list_built(folder))}
    return [path for path, made in found.items() if made is None or made[0] != (folder / path).read_bytes()]


def get_text(site: SiteInMemory, path: str) -> str:
    return find_file(site, path).data.decode("utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_small_site(tmp_path / "root")


def test_every_file_is_that_of_a_build(built: Path, tmp_path: Path) -> None:
    site = open_site(HOME, tmp_path)
    assert list_different(site, built) == []
    assert set(site.list_paths()) == list_built(built)


ROWS = [
    FileGroup("一个文件", lambda site: [Artifact("assets/new/one.txt", lambda: b"one")]),
    FileGroup("每页一个", lambda site: [Artifact(f"{one.id}/new.txt", bytes) for one in site.exhibition.published(Entry)],
              Effort.ENTRIES),
    FileGroup("放在一处", lambda site: [Artifact("new/one.txt", bytes)], Effort.EVERYTHING, under="new/"),
    FileGroup("只找一个", lambda site: [Artifact("one.txt", bytes)], Effort.PAGES, find=lambda site, uri:
              Artifact(uri, bytes) if uri == "one.txt" else None),
]  # fmt: skip


def test_a_new_group_of_files_is_declared_in_one_place(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = BuildFolders(small, tmp_path / "site", tmp_path / "cache")
    build_locked(places, Progress())
    before = list_built(places.site)
    for module in (build_module, preview_module):
        monkeypatch.setattr(module, "GROUPS", (*GROUPS, *ROWS))
    assert build_locked(places, Progress(), fresh=True).published
    added = list_built(places.site) - before
    assert {"assets/new/one.txt", "20001/new.txt", "new/one.txt", "one.txt"} <= added
    site = open_site(small, tmp_path / "other")
    assert list_different(site, places.site) == []
    assert set(site.list_paths()) == list_built(places.site)


def test_the_groups_alone_describe_what_a_build_describes(small: Path, tmp_path: Path) -> None:
    """Without what a build or a preview does in its own way; only the theme's files are missing."""
    places = BuildFolders(small, tmp_path / "site", tmp_path / "cache")
    build_locked(places, Progress())
    exhibition, _ = load_and_check(small, Progress(), places.objects)
    site = SiteComposition(exhibition, places)
    described = {get_destination(uri): one for group in GROUPS for uri, one in site.get_table(group).items()}
    assert described.keys() <= list_built(places.site)
    assert {path for path in list_built(places.site) - described.keys() if not path.startswith("assets/")} == {
        "404.html"
    }
    plain = [path for path, one in described.items() if one.uri == path]
    assert [path for path in plain if described[path].make() != (places.site / path).read_bytes()] == []
    for group in GROUPS:
        assert all(group.get(site, uri) for uri in site.get_table(group)), group.name
    assert len({group.name for group in GROUPS}) == len(GROUPS), "a phase of a build has one name"


def test_photographs_come_when_they_are_rendered(photographed: Path, tmp_path: Path) -> None:
    root = photographed.parent / "root"
    first = open_site(root, tmp_path)
    assert first.waiting and not first.developed.pictures
    page = first.waiting[-1].path.parent.name
    assert 'id="' in get_text(first, f"{page}/") and "photo-01-" not in get_text(first, f"{page}/")
    site = first
    while site.waiting:
        site.render_some_photos(page)
        site = read_site(site.shared)
    assert list_different(site, photographed) == []
    # The next preview knows them from the beginning.
    time.sleep(2)
    site.render_some_photos(page)
    assert open_site(root, tmp_path).waiting == []


def test_an_edit_makes_a_new_state_and_the_old_one_stays(small: Path, tmp_path: Path) -> None:
    old = open_site(small, tmp_path / "cache")
    write(small, UNIT, "第一段正文", "改过的第一段")
    new = read_site(old.shared)
    assert "改过的第一段" in get_text(new, "20001/")
    assert "第一段正文" in get_text(old, "20001/") and "改过的第一段" not in get_text(old, "20001/")


def test_the_search_is_that_of_the_content(small: Path, tmp_path: Path) -> None:
    first = open_site(small, tmp_path / "cache")
    before = get_text(first, "search/")
    assert SEARCH not in first.tables, "a page is shown before the search is made"
    texts = {uri: first.make(uri) for uri in first.get_table(SEARCH)}
    write(small, UNIT, "第一段正文", "仙人掌")
    site = read_site(first.shared)
    assert get_text(site, "search/") == before and SEARCH not in site.tables
    assert any(site.make(uri) != texts[uri] for uri in site.get_table(SEARCH)), "its files are of this state"


def write(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def test_a_page_that_fails_names_its_template_and_the_others_go_on(small: Path, tmp_path: Path) -> None:
    shared = open_site(small, tmp_path / "cache").shared
    template = small / "overrides/unit.html"
    text = template.read_text("utf-8")
    template.write_text(text + "\n{{ 1 / 0 }}{% block x %}{{ nothing.at.all }}{% endblock %}\n", "utf-8")
    write(small, "overrides/unit.html", "{% block main %}", "{% block main %}{{ nothing.at.all }}")
    site = read_site(shared)
    with pytest.raises(RenderError, match=r"overrides/unit.html 第 [0-9]+ 行"):
        find_file(site, "20001/")
    assert find_file(site, "").status == find_file(site, "guide/").status == 200
    template.write_text(text, "utf-8")
    assert find_file(read_site(shared), "20001/").status == 200


@pytest.mark.parametrize("text", ["{% if %}", "{% endfor %}"])
def test_a_template_that_cannot_be_read_is_named(text: str, small: Path, tmp_path: Path) -> None:
    site = open_site(small, tmp_path / "cache")
    write(small, "overrides/unit.html", "{% block main %}", "{% block main %}\n" + text)
    site = read_site(site.shared)
    state = PreviewState(1, site, ready=True)
    told = state.describe("20001/", lambda problem: explain_error(tmp_path, problem))
    assert told["blocked"] and "overrides/unit.html 第" in str(told["sentence"]) and not told["version"]
    assert not state.describe("", str)["blocked"]


def test_addresses_are_answered_as_by_a_plain_host(small: Path, tmp_path: Path) -> None:
    site = open_site(small, tmp_path / "cache")
    assert find_file(site, "20001").status == 302 and find_file(site, "20001/").status == 200
    assert find_file(site, "20001/code.png").suffix == ".png" and find_file(site, "robots.txt").status == 200
    for path in ("nothing/", "20001/x", ".exhibition", "a\\b", "a:b", "20999/"):
        assert find_file(site, path).status == 404
    assert "没有找到这一页" in get_text(site, "nothing/")


def test_what_was_removed_answers_as_in_a_build(small: Path, tmp_path: Path) -> None:
    shutil.rmtree(small / "content/units/example/20002")
    write(small, "content/permalinks/20002.yml", "状态: 在用", "状态: 停用")
    write(small, "content/clusters/20010/index.md", "  - 20002\n", "")
    places = BuildFolders(small, tmp_path / "site", tmp_path / "cache")
    build_locked(places, Progress())
    assert list_different(open_site(small, tmp_path / "cache"), places.site) == []


def test_an_earlier_state_leaves_the_memory(small: Path, tmp_path: Path) -> None:
    """A garbage collection would stop a large preview for half a second, so nothing is left to it."""
    first = open_site(small, tmp_path / "cache")
    for path in ("20001/", "guide/", "search/", "", "404.html", "units/"):
        find_file(first, path)
    shared, kept = first.shared, weakref.ref(first.exhibition)
    second = read_site(shared)
    find_file(second, "search/")
    second.get_table(SEARCH)
    gc.disable()
    try:
        first.release(superseded=True)
        del first
        assert kept() is None
    finally:
        gc.enable()


# Findings.


def make_finding(path: str, *, blocks: bool) -> ShownFinding:
    return ShownFinding(blocks, path, path, "错误" if blocks else "提醒", "E1", "", "", "", "")


def test_findings_of_the_page_come_first_and_of_very_many_only_some() -> None:
    paths = [f"content/units/a/{number}/index.md" for number in range(10001, 10101)]
    findings = tuple(make_finding(path, blocks=blocks) for blocks in (True, False) for path in paths)
    told = PreviewState(1, None, findings, ready=True).describe("10077/record/", str)
    shown = told["findings"]
    assert isinstance(shown, list) and len(shown) == MOST_SHOWN
    assert shown[0]["path"].endswith("10077/index.md") and (told["errors"], told["advice"]) == (100, 100)
    told = PreviewState(1, None, findings[100:], ready=True).describe("10077/", str)
    assert not told["blocked"] and told["findings"][0]["path"].endswith("10077/index.md")  # type: ignore[index]


def test_advice_about_other_pages_does_not_stand_beside_a_mistake() -> None:
    mistake = make_finding("content/units/a/10001/index.md", blocks=True)
    own, other = (make_finding(f"content/units/a/{id}/index.md", blocks=False) for id in (10002, 10003))
    told = PreviewState(1, None, (mistake, own, other), ready=True).describe("10002/", str)
    assert [one["path"] for one in told["findings"]] == [mistake.path, own.path]  # type: ignore[index, attr-defined]
    assert (told["errors"], told["advice"]) == (1, 2)
    told = PreviewState(1, None, (own, other), ready=True).describe("10002/", str)
    assert len(told["findings"]) == 2  # type: ignore[arg-type]


# Changes.


def test_one_change_is_read_soon_and_a_file_that_is_being_written_later(tmp_path: Path) -> None:
    whole, empty = tmp_path / "whole", tmp_path / "empty"
    whole.write_text("x")
    empty.touch()
    for path, seconds in ((whole, SETTLE_S), (empty, HALF_S), (tmp_path / "gone", HALF_S), (INSIDE, 0.0)):
        changes = Changes()
        assert not changes.wait(0)
        changes.add(str(path))
        assert changes.measure_settling() == seconds
        start = time.monotonic()
        assert changes.wait(None) and changes.collect() == {str(path)}
        assert seconds - 0.01 <= time.monotonic() - start
        assert not changes.waiting


def test_a_file_that_is_saved_at_this_moment_is_read_again(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    shared = SharedState(BuildFolders(small, tmp_path / "site", tmp_path / "cache", purpose="preview"))
    session = PreviewSession(small, PreviewHub(str, said.append), shared)
    session.refresh(set())
    version = session.hub.state.describe("20001/", str)["version"]

    def fail(paths: set[str]) -> SiteInMemory | None:
        raise FileNotFoundError(UNIT)

    monkeypatch.setattr(session, "read", fail)
    session.refresh({str(small / UNIT)})
    assert session.hub.state.describe("20001/", str)["version"] == version and not session.hub.state.sentence
    assert session.changes.wait(5), "it is tried again"
    for _ in range(10):
        session.refresh(session.changes.collect())
    assert UNIT in session.hub.state.sentence
