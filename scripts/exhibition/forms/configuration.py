"""The exhibition into the configuration of Sveltia CMS: which files there are to change, and what is asked for each."""

from __future__ import annotations

import json
from typing import Any

from ..model import Exhibition, Forge
from ..reading.vocabularies import lexicon_of
from ..types import CONTENT_TYPES
from .backend import backend
from .collections import collections

MOST_BYTES = 40_000_000
"""Of one photograph; a phone's have 3 to 15 MB."""
LONGEST = 4096
"""Pixels of a photograph's longer side as it is stored: enough for 300 dots an inch across an A3 poster's width of 297 mm."""
QUALITY = 88

PHOTOGRAPHS = {
    # Names that every disk and every address can hold, whatever a phone or WeChat has called the file.
    "slugify_filename": True,
    "max_file_size": MOST_BYTES,
    # Drawn anew in the browser: smaller, and without the place, the time and the serial number that a phone writes in.
    "transformations": {"raster_image": {"format": "webp", "quality": QUALITY, "width": LONGEST, "height": LONGEST}},
}


def configuration(exhibition: Exhibition, forge: Forge) -> dict[str, Any]:
    """Return the whole configuration."""
    settings = exhibition.settings
    return {
        "backend": backend(forge),
        "site_url": settings.site_url,
        "display_url": settings.site_url,
        "app_title": "用表单写",
        "logo": {"src": f"{settings.base_path}assets/favicon.svg", "show_in_header": False},
        "show_preview_links": False,
        "media_folder": next(iter(CONTENT_TYPES)).root,
        "public_folder": "/",
        "media_libraries": {"default": {"config": PHOTOGRAPHS}, "stock_assets": False},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "editor": {"preview": False},
        # An empty field is no line at all: `楼群: null` would be a word to us.
        "output": {"omit_empty_optional_fields": True},
        "collections": list(collections(exhibition, lexicon_of(exhibition.vocabularies))),
    }


def written(exhibition: Exhibition, forge: Forge) -> bytes:
    """Return the configuration as the file that the page reads."""
    return json.dumps(configuration(exhibition, forge), ensure_ascii=False, separators=(",", ":")).encode()
