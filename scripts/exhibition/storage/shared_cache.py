"""Cache on shared storage: a folder that several machines see, or a bucket (fsspec), below one URL.

    machine's folder (first level) ──absent──▶ shared store ◀──── workers on other machines

Objects have the same keys and the same digests as in the cache of one machine, so that what another machine has made
is used only where it is whole. Two writers of one key write the same bytes. In a folder an object gets its name when
it is complete; a bucket shows an object when it has all of it; elsewhere a partial object fails its digest and counts
as absent.

Credentials are no part of a URL: the environment of each machine holds them (`AWS_ACCESS_KEY_ID` and the like).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ..cluster import get_python_version
from ..diagnostics import Refusal
from ..lazy import dataclass
from ..model import CacheKey
from .cache import Cache, add_seal, digest, remove_seal
from .toolchain import compute_code_digest, get_version

LOCAL_SCHEMES = ("", "file")
"""Schemes of a folder: it is written as the cache of one machine, which renames what is complete."""
WINDOWS_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
RETRY: Mapping[str, Any] = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
"""Bounds for a bucket that does not answer: the default of the library is three minutes for each object."""
BUCKET_SCHEMES = ("s3", "gs", "az", "abfs")
"""Schemes of buckets, spoken by `obstore`; any other scheme is fsspec's own."""


@dataclass(frozen=True, slots=True)
class BucketCache(Cache):
    """Cache in a store that fsspec opens by a URL; it keeps nothing on this machine."""

    url: str = ""

    def locate(self, key: CacheKey) -> str:
        """Return the URL of an object."""
        return f"{self.url}/{key[:2]}/{key[2:]}"

    def get(self, key: CacheKey) -> bytes | None:
        """Return the bytes of `key`; None where they are absent or damaged, or where the store does not answer."""
        try:
            return remove_seal(key, open_filesystem(urlsplit(self.url).scheme).cat_file(self.locate(key)))
        except Exception:  # Each library has exceptions of its own; what cannot be read counts as absent.
            return None

    def may_hold(self, key: CacheKey) -> bool:
        """Return whether the bytes of `key` may be there: asking for each would cost more than fetching what is missing."""
        return True

    def put(self, key: CacheKey, data: bytes) -> None:
        """Store `data` under `key`. Raises OSError where the store does not take them."""
        scheme, place = urlsplit(self.url).scheme, self.locate(key)
        files = open_filesystem(scheme)
        try:
            if scheme not in BUCKET_SCHEMES:
                files.makedirs(place.rpartition("/")[0], exist_ok=True)
            files.pipe_file(place, add_seal(key, data))
        except Exception as problem:
            # The message of the library may hold a signed address.
            raise OSError(f"共享的缓存写不进去（{type(problem).__name__}）") from None

    def drop(self, key: CacheKey) -> None:
        """Remove the bytes of `key`, if they are there."""
        try:
            open_filesystem(urlsplit(self.url).scheme).rm_file(self.locate(key))
        except Exception:
            return

    def tidy(self) -> None:
        """Do nothing: a store shows no unfinished objects."""


@dataclass(frozen=True, slots=True)
class SharedCache(Cache):
    """Cache in a folder of this machine, with a second level `below` that other machines use too."""

    below: Cache = Cache(Path())

    def get(self, key: CacheKey) -> bytes | None:
        """Return the bytes of `key` from here, else from the second level, which are kept here then."""
        data = Cache.get(self, key)
        if data is None and (data := self.below.get(key)) is not None:
            Cache.put(self, key, data)
        return data

    def may_hold(self, key: CacheKey) -> bool:
        """Return whether the bytes of `key` may be on either level."""
        return Cache.may_hold(self, key) or self.below.may_hold(key)

    def put(self, key: CacheKey, data: bytes) -> None:
        """Store `data` here and in the second level; a store that does not take them costs others time only."""
        Cache.put(self, key, data)
        with suppress(OSError):
            self.below.put(key, data)

    def drop(self, key: CacheKey) -> None:
        """Remove the bytes of `key` from both."""
        Cache.drop(self, key)
        self.below.drop(key)

    @property
    def first(self) -> Cache:
        """The level on this machine alone."""
        return Cache(self.root)

    def share(self, key: CacheKey) -> None:
        """Bring into the second level what a process of this machine has put into the first."""
        if (data := Cache.get(self, key)) is not None:
            with suppress(OSError):
                self.below.put(key, data)


