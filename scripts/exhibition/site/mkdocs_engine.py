"""Page sources in memory to HTML files. The only module that imports MkDocs.

A page whose source is JSON front matter that names a template, with no Markdown below it, is rendered here, straight
from memory: MkDocs' own configuration (`mkdocs.yml`), theme environment (`overrides/`), navigation and plugin events,
without its docs tree and its build command. That is every public page. The pages below `MARKDOWN` (guide and help) and
the theme's static templates (404.html) are rendered by MkDocs' build command, from memory too: a plugin hands it the
files. Nothing of MkDocs is patched. `export-docs` writes what a plain `mkdocs build` needs to give the same pages;
`tests/test_docs_export.py` compares both.

Pages are rendered in forked processes, because no page needs anything from another one. Assets never pass through here:
6,000 QR codes cost MkDocs as much as 1,000 pages.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import field
from functools import cache, cached_property, partial
from pathlib import Path, PurePosixPath
from threading import RLock
from typing import Any, Protocol, overload
from urllib.parse import urljoin, urlsplit

import yaml

from ..lazy import dataclass
from ..model import Artifact
from ..model.books import BOOKS
from ..storage.cache import digest
from ..storage.output_tree import make_folders, write_new
from ..workers import map_in_processes, run_in_background
from . import mkdocs_hooks

MARKDOWN = (*(book.path for book in BOOKS if not book.template), "help/")
"""Folders of the docs tree whose pages are Markdown for the theme's own template: MkDocs renders them."""

PART = 100
"""Pages that one process renders at a time."""

ENOUGH_FOR_TWO = 150
"""Pages to render from which a second process is worth its start (20 ms) and its own compiled templates (100 ms)."""


Links = Mapping[str, Sequence[tuple[str, str]]]
"""Links (address, text) by the place where every page has them."""

NO_LINKS: Links = {"header": (), "footer": (), "rooms": (), "hidden": (), "books": (), "books-short": ()}
"""Pages without links to galleries."""


# What `mkdocs.yml` says of files and programs of its own, read as text: no tag in it is run.


def read_settings(root: Path) -> str:
    """Return the text of `mkdocs.yml`."""
    return (root / "mkdocs.yml").read_text("utf-8")


