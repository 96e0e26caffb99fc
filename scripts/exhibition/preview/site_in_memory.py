"""One state of the site in memory: each file is made when a browser asks for it, as a build would make it.

    exhibition ──▶ SiteInMemory ──find──▶ Artifact ──make──▶ bytes
                      │   ▲
                      │   └── SharedState: what one state hands on to the next (theme, search, photos, where pages were found)
                      └── pages are described kind by kind, only until the one that is asked for has come

A state never changes: after an edit there is a new one, and a request that has begun sees the old one to its end.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from threading import RLock
from typing import Any
from weakref import proxy

from ..media.messages import broken_photo
from ..media.rendition_worker import RenditionSet, SourcePhoto, prepare_renditions
from ..media.renditions import FileStampIndex, RenderedPhotos, render_photos
from ..messages.registry import FieldIssue
from ..model import Artifact, Entry, Exhibition
from ..model.artifact import HASH_DIGITS
from ..pages import KINDS, EntryPageKind, PageContext, PageKind
from ..pages.contact_pages import build_page_links
from ..pages.context import PageFile
from ..pages.describing import add_way, make_row
from ..pages.scene_pictures import DrawnScene
from ..progress import Advance
from ..search import list_entry_scripts, locate_search_files
from ..site.file_groups import GROUPS, SEARCH, Effort, FileGroup, SiteComposition
from ..site.incremental import LOOKED, BuildFolders, compute_look, stamp_templates
from ..site.mkdocs_engine import (
    OpenTheme,
    PageRenderer,
    RenderSettings,
    get_destination,
)
from ..storage.cache import digest, stamp
from ..storage.toolchain import get_version
from ..workers import run_jobs

PAGE_FILE = "index.html"
HOME = "index.md"
NUMBER = re.compile(r"\d+")

Made = tuple[bytes, list[str]]
"""The bytes of a file, and MkDocs' warnings about it."""


@dataclass
class SharedState:
    """What one state hands on to the next, since it is dear to make and does not depend on one entry."""

    places: BuildFolders
    lock: RLock = field(default_factory=RLock)
    """Held while a theme is opened."""
    searching: RLock = field(default_factory=RLock)
    """Held while a search is made."""
    theme: OpenTheme | None = None
    theme_key: tuple[object, ...] = ()
    """Stamps of templates and settings for which the theme was opened."""
    looks: dict[tuple[object, ...], str] = field(default_factory=dict)
    """The last look by what it was computed of."""
    kinds: dict[str, dict[int, None]] = field(default_factory=dict)
    """The kinds that have yielded a page, by the page's uri, and by its uri with the numbers left out."""
    scenes: dict[str, DrawnScene] = field(default_factory=dict)
    """What is remembered of drawings."""
    photos: dict[tuple[object, ...], RenditionSet | FieldIssue] = field(default_factory=dict)
    """What has become of photos that this preview has rendered, by file and stamp."""

    def compute_template_key(self) -> tuple[object, ...]:
        """Return the stamps of everything that templates are made of."""
        return stamp_templates(self.places.root)

    def open_theme(self, settings: RenderSettings, key: tuple[object, ...]) -> OpenTheme:
        """Return the theme; one that is open serves as long as its files stay as they are. Raises RenderError."""
        with self.lock:
            if self.theme is None or self.theme_key != key:
                self.theme, self.theme_key = None, key
                self.theme = OpenTheme(settings, self.places.site)
            return self.theme

    def compute_look(self, key: tuple[object, ...], assets: Sequence[Artifact], links: Mapping[str, Any]) -> str:
        """Return the hash that pages put behind the addresses of their assets."""
        whole = (key, json.dumps(links), *(digest(asset.make()) for asset in assets))
        if whole not in self.looks:
            root, trial = self.places.root, self.places.trial
            self.looks = {whole: compute_look(root, assets, trial, links)[0][:HASH_DIGITS]}
        return self.looks[whole]

    def find_photos(
        self, sources: list[SourcePhoto], memory: FileStampIndex, waiting: list[SourcePhoto]
    ) -> dict[SourcePhoto, RenditionSet | FieldIssue]:
        """Return what is known of photos; the others are added to `waiting`."""
        found: dict[SourcePhoto, RenditionSet | FieldIssue] = {}
        for source in dict.fromkeys(sources):
            known = memory.find(source) or self.photos.get((source, stamp(source.path)))
            if known is None:
                waiting.append(source)
            else:
                found[source] = known
        return found


