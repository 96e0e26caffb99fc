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

from . import corridor, gardens, indoors, outdoors, workshops
from .chance import Chance
from .desk import mount
from .frames import frame
from .look import Look
from .palette import COLOURS
from .paper import HEIGHT, WIDTH, Layer


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: an SVG file, its size in px, and the placeholder colour shown until it has loaded (`#RRGGBB`)."""

    svg: bytes
    width: int
    height: int
    colour: str


Scene = Callable[[Look], list[Layer]]

SCENES: dict[str, Scene] = {
    "corridor-before": corridor.before,
    "corridor-after": corridor.after,
    "roof-garden": gardens.roof_garden,
    "council": indoors.council,
    "lift": outdoors.lift,
    "bottle-garden": gardens.bottle_garden,
    "memory-corridor": indoors.memory_corridor,
    "painting-bags": workshops.painting_bags,
    "square-metre-garden": gardens.square_metre_garden,
    "mushrooms": gardens.mushrooms,
    "drill": outdoors.drill,
    "paper-cutting": workshops.paper_cutting,
    "sharing-food": outdoors.sharing_food,
    "ground-floor": indoors.ground_floor,
    "cluster-garden": outdoors.cluster_garden,
}
"""All scenes by slug (`content/vocabularies/scenes.yml` has the names)."""


PAIRS = {"corridor-before": "corridor", "corridor-after": "corridor"}
"""Scenes that share light, frame and geometry where they share a seed: slug to the common name that seeds them."""


def draw(slug: str, seed: str) -> Drawing:
    """Return the drawing of a scene.

    The same seed gives the same bytes; another seed gives another time of day, frame, colours and people. Raises KeyError
    for an unknown slug (the vocabulary is checked before anything is drawn).
    """
    look = Look(Chance(f"{PAIRS.get(slug, slug)}/{seed}"))
    mirrored = look.chance.happens("mirrored")
    svg = mount(SCENES[slug](look), mirrored=mirrored, frame=frame(look))
    return Drawing(svg, WIDTH, HEIGHT, COLOURS[look.mood.wall])
