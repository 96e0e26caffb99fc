"""Benchmark of the check of all content beside its peers on the same front matter, with the planted mistakes that each
misses.

The peers get the table of fields (`peer_schemas.py`): check-jsonschema reads files of front matter that were
extracted before and are not part of its time; PyYAML + pydantic extracts them itself. Neither knows
places, cross-references, photos, prose or privacy. Merely parsing with PyYAML's C loader, without any rule, is
measured too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from author_mistakes import PATH, TINY, planted
from exhibition.checks import run_checks
from exhibition.content.kept_entries import FOLDER
from exhibition.content.loader import load_exhibition
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.types import CLUSTER, UNIT
from fixtures import SCRIPTS, Ground
from peer_schemas import C_LOADER, schema
from process_metrics import Cost, alternated, cost_of, middle
from result_table import Figure, is_installed, left_out

TITLE = "Check of all content (peers: parsing alone; PyYAML's loaders + pydantic; check-jsonschema, each of the same front matter)"
LIMIT_S = 2.0
"""Limit of processor seconds for checking 5,500 units."""

AGAIN_LIMIT_S, REPEATED_LIMIT_S = 1.0, 0.6
"""Limits for checking them again, with the start of the program: processor seconds after one line has changed, seconds on
the wall where nothing has.
"""
RECORD_LIMIT_US = 13
"""Limit of processor microseconds that each record adds."""
SETTLED_S = 2.5
"""Seconds after which the stamp of a file that has not changed again says so on every file system."""

HERE = Path(__file__).parent
PARSE = """\
import pathlib, sys, yaml
for path in pathlib.Path(sys.argv[1]).glob("*s/**/*.md"):
    yaml.load(path.read_text(encoding="utf-8").split("---\\n", 2)[1], Loader=yaml.CSafeLoader)
