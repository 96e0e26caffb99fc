"""The ledger to the pages of its addresses at which nothing is shown: not yet, no longer, or elsewhere.

Every id that was ever printed answers, for ever. Of what was taken down a notice names nothing: no name, no place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..model import Entry, Exhibition, LinkState, Permalink, Status
from ..model.address import relative
from .galleries import STREETS
from .hall import Hall
from .page import Page


@dataclass(frozen=True, slots=True)
class Notice:
    """What one kind of notice says: heading, sentences, the mascot's pose."""

    heading: str
    lines: tuple[str, ...]
    pose: str


NOTICES: Mapping[str, Notice] = {
    "draft": Notice(
        "正在布展",
        ("这扇窗还没有亮，故事正在写。", "过些日子再来扫一扫。你要是住在这里，也可以来写。"),
        "sweeping",
    ),
    "withdrawn": Notice(
        "这一页收起来了",
        ("照片和文字都不再展出。", "二维码没有坏，编号也会一直留着，不给别人用。"),
        "sorry",
    ),
    "retired": Notice(
        "这个编号停用了",
        ("二维码没有坏，只是这一页不再展出。", "编号会一直留着，不给别人用。"),
        "sorry",
    ),
    "merged": Notice(
        "搬到新的一页了", ("这个编号的故事，并到了另一页。", "正在带你过去；没有动静，就按下面的按钮。"), "pointing"
    ),
}
"""Every kind of notice; a new state of an address is a new row."""


def notices(hall: Hall) -> Iterator[Page]:
    """Yield a page for each address of the ledger that no published entry answers."""
    exhibition = hall.exhibition
    for link in exhibition.ledger.by_id.values():
        entry = exhibition.by_id.get(link.id)
        if entry is None or not entry.published:
            yield notice(link, entry, exhibition)


def notice(link: Permalink, entry: Entry | None, exhibition: Exhibition) -> Page:
    """Return the page of one such address."""
    target = successor(link, exhibition)
    kind = "merged" if target else KINDS[link.state](entry)
    told, path = NOTICES[kind], f"{link.id}/"
    data: dict[str, object] = {"lines": list(told.lines), "pose": told.pose, "number": f"编号{link.id}"}
    data["actions"] = actions(kind, entry, exhibition, path)
    if target:
        there = relative(f"{target}/", path)
        ways = [[f"去看{name_of(target, exhibition)}", there], ["回首页", relative("", path)]]
        data |= {"canonical": exhibition.settings.address(target), "go": there, "actions": ways}
    return Page(path, "notice.html", told.heading, data)


def of_live(entry: Entry | None) -> str:
    """Return the notice at an address in use: nothing is there yet, or it was taken down."""
    return "withdrawn" if entry and entry.status is Status.WITHDRAWN else "draft"


KINDS: Mapping[LinkState, Callable[[Entry | None], str]] = {
    LinkState.LIVE: of_live,
    LinkState.RETIRED: lambda entry: "retired",
    LinkState.MERGED: lambda entry: "retired",
}
"""Which notice an address shows by its state; a merged one that leads nowhere says that it is out of use."""


def successor(link: Permalink, exhibition: Exhibition) -> str:
    """Return the id at which a merged address ends, following others on the way; empty where there is none."""
    seen, ledger = {link.id}, exhibition.ledger.by_id
    while link.state is LinkState.MERGED:
        following = ledger.get(link.target)
        if following is None or following.id in seen:
            return ""
        link = following
        seen.add(link.id)
    return link.id if len(seen) > 1 else ""


def name_of(id: str, exhibition: Exhibition) -> str:
    """Return how a button names an address: by its entry's name where that is published."""
    entry = exhibition.by_id.get(id)
    return entry.name if entry and entry.published else "新的一页"


def actions(kind: str, entry: Entry | None, exhibition: Exhibition, path: str) -> list[list[str]]:
    """Return the ways on as [words, link]; only a draft may say where it stands."""
    street = exhibition.vocabularies.streets.term(entry.location.street) if entry and kind == "draft" else None
    ways = [[f"看看{street.name}的楼组", f"{STREETS.index}{street.slug}/"]] if street and not street.example else []
    ways += [["看看怎么写", "guide/"]] if kind == "draft" else [["找别的楼组", "search/"]]
    return [[words, relative(target, path)] for words, target in [*ways, ["回首页", ""]]]
