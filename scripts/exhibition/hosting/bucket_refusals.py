"""Reasons to refuse an upload: faults of the site, and losses in the bucket, as sentences that say what to do.

Each check is a generator of sentences; if there are any, nothing in the bucket is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ..lazy import dataclass
from ..model.site_settings import to_url_path
from ..storage import site_records
from ..storage.site_records import BuildNote, SiteIdentity, SiteManifest, make_manifest
from ..text.characters import RESERVED, is_ip_address
from .bucket_plan import ENTRY, LocalFile, RemoteFile, UploadPlan, is_left_alone, is_page, make_redirect_page

SHARE = 0.05
LEAST = 20
"""Files that may be removed without a confirmation: this share of the bucket's, or so many."""
NAMED = 12
"""Names that a sentence lists; of the others it gives the number."""


@dataclass(frozen=True, slots=True)
class FinishedSite:
    """Finished site on disk."""

    files: Mapping[str, LocalFile]
    identity: SiteIdentity | None = None
    manifest: SiteManifest | None = None
    recorded: Collection[str] = ()
    """Paths that the build has recorded, where its cache is available."""
    altered: Collection[str] = ()
    """Paths that were changed since then."""
    ledger: Collection[str] = ()
    """Ids in the content's ledger, where it is available."""
    note: BuildNote | None = None

    @property
    def base(self) -> str:
        """URL of the site, with a slash at its end; empty where it is unknown."""
        return self.identity.address if self.identity else ""

    def has_page(self, id: str) -> bool:
        """Return whether there is a page at the address of an id."""
        return f"{id}/index.html" in self.files


@dataclass(frozen=True, slots=True)
class BucketState:
    """Content of the bucket."""

    files: Mapping[str, RemoteFile]
    """Without hidden files."""
    identity: SiteIdentity | None = None


@dataclass(frozen=True, slots=True)
class UploadPermissions:
    """Explicit permissions of the user."""

    replace: str = ""
    """Address of the site in the bucket that is to be replaced by another one."""
    old_site: bool = False
    """Upload the site though it is older than the content: the last build has failed, or there was none."""
    removals: int = 0
    """Number of files that may be removed."""


def list_refusals(site: FinishedSite, bucket: BucketState, consent: UploadPermissions) -> list[str]:
    """Return everything that prevents the upload."""
    return list(dict.fromkeys(reason for check in REFUSALS for reason in check(site, bucket, consent)))


def check_build(site: FinishedSite, bucket: BucketState, consent: UploadPermissions) -> Iterator[str]:
    """Refuse an old site: the last build has not succeeded."""
    if site.note and not consent.old_site:
        yield (
            f"上一次 build（{site.note.since} 开始）没有做成：{site.note.reason}。文件夹里还是更早做好的网站。"
            "请先改好，再运行一次 build；确实要传这个旧网站，就加上 --old-site。"
        )


def check_damage(site: FinishedSite, bucket: BucketState, consent: UploadPermissions) -> Iterator[str]:
    """Refuse a site that is not as a build made it."""
    empty = [path for path, file in site.files.items() if not file.size]
    if empty:
        yield f"网站里有空文件：{format_names(empty)}。文件坏了，请再运行一次 build。"
    if site_records.IDENTITY_FILE in site.files and site.identity is None:
        yield f"网站里的 {site_records.IDENTITY_FILE} 坏了，读不出来。请再运行一次 build。"
    if site_records.MANIFEST_FILE in site.files and site.manifest is None:
        yield f"网站里的 {site_records.MANIFEST_FILE} 坏了，读不出来。请再运行一次 build。"
    if site.altered:
        yield f"build 以后有人改过网站里的 {format_names(site.altered)}。请再运行一次 build，它会改回来。"
    if site.manifest is None or site.manifest == make_manifest({path: file.size for path, file in site.files.items()}):
        return
    now = len(site.files) - 1
    lacking = sorted(set(site.recorded) - set(site.files))
    more = sorted(set(site.files) - set(site.recorded)) if site.recorded else []
    names = [f"少了 {format_names(lacking)}"] * bool(lacking) + [f"多了 {format_names(more)}"] * bool(more)
    counted = f"build 做了 {site.manifest.files} 个文件，现在有 {now} 个"
    yield (
        f"网站的文件夹和 build 做好的时候不一样（{counted}{'：' if names else ''}{'，'.join(names)}）："
        "文件少了、多了，或者被改过。请再运行一次 build；从流水线下载的，请重新下载完整的一份。"
    )


def check_identity(site: FinishedSite, bucket: BucketState, consent: UploadPermissions) -> Iterator[str]:
    """Refuse where the site in the bucket is another one."""
    there, ours = bucket.identity, site.identity
    if ours is None:
        if there is not None and site_records.IDENTITY_FILE not in site.files:
            yield (
                f"网站里没有 {site_records.IDENTITY_FILE}，不知道它是哪个网站；桶里现在是 {format_site(there)}。"
                "请用现在的程序再运行一次 build。"
            )
        return
    if there is None:
        if is_trial(ours) and bucket.files:
            yield (
                f"这是 {format_site(ours)}，桶里却已经有网页，看不出是哪个网站的（没有 {site_records.IDENTITY_FILE}）。"
                "试用的网站请传到另一个空的桶或文件夹。"
            )
        return
    if is_same_address(ours.address, there.address) and is_trial(ours) == is_trial(there):
        return
    if is_trial(ours) and not is_trial(there):
        yield (
            f"这是 {format_site(ours)}，桶里现在是正式的 {format_site(there)}。试用的网站不能盖掉正式的。"
            "请传到另一个桶或文件夹；要换正式的网站，请用正式的网址再运行一次 build。"
        )
    elif is_trial(ours) and is_trial(there):
        return
    elif not is_same_address(consent.replace, there.address):
        yield (
            f"桶里现在是 {format_site(there)}，要传的是 {format_site(ours)}，不是同一个网站。"
            f"桶写错了，就改 --to；确实要用新的换掉桶里的，请加上 --replace {there.address}。"
        )