"""
PYDANTIC, JSONSCHEMA = "pydantic", "check_jsonschema"
OURS, RECORDED, AGAIN, RECORDED_AGAIN = "check", "check with records", "check again", "check again with records"
REPEATED = "check again, nothing changed"
PARSING, PARSING_RECORDS = "parsing alone", "parsing alone, with records"
SLOW_LOADER, FAST_LOADER = "yaml.safe_load + pydantic", "PyYAML's C loader + pydantic"
SCHEMAS = "check-jsonschema"
PEERS = {SLOW_LOADER: PYDANTIC, FAST_LOADER: PYDANTIC, SCHEMAS: JSONSCHEMA}
"""Peers that may not be installed, with the module of each."""
SCHEMA_COMMAND = (sys.executable, "-m", JSONSCHEMA)
PATHS = {"PYTHONPATH": os.pathsep.join([str(SCRIPTS), str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])}


def figures(ground: Ground) -> Iterator[Figure]:
    """Check with each in turn; yield seconds, memory, and how many of the planted mistakes were missed."""
    told = ground.recorded
    subjects: dict[str, Callable[[], Cost]] = {
        OURS: lambda: checked(ground),
        PARSING: lambda: parsed(ground),
        RECORDED: lambda: checked(told),
        PARSING_RECORDS: lambda: parsed(told),
        AGAIN: lambda: checked_again(ground),
        RECORDED_AGAIN: lambda: checked_again(told),
        REPEATED: lambda: checked_again(ground, edit=False),
    }
    if is_installed(PYDANTIC):
        subjects |= {SLOW_LOADER: lambda: validated(ground), FAST_LOADER: lambda: validated(ground, C_LOADER)}
    if is_installed(JSONSCHEMA):
        subjects[SCHEMAS] = Cut(ground).checked
    costs = dict(zip(subjects, map(middle, alternated(ground.runs, *subjects.values())), strict=True))
    mine, parsing, recorded, parsing_records = (costs[name] for name in (OURS, PARSING, RECORDED, PARSING_RECORDS))
    again, recorded_again = costs[AGAIN], costs[RECORDED_AGAIN]
    yield Figure("check, processor", mine.cpu_s, "s", parsing.cpu_s, LIMIT_S, PARSING)
    for peer, package in PEERS.items():
        if other := costs.get(peer):
            yield Figure("check, processor", mine.cpu_s, "s", other.cpu_s, note=peer)
            yield Figure("check, wall", mine.wall_s, "s", other.wall_s, note=peer)
        else:
            yield left_out(peer, package)
    yield Figure("check, peak memory", mine.peak_mb, "MB", parsing.peak_mb, note=PARSING)
    note = f"parsing alone; ten records on each rated unit, {(records := told.count_records())} in all"
    yield Figure("check with records, processor", recorded.cpu_s, "s", parsing_records.cpu_s, note=note)
    each, parsed_each = (
        1e6 * (after.cpu_s - before.cpu_s) / records for after, before in ((recorded, mine), (parsing_records, parsing))
    )
    yield Figure("check of a record, processor", each, "µs", parsed_each, RECORD_LIMIT_US, PARSING)
    note = "parsing alone; one line of one unit has changed since the last check"
    yield Figure("check again, processor", again.cpu_s, "s", parsing.cpu_s, AGAIN_LIMIT_S, note)
    yield Figure("check again, wall", again.wall_s, "s", parsing.wall_s, note=note)
    repeated, note = costs[REPEATED], "parsing alone; nothing has changed since the last check"
    yield Figure("check again, nothing changed, wall", repeated.wall_s, "s", parsing.wall_s, REPEATED_LIMIT_S, note)
    yield Figure("check again, nothing changed, processor", repeated.cpu_s, "s", parsing.cpu_s, note=note)
    note = "parsing alone; one line of one unit has changed since the last check"
    yield Figure("check again with records, processor", recorded_again.cpu_s, "s", parsing_records.cpu_s, note=note)
    yield from missed(ground.work / "planted")


def checked(ground: Ground) -> Cost:
    """Run our check with nothing kept of entries: one for which nothing has changed only says again what it has found."""
    shutil.rmtree(ground.work / "check-cache" / "objects" / FOLDER, ignore_errors=True)
    (ground.work / "check-cache" / "check" / "unchanged").unlink(missing_ok=True)
    return ground.run("check", "--root", ground.root, "--cache", ground.work / "check-cache")


def checked_again(ground: Ground, *, edit: bool = True) -> Cost:
    """Run our check again after one line of one unit has changed; the line is taken back behind it. Or after nothing has."""
    cache = ground.work / ("check-again-cache" if edit else "check-repeated-cache")
    if not (edit and cache.exists()):
        # Stamps of files that have just changed prove nothing: a check that has seen them some time later keeps them.
        time.sleep(0 if edit else SETTLED_S)
        ground.run("check", "--root", ground.root, "--cache", cache)
    if not edit:
        return ground.run("check", "--root", ground.root, "--cache", cache)
    path = next(ground.entries())
    data = path.read_bytes()
    path.write_bytes(data + "\n多了一行。\n".encode())
    try:
        return ground.run("check", "--root", ground.root, "--cache", cache)
    finally:
        path.write_bytes(data)


def parsed(ground: Ground) -> Cost:
    """Parse the front matter of every entry."""
    return cost_of([sys.executable, "-c", PARSE, ground.root / "content"])


def validated(ground: Ground, *options: str) -> Cost:
    """Run yaml.safe_load + pydantic over every entry, or PyYAML's C loader + pydantic."""
    return cost_of([sys.executable, HERE / "schema_check.py", *options, ground.root], PATHS)


class Cut:
    """The front matter of all units in files of its own, and their schema: the input of check-jsonschema."""

    def __init__(self, ground: Ground) -> None:
        self.folder = ground.work / "cut"
        self.folder.mkdir(exist_ok=True)
        lexicon = build_lexicon(read_vocabularies(ground.root)[0])
        for name, fields in (("units", UNIT.fields), ("clusters", CLUSTER.fields)):
            (self.folder / f"{name}.json").write_text(json.dumps(schema(fields, lexicon)), encoding="utf-8")
        self.files: dict[str, list[str]] = {"units": [], "clusters": []}
        for path in ground.entries():
            kind = "clusters" if path.parents[1].name == "clusters" else "units"
            file = self.folder / f"{path.parent.name}.yml"
            file.write_bytes(block_of(path.read_bytes()))
            self.files[kind].append(str(file))

    def checked(self) -> Cost:
        """Run check-jsonschema, once for the units and once for the clusters; both together are one cost."""
        costs = [
            cost_of([*SCHEMA_COMMAND, "--schemafile", self.folder / f"{kind}.json", *files], PATHS)
            for kind, files in self.files.items()
            if files
        ]
        wall, cpu = sum(one.wall_s for one in costs), sum(one.cpu_s for one in costs)
        return Cost(wall, cpu, max(one.peak_mb for one in costs))


