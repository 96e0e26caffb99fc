"""A renderer for tests that takes a while for each bundle, and says when it begins and when it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from exhibition.print.jobs.bundles import PrintBundle, RenderedBundle
from exhibition.storage.cache import Cache
from helpers.fake_print import FakeRenderer


@dataclass(frozen=True)
class SlowRenderer(FakeRenderer):
    """Writes `begin` and `end` with its process and the bundle into `log`, some time apart."""

    def adapt(self, cache: Cache | None, originals: Mapping[str, bytes]) -> SlowRenderer:
        return self

    def __call__(self, bundle: PrintBundle) -> RenderedBundle:
        write_line(self, "begin", bundle)
        time.sleep(0.25)
        made = FakeRenderer(self.proof, None, self.key)(bundle)
        write_line(self, "end", bundle)
        return made


@dataclass(frozen=True)
class KillingRenderer(SlowRenderer):
    """Ends the process in which it makes the third bundle."""

    def __call__(self, bundle: PrintBundle) -> RenderedBundle:
        if bundle.number == 3:
            write_line(self, "begin", bundle)
            os._exit(1)
        return super().__call__(bundle)


def write_line(renderer: SlowRenderer, what: str, bundle: PrintBundle) -> None:
    """Append a line to the log, at once."""
    if renderer.log:
        with open(renderer.log, "a", encoding="utf-8") as file:
            file.write(f"{what} {os.getpid()} {bundle.stem}\n")
