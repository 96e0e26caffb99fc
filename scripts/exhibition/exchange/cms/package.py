"""The npm package of Sveltia CMS as `scripts/start.py` has fetched it: the files that our own host serves.

Its build for bundlers is taken, not the one for CDNs: that one asks strangers' hosts for icons, fonts and Chinese texts,
this one has them beside it. Where the package is missing, the maintainer is told and the site is built without the form.
"""

from __future__ import annotations

import re
import tarfile
from dataclasses import field
from functools import partial
from io import BytesIO
from pathlib import Path

from ...diagnostics import Diagnostic
from ...lazy import dataclass
from ...model import Artifact, CmsBackend
from ...storage.toolchain import ToolchainVersion, get_version
from ...text.characters import FORMS, make_relative
from ..npm_packages import FOLDER, compute_integrity, missing_package, read_package


def make_missing_package_diagnostic(forge: CmsBackend) -> Diagnostic:
    """Return the reminder that the package is missing, where forms are turned on."""
    issue = missing_package("打开了表单，可是还没有表单的组件，“用表单写”这一页暂时不能用，别的照常。")
    return Diagnostic(forge.span, issue.rule.code, issue.rule.severity, issue.message, issue.hint)


NAME = "@sveltia/cms"
MODULE = "npm/index.js"
TEXTS = "locales/zh-CN.json"
"""The interface in Chinese: a module imports it, which browsers refuse of JSON without saying so."""
FONT = re.compile(rb"https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(?::vf)?@[0-9.]+/([a-z0-9-]+)\.woff2")
"""A font's address at the CDN: its family and its cut."""
WANTED = re.compile(rf"package/((?:npm/.+(?<!\.map)|{re.escape(TEXTS)}|LICENSE\.txt))")
"""What of the package is served, by its path there; source maps would triple it."""


@dataclass(frozen=True, slots=True)
class CmsPackage:
    """The checked package; `integrity` names its content."""

    data: bytes = field(repr=False)
    integrity: str
    edition: ToolchainVersion = field(default_factory=partial(get_version, "form"))

    @property
    def folder(self) -> str:
        """Where its files stand, from the root of the site; another version, or way to serve it, stands elsewhere.

        Its files name each other, so no hash of their bytes can be in their names: it is that of all they are made of, which
        is the package and our own code alone.
        """
        return f"assets/forms/{self.edition.make_key(self.integrity)[:12]}/"

    @property
    def imports(self) -> dict[str, str]:
        """What the browser shall load in another one's stead, from the root of the site (an import map)."""
        return {self.folder + TEXTS: self.folder + to_script_name(TEXTS)}

    def list_artifacts(self) -> list[Artifact]:
        """Return its files for the site. Unpacking them takes a second, so they are remembered by their keys."""
        unpacked = UnpackedPackage(self.data, self.folder)
        return [
            Artifact(
                self.folder + to_script_name(path),
                partial(unpacked.get_served_bytes, path),
                self.edition.make_key(self.integrity, path),
            )
            for path in unpacked.paths
        ]


class UnpackedPackage:
    """The files of a package, read from it when the first of them is asked for; `folder` is where they are served."""

    def __init__(self, data: bytes, folder: str) -> None:
        self.data, self.folder = data, folder
        with tarfile.open(fileobj=BytesIO(data)) as archive:
            found = (WANTED.fullmatch(name) for name in archive.getnames())
            self.paths = sorted(match[1] for match in found if match)
        self.files: dict[str, bytes] = {}

    def get_served_bytes(self, path: str) -> bytes:
        """Return the bytes that are served of a file of the package."""
        if not self.files:
            with tarfile.open(fileobj=BytesIO(self.data)) as archive:
                for name in self.paths:
                    file = archive.extractfile(f"package/{name}")
                    self.files[name] = file.read() if file else b""
        data = self.files[path]
        if path == MODULE:
            return FONT.sub(self.replace_font_address, data)
        return b"export default " + data if path == TEXTS else data

    def replace_font_address(self, found: re.Match[bytes]) -> bytes:
        """Return the address of the package's own file of a font, from the page; nothing where it has none."""
        start = f"npm/assets/{found[1].decode()}-{found[2].decode()}-"
        own = next((path for path in self.paths if path.startswith(start)), "")
        return make_relative(self.folder + own, FORMS).encode() if own else b""


def to_script_name(path: str) -> str:
    """Return under which name a file of the package is served: texts as a script.

    >>> to_script_name("locales/zh-CN.json"), to_script_name("npm/index.js")
    ('locales/zh-CN.js', 'npm/index.js')
    """
    return f"{path}".removesuffix(".json") + ".js" if path == TEXTS else path


def find_package(folder: Path = FOLDER) -> CmsPackage | None:
    """Return the package of the CMS; None where it has not been fetched or is not the pinned one."""
    data = read_package(NAME, folder)
    return CmsPackage(data, compute_integrity(data)) if data else None
