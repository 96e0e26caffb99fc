"""Turns the exhibition into a form for people without git: Sveltia CMS on our own host, asking for our own fields.

    mkdocs.yml (forms) ─┐
    fields, words ──────┼──configuration──▶ forms/config.json ─┐
    exhibition ─────────┘                                      ├─▶ forms/ (the page itself: `pages/forms.py`)
    npm package ──────────────────────────▶ assets/forms/<key>/┘

It writes `index.md` files by commits to the git host, as every volunteer does; the check judges them like any other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ..diagnostics import Diagnostic
from ..model import Artifact, Exhibition
from ..model.address import FORMS, relative
from .backend import origins
from .configuration import written
from .package import MODULE, Package, find_package
from .trouble import without_package

__all__ = ["FormAssets", "Package", "find_package", "form_assets"]


@dataclass(frozen=True, slots=True)
class FormAssets:
    """What the page of the form is made of; paths are relative to that page."""

    module: str = ""
    """The script that is the form; empty where its package is missing."""
    imports: str = ""
    """The import map, as it stands in the page."""
    hosts: tuple[str, ...] = ()
    """The hosts that the page asks for content."""
    artifacts: list[Artifact] = field(default_factory=list)
    diagnostics: tuple[Diagnostic, ...] = ()


def form_assets(exhibition: Exhibition, package: Package | None) -> FormAssets | None:
    """Return everything that the form needs; None where it is not turned on, little where there is no package."""
    forge = exhibition.settings.forms
    if forge is None:
        return None
    if package is None:
        return FormAssets(hosts=tuple(origins(forge)), diagnostics=(without_package(forge),))
    led = {relative(path, FORMS): relative(other, FORMS) for path, other in package.imports.items()}
    imports = json.dumps({"imports": led}, separators=(",", ":"))
    config = Artifact(f"{FORMS}config.json", lambda: written(exhibition, forge))
    return FormAssets(
        relative(package.folder + MODULE, FORMS),
        imports,
        tuple(origins(forge)),
        [config, *package.artifacts()],
    )
