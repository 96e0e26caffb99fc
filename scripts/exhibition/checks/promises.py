"""The ledger against what it had promised before this change: lines may be added at its end, and nothing else.

Only where a comparison is asked for (`check --base`). A state may go on (live → retired or merged), never back to live.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..diagnostics import Finding, Severity
from ..model import Ledger, LinkState, Permalink
from .rule import Hall, check

ERROR = Severity.ERROR
WALL = "它的二维码可能已经贴在墙上"


def kept(hall: Hall) -> Iterator[tuple[Permalink, Permalink]]:
    """Every promised line with what stands under its id now."""
    for old in promised(hall).by_id.values():
        new = hall.exhibition.ledger.by_id.get(old.id)
        if new is not None:
            yield old, new


def promised(hall: Hall) -> Ledger:
    """Return the ledger before this change; an empty one where nobody asked."""
    return hall.exhibition.promised or Ledger()


def renumbered(hall: Hall) -> dict[str, Permalink]:
    """The lines that stand in a promised line's place under another id, by the promised id."""
    old, new = promised(hall), hall.exhibition.ledger
    there = {link.span.line: link for link in new.links if link.id not in old.by_id}
    found = ((link.id, there.get(link.span.line)) for link in old.links if link.id not in new.by_id)
    return {id: link for id, link in found if link is not None and link.name == old.by_id[id].name}


@check("E351", ERROR, "台账里少了一行")
def removed_link(hall: Hall) -> Iterator[Finding]:
    """问题：台账里的每一行，都可能有一个二维码贴在墙上。少了一行，居民就会扫出“找不到页面”。

    不好：删掉了 `10050,2026-01-01,甲楼,live,` 这一行。

    好：这一行留着；不再用了，把 live 改成 retired。

    怎么改：照提示把这一行原样加回去。
    """
    moved = renumbered(hall)
    for link in promised(hall).by_id.values():
        if link.id not in hall.exhibition.ledger.by_id and link.id not in moved:
            message = f"台账里少了编号 {link.id}（{link.name}）这一行；{WALL}，少了它居民会扫出“找不到页面”。"
            yield Finding(link.span, message, f"把这一行加回第 {link.span.line} 行：{link.line}")


@check("E352", ERROR, "台账里的编号被改了")
def renumbered_link(hall: Hall) -> Iterator[Finding]:
    """问题：编号发出去就不能改：墙上印的是原来的编号。

    不好：把 `10050,2026-01-01,甲楼,live,` 改成 `10060,2026-01-01,甲楼,live,`。

    好：编号照旧；要用新编号，在最后另加一行。

    怎么改：改回原来的编号。
    """
    for id, link in renumbered(hall).items():
        message = f"这一行的编号从 {id} 改成了 {link.id}；{WALL}，改了编号居民会扫出“找不到页面”。"
        yield Finding(link.span, message, "改回原来的编号。", replace(link, id=id).line)


@check("E353", ERROR, "台账里的旧行被改了")
def altered_link(hall: Hall) -> Iterator[Finding]:
    """问题：台账记的是发编号那一天的事：哪一天、那时叫什么名字。后来改了名字，改楼组自己的文件就好。

    不好：把 `10050,2026-01-01,甲楼,live,` 改成 `10050,2026-01-01,乙楼,live,`。

    好：台账这一行照旧，在楼组的文件里写 `名称: 乙楼`。

    怎么改：照提示改回原来的样子。
    """
    for old, new in kept(hall):
        if (old.issued, old.name) != (new.issued, new.name):
            was = f"{old.issued}，{old.name}"
            message = f"编号 {new.id} 这一行被改了，原来写的是“{was}”；台账记的是发编号那一天的事。"
            fixed = replace(new, issued=old.issued, name=old.name).line
            yield Finding(new.span, message, "改回原来的样子；改名字请改楼组自己的文件。", fixed)


@check("E354", ERROR, "停用的编号又改回启用")
def revived_link(hall: Hall) -> Iterator[Finding]:
    """问题：停用了或并到别处的编号，不能再启用：人家已经知道它停用了，再用就会认错楼。

    不好：把 `10050,2026-01-01,甲楼,retired,` 改成 `10050,2026-01-01,甲楼,live,`。

    好：留着 retired，在最后另加一行，用一个新编号。

    怎么改：改回去；要重新展出，请管理员发一个新编号。
    """
    for old, new in kept(hall):
        if new.state is LinkState.LIVE and old.state is not LinkState.LIVE:
            message = f"编号 {new.id} 已经停用（{old.state.value}），不能再改回 live。"
            fixed = replace(new, state=old.state, target=old.target).line
            yield Finding(new.span, message, "改回去；要重新展出，请管理员发一个新编号。", fixed)


@check("E355", ERROR, "台账里的行换了位置")
def moved_link(hall: Hall) -> Iterator[Finding]:
    """问题：台账按发编号的先后排，只能在最后加。换了位置，就看不出少没少。

    不好：按楼名重新排了一遍。

    好：原来的顺序一行不动。

    怎么改：照原来的顺序排回去。
    """
    places = {id: rank for rank, id in enumerate(promised(hall).by_id)}
    furthest, before = -1, ""
    for link in hall.exhibition.ledger.by_id.values():
        rank = places.get(link.id)
        if rank is None:
            continue
        if rank < furthest:
            message = f"编号 {link.id} 这一行换了位置，原来在编号 {before} 的前面。"
            yield Finding(link.span, message, "照原来的顺序排回去；新的只加在最后。")
        else:
            furthest, before = rank, link.id


@check("E356", ERROR, "新的一行没有加在最后")
def inserted_link(hall: Hall) -> Iterator[Finding]:
    """问题：台账只能在最后加。加在中间，后面的行都换了位置，就看不出少没少。

    不好：把新的 10060 加在 10050 的上面。

    好：加在最后一行的下面。

    怎么改：把这一行移到最后。
    """
    old, moved = promised(hall).by_id, {link.id for link in renumbered(hall).values()}
    links = tuple(hall.exhibition.ledger.by_id.values())
    last = max((number for number, link in enumerate(links) if link.id in old), default=-1)
    for link in links[: max(last, 0)]:
        if link.id not in old and link.id not in moved:
            yield Finding(link.span, f"新的编号 {link.id} 没有加在最后。", "把这一行移到台账的最后。")
