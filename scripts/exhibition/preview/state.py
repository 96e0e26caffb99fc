"""State of a preview for browsers: the version of the site, and the findings in the content, with place and fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ..diagnostics import Diagnostic
from ..report.sources import SourceLines, mask_text


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, in the words of the report."""

    blocks: bool
    place: str
    weight: str
    code: str
    message: str
    line: str
    """Source line of the finding, empty where there is none."""
    hint: str
    fixed: str


@dataclass(frozen=True, slots=True)
class State:
    """State that browsers show. `sentence` says why nothing could be built, where the content is not the reason."""

    version: str = ""
    sentence: str = ""
    findings: tuple[Told, ...] = ()
    ready: bool = True
    """Whether the first build has ended."""

    @property
    def findings_block(self) -> bool:
        """Whether the findings stop the build, so that the last good pages stay."""
        return any(one.blocks for one in self.findings)

    @property
    def plain(self) -> dict[str, object]:
        """The state as plain values for JSON."""
        return asdict(self) | {"blocked": self.findings_block or bool(self.sentence)}


def told(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> tuple[Told, ...]:
    """Return findings for browsers, those that stop the build first."""
    ordered = sorted(diagnostics, key=lambda one: (not one.blocks, one.span, one.code))
    return tuple(
        Told(
            one.blocks,
            mask_text(f"{one.span.path} {one.span.place.removesuffix(' · ')}".rstrip()),
            one.severity.value,
            one.code,
            mask_text(one.message),
            mask_text(sources.get_line(one.span.path, one.span.line).strip()),
            mask_text(one.hint),
            mask_text(one.fixed or ""),
        )
        for one in ordered
    )
