"""Renditions of volunteers' photos that a phone can load: small, upright, sRGB, without metadata.

    Photo ──find_photo_file──▶ SourcePhoto ──worker_pool──▶ decode ▶ encode ──▶ RenditionSet ──▶ Picture, Artifacts

Each source is rendered once, by its content and all that determines the renditions (`toolchain`); a second run opens no
photo (`FileStampIndex`). To add a size, add one row to `RENDITION_SIZES`.
"""

from .developing import Developed, develop
from .recipe import FORMATS, RECIPES, Format, Recipe

__all__ = ["FORMATS", "RECIPES", "Developed", "Format", "Recipe", "develop"]
