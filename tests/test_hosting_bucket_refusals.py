"""Refusals of `upload`, with the real rclone and a local S3 store: nothing in the bucket is changed."""

from __future__ import annotations

import json
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from exhibition.cli import main, upload
from exhibition.hosting.bucket_plan import (
    BUCKET_MARKER,
    UNTOUCHED,
    BucketRecord,
    Lease,
    RemoteFile,
    compute_headers_digest,
    is_hidden,
    read_record,
)
from exhibition.hosting.bucket_refusals import BucketState, UploadPermissions, list_refusals
from exhibition.progress import Progress
from exhibition.site.mkdocs_engine import RenderError
from exhibition.storage.site_records import (
    BuildNote,
    SiteIdentity,
    format_identity,
    read_identity,
    read_note,
    write_note,
)
from helpers.s3_store import Store, fill, write_site, write_site_manifest
from stress.killed_builds import write_small_site

pytestmark = pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not installed")

PAGES = ("10001/index.html", "10002/index.html", "streets/a/index.html", "streets/a/2/index.html")
FILES = (*PAGES, "index.html", "404.html", "10001/photo-0123abcd-720.jpg", "assets/style.css", "sitemap.xml")
IDS = ("10001", "10002")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", FILES, IDS)


def sent(site: Path, *words: str, to: str = "louzu:hall") -> int:
    root = site.parent / "root"
    return main(["upload", "--to", to, "--site", str(site), "--root", str(root), "--cache", str(root / "c"), *words])


def refused(store: Store, site: Path, capsys: pytest.CaptureFixture[str], *words: str, to: str = "louzu:hall") -> str:
    """Return the message of a refused upload; nothing in the store has changed."""
    before = dict(store.objects)
    assert sent(site, *words, to=to) == 2
    said = capsys.readouterr().err
    assert UNTOUCHED in said, said
    assert store.history == [] and store.objects == before and store.buckets.keys() == {"hall"}
    return said


def resealed(site: Path, change: Callable[[Path], object]) -> Path:
    """Change a site as if a build had made it so."""
    change(site)
    return write_site_manifest(site)


def identified(site: Path, one: SiteIdentity) -> Path:
    (site / "site.json").write_bytes(format_identity(one).make())
    return write_site_manifest(site)


NOTHING = UploadPermissions()
OURS = SiteIdentity("https://louzu.baoshan/", promised=IDS)
DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "an entry's folder is gone": (lambda site: shutil.rmtree(site / "10001"), "10001"),
    "a picture is gone": (lambda site: (site / "10001/photo-0123abcd-720.jpg").unlink(), "现在有 9 个"),
    "a page is empty": (lambda site: (site / "404.html").write_bytes(b""), "空文件：404.html"),
    "a file is cut": (lambda site: (site / "assets/style.css").write_bytes(b"a"), "和 build 做好的时候不一样"),
    "a file more": (lambda site: (site / "backup.zip").write_bytes(b"a"), "和 build 做好的时候不一样"),
    "its identity is spoilt": (lambda site: (site / "site.json").write_text("{"), "site.json 坏了"),
    "its identity is gone": (lambda site: (site / "site.json").unlink(), "没有 site.json"),
    "a promised page is gone": (lambda site: resealed(site, lambda one: shutil.rmtree(one / "10002")), "10002"),
    "a list is gone": (lambda site: (shutil.rmtree(site / "streets"), write_site_manifest(site)), "streets/a/"),
    "no manifest and a page less": (
        lambda site: ((site / "site-files.json").unlink(), shutil.rmtree(site / "streets/a/2")),
        "streets/a/2/",
    ),
}


def said_of(site: Path, store: Store, consent: UploadPermissions = NOTHING) -> str:
    """Return why a site must not be uploaded; `refused` tests the same by the command line."""
    root = site.parent / "root"
    seen = upload.read_site(Namespace(site=site, root=root, cache=root / "c"), Progress())
    there = {path: RemoteFile(len(body)) for path, (body, _) in store.objects.items() if not is_hidden(path)}
    told = store.objects.get("site.json")
    return "\n".join(list_refusals(seen, BucketState(there, read_identity(told[0]) if told else None), consent))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_site_is_refused(damage: str, site: Path) -> None:
    store = Store()
    fill(store, site)
    assert said_of(site, store) == ""
    spoil, word = DAMAGES[damage]
    spoil(site)
    assert word in said_of(site, store)


