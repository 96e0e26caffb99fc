"""Commands `permalinks`, `move` and `renumber`: list the ledger, retire or merge ids, move units, change an unpublished
id.

Each shows what it would do, and does it with `--write`.
"""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from datetime import date

from ..content.loader import load_exhibition, load_snapshot
from ..content.vocabularies import build_lexicon
from ..diagnostics import Refusal
from ..ledger import changes, renumbering
from ..ledger.changes import PermalinkChange, find_published_file, iter_free_ids, merge, retire, write_permalink
from ..ledger.permalink_file import STATES, format_permalink, get_path
from ..ledger.reader import PATH as TABLE
from ..ledger.reader import (
    find_default_revision,
    find_first_commit,
    find_revision,
    format_csv,
    is_broken,
    list_ids,
    list_published_ids,
    read_table,
    to_permalink_files,
)
from ..messages.files import has_conflict
from ..model import Exhibition
from ..progress import Progress
from ..site.pipeline import add_base_revision, load_and_check
from ..storage.cache import write_atomically
from ..storage.safe_files import read_file
from .console import print_message, print_result

MOST = 40
"""Lines of a plan that are printed."""
NOTHING_YET = "什么都没有写。看过没问题，加上 --write 再运行一遍。"


def run_permalinks(options: Namespace) -> int:
    """List the ledger, or change one permalink; exit code 1 where the ledger has a 错误."""
    if options.migrate:
        return migrate_table(options)
    exhibition, found = load_and_check(options.root, Progress(print_message))
    if is_broken(found):
        print_message("没有做：台账 content/permalinks/ 里有错误，先改好它（运行 check 看是哪一个）。")
        return 1
    if options.csv:
        return export_csv(exhibition, options)
    turn = choose_change(options, exhibition)
    if turn is None:
        return print_overview(exhibition)
    print_result(
        f"{get_path(turn.old.id)}\n{format_block('-', format_permalink(turn.old))}\n{format_block('+', format_permalink(turn.new))}"
    )
    if path := find_published_file(turn, exhibition):
        print_message(f"{path} 还写着“状态: 发布”。请把它改成“状态: 撤下”，否则检查不会通过。")
    if not options.write:
        print_message("什么都没有写。看过没问题，加上 --write 就写进台账。停用以后不能再启用。")
        return 0
    write_permalink(turn, options.root)
    print_message("写好了。扫旧二维码的人，会看到一句说明。")
    return 0


def format_block(sign: str, text: str) -> str:
    """Return the lines of a text, each with a prefix."""
    return "\n".join(f"{sign} {line}" for line in text.splitlines())


def choose_change(options: Namespace, exhibition: Exhibition) -> PermalinkChange | None:
    """Return the change that the options ask for; None where they ask for none. Raises Refusal where they do not fit."""
    if bool(options.merge) != bool(options.into) or (options.merge and options.retire):
        raise Refusal("要停用一个编号，写 --retire 编号；要并到别处，写 --merge 编号 --into 去向的编号。")
    if options.merge:
        return merge(exhibition.ledger, options.merge, options.into)
    return retire(exhibition.ledger, options.retire) if options.retire else None


def print_overview(exhibition: Exhibition) -> int:
    """Print the number of ids, by state."""
    states = Counter(link.state for link in exhibition.ledger.by_id.values())
    parts = "，".join(f"{word} {states[state]}" for word, state in STATES.items())
    print_result(f"台账里有 {len(exhibition.ledger.by_id)} 个编号：{parts}。新的编号由 new 抽一个没有用过的。")
    return 0


def export_csv(exhibition: Exhibition, options: Namespace) -> int:
    """Write the ledger as a CSV; never over another file."""
    if options.csv.exists():
        raise Refusal(f"“{options.csv}”已经在了，怕盖掉您的东西。请换一个名字，或者先把它移走。")
    write_atomically(options.csv.resolve(), format_csv(exhibition.ledger).encode())
    print_result(f"导出了 {len(exhibition.ledger.by_id)} 个编号，放在 {options.csv}")
    return 0


