"""Turns what a person names (files, folders, an id, nothing) into the pictures to make safe and where they shall lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..checks.image import ENDS
from ..reading import entry_folders


@dataclass(frozen=True, slots=True)
class Source:
    """A picture and the entry's folder in which its safe photo shall lie (POSIX, relative to the root)."""

    path: Path
    folder: str
    comes: bool
    """Does it come from elsewhere? Then it stays where it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for, understood: pictures, and sentences about what was not."""

    sources: tuple[Source, ...]
    refused: tuple[str, ...] = ()
    passed_over: int = 0
    """Files in named folders that are no pictures."""


def wished(root: Path, paths: Sequence[Path], into: str | None) -> Wish:
    """Return the pictures that are meant: of `paths` (all folders without any), into the folder of an entry or in place."""
    known = entry_folders(root)
    if into is not None:
        return brought(root, paths, into, known)
    if not paths:
        return Wish(tuple(Source(path, folder, False) for folder in known for path in pictures(root / folder)))
    return in_place(root, paths, known)


def brought(root: Path, paths: Sequence[Path], into: str, known: list[str]) -> Wish:
    """Return pictures on their way into the folder of one entry."""
    named = [folder for folder in known if into.rstrip("/") in (folder, folder.rpartition("/")[2])]
    if len(named) != 1:
        why = (
            f"找不到编号是“{into}”的文件夹。"
            if not named
            else f"有不止一个文件夹叫“{into}”，写全：{'、'.join(named)}。"
        )
        return Wish((), (f"{why}编号是 5 位数字，例如 --into 10025。",))
    if not paths:
        return Wish((), ("还要写上照片在哪里，例如：photos 相册文件夹 --into 10025。",))
    sources: list[Source] = []
    refused = [f"找不到“{path}”。" for path in paths if not path.exists()]
    inside = (root / named[0]).resolve()
    for path in paths:
        found = pictures(path, deep=True) if path.is_dir() else (path,) if path.is_file() else ()
        sources += (Source(one, named[0], one.resolve().parent != inside) for one in found)
    others = sum(1 for path in paths if path.is_dir() for one in path.rglob("*") if is_other(one))
    return Wish(tuple(dict.fromkeys(sources)), tuple(refused), others)


def in_place(root: Path, paths: Sequence[Path], known: list[str]) -> Wish:
    """Return pictures that lie beside entries already, of files and folders that were named."""
    sources: list[Source] = []
    refused: list[str] = []
    for path in paths:
        place = next((one.absolute() for one in (path, root / path) if one.exists()), None)
        inside = [folder for folder in known if place and is_within(root / folder, place)]
        found = [Source(one, folder, False) for folder in inside for one in pictures(root / folder)]
        if place and place.is_file():
            found = [source for source in found if source.path.samefile(place)]
        if place is None:
            refused.append(f"找不到“{path}”。")
        elif not inside:
            refused.append(f"“{path}”不在楼组的文件夹里。要把照片放进去，加上 --into 和编号，例如 --into 10025。")
        sources += found
    return Wish(tuple(dict.fromkeys(sources)), tuple(refused))


def is_within(folder: Path, place: Path) -> bool:
    """Does the folder lie in `place`, or `place` in the folder?"""
    return folder.resolve().is_relative_to(place.resolve()) or place.resolve().is_relative_to(folder.resolve())


def pictures(folder: Path, *, deep: bool = False) -> Iterator[Path]:
    """Yield the picture files of a folder by their names, in order; links to elsewhere are left alone."""
    for path in sorted(folder.rglob("*") if deep else folder.iterdir()):
        if path.name.lower().endswith(ENDS) and not path.name.startswith(".") and is_plain_file(path):
            yield path


def is_plain_file(path: Path) -> bool:
    """Is this a file of its own, no link?"""
    return path.is_file() and not path.is_symlink()


def is_other(path: Path) -> bool:
    """Is this a file that is no picture?"""
    return path.is_file() and not path.name.startswith(".") and not path.name.lower().endswith(ENDS)