def test_a_damaged_site_does_not_go_into_an_empty_bucket_either(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(site / "10001")
    assert "现在有 8 个" in refused(store, site, capsys)


def test_everything_that_is_wrong_is_said_at_once(store: Store, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(store, site)
    shutil.rmtree(site / "10002")
    (site / "404.html").write_bytes(b"")
    write_note(site, site.parent / "root" / "c", BuildNote("11-20 10:00", "内容里有 2 处错误"))
    said = refused(store, site, capsys)
    assert said.count("  · ") == 5 and "11-20 10:00" in said and "内容里有 2 处错误" in said


def test_an_older_site_is_refused(site: Path) -> None:
    store = Store()
    fill(store, write_site(site.parent / "newer", (*FILES, "10003/index.html"), (*IDS, "10003")))
    said = said_of(site, store)
    assert "答应过编号 10003" in said and "git pull" in said


def test_a_site_that_is_older_than_the_content_is_refused(site: Path) -> None:
    ledger = site.parent / "root" / "content" / "permalinks"
    ledger.mkdir(parents=True)
    for id in (*IDS, "10003"):
        (ledger / f"{id}.yml").write_text(f"发放: 2026-01-01\n名称: {id}\n状态: 在用\n", "utf-8")
    # Content of another address belongs to another site.
    assert said_of(site, Store()) == ""
    (site.parent / "root" / "mkdocs.yml").write_text("site_url: https://louzu.baoshan/\n", "utf-8")
    assert "编号 10003 已经在台账里" in said_of(site, Store())
    assert said_of(site, Store(), UploadPermissions(old_site=True)) == ""
    # A ledger that does not have the site's own ids is that of another site.
    (ledger / "10001.yml").unlink()
    assert said_of(site, Store()) == ""


TRIAL = replace(OURS, address="https://try.baoshan/", trial=True)
ELSEWHERE = replace(OURS, address="https://elsewhere.baoshan/")
PLACEHOLDER = replace(OURS, address="https://louzu.example/")
STATES: list[tuple[SiteIdentity | None, SiteIdentity, str]] = [
    (OURS, TRIAL, "试用的网站不能盖掉正式的"),
    (OURS, replace(OURS, trial=True), "试用的网站不能盖掉正式的"),
    (OURS, PLACEHOLDER, "试用的网站不能盖掉正式的"),
    (OURS, replace(OURS, address="http://localhost:8000/"), "试用的网站不能盖掉正式的"),
    (OURS, ELSEWHERE, "--replace https://louzu.baoshan/"),
    (TRIAL, OURS, "--replace https://try.baoshan/"),
    (None, TRIAL, "看不出是哪个网站的"),
]


def between(there: SiteIdentity | None, ours: SiteIdentity, site: Path) -> Store:
    """Return a store that holds one site (None: one without identity), and let `site` be another."""
    store = Store()
    fill(store, identified(site, there or OURS))
    if there is None:
        del store.objects["site.json"]
    identified(site, ours)
    return store


@pytest.mark.parametrize(("there", "ours", "word"), STATES)
def test_another_site_is_refused(there: SiteIdentity | None, ours: SiteIdentity, word: str, site: Path) -> None:
    store = between(there, ours, site)
    assert word in said_of(site, store)
    assert word in said_of(site, store, UploadPermissions(replace="https://wrong.baoshan/"))
    # Only a site that is no trial may replace the one that is named.
    named = there.address if there else ""
    assert (said_of(site, store, UploadPermissions(replace=named)) == "") is ("--replace" in word)


@pytest.mark.parametrize(
    ("there", "ours"),
    [(PLACEHOLDER, TRIAL), (TRIAL, TRIAL), (OURS, replace(OURS, address="HTTPS://Louzu.Baoshan/")), (None, OURS)],
)
def test_the_same_site_or_a_trial_over_a_trial_goes(there: SiteIdentity | None, ours: SiteIdentity, site: Path) -> None:
    assert said_of(site, between(there, ours, site)) == ""


@pytest.mark.parametrize(
    ("there", "ours", "replaced", "may"),
    [
        (TRIAL, replace(TRIAL, address="https://other.baoshan/"), "", True),
        (TRIAL, OURS, TRIAL.address, True),
        (PLACEHOLDER, OURS, PLACEHOLDER.address, True),
        # A site that names another address, or the site itself, has issued its pages.
        (TRIAL, OURS, "", False),
        (PLACEHOLDER, PLACEHOLDER, "", False),
        (OURS, ELSEWHERE, OURS.address, False),
        (OURS, OURS, OURS.address, False),
    ],
)
def test_what_was_for_trying_out_may_lose_pages(
    there: SiteIdentity, ours: SiteIdentity, replaced: str, may: bool, site: Path
) -> None:
    store = Store()
    fill(store, identified(site, there))
    shutil.rmtree(site / "10002")
    shutil.rmtree(site / "streets")
    identified(site, replace(ours, promised=("10001",)))
    assert (said_of(site, store, UploadPermissions(replace=replaced)) == "") is may


def test_caches_under_the_former_address_are_told_too(
    store: Store, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store, site)
    (site / "10001/index.html").write_text("new", "utf-8")
    identified(site, ELSEWHERE)
    assert sent(site, "--replace", OURS.address, "--changed", str(tmp_path / "changed.txt")) == 0
    told = (tmp_path / "changed.txt").read_text("utf-8").split()
    assert {f"{one.address}10001/" for one in (OURS, ELSEWHERE)} <= set(told)


def test_a_trial_stays_out_of_the_production_bucket_and_a_named_site_is_replaced(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store, site)
    identified(site, TRIAL)
    assert "试用的网站不能盖掉正式的" in refused(store, site, capsys)
    identified(site, ELSEWHERE)
    assert sent(site, "--replace", OURS.address) == 0


def test_a_build_that_has_not_succeeded_is_not_uploaded(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, site, cache = write_small_site(tmp_path / "root"), tmp_path / "elsewhere", tmp_path / "cache"
    words = ["--root", str(root), "--site", str(site), "--cache", str(cache)]
    assert main(["build", *words]) == 0 and read_note(site, cache) is None
    page = root / "content/units/example/20002/index.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("名称:", "名字称:"), "utf-8")
    assert main(["build", *words]) == 1
    capsys.readouterr()
    # Whichever cache and content the upload is given: the note belongs to the site.
    others = ["--site", str(site), "--root", str(tmp_path), "--cache", str(tmp_path / "other"), "--to", "louzu:hall"]
    assert main(["upload", *others]) == 2
    said = capsys.readouterr().err
    assert "没有做成：内容里有" in said and "处错误" in said and "--old-site" in said and store.history == []
    assert main(["upload", "--dry-run", "--old-site", *others]) == 0
    page.write_text(text, "utf-8")
    assert main(["build", *words]) == 0 and read_note(site, cache) is None
    assert main(["upload", "--dry-run", *others]) == 0
    # Later changes by hand are detected by the build's record.
    (site / "index.html").write_text((site / "index.html").read_text("utf-8").replace("楼组", "楼租", 1), "utf-8")
    capsys.readouterr()
    assert main(["upload", "--dry-run", "--to", "louzu:hall", *words]) == 2
    assert "有人改过网站里的 index.html" in capsys.readouterr().err


def test_a_killed_build_leaves_its_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exhibition.site import build

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(build, "build_locked", die)
    with pytest.raises(SystemExit):
        main(["build", "--root", str(tmp_path), "--site", str(tmp_path / "site"), "--cache", str(tmp_path / "cache")])
    note = read_note(tmp_path / "site", tmp_path / "cache")
    assert note is not None and "没有做完" in note.reason


def test_a_refused_build_says_why_and_a_refused_trial_leaves_the_site_as_it_is(tmp_path: Path) -> None:
    root, site, cache = write_small_site(tmp_path / "root"), tmp_path / "site", tmp_path / "cache"
    site.mkdir()
    identified(site, OURS)
    words = ["build", "--root", str(root), "--site", str(site), "--cache", str(cache)]
    assert main([*words, "--address", "https://try.baoshan/"]) == 2
    assert read_note(site, cache) is None
    # The settings of the small exhibition have another address.
    assert main(words) == 2
    note = read_note(site, cache)
    assert note is not None and "site_url 却是" in note.reason and "没有做完" not in note.reason


def test_a_build_that_breaks_is_not_said_to_have_been_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exhibition.site import build

    def fail(*_: object, **__: object) -> None:
        raise RenderError("unknown tag")

    monkeypatch.setattr(build, "build_locked", fail)
    assert main(["build", "--root", str(tmp_path), "--site", str(tmp_path / "s"), "--cache", str(tmp_path / "c")]) == 2
    note = read_note(tmp_path / "s", tmp_path / "c")
    assert note is not None and note.reason == "中途出错了"


def test_many_removals_ask(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [f"10001/photo-{number:08x}-720.jpg" for number in range(30)]
    more = write_site(site.parent / "more", (*FILES, *photos), IDS)
    (more / photos[0]).rename(more / "10001/other-0123abcd-720.jpg")
    fill(store, write_site_manifest(more))
    # One of them comes back under another hash: that is no loss.
    (site / "10001/other-4567abcd-720.jpg").write_text("new")
    write_site_manifest(site)
    said = refused(store, site, capsys, "--removals", "28")
    assert "要删掉 29 个" in said and "--removals 29" in said
    assert sent(site, "--dry-run") == 2 and "--removals 29" in capsys.readouterr().err
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt="": "")
    refused(store, site, capsys)
    monkeypatch.setattr("builtins.input", lambda prompt="": "删")
    assert sent(site) == 0
    assert sum(what == "delete" for what, _ in store.history) == 30


def test_a_bucket_that_does_not_exist_is_not_created_without_a_word(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refused(store, site, capsys, to="louzu:hal")
    assert "还没有 louzu:hal" in said and "--create" in said
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt="": "")
    refused(store, site, capsys, to="louzu:hal")
    assert sent(site, "--create", to="louzu:new") == 0
    assert "index.html" in store.buckets["new"]


def test_a_name_that_rclone_does_not_know_is_named(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(store, site, capsys, to="lozu:hall")
    assert "没有“lozu”这个名字" in said and "是不是 louzu？" in said


RIGHTS = {"list": "打不开 louzu:hall", "get": "打不开 louzu:hall", "put": "写不进 louzu:hall"}


@pytest.mark.parametrize("right", RIGHTS)
def test_a_key_without_a_right_changes_nothing(
    right: str, store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store, site)
    (site / "404.html").write_text("new")
    write_site_manifest(site)
    store.rights.discard(right)
    said = refused(store, site, capsys)
    assert RIGHTS[right] in said and "权限" in said


def lease(**other: object) -> Lease:
    return replace(Lease("x", "office", "/srv/site", "11-20 10:00:00", time.time() + 200), **other)  # type: ignore[arg-type]


def test_an_upload_from_another_computer_is_noticed(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "WAIT_S", 0.0)
    (site / "404.html").write_text("new")
    fill(store, write_site_manifest(site), BucketRecord(compute_headers_digest(), lease=lease()))
    (site / "404.html").write_text("newer")
    write_site_manifest(site)
    said = refused(store, site, capsys)
    assert "电脑 office" in said and "11-20 10:00:00" in said
    for other in (
        lease(until=time.time() - 1),
        lease(until=time.time() + 10**6),
        lease(place=upload.get_place(site)),
    ):
        store.objects[BUCKET_MARKER] = (BucketRecord(compute_headers_digest(), lease=other).to_bytes(), {})
        assert sent(site) == 0
        assert json.loads(store.objects[BUCKET_MARKER][0])["lease"] is None
        assert str(site) not in store.objects[BUCKET_MARKER][0].decode()
        (site / "404.html").write_text(f"newer {other.until}")
        write_site_manifest(site)


def test_what_another_computer_has_put_there_meanwhile_is_looked_at(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = write_site(site.parent / "newer", (*FILES, "10003/index.html"), (*IDS, "10003"))

    def other_has_been(store: Store, what: str, key: str) -> None:
        if key == BUCKET_MARKER and len(store.history) == 1:
            lease = store.objects[BUCKET_MARKER]
            fill(store, newer)
            store.objects[BUCKET_MARKER] = lease

    store.watch = other_has_been
    assert sent(site) == 2
    assert "答应过编号 10003" in capsys.readouterr().err
    assert {key for _, key in store.history} == {BUCKET_MARKER}
    assert read_record(store.objects[BUCKET_MARKER][0]).lease is None


def test_two_that_began_together_do_not_both_go_on(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "RENEW_S", 0.0)

    def other_comes(store: Store, what: str, key: str) -> None:
        if key == "assets/style.css":
            store.objects[BUCKET_MARKER] = (BucketRecord(compute_headers_digest(), lease=lease()).to_bytes(), {})

    store.watch = other_comes
    assert sent(site) == 2
    assert "电脑 office" in capsys.readouterr().err
    # The other's lease stays.
    assert json.loads(store.objects[BUCKET_MARKER][0])["lease"]["host"] == "office"
