"""Fix the content of an exhibition in memory, and list what is left for people.

Checks run on the files as they would be (`InMemoryContext`): a corrected line that a check offers is taken only where
it brings no new finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, is_dataclass, replace
from datetime import date
from difflib import SequenceMatcher, unified_diff
from functools import cached_property
from pathlib import Path
from typing import Any

from ..checks.registry import CheckContext, iter_diagnostics
from ..checks.site_address import check_address
from ..content.document import SIGNATURES, UTF16, split_document
from ..content.loader import (
    LoadedContent,
    ParsedEntry,
    ParsedSideFile,
    find_entry_folders,
    list_side_names,
    load_exhibition,
    read_entry_file,
    read_side_file,
)
from ..content.record_blocks import LONG_FRONT_MATTER, choose_list_to_move
from ..content.vocabularies import build_lexicon, build_name_lexicon
from ..diagnostics import Diagnostic
from ..lazy import dataclass
from ..messages.registry import REMOVED, DiagnosticCollector, is_question
from ..model import Entry, Exhibition, Status
from ..model.vocabulary import Lexicon
from ..report import SourceLines
from ..storage.cache import Cache
from ..storage.safe_files import FileTooLarge, FolderListing, read_file
from ..text.characters import INVISIBLE, remove_invisible
from ..types import CONTENT_TYPES

MARK = b"\xef\xbb\xbf"
ENOUGH = 2
"""Names of fields in a text that was guessed to be GBK: wrong guesses show none of them."""


def compile_known_line() -> re.Pattern[str]:
    """Return what matches a line that begins with the name of a field of any content type."""
    names = "|".join(re.escape(field.key) for field in CONTENT_TYPES.fields)
    return re.compile(rf"^[^\S\n]{{0,40}}(?:{names})[^\S\n]{{0,40}}[:：]", re.M)


def compile_any_known_line() -> re.Pattern[str]:
    """Return what matches a line that begins with the name of a field, also of a record."""
    names = "|".join(re.escape(name) for name in sorted({field.key for field in CONTENT_TYPES.every_field}))
    return re.compile(rf"^[^\S\n]{{0,40}}(?:- )?(?:{names})[^\S\n]{{0,40}}[:：]", re.M)


Conversions = tuple[str, ...]
Parsed = ParsedEntry | ParsedSideFile
"""One file, read."""


def decode_certain(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text with plain line ends and what had to be converted, in words; None where a person must look."""
    if not data.strip() or data.startswith(tuple(signature for signature, _ in SIGNATURES)):
        return None
    decoded = decode_utf16(data) or decode_utf8(data) or decode_gbk(data)
    if decoded is None or "\0" in decoded[0]:
        return None
    text, done = decoded
    if "\r" not in text:
        return text, done
    return text.replace("\r\n", "\n").replace("\r", "\n"), (*done, "换行符改成通用的写法")


def decode_utf16(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text of a file that says it is UTF-16, and is."""
    codec = next((codec for mark, codec in UTF16 if data.startswith(mark)), None)
    try:
        return (data[2:].decode(codec), ("编码从 UTF-16 改成 UTF-8",)) if codec else None
    except UnicodeDecodeError:
        return None


def decode_utf8(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text of UTF-8, without a mark at its beginning."""
    try:
        text = data.removeprefix(MARK).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text, ("去掉文件开头看不见的标记（BOM）",) if data.startswith(MARK) else ()


def decode_gbk(data: bytes) -> tuple[str, Conversions] | None:
    """Return the text of GBK; None where it might be damaged UTF-8 or a mixture of both."""
    if any(is_chinese_utf8(line) for line in data.split(b"\n")):
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return (
        (text, ("编码从 GBK 改成 UTF-8",))
        if len(CONTENT_TYPES.derive(compile_any_known_line).findall(text)) >= ENOUGH
        else None
    )


def is_chinese_utf8(line: bytes) -> bool:
    """Is this line Chinese in UTF-8? GBK hardly ever looks so for two characters on end."""
    try:
        return sum(sign > "\u07ff" for sign in line.decode("utf-8")) >= 2
    except UnicodeDecodeError:
        return False


@dataclass(frozen=True, slots=True)
class FixedFile:
    """One content file with its corrections. `path` is POSIX and relative to the folder that holds `content/`."""

    path: str
    data: bytes
    """The file as it is on the disk."""
    written: str
    """Its text, whatever its encoding."""
    text: str
    """Its text with the corrections."""
    conversions: tuple[str, ...] = ()
    """What was altered in the file as a whole, in words."""
    created: bool = False
    """Is there no such file yet?"""

    @property
    def folder(self) -> str:
        """The folder of the file."""
        return self.path.rpartition("/")[0]

    @property
    def changed(self) -> bool:
        """Is there anything to write?"""
        return self.data != self.text.encode()


@dataclass(frozen=True, slots=True)
class FixResult:
    """All content files that change, and what is left in the chosen files for a person, in order of place."""

    drafts: tuple[FixedFile, ...]
    left: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...] = ()
    """Those of `left` whose finished line was not taken, because something would have been lost with it."""