def check_promised(site: FinishedSite, bucket: BucketState, consent: UploadPermissions) -> Iterator[str]:
    """Refuse where an issued address would not answer."""
    own = site.identity.promised if site.identity else ()
    lost = [id for id in own if not site.has_page(id)]
    if lost:
        yield f"编号 {format_names(lost)} 在台账里，这个网站却没有这一页，墙上的二维码会扫空。请再运行一次 build。"
    there = bucket.identity if not has_promised_nothing(bucket, consent) else None
    newer = [id for id in (there.promised if there else ()) if not site.has_page(id)]
    if set(newer) - set(lost):
        yield (
            f"网上的网站答应过编号 {format_names(newer)}，这个网站却没有：它比网上的旧，或者是别的展厅的。"
            "请取回最新的内容（git pull），再运行一次 build。"
        )
    # The ledger only grows: a site whose ids it has not issued was made of other content.
    known = set(site.ledger)
    if own and known.issuperset(own) and not consent.old_site:
        late = [id for id in sorted(known.difference(own)) if not site.has_page(id)]
        if late:
            yield (
                f"编号 {format_names(late)} 已经在台账里，这个网站还没有这一页：它比内容旧。"
                "请再运行一次 build；确实要传这个旧网站，就加上 --old-site。"
            )


def check_lost_pages(site: FinishedSite, bucket: BucketState, consent: UploadPermissions) -> Iterator[str]:
    """Refuse where a page of the bucket would be lost."""
    if has_promised_nothing(bucket, consent):
        return
    lost = [
        path
        for path in bucket.files
        if is_page(path)
        and path not in site.files
        and not is_left_alone(path)
        and make_redirect_page(path, site.files) is None
    ]
    ids = sorted({path[:5] for path in lost if ENTRY.match(path)})
    others = [to_url_path(path) or "首页" for path in lost if not ENTRY.match(path)]
    if ids:
        yield (
            f"网上有编号 {format_names(ids)} 的网页，这个网站却没有，墙上的二维码会扫空。"
            "请找回它的文件夹和台账里的小文件，再运行一次 build。"
        )
    if others:
        yield (
            f"网上有 {format_names(others)}，这个网站却没有，别人存着的网址会打不开。请再运行一次 build；"
            "街镇、主题合并或改了 slug 的，请在词表里合并后的那一项写上“旧slug”。"
        )


REFUSALS: tuple[Callable[[FinishedSite, BucketState, UploadPermissions], Iterator[str]], ...] = (
    check_build,
    check_damage,
    check_identity,
    check_promised,
    check_lost_pages,
)
"""Everything that may prevent an upload, in the order of the sentences."""


def has_promised_nothing(bucket: BucketState, consent: UploadPermissions) -> bool:
    """Return whether the bucket holds a trial site, so that its pages may be removed.

    A site at a placeholder address does not say so itself; it counts as a trial where it is to be replaced.
    """
    there = bucket.identity
    return there is not None and (there.trial or (is_trial(there) and is_same_address(consent.replace, there.address)))


def check_removals(plan: UploadPlan, bucket: BucketState, consent: UploadPermissions) -> str:
    """Return the question to ask where an unusual number of files would be removed; empty where it is usual or allowed."""
    count = len(plan.lost)
    if count < LEAST or count <= SHARE * len(bucket.files) or count <= consent.removals:
        return ""
    return f"桶里一共 {len(bucket.files)} 个文件，这一次要删掉 {count} 个，没有新的来代替：{format_names(plan.lost)}。比平常多得多。"


def is_trial(one: SiteIdentity) -> bool:
    """Return whether this is a trial site. One at a placeholder address is, whatever it says.

    >>> is_trial(SiteIdentity("https://louzu.example/")), is_trial(SiteIdentity("http://localhost:8000/"))
    (True, True)
    >>> is_trial(SiteIdentity("https://louzu.baoshan.gov.cn/")), is_trial(SiteIdentity("https://a.gov.cn/", trial=True))
    (False, True)
    """
    try:
        host = (urlsplit(one.address).hostname or "").removesuffix(".").lower()
    except ValueError:
        host = ""
    reserved = any(host == name or host.endswith(f".{name}") for name in RESERVED)
    return one.trial or not host or reserved or is_ip_address(host)


def is_same_address(one: str, other: str) -> bool:
    """Return whether two URLs are the same. Scheme and host ignore case; a slash at the end does not matter.

    >>> is_same_address("HTTPS://A.cn/x", "https://a.cn/x/"), is_same_address("https://a.cn/x/", "https://a.cn/X/"), is_same_address("", "https://a.cn/")
    (True, False, False)
    """
    return normalize_address(one) == normalize_address(other)


def normalize_address(address: str) -> tuple[str, ...]:
    """Return the parts of a URL by which two are compared."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return (address,)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/")


def format_site(one: SiteIdentity) -> str:
    """Return a site as text for people."""
    return f"{one.address or '没有网址'} 的{'试用' if is_trial(one) else ''}网站"


def format_names(names: Iterable[str]) -> str:
    """Return a list of names as text, shortened."""
    listed: Sequence[str] = list(names)
    shown = "、".join(listed[:NAMED])
    return shown if len(listed) <= NAMED else f"{shown}……一共 {len(listed)} 个"
