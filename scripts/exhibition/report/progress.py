"""Progress of long work with an estimate of what is left, for a person at a terminal or a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Advance = Callable[[int, int], None]
"""Called with how many pieces are done and how many there are."""

PERIOD_S = 1.0
"""Seconds between two lines of one phase: often enough to see life, rare enough for a log."""


def silent(done: int, total: int) -> None:
    """Advance without saying anything."""


@dataclass
class Progress:
    """Says what is being done and how long it may still take; remembers how long each phase took.

    `say` receives finished Chinese lines. `seconds` holds wall seconds by phase, in order.
    """

    say: Callable[[str], None] = lambda line: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[Advance]:
        """Time one phase; the yielded function may be called as its pieces are done."""
        start = said = time.monotonic()

        def advance(done: int, total: int) -> None:
            nonlocal said
            now = time.monotonic()
            if done < total and now - said < PERIOD_S:
                return
            if done < total or now - start >= PERIOD_S:
                said = now
                self.say(f"{name} {done}/{total}{estimate(now - start, done, total)}")

        try:
            yield advance
        finally:
            self.seconds[name] = time.monotonic() - start


def estimate(elapsed_s: float, done: int, total: int) -> str:
    """Return ` · 还要约 8 秒`, or nothing where there is nothing left or nothing to go by."""
    if not 0 < done < total:
        return ""
    left = elapsed_s * (total - done) / done
    return f" · 还要约 {left / 60:.0f} 分钟" if left >= 90 else f" · 还要约 {max(1, round(left))} 秒"