def parse_top_level(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """Return the keys and values of a YAML file with their places."""
    tree = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tree.value if isinstance(tree, yaml.MappingNode) else []


def list_hook_names(text: str) -> list[str]:
    """Return the files of Python that `mkdocs.yml` names as hooks; none where it does not hold a list of them.

    >>> list_hook_names("hooks: [a.py, b/c.py]"), list_hook_names("nav: []"), list_hook_names("hooks: a.py")
    (['a.py', 'b/c.py'], [], [])
    """
    found = [value for key, value in parse_top_level(text) if key.value == "hooks"]
    return [str(node.value) for value in found if isinstance(value, yaml.SequenceNode) for node in value.value]


def has_plugins(text: str) -> bool:
    """Return whether `mkdocs.yml` names plugins or hooks, which may deal with all pages of a build at once.

    >>> has_plugins("plugins: []"), has_plugins("plugins: [search]"), has_plugins("hooks: [a.py]")
    (False, True, True)
    """
    return any(
        key.value in ("plugins", "hooks") and value.value not in ([], "") for key, value in parse_top_level(text)
    )


def list_hook_sources(root: Path) -> list[Path]:
    """Return the files of hooks and the modules beside them, which a hook may import."""
    hooks = [root / name for name in list_hook_names(read_settings(root))]
    beside = (path for folder in {hook.parent for hook in hooks} for path in folder.glob("*.py"))
    return sorted(path for path in {*hooks, *beside} if path.is_file())


class RenderError(Exception):
    """Pages cannot be rendered; the message is MkDocs' or Jinja's own, for the maintainer of the site."""


@dataclass(frozen=True, slots=True)
class PreparedTemplates:
    """The code of templates that were compiled ahead, and the digest of the sources that they were compiled from."""

    sources: str = ""
    codes: Mapping[str, bytes] = field(default_factory=dict)


NOT_PREPARED = PreparedTemplates()


NO_THEME = frozenset(["__pycache__", ".git"])
"""Names of folders of `overrides/` that are no part of the theme: code that Python has compiled, data of git."""


def list_theme_files(root: Path) -> list[Path]:
    """Return every file of `overrides/`, in order; those behind links to folders too, because templates are loaded from there.

    What Python and git keep there decides nothing (`NO_THEME`).
    """
    found: list[Path] = []
    seen = {os.path.realpath(root / "overrides")}
    for place, folders, names in os.walk(root / "overrides", followlinks=True):
        found += (path for name in names if (path := Path(place, name)).is_file())
        # In order, because what two links lead to is listed behind the first.
        for name in sorted(one for one in folders if Path(place, one).is_symlink()):
            if (target := os.path.realpath(f"{place}/{name}")) in seen:
                # A link to a folder above would never end.
                folders.remove(name)
            seen.add(target)
        folders[:] = sorted(name for name in folders if name not in NO_THEME)
    return sorted(found)


def digest_templates(root: Path) -> str:
    """Return the digest of `mkdocs.yml` and of every file of the theme: what templates are compiled from."""
    parts = (
        (os.path.relpath(path, root), path.read_bytes()) for path in (root / "mkdocs.yml", *list_theme_files(root))
    )
    return digest(*(part for pair in parts for part in pair))


def prepare_templates(root: Path, docs: Path) -> PreparedTemplates:
    """Compile the templates of `overrides/`, in a process that has nothing else to do; nothing where plugins may change them.

    Those that Python keeps beside our own code are taken from there (see `template_compiler.read_compiled`). `docs` is an empty folder (see `RenderSettings`). What is wrong in them is told by those who render with them.
    """
    from .template_compiler import compile_all, read_compiled

    if has_plugins(read_settings(root)):
        return NOT_PREPARED
    docs.mkdir(parents=True, exist_ok=True)
    settings = RenderSettings(root / "mkdocs.yml", docs, "")
    try:
        sources = digest_templates(root)
        with collect_warnings(settings):
            config = load(settings, docs.parent / "stage")
            env = config.theme.get_env().overlay(cache_size=-1)
            folder = Path(config.theme.custom_dir)
            names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
            return PreparedTemplates(sources, compile_all(env, names, read_compiled(sources)))
    except (RenderError, OSError):
        return NOT_PREPARED


def import_mkdocs() -> None:
    """Import MkDocs, before processes are forked that need it."""
    from . import template_compiler  # noqa: F401


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What all pages of one build have in common.

    `look` is a hash of every asset that pages ask for under it (see `incremental.compute_look`), because WeChat keeps a file
    for as long as its address stays. `search` are the scripts of the search, for the page of lost addresses. `trial` is
    the address of a site for trying out, in the place of that of `mkdocs.yml`; empty for the site itself. `links` are those
    that every page carries, by their place (see `pages.facets.build_navigation`). `docs` is an
    empty folder: MkDocs' configuration asks for one. `templates` are those that are compiled already.
    """

    config_file: Path
    docs: Path
    look: str
    search: tuple[str, ...] = ()
    trial: str = ""
    links: Links = field(default_factory=lambda: NO_LINKS)
    templates: PreparedTemplates = field(default_factory=lambda: NOT_PREPARED)

    @property
    def extra(self) -> dict[str, object]:
        """What templates read as `config.extra` beside the settings of `mkdocs.yml`."""
        return {"look": f"?{self.look}", "search": list(self.search), "trial": self.trial, "links": self.links}


@dataclass(frozen=True, slots=True)
class Rendered:
    """What has been rendered: MkDocs' warnings, the digests of page sources by uri, the other files that it has written.

    With the look (see `RenderSettings`) the digest of its source decides on every byte of a page.
    """

    warnings: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    theme: list[str] = field(default_factory=list)
    """Uris of the static templates and of the assets in `overrides/`; empty where MkDocs has not run."""


def get_destination(uri: str) -> str:
    """Return the file of the site that is made of a file of the docs tree.

    >>> get_destination("10064/index.md"), get_destination("10064/code.png")
    ('10064/index.html', '10064/code.png')
    >>> get_destination("guide/photos.md")
    'guide/photos/index.html'
    """
    if not uri.endswith(".md"):
        return uri
    return f"{uri[:-3]}.html" if uri.endswith("index.md") else f"{uri[:-3]}/index.html"


def is_markdown(uri: str) -> bool:
    """Is this a page that MkDocs renders?"""
    return uri.startswith(MARKDOWN)


def render(
    settings: RenderSettings,
    pages: Sequence[Artifact],
    stale: Sequence[Artifact],
    stage: Path,
    *,
    theme: bool,
    meanwhile: Callable[[], None],
    processes: int = 1,
) -> Rendered:
    """Render the `stale` ones of all `pages` into `stage`, where none of their files may be.

    Published files may be hard links to those of the stage: they must be replaced, never written into. With `theme`, or
    where MkDocs runs for a page, the theme's files are written too; none of those may be there either. `meanwhile` is
    called while other processes render, if there are any. Raises RenderError.
    """
    stage.mkdir(parents=True, exist_ok=True)
    settings.docs.mkdir(parents=True, exist_ok=True)
    make_folders((get_destination(page.uri) for page in stale), stage)
    markdown = [page for page in stale if is_markdown(page.uri)]
    direct = [page for page in stale if not is_markdown(page.uri)]
    enough = len(direct) + len(markdown) >= ENOUGH_FOR_TWO
    if not enough:
        processes = 1
    if processes > 1:
        import_mkdocs()
    # MkDocs first: nothing else takes as long.
    books = run_in_background(
        partial(render_with_mkdocs, settings, pages, markdown, stage), processes if markdown or theme else 1
    )
    with books:
        with collect_warnings(settings) as messages:
            renderer = DirectRenderer(settings, pages, stage, direct) if direct else None

        def work(start: int) -> Rendered:
            assert renderer
            return renderer.render_all(direct[start : start + PART])

        with map_in_processes(work, range(0, len(direct), PART), processes) as parts:
            meanwhile()
            done = [*([books()] if markdown or theme else []), *parts]
    if renderer:
        renderer.keep_templates()
    warnings = list(dict.fromkeys([*messages, *(message for part in done for message in part.warnings)]))
    if warnings and renderer and renderer.config.strict:
        raise RenderError("\n".join(["mkdocs.yml 写着 strict: true，有提醒就不发布：", *warnings]))
    return Rendered(
        warnings,
        {uri: one for part in done for uri, one in part.digests.items()},
        [uri for part in done for uri in part.theme],
    )


# What both ways have in common.


class WarningCollector(logging.Handler):
    """Collects MkDocs' warnings and errors instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def is_not_about_dirty(record: logging.LogRecord) -> bool:
    """Return whether a record is not the warning about a dirty build: what it warns of is handled here.

    A filter of the logger, not of a handler: with `strict: true` MkDocs counts warnings in a handler of its own.
    """
    return "'dirty' build" not in record.getMessage()


@contextmanager
def collect_warnings(settings: RenderSettings) -> Iterator[list[str]]:
    """Collect MkDocs' warnings during the block. Raises RenderError for errors of MkDocs, of templates and of hooks."""
    from jinja2 import TemplateError
    from mkdocs.exceptions import MkDocsException

    warnings, log, build_log = WarningCollector(), logging.getLogger("mkdocs"), logging.getLogger(BUILD_LOG)
    log.addHandler(warnings)
    log.propagate = False
    build_log.addFilter(is_not_about_dirty)
    try:
        yield warnings.messages
    except (Exception, SystemExit) as problem:
        place = locate_error(problem, settings.config_file.parent)
        if not place and not isinstance(problem, (MkDocsException, TemplateError, SystemExit)):
            raise
        shown = f"{type(problem).__name__}: {problem}" if place else str(problem)
        raise RenderError("\n".join([*warnings.messages, place + shown])) from problem
    finally:
        log.removeHandler(warnings)
        build_log.removeFilter(is_not_about_dirty)


BUILD_LOG = "mkdocs.commands.build"
"""The logger of MkDocs' build command."""

TEMPLATE_LIBRARIES = re.compile(r"[/\\](?:jinja2|markupsafe)[/\\]|[/\\]template_compiler\.py$")
"""Folders and the module whose functions are called by templates."""


def locate_error(problem: BaseException, root: Path) -> str:
    """Return the template or hook of `root` in which an exception arose, with its line; empty where it did not in any.

    Jinja writes the place of a template into the traceback. An error of our own code that a template or a hook has
    called is not theirs.
    """
    from jinja2 import TemplateSyntaxError

    overrides = root / "overrides"
    hooks = set(map(os.path.realpath, list_hook_sources(root)))
    frames = traceback.extract_tb(problem.__traceback__)
    places = [(frame.filename, frame.lineno or 0) for frame in frames]
    if isinstance(problem, TemplateSyntaxError) and problem.filename:
        places.append((problem.filename, problem.lineno))
    while places and TEMPLATE_LIBRARIES.search(places[-1][0]):
        places.pop()
    if isinstance(problem, UnicodeDecodeError):
        for path in sorted(
            path for path in overrides.rglob("*") if path.suffix in (".html", ".xml", ".css", ".js", ".svg")
        ):
            try:
                path.read_text("utf-8")
            except UnicodeDecodeError:
                return f"模板 {path.relative_to(root).as_posix()} 不是 UTF-8："
    if not places:
        return ""
    path, line = Path(places[-1][0]), places[-1][1]
    if path.is_relative_to(overrides):
        return f"模板 {path.relative_to(root).as_posix()} 第 {line} 行："
    return f"钩子 {os.path.relpath(path, root)} 第 {line} 行：" if os.path.realpath(path) in hooks else ""


def forget_hooks(root: Path) -> None:
    """Forget the modules of hooks: MkDocs keeps them for as long as a process runs, and a preview outlives many edits."""
    from mkdocs.config.config_options import Hooks

    if listed := list_hook_sources(root):
        sources, names = set(map(os.path.realpath, listed)), {path.name for path in listed}
        Hooks._load_hook.cache_clear()
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            # The name first: to find out where 700 modules really lie takes 30 ms.
            if file and file.rpartition(os.sep)[2] in names and os.path.realpath(file) in sources:
                del sys.modules[name]


def load(settings: RenderSettings, stage: Path) -> Any:
    """Return MkDocs' configuration as `mkdocs.yml` has it, with our events and what templates read of this build."""
    from mkdocs.config import load_config

    forget_hooks(settings.config_file.parent)
    own = {"site_url": settings.trial} if settings.trial else {}
    config = load_config(str(settings.config_file), docs_dir=str(settings.docs), site_dir=str(stage), **own)
    # A plain dictionary: every page asks it 15 times, and MkDocs' own kind takes four times as long.
    config["extra"] = {**config.extra, **settings.extra}
    # As the option `hooks` does with a module.
    config.plugins["exhibition"] = mkdocs_hooks  # type: ignore[assignment]
    return config


def read_navigation(nav: Any, makers: Mapping[str, Callable[[], bytes]], config: Any) -> None:
    """Read the front matter of every page of the navigation, which may hold its title."""
    for page in nav.pages:
        # A plugin may have added pages of its own.
        if make := makers.get(page.file.src_uri):
            page.file.content_bytes = make()
            page.read_source(config)


# Pages with a template of their own.


class DirectRenderer:
    """MkDocs' configuration, theme environment and navigation, into which pages are rendered without its build command.

    Plugins and hooks of `mkdocs.yml` get the events of a page as MkDocs sends them; those of the whole build that deal
    with other pages' content (`on_env`) find it empty, since pages are rendered apart from each other.

    To tell MkDocs of 10,000 pages takes half a second. It is told of those in its navigation, and of each other one while that is
    rendered. Of all it is told only where something may ask for them: a plugin, a hook, a navigation that lists all, or a
    template (`AllPages`). `wanted` are the pages that will be rendered.
    """

    def __init__(
        self, settings: RenderSettings, pages: Sequence[Artifact], stage: Path, wanted: Sequence[Artifact]
    ) -> None:
        from mkdocs.structure.pages import Page

        from .template_compiler import CompiledTemplates, compile_faster, read_compiled

        self.settings, self.every = settings, pages
        config = load(settings, stage)
        self.config = config.plugins.on_config(config)
        self.blank: Any = None
        """A page without an address, to be copied; None where pages have links to their sources, which MkDocs makes."""
        if not (self.config.edit_uri or self.config.edit_uri_template):
            unaddressed: Any = {**self.config, "site_url": None}
            self.blank = Page(None, self.make_file("index.md"), unaddressed)
        self.base = urljoin(self.config.site_url, ".") if self.config.site_url else ""
        self.whole = must_know_all(self.config, read_settings(settings.config_file.parent))
        self.files, self.nav = self.make_files(pages if self.whole else choose_known(pages, self.config.nav))
        makers = {page.uri: page.make for page in pages}
        self.in_nav = {page.file.src_uri for page in self.nav.pages}
        if not self.whole and not self.in_nav.intersection(page.uri for page in wanted):
            self.nav = NavigationOnDemand(self.nav, partial(read_navigation, self.nav, makers, self.config))
        else:
            read_navigation(self.nav, makers, self.config)
        # Without a limit templates are kept in a plain dictionary, which a page asks 24 times.
        env = self.config.theme.get_env().overlay(cache_size=-1)
        ahead, root = settings.templates, settings.config_file.parent
        self.compiled, self.sources = CompiledTemplates(), ""
        # Plugins may change what templates are compiled with.
        if not has_plugins(read_settings(root)):
            self.sources = digest_templates(root)
            same = ahead.codes and ahead.sources == self.sources
            self.compiled = CompiledTemplates(dict(ahead.codes) if same else read_compiled(self.sources))
            self.compiled.more = bool(same)
        compile_faster(env, self.compiled if self.sources else None)
        self.env = self.config.plugins.on_env(env, config=self.config, files=self.files)
        self.pages = self.files.documentation_pages() if self.whole else AllPages(self)

    def keep_templates(self) -> None:
        """Keep what was compiled for the next process, unless a template was changed meanwhile: one may hold texts of another."""
        from .template_compiler import keep_compiled

        if self.sources and self.compiled.more and self.sources == digest_templates(self.settings.config_file.parent):
            keep_compiled(self.sources, self.compiled.codes)

    def make_files(self, pages: Sequence[Artifact]) -> tuple[Any, Any]:
        """Return these pages as MkDocs' files, and the navigation to them."""
        from mkdocs.structure.files import Files
        from mkdocs.structure.nav import get_navigation

        config = self.config
        made = Files([self.make_file(page.uri) for page in pages])
        files = config.plugins.on_files(made, config=config)
        return files, config.plugins.on_nav(get_navigation(made, config), config=config, files=files)

    def make_file(self, uri: str) -> Any:
        """Return a page as MkDocs' file."""
        from mkdocs.structure.files import File, InclusionLevel

        config = self.config
        return File(uri, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED)

    def copy_page(self, uri: str) -> Any:
        """Return MkDocs' page of a uri, by copying one: MkDocs parses the address of the site and asks for the day each time."""
        page, file = copy(self.blank), copy(self.blank.file)
        file.src_uri, file.page = uri, page
        page.file, page.toc, page.meta = file, [], {}
        if self.base:
            page.canonical_url, page.abs_url = f"{self.base}{page.url}", f"{urlsplit(self.base).path}{page.url}"
        return page

    @contextmanager
    def enter_page(self, uri: str) -> Iterator[Any]:
        """Give MkDocs' page of a uri, of which MkDocs knows during the block at least."""
        from mkdocs.structure.pages import Page

        file = self.files.src_uris.get(uri)
        if file is not None:
            yield file.page
            return
        page = self.copy_page(uri) if self.blank else Page(None, self.make_file(uri), self.config)
        file = page.file
        self.files.append(file)
        try:
            yield page
        finally:
            self.files.remove(file)

    def render_all(self, pages: Sequence[Artifact]) -> Rendered:
        """Render pages into the stage. Raises RenderError, and ValueError for a source that is Markdown."""
        digests = {}
        with collect_warnings(self.settings) as messages:
            for artifact in pages:
                source = artifact.make()
                digests[artifact.uri] = artifact.known or digest(source)
                try:
                    self.render(artifact.uri, source)
                except Exception:
                    messages.append(f"页面 {artifact.uri}：")
                    raise
        return Rendered(messages, digests)

    def render(self, uri: str, source: bytes) -> None:
        """Render one page into the stage."""
        with self.enter_page(uri) as page:
            data = encode_page(self.compose(page, source))
            path = page.file.abs_dest_path
            if uri not in self.in_nav:
                # One process renders thousands of pages.
                page.meta, page.content = {}, None
        write_new(path, data)

    def compose(self, page: Any, source: bytes) -> str:
        """Return the HTML of one page. Raises ValueError for a source that is Markdown."""
        config, files = self.config, self.files
        plugins, uri = config.plugins, page.file.src_uri
        page = plugins.on_pre_page(page, config=config, files=files)
        told = plugins.on_page_read_source(page=page, config=config)
        front = parse_json_front_matter(source.decode("utf-8") if told is None else told)
        if front is None or front[0] or "template" not in front[1]:
            raise ValueError(f"{uri} holds Markdown: its folder belongs in MARKDOWN")
        page.markdown, page.meta = front
        page.markdown = plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
        page.content = ""
        if page.markdown:
            page.render(config, files)
        page.content = plugins.on_page_content(page.content, page=page, config=config, files=files)
        return self.fill(page)

    def fill(self, page: Any) -> str:
        """Return the HTML of a page: its template with MkDocs' context."""
        from mkdocs.commands.build import get_context

        config = self.config
        page.active = True
        try:
            context = get_context(self.nav, self.pages, config, page)
            template = self.env.get_template(page.meta.get("template", MAIN_TEMPLATE))
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            html: str = config.plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False
        return html


class AllPages(Sequence[Any]):
    """All pages of a site, for templates that list them: MkDocs is told of them when the first one does."""

    def __init__(self, renderer: DirectRenderer) -> None:
        self.renderer = renderer

    @cached_property
    def files(self) -> Sequence[Any]:
        """The pages as MkDocs' files."""
        files, nav = self.renderer.make_files(self.renderer.every)
        read_navigation(nav, {page.uri: page.make for page in self.renderer.every}, self.renderer.config)
        found: Sequence[Any] = files.documentation_pages()
        return found

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.files)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        """Return one of them, or some."""
        return self.files[place]


