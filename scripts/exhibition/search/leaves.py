"""Turns what only shown results need into small script files: faces (tagline, picture) and the lines of the story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model import Entry, Picture
from .texts import lines

FACES = 64
"""Entries of one file of faces."""
STORY_BYTES = 5000
"""UTF-8 bytes from which on a file of stories is full: two or three stories, 2.5 KB gzipped."""

Pictures = Mapping[tuple[str, str], Picture]


def face(entry: Entry, pictures: Pictures) -> list[str]:
    """Return an entry's tagline and, where it has one, the uri, colour and focus of its smallest picture."""
    for photo in entry.photos:
        picture = pictures.get((entry.id, photo.key))
        if picture:
            return [entry.tagline, picture.thumb, picture.colour, f"{photo.focus[0]}% {photo.focus[1]}%"]
    return [entry.tagline]


def faces(entries: Sequence[Entry], pictures: Pictures) -> Iterator[list[list[str]]]:
    """Yield the faces of entries, so many a file."""
    for start in range(0, len(entries), FACES):
        yield [face(entry, pictures) for entry in entries[start : start + FACES]]


def stories(entries: Sequence[Entry]) -> list[str]:
    """Return the lines of each entry as one text."""
    return ["\n".join(lines(entry)) for entry in entries]


def packed(texts: Sequence[str]) -> list[list[str]]:
    """Return texts in files of about `STORY_BYTES`; a file holds one text at least."""
    files: list[list[str]] = [[]]
    room = STORY_BYTES
    for text in texts:
        if room <= 0:
            files.append([])
            room = STORY_BYTES
        files[-1].append(text)
        room -= len(text.encode())
    return files
