"""MkDocs events of the site: functions that MkDocs calls by name while it builds (see "Hooks" in MkDocs' manual).

They write the Content-Security-Policy into every page, let the HTML of the guide's pages through the allow-list, and
leave the theme's own assets out. `mkdocs_engine` registers this module as a plugin; `export-docs` copies it with the modules
that it imports beside the exported `mkdocs.yml`, so that a plain `mkdocs build` there gives the same pages. Therefore it
imports nothing but `csp`, `css_subset` and `bodies.sanitizer`, and those import no other module of ours.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..bodies.sanitizer import clean_guide
from . import csp
from .css_subset import list_classes, list_tags, remove_unused_keyframes, remove_unused_properties, select_rules

BOOK = "book"
"""What a page says of itself (`pages/guide.py`) whose Markdown strangers may have written: the book that it belongs to."""

UNPUBLISHED = "partials/"
"""Folder of our templates that MkDocs takes for assets of the theme."""

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


@cache
def load_theme_style() -> str:
    """Return the theme's stylesheet without what pages of guide and help never have (see `css_subset`).

    The pages carry it themselves: asking for it would cost a visitor on a slow line another round trip before the first
    text.
    """
    spec = find_spec("material")
    assert spec and spec.origin
    (sheet,) = (Path(spec.origin).parent / "templates" / "assets" / "stylesheets").glob("main.*.min.css")
    text = select_rules(sheet.read_text("utf-8"), lambda name: bool(THEME_CLASSES.fullmatch(name)), THEME_NEVER)
    return remove_unused_properties(text)


PART_CLASSES = re.compile(
    r"admonition.*|note|info|tip|warning|danger|ex-(?:copy|emblems|fields|sketch|slips|wide-space)|is-(?:narrow|right|wrong)"
)
"""Classes that only what Markdown makes may carry: a page without them needs no rule for them."""
PART_TAGS = re.compile(
    r"abbr|blockquote|code|d[ldt]|fig(?:ure|caption)|h[3-6]|hr|kbd|mark|pre|su[bp]|table|t(?:body|head|[dhr])"
)
"""Elements that only what Markdown makes may be, for the same."""
STYLE_NEVER = re.compile(r"\[data-n=|::-webkit-scrollbar")
"""What no page of guide and help has, or what changes nothing that people read."""
_CLASS = re.compile(r'class="([^"]*)"')
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")


def select_page_style(own: str, content: str) -> str:
    """Return the styles of a page of guide or help: the theme's and `own`, as far as its `content` asks for them."""
    classes = {name for value in _CLASS.findall(content) for name in value.split() if PART_CLASSES.fullmatch(name)}
    tags = {name for name in _ELEMENT.findall(content) if PART_TAGS.fullmatch(name)}
    # The script of the guide puts a button below each block to copy.
    return select_style_of_parts(own, frozenset(classes | tags | ({"ex-copy"} if "pre" in tags else set())))


@cache
def select_style_of_parts(own: str, parts: frozenset[str]) -> str:
    """Return the styles of pages in which these classes and elements stand, of those that not every page has."""

    def keeps(selector: str) -> bool:
        """Can a page with these parts match a selector?"""
        names = (name for name in list_classes(selector) if PART_CLASSES.fullmatch(name))
        elements = (name for name in list_tags(selector) if PART_TAGS.fullmatch(name))
        return parts.issuperset((*names, *elements))

    css = select_rules(load_theme_style().replace('@charset "UTF-8";', "") + own, lambda _: True, STYLE_NEVER, keeps)
    return remove_unused_properties(remove_unused_keyframes(css))


def on_config(config: Any) -> Any:
    """Give the templates the mark of their own inline elements (new in each run) and what selects a page's styles."""
    config.extra.update(own=csp.create_mark(), page_style=select_page_style)
    return config


def on_files(files: Any, config: Any) -> Any:
    """Leave out the theme's own assets, which no page asks for, and the parts of our templates."""
    ours = config.theme.custom_dir
    foreign = set(config.theme.dirs) - {ours}
    for file in list(files):
        if file.src_dir in foreign or (file.src_dir == ours and file.src_uri.startswith(UNPUBLISHED)):
            files.remove(file)
    return files


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Return the HTML of a page of a book without anything that is not on the allow-list."""
    return clean_guide(html) if page.meta.get(BOOK) else html


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Return a rendered page with its Content-Security-Policy."""
    return csp.write_policy(output, config.extra["own"])


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Return a page that belongs to no Markdown file (404.html) with its Content-Security-Policy."""
    return csp.write_policy(output_content, config.extra["own"]) if template_name.endswith(".html") else output_content