def must_know_all(config: Any, text: str) -> bool:
    """May something ask MkDocs for pages that are not rendered: plugins and hooks, a navigation of all, warnings about them?"""
    return has_plugins(text) or config.nav is None or config.validation.nav.omitted_files >= logging.WARNING


def choose_known(pages: Sequence[Artifact], nav: object) -> list[Artifact]:
    """Return the pages that the navigation names."""
    known = set(list_named_pages(nav))
    return [page for page in pages if page.uri in known]


def list_named_pages(nav: object) -> list[str]:
    """Return what the option `nav` of `mkdocs.yml` names.

    >>> list_named_pages([{"首页": "index.md"}, {"指南": ["a.md", {"乙": "b.md"}]}])
    ['index.md', 'a.md', 'b.md']
    """
    if isinstance(nav, dict):
        nav = list(nav.values())
    return (
        [nav]
        if isinstance(nav, str)
        else [uri for one in nav for uri in list_named_pages(one)]
        if isinstance(nav, list)
        else []
    )


MAIN_TEMPLATE = "main.html"
"""The theme's own template, for pages that name none."""


def encode_page(html: str) -> bytes:
    """Return the file of a page, as MkDocs writes it."""
    return html.encode("utf-8", errors="xmlcharrefreplace")


def parse_json_front_matter(text: str) -> tuple[str, dict[str, Any]] | None:
    r"""Return body and values of a page whose front matter is JSON, a line a key; None for every other.

    MkDocs' YAML reader says the same of it, but takes 0.9 ms a page, this 0.04 ms.

    >>> parse_json_front_matter('---\ntitle: "64号楼"\nstars: {"n": 3}\n---\n\n正文\n')
    ('正文\n', {'title': '64号楼', 'stars': {'n': 3}})
    >>> parse_json_front_matter('---\ntitle: 照片\n---\n')
    """
    head, found, body = text.removeprefix("---\n").partition("\n---\n")
    if not found or not text.startswith("---\n"):
        return None
    pairs = [line.partition(": ") for line in head.split("\n")]
    try:
        # One object: a call for each of 22 values takes half as long again.
        values = ",".join([f'"{key}":{value}' for key, _, value in pairs])
        return body.lstrip("\n"), json.loads(f"{{{values}}}")
    except ValueError:
        return None


