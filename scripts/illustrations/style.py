"""Colours of a scene: the palettes of four times of day, and the choice that a seed makes among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .paper_layers import GroupItem, ShapeGroup
from .people import CHILDREN, PEOPLE
from .seeded_random import SeededRandom
from .svg_paths import Point


@dataclass(frozen=True, slots=True)
class TimeOfDayPalette:
    """Colour names for one time of day, from far to near."""

    sky: tuple[str, str, str]
    """From the top to the horizon."""
    disc: str
    """Sun or moon."""
    far: str
    near: str
    pane: str
    """Windows of houses seen from outside."""
    grass: str
    bank: str
    """Trees and bushes."""
    earth: str
    stone: str
    """Masonry outdoors; `foot` is its dark base."""
    foot: str
    wall: str
    """Walls of rooms; `skirt` is their skirting."""
    skirt: str
    floor: str
    frames: tuple[str, ...]
    """Colours of which the frame around the scene may be."""


TIMES_OF_DAY: dict[str, TimeOfDayPalette] = {
    "morning": TimeOfDayPalette(
        ("foam", "mist", "cream"),
        "lamp",
        "foam",
        "stream",
        "paper",
        "sage",
        "leaf",
        "glow",
        "cream",
        "straw",
        "cream",
        "dew",
        "glow",
        ("brick", "river", "luodian", "youyilu", "gucun"),
    ),
    "noon": TimeOfDayPalette(
        ("sky", "mist", "paper"),
        "paper",
        "foam",
        "stream",
        "cream",
        "luojing",
        "leaf",
        "cream",
        "mist",
        "foam",
        "mist",
        "foam",
        "straw",
        ("brick", "river", "miaohang", "deep-river", "yanghang"),
    ),
    "dusk": TimeOfDayPalette(
        ("blush", "rose", "glow"),
        "apricot",
        "coral",
        "tide",
        "lamp",
        "sage",
        "moss",
        "straw",
        "shell",
        "blush",
        "shell",
        "rose",
        "straw",
        ("brick", "deep-river", "gaojing", "yanghang", "river"),
    ),
    "night": TimeOfDayPalette(
        ("night", "deep-river", "river"),
        "glow",
        "river",
        "night",
        "lamp",
        "moss",
        "river",
        "tide",
        "stream",
        "tide",
        "glow",
        "songnan",
        "wood",
        ("brick", "ink", "deep-river", "yuepu", "gaojing"),
    ),
}
"""Four times of day; indoors the lamps are lit at night."""


WARM = ("zhangmiao", "dachang", "yanghang", "gucun", "gaojing", "miaohang")
COOL = ("wusong", "youyilu", "luodian", "yuepu", "luojing", "songnan")
"""The twelve accents in two families: colours taken from them alternately never look alike side by side."""
TRIM = {"light": ("cream", "lamp", "mist", "glow"), "dark": ("brick", "river", "paper", "deep-river")}
LIGHT = {"lamp", "yanghang", "luojing", "gucun", "miaohang", "songnan"}
"""Colours on which light ornaments would not be visible."""


@dataclass(frozen=True)
class SceneStyle:
    """The style of one drawing. Choices are made by name through `random`; the same seed gives the same style."""

    random: SeededRandom

    @cached_property
    def hour(self) -> str:
        """The time of day, by its name in `TIMES_OF_DAY`."""
        return self.random.pick("hour", tuple(TIMES_OF_DAY))

    @cached_property
    def palette(self) -> TimeOfDayPalette:
        """The colours of that time of day."""
        return TIMES_OF_DAY[self.hour]

    @cached_property
    def colours(self) -> list[str]:
        """The colours for clothes and objects, warm and cool alternately."""
        families = [self.random.shuffle(name, papers) for name, papers in (("warm", WARM), ("cool", COOL))]
        return [paper for pair in zip(*families, strict=True) for paper in pair]

    def get_colour(self, index: int) -> str:
        """Return one colour; consecutive indexes give different colours."""
        return self.colours[index % len(self.colours)]

    def pick_trim(self, index: int) -> str:
        """Return a second colour that is visible on the colour of `index`."""
        kind = "dark" if self.get_colour(index) in LIGHT else "light"
        return self.random.pick(f"trim {index}", TRIM[kind])

    def place_group(
        self, part: ShapeGroup, index: int, x: float, y: float, scale: float = 1, *, flip: bool = False
    ) -> GroupItem:
        """Return a group item at (x, y) in the colours of `index`."""
        return GroupItem(part, x, y, self.get_colour(index), self.pick_trim(index), scale, flip)

    def place_people(
        self, names: str, places: Sequence[Point], scale: float = 1, first: int = 0, *, raised: float = 0
    ) -> Iterator[GroupItem]:
        """Yield some of the people `names` (separated by spaces), one at each of `places`, in colours from `first` on.

        Children stand `raised` units higher: on stools, behind tables.
        """
        cast = self.random.shuffle(f"cast {names}", names.split())
        for index, (x, y) in enumerate(places):
            name = cast[index % len(cast)]
            step, lift = self.random.pick_number(f"step {names} {index}", -10, 10), raised if name in CHILDREN else 0
            turned = self.random.decide(f"turn {names} {index}")
            yield self.place_group(PEOPLE[name], first + index, x + step, y - lift, scale, flip=turned)
