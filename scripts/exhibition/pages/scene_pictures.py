"""Draw the illustrations that entries and vocabularies request: pictures on pages, and files of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from typing import NamedTuple

from illustrations.scenes import SceneDrawing, draw_scene

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition, Picture, Term, build_hashed_uri
from ..storage.cache import make_content_key


class DrawnScene(NamedTuple):
    """What is remembered of a drawing: where it stands, the digest of its file, its size in px, its mean colour."""

    uri: str
    digest: str
    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True)
class ScenePictures:
    """Drawn pictures by (entry id, photo key), and their files; `drawn` is what is remembered of each, by `<id>/<slug>`."""

    pictures: dict[tuple[str, str], Picture]
    artifacts: list[Artifact]
    drawn: dict[str, DrawnScene]


def draw_entry_scenes(exhibition: Exhibition, kept: Mapping[str, DrawnScene] | None = None) -> ScenePictures:
    """Draw every illustration of published entries. The entry's id is the seed, so that a pair shares its viewpoint.

    `kept` is what the same program has drawn before: of that no file is drawn that nobody asks for.
    """
    placed = ScenePictures({}, [], {})
    for entry in exhibition.published(Entry):
        for key, slug in list_requested_scenes(entry, exhibition):
            name = f"{entry.id}/{slug}"
            picture, artifact = draw_scene_picture(entry.id, slug, (kept or {}).get(name))
            placed.drawn[name] = DrawnScene(artifact.uri, artifact.known, picture.width, picture.height, picture.colour)
            placed.pictures[entry.id, key] = picture
            placed.artifacts.append(artifact)
    return placed


def list_requested_scenes(entry: Entry, exhibition: Exhibition) -> Iterable[tuple[str, str]]:
    """Return the (photo key, scene slug) pairs that an entry requests, each once."""
    return dict(iter_scene_slugs(entry, exhibition)).items()


def iter_scene_slugs(entry: Entry, exhibition: Exhibition) -> Iterator[tuple[str, str]]:
    """Yield (photo key, scene slug) for each drawn photo of an entry."""
    for photo in entry.photos:
        term = exhibition.vocabularies.scenes.find_term(photo.scene) if photo.scene else None
        if term:
            yield photo.key, term.slug


def draw_scene_picture(entry_id: str, slug: str, kept: DrawnScene | None = None) -> tuple[Picture, Artifact]:
    """Draw one illustration of an entry; return its picture and its file. One that is `kept` is drawn when it is asked for."""
    if kept:
        make: Callable[[], bytes] = partial(draw_scene_file, entry_id, slug)
    else:
        drawing = draw_scene(slug, entry_id)
        key = make_content_key(drawing.svg)
        uri = build_hashed_uri(f"{entry_id}/{slug}", key, ".svg")
        kept = DrawnScene(uri, key, drawing.width, drawing.height, drawing.colour)
        make = partial(bytes, drawing.svg)
    picture = Picture(src=kept.uri, width=kept.width, height=kept.height, thumb=kept.uri, colour=kept.colour)
    return picture, Artifact(kept.uri, make, known=kept.digest)


def draw_scene_file(entry_id: str, slug: str) -> bytes:
    """Return the file of an illustration of an entry."""
    return draw_scene(slug, entry_id).svg


@dataclass(frozen=True)
class TermCover:
    """The cover of a term of a vocabulary (a theme, a problem): a scene."""

    slug: str

    @cached_property
    def drawing(self) -> SceneDrawing:
        """The scene, drawn once."""
        return draw_scene(self.slug, "cover")

    @cached_property
    def uri(self) -> str:
        """Where it stands on the site; a new drawing has a new name."""
        return build_hashed_uri(f"assets/covers/{self.slug}", make_content_key(self.drawing.svg), ".svg")

    @property
    def artifact(self) -> Artifact:
        """The drawing as a file of the docs tree."""
        return Artifact(self.uri, partial(bytes, self.drawing.svg))


draw_cover = cache(TermCover)


def get_cover(term: Term | None) -> TermCover | None:
    """Return the cover of a term; None where it has none."""
    slug = term.extra.get("cover", "") if term else ""
    return draw_cover(slug) if slug else None
