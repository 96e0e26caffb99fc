"""What every kind of page may draw on, gathered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ..model import Artifact, Exhibition, Picture
from .galleries import Hung, Walk


class SearchAssets(Protocol):
    """Where the search's data stand, as paths from the root of the site."""

    @property
    def catalogue(self) -> str:
        """The script file that holds the catalogue of all units."""

    @property
    def script(self) -> str:
        """The script file that searches."""

    @property
    def walls(self) -> str:
        """The script file that only reads the catalogue: for walls that hang more of it."""


class FormAssets(Protocol):
    """What the page of the form is made of."""

    @property
    def module(self) -> str:
        """The script that is the form, from that page; empty where it is missing."""

    @property
    def imports(self) -> str:
        """The import map that stands in the page."""

    @property
    def hosts(self) -> Sequence[str]:
        """The hosts that hold the content, as a Content Security Policy names them."""


@dataclass(frozen=True)
class Hall:
    """The exhibition, its pictures by (entry id, photo key), the assets of search and form (None: there is none)."""

    exhibition: Exhibition
    pictures: Mapping[tuple[str, str], Picture]
    assets: SearchAssets | None = None
    forms: FormAssets | None = None

    @cached_property
    def hung(self) -> Hung:
        """All rooms of all galleries."""
        return Hung(Walk(self.exhibition))


class Sheet(Protocol):
    """What a kind of page yields: a `Page`, or another file that pages show (a cover, a picture of the guide)."""

    @property
    def artifact(self) -> Artifact:
        """It as a file of the docs tree."""


Kind = Callable[[Hall], Iterable[Sheet]]
"""A kind of page: yields all pages of that kind."""
