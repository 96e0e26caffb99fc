"""The engine: a docs tree of Markdown and assets to a folder of HTML. The only module that knows MkDocs.

To change the engine is to rewrite this module; everything above hands over a plain tree and gets a plain tree.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path


class EngineFailed(Exception):
    """The engine gave up; the message is its own, for the keeper of the site."""


class Warnings(logging.Handler):
    """Collects what the engine warns of instead of printing it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def destination(uri: str) -> str:
    """Return the file of the site that the engine makes of a file of the docs tree.

    >>> destination("10064/index.md"), destination("10064/code.svg")
    ('10064/index.html', '10064/code.svg')
    """
    return f"{uri[:-3]}.html" if uri.endswith("index.md") else uri


def forget(uris: Iterable[str], stage: Path) -> None:
    """Remove from `stage` what was made of `uris`, so that it is made anew as a new file.

    A published site may share its files with the stage as hard links: they must be replaced, never written into.
    """
    for uri in uris:
        (stage / destination(uri)).unlink(missing_ok=True)


def render(config_file: Path, docs: Path, stage: Path, *, everything: bool) -> list[str]:
    """Render the docs tree into `stage` and return the engine's warnings.

    With `everything` False only what is missing in `stage` is rendered (see `forget`). Raises EngineFailed.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    warnings, log = Warnings(), logging.getLogger("mkdocs")
    log.addHandler(warnings)
    log.propagate = False
    try:
        stage.mkdir(parents=True, exist_ok=True)
        config = load_config(str(config_file), docs_dir=str(docs), site_dir=str(stage))
        build(config, dirty=not everything)
    except (MkDocsException, SystemExit) as problem:
        raise EngineFailed("\n".join([*warnings.messages, str(problem)])) from problem
    finally:
        log.removeHandler(warnings)
    return [message for message in warnings.messages if "'dirty' build" not in message]


def serve(config_file: Path, docs: Path, address: str, *, open_browser: bool) -> None:
    """Preview the docs tree at `address` (host:port), reloading the browser as the tree changes, until interrupted."""
    from mkdocs.commands.serve import serve as engine_serve

    engine_serve(
        str(config_file), build_type="dirty", docs_dir=str(docs), dev_addr=address, open_in_browser=open_browser
    )
