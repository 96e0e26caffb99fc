"""Ids and streets that are not those of the folder they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..model import Entry
from ..model.kinds import ID
from ..types import BY_STREET, CONTENT_TYPES
from .rule import Hall, check

ERROR = Severity.ERROR


def name_of(entry: Entry) -> str:
    """Return the name of an entry's folder."""
    return entry.folder.rpartition("/")[2]


@check("E237", ERROR, "编号和文件夹名不一样")
def id_unlike_folder(hall: Hall) -> Iterator[Finding]:
    """问题：编号就是文件夹的名字，二维码靠它找到这一页。

    不好：文件夹是 10064，里面写 `编号: 10065`。

    好：文件夹是 10064，里面写 `编号: 10064`。

    怎么改：改回和文件夹一样的编号；文件夹改过名的，把名字改回来。
    """
    for entry in hall.entries:
        name = name_of(entry)
        # Of a folder that bears no id its own check speaks (E321).
        if entry.id != name and ID.fullmatch(name):
            span = entry.span("编号")
            message = f"编号“{entry.id}”和文件夹名“{name}”不一样。"
            if is_moved(hall, entry, name):
                # The number in the file is right: to write the folder's there would give the house another's address.
                hint = f"把文件夹改名为“{entry.id}”：里面是“{entry.name}”，编号 {entry.id} 是它的，不要改里面的编号。"
                yield Finding(span, message, hint)
                continue
            hint = "改回原来的编号：编号就是文件夹名，二维码靠它，请不要改。"
            yield Finding(span, message, hint, hall.mended(span, entry.id, name))


def is_moved(hall: Hall, entry: Entry, name: str) -> bool:
    """Is it the folder that bears a wrong number? Its house had the number in its file, and another has the folder's."""
    if any(one.id == name and not one.moved for one in hall.handovers):
        return True
    past, links = hall.exhibition.promised, hall.exhibition.ledger.by_id
    if past and entry.id in past.folders and name not in past.folders:
        return True
    mine, theirs = links.get(entry.id), links.get(name)
    return bool(mine and mine.name == entry.name and (theirs is None or theirs.name != entry.name))


@check("E336", ERROR, "两个文件夹用同一个编号")
def shared_id(hall: Hall) -> Iterator[Finding]:
    """问题：两个文件夹写了同一个编号，多半是从邻居那里抄来模板，忘了改编号。

    不好：10064 和 10065 两个文件夹里都写 `编号: 10064`。

    好：每个文件夹写自己的编号。

    怎么改：改成自己文件夹的名字。
    """
    holders = hall.exhibition.by_id
    for entry in hall.entries:
        holder, name = holders[entry.id], name_of(entry)
        if holder is entry:
            continue
        message = f"编号 {entry.id} 已经是“{holder.folder}”（{holder.name}）的了，“{entry.name}”是后来的。"
        if ID.fullmatch(name) and name != entry.id:
            hint = "改成自己文件夹的名字；新楼组请向管理员要一个新编号。"
        else:
            hint = f"请管理员运行 renumber {entry.id}，给“{entry.name}”换一个新编号；原来那座楼的不要动。"
        yield Finding(entry.span("编号"), message, hint)


@check("E320", ERROR, "放错了街镇的文件夹")
def wrong_street_folder(hall: Hall) -> Iterator[Finding]:
    """问题：楼组要放在自己街镇的文件夹里。

    不好：content/units/miaohang/10001 里写 `街镇: 高境镇`。

    好：content/units/gaojing/10001 里写 `街镇: 高境镇`。

    怎么改：核对街镇；街镇没有写错，就请管理员把文件夹移过去。
    """
    slugs = {street.name: street.slug for street in hall.exhibition.vocabularies.streets}
    names = {slug: name for name, slug in slugs.items()}
    for row in CONTENT_TYPES:
        for entry in hall.exhibition.of(row.model) if row.layout == BY_STREET else ():
            folder, street = entry.folder.split("/")[-2], entry.location.street
            # Of a folder that is no street's its own check speaks (E324).
            if street in slugs and folder in names and slugs[street] != folder:
                message = f"写的是“{street}”，却放在“{names[folder]}”的文件夹里。"
                hint = f"核对街镇；没有写错就把整个文件夹移到 {row.root}/{slugs[street]}/。"
                yield Finding(entry.span("街镇"), message, hint)
