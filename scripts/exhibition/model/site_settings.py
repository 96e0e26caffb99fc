"""Settings of the site, and the kinds of files that it serves.

Settings: name, printed address, form host, handles of reviewers. Files: content type of each kind, and which files a
browser may keep for ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ..diagnostics import Span
from ..lazy import dataclass

HANDLE = re.compile(r"@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:/[A-Za-z0-9_.-]+)*")
"""A person (`@name`) or a group (`@place/group`). Mail addresses, which some hosts take, would be public here."""
BETWEEN = re.compile(r"[\s、，,；;]+")


def parse_handles(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the handles in `text`, and the words that are none.

    >>> parse_handles("@a、@district/keepers 张三")
    (('@a', '@district/keepers'), ('张三',))
    """
    words = [word for word in BETWEEN.split(text) if word]
    good = tuple(word for word in words if HANDLE.fullmatch(word))
    return good, tuple(word for word in words if word not in good)


@dataclass(frozen=True, slots=True)
class CmsBackend:
    """The git host on which the content lives and into which forms write (`extra.exhibition.forms`)."""

    kind: str
    """`github`, `gitlab` or `gitea` (Forgejo too)."""
    repo: str
    """`owner/name`; of GitLab also `group/subgroup/name`."""
    branch: str = ""
    """Empty: the repository's own main branch."""
    host: str = ""
    """Address of one's own GitLab, Gitea or GitHub Enterprise, without a slash at its end; empty: the public service."""
    app_id: str = ""
    """Of an OAuth application (GitLab, Gitea): lets people sign in with a click; empty: with an access token."""
    sign_in: str = ""
    """Address of an OAuth helper for GitHub; empty: with an access token."""
    span: Span = Span("mkdocs.yml")

    @property
    def host_name(self) -> str:
        """What people call the host: the name of the public service, or the name of their own."""
        return urlsplit(self.host).netloc or PUBLIC[self.kind]


@dataclass(frozen=True, slots=True)
class SiteContact:
    """Whom visitors can turn to (`extra.exhibition.contact`), as pages show it; each empty where it is not known."""

    telephone: str = ""
    """021-12345678, perhaps with an extension: 021-12345678 转 801."""
    mail: str = ""
    place: str = ""
    hours: str = ""

    @property
    def reachable(self) -> bool:
        """Can somebody be reached: by telephone, by mail or at a place?"""
        return bool(self.telephone or self.mail or self.place)

    @property
    def telephone_link(self) -> str:
        """The address that dials (RFC 3966, with the extension behind a pause, as phones understand it).

        >>> SiteContact("021-1234 5678 转 801").telephone_link
        'tel:02112345678,801'
        """
        number, _, extension = self.telephone.partition("转")
        dialled = re.sub(r"[^0-9+]", "", number)
        return f"tel:{dialled}{',' if extension else ''}{extension.strip()}" if dialled else ""

    @property
    def mail_link(self) -> str:
        """The address that opens a letter."""
        return f"mailto:{self.mail}" if self.mail else ""


ICP_REGISTER = "https://beian.miit.gov.cn/"
"""Where a 备案号 has to lead (非经营性互联网信息服务备案管理办法, article 13: at the foot of the home page)."""
POLICE_REGISTER = "https://beian.mps.gov.cn/#/query/webSearch?code="
"""Where a 公安备案号 leads, with its digits behind."""


PHOTO_BUDGET = 3.0
"""Megabytes of pictures of one entry: six photographs of 500 KB."""
STREET_HOME = "units"
"""The folder of `content/` in which a street may have a repository of its own."""


