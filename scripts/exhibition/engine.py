"""The engine: a docs tree of Markdown and assets to a folder of HTML. The only module that knows MkDocs.

To change the engine is to rewrite this module; everything above hands over a plain tree and gets a plain tree.

The engine runs in several processes, each of which renders the pages of some last digits of the ids into the same
folder: a page needs nothing from another page. Assets never pass through it, because 11,000 codes cost the engine as
much as 2,000 pages.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import csp
from .aside import begin_in_child
from .bodies.sanitizer import clean_guide
from .css_subset import subset, without_unused_properties
from .tree import make_folders

WRITTEN_EACH_TIME = ("404.html", "assets/exhibit/below.css", "assets/exhibit/entry.js")
"""What the engine writes on every run, changed or not: the theme's `static_templates`."""

UNWANTED = ("partials",)
"""Folders of our templates that the engine takes for assets of the theme."""

FIRST = ("*", "!*.md", "!/assets/**")
"""What the first share leaves out: our assets, but not those of the theme, which the engine alone knows."""

THEME_CLASSES = re.compile(
    r"no-js|admonition.*|note|info|tip|warning|danger|headerlink|linenums"
    r"|md-(container|content|ellipsis|grid|header|icon|main|nav|overlay|sidebar|skip|toggle|typeset)"
    r"(__(button|inner|item|link|list|title|scrollwrap|table))?(--(primary|secondary|active))?"
)
"""Classes of the theme that pages of guide and help may carry (main.html, and what Markdown makes)."""

THEME_NEVER = re.compile(
    r"\[dir=rtl\]|\[data-md-(color|scrolllock)|for=__(toc|search)|columnheader|__comments|(?<!not\()\[hidden\]|\[data-preview\]"
    r"|\b(details|summary|iframe|video|audio|fieldset)\b|(img\[align|[ou]l\[type)"
    # Made by the theme's scripts, or parts of its header and contents that ours do not have.
    r"|md-typeset__|md-content__button|md-header__title|md-nav__(button|icon)|md-nav( .md-nav){2}|\.md-nav__link (svg|code|\.md-icon)"
)
"""What else a selector of the theme must not ask for."""

ENOUGH_FOR_TWO = 400
"""Pages to render from which a second process is worth its start (0.5 s)."""

GUIDE = "guide/"
"""Where pages stand in the docs tree whose Markdown strangers may have written."""

OTHER_PAGES_DIGITS = 1
"""How many last digits of ids the pages without an id (listings, walls) weigh as much as."""

NO_LINKS: Mapping[str, Sequence[tuple[str, str]]] = {"header": (), "footer": (), "hidden": ()}
"""Pages without links to galleries."""


@cache
def theme_style() -> str:
    """Return the theme's stylesheet without what pages of guide and help never have (see `css_subset`).

    They carry it themselves: asking for it would cost a visitor on a slow line another time there and back before the
    first text.
    """
    spec = find_spec("material")
    assert spec and spec.origin
    (sheet,) = (Path(spec.origin).parent / "templates" / "assets" / "stylesheets").glob("main.*.min.css")
    text = subset(sheet.read_text("utf-8"), lambda name: bool(THEME_CLASSES.fullmatch(name)), THEME_NEVER)
    return without_unused_properties(text)


class EngineFailed(Exception):
    """The engine gave up; the message is its own, for the keeper of the site."""


class Warnings(logging.Handler):
    """Collects what the engine warns of instead of printing it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message, but not the warning that an incremental build is one: `forget` sees to what it fears."""
        message = record.getMessage()
        if "'dirty' build" not in message:
            self.messages.append(message)


@dataclass(frozen=True, slots=True)
class Share:
    """What one process renders: `excluded` are gitignore patterns of the docs tree, `first` a page that it has."""

    excluded: tuple[str, ...]
    first: str | None = None
    """None for the share that holds the pages of the nav."""


def destination(uri: str) -> str:
    """Return the file of the site that the engine makes of a file of the docs tree.

    >>> destination("10064/index.md"), destination("10064/code.svg")
    ('10064/index.html', '10064/code.svg')
    >>> destination("guide/photos.md")
    'guide/photos/index.html'
    """
    if not uri.endswith(".md"):
        return uri
    return f"{uri[:-3]}.html" if uri.endswith("index.md") else f"{uri[:-3]}/index.html"


