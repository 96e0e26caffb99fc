"""Render the photos of all published entries: pictures, their files, and diagnostics for those that fail."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..cache import Cache, stamp
from ..diagnostics import Diagnostic
from ..files import is_file
from ..model import Artifact, ContentKey, Entry, Exhibition, Photo, Picture, Source
from ..model.rules import Slip
from ..toolchain import Edition, edition
from .darkroom import Original, expose, print_bytes
from .memory import Memory
from .naming import print_uri
from .pool import spread
from .recipe import FORMATS
from .sheet import Proof, Sheet
from .trouble import absent_photo, broken_photo


@dataclass(frozen=True, slots=True)
class Developed:
    """The result: pictures by (entry id, photo key), their files, and diagnostics for the photos that failed."""

    pictures: dict[tuple[str, str], Picture]
    artifacts: list[Artifact]
    diagnostics: list[Diagnostic]


def develop(
    exhibition: Exhibition, root: Path, cache: Cache, progress: Callable[[int, int], None] = lambda done, total: None
) -> Developed:
    """Render every photo file of published entries; a photo rendered before is not even opened.

    `root` holds `content/`; `progress` is called with the number of photos done and the total, unless there is nothing
    to do. A photo that cannot be shown yields a diagnostic, never an exception.
    """
    orders = [(entry, photo, find(root, entry, photo)) for entry, photo in photos(exhibition)]
    now = edition("photo")
    memory = Memory(cache, root, now)
    results = sheets([original for _, _, original in orders if original], cache, memory, now, progress)
    read = partial(print_bytes, cache=cache, edition=now, memory=memory.key)
    developed = Developed({}, [], [])
    artifacts: dict[str, Artifact] = {}
    for entry, photo, original in orders:
        result = results[original] if original else absent_photo(photo.key)
        if isinstance(result, Slip):
            developed.diagnostics.append(said_of(photo, result))
        elif original:
            developed.pictures[entry.id, photo.key] = picture(entry.id, photo.key, result)
            artifacts |= {made.uri: made for made in files(entry.id, original, result, read)}
    developed.artifacts.extend(artifacts.values())
    return developed


def photos(exhibition: Exhibition) -> Iterator[tuple[Entry, Photo]]:
    """Yield the photo files to publish, with their entries."""
    for entry in exhibition.published(Entry):
        for photo in entry.photos:
            if photo.file is not None:
                yield entry, photo


def find(root: Path, entry: Entry, photo: Photo) -> Original | None:
    """Return the file of a photo, in its entry's folder; None for any other folder, and for links to elsewhere.

    macOS writes names decomposed (NFD), web editors composed (NFC): both are found.
    """
    name = photo.file or ""
    if Path(name).name != name or "\\" in name:
        return None
    names = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    paths = (root / entry.folder / name for name in names)
    return next((Original(path, name) for path in paths if is_file(path)), None)


def sheets(
    originals: list[Original], cache: Cache, memory: Memory, edition: Edition, progress: Callable[[int, int], None]
) -> dict[Original, Sheet | Slip]:
    """Return the result for each source; those not in the index are rendered in parallel on all processors."""
    results: dict[Original, Sheet | Slip] = {}
    stamps = {}
    for original in dict.fromkeys(originals):
        if known := memory.recall(original.path):
            results[original] = known
        else:
            stamps[original] = stamp(original.path)
    work = partial(expose, cache=cache, edition=edition)
    for done, (original, result) in enumerate(spread(work, stamps, lambda lost: broken_photo(lost.name)), 1):
        results[original] = result
        if isinstance(result, Sheet):
            memory.note(original.path, stamps[original], result)
        progress(done, len(stamps))
    memory.save()
    return results


def said_of(photo: Photo, slip: Slip) -> Diagnostic:
    """Return the diagnostic of an issue, at the place where the photo is named."""
    return Diagnostic(photo.span, slip.rule.code, slip.rule.severity, slip.message, slip.hint)


def picture(id: str, name: str, sheet: Sheet) -> Picture:
    """Return a photo as pages show it; `src` is its largest JPEG, `thumb` the smallest."""
    *better, plain = [(format.type, sheet.of(format.extension)) for format in FORMATS]

    def widths(proofs: tuple[Proof, ...]) -> tuple[tuple[str, int], ...]:
        return tuple((uri(id, name, proof), proof.width) for proof in proofs)

    smallest, largest = plain[1][0], plain[1][-1]
    return Picture(
        src=uri(id, name, largest),
        width=largest.width,
        height=largest.height,
        thumb=uri(id, name, smallest),
        colour=sheet.colour,
        sources=tuple(Source(type, widths(proofs)) for type, proofs in better),
        fallbacks=widths(plain[1]),
    )


def files(
    id: str, original: Original, sheet: Sheet, read: Callable[[Original, ContentKey], bytes]
) -> Iterator[Artifact]:
    """Yield the files of a photo; their bytes are in the cache already, and `read` returns them."""
    for proof in sheet.proofs:
        yield Artifact(uri(id, original.name, proof), partial(read, original, proof.key), proof.key)


def uri(id: str, name: str, proof: Proof) -> str:
    """Return the path of a rendition on the site."""
    return print_uri(id, name, proof.key, proof.width, proof.extension)
