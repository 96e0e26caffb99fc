"""Invents a whole population: units spread over streets and compounds, clusters among them, one number for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fake_entries import Values, Words, cluster, unit
from fake_places import Compound, compounds
from text_generator import Speech

FIRST_ID = 10001
STARS = {5: 224, 4: 530, 3: 880, 2: 1500, 1: 1200, 0: 600, None: 566}
"""Units by stars, of 5,500: 224 of five and 1,634 of three or more are the programme's figures, the rest is assumed."""
STATUS = {"发布": 0.985, "草稿": 0.01, "撤下": 0.005}


@dataclass(slots=True)
class Fiction:
    """One entry, invented: the folder it belongs to, its front matter and its Markdown."""

    kind: str
    """`units/<street-slug>` or `clusters`."""
    values: Values
    body: str = ""
    place: Compound | None = None
    aside: dict[str, str] = field(default_factory=dict)
    """Keys of lists that stand in a file of their own, by the name of that file."""

    @property
    def id(self) -> str:
        """The five digits of its address."""
        return str(self.values["编号"])


def population(
    speech: Speech, words: Words, streets: Sequence[tuple[str, str]], n: int, clusters: int
) -> list[Fiction]:
    """Invent `n` units in `streets` (slug, name) and at most `clusters` clusters, in the order of their ids."""
    units = invented_units(speech, words, streets, n)
    groups = companies(speech, [entry for entry in units if entry.values["状态"] == "发布"], clusters)
    founded = [Fiction("clusters", {}) for _ in groups]
    everyone = [*units, *founded]
    speech.chance.shuffle(everyone)
    for number, entry in enumerate(everyone, FIRST_ID):
        entry.values = {"编号": number, **entry.values}
    for entry, group in zip(founded, groups, strict=True):
        group.sort(key=lambda member: member.id)
        values, entry.body = cluster(speech, words, [(member.id, member.values) for member in group])
        entry.values |= values | {"状态": "发布"}
        for member in group:
            member.values["楼群"] = entry.id
    return everyone


def invented_units(speech: Speech, words: Words, streets: Sequence[tuple[str, str]], n: int) -> list[Fiction]:
    """Invent `n` units, stars distributed as in the programme, no two of one story."""
    places = compounds(speech, words.tables["通用"]["小区"], streets, n)
    stories: set[str] = set()
    found: list[Fiction] = []
    for stars in star_quota(speech, n):
        place = speech.chance.choice(places)
        values, body = unit(speech, words, place, stars)
        while body in stories:
            values, body = unit(speech, words, place, stars)
        stories.add(body)
        values["状态"] = speech.chance.choices(list(STATUS), list(STATUS.values()))[0]
        found.append(Fiction(f"units/{place.slug}", values, body, place))
    return found


def star_quota(speech: Speech, n: int) -> list[int | None]:
    """Return the stars of `n` units in no order, in the proportions of `STARS`."""
    total, before, quota = sum(STARS.values()), 0, list[int | None]()
    for level, share in STARS.items():
        quota += [level] * (round(n * (before + share) / total) - round(n * before / total))
        before += share
    speech.chance.shuffle(quota)
    return quota


def companies(speech: Speech, units: Sequence[Fiction], clusters: int) -> list[list[Fiction]]:
    """Return groups of 3–8 of `units` without overlap: of a compound (地缘), two in five of a street (趣缘)."""
    pools: dict[str, list[Fiction]] = {}
    near: dict[str, bool] = {}
    for entry in units:
        compound, street = entry.values["小区"], entry.values["街镇"]
        together = near.setdefault(compound, speech.happens(0.6))
        pools.setdefault(compound if together else street, []).append(entry)
    found: list[list[Fiction]] = []
    while len(found) < clusters and (open_pools := [pool for pool in pools.values() if len(pool) >= 3]):
        pool = speech.chance.choice(open_pools)
        found.append([pool.pop() for _ in range(min(speech.chance.randint(3, 8), len(pool)))])
    return found
