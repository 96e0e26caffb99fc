"""Stars to the pages of their units: the slug of each level's address and what an exhibition may say of it.

Stars are shown as lit windows and never as a ranking. By which marks they are given is not known here, so nothing is
said of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model.stars import STARS


@dataclass(frozen=True, slots=True)
class Level:
    """One number of stars (None: not known): its slug in addresses and a sentence of ours."""

    stars: int | None
    slug: str
    note: str

    @property
    def words(self) -> str:
        """What pages call it."""
        return STARS[self.stars]


_SAME = "星级记的是楼组走到哪一步，不是名次。每一扇亮着的窗，都是邻居一起点的。"

STAR_LEVELS = (
    Level(5, "5", "五扇窗都亮了。五星楼组把经验收进智慧库，传给后来的楼组。"),
    Level(4, "4", _SAME),
    Level(3, "3", _SAME),
    Level(2, "2", _SAME),
    Level(1, "1", _SAME),
    Level(0, "0", "星还没有评，故事已经开始。"),
    Level(None, "unknown", "这些楼组的星级我们还不知道，等知道的人来补。"),
)
"""All levels, in the order in which visitors see them. Five-star units as mentors (智慧库): 来源 宝山区民政局."""

_BY_STARS = {level.stars: level for level in STAR_LEVELS}


def level(stars: int | None) -> Level:
    """Return the level of a number of stars; an impossible number counts as not known."""
    return _BY_STARS.get(stars, _BY_STARS[None])
