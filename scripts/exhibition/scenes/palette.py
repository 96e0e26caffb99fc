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
    "paper": Ink("#FBF6EC", (2, 3, 9, 0)),
    "ink": Ink("#1F2E35", (80, 60, 55, 60)),
    "river": Ink("#0F6B75", (90, 45, 45, 15)),
    "deep-river": Ink("#0A444C", (95, 60, 55, 40)),
    "lamp": Ink("#F4B23E", (3, 34, 84, 0)),
    "brick": Ink("#BF3F2B", (18, 87, 91, 7)),
    "leaf": Ink("#4E8B57", (72, 26, 78, 9)),
    "mist": Ink("#E4EEEC", (13, 3, 9, 0)),
}
"""The eight colours of the house."""

ACCENTS: dict[str, Ink] = {
    "wusong": Ink("#17648A", (90, 55, 25, 8)),
    "youyilu": Ink("#B0492B", (20, 80, 90, 12)),
    "zhangmiao": Ink("#7D4A6B", (52, 78, 32, 18)),
    "luodian": Ink("#A63442", (24, 90, 66, 16)),
    "dachang": Ink("#8A6420", (36, 55, 95, 27)),
    "yanghang": Ink("#3B7A48", (78, 30, 84, 16)),
    "yuepu": Ink("#41618F", (80, 60, 20, 5)),
    "luojing": Ink("#667029", (56, 38, 97, 22)),
    "gucun": Ink("#A94B6C", (28, 82, 34, 9)),
    "gaojing": Ink("#1E7362", (86, 32, 62, 17)),
    "miaohang": Ink("#98552F", (28, 69, 85, 22)),
    "songnan": Ink("#4C6273", (72, 50, 40, 20)),
}
"""One accent per street and town, by slug: equally dark (white reads on each with 4.5:1 or more), clearly apart in hue."""


def blended(first: str, second: str, percent: int) -> str:
    """Return the hex of `percent` per cent of `second` in `first` (both hex)."""
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * percent / 100):02X}" for a, b in pairs)


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
    "stream": ("river", "paper", 46),
    "tide": ("river", "paper", 20),
    "night": ("deep-river", "ink", 55),
    "dark": ("ink", "deep-river", 18),
    "stone": ("ink", "paper", 58),
    "ash": ("ink", "paper", 78),
    "dust": ("mist", "lamp", 14),
    "shell": ("paper", "brick", 12),
}

SKIN: dict[str, str] = {"skin": "#F3CDA6", "tan": "#E3B083"}
"""Faces and hands of the paper-cut people."""

COLOURS: dict[str, str] = {
    **{name: ink.hex for name, ink in (TOKENS | ACCENTS).items()},
    **{name: blended(TOKENS[a].hex, TOKENS[b].hex, share) for name, (a, b, share) in _BLENDS.items()},
    **SKIN,
}
"""Every colour that a drawing may use, by name."""
