"""Subset of a stylesheet: without rules that no page can match, because no page has the classes that a rule names.

The theme of guide and help has styles for tabs, search, dialogs and 40 other things that these pages do not have.
Without them the stylesheet is a seventh of its size, and the first text on a slow line comes a second earlier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_TAG = re.compile(r"(?<![\w.#:-])[a-z][a-z0-9]*(?![\w-])")
_KEYFRAMES = re.compile(r"@keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\}){0,9}[^{}]*\}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]")
_SELECTED = re.compile(r",(?![^(]*\))")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_PROPERTY = re.compile(r"(?<=[{;])(--[\w-]+):(?:\"[^\"]*\"|'[^']*'|[^;}\"'])*;?")
_EMPTY = re.compile(r"(?<=[};])[^{};]+\{\}|^[^{};]+\{\}")
GROUPING = ("@media", "@supports", "@layer", "@container")
"""At-rules that contain rules; others (keyframes, page, font-face) are kept as they are."""


def select_rules(
    css: str,
    keeps: Callable[[str], bool],
    never: re.Pattern[str] | None = None,
    matches: Callable[[str], bool] = bool,
) -> str:
    """Return `css` with only those selectors of which `keeps` accepts every class name and which do not match `never`.

    `matches` is asked about each of these selectors as a whole.

    >>> select_rules("a,.x b{c:d}@media print{.y{e:f}}.x.y{g:h}", lambda name: name == "x")
    'a,.x b{c:d}'
    """
    return "".join(iter_kept_rules(css, keeps, never, matches))


def iter_kept_rules(
    css: str, keeps: Callable[[str], bool], never: re.Pattern[str] | None, matches: Callable[[str], bool]
) -> Iterator[str]:
    """Yield the rules that are kept."""
    for head, body in iter_rules(css):
        if body is None:
            yield f"{head};"
        elif head.startswith(GROUPING):
            inner = select_rules(body, keeps, never, matches)
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            selectors = [one for one in _SELECTED.split(head) if all(map(keeps, list_classes(one)))]
            matching = [one for one in selectors if matches(one) and not (never and never.search(one))]
            if matching:
                yield f"{','.join(matching)}{{{body}}}"


def list_tags(selector: str) -> list[str]:
    """Return the names of elements that a selector asks for, those within `:not(…)` left out.

    >>> list_tags(".md-typeset pre>code:not(.x,kbd) + ul.is-a")
    ['pre', 'code', 'ul']
    """
    return _TAG.findall(re.sub(r":not\([^)]*\)?", "", _QUOTED.sub("", selector)))


def list_classes(selector: str) -> list[str]:
    """Return the class names that an element or its ancestors must have.

    >>> list_classes("[dir=ltr] .md-nav__link:not(.is-open) > a")
    ['md-nav__link']
    """
    return CLASS.findall(re.sub(r":not\([^)]*\)?", "", _QUOTED.sub("", selector)))


def iter_rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield the rules of a stylesheet as head and body; a statement such as `@charset` has None for its body."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    start = depth = 0
    head, quote = "", ""
    for at, sign in enumerate(css):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            if not depth:
                head, start = css[start:at].strip(), at + 1
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                yield head, css[start:at]
                start = at + 1
        elif sign == ";" and not depth:
            yield css[start:at].strip(), None
            start = at + 1


def remove_unused_keyframes(css: str) -> str:
    """Return `css` without animations that nothing in it asks for.

    >>> remove_unused_keyframes("a{animation:b 1s}@keyframes b{to{c:d}}@keyframes e{0%{f:g}to{f:h}}")
    'a{animation:b 1s}@keyframes b{to{c:d}}'
    """
    asked = " ".join(re.findall(r"animation(?:-name)?:([^;}]*)", css)).split()
    return _KEYFRAMES.sub(lambda found: found[0] if found[1] in asked else "", css)


def remove_unused_properties(css: str) -> str:
    """Return `css` without custom properties that nothing in it uses; uses in pages' own styles are not known here.

    >>> remove_unused_properties(":root{--a:1px;--b:var(--a);--c:url('x;y')}p{margin:var(--b)}")
    ':root{--a:1px;--b:var(--a)}p{margin:var(--b)}'
    """
    while (shorter := remove_properties(css, set(_ASKED.findall(css)))) != css:
        css = shorter
    return _EMPTY.sub("", css).replace(";}", "}")


def remove_properties(css: str, asked: set[str]) -> str:
    """Return `css` without the custom properties that are not in `asked`."""
    return _PROPERTY.sub(lambda found: found[0] if found[1] in asked else "", css)
