"""Addresses that have come to belong to another house, and houses that have come to bear another name."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..ledger.changes import find_crossed_numbers
from ..ledger.permalink_file import get_path
from ..ledger.reassignment import is_renamed, iter_exchanged_names
from ..model import Entry, LinkState, Status
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def called(entry: Entry) -> str:
    """Return how a house is told from its neighbours."""
    where = entry.location.compound or entry.location.committee
    return entry.name if not where or entry.name.startswith(where) else f"{where}{entry.name}"


@check("E348", ERROR, "编号换了一座楼")
def handed_over(hall: Hall) -> Iterator[Finding]:
    """问题：编号印在墙上的二维码里，一座楼一个，不能换给别的楼，不然邻居扫自己家墙上的码，打开的是别人家。

    不好：把 10009 和 10010 两个文件夹的名字对调；把别家的内容抄进 10010；把一座楼搬到另一个编号下；
    名字不动，把两座楼的楼号、故事或者照片互相换了。

    好：每座楼一直用自己的编号。改名字、改写故事、改正一座楼的楼号都可以，编号不动。

    怎么改：把两座楼的内容换回各自的编号；一座楼真的没有了，就把状态改成“撤下”，新的楼另外领一个编号。
    """
    for one in hall.handovers:
        if one.now is None or one.moved:
            message = (
                f"编号 {one.id} 是“{called(one.before)}”的，它现在搬到了编号 {one.source}；墙上印的还是 {one.id}。"
            )
            hint = f"把文件夹和里面的编号都改回 {one.id}；真要用新编号，请管理员把 {one.id} 并到 {one.source}（permalinks 命令）。"
            there = hall.exhibition.by_id.get(one.source)
            yield Finding(there.span("编号") if there else Span(get_path(one.id)), message, hint)
            continue
        origin = f"（原来的编号是 {one.source}）" if one.source else ""
        message = (
            f"编号 {one.id} 是“{called(one.before)}”的，现在写的却是另一座楼“{called(one.now)}”{origin}；"
            f"“{called(one.before)}”墙上的二维码会打开别人家。"
        )
        if one.source:
            hint = (
                f"把两座楼换回各自的编号：{one.id} 里写“{called(one.before)}”，“{called(one.now)}”放回 {one.source}。"
            )
        else:
            hint = f"把“{called(one.before)}”的内容找回来；“{called(one.now)}”是另一座楼的，请给它领一个新编号。"
        yield Finding(one.now.span("名称"), message, hint)
    for swap in hall.exchanges:
        what = "、".join(swap.parts)
        message = (
            f"编号 {swap.id}“{called(swap.now)}”现在的{what}，原来是编号 {swap.source}“{called(swap.other)}”的；"
            f"这一次改动里，几座楼的{what}互相换了，邻居扫墙上的二维码，看到的会是别人家的。"
        )
        hint = f"把{what}换回各自的编号；从前真的写反了，就分两次改：先改好一座，合并以后再改另一座。"
        yield Finding(swap.now.span(swap.parts[0]), message, hint)


@check("E349", ERROR, "两座楼的编号对调了")
def exchanged_names(hall: Hall) -> Iterator[Finding]:
    """问题：两座楼各自写着对方领编号时的名字，多半是文件夹对调了。墙上的二维码会打开别人家。

    不好：台账里 10009 是甲楼、10010 是乙楼，可是 10009 的文件夹里写 `名称: 乙楼`，10010 里写 `名称: 甲楼`。

    好：10009 里写 `名称: 甲楼`，10010 里写 `名称: 乙楼`。

    名字里带着楼号的，也这样看：10009“三号楼”的楼号写 5号，同一个小区的 10010“五号楼”的楼号写 3号。

    怎么改：把两座楼的内容换回各自的编号。
    """
    told = {one.id for one in hall.handovers}
    past = hall.exhibition.promised
    for entry, other in iter_exchanged_names(hall.exhibition):
        links = hall.exhibition.ledger.by_id
        altered = past is not None and any(
            old is not None and old.name != links[id].name
            for id in (entry.id, other)
            for old in [past.ledger.by_id.get(id)]
        )
        if entry.id not in told and not altered:
            link = links[entry.id]
            message = (
                f"编号 {entry.id} 发给了“{link.name}”，这里写的却是“{entry.name}”，它的编号是 {other}；两边对调了。"
            )
            hint = f"把两座楼的内容换回各自的编号：{entry.id} 里写“{link.name}”，“{entry.name}”放回 {other}。"
            yield Finding(entry.span("名称"), message, hint)
    swapped = {one.id for one in hall.exchanges} | told
    for entry, neighbour in find_crossed_numbers(hall.exhibition.by_id.values()):
        if entry.id not in swapped:
            message = f"“{called(entry)}”的楼号写的是 {building_of(entry)}，“{called(neighbour)}”的楼号写的是 {building_of(neighbour)}；两边对调了。"
            hint = f"把两座楼的楼号换回来：{entry.id} 写 {building_of(neighbour)}。"
            yield Finding(entry.span("楼号"), message, hint)


def building_of(entry: Entry) -> str:
    """Return the 楼号 of an entry; nothing where it has none."""
    return entry.location.building


@check("W357", ADVICE, "名字和领编号时不一样")
def renamed(hall: Hall) -> Iterator[Finding]:
    """问题：楼组改名是常事。只是编号跟着楼走，不跟着名字走：请确认还是原来那座楼。

    不好：台账里 10050 领编号时叫“甲楼”，现在 10050 里写的是隔壁的 `名称: 乙楼`。

    好：还是那座楼，只是改了名字。

    怎么改：核对一下；还是原来那座楼，就不用改。台账里的旧名字不要动。不改也能发布。
    """
    past = hall.exhibition.promised
    told = {one.id for one in hall.handovers} | {entry.id for entry, _ in iter_exchanged_names(hall.exhibition)}
    for entry in hall.exhibition.by_id.values():
        link = hall.exhibition.ledger.by_id.get(entry.id)
        if link is None or link.state is not LinkState.LIVE or entry.id in told or entry.status is not Status.PUBLISHED:
            continue
        if not link.name or not entry.name or not is_renamed(entry.name, link.name):
            continue
        before = past.changed.get(entry.id) if past else None
        # Beside another revision only what this change has renamed is spoken of.
        if past is None or (before is not None and before.name != entry.name):
            message = f"编号 {entry.id} 领的时候叫“{link.name}”，现在叫“{entry.name}”。"
            yield Finding(entry.span("名称"), message, "核对是不是还是原来那座楼；只是改了名字，就不用改。")
