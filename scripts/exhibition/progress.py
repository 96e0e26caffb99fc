"""Progress of long work with an estimate of the remaining time, for a terminal or a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Advance = Callable[[int, int], None]
"""Called with the number of pieces that are done and of all pieces."""

PERIOD_S = 1.0
"""Seconds between two lines of one phase: often enough to show activity, seldom enough for a log."""


def ignore_progress(done: int, total: int) -> None:
    """Do nothing: an `Advance` without output."""


@dataclass
class Progress:
    """Progress messages with an estimate of the remaining time, and the duration of each phase.

    `say` receives finished Chinese lines. `seconds` holds wall seconds by phase, in order.
    """

    say: Callable[[str], None] = lambda line: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time_phase(self, name: str) -> Iterator[Advance]:
        """Measure one phase; the yielded function may be called as its pieces are done."""
        start = said = time.monotonic()

        def advance(done: int, total: int) -> None:
            nonlocal said
            now = time.monotonic()
            if done < total and now - said < PERIOD_S:
                return
            if done < total or now - start >= PERIOD_S:
                said = now
                self.say(f"{name} {done}/{total}{format_estimate(now - start, done, total)}")

        try:
            yield advance
        finally:
            self.seconds[name] = time.monotonic() - start


def format_estimate(elapsed_s: float, done: int, total: int) -> str:
    """Return ` · 还要约 8 秒`, or an empty text where nothing is left or no estimate is possible."""
    if not 0 < done < total:
        return ""
    left = elapsed_s * (total - done) / done
    return f" · 还要约 {left / 60:.0f} 分钟" if left >= 90 else f" · 还要约 {max(1, round(left))} 秒"
