"""Data model of the exhibition: frozen dataclasses without I/O, complete on construction."""

from .artifact import Artifact, CacheKey, ContentKey, Picture, PictureSource, Recording, build_hashed_uri
from .entry import Entry, Pair, Photo, Placed, Status, Step
from .exhibition import Exhibition, Link
from .field_types import PartialDate
from .permalinks import BaseSnapshot, FormerAddress, Ledger, LinkState, Permalink, SiteAddress
from .site_settings import CmsBackend, Settings, SiteContact
from .vocabulary import Term, Vocabularies, Vocabulary

__all__ = [
    "Artifact",
    "BaseSnapshot",
    "CacheKey",
    "CmsBackend",
    "ContentKey",
    "Entry",
    "Exhibition",
    "FormerAddress",
    "Ledger",
    "Link",
    "LinkState",
    "Pair",
    "PartialDate",
    "Permalink",
    "Photo",
    "Picture",
    "PictureSource",
    "Placed",
    "Recording",
    "Settings",
    "SiteAddress",
    "SiteContact",
    "Status",
    "Step",
    "Term",
    "Vocabularies",
    "Vocabulary",
    "build_hashed_uri",
]
