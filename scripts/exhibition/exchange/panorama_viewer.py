"""The npm package that shows panoramas of all directions (Pannellum, MIT), as `scripts/start.py` has fetched it.

A page loads it when somebody asks for it, and only where such a panorama is. Without the package the panorama stands there
as a flat picture, and the build says what is missing. From `file://` browsers refuse to draw a picture with WebGL: there the
flat picture serves too.
"""

from __future__ import annotations

import tarfile
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

from ..diagnostics import Diagnostic
from ..lazy import dataclass
from ..model import Artifact, Entry, Exhibition, Picture, build_hashed_uri
from ..model.artifact import SPHERE, classify_panorama
from ..model.content_types import Value
from ..model.field_types import PanoramaKey
from ..storage.cache import make_content_key
from ..types import CONTENT_TYPES
from .npm_packages import FOLDER, missing_package, read_package

NAME = "pannellum"
SERVED = ("js", "css")
LICENCE = "COPYING"


@dataclass(frozen=True, slots=True)
class ViewerFiles:
    """The viewer's files: paths of its script and its styles from the root of the site (empty: it is missing)."""

    script: str = ""
    style: str = ""
    artifacts: tuple[Artifact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


NO_VIEWER = ViewerFiles()


def build_viewer(
    exhibition: Exhibition, pictures: Mapping[tuple[str, str], Picture], folder: Path = FOLDER
) -> ViewerFiles:
    """Return the viewer where a published entry has a panorama of all directions; no files where none has."""
    found = find_sphere(exhibition, pictures)
    if found is None:
        return NO_VIEWER
    data = read_package(NAME, folder)
    if data is None:
        entry, value = found
        issue = missing_package("有一圈的全景，可是还没有看它的组件，先当一张平的照片放着，别的照常。")
        return ViewerFiles(
            diagnostics=(
                Diagnostic(value.find_span(entry), issue.rule.code, issue.rule.severity, issue.message, issue.hint),
            )
        )
    files = unpack_viewer(data)
    artifacts = {
        end: Artifact(
            build_hashed_uri(f"assets/panorama/{NAME}", make_content_key(files[end]), f".{end}"),
            partial(bytes, files[end]),
        )
        for end in SERVED
    }
    licence = Artifact("assets/panorama/LICENCE.txt", partial(bytes, files[LICENCE]))
    return ViewerFiles(artifacts["js"].uri, artifacts["css"].uri, (*artifacts.values(), licence))


def find_sphere(exhibition: Exhibition, pictures: Mapping[tuple[str, str], Picture]) -> tuple[Entry, Value] | None:
    """Return the first panorama of all directions with its entry; None where there is none."""
    for entry in exhibition.published(Entry):
        for value in CONTENT_TYPES.get_type_of(entry).iter_values(entry, PanoramaKey):
            shown = pictures.get((entry.id, value.value))
            if shown and classify_panorama(shown.width, shown.height) == SPHERE:
                return entry, value
    return None


def unpack_viewer(data: bytes) -> dict[str, bytes]:
    """Return the files of the package that are served, by the ends of their names, and its licence."""
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        for key, path in (*((end, f"build/{NAME}.{end}") for end in SERVED), (LICENCE, LICENCE)):
            file = archive.extractfile(f"package/{path}")
            files[key] = file.read() if file else b""
    return files
