"""Check the text of a page: glyphs present, minimum size, visible, and as listed in the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from .geometry import MM, grown, is_empty, meets
from .inks import words
from .leaf import Leaf
from .marks import Fill, Line, Placed, Text

LEAST_PT = 6.0
SLACK = 0.1 * MM
DARK = 150
"""Maximum grey value of the darkest pixel of black text, even where strokes are half a pixel wide."""


def bad_glyph(leaf: Leaf) -> Iterator[str]:
    """Report text that would print as empty boxes or as nothing, and text in a font with faults."""
    for mark in texts(leaf):
        missing = sum(mark.face.lacks(code) for code in mark.codes)
        if missing:
            yield f"文字“{words(mark)}”里有 {missing} 个字在嵌入的字体里没有，印出来是空框。请换一个字或换字体。"
        for fault in mark.face.faults:
            yield f"字体“{mark.face.name.lstrip('/')}”{fault}。请换成嵌入的 TrueType 字体。"


def texts(leaf: Leaf) -> Iterator[Text]:
    """Yield the marks that are text."""
    return (mark for mark in leaf.marks if isinstance(mark, Text))


def small_text(leaf: Leaf) -> Iterator[str]:
    """Report text below the minimum size that can be read and printed."""
    for mark in texts(leaf):
        leaf.report.text_pt_min = round(min(mark.size, leaf.report.text_pt_min or mark.size), 2)
        if mark.size < LEAST_PT - 0.01:
            yield f"文字“{words(mark)}”只有 {mark.size:.1f} 点，至少 {LEAST_PT:g} 点。请改短文字或放大。"


def hidden_text(leaf: Leaf) -> Iterator[str]:
    """Report text that is in the file but not visible on paper."""
    for mark in texts(leaf):
        if mark.mode:
            yield f"文字“{words(mark)}”是看不见的或描边的（模式 {mark.mode}）。请改成普通文字。"
        elif words(mark) and is_empty(mark.box):
            yield f"文字“{words(mark)}”被裁掉了，印不出来。请重新出图。"
        elif words(mark) and mark.ink.is_black_alone:
            window = leaf.window(mark.box)
            if not window.size or window.min() > DARK:
                yield f"文字“{words(mark)}”被盖住了，印不出来。请重新出图。"


def covered_text(leaf: Leaf) -> Iterator[str]:
    """Report text with another mark painted over it, completely or in part, in whatever colour."""
    for place, mark in enumerate(leaf.marks):
        # Text in a pale tint is the watermark of a proof: it lies below everything and may be covered.
        if not isinstance(mark, Text) or not mark.ink.is_black_alone or is_empty(mark.box):
            continue
        inner = grown(mark.box, -SLACK)
        later = leaf.marks[place + 1 :]
        if any(isinstance(over, (Fill, Line, Placed)) and meets(inner, over.box) for over in later):
            yield f"文字“{words(mark)}”上面又压了图形或照片。请把文字放到最上面。"


def missing_text(leaf: Leaf) -> Iterator[str]:
    """Report texts of the manifest that the page does not contain."""
    text = squeezed(leaf.text)
    for wanted in leaf.expected.texts:
        if squeezed(wanted) not in text:
            yield f"页面上找不到“{wanted}”，可能放错了楼组。请对照清单重新出图。"


def squeezed(text: str) -> str:
    """Return a text without white space, which depends on the layout."""
    return "".join(text.split())
