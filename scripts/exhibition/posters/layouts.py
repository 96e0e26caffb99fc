"""The layouts of posters: layers from back to front, composed of named blocks (`HEAD`, `PICTURE`, `READING`, `FOOT`).

From three metres the house and its name are read, from one metre the code is scanned, from arm's length place and address
are read. Text is black on paper; no more than three sizes of type. A layout for a new product is composed of the same
blocks or of own layers; art that reaches the trim must go on into the bleed (`art.FAR`).
"""

from __future__ import annotations

from .art import FAR, box, cloud, gable, house, leaf_sail, moon, round_window, tiles, vine, water
from .layers import ACCENT, ACCENT_DIM, Art, Code, Cut, Figure, Layers, Panes, Photograph, Plates, Words

WIDTH, HEIGHT = 210.0, 297.0
"""Size of a portrait layout in its units: an A4 page in millimetres."""
APEX, EAVES, THICK = 12.0, 44.0, 4.0
LEFT, RIGHT = 6.0, 204.0
"""Left and right edge of the walls of the house."""
PANEL, CENTRE = 150.4, (88.0, 187.0)
"""Side of the white panel of the A4 poster, and its centre."""
SMALL = 5.2
"""The smallest of the three sizes of type."""
LEAST = 3.05
"""The size to which it may shrink: 6.1 pt on the A5 sign; 6 pt is the least that prints well."""

SKY = Cut(box(-FAR, -FAR, WIDTH + 2 * FAR, HEIGHT + 2 * FAR), ACCENT)
WALL = Cut(box(LEFT, EAVES + THICK - 1, RIGHT - LEFT, HEIGHT), "paper")
FRAME = 4.0
WINDOW = (
    Cut(
        box(CENTRE[0] - PANEL / 2 - FRAME, CENTRE[1] - PANEL / 2 - FRAME, PANEL + 2 * FRAME, PANEL + 2 * FRAME, 3),
        ACCENT,
    ),
)
VINE = vine(187, 106, 234, 12)
FOOT: Layers = (
    Art((*water(WIDTH, 285, HEIGHT + FAR),)),
    Figure("pointing", 163.6, 235, 50, flip=True),
)
READING: Layers = (
    Words("action", 13, 96, 150, 11, 10.4, 7, weight="name"),
    Art(WINDOW),
    Code(*CENTRE),
    Words("typed", 13, 266.6, 150, 5.8, SMALL, LEAST),
    Words("number", 13, 272.6, 150, 7.6, SMALL, LEAST, lines=2, leading=1.15),
)
HEAD: Layers = (
    Words("place", 14, 54, 182, 6.4, SMALL, LEAST, when="drawn"),
    Words("name", 13, 61.5, 184, 24, 23, 9, weight="name", lines=2, leading=1.12, when="drawn"),
    Words("tagline", 14, 86, 182, 10, SMALL, LEAST, lines=2, when="drawn"),
)
PICTURE_FOOT = 62.5
"""Lower edge of a photo, where the wall begins."""
PICTURE: Layers = (
    Photograph(-FAR / 2, -FAR / 2, WIDTH + FAR, PICTURE_FOOT + FAR / 2, when="photo"),
    Art((Cut(box(-FAR, PICTURE_FOOT - 0.1, WIDTH + 2 * FAR, 2.4), ACCENT),), when="photo"),
    Words("place", 14, 66, 182, 5.6, SMALL, LEAST, when="photo"),
    Words("name", 13, 72, 184, 16.4, 15.6, 6.6, weight="name", lines=2, leading=1.14, when="photo"),
    Words("tagline", 14, 89, 182, 7, SMALL, LEAST, lines=2, leading=1.15, when="photo"),
)
PORTRAIT: Layers = (
    Art((SKY,)),
    Art((*moon(184, 15, 8.5), Cut(cloud(12, 21, 36), "paper"), Cut(cloud(150, 28.5, 24), "cream")), when="drawn"),
    Art((WALL,)),
    Art(
        (
            *leaf_sail(105, APEX + 1, 13),
            Cut(gable(WIDTH, APEX, EAVES, THICK, over=2.2), "paper"),
            Cut(gable(WIDTH, APEX, EAVES, THICK), ACCENT_DIM),
            Cut(tiles(WIDTH, APEX, EAVES, 5, 9), ACCENT, 1.1),
            *round_window(105, 32, 10),
        ),
        when="drawn",
    ),
    *PICTURE,
    *HEAD,
    Panes(174.5, 110, 25, 18.5, 0, 23.4, when="stars"),
    Art(VINE, when="no-stars"),
    *READING,
    *FOOT,
)

ROW: tuple[tuple[float, float, float, str, str], ...] = (
    (-4, 27, 22, "luodian", "brick"),
    (25, 24, 30, "gucun", "moss"),
    (52, 25, 20, "yanghang", "oak"),
    (80, 26, 27, "cream", "brick"),
    (109, 24, 22, "songnan", "wine"),
    (136, 26, 31, "miaohang", "tide"),
    (165, 25, 20, "gucun", "wood"),
    (192, 27, 27, "luojing", "wine"),
)
"""Left edge, width, height, wall and roof of the houses of a cluster."""
FIELD = 48.0
"""The line on which the houses stand."""
CLUSTER: Layers = (
    Art((SKY, *moon(184, 12, 7.5), Cut(cloud(10, 15, 32), "paper"), Cut(cloud(112, 11, 25), "cream")), when="drawn"),
    Art(
        tuple(cut for x, wide, high, wall, roof in ROW for cut in house(x, FIELD, wide, high, wall, roof)),
        when="drawn",
    ),
    Art((Cut(box(-FAR, FIELD - 0.5, WIDTH + 2 * FAR, 4), "leaf"),), when="drawn"),
    Art((SKY,), when="photo"),
    Art((Cut(box(LEFT, FIELD + 3, RIGHT - LEFT, HEIGHT), "paper"),)),
    *PICTURE,
    *HEAD,
    Plates(168.8, 108, 33.4, 15, 20, 6, when="members"),
    Art(VINE, when="no-members"),
    *READING,
    *FOOT,
)

STICKER: Layers = (
    Art((Cut(box(-FAR, -FAR, 100 + 2 * FAR, 100 + 2 * FAR), ACCENT),)),
    Art((Cut(box(3, 3, 94, 110, 4), "paper"),)),
    Words("name", 12.5, 5, 69, 7.2, 7, 3.1, weight="name", lines=2, leading=1.1),
    Words("invitation", 5.4, 14, 5, 75, 4.6, 3.2, column=True, weight="name"),
    Art((*water(100, 97.2, 100 + FAR, 0.3),)),
    Code(50.6, 51.7),
    Words("typed", 12.5, 90.95, 76.5, 3.6, 3.4, 2.4),
    Figure("pointing", 84, 0.6, 11.5, flip=True),
)
"""100 units: one millimetre each."""
