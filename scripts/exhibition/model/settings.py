"""What the keeper of the site decides: its name and the address that is printed on walls."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..diagnostics import Span


@dataclass(frozen=True, slots=True)
class Forge:
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
    forms: Forge | None = None
    """Where forms write; None: there are no forms."""
    trial: bool = False
    """Is this a site for trying something out, under another address than that of `mkdocs.yml`?"""
    url_span: Span = Span("mkdocs.yml")
    """Where the address stands."""

    @property
    def host(self) -> str:
        """The host name, in small letters."""
        return (urlsplit(self.site_url).hostname or "").lower()

    @property
    def base_path(self) -> str:
        """The path of the site on its host, with slashes at both ends."""
        return urlsplit(self.site_url).path or "/"

    def address(self, id: str) -> str:
        """The permanent address of an id, as it is printed."""
        return f"{self.site_url}{id}/"
