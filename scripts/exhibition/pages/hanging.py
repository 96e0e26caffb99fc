"""The exhibition to every page of its galleries: the rooms are made once, then listed, hung and shown."""

from __future__ import annotations

from collections.abc import Iterator

from .hall import Hall, Sheet
from .indexes import indexes
from .listings import listings
from .walls import walls


def gallery_pages(hall: Hall) -> Iterator[Sheet]:
    """Yield the lists, the walls and the pages of rooms of all galleries."""
    yield from listings(hall.hung, hall)
    yield from walls(hall.hung, hall)
    yield from indexes(hall.hung, hall)
