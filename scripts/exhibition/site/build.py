"""The whole build: read and check the content, describe every file of the site, render, publish."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import field, replace
from functools import cached_property, partial
from pathlib import Path

from ..checks.site_address import can_be_printed
from ..collector import pause_collector, set_apart
from ..diagnostics import Diagnostic, Refusal
from ..lazy import dataclass
from ..media.renditions import RenderedPhotos, render_photos
from ..model import Artifact, Exhibition
from ..model.site_settings import to_url_path
from ..pages.contact_pages import build_page_links
from ..pages.facets import index_facets
from ..pages.guide import make_guide_key
from ..pages.placeholders import make_stubs
from ..pages.sharing import prepare_share_images
from ..progress import Advance, Progress, ignore_progress
from ..search import (
    IndexFiles,
    LastSearch,
    Synonyms,
    build_face_files,
    build_index,
    list_entry_scripts,
    make_index_key,
    read_synonyms,
)
from ..storage.cache import FileStamp, digest, read_regular
from ..storage.locking import lock_folder
from ..storage.output_tree import check_uris
from ..storage.site_records import IDENTITY_FILE as IDENTITY
from ..storage.site_records import SiteIdentity, begin_note, clear_note, read_identity, write_note
from ..storage.spool import Spool, SpooledRow, end_spools
from ..text.characters import normalize_url
from ..workers import run_in_background
from . import mkdocs_engine
from .ahead import WorkAhead
from .file_groups import GROUPS, SiteComposition
from .incremental import BuildFolders, BuildMemory, BuildState, PublishedSite, SiteChanges, read_memory, read_published
from .mkdocs_engine import PreparedTemplates
from .pipeline import load_and_check


@dataclass(frozen=True, slots=True)
class BuildResult:
    """Result of a build."""

    diagnostics: tuple[Diagnostic, ...]
    published: bool = False
    pages: int = 0
    warnings: tuple[str, ...] = ()
    """MkDocs' warnings, for the maintainer of the site."""
    missing: tuple[str, ...] = field(default=())
    """Promised addresses that the finished site would not have; with any, nothing is published."""
    described: int = 0
    """Pages whose source was made anew, because what they show may have changed."""
    rendered: int = 0
    """Pages that were rendered, because their source or the look of all has changed."""
    changes: SiteChanges | None = None
    """What the publication has changed of the site that was there; None where nothing was published."""
    stamps: Mapping[str, FileStamp] = field(default_factory=dict)
    """Stamps of the published files by their uris (see `publishing.stamp_files`)."""

    @property
    def reason(self) -> str:
        """Why nothing was published, in Chinese."""
        wrong = sum(diagnostic.blocks for diagnostic in self.diagnostics)
        return f"内容里有 {wrong} 处错误" if wrong else f"新的网站会少 {len(self.missing)} 个原来有的网址"


PROCESSES = os.cpu_count() or 1


def build(places: BuildFolders, progress: Progress, *, fresh: bool = False) -> BuildResult:
    """Build and publish the exhibition; with any 错误 stop before rendering, so that the old site stays.

    `fresh` makes every file again. Waits while another command uses the site or the cache's folder of this purpose.
    Raises RenderError and ForeignFolder (see `mkdocs_engine`, `publishing`), and Refusal where that command does not end.
    """
    command = "build"
    refuse_nested(places)
    with (
        lock_folder(places.trees, command, progress.say),
        lock_folder(places.site, command, progress.say),
        end_spools(),
    ):
        if places.trial:
            # Before the note: the site itself is whole, and its own build has succeeded.
            refuse_trial_in_place(places.site)
        note = begin_note(places.site, places.cache)
        try:
            outcome = build_locked(places, progress, fresh=fresh)
        except Exception as problem:
            reason = str(problem).partition("。")[0] if isinstance(problem, Refusal) else "中途出错了"
            # The note of the beginning stands where a full disk takes no other.
            with suppress(OSError):
                write_note(places.site, places.cache, replace(note, reason=reason))
            raise
        if outcome.published:
            clear_note(places.site, places.cache)
        else:
            write_note(places.site, places.cache, replace(note, reason=outcome.reason))
        return outcome


