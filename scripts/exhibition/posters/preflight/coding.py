"""Check how QR codes are drawn: one even-odd path in pure black on a knocked-out white panel, with nothing over it."""

from __future__ import annotations

from collections.abc import Iterator

from .geometry import MM, Box, grown, holds, is_empty, meets
from .leaf import Leaf
from .marks import Fill, Mark, Placed, Strange, Text
from .report import CodeExpected, panel, square

SLACK = 0.1 * MM


def badly_drawn_code(leaf: Leaf) -> Iterator[str]:
    """Report a code that is not a single black path on its panel."""
    for code in leaf.expected.codes:
        yield from drawing_faults(leaf, leaf.points(panel(code)), leaf.points(square(code)))


def drawing_faults(leaf: Leaf, panel: Box, square: Box) -> Iterator[str]:
    """Check the drawing of one code; yield messages."""
    inner = grown(panel, -SLACK)
    # Unsupported constructs are reported by themselves and have no position.
    seen = (mark for mark in leaf.marks if not isinstance(mark, Strange) and not is_empty(mark.box))
    touching = [mark for mark in seen if meets(inner, mark.box)]
    grounds = [place for place, mark in enumerate(touching) if is_ground(mark, panel)]
    if not grounds:
        yield "二维码下面没有镂空的白底（四周各 4 个模块）。请加上白底。"
        return
    over = touching[grounds[-1] + 1 :]
    if not over:
        yield "白底上没有二维码。请重新出图。"
        return
    yield from path_faults(over[0], square)
    for mark in over[1:]:
        yield f"二维码上面还压着{kind(mark)}。请把它从二维码和白边上移开。"


def is_ground(mark: Mark, panel: Box) -> bool:
    """Return whether the mark is a white fill that covers the code and its quiet zone."""
    return isinstance(mark, Fill) and mark.ink.is_white and holds(mark.box, panel, SLACK)


def path_faults(mark: Mark, square: Box) -> Iterator[str]:
    """Check the first mark on the panel, which must be the code; yield messages."""
    if not isinstance(mark, Fill):
        yield f"二维码不是矢量图形，而是{kind(mark)}。请用矢量路径来画。"
        return
    if not mark.ink.is_black_alone:
        yield "二维码不是单色黑 K100，四色套不准就扫不出。请改成 K100。"
    if not mark.even_odd:
        yield "二维码的路径不是奇偶填充。请用一条奇偶填充的路径来画。"
    if not (holds(mark.box, square, SLACK) and holds(square, mark.box, SLACK)):
        yield "二维码的位置或大小和清单不一样，或者拼成了好几块。请用一条路径画在规定的位置。"


def kind(mark: Mark) -> str:
    """Return the Chinese word for the type of a mark."""
    return "文字" if isinstance(mark, Text) else "图片" if isinstance(mark, Placed) else "图形"


def wrong_number_of_codes(leaf: Leaf) -> Iterator[str]:
    """Report a page for which the manifest lists no code."""
    codes: tuple[CodeExpected, ...] = leaf.expected.codes
    if not codes and not leaf.expected.without_code:
        yield "清单上这一页没有二维码，没法核对。请重新出图。"
