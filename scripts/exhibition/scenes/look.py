"""Turns a scene's name and a seed into its light, its papers and its dice."""

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
"""The twelve accents in two families: papers taken from them by turns never look alike side by side."""
TRIM = {"light": ("cream", "lamp", "mist", "glow"), "dark": ("brick", "river", "paper", "deep-river")}
LIGHT = {"lamp", "yanghang", "luojing", "gucun", "miaohang", "songnan"}
"""Papers on which light cuts would not show."""


@dataclass(frozen=True)
class Look:
    """What a drawing may know about itself. `chance` decides by name; the same seed gives the same light."""

    chance: Chance

    @cached_property
    def hour(self) -> str:
        """The time of day, by its name in `moods.MOODS`."""
        return self.chance.pick("hour", tuple(MOODS))

    @cached_property
    def mood(self) -> Mood:
        """The colours of that time of day."""
        return MOODS[self.hour]

    @cached_property
    def cloths(self) -> list[str]:
        """The papers for clothes and things, warm and cool by turns."""
        families = [self.chance.shuffled(name, papers) for name, papers in (("warm", WARM), ("cool", COOL))]
        return [paper for pair in zip(*families, strict=True) for paper in pair]

    def cloth(self, index: int) -> str:
        """Return one paper; neighbours in number differ."""
        return self.cloths[index % len(self.cloths)]

    def trim(self, index: int) -> str:
        """Return a paper that shows on `cloth(index)`."""
        kind = "dark" if self.cloth(index) in LIGHT else "light"
        return self.chance.pick(f"trim {index}", TRIM[kind])

    def dressed(self, part: Part, index: int, x: float, y: float, scale: float = 1, *, flip: bool = False) -> Stamp:
        """Return a part at (x, y) in the papers number `index`."""
        return Stamp(part, x, y, self.cloth(index), self.trim(index), scale, flip)

    def crowd(
        self, names: str, places: Sequence[Point], scale: float = 1, first: int = 0, *, raised: float = 0
    ) -> Iterator[Stamp]:
        """Yield some of the people `names` (separated by spaces), one at each of `places`, in papers from `first` on.

        Children stand `raised` units higher: on stools, behind tables.
        """
        cast = self.chance.shuffled(f"cast {names}", names.split())
        for index, (x, y) in enumerate(places):
            name = cast[index % len(cast)]
            step, lift = self.chance.between(f"step {names} {index}", -10, 10), raised if name in CHILDREN else 0
            turned = self.chance.happens(f"turn {names} {index}")
            yield self.dressed(PEOPLE[name], first + index, x + step, y - lift, scale, flip=turned)
