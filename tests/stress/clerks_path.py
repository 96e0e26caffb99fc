"""The path of a clerk who has the ratings of the whole district in a workbook, walked with real commands and real git.

`PYTHONPATH=scripts:benchmarks python tests/stress/clerks_path.py --units 5500 --ratings 1634` walks it in full and prints how
long each step took.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import synthetic
from edit_scenario import TELEPHONE, RatingYear

HOME = Path(__file__).resolve().parents[2]


class Astray(AssertionError):
    """Something on the path was not as it must be."""


@dataclass
class Walk:
    """One walk: the exhibition, how long its steps took in seconds, what they said."""

    root: Path
    times: dict[str, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Measure a step."""
        start = time.perf_counter()
        yield
        self.times[name] = time.perf_counter() - start

    def git(self, *words: str) -> str:
        """Run git in the exhibition. Raises CalledProcessError where it fails."""
        settings = ("-c", "user.name=clerk", "-c", "user.email=clerk@example.org", "-c", "core.quotepath=off")
        done = subprocess.run(["git", *settings, *words], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit all content."""
        self.git("add", "content")
        self.git("commit", "-qm", message)

    def run(self, *words: object) -> tuple[int, str]:
        """Run one of our commands; return its exit code and what it printed."""
        command = [sys.executable, "-m", "exhibition", *map(str, words), "--root", str(self.root)]
        environment = {"PYTHONPATH": str(HOME / "scripts"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        self.said.append(done.stdout + done.stderr)
        return done.returncode, self.said[-1]

    def import_sheet(self, name: str, path: Path, code: int) -> str:
        """Import and write. Raises Astray where the exit code is another."""
        with self.timed(name):
            found, said = self.run("import", path, "--write")
        require(found == code, f"{name}: exit code {found}\n{said[-2000:]}")
        return said

    def list_changes(self) -> set[str]:
        """Return the paths of files that differ from the last commit."""
        return {
            line[3:] for line in self.git("status", "--porcelain", "-uall", "-z", "--", "content").split("\0") if line
        }


def require(true: bool, what: str) -> None:
    """Raise Astray unless something is true."""
    if not true:
        raise Astray(what)


def walk(root: Path, units: int, ratings: int, seed: int = 1) -> Walk:
    """Walk the path on an exhibition of so many units that is written to `root`. Raises Astray where something is wrong."""
    synthetic.write(root, units, seed=seed)
    made, sheets = Walk(root), root.parent
    made.git("init", "-q", "-b", "main")
    made.commit("content")
    year = RatingYear.begun(root, ratings, seed)
    first = year.sheet(sheets / "first.xlsx")
    expect_first_import(made, year, first)
    ids = list(year.notices)
    year.year.chance.shuffle(ids)
    announced, numbered, edited = ids[: ratings // 4], ids[ratings // 5 : ratings // 3], ids[: ratings // 2]

    made.git("switch", "-qc", "volunteers")
    # Where an editor changes every line, git can merge no other change of that page.
    year.year.volunteers_write(edited, other_line_ends=0)
    made.commit("volunteers")
    made.git("switch", "-q", "main")

    year.announce(announced)
    year.number([id for id in numbered if not year.notices[id][0].document])
    second = year.sheet(sheets / "second.xlsx")
    changed = {id for id in ids if year.side(id).read_bytes() != year.render_side(id)}
    made.import_sheet("import of the second sheet", second, 0)
    expect_files(made, year, sides=changed, pages=set(announced))
    lines = [line.split("\t") for line in made.git("diff", "--numstat", "--", "content/units").splitlines()]
    wrong = [line for line in lines if line[2].endswith("index.md") and line[:2] != ["1", "1"]]
    wrong += [line for line in lines if line[2].endswith("评定.md") and (line[0] not in "145" or line[1] != "0")]
    require(not wrong, f"more than the changed lines differ: {wrong[:4]}")
    made.commit("bureau")

    with made.timed("git merge of volunteers and bureau"):
        made.git("merge", "-q", "volunteers")
    for id in ids:
        require(year.render_page(id) == year.year.file(id).read_bytes(), f"page of {id} after the merge")
    expect_nothing(made, "import after the merge", second)
    expect_no_loss_by_export(made, sheets / "out.xlsx")
    private = [one for one in made.said if TELEPHONE in one or "示例姓名" in one]
    require(not private, "something private was printed")
    require(not has_telephone(root), "something private was written")
    return made


def has_telephone(root: Path) -> bool:
    """Is a telephone number in a record of imports or in a file that the bureau writes?"""
    paths = [*(root / "content" / "sheets").glob("*.csv"), *(root / "content" / "units").rglob("评定.md")]
    return any(TELEPHONE in path.read_text("utf-8") for path in paths)


def expect_first_import(made: Walk, year: RatingYear, sheet: Path) -> None:
    """Import the first sheet and look at what came of it."""
    with made.timed("first import, dry run"):
        code, said = made.run("import", sheet)
    require((code, f"会添 {len(year.notices)} 条评定" in said) == (1, True), said[-2000:])
    require(not made.list_changes(), "a dry run has written something")
    blank = {id for id in year.notices if year.render_page(id) != year.year.file(id).read_bytes()}
    made.import_sheet("first import, written", sheet, 0)
    expect_files(made, year, sides=set(year.notices), pages=blank)
    made.commit("ratings")
    expect_nothing(made, "second run", sheet)


def expect_files(made: Walk, year: RatingYear, sides: set[str], pages: set[str]) -> None:
    """Expect that these side files and pages of units have changed, to what they must be, and nothing else has."""
    expected = {year.side(id) for id in sides} | {year.year.file(id) for id in pages}
    expected.add(made.root / "content" / "sheets" / "ratings.csv")
    found = {made.root / path for path in made.list_changes()}
    require(found == expected, f"changed: {sorted(map(str, found ^ expected))[:4]}")
    for id in sides:
        require(
            year.side(id).read_bytes() == year.render_side(id), f"{year.side(id)}: {year.side(id).read_text('utf-8')}"
        )
    for id in pages:
        require(year.year.file(id).read_bytes() == year.render_page(id), f"page of {id}")


def expect_nothing(made: Walk, name: str, sheet: Path) -> None:
    """Import a sheet that says nothing new, and expect that nothing changes."""
    said = made.import_sheet(name, sheet, 0)
    require("什么都不用改" in said, said[-2000:])
    require(not made.list_changes(), f"{name}: {sorted(made.list_changes())[:4]}")


def expect_no_loss_by_export(made: Walk, path: Path) -> None:
    """Export the ratings, let another office program save them where there is one, and import them again."""
    with made.timed("export"):
        code, said = made.run("export", "--list", "评定", "--out", path)
    require(code == 0, said)
    expect_nothing(made, "import of the export", path)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        folder = path.parent / "saved"
        command = [office, "--headless", "--convert-to", "ods", "--outdir", str(folder), str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        expect_nothing(made, "import of what LibreOffice has saved", folder / f"{path.stem}.ods")


def main() -> int:
    """Walk the path once and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=5500)
    parser.add_argument("--ratings", type=int, default=1634)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = walk(Path(folder) / "root", options.units, options.ratings, options.seed)
    for name, seconds in made.times.items():
        print(f"{seconds:7.2f} s  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
