"""Command `new`: creates a folder for an entry; asks in Chinese what it needs, or takes it from options."""

from __future__ import annotations

import sys
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from ..content.scaffold import NewEntry, create_entry, parse_answer, plan_entry
from ..content.vocabularies import build_lexicon
from ..diagnostics import Severity
from ..ledger.changes import iter_free_ids
from ..ledger.permalink_file import get_path
from ..ledger.reader import is_broken, list_published_ids
from ..ledger.reassignment import BuildingIndex
from ..model import Entry, Exhibition
from ..model.fields import Field, Requirement
from ..model.vocabulary import Lexicon
from ..progress import Progress
from ..site.pipeline import load_and_check
from ..types import CONTENT_TYPES, ContentType
from .console import print_message, print_result


def add_answer_options(parser: ArgumentParser) -> None:
    """Add an option for every question of any content type."""
    asked = {field.attribute: field for row in CONTENT_TYPES for field in row.asked}
    for attribute, field in asked.items():
        add = partial(
            parser.add_argument, dest=ANSWER + attribute, metavar=field.key, help=f"{field.help}例如：{field.example}"
        )
        try:
            add(f"--{attribute}")
        except ArgumentError:
            # The command has an option of this name for something else.
            add(f"--field-{attribute}")


ANSWER = "answer "
"""What stands before the attribute in the name of an answer, so that it is never that of an option of the command."""


def run_new(options: Namespace) -> int:
    """Create a folder and issue its id; exit code 1 where an answer is invalid, 2 where it cannot be done."""
    exhibition, diagnostics = load_and_check(options.root, Progress(print_message))
    if is_broken(diagnostics):
        print_message("没有新建：台账 content/permalinks/ 里有错误，先改好它（运行 check 看是哪一个）。")
        return 1
    row, lexicon = CONTENT_TYPES.get_by_name(options.kind), build_lexicon(exhibition.vocabularies)
    given: dict[str, str] = {}
    for field in row.asked:
        answer = get_answer(
            field, getattr(options, ANSWER + field.attribute), lexicon, asks=options.ask and sys.stdin.isatty()
        )
        if answer is None:
            print_message("没有新建，什么都没有改。")
            return 1
        given[field.attribute] = answer
    asks = options.ask and sys.stdin.isatty()
    similar = find_similar_entries(options.kind, given, exhibition)
    if not options.another and not confirm_another(similar, row, exhibition, asks=asks):
        print_message("没有新建，什么都没有改。")
        return 1
    id = next(iter_free_ids(exhibition, list_published_ids(options.root)))
    made = plan_entry(options.kind, given, exhibition, date.today(), id)
    if options.dry_run:
        print_result(made.text)
        return 0
    create_entry(made, options.root)
    return print_created(made, row)


def find_similar_entries(kind: str, given: Mapping[str, str], exhibition: Exhibition) -> list[Entry]:
    """Return the entries of a type that may be the same building, or the same thing."""
    return BuildingIndex(exhibition.of(CONTENT_TYPES.get_by_name(kind).model)).find_matches(given)


class SimilarWords(NamedTuple):
    """Words by which the user is asked whether a new entry is one that is there already."""

    question: str
    one: str
    """What follows 同一 and 另一."""
    answer: str


BUILDING_WORDS = SimilarWords("这座楼好像已经有页面了：", "座楼", "另一座")
OTHER_WORDS = SimilarWords("好像已经有这一页了：", "个", "另一个")
"""Words for a content type whose entries are buildings (those with a field for the building), and for every other."""


def confirm_another(alike: list[Entry], row: ContentType, exhibition: Exhibition, *, asks: bool) -> bool:
    """Return whether the new entry is none of the similar ones: the user's answer; False where nobody can be asked."""
    if not alike:
        return True
    is_building = any(field.attribute == "building" for field in row.fields)
    question, one, answer = BUILDING_WORDS if is_building else OTHER_WORDS
    print_message(question)
    for entry in alike:
        known = (entry.location.compound or entry.location.street, entry.status.value)
        where = exhibition.settings.build_permalink(entry.id)
        print_message(f"  编号 {entry.id}，{entry.name}（{'，'.join(filter(None, known))}）：{entry.path} {where}")
    if not asks:
        print_message(f"是同一{one}，就改那一页，不用领新编号。真是另一{one}，加上 --another 再运行一遍。")
        return False
    print_message(f"编号用一个少一个。是同一{one}就直接按回车；真是另一{one}，写“{answer}”。")
    try:
        said = input("> ").strip().strip("“”\"'。").removeprefix("是")
        return said in (answer, f"另一{one}")
    except EOFError:
        raise KeyboardInterrupt from None


def get_answer(field: Field, given: str | None, lexicon: Lexicon, *, asks: bool) -> str | None:
    """Return the answer to a question, asking as often as needed; None where there is no valid one."""
    needed = field.required is Requirement.ALWAYS
    while True:
        if given is None and asks:
            given = ask(field, needed=needed)
        answer, slip = parse_answer(field, given or "", lexicon)
        if slip is not None:
            print_message(slip.message + (f" {slip.hint}" if slip.hint else ""))
        elif needed and not answer:
            print_message(f"“{field.key}”一定要填：{field.help}例如：--{field.attribute} {field.example}")
        wrong = slip is not None and slip.rule.severity is Severity.ERROR
        if not wrong and (answer or not needed):
            return answer
        if not asks:
            return None
        given = None


def ask(field: Field, *, needed: bool) -> str:
    """Ask one question on the terminal; the end of the input interrupts the command."""
    print_message(f"{field.key}：{field.help}例如：{field.example}{'' if needed else '（不知道就直接按回车）'}")
    try:
        return input("> ")
    except EOFError:
        raise KeyboardInterrupt from None


def print_created(made: NewEntry, row: ContentType) -> int:
    """Print what was created, and what to do next; return the exit code."""
    print_result(f"新{row.label}建好了：编号 {made.id}，文件是 {made.path.as_posix()}")
    print_message(f"台账里添了一个小文件：{get_path(made.id)}。这个编号从此归它，不要再改；它要和文件夹一起交上来。")
    print_message("接下来：打开这个文件，把知道的填上，不知道的空着；写好以后把“状态”改成“发布”。")
    return 0
