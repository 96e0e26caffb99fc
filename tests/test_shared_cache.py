"""A cache on shared storage: whole objects only, in a folder and in buckets, and no password anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from exhibition.cli.arguments import parse_arguments, parse_machines
from exhibition.diagnostics import Refusal
from exhibition.model import CacheKey
from exhibition.storage import shared_cache
from exhibition.storage.cache import Cache, digest
from exhibition.storage.shared_cache import (
    BucketCache,
    SharedCache,
    can_see_store,
    open_shared,
    open_store,
    parse_store,
    refuse_closed_store,
)
from helpers.s3_store import Store, make_error_response, run_store

KEY, OTHER = CacheKey(digest("one")), CacheKey(digest("other"))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An S3 store with the bucket `hall`, whose address and password are in the environment."""
    pytest.importorskip("obstore", reason="needs obstore: pip install -r serving/requirements.txt")
    store = Store()
    with run_store(store) as host:
        for name, value in {
            "AWS_ENDPOINT": host.url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "geheim",
            "AWS_REGION": "us-east-1",
            # The store of the tests removes one object at a time.
            "AWS_DISABLE_BULK_DELETE": "true",
        }.items():
            monkeypatch.setenv(name, value)
        shared_cache.open_filesystem.cache_clear()
        yield store
        shared_cache.open_filesystem.cache_clear()


@pytest.fixture(params=["folder", "memory", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store of each kind."""
    if request.param == "s3":
        request.getfixturevalue("bucket")
        return "s3://hall/kept"
    if request.param == "memory":
        pytest.importorskip("fsspec", reason="needs fsspec: pip install -r serving/requirements.txt")
        return f"memory://{uuid4().hex}"
    return (tmp_path / "store").as_posix()


def test_what_one_machine_has_made_another_reads(place: str, tmp_path: Path) -> None:
    refuse_closed_store(place)
    assert can_see_store(place)
    one, other = (open_shared(tmp_path / name, place, "objects") for name in ("one", "other"))
    assert other.get(KEY) is None
    one.put(KEY, b"data")
    one.put(KEY, b"data")
    assert other.get(KEY) == b"data"
    # Now it is in the folder of the other machine.
    assert Cache(tmp_path / "other" / "objects").get(KEY) == b"data"
    assert open_store(place, "objects").get(KEY) == b"data"
    assert open_shared(tmp_path / "one", place, "jobs").get(KEY) is None
    other.drop(KEY)
    assert open_store(place, "objects").get(KEY) is None and other.get(KEY) is None


def test_a_process_of_this_machine_writes_here_and_its_parent_shares(place: str, tmp_path: Path) -> None:
    cache = open_shared(tmp_path, place, "objects")
    assert isinstance(cache, SharedCache)
    cache.first.put(KEY, b"data")
    assert open_store(place, "objects").get(KEY) is None
    cache.share(KEY)
    cache.share(OTHER)
    assert open_store(place, "objects").get(KEY) == b"data"


def test_a_partial_object_or_one_under_another_name_is_absent(bucket: Store, tmp_path: Path) -> None:
    cache = open_store("s3://hall/kept", "objects")
    cache.put(KEY, b"data" * 100)
    [name] = [name for name in bucket.objects if name.endswith(KEY[2:])]
    assert name == f"kept/objects/{KEY[:2]}/{KEY[2:]}"
    body, headers = bucket.objects[name]
    for damaged in (body[:-1], body[: len(body) // 2], b"", body[:9] + b"?" + body[10:]):
        bucket.objects[name] = damaged, headers
        assert cache.get(KEY) is None
        assert open_shared(tmp_path, "s3://hall/kept", "objects").get(KEY) is None
    bucket.objects[f"kept/objects/{OTHER[:2]}/{OTHER[2:]}"] = body, headers
    assert cache.get(OTHER) is None
    cache.put(KEY, b"data" * 100)
    assert cache.get(KEY) == b"data" * 100


def test_a_store_that_refuses_is_said_before_anything_is_made(bucket: Store, tmp_path: Path) -> None:
    bucket.rights -= {"put"}
    with pytest.raises(Refusal, match="写不进去") as found:
        refuse_closed_store("s3://hall/kept")
    assert "geheim" not in str(found.value) and "http" not in str(found.value)
    bucket.rights |= {"put"}
    bucket.fault = lambda asked: make_error_response(403, "AccessDenied") if asked.method == "GET" else None
    with pytest.raises(Refusal, match="读不回来"):
        refuse_closed_store("s3://hall/kept")
    # Later a store that fails costs time only.
    cache = open_shared(tmp_path, "s3://nowhere/kept", "objects")
    cache.put(KEY, b"data")
    assert cache.get(KEY) == b"data"
    with pytest.raises(OSError, match="共享的缓存写不进去"):
        BucketCache(Path(), "s3://nowhere/kept").put(KEY, b"data")


def test_the_folder_of_the_cache_itself_is_no_second_level(tmp_path: Path) -> None:
    assert open_shared(tmp_path, tmp_path.as_posix(), "objects") == Cache(tmp_path / "objects")
    assert open_shared(tmp_path, "", "objects") == Cache(tmp_path / "objects")


@pytest.mark.parametrize("url", ["s3://key:geheim@hall/kept", "s3://hall/kept?secret=geheim", "sftp://me@host/kept"])
def test_a_password_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(Refusal, match="不能写账号、密码") as found:
        parse_store(url)
    assert "geheim" not in str(found.value)


def test_a_scheme_without_its_package_is_refused() -> None:
    with pytest.raises(Refusal, match="没有装能读写 nosuch:// 的软件包"):
        refuse_closed_store("nosuch://host/kept")


def test_options_come_from_the_command_or_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for command in ("build", "photos", "posters"):
        plain = parse_machines(parse_arguments([command]))
        assert not plain.are_named
    monkeypatch.setenv("EXHIBITION_SCHEDULER", "tcp://10.0.0.5:8786")
    monkeypatch.setenv("EXHIBITION_CACHE_STORE", "s3://hall/kept/")
    found = parse_machines(parse_arguments(["posters"]))
    assert (found.scheduler, found.store) == ("tcp://10.0.0.5:8786", "s3://hall/kept")
    given = parse_machines(parse_arguments(["build", "--cache-store", str(tmp_path), "--scheduler", "tls://a:1"]))
    assert (given.scheduler, given.store) == ("tls://a:1", tmp_path.resolve().as_posix())
