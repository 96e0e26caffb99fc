"""Why a file gives no sheets."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """Why a file gives no sheets; the values go from the child process to its parent."""

    EMPTY = "empty"
    LARGE = "large"
    PAGE = "page"
    """A web page under the name of a sheet."""
    TEXT = "text"
    """Neither a workbook nor text in columns."""
    PASSWORD = "password"
    FAR = "far"
    """A cell stands so far away that the empty cells before it fill the memory."""
    BROKEN = "broken"
    SLOW = "slow"
