"""The volunteers' guide, as it stands in `content/guide/`, to files of the docs tree; its pictures tell nothing hidden."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..model import Artifact
from ..photos.silencing import silenced


def guide(root: Path) -> list[Artifact]:
    """Return every page and picture of the guide under `guide/`; `root` holds `content/`."""
    folder = root / "content" / "guide"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [Artifact(f"guide/{path.relative_to(folder).as_posix()}", partial(told, path)) for path in files]


def told(path: Path) -> bytes:
    """Return the bytes of a file of the guide, as they may be published."""
    return silenced(path.read_bytes(), path.name)
