"""Turns what a page shows into its file for the engine: JSON front matter, ready to show, and nothing below it.

The engine's templates print what they get as it is. So every string is escaped for HTML here, and nowhere else; what is
HTML already says so by its type (`Html`). Nothing in a page runs through Jinja, so braces stay braces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from ..model import Artifact
from ..model.address import page_uri, relative
from .styles import rules_of

_SPECIAL = re.compile("[&<>\"']")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What JSON may hold raw but YAML takes for a line break or refuses."""
_TO_ESCAPE = re.compile(r"[&<>'\\]")
"""What says that JSON may hold something to escape (a quotation mark comes with a backslash); few values do."""
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class Html(str):
    """Text that is HTML already and is printed as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it stands, which template shows it, and everything that it shows.

    `path` is its address from the root of the site, as in `10064/` (home: empty). `data` are JSON-like values under the
    names by which the template asks for them (`page.meta.<name>`); the writer adds `template`, `title`, `rules` (of
    each `StyleClass` in the data) and `root`, the relative path to the root of the site.
    """

    path: str
    template: str
    title: str
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def artifact(self) -> Artifact:
        """The page as a file of the docs tree."""
        return Artifact(page_uri(self.path), self.markdown)

    def markdown(self) -> bytes:
        """Return the whole file."""
        own = {"template": self.template, "title": self.title, "root": relative("", self.path)}
        rules = rules_of(self.data)
        own |= {"rules": rules} if rules else {}
        lines = [f"{key}: {_json(value)}\n" for key, value in {**own, **self.data}.items()]
        return f"---\n{''.join(lines)}---\n".encode()


def escaped(value: object) -> object:
    """Return a JSON-like value with every string in it escaped for HTML, those that are `Html` excepted."""
    if isinstance(value, str):
        return value if isinstance(value, Html) or not _SPECIAL.search(value) else escape(value)
    if isinstance(value, Mapping):
        return {key: escaped(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [escaped(inner) for inner in value]
    return value


def broken(text: str) -> str:
    r"""Return a text as HTML that keeps its line breaks; a text of one line is still to be escaped.

    >>> broken("甲 & 乙\n丙")
    '甲 &amp; 乙<br>\n丙'
    """
    return Html("<br>\n".join(map(escape, text.strip().split("\n")))) if "\n" in text else text


def _json(value: object) -> str:
    """Return a value as JSON on one line that YAML reads as the same value."""
    text = _encoded(value)
    if _TO_ESCAPE.search(text):
        text = _encoded(escaped(value))
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
