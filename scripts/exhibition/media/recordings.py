"""Sound recordings (MP3): check them by their bytes, strip what is no sound, publish them under hashed names.

    RecordingName ──find──▶ file ──cut_sound──▶ Recording, Artifact

Only the frames of sound are published: names, pictures and comments that phones and programs write into a file stay out.
The bytes of the frames are not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition, Recording, build_hashed_uri
from ..model.field_types import RecordingName
from ..storage.cache import make_content_key, write_atomically
from ..storage.safe_files import is_file, read_file, read_head, read_listing
from ..types import CONTENT_TYPES
from .containers import iter_sound_frames
from .file_formats import HEAD, SOUND, detect_format
from .metadata import ImageMetadata, find_metadata

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
    # It brings Pillow, which checks of recordings do without.
    from .renditions import to_safe_stem

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


@dataclass(frozen=True, slots=True)
class TaggedRecording:
    """A recording in a folder that holds more than its sound: what that is, and its bytes without it."""

    path: Path
    size: int
    hidden: ImageMetadata
    bare: bytes

    def write(self) -> None:
        """Replace the file by its sound."""
        write_atomically(self.path, self.bare)


def is_recording(path: Path) -> bool:
    """Return whether a file is an MP3, by its first bytes."""
    try:
        return is_file(path) and detect_format(read_head(path, HEAD)) == SOUND
    except OSError:
        return False


def find_tagged_recordings(root: Path, folders: Iterable[str], within: Iterable[Path] = ()) -> list[TaggedRecording]:
    """Return the recordings in entries' folders (below `root`) that hold more than sound, in order.

    With paths `within`, only those files, and those in these folders.
    """
    chosen = [path.resolve() for path in within]
    found: list[TaggedRecording] = []
    for folder in folders:
        for name in read_listing(root / folder).files:
            path = root / folder / name
            asked = not chosen or any(path.resolve().is_relative_to(one) for one in chosen)
            if asked and is_recording(path) and (tagged := read_tagged_recording(path)):
                found.append(tagged)
    return found


def read_tagged_recording(path: Path) -> TaggedRecording | None:
    """Return a recording that holds more than its sound; None where it does not, or cannot be read as sound."""
    try:
        data = read_file(path, READ_LIMIT)
    except OSError:
        return None
    hidden, sound = find_metadata(data), cut_sound(data)
    return TaggedRecording(path, len(data), hidden, sound.data) if hidden.needs_stripping and sound else None
