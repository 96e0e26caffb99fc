"""The npm packages that browsers load, as `scripts/start.py` has fetched them: which ones, and whether they are those.

Without a package the page stands as it can, and the build says what is missing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path

from ..diagnostics import Severity
from ..lazy import dataclass
from ..messages.registry import Message, register_message

PINS = Path(__file__).resolve().parents[3] / "package.json"
FOLDER = Path(sys.prefix) / "share" / "exhibition"
"""Where `scripts/start.py` puts them."""


@register_message("W421", Severity.ADVICE, "网页的组件还没有取来")
def missing_package(told: str) -> Message:
    """问题：mkdocs.yml 里打开了表单，或者有一站写了一圈的全景，可是这台电脑上没有它要的组件（Sveltia CMS、Pannellum）。网站照常建好：“用表单写”那一页会说表单还没有准备好，全景先当一张平的照片放着。

    不好：

        一台没有装 npm 的电脑，运行 build

    好：

        装了 Node.js（自带 npm）的电脑，运行 python3 scripts/start.py build

    怎么改：装上 Node.js，再运行一次 build，组件会自动取来，并核对是不是定好的那一版。
    """
    return Message(told, "装上 Node.js（自带 npm），再运行一次 python3 scripts/start.py build。")


@dataclass(frozen=True, slots=True)
class PackagePin:
    """Which package it must be: its version, and the hash of its file (Subresource Integrity, SHA-512)."""

    version: str
    integrity: str


def read_pin(name: str, path: Path = PINS) -> PackagePin:
    """Return which package it must be, as the root's `package.json` says."""
    told = json.loads(path.read_text("utf-8"))
    return PackagePin(told["dependencies"][name], told["integrity"][name])


def read_package(name: str, folder: Path = FOLDER) -> bytes | None:
    """Return a pinned package as it was fetched; None where it was not, or is not the pinned one to the byte."""
    pin = read_pin(name)
    try:
        data = (folder / f"{name.lstrip('@').replace('/', '-')}-{pin.version}.tgz").read_bytes()
    except OSError:
        return None
    return data if compute_integrity(data) == pin.integrity else None


def compute_integrity(data: bytes) -> str:
    """Return the hash of a file as registries of packages write it.

    >>> compute_integrity(b"")[:20]
    'sha512-z4PhNX7vuL3xV'
    """
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
