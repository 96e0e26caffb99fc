"""Authors' text to the safe HTML of a page, and to what its author should know about it.

    body ──blocks──▶ lists, tables, paragraphs ──inline──▶ HTML ──sanitizer──▶ what the page shows
                                                   └──▶ issues and places

Volunteers write text in which a line ends where they pressed Enter; `grammar` in `blocks` and `inline` says what of it is
more than text. `check` and the pages call the same `render`, so what is judged is what is shown. No HTML of an author
passes: the renderer escapes it, and the result goes through an allow-list that knows nothing of the renderer.
"""

from __future__ import annotations

from .issues import Issue, Topic
from .render import LIMIT, Body, blanked, may_have_issues, render

__all__ = ["LIMIT", "Body", "Issue", "Topic", "blanked", "may_have_issues", "render"]
