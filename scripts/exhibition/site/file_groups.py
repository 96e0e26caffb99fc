"""The groups of files that a site consists of: one table, which a build and a preview go through.

    GROUPS ──describe──▶ all files of a group        (a build, `build.BuildComposition`)
           ──get───────▶ the file at one address     (a preview, `preview.site_in_memory.SiteInMemory`)

A new kind of file is a new row. `SiteComposition` is what they are described from; the build and the preview refine it where
they know more: what the last build has made, what a browser has asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from functools import cached_property

from ..diagnostics import Diagnostic
from ..exchange.cms import build_form_files, find_package
from ..exchange.panorama_viewer import build_viewer
from ..lazy import dataclass
from ..media.recordings import publish_recordings
from ..media.renditions import RenderedPhotos, render_photos
from ..model import Artifact, Exhibition, Picture
from ..model.site_settings import Settings
from ..pages import KINDS, Describer, PageContext
from ..pages.feeds import list_in_sitemap, make_feed, make_robots
from ..pages.guide import build_guide
from ..pages.scene_pictures import DrawnScene, draw_entry_scenes
from ..pages.sharing import list_share_images
from ..print.poster import describe_browser_layers
from ..progress import Advance, Progress
from ..qr import list_codes
from ..search import build_search, locate_search_files, read_synonyms
from ..search.script_data import FOLDER as SEARCH_FOLDER
from ..storage.site_records import format_identity, make_identity
from ..storage.toolchain import get_version
from .incremental import BuildFolders
from .pipeline import list_addresses


class Effort(IntEnum):
    """What must be described before the file at one address is known. Who looks for one asks the groups of the least first."""

    LITTLE = 1
    """Some files that are quickly described."""
    ENTRIES = 2
    """A file of every entry; none of them is the source of a page."""
    PAGES = 3
    """Pages, kind by kind, until the one that is looked for has come."""
    EVERYTHING = 4
    """All pages."""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """A group of files of the site."""

    name: str
    """Name of the phase of a build in which they are described, in Chinese."""
    describe: Callable[[SiteComposition], Iterable[Artifact]]
    """Return all files. A build looks at them when it has called this of every group: they may be made meanwhile."""
    effort: Effort = Effort.LITTLE
    under: str = ""
    """The folder that holds all of them, with a slash behind, and nothing else; empty where there is none."""
    find: Callable[[SiteComposition, str], Artifact | None] | None = None
    """Return the file at a uri, None where there is none; where this is not declared it is looked for among all."""

    def get(self, site: SiteComposition, uri: str) -> Artifact | None:
        """Return the file of the group at a uri; None where there is none."""
        if not uri.startswith(self.under):
            return None
        return self.find(site, uri) if self.find else site.get_table(self).get(uri)


class SiteComposition:
    """What the files of one exhibition's site are described from.

    By itself it describes everything, and makes what is asked for. Raises Refusal where a page of the guide asks for something
    that nothing makes.
    """

    def __init__(
        self,
        exhibition: Exhibition,
        places: BuildFolders,
        progress: Progress | None = None,
        scenes: Mapping[str, DrawnScene] | None = None,
    ) -> None:
        self.exhibition, self.places = exhibition, places
        self.root, self.cache = places.root, places.objects
        self.progress = progress or Progress()
        self.tables: dict[FileGroup, Mapping[str, Artifact]] = {}
        """The files of groups by their uris, of those groups of which one has been looked for."""
        with self.progress.time_phase("照片") as advance:
            self.developed = self.render_photos(advance)
        with self.progress.time_phase("录音"):
            self.sounds = publish_recordings(exhibition, self.root)
        with self.progress.time_phase("插画"):
            self.drawn = draw_entry_scenes(exhibition, scenes)
        self.pictures: Mapping[tuple[str, str], Picture] = {**self.developed.pictures, **self.drawn.pictures}
        self.viewer = build_viewer(exhibition, self.pictures)
        self.forms = build_form_files(exhibition, find_package() if exhibition.settings.forms else None)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What only making files can find."""
        of_forms = self.forms.diagnostics if self.forms else ()
        return (*self.developed.diagnostics, *self.viewer.diagnostics, *of_forms)

    @cached_property
    def context(self) -> PageContext:
        """What pages are described from."""
        search, sounds = locate_search_files(), self.sounds.recordings
        return PageContext(self.exhibition, self.pictures, search, self.forms, sounds, self.viewer)

    @cached_property
    def described(self) -> tuple[list[Artifact], list[str]]:
        """All pages, and the addresses of those that are meant to be found."""
        return Describer(KINDS).describe(self.context)

    def get_table(self, group: FileGroup) -> Mapping[str, Artifact]:
        """Return the files of a group by their uris."""
        if group not in self.tables:
            self.tables[group] = {artifact.uri: artifact for artifact in group.describe(self)}
        return self.tables[group]

    # What a build or a preview does in its own way.

    def render_photos(self, advance: Advance) -> RenderedPhotos:
        """Render the photographs of published entries."""
        return render_photos(self.exhibition, self.root, self.cache, advance)

    def list_share_images(self) -> list[Artifact]:
        """Describe the share images."""
        return list_share_images(self.exhibition, self.pictures, self.get_table(PHOTOS), self.root, self.cache)

    def list_codes(self) -> Iterable[Artifact]:
        """Describe the QR codes of all published entries: settings, id and our code decide on their bytes."""
        return describe_codes(self.exhibition.settings, list_addresses(self.exhibition))

    def describe_pages(self) -> Iterable[Artifact]:
        """Describe the pages."""
        return self.described[0]

    def describe_page(self, uri: str) -> Artifact | None:
        """Return a page, or another file that a kind of page yields; None where there is none."""
        return self.get_table(PAGES).get(uri)

    def list_listed(self) -> Iterable[str]:
        """Return the addresses of the pages that are meant to be found."""
        return self.described[1]

    def list_sitemap(self) -> list[Artifact]:
        """Describe the sitemap."""
        return list_in_sitemap(self.list_listed(), self.exhibition)

    def list_feeds(self) -> list[Artifact]:
        """Describe the feed and what search engines read."""
        return [make_feed(self.exhibition), make_robots(self.exhibition)]

    def list_guide(self) -> list[Artifact]:
        """Describe the pages of the books that the theme shows, and the pictures of all books."""
        return build_guide(self.root, self.exhibition.vocabularies)

    def list_search_files(self) -> Iterable[Artifact]:
        """Describe the files of the search."""
        return build_search(self.exhibition, self.pictures, read_synonyms(self.root), self.cache).artifacts

    # End of that.


