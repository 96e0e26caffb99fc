"""Deterministic choices derived from a seed, the same in every run and on every machine.

Each choice has its own name, so a new one never changes an old one, and two scenes that share a seed share the choices
of the same name (the frame and the light of a before/after pair).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SeededRandom:
    """Deterministic choices derived from `seed`."""

    seed: str

    def compute_fraction(self, name: str) -> float:
        """Return a number in [0, 1) for the choice `name`."""
        return int.from_bytes(sha256(f"{self.seed}\n{name}".encode()).digest()[:6], "big") / 2**48

    def pick(self, name: str, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[int(self.compute_fraction(name) * len(options))]

    def pick_number(self, name: str, low: float, high: float) -> float:
        """Return a number from `low` to `high`, rounded to whole units."""
        return float(round(low + (high - low) * self.compute_fraction(name)))

    def decide(self, name: str, odds: float = 0.5) -> bool:
        """Return True with probability `odds`."""
        return self.compute_fraction(name) < odds

    def shuffle(self, name: str, options: Sequence[T]) -> list[T]:
        """Return `options` in a seeded order."""
        return [
            item for _, item in sorted(enumerate(options), key=lambda pair: self.compute_fraction(f"{name}/{pair[0]}"))
        ]