def block_of(data: bytes) -> bytes:
    """Return the front matter of a content file as it is; the whole file where it has no fences."""
    parts = data.split(b"---\n", 2)
    return parts[1] if len(parts) == 3 else data


def missed(folder: Path) -> Iterator[Figure]:
    """Plant each mistake; yield how many were not reported, and how many were reported without the name of the field."""
    mistakes = planted()
    folder.mkdir(exist_ok=True)
    ours = said_by_us(mistakes, folder)
    peers = {SLOW_LOADER: said_by_pydantic, SCHEMAS: said_by_schema}
    for peer, ask in peers.items():
        if not is_installed(PEERS[peer]):
            continue
        said = ask(mistakes, folder)
        silent = [sum(name not in found for name in mistakes) for found in (ours, said)]
        vague = [sum(found.get(name) != "named" for name in mistakes) for found in (ours, said)]
        crashes = sum(one == "crashed" for one in said.values())
        note = f"{peer}, of {len(mistakes)}"
        yield Figure("planted mistakes, missed in silence", silent[0], "files", silent[1], 0, note)
        yield Figure(
            "planted mistakes, not named", vague[0], "files", vague[1], 0, f"{note}; {crashes} ended in an exception"
        )


def said_by_us(mistakes: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Return the mistakes that our check reports in the file in which they were made."""
    found = {}
    for number, (name, data) in enumerate(mistakes.items()):
        root = folder / f"root-{number}"
        shutil.copytree(TINY, root, dirs_exist_ok=True)
        (root / PATH).write_bytes(data)
        reading = load_exhibition(root)
        said = [*reading.diagnostics, *run_checks(reading.exhibition, root)]
        if any(one.span.path == PATH for one in said):
            found[name] = "named"
    return found


def said_by_pydantic(mistakes: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Return what yaml.safe_load + pydantic report about the mistakes."""
    files = written(mistakes, folder, ".md")
    said = output([sys.executable, HERE / "schema_check.py", TINY, *files.values()])
    return {name: said[file.name] for name, file in files.items() if file.name in said}


def said_by_schema(mistakes: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Return what check-jsonschema reports about the mistakes."""
    rules = folder / "unit.json"
    rules.write_text(json.dumps(schema(UNIT.fields, build_lexicon(read_vocabularies(TINY)[0]))), encoding="utf-8")
    files = written({name: block_of(data) for name, data in mistakes.items()}, folder, ".yml")
    said = output([*SCHEMA_COMMAND, "--output-format", "json", "--schemafile", rules, *files.values()])
    named = {Path(one["filename"]).name for one in said.get("errors", [])}
    stopped = {Path(one["filename"]).name for one in said.get("parse_errors", [])}
    return {
        name: "named" if file.name in named else "stopped"
        for name, file in files.items()
        if file.name in named | stopped
    }


def written(mistakes: Mapping[str, bytes], folder: Path, end: str) -> dict[str, Path]:
    """Write a file for each mistake; return them by the mistake's name."""
    files = {name: folder / f"{number}{end}" for number, name in enumerate(mistakes)}
    for name, file in files.items():
        file.write_bytes(mistakes[name])
    return files


def output(command: Sequence[str | Path]) -> dict[str, Any]:
    """Run a command that prints its findings as JSON, and return them, whatever its exit code."""
    ran = subprocess.run([str(word) for word in command], env={**os.environ, **PATHS}, capture_output=True, text=True)
    loaded: dict[str, Any] = json.loads(ran.stdout)
    return loaded
