"""Registry of message codes, and the collector of the messages of one file.

`register_message` turns a function that words one kind of fault into a rule with a code; calling it returns a
`FieldIssue`. Checks register their codes here too (`checks.registry.check`), so every code is known in one place.
`DiagnosticCollector` gives issues their place in a file and the corrected line.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import field, replace
from functools import lru_cache
from typing import NamedTuple, ParamSpec

from ..diagnostics import Diagnostic, Rule, Severity, Span
from ..lazy import dataclass

P = ParamSpec("P")
RULES: dict[str, Rule] = {}
"""Every registered rule by its code."""
RETIRED: dict[str, str] = {
    "E355": "台账里的行换了位置",
    "E356": "新的一行没有加在最后",
}
"""Codes that nothing reports any more, with their titles: their help pages stay, and no other rule may take them."""


REMOVED = "\0"
"""What stands in `fixed_lines` for a line that goes away with the mend of the line above it."""


class Message(NamedTuple):
    """What a wording says: the sentence, one action that begins with a verb, and the text as it should be written."""

    message: str
    hint: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class FieldIssue:
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
        return is_question(self.message)


def is_question(message: str) -> bool:
    """Is a sentence a question?"""
    return message.endswith("？")


def register_rule(code: str, name: str, severity: Severity, title: str, manual: str | None) -> Rule:
    """Enter a rule under its code and return it.

    Raises ValueError where the code is taken: codes are promises to people, like addresses.
    """
    if code in RETIRED:
        raise ValueError(f"code {code} was retired: {name} needs another")
    if code in RULES:
        raise ValueError(f"code {code} belongs to {RULES[code].name}, not to {name}")
    rule = RULES[code] = Rule(code, name, severity, title, inspect.cleandoc(manual or ""))
    return rule


def register_message(
    code: str, severity: Severity, title: str
) -> Callable[[Callable[P, Message]], Callable[P, FieldIssue]]:
    """Decorate a function that words one kind of mistake: it becomes a rule and returns a `FieldIssue`."""

    def decorate(words: Callable[P, Message]) -> Callable[P, FieldIssue]:
        rule = register_rule(code, words.__name__, severity, title, words.__doc__)

        def slip(*args: P.args, **kwargs: P.kwargs) -> FieldIssue:
            said = words(*args, **kwargs)
            return FieldIssue(rule, said.message, said.hint, said.text)

        slip.__name__, slip.__doc__ = words.__name__, words.__doc__
        return slip

    return decorate


@lru_cache(maxsize=2)
def split_lines(text: str) -> list[str]:
    """Return the lines of a text; many slips ask for those of one."""
    return text.split("\n")


@dataclass(slots=True)
class DiagnosticCollector:
    """The diagnostics of one file. `text` is the file as its author sees it, for finished lines."""

    path: str
    text: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    fixed_lines: dict[int, str] = field(default_factory=dict)
    """Lines that were mended in memory, by their number: later slips on them are mended on top."""
    guessed_lines: dict[int, str] = field(default_factory=dict)
    """Lines on which a mend was a guess, as they stood before the first guess."""
    is_muted: bool = False
    """Is all said that can be? Of a file in two versions nothing more is certain, so further slips are not noted."""

    @property
    def certain_fixes(self) -> dict[int, str]:
        """The lines that were corrected in memory, without guesses."""
        return {**self.fixed_lines, **self.guessed_lines}

    def report(self, issue: FieldIssue, line: int = 1, column: int = 1, fixed: str | None = None) -> None:
        """Note a slip at a place; `fixed` is the finished line, on which later slips of the line build."""
        if self.is_muted:
            return
        better = fixed if fixed is not None else issue.text
        if better is not None:
            if issue.asks:
                self.guessed_lines.setdefault(line, self.get_line(line))
            self.fixed_lines[line] = better
        rule, span = issue.rule, Span(self.path, line, column)
        self.diagnostics.append(Diagnostic(span, rule.code, rule.severity, issue.message, issue.hint, better))

    def keep_codes(self, matters: Callable[[str], bool]) -> None:
        """Leave out what does not matter, by its code."""
        self.diagnostics = [one for one in self.diagnostics if matters(one.code)]

    def report_value(self, issue: FieldIssue, text: str, line: int, column: int) -> None:
        """Note a slip of the value `text` that stands at a place: its finished line is the line with it replaced."""
        self.report(replace(issue, text=None), line, column, self.replace_in_line(issue.text, text, line) or None)

    def to_diagnostics(self) -> list[Diagnostic]:
        """Return the diagnostics; a finished line holds every correction of that line, so that one line can be pasted."""
        return [
            replace(one, fixed=self.fixed_lines.get(one.span.line) or one.fixed) if one.fixed is not None else one
            for one in self.diagnostics
        ]

    def replace_in_line(self, better: str | None, text: str, line: int) -> str:
        """Return the line with `text` replaced by what is `better`; nothing where that is not certain."""
        written = self.get_line(line)
        if better is None or not text or text not in written:
            return ""
        head, _, tail = written.rpartition(text)
        return f"{head}{better}{tail}"

    def get_line(self, number: int) -> str:
        """Return line `number` with the corrections so far."""
        return self.fixed_lines[number] if number in self.fixed_lines else self.get_original_line(number)

    def get_original_line(self, number: int) -> str:
        """Return line `number` as its author wrote it."""
        lines = split_lines(self.text)
        return lines[number - 1] if number <= len(lines) else ""
