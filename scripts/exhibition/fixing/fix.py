"""The content of an exhibition into drafts of its files with every certain mend, and what is left for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from ..cache import Cache
from ..diagnostics import Diagnostic
from ..files import TooLarge, is_file, read_file
from ..model import Exhibition
from ..model.rules import asks
from ..reading import Reading, entry_folders, read_exhibition
from ..reading.entries import Read
from ..reading.vocabularies import lexicon_of, names_of
from .drafts import Draft, Fixing
from .encoding import MARK, certain_text
from .judging import judged, with_entries
from .keeping import gained, unharmed
from .settling import DECIDE_FIRST, read_text, replaced, settled

ROUNDS = 5
"""How often checks look again after their finished lines were taken."""

Chosen = Callable[[str], bool]


def fix(
    root: Path, chosen: Chosen = lambda path: True, today: date | None = None, cache: Cache | None = None
) -> Fixing:
    """Mend the chosen content files of the folder `root` in memory. `today` is for tests.

    With a `cache`, photos that checks have looked at before are not read again.
    """
    reading = read_exhibition(root)
    work = Work(root, reading, today, cache)
    slips = {one.span.path for one in reading.diagnostics}
    for path in filter(chosen, content_files(root)):
        work.settle(path, noted=path in slips)
    work.take_checks(chosen)
    return work.finished(chosen)


def content_files(root: Path) -> Iterator[str]:
    """Paths of the content files that people write: one `index.md` a unit or cluster."""
    for folder in entry_folders(root):
        if is_file(root / folder / "index.md"):
            yield f"{folder}/index.md"


class Work:
    """Drafts on their way: texts in memory, how they are read, what the checks say of them."""

    def __init__(self, root: Path, reading: Reading, today: date | None, cache: Cache | None = None) -> None:
        self.root, self.reading, self.today, self.cache = root, reading, today, cache
        shown = reading.exhibition
        self.lexicon = {**lexicon_of(shown.vocabularies), **names_of(shown.entries)}
        self.drafts: dict[str, Draft] = {}
        self.reads: dict[str, Read] = {}
        self.judgement = judged(reading.exhibition, root, today, {}, cache)

    def settle(self, path: str, *, noted: bool) -> None:
        """Draft one file, where there is anything to mend in it (`noted`: reading has found something)."""
        try:
            data = read_file(self.root / path)
        except TooLarge:
            # E317 says so.
            return
        if not noted and b"\r" not in data and not data.startswith(MARK):
            return
        certain = certain_text(data)
        if certain is not None:
            text, conversions = certain
            self.put(Draft(path, data, text, text, conversions), *settled(text, path.rpartition("/")[0], self.lexicon))

    def put(self, draft: Draft, text: str, read: Read) -> None:
        """Remember the text of a draft and how it is read."""
        self.drafts[draft.path] = Draft(draft.path, draft.data, draft.written, text, draft.conversions)
        self.reads[draft.path] = read

    @property
    def exhibition(self) -> Exhibition:
        """The exhibition as it would be with all drafts."""
        return with_entries(self.reading.exhibition, (read.entry for read in self.reads.values()))

    def judge(self) -> list[Diagnostic]:
        """What the checks find with all drafts."""
        texts = {path: draft.text for path, draft in self.drafts.items()}
        return judged(self.exhibition, self.root, self.today, texts, self.cache)

    def take_checks(self, chosen: Chosen) -> None:
        """Take the finished lines that checks offer; where together they bring new findings, file by file."""
        if not self.drafts and not any(map(certain, self.judgement)):
            return
        self.judgement = self.judge()
        refused: set[str] = set()
        for _ in range(ROUNDS):
            paths = {one.span.path for one in self.judgement if certain(one) and chosen(one.span.path)} - refused
            if not paths:
                break
            if not self.tried(paths):
                refused |= {path for path in sorted(paths) if not self.tried({path})}

    def tried(self, paths: set[str]) -> bool:
        """Take the finished lines in these files; False where there were none, or where they bring new findings.

        Those that bring new findings are taken back.
        """
        past = dict(self.drafts), dict(self.reads), self.judgement
        if not self.take(paths):
            return False
        self.judgement = self.judge()
        if gained(past[2], self.judgement):
            self.drafts, self.reads, self.judgement = past
            return False
        return True

    def take(self, paths: set[str]) -> set[tuple[str, int]]:
        """Take a finished line for each line of these files, where nothing is lost with it; return their places."""
        taken: set[tuple[str, int]] = set()
        for one in filter(certain, self.judgement):
            path, line = one.span.path, one.span.line
            if path not in paths or (path, line) in taken or not path.endswith("/index.md"):
                continue
            draft = self.drafts.get(path) or self.drawn(path)
            if draft is None:
                continue
            before = draft.text, read_text(draft.text, draft.folder, self.lexicon)
            text = replaced(draft.text, {one.span.line: one.fixed or ""})
            after = text, read_text(text, draft.folder, self.lexicon)
            if text != draft.text and unharmed(before, after, exact=False):
                self.put(draft, *after)
                taken.add((path, line))
        return taken

    def drawn(self, path: str) -> Draft | None:
        """Return a draft of a file in which reading has found nothing."""
        data = read_file(self.root / path)
        sure = certain_text(data)
        return Draft(path, data, sure[0], sure[0], sure[1]) if sure else None

    def finished(self, chosen: Chosen) -> Fixing:
        """Return what changes and what is left."""
        left = [one for one in self.reading.diagnostics if one.span.path not in self.reads]
        left += [one for read in self.reads.values() for one in read.diagnostics]
        left = sorted((one for one in [*left, *self.judgement] if chosen(one.span.path)), key=place)
        drafts = tuple(draft for _, draft in sorted(self.drafts.items()) if draft.changed)
        undecided = {one.span.path for one in left if one.code in DECIDE_FIRST}
        refused = (one for one in left if certain(one) and one.span.path not in undecided)
        return Fixing(drafts, tuple(left), tuple(refused))


def certain(diagnostic: Diagnostic) -> bool:
    """Does a finding come with a finished line that is no guess?"""
    return diagnostic.fixed is not None and not asks(diagnostic.message)


def place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """Return the key by which findings are in order."""
    span = diagnostic.span
    return span.path, span.line, span.column, diagnostic.code
