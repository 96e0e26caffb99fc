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
    """Add the choice between a unit and a cluster."""
    # Only commands that create or list entries load the module that knows the types.
    from ..founding import PLANS

    parser.add_argument("--kind", choices=tuple(PLANS), default="unit", help="unit 楼组，cluster 楼群（默认：unit）")
