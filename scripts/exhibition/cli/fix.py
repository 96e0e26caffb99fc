"""Command `fix`: shows every automatic correction as a diff, and writes it with `--write`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..autofix import FixedFile, FixResult, count_changed_lines, extract_front_matter, fix_content, render_diff
from ..report import REPORTERS, SourceLines
from ..report.sources import mask_text
from ..storage.cache import Cache, open_objects, write_atomically
from ..storage.safe_files import is_file, read_file
from .console import print_message, print_result


def run_fix(options: Namespace) -> int:
    """Show what can be fixed (exit code 1 where there is anything), or write it; 2 where a path does not exist."""
    wanted = []
    for path in options.paths:
        below = find_inside(path, options.root)
        if below is None:
            print_message(f"没有做：在 content/ 里找不到“{path}”。")
            return 2
        wanted.append(below)
    fixing = fix_content(options.root, make_filter(wanted), cache=open_objects(options.cache))
    return apply_fixes(fixing, options.root) if options.write else print_fixes(fixing)


def find_inside(path: Path, root: Path) -> str | None:
    """Return `path`, relative to the current folder or to the root, as a POSIX path below the root; None where nothing
    is there.
    """
    for place in (path.resolve(), (root / path).resolve()):
        if place.exists() and place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    return None


def make_filter(wanted: list[str]) -> Callable[[str], bool]:
    """Return a predicate: whether a file is one of the wanted files or in one of the wanted folders."""
    return lambda path: not wanted or any(one in (".", path) or path.startswith(f"{one}/") for one in wanted)


def print_fixes(fixing: FixResult) -> int:
    """Print the changes and write nothing; exit code 1 where there is anything to change."""
    for draft in fixing.drafts:
        print_result(mask_text(render_diff(draft)))
    if fixing.drafts:
        print_message(f"{format_amount('能改好', fixing.drafts)}加上 --write 就写进文件。")
    else:
        print_message("没有拿得准能改的，什么都不用写。")
    if fixing.left:
        print_message(f"另有 {len(fixing.left)} 处要人来看，运行 check 可以看到。")
    return int(bool(fixing.drafts))


def apply_fixes(fixing: FixResult, root: Path) -> int:
    """Write every change whose file is unchanged since it was read, and print what is left."""
    done = write_fixes(fixing.drafts, root)
    print_result(format_amount("改好了", done) if done else "没有拿得准能改的，什么都没有写。")
    for one in fixing.refused:
        print_message(f"{one.span.path} 第 {one.span.line} 行没有改：照“改好的”改，会丢掉别的内容，或引出新的错误。")
    if fixing.left:
        print_message(f"\n下面这些要人来看：\n\n{REPORTERS['text'](fixing.left, SourceLines(root))}")
    return 0


def write_fixes(drafts: Sequence[FixedFile], root: Path) -> list[FixedFile]:
    """Write files, and return those that were written.

    New files come first, so that whatever interrupts, a list that leaves its file is in one of both. Where one cannot
    be written, the other files of its folder stay as they are.
    """
    done: list[FixedFile] = []
    kept: set[str] = set()
    for draft in sorted(drafts, key=lambda draft: (not draft.created, draft.path)):
        if draft.folder in kept:
            continue
        if write_fix(draft, root):
            done.append(draft)
        elif draft.created:
            kept.add(draft.folder)
    return done


def write_fix(draft: FixedFile, root: Path) -> bool:
    """Write one file, whole or not at all; skip it where it was changed meanwhile."""
    path = root / draft.path
    if draft.created:
        if os.path.lexists(path):
            print_message(f"{draft.path} 刚刚有人放在这里了，这个文件夹这次没有动。请再运行一遍。")
            return False
        write_atomically(path, draft.text.encode())
        return True
    if not is_file(path) or read_file(path) != draft.data:
        print_message(f"{draft.path} 刚刚被别人改过，这次没有动它。请再运行一遍。")
        return False
    write_atomically(path, draft.text.encode())
    return True


def format_amount(verb: str, drafts: list[FixedFile] | tuple[FixedFile, ...]) -> str:
    """Return how much is fixed."""
    lines = sum(map(count_changed_lines, drafts))
    whole = sum(bool(draft.conversions) for draft in drafts)
    more = f"（其中 {whole} 个整个文件换了编码或换行符）" if whole else ""
    return f"{verb} {len(drafts)} 个文件里的 {lines} 行{more}。"


def collect_fixed_front_matter(root: Path, cache: Cache | None = None) -> Mapping[str, str]:
    """Return the fixed front matter of every file that can be fixed, by path.

    Nothing leaves a file: whoever pastes a block into one file does not write another.
    """
    drafts = fix_content(root, cache=cache, moves=False).drafts
    return {draft.path: extract_front_matter(draft.text) for draft in drafts if count_changed_lines(draft)}
