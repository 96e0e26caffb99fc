"""Times sheets of all units in and out beside what a script of a few lines would do with openpyxl and PyYAML."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from edit_scenario import RatingYear, Year
from fixtures import SCRIPTS, Ground
from process_metrics import Cost, alternated, cost_of, middle
from result_table import Figure

TITLE = "Sheets of all units in and out (peer: openpyxl, PyYAML's C loader and dumper, no merge, no places, no rules)"
LIMIT_S = 3
"""What the project has promised for an import of 5,500 rows."""
RATED, UNITS = 1634, 5500
"""Units of three stars and more, of all units of the programme (宝山区民政局)."""

READ = """\
import sys, openpyxl
rows = list(openpyxl.load_workbook(sys.argv[1], read_only=True).active.values)
assert len(rows) > 10
"""
READ_QUICKLY = """\
import sys
from exhibition.exchange.spreadsheets.importing import open_book
from pathlib import Path
assert len(open_book(Path(sys.argv[1]).read_bytes()).grids[0].rows) > 10
"""
LOAD = """\
import pathlib, sys, yaml, openpyxl
rows = {str(row[3]): row for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.values if len(row) > 3}
for path in pathlib.Path(sys.argv[2]).glob("units/*/*/index.md"):
    _, block, body = path.read_text(encoding="utf-8").split("---\\n", 2)
    values = yaml.load(block, Loader=yaml.CSafeLoader)
    changed = rows[str(values["编号"])] is None
"""
DUMP = """\
    block = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    path.write_text(f"---\\n{block}---\\n{body}", encoding="utf-8")
"""
EXPORT = """\
import pathlib, sys, yaml, openpyxl
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet()
for path in sorted(pathlib.Path(sys.argv[2]).glob("units/*/*/index.md")):
    values = yaml.load(path.read_text(encoding="utf-8").split("---\\n", 2)[1], Loader=yaml.CSafeLoader)
    sheet.append([str(value) for value in list(values.values())[:17]])
book.save(sys.argv[1])
"""
RATE = """\
import pathlib, sys, yaml, openpyxl
ratings = {}
for row in openpyxl.load_workbook(sys.argv[1], read_only=True)["评定"].iter_rows(min_row=4, values_only=True):
    if isinstance(row[2], int):
        ratings.setdefault(str(row[2]), []).append({"时间": str(row[7]), "步骤": row[6], "星级": row[8], "文号": row[9]})
