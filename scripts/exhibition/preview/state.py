"""What a preview tells browsers: which publication there is, and what is found in the content, with place and mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ..diagnostics import Diagnostic
from ..report.privacy import masked
from ..report.sources import Sources


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, in the words of the report."""

    blocks: bool
    place: str
    weight: str
    code: str
    message: str
    line: str
    """The line that it speaks of, empty where there is none."""
    hint: str
    fixed: str


@dataclass(frozen=True, slots=True)
class State:
    """What there is to see. `sentence` says why nothing could be built, where it is not the content's fault."""

    version: str = ""
    sentence: str = ""
    findings: tuple[Told, ...] = ()
    ready: bool = True
    """Has the first build ended?"""

    @property
    def findings_block(self) -> bool:
        """Do the findings keep the last good pages up?"""
        return any(one.blocks for one in self.findings)

    @property
    def plain(self) -> dict[str, object]:
        """The state as JSON has it."""
        return asdict(self) | {"blocked": self.findings_block or bool(self.sentence)}


def told(diagnostics: Sequence[Diagnostic], sources: Sources) -> tuple[Told, ...]:
    """Return findings as a browser shows them, what stops the build first."""
    ordered = sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))
    return tuple(
        Told(
            one.blocks,
            masked(f"{one.span.path} {one.span.place.removesuffix(' · ')}".rstrip()),
            one.severity.value,
            one.code,
            masked(one.message),
            masked(sources.line(one.span.path, one.span.line).strip()),
            masked(one.hint),
            masked(one.fixed or ""),
        )
        for one in ordered
    )