# Pages of Markdown, and the theme's own files.


def render_with_mkdocs(
    settings: RenderSettings, pages: Sequence[Artifact], wanted: Sequence[Artifact], stage: Path
) -> Rendered:
    """Let MkDocs build the `wanted` ones of all `pages`, and the theme's files. Raises RenderError."""
    from mkdocs.commands.build import build

    sources = {page.uri: page.make() for page in wanted}
    with collect_warnings(settings) as messages:
        config = load(settings, stage)
        docs = MemoryDocs({page.uri: page.make for page in pages}, sources)
        config.plugins["exhibition-docs"] = docs
        # A clean build would empty the stage; with files in memory there is no other difference.
        build(config, dirty=True)
    templates = [name for name in sorted(config.theme.static_templates) if (stage / name).is_file()]
    return Rendered(messages, {uri: digest(source) for uri, source in sources.items()}, [*docs.assets, *templates])


class MemoryDocs:
    """A plugin of MkDocs that hands it the docs tree from memory.

    MkDocs renders the pages in `sources`. Of the others (`makers`, all pages) it knows that they are there, for links and
    the navigation; as it does of pages that `exclude_docs` names.
    """

    def __init__(self, makers: Mapping[str, Callable[[], bytes]], sources: Mapping[str, bytes]) -> None:
        self.makers, self.sources = makers, sources
        self.assets: list[str] = []
        """Uris of the theme's files that MkDocs copies."""
        self.pages: list[Any] = []
        """All pages, for templates that list them."""

    def on_files(self, files: Any, config: Any) -> Any:
        """Add every page to the theme's files."""
        from mkdocs.structure.files import File, InclusionLevel

        self.assets = [file.dest_uri for file in files]
        for uri in self.makers:
            source = self.sources.get(uri)
            level = InclusionLevel.EXCLUDED if source is None else InclusionLevel.INCLUDED
            file = File(uri, None, config.site_dir, config.use_directory_urls, inclusion=level)
            if source is not None:
                file.content_bytes = source
            files.append(file)
            self.pages.append(file)
        return files

    def on_nav(self, nav: Any, config: Any, files: Any) -> Any:
        """Read the pages of the navigation, since some of them are not rendered."""
        read_navigation(nav, self.makers, config)
        return nav

    def on_page_context(self, context: Any, page: Any, config: Any, nav: Any) -> Any:
        """Let templates know of all pages, as in a build of all."""
        return {**context, "pages": self.pages}

    def on_template_context(self, context: Any, template_name: str, config: Any) -> Any:
        """Likewise for the theme's static templates."""
        return {**context, "pages": self.pages}

    # Before the events of other plugins and hooks.
    on_page_context.mkdocs_priority = on_template_context.mkdocs_priority = 100  # type: ignore[attr-defined]


