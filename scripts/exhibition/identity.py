"""Identity of a finished site in one public file, so that commands can compare a site with another one.

`upload` compares the site with that in a bucket, `verify` with that on a server. The file contains no time, so that
the same content gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from .model import Artifact, Exhibition

FILE = "site.json"
"""Path of the file from the root of the site."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Identity of a site."""

    address: str
    """Address that the site was built for, with a slash at its end; empty where the settings have none."""
    trial: bool = False
    """Whether it is a trial site, built under another address than the recorded one."""
    promised: tuple[str, ...] = ()
    """Ids that the ledger has issued, in order: `<address><id>/` must answer permanently."""


def identity_of(exhibition: Exhibition) -> Identity:
    """Return the identity of the site that is built from `exhibition`."""
    settings = exhibition.settings
    return Identity(settings.site_url, settings.trial, tuple(sorted(exhibition.ledger.by_id)))


def identity_file(identity: Identity) -> Artifact:
    """Return the public file that contains an identity."""
    return Artifact(FILE, (json.dumps(asdict(identity), ensure_ascii=False, indent=1) + "\n").encode)


def read_identity(data: bytes) -> Identity | None:
    """Parse an identity; None where the bytes are not of this form.

    >>> read_identity(b'{"address": "https://louzu.example/", "trial": false, "promised": ["10001"]}')
    Identity(address='https://louzu.example/', trial=False, promised=('10001',))
    >>> read_identity(b"[]")
    """
    try:
        told = json.loads(data)
        address, trial, promised = told["address"], told["trial"], told["promised"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = isinstance(address, str) and isinstance(trial, bool) and isinstance(promised, list)
    if not whole or not all(isinstance(id, str) for id in promised):
        return None
    return Identity(address, trial, tuple(promised))
