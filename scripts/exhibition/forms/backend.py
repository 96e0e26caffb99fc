"""Where the content lives, into what a form must know to read and write there, and the hosts that its page may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..model import Forge

MESSAGES = {
    "update": "表单：改{{collection}} {{slug}}",
    "uploadMedia": "表单：放照片 {{path}}",
    "deleteMedia": "表单：删照片 {{path}}",
}
"""What the history will say."""


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of git host: the API of the public one, the path of the API on one's own, how people sign in there."""

    public: str
    own: str
    graphql: str = ""
    oauth: tuple[tuple[str, str], ...] = ()
    """Further settings where there is an application to sign in with."""


SERVICES = {
    "github": Service("https://api.github.com", "/api/v3", "/api/graphql"),
    "gitlab": Service("https://gitlab.com/api/v4", "/api/v4", "/api/graphql", (("auth_type", "pkce"),)),
    "gitea": Service("https://gitea.com/api/v1", "/api/v1"),
}
"""Every git host that forms can write to; Forgejo speaks as Gitea does. There is none for Gitee."""


def backend(forge: Forge) -> dict[str, Any]:
    """Return the `backend` of the configuration of Sveltia CMS (its JSON schema: GitBackend)."""
    service = SERVICES[forge.kind]
    told: dict[str, Any] = {"name": forge.kind, "repo": forge.repo, "commit_messages": MESSAGES}
    if forge.branch:
        told["branch"] = forge.branch
    if forge.host:
        told |= {"api_root": forge.host + service.own, "base_url": forge.host}
        told |= {"graphql_api_root": forge.host + service.graphql} if service.graphql else {}
    return told | entrance(forge, service)


def entrance(forge: Forge, service: Service) -> dict[str, Any]:
    """Return how people sign in: with a click where somebody has set that up, always with an access token."""
    if forge.kind == "github":
        return {"base_url": forge.sign_in} if forge.sign_in else {"auth_methods": ["token"]}
    return {"app_id": forge.app_id, **dict(service.oauth)} if forge.app_id else {"auth_methods": ["token"]}


def origins(forge: Forge) -> list[str]:
    """Return the hosts that the page of the form asks for content, as a Content Security Policy names them."""
    address = urlsplit(forge.host or SERVICES[forge.kind].public)
    origin = f"{address.scheme}://{address.netloc}"
    # GitLab's sign-in exchanges its code beside the API, on the same host.
    return [origin]
