"""Measures a repository with thousands of photographs: bytes fetched and seconds, by `file://`.

Full clone, check of a change that adds two photographs, publishing it; and whether a full clone, a partial clone, Git LFS and a
street in a repository of its own give the same site, byte for byte. The photographs are noise, so that nothing compresses
them: 800 × 600 px, some 130 KB.

    python benchmarks/photo_repository.py FOLDER --photos 3000 --units 500
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME / "scripts"), str(HOME / "benchmarks")]

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

import synthetic  # noqa: E402

PATTERNS = HOME / ".ci" / "sparse-checkout"
"""What the workflows leave out."""
IDENTITY = {f"GIT_{role}_{what}": "nobody" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_LFS_SKIP_SMUDGE": "1"}
ATTRIBUTES = "content/units/**/*.jpg filter=lfs diff=lfs merge=lfs -text\n"
"""What puts the photographs of units into Git LFS."""


FULL_CLONE, CHECK, PUBLISHING = "full clone", "check of a change that adds two", "publishing it"
"""What is compared by bytes."""
PARTIAL, STREET, LFS = "partial clone", "a street's own repository", "Git LFS"
DIFFERENCES = (PARTIAL, STREET, LFS)
"""Of these `measure` yields how many files of the site differ from that of the full clone."""
PACKING = ("-c", "pack.window=0", "-c", "core.compression=1")
"""Settings with which git does not look for differences between photographs; texts become a little larger."""


@dataclass
class PhotoSize:
    """Size of the synthetic photographs."""

    pixels: tuple[int, int] = (800, 600)
    quality: int = 88

    def make_small(self) -> None:
        """Choose few pixels and as many bytes: what is fetched stays the same, renditions are made in a tenth of the time."""
        self.pixels, self.quality = (320, 240), 100


SIZE = PhotoSize()


def run_git(at: Path, *words: object) -> str:
    """Return what git says, run as nobody with no settings but the repository's own."""
    ran = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *PACKING, *map(str, words)],
        cwd=at,
        env={**os.environ, **IDENTITY, **ALONE},
        capture_output=True,
        encoding="utf-8",
    )
    if ran.returncode:
        raise SystemExit(f"git {' '.join(map(str, words))}: {ran.stderr}")
    return ran.stdout.strip()


