"""Time the rendering of real photographs of 12 megapixels, beside the naive way."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import mean
from typing import TypeVar

import numpy as np
from PIL import Image

from exhibition.media.rendition_worker import SourcePhoto, prepare_renditions
from exhibition.media.renditions import RenderedPhotos, render_photos
from exhibition.model import Exhibition, Ledger, Photo, Settings, Status, Vocabularies
from exhibition.storage.cache import Cache
from exhibition.storage.toolchain import get_version
from exhibition.types import Unit
from fixtures import Ground
from result_table import Figure

Result = TypeVar("Result")

TITLE = (
    "Photos of 12 MP: processor time, bytes (peer: full decode, three LANCZOS resizes, Pillow's default AVIF and JPEG)"
)
CPU_LIMIT_MS = 132
"""As the prototype reached it, on a machine on which the naive way took 959 ms; see `RATIO_LIMIT`."""
RATIO_LIMIT = 132 / 959
"""The same as a share of the naive way, which holds on other machines too."""
FIRST_LIMIT_KB = 25
COPIES = 4
"""Of each photograph, each with noise of its own, for the run in several processes."""
FOLDER = "content/units/example/10001"

PHOTOGRAPHS = {
    "house": ("sklearn", "datasets/images/china.jpg"),
    "flower": ("sklearn", "datasets/images/flower.jpg"),
    "portrait": ("skimage", "data/astronaut.png"),
    "coffee": ("skimage", "data/coffee.png"),
    "rocket": ("skimage", "data/rocket.jpg"),
    "workshop": ("skimage", "data/motorcycle_left.png"),
}
"""Photographs in the packages that the tests need; enlarged, with the noise of a phone's sensor."""
PIXELS = 12_000_000


def figures(ground: Ground) -> Iterator[Figure]:
    """Render each alone, then all at once, then once more."""
    sent = ground.work / "photos"
    folder = sent / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    cpu, peer, weights, naive_weights = [], [], [], []
    for name in PHOTOGRAPHS:
        path = folder / f"{name}.jpg"
        path.write_bytes(make_large_photo(name, seed=0))
        ours, made = measure_fastest(ground.runs, lambda path=path: render_alone(path, sent / "cache"))
        theirs, data = measure_fastest(ground.runs, lambda path=path: render_naively(path))
        cpu, peer = [*cpu, ours], [*peer, theirs]
        weights, naive_weights = [*weights, made], [*naive_weights, data]
        yield Figure(f"{name}: processor time", ours, "ms", theirs)
    yield Figure("mean processor time", mean(cpu), "ms", mean(peer), CPU_LIMIT_MS)
    yield Figure("mean, share of the naive route", mean(cpu) / mean(peer), "", limit=RATIO_LIMIT)
    yield Figure("files of a photo", mean(map(sum, weights)) / 1000, "KB", mean(map(sum, naive_weights)) / 1000)
    first, peer_first = (max(files[1] for files in all) / 1000 for all in (weights, naive_weights))
    yield Figure("heaviest first picture (AVIF, 720 px)", first, "KB", peer_first, FIRST_LIMIT_KB)
    yield from render_together(sent)


def render_together(sent: Path) -> Iterator[Figure]:
    """Render copies of all in several processes, then again with nothing to do."""
    names = [f"{name}-{copy}.jpg" for name in PHOTOGRAPHS for copy in range(COPIES)]
    for seed, name in enumerate(names):
        (sent / FOLDER / name).write_bytes(make_large_photo(name.split("-")[0], seed + 1))
    time.sleep(2.1)  # Younger files are not recorded.
    exhibition, cache = make_exhibition(names), Cache(sent / "cache")
    shutil.rmtree(cache.root, ignore_errors=True)
    for label in ("all, first run", "all, second run"):
        start = time.monotonic()
        found: RenderedPhotos = render_photos(exhibition, sent, cache)
        seconds = time.monotonic() - start
        yield Figure(f"{label}: {len(found.pictures)} photos", seconds, "s wall", note=f"{os.cpu_count()} processes")


def render_alone(path: Path, cache: Path) -> list[int]:
    """Render one photo from nothing; return the sizes of its files in bytes, AVIF first, smallest first."""
    shutil.rmtree(cache, ignore_errors=True)
    sheet = prepare_renditions(SourcePhoto(path, path.name), Cache(cache), get_version("photo"))
    return [len(Cache(cache).get(proof.key) or b"") for proof in sheet.renditions]  # type: ignore[union-attr]


def render_naively(path: Path) -> list[int]:
    """Do the same in the naive way; return the sizes of the files in bytes, in the same order."""
    weights = []
    photo = Image.open(path)
    photo.load()
    sizes = [(width, round(photo.height * width / photo.width)) for width in (360, 720, 1440)]
    images = [photo.resize(size, Image.Resampling.LANCZOS) for size in sizes]
    for format in ("AVIF", "JPEG"):
        for image in images:
            file = BytesIO()
            image.save(file, format)
            weights.append(file.tell())
    return weights


def measure_fastest(runs: int, work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the least processor milliseconds of `runs` runs, all threads counted, and the result of the last."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        times.append((time.process_time() - start) * 1000)
    return min(times), result


def make_large_photo(name: str, seed: int) -> bytes:
    """Return a photograph as a phone would send it: 12 megapixels, noise, JPEG."""
    package, path = PHOTOGRAPHS[name]
    spec = find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(package)
    photo = Image.open(Path(spec.submodule_search_locations[0]) / path).convert("RGB")
    scale = (PIXELS / (photo.width * photo.height)) ** 0.5
    photo = photo.resize((round(photo.width * scale), round(photo.height * scale)), Image.Resampling.LANCZOS)
    grain = np.random.default_rng(seed).normal(0, 4, (photo.height, photo.width, 1))
    pixels = (np.asarray(photo, dtype=np.float32) + grain).clip(0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=92)
    return file.getvalue()


def make_exhibition(names: list[str]) -> Exhibition:
    """Return an exhibition of one unit with these photos."""
    photos = tuple(Photo(name, None, "说明") for name in names)
    unit = Unit(
        id="10001", name="x", street="x", status=Status.PUBLISHED, photos=photos, folder=FOLDER, spans={}, example=True
    )
    settings = Settings("x", "https://louzu.example/")
    return Exhibition(settings, Vocabularies(), Ledger(), (unit,))
