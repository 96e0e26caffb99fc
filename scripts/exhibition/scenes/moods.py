"""Palettes of four times of day: colours of sky, houses, walls and windows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
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


MOODS: dict[str, Mood] = {
    "morning": Mood(
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
    "noon": Mood(
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
    "dusk": Mood(
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
    "night": Mood(
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
