"""Rules about the ledger: ids and ledger agree, the ledger is consistent, and published addresses stay.

The comparison with an earlier revision runs only where it is asked for (`check --base`). A state may go on (live, then
retired or merged), never back to live. What cannot be understood now is reported where it is read; what could not be
understood then binds to no more than its number. Two rules find ids that have come to belong to another house and
houses that have come to bear another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..ledger.changes import find_crossed_numbers
from ..ledger.permalink_file import WORDS, format_name, format_permalink, get_path
from ..ledger.reassignment import is_renamed, list_exchanged_names
from ..model import Entry, Ledger, LinkState, Permalink, Status
from ..model.vocabulary import VOCABULARIES
from ..types import CONTENT_TYPES
from .registry import CheckContext, check

ERROR = Severity.ERROR


@check("E330", ERROR, "台账里没有这个编号")
def unlisted_id(context: CheckContext) -> Iterator[Finding]:
    """问题：每个编号都要先登记在台账 content/permalinks/ 里，才能印二维码。

    不好：新建了文件夹 10099，台账里没有 `10099.yml`。

    好：台账里有 `10099.yml`，写着：

        发放: 2026-05-01
        名称: 示例楼
        状态: 在用

    怎么改：在 content/permalinks/ 里加上这个文件；编号是自己想的，请管理员另发一个。
    """
    ledger = context.exhibition.ledger.by_id
    # Of what has gone from the ledger another check says what it was.
    gone = context.exhibition.promised.ledger.by_id if context.exhibition.promised else {}
    for entry in context.entries if ledger else ():
        if entry.id not in ledger and entry.id not in gone:
            hint = f"加一个小文件 {get_path(entry.id)}，照旁边的写上发放、名称、状态；不会加就请管理员来加。"
            yield Finding(entry.get_span("编号"), f"台账里没有编号 {entry.id}。", hint)


@check("E337", ERROR, "停用的编号又用上了")
def revived_id(context: CheckContext) -> Iterator[Finding]:
    """问题：台账里已经停用或并入别处的编号，不能再用来发布，不然老的二维码会扫出别的楼组。

    不好：台账里 10050 写着“停用”，10050 的文件夹里写 `状态: 发布`。

    好：用一个新编号。

    怎么改：请管理员发一个新编号；或把状态改成“撤下”。
    """
    for entry in context.entries:
        link = context.exhibition.ledger.by_id.get(entry.id)
        if link and entry.published and link.state is not LinkState.LIVE:
            hint = "请管理员发一个新编号；或把状态改成“撤下”。"
            message = f"编号 {entry.id} 在台账里已经停用（{WORDS[link.state]}），不能发布。"
            yield Finding(entry.get_span("编号"), message, hint)


@check("E331", ERROR, "启用的编号没有文件夹")
def live_id_without_folder(context: CheckContext) -> Iterator[Finding]:
    """问题：编号在台账里是启用的，它的二维码可能已经贴在墙上，文件夹却不见了，居民会扫出“找不到页面”。

    不好：删掉了 10050 的文件夹，台账里的 `10050.yml` 还写着 `状态: 在用`。

    好：不再展出的，文件夹留着，把状态改成“撤下”。

    怎么改：找回文件夹；楼组并到别处的，请管理员运行 `permalinks --merge`。
    """
    there = context.exhibition.by_id.keys() | {path.rpartition("/")[2] for path in context.listings}
    doubtful = context.exhibition.ledger.doubtful
    for link in context.exhibition.ledger.by_id.values():
        if link.state is LinkState.LIVE and link.id not in there and link.id not in doubtful:
            message = f"编号 {link.id}（{link.name}）在台账里是启用的，但找不到文件夹；它的二维码可能已经贴在墙上。"
            yield Finding(
                link.span, message, f"{describe_likely_folder(context, link)}不再展出的把状态改成“撤下”，不要删除。"
            )


def describe_likely_folder(context: CheckContext, link: Permalink) -> str:
    """Return which folder the missing one has probably become: of the same name, under an id that was not issued."""
    ledger = context.exhibition.ledger.by_id
    renamed = [entry for entry in context.entries if entry.name == link.name and entry.id not in ledger]
    if len(renamed) != 1:
        return "找回文件夹；"
    return f"把“{renamed[0].folder}”改回“{link.id}”（名称一样，多半是改了名），里面的编号也改回来；"


@check("E332", ERROR, "台账里一个编号写了两份")
def doubled_link(context: CheckContext) -> Iterator[Finding]:
    """问题：一个编号只能归一座楼，发出去就不再发第二次。

    不好：

        发放: 2026-01-01
        名称: 甲楼
        名称: 乙楼
        状态: 在用

    好：一个编号一个名称；后来的那座楼，另外领一个编号。

    怎么改：留下先登记的那一份，请管理员运行 `renumber`，给后来的换一个新编号。
    """
    ledger = context.exhibition.ledger
    for link in ledger.links:
        first = ledger.by_id[link.id]
        if link is first:
            continue
        first, newcomer = sort_by_claim(context, first, link)
        message = f"编号 {link.id} 写了两份：它是“{first.name}”的，“{newcomer.name}”是后来的。"
        hint = f"删掉“{newcomer.name}”的那几行；请管理员运行 renumber {link.id}，给“{newcomer.name}”换一个新编号。"
        yield Finding(newcomer.span, message, hint)


def sort_by_claim(context: CheckContext, one: Permalink, other: Permalink) -> tuple[Permalink, Permalink]:
    """Return two permalinks of one id, the newer last: its building is not the one that the id was issued for."""
    holder = context.exhibition.by_id.get(one.id)
    known = context.exhibition.promised
    if holder is None or (known and one.id in known.ledger.by_id):
        return one, other
    return (other, one) if holder.name == other.name != one.name else (one, other)


@check("E334", ERROR, "并入的去向不存在")
def lost_target(context: CheckContext) -> Iterator[Finding]:
    """问题：台账说这个编号并到另一个编号去了，可是台账里没有那个编号。

    不好：`10050.yml` 里写着 `去向: 19999`，而 19999 没有登记。

    好：`去向: 10051`，台账里有 `10051.yml`。

    怎么改：核对去向的编号。
    """
    ledger = context.exhibition.ledger.by_id
    for link in ledger.values():
        if link.state is LinkState.MERGED and link.target not in ledger:
            message = f"编号 {link.id} 并入了 {link.target}，台账里没有这个编号。"
            yield Finding(link.get_span(3), message, "核对去向的编号。")


@check("E335", ERROR, "并来并去转了一圈")
def circular_merge(context: CheckContext) -> Iterator[Finding]:
    """问题：甲并入乙，乙又并入甲，扫码的人永远到不了。

    不好：`10050.yml` 里写 `去向: 10051`，`10051.yml` 里又写 `去向: 10050`。

    好：最后的去向是一个启用或停用的编号。

    怎么改：请管理员核对这几个编号的去向。
    """
    ledger = context.exhibition.ledger.by_id
    for link in ledger.values():
        if link.state is LinkState.MERGED and is_circular(link, ledger):
            yield Finding(link.get_span(3), f"编号 {link.id} 并来并去又回到了自己。", "请管理员核对去向。")


def is_circular(link: Permalink, ledger: dict[str, Permalink]) -> bool:
    """Do the targets from here form a cycle?"""
    seen, at = {link.id}, ledger.get(link.target)
    while at is not None and at.state is LinkState.MERGED and at.id not in seen:
        seen.add(at.id)
        at = ledger.get(at.target)
    return at is not None and at.id == link.id


WALL = "它的二维码可能已经贴在墙上"


def iter_kept_links(context: CheckContext) -> Iterator[tuple[Permalink, Permalink]]:
    """Yield every published permalink with its present one, where both could be read."""
    past, now = context.exhibition.promised, context.exhibition.ledger
    for old in past.iter_links() if past else ():
        new = now.by_id.get(old.id)
        if new is not None and new.id not in now.doubtful:
            yield old, new


def get_earlier_ledger(context: CheckContext) -> Ledger:
    """Return the ledger of the revision compared with; an empty one without `--base`."""
    return context.exhibition.promised.ledger if context.exhibition.promised else Ledger()


def find_renumbered(context: CheckContext) -> dict[str, Permalink]:
    """Return permalinks that replace a missing one (same day of issue, same name), by the missing id."""
    old, new = get_earlier_ledger(context).by_id, context.exhibition.ledger.by_id
    gone = [link for link in old.values() if link.id not in new and link.name]
    found: dict[str, Permalink] = {}
    for link in gone:
        like = [one for one in new.values() if one.id not in old and (one.issued, one.name) == (link.issued, link.name)]
        if len(like) == 1:
            found[link.id] = like[0]
    return found


@check("E351", ERROR, "台账里少了一行")
def removed_link(context: CheckContext) -> Iterator[Finding]:
    """问题：台账里的每个编号，都可能有一个二维码贴在墙上。少了一个，居民就会扫出“找不到页面”。

    不好：删掉了 `content/permalinks/10050.yml`。

    好：这个文件留着；不再用了，请管理员运行 `permalinks --retire`。

    怎么改：照提示把这个文件原样找回来。
    """
    moved = find_renumbered(context)
    for link in get_earlier_ledger(context).by_id.values():
        if link.id not in context.exhibition.ledger.by_id and link.id not in moved:
            path = get_path(link.id)
            message = f"台账里少了编号 {link.id}（{link.name}）；{WALL}，少了它居民会扫出“找不到页面”。"
            lines = "；".join(format_permalink(link).splitlines()) if link.issued else ""
            yield Finding(Span(path), message, f"找回文件 {path}{f'，里面一行一项：{lines}' if lines else ''}。")


@check("E352", ERROR, "台账里的编号被改了")
def renumbered_link(context: CheckContext) -> Iterator[Finding]:
    """问题：编号发出去就不能改：墙上印的是原来的编号。

    不好：把 `content/permalinks/10050.yml` 改名为 `10060.yml`。

    好：编号照旧；要用新编号，另外领一个，再把旧的并过去。

    怎么改：改回原来的编号。
    """
    for id, link in find_renumbered(context).items():
        message = f"“{link.name}”的编号从 {id} 改成了 {link.id}；{WALL}，改了编号居民会扫出“找不到页面”。"
        yield Finding(link.span, message, f"把文件改名，改回 {get_path(id)}；楼组的文件夹和编号也改回来。")


@check("E353", ERROR, "台账里的旧行被改了")
def altered_link(context: CheckContext) -> Iterator[Finding]:
    """问题：台账记的是发编号那一天的事：哪一天、那时叫什么名字。后来改了名字，改楼组自己的文件就好。

    不好：把 `10050.yml` 里的 `名称: 甲楼` 改成 `名称: 乙楼`。

    好：台账里照旧，在楼组的文件里写 `名称: 乙楼`。

    怎么改：照提示改回原来的样子。
    """
    for old, new in iter_kept_links(context):
        told = f"台账里编号 {new.id} 被改了，原来写的是“{old.issued}，{old.name}”；台账记的是发编号那一天的事。"
        hint = "改回原来的样子；改名字请改楼组自己的文件。"
        if old.name != new.name:
            yield Finding(new.get_span(1), told, hint, f"名称: {format_name(old.name)}")
        elif old.issued != new.issued:
            yield Finding(new.get_span(0), told, hint, f"发放: {old.issued}")


@check("E354", ERROR, "停用的编号又改回启用")
def revived_link(context: CheckContext) -> Iterator[Finding]:
    """问题：停用了或并到别处的编号，不能再启用：人家已经知道它停用了，再用就会认错楼。

    不好：把 `10050.yml` 里的 `状态: 停用` 改成 `状态: 在用`。

    好：留着“停用”，另外领一个新编号。

    怎么改：改回去；要重新展出，请管理员发一个新编号。
    """
    for old, new in iter_kept_links(context):
        if new.state is LinkState.LIVE and old.state is not LinkState.LIVE:
            word = WORDS[old.state]
            message = f"编号 {new.id} 已经停用（{word}），不能再改回“{WORDS[new.state]}”。"
            target = f"，再加回一行 去向: {old.target}" if old.target else ""
            hint = f"改回去{target}；要重新展出，请管理员发一个新编号。"
            yield Finding(new.get_span(2), message, hint, f"状态: {word}")


@check("E358", ERROR, "网址没有了去处")
def lost_slug(context: CheckContext) -> Iterator[Finding]:
    """问题：每个街镇、每个主题、每种难题都有自己的网址，别人可能存了、转发了。合并、改名以后，旧网址要有去处。

    不好：两个街镇合并，从词表里删掉了 `slug: jiuzhen` 的那一项，别的什么也没有写。

    好：在并过去的那一项里写 `旧slug: [jiuzhen]`，旧网址就会带人到新的一页。

    怎么改：在合并后的那一项里加上“旧slug”，把没有了的 slug 写进去。
    """
    past, words = context.exhibition.promised, context.exhibition.vocabularies
    rooms = [room for room in CONTENT_TYPES.rooms if room.facets]
    for row in (row for row in VOCABULARIES if row.has_pages):
        terms = getattr(words, row.name).terms
        known = {slug for term in terms for slug in (term.slug, *term.former)}
        gone = sorted(past.slugs.get(row.name, frozenset()) - known) if past and terms else ()
        folder = next((room.path for room in rooms if room.facets[0].vocabulary == row.name), f"{row.name}/")
        for slug in gone:
            message = f"词表里没有 slug“{slug}”了，网址 {folder}{slug}/ 会打不开，别人可能存着它。"
            hint = f"在合并后的那一项里加一行：旧slug: [{slug}]；只是改坏了的，改回来。"
            yield Finding(Span(f"content/vocabularies/{row.file}"), message, hint)


ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def describe_house(entry: Entry) -> str:
    """Return a description that tells a building from others of the same name."""
    where = entry.location.compound or entry.location.committee
    return entry.name if not where or entry.name.startswith(where) else f"{where}{entry.name}"


@check("E348", ERROR, "编号换了一座楼")
def handed_over(context: CheckContext) -> Iterator[Finding]:
    """问题：编号印在墙上的二维码里，一座楼一个，不能换给别的楼，不然邻居扫自己家墙上的码，打开的是别人家。

    不好：把 10009 和 10010 两个文件夹的名字对调；把别家的内容抄进 10010；把一座楼搬到另一个编号下；
    名字不动，把两座楼的楼号、故事或者照片互相换了。

    好：每座楼一直用自己的编号。改名字、改写故事、改正一座楼的楼号都可以，编号不动。

    怎么改：把两座楼的内容换回各自的编号；一座楼真的没有了，就把状态改成“撤下”，新的楼另外领一个编号。
    """
    for one in context.handovers:
        if one.now is None or one.moved:
            message = f"编号 {one.id} 是“{describe_house(one.before)}”的，它现在搬到了编号 {one.source}；墙上印的还是 {one.id}。"
            hint = f"把文件夹和里面的编号都改回 {one.id}；真要用新编号，请管理员把 {one.id} 并到 {one.source}（permalinks 命令）。"
            there = context.exhibition.by_id.get(one.source)
            yield Finding(there.get_span("编号") if there else Span(get_path(one.id)), message, hint)
            continue
        origin = f"（原来的编号是 {one.source}）" if one.source else ""
        message = (
            f"编号 {one.id} 是“{describe_house(one.before)}”的，现在写的却是另一座楼“{describe_house(one.now)}”{origin}；"
            f"“{describe_house(one.before)}”墙上的二维码会打开别人家。"
        )
        if one.source:
            hint = f"把两座楼换回各自的编号：{one.id} 里写“{describe_house(one.before)}”，“{describe_house(one.now)}”放回 {one.source}。"
        else:
            hint = f"把“{describe_house(one.before)}”的内容找回来；“{describe_house(one.now)}”是另一座楼的，请给它领一个新编号。"
        yield Finding(one.now.get_span("名称"), message, hint)
    for swap in context.exchanges:
        what = "、".join(swap.parts)
        message = (
            f"编号 {swap.id}“{describe_house(swap.now)}”现在的{what}，原来是编号 {swap.source}“{describe_house(swap.other)}”的；"
            f"这一次改动里，几座楼的{what}互相换了，邻居扫墙上的二维码，看到的会是别人家的。"
        )
        hint = f"把{what}换回各自的编号；从前真的写反了，就分两次改：先改好一座，合并以后再改另一座。"
        yield Finding(swap.now.get_span(swap.parts[0]), message, hint)


@check("E349", ERROR, "两座楼的编号对调了")
def exchanged_names(context: CheckContext) -> Iterator[Finding]:
    """问题：两座楼各自写着对方领编号时的名字，多半是文件夹对调了。墙上的二维码会打开别人家。

    不好：台账里 10009 是甲楼、10010 是乙楼，可是 10009 的文件夹里写 `名称: 乙楼`，10010 里写 `名称: 甲楼`。

    好：10009 里写 `名称: 甲楼`，10010 里写 `名称: 乙楼`。

    名字里带着楼号的，也这样看：10009“三号楼”的楼号写 5号，同一个小区的 10010“五号楼”的楼号写 3号。

    怎么改：把两座楼的内容换回各自的编号。
    """
    told = {one.id for one in context.handovers}
    past = context.exhibition.promised
    for entry, other in context.exhibition.derive(list_exchanged_names):
        links = context.exhibition.ledger.by_id
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
            yield Finding(entry.get_span("名称"), message, hint)
    swapped = {one.id for one in context.exchanges} | told
    for entry, neighbour in find_crossed_numbers(context.exhibition.by_id.values()):
        if entry.id not in swapped:
            message = f"“{describe_house(entry)}”的楼号写的是 {get_building(entry)}，“{describe_house(neighbour)}”的楼号写的是 {get_building(neighbour)}；两边对调了。"
            hint = f"把两座楼的楼号换回来：{entry.id} 写 {get_building(neighbour)}。"
            yield Finding(entry.get_span("楼号"), message, hint)


def get_building(entry: Entry) -> str:
    """Return the 楼号 of an entry; nothing where it has none."""
    return entry.location.building


@check("W357", ADVICE, "名字和领编号时不一样")
def renamed(context: CheckContext) -> Iterator[Finding]:
    """问题：楼组改名是常事。只是编号跟着楼走，不跟着名字走：请确认还是原来那座楼。

    不好：台账里 10050 领编号时叫“甲楼”，现在 10050 里写的是隔壁的 `名称: 乙楼`。

    好：还是那座楼，只是改了名字。

    怎么改：核对一下；还是原来那座楼，就不用改。台账里的旧名字不要动。不改也能发布。
    """
    past = context.exhibition.promised
    told = {one.id for one in context.handovers} | {
        entry.id for entry, _ in context.exhibition.derive(list_exchanged_names)
    }
    for entry in context.exhibition.by_id.values():
        link = context.exhibition.ledger.by_id.get(entry.id)
        if link is None or link.state is not LinkState.LIVE or entry.id in told or entry.status is not Status.PUBLISHED:
            continue
        if not link.name or not entry.name or not is_renamed(entry.name, link.name):
            continue
        before = past.changed.get(entry.id) if past else None
        # Beside another revision only what this change has renamed is spoken of.
        if past is None or (before is not None and before.name != entry.name):
            message = f"编号 {entry.id} 领的时候叫“{link.name}”，现在叫“{entry.name}”。"
            yield Finding(entry.get_span("名称"), message, "核对是不是还是原来那座楼；只是改了名字，就不用改。")
