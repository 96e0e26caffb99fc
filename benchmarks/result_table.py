"""Turns measured figures into a table: ours, the peer's beside it, the ratio, the goal that the project has set."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

HEADINGS = ("figure", "ours", "peer", "ours/peer", "goal", "")
INSTALL = "pip install -r benchmarks/requirements.txt"
"""Installs the peers; `make bench` does so by itself."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; smaller is better."""

    name: str
    ours: float | None
    """None where nothing was measured; the note says why."""
    unit: str
    peer: float | None = None
    limit: float | None = None
    """The goal: the greatest value that is permitted."""
    note: str = ""
    """What the peer is, or how the figure came about."""
    ratio: float | None = None
    """The goal beside the peer: the greatest ratio of ours to the peer's that is permitted."""

    @property
    def row(self) -> tuple[str, ...]:
        """The figure as cells of the table."""
        return (
            f"{self.name} ({self.unit})" if self.unit else self.name,
            "" if self.ours is None else rounded(self.ours),
            "" if self.peer is None else rounded(self.peer),
            f"{self.ours / self.peer:.2f}" if self.peer and self.ours is not None else "",
            self.verdict,
            self.note,
        )

    @property
    def verdict(self) -> str:
        """The goals, and whether each is met."""
        said = ((f"≤ {rounded(most)}{sign}", met) for most, sign, met in self.iter_goals())
        return ", ".join(f"{goal} {'met' if met else 'MISSED'}" for goal, met in said)

    def iter_goals(self) -> Iterator[tuple[float, str, bool]]:
        """Yield each goal: its greatest value, the sign behind it (× for a ratio), whether it is met."""
        if self.limit is not None and self.ours is not None:
            yield self.limit, "", self.ours <= self.limit
        if self.ratio is not None and self.ours is not None and self.peer:
            yield self.ratio, "×", self.ours <= self.ratio * self.peer


def is_installed(package: str) -> bool:
    """Return whether a peer can be run, by the name of its module."""
    return find_spec(package) is not None


def left_out(peer: str, package: str, install: str = INSTALL) -> Figure:
    """Return the remark that stands for the figures beside a peer that is not installed."""
    return Figure(f"beside {peer}", None, "", note=f"left out: {package} is not installed ({install})")


def rounded(value: float) -> str:
    """Return a figure with three significant digits, whole where it is large."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def table(title: str, figures: Iterable[Figure]) -> str:
    """Return figures as lines of text, columns aligned."""
    rows = [HEADINGS, *(figure.row for figure in figures)]
    widths = [max(places(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(padded(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([title, *(f"  {line}" for line in lines), ""])


def summarise(figures: Sequence[Figure], broken: Sequence[str]) -> str:
    """Return how many goals were met, which were not, and which benchmarks broke."""
    goals = [(figure, met) for figure in figures for *_, met in figure.iter_goals()]
    missed = [figure for figure, met in goals if not met]
    lines = [f"{len(goals) - len(missed)} of {len(goals)} goals met"]
    lines += [f"  MISSED: {' · '.join(filter(None, figure.row))}" for figure in dict.fromkeys(missed)]
    lines += [f"  BROKE: {name}" for name in broken]
    return "\n".join(lines)


def places(text: str) -> int:
    """Return the width of `text` in columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """Return `text` filled with spaces to `width` columns."""
    return text + " " * (width - places(text))
