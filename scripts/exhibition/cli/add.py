"""Command `add`: appends an example of one record to the list of an entry, as remarks that are easily made a record."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from ..autofix.fixer import count_new_codes, is_kept
from ..content.loader import ParsedEntry, list_side_names, load_exhibition, read_entry_file
from ..content.record_blocks import AddedExample, plan_example
from ..content.scaffold import EXAMPLES_BELOW, iter_examples
from ..content.vocabularies import build_lexicon, build_name_lexicon
from ..diagnostics import Refusal
from ..messages.files import has_conflict
from ..model import Entry, Exhibition
from ..model.field_types import ID, Reference
from ..model.record_types import RecordType
from ..model.vocabulary import Lexicon
from ..storage.cache import write_atomically
from ..storage.safe_files import read_file
from ..types import CONTENT_TYPES
from .console import print_message, print_result


def run_add(options: Namespace) -> int:
    """Append an example of a record and say what to do with it. Raises Refusal where nothing was changed."""
    words = (options.list, options.entry)
    # Nobody should have to know which comes first.
    name, number = words[::-1] if find_list(words[0]) is None and find_list(words[1]) is not None else words
    told = find_list(name) or refuse_list(name)
    exhibition = load_exhibition(options.root).exhibition
    lexicon = {**build_lexicon(exhibition.vocabularies), **build_name_lexicon(exhibition.entries)}
    entry = find_entry(number, exhibition, lexicon)
    require_list(told, entry)
    files = read_entry_files(options.root, entry)
    refuse_conflicts(files, entry)
    added = plan_example(told, CONTENT_TYPES.get_type_of(entry), files)
    if added is None or not is_harmless(files, added, entry, lexicon):
        place = f"{entry.folder}/{told.side_file if told.side_file in files else 'index.md'}"
        block = "\n".join([f"{told.label}:", EXAMPLES_BELOW, *list(iter_examples(told.field))[1:]])
        raise Refusal(
            f"{place} 里还有要改的地方，拿不准添在哪里，什么都没有改。"
            f"请先运行 check 把它改好，再来一次；或者照下面的样子自己添：\n\n{block}"
        )
    path = f"{entry.folder}/{added.file}"
    if options.dry_run:
        print_result(added.data.decode("utf-8-sig"))
        return 0
    if not added.waiting:
        write_added(options.root / path, added, files)
    return print_added(path, added, told, entry)


def find_list(word: str) -> RecordType | None:
    """Return the record list that a word names, by its key or its name; None where there is none."""
    plain = word.strip().strip("“”\"':：").removesuffix(".md")
    return next((told for told in CONTENT_TYPES.record_types if plain in (told.label, told.name)), None)


def refuse_list(word: str) -> NoReturn:
    """Raise Refusal: there is no such list."""
    known = {name: told.label for told in CONTENT_TYPES.record_types for name in (told.label, told.name)}
    near = get_close_matches(word, known, 1, 0.4)
    meant = f"是不是“{known[near[0]]}”？" if near else ""
    labels = "、".join(told.label for told in CONTENT_TYPES.record_types if not told.owner)
    raise Refusal(f"没有“{word}”这份单子。{meant}能添的有：{labels}。")


def find_entry(word: str, exhibition: Exhibition, lexicon: Lexicon) -> Entry:
    """Return the entry that a number or a name means. Raises Refusal where it is none, or several."""
    number = word.strip().strip("“”\"'").removesuffix("号")
    if number in exhibition.by_id:
        return exhibition.by_id[number]
    ids = Reference().find_named(word, lexicon)
    if len(ids) == 1:
        return exhibition.by_id[ids[0][:5]]
    if ids:
        raise Refusal(f"叫“{word}”的有好几个：{'、'.join(ids)}。请写编号。")
    names = {**{entry.name: entry for entry in exhibition.entries}, **exhibition.by_id}
    near = [names[one] for one in get_close_matches(number, names, 2, 0.7)]
    meant = f"是不是{'，或者'.join(f' {one.id}（{one.name}）' for one in near)}？" if near else ""
    what = "编号" if ID.fullmatch(number) else "编号或名称"
    raise Refusal(f"没有找到{what}“{word}”。{meant}请核对一下，写 5 位数字的编号。")


def require_list(told: RecordType, entry: Entry) -> None:
    """Raise Refusal where an entry has no such list, or where its owner alone writes it."""
    row = CONTENT_TYPES.get_type_of(entry)
    if told not in row.record_types:
        labels = "、".join(one.label for one in row.record_types if not one.owner)
        rest = f"能添的有：{labels}。" if labels else ""
        raise Refusal(f"{entry.id}（{entry.name}）是{row.label}，没有“{told.label}”这份单子。{rest}")
    if told.owner:
        raise Refusal(
            f"“{told.label}”由{told.owner_title}用表格导入，写在 {told.side_file} 里，志愿者不用写。{told.help}"
        )


def read_entry_files(root: Path, entry: Entry) -> dict[str, bytes]:
    """Return the `index.md` of an entry and its side files, by name."""
    names = ("index.md", *list_side_names(entry.folder))
    found: dict[str, bytes] = {}
    for name in names:
        if os.path.lexists(root / entry.folder / name):
            found[name] = read_file(root / entry.folder / name)
    return found


def refuse_conflicts(files: Mapping[str, bytes], entry: Entry) -> None:
    """Raise Refusal where a file holds the marks of a merge: an example between them would be lost with one side."""
    for name, data in files.items():
        if has_conflict(data.decode("utf-8", "replace")):
            raise Refusal(
                f"{entry.folder}/{name} 里留着“合并冲突”的标记（<<<<<<<、=======、>>>>>>>），什么都没有改。"
                "请先只留下对的一份，把三行标记都删掉，再来一次。"
            )


def is_harmless(files: Mapping[str, bytes], added: AddedExample, entry: Entry, lexicon: Lexicon) -> bool:
    """Does an entry say the same with the example, and is nothing found that was not found before?"""
    before, after = (read_files(one, entry.folder, lexicon) for one in (files, {**files, added.file: added.data}))
    return (
        is_kept(before.entry, after.entry)
        and is_kept(after.entry, before.entry)
        and not count_new_codes(before.diagnostics, after.diagnostics)
    )


def read_files(files: Mapping[str, bytes], folder: str, lexicon: Lexicon) -> ParsedEntry:
    """Return the entry of a folder with these files, by name."""
    side = {name: data for name, data in files.items() if name != "index.md"}
    return read_entry_file(files["index.md"], folder, lexicon, side)


def write_added(path: Path, added: AddedExample, files: Mapping[str, bytes]) -> None:
    """Write the file. Raises Refusal where it was changed since it was read."""
    now = read_file(path) if os.path.lexists(path) else None
    if now != files.get(added.file):
        raise Refusal(f"{path.name} 刚刚被别人改过，这次没有动它。请再运行一遍。")
    write_atomically(path, added.data)


def print_added(path: str, added: AddedExample, told: RecordType, entry: Entry) -> int:
    """Print where the example stands, and what to do next; return the exit code."""
    what = f"“{entry.name}”的“{told.label}”"
    if added.waiting:
        print_result(f"{what}里已经有一块样子还没有写：{path} 第 {added.line} 行。什么都没有改。")
    else:
        print_result(f"{what}添了一块样子：{path} 第 {added.line} 行。")
    print_message(
        f"接下来：打开这个文件，从第 {added.line} 行起，把例子改成你们自己的，不知道的一行删掉，"
        "再去掉这几行行首的“# ”（井号和一个空格）。写好以后运行 check。"
    )
    if told.note:
        print_message(told.note)
    return 0
