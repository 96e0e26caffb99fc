"""A site into a bucket, by the real rclone into a small store that speaks S3: order, headers, clearing, refusing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from buckets import Store, named, opened
from exhibition.cli import main
from exhibition.forges.bucket import is_kept
from exhibition.forges.bucket_record import MARKER
from exhibition.manifest import file_sizes

HOME = Path(__file__).resolve().parents[1]
needs_rclone = pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is not installed")

KEPT = "public, max-age=31536000, immutable"
HASHED = "assets/style.0123abcd.css"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    store = Store()
    with opened(store) as host:
        named(monkeypatch, host, tmp_path)
        yield store


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
    return main(["upload", "--to", to, "--site", str(site), *words])


@needs_rclone
def test_what_pages_ask_for_comes_before_the_pages(store: Store, site: Path) -> None:
    assert sent(site) == 0
    order = [key for _, key in store.history if key != MARKER]
    kept = [key for key in order if is_kept(key)]
    assert order[: len(kept)] == kept
    assert set(order) == set(file_sizes(site))
    for key in order:
        headers = store.objects[key][1]
        assert headers["cache-control"] == (KEPT if is_kept(key) else "no-cache"), key
    assert store.objects["index.html"][1]["content-type"] == "text/html; charset=utf-8"
    assert "assets/.hidden" not in store.objects


@needs_rclone
def test_a_second_time_only_what_has_changed_is_sent(store: Store, site: Path) -> None:
    sent(site)
    store.history.clear()
    (site / "10001" / "index.html").write_text("new", "utf-8")
    assert sent(site) == 0
    assert [one for one in store.history if one[1] != MARKER] == [("put", "10001/index.html")]


@needs_rclone
def test_what_was_taken_down_goes_last(store: Store, site: Path) -> None:
    sent(site)
    store.history.clear()
    (site / "10001" / "照片 一.txt").unlink()
    (site / "index.html").write_text("new", "utf-8")
    assert sent(site) == 0
    changes = [one for one in store.history if one[1] != MARKER]
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


def test_what_is_kept_for_ever_is_what_readme_says() -> None:
    readme = (HOME / "README.md").read_text("utf-8")
    from exhibition.forges import bucket

    assert f'location ~ "{bucket.FOREVER.pattern}"' in readme
    assert bucket.KEPT.removeprefix("Cache-Control: ") in readme
