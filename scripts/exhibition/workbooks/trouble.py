"""Problems that prevent reading a workbook."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """Why a file gives no sheets; the values go from the child process to its parent."""

    EMPTY = "empty"
    LARGE = "large"
    PAGE = "page"
    """A web page with the extension of a workbook."""
    TEXT = "text"
    """Neither a workbook nor text in columns."""
    PASSWORD = "password"
    FAR = "far"
    """A cell is so far away that the empty cells before it would fill the memory."""
    BROKEN = "broken"
    SLOW = "slow"
