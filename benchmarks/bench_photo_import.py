"""Time the conversion, stripping and probing of camera pictures, beside the naive way with Pillow alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import mean

from PIL import ExifTags, Image, ImageOps

from bench_renditions import PHOTOGRAPHS, make_large_photo, measure_fastest
from exhibition.media.import_prepare import ArchivePhoto, convert_picture
from exhibition.media.lossless_strip import strip_jpeg
from exhibition.media.metadata import find_metadata
from exhibition.media.probe import ProbeCache
from exhibition.media.sizes import ARCHIVE_LIMITS
from exhibition.storage.cache import Cache
from fixtures import Ground
from result_table import Figure

TITLE = "Pictures on their way in, 12 MP: processor time, bytes (peer: Pillow's open, exif_transpose, resize, save)"
CUT_LIMIT_MS = 2
"""For a file of some 4 MB; most of it is the search for the end of the image."""
COPIES = 300
"""Photos to probe at once, and then from the cache."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Convert each photograph, strip it, probe it; then probe many, and the same again."""
    cpu, peer, weights, peer_weights = [], [], [], []
    for name in PHOTOGRAPHS:
        data = add_metadata(make_large_photo(name, seed=0))
        ours, weight = measure_fastest(ground.runs, lambda data=data: convert(data, ground.work / "intake"))
        theirs, peer_weight = measure_fastest(ground.runs, lambda data=data: convert_naively(data))
        cpu, peer = [*cpu, ours], [*peer, theirs]
        weights, peer_weights = [*weights, weight], [*peer_weights, peer_weight]
        yield Figure(f"{name}: made safe", ours, "ms", theirs)
    yield Figure("made safe, mean", mean(cpu), "ms", mean(peer))
    yield Figure(
        "made safe, bytes", mean(weights) / 1000, "KB", mean(peer_weights) / 1000, ARCHIVE_LIMITS.budget / 1000
    )
    data = add_metadata(make_large_photo("house", seed=0))
    yield compare(
        "cut without touching a pixel",
        ground.runs,
        lambda: len(strip_jpeg(data)),
        lambda: strip_naively(data),
        CUT_LIMIT_MS,
    )
    note = "the peer reads the head alone: no film behind, no IPTC, no thumbnail"
    yield compare(
        "looked through",
        ground.runs,
        lambda: len(find_metadata(data).traces),
        lambda: read_exif_with_pillow(data),
        note=note,
    )
    yield from measure_probing(ground.work / "album", data)


def compare(
    label: str,
    runs: int,
    ours: Callable[[], int],
    theirs: Callable[[], int],
    limit: float | None = None,
    note: str = "",
) -> Figure:
    """Return the processor time of both."""
    return Figure(label, measure_fastest(runs, ours)[0], "ms", measure_fastest(runs, theirs)[0], limit, note)


def measure_probing(folder: Path, data: bytes) -> Iterator[Figure]:
    """Probe many photos as the checks do, and again when nothing has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(COPIES):
        (folder / f"photo-{number}.jpg").write_bytes(data[: len(data) // 4])
    time.sleep(2.1)  # Younger files are not recorded.
    cache = Cache(folder / "cache")
    for label in ("first look at a photo", "the same, remembered"):
        start = time.process_time()
        album = ProbeCache(folder, cache)
        for path in sorted(folder.glob("*.jpg")):
            album.get_probe(str(path))
        album.save()
        yield Figure(label, (time.process_time() - start) * 1000 / COPIES, "ms")


def add_metadata(data: bytes) -> bytes:
    """Return a photograph with a location, a time, a comment and a trailing video."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (31.0, 24.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2024:05:01 09:30:00"}
    held = exif.tobytes()
    return (
        data[:2]
        + b"\xff\xe1"
        + (len(held) + 2).to_bytes(2, "big")
        + held
        + data[2:]
        + b"\0\0\0\x18ftypmp42"
        + bytes(99)
    )


def convert(data: bytes, cache: Path) -> int:
    """Convert a picture; return the size of the photo in bytes."""
    found = convert_picture(data, "x.jpg", Cache(cache))
    assert isinstance(found, ArchivePhoto)
    return found.size


def convert_naively(data: bytes) -> int:
    """Do the same in the naive way; return the size in bytes."""
    with Image.open(BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
    scale = ARCHIVE_LIMITS.side / max(upright.size)
    size = round(upright.width * scale), round(upright.height * scale)
    file = BytesIO()
    upright.resize(size, Image.Resampling.LANCZOS).save(
        file, "JPEG", quality=ARCHIVE_LIMITS.format.quality, optimize=True
    )
    return file.tell()


def strip_naively(data: bytes) -> int:
    """Strip metadata in the naive way: decode, and encode with the same tables; return the size in bytes."""
    file = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.info.clear()
        image.save(file, "JPEG", quality="keep")
    return file.tell()


def read_exif_with_pillow(data: bytes) -> int:
    """Read location and time with Pillow; return the number of tags."""
    with Image.open(BytesIO(data)) as image:
        exif = image.getexif()
        return len(exif) + len(exif.get_ifd(ExifTags.IFD.GPSInfo)) + len(exif.get_ifd(ExifTags.IFD.Exif))
