"""Turns colour names into the hex and CMYK values of the exhibition's look.

Every colour of a drawing is one of these names, so that screens, posters and scenes stay of one hand.
"""

from __future__ import annotations

from typing import NamedTuple


class Ink(NamedTuple):
    """A colour for screens (`#RRGGBB`, sRGB) and for print (per cent of cyan, magenta, yellow, black; coated stock)."""

    hex: str
    cmyk: tuple[int, int, int, int]


TOKENS: dict[str, Ink] = {
    "paper": Ink("#FBF6EC", (1, 3, 8, 0)),
    "ink": Ink("#1F2E35", (80, 60, 55, 50)),
    "river": Ink("#0F6B75", (95, 45, 48, 15)),
    "deep-river": Ink("#0A444C", (95, 55, 50, 45)),
    "lamp": Ink("#F4B23E", (3, 34, 90, 0)),
    "brick": Ink("#BF3F2B", (18, 90, 95, 9)),
    "leaf": Ink("#4E8B57", (74, 25, 85, 10)),
    "mist": Ink("#E4EEEC", (10, 2, 7, 0)),
}
"""The eight colours of the house."""

ACCENTS: dict[str, Ink] = {
    "wusong": Ink("#0F6B75", (95, 45, 48, 15)),
    "youyilu": Ink("#2C5A8A", (95, 68, 20, 7)),
    "zhangmiao": Ink("#86502B", (33, 73, 95, 33)),
    "luodian": Ink("#3E7447", (80, 33, 92, 23)),
    "dachang": Ink("#BF3F2B", (18, 90, 95, 9)),
    "yanghang": Ink("#E79A45", (7, 46, 88, 0)),
    "yuepu": Ink("#3A5160", (84, 62, 46, 32)),
    "luojing": Ink("#A9B665", (38, 17, 76, 0)),
    "gucun": Ink("#EBA6A0", (4, 42, 30, 0)),
    "gaojing": Ink("#8A3A4A", (32, 90, 62, 29)),
    "miaohang": Ink("#F0C15C", (5, 25, 76, 0)),
    "songnan": Ink("#86BFB4", (49, 9, 34, 0)),
}
"""One accent per street and town, by slug; on screens the same as `accent` in `content/vocabularies/streets.yml`.

CMYK values are starting values with at most 250 % of ink; the printing profile has the last word.
"""


def blended(first: str, second: str, percent: int) -> str:
    """Return the hex of `percent` per cent of `second` in `first` (both hex)."""
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
"""Per cent of night in the accents of houses after dark."""

SKIN: dict[str, str] = {"skin": "#F3CDA6", "tan": "#E3B083"}
"""Faces and hands of the paper-cut people."""

COLOURS: dict[str, str] = {
    **{name: ink.hex for name, ink in _PURE.items()},
    **{name: blended(_PURE[a].hex, _PURE[b].hex, share) for name, (a, b, share) in _BLENDS.items()},
    **{f"{name}-dim": blended(ink.hex, TOKENS["deep-river"].hex, DIM) for name, ink in ACCENTS.items()},
    **SKIN,
}
"""Every colour that a drawing may use, by name."""
