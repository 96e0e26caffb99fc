"""Upload of a site to a bucket, with the real rclone and a small S3 store: order, headers, removals, refusals."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from exhibition.cli import main
from exhibition.hosting import bucket_plan
from exhibition.hosting.bucket_plan import (
    BUCKET_MARKER,
    STATES,
    BucketRecord,
    LocalFile,
    RemoteFile,
    UploadStage,
    choose_header_checks,
    compute_headers_digest,
    get_headers,
    is_cached_forever,
    list_addresses,
    make_redirect_page,
    plan_upload,
    read_record,
)
from exhibition.hosting.rclone import follow_log, make_error
from exhibition.storage.site_records import measure_files
from helpers.local_servers import HttpRequest
from helpers.s3_store import Store, fill, make_error_response, write_site, write_site_manifest
from stress.killed_builds import start_command

HOME = Path(__file__).resolve().parents[1]
needs_rclone = pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not installed")

KEPT = "public, max-age=31536000, immutable"
HASHED = "assets/style.0123abcd.css"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for path in (
        "index.html",
        "404.html",
        "10001/index.html",
        "10001/照片 一.txt",
        HASHED,
        "assets/search/0123abcd/a.json",
    ):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path, "utf-8")
    (site / ".exhibition").write_text("made of")
    (site / "assets" / ".hidden").write_text("x")
    return site


def sent(site: Path, *words: str, to: str = "louzu:hall") -> int:
    root = site.parent / "nowhere"
    return main(["upload", "--to", to, "--site", str(site), "--root", str(root), "--cache", str(root), *words])


@needs_rclone
def test_what_pages_ask_for_comes_before_the_pages(store: Store, site: Path) -> None:
    assert sent(site) == 0
    order = [key for _, key in store.history if key != BUCKET_MARKER]
    kept = [key for key in order if is_cached_forever(key)]
    assert order[: len(kept)] == kept
    assert set(order) == set(measure_files(site))
    for key in order:
        headers = store.objects[key][1]
        assert headers["cache-control"] == (KEPT if is_cached_forever(key) else "no-cache"), key
    assert store.objects["index.html"][1]["content-type"] == "text/html; charset=utf-8"
    assert "assets/.hidden" not in store.objects


@needs_rclone
def test_a_second_time_only_what_has_changed_is_sent(store: Store, site: Path) -> None:
    fill(store, site)
    store.history.clear()
    (site / "10001" / "index.html").write_text("new", "utf-8")
    assert sent(site) == 0
    assert [one for one in store.history if one[1] != BUCKET_MARKER] == [("put", "10001/index.html")]


@needs_rclone
def test_what_was_taken_down_goes_last(store: Store, site: Path) -> None:
    fill(store, site)
    store.history.clear()
    (site / "10001" / "照片 一.txt").unlink()
    (site / "index.html").write_text("new", "utf-8")
    assert sent(site) == 0
    changes = [one for one in store.history if one[1] != BUCKET_MARKER]
    assert changes == [("put", "index.html"), ("delete", "10001/照片 一.txt")]


@needs_rclone
def test_a_folder_of_a_bucket_is_enough(store: Store, site: Path) -> None:
    assert sent(site, to="louzu:hall/a/b/") == 0
    assert "a/b/index.html" in store.objects


@needs_rclone
def test_a_rehearsal_changes_nothing(store: Store, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(site, "--dry-run") == 0
    assert store.history == []
    assert "什么都没有传" in capsys.readouterr().out


@needs_rclone
def test_a_bucket_with_other_things_is_left_alone(store: Store, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.objects["tax.xlsx"] = (b"x", {})
    assert sent(site) == 2
    assert store.history == []
    assert "里有别的东西（例如 tax.xlsx）" in capsys.readouterr().err


@needs_rclone
def test_a_store_that_does_not_answer_is_named(
    store: Store, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RCLONE_CONFIG_LOUZU_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("RCLONE_LOW_LEVEL_RETRIES", "1")
    monkeypatch.setenv("RCLONE_RETRIES", "1")
    assert sent(site) == 2
    assert "打不开 louzu:hall" in capsys.readouterr().err


@pytest.mark.parametrize("to", ["louzu", "louzu:", "hall"])
def test_a_target_without_a_bucket_is_refused(to: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(site, to=to) == 2
    assert "要写成“名字:桶”" in capsys.readouterr().err


def test_without_a_site_nothing_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert sent(tmp_path / "nowhere") == 2
    assert "请先运行 build" in capsys.readouterr().err


def test_without_rclone_the_way_to_get_it_is_said(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert sent(site) == 2
    assert "apt-get install rclone" in capsys.readouterr().err


# Plans


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a/x.css", "text/css; charset=utf-8"),
        ("a/x.js", "text/javascript; charset=utf-8"),
        ("site.json", "application/json; charset=utf-8"),
        ("a/x.svg", "image/svg+xml; charset=utf-8"),
        ("a/x.webp", "image/webp"),
        ("a/x.AVIF", "image/avif"),
        ("a/x.pdf", "application/pdf"),
        ("a/x.woff2", "font/woff2"),
        ("a/x.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a/x.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("a/x.csv", "text/csv; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a/x.ics", "text/calendar; charset=utf-8"),
        ("a/x", "application/octet-stream"),
    ],
)
def test_a_file_has_its_type_whatever_the_machine_knows(path: str, type: str) -> None:
    assert get_headers(path).type == type


DAY = date(2026, 11, 20)


def files(*paths: str, whole: bool = True) -> dict[str, LocalFile]:
    return {path: LocalFile(1, path) for path in (*paths, *(("site-files.json",) if whole else ()))}


def online(*paths: str) -> dict[str, RemoteFile]:
    return {path: RemoteFile(1, path) for path in paths}


def test_entries_come_before_lists_and_home_last() -> None:
    site = files("index.html", "streets/a/index.html", "10001/index.html", "10002/index.html", "sitemap.xml",
                 "site.json", "units/index.html", "assets/x.css", "10001/a-0123abcd.jpg")  # fmt: skip
    plan = plan_upload(site, online("index.html", "10001/index.html", "units/index.html") | {
        "index.html": RemoteFile(1, "old"), "10001/index.html": RemoteFile(1, "old"), "units/index.html": RemoteFile(1, "old"),
    }, BucketRecord(), DAY)  # fmt: skip
    assert [put.path for put in plan.puts] == [
        "10001/a-0123abcd.jpg", "assets/x.css", "10002/index.html", "streets/a/index.html", "10001/index.html",
        "units/index.html", "index.html", "sitemap.xml", "site-files.json", "site.json",
    ]  # fmt: skip


def test_the_first_feed_comes_before_the_pages_that_name_it_and_later_ones_after_what_they_name() -> None:
    site, before = files("10001/index.html", "feed.xml"), {"feed.xml": RemoteFile(1, "old")}
    for there, order in (({}, ["feed.xml", "10001/index.html"]), (before, ["10001/index.html", "feed.xml"])):
        puts = [put.path for put in plan_upload(site, online() | there, BucketRecord(), DAY).puts]
        assert [path for path in puts if path in site and path != "site-files.json"] == order


CSS, DATA, PHOTO = "assets/style.0123abcd.css", "assets/search/0123abcd/f0.js", "10001/photo-0123abcd-720.jpg"


def test_scripts_styles_fonts_and_search_data_stay_for_a_week_and_pictures_do_not() -> None:
    plan = plan_upload(
        files("index.html", "10001/photo-4567abcd-720.jpg"), online(CSS, DATA, PHOTO), BucketRecord(), DAY
    )
    assert plan.removals == (PHOTO,)
    assert plan.retained == {CSS: "2026-11-20", "assets/search/0123abcd/": "2026-11-20"}
    for day, stay in ((DAY + timedelta(days=6), True), (DAY + timedelta(days=7), False)):
        later = plan_upload(files("index.html", "x.png"), online(CSS, DATA), BucketRecord(retained=plan.retained), day)
        assert (set(later.removals) == set()) is stay
        assert later.retained == (plan.retained if stay else {})
    assert set(plan_upload(files("index.html"), online(CSS, DATA), BucketRecord(), DAY, at_once=True).removals) == {
        CSS,
        DATA,
    }


def test_a_clock_that_was_wrong_keeps_nothing_for_ever() -> None:
    record = BucketRecord(retained={HASHED: "2030-01-01"})
    plan = plan_upload(files("index.html"), online("index.html", HASHED), record, DAY)
    assert plan.retained == {HASHED: DAY.isoformat()}


def test_where_a_picture_is_taken_down_no_words_stay_either() -> None:
    plan = plan_upload(files("index.html", "x.png"), online(CSS, DATA, PHOTO), BucketRecord(), DAY)
    assert set(plan.removals) == {DATA, PHOTO} and list(plan.retained) == [CSS]


def test_what_is_retained_is_never_more_than_the_site() -> None:
    known = {f"assets/a.{number:08x}.js": f"2026-11-{10 + number}" for number in range(9)}
    plan = plan_upload(files("index.html", "x.png"), online(*known), BucketRecord(retained=known), DAY)
    assert list(plan.retained.values()) == ["2026-11-16", "2026-11-17", "2026-11-18"]


def test_old_scripts_and_search_data_that_go_are_no_loss() -> None:
    plan = plan_upload(files("index.html"), online(CSS, DATA, PHOTO), BucketRecord(), DAY, at_once=True)
    assert set(plan.removals) == {CSS, DATA, PHOTO} and plan.lost == (PHOTO,)


def test_files_of_the_program_that_an_older_version_had_are_no_loss() -> None:
    old = [f"assets/javascripts/lunr/lunr.{number}.min.js" for number in range(40)]
    there = online(
        "index.html", *old, "assets/javascripts/bundle.0123abcd.min.js.map", "assets/style.css", "favicon.png"
    )
    plan = plan_upload(files("index.html"), there, BucketRecord(), DAY)
    assert len(plan.removals) == 43 and plan.lost == ("favicon.png",)


def test_what_comes_back_is_no_longer_counted() -> None:
    record = BucketRecord(retained={CSS: "2026-11-01"})
    assert plan_upload(files(CSS), online(CSS), record, DAY).retained == {}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("streets/a/2/index.html", "../"),
        ("walls/streets/a/index.html", "../../../"),
        ("old/list/index.html", "../../"),
        ("streets/b/index.html", None),
        ("streets/b/2/index.html", None),
        ("wisdom/b/index.html", None),
        ("wisdom/b/2/index.html", None),
        ("wisdom/a/2/index.html", "../"),
        ("wisdom/2/index.html", "../"),
        ("wisdom/streets/a/index.html", None),
        ("council/years/2019/index.html", "../../../"),
        ("10009/index.html", None),
        ("old.html", None),
    ],
)
def test_a_list_that_is_gone_leads_on_and_what_was_promised_is_lost(path: str, target: str | None) -> None:
    stub = make_redirect_page(
        path, files("index.html", "streets/a/index.html", "wisdom/index.html", "wisdom/a/index.html")
    )
    assert (stub and stub.data and f'href="{target}"'.encode() in stub.data) or (stub is None and target is None)
    # Where a site may be partial, the reason for a missing page is unknown.
    assert make_redirect_page(path, files("index.html", "streets/a/index.html", whole=False)) is None


def test_files_that_keepers_put_there_by_hand_stay() -> None:
    names = ("MP_verify_a1B2.txt", "google0123.html", "baidu_verify_code-x.html")
    assert plan_upload(files("index.html"), online(*names), BucketRecord(), DAY).removals == ()
    assert plan_upload(files("index.html"), online("a/MP_verify_a.txt"), BucketRecord(), DAY).removals == (
        "a/MP_verify_a.txt",
    )


def test_every_address_under_which_a_cache_may_hold_a_page_is_named() -> None:
    site = files("index.html", "10001/index.html", "照片.txt")
    there = {path: RemoteFile(1, "old") for path in ("index.html", "10001/index.html", PHOTO)}
    listed = list_addresses(
        "https://a.cn/b/", plan_upload(site, there, BucketRecord(), DAY).list_altered(list(UploadStage))
    )
    assert listed == [
        "https://a.cn/b/", "https://a.cn/b/10001", "https://a.cn/b/10001/", "https://a.cn/b/10001/index.html",
        f"https://a.cn/b/{PHOTO}", "https://a.cn/b/index.html",
    ]  # fmt: skip


def test_headers_are_looked_at_where_they_may_be_wrong_and_of_others_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_plan, "LOOKED_AT", 2)
    names = [f"{number}.png" for number in range(5)]
    site, there = files(*names, whole=False), {path: RemoteFile(1, path, "2026-11-02") for path in names}
    known = BucketRecord(compute_headers_digest(), "2026-11-03", "1.png")
    assert choose_header_checks(site, there, known, everything=False) == (["2.png", "3.png"], "3.png")
    assert choose_header_checks(site, there, replace(known, cursor="4.png"), everything=False) == (
        ["0.png", "1.png"],
        "1.png",
    )
    since = there | {"0.png": RemoteFile(1, "0.png", "2026-11-04")}
    assert choose_header_checks(site, since, known, everything=False)[0] == ["0.png", "2.png", "3.png"]
    for everything in (
        choose_header_checks(site, there, known, everything=True),
        choose_header_checks(site, there, BucketRecord(), everything=False),
    ):
        assert everything == (names, "")


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"9e07bc", b'{"rule": 3, "retained": [], "lease": {"host": 1}}'])
def test_a_record_that_no_upload_has_written_says_nothing(data: bytes) -> None:
    assert read_record(data) == BucketRecord()


SAID = {
    "remote": """Failed to create file system for "lozu:hall": didn't find section in config file""",
    "bucket": "NoSuchBucket: The specified bucket does not exist",
    "key": "SignatureDoesNotMatch: status code: 403, request id: , host id:",
    "rights": "AccessDenied: Access Denied status code: 403",
    "network": 'Put "http://127.0.0.1:9/hall/x": dial tcp 127.0.0.1:9: connect: connection refused',
    "space": "write /mnt/site/index.html: no space left on device",
    "": "something new",
}