class SiteInMemory(SiteComposition):
    """The site of one exhibition. Threads may ask at the same time; what one of them makes, all of them get."""

    def __init__(self, shared: SharedState, exhibition: Exhibition) -> None:
        self.shared = shared
        self.lock = RLock()
        self.made: dict[str, Made] = {}
        """Pages that have been rendered, by their destination."""
        self.waiting: list[SourcePhoto] = []
        """Photos that are still to be rendered."""
        super().__init__(exhibition, shared.places, scenes=shared.scenes)
        shared.scenes = self.drawn.drawn
        self.template_key = shared.compute_template_key()

    def release(self, *, superseded: bool) -> None:
        """Drop what can be made again, so that the memory is free as soon as nobody holds this state.

        Indexes and pages know their exhibition, which knows them: without this only a collection of garbage, half a second
        at 5,500 units, would free what it holds. For a state that no browser can ask for any more; `superseded` says that
        no later one has the same exhibition.
        """
        with self.lock:
            if superseded:
                self.exhibition.indexes.clear()
            for name in ("renderer", "pages", "context", "described"):
                self.__dict__.pop(name, None)
            self.tables = {}

    # Groups of files (`site.file_groups`), as a preview describes them.

    def render_photos(self, advance: Advance) -> RenderedPhotos:
        """Return the photographs that are rendered; the others are rendered when nothing else is to be done."""
        find = self.shared.find_photos
        return render_photos(
            self.exhibition,
            self.root,
            self.cache,
            render=lambda sources, cache, memory, edition, progress: find(sources, memory, self.waiting),
        )

    def get_table(self, group: FileGroup) -> Mapping[str, Artifact]:
        """Return the files of a group by their uris, described for the first who asks."""
        # The search is made in two seconds at 5,500 units. Who asks for a page need not wait for that, and no two make it at once.
        with self.shared.searching if group is SEARCH else self.lock:
            return super().get_table(group)

    @cached_property
    def pages(self) -> PagesOfSite:
        """The pages."""
        return PagesOfSite(self.context, self.shared.kinds)

    def describe_pages(self) -> list[Artifact]:
        """Describe the pages."""
        return [sheet.artifact for sheet in self.pages.list_sheets()]

    def describe_page(self, uri: str) -> Artifact | None:
        """Return a page, or another file that a kind of page yields; None where there is none."""
        return self.pages.find(uri)

    def list_listed(self) -> list[str]:
        """Return the addresses of the pages that are meant to be found."""
        rows = (make_row(sheet, sheet.artifact) for sheet in self.pages.list_sheets())
        return [row.listed for row in rows if row.listed is not None]

    # Pages, for the renderer (`PageFinder`).

    def has_page(self, uri: str) -> bool:
        """Return whether there is such a page; the home page is not described for that."""
        return uri == HOME or self.find_page(uri) is not None

    def find_page(self, uri: str) -> Artifact | None:
        """Return the source of a page; None where there is none."""
        return self.find_file((Effort.LITTLE, Effort.PAGES), uri)

    def list_pages(self) -> list[Artifact]:
        """Return the sources of all pages."""
        with self.lock:
            groups = [group for group in GROUPS if group.effort in (Effort.LITTLE, Effort.PAGES)]
            return [one for group in groups for uri, one in self.get_table(group).items() if uri.endswith(".md")]

    def find_file(self, efforts: Iterable[Effort], uri: str) -> Artifact | None:
        """Return the file at a uri from the groups of these efforts; None where it is in none of them."""
        groups = (group for effort in efforts for group in GROUPS if group.effort == effort)
        return next((found for group in groups if (found := group.get(self, uri))), None)

    @cached_property
    def renderer(self) -> PageRenderer:
        """What renders the pages of this state. Raises RenderError."""
        links = build_page_links(self.exhibition)
        quick = (self.get_table(group) for group in GROUPS if group.effort == Effort.LITTLE)
        assets = [artifact for table in quick for uri, artifact in table.items() if uri.startswith(LOOKED)]
        places, key = self.shared.places, self.template_key
        look = self.shared.compute_look(key, assets, links)
        settings = RenderSettings(places.root / "mkdocs.yml", places.docs, look, (), places.trial, links)
        # MkDocs' pages and files know each other and would keep this state in memory.
        return PageRenderer(self.shared.open_theme(settings, key), settings, proxy(self))

    # Files of the site.

    def make(self, path: str) -> Made | None:
        """Return a file of the site; None where there is none. Raises RenderError."""
        with self.lock:
            if path in self.made:
                return self.made[path]
        for uri in list_page_sources(path):
            with self.lock:
                page = self.find_page(uri)
            if page:
                with self.lock:
                    self.made[path] = self.renderer.make_page(page.uri, page.make())
                    return self.made[path]
        if path.endswith(f"/{PAGE_FILE}") or path == PAGE_FILE:
            return None
        return self.make_asset(path)

    def make_asset(self, uri: str) -> Made | None:
        """Return a file that is no page; None where there is none."""
        found = self.find_file((Effort.LITTLE, Effort.ENTRIES), uri)
        if found is None:
            extra = {"search": list_entry_scripts([locate_search_files().script])} if uri == NOT_FOUND else {}
            with self.lock:
                if of_theme := self.renderer.make_theme_file(uri, extra):
                    return of_theme
                found = self.find_file((Effort.PAGES, Effort.EVERYTHING), uri)
        return (self.cache.get_or_make(found), []) if found else None

    def list_paths(self) -> list[str]:
        """Return the paths of all files of the site: everything is described and the search is made."""
        found = {get_destination(uri) for group in GROUPS for uri in self.get_table(group)}
        with self.lock:
            theme = self.renderer
            found |= theme.theme.assets.keys()
            return sorted(found | {name for name in theme.config.theme.static_templates if self.make(name)})

    def render_some_photos(self, page: str) -> None:
        """Render photographs that are not rendered yet, a few for each processor, those of a page's entry first."""
        id = page.strip("/").partition("/")[0]
        waiting = sorted(self.waiting, key=lambda source: source.path.parent.name != id)
        some = {source: stamp(source.path) for source in waiting[: PHOTOS_AT_ONCE * (os.cpu_count() or 1)]}
        work = partial(prepare_renditions, cache=self.cache, edition=get_version("photo"))
        for source, result in run_jobs(work, some, lambda lost: broken_photo(lost.name)):
            self.shared.photos[source, some[source]] = result
        if len(some) == len(waiting):
            # All are kept by now: this writes down which, for the next command.
            render_photos(self.exhibition, self.root, self.cache)


