"""Resolve the arguments of the import (files, folders, an id, nothing) to pictures and the folders of their photos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..content.loader import list_entry_folders
from ..lazy import dataclass
from ..storage.safe_files import UnsafeFile, is_file, iter_files, read_head, read_listing
from ..text.characters import SEALED
from .file_formats import ENDS, HEAD, NAMED, TITLES, detect_format


@dataclass(frozen=True, slots=True)
class PictureInput:
    """A picture, and the entry's folder for its photo (POSIX, relative to the root)."""

    path: Path
    folder: str
    is_external: bool
    """Whether it comes from outside that folder; then the original stays where it is."""


@dataclass(frozen=True, slots=True)
class ImportInputs:
    """The resolved arguments: pictures, and messages about what could not be resolved."""

    sources: tuple[PictureInput, ...]
    refused: tuple[str, ...] = ()
    skipped: tuple[Path, ...] = ()
    """Files in the given folders that are not pictures."""


def resolve_inputs(root: Path, paths: Sequence[Path], into: str | None) -> ImportInputs:
    """Return the pictures in `paths` (or in all folders), to copy into an entry's folder or replace in place."""
    known = list_entry_folders(root)
    if into is not None:
        return resolve_new_pictures(root, paths, into, known)
    if not paths:
        return ImportInputs(
            tuple(PictureInput(path, folder, False) for folder in known for path in iter_pictures(root / folder))
        )
    return resolve_pictures_in_place(root, paths, known)


def resolve_new_pictures(root: Path, paths: Sequence[Path], into: str, known: list[str]) -> ImportInputs:
    """Return pictures to copy into the folder of one entry."""
    named = [folder for folder in known if into.rstrip("/") in (folder, folder.rpartition("/")[2])]
    if len(named) != 1:
        why = (
            f"找不到编号是“{into}”的文件夹。"
            if not named
            else f"有不止一个文件夹叫“{into}”，写全：{'、'.join(named)}。"
        )
        return ImportInputs((), (f"{why}编号是 5 位数字，例如 --into 10025。",))
    if not paths:
        return ImportInputs((), ("还要写上照片在哪里，例如：photos 相册文件夹 --into 10025。",))
    sources: list[PictureInput] = []
    refused: list[str] = []
    others: list[Path] = []
    inside = (root / named[0]).resolve()
    for path in paths:
        if path.is_dir():
            found = [one for one in iter_files(path) if not one.name.startswith(".")]
            others += (one for one in found if not is_picture(one))
        elif why := explain_unreadable(path):
            refused.append(why)
            continue
        else:
            found = [path]
        sources += (PictureInput(one, named[0], one.resolve().parent != inside) for one in found if one not in others)
    return ImportInputs(tuple(dict.fromkeys(sources)), tuple(refused), tuple(others))


def explain_unreadable(path: Path) -> str:
    """Return why a given file cannot be opened; an empty text where it can."""
    try:
        read_head(path, 1)
    except UnsafeFile as problem:
        return f"“{path}”打不开：{problem}。"
    except OSError:
        return f"找不到“{path}”。"
    return ""


def resolve_pictures_in_place(root: Path, paths: Sequence[Path], known: list[str]) -> ImportInputs:
    """Return pictures in entries' folders, from the given files and folders."""
    sources: list[PictureInput] = []
    refused: list[str] = []
    for path in paths:
        place = next((one.absolute() for one in (path, root / path) if one.exists() or one.is_symlink()), None)
        inside = [folder for folder in known if place and is_within(root / folder, place)]
        found = [PictureInput(one, folder, False) for folder in inside for one in iter_pictures(root / folder)]
        if place is None:
            refused.append(f"找不到“{path}”。")
        elif not place.is_dir() and (why := explain_unreadable(place)):
            refused.append(why)
            continue
        elif not inside:
            refused.append(f"“{path}”不在楼组的文件夹里。要把照片放进去，加上 --into 和编号，例如 --into 10025。")
        elif place.is_file():
            found = [source for source in found if source.path.samefile(place)]
            if not found:
                refused.append(f"“{path}”{describe_file(place)}，不是照片。")
        sources += found
    return ImportInputs(tuple(dict.fromkeys(sources)), tuple(refused))


def is_within(folder: Path, place: Path) -> bool:
    """Return whether the folder is inside `place`, or `place` inside the folder."""
    return folder.resolve().is_relative_to(place.resolve()) or place.resolve().is_relative_to(folder.resolve())


def iter_pictures(folder: Path) -> Iterator[Path]:
    """Yield the pictures of a folder in the order of their names; links to elsewhere are skipped."""
    for name in read_listing(folder).files:
        if not name.startswith(".") and is_picture(folder / name):
            yield folder / name


def is_picture(path: Path) -> bool:
    """Return whether this is a picture by its bytes, accepted by the exhibition or not, or at least by its name."""
    return path.name.lower().endswith(ENDS) or is_picture_format(read_format(path))


def is_picture_format(format: str) -> bool:
    """Return whether a format of this name is one of pictures."""
    return bool(format) and NAMED[format].picture


def read_format(path: Path) -> str:
    """Return the name of the format of a file by its bytes; an empty text where it is unknown or cannot be read."""
    try:
        return detect_format(read_head(path, HEAD)) if is_file(path) else ""
    except OSError:
        return ""


def describe_file(path: Path) -> str:
    """Return what kind of file a non-picture is, by its bytes and else by its name; an empty text where unknown."""
    known = TITLES.get(read_format(path)) or SEALED.get(path.suffix.lower(), "")
    return f"是{known}" if known else ""
