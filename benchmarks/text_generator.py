"""Turns the tables of `grammar.yml` into Chinese text: one seed, one text, hardly two sentences alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

TABLES = Path(__file__).with_name("grammar.yml")
SLOT = re.compile(r"\{(.+?)\}")


def tables() -> dict[str, Any]:
    """Return the tables of `grammar.yml`."""
    loaded: dict[str, Any] = yaml.load(TABLES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


@cache
def pieces(pattern: str) -> tuple[str, ...]:
    """Return `pattern` cut at its slots: text at even places, names of slots at odd ones."""
    return tuple(SLOT.split(pattern))


class Speech:
    """Says sentences from patterns: each slot is filled by chance, no word stands twice in one sentence."""

    def __init__(self, words: dict[str, list[str] | str], chance: Random) -> None:
        self.words = {name: spelled_out(value) for name, value in words.items()}
        self.chance = chance

    def word(self, slot: str, used: Sequence[str] = ()) -> str:
        """Return a word for `slot` that is not in `used`."""
        while (word := self.chance.choice(self.words[slot])) in used:
            pass
        return word

    def say(self, pattern: str) -> str:
        """Return `pattern` with its slots filled."""
        parts = list(pieces(pattern))
        for place in range(1, len(parts), 2):
            parts[place] = self.word(parts[place], parts[1:place:2])
        return "".join(parts)

    def one(self, patterns: Sequence[str]) -> str:
        """Say one of `patterns`."""
        return self.say(self.chance.choice(patterns))

    def some(self, patterns: Sequence[str], least: int, most: int) -> list[str]:
        """Say `least` to `most` different ones of `patterns`."""
        return [self.say(pattern) for pattern in self.chance.sample(patterns, self.chance.randint(least, most))]

    def few(self, choices: Sequence[str], least: int, most: int) -> list[str]:
        """Return `least` to `most` different ones of `choices`, as many as there are, as they stand."""
        return self.chance.sample(choices, min(self.chance.randint(least, most), len(choices)))

    def happens(self, share: float) -> bool:
        """Say whether something comes true that does so in this share of cases."""
        return self.chance.random() < share


def spelled_out(words: list[str] | str) -> list[str]:
    """Return a list of words; a range `2-40` becomes its numbers."""
    if isinstance(words, list):
        return words
    first, last = words.split("-")
    return [str(number) for number in range(int(first), int(last) + 1)]