def draw_photo(random: Random, width: int = 0, height: int = 0) -> bytes:
    """Return a JPEG that no other call returns: large shapes, and noise as of a dark stairwell. Without a size: of `SIZE`."""
    width, height = (width, height) if width else SIZE.pixels
    source = np.random.default_rng(random.getrandbits(64))
    shapes = Image.fromarray(source.integers(30, 220, (6, 8, 3), dtype=np.uint8)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    noise = source.normal(0, 9, (height, width, 1))
    pixels = np.clip(np.asarray(shapes, dtype=np.float32) + noise, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=SIZE.quality, subsampling=0 if SIZE.quality == 100 else 2)
    return file.getvalue()


def list_units(root: Path) -> list[Path]:
    """Return the folders of the published units of an exhibition, in order."""
    found = sorted(path.parent for path in (root / "content" / "units").glob("*/*/index.md"))
    return [folder for folder in found if "\n状态: 发布\n" in (folder / "index.md").read_text("utf-8")]


def add_photos(folder: Path, numbers: range, random: Random) -> None:
    """Add photographs to the folder of a unit, files and lines."""
    text = (folder / "index.md").read_text("utf-8")
    lines = "" if "\n照片:\n" in text else "照片:\n"
    for number in numbers:
        (folder / f"photo-{number:02d}.jpg").write_bytes(draw_photo(random))
        lines += f"  - 文件: photo-{number:02d}.jpg\n    说明: 楼道的第 {number} 处\n    同意: 不涉及人物\n"
    before, mark, after = text.partition("\n来源: 合成数据\n")
    if "\n照片:\n" in text:
        before, mark, after = text.partition("\n照片:\n")
    (folder / "index.md").write_text(before + mark + lines + after, "utf-8")


def write_exhibition(root: Path, units: int, photos: int, seed: int = 1) -> Random:
    """Write an exhibition with so many photographs, spread evenly over its published units; return the random source."""
    synthetic.write(root, units, seed, others=1)
    random = Random(seed)
    folders = list_units(root)
    for number, folder in enumerate(folders):
        share = photos * (number + 1) // len(folders) - photos * number // len(folders)
        add_photos(folder, range(1, share + 1), random)
    return random


@dataclass
class Ground:
    """The folder of a measurement, with an exhibition and the repository from which it is cloned."""

    folder: Path

    @property
    def work(self) -> Path:
        """The working tree in which changes are made."""
        return self.folder / "work"

    @property
    def origin(self) -> Path:
        """The repository of the code host."""
        return self.folder / "origin.git"

    def begin(self, units: int, photos: int) -> None:
        """Make the exhibition and its history: the text, the photographs, then one in twenty photographs exchanged."""
        self.work.mkdir(parents=True)
        random = write_exhibition(self.work, units, photos)
        run_git(self.work, "init", "-q", "-b", "main")
        make_bare(self.origin)
        self.commit("text", "*.md", "*.yml", "overrides", "mkdocs.yml")
        self.commit("photographs", ".")
        for path in sorted((self.work / "content" / "units").glob("*/*/*.jpg"))[::20]:
            path.write_bytes(draw_photo(random))
        self.commit("other photographs", ".")

    def commit(self, message: str, *paths: str) -> None:
        """Commit paths and send them to the code host."""
        run_git(self.work, "add", "--", *paths)
        run_git(self.work, "commit", "-qm", message)
        run_git(self.work, "push", "-q", self.origin, "HEAD:main")

    def add_two_photos(self) -> Path:
        """Make the change that is measured; return the folder of its unit, relative to the exhibition."""
        folder = list_units(self.work)[0]
        first = len(list(folder.glob("*.jpg"))) + 1
        add_photos(folder, range(first, first + 2), Random("change"))
        self.commit("two photographs", ".")
        return folder.relative_to(self.work)

    def clone(self, name: str, *, sparse: bool, depth: int = 0, origin: Path | None = None) -> Path:
        """Clone as `actions/checkout` does: fetch, then check out, without the pictures of entries where `sparse`."""
        folder = self.folder / name
        clone_into(folder, origin or self.origin, sparse=sparse, depth=depth)
        return folder


def make_bare(folder: Path) -> None:
    """Make a repository that answers as code hosts do."""
    folder.mkdir(parents=True)
    run_git(folder, "init", "-q", "--bare", "-b", "main")
    for key in ("allowFilter", "allowAnySHA1InWant"):
        run_git(folder, "config", f"uploadpack.{key}", "true")


def clone_into(folder: Path, origin: Path, *, sparse: bool, depth: int = 0) -> None:
    """Clone a repository into a folder; see `Ground.clone`."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "-q", "-b", "main")
    run_git(folder, "remote", "add", "origin", origin.as_uri())
    words = ["--no-tags", *(["--filter=blob:none"] if sparse else []), *([f"--depth={depth}"] if depth else [])]
    run_git(folder, "fetch", "-q", *words, "origin", "+refs/heads/main:refs/remotes/origin/main")
    if sparse:
        run_git(folder, "config", "core.sparseCheckout", "true")
        (folder / ".git" / "info").mkdir(exist_ok=True)
        shutil.copy(PATTERNS, folder / ".git" / "info" / "sparse-checkout")
    run_git(folder, "checkout", "-q", "--force", "-B", "main", "refs/remotes/origin/main")


def count_bytes(clone: Path) -> int:
    """Return the bytes of objects that a clone has received: packs and loose objects, without git's own indexes of them."""
    paths = (path for path in (clone / ".git" / "objects").rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in paths if path.suffix in (".pack", "") and path.name != "packs")


def run_exhibition(root: Path, cache: Path, *words: object) -> float:
    """Run a command of the exhibition on a clone; return its seconds. Raises SystemExit where it fails."""
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "exhibition", *map(str, words), "--root", root, "--cache", cache],
        env={**os.environ, **ALONE, "PYTHONPATH": str(HOME / "scripts")},
        cwd=root,
        capture_output=True,
        encoding="utf-8",
    )
    if ran.returncode:
        raise SystemExit(f"{words}: {ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    return time.monotonic() - began


def read_tree(site: Path) -> dict[str, bytes]:
    """Return the files of a site by path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def list_differences(one: Path, other: Path) -> list[str]:
    """Return the paths at which two sites differ."""
    mine, theirs = read_tree(one), read_tree(other)
    return sorted(path for path in mine.keys() | theirs.keys() if mine.get(path) != theirs.get(path))


def move_street_out(ground: Ground, clone: Path) -> Path:
    """Give the street with most units a repository of its own, as a submodule; return the folder of the exhibition."""
    street = max((clone / "content" / "units").iterdir(), key=lambda path: sum(1 for _ in path.iterdir()))
    place = street.relative_to(clone)
    own, bare = ground.folder / "street", ground.folder / "street.git"
    shutil.move(street, own)
    run_git(clone, "rm", "-rq", "--cached", place)
    run_git(own, "init", "-q", "-b", "main")
    run_git(own, "add", ".")
    run_git(own, "commit", "-qm", "units of a street")
    make_bare(bare)
    run_git(own, "push", "-q", bare, "main")
    run_git(clone, "submodule", "add", "-q", "-b", "main", bare.as_uri(), place)
    run_git(clone, "commit", "-qam", "a street has a repository of its own")
    return clone


def put_into_lfs(ground: Ground, clone: Path) -> Path:
    """Put the photographs of a clone into Git LFS; return a clone of that which has pointers in its folders."""
    bare = ground.folder / "lfs.git"
    make_bare(bare)
    run_git(clone, "lfs", "install", "--local", "--force")
    (clone / ".gitattributes").write_text(ATTRIBUTES, "utf-8")
    run_git(clone, "rm", "-rq", "--cached", "content/units")
    run_git(clone, "add", "--all")
    run_git(clone, "commit", "-qm", "photographs in Git LFS")
    run_git(clone, "remote", "set-url", "origin", bare.as_uri())
    run_git(clone, "push", "-q", "origin", "HEAD:main")
    return ground.clone("lfs", sparse=False, origin=bare)


def measure(
    ground: Ground, units: int, photos: int, *, lfs: bool, twice: bool = False
) -> Iterator[tuple[str, int, float]]:
    """Yield what was done, the bytes that were fetched for it, and its seconds; last how many files differ (`DIFFERENCES`).

    The seconds of the partial clone there are those of the build of the full clone. The full clone finds renditions by the bytes of its photographs in a copy of the cache; `twice`: it makes them all again.
    """
    ground.begin(units, photos)
    carried = ground.folder / "carried"
    seed = ground.clone("seed", sparse=True)
    seconds = run_exhibition(seed, carried, "build", "--site", ground.folder / "site-seed")
    yield "first build on a partial clone, nothing cached", count_bytes(seed), seconds
    shutil.rmtree(seed)
    ground.add_two_photos()
    began = time.monotonic()
    full = ground.clone("full", sparse=False)
    yield FULL_CLONE, count_bytes(full), time.monotonic() - began
    began = time.monotonic()
    check = ground.clone("check", sparse=True, depth=2)
    # A check may write into a copy of the cache only: code hosts keep those of changes apart.
    shutil.copytree(carried, ground.folder / "carried-check", copy_function=os.link)
    run_exhibition(check, ground.folder / "carried-check", "check", "--base", "HEAD^1")
    yield CHECK, count_bytes(check), time.monotonic() - began
    began = time.monotonic()
    partial = ground.clone("partial", sparse=True)
    run_exhibition(partial, carried, "check", "--base", "HEAD^1")
    run_exhibition(partial, carried, "build", "--site", ground.folder / "site-partial")
    yield PUBLISHING, count_bytes(partial), time.monotonic() - began
    if not twice:
        shutil.copytree(carried, ground.folder / "cache-full", copy_function=os.link)
        shutil.copytree(carried, ground.folder / "cache-lfs", copy_function=os.link)
    seconds = run_exhibition(full, ground.folder / "cache-full", "build", "--site", ground.folder / "site-full")
    differing = len(list_differences(ground.folder / "site-full", ground.folder / "site-partial"))
    yield PARTIAL, differing, seconds
    street = move_street_out(ground, ground.clone("composed", sparse=False))
    run_exhibition(street, ground.folder / "cache-full", "check", "--base", "HEAD^1")
    seconds = run_exhibition(street, ground.folder / "cache-full", "build", "--site", ground.folder / "site-street")
    differing = len(list_differences(ground.folder / "site-full", ground.folder / "site-street"))
    yield STREET, differing, seconds
    if lfs:
        pointers = put_into_lfs(ground, full)
        seconds = run_exhibition(pointers, ground.folder / "cache-lfs", "build", "--site", ground.folder / "site-lfs")
        yield LFS, len(list_differences(ground.folder / "site-full", ground.folder / "site-lfs")), seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder with room for ten times the photographs")
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--photos", type=int, default=3000)
    parser.add_argument("--twice", action="store_true", help="render all photographs once more for the full clone")
    parser.add_argument("--small", action="store_true", help="few pixels, as many bytes: renditions are made quickly")
    options = parser.parse_args()
    if options.small:
        SIZE.make_small()
    ground = Ground(options.folder.resolve())
    whole = 0
    for what, amount, seconds in measure(
        ground, options.units, options.photos, lfs=shutil.which("git-lfs") is not None
    ):
        if what in DIFFERENCES:
            print(f"{what}: {amount} files differ · {seconds:.1f} s", flush=True)
            continue
        whole = amount if what == FULL_CLONE else whole
        share = f"{100 * amount / whole:.2f} % of it" if whole else ""
        print(f"{what}: {amount:,} bytes {share} · {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
