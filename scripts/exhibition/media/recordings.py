"""Sound recordings (MP3): check them by their bytes, strip what is no sound, publish them under hashed names.

    RecordingName ──find──▶ file ──cut_sound──▶ Recording, Artifact

Only the frames of sound are published: names, pictures and comments that phones and programs write into a file stay out.
The bytes of the frames are not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..model import Artifact, Entry, Exhibition, Recording, build_hashed_uri
from ..model.field_types import RecordingName
from ..storage.cache import make_content_key
from ..storage.safe_files import is_file, read_file
from ..types import CONTENT_TYPES
from .containers import iter_sound_frames
from .renditions import to_safe_stem

RECORDING_LIMIT = 1_500_000
"""Bytes of the largest recording: 90 seconds of speech at 128 kbit/s; half a minute on a slow line (400 kbit/s)."""
READ_LIMIT = 20_000_000
"""Bytes of the largest file that is opened to see what it is."""
SHORTEST = 0.5
"""Seconds below which a file of sound has failed."""


class Sound(NamedTuple):
    """The sound of a recording: its bytes without anything else, and its length in seconds."""

    data: bytes
    seconds: float


def cut_sound(data: bytes) -> Sound | None:
    """Return the sound of an MP3 without tags; None where the file is none, or hardly has any sound."""
    frames = list(iter_sound_frames(data))
    seconds = sum(frame.seconds for frame in frames)
    if seconds < SHORTEST:
        return None
    return Sound(b"".join(data[frame.begin : frame.end] for frame in frames), seconds)


@dataclass(frozen=True, slots=True)
class PublishedRecordings:
    """The recordings of an exhibition by entry id and file name, and their files."""

    recordings: Mapping[tuple[str, str], Recording]
    artifacts: tuple[Artifact, ...]


def list_recording_names(entry: Entry) -> list[str]:
    """Return the recordings that an entry names, each once."""
    return list(dict.fromkeys(one.value for one in CONTENT_TYPES.get_type_of(entry).iter_values(entry, RecordingName)))


def publish_recordings(exhibition: Exhibition, root: Path) -> PublishedRecordings:
    """Return the recordings that published entries name. One that cannot be played is left out: checks have spoken of it."""
    found: dict[tuple[str, str], Recording] = {}
    artifacts: dict[str, Artifact] = {}
    for entry, name, path, sound in iter_sounds(exhibition, root):
        stem = f"{entry.id}/{to_safe_stem(name).replace('photo', 'sound')}"
        uri = build_hashed_uri(stem, make_content_key(sound.data), ".mp3")
        found[entry.id, name] = Recording(uri, sound.seconds, len(sound.data))
        artifacts[uri] = Artifact(uri, partial(read_sound, path))
    return PublishedRecordings(found, tuple(artifacts.values()))


def read_sound(path: Path) -> bytes:
    """Return the sound of a recording; nothing where the file is none any more."""
    sound = cut_sound(read_file(path, RECORDING_LIMIT))
    return sound.data if sound else b""


def iter_sounds(exhibition: Exhibition, root: Path) -> Iterator[tuple[Entry, str, Path, Sound]]:
    """Yield the recordings that published entries name, each with its file and its sound."""
    for entry in exhibition.published(Entry):
        for name in list_recording_names(entry):
            path = root / entry.folder / name
            if Path(name).name != name or not is_file(path):
                continue
            try:
                sound = cut_sound(read_file(path, RECORDING_LIMIT))
            except OSError:
                continue
            if sound:
                yield entry, name, path, sound
