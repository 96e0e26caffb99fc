"""Form for people without git: Sveltia CMS on our own host, with the fields of the content types.

    mkdocs.yml (forms) ─┐
    fields, words ──────┼──configuration──▶ forms/config.json ─┐
    exhibition ─────────┘                                      ├─▶ forms/ (the page itself: `pages/service_pages.py`)
    npm package ──────────────────────────▶ assets/forms/<key>/┘

It writes `index.md` files by commits to the git host, as every volunteer does; the check judges them like any other.
"""

from __future__ import annotations

import json
from dataclasses import field

from ...diagnostics import Diagnostic
from ...lazy import dataclass
from ...model import Artifact, Exhibition
from ...text.characters import FORMS, make_relative
from .configuration import list_origins, render_configuration
from .package import MODULE, CmsPackage, find_package, make_missing_package_diagnostic

__all__ = ["CmsPackage", "FormFiles", "build_form_files", "find_package"]


@dataclass(frozen=True, slots=True)
class FormFiles:
    """What the page of the form is made of; paths are relative to that page."""

    module: str = ""
    """The script that is the form; empty where its package is missing."""
    imports: str = ""
    """The import map, as it stands in the page."""
    hosts: tuple[str, ...] = ()
    """The hosts that the page asks for content."""
    artifacts: list[Artifact] = field(default_factory=list)
    diagnostics: tuple[Diagnostic, ...] = ()


def build_form_files(exhibition: Exhibition, package: CmsPackage | None) -> FormFiles | None:
    """Return everything that the form needs; None where it is not turned on, little where there is no package."""
    forge = exhibition.settings.forms
    if forge is None:
        return None
    if package is None:
        return FormFiles(hosts=tuple(list_origins(forge)), diagnostics=(make_missing_package_diagnostic(forge),))
    led = {make_relative(path, FORMS): make_relative(other, FORMS) for path, other in package.imports.items()}
    imports = json.dumps({"imports": led}, separators=(",", ":"))
    config = Artifact(f"{FORMS}config.json", lambda: render_configuration(exhibition, forge))
    return FormFiles(
        make_relative(package.folder + MODULE, FORMS),
        imports,
        tuple(list_origins(forge)),
        [config, *package.list_artifacts()],
    )
