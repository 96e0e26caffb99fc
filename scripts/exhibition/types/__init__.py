"""The content types, one file each. A file in this package that declares a `ContentType` is all that a type needs.

The types are registered in `CONTENT_TYPES` when this package is imported; whoever asks for them imports them from here.
"""

from importlib import import_module
from pkgutil import iter_modules

from ..model.content_types import BY_STREET, CONTENT_TYPES, ContentType
from .cluster import CLUSTER, Cluster, SharedPlace, list_members
from .community import COMMUNITY, Community, CommunityIndex, list_places
from .unit import UNIT, Unit, UnitIndex

__all__ = [
    "BY_STREET",
    "CLUSTER",
    "COMMUNITY",
    "CONTENT_TYPES",
    "UNIT",
    "Cluster",
    "Community",
    "CommunityIndex",
    "ContentType",
    "SharedPlace",
    "Unit",
    "UnitIndex",
    "list_members",
    "list_places",
]

for _module in iter_modules(__path__):
    for _row in vars(import_module(f"{__name__}.{_module.name}")).values():
        if isinstance(_row, ContentType):
            CONTENT_TYPES.register(_row)
