"""The exhibition to the page that says what it is, where its figures are from, and how one may join in."""

from __future__ import annotations

from collections.abc import Iterator

from ..types import CONTENT_TYPES, Unit
from .hall import Hall
from .page import Page
from .programme import FIGURES, SOURCE


def about(hall: Hall) -> Iterator[Page]:
    """Yield the one page about the exhibition."""
    exhibition = hall.exhibition
    found = [(row, sum(not entry.example for entry in exhibition.published(row.model))) for row in CONTENT_TYPES]
    examples = sum(unit.example for unit in exhibition.published(Unit))
    made_up = f"另有{examples}个示例楼组，是编出来的，给人看样子。" if examples else ""
    data = {
        "description": "这个展厅是什么，数字从哪里来，画和吉祥物是谁画的，怎么补上你们楼的故事。",
        "figures": [list(figure) for figure in FIGURES],
        "source": SOURCE,
        "here": f"眼下展厅里有{'、'.join(f'{count}个{row.label}' for row, count in found)}。{made_up}",
    }
    yield Page("about/", "about.html", "关于展厅", data)