# Single files, for a preview: nothing is written.


class PageFinder(Protocol):
    """The page sources of a site, most of which nobody has asked for yet."""

    def has_page(self, uri: str) -> bool:
        """Return whether there is such a page."""

    def find_page(self, uri: str) -> Artifact | None:
        """Return the source of a page; None where there is none."""

    def list_pages(self) -> Sequence[Artifact]:
        """Return the sources of all pages: in a large exhibition that takes some seconds."""


class OpenTheme:
    """MkDocs' configuration and theme environment, kept as long as templates and `mkdocs.yml` stay as they are.

    Its templates are compiled once. Threads take turns: `lock` is held while a page is rendered. Raises RenderError.
    """

    def __init__(self, settings: RenderSettings, site: Path) -> None:
        from .template_compiler import compile_faster

        settings.docs.mkdir(parents=True, exist_ok=True)
        self.lock = RLock()
        with collect_warnings(settings) as self.warnings:
            config = load(settings, site)
            self.config = config.plugins.on_config(config)
            self.env = self.config.theme.get_env().overlay(cache_size=-1)
        compile_faster(self.env)
        self.whole = has_plugins(read_settings(settings.config_file.parent)) or self.config.nav is None
        """Must all pages be known to show one? Plugins and hooks may ask for them; a navigation that nobody wrote has all."""

    @cached_property
    def assets(self) -> dict[str, Any]:
        """The theme's files that are copied as they are (MkDocs' own objects), by their uris."""
        from mkdocs.structure.files import Files

        files = Files([])
        files.add_files_from_theme(self.config.theme.get_env(), self.config)
        return {file.dest_uri: file for file in mkdocs_hooks.on_files(files, self.config)}


