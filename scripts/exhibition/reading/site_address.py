"""The record of the site's address (`content/site-address.yml`) into a `SiteAddress`, and that into the text of the file.

The file holds the address (网址), the day from which it is promised (定下), and a list (从前) of former addresses, each
with the day of its end (用到).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..diagnostics import Diagnostic, Severity, Span
from ..files import list_within
from ..ledger.permalink_file import is_day
from ..model import FormerAddress, SiteAddress
from ..model.rules import Said, wording
from ..model.site_address import PATH
from .nodes import Node, Record, Scalar, Sequence
from .notes import Notes
from .opening import node_of, read_node
from .settings import is_site_url
from .vocabularies import text_of

ADDRESS, SINCE, FORMER, UNTIL = "网址", "定下", "从前", "用到"
"""The keys of the file."""


@wording("E743", Severity.ERROR, "记着网址的文件写错了")
def malformed_site_address(why: str) -> Said:
    """问题：`content/site-address.yml` 记着印在墙上的网址，从哪一天起用它，从前用过哪些。它由 address 命令来写。

    不好：

        网址: louzu.example

    好：

        网址: https://louzu.example/
        定下: 2026-11-29

    怎么改：照说的那一行改正，或从以前的版本里找回这个文件。
    """
    return Said(f"记着网址的文件写错了：{why}。", "照上面的样子改正，或从以前的版本里找回这个文件。")


def read_site_address(root: Path) -> tuple[SiteAddress | None, list[Diagnostic]]:
    """Return the record of the folder `root`, None where there is none; what is wrong with it is reported."""
    folder, _, name = PATH.rpartition("/")
    if not any(name in names for names in list_within(root, folder)[:4]):
        return None, []
    notes = Notes(PATH)
    record = understood(read_node(root, notes, malformed_site_address), notes)
    # Of a file in two versions nothing is certain.
    return (SiteAddress("") if notes.diagnostics else record), notes.diagnostics


def site_address_of(data: bytes) -> SiteAddress:
    """Return the record in the bytes of another revision's file; with an empty address where it is not understood."""
    notes = Notes(PATH)
    record = understood(node_of(data.decode("utf-8-sig", "replace"), notes, malformed_site_address), notes)
    return SiteAddress("") if notes.diagnostics else record


def understood(node: Node | None, notes: Notes) -> SiteAddress:
    """Return what the nodes of the file mean; what is wrong is noted."""
    if not isinstance(node, Record):
        if not notes.diagnostics:
            notes.say(malformed_site_address("里面不是“名称: 内容”"))
        return SiteAddress("")
    note_odd_keys(node, (ADDRESS, SINCE, FORMER), notes)
    address, since = checked(node, ADDRESS, notes), checked(node, SINCE, notes)
    former = tuple(formers(node.values.get(FORMER), notes))
    return SiteAddress(address, since, former, Span(PATH, *node.places.get(ADDRESS, (1, 1))))


def formers(node: Node | None, notes: Notes) -> Iterator[FormerAddress]:
    """Yield the former addresses of a list."""
    if node is None or (isinstance(node, Scalar) and not node.text):
        return
    for item in node.items if isinstance(node, Sequence) else (node,):
        if not isinstance(item, Record):
            notes.say(malformed_site_address(f"“{FORMER}”下面每一项要有“{ADDRESS}”和“{UNTIL}”"), item.line, item.column)
            continue
        note_odd_keys(item, (ADDRESS, UNTIL), notes)
        yield FormerAddress(checked(item, ADDRESS, notes), checked(item, UNTIL, notes))


def note_odd_keys(record: Record, keys: tuple[str, ...], notes: Notes) -> None:
    """Note keys that are none of the file's, and keys that are written twice."""
    for key in record.values:
        if key not in keys:
            notes.say(malformed_site_address(f"“{key[:20]}”不是{'、'.join(keys)}里的一项"), *record.places[key])
    for key, place in record.doubles:
        notes.say(malformed_site_address(f"“{key[:20]}”写了两次"), *place)


def checked(record: Record, key: str, notes: Notes) -> str:
    """Return the address or day under a key; what is none is noted."""
    text = text_of(record, key)
    place = record.places.get(key, (record.line, record.column))
    if not text:
        notes.say(malformed_site_address(f"没有写“{key}”"), *place)
    elif key == ADDRESS and not is_site_url(text):
        notes.say(malformed_site_address(f"网址“{text[:80]}”要以 https:// 开头，以 / 结尾"), *place)
    elif key != ADDRESS and not is_day(text):
        notes.say(malformed_site_address(f"日期“{text[:20]}”不是日历上的一天，要写成 2026-05-01 这样"), *place)
    return text


HEAD = "# 印在二维码里的网址。由 address 命令来写，请不要直接改。\n"


def written(record: SiteAddress) -> str:
    """Return the text of the file."""
    lines = [f"{ADDRESS}: {record.address}", f"{SINCE}: {record.since}"]
    lines += [f"{FORMER}:"] if record.former else []
    for one in record.former:
        lines += [f"  - {ADDRESS}: {one.address}", f"    {UNTIL}: {one.until}"]
    return HEAD + "\n".join(lines) + "\n"
