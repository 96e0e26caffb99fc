"""What in `mkdocs.yml` lets the engine run other programs or take in other files, which no review of content would see.

Whoever may change this file may change every page. So each such power is an error until its name stands in
`extra.exhibition.trusted`; then it remains a remark, because those who review the change should see it every time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from . import slips_settings as said
from .composing import DEEPEST
from .nodes import Node, Place, Record, Scalar, Sequence
from .notes import Notes

RUNS = "排版时会运行别的程序"
LOADS = "会把别处的文件放进网页"
FOREIGN = "会取用别处的设置"

TOP: Mapping[str, str] = {
    "hooks": RUNS,
    "plugins": RUNS,
    "extra_javascript": LOADS,
    "extra_css": LOADS,
    "extra_templates": LOADS,
    "INHERIT": FOREIGN,
    "<<": FOREIGN,
}
"""Settings of the engine that hold power as soon as they hold anything."""

THEME: Mapping[str, str] = {"name": "material", "custom_dir": "overrides"}
"""Settings of the theme that must be what is shipped: another folder or theme is another set of templates."""

HARMLESS = frozenset(
    [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    ]
)
"""Extensions of Markdown that read no files, run nothing and let no HTML through."""

CORE = frozenset(f"tag:yaml.org,2002:{name}" for name in ["str", "int", "float", "bool", "null", "seq", "map"])
"""YAML tags that only say of which type a value is."""


@dataclass(frozen=True, slots=True)
class Power:
    """One power: its name, as it stands in `trusted`, what it does, and where it stands."""

    name: str
    effect: str
    place: Place


def note_powers(top: Record, trusted: Node | None, notes: Notes) -> None:
    """Note every power that the settings hold."""
    accepted = names_in(trusted)
    for power in (*powers_of(top), *tags_in(notes.text)):
        wording = said.trusted_power if power.name in accepted else said.untrusted_power
        notes.say(wording(power.name, power.effect), *power.place)


def names_in(node: Node | None) -> frozenset[str]:
    """Return the names of a list, or of a text with spaces or commas between them."""
    if isinstance(node, Sequence):
        return frozenset(item.text.strip() for item in node.items if isinstance(item, Scalar))
    return frozenset(re.split(r"[\s,，、]+", node.text)) - {""} if isinstance(node, Scalar) else frozenset()


def powers_of(top: Record) -> Iterator[Power]:
    """Yield the powers of the outermost keys, of the theme, and of the extensions of Markdown."""
    for key, effect in TOP.items():
        if key in top.values and not is_empty(top.values[key]):
            yield Power(key, effect, top.places[key])
    theme = top.values.get("theme")
    if isinstance(theme, Record):
        for key, shipped in THEME.items():
            node = theme.values.get(key)
            if node is not None and not (isinstance(node, Scalar) and node.text.rstrip("/") == shipped):
                yield Power(f"theme.{key}", "会换用别的模板", theme.places[key])
        if "<<" in theme.values:
            yield Power("<<", FOREIGN, theme.places["<<"])
    yield from extensions_of(top.values.get("markdown_extensions"))


def extensions_of(node: Node | None) -> Iterator[Power]:
    """Yield the extensions of Markdown that are not known to be harmless."""
    if isinstance(node, Record):
        named = [(key, place) for key, place in node.places.items()]
    else:
        items = node.items if isinstance(node, Sequence) else []
        named = [(item.text, (item.line, item.column)) for item in items if isinstance(item, Scalar)]
        named += [pair for item in items if isinstance(item, Record) for pair in item.places.items()]
    for name, place in named:
        if name and name.removeprefix("markdown.extensions.") not in HARMLESS:
            yield Power(name, "可能读别的文件、运行程序，或者放行网页代码", place)


def is_empty(node: Node) -> bool:
    """Does a node hold nothing?"""
    if isinstance(node, Scalar):
        return node.text in ("", "null", "~", "[]", "{}")
    return not (node.items if isinstance(node, Sequence) else node.values)


def tags_in(text: str) -> Iterator[Power]:
    """Yield the tags that make a value by running something (`!!python/…`) or from the surroundings (`!ENV`)."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                # Said already (E381), and each level costs libyaml more than the one before.
                return
            tag = getattr(event, "tag", None)
            if tag and tag not in CORE and tag != "!":
                mark = event.start_mark
                place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                short = tag.replace("tag:yaml.org,2002:", "!!")
                yield Power(short, "读设置时会运行别的程序，或者取用这台电脑里的东西", place)
    except yaml.YAMLError:
        # What cannot be read is said already (E381).
        return
