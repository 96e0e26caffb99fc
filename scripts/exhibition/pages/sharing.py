"""Share images: the picture that a messenger shows of a page, 1200 × 630 px, as Open Graph names it.

    first photo that the page shows ──▶ `<id>/share.jpg`, cropped around its focus
    no photo ──▶ `<id>/share.png`, the head of the poster (its scene or the lit house), or `assets/share/<street>.png`
    any other page ──▶ the card of its street, or `assets/card.png`

Whose photo hangs on the page has said yes to this address (同意); a crop of the same picture shows nothing more, carries no
metadata, and goes when the page goes. No other photo is used. A card has a stable name, so that a page's bytes do not depend on
the drawing, and is kept under a key of its inputs, so that it is drawn at most once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition, Photo, Picture, Term
from ..model.field_types import STARS, StarRating
from ..print.poster import DEFAULT_ACCENT, find_accent
from ..progress import Advance, ignore_progress
from ..storage.cache import Cache
from ..storage.toolchain import get_version
from ..types import CONTENT_TYPES, Unit
from ..workers import map_in_processes
from .cards import describe_place

if TYPE_CHECKING:
    from ..print.share_card import ShareCard

SITE_CARD = "assets/card.png"
"""The picture of every page that has no other; drawn once by hand, of the same size."""
SHARE_SIZE = (1200, 630)
"""Width and height of every share image in px."""
FOLDER = "assets/share/"
"""Cards of streets."""
MOST_DRAWN = 300
"""Entries without a photo up to which each has a card of its own where nothing is set. Once, 8 ms of processor time each and 25 KB,
with a scene 55 ms and 38 KB (measured): at most 17 s and 11 MB."""
EACH, STREET = "each", "street"
"""What the setting `share_cards` may say."""
Pictures = Mapping[tuple[str, str], Picture]


@dataclass(frozen=True, slots=True)
class ShareImage:
    """The share image of a page: its path from the root of the site, and what it shows, where that is not the page's title."""

    uri: str
    alt: str = ""

    @property
    def data(self) -> dict[str, object]:
        """What the base template reads of it."""
        return {"image": self.uri, **({"image_alt": self.alt} if self.alt else {})}


def find_photo(entry: Entry, pictures: Pictures) -> tuple[Photo, Picture] | None:
    """Return the first photo that the page of an entry shows, drawn scenes left out."""
    found = ((photo, pictures.get((entry.id, photo.key))) for photo in entry.photos if photo.file)
    return next(((photo, shown) for photo, shown in found if shown), None)


def has_own_cards(exhibition: Exhibition, pictures: Pictures) -> bool:
    """Has each published entry without a photo a card of its own? The content and one setting decide, never the cache."""
    wish = exhibition.settings.share_cards
    if wish in (EACH, STREET):
        return wish == EACH
    return sum(find_photo(entry, pictures) is None for entry in exhibition.published(Entry)) <= MOST_DRAWN


def find_entry_image(entry: Entry, exhibition: Exhibition, pictures: Pictures, *, own_cards: bool) -> ShareImage:
    """Return the share image of a published entry."""
    if found := find_photo(entry, pictures):
        return ShareImage(f"{entry.id}/share.jpg", found[0].caption)
    if own_cards:
        return ShareImage(f"{entry.id}/share.png")
    return ShareImage(find_street_card(exhibition.vocabularies.streets.get_term(entry.location.street)))


def find_street_card(term: Term | None) -> str:
    """Return the card of the pages of a street; that of the site for what is nowhere."""
    return f"{FOLDER}{term.slug}.png" if term else SITE_CARD


