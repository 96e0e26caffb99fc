"""Plan the import for each folder: new files, new names, changed lines; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from pathlib import Path

from ..cache import Cache
from ..checks.album import Album
from ..checks.folder import read_folder
from ..files import PHOTO_LIMIT, read_file
from ..model import Entry, Exhibition
from ..model.rules import Slip
from ..model.words import Lexicon
from ..reading.naming import plain
from ..reading.vocabularies import lexicon_of
from ..workers import run_jobs
from .choosing import Source, pictures
from .entering import named, renamed
from .likeness import BLURRED, alike
from .making import Made, Raw, lost, made_of, remembered, safe_key
from .naming import next_name, safe_name
from .trouble import UNNAMEABLE, said_of

Becoming = Made | Slip
"""The archive photo of a picture, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A picture and its archive photo; `target` is its name in the folder of the plan."""

    source: Source
    target: str
    made: Made

    @property
    def moves(self) -> bool:
        """Whether the picture is in the folder under another name, which will be deleted."""
        return not self.source.comes and self.source.path.name != self.target


@dataclass(slots=True)
class Plan:
    """The changes to one folder (POSIX, relative to the root)."""

    folder: str
    changes: list[Change] = field(default_factory=list)
    there: list[tuple[Source, str]] = field(default_factory=list)
    """Pictures from elsewhere that the folder already has, and under which name."""
    troubles: list[tuple[Source, str]] = field(default_factory=list)
    """Pictures that stay as they are, and why."""
    doubles: list[tuple[str, str]] = field(default_factory=list)
    """Names of photos that look the same."""
    blurred: list[str] = field(default_factory=list)
    before: bytes = b""
    """The current `index.md`."""
    after: bytes = b""
    """The same with the new names."""

    @property
    def renames(self) -> dict[str, str]:
        """Files of the folder, old name to new name."""
        return {change.source.path.name: change.target for change in self.changes if change.moves}


def planned(
    root: Path,
    exhibition: Exhibition,
    sources: Iterable[Source],
    cache: Cache,
    progress: Callable[[int, int], None] = lambda done, total: None,
    whole: bool = False,
) -> list[Plan]:
    """Return the plans for pictures, folder by folder; their archive photos are in the cache then.

    `whole`: these are all pictures of all folders, so that the probe cache is complete and worth saving.
    """
    album = Album(root, cache)
    sources = list(sources)
    found = becoming(sources, album, cache, progress)
    if whole:
        album.save()
    entries = {entry.folder: entry for entry in exhibition.entries}
    lexicon = lexicon_of(exhibition.vocabularies)
    by_folder: dict[str, list[Source]] = {}
    for source in sources:
        by_folder.setdefault(source.folder, []).append(source)
    planner = Planner(root, cache, album, lexicon)
    plans = [planner.plan(folder, those, found, entries.get(folder)) for folder, those in by_folder.items()]
    return [plan for plan in plans if plan.changes or plan.there or plan.troubles or plan.doubles or plan.blurred]


def becoming(
    sources: list[Source], album: Album, cache: Cache, progress: Callable[[int, int], None]
) -> dict[Source, Becoming]:
    """Return what each picture becomes; those without a cached record are converted in parallel on all processors."""
    found: dict[Source, Becoming] = {}
    jobs: dict[Raw, list[Source]] = {}
    for source in sources:
        look = None if source.comes else album.look(str(source.path))
        known = remembered(cache, look.content) if look else None
        if known:
            found[source] = known
            progress(len(found), len(sources))
        else:
            jobs.setdefault(Raw(source.path, source.path.name), []).append(source)
    for raw, result in run_jobs(partial(made_of, cache=cache), jobs, lost):
        found.update(dict.fromkeys(jobs[raw], result))
        progress(len(found), len(sources))
    return found


@dataclass
class Planner:
    """Makes the plan of one folder after another."""

    root: Path
    cache: Cache
    album: Album
    lexicon: Lexicon

    def plan(self, folder: str, sources: list[Source], found: dict[Source, Becoming], entry: Entry | None) -> Plan:
        """Return the plan of one folder."""
        plan = Plan(folder)
        taken = set(read_folder(str(self.root), folder).names)
        for source in sources:
            result = found[source]
            if isinstance(result, Slip):
                plan.troubles.append((source, said_of(result)))
            elif source.comes or not is_safe(source, result):
                self.settle(plan, source, result, taken, entry)
        self.rename_in_index(plan, entry)
        self.compare(plan, sources, found)
        return plan

    def settle(self, plan: Plan, source: Source, made: Made, taken: set[str], entry: Entry | None) -> None:
        """Choose the name of the archive photo, or find the file that holds it already."""
        twin = self.twin(plan, source, made)
        if twin and source.comes:
            plan.there.append((source, twin))
            return
        in_entry = {plain(name) for _, name in named(entry)} if entry else set()
        if twin and {plain(twin), plain(source.path.name)} <= in_entry:
            twin = None
        target = twin or free_name(source, taken)
        taken.add(target)
        plan.changes.append(Change(source, target, made))

    def twin(self, plan: Plan, source: Source, made: Made) -> str | None:
        """Return the file of the folder that holds the photo already, after an interruption or a second import."""
        wanted = {one.target: one.made.key for one in plan.changes}
        if source.comes and made.key in wanted.values():
            return next(target for target, key in wanted.items() if key == made.key)
        for path in pictures(self.root / plan.folder):
            stays = safe_name(path.name) == path.name and path.name not in wanted
            likely = path.stat().st_size == made.size and not same_file(path, source.path)
            if likely and (stays or source.comes) and safe_key(read_file(path, PHOTO_LIMIT)) == made.key:
                return path.name
        return None

    def rename_in_index(self, plan: Plan, entry: Entry | None) -> None:
        """Put new names into the `index.md`; a photo whose name cannot be replaced with certainty stays as it is."""
        try:
            plan.before = plan.after = read_file(self.root / plan.folder / "index.md")
        except OSError:
            return
        moving = [change for change in plan.changes if change.moves and is_named(change.source, entry, plan.before)]
        names = {change.source.path.name: change.target for change in moving}
        unsure = [one for one in moving if not self.mended(plan, entry, {one.source.path.name: one.target})]
        for change in unsure:
            del names[change.source.path.name]
        after = self.mended(plan, entry, names) if names else plan.before
        if after is None:
            after, unsure = plan.before, moving
        plan.after = after
        plan.troubles += ((change.source, UNNAMEABLE) for change in unsure)
        plan.changes = [change for change in plan.changes if change not in unsure]

    def mended(self, plan: Plan, entry: Entry | None, names: dict[str, str]) -> bytes | None:
        """Return the `index.md` with new names, where that is certain."""
        return renamed(plan.before, entry, names, self.lexicon) if entry else None

    def compare(self, plan: Plan, sources: list[Source], found: dict[Source, Becoming]) -> None:
        """Find photos of the folder that look the same, and new ones that are blurred."""
        targets = {change.source: change.target for change in plan.changes} | dict(plan.there)
        photos = {name: made for name, made in self.others(plan.folder, sources) if made}
        photos |= {
            targets.get(source, source.path.name): made for source in sources if isinstance(made := found[source], Made)
        }
        for one, other in combinations(sorted(photos), 2):
            if alike(photos[one].likeness, photos[other].likeness):
                plan.doubles.append((one, other))
        plan.blurred += (change.target for change in plan.changes if change.made.sharpness < BLURRED)

    def others(self, folder: str, sources: list[Source]) -> Iterator[tuple[str, Made | None]]:
        """Yield the photos of the folder that are not being imported, as far as their records are cached."""
        asked = {source.path for source in sources}
        for path in pictures(self.root / folder):
            if path not in asked and (look := self.album.look(str(path))):
                yield path.name, remembered(self.cache, look.content)


def is_safe(source: Source, made: Made) -> bool:
    """Return whether a picture of the folder is an archive photo already, under a portable name."""
    return made.content == made.key and safe_name(source.path.name) == source.path.name


def is_named(source: Source, entry: Entry | None, index: bytes) -> bool:
    """Return whether the `index.md` names this file, as far as it can be parsed."""
    name = source.path.name
    if entry is None:
        return name.encode(errors="surrogateescape") in index
    return plain(name) in {plain(one) for _, one in named(entry)}


def free_name(source: Source, taken: set[str]) -> str:
    """Return the name for an archive photo: its own where that is portable and free, else the next number."""
    own = None if source.comes else safe_name(source.path.name)
    others = {name.casefold() for name in taken} - ({own} if own == source.path.name else set())
    # Names that differ in case only are one file on some disks.
    if own and own.casefold() not in others:
        return own
    return next_name(taken)


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths are of one file."""
    return one == other or (other.exists() and one.samefile(other))
