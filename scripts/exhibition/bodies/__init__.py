"""Render authors' text to safe HTML, and report what its author should know about it.

    body ──blocks──▶ lists, tables, paragraphs ──inline──▶ HTML ──sanitizer──▶ what the page shows
                                                   └──▶ issues and places

Volunteers write text in which a line ends where they pressed Enter; `blocks` and `inline` say what of it is more than
text. Why not a Markdown library: lists, tables, headings, quotations, emphasis, links, references and HTML all differ, so
that hardly a rule of one would be left; and a place (line, column) is needed for everything that is not shown as it was
meant. `check` and the pages call the same `render_body`, so what is judged is what is shown. No HTML of an author passes: the
renderer escapes it, and its result goes through an allow-list (nh3) that knows nothing of the renderer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .issues import LIMIT, BodyIssue, IssueTopic, may_have_issues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .rendering import RenderedBody

__all__ = ["LIMIT", "BodyIssue", "IssueTopic", "blank_non_prose", "enter_rendered", "may_have_issues", "render_body"]


def render_body(body: str) -> RenderedBody:
    """Return what comes of a body. Any text whatever gives safe HTML; no exception is raised for content."""
    # The grammar is loaded where it is needed: a check of plain text, the most frequent one, is done without.
    from .rendering import render_cached

    return render_cached(body)


def enter_rendered(bodies: Mapping[str, str]) -> None:
    """Take from another process the HTML of bodies in which there are no issues and nothing but prose, by body."""
    from .rendering import AHEAD

    AHEAD.clear()
    AHEAD.update(bodies)


def blank_non_prose(body: str) -> str:
    """Return a body with code, comments and links blanked, so that places stay: what is left is prose."""
    if not ("<" in body or "[" in body or "`" in body):
        return body
    from .rendering import blank_non_prose as blank

    return blank(body)
