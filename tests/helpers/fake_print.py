"""Print orders for tests: a small exhibition of plain values, and a renderer that writes text files instead of PDFs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from conftest import HOME
from exhibition.cluster import HERE, Machines
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Diagnostic
from exhibition.model import Entry, Exhibition, Ledger, LinkState, Permalink, Settings, Status, Vocabularies
from exhibition.print.jobs.bundles import PlannedPoster, PrintBundle, RenderedBundle, ScannedCode
from exhibition.print.jobs.job import JobOutcome, JobPaths, run_job
from exhibition.print.jobs.selection import PrintOrder, SelectionCriteria
from exhibition.print.poster import Poster
from exhibition.progress import Advance, Progress
from exhibition.storage.cache import Cache
from exhibition.types import Cluster, Unit

DAY = date(2026, 11, 1)
ADDRESS = "https://louzu.baoshan/"


def lay_out_shipped(root: Path, address: str) -> Path:
    """Copy the shipped content and look into `root`, with a site address that may be printed."""
    for name in ("content", "overrides"):
        shutil.copytree(HOME / name, root / name)
    settings = (HOME / "mkdocs.yml").read_text("utf-8").replace("https://louzu.example/", address)
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    return root


@cache
def vocabularies() -> Vocabularies:
    return load_exhibition(HOME).exhibition.vocabularies


def unit(id: str, name: str = "", **more: Any) -> Unit:
    values = {"street": "高境镇", "committee": "共和一居", "status": Status.PUBLISHED, "tagline": "一起种花。"} | more
    return Unit(id=id, name=name or f"{int(id) - 10000}号楼", spans={}, **values)


UNITS = (
    unit("10001", stars=5, building="1号"),
    unit("10002", stars=3, committee="共和二居"),
    unit("10003", stars=None),
    unit("10004", street="罗店镇", committee="", compound="宝欣苑三村", stars=4),
    unit("10005", street="罗店镇", committee=""),
    unit("10006", status=Status.DRAFT),
    unit("10007", status=Status.WITHDRAWN),
    unit("10008", example=True),
)
CLUSTERS = (
    Cluster(id="10009", name="童盟", street="高境镇", status=Status.PUBLISHED, members=("10001", "10004"), spans={}),
)


def exhibition(*units: Unit, address: str = ADDRESS, links: Iterable[Permalink] = ()) -> Exhibition:
    entries: tuple[Entry, ...] = (*(units or UNITS), *CLUSTERS)
    ledger = Ledger(tuple(links) or tuple(link(entry.id) for entry in entries))
    return Exhibition(Settings("展厅", address), vocabularies(), ledger, entries)


def link(id: str, state: LinkState = LinkState.LIVE, target: str = "") -> Permalink:
    return Permalink(id, "2026-11-01", "", state, target)


def change_entry(hall: Exhibition, id: str, **values: Any) -> Exhibition:
    return replace(hall, entries=tuple(replace(one, **values) if one.id == id else one for one in hall.entries))


def order(product: str = "a4", **values: Any) -> PrintOrder:
    own = {
        name: values.pop(name)
        for name in ("date", "since", "standard", "impose", "proof", "quantity", "contact")
        if name in values
    }
    return PrintOrder(product=product, **{"date": DAY, **own}, criteria=SelectionCriteria(**(values or {"all": True})))


@dataclass(frozen=True)
class FakeRenderer:
    """A renderer that writes texts. `log` gets one line per bundle; a poster named 坏楼 has a fault, 停楼 interrupts."""

    proof: bool = False
    log: Path | None = None
    key: str = "fake"

    @property
    def facts(self) -> dict[str, Any]:
        return {"profile": "FOGRA39", "palette": "0" * 32}

    def find_unprintable(self, choices: Sequence[PlannedPoster]) -> list[Diagnostic]:
        return []

    def adapt(self, cache: Cache | None, originals: Mapping[str, bytes]) -> FakeRenderer:
        return self

    def __call__(self, bundle: PrintBundle) -> RenderedBundle:
        if self.log:
            with open(self.log, "a", encoding="utf-8") as file:
                file.write(f"{os.getpid()} {bundle.stem}\n")
        names = [poster.name for poster in bundle.posters]
        if "停楼" in names and self.log and not self.log.with_suffix(".go").exists():
            raise KeyboardInterrupt
        if "坏楼" in names:
            return RenderedBundle(faults=("第 1 页：四色黑。",))
        said = json.dumps(
            [[poster.compute_digest(bundle.format), poster.name, poster.proof] for poster in bundle.posters]
        )
        pages = tuple(ScannedCode(poster.address, 0.85) for poster in bundle.posters)
        place = "proof" if self.proof else "pdf"
        files = {f"{place}/{bundle.stem}.pdf": said.encode(), f"proof/校样-{bundle.stem}.pdf": said[:9].encode()}
        return RenderedBundle(files, (), pages, {"pages": len(names)})


def run_order(
    wanted: PrintOrder,
    root: Path,
    hall: Exhibition | None = None,
    shop: FakeRenderer | None = None,
    cache: str = "cache",
    machines: Machines = HERE,
) -> JobOutcome:
    """Run an order below `root` with the fake renderer."""

    def open_shop(order: PrintOrder, proof: bool, posters: Sequence[Poster], advance: Advance) -> FakeRenderer:
        return replace(shop or FakeRenderer(), proof=proof)

    places = JobPaths(root, root / cache, root / "print", machines)
    return run_job(wanted, hall or exhibition(), places, open_shop, Progress())


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
