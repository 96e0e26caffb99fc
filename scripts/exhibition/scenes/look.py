"""Time of day and colours of a scene, chosen by its seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .chance import Chance
from .moods import MOODS, Mood
from .paper import Part, Stamp
from .people import CHILDREN, PEOPLE
from .shapes import Point

WARM = ("zhangmiao", "dachang", "yanghang", "gucun", "gaojing", "miaohang")
COOL = ("wusong", "youyilu", "luodian", "yuepu", "luojing", "songnan")
"""The twelve accents in two families: colours taken from them alternately never look alike side by side."""
TRIM = {"light": ("cream", "lamp", "mist", "glow"), "dark": ("brick", "river", "paper", "deep-river")}
LIGHT = {"lamp", "yanghang", "luojing", "gucun", "miaohang", "songnan"}
"""Colours on which light ornaments would not be visible."""


@dataclass(frozen=True)
class Look:
    """The style of one drawing. Choices are made by name through `chance`; the same seed gives the same style."""

    chance: Chance

    @cached_property
    def hour(self) -> str:
        """The time of day, by its name in `TIMES_OF_DAY`."""
        return self.chance.pick("hour", tuple(MOODS))

    @cached_property
    def mood(self) -> Mood:
        """The colours of that time of day."""
        return MOODS[self.hour]

    @cached_property
    def cloths(self) -> list[str]:
        """The colours for clothes and objects, warm and cool alternately."""
        families = [self.chance.shuffled(name, papers) for name, papers in (("warm", WARM), ("cool", COOL))]
        return [paper for pair in zip(*families, strict=True) for paper in pair]

    def cloth(self, index: int) -> str:
        """Return one colour; consecutive indexes give different colours."""
        return self.cloths[index % len(self.cloths)]

    def trim(self, index: int) -> str:
        """Return a second colour that is visible on the colour of `index`."""
        kind = "dark" if self.cloth(index) in LIGHT else "light"
        return self.chance.pick(f"trim {index}", TRIM[kind])

    def dressed(self, part: Part, index: int, x: float, y: float, scale: float = 1, *, flip: bool = False) -> Stamp:
        """Return a group item at (x, y) in the colours of `index`."""
        return Stamp(part, x, y, self.cloth(index), self.trim(index), scale, flip)

    def crowd(
        self, names: str, places: Sequence[Point], scale: float = 1, first: int = 0, *, raised: float = 0
    ) -> Iterator[Stamp]:
        """Yield some of the people `names` (separated by spaces), one at each of `places`, in colours from `first` on.

        Children stand `raised` units higher: on stools, behind tables.
        """
        cast = self.chance.shuffled(f"cast {names}", names.split())
        for index, (x, y) in enumerate(places):
            name = cast[index % len(cast)]
            step, lift = self.chance.between(f"step {names} {index}", -10, 10), raised if name in CHILDREN else 0
            turned = self.chance.happens(f"turn {names} {index}")
            yield self.dressed(PEOPLE[name], first + index, x + step, y - lift, scale, flip=turned)
