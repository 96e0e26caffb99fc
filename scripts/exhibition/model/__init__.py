"""The nouns of the exhibition: frozen dataclasses without I/O, complete on construction."""

from .artifact import Artifact, ContentKey, Key, Picture, Source, hashed_uri
from .cluster import Cluster, SharedPlace
from .dates import PartialDate
from .entry import Entry, Pair, Photo, Status, Step
from .exhibition import Exhibition
from .ledger import Ledger, LinkState, Past, Permalink
from .settings import Forge, Settings
from .site_address import FormerAddress, SiteAddress
from .unit import Unit
from .vocabulary import Term, Vocabularies, Vocabulary

__all__ = [
    "Artifact",
    "Cluster",
    "ContentKey",
    "Entry",
    "Exhibition",
    "Forge",
    "FormerAddress",
    "Key",
    "Ledger",
    "LinkState",
    "Pair",
    "PartialDate",
    "Past",
    "Permalink",
    "Photo",
    "Picture",
    "Settings",
    "SharedPlace",
    "SiteAddress",
    "Source",
    "Status",
    "Step",
    "Term",
    "Unit",
    "Vocabularies",
    "Vocabulary",
    "hashed_uri",
]
