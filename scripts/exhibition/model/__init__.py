"""The nouns of the exhibition: frozen dataclasses without I/O, complete on construction."""

from .artifact import Artifact, ContentKey, Key, Picture, Source, hashed_uri
from .dates import PartialDate
from .entry import Entry, Pair, Photo, Placed, Status, Step
from .exhibition import Exhibition, Link
from .ledger import Ledger, LinkState, Past, Permalink
from .settings import Forge, Settings
from .site_address import FormerAddress, SiteAddress
from .vocabulary import Term, Vocabularies, Vocabulary

__all__ = [
    "Artifact",
    "ContentKey",
    "Entry",
    "Exhibition",
    "Forge",
    "FormerAddress",
    "Key",
    "Ledger",
    "Link",
    "LinkState",
    "Pair",
    "PartialDate",
    "Past",
    "Permalink",
    "Photo",
    "Picture",
    "Placed",
    "Settings",
    "SiteAddress",
    "Source",
    "Status",
    "Step",
    "Term",
    "Vocabularies",
    "Vocabulary",
    "hashed_uri",
]