@pytest.mark.parametrize("kind", SAID)
def test_what_rclone_says_is_understood(kind: str) -> None:
    problem = make_error(f"2026/11/20 10:00:00 {SAID[kind]}", 1)
    assert problem.kind == kind
    # The English message stands behind our reason, for experts.
    assert problem.reason.startswith("rclone 说：" if not kind else "") and SAID[kind] in problem.reason
    assert "2026/11/20" not in problem.reason


def test_progress_and_errors_are_read_from_the_log_of_rclone() -> None:
    lines = (
        b'{"level":"warning","msg":"Config file not found"}',
        b'{"level":"warning","msg":"stats","stats":{"transfers":3,"deletes":0,"totalTransfers":9}}',
        b'{"level":"error","msg":"Failed to copy: AccessDenied","object":"a.html"}',
        b'{"level":"warning","msg":"stats","stats":{"transfers":9,"deletes":0,"totalTransfers":9}}',
        b"2026/11/20 10:00:00 Failed to copy: x",
    )
    seen: list[tuple[int, int]] = []
    beats: list[None] = []
    said = follow_log(io.BytesIO(b"\n".join(lines)), lambda *done: seen.append(done), lambda: beats.append(None))
    assert seen == [(3, 9), (9, 9)] and len(beats) == 2
    assert said == "a.html: Failed to copy: AccessDenied\n2026/11/20 10:00:00 Failed to copy: x"