def refuse_nested(places: BuildFolders) -> None:
    """Raise Refusal where the site and a folder of the cache are one, or one is inside the other."""
    site = places.site.resolve()
    own = [folder.resolve() for folder in (places.trees, places.objects.root)]
    if any(site in (folder, *folder.parents) or folder in site.parents for folder in own):
        raise Refusal(f"网站的文件夹“{places.site}”和缓存的文件夹“{places.cache}”叠在一起了。请给其中一个换一个地方。")


def read_published_identity(site: Path) -> SiteIdentity | None:
    """Return the identity of the site in a folder; None where there is none that can be read."""
    try:
        return read_identity(read_regular(site / IDENTITY))
    except OSError:
        return None


def refuse_another_site(site: Path, exhibition: Exhibition) -> None:
    """Raise Refusal where a published site would be replaced by one that is none of its successors.

    That is a trial in the place of the site itself, or a site of another address that the record does not lead to from
    the published one. A trial and a placeholder have promised nothing.
    """
    if exhibition.settings.trial:
        refuse_trial_in_place(site)
    there, settings = read_published_identity(site), exhibition.settings
    if there is None or there.trial:
        return
    if not can_be_printed(there.address) or normalize_url(there.address) == normalize_url(settings.site_url):
        return
    record = exhibition.site_address
    if record is None or not record.has_address(there.address):
        raise Refusal(
            f"“{site}”里的网站是 {there.address}，mkdocs.yml 里的 site_url 却是 {settings.site_url}；"
            f"台账里有 {len(there.promised)} 个编号，墙上的码可能还是旧网址。原来的网站没有动。"
            f"请把 site_url 改回 {there.address}；只想试试别的网址，用 build --address 网址；"
            "真的要换，改回以后运行 address --to 新网址，它会说清要做什么。"
        )


def refuse_trial_in_place(site: Path) -> None:
    """Raise Refusal where a folder holds the site itself, which no trial may replace."""
    there = read_published_identity(site)
    if there is not None and not there.trial:
        raise Refusal(f"“{site}”里是正式的网站（{there.address}），试验站不能盖掉它。请去掉 --site，或者换一个文件夹。")


def build_locked(places: BuildFolders, progress: Progress, *, fresh: bool = False) -> BuildResult:
    """Build without locks, for a caller that holds them; otherwise as `build`."""
    places.clear()
    places.objects.tidy()
    with ExitStack() as ending:
        # Nobody else writes into the site while we hold its lock, and what has become of its files is asked for late.
        with pause_collector():
            published = read_published(places, PROCESSES)
            ending.callback(published.end)
            memory = read_memory(places, published.record, fresh=fresh)
            ahead = None
            if PROCESSES > 1 and not memory.digests:
                mkdocs_engine.import_mkdocs()
                ahead = WorkAhead(places, PROCESSES)
                ending.callback(ahead.end)
        # A build that makes little leaves little.
        with pause_collector() if memory.digests else nullcontext():
            return build_from(published, memory, places, progress, ahead, fresh=fresh)


