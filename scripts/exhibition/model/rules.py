"""One registry of all kinds of mistakes: a decorated function becomes a rule, its docstring the manual.

A *wording* is a function that takes the facts of one mistake and says it; decorated with `wording` it returns a `Slip`.
Checks register themselves here too (`checks.run_checks`), so that every code is known in one place.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, ParamSpec

from ..diagnostics import Rule, Severity

P = ParamSpec("P")

RULES: dict[str, Rule] = {}
"""Every registered rule by its code."""


RETIRED: dict[str, str] = {
    "E355": "台账里的行换了位置",
    "E356": "新的一行没有加在最后",
}
"""Codes that nothing reports any more, with their titles: their help pages stay, and no other rule may take them."""


class Said(NamedTuple):
    """What a wording says: the sentence, one action that begins with a verb, and the text as it should be written."""

    message: str
    hint: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in one piece of text, without its place.

    `text` is the same piece as it should be written, where that is certain; None where it is not.
    """

    rule: Rule
    message: str
    hint: str = ""
    text: str | None = None

    @property
    def asks(self) -> bool:
        """Is what it proposes a guess? A sentence that asks waits for a person's answer."""
        return asks(self.message)


def asks(message: str) -> bool:
    """Does a sentence ask instead of telling?"""
    return message.endswith("？")


def register(code: str, name: str, severity: Severity, title: str, manual: str | None) -> Rule:
    """Enter a rule under its code and return it.

    Raises ValueError where the code is taken: codes are promises to people, like addresses.
    """
    if code in RETIRED:
        raise ValueError(f"code {code} was retired: {name} needs another")
    if code in RULES:
        raise ValueError(f"code {code} belongs to {RULES[code].name}, not to {name}")
    rule = RULES[code] = Rule(code, name, severity, title, inspect.cleandoc(manual or ""))
    return rule


def wording(code: str, severity: Severity, title: str) -> Callable[[Callable[P, Said]], Callable[P, Slip]]:
    """Decorate a function that words one kind of mistake: it becomes a rule and returns a `Slip`."""

    def decorate(words: Callable[P, Said]) -> Callable[P, Slip]:
        rule = register(code, words.__name__, severity, title, words.__doc__)

        def slip(*args: P.args, **kwargs: P.kwargs) -> Slip:
            said = words(*args, **kwargs)
            return Slip(rule, said.message, said.hint, said.text)

        slip.__name__, slip.__doc__ = words.__name__, words.__doc__
        return slip

    return decorate
