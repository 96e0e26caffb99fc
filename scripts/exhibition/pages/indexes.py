"""Galleries to the pages that show their rooms: the map of streets, the covers of themes, the stars, the clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from ..cache import content_key
from ..model import Artifact, hashed_uri
from ..model.address import relative
from ..scenes import Drawing, draw
from .galleries import Gallery, Hung, Room, street_tiles
from .hall import Hall, Sheet
from .page import Page
from .paging import leaves, pager
from .parts import card
from .programme import FIVE_STARS, THREE_STARS_OR_MORE, UNITS

SAID_OF_STARS = (
    f"活力楼组至今有{UNITS}多个，其中三星及以上{THREE_STARS_OR_MORE}个，五星{FIVE_STARS}个。"
    "展厅里挂出来的只是其中一部分，所以上面的数会小得多。",
    "五星楼组要做的事更多：把经验收进智慧库，带一带后来的楼组。",
    "星不是名次，展厅里的名单和窗墙都不按星级排。",
)
"""What may be said of stars; the figures are the programme's (来源: 宝山区民政局)."""
CARDS = 48
"""Clusters a page: they come as cards with a picture."""


@dataclass(frozen=True)
class Cover:
    """The drawing on a theme's door: a scene of the vocabulary, the same for everyone."""

    slug: str

    @cached_property
    def drawing(self) -> Drawing:
        """The scene, drawn once."""
        return draw(self.slug, "cover")

    @cached_property
    def uri(self) -> str:
        """Where it stands on the site; a new drawing has a new name."""
        return hashed_uri(f"assets/covers/{self.slug}", content_key(self.drawing.svg), ".svg")

    @property
    def artifact(self) -> Artifact:
        """The drawing as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.drawing.svg))


def indexes(hung: Hung, hall: Hall) -> Iterator[Sheet]:
    """Yield the page of rooms of every gallery that has one, and the covers on them."""
    for gallery in hung.galleries:
        if gallery.index:
            shown = SHOWN.get(gallery.kind, covers)
            yield from shown(gallery, hung.rooms[gallery.kind], hall)


def heading(gallery: Gallery, description: str, lead: str) -> dict[str, object]:
    """Return what stands at the head of a page of rooms."""
    crumbs = [["首页", relative("", gallery.index)]]
    return {"kind": gallery.kind, "name": gallery.label, "crumbs": crumbs, "description": description, "lead": lead}


def street_map(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield the map of streets."""
    lead = "十二个街镇，十二座房子，并排站在长江和黄浦江边。"
    data = heading(gallery, "宝山区十二个街镇的楼组，按地图找。", lead)
    examples = [
        [room.name, f"{room.slug}/", f"{len(room.units)}个楼组"] for room in rooms if room.term and room.term.example
    ]
    data |= {"tiles": street_tiles(hall.exhibition), "examples": examples, "pose": "pointing"}
    yield Page(gallery.index, "streets.html", "宝山十二街镇", data)


def covers(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield rooms behind their covers, and the covers."""
    slugs = {room.slug: room.term.extra.get("cover", "") for room in rooms if room.term}
    drawn = {slug: Cover(slug) for slug in slugs.values() if slug}
    root = relative("", gallery.index)
    data = heading(
        gallery, "邻居们常做的事，一件事一间展室。", "邻居们常做的事，一件事一间展室。一个楼组可以在好几间里。"
    )
    data["covers"] = [door(room, drawn.get(slugs.get(room.slug, "")), root) for room in rooms]
    yield from drawn.values()
    yield Page(gallery.index, "rooms.html", "楼组主题展室", data | {"pose": "pointing"})


def door(room: Room, cover: Cover | None, root: str) -> dict[str, object]:
    """Return the door to a room: its name, how many units are in it, a sentence and a picture."""
    count = len(room.units)
    data: dict[str, object] = {"href": root + room.path, "name": room.name, "note": room.note, "pose": room.pose}
    data["words"] = f"{count}个楼组" if count else "等你点亮"
    if cover:
        data |= {"cover": root + cover.uri, "colour": cover.drawing.colour}
    return data


def star_doors(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield the page of stars, five first."""
    lead = "楼组的星，在这里是亮着的窗：五扇窗，亮几扇就是几星。"
    data = heading(gallery, "楼组的星级是什么意思，各星级有哪些楼组。", lead)
    data["levels"] = [
        [int(room.slug) if room.slug.isdigit() else 0, room.name, f"{room.slug}/", f"{len(room.units)}个"]
        for room in rooms
    ]
    data |= {"said": SAID_OF_STARS, "source": "宝山区民政局", "pose": "cheering"}
    yield Page(gallery.index, "rooms.html", "楼组的星级", data)


def cluster_cards(gallery: Gallery, rooms: tuple[Room, ...], hall: Hall) -> Iterator[Sheet]:
    """Yield the list of clusters, street by street."""
    ranks = {name: rank for rank, name in enumerate(hall.exhibition.vocabularies.streets.names)}
    known = sorted((room.cluster for room in rooms if room.cluster), key=lambda c: (ranks.get(c.street, 99), c.id))
    lead = "几个楼组结成伴，就是楼群：有的因为住得近（地缘），有的因为爱好相投（趣缘）。"
    for leaf in leaves(gallery.index, known, CARDS):
        root = relative("", leaf.path)
        data = heading(gallery, lead, lead if leaf.number == 1 else "") | {
            "crumbs": [["首页", root]],
            "cards": [card(cluster, hall, root) for cluster in leaf.rows],
            "order": f"共{leaf.total}个楼群，按街镇排。",
            "nothing": "" if leaf.total else "还没有楼群挂出来。",
            "pager": pager(gallery.index, leaf.number, leaf.of),
            "pose": "thinking",
        }
        yield Page(leaf.path, "rooms.html", "宝山楼群" if leaf.number == 1 else f"宝山楼群·第{leaf.number}页", data)


SHOWN: Mapping[str, Callable[[Gallery, tuple[Room, ...], Hall], Iterator[Sheet]]] = {
    "street": street_map,
    "stars": star_doors,
    "cluster": cluster_cards,
}
"""How a gallery shows its rooms where covers are not the way."""
