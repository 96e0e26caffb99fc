"""Colour names and their RGB values on screens; the inks of the same names are in `exhibition/print/inks.csv`.

Every colour of a drawing is one of these names, so that screens, posters and scenes share one palette.
"""

from __future__ import annotations

TOKENS: dict[str, str] = {
    "paper": "#FBF6EC",
    "ink": "#1F2E35",
    "river": "#0F6B75",
    "deep-river": "#0A444C",
    "lamp": "#F4B23E",
    "brick": "#BF3F2B",
    "leaf": "#4E8B57",
    "mist": "#E4EEEC",
}
"""The eight base colours of the site."""

ACCENTS: dict[str, str] = {
    "wusong": "#0F6B75",
    "youyilu": "#2C5A8A",
    "zhangmiao": "#86502B",
    "luodian": "#3E7447",
    "dachang": "#BF3F2B",
    "yanghang": "#E79A45",
    "yuepu": "#3A5160",
    "luojing": "#A9B665",
    "gucun": "#EBA6A0",
    "gaojing": "#8A3A4A",
    "miaohang": "#F0C15C",
    "songnan": "#86BFB4",
}
"""One accent per street and town, by slug; on screens the same as `accent` in `content/vocabularies/streets.yml`."""


def blend_colours(first: str, second: str, percent: int) -> str:
    """Return `first` mixed with `percent` per cent of `second`; all three colours are hex (`#RRGGBB`)."""
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * percent / 100):02X}" for a, b in pairs)


_PURE = TOKENS | ACCENTS
_BLENDS: dict[str, tuple[str, str, int]] = {
    "cream": ("paper", "lamp", 16),
    "glow": ("paper", "lamp", 42),
    "straw": ("paper", "lamp", 70),
    "apricot": ("lamp", "brick", 30),
    "coral": ("brick", "paper", 30),
    "blush": ("brick", "paper", 58),
    "rose": ("brick", "paper", 78),
    "wine": ("brick", "ink", 38),
    "clay": ("brick", "leaf", 34),
    "wood": ("lamp", "ink", 48),
    "oak": ("lamp", "ink", 66),
    "sprout": ("leaf", "lamp", 34),
    "sage": ("leaf", "paper", 48),
    "dew": ("leaf", "paper", 76),
    "moss": ("leaf", "ink", 38),
    "foam": ("river", "paper", 72),
    "sky": ("songnan", "paper", 36),
    "stream": ("river", "paper", 46),
    "tide": ("river", "paper", 20),
    "night": ("deep-river", "ink", 55),
    "dark": ("ink", "deep-river", 18),
    "stone": ("ink", "paper", 58),
    "ash": ("ink", "paper", 78),
    "dust": ("mist", "lamp", 14),
    "shell": ("paper", "brick", 12),
}

DIM = 34
"""Per cent of `deep-river` mixed into the accents of houses at night."""

SKIN: dict[str, str] = {"skin": "#F3CDA6", "tan": "#E3B083"}
"""Faces and hands of the paper-cut people."""

COLOURS: dict[str, str] = {
    **_PURE,
    **{name: blend_colours(_PURE[a], _PURE[b], share) for name, (a, b, share) in _BLENDS.items()},
    **{f"{name}-dim": blend_colours(hex, TOKENS["deep-river"], DIM) for name, hex in ACCENTS.items()},
    **SKIN,
}
"""Every colour that a drawing may use, by name."""
