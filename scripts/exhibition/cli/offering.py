"""What commands offer: options of the command line as data."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Add = Callable[[argparse.ArgumentParser], object]
"""Adds an option to the parser of a command."""

MANY: dict[str, object] = {"action": "append", "default": [], "metavar": "名称"}
"""What may be given several times, or once with commas between."""


def option(*names: str, **details: object) -> Add:
    """Describe one option."""
    return lambda parser: parser.add_argument(*names, **details)  # type: ignore[arg-type]


def offer_kinds(parser: argparse.ArgumentParser) -> None:
    """Add the choice between a unit and a cluster."""
    # Only commands that found or list entries wait for what knows their kinds.
    from ..founding import PLANS

    parser.add_argument("--kind", choices=tuple(PLANS), default="unit", help="unit 楼组，cluster 楼群（默认：unit）")
