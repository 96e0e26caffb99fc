"""The volunteers' guide: prose from `content/guide/`, and what its markers ask for.

    <!-- fields: unit -->  in a page becomes the fields of a unit, as the model has them

Prose is written by hand; tables, pictures and templates are made, so that neither has to be kept in step with the other.
A field, a record or a vocabulary that is added to the model appears here by itself. The ten likeliest mistakes are a
judgement: nobody has counted yet; what is said of each is tested against the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from illustrations.guide_diagrams import DIAGRAM_ROWS, GUIDE_DIAGRAMS, get_diagram_path

from ..bodies.guide_pages import MARKER, list_marker_names, split_page
from ..checks.strays import GUIDE, is_of_guide
from ..diagnostics import Refusal
from ..files import GUIDE_PICTURE_LIMIT, UnsafeFile, files_below, list_within, read_file
from ..media.codec import strip_metadata
from ..model import Artifact, Vocabularies
from ..model.vocabulary import POSES
from ..verification.rules import format_word_table
from .figures import figure
from .reference import PRODUCTS, blank, groups, listing, parts, records, street_folders, type_tables
from .slips import cards

COMMENT = re.compile(r"<!--.*")
DEFAULT_POSE = "reading"
"""How the mascot stands on a page that does not say it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marker stands: the words that fields may hold, and the way from its page to the root of the site."""

    vocabularies: Vocabularies
    root: str


MAKERS: Mapping[str, Callable[[str, Place], str]] = {
    "fields": lambda name, at: listing(groups()[name], at.vocabularies),
    "types": lambda _, at: type_tables(at.vocabularies),
    "record": lambda name, at: parts(name, at.vocabularies),
    "records": lambda _, at: records(at.vocabularies),
    "choices": lambda name, at: "、".join(getattr(at.vocabularies, name).names) + "。",
    "streets": lambda _, at: street_folders(at.vocabularies),
    "template": lambda name, _: blank(name),
    "picture": lambda name, at: figure(GUIDE_DIAGRAMS[name], at.root),
    "slips": lambda _, at: cards(at.root),
    "products": lambda name, _: PRODUCTS[name](),
    "verify": lambda *_: format_word_table(),
}
"""What makes the part of the page that a marker asks for, by the word of the marker; `list_marker_names` has its names."""


def guide(root: Path, vocabularies: Vocabularies) -> list[Artifact]:
    """Return every page and picture of the guide under `guide/`; `root` holds `content/`.

    Raises Refusal where a page asks for something that nothing makes.
    """
    folder = root / "content" / "guide"
    files = (path for path in files_below(folder) if is_of_guide(path.name)) if is_guide(root) else ()
    return [
        *(artifact(path, path.relative_to(folder).as_posix(), vocabularies) for path in files),
        *list_diagram_files(),
    ]


def artifact(path: Path, name: str, vocabularies: Vocabularies) -> Artifact:
    """Return a file of the guide: a page with its markers replaced, a picture without what is hidden in it."""
    if path.suffix != ".md":
        return Artifact(f"guide/{name}", partial(told, path))
    pose, text, _ = split_page(text_of(path, name))
    # Always with front matter: without it the engine would take a first line with a colon for settings.
    head = f'---\npose: "{pose if pose in POSES else DEFAULT_POSE}"\n---\n\n'
    page = head + filled(text, name, vocabularies)
    return Artifact(f"guide/{name}", partial(bytes, page.encode()))


def is_guide(root: Path) -> bool:
    """Is there a guide, and no link on the way to it?"""
    return list_within(root, GUIDE).readable


def text_of(path: Path, name: str) -> str:
    """Return the text of a page. Raises Refusal where it is none."""
    try:
        return read_file(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnsafeFile as problem:
        raise Refusal(f"指南 content/guide/{name} 打不开：{problem}。") from problem
    except UnicodeDecodeError as problem:
        raise Refusal(f"指南 content/guide/{name} 不是 UTF-8 编码。请另存为 UTF-8，再试一次。") from problem


def filled(text: str, name: str, vocabularies: Vocabularies) -> str:
    """Return the Markdown of the page `name` with every marker replaced. Raises Refusal."""
    depth = name.count("/") + (1 if name.endswith("index.md") else 2)
    place = Place(vocabularies, "../" * depth)
    left = COMMENT.search(MARKER.sub("", text))
    if left:
        raise unknown(left[0], name)
    return MARKER.sub(lambda found: made(found[1], found[2], name, place), text)


def made(word: str, argument: str, name: str, place: Place) -> str:
    """Return what one marker asks for. Raises Refusal."""
    make = MAKERS.get(word)
    if make is None or argument not in list_marker_names().get(word, ()):
        raise unknown(f"<!-- {word}: {argument} -->", name)
    return make(argument, place)


def unknown(marker: str, name: str) -> Refusal:
    """Return what is said of a marker that nothing answers."""
    known = "、".join(f"{word}（{' '.join(sorted(names))}）" for word, names in list_marker_names().items())
    return Refusal(f"指南 content/guide/{name} 里有看不懂的标记：{marker} 请改好它，或者删掉。能写的有：{known}。")


def told(path: Path) -> bytes:
    """Return the bytes of a file of the guide, as they may be published."""
    return strip_metadata(read_file(path, GUIDE_PICTURE_LIMIT), path.name)


def list_diagram_files() -> Iterator[Artifact]:
    """Yield every drawing as a file of the site."""
    for sketch in DIAGRAM_ROWS:
        yield Artifact(get_diagram_path(sketch), sketch.narrow().to_svg)
        if sketch.wide:
            yield Artifact(get_diagram_path(sketch, wide=True), sketch.wide().to_svg)