def describe_codes(settings: Settings, ids: Iterable[str]) -> list[Artifact]:
    """Return the QR codes of the addresses of ids."""
    basis = get_version("code").make_key(repr(settings))
    return list_codes({id: settings.build_permalink(id) for id in ids}, basis)


PHOTOS = FileGroup("照片的文件", lambda site: site.developed.artifacts, Effort.ENTRIES)
PAGES = FileGroup(
    "页面", lambda site: site.describe_pages(), Effort.PAGES, find=lambda site, uri: site.describe_page(uri)
)
SEARCH = FileGroup("搜索", lambda site: site.list_search_files(), Effort.ENTRIES, under=f"{SEARCH_FOLDER}/")

GROUPS: tuple[FileGroup, ...] = (
    PHOTOS,
    FileGroup("插画的文件", lambda site: site.drawn.artifacts, Effort.ENTRIES),
    FileGroup("分享图", lambda site: site.list_share_images(), Effort.ENTRIES),
    FileGroup("二维码", lambda site: site.list_codes(), Effort.ENTRIES),
    PAGES,
    FileGroup("网站地图", lambda site: site.list_sitemap(), Effort.EVERYTHING),
    FileGroup("订阅", lambda site: site.list_feeds()),
    FileGroup("手册和指南", lambda site: site.list_guide()),
    FileGroup("海报的图层", lambda site: [describe_browser_layers(site.exhibition)]),
    FileGroup("网站的身份", lambda site: [format_identity(make_identity(site.exhibition))]),
    # After the pages: what all of them depend on is known then.
    SEARCH,
    FileGroup("录音的文件", lambda site: site.sounds.artifacts),
    FileGroup("全景的程序", lambda site: site.viewer.artifacts),
    FileGroup("表单的程序", lambda site: site.forms.artifacts if site.forms else ()),
)
"""All files of a site but those of its theme and the pages that forward; a build describes the groups in this order."""
