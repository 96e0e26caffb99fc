"""Regular expressions into texts that make a backtracking engine try again and again, if anything can.

The parse tree of a pattern says what it repeats. A text is built that leads to each repetition, repeats what it takes
many times, and ends with a character that fits nothing, so that the whole must fail.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import exhibition

HOME = Path(exhibition.__file__).parent
FUNCTIONS = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
SEARCHED: set[re.Pattern[str]] = set()
"""Patterns that are tried at every place of a text."""
TAIL = "\x00"
"""What fits no pattern."""


def patterns(apart: Collection[str] = ()) -> dict[str, re.Pattern[str]]:
    """Every pattern of text of the program, without those that only the modules `apart` hold."""
    found: dict[str, re.Pattern[str]] = {}
    names = searched()
    for info in pkgutil.walk_packages(exhibition.__path__, "exhibition."):
        if info.name.endswith("__main__") or info.name in apart:
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in held(value):
                found.setdefault(f"{pattern.flags}:{pattern.pattern}", pattern)
                if name in names or not isinstance(value, re.Pattern):
                    SEARCHED.add(pattern)
            if isinstance(value, type) and value.__module__ == info.name:
                for inner in vars(value).values():
                    for pattern in held(inner):
                        found.setdefault(f"{pattern.flags}:{pattern.pattern}", pattern)
        for pattern in literals(module):
            found.setdefault(f"{pattern.flags}:{pattern.pattern}", pattern)
    return found


USED = re.compile(r"\b([A-Z][A-Z0-9_]*)\.(search|finditer|findall|sub|subn|split)\b")


def searched() -> set[str]:
    """Names of patterns that are tried at every place of a text, not only at its beginning."""
    return {found[1] for path in HOME.rglob("*.py") for found in USED.finditer(path.read_text("utf-8"))}


def of_module(name: str) -> set[re.Pattern[str]]:
    """The patterns that a module holds under names of its own."""
    return {pattern for value in vars(sys.modules[name]).values() for pattern in held(value)}


def held(value: Any) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: itself, or in a tuple, list or dictionary."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from held(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from held(one)


def literals(module: Any) -> Iterator[re.Pattern[str]]:
    """Patterns that a module writes where it uses them, also with names of its own in them."""
    source = Path(module.__file__).read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in FUNCTIONS
            and node.args
        ):
            try:
                text = eval(compile(ast.Expression(node.args[0]), "", "eval"), dict(vars(module)))
                flags = next(
                    (eval(ast.unparse(one.value), dict(vars(module))) for one in node.keywords if one.arg == "flags"), 0
                )
                if isinstance(text, str):
                    pattern = re.compile(text, flags)
                    if node.func.attr in FUNCTIONS - {"compile", "match", "fullmatch"}:
                        SEARCHED.add(pattern)
                    yield pattern
            except Exception:
                # It depends on what only a run knows; then it is built of what was escaped.
                continue


def example(tree: Any) -> str:
    """Return a text that a part of a pattern takes; assertions are left out."""
    return "".join(taken(kind, value) for kind, value in tree)


def taken(kind: Any, value: Any) -> str:
    """Return a text that one operation takes."""
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if kind is op.ANY:
        return "x"
    if kind is op.IN:
        return member(value)
    if kind is op.BRANCH:
        return example(value[1][0])
    if kind is op.SUBPATTERN:
        return example(value[3])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return example(value[2]) * max(1, min(value[0], 50))
    if kind is op.ATOMIC_GROUP:
        return example(value)
    return ""


CATEGORIES = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_NOT_DIGIT: "x",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_SPACE: "x",
    op.CATEGORY_WORD: "x",
    op.CATEGORY_NOT_WORD: " ",
}


def member(items: Any) -> str:
    """Return a character of a set."""
    if items[0][0] is op.NEGATE:
        return next((sign for sign in "x1 .-\n一*~" if not any(within(sign, item) for item in items[1:])), "囗")
    kind, value = items[0]
    return chr(value) if kind is op.LITERAL else chr(value[0]) if kind is op.RANGE else CATEGORIES[value]


def within(sign: str, item: Any) -> bool:
    """Is a character within an item of a set?"""
    kind, value = item
    if kind is op.LITERAL:
        return ord(sign) == value
    if kind is op.RANGE:
        return value[0] <= ord(sign) <= value[1]
    return bool(
        re.match(
            {
                op.CATEGORY_DIGIT: r"\d",
                op.CATEGORY_SPACE: r"\s",
                op.CATEGORY_WORD: r"\w",
                op.CATEGORY_NOT_DIGIT: r"\D",
                op.CATEGORY_NOT_SPACE: r"\S",
                op.CATEGORY_NOT_WORD: r"\W",
            }[value],
            sign,
        )
    )


def pumps(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repetition of a pattern, and what it repeats."""
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            if value[1] > 12:
                for piece in alternatives(value[2]):
                    yield before, piece
            yield from pumps(value[2], before)
        elif kind is op.SUBPATTERN:
            yield from pumps(value[3], before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from pumps(value[1], before)
        before += taken(kind, value)
    if before:
        # The beginning of a match, again and again: each place may be tried to the end of the text.
        yield "", before


def alternatives(tree: Any) -> Iterator[str]:
    """Texts that one turn of a repetition may take."""
    yield example(tree)
    for kind, value in tree:
        if kind is op.IN:
            yield from (
                sign for sign in " \n1x*-一" if any(within(sign, item) for item in value if item[0] is not op.NEGATE)
            )
        if kind is op.BRANCH:
            yield from (example(branch) for branch in value[1])


def texts(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Texts of about `length` characters on which the pattern has the most to try."""
    seen = set()
    for before, piece in pumps(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)):
        if piece and (before, piece) not in seen:
            seen.add((before, piece))
            yield before + piece * (length // len(piece)) + TAIL


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return the processor's time for everything that the pattern finds in a text."""
    began = time.process_time()
    if pattern in SEARCHED:
        for _ in pattern.finditer(text):
            pass
    pattern.match(text)
    pattern.fullmatch(text)
    return time.process_time() - began
