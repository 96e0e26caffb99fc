"""A page: its path, template and data, written as JSON front matter; style classes; pagination.

The engine's templates print what they get as it is, so every string is escaped for HTML here and nowhere else; what is
HTML already says so by its type (`Html`). Nothing in a page runs through Jinja, so braces stay braces. A page carries no
`style` attribute, because its Content-Security-Policy allows none: no browser can tell ours from one that came in with a
text. A view model holds a `StyleClass` where a template needs style that depends on content (shape, crop, a street's
colours), and the writer of the page collects their rules. A long list is cut into slices of a hundred rows, each with
real links to the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from html import escape
from typing import Any, Generic, TypeVar

from ..lazy import dataclass
from ..model import Artifact
from ..text.characters import make_relative, to_page_uri

COLOUR = re.compile("#[0-9A-Fa-f]{6}")
"""The one way in which colours are written; whatever else would end a declaration."""


class StyleClass(str):
    """The name of a class; `declarations` is what its rule sets."""

    __slots__ = ("declarations",)
    declarations: str

    def __new__(cls, name: str, declarations: str) -> StyleClass:
        """Return the class `name`; equal names stand for equal declarations."""
        made = super().__new__(cls, name)
        made.declarations = declarations
        return made

    @property
    def rule(self) -> str:
        """Its rule in a style sheet."""
        return f".{self}{{{self.declarations}}}"


def make_shape_class(width: int, height: int) -> StyleClass:
    """Return the class of pictures of this shape.

    >>> make_shape_class(640, 480).rule
    '.r640-480{--r:640/480}'
    """
    return StyleClass(f"r{width}-{height}", f"--r:{width}/{height}")


def make_crop_class(focus: tuple[int, int]) -> StyleClass | None:
    """Return the class of pictures that are cropped around this point (per cent); None for the centre.

    >>> make_crop_class((30, 70)).rule
    '.f30-70{object-position:30% 70%}'
    """
    if focus == (50, 50):
        return None
    return StyleClass(f"f{focus[0]}-{focus[1]}", f"object-position:{focus[0]}% {focus[1]}%")


def make_colour_class(name: str, **values: str) -> StyleClass | None:
    """Return a class that sets custom properties to colours; None where the first is empty.

    >>> make_colour_class("hue", hue="#8A3A4A", on="#ffffff").rule
    '.hue{--hue:#8A3A4A;--on:#ffffff}'
    """
    given = {key: value for key, value in values.items() if COLOUR.fullmatch(value)}
    if len(given) < len(values):
        return None
    return StyleClass(name, ";".join(f"--{key}:{value}" for key, value in given.items()))


def render_rules(value: object) -> str:
    """Return the rules of every `StyleClass` in a JSON-like value, each once, in order of appearance."""
    return "".join(found.rule for found in find_classes(value))


def find_classes(value: object) -> list[StyleClass]:
    """Return every `StyleClass` in a JSON-like value, each once, in order of appearance."""
    found: dict[StyleClass, None] = {}
    collect_classes(value, found)
    return list(found)


def collect_classes(value: object, found: dict[StyleClass, None]) -> None:
    """Enter every `StyleClass` in a value. Every page is walked, so plain texts and numbers are passed over at once."""
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, StyleClass):
        found[value] = None
        return
    elif not isinstance(value, (list, tuple)):
        return
    for inner in value:
        if type(inner) not in _PLAIN:
            collect_classes(inner, found)


T = TypeVar("T")
ROWS = 100
"""Rows of one leaf: at most 8 KB gzipped (see tests), and about five thumb lengths."""
AROUND = 1
"""Neighbours of the current leaf whose numbers are shown; beside them the first and the last."""


@dataclass(frozen=True, slots=True)
class PageSlice(Generic[T]):
    """One page of a list. `number` counts from 1; `first` is the number of its first row in the whole list, from 1."""

    path: str
    number: int
    of: int
    rows: Sequence[T]
    first: int
    total: int

    @property
    def last(self) -> int:
        """The number of its last row in the whole list."""
        return self.first + len(self.rows) - 1


def pack_rows(rows: Iterable[Sequence[object]]) -> str:
    r"""Return rows as one text, a line each, cells parted by tabs.

    To read one string instead of 200,000 cells of lists halves the engine's time for the galleries of 5,500 units
    (measured: 5.2 to 2.5 s of processor time).

    >>> pack_rows([(10001, "64号楼"), (10002, "两\n行")])
    '10001\t64号楼\n10002\t两 行'
    """
    return "\n".join("\t".join(" ".join(str(cell).split()) for cell in row) for row in rows)


def make_slice_path(path: str, number: int) -> str:
    """Return the path of the leaf `number` of the list at `path`.

    >>> make_slice_path("units/", 1), make_slice_path("units/", 2)
    ('units/', 'units/2/')
    """
    return path if number == 1 else f"{path}{number}/"


def iter_slices(path: str, rows: Sequence[T], size: int = ROWS) -> Iterator[PageSlice[T]]:
    """Yield the leaves of a list; an empty list has one empty leaf."""
    of = max(1, -(-len(rows) // size))
    for number in range(1, of + 1):
        start = (number - 1) * size
        yield PageSlice(make_slice_path(path, number), number, of, rows[start : start + size], start + 1, len(rows))


def build_pager(path: str, number: int, of: int) -> dict[str, object] | None:
    """Return the links of a leaf's pager, ready to show; None where there is but one leaf.

    `numbers` are [number, link] pairs; the link is empty for the leaf itself, the number 0 for a gap.
    """
    if of == 1:
        return None
    here = make_slice_path(path, number)

    def link(other: int) -> str:
        return make_relative(make_slice_path(path, other), here) if 1 <= other <= of and other != number else ""

    return {
        "previous": link(number - 1),
        "next": link(number + 1),
        "numbers": [[shown, link(shown)] for shown in list_pager_numbers(number, of)],
        "words": f"第{number}页，共{of}页",
    }


def list_pager_numbers(number: int, of: int) -> list[int]:
    """Return the leaf numbers of a pager; 0 stands for a gap of two or more.

    >>> list_pager_numbers(1, 3), list_pager_numbers(6, 12)
    ([1, 2, 3], [1, 0, 5, 6, 7, 0, 12])
    """
    wanted = sorted({1, of, *(n for n in range(number - AROUND, number + AROUND + 1) if 1 <= n <= of)})
    shown: list[int] = []
    for n in wanted:
        gap = n - shown[-1] - 1 if shown else 0
        shown += [] if gap == 0 else [n - 1] if gap == 1 else [0]
        shown.append(n)
    return shown


_SPECIAL = re.compile("[&<>\"']")
_PLAIN = frozenset({str, int, float, bool, type(None)})
"""Types of values that hold no other: most of what pages show."""
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What JSON may hold raw but YAML takes for a line break or refuses."""