def find_street(path: str) -> str:
    """Return the slug of the street in whose folder a path below `content/` lies; empty where it lies in none."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == STREET_HOME else ""


PUBLIC = {"github": "GitHub", "gitlab": "GitLab", "gitea": "gitea.com"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the exhibition, from `mkdocs.yml` (`site_name`, `site_url`, `extra.exhibition`)."""

    site_name: str
    site_url: str
    """Where the site is served, with a slash at its end; printed addresses are `<site_url><id>/`."""
    edit_url: str = ""
    """Address of a web editor for a content file, with `{path}` in it; empty where there is none yet."""
    description: str = ""
    print_contact: str = ""
    """Whom a print shop asks: a role and a telephone number, as they stand in every job; empty where nobody is named."""
    keepers: str = ""
    """Who looks after the site on the code host: handles (`@name`) with spaces between; empty where nobody is named."""
    bureau: str = ""
    """Who looks after the record lists that only the bureau writes (`record_types.OWNERS`): handles, as `keepers`."""
    forms: CmsBackend | None = None
    """Where forms write; None: there are no forms."""
    contact: SiteContact = SiteContact()
    """Whom visitors can turn to."""
    operator: str = ""
    """Who runs the site, as pages name them; empty where nobody is named."""
    licence: str = ""
    """What the operator says of the rights in texts and pictures; empty: what LICENSE-content.md says."""
    icp: str = ""
    """备案号 of a site on a server in mainland China: 沪ICP备12345678号-1."""
    police: str = ""
    """公安备案号: 沪公网安备31011302000001号."""
    issues: str = ""
    """Address of the code host's page for a new issue (`…/issues/new`); empty where visitors are not sent there."""
    share_cards: str = ""
    """Which entries without a photo get a share card of their own: see `pages.sharing.has_own_cards`."""
    photo_budget: float = PHOTO_BUDGET
    """Megabytes up to which the pictures of one entry are not said to be heavy."""
    street_edit_urls: tuple[tuple[str, str], ...] = ()
    """Slugs of the streets that have a repository of their own, each with its `edit_url`: `{path}` is a path in that one."""
    trial: bool = False
    """Is this a site for trying something out, under another address than that of `mkdocs.yml`?"""
    url_span: Span = Span("mkdocs.yml")
    """Where the address stands."""

    def find_editor(self, path: str) -> tuple[str, str]:
        """Return the address of the web editor for a content file, and the path of the file in its repository.

        >>> own = (("gaojing", "https://git.example/gaojing/edit/{path}"),)
        >>> Settings("", "", street_edit_urls=own).find_editor("content/units/gaojing/10001/index.md")
        ('https://git.example/gaojing/edit/{path}', '10001/index.md')
        """
        street = find_street(path)
        own = dict(self.street_edit_urls)
        return (own[street], path.split("/", 3)[3]) if street in own else (self.edit_url, path)

    def has_own_repository(self, path: str) -> bool:
        """Does a path below `content/` belong to a street that has a repository of its own? No form can write there."""
        return bool(self.street_edit_urls) and find_street(f"{path}/") in dict(self.street_edit_urls)

    @property
    def police_link(self) -> str:
        """Where the 公安备案号 leads; empty where there is none."""
        return POLICE_REGISTER + re.sub(r"\D", "", self.police) if self.police else ""

    @property
    def host(self) -> str:
        """The host name, in small letters."""
        return (urlsplit(self.site_url).hostname or "").lower()

    @property
    def base_path(self) -> str:
        """The path of the site on its host, with slashes at both ends."""
        return urlsplit(self.site_url).path or "/"

    def build_permalink(self, id: str) -> str:
        """The permanent address of an id, as it is printed."""
        return f"{self.site_url}{id}/"


FOREVER = re.compile(r"[/.-][0-9a-f]{8,}[/.-]")
"""A hash in the address of a file: what it holds never changes. The examples in `serving/` have the same rule."""


def is_cached_forever(path: str) -> bool:
    """May a browser keep the file at this path of the site for ever?

    >>> is_cached_forever("10001/lift-c1a2812e.svg"), is_cached_forever("assets/favicon.svg")
    (True, False)
    """
    return FOREVER.search(f"/{path}") is not None