class PagesOnDemand:
    """MkDocs' list of files (`Files`), in which a page is entered when somebody asks for it, by its address or a link."""

    def __init__(self, theme: OpenTheme, pages: PageFinder) -> None:
        self.theme, self.finder = theme, pages
        self.known: dict[str, Any] = {}

    def get_file_from_path(self, path: str) -> Any:
        """Return the file of this uri; None where there is none."""
        uri = PurePosixPath(path).as_posix()
        if uri not in self.known and uri.endswith(".md") and self.finder.has_page(uri):
            self.enter(uri)
        return self.known.get(uri) or self.theme.assets.get(uri)

    def enter(self, uri: str) -> None:
        """Enter a page."""
        from mkdocs.structure.files import File, InclusionLevel

        config = self.theme.config
        self.known[uri] = File(uri, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED)

    def get_page(self, uri: str) -> Any:
        """Return MkDocs' page of a uri."""
        from mkdocs.structure.pages import Page

        file = self.get_file_from_path(uri)
        return file.page or Page(None, file, self.theme.config)

    @property
    def src_uris(self) -> Mapping[str, Any]:
        """All files by their uris; MkDocs looks through them for one that a wrong link may mean."""
        return {**self.theme.assets, **{file.src_uri: file for file in self}}

    def documentation_pages(self, **_: object) -> list[Any]:
        """Return the pages that somebody has asked for."""
        return list(self.known.values())

    def __iter__(self) -> Iterator[Any]:
        """Yield all pages."""
        for page in self.finder.list_pages():
            if page.uri not in self.known:
                self.enter(page.uri)
            self.get_page(page.uri)
        return iter(self.documentation_pages())

    def __len__(self) -> int:
        """Return how many pages there are."""
        return len(list(iter(self)))