def build_from(
    published: PublishedSite,
    memory: BuildMemory,
    places: BuildFolders,
    progress: Progress,
    ahead: WorkAhead | None,
    *,
    fresh: bool,
) -> BuildResult:
    """Build from what is known of the last build; `ahead` is what is being made meanwhile."""
    # A trial may lose pages of another branch's.
    promised = not places.trial
    planned = plan(places, progress, published, memory, ahead, processes=PROCESSES)
    found, exhibition, assets = planned.found, planned.exhibition, planned.assets
    if planned.lost and promised:
        return BuildResult(found, missing=planned.lost)
    if planned.blocked:
        return BuildResult(found)
    with BuildState(places, assets, published, fresh=fresh, links=build_page_links(planned.exhibition)) as past:
        set_apart()
        with progress.time_phase("排版") as advance:
            search = list_entry_scripts(artifact.uri for artifact in assets)
            templates = ahead.get_templates if ahead else PreparedTemplates
            warnings = tuple(past.render(planned.pages, search, advance, PROCESSES, templates))
        if past.unchanged:
            memory.save(places, past.last.mark, assets)
            return BuildResult(
                found,
                published=True,
                pages=len(planned.pages),
                warnings=warnings,
                described=planned.described,
                changes=past.changes,
                stamps=past.published,
            )
        missing = tuple(find_unanswered(exhibition, published, past)) if promised else ()
        if missing:
            return BuildResult(found, warnings=warnings, missing=missing)
        with progress.time_phase("发布"):
            past.add_manifest()
            past.publish()
    memory.save(places, past.mark, assets)
    return BuildResult(
        found,
        published=True,
        pages=len(planned.pages),
        warnings=warnings,
        described=planned.described,
        rendered=past.rendered,
        changes=past.changes,
        stamps=past.stamps,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a site will consist of, described before it is made, and what was found in the content."""

    exhibition: Exhibition
    found: tuple[Diagnostic, ...]
    artifacts: tuple[Artifact, ...] = ()
    lost: tuple[str, ...] = ()
    """Addresses of the site published so far for which there would be no page."""
    described: int = 0
    """Pages that were described; the others are as the last build has recorded them."""

    @property
    def blocked(self) -> bool:
        """Does the content have a 错误?"""
        return any(diagnostic.blocks for diagnostic in self.found)

    @property
    def pages(self) -> list[Artifact]:
        """The sources of all pages."""
        return [artifact for artifact in self.artifacts if artifact.uri.endswith(".md")]

    @property
    def assets(self) -> list[Artifact]:
        """All other files."""
        return [artifact for artifact in self.artifacts if not artifact.uri.endswith(".md")]


def plan(
    places: BuildFolders,
    progress: Progress,
    published: PublishedSite,
    memory: BuildMemory | None = None,
    ahead: WorkAhead | None = None,
    *,
    processes: int = 1,
) -> Plan:
    """Read and check the content and describe the site; with a 错误 nothing is described.

    `memory` is what is known of the last build: what it proves to be as it was is not described or made again. Raises Refusal
    where the site must not follow the one in its place.
    """
    memory = memory or BuildMemory()
    searching: list[Callable[[], IndexFiles]] = []
    # Once: the index and its key must be of the same words, whoever writes them meanwhile.
    words = read_synonyms(places.root)
    # Where the site is refused, or making it fails, nobody waits for the index.
    ending = ExitStack()

    def begin(loaded: Exhibition) -> None:
        if ahead:
            ahead.enter_bodies()
        # The other processor has nothing to do while this one checks. Where the content has mistakes nobody asks for it.
        # Where most of the index stays it is patched, later and here: that costs less than to bring it from there.
        if not memory.search and processes > 1:
            # What pages and search both ask for is computed once.
            _ = index_facets(loaded).places
            spool = Spool(places.trees)
            index = run_in_background(partial(write_search_index, spool, loaded, places, words), processes)
            searching.append(partial(read_search_index, spool, ending.enter_context(index)))

    with ending:
        exhibition, found = load_and_check(places.root, progress, places.objects, trial=places.trial, begin=begin)
        if any(diagnostic.blocks for diagnostic in found):
            return Plan(exhibition, found)
        refuse_another_site(places.site, exhibition)
        artifacts, more = compose_artifacts(
            exhibition, places, progress, processes, memory, searching[0] if searching else None, words, ahead
        )
    stubs, lost = make_redirects(artifacts, exhibition, published)
    return Plan(exhibition, (*found, *more), (*artifacts, *stubs), tuple(lost), memory.describer.described)


def compose_artifacts(
    exhibition: Exhibition,
    places: BuildFolders,
    progress: Progress,
    processes: int = 1,
    memory: BuildMemory | None = None,
    searching: Callable[[], IndexFiles] | None = None,
    words: Synonyms | None = None,
    ahead: WorkAhead | None = None,
) -> tuple[list[Artifact], tuple[Diagnostic, ...]]:
    """Describe every page and asset; return them with the diagnostics that only making pictures can give.

    `searching` waits for the files of the search that need no picture, where they are being made already.
    What `memory` proves to be as the last build has made it is not made again (`Artifact.known`). `words` are those of the
    search, which `searching` was given too.
    Raises ValueError where two have one address: a content type's folder may be that of another page.
    """
    composition = BuildComposition(
        exhibition,
        places,
        progress,
        processes,
        memory or BuildMemory(),
        searching,
        words or read_synonyms(places.root),
        ahead,
    )
    artifacts = composition.describe_all()
    check_uris(artifacts)
    return artifacts, composition.diagnostics


class BuildComposition(SiteComposition):
    """The files of a site as a build describes them: in several processes, and not again what is as the last build made it."""

    def __init__(
        self,
        exhibition: Exhibition,
        places: BuildFolders,
        progress: Progress,
        processes: int,
        memory: BuildMemory,
        searching: Callable[[], IndexFiles] | None,
        words: Synonyms,
        ahead: WorkAhead | None,
    ) -> None:
        self.processes, self.memory, self.searching, self.words = processes, memory, searching, words
        self.ahead = ahead
        self.advance: Advance = ignore_progress
        self.ending = ExitStack()
        super().__init__(exhibition, places, progress, memory.scenes)
        memory.scenes = self.drawn.drawn

    def describe_all(self) -> list[Artifact]:
        """Return the files of all groups."""
        begun: list[Iterable[Artifact]] = []
        with self.ending:
            for group in GROUPS:
                with self.progress.time_phase(group.name) as self.advance:
                    begun.append(group.describe(self))
            return self.memory.restore_digests(artifact for files in begun for artifact in files)

    def render_photos(self, advance: Advance) -> RenderedPhotos:
        """Render the photographs of published entries, on other machines too."""
        places, say = self.places, self.progress.say
        return render_photos(self.exhibition, self.root, self.cache, advance, machines=places.machines, say=say)

    def list_share_images(self) -> list[Artifact]:
        """Describe the share images, and make those that are not kept."""
        shared = super().list_share_images()
        prepare_share_images(shared, self.cache, self.advance, self.processes)
        return shared

    def list_codes(self) -> Iterable[Artifact]:
        """Describe the codes, and begin to draw them: nobody waits for them before everything else is described."""
        codes = self.memory.restore_digests(super().list_codes())
        if self.ahead:
            return self.wait_for_codes(partial(self.ahead.find_codes, codes))
        # To bring what is known from another process costs more than to know it.
        processes = 1 if all(one.known for one in codes) else self.processes
        return self.wait_for_codes(self.ending.enter_context(draw_codes(codes, self.places, processes)))

    def wait_for_codes(self, wait: Callable[[], list[Artifact]]) -> Iterator[Artifact]:
        """Yield the codes when they are drawn."""
        with self.progress.time_phase("等二维码"):
            yield from wait()

    @cached_property
    def described(self) -> tuple[list[Artifact], list[str]]:
        """All pages, those that may have changed described anew; and the addresses of those that are meant to be found."""
        return self.memory.describer.describe(self.context, self.processes, self.places.trees)

    def list_feeds(self) -> list[Artifact]:
        """Describe the feed and what search engines read; nothing of them is made where all fields are as they were."""
        describer = self.memory.describer
        return describer.keep_or_make("feeds", describer.told, super().list_feeds)

    def list_sitemap(self) -> list[Artifact]:
        """Describe the sitemap, which has the days of records."""
        describer = self.memory.describer
        return describer.keep_or_make("sitemap", digest(describer.told, *self.described[1]), super().list_sitemap)

    def list_guide(self) -> list[Artifact]:
        """Describe the pages of the books; none is made again where no book and no word is another."""
        key = make_guide_key(self.root, self.exhibition.vocabularies)
        return self.memory.describer.keep_or_make("guide", key, super().list_guide)

    def list_search_files(self) -> Iterable[Artifact]:
        """Describe the files of the search; pages are described by then."""
        memory, words = self.memory, self.words
        key = make_index_key(memory.describer.told, words)
        exhibition, places = self.exhibition, self.places
        made = (
            self.searching().add_key(key)
            if self.searching
            else make_search_index(exhibition, places, memory, words, key)
        )
        memory.search = made.kept
        return [*made.artifacts, *build_face_files(exhibition, self.pictures, key)]


def make_search_index(
    exhibition: Exhibition, places: BuildFolders, memory: BuildMemory, words: Synonyms, key: str
) -> IndexFiles:
    """Return the files of the search that need no picture, made but for those of the last build.

    `words` are those of the content; `key` is that of the exhibition (see `build_index`).
    """
    last = LastSearch(memory.search, memory.digests, places.site)
    index = build_index(exhibition, words, places.objects, last, key)
    return replace(index, artifacts=make_now(memory.restore_digests(index.artifacts)))


def write_search_index(
    spool: Spool, exhibition: Exhibition, places: BuildFolders, words: Synonyms
) -> tuple[IndexFiles, list[SpooledRow]]:
    """Return the same index without its files, and these as rows of a spool."""
    index = build_index(exhibition, words, places.objects, LastSearch(site=places.site))
    return replace(index, artifacts=[]), spool.put_artifacts(index.artifacts)


def read_search_index(spool: Spool, call: Callable[[], tuple[IndexFiles, list[SpooledRow]]]) -> IndexFiles:
    """Return the index that another process has made."""
    index, rows = call()
    return replace(index, artifacts=spool.read_artifacts(rows))


def make_now(artifacts: Iterable[Artifact]) -> list[Artifact]:
    """Return artifacts, those of which no digest is known made."""
    return [one if one.known else replace(one, make=partial(bytes, one.make())) for one in artifacts]


@contextmanager
def draw_codes(
    codes: Sequence[Artifact], places: BuildFolders, processes: int
) -> Iterator[Callable[[], list[Artifact]]]:
    """Begin to draw the codes of which no digest is known; the context's value waits for all of them, in their order."""
    if processes < 2:
        yield partial(make_now, codes)
        return
    spool = Spool(places.trees)
    unknown = [one for one in codes if not one.known]
    with run_in_background(partial(spool.put_artifacts, unknown), processes) as call:

        def wait() -> list[Artifact]:
            drawn = {one.uri: one for one in spool.read_artifacts(call())}
            return [drawn.get(one.uri, one) for one in codes]

        yield wait


def make_redirects(
    artifacts: list[Artifact], exhibition: Exhibition, published: PublishedSite
) -> tuple[list[Artifact], list[str]]:
    """Return the pages that forward from addresses of the published site, and its addresses that would be lost."""
    made = {to_url_path(mkdocs_engine.get_destination(artifact.uri)) for artifact in artifacts}
    stubs, lost = make_stubs(published.list_pages(), made, exhibition)
    return [stub.artifact for stub in stubs], lost


def find_unanswered(exhibition: Exhibition, published: PublishedSite, past: BuildState) -> list[str]:
    """Return the addresses that the ledger or the published site has and the next site has no page for."""
    promised = dict.fromkeys((*(f"{id}/" for id in exhibition.ledger.by_id), *published.list_pages()))
    return [path for path in promised if not past.has_file(f"{path}index.html")]