# The real rclone


@needs_rclone
def test_headers_that_differ_are_repaired(store: Store, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(store, site)
    body = store.objects["index.html"][0]
    store.objects["index.html"] = (body, {"content-type": "text/html"})
    store.objects[HASHED] = (store.objects[HASHED][0], {**store.objects[HASHED][1], "cache-control": "no-cache"})
    store.history.clear()
    capsys.readouterr()
    assert sent(site) == 0
    assert sorted(key for _, key in store.history if key != BUCKET_MARKER) == [HASHED, "index.html"]
    assert store.objects["index.html"][1]["cache-control"] == "no-cache"
    assert store.objects["index.html"][1]["content-type"] == "text/html; charset=utf-8"
    assert store.objects[HASHED][1]["cache-control"] == KEPT
    assert "只改缓存和类型设置的 2 个" in capsys.readouterr().err
    store.history.clear()
    assert sent(site) == 0 and store.history == []
    assert "没有什么要传" in capsys.readouterr().out


@needs_rclone
def test_a_store_that_keeps_no_headers_is_said_and_not_filled_again(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.deaf = True
    assert sent(site) == 0
    assert "没有记下缓存设置" in capsys.readouterr().err
    store.history.clear()
    assert sent(site) == 0 and store.history == []


@needs_rclone
def test_a_key_without_the_right_to_delete_is_told_what_lies_online(
    store: Store, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(site, ["10001/photo-0123abcd-720.jpg"], ["10001"])
    fill(store, site)
    capsys.readouterr()
    (site / "10001/photo-0123abcd-720.jpg").unlink()
    (site / "10001/index.html").write_text("new")
    write_site_manifest(site)
    store.rights.discard("delete")
    changed = tmp_path / "changed.txt"
    assert sent(site, "--changed", str(changed)) == 2
    said = capsys.readouterr().err
    assert "网上的网页都已经是新的" in said and "请先给这把钥匙写（PutObject）和删除（DeleteObject）" in said
    assert "还在网上的：https://louzu.baoshan/10001/photo-0123abcd-720.jpg" in said
    told = {"https://louzu.baoshan/10001/photo-0123abcd-720.jpg", "https://louzu.baoshan/10001/"}
    assert told <= set(changed.read_text().split())
    assert store.objects["10001/index.html"][0] == b"new"
    store.rights.add("delete")
    assert sent(site) == 0
    assert "10001/photo-0123abcd-720.jpg" not in store.objects


@needs_rclone
def test_what_an_interrupted_upload_has_changed_is_listed_by_the_next_one_too(
    store: Store, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store, write_site(site, ["10001/index.html", "sitemap.xml"], ["10001"]))
    (site / "10001/index.html").write_text("new", "utf-8")
    (site / "sitemap.xml").write_text("new", "utf-8")
    write_site_manifest(site)
    store.fault = lambda asked: (
        make_error_response(400, "RequestTimeout") if asked.method == "PUT" and "sitemap.xml" in asked.path else None
    )
    changed = tmp_path / "changed.txt"
    assert sent(site, "--changed", str(changed)) == 2
    store.fault = lambda asked: None
    assert sent(site, "--changed", str(changed)) == 0
    assert {f"https://louzu.baoshan/{path}" for path in ("10001/", "sitemap.xml")} <= set(changed.read_text().split())
    assert read_record(store.objects[BUCKET_MARKER][0]).pending == ()
    capsys.readouterr()
    assert sent(site, "--changed", str(changed)) == 0
    assert changed.read_text() == "" and "CDN 不用刷新" in capsys.readouterr().err


@needs_rclone
@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_folder_that_a_server_shows_can_be_read_whoever_uploads(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RCLONE_CONFIG_FOLDER_TYPE", "local")
    before = os.umask(0o077)
    try:
        assert sent(site, "--create", to=f"folder:{tmp_path / '桶 一'}") == 0
    finally:
        os.umask(before)
    shown = [tmp_path / "桶 一", *(tmp_path / "桶 一").rglob("*")]
    assert len(shown) > 5
    assert all(path.stat().st_mode & 0o055 == (0o055 if path.is_dir() else 0o044) for path in shown)


STOPS = {
    ".css": UploadStage.HASHED,
    "10002/index.html": UploadStage.NEW_ENTRIES,
    "10001/index.html": UploadStage.ENTRIES,
    "sitemap.xml": UploadStage.LISTS,
}


@needs_rclone
def test_a_network_that_stops_leaves_what_is_said_and_the_next_run_goes_on(
    store: Store, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(store, site)
    for path in ("assets/style.4567abcd.css", "10002/index.html", "10001/index.html", "index.html", "sitemap.xml"):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text(f"new {path}")
    for ending, stage in STOPS.items():
        store.fault = lambda asked, ending=ending: (  # type: ignore[misc]
            make_error_response(400, "RequestTimeout") if asked.method == "PUT" and ending in asked.path else None
        )
        capsys.readouterr()
        assert sent(site) == 2
        said = capsys.readouterr().err
        assert STATES[stage] in said and "再运行一次，会接着传" in said
    store.fault = lambda asked: None
    assert sent(site) == 0
    assert store.files() == {path: (site / path).read_bytes() for path in measure_files(site)} | {
        HASHED: store.objects[HASHED][0]
    }
    came = [key for _, key in store.history if key != BUCKET_MARKER]
    assert len(set(came)) == len(came) == 5


@needs_rclone
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_who_asks_it_to_end_is_told_what_lies_online(store: Store, site: Path, tmp_path: Path) -> None:
    arrived = threading.Event()

    def slow(asked: HttpRequest) -> None:
        if asked.method == "PUT" and asked.path.endswith("/index.html"):
            arrived.set()
            time.sleep(2)

    store.fault = slow
    root = tmp_path / "nowhere"
    process = start_command("upload", "--to", "louzu:hall", "--site", site, "--root", root, "--cache", root)
    assert arrived.wait(60)
    process.terminate()
    said, _ = process.communicate()
    assert process.returncode == 130, said
    assert "已停下" in said and "桶里原来没有网站，现在只有一部分文件" in said
    assert json.loads(store.objects[BUCKET_MARKER][0])["lease"] is None


@needs_rclone
def test_a_list_of_addresses_that_cannot_be_written_is_said_before_anything_is_done(
    store: Store, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sent(site, "--changed", str(tmp_path / "no" / "changed.txt")) == 2
    assert "请先建好它" in capsys.readouterr().err and store.history == []


@needs_rclone
def test_a_list_that_has_become_shorter_leads_on(store: Store, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, ["streets/a/index.html", "streets/a/2/index.html"], ["10001"])
    fill(store, site)
    shutil.rmtree(site / "streets/a/2")
    write_site_manifest(site)
    store.history.clear()
    for _ in range(2):
        assert sent(site) == 0
        assert b'url=../"' in store.objects["streets/a/2/index.html"][0]
    assert [key for _, key in store.history].count("streets/a/2/index.html") == 1
    assert "带人去上一级" in capsys.readouterr().err
