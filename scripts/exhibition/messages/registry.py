"""Registry of message codes, and the collector of the messages of one file.

`register_message` turns a function that words one kind of fault into a rule with a code; calling it returns a
`FieldIssue`. Checks register their codes here too (`checks.registry.check`), so every code is known in one place.
`DiagnosticCollector` gives issues their place in a file and the corrected line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..diagnostics import Diagnostic, Span
from ..model.rules import Slip


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
        """The lines that were mended in memory, without what was only guessed."""
        return {**self.fixed_lines, **self.guessed_lines}

    def report(self, issue: Slip, line: int = 1, column: int = 1, fixed: str | None = None) -> None:
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

    def report_value(self, issue: Slip, text: str, line: int, column: int) -> None:
        """Note a slip of the value `text` that stands at a place: its finished line is the line with it replaced."""
        self.report(replace(issue, text=None), line, column, self.replace_in_line(issue.text, text, line) or None)

    def to_diagnostics(self) -> list[Diagnostic]:
        """Return the diagnostics, each finished line with every mend of that line in it: what to paste is one line."""
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
        """Return line `number` as it stands after the mends so far."""
        return self.fixed_lines[number] if number in self.fixed_lines else self.get_original_line(number)

    def get_original_line(self, number: int) -> str:
        """Return line `number` as its author wrote it."""
        lines = split_lines(self.text)
        return lines[number - 1] if number <= len(lines) else ""