def forget(uris: Iterable[str], stage: Path) -> None:
    """Remove from `stage` what was made of `uris`, so that it is made anew as a new file.

    A published site may share its files with the stage as hard links: they must be replaced, never written into.
    """
    for uri in uris:
        (stage / destination(uri)).unlink(missing_ok=True)


def render(
    config_file: Path,
    docs: Path,
    pages: Iterable[str],
    stage: Path,
    look: str,
    meanwhile: Callable[[], None],
    search: Sequence[str] = (),
    trial: str = "",
    links: Mapping[str, Sequence[tuple[str, str]]] = NO_LINKS,
) -> list[str]:
    """Bring into `stage` what is missing there of `pages` in the docs tree, and return the engine's warnings.

    What is there already is left alone (see `forget`). `look` is a hash of every asset that pages ask for under it (see
    `continuation.look_of`), because WeChat keeps a file for as long as its address stays. `meanwhile` is called while
    the engine works in other processes. `search` are the scripts of the search, for the page of lost addresses. `trial`
    is the address of a site for trying out, in the place of that of the settings. `links` are those of every page, by
    their place (see `pages.galleries.navigation`). Raises EngineFailed.
    """
    stage.mkdir(parents=True, exist_ok=True)
    for name in WRITTEN_EACH_TIME:
        (stage / name).unlink(missing_ok=True)
    missing = [uri for uri in pages if not (stage / destination(uri)).exists()]
    make_folders(map(destination, missing), stage)
    extra: dict[str, object] = {"look": f"?{look}", "search": list(search), "trial": trial, "links": links}
    work = partial(render_share, str(config_file), str(docs), str(stage), extra)
    shares = list(shares_of(missing, os.cpu_count() or 1))
    if len(shares) == 1:
        messages = work(shares[0])
        meanwhile()
    else:
        with ProcessPoolExecutor(len(shares), initializer=begin_in_child) as pool:
            rendered = pool.map(work, shares)
            meanwhile()
            messages = [message for share in rendered for message in share]
    for name in UNWANTED:
        shutil.rmtree(stage / name, ignore_errors=True)
    return messages


def shares_of(pages: list[str], processors: int) -> Iterator[Share]:
    """Divide pages between processes by the last digit of the id; the first also has every page without an id."""
    if len(pages) < ENOUGH_FOR_TWO or processors < 2:
        yield Share(FIRST)
        return
    hands: list[list[str]] = [["x"] * OTHER_PAGES_DIGITS, *([] for _ in range(min(processors, 5) - 1))]
    for digit in "0123456789":
        min(hands, key=len).append(digit)
    for number, hand in enumerate(hands):
        digits = "".join(hand).replace("x", "")
        others = "".join(sorted(set("0123456789") - set(digits)))
        first = next((uri for uri in pages if is_of_entry(uri) and uri[4] in digits), None)
        if number == 0:
            yield Share((*FIRST, f"/[0-9][0-9][0-9][0-9][{others}]/*.md"))
        elif first:
            yield Share(("*", f"!/[0-9][0-9][0-9][0-9][{digits}]/*.md"), first)


def is_of_entry(uri: str) -> bool:
    """Does a file of the docs tree belong to an entry's own folder?"""
    return uri[:5].isdigit() and uri[5:6] == "/"


def render_share(config_file: str, docs: str, stage: str, extra: dict[str, object], share: Share) -> list[str]:
    """Render one share in this process and return the engine's warnings. Raises EngineFailed.

    Templates read `extra` as `config.extra`.
    """
    from jinja2 import TemplateError
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    warnings, log = Warnings(), logging.getLogger("mkdocs")
    log.addHandler(warnings)
    log.propagate = False
    mark = csp.new_mark()
    settings: dict[str, Any] = {"exclude_docs": "\n".join(share.excluded)}
    if extra["trial"]:
        settings["site_url"] = extra["trial"]
    if share.first:
        settings["nav"] = [{"·": share.first}]
    work_faster()
    clean_guide_pages()
    try:
        config = load_config(config_file, docs_dir=docs, site_dir=stage, **settings)
        config.extra.update(extra, own=mark, theme_style=theme_style)
        add_finish(config, mark)
        build(config, dirty=True)
    except (MkDocsException, TemplateError, SystemExit) as problem:
        raise EngineFailed("\n".join([*warnings.messages, str(problem)])) from problem
    finally:
        log.removeHandler(warnings)
    return warnings.messages


