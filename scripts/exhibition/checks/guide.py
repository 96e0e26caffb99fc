"""Pages of the guide: what of them would not be published."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..bodies.guide_pages import MARKER, find_excess, list_marker_names
from ..diagnostics import Finding, Severity, Span
from ..toolchain import edition
from .body import short
from .rule import Hall, check

FOLDER = "content/guide"


@check("E398", Severity.ERROR, "指南里有不能发布的代码")
def code_in_guide(hall: Hall) -> Iterator[Finding]:
    """问题：指南的页面里有会运行的代码、嵌入的网站、样式，或者别人打不开的链接，为了读的人安全，不会发布。

    不好：`<script>…</script>`、`<div style="position:fixed">`、`[看](file:///D:/1.jpg)`

    好：只写文字、列表、表格和 https:// 开头的链接。

    怎么改：删掉这段代码；要画图，请管理员添一张。
    """
    pages = {path: text for path, text in texts(hall) if find_excess(text) is None}
    for path, text, line in unpublished(hall, pages):
        yield Finding(Span(path, line), f"指南里的“{short(text)}”不会发布。", "删掉它；要画图，请管理员添一张。")


@check("E385", Severity.ERROR, "指南的一页读不了")
def heavy_guide(hall: Hall) -> Iterator[Finding]:
    """问题：指南的一页或者一段太长，一段里有太多括号，或者列表套了太多层，做成网页要很久，所以没有读它。

    不好：`[[[[[[…`，一段里有几十个左括号，没有右括号

    好：一页只讲一件事；左括号和右括号成对；列表最多套两三层。

    怎么改：太长就分成两页、几段；删掉多出来的括号；少套几层。
    """
    for path, text in texts(hall):
        if much := find_excess(text):
            yield Finding(Span(path, much.line), much.message, much.hint)


@check("E397", Severity.ERROR, "指南里有看不懂的标记")
def unknown_marker(hall: Hall) -> Iterator[Finding]:
    """问题：指南的一页要一张图或一份模板，写的名字没有，网站就做不出来。

    不好：`<!-- picture: no-such -->`

    好：`<!-- picture: page -->`

    怎么改：照提示里的名字改，或者删掉这一行。
    """
    known_names = list_marker_names()
    for path, text in texts(hall):
        for found in MARKER.finditer(text):
            word, name = found.groups()
            if name in known_names.get(word, ()):
                continue
            names = known_names.get(word)
            known = f"“{word}”后面能写" if names else "能写的标记有"
            message = f"没有“{short(found[0])}”这个标记，网站做不出这一页。"
            hint = f"改成有的名字，或者删掉它；{known}：{'、'.join(sorted(names or known_names))}。"
            yield Finding(Span(path, text.count("\n", 0, found.start()) + 1), message, hint)


def texts(hall: Hall) -> Iterator[tuple[str, str]]:
    """Yield path and text of each page of the guide that holds anything."""
    for path in guide_pages(hall):
        if text := "\n".join(hall.sources.read_lines(path)):
            yield path, text


def guide_pages(hall: Hall) -> list[str]:
    """Paths of the pages of the guide, in order."""
    return sorted(
        f"{folder}/{name}"
        for folder, here in hall.listings.items()
        if f"{folder}/".startswith(f"{FOLDER}/")
        for name in here.files
        if name.endswith(".md")
    )


def unpublished(hall: Hall, pages: dict[str, str]) -> list[tuple[str, str, int]]:
    """Return what would be left out, by path and line; pages that have been looked at before are not looked at again."""
    key = edition("guide").key(*(part for page in pages.items() for part in page))
    known = (hall.cache.get(key) if hall.cache else None) or b""
    try:
        return [(str(path), str(text), int(line)) for path, text, line in json.loads(known)]
    except (ValueError, TypeError, RecursionError):
        pass
    # Loaded only here: most checks look at pages that have been looked at before.
    from ..bodies.guide_pages import find_removed

    found = [(path, one.text, one.line) for path, text in pages.items() for one in find_removed(text)]
    if hall.cache:
        hall.cache.put(key, json.dumps(found).encode())
    return found