for path in pathlib.Path(sys.argv[2]).glob("units/*/*/index.md"):
    values = yaml.load(path.read_text(encoding="utf-8").split("---\\n", 2)[1], Loader=yaml.CSafeLoader)
    if path.parent.name in ratings:
        differs = values["星级"] != ratings[path.parent.name][-1]["星级"]
        block = yaml.dump({"评定": ratings[path.parent.name]}, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
"""
WRITE_RATINGS = """\
        path.with_name("评定.md").write_text(f"---\\n{block}---\\n", encoding="utf-8")
"""

PATHS = {"PYTHONPATH": str(SCRIPTS)}
OURS = """\
import sys
from exhibition.cli import main
sys.exit(main(sys.argv[1:]) > 1)
"""
"""Our command, for which 1 says that there is something to look at: no failure here."""


def figures(ground: Ground) -> Iterator[Figure]:
    """Read, rehearse, write and export in turn with the peer; yield seconds."""
    bench = Bench(ground)
    yield from compared("reading the rows of a workbook", bench.opened, bench.opened_by_peer, ground.runs)
    yield from compared("import, dry run", bench.rehearsed, bench.loaded_by_peer, ground.runs, LIMIT_S)
    yield from compared("import, 500 pages written", bench.written, bench.dumped_by_peer, ground.runs, LIMIT_S)
    yield from compared("export as XLSX", bench.exported, bench.exported_by_peer, ground.runs)
    many = f"{len(bench.ratings.notices):,} ratings"
    yield from compared(f"import of {many}, dry run", bench.rated, bench.rated_by_peer, ground.runs, LIMIT_S)
    yield from compared(
        f"import of {many}, files written", bench.rated_in_files, bench.rated_in_files_by_peer, ground.runs
    )


def ours(*words: str | Path) -> Cost:
    """Run one of our commands."""
    return cost_of([sys.executable, "-c", OURS, *words], PATHS)


def compared(
    name: str, subject: Callable[[], Cost], peer: Callable[[], Cost], runs: int, limit: float | None = None
) -> Iterator[Figure]:
    """Yield the middle wall and processor seconds of ours beside the peer's."""
    mine, theirs = (middle(costs) for costs in alternated(runs, subject, peer))
    yield Figure(f"{name}, wall", mine.wall_s, "s", theirs.wall_s, limit)
    yield Figure(f"{name}, processor", mine.cpu_s, "s", theirs.cpu_s)


class Bench:
    """An exhibition of its own, on which 300 volunteers and the bureau have been at work since the last import."""

    def __init__(self, ground: Ground) -> None:
        self.root, self.copy = ground.work / "sheets" / "root", ground.work / "sheets" / "copy"
        shutil.copytree(ground.root, self.root)
        year = Year.begun(self.root)
        ours("import", year.sheet(self.root.parent / "first.xlsx"), "--root", self.root, "--write")
        ids = list(year.rows)
        year.chance.shuffle(ids)
        share = max(1, ground.units // 11)
        year.volunteers_write(ids[: share * 3 // 5])
        year.bureau_rates(ids[share // 2 : share // 2 + share])
        self.sheet = year.sheet(self.root.parent / "second.xlsx")
        self.ratings = RatingYear.begun(self.root, ground.units * RATED // UNITS)
        self.rating_sheet = self.ratings.sheet(self.root.parent / "ratings.xlsx")

    def fresh(self) -> Path:
        """Return a copy of the exhibition to write into; making it is not measured."""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.root, self.copy)
        return self.copy

    def opened(self) -> Cost:
        """Read the rows as we do."""
        return cost_of([sys.executable, "-c", READ_QUICKLY, self.sheet], PATHS)

    def opened_by_peer(self) -> Cost:
        """Read the rows with openpyxl."""
        return cost_of([sys.executable, "-c", READ, self.sheet])

    def rehearsed(self) -> Cost:
        """Show what an import would change."""
        return self.imported(self.root)

    def written(self) -> Cost:
        """Import and write."""
        return self.imported(self.fresh(), "--write")

    def imported(self, root: Path, *words: str) -> Cost:
        """Run the command import."""
        return ours("import", self.sheet, "--root", root, *words)

    def rated(self) -> Cost:
        """Show what an import of the ratings would change."""
        return ours("import", self.rating_sheet, "--root", self.root)

    def rated_in_files(self) -> Cost:
        """Import the ratings into files of their own."""
        return ours("import", self.rating_sheet, "--root", self.fresh(), "--write")

    def rated_by_peer(self) -> Cost:
        """Load the sheet and the front matter of every unit, and dump the ratings of each."""
        return cost_of([sys.executable, "-c", RATE, self.rating_sheet, self.root / "content"])

    def rated_in_files_by_peer(self) -> Cost:
        """Write them too: without a look at what is there, so that a second run writes all again."""
        return cost_of([sys.executable, "-c", RATE + WRITE_RATINGS, self.rating_sheet, self.fresh() / "content"])

    def loaded_by_peer(self) -> Cost:
        """Load the sheet and the front matter of every unit."""
        return cost_of([sys.executable, "-c", LOAD, self.sheet, self.root / "content"])

    def dumped_by_peer(self) -> Cost:
        """Load them and dump every page again: comments, quotation marks and places are lost."""
        return cost_of([sys.executable, "-c", LOAD + DUMP, self.sheet, self.fresh() / "content"])

    def exported(self) -> Cost:
        """Export all units."""
        path = self.root.parent / "out.xlsx"
        path.unlink(missing_ok=True)
        return ours("export", "--root", self.root, "--out", path)

    def exported_by_peer(self) -> Cost:
        """Load all units and write them with openpyxl."""
        return cost_of([sys.executable, "-c", EXPORT, self.root.parent / "peer.xlsx", self.root / "content"])
