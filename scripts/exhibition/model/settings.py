"""What the keeper of the site decides: its name and the address that is printed on walls."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


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
