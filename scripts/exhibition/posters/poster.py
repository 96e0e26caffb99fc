"""Turns an entry into what its poster says: every text, the stars, the address of the code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..cache import digest
from ..model import Entry, Exhibition
from ..model.stars import STARS
from ..scenes.palette import ACCENTS
from ..types import Cluster, Unit, list_members
from .format import Format

PLAIN = "wusong"
"""The colour of a street that has none of the palette's."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo that may stand on a poster: its file, the hash of its bytes, the point that no crop may lose (per cent)."""

    path: Path
    content: str
    focus: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What the poster of one unit or cluster says, whatever its format.

    `address` is what the code holds, `typed` what a hand types. A `proof` carries 样张 and must not be hung.
    """

    id: str
    kind: str
    """`unit` or `cluster`, as formats have it."""
    name: str
    street: str
    accent: str
    """Name of the street's colour in the palette."""
    compound: str
    committee: str
    stars: int | None
    tagline: str
    address: str
    typed: str
    members: tuple[str, ...] = ()
    """Names of a cluster's units."""
    shot: Shot | None = None
    proof: bool = False

    @property
    def place(self) -> str:
        """Compound, else committee: where a neighbour says it is; empty where not known."""
        return self.compound or self.committee

    def digest(self, format: Format) -> str:
        """Return the SHA-like key of what a reader of this poster sees: it changes exactly when that changes.

        A new layout or another version of a font is no reason to print thousands again, so neither is in it.
        """
        shown = {name: text(self) for name, text in TEXTS.items()}
        photo = [self.shot.content, *self.shot.focus] if self.shot else []
        said = [format.key, shown, self.id, self.accent, self.stars, self.address, self.members, photo, self.proof]
        return digest(json.dumps(said, ensure_ascii=False, sort_keys=True))


def poster_of(entry: Entry, exhibition: Exhibition, *, proof: bool = False, shot: Shot | None = None) -> Poster:
    """Return the poster of an entry of the exhibition."""
    street = exhibition.vocabularies.streets.term(entry.location.street)
    address = exhibition.settings.address(entry.id)
    poster = Poster(
        id=entry.id,
        kind="cluster" if isinstance(entry, Cluster) else "unit",
        name=entry.name,
        street=entry.location.street,
        accent=accent(street.extra.get("accent", "")) if street else PLAIN,
        compound=entry.location.compound,
        committee=entry.location.committee,
        stars=entry.stars if isinstance(entry, Unit) else None,
        tagline=entry.tagline,
        address=address,
        typed=address.split("://")[-1],
        shot=shot,
        proof=proof,
    )
    if isinstance(entry, Cluster):
        return replace(poster, members=tuple(member.name for member in list_members(entry, exhibition)))
    return poster


def accent(hex: str) -> str:
    """Return the name of a street's colour; colours that are not in the palette cannot be printed."""
    return next((name for name, shade in ACCENTS.items() if shade == hex.upper()), PLAIN)


def place(poster: Poster) -> str:
    """Return the line above the name: street, compound, stars (a cluster: how many units)."""
    parts = [poster.street, "" if poster.place == poster.street else poster.place]
    if poster.stars:
        parts.append(STARS[poster.stars])
    if poster.members:
        parts.append(f"{len(poster.members)}个楼组")
    return "  ·  ".join(part for part in parts if part)


ACTIONS = {"unit": "扫一扫，看我们楼的前世今生", "cluster": "扫一扫，看我们楼群的前世今生"}
"""What a passer-by is asked to do."""
PROOF = "样张，请勿张贴"

TEXTS: dict[str, Callable[[Poster], str]] = {
    "name": lambda poster: poster.name,
    "place": place,
    "tagline": lambda poster: poster.tagline,
    "action": lambda poster: PROOF if poster.proof else ACTIONS[poster.kind],
    "invitation": lambda poster: PROOF if poster.proof else "扫一扫　看我们楼的前世今生",
    "typed": lambda poster: f"不方便扫码，就输入网址 {poster.typed}",
    "address": lambda poster: poster.typed,
    "number": lambda poster: f"编号 {poster.id}  ·  {poster.name}",
}
"""Every text that a layout may set, by the name that its layer uses."""

CONDITIONS: dict[str, Callable[[Poster], bool]] = {
    "": lambda poster: True,
    "stars": lambda poster: poster.stars is not None,
    "no-stars": lambda poster: poster.stars is None,
    "members": lambda poster: bool(poster.members),
    "no-members": lambda poster: not poster.members,
    "photo": lambda poster: poster.shot is not None,
    "drawn": lambda poster: poster.shot is None,
}
"""When a layer is on a poster, by the name in its `when`."""
