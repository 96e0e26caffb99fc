"""Small exhibitions that are built over and over, damaged, killed and compared with a cold build.

`python tests/stress/killed_builds.py --kills 60 --units 400` kills so many builds at random moments and reports the
results.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from random import Random

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [path for path in (str(HOME / "benchmarks"), str(HOME / "scripts")) if path not in sys.path]

from exhibition.hosting.bucket_plan import choose_stage  # noqa: E402
from exhibition.storage.patching import PATCH, recover_site  # noqa: E402
from exhibition.storage.publishing import SITE_MARKER, iter_parents  # noqa: E402

Tree = dict[str, tuple[int, bytes]]
"""Mode and bytes of every file below a folder by its path; of a folder, with a / at the end, its mode."""


def read_tree(folder: Path) -> Tree:
    found: Tree = {}
    for path in folder.rglob("*"):
        uri = path.relative_to(folder).as_posix()
        mode = path.lstat().st_mode & 0o7777
        if path.is_dir() and not path.is_symlink():
            found[f"{uri}/"] = (mode, b"")
        else:
            found[uri] = (mode, path.read_bytes())
    return found


def list_differences(one: Tree, other: Tree) -> list[str]:
    """Return some of the paths that differ, for a readable message."""
    return sorted(uri for uri in one.keys() | other.keys() if one.get(uri) != other.get(uri))[:8]


def write_small_site(root: Path) -> Path:
    """Lay out the tiny exhibition with the templates and the books, which link to each other, as a build needs them."""
    shutil.copytree(HOME / "tests" / "tiny", root, dirs_exist_ok=True)
    shutil.copytree(HOME / "overrides", root / "overrides")
    shutil.copy(HOME / "mkdocs.yml", root)
    for book in ("guide", "handbook"):
        shutil.copytree(HOME / "content" / book, root / "content" / book)
    # The handbook leads to the pages of shipped problems.
    shutil.copy(HOME / "content/vocabularies/problems.yml", root / "content/vocabularies")
    return root


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "exhibition", *map(str, words)]


def make_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HOME / "scripts")}


def start_command(*words: object, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """Start a command as the head of a process group."""
    return subprocess.Popen(
        command(*words),
        # Python does not notice that a limit has cut off the bytecode of a module: it would be there for all later runs.
        env={**make_environment(), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=limit,
    )


def build(root: Path, site: Path, cache: Path) -> tuple[int, str]:
    """Build with the command line; return its exit code and its output."""
    process = start_command("build", "--root", root, "--site", site, "--cache", cache)
    said, _ = process.communicate()
    return process.returncode, said


def damage(site: Path, chance: Random, kind: str) -> str:
    """Do one random damage to a site that no build does; return what and where."""
    files = sorted(path for path in site.rglob("*") if path.is_file() and not path.is_symlink())
    folders = sorted(path for path in site.rglob("*") if path.is_dir())
    # The mark is another matter: without it a folder may be anybody's.
    path, folder = chance.choice([path for path in files if path.name != ".exhibition"]), chance.choice(folders)
    DAMAGES[kind](path, folder)
    return f"{kind} {path.relative_to(site)} {folder.relative_to(site)}"


def flip_bit(path: Path) -> None:
    """Change one bit; size and time stay."""
    before = path.stat()
    data = path.read_bytes() or b"\0"
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").write_text("x")


def replace_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x")


def replace_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


DAMAGES: dict[str, Callable[[Path, Path], object]] = {
    "empty": lambda path, folder: path.write_bytes(b""),
    "cut": lambda path, folder: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "flip": lambda path, folder: flip_bit(path),
    "remove": lambda path, folder: path.unlink(),
    "add a file": lambda path, folder: (folder / "extra.html").write_text("<p>extra"),
    "add a folder": lambda path, folder: (folder / "extra").mkdir(exist_ok=True),
    "remove a folder": lambda path, folder: shutil.rmtree(folder),
    "shut a file": lambda path, folder: path.chmod(0o600),
    "shut a folder": lambda path, folder: folder.chmod(0o700),
    "replace": lambda path, folder: (path.unlink(), path.write_text("<p>other")),
    "folder for a file": lambda path, folder: replace_by_folder(path),
    "file for a folder": lambda path, folder: replace_by_file(folder),
    "link for a file": lambda path, folder: replace_by_link(path),
}


def damage_files(folder: Path, how: Callable[[bytes], bytes]) -> int:
    """Damage every file below a folder; return how many."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        path.write_bytes(how(path.read_bytes()))
    return len(files)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda data: b"",
    "cut": lambda data: data[: len(data) * 2 // 3],
    "flipped": lambda data: bytes([data[0] ^ 1]) + data[1:] if data else data,
}


