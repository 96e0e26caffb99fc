"""State changes of a permalink: retire, or merge into another. Each changes one small file and nothing else.

An id is never deleted, never issued again and never reactivated: a printed address always has an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..cache import write_atomically
from ..diagnostics import Refusal
from ..files import read_file
from ..model import Exhibition, Ledger, LinkState, Permalink
from .address_file import LIMIT, path_of, read_address, text_of


@dataclass(frozen=True, slots=True)
class Turn:
    """Permalink before and after a change."""

    old: Permalink
    new: Permalink


def retired(ledger: Ledger, id: str) -> Turn:
    """Return the change that retires `id`. Raises Refusal where it is retired already, or is not in the ledger."""
    old = known(ledger, id)
    if old.state is LinkState.RETIRED:
        raise Refusal(f"编号 {id} 已经停用了，不用再改。")
    return Turn(old, replace(old, state=LinkState.RETIRED, target=""))


def merged(ledger: Ledger, id: str, target: str) -> Turn:
    """Return the change that merges `id` into `target`. Raises Refusal where that leads nowhere or back to itself."""
    old = known(ledger, id)
    at, seen = known(ledger, target), {id}
    while at.id not in seen and at.state is LinkState.MERGED:
        seen.add(at.id)
        at = known(ledger, at.target)
    if at.id in seen:
        raise Refusal(f"编号 {id} 并到 {target}，转一圈又回到自己。请换一个去向。")
    if at.state is LinkState.RETIRED:
        raise Refusal(f"编号 {target} 的去处 {at.id} 已经停用了，扫码的人到那里什么也看不到。请换一个去向。")
    if (old.state, old.target) == (LinkState.MERGED, target):
        raise Refusal(f"编号 {id} 已经并到 {target} 了，不用再改。")
    return Turn(old, replace(old, state=LinkState.MERGED, target=target))


def known(ledger: Ledger, id: str) -> Permalink:
    """Return the permalink of an id. Raises Refusal where there is none."""
    link = ledger.by_id.get(id)
    if link is None:
        raise Refusal(f"台账里没有编号 {id}。请核对编号。")
    return link


def still_shown(turn: Turn, exhibition: Exhibition) -> str:
    """Return the path of the entry that is still published under the id (see E337); empty where there is none."""
    entry = exhibition.by_id.get(turn.new.id)
    return entry.path if entry and entry.published else ""


def write(turn: Turn, root: Path) -> None:
    """Write the permalink file. Raises Refusal where it has been changed since it was read."""
    path = root / path_of(turn.old.id)
    now = read_address(turn.old.id, read_file(path, LIMIT)).links
    if [(link.issued, link.name, link.state, link.target) for link in now] != [
        (turn.old.issued, turn.old.name, turn.old.state, turn.old.target)
    ]:
        raise Refusal(f"{path_of(turn.old.id)} 和刚才读到的不一样，没有动它。请再运行一遍。")
    write_atomically(path, text_of(turn.new).encode())
