"""Measure a whole job of A4 posters, preflighted and decoded, and a single poster, next to Typst and WeasyPrint."""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import synthetic
from exhibition.content.loader import load_exhibition
from exhibition.model import Exhibition
from exhibition.print.formats import FORMATS, STANDARDS, PrintFormat
from exhibition.print.jobs.render_bundle import expect_page_size, list_pages
from exhibition.print.pdf_writer import draw_pages, finish_pdfx
from exhibition.print.poster import Poster, build_poster, is_made_for
from exhibition.print.preflight import preflight
from exhibition.print.resources import RenderResources, prepare_resources
from exhibition.storage.cache import Cache
from exhibition.types import Unit
from fixtures import Ground
from peer_posters import with_typst, with_weasyprint
from process_metrics import Cost
from result_table import Figure, is_installed, left_out

TITLE = "Posters: a job of A4 posters for all units, drawn, preflighted, decoded (peers draw only, and check nothing)"
JOB_S, MEMORY_MB, ONE_MS, EACH_MS = 240, 1024, 20, 60
"""Limits for 5,500 posters on two processors: time, memory of all processes, time of a single poster drawn, time of each
poster of a job with its preflight and its proofs.
"""
ADDRESS = "https://louzu.baoshan/"
"""An address that is not a placeholder, because a placeholder gives only proofs. It is not registered."""
VOCABULARIES = ("scenes", "emblem-forms", "emblem-colours", "emblem-signs")
SAMPLE, PAGES = 40, 50
"""Number of posters that are made one by one, and of posters in one file."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Run the job twice, then draw posters in this process, next to the peers."""
    root = ground.work / "press"
    synthetic.write(root, ground.units, example=False)
    add_pictures(root)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("https://louzu.example/", ADDRESS), "utf-8")
    cost, first = job(ground, root, "first")
    scale = ground.units / 5500
    yield Figure("the whole job, fonts made from nothing", cost.wall_s, "s", limit=JOB_S * scale)
    yield Figure("the same", cost.cpu_s, "s CPU")
    yield Figure("each poster of the job", 1000 * cost.cpu_s / ground.units, "ms CPU", limit=EACH_MS)
    yield Figure("memory of all processes at the peak", cost.peak_mb, "MB", limit=MEMORY_MB)
    _, second = job(ground, root, "second")
    yield Figure("files that differ in a second run", len(first ^ second), "files", limit=0)
    yield from alone(root, ground.work / "first-cache")


def add_pictures(root: Path) -> None:
    """Give every unit a drawn scene and an emblem, so that each poster has a picture of its own."""
    scenes, *words = ([term["名称"] for term in synthetic.terms(name)] for name in VOCABULARIES)
    for number, path in enumerate(sorted((root / "content" / "units").rglob("index.md"))):
        scene, emblem = scenes[number % len(scenes)], "·".join(part[number % len(part)] for part in words)
        picture = f"照片:\n  - 插画: {scene}\n    说明: {scene}\n    同意: 不涉及人物\n楼标: {emblem}\n"
        path.write_text(path.read_text("utf-8").replace("\n来源:", f"\n{picture}来源:", 1), "utf-8")


def job(ground: Ground, root: Path, name: str) -> tuple[Cost, set[tuple[str, str]]]:
    """Run the job without a cache; return its cost, and path and hash of each of its files."""
    out = ground.work / f"{name}-print"
    places = ("--root", root, "--cache", ground.work / f"{name}-cache", "--out", out)
    cost = ground.run("posters", *places, "--product", "a4", "--all", "--no-photos", "--date", "2026-01-02")
    files = [path for path in out.rglob("*") if path.is_file()]
    return cost, {(str(path.relative_to(out)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files}


def alone(root: Path, cache: Path) -> Iterator[Figure]:
    """Yield the cost of one poster: in a file of its own, and in a file of fifty."""
    exhibition = load_exhibition(root).exhibition
    posters = [build_poster(unit, exhibition) for unit in exhibition.published(Unit)[:PAGES]]
    text = "".join(poster.name + poster.tagline for poster in posters)
    press = prepare_resources(root, Cache(cache), text, lambda done, total: None)
    with tempfile.TemporaryDirectory() as folder:
        known: dict[str, Callable[[Sequence[Poster]], bytes]] = {
            "Typst": partial(with_typst, folder=Path(folder)),
            "WeasyPrint": with_weasyprint,
        }
        yield from (left_out(name, name.lower()) for name in known if not is_installed(name.lower()))
        peers = {name: peer for name, peer in known.items() if is_installed(name.lower())}
        for name, peer in peers.items():
            few = posters[: SAMPLE // 4]
            ours, theirs = single(partial(made, press=press), posters[:SAMPLE]), single(peer, few)
            yield Figure("one poster, drawn and PDF/X-4", ours, "ms CPU", theirs, ONE_MS, f"peer: {name}")
        for name, peer in peers.items():
            (ours, size), (theirs, weight) = together(partial(made, press=press), posters), together(peer, posters)
            yield Figure(f"one of {PAGES} in a file", ours, "ms CPU", theirs, note=f"peer: {name}")
            yield Figure(f"one of {PAGES} in a file", size, "bytes", weight, note=f"peer: {name}")
    yield from products(exhibition, press)


def products(exhibition: Exhibition, press: RenderResources) -> Iterator[Figure]:
    """Yield what one poster of each product costs with its preflight, for as many entries as there are."""
    for row in FORMATS.values():
        entries = [one for one in exhibition.entries if one.published and is_made_for(row, one)]
        posters = [build_poster(entry, exhibition, format=row) for entry in entries[: SAMPLE // 4]]
        if posters:
            spent = single(partial(checked, format=row, press=press), posters)
            yield Figure(f"one of {row.key}, drawn and preflighted", spent, "ms CPU")


def checked(posters: Sequence[Poster], format: PrintFormat, press: RenderResources) -> bytes:
    """Return posters of a product after their preflight."""
    standard = STANDARDS["x4"]
    pdf = finish_pdfx(draw_pages(posters, format, press), standard, press.profile, format.title)
    pages = [page for poster in posters for page in list_pages(poster, format, press)]
    report = preflight(pdf, expect_page_size(format), pages, standard)
    assert report.passed, report.faults
    return pdf


def made(posters: Sequence[Poster], press: RenderResources) -> bytes:
    """Return posters as the job finishes them, before the preflight."""
    return finish_pdfx(draw_pages(posters, FORMATS["a4"], press), STANDARDS["x4"], press.profile, "A4")


def single(make: Callable[[Sequence[Poster]], bytes], posters: Sequence[Poster]) -> float:
    """Return the median time of a file with one poster in ms, after one warm-up run."""
    make(posters[:1])
    return statistics.median(cpu_ms(partial(make, [poster])) for poster in posters)


def together(make: Callable[[Sequence[Poster]], bytes], posters: Sequence[Poster]) -> tuple[float, float]:
    """Return time in ms and bytes per poster, with all posters in one file."""
    sizes: list[int] = []
    spent = cpu_ms(lambda: sizes.append(len(make(posters))))
    return spent / len(posters), sizes[0] / len(posters)


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the processor time of `work` in this process, in ms."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
