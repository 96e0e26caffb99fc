"""Slips in one file, collected with their places and the finished lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..diagnostics import Diagnostic, Span
from ..model.rules import Slip


@lru_cache(maxsize=2)
def lines_of(text: str) -> list[str]:
    """Return the lines of a text; many slips ask for those of one."""
    return text.split("\n")


@dataclass(slots=True)
class Notes:
    """The diagnostics of one file. `text` is the file as its author sees it, for finished lines."""

    path: str
    text: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    mended: dict[int, str] = field(default_factory=dict)
    """Lines that were mended in memory, by their number: later slips on them are mended on top."""
    guessed: dict[int, str] = field(default_factory=dict)
    """Lines on which a mend was a guess, as they stood before the first guess."""
    hushed: bool = False
    """Is all said that can be? Of a file in two versions nothing more is certain, so further slips are not noted."""

    @property
    def certain(self) -> dict[int, str]:
        """The lines that were mended in memory, without what was only guessed."""
        return {**self.mended, **self.guessed}

    def say(self, slip: Slip, line: int = 1, column: int = 1, fixed: str | None = None) -> None:
        """Note a slip at a place; `fixed` is the finished line, on which later slips of the line build."""
        if self.hushed:
            return
        better = fixed if fixed is not None else slip.text
        if better is not None:
            if slip.asks:
                self.guessed.setdefault(line, self.line(line))
            self.mended[line] = better
        rule, span = slip.rule, Span(self.path, line, column)
        self.diagnostics.append(Diagnostic(span, rule.code, rule.severity, slip.message, slip.hint, better))

    def keep(self, matters: Callable[[str], bool]) -> None:
        """Leave out what does not matter, by its code."""
        self.diagnostics = [one for one in self.diagnostics if matters(one.code)]

    def say_of_value(self, slip: Slip, text: str, line: int, column: int) -> None:
        """Note a slip of the value `text` that stands at a place: its finished line is the line with it replaced."""
        self.say(replace(slip, text=None), line, column, self.replaced(slip.text, text, line) or None)

    def finished(self) -> list[Diagnostic]:
        """Return the diagnostics, each finished line with every mend of that line in it: what to paste is one line."""
        return [
            replace(one, fixed=self.mended.get(one.span.line) or one.fixed) if one.fixed is not None else one
            for one in self.diagnostics
        ]

    def replaced(self, better: str | None, text: str, line: int) -> str:
        """Return the line with `text` replaced by what is `better`; nothing where that is not certain."""
        written = self.line(line)
        if better is None or not text or text not in written:
            return ""
        head, _, tail = written.rpartition(text)
        return f"{head}{better}{tail}"

    def line(self, number: int) -> str:
        """Return line `number` as it stands after the mends so far."""
        return self.mended[number] if number in self.mended else self.own_line(number)

    def own_line(self, number: int) -> str:
        """Return line `number` as its author wrote it."""
        lines = lines_of(self.text)
        return lines[number - 1] if number <= len(lines) else ""
