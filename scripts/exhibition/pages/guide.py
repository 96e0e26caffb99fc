"""The volunteers' guide, as it stands in `content/guide/`, to files of the docs tree."""

from __future__ import annotations

from pathlib import Path

from ..model import Artifact


def guide(root: Path) -> list[Artifact]:
    """Return every page and picture of the guide under `guide/`; `root` holds `content/`."""
    folder = root / "content" / "guide"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [Artifact(f"guide/{path.relative_to(folder).as_posix()}", path.read_bytes) for path in files]
