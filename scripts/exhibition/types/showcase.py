"""A 展室: a small exhibition in the order of a curator, who says of each exhibit why it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated

from ..lazy import dataclass
from ..model.artifact import PageTools
from ..model.content_types import CONTENT_TYPES, ContentType
from ..model.entry import Entry
from ..model.exhibition import Exhibition
from ..model.field_types import Reference, Text
from ..model.fields import Field, RecordList, Requirement
from ..model.watching import list_next
from ..text.characters import write_chinese


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit: an entry, and one sentence why it is shown."""

    entry: Annotated[
        str,
        Field(
            "哪一页",
            Reference(("unit", "cluster")),
            "10001",
            "展哪个楼组或楼群：写它的编号。",
            Requirement.ALWAYS,
            placed=True,
        ),
    ]
    remark: Annotated[str, Field("一句话", Text(60), "七次议事，换来一部电梯", "为什么挑它。")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showcase(Entry):
    """One showcase, parsed: `content/showcases/<id>/index.md`."""

    curator: Annotated[
        str, Field("策展", Text(40), "第二楼组长", "谁挑的，写身份，不写姓名。", shown=True, asked=True)
    ] = ""
    """策展: who chose the exhibits, by role."""
    exhibits: Annotated[
        tuple[Exhibit, ...], Field("展品", RecordList(Exhibit), "", "照你想让人看的次序，一条一页。")
    ] = ()


FEW = 6
"""Exhibits up to which all have large pictures; beyond, only the first has. A photograph's sizes cost 80 bytes, compressed."""
OTHERS = 4
"""Other showcases to which a page leads."""


def view_showcase(showcase: Showcase, page: PageTools) -> Mapping[str, object]:
    """Return what only a showcase's page shows: its published exhibits in the curator's order, the first one large."""
    found = [(one.remark, entry) for one in showcase.exhibits if (entry := page.find(one.entry))]
    large = len(found) <= FEW
    exhibits = [view_exhibit(entry, remark, page, large=large or not at) for at, (remark, entry) in enumerate(found)]
    if len(exhibits) > 1:
        exhibits = [one | {"rank": f"第{write_chinese(number)}件"} for number, one in enumerate(exhibits, 1)]
    entries = [entry for _, entry in found]
    return {
        "description": f"展室“{showcase.name}”：{format_choice(showcase.curator, len(exhibits))}",
        "choice": format_choice(showcase.curator, len(exhibits)),
        "first_exhibit": exhibits[0] if exhibits else None,
        "other_exhibits": exhibits[1:],
        # The page opens with the first exhibit; the showcase's own picture stands beside the curator's text.
        "opening": page.build_opening(entries[0]) if entries else None,
        "cover": page.build_opening(showcase),
        "beats": list_beats(entries[0], page) if len(entries) == 1 else [],
        "facts": [*page.build_facts(elsewhere=("source",)), count_exhibits(entries)],
        "backlinks": page.list_backlinks(),
        "list": page.get_list_address(),
        "others": [
            page.build_card(other) | {"place": other.tagline} for other in list_next(showcase, page.exhibition, OTHERS)
        ],
    }


def view_exhibit(entry: Entry, remark: str, page: PageTools, *, large: bool) -> dict[str, object]:
    """Return one exhibit: the card of the entry, its picture where that is to be large, its place in full, the remark."""
    where = entry.location
    places = dict.fromkeys(filter(None, (where.street, where.compound or where.committee)))
    picture = page.build_opening(entry) or {}
    return page.build_card(entry) | {
        "kind": CONTENT_TYPES.get_type_of(entry).label,
        "place": " · ".join(places),
        "remark": remark,
        "note": picture.get("note", ""),
        "picture": picture if large else {},
    }


def format_choice(curator: str, count: int) -> str:
    """Return the sentence that says who chose how many exhibits."""
    if not count:
        return "展品还在路上，过些日子再来看。"
    if count == 1:
        return f"{curator}只挑了这一件。" if curator else "这里只挂这一件。"
    return f"{curator}挑了{count}件，照这个次序看。" if curator else f"这里挂着{count}件，照这个次序看。"


def list_beats(entry: Entry, page: PageTools) -> list[Mapping[str, object]]:
    """Return the steps of an entry's story, without pictures; a date that is not known is left out."""
    return [
        {"date": step.date.chinese if step.date else "", "title": step.title, "text": page.format_text(step.text)}
        for step in entry.steps
    ]


def count_exhibits(entries: Sequence[Entry]) -> Mapping[str, object]:
    """Return the row of the facts panel that counts the exhibits, type by type."""
    counts = Counter(CONTENT_TYPES.get_type_of(entry).label for entry in entries)
    words = "，".join(f"{count}个{label}" for label, count in counts.items())
    return {"key": "展品", "value": words} if words else {"key": "展品", "gap": True}


def describe_showcase(showcase: Showcase, exhibition: Exhibition) -> list[Mapping[str, object]]:
    """Return a showcase in the terms of schema.org: its exhibits in the curator's order."""
    found = [entry for one in showcase.exhibits if (entry := exhibition.get(one.entry, Entry))]
    address = exhibition.settings.build_permalink
    return [
        {
            "@type": "ItemList",
            "@id": f"{address(showcase.id)}#list",
            "url": address(showcase.id),
            "name": showcase.name,
            "description": showcase.tagline,
            "numberOfItems": len(found),
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": entry.full_name, "url": address(entry.id)}
                for number, entry in enumerate(found, 1)
            ],
        }
    ]


SHOWCASE = ContentType(
    "showcase",
    "展室",
    Showcase,
    folder="showcases",
    order=30,
    prints_as="cluster",
    sample={"id": "10027", "name": "我们策划的展室"},
    template="showcase.html",
    view=view_showcase,
    lead="有人挑，有人讲：几座楼排成一间展室，照着次序看下去。",
    pose="lantern",
    list_layout="entries",
    home="先看几间展室",
    schema=describe_showcase,
)