def to_url_path(file: str) -> str:
    """Return the address of a file of the site, from its root: that of the folder for a page named `index.html`.

    >>> to_url_path("10009/index.html"), to_url_path("index.html"), to_url_path("404.html")
    ('10009/', '', '404.html')
    """
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file


@dataclass(frozen=True, slots=True)
class ServedFileType:
    """One kind of file: what people call it, the types it may be sent as, how it begins, whether it is text.

    The first of the types is the one that we send.
    """

    title: str
    types: tuple[str, ...]
    starts: tuple[bytes, ...] = ()
    text: bool = False


JAVASCRIPT = ("text/javascript", "application/javascript", "application/x-javascript")
ZIP = (b"PK",)
KINDS: Mapping[str, ServedFileType] = {
    "html": ServedFileType("网页", ("text/html",), text=True),
    "css": ServedFileType("样式", ("text/css",), text=True),
    "js": ServedFileType("脚本", JAVASCRIPT, text=True),
    "mjs": ServedFileType("脚本", JAVASCRIPT, text=True),
    "json": ServedFileType("数据", ("application/json",), text=True),
    "webmanifest": ServedFileType("数据", ("application/manifest+json", "application/json"), text=True),
    "xml": ServedFileType(
        "网站地图和订阅",
        ("application/xml", "text/xml", "application/atom+xml"),
        (b"<?xml", b"\xef\xbb\xbf<?xml"),
        text=True,
    ),
    "txt": ServedFileType("文字", ("text/plain",), text=True),
    "csv": ServedFileType("表格", ("text/csv",), text=True),
    "svg": ServedFileType("图画", ("image/svg+xml",), text=True),
    "png": ServedFileType("图片", ("image/png",), (b"\x89PNG",)),
    "jpg": ServedFileType("照片", ("image/jpeg",), (b"\xff\xd8\xff",)),
    "jpeg": ServedFileType("照片", ("image/jpeg",), (b"\xff\xd8\xff",)),
    "gif": ServedFileType("图片", ("image/gif",), (b"GIF8",)),
    "webp": ServedFileType("照片", ("image/webp",), (b"RIFF",)),
    "avif": ServedFileType("照片", ("image/avif",)),
    "ico": ServedFileType("图标", ("image/x-icon", "image/vnd.microsoft.icon")),
    "woff": ServedFileType("字体", ("font/woff", "application/font-woff"), (b"wOFF",)),
    "woff2": ServedFileType("字体", ("font/woff2", "application/font-woff2"), (b"wOF2",)),
    "mp3": ServedFileType("录音", ("audio/mpeg", "audio/mp3")),
    "pdf": ServedFileType("PDF", ("application/pdf",), (b"%PDF",)),
    "ics": ServedFileType("日历", ("text/calendar",), text=True),
    "vcf": ServedFileType("名片", ("text/vcard", "text/x-vcard"), text=True),
    "zip": ServedFileType("压缩包", ("application/zip", "application/x-zip-compressed"), ZIP),
    "xlsx": ServedFileType("表格", ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",), ZIP),
    "ods": ServedFileType("表格", ("application/vnd.oasis.opendocument.spreadsheet",), ZIP),
    "wasm": ServedFileType("脚本", ("application/wasm",), (b"\x00asm",)),
}
"""Kinds of files by the ends of their names."""
UNKNOWN = "application/octet-stream"
"""What a file of another kind is sent as."""


def get_content_type(path: str) -> str:
    """Return what a file of the site is sent as (the header Content-Type), by the end of its name.

    >>> get_content_type("10001/index.html"), get_content_type("a/B.WEBP"), get_content_type("a/b")
    ('text/html; charset=utf-8', 'image/webp', 'application/octet-stream')
    """
    kind = KINDS.get(PurePosixPath(path).suffix[1:].lower())
    if kind is None:
        return UNKNOWN
    return f"{kind.types[0]}; charset=utf-8" if kind.text else kind.types[0]
