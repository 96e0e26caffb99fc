"""The ledger against what it had promised before this change: addresses may be added, and nothing else.

Only where a comparison is asked for (`check --base`). A state may go on (live → retired or merged), never back to live.
What cannot be understood now is spoken of where it is read; what could not be understood then binds nobody to more than
its number.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..ledger.permalink_file import WORDS, format_name, format_permalink, get_path
from ..model import Ledger, LinkState, Permalink
from .rule import Hall, check

ERROR = Severity.ERROR
WALL = "它的二维码可能已经贴在墙上"


def kept(hall: Hall) -> Iterator[tuple[Permalink, Permalink]]:
    """Every promised address with what stands under its id now, as far as both are certain."""
    past, now = hall.exhibition.promised, hall.exhibition.ledger
    for old in past.links() if past else ():
        new = now.by_id.get(old.id)
        if new is not None and new.id not in now.doubtful:
            yield old, new


def promised(hall: Hall) -> Ledger:
    """Return the ledger before this change; an empty one where nobody asked."""
    return hall.exhibition.promised.ledger if hall.exhibition.promised else Ledger()


def renumbered(hall: Hall) -> dict[str, Permalink]:
    """The addresses that were promised under another id, which is gone: issued on one day under one name; by that id."""
    old, new = promised(hall).by_id, hall.exhibition.ledger.by_id
    gone = [link for link in old.values() if link.id not in new and link.name]
    found: dict[str, Permalink] = {}
    for link in gone:
        like = [one for one in new.values() if one.id not in old and (one.issued, one.name) == (link.issued, link.name)]
        if len(like) == 1:
            found[link.id] = like[0]
    return found


@check("E351", ERROR, "台账里少了一行")
def removed_link(hall: Hall) -> Iterator[Finding]:
    """问题：台账里的每个编号，都可能有一个二维码贴在墙上。少了一个，居民就会扫出“找不到页面”。

    不好：删掉了 `content/permalinks/10050.yml`。

    好：这个文件留着；不再用了，请管理员运行 `permalinks --retire`。

    怎么改：照提示把这个文件原样找回来。
    """
    moved = renumbered(hall)
    for link in promised(hall).by_id.values():
        if link.id not in hall.exhibition.ledger.by_id and link.id not in moved:
            path = get_path(link.id)
            message = f"台账里少了编号 {link.id}（{link.name}）；{WALL}，少了它居民会扫出“找不到页面”。"
            lines = "；".join(format_permalink(link).splitlines()) if link.issued else ""
            yield Finding(Span(path), message, f"找回文件 {path}{f'，里面一行一项：{lines}' if lines else ''}。")


@check("E352", ERROR, "台账里的编号被改了")
def renumbered_link(hall: Hall) -> Iterator[Finding]:
    """问题：编号发出去就不能改：墙上印的是原来的编号。

    不好：把 `content/permalinks/10050.yml` 改名为 `10060.yml`。

    好：编号照旧；要用新编号，另外领一个，再把旧的并过去。

    怎么改：改回原来的编号。
    """
    for id, link in renumbered(hall).items():
        message = f"“{link.name}”的编号从 {id} 改成了 {link.id}；{WALL}，改了编号居民会扫出“找不到页面”。"
        yield Finding(link.span, message, f"把文件改名，改回 {get_path(id)}；楼组的文件夹和编号也改回来。")


@check("E353", ERROR, "台账里的旧行被改了")
def altered_link(hall: Hall) -> Iterator[Finding]:
    """问题：台账记的是发编号那一天的事：哪一天、那时叫什么名字。后来改了名字，改楼组自己的文件就好。

    不好：把 `10050.yml` 里的 `名称: 甲楼` 改成 `名称: 乙楼`。

    好：台账里照旧，在楼组的文件里写 `名称: 乙楼`。

    怎么改：照提示改回原来的样子。
    """
    for old, new in kept(hall):
        told = f"台账里编号 {new.id} 被改了，原来写的是“{old.issued}，{old.name}”；台账记的是发编号那一天的事。"
        hint = "改回原来的样子；改名字请改楼组自己的文件。"
        if old.name != new.name:
            yield Finding(new.at(1), told, hint, f"名称: {format_name(old.name)}")
        elif old.issued != new.issued:
            yield Finding(new.at(0), told, hint, f"发放: {old.issued}")


@check("E354", ERROR, "停用的编号又改回启用")
def revived_link(hall: Hall) -> Iterator[Finding]:
    """问题：停用了或并到别处的编号，不能再启用：人家已经知道它停用了，再用就会认错楼。

    不好：把 `10050.yml` 里的 `状态: 停用` 改成 `状态: 在用`。

    好：留着“停用”，另外领一个新编号。

    怎么改：改回去；要重新展出，请管理员发一个新编号。
    """
    for old, new in kept(hall):
        if new.state is LinkState.LIVE and old.state is not LinkState.LIVE:
            word = WORDS[old.state]
            message = f"编号 {new.id} 已经停用（{word}），不能再改回“{WORDS[new.state]}”。"
            target = f"，再加回一行 去向: {old.target}" if old.target else ""
            hint = f"改回去{target}；要重新展出，请管理员发一个新编号。"
            yield Finding(new.at(2), message, hint, f"状态: {word}")


@check("E358", ERROR, "网址没有了去处")
def lost_slug(hall: Hall) -> Iterator[Finding]:
    """问题：每个街镇、每个主题都有自己的网址，别人可能存了、转发了。合并、改名以后，旧网址要有去处。

    不好：两个街镇合并，从词表里删掉了 `slug: jiuzhen` 的那一项，别的什么也没有写。

    好：在并过去的那一项里写 `旧slug: [jiuzhen]`，旧网址就会带人到新的一页。

    怎么改：在合并后的那一项里加上“旧slug”，把没有了的 slug 写进去。
    """
    past, words = hall.exhibition.promised, hall.exhibition.vocabularies
    for name, file in (("streets", "streets.yml"), ("themes", "themes.yml")):
        terms = getattr(words, name).terms
        known = {slug for term in terms for slug in (term.slug, *term.former)}
        gone = sorted(past.slugs.get(name, frozenset()) - known) if past and terms else ()
        for slug in gone:
            message = f"词表里没有 slug“{slug}”了，网址 {name}/{slug}/ 会打不开，别人可能存着它。"
            hint = f"在合并后的那一项里加一行：旧slug: [{slug}]；只是改坏了的，改回来。"
            yield Finding(Span(f"content/vocabularies/{file}"), message, hint)
