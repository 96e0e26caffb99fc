"""Turns camera pictures into photos that may lie beside an entry for ever: small, upright, sRGB JPEG, nothing hidden.

    files ──choosing──▶ Sources ──making (pool)──▶ Made ──planning──▶ Plans ──carrying──▶ folders, index.md

What is shown first is what is written afterwards: both are the same plans. The hook goes the same way with what git is
about to commit (`staging`). How large a photo may be stands in `photos.keeping`.
"""

from ..photos.keeping import KEEPING
from .carrying import carry_out
from .choosing import Source, Wish, what_it_is, wished
from .entering import new_lines
from .planning import Change, Plan, planned
from .staging import NoRepository, in_the_way, restage, staged

__all__ = [
    "KEEPING",
    "Change",
    "NoRepository",
    "Plan",
    "Source",
    "Wish",
    "carry_out",
    "in_the_way",
    "new_lines",
    "planned",
    "restage",
    "staged",
    "what_it_is",
    "wished",
]
