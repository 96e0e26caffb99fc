"""Operators of a content stream (PDF 32000-1, annex A): the effect of each, or the reason why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Name, Stream

from .geometry import common, least_scale, times
from .marks import REGISTRATION, Fill, Ink, Line, Placed
from .state import Pencil
from .writing import TEXT_ACTIONS

if TYPE_CHECKING:
    from .interpreter import Run

Action = Callable[["Run", list[Any]], None]
RGB = "页面里用了 RGB 颜色。请换成调色板里的 CMYK。"
GRAY = "页面里用了灰度颜色（DeviceGray）。请写成单色黑 K。"
WIDEST = 1.5
"""Assumed width of a stroke at mitred corners, in line widths."""


def numbers(operands: list[Any]) -> list[float]:
    """Convert operands to numbers."""
    return [float(value) for value in operands]


def save(run: Run, _: list[Any]) -> None:
    """Operator q: push a copy of the graphics state."""
    run.stack.append(run.state)
    run.state = run.state.copied()


def restore(run: Run, _: list[Any]) -> None:
    """Operator Q: pop the graphics state."""
    if run.stack:
        run.state = run.stack.pop()
    else:
        run.strange("unknown_construct", "页面内容不完整（多出一个 Q）。请重新出图。")


def transform(run: Run, operands: list[Any]) -> None:
    """Operator cm: multiply the transformation matrix."""
    run.state.ctm = times(tuple(numbers(operands)), run.state.ctm)  # type: ignore[arg-type]


def line_width(run: Run, operands: list[Any]) -> None:
    """Operator w: set the line width."""
    run.state.line_width = float(operands[0])


def points(run: Run, operands: list[Any]) -> None:
    """Operators m, l, c, v, y: add points to the path. A curve never leaves the hull of its control points."""
    a, b, c, d, e, f = run.state.ctm
    values = numbers(operands)
    for x, y in zip(values[::2], values[1::2], strict=True):
        run.pencil.xs.append(a * x + c * y + e)
        run.pencil.ys.append(b * x + d * y + f)


def rectangle(run: Run, operands: list[Any]) -> None:
    """Operator re: add a rectangle to the path."""
    x, y, width, height = numbers(operands)
    points(run, [x, y, x + width, y, x + width, y + height, x, y + height])


def clip(run: Run, _: list[Any]) -> None:
    """Operators W, W*: clip with the current path after the next painting operator."""
    run.pencil.clips = True


def end(run: Run, _: list[Any]) -> None:
    """Operator n, and the end of every painting operator: apply a pending clip (8.5.4) and clear the path."""
    if run.pencil.clips:
        run.state.clip = run.path_box()
    matrix, line = run.pencil.matrix, run.pencil.line
    run.pencil = Pencil(matrix=matrix, line=line)


def paint(run: Run, _: list[Any], *, fill: str = "", stroke: bool = False) -> None:
    """Painting operators: fill (`nonzero` or `evenodd`), then stroke, then end the path."""
    state = run.state
    if fill and run.pencil.xs:
        run.paint(Fill(run.path_box(), state.fill, fill == "evenodd"))
    if stroke and run.pencil.xs:
        width = state.line_width * least_scale(state.ctm)
        run.paint(Line(run.path_box(width * WIDEST / 2), state.stroke, width))
    end(run, [])


def set_colour(run: Run, operands: list[Any], *, space: str, attribute: str) -> None:
    """Operators k, K, g, G, rg, RG: set a colour."""
    setattr(run.state, attribute, Ink(space, tuple(numbers(operands))))
    if space != "CMYK":
        run.strange("wrong_colour", GRAY if space == "Gray" else RGB)


def set_space(run: Run, operands: list[Any], *, attribute: str) -> None:
    """Operators cs, CS: set a colour space; only DeviceCMYK by name and registration are allowed."""
    name = operands[0]
    initial = (0.0, 0.0, 0.0, 1.0)
    if name == Name.DeviceCMYK:
        setattr(run.state, attribute, Ink("CMYK", initial))
        return
    space = run.resource("/ColorSpace", name)
    if isinstance(space, Array) and len(space) == 4 and space[0] == Name.Separation and space[2] == Name.DeviceCMYK:
        plate = str(space[1]).lstrip("/")
        setattr(run.state, attribute, Ink(plate, (1.0,)))
        if plate != REGISTRATION:
            run.strange("wrong_colour", f"页面里用了专色“{plate}”。海报只用四色，请换成调色板里的 CMYK。")
        return
    setattr(run.state, attribute, Ink("?", ()))
    run.strange("wrong_colour", f"页面里用了 {str(name).lstrip('/')} 颜色空间。请换成调色板里的 CMYK。")


def set_components(run: Run, operands: list[Any], *, attribute: str) -> None:
    """Operators sc, scn, SC, SCN: set the components of a colour."""
    if any(isinstance(value, Name) for value in operands):
        setattr(run.state, attribute, Ink("Pattern", ()))
        run.strange("unknown_construct", "页面里有图案填充，检查不了。请换成单色。")
        return
    ink: Ink = getattr(run.state, attribute)
    if len(operands) != len(ink.values):
        run.strange("unknown_construct", "页面里颜色的分量个数不对。请重新出图。")
        return
    setattr(run.state, attribute, Ink(ink.space, tuple(numbers(operands))))


GRAPHICS: tuple[tuple[str, str, Callable[[Any], bool], str], ...] = (
    ("/OP", "overprint", lambda value: value is not False, "开了叠印。请关掉，二维码和白底都要镂空。"),
    ("/op", "overprint", lambda value: value is not False, "开了叠印。请关掉，二维码和白底都要镂空。"),
    ("/ca", "transparency", lambda value: float(value) < 1, "用了半透明。请换成实色。"),
    ("/CA", "transparency", lambda value: float(value) < 1, "用了半透明。请换成实色。"),
    ("/SMask", "transparency", lambda value: value != Name("/None"), "用了半透明蒙版。请换成实色。"),
    ("/BM", "transparency", lambda value: value not in (Name.Normal, Name.Compatible), "用了混合模式。请换成实色。"),
)
"""Checked entries of a graphics state dictionary: key, check, condition of a fault, sentence."""
HARMLESS = {"/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OPM", "/SA", "/AIS", "/TK", "/FL", "/SM"}


def graphics_state(run: Run, operands: list[Any]) -> None:
    """Operator gs: apply a graphics state dictionary."""
    entries = run.resource("/ExtGState", operands[0])
    if entries is None:
        run.strange("unknown_construct", "页面引用了不存在的图形状态。请重新出图。")
        return
    for key, check, is_wrong, message in GRAPHICS:
        if key in entries and is_wrong(entries[key]):
            run.strange(check, f"页面{message}")
    for key in sorted(set(entries.keys()) - HARMLESS - {row[0] for row in GRAPHICS}):
        run.strange("unknown_construct", f"页面的图形状态里有检查不了的 {key.lstrip('/')}。请重新出图。")
    if "/LW" in entries:
        run.state.line_width = float(entries.LW)


def show_object(run: Run, operands: list[Any]) -> None:
    """Operator Do: show a form or an image."""
    thing = run.resource("/XObject", operands[0])
    kind = thing.get("/Subtype") if isinstance(thing, Stream) else None
    if kind == Name.Form and "/OC" not in thing:
        run.marks += run.interpreter.form(thing, run.state, run.depth + 1)
    elif kind == Name.Image and "/OC" not in thing:
        a, b, c, d, e, f = run.state.ctm
        corners = ((e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f))
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        box = common(run.state.clip, (min(xs), min(ys), max(xs), max(ys)))
        sides = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        run.paint(Placed(box, run.interpreter.picture(thing), *sides, run.state.fill))
    else:
        run.strange("unknown_construct", "页面引用了检查不了的对象。请重新出图。")


def marked(run: Run, operands: list[Any]) -> None:
    """Operators BMC, BDC: allow marked content, but refuse layers that can be hidden (optional content)."""
    if operands and operands[0] == Name.OC:
        run.strange("unknown_construct", "页面里有可以隐藏的图层。请合并图层。")


def nothing(run: Run, _: list[Any]) -> None:
    """Ignore an operator that no check depends on: caps, joins, dashes, flatness, rendering intents, marked points."""


ACTIONS: dict[str, Action] = {
    "q": save,
    "Q": restore,
    "cm": transform,
    "w": line_width,
    **dict.fromkeys(("J", "j", "M", "d", "ri", "i", "MP", "DP", "EMC", "h"), nothing),
    **dict.fromkeys(("BMC", "BDC"), marked),
    **dict.fromkeys(("m", "l", "c", "v", "y"), points),
    "re": rectangle,
    **dict.fromkeys(("W", "W*"), clip),
    "n": end,
    **dict.fromkeys(("S", "s"), partial(paint, stroke=True)),
    **dict.fromkeys(("f", "F"), partial(paint, fill="nonzero")),
    "f*": partial(paint, fill="evenodd"),
    **dict.fromkeys(("B", "b"), partial(paint, fill="nonzero", stroke=True)),
    **dict.fromkeys(("B*", "b*"), partial(paint, fill="evenodd", stroke=True)),
    "k": partial(set_colour, space="CMYK", attribute="fill"),
    "K": partial(set_colour, space="CMYK", attribute="stroke"),
    "g": partial(set_colour, space="Gray", attribute="fill"),
    "G": partial(set_colour, space="Gray", attribute="stroke"),
    "rg": partial(set_colour, space="RGB", attribute="fill"),
    "RG": partial(set_colour, space="RGB", attribute="stroke"),
    "cs": partial(set_space, attribute="fill"),
    "CS": partial(set_space, attribute="stroke"),
    **dict.fromkeys(("sc", "scn"), partial(set_components, attribute="fill")),
    **dict.fromkeys(("SC", "SCN"), partial(set_components, attribute="stroke")),
    "gs": graphics_state,
    "Do": show_object,
    **TEXT_ACTIONS,
}
"""Effect of each operator."""

OPERANDS = {
    **dict.fromkeys(
        ("q", "Q", "h", "W", "W*", "n", "S", "s", "f", "F", "f*", "B", "b", "B*", "b*", "BT", "ET", "T*"), 0
    ),
    **dict.fromkeys(
        ("w", "J", "j", "M", "ri", "i", "gs", "Do", "g", "G", "cs", "CS", "Tc", "Tw", "Tz", "TL", "Ts", "Tr"), 1
    ),
    **dict.fromkeys(("Tj", "TJ", "'"), 1),
    **dict.fromkeys(("m", "l", "Td", "TD", "Tf", "d"), 2),
    **dict.fromkeys(("rg", "RG", '"'), 3),
    **dict.fromkeys(("k", "K", "re", "v", "y"), 4),
    **dict.fromkeys(("cm", "c", "Tm"), 6),
}
"""Number of operands of an operator; operators that are not listed may have any number."""

REFUSED: dict[str, tuple[str, str]] = {
    "sh": ("unknown_construct", "页面里有渐变，检查不了颜色。请换成单色。"),
    "INLINE IMAGE": ("unknown_construct", "页面里直接写着点阵图，检查不了。请把照片作为单独的图片放进去。"),
    "d0": ("bad_font", "页面里有 Type3 字体。请换成嵌入的 TrueType 字体。"),
    "d1": ("bad_font", "页面里有 Type3 字体。请换成嵌入的 TrueType 字体。"),
}
"""Operators that a poster must not use: check and sentence."""
