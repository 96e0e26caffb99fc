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
