"""What a build from nothing makes while it reads the content: reading keeps one processor busy, and leaves the others idle.

Nothing depends on it. What was not made ahead, or of something else than what was read, is made where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from ..bodies import enter_rendered, render_body
from ..content.settings import read_settings
from ..content.vocabularies import read_vocabularies
from ..lazy import dataclass
from ..ledger.reader import list_ids
from ..model import Artifact, Exhibition, Ledger
from ..pages.sharing import list_street_cards
from ..storage.originals import list_content
from ..storage.safe_files import read_file
from ..storage.spool import Spool, SpooledRow
from ..types import CONTENT_TYPES
from ..workers import run_in_background
from . import mkdocs_engine
from .file_groups import describe_codes
from .incremental import BuildFolders
from .mkdocs_engine import PreparedTemplates
from .pipeline import set_trial


@dataclass(frozen=True, slots=True)
class MadeAhead:
    """What no entry decides on, made ahead."""

    templates: PreparedTemplates
    codes: Sequence[SpooledRow]
    """The codes of all ids that were ever issued."""


class WorkAhead:
    """Two processes, one after the other, since what comes of the first one is asked for as soon as the content is read."""

    def __init__(self, places: BuildFolders, processes: int) -> None:
        self.places, self.spool, self.ending = places, Spool(places.trees), ExitStack()
        self.bodies = run_in_background(self.render_bodies, processes)
        self.others = run_in_background(self.make_others, processes)

    def end(self) -> None:
        """End the processes, whose results nobody needs any more."""
        self.bodies.end()
        self.others.end()

    def render_bodies(self) -> dict[str, str]:
        """Return the HTML of the bodies of entries in which nothing is to be said, by body."""
        rendered = {body: render_body(body) for body in list_bodies(self.places.root)}
        return {body: one.html for body, one in rendered.items() if not (one.issues or one.covered)}

    def enter_bodies(self) -> None:
        """Let this process, and those that are forked from now on, know how those bodies are shown."""
        enter_rendered(self.bodies())

    def make_others(self) -> MadeAhead:
        """Compile the templates; draw what streets share, and the codes."""
        self.bodies.wait()
        places = self.places
        templates = mkdocs_engine.prepare_templates(places.root, places.docs)
        (settings, _), (vocabularies, _) = read_settings(places.root), read_vocabularies(places.root)
        settings = set_trial(settings, places.trial)
        for card in list_street_cards(Exhibition(settings, vocabularies, Ledger()), places.root):
            # What cannot be drawn is told by whoever asks for it.
            with suppress(Exception):
                places.objects.get_or_make(card)
        ids = list_ids(places.root)
        return MadeAhead(templates, self.spool.put_artifacts(describe_codes(settings, dict.fromkeys(ids))))

    @cached_property
    def made(self) -> MadeAhead:
        """What is ready by now."""
        return self.others()

    def get_templates(self) -> PreparedTemplates:
        """Return the templates."""
        return self.made.templates

    def find_codes(self, codes: Sequence[Artifact]) -> list[Artifact]:
        """Return these codes, those that were drawn of the same made."""
        drawn = {(one.uri, one.basis): one for one in self.spool.read_artifacts(self.made.codes)}
        found = ((one, drawn.get((one.uri, one.basis))) for one in codes)
        return [replace(one, make=same.make) if same else one for one, same in found]


def list_bodies(root: Path) -> Iterator[str]:
    """Yield the bodies of the files of entries that nothing has to be mended in, where bodies are prose."""
    for folder, here in list_content(root).items():
        row = CONTENT_TYPES.find_by_path(folder)
        if row is None or row.body or "index.md" not in here.files:
            continue
        try:
            data = read_file(f"{root}/{folder}/index.md")
        except OSError:
            continue
        yield data.decode("utf-8", "replace").partition("\n---\n")[2]