def list_mixture_faults(left: Tree, old: Tree, new: Tree) -> list[str]:
    """Return what is wrong with a site in the midst of a patch from `old` to `new`; nothing where readers find all whole.

    Each file is that of the old or the new site. What both have is there. A new page is there only when everything that
    comes before pages is there; and what only the old site has goes only when all that is new is there.
    """
    left = {uri: one for uri, one in left.items() if not uri.endswith("/") and not uri.startswith(PATCH)}
    before, after = ({uri: one for uri, one in tree.items() if not uri.endswith("/")} for tree in (old, new))
    wrong = [f"of neither site: {uri}" for uri in left if left[uri] not in (before.get(uri), after.get(uri))]
    wrong += [f"lost: {uri}" for uri in before.keys() & after.keys() if uri not in left]
    fresh = {uri for uri in after if uri != SITE_MARKER and after[uri] != before.get(uri)}
    waiting = {uri for uri in fresh if left.get(uri) != after[uri]}
    stages = {uri: choose_stage(uri, new=uri not in before) for uri in fresh}
    for uri in fresh - waiting:
        wrong += [f"{uri} is there before {other}" for other in waiting if stages[other] < stages[uri]]
    # Where a file becomes a folder, or a folder a file, the one must go before the other comes.
    folders = {parent for uri in after for parent in iter_parents(uri)}
    gone = before.keys() - after.keys() - left.keys() - folders
    gone = {uri for uri in gone if not after.keys() & set(iter_parents(uri))}
    return [*wrong, *(f"gone before {min(waiting)} is there: {uri}" for uri in gone if waiting)]


class KilledBuilds:
    """Kills builds at random moments, while the content changes from one to the next; reports what is wrong with the
    site.
    """

    def __init__(self, root: Path, work: Path, chance: Random) -> None:
        self.root, self.work, self.chance = root, work, chance
        self.site, self.cache = work / "site", work / "cache"
        self.page = sorted(root.glob("content/units/*/*/index.md"))[0]
        self.text = self.page.read_text("utf-8")
        self.whole: list[Tree] = []
        """The two possible sites: of each state of the content, built from nothing."""
        self.patching = 0
        """Kills that have met a patch."""

    def write(self, state: int) -> None:
        self.page.write_text(f"{self.text}\n第 {state} 种说法。\n", "utf-8")

    def prepare(self) -> float:
        """Build both states from nothing; return the seconds of one build."""
        seconds = 0.0
        for state in (0, 1):
            self.write(state)
            shutil.rmtree(self.cache, ignore_errors=True)
            start = time.monotonic()
            code, said = build(self.root, self.site, self.cache)
            seconds = time.monotonic() - start
            assert code == 0, said
            self.whole.append(read_tree(self.site))
        return seconds

    def kill(self, after: float, *, cold: bool) -> list[str]:
        """Kill one build `after` seconds; return what is wrong with what it leaves."""
        state = self.chance.randrange(2)
        self.write(state)
        if cold:
            shutil.rmtree(self.cache, ignore_errors=True)
        process = start_command("build", "--root", self.root, "--site", self.site, "--cache", self.cache)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after)
        # Only the parent: its children must end by themselves.
        process.kill()
        process.communicate()
        left = read_tree(self.site) if self.site.exists() else {}
        if not left or left in self.whole:
            return []
        self.patching += any(uri.startswith(f"{PATCH}/") for uri in left)
        wrong = min((list_mixture_faults(left, *pair) for pair in permutations(self.whole)), key=len)
        # What the next command does first, whichever it is.
        recover_site(self.site)
        if (mended := read_tree(self.site)) not in self.whole:
            wrong.append(f"after the recovery it is neither old nor new: {list_differences(mended, self.whole[state])}")
        return [f"after {after:.2f} s: {one}" for one in wrong]

    def build_again(self) -> list[str]:
        """Build to the end; return what is wrong."""
        state = self.chance.randrange(2)
        self.write(state)
        code, said = build(self.root, self.site, self.cache)
        if code:
            return [f"the next build ended with {code}: {said}"]
        wrong = [f"differs: {uri}" for uri in list_differences(read_tree(self.site), self.whole[state])]
        beside = sorted(path.name for path in self.work.glob(".site.*"))
        return [*wrong, *(f"left behind: {name}" for name in beside)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--units", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    import synthetic

    chance = Random(options.seed)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="killing-") as folder:
        work = Path(folder)
        synthetic.write(work / "root", options.units)
        killing = KilledBuilds(work / "root", work, chance)
        seconds = killing.prepare()
        print(f"one build takes {seconds:.1f} s", flush=True)
        for number in range(options.kills):
            cold = number % 2 == 0
            found = killing.kill(chance.uniform(0.1, seconds * 1.05), cold=cold)
            if number % 3 == 2:
                found += killing.build_again()
            wrong += found
            print(f"kill {number + 1}, {'cold' if cold else 'warm'}: {found or 'whole'}", flush=True)
        wrong += killing.build_again()
    print(f"{options.kills} kills, {killing.patching} within a patch, {len(wrong)} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
