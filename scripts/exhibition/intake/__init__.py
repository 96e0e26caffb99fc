"""Import of camera pictures as archive photos: small, upright, sRGB JPEG, without metadata.

    files ──import_inputs──▶ PictureInputs ──import_prepare (workers)──▶ ArchivePhotos ──import_plan──▶ FolderPlans
        ──import_apply──▶ folders, index.md

The preview and the changes that are written come from the same plans. The pre-commit hook does the same with the staged
files. The limits of an archive photo are `sizes.ARCHIVE_LIMITS`.
"""

from ..media.sizes import ARCHIVE_LIMITS
from .carrying import carry_out
from .choosing import Source, Wish, what_it_is, wished
from .entering import new_lines
from .planning import Change, Plan, planned
from .staging import NoRepository, in_the_way, restage, staged

__all__ = [
    "ARCHIVE_LIMITS",
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
