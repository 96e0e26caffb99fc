"""Turns a seed and the name of a decision into that decision, the same in every run and on every machine.

Each decision has its own name, so a new one never changes an old one, and two scenes that share a seed share what they
decide under the same name (the frame and the light of a before/after pair).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chance:
    """Dice that fall as `seed` says."""

    seed: str

    def share(self, name: str) -> float:
        """Return a number from 0 up to 1 for the decision `name`."""
        return int.from_bytes(sha256(f"{self.seed}\n{name}".encode()).digest()[:6], "big") / 2**48

    def pick(self, name: str, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[int(self.share(name) * len(options))]

    def between(self, name: str, low: float, high: float) -> float:
        """Return a number from `low` to `high`, rounded to whole units."""
        return float(round(low + (high - low) * self.share(name)))

    def happens(self, name: str, odds: float = 0.5) -> bool:
        """Return whether something that comes true at `odds` comes true."""
        return self.share(name) < odds

    def shuffled(self, name: str, options: Sequence[T]) -> list[T]:
        """Return `options` in another order."""
        return [item for _, item in sorted(enumerate(options), key=lambda pair: self.share(f"{name}/{pair[0]}"))]