def render_diff(draft: FixedFile) -> str:
    """Return the change as a unified diff; what was altered in the file as a whole stands above it."""
    before, after = draft.written.split("\n"), draft.text.split("\n")
    lines = [f"# {draft.path}：整个文件，{one}" for one in draft.conversions]
    if draft.created:
        before = []
    old = "/dev/null" if draft.created else f"a/{draft.path}"
    lines += unified_diff(before, after, old, f"b/{draft.path}", n=1, lineterm="")
    return "\n".join(lines)


def count_changed_lines(draft: FixedFile) -> int:
    """Return how many lines read differently; a conversion of the whole file is not counted."""
    matcher = SequenceMatcher(None, draft.written.split("\n"), draft.text.split("\n"), autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")


def extract_front_matter(text: str) -> str:
    """Return the front matter of a corrected text with both fences; empty where there is none."""
    envelope = split_document(text.encode(), DiagnosticCollector(""))
    return f"---\n{envelope.block}\n---" if envelope else ""


BLANK = (None, "", (), False, Status.DRAFT)
"""What an entry holds where nobody wrote anything."""
PLACES = frozenset({"body", "folder", "span", "spans", "suspect"})
"""Parts of nouns that say where something stands or how its file is to be read, not what it is."""
COMMENT = re.compile(r"(?:^|(?<=\s))#(?:\s.*)?$", re.M)


def is_better(before: tuple[str, Parsed], after: tuple[str, Parsed]) -> bool:
    """Is the second text the first with fewer findings, and nothing lost?"""
    return len(after[1].diagnostics) < len(before[1].diagnostics) and is_lossless(before, after)


def is_lossless(before: tuple[str, Parsed], after: tuple[str, Parsed], *, exact: bool = True) -> bool:
    """Does the second text keep every value, comment and line of prose of the first, and bring no new finding?

    Values that a mend may alter (`exact` is false) must still be there.
    """
    return (
        not count_new_codes(before[1].diagnostics, after[1].diagnostics)
        and is_kept(before[1].held, after[1].held, exact=exact)
        and list_body_words(*before) == list_body_words(*after)
        and list_comments(before[0]) == list_comments(after[0])
    )


def count_new_codes(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> Counter[str]:
    """Return the codes that are found more often than they were."""
    return Counter(one.code for one in after) - Counter(one.code for one in before)


def is_kept(before: Any, after: Any, *, exact: bool = True) -> bool:
    """Does `after` hold all that `before` holds?"""
    if before in BLANK:
        return True
    if isinstance(before, tuple) and isinstance(after, tuple):
        rest = iter(after)
        return all(any(is_kept(one, other, exact=exact) for other in rest) for one in before)
    if is_dataclass(before) and type(before) is type(after):
        names = (field.name for field in fields(before) if field.name not in PLACES)
        return all(is_kept(getattr(before, name), getattr(after, name), exact=exact) for name in names)
    return bool(before == after) if exact else after not in BLANK


def extract_prose(text: str) -> str:
    """Return the text below the front matter, without the characters that are no text."""
    envelope = split_document(text.encode(), DiagnosticCollector(""))
    return remove_invisible(envelope.body.lstrip("\n") if envelope else text)


def list_body_words(text: str, read: Parsed) -> list[str]:
    """Return what the text of a file says below its front matter: its prose, else its words without the signs of their
    notation.
    """
    prose = extract_prose(text)
    notation = CONTENT_TYPES.get_type_of(read.held).body if isinstance(read.held, Entry) else None
    return [*notation.list_words(prose)] if notation else [prose]


def list_comments(text: str) -> list[str]:
    """Return the comments of the front matter, as they are read."""
    envelope = split_document(text.encode(), DiagnosticCollector(""))
    found = COMMENT.findall(envelope.block) if envelope else []
    return [" ".join(INVISIBLE.sub("", comment).split()) for comment in found]


FENCE = "---"
OPENING, CLOSING = "E013", "E016"
OUTSIDE_FENCES = frozenset({"E122", "E199", "E202"})
"""Lines that could be prose: with one of them nobody knows where the front matter ends."""


def iter_fenced(text: str, read: Parsed) -> Iterator[str]:
    """Texts with a fence more, to be tried."""
    lines = text.split("\n")
    places = {one.code: one.span.line for one in read.diagnostics}
    if OPENING in places and CONTENT_TYPES.derive(compile_known_line).match(lines[places[OPENING] - 1]):
        yield "\n".join([*lines[: places[OPENING] - 1], FENCE, *lines[places[OPENING] - 1 :]])
    if CLOSING in places and not OUTSIDE_FENCES & places.keys():
        last = find_last_text_line(lines, places[CLOSING] - 1 if extract_prose(text) else len(lines))
        yield "\n".join([*lines[:last], FENCE, *(lines[last:] or [""])])


def find_last_text_line(lines: list[str], end: int) -> int:
    """Return the number of the last line with text, at line `end` or above."""
    return next((number for number in range(end, 0, -1) if lines[number - 1].strip()), 0)


ROUNDS = 100
"""Most corrections one after another; no file has needed so many."""
LOOSE = frozenset({"E122", "E199"})
"""Lines that belong to nothing, without a finished line: where they go is for a person to say."""
DECIDE_FIRST = frozenset({"E001", "E002", "E005", "E010"})
"""No text, lost signs, two versions of one text: nothing is certain before a person has looked."""


@dataclass(frozen=True, slots=True)
class FileReader:
    """How the text of one content file is read: an `index.md` or a side file, without what lies beside it."""

    path: str
    lexicon: Lexicon
    status: Status = Status.PUBLISHED
    """The state of the life of its entry, for a side file."""

    def read(self, text: str) -> Parsed:
        """Return what a text says as this file."""
        folder, _, name = self.path.rpartition("/")
        row = CONTENT_TYPES.find_home(folder)
        if row is None or name not in row.side_files:
            return read_entry_file(text.encode(), folder, self.lexicon)
        return read_side_file(text.encode(), self.path, row, self.lexicon, self.status)


def fix_until_stable(
    text: str, folder: str, lexicon: Lexicon, name: str = "index.md", status: Status = Status.PUBLISHED
) -> tuple[str, Parsed]:
    """Return the text of a file in `folder` with every certain correction, and the result of parsing it.

    `status` is that of its entry, for a side file.
    """
    reader = FileReader(f"{folder}/{name}", lexicon, status)
    now = (text, reader.read(text))
    for _ in range(ROUNDS):
        tried = ((one, reader.read(one)) for one in iter_candidates(*now, reader))
        following = next((one for one in tried if is_better(now, one)), None)
        if following is None:
            break
        now = following
    return now


def iter_candidates(text: str, read: Parsed, reader: FileReader) -> Iterator[str]:
    """Yield candidate texts: with one more fence, with the corrections of all lines, with those of one finding at a time."""
    if not read.diagnostics or DECIDE_FIRST & {one.code for one in read.diagnostics}:
        return
    yield from iter_fenced(text, read)
    mends = list_line_fixes(text, read, reader)
    groups = group_fixes(mends, {one.span.line for one in read.diagnostics})
    if len(groups) != 1:
        yield replace_lines(text, mends)
    for group in groups:
        yield replace_lines(text, group)


def list_line_fixes(text: str, read: Parsed, reader: FileReader) -> dict[int, str]:
    """Return the lines whose correction is certain, by number.

    Lines that belong to nothing are hidden meanwhile: in memory they are joined to the line above, which is a guess.
    """
    lines = text.split("\n")
    loose = {one.span.line for one in read.diagnostics if one.code in LOOSE and one.fixed is None}
    if loose:
        hidden = "\n".join("" if number in loose else line for number, line in enumerate(lines, 1))
        read = reader.read(hidden)
    return {
        number: mended
        for number, mended in sorted(read.fixed_lines.items())
        if number not in loose and mended.strip() and mended != lines[number - 1]
    }


def group_fixes(mends: dict[int, str], said: set[int]) -> list[dict[int, str]]:
    """Return the corrections by finding: a line without a finding of its own belongs to that of the line above."""
    groups: list[dict[int, str]] = []
    for number, line in mends.items():
        if number in said or not groups:
            groups.append({})
        groups[-1][number] = line
    return groups


def replace_lines(text: str, mends: dict[int, str]) -> str:
    """Return the text with whole lines replaced, or taken out."""
    lines = (mends.get(number, line) for number, line in enumerate(text.split("\n"), 1))
    return "\n".join(line for line in lines if line != REMOVED)


@dataclass(frozen=True)
class InMemoryContext(CheckContext):
    """Check context in which `texts` replace files on the disk."""

    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sources(self) -> SourceLines:
        """The source lines that checks read."""
        return SourceLines(self.root, {path: text.split("\n") for path, text in self.texts.items()})


def check_in_memory(
    exhibition: Exhibition,
    root: Path,
    today: date | None,
    texts: Mapping[str, str],
    cache: Cache | None = None,
    listings: Mapping[str, FolderListing] | None = None,
) -> list[Diagnostic]:
    """Return what checks find in an exhibition whose files at `texts` are not yet written.

    With a `cache`, photos that checks have looked at before are not read again; with the `listings` of the loader the
    folders are not.
    """
    rehearsal = InMemoryContext(exhibition, root, today or date.today(), cache, listings, texts=texts)
    return [*iter_diagnostics(rehearsal), *check_address(exhibition)]


def replace_entries(exhibition: Exhibition, entries: Iterable[Entry | None]) -> Exhibition:
    """Return the exhibition with these entries instead of those of the same folders."""
    drafts = {entry.folder: entry for entry in entries if entry is not None}
    return exhibition.replace_entries({**{one.folder: one for one in exhibition.entries}, **drafts}.values())


UNREAD = frozenset({"E317", "E322"})
"""Codes of files that are not opened, so that no draft changes what is said of them."""
CHECK_ROUNDS = 5
"""How often checks look again after their finished lines were taken."""
Chosen = Callable[[str], bool]


def fix_content(
    root: Path,
    chosen: Chosen = lambda path: True,
    today: date | None = None,
    cache: Cache | None = None,
    *,
    moves: bool = True,
) -> FixResult:
    """Correct the chosen content files of the folder `root` in memory. `today` is for tests.

    With a `cache`, photos that checks have looked at before are not read again. With `moves`, record lists that have
    grown long, and those that only their owner writes, leave their `index.md` for side files.
    """
    reading = load_exhibition(root)
    work = FixSession(root, reading, today, cache)
    issues = {one.span.path for one in reading.diagnostics}
    for path in filter(chosen, list_content_files(reading.listings)):
        work.fix_file(path, noted=path in issues)
    work.apply_check_fixes(chosen)
    if moves:
        work.move_lists(chosen)
    return work.to_result(chosen)


def list_content_files(listings: Mapping[str, FolderListing]) -> Iterator[str]:
    """Yield the paths of the content files that people write: the `index.md` of each entry, and its side files."""
    for folder in find_entry_folders(listings):
        known = list_side_names(folder)
        yield from (f"{folder}/{name}" for name in listings[folder].files if name == "index.md" or name in known)


class FixSession:
    """State of a run: corrected texts in memory, their parsed entries, and the findings of the checks about them."""

    def __init__(self, root: Path, reading: LoadedContent, today: date | None, cache: Cache | None = None) -> None:
        self.root, self.reading, self.today, self.cache = root, reading, today, cache
        shown = reading.exhibition
        self.lexicon = {**build_lexicon(shown.vocabularies), **build_name_lexicon(shown.entries)}
        self.status = {entry.folder: entry.status for entry in shown.entries}
        self.drafts: dict[str, FixedFile] = {}
        self.reads: dict[str, ParsedEntry] = {}
        """The entries of the folders in which there are drafts, read with all of them, by folder."""
        self.judgement = check_in_memory(reading.exhibition, root, today, {}, cache, reading.listings)

    def get_status(self, folder: str) -> Status:
        """Return the state of the life of the entry in a folder; of what cannot be read nothing is asked, as of drafts."""
        return self.status.get(folder, Status.DRAFT)

    def fix_file(self, path: str, *, noted: bool) -> None:
        """Correct one file in memory, where there is anything to correct (`noted`: reading has found something)."""
        try:
            data = read_file(self.root / path)
        except FileTooLarge:
            # E317 says so.
            return
        if not noted and b"\r" not in data and not data.startswith(MARK):
            return
        certain = decode_certain(data)
        if certain is not None:
            text, conversions = certain
            folder, _, name = path.rpartition("/")
            better, _ = fix_until_stable(text, folder, self.lexicon, name, self.get_status(folder))
            self.put(FixedFile(path, data, text, better, conversions))

    def put(self, draft: FixedFile) -> None:
        """Keep a draft, and read the entry of its folder with it."""
        self.drafts[draft.path] = draft
        self.reads[draft.folder] = self.read_folder(draft.folder, {})

    def read_folder(self, folder: str, texts: Mapping[str, str]) -> ParsedEntry:
        """Return the entry of a folder as it would be with all drafts, and with `texts` (by name) instead of some."""
        known, side = list_side_names(folder), dict[str, bytes]()
        names = {*self.reading.listings.get(folder, FolderListing()).files, *texts}
        names |= {path.rpartition("/")[2] for path in self.drafts if path.startswith(f"{folder}/")}
        for name in sorted(names & {*known, "index.md"}):
            try:
                side[name] = texts[name].encode() if name in texts else self.get_bytes(f"{folder}/{name}")
            except OSError:
                continue
        return read_entry_file(side.pop("index.md", b""), folder, self.lexicon, side)

    def get_bytes(self, path: str) -> bytes:
        """Return a file as it would be written. Raises OSError where it cannot be read."""
        return self.drafts[path].text.encode() if path in self.drafts else read_file(self.root / path)

    @property
    def exhibition(self) -> Exhibition:
        """The exhibition as it would be with all drafts."""
        return replace_entries(self.reading.exhibition, (read.entry for read in self.reads.values()))

    def run_checks(self) -> list[Diagnostic]:
        """What the checks find with all drafts."""
        texts = {path: draft.text for path, draft in self.drafts.items()}
        listings = self.list_with_drafts()
        return check_in_memory(self.exhibition, self.root, self.today, texts, self.cache, listings)

    def list_with_drafts(self) -> Mapping[str, FolderListing]:
        """Return the names in every folder as they would be with all drafts."""
        listings = dict(self.reading.listings)
        for draft in self.drafts.values():
            if draft.created:
                here = listings[draft.folder]
                listings[draft.folder] = here._replace(
                    files=tuple(sorted({*here.files, draft.path.rpartition("/")[2]}))
                )
        return listings

    def apply_check_fixes(self, chosen: Chosen) -> None:
        """Take the finished lines that checks offer; where together they bring new findings, file by file."""
        if not self.drafts and not any(map(is_certain, self.judgement)):
            return
        self.judgement = self.run_checks()
        refused: set[str] = set()
        for _ in range(CHECK_ROUNDS):
            paths = {one.span.path for one in self.judgement if is_certain(one) and chosen(one.span.path)} - refused
            if not paths:
                break
            if not self.try_fixes(paths):
                refused |= {path for path in sorted(paths) if not self.try_fixes({path})}

    def try_fixes(self, paths: set[str]) -> bool:
        """Take the finished lines in these files; False where there were none, or where they bring new findings.

        Those that bring new findings are taken back.
        """
        past = dict(self.drafts), dict(self.reads), self.judgement
        if not self.apply_fixes(paths):
            return False
        self.judgement = self.run_checks()
        if count_new_codes(past[2], self.judgement):
            self.drafts, self.reads, self.judgement = past
            return False
        return True

    def apply_fixes(self, paths: set[str]) -> set[tuple[str, int]]:
        """Take a finished line for each line of these files, where nothing is lost with it; return their places."""
        taken: set[tuple[str, int]] = set()
        for one in filter(is_certain, self.judgement):
            path, line = one.span.path, one.span.line
            if path not in paths or (path, line) in taken or not is_content_file(path):
                continue
            draft = self.drafts.get(path) or self.make_draft(path)
            if draft is None:
                continue
            reader = FileReader(path, self.lexicon, self.get_status(draft.folder))
            before = draft.text, reader.read(draft.text)
            text = replace_lines(draft.text, {one.span.line: one.fixed or ""})
            after = text, reader.read(text)
            if text != draft.text and is_lossless(before, after, exact=False):
                self.put(replace(draft, text=text))
                taken.add((path, line))
        return taken

    def move_lists(self, chosen: Chosen) -> None:
        """Let record lists leave the chosen `index.md` files in which they may not stand, or which have grown long.

        A list leaves where nothing is altered by it: the entry is read as the same, and every comment and all prose
        is kept.
        """
        moved = False
        for path in filter(chosen, list_content_files(self.reading.listings)):
            folder, _, name = path.rpartition("/")
            if name == "index.md" and list_side_names(folder) and self.may_move(path):
                moved = self.move_lists_of(path) or moved
        if moved:
            self.judgement = self.run_checks()

    def may_move(self, path: str) -> bool:
        """Is the front matter of a file long, or does it hold what its owner alone writes? The file is not yet opened."""
        entry = self.get_entry(path)
        if entry is None:
            return False
        rows = CONTENT_TYPES.get_type_of(entry).record_types
        owned = any(told.owner and told.label in entry.spans and entry.spans[told.label].path == path for told in rows)
        return owned or entry.get_span("正文").line - 3 > LONG_FRONT_MATTER

    def get_entry(self, path: str) -> Entry | None:
        """Return the entry of a file as it would be with all drafts."""
        folder = path.rpartition("/")[0]
        read = self.reads.get(folder)
        return read.entry if read else self.by_folder.get(folder)

    @cached_property
    def by_folder(self) -> Mapping[str, Entry]:
        """The entries as they were read, by folder."""
        return {entry.folder: entry for entry in self.reading.exhibition.entries}

    def move_lists_of(self, path: str) -> bool:
        """Let the lists of one `index.md` leave; return whether any did."""
        draft, row = self.drafts.get(path) or self.make_draft(path), CONTENT_TYPES.find_home(path.rpartition("/")[0])
        if draft is None or row is None:
            return False
        moved = False
        while (block := choose_list_to_move(draft.text, row, self.list_names(draft.folder))) is not None:
            text, listed = block.split_off(draft.text)
            side = f"{draft.folder}/{block.told.side_file}"
            before = self.read_folder(draft.folder, {"index.md": draft.text})
            after = self.read_folder(draft.folder, {"index.md": text, block.told.side_file: listed})
            if not is_moved(draft.text, text, listed, before, after):
                break
            draft = replace(draft, text=text)
            self.drafts[side] = FixedFile(side, b"", "", listed, created=True)
            self.put(draft)
            moved = True
        return moved

    def list_names(self, folder: str) -> frozenset[str]:
        """Return the names of what lies in a folder, with all drafts."""
        return frozenset(name for kind in self.list_with_drafts()[folder][:4] for name in kind)

    def make_draft(self, path: str) -> FixedFile | None:
        """Return a draft of a file in which reading has found nothing."""
        data = read_file(self.root / path)
        sure = decode_certain(data)
        return FixedFile(path, data, sure[0], sure[0], sure[1]) if sure else None

    def to_result(self, chosen: Chosen) -> FixResult:
        """Return what changes and what is left."""
        left = [one for one in self.reading.diagnostics if one.span.path.rpartition("/")[0] not in self.reads]
        left += [one for one in self.reading.diagnostics if one.code in UNREAD and one not in left]
        left += [one for read in self.reads.values() for one in read.diagnostics]
        left = sorted((one for one in [*left, *self.judgement] if chosen(one.span.path)), key=get_sort_key)
        drafts = tuple(draft for _, draft in sorted(self.drafts.items()) if draft.changed)
        undecided = {one.span.path for one in left if one.code in DECIDE_FIRST}
        refused = (one for one in left if is_certain(one) and one.span.path not in undecided)
        return FixResult(drafts, tuple(left), tuple(refused))


def is_content_file(path: str) -> bool:
    """Is this the path of an `index.md`, or of a side file, in the folder of an entry?"""
    folder, _, name = path.rpartition("/")
    return name == "index.md" or name in list_side_names(folder)


def is_moved(text: str, after_text: str, listed: str, before: ParsedEntry, after: ParsedEntry) -> bool:
    """Does an entry say the same when a list has left its `index.md`, with every comment and all prose?"""
    comments = Counter(list_comments(text)) - Counter(list_comments(after_text)) - Counter(list_comments(listed))
    return (
        before.entry is not None
        and is_kept(before.entry, after.entry)
        and is_kept(after.entry, before.entry)
        and not count_new_codes(before.diagnostics, after.diagnostics)
        and extract_prose(text) == extract_prose(after_text)
        and not comments
    )


def is_certain(diagnostic: Diagnostic) -> bool:
    """Does a finding come with a finished line that is no guess?"""
    return diagnostic.fixed is not None and not is_question(diagnostic.message)


def get_sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """Return the key by which findings are in order."""
    span = diagnostic.span
    return span.path, span.line, span.column, diagnostic.code