def migrate_table(options: Namespace) -> int:
    """Convert the former table into a file for each id; all of it, or nothing is changed."""
    path = options.root / TABLE
    if not path.exists():
        print_result("没有旧的表 content/permalinks.csv，不用换。")
        return 0
    text = read_file(path).decode("utf-8-sig", "replace")
    if has_conflict(text):
        raise Refusal(f"{TABLE} 里留着“合并冲突”的标记。请先只留下对的一份，把三行标记都删掉。")
    table = read_table(text)
    if table.faults:
        lines = "；".join(f"第 {number} 行：{why}" for number, why in table.faults.items())
        raise Refusal(f"{TABLE} 有看不懂的地方，先改好它。{lines}。")
    files = to_permalink_files(table)
    there = {get_path(id) for id in list_ids(options.root)}
    differing = [
        one
        for one in sorted(there & files.keys())
        if read_file(options.root / one).decode("utf-8", "replace") != files[one]
    ]
    if differing:
        raise Refusal(f"{differing[0]} 已经在了，写的和旧表不一样。请先看看哪一份对，删掉另一份。")
    new = [one for one in files if one not in there]
    print_result(
        f"{TABLE} 里有 {len(files)} 个编号，会变成 content/permalinks/ 里的 {len(files)} 个小文件（新写 {len(new)} 个），旧表删掉。"
    )
    if not options.write:
        print_message(NOTHING_YET)
        return 0
    for one in new:
        write_atomically(options.root / one, files[one].encode())
    path.unlink()
    print_message("换好了，编号一个也没有变。请把 content/permalinks/ 和删掉的旧表一起交上来。")
    return 0


def run_move(options: Namespace) -> int:
    """Show which units would move to another street, or move them."""
    if bool(options.street) == bool(options.ids):
        raise Refusal("移几个楼组，写 move 编号 --to 街镇；移一整个街镇，写 move --street 旧街镇 --to 新街镇。")
    exhibition = load_exhibition(options.root).exhibition
    if options.street:
        moves, target = changes.plan_street_moves(exhibition, options.street, options.to)
    else:
        target = changes.find_street(exhibition.vocabularies.streets, options.to)
        moves = [
            move
            for id in dict.fromkeys(options.ids)
            for move in changes.plan_entry_moves(exhibition, id, options.to)[0]
        ]
    if not moves:
        print_result(f"没有要移的：已经都在“{target.name}”了。")
        return 0
    lines = [
        f"{one.id} {one.name}：{one.folder} → {one.target}"
        if one.folder != one.target
        else f"{one.id} {one.name}：改“街镇”"
        for one in moves
    ]
    more = [f"……还有 {len(lines) - MOST} 个"] if len(lines) > MOST else []
    print_result("\n".join([*lines[:MOST], *more, f"一共 {len(moves)} 个，移到“{target.name}”；编号和网址不变。"]))
    if not options.write:
        print_message(NOTHING_YET)
        return 0
    changes.apply_moves(moves, options.root)
    print_message("移好了。接下来：运行 check 检查一遍，再把改动一起交上来。")
    if options.street:
        print_message(print_street_followup(exhibition, options.street, target.name))
    return 0


def print_street_followup(exhibition: Exhibition, old: str, new: str) -> str:
    """Return what is left to do where a whole street was merged into another."""
    gone = exhibition.vocabularies.streets.find_term(old)
    if gone is None or gone.name == new:
        return "旧街镇的网址要有去处：词表 streets.yml 里，合并后的那一项要写着“旧slug”。"
    return (
        f"“{gone.name}”不再单独成街镇的话，在 content/vocabularies/streets.yml 里删掉它那一项，"
        f"在“{new}”那一项里写上：别名里加 {gone.name}，再加一行 旧slug: [{gone.slug}]（旧网址靠它带人过来）；"
        "最后运行 owners --write。"
    )


def run_renumber(options: Namespace) -> int:
    """Show what would change if an entry got another id, or change it."""
    exhibition = load_exhibition(options.root).exhibition
    revision = find_revision(options.root, options.base) if options.base else find_default_revision(options.root)
    if revision and not options.base and revision.count_folders(options.id) > 1:
        # Both have been published by now: the first one keeps the id.
        revision = find_first_commit(options.root, get_path(options.id)) or revision
    past = load_snapshot(revision, build_lexicon(exhibition.vocabularies)) if revision else None
    if past:
        exhibition = add_base_revision(exhibition, past)
    new = next(iter_free_ids(exhibition, list_published_ids(options.root))) if options.to == "random" else options.to
    scene = renumbering.RenumberingContext(options.root, exhibition, past)
    made = renumbering.plan_renumbering(scene, options.id, new, date.today().isoformat())
    print_result(
        "\n".join([f"“{made.name}”的编号从 {made.old} 换成 {made.new}：", *renumbering.list_changed_files(made)])
    )
    if not options.write:
        chosen = "" if options.to != "random" else f"（再运行时会另抽一个；就要这个号，写 --to {new}）"
        print_message(f"{NOTHING_YET}{chosen}")
        return 0
    renumbering.apply_renumbering(made, options.root)
    print_message("换好了。接下来：运行 check 检查一遍，再把改动一起交上来。")
    return 0
