"""Style that depends on content (a shape, a crop, a street's colours) as class names with rules in the page's own style.

A page carries no `style` attribute: its Content-Security-Policy allows none, because no browser can tell ours from one
that came in with a text. So a view model holds a `StyleClass` where a template needs such style, and the writer of the
page collects their rules. Colours that only stand in for a picture until it has come are no rules: templates write them
as `data-c`, and later.js sets them.
"""

from __future__ import annotations

import re

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


def shape(width: int, height: int) -> StyleClass:
    """Return the class of pictures of this shape.

    >>> shape(640, 480).rule
    '.r640-480{--r:640/480}'
    """
    return StyleClass(f"r{width}-{height}", f"--r:{width}/{height}")


def crop(focus: tuple[int, int]) -> StyleClass | None:
    """Return the class of pictures that are cropped around this point (per cent); None for the centre.

    >>> crop((30, 70)).rule
    '.f30-70{object-position:30% 70%}'
    """
    if focus == (50, 50):
        return None
    return StyleClass(f"f{focus[0]}-{focus[1]}", f"object-position:{focus[0]}% {focus[1]}%")


def colours(name: str, **values: str) -> StyleClass | None:
    """Return a class that sets custom properties to colours; None where the first is empty.

    >>> colours("hue", hue="#8A3A4A", on="#ffffff").rule
    '.hue{--hue:#8A3A4A;--on:#ffffff}'
    """
    given = {key: value for key, value in values.items() if COLOUR.fullmatch(value)}
    if len(given) < len(values):
        return None
    return StyleClass(name, ";".join(f"--{key}:{value}" for key, value in given.items()))


def rules_of(value: object) -> str:
    """Return the rules of every `StyleClass` in a JSON-like value, each once, in order of appearance."""
    return "".join(found.rule for found in classes_in(value))


def classes_in(value: object) -> list[StyleClass]:
    """Return every `StyleClass` in a JSON-like value, each once, in order of appearance."""
    found: dict[StyleClass, None] = {}
    collect(value, found)
    return list(found)


def collect(value: object, found: dict[StyleClass, None]) -> None:
    """Enter every `StyleClass` in a value. Every page is walked, so plain texts and numbers are passed over at once."""
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, StyleClass):
        found[value] = None
        return
    elif not isinstance(value, list | tuple):
        return
    for inner in value:
        if type(inner) is not str:
            collect(inner, found)