def _make_encoder() -> Callable[[object], str]:
    """Return a function that returns what `json.JSONEncoder(ensure_ascii=False).encode` returns.

    That makes an encoder anew for each value, and a page has 22 of them: half of the time of encoding a page.
    """
    encoder = json.JSONEncoder(ensure_ascii=False)
    make: Any = json.encoder.c_make_encoder  # type: ignore[attr-defined]
    if make is None:
        return encoder.encode
    text = json.encoder.encode_basestring
    iterate = make(None, encoder.default, text, None, ": ", ", ", False, False, True)
    return lambda value: text(value) if isinstance(value, str) else "".join(iterate(value, 0))


encode_json = _make_encoder()
"""Returns a value as JSON on one line."""


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
        return Artifact(to_page_uri(self.path), self.render)

    def render(self) -> bytes:
        """Return the whole file."""
        own = {"template": self.template, "title": self.title, "root": make_relative("", self.path)}
        rules = render_rules(self.data)
        own |= {"rules": rules} if rules else {}
        lines = [f"{key}: {_to_json(value)}\n" for key, value in {**own, **self.data}.items()]
        return f"---\n{''.join(lines)}---\n".encode()


def escape_strings(value: object) -> object:
    """Return a JSON-like value with every string in it escaped for HTML, those that are `Html` excepted."""
    if isinstance(value, str):
        return value if isinstance(value, Html) or not _SPECIAL.search(value) else escape(value)
    if isinstance(value, Mapping):
        return {key: escape_strings(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [escape_strings(inner) for inner in value]
    return value


def break_lines(text: str) -> str:
    r"""Return a text as HTML that keeps its line breaks; a text of one line is still to be escaped.

    >>> break_lines("甲 & 乙\n丙")
    '甲 &amp; 乙<br>\n丙'
    """
    return Html("<br>\n".join(map(escape, text.strip().split("\n")))) if "\n" in text else text


def _to_json(value: object) -> str:
    """Return a value as JSON on one line that YAML reads as the same value."""
    text = encode_json(value)
    # What says that JSON may hold something to escape (a quotation mark comes with a backslash); few values do. Five looks
    # for a sign take a fifth of the time of a regular expression for one of them.
    if ("<" in text or "&" in text or ">" in text or "\\" in text or "'" in text) and type(value) is not Html:
        text = encode_json(escape_strings(value))
    # All that `_UNPRINTABLE` names is unprintable, and little else that pages hold.
    return text if text.isprintable() else _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
