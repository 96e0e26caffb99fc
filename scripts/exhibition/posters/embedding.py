"""Font embedding by ReportLab, with a correct ToUnicode table.

ReportLab 5.1 writes that table (PDF 32000-1, 9.10.3) wrongly in three ways: characters above U+FFFF as five hexadecimal
digits instead of two surrogates, more than 100 lines in a block, and U+0000 for every unused code. Text that is copied
or extracted from such a file differs from what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from .fonts import Face

BLOCK = 100
"""Maximum number of lines in a block (Adobe Technical Note 5014, `beginbfchar`)."""
HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
"""
TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A TrueType font of ReportLab whose subsets have correct ToUnicode tables.

    A subset holds only used characters; by default ReportLab embeds all of ASCII in each file.
    """

    def __init__(self, name: str, face: Face) -> None:
        super().__init__(name, BytesIO(face.data), asciiReadable=False, shapable=False)

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # ReportLab's own name.
        """Add the subsets to a document that is being saved."""
        subsets = list(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(subset)


def font_name(weight: str, face: Face) -> str:
    """Register a face with ReportLab once per process (about 40 ms); return its name there."""
    name = f"face-{weight}-{face.digest[:8]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(EmbeddedFont(name, face))
    return name


def to_unicode(subset: Sequence[int]) -> str:
    """Render the ToUnicode table of a subset; unused codes are left out."""
    lines = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in used(subset)]
    blocks = (lines[start : start + BLOCK] for start in range(0, len(lines), BLOCK))
    return HEAD + "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks) + TAIL


def used(subset: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield code and code point; unused codes at the start of a subset all map to a space, of which one is kept."""
    for code, point in enumerate(subset):
        if point and (point != ord(" ") or code == ord(" ")):
            yield code, point
