"""Places in content files and the messages about them.

The lowest layer: everything above may name a place (`Span`), a result of a check (`Finding`) and a result with code
and severity (`Diagnostic`). Nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any

from .lazy import dataclass


class Severity(Enum):
    """Severity of a diagnostic. The value is the word that volunteers read."""

    ERROR = "错误"
    """Stops the build."""
    ADVICE = "提醒"
    """Never stops anything."""


LINED = (".md", ".yml", "permalinks.csv", "sheets/units.csv", "sheets/clusters.csv")
"""Endings of paths of files that are read line by line."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Place in a content file.

    `path` is POSIX and relative to the folder that holds `content/`; `line` and `column` count from 1, in characters
    (not bytes), so that they are right for Chinese.
    """

    path: str
    line: int = 1
    column: int = 1

    @property
    def lined(self) -> bool:
        """Whether it is in a text file. Of a folder, a film or a document only the name is reported."""
        return self.path.endswith(LINED)

    @property
    def place(self) -> str:
        """Line in Chinese, with the separator before the message; empty where there are no lines."""
        return f"第 {self.line} 行 · " if self.lined else ""


class Spans(Mapping[str, Span]):
    """Places of one entry by key. A `Span` is created on access, because most are never reported.

    They are in the file `path`, except those of the top-level keys in `paths`, which stand in side files. `deferred` are
    functions that return the places within the values of a top-level key; they are called when one of them is asked for.
    """

    __slots__ = ("deferred", "path", "paths", "places")

    def __init__(self, path: str) -> None:
        self.path = path
        self.paths: dict[str, str] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self.deferred: dict[str, Callable[[], Mapping[str, tuple[int, int]]]] = {}

    def find_place(self, key: str) -> tuple[int, int] | None:
        """Return line and column of `key`; None where there is no such place."""
        place = self.places.get(key)
        if place is None and self.deferred and (make := self.deferred.pop(key.partition(".")[0], None)):
            self.places.update(make())
            place = self.places.get(key)
        return place

    def find_all_places(self) -> dict[str, tuple[int, int]]:
        """Return every place by its key."""
        while self.deferred:
            self.places.update(self.deferred.popitem()[1]())
        return self.places

    def __getitem__(self, key: str) -> Span:
        place = self.find_place(key)
        if place is None:
            raise KeyError(key)
        return Span(self.find_path(key), *place)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the place of `key`, or `default`."""
        place = self.find_place(key)
        return Span(self.find_path(key), *place) if place else default

    def find_path(self, key: str) -> str:
        """Return the file in which the value of a key stands."""
        return self.paths.get(key.partition(".")[0], self.path) if self.paths else self.path

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find_place(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.find_all_places())

    def __len__(self) -> int:
        return len(self.find_all_places())


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of a check: a place and a message; its rule supplies code and severity.

    `hint` is one concrete action that begins with a verb; `fixed` is the corrected line where it is certain.
    """

    span: Span
    message: str
    hint: str = ""
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Kind of mistake: a stable code, the name of the fault, and its manual.

    `manual` is the docstring of the check (what is wrong, Bad / Good), from which the help page is generated.
    """

    code: str
    name: str
    severity: Severity
    title: str
    manual: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Finding with the code and severity of its rule: what people and machines read."""

    span: Span
    code: str
    severity: Severity
    message: str
    hint: str = ""
    fixed: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether this stops a build."""
        return self.severity is Severity.ERROR


class Refusal(Exception):
    """A command cannot do what was asked for; nothing has been changed.

    Its only argument is a Chinese sentence that says what to do.
    """


def to_diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    """Return `finding` with the code and severity of `rule`."""
    return Diagnostic(finding.span, rule.code, rule.severity, finding.message, finding.hint, finding.fixed)
