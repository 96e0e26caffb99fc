"""What every kind of page may draw on, gathered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..model import Exhibition, Picture
from .page import Page


class SearchAssets(Protocol):
    """Where the search's data stand, as paths from the root of the site."""

    @property
    def catalogue(self) -> str:
        """The script file that holds the catalogue of all units."""

    @property
    def script(self) -> str:
        """The script file that searches."""


@dataclass(frozen=True)
class Hall:
    """The exhibition, its pictures by (entry id, photo key), and the search's assets (None: no search is built)."""

    exhibition: Exhibition
    pictures: Mapping[tuple[str, str], Picture]
    assets: SearchAssets | None = None


Kind = Callable[[Hall], Iterable[Page]]
"""A kind of page: yields all pages of that kind."""