PHOTOS_AT_ONCE = 8
"""Photographs that one processor renders, in two seconds, before pages show them."""
NOT_FOUND = "404.html"
"""The page of lost addresses."""


class PagesOfSite:
    """The pages of one state, described when they are asked for: those of an entry together, others kind by kind.

    A kind yields its pages one after another: it is asked for more until the wanted one has come. `kinds` remembers from
    the states before which kinds have yielded a uri, or one that differs in its numbers only.
    """

    def __init__(self, context: PageContext, kinds: dict[str, dict[int, None]]) -> None:
        self.context, self.kinds = context, kinds
        self.found: dict[str, Artifact] = {}
        self.of_entries: dict[str, list[list[PageFile]]] = {}
        """The pages of entries that somebody has asked for: by id, kind by kind."""
        self.open: dict[int, Iterator[PageFile]] = {
            number: iter(kind.build(context)) for number, kind in enumerate(KINDS) if isinstance(kind, PageKind)
        }
        self.sheets: dict[int, list[PageFile]] = {number: [] for number in self.open}

    def find(self, uri: str) -> Artifact | None:
        """Return the file of a page, or another file that a kind yields; None where there is none."""
        if entry := self.context.exhibition.get(uri.partition("/")[0], Entry):
            self.describe_entry(entry)
        for number, most in self.iter_attempts(uri):
            if uri in self.found:
                break
            if most > len(self.sheets[number]):
                for artifact in islice(self.describe(number), most - len(self.sheets[number])):
                    if artifact.uri == uri:
                        break
        return self.found.get(uri)

    def describe_entry(self, entry: Entry) -> list[list[PageFile]]:
        """Return the pages of an entry, kind by kind."""
        if entry.id not in self.of_entries:
            kinds = [kind for kind in KINDS if isinstance(kind, EntryPageKind)]
            files = [[add_way(file, self.context) for file in kind.build(entry, self.context)] for kind in kinds]
            self.of_entries[entry.id] = files
            self.found |= to_table(file.artifact for some in files for file in some)
        return self.of_entries[entry.id]

    def iter_attempts(self, uri: str) -> Iterator[tuple[int, int]]:
        """Yield the kinds to be asked for a page, each with the number of pages that it is to have described then.

        First those that have yielded it or its like. Of others some pages each, then more: most kinds have few, and the
        first ones say what their addresses are like.
        """
        for most in STEPS:
            yield from ((number, MANY) for number in self.list_likely(uri))
            yield from ((number, most) for number in [*self.open])

    def list_likely(self, uri: str) -> list[int]:
        """Return the kinds that have yielded a page, or one whose uri differs in its numbers only."""
        return [*self.kinds.get(uri, ()), *self.kinds.get(NUMBER.sub("#", uri), ())]

    def describe(self, number: int) -> Iterator[Artifact]:
        """Yield the files of a kind that nobody has asked for yet."""
        for file in self.open.get(number, ()):
            sheet = add_way(file, self.context)
            artifact = sheet.artifact
            self.sheets[number].append(sheet)
            self.found[artifact.uri] = artifact
            for key in (artifact.uri, NUMBER.sub("#", artifact.uri)):
                self.kinds.setdefault(key, {})[number] = None
            yield artifact
        self.open.pop(number, None)

    def list_sheets(self) -> list[PageFile]:
        """Return the pages of all kinds, in order."""
        of_entries = [self.describe_entry(entry) for entry in self.context.exhibition.published(Entry)]
        sheets: list[PageFile] = []
        place = 0
        for number, kind in enumerate(KINDS):
            if isinstance(kind, EntryPageKind):
                sheets += (sheet for kinds in of_entries for sheet in kinds[place])
                place += 1
                continue
            for _ in self.describe(number):
                pass
            sheets += self.sheets[number]
        return sheets


MANY = 1 << 60
STEPS = (1, 8, 64, 512, MANY)
"""Pages of each kind that are described, one step after the other, until the one that is looked for has come."""


def to_table(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    """Return artifacts by their uris."""
    return {artifact.uri: artifact for artifact in artifacts}


def list_page_sources(path: str) -> list[str]:
    """Return the sources of which the file of a page may be made; none for other files.

    >>> list_page_sources("10064/index.html"), list_page_sources("index.html"), list_page_sources("a/code.png")
    (['10064/index.md', '10064.md'], ['index.md'], [])
    """
    folder, slash, name = path.rpartition("/")
    if name != PAGE_FILE:
        return []
    return [f"{folder}/index.md", f"{folder}.md"] if slash else [HOME]
