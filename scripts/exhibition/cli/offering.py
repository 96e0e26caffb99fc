"""Options of the command line as data."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Add = Callable[[argparse.ArgumentParser], object]
"""Function that adds an option to the parser of a command."""

MANY: dict[str, object] = {"action": "append", "default": [], "metavar": "名称"}
"""Option that may be given several times, or once with commas between the values."""


def option(*names: str, **details: object) -> Add:
    """Return a function that adds one option."""
    return lambda parser: parser.add_argument(*names, **details)  # type: ignore[arg-type]


def offer_kinds(parser: argparse.ArgumentParser) -> None:
    """Add the choice between the content types."""
    # Only commands that create or list entries load the types.
    from ..types import CONTENT_TYPES

    rows = tuple(CONTENT_TYPES)
    words = "，".join(f"{row.name} {row.label}" for row in rows)
    names = tuple(row.name for row in rows)
    parser.add_argument("--kind", choices=names, default=names[0], help=f"{words}（默认：{names[0]}）")