def open_shared(root: Path, store: str, name: str) -> Cache:
    """Return the cache in the folder `root`/`name`, with a second level `name` in `store`.

    Without one where `store` is empty or the folder itself.
    """
    folder = to_folder(store)
    if not store or (folder and folder.resolve() == root.resolve()):
        return Cache(root / name)
    return SharedCache(root / name, open_store(store, name))


def open_store(store: str, name: str) -> Cache:
    """Return the cache `name` in a store alone, for a worker that keeps nothing itself."""
    folder = to_folder(store)
    return Cache(folder / name) if folder else BucketCache(Path(), f"{store.rstrip('/')}/{name}")


def to_folder(store: str) -> Path | None:
    """Return the folder of a store that is one; None for any other URL.

    >>> str(to_folder("file:///srv/louzu")), to_folder("s3://louzu/cache")
    ('/srv/louzu', None)
    """
    if WINDOWS_DRIVE.match(store):
        return Path(store)
    parts = urlsplit(store)
    if parts.scheme not in LOCAL_SCHEMES:
        return None
    return Path(unquote(parts.path) if parts.scheme else store)


def parse_store(text: str) -> str:
    """Return the URL of a store as it is used; raise Refusal where it cannot be one, or holds a password."""
    folder = to_folder(text)
    if folder is not None:
        return folder.expanduser().resolve().as_posix()
    if "@" in urlsplit(text).netloc or urlsplit(text).query:
        # The text itself is not repeated: it would stand in a log.
        raise Refusal("共享缓存的网址里不能写账号、密码和问号后面的参数。请把它们放进环境变量，网址里只写桶和文件夹。")
    return text.rstrip("/")


@cache
def open_filesystem(scheme: str) -> Any:
    """Return fsspec's file system for the URLs of a scheme. Raises Refusal where its package is missing.

    It does not survive a fork: forked processes use the first level alone (`SharedCache.first`).
    """
    try:
        if scheme in BUCKET_SCHEMES:
            return import_module("obstore.fsspec").FsspecStore(scheme, retry_config=RETRY, skip_instance_cache=True)
        return import_module("fsspec").filesystem(scheme)
    except (ImportError, ValueError) as problem:
        raise Refusal(
            f"共享的缓存打不开：没有装能读写 {scheme}:// 的软件包。请运行 pip install -r serving/requirements.txt。"
        ) from problem


def refuse_closed_store(store: str) -> None:
    """Raise Refusal where a store cannot be written and read again."""
    probe = open_store(store, "objects")
    key = CacheKey(digest("probe", store))
    try:
        probe.put(key, PROBE)
    except OSError as problem:
        raise Refusal(f"共享的缓存写不进去（{type(problem).__name__}）。请看看地址对不对、有没有写的权限。") from None
    if probe.get(key) != PROBE:
        raise Refusal("共享的缓存写进去的东西读不回来。请看看地址对不对、有没有读的权限。")


PROBE = "楼组展厅".encode()
"""Object by which a machine shows that it sees the store."""


def can_see_store(store: str) -> bool:
    """Return whether this machine sees what `refuse_closed_store` has put into a store."""
    return open_store(store, "objects").get(CacheKey(digest("probe", store))) == PROBE


def identify_machine(kinds: Sequence[str], store: str) -> dict[str, str]:
    """Return all that must be equal on machines that make files of these kinds (see `TOOLCHAINS`) for one store."""
    versions = [get_version(kind) for kind in kinds]
    return {
        "Python": get_python_version(),
        "程序": compute_code_digest(("", "illustrations")),
        "软件包": digest(*(word for version in versions for word in version.versions)),
        "处理器或系统": digest(*(version.machine for version in versions)),
        "看得见的共享缓存": str(can_see_store(store)),
    }
