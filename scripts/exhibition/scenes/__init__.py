"""Scenes: from a slug and a seed to a paper-cut drawing.

    seed ──Chance──▶ Look (hour, papers, dice)
                       │
    SCENES[slug] ──────┴──▶ Layers of Pieces and Stamps ──mount──▶ SVG

To add a scene: a function from `Look` to layers, one row in `SCENES`, one word in `content/vocabularies/scenes.yml`.
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
    """A drawing: an SVG file, its size in px, and the colour that stands in its place until it has come (`#RRGGBB`)."""

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
"""Every scene by its slug (`content/vocabularies/scenes.yml` has the names)."""


PAIRS = {"corridor-before": "corridor", "corridor-after": "corridor"}
"""Scenes that share light, frame and geometry where they share a seed, by the name that they decide under."""


def draw(slug: str, seed: str) -> Drawing:
    """Return the drawing of a scene.

    The same seed gives the same bytes; another seed gives another hour, frame, papers and neighbours. Raises KeyError
    for an unknown slug (the vocabulary is checked before anything is drawn).
    """
    look = Look(Chance(f"{PAIRS.get(slug, slug)}/{seed}"))
    mirrored = look.chance.happens("mirrored")
    svg = mount(SCENES[slug](look), mirrored=mirrored, frame=frame(look))
    return Drawing(svg, WIDTH, HEIGHT, COLOURS[look.mood.wall])
