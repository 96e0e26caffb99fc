"""The exhibition to every page of its galleries: the rooms are made once, then listed, hung and shown."""

from __future__ import annotations

from collections.abc import Iterator

from .galleries import Hung, Walk
from .hall import Hall, Sheet
from .indexes import indexes
from .listings import listings
from .walls import walls


def gallery_pages(hall: Hall) -> Iterator[Sheet]:
    """Yield the lists, the walls and the pages of rooms of all galleries."""
    hung = Hung(Walk(hall.exhibition))
    yield from listings(hung, hall)
    yield from walls(hung, hall)
    yield from indexes(hung, hall)