def add_finish(config: Any, mark: str) -> None:
    """Let the engine write its policy into every page that it renders, and copy nothing of the theme's own assets."""
    from mkdocs.plugins import BasePlugin

    class Finish(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
        """Runs when the files are known, and when a page is rendered, before it is written."""

        def on_files(self, files: Any, **_: Any) -> Any:
            ours = config.theme.custom_dir
            for file in [file for file in files if file.src_dir in set(config.theme.dirs) - {ours}]:
                files.remove(file)
            return files

        def on_post_page(self, output: str, **_: Any) -> str:
            return csp.secure(output, mark)

        def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
            return csp.secure(output_content, mark) if template_name.endswith(".html") else output_content

    config.plugins["exhibition"] = Finish()


def work_faster() -> None:
    """Spare the engine of this process two thirds of what a page costs beside its template; the result is the same."""
    read_faster()
    convert_faster()


def clean_guide_pages() -> None:
    """Let the engine of this process put the HTML of every page of the guide through the allow-list."""
    from mkdocs.structure import pages

    page_class: Any = pages.Page
    original = getattr(page_class.render, "__wrapped__", page_class.render)

    @wraps(original)
    def render_clean(page: Any, config: Any, files: Any) -> None:
        original(page, config, files)
        if page.file.src_uri.startswith(GUIDE):
            page.content = clean_guide(page.content or "")

    page_class.render = render_clean


def convert_faster() -> None:
    """Let the engine convert all Markdown with one converter instead of building one a page (0.6 ms of 1.8).

    `Markdown.reset` is made for this, and the engine's own processors replace those of the page before by their name.
    """
    import markdown
    from mkdocs.structure import pages

    names = vars(pages)
    if not isinstance(names["markdown"], OneConverter):
        names["markdown"] = OneConverter(markdown)


class OneConverter:
    """The `markdown` package to the engine, but with `Markdown` giving the same converter, reset, for the same options."""

    def __init__(self, package: Any) -> None:
        self.package = package
        self.kept: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.package, name)

    def Markdown(self, **options: Any) -> Any:  # noqa: N802  (the name that the engine calls)
        """Return the converter for `options`."""
        key = repr(options)
        if key not in self.kept:
            self.kept[key] = self.package.Markdown(**options)
        return self.kept[key].reset()


def read_faster() -> None:
    """Let the engine of this process read the front matter of generated pages as what it is: JSON, a line a key.

    Its YAML reader takes a third of the time of a page (0.9 ms of 2.8, ours 0.05). Whatever is not of this form, such
    as a page of the guide, goes the engine's own way, and so does everything should the engine be rebuilt inside.
    """
    from mkdocs.utils import meta

    slowly = getattr(meta.get_data, "__wrapped__", meta.get_data)

    @wraps(slowly)
    def get_data(doc: str) -> tuple[str, dict[str, Any]]:
        return json_front_matter(doc) or slowly(doc)

    meta.get_data = get_data


def json_front_matter(text: str) -> tuple[str, dict[str, Any]] | None:
    r"""Return body and values of a page whose front matter is JSON, a line a key; None for every other.

    >>> json_front_matter('---\ntitle: "64号楼"\nstars: {"n": 3}\n---\n\n正文\n')
    ('正文\n', {'title': '64号楼', 'stars': {'n': 3}})
    >>> json_front_matter('---\ntitle: 照片\n---\n')
    """
    head, found, body = text.removeprefix("---\n").partition("\n---\n")
    if not found or not text.startswith("---\n"):
        return None
    pairs = [line.partition(": ") for line in head.split("\n")]
    try:
        return body.lstrip("\n"), {key: json.loads(value) for key, _, value in pairs}
    except ValueError:
        return None
