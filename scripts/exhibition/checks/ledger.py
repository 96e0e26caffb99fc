"""Ids against the ledger of addresses on paper, and the ledger against itself."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..ledger.permalink_file import WORDS, get_path
from ..model import LinkState, Permalink
from .rule import Hall, check

ERROR = Severity.ERROR


@check("E330", ERROR, "台账里没有这个编号")
def unlisted_id(hall: Hall) -> Iterator[Finding]:
    """问题：每个编号都要先登记在台账 content/permalinks/ 里，才能印二维码。

    不好：新建了文件夹 10099，台账里没有 `10099.yml`。

    好：台账里有 `10099.yml`，写着：

        发放: 2026-05-01
        名称: 示例楼
        状态: 在用

    怎么改：在 content/permalinks/ 里加上这个文件；编号是自己想的，请管理员另发一个。
    """
    ledger = hall.exhibition.ledger.by_id
    # Of what has gone from the ledger another check says what it was.
    gone = hall.exhibition.promised.ledger.by_id if hall.exhibition.promised else {}
    for entry in hall.entries if ledger else ():
        if entry.id not in ledger and entry.id not in gone:
            hint = f"加一个小文件 {get_path(entry.id)}，照旁边的写上发放、名称、状态；不会加就请管理员来加。"
            yield Finding(entry.span("编号"), f"台账里没有编号 {entry.id}。", hint)


@check("E337", ERROR, "停用的编号又用上了")
def revived_id(hall: Hall) -> Iterator[Finding]:
    """问题：台账里已经停用或并入别处的编号，不能再用来发布，不然老的二维码会扫出别的楼组。

    不好：台账里 10050 写着“停用”，10050 的文件夹里写 `状态: 发布`。

    好：用一个新编号。

    怎么改：请管理员发一个新编号；或把状态改成“撤下”。
    """
    for entry in hall.entries:
        link = hall.exhibition.ledger.by_id.get(entry.id)
        if link and entry.published and link.state is not LinkState.LIVE:
            hint = "请管理员发一个新编号；或把状态改成“撤下”。"
            message = f"编号 {entry.id} 在台账里已经停用（{WORDS[link.state]}），不能发布。"
            yield Finding(entry.span("编号"), message, hint)


@check("E331", ERROR, "启用的编号没有文件夹")
def live_id_without_folder(hall: Hall) -> Iterator[Finding]:
    """问题：编号在台账里是启用的，它的二维码可能已经贴在墙上，文件夹却不见了，居民会扫出“找不到页面”。

    不好：删掉了 10050 的文件夹，台账里的 `10050.yml` 还写着 `状态: 在用`。

    好：不再展出的，文件夹留着，把状态改成“撤下”。

    怎么改：找回文件夹；楼组并到别处的，请管理员运行 `permalinks --merge`。
    """
    there = hall.exhibition.by_id.keys() | {path.rpartition("/")[2] for path in hall.listings}
    doubtful = hall.exhibition.ledger.doubtful
    for link in hall.exhibition.ledger.by_id.values():
        if link.state is LinkState.LIVE and link.id not in there and link.id not in doubtful:
            message = f"编号 {link.id}（{link.name}）在台账里是启用的，但找不到文件夹；它的二维码可能已经贴在墙上。"
            yield Finding(link.span, message, f"{found_again(hall, link)}不再展出的把状态改成“撤下”，不要删除。")


def found_again(hall: Hall, link: Permalink) -> str:
    """Say which folder the lost one has probably become: of the same name, under an id that nobody issued."""
    ledger = hall.exhibition.ledger.by_id
    renamed = [entry for entry in hall.entries if entry.name == link.name and entry.id not in ledger]
    if len(renamed) != 1:
        return "找回文件夹；"
    return f"把“{renamed[0].folder}”改回“{link.id}”（名称一样，多半是改了名），里面的编号也改回来；"


@check("E332", ERROR, "台账里一个编号写了两份")
def doubled_link(hall: Hall) -> Iterator[Finding]:
    """问题：一个编号只能归一座楼，发出去就不再发第二次。

    不好：

        发放: 2026-01-01
        名称: 甲楼
        名称: 乙楼
        状态: 在用

    好：一个编号一个名称；后来的那座楼，另外领一个编号。

    怎么改：留下先登记的那一份，请管理员运行 `renumber`，给后来的换一个新编号。
    """
    ledger = hall.exhibition.ledger
    for link in ledger.links:
        first = ledger.by_id[link.id]
        if link is first:
            continue
        first, newcomer = in_order(hall, first, link)
        message = f"编号 {link.id} 写了两份：它是“{first.name}”的，“{newcomer.name}”是后来的。"
        hint = f"删掉“{newcomer.name}”的那几行；请管理员运行 renumber {link.id}，给“{newcomer.name}”换一个新编号。"
        yield Finding(newcomer.span, message, hint)


def in_order(hall: Hall, one: Permalink, other: Permalink) -> tuple[Permalink, Permalink]:
    """Return two addresses of one number, the newcomer last: its house is not the one that has the number's page."""
    holder = hall.exhibition.by_id.get(one.id)
    known = hall.exhibition.promised
    if holder is None or (known and one.id in known.ledger.by_id):
        return one, other
    return (other, one) if holder.name == other.name != one.name else (one, other)


@check("E334", ERROR, "并入的去向不存在")
def lost_target(hall: Hall) -> Iterator[Finding]:
    """问题：台账说这个编号并到另一个编号去了，可是台账里没有那个编号。

    不好：`10050.yml` 里写着 `去向: 19999`，而 19999 没有登记。

    好：`去向: 10051`，台账里有 `10051.yml`。

    怎么改：核对去向的编号。
    """
    ledger = hall.exhibition.ledger.by_id
    for link in ledger.values():
        if link.state is LinkState.MERGED and link.target not in ledger:
            message = f"编号 {link.id} 并入了 {link.target}，台账里没有这个编号。"
            yield Finding(link.at(3), message, "核对去向的编号。")


@check("E335", ERROR, "并来并去转了一圈")
def circular_merge(hall: Hall) -> Iterator[Finding]:
    """问题：甲并入乙，乙又并入甲，扫码的人永远到不了。

    不好：`10050.yml` 里写 `去向: 10051`，`10051.yml` 里又写 `去向: 10050`。

    好：最后的去向是一个启用或停用的编号。

    怎么改：请管理员核对这几个编号的去向。
    """
    ledger = hall.exhibition.ledger.by_id
    for link in ledger.values():
        if link.state is LinkState.MERGED and returns(link, ledger):
            yield Finding(link.at(3), f"编号 {link.id} 并来并去又回到了自己。", "请管理员核对去向。")


def returns(link: Permalink, ledger: dict[str, Permalink]) -> bool:
    """Does following the targets from here lead back here?"""
    seen, at = {link.id}, ledger.get(link.target)
    while at is not None and at.state is LinkState.MERGED and at.id not in seen:
        seen.add(at.id)
        at = ledger.get(at.target)
    return at is not None and at.id == link.id
