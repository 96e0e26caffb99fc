"""Turns volunteers' photos into pictures that a phone can load: small, upright, sRGB, with nothing hidden in them.

    Photo ──find──▶ Original ──pool──▶ darkroom: opening ▶ colour ▶ printing ▶ Sheet ──▶ Picture, Artifacts

Each original is developed once, by its content and all that makes prints (`toolchain`); a second run opens none (`memory`). Adding a size is
one row of `recipe.RECIPES`.
"""

from .developing import Developed, develop
from .recipe import FORMATS, RECIPES, Format, Recipe

__all__ = ["FORMATS", "RECIPES", "Developed", "Format", "Recipe", "develop"]