class NavigationOnDemand:
    """MkDocs' navigation, whose pages are read when a template first asks for it."""

    def __init__(self, nav: Any, read: Callable[[], object]) -> None:
        self.nav, self.read = nav, cache(read)

    def __getattr__(self, name: str) -> Any:
        """Return what a template asks for."""
        self.read()
        return getattr(self.nav, name)

    def __iter__(self) -> Iterator[Any]:
        """Yield the items at the top."""
        self.read()
        return iter(self.nav)

    def __len__(self) -> int:
        """Return how many items there are at the top."""
        return len(self.nav)


class PageRenderer(DirectRenderer):
    """Renders single files of one state of a site, as a build of all would, without writing anything.

    A page is known to MkDocs from the moment at which somebody asks for it. Raises RenderError.
    """

    def __init__(self, theme: OpenTheme, settings: RenderSettings, pages: PageFinder) -> None:
        from mkdocs.structure.nav import get_navigation

        self.theme, self.settings, self.finder = theme, settings, pages
        self.config = config = theme.config
        with theme.lock, collect_warnings(settings) as self.warnings:
            if theme.whole:
                every = pages.list_pages()
                super().__init__(settings, every, Path(config.site_dir), every)
            else:
                self.pages = self.files = PagesOnDemand(theme, pages)
                nav = config.plugins.on_nav(get_navigation(self.files, config), config=config, files=self.files)
                self.nav = NavigationOnDemand(nav, self.read_pages_of_navigation)
                self.env = config.plugins.on_env(theme.env, config=config, files=self.files)

    def read_pages_of_navigation(self) -> None:
        """Read the front matter of the pages of the navigation."""
        for page in self.nav.nav.pages:
            if source := self.finder.find_page(page.file.src_uri):
                page.file.content_bytes = source.make()
                page.read_source(self.config)

    def make_page(self, uri: str, source: bytes) -> tuple[bytes, list[str]]:
        """Return the file of a page and MkDocs' warnings."""
        with self.open_turn({}) as warnings:
            page = self.files.get_file_from_path(uri).page if self.theme.whole else self.files.get_page(uri)
            html = self.compose_markdown(uri, source) if is_markdown(uri) else self.compose(page, source)
            return encode_page(html), warnings

    @contextmanager
    def open_turn(self, extra: Mapping[str, object]) -> Iterator[list[str]]:
        """Give the theme what templates read of this state, while no other state uses it; collect the warnings."""
        with self.theme.lock, collect_warnings(self.settings) as warnings:
            self.config.extra.update(self.settings.extra | dict(extra))
            yield warnings

    def compose_markdown(self, uri: str, source: bytes) -> str:
        """Return the HTML of a page of Markdown, by the steps of MkDocs' build command."""
        config, files = self.config, self.files
        file = files.get_file_from_path(uri)
        file.content_bytes = source
        config._current_page = page = file.page
        try:
            page = config.plugins.on_pre_page(page, config=config, files=files)
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(page.markdown, page=page, config=config, files=files)
            page.render(config, files)
            page.content = config.plugins.on_page_content(page.content, page=page, config=config, files=files)
            html = self.fill(page)
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        finally:
            config._current_page = None
        return html

    def make_theme_file(self, uri: str, extra: Mapping[str, object]) -> tuple[bytes, list[str]] | None:
        """Return a file of the theme and MkDocs' warnings; None where it has none of this address.

        `extra` is what its template reads as `config.extra` beside that of all pages.
        """
        if uri in self.config.theme.static_templates:
            with self.open_turn(extra) as warnings:
                text = self.compose_template(uri)
            # MkDocs leaves out what is empty.
            return (text.encode(), warnings) if text.strip() else None
        file = self.theme.assets.get(uri)
        return (file.content_bytes, []) if file else None

    def compose_template(self, name: str) -> str:
        """Return the text of a static template of the theme, by the steps of MkDocs' build command."""
        from mkdocs import utils
        from mkdocs.commands.build import get_context

        config = self.config
        template = config.plugins.on_pre_template(self.env.get_template(name), template_name=name, config=config)
        lost = utils.is_error_template(name)
        base = urlsplit(config.site_url or "/").path if lost else utils.get_relative_url(".", name)
        context = get_context(self.nav, self.pages, config, base_url=base)
        context = config.plugins.on_template_context(context, template_name=name, config=config)
        text: str = config.plugins.on_post_template(template.render(context), template_name=name, config=config)
        return text
