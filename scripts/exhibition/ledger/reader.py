"""Reader of the ledger: from the folder `content/permalinks/`, from the CSV table of earlier versions, and from a git revision.

Files of another revision are read by few git processes, however many files there are. The CSV is also the format
in which the ledger is exported for spreadsheet programs.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from ..diagnostics import Diagnostic, Refusal, Span
from ..lazy import dataclass
from ..messages.files import conflict_marks, has_conflict
from ..messages.registry import FieldIssue
from ..model import Ledger, LinkState, Permalink
from ..model.field_types import ID
from ..storage.cache import are_settled, make_exact_stamp
from ..storage.originals import fetch_blobs, find_checkout
from ..storage.safe_files import UnsafeFile, list_within, read_file
from . import permalink_file as said
from .permalink_file import (
    FILE,
    FOLDER,
    LIMIT,
    WORDS,
    PermalinkFile,
    format_permalink,
    get_path,
    is_day,
    make_unread,
    read_canonical,
    read_permalink_file,
)

USUAL = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""Names of the published branch by default: the first of these that exists."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Merge base of the work in `root` and another revision, with its files: those below `content/`, and `mkdocs.yml`."""

    root: Path
    commit: str
    blobs: dict[str, str]
    """Object id of each file, by its path relative to `root`."""
    streets: Mapping[str, str] = field(default_factory=dict)
    """Commits of the streets that have a repository of their own (submodules), by the path of their folder."""

    def split_by_repository(self, paths: Iterable[str]) -> dict[str, list[str]]:
        """Return paths by the folder of the repository that holds them; that of the main one is empty."""
        groups: dict[str, list[str]] = {}
        for path in paths:
            groups.setdefault(next((one for one in self.streets if path.startswith(f"{one}/")), ""), []).append(path)
        return groups

    def read_files(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the contents of files, in order. Raises Refusal where git does not have them."""
        found: dict[str, bytes] = {}
        for folder, group in self.split_by_repository(paths).items():
            found.update(self.read_group(self.root / folder, self.streets.get(folder, self.commit), group))
        for path in paths:
            yield path, found[path]

    def read_group(self, root: Path, commit: str, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the contents of files that one repository holds, in order; a partial clone fetches them by one request."""
        wanted = [self.blobs[path] for path in paths]
        if checkout := find_checkout(root):
            fetch_blobs(checkout, wanted, revision=commit)
        data = read_objects(root, "\n".join(wanted).encode() + b"\n") if wanted else b""
        at = 0
        for path in paths:
            end = data.find(b"\n", at)
            head = data[at:end].split(b" ")
            if end < 0 or len(head) != 3 or head[1] != b"blob":
                raise Refusal(f"读不出从前的文件 {path}。请先运行 git fetch 把它取全，再试一次。")
            size = int(head[2])
            yield path, data[end + 1 : end + 1 + size]
            at = end + size + 2

    def count_folders(self, id: str) -> int:
        """Return how many entries' folders have an id."""
        return sum(path.endswith(f"/{id}/index.md") for path in self.blobs)

    def list_changed(self, *folders: str) -> set[str]:
        """Return the files below `folders` that are changed or removed now."""
        words = ("diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "--name-only", "-z")
        changed: set[str] = set()
        for folder, commit in {"": self.commit, **self.streets}.items():
            within = ("--", *folders) if not folder else ()
            told = ask_git(self.root / folder, *words, commit, *within)
            if told is None:
                raise Refusal("git 比不出哪些文件改过。请先运行 git fetch 把从前的版本取全，再试一次。")
            changed.update(f"{folder}/{path}" if folder else path for path in told.split("\0"))
        return changed & self.blobs.keys()


def find_revision(root: Path, name: str) -> Revision:
    """Return the merge base of the work in `root` and the revision `name` (a branch, a tag, a commit).

    What `name` has issued since then is not for this change to keep: git reports a conflict when both are merged.
    Where the two have no common history, the revision itself is used, which is stricter. Raises Refusal where git
    cannot tell.
    """
    there = resolve_commit(root, name)
    if not there:
        raise Refusal(
            f"找不到可以比较的版本“{name}”。请先运行 git fetch 把它取来（只取了最近一次提交的，要取全），再试一次。"
        )
    return load_commit(root, ask_git(root, "merge-base", "HEAD", there) or there, name)


def find_default_revision(root: Path) -> Revision | None:
    """Return the merge base with the published branch, as far as git knows it; None without git or such a branch."""
    for name in USUAL:
        try:
            if resolve_commit(root, name):
                return find_revision(root, name)
        except Refusal:
            return None
    return None


def find_first_commit(root: Path, path: str) -> Revision | None:
    """Return the commit that added a file to the history of HEAD; None where git knows of none."""
    words = ("log", "--first-parent", "--diff-filter=A", "--format=%H", "HEAD", "--", path)
    commits = (ask_git(root, *words) or "").split("\n")
    return load_commit(root, commits[-1], commits[-1]) if commits[-1] else None


def resolve_commit(root: Path, name: str) -> str | None:
    """Return the commit that a name stands for; None where there is none. Raises Refusal where there is no git."""
    return ask_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def load_commit(root: Path, commit: str, name: str) -> Revision:
    """Return the files of a commit. Raises Refusal where git does not have them."""
    listed = ask_git(root, "ls-tree", "-r", "-z", commit, "--", "content", "mkdocs.yml")
    if listed is None:
        raise Refusal(f"读不出版本“{name}”里的台账。请先运行 git fetch 把它取全，再试一次。")
    blobs: dict[str, str] = {}
    streets: dict[str, str] = {}
    for path, mode, id in iter_tree(listed):
        if mode.startswith("100"):
            blobs[path] = id
        elif mode == SUBMODULE and (inner := list_street(root / path, id)) is not None:
            streets[path] = id
            blobs.update((f"{path}/{name}", blob) for name, blob in inner.items())
    return Revision(root, commit, blobs, streets)


SUBMODULE = "160000"
"""The mode of a folder that another repository holds."""


def iter_tree(listed: str) -> Iterator[tuple[str, str, str]]:
    """Yield path, mode and object id of what `git ls-tree -z` lists."""
    for line in listed.split("\0"):
        head, _, path = line.partition("\t")
        words = head.split(" ")
        if len(words) == 3:
            yield path, words[0], words[2]


def list_street(folder: Path, commit: str) -> dict[str, str] | None:
    """Return the files of a commit of a street's own repository; None where that is not there, or not so far back."""
    listed = ask_git(folder, "ls-tree", "-r", "-z", commit) if find_checkout(folder) else None
    if listed is None:
        return None
    return {path: id for path, mode, id in iter_tree(listed) if mode.startswith("100")}


def list_published_ids(root: Path) -> set[str]:
    """Return every id that the published branches contain now; empty without git."""
    found: set[str] = set()
    for name in USUAL:
        try:
            listed = ask_git(root, "ls-tree", "-r", "-z", "--name-only", name, "--", "content")
        except Refusal:
            return found
        for path in (listed or "").split("\0"):
            parts = path.split("/")
            if path.startswith(f"{FOLDER}/") and FILE.fullmatch(parts[-1]):
                found.add(parts[-1][:5])
            elif parts[-1] == "index.md" and len(parts) > 2:
                found.add(parts[-2])
    return found


def ask_git(root: Path, *words: str) -> str | None:
    """Return the output of git in the folder `root`, without the last line end; None where it fails.

    Raises Refusal where there is no git.
    """
    try:
        # Imported here: the ledger is read by commands that ask git nothing.
        import subprocess

        ran = subprocess.run(["git", *words], cwd=root, capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise Refusal("这台电脑没有装 git，没法和从前的台账比较。请装上 git 再试一次。") from None
    return ran.stdout.decode("utf-8", "replace").strip("\n") if ran.returncode == 0 else None


def read_objects(root: Path, objects: bytes) -> bytes:
    """Return the contents of objects from `git cat-file --batch`, each after a header line."""
    import subprocess

    ran = subprocess.run(["git", "cat-file", "--batch"], cwd=root, capture_output=True, input=objects)
    return ran.stdout


PATH = "content/permalinks.csv"
"""Path of the former table."""
HEADER = ["id", "issued", "name", "state", "target"]
HEADINGS = ["编号", "发放", "名称", "状态", "去向"]
STATES = {state.value: state for state in LinkState}


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """Former table: its permalinks, and the lines that could not be parsed."""

    ledger: Ledger
    faults: Mapping[int, str]
    """What is wrong, by line number."""


def read_table(text: str) -> LedgerTable:
    """Parse a table; malformed lines are left out and reported."""
    links: list[Permalink] = []
    faults: dict[int, str] = {}
    seen: set[str] = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        row = [cell.strip() for cell in split_cells(line)]
        if number == 1:
            if row != HEADER:
                faults[1] = f"第一行应是 {','.join(HEADER)}"
            continue
        if not line.strip(", "):
            continue
        link = parse_row(row, Span(PATH, number))
        if isinstance(link, str):
            faults[number] = link
        elif link.id in seen:
            faults[number] = f"编号 {link.id} 前面已经有了"
        else:
            seen.add(link.id)
            links.append(link)
    return LedgerTable(Ledger(tuple(sorted(links, key=lambda link: link.id))), faults)


def split_cells(line: str) -> list[str]:
    """Return the cells of one line. Lines are parsed one by one, so that an unclosed quotation mark does not swallow
    the lines below.
    """
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return [line]


def parse_row(row: list[str], span: Span) -> Permalink | str:
    """Return the permalink of one row, or what is wrong with it."""
    if len(row) != len(HEADER):
        return f"应有 {len(HEADER)} 格，现在有 {len(row)} 格"
    id, issued, name, state, target = row
    if not ID.fullmatch(id):
        return f"编号“{id}”不是 5 位数字"
    if not is_day(issued):
        return f"日期“{issued}”不是日历上的一天"
    if not name:
        return "没有名称"
    if state not in STATES:
        return f"状态“{state}”不对，只能是 {'、'.join(STATES)}"
    if (state == LinkState.MERGED.value) != bool(target) or (target and not ID.fullmatch(target)):
        return f"状态是 {state}，去向是“{target}”，对不上"
    return Permalink(id, issued, name, STATES[state], target, span)


def to_permalink_files(table: LedgerTable) -> dict[str, str]:
    """Return the permalink files that replace a table: texts by path."""
    return {get_path(link.id): format_permalink(link) for link in table.ledger.links}


def format_csv(ledger: Ledger) -> str:
    """Return the ledger as a CSV for spreadsheet programs, in the order of issue."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for link in sorted(ledger.by_id.values(), key=lambda link: (link.issued, link.id)):
        writer.writerow([link.id, link.issued, escape_formula(link.name), WORDS[link.state], link.target])
    return "\ufeff" + text.getvalue()


def escape_formula(cell: str) -> str:
    """Return a cell in a form that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


class KnownLinks(NamedTuple):
    """Permalinks as they were read before, each with the exact stamp of its file (see `make_exact_stamp`), by id."""

    seen: Mapping[str, tuple[bytes, Permalink]]
    now: dict[str, tuple[bytes, Permalink]]
    """Where those are noted that prove something next time."""
    began: int
    """When the command began (nanoseconds)."""


def read_ledger(root: Path, known: KnownLinks | None = None) -> tuple[Ledger, list[Diagnostic]]:
    """Read the ledger of the folder `root` and report what is wrong with it.

    While there is only the former CSV table, its permalinks are returned, so that no further faults follow from that
    one. With `known` permalinks, a file whose stamp has not changed is not opened.
    """
    table = root / PATH
    ids = list_ids(root)
    if ids:
        ledger, found = read_permalink_files(root, ids, known or KnownLinks({}, {}, 0))
        return ledger, [
            *found,
            *([diagnose_file(said.old_ledger(beside=True), PATH)] if os.path.lexists(table) else []),
        ]
    if not os.path.lexists(table):
        return Ledger(), [diagnose_file(said.missing_ledger(), FOLDER)]
    try:
        text = read_file(table).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Ledger(), [diagnose_file(said.missing_ledger(), PATH)]
    if has_conflict(text):
        return read_table(text).ledger, [diagnose_file(conflict_marks(), PATH)]
    return read_table(text).ledger, [diagnose_file(said.old_ledger(beside=False), PATH)]


def list_ids(root: Path) -> list[str]:
    """Return the ids of all permalink files, in order."""
    here = list_within(root, FOLDER)
    # A link in the place of a permalink file is reported by its reader.
    return sorted(name[:5] for names in here[:4] for name in names if FILE.fullmatch(name))


def read_permalink_files(root: Path, ids: Iterable[str], known: KnownLinks) -> tuple[Ledger, list[Diagnostic]]:
    """Read these permalink files; return the ledger and what is wrong with them."""
    links: list[Permalink] = []
    found: list[Diagnostic] = []
    doubtful: set[str] = set()
    folder = str(root / FOLDER)
    for id in ids:
        path = f"{folder}/{id}.yml"
        try:
            stamp = make_exact_stamp(os.lstat(path)) if known.began else b""
            seen = known.seen.get(id)
            if seen is not None and seen[0] == stamp:
                known.now[id] = seen
                links.append(seen[1])
                continue
            data = read_file(path, LIMIT)
        except UnsafeFile as problem:
            file = make_unread(id, said.malformed_link(str(problem)))
        except OSError:
            file = make_unread(id, said.malformed_link("文件打不开"))
        else:
            link = read_canonical(id, data.decode("utf-8", "replace"))
            if link:
                links.append(link)
                if stamp and are_settled(stamp, known.began):
                    known.now[id] = (stamp, link)
                continue
            file = read_permalink_file(id, data)
        add_file(file, links, found, doubtful)
    return Ledger(tuple(links), frozenset(doubtful)), found


def add_file(file: PermalinkFile, links: list[Permalink], found: list[Diagnostic], doubtful: set[str]) -> None:
    """Add the content of one file to the lists."""
    links += file.links
    found += file.diagnostics
    if file.doubtful:
        doubtful.add(file.links[0].id)


def diagnose_file(slip: FieldIssue, path: str) -> Diagnostic:
    """Return an issue as a diagnostic of the whole file."""
    return Diagnostic(Span(path), slip.rule.code, slip.rule.severity, slip.message, slip.hint)


def is_broken(found: Iterable[Diagnostic]) -> bool:
    """Return whether a 错误 of the ledger is among the diagnostics. Then no id may be issued."""
    return any(one.blocks and one.span.path.startswith((FOLDER, PATH)) for one in found)