def describe_card(entry: Entry, exhibition: Exhibition) -> ShareCard:
    """Return what the drawn card of an entry shows: place, stars in words, name, sentence; a made-up one says so."""
    from ..print.share_card import ShareCard

    row = CONTENT_TYPES.get_type_of(entry)
    rated = [getattr(entry, field.attribute) for field, inner in row.find_of_kind(StarRating) if inner is None]
    stars: int | None = rated[0] if rated else None
    place = describe_place(entry)
    what = STARS[stars] if stars else "" if row.model is Unit else row.label
    parts = (
        "示例" if entry.example else "",
        entry.location.street,
        "" if place == entry.location.street else place,
        what,
    )
    term = exhibition.vocabularies.streets.get_term(entry.location.street)
    opening = next(iter(entry.photos), None)
    scene = exhibition.vocabularies.scenes.find_term(opening.scene) if opening and opening.scene else None
    return ShareCard(
        "  ·  ".join(filter(None, parts)),
        entry.name,
        entry.tagline or exhibition.settings.site_name,
        find_accent(term.extra.get("accent", "")) if term else DEFAULT_ACCENT,
        stars,
        scene.slug if scene else "",
        entry.id if scene else "",
    )


def describe_street_card(term: Term, exhibition: Exhibition) -> ShareCard:
    """Return what the card of a street shows."""
    from ..print.share_card import ShareCard

    accent = find_accent(term.extra.get("accent", ""))
    return ShareCard(exhibition.settings.site_name, term.name, exhibition.settings.description, accent)


def list_share_images(
    exhibition: Exhibition, pictures: Pictures, photos: Mapping[str, Artifact], root: Path, cache: Cache
) -> list[Artifact]:
    """Describe every share image: those of entries, then those of streets. `photos` are the files of photos by their uri."""
    from ..print import share_card

    toolchain, mascot = get_version("share card"), share_card.read_mascot(root)
    own_cards = has_own_cards(exhibition, pictures)

    def draw(uri: str, card: ShareCard) -> Artifact:
        return Artifact(uri, partial(share_card.draw_card, card, root), card.make_key(toolchain, mascot))

    made: list[Artifact] = []
    for entry in exhibition.published(Entry):
        found = find_photo(entry, pictures)
        if not (found or own_cards):
            continue
        image = find_entry_image(entry, exhibition, pictures, own_cards=own_cards)
        if found:
            source, focus = photos[found[1].src], found[0].focus
            key = toolchain.make_key(source.key, *focus)
            made.append(Artifact(image.uri, partial(crop_card, source, focus, cache), key))
        else:
            made.append(draw(image.uri, describe_card(entry, exhibition)))
    return [*made, *list_street_cards(exhibition, root)]


def list_street_cards(exhibition: Exhibition, root: Path) -> list[Artifact]:
    """Describe the share images of streets. Settings and vocabularies decide on them, no entry."""
    from ..print import share_card

    toolchain, mascot = get_version("share card"), share_card.read_mascot(root)
    cards = [
        (find_street_card(term), describe_street_card(term, exhibition)) for term in exhibition.vocabularies.streets
    ]
    return [
        Artifact(uri, partial(share_card.draw_card, card, root), card.make_key(toolchain, mascot))
        for uri, card in cards
    ]


def crop_card(source: Artifact, focus: tuple[int, int], cache: Cache) -> bytes:
    """Return the card of a photo."""
    from ..print.share_card import crop_photo

    return crop_photo(cache.get_or_make(source), focus)


PART = 25
"""Cards that one process makes at a time."""


def prepare_share_images(
    images: Sequence[Artifact], cache: Cache, advance: Advance = ignore_progress, processes: int = 1
) -> None:
    """Make the share images that are not kept yet. Where all are, as in a build of what has not changed, nothing is opened."""
    missing = [image for image in images if not cache.get_path(image.key).exists()]

    def make_part(start: int) -> None:
        for image in missing[start : start + PART]:
            cache.get_or_make(image)

    with map_in_processes(make_part, range(0, len(missing), PART), processes) as parts:
        for number, _ in enumerate(parts, 1):
            advance(min(number * PART, len(missing)), len(missing))
