"""PDF/X standards for poster files: one row each."""

from __future__ import annotations

from dataclasses import dataclass

CONDITION = "FOGRA39"
"""Printing condition of every file: coated paper, ISO 12647-2 (its name in the ICC registry)."""
REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What a PDF/X standard requires of the file structure."""

    key: str
    title: str
    """Value of GTS_PDFXVersion."""
    pdf: str
    """PDF version."""
    prefix: str
    namespace: str
    """Prefix and namespace of GTS_PDFXVersion in XMP."""
    in_info: bool
    """Whether Info must name the standard too."""
    object_streams: bool


STANDARDS: dict[str, Standard] = {
    row.key: row
    for row in (
        # ISO 15930-7:2010
        Standard(
            key="x4",
            title="PDF/X-4",
            pdf="1.6",
            prefix="pdfxid",
            namespace="http://www.npes.org/pdfx/ns/id/",
            in_info=False,
            object_streams=True,
        ),
        # ISO 15930-4:2003
        Standard(
            key="x1a",
            title="PDF/X-1a:2003",
            pdf="1.4",
            prefix="pdfx",
            namespace="http://ns.adobe.com/pdfx/1.3/",
            in_info=True,
            object_streams=False,
        ),
    )
}
"""Every standard by its key."""
