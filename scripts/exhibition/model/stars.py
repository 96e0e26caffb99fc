"""What stars are called, on pages and on paper."""

from __future__ import annotations

STARS: dict[int | None, str] = {
    None: "星级待补充",
    0: "还没有星",
    1: "一星楼组",
    2: "二星楼组",
    3: "三星楼组",
    4: "四星楼组",
    5: "五星楼组",
}
"""The words of stars; panes alone never say it."""


def star_slug(stars: int | None) -> str:
    """Return a number of stars as it stands in addresses: `/stars/5/`, `/stars/unknown/`."""
    return "unknown" if stars is None else str(stars)
