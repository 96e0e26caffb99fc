"""Scenes of cut paper: from a slug and a seed to an SVG drawing.

    seed ──SeededRandom──▶ SceneStyle (time of day, colours, random choices)
                               │
    SCENES[slug] ──────────────┴──▶ PaperLayers of PathItems and GroupItems ──render_svg──▶ SVG

To add a scene: a function from `SceneStyle` to layers, one row in `SCENES`, one word in
`content/vocabularies/scenes.yml`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..frames import draw_frame
from ..palette import COLOURS
from ..paper_layers import HEIGHT, WIDTH, PaperLayer
from ..seeded_random import SeededRandom
from ..style import SceneStyle
from ..svg_writer import render_svg
from . import corridor, crafts, gardens, indoors, outdoors


@dataclass(frozen=True, slots=True)
class SceneDrawing:
    """A drawing: an SVG file, its size in px, and the placeholder colour shown until it has loaded (`#RRGGBB`)."""

    svg: bytes
    width: int
    height: int
    colour: str


ScenePainter = Callable[[SceneStyle], list[PaperLayer]]

SCENES: dict[str, ScenePainter] = {
    "corridor-before": corridor.draw_corridor_before,
    "corridor-after": corridor.draw_corridor_after,
    "roof-garden": gardens.draw_roof_garden,
    "council": indoors.draw_council,
    "lift": outdoors.draw_lift,
    "bottle-garden": gardens.draw_bottle_garden,
    "memory-corridor": indoors.draw_memory_corridor,
    "painting-bags": crafts.draw_bag_painting,
    "square-metre-garden": gardens.draw_square_metre_garden,
    "mushrooms": gardens.draw_mushrooms,
    "drill": outdoors.draw_drill,
    "paper-cutting": crafts.draw_paper_cutting,
    "sharing-food": outdoors.draw_shared_meal,
    "ground-floor": indoors.draw_ground_floor,
    "cluster-garden": outdoors.draw_cluster_garden,
}
"""All scenes by slug (`content/vocabularies/scenes.yml` has the names)."""


OPENING = (40.0, 40.0, 1120.0, 720.0)
"""Left, top, width and height of what is seen through a frame."""
EYE_LEVEL = 510.0
"""Height of the middle of a strip that shows the people of every scene with their faces."""


def crop_scene(width: float, height: float) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the part of a scene for a place of these proportions, as large as can be.

    Of a wide place it is a strip around `EYE_LEVEL`, of any other the middle of the scene in its whole height.
    """
    left, top, wide, high = OPENING
    if height * wide > width * high:
        part = high * width / height
        return left + (wide - part) / 2, top, part, high
    part = wide * height / width
    return left, min(max(top, EYE_LEVEL - part / 2), top + high - part), wide, part


PAIRS = {"corridor-before": "corridor", "corridor-after": "corridor"}
"""Scenes that share light, frame and geometry where they share a seed: slug to the common name that seeds them."""


def draw_scene(slug: str, seed: str) -> SceneDrawing:
    """Return the drawing of a scene.

    The same seed gives the same bytes; another seed gives another time of day, frame, colours and people. Raises KeyError
    for an unknown slug (the vocabulary is checked before anything is drawn).
    """
    look = choose_style(slug, seed)
    layers, mirrored = build_scene(slug, seed)
    svg = render_svg(layers, mirrored=mirrored, frame=draw_frame(look))
    return SceneDrawing(svg, WIDTH, HEIGHT, COLOURS[look.palette.wall])


def choose_style(slug: str, seed: str) -> SceneStyle:
    """Return the style of a scene."""
    return SceneStyle(SeededRandom(f"{PAIRS.get(slug, slug)}/{seed}"))


def build_scene(slug: str, seed: str) -> tuple[list[PaperLayer], bool]:
    """Return the layers of a scene without its frame, and whether left and right change places when it is drawn.

    Raises KeyError for an unknown slug.
    """
    look = choose_style(slug, seed)
    mirrored = look.random.decide("mirrored")
    return SCENES[slug](look), mirrored
