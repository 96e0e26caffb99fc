"""Turns a time of day into the colours of sky, houses, walls and windows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
    """Colour names for one time of day, from far to near."""

    sky: tuple[str, str, str]
    """From above to the horizon."""
    disc: str
    """Sun or moon."""
    far: str
    near: str
    pane: str
    """Windows of houses seen from outside."""
    grass: str
    bank: str
    earth: str
    wall: str
    """Walls of rooms, and below it their skirting."""
    skirt: str
    floor: str
    frames: tuple[str, ...]
    """Papers of which the window around the scene may be cut."""


MOODS: dict[str, Mood] = {
    "morning": Mood(
        ("foam", "mist", "cream"), "straw", "foam", "stream", "paper", "sage", "leaf", "glow",
        "cream", "dew", "glow", ("brick", "river", "leaf"),
    ),
    "noon": Mood(
        ("stream", "foam", "mist"), "paper", "foam", "tide", "cream", "sage", "leaf", "glow",
        "mist", "foam", "straw", ("brick", "river", "deep-river"),
    ),
    "dusk": Mood(
        ("coral", "blush", "glow"), "brick", "blush", "clay", "lamp", "sage", "moss", "straw",
        "glow", "blush", "apricot", ("brick", "deep-river", "wine"),
    ),
    "night": Mood(
        ("night", "deep-river", "river"), "glow", "river", "night", "lamp", "moss", "deep-river", "tide",
        "stream", "tide", "wood", ("brick", "ink", "deep-river"),
    ),
}
"""Four times of day."""
