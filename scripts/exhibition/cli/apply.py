"""Command `apply`: makes a draft page of the application of a resident, or says in Chinese why it cannot."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from pathlib import Path

from ..content.applications import read_application
from ..content.scaffold import NewEntry, create_entry, plan_entry
from ..content.vocabularies import build_lexicon
from ..ledger.changes import iter_free_ids
from ..ledger.permalink_file import get_path
from ..ledger.reader import is_broken, list_published_ids
from ..model import Exhibition
from ..progress import Progress
from ..site.pipeline import load_and_check
from ..storage.cache import write_atomically
from ..storage.safe_files import FolderListing, UnsafeFile, read_file, read_listing
from ..types import CONTENT_TYPES, ContentType
from .console import print_message, print_result
from .new import BUILDING_WORDS, find_similar_entries

LARGEST = 400_000
"""Bytes of a file with an application; GitHub takes 65,536 characters."""


def run_apply(options: Namespace) -> int:
    """Make a draft of an application; exit code 1 where it is refused. With `--report` what became of it is written as JSON."""
    exhibition, diagnostics = load_and_check(options.root, Progress(print_message))
    row = next(row for row in CONTENT_TYPES if row.application)
    made: NewEntry | None = None
    remarks: tuple[str, ...] = ()
    problems = ["台账 content/permalinks/ 里有错误，先改好它（运行 check 看是哪一个）。"]
    if not is_broken(diagnostics):
        made, problems, remarks = plan_application(options, row, exhibition)
    if made and not options.dry_run:
        create_entry(made, options.root)
        if problems := list_blocking(made, options.root):
            remove_entry(made, options.root)
            made = None
    if options.report:
        write_report(options.report, made, problems, remarks)
    if made is None:
        print_message("没有建页，什么都没有改。要先改好这些：")
        for problem in problems:
            print_message(f"- {problem}")
        return 1
    print_result(
        made.text if options.dry_run else f"新{row.label}建好了：编号 {made.id}，文件是 {made.path.as_posix()}"
    )
    for remark in remarks:
        print_message(f"请看一看：{remark}")
    if not options.dry_run:
        print_message(
            f"台账里添了 {get_path(made.id)}，和文件夹一起交上来。现在是草稿；核对好了，再把“状态”改成“发布”。"
        )
    return 0


def plan_application(
    options: Namespace, row: ContentType, exhibition: Exhibition
) -> tuple[NewEntry | None, list[str], tuple[str, ...]]:
    """Return the draft of the application in a file, its problems, and what the maintainer should look at."""
    try:
        text = read_file(options.file, LARGEST).decode("utf-8")
    except UnsafeFile as problem:
        return None, [f"打不开申报的文件：{problem}。"], ()
    except UnicodeDecodeError:
        return None, ["申报的文件不是 UTF-8 编码。"], ()
    application, problems = read_application(text, row, build_lexicon(exhibition.vocabularies))
    if application is None:
        return None, problems, ()
    given = {key: value for key, value in application.answers.items() if isinstance(value, str)}
    if similar := [] if options.another else find_similar_entries(row.name, given, exhibition):
        named = "；".join(f"编号 {one.id}，{one.location.compound}{one.name}（{one.status.value}）" for one in similar)
        return (
            None,
            [f"{BUILDING_WORDS.question}{named}。是同一座就改那一页；真是另一座，请管网站的人加上 --another 来建。"],
            (),
        )
    id = next(iter_free_ids(exhibition, list_published_ids(options.root)))
    made = plan_entry(row.name, application.answers, exhibition, date.today(), id, application.story)
    return made, [], application.remarks


def list_blocking(made: NewEntry, root: Path) -> list[str]:
    """Return what keeps a new page from being merged: the errors in its own files."""
    own = (made.path.as_posix(), get_path(made.id))
    _, found = load_and_check(root, Progress(print_message))
    return [f"{one.message}{one.hint}" for one in found if one.blocks and one.span.path in own]


def remove_entry(made: NewEntry, root: Path) -> None:
    """Remove the files of a new page again, and folders that hold nothing else."""
    (root / get_path(made.id)).unlink()
    (root / made.path).unlink()
    folder = (root / made.path).parent
    while read_listing(folder) == FolderListing():
        folder.rmdir()
        folder = folder.parent


def write_report(path: Path, made: NewEntry | None, problems: list[str], remarks: tuple[str, ...]) -> None:
    """Write what became of an application, for the job that answers it (`hosting.application_requests`)."""
    told = {
        "id": made.id if made else "",
        "name": made.link.name if made else "",
        "files": [made.path.as_posix(), get_path(made.id)] if made else [],
        "problems": problems,
        "remarks": list(remarks),
    }
    write_atomically(path, json.dumps(told, ensure_ascii=False).encode())
