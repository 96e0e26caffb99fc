"""Chromium as a browser of the baseline: what Chromium 78 and iOS 13 do not support is removed from every style."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route

UNKNOWN = re.compile(r"^(aspect-ratio|inset|text-wrap|text-spacing-trim|accent-color|color-scheme)$")
TOO_YOUNG = re.compile(r"\b(clamp|min|max)\(|overflow-wrap: ?anywhere")
GAP = re.compile(r"^(row-|column-)?gap$")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SUPPORTS = re.compile(r"@supports not \(inset: ?0\) ?\{((?:[^{}]+\{[^{}]*\})*)\}")
# A picture's width and height give it no shape before it has loaded (Chromium 79, iOS 14).
NO_SHAPE = "img,svg,video{aspect-ratio:auto!important}"


def strip_styles(css: str) -> str:
    """Return `css` as a browser of the baseline parses it.

    >>> strip_styles(".a{display:flex;gap:1em;inset:0;width:clamp(1px,2px,3px)}.b{display:grid;gap:1em}")
    '.a{display:flex}.b{display:grid;gap:1em}'
    """
    css = SUPPORTS.sub(r"\1", css)
    flex = {
        name
        for names, block in RULE.findall(css)
        if re.search(r"display: ?(inline-)?flex", block)
        for name in split(names)
    }
    grid = {name for names, block in RULE.findall(css) if re.search(r"display: ?grid", block) for name in split(names)}

    def rule(found: re.Match[str]) -> str:
        names, block = found.groups()
        kept = [part for part in block.split(";") if part.strip() and understood(part, names)]
        return f"{names}{{{';'.join(kept)}}}"

    def understood(declaration: str, names: str) -> bool:
        name = declaration.partition(":")[0]
        if name.strip().startswith("--"):
            return True
        in_flex = set(split(names)) & flex and not set(split(names)) & grid
        young = TOO_YOUNG.search(re.sub(r"minmax\(", "(", declaration))
        return not (UNKNOWN.match(name.strip()) or young or (GAP.match(name.strip()) and in_flex))

    return RULE.sub(rule, css)


def split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


def emulate_baseline(page: Page) -> None:
    """Let a page use only what a browser of the baseline supports."""

    def sheet(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=strip_styles(answer.text()))

    def document(route: Route) -> None:
        answer = route.fetch()
        if "html" not in answer.headers.get("content-type", ""):
            route.fulfill(response=answer)
            return
        text = re.sub(
            r"(<style>)(.*?)(</style>)",
            lambda m: m[1] + NO_SHAPE + strip_styles(m[2]) + m[3],
            answer.text(),
            flags=re.S,
        )
        # A policy with the hashes of our own styles would refuse these.
        text = re.sub(r"<meta http-equiv=\"?Content-Security-Policy[^>]*>", "", text, flags=re.I)
        route.fulfill(response=answer, body=text)

    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.route(re.compile(r"\.css(\?|$)"), sheet)
    page.route(lambda url: url.split("?")[0].split("#")[0].endswith(("/", ".html")), document)
