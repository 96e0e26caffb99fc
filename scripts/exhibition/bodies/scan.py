"""A look at a body that tells whether it must be rendered to know what to say about it: most need not."""

from __future__ import annotations

import re

LIMIT = 20_000
"""Characters of a body: forty times what neighbours write, and half an hour to read. What is longer is cut in memory."""

HARMLESS = re.compile(
    "[\n !-%'-9;=-Z_a-z~\u00b7\u00d7\u2014\u2018-\u201d\u2026\u2460-\u2473\u3000-\u3011\u4e00-\u9fff\uff01-\uff5b\uff5d]*"
)
"""A body of these characters alone has no issue, save those of `FIRST`."""

FIRST = re.compile(r"^[ \u3000]*(?:#[ \u3000]|!!!|\?\?\?|===)", re.M)


def may_have_issues(body: str) -> bool:
    """Must this body be rendered to know whether there are issues in it? Most need not, which spares a check the time to render all."""
    if len(body) > LIMIT or not HARMLESS.fullmatch(body):
        return True
    seen = "# " in body or "#\u3000" in body or "!!!" in body or "???" in body or "===" in body
    return seen and FIRST.search(body) is not None
