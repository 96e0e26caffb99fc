"""What a finished site says of itself in one public file, so that commands can compare a site with another one.

`upload` compares the site with what lies in a bucket, `verify` with what a server answers. The file holds no time, so that
the same content gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from .model import Artifact, Exhibition

FILE = "site.json"
"""The file's path from the root of the site."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which site this is."""

    address: str
    """The address that it was built for, with a slash at its end; empty where the settings have none."""
    trial: bool = False
    """Was it built for trying something out, under another address than the promised one?"""
    promised: tuple[str, ...] = ()
    """The ids that the ledger has issued, in order: `<address><id>/` has to answer for ever."""


def identity_of(exhibition: Exhibition) -> Identity:
    """Return the identity of the site that is made of `exhibition`."""
    settings = exhibition.settings
    return Identity(settings.site_url, settings.trial, tuple(sorted(exhibition.ledger.by_id)))


def identity_file(identity: Identity) -> Artifact:
    """Return the public file that holds an identity."""
    return Artifact(FILE, (json.dumps(asdict(identity), ensure_ascii=False, indent=1) + "\n").encode)


def read_identity(data: bytes) -> Identity | None:
    """Return the identity that the bytes of such a file hold; None where they are not of this form.

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
