"""The command that keeps the ledger of addresses: tells what there is, takes an address out of use, merges two."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter

from ..diagnostics import Refusal
from ..founding import next_id
from ..inspection import inspect
from ..model import Exhibition, LinkState
from ..permalinks import Turn, merged, retired, still_shown, write
from ..reading.ledger import is_broken
from ..report.progress import Progress
from .speech import say, show

STATES = {LinkState.LIVE: "在用", LinkState.RETIRED: "停用", LinkState.MERGED: "并到别处"}


def run_permalinks(options: Namespace) -> int:
    """Tell what the ledger holds, or turn one line of it; exit code 1 where the ledger has a 错误."""
    exhibition, found = inspect(options.root, Progress(say))
    if is_broken(found):
        say("没有做：台账 content/permalinks.csv 里有错误，先改好它（运行 check 看是哪一行）。")
        return 1
    turn = wanted(options, exhibition)
    if turn is None:
        return overview(exhibition)
    show(f"- {turn.old.line}\n+ {turn.new.line}")
    if path := still_shown(turn, exhibition):
        say(f"{path} 还写着“状态: 发布”。请把它改成“状态: 撤下”，否则检查不会通过。")
    if not options.write:
        say("什么都没有写。看过没问题，加上 --write 就写进台账。停用以后不能再启用。")
        return 0
    write(turn, options.root)
    say("写好了。扫旧二维码的人，会看到一句说明。")
    return 0


def wanted(options: Namespace, exhibition: Exhibition) -> Turn | None:
    """Return the turn that the words ask for; None where they ask for none. Raises Refusal where they do not fit."""
    if bool(options.merge) != bool(options.into) or (options.merge and options.retire):
        raise Refusal("要停用一个编号，写 --retire 编号；要并到别处，写 --merge 编号 --into 去向的编号。")
    if options.merge:
        return merged(exhibition.ledger, options.merge, options.into)
    return retired(exhibition.ledger, options.retire) if options.retire else None


def overview(exhibition: Exhibition) -> int:
    """Tell how many addresses there are, by state, and which comes next."""
    states = Counter(link.state for link in exhibition.ledger.links)
    parts = "，".join(f"{word} {states[state]}" for state, word in STATES.items())
    show(f"台账里有 {len(exhibition.ledger.links)} 个编号：{parts}。下一个编号是 {next_id(exhibition)}。")
    return 0
