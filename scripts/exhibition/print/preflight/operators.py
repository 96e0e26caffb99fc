"""Operators of a content stream (PDF 32000-1, 9.4 and annex A): the effect of each, or the reason why it is refused.

Text operators compute position, size and colour of glyphs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Name, Stream, String

from .model import IDENTITY, Box, Matrix, compute_min_scale, enclose, intersect, multiply, transform_box
from .pdf_objects import (
    REGISTRATION,
    FillMark,
    GraphicsState,
    ImageMark,
    PathState,
    PdfColour,
    PdfFont,
    StrokeMark,
    TextMark,
)

if TYPE_CHECKING:
    from .page_view import StreamInterpreter


TextAction = Callable[["StreamInterpreter", list[Any]], None]


def begin_text(run: StreamInterpreter, _: list[Any]) -> None:
    """Operator BT: begin a text object."""
    run.in_text = True
    run.path.matrix = run.path.line = IDENTITY


def end_text(run: StreamInterpreter, _: list[Any]) -> None:
    """Operator ET: end a text object."""
    run.in_text = False


def set_text_parameter(run: StreamInterpreter, operands: list[Any], *, attribute: str, scale: float = 1) -> None:
    """Operators Tc, Tw, Tz, TL, Ts: set a text parameter."""
    setattr(run.state, attribute, float(operands[0]) * scale)


def set_rendering_mode(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator Tr: set the rendering mode."""
    run.state.mode = int(operands[0])


def set_font(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator Tf: set font and size."""
    font = run.get_resource("/Font", operands[0])
    run.state.font, run.state.size = None, float(operands[1])
    if font is None:
        run.add_unsupported("bad_font", "页面引用了不存在的字体。请重新出图。")
    else:
        run.state.font = run.interpreter.get_font(font)


def set_text_matrix(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator Tm: set the text matrix."""
    matrix: Matrix = tuple(float(value) for value in operands)  # type: ignore[assignment]
    run.path.matrix = run.path.line = matrix


def move_text(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator Td: move to the start of a line."""
    x, y = float(operands[0]), float(operands[1])
    run.path.line = run.path.matrix = multiply((1, 0, 0, 1, x, y), run.path.line)


def move_text_and_set_leading(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator TD: move to the start of a line and set the leading."""
    run.state.leading = -float(operands[1])
    move_text(run, operands)


def move_to_next_line(run: StreamInterpreter, _: list[Any]) -> None:
    """Operator T*: move to the next line."""
    move_text(run, [0, -run.state.leading])


def show_text(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator Tj: show a string."""
    show_parts(run, [operands[0]])


def show_spaced_text(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator TJ: show strings with individual spacing."""
    show_parts(run, list(operands[0]))


def show_text_on_next_line(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator ' (apostrophe): move to the next line and show a string."""
    move_to_next_line(run, [])
    show_text(run, operands)


def show_spaced_text_on_next_line(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator " (quotation mark): set spacings, move to the next line and show a string."""
    run.state.word_spacing, run.state.spacing = float(operands[0]), float(operands[1])
    show_text_on_next_line(run, operands[2:])


def show_parts(run: StreamInterpreter, parts: list[Any]) -> None:
    """Show strings; numbers between them move the text position backwards, in thousandths of an em."""
    state, face = run.state, run.state.font
    if face is None or not run.in_text:
        run.add_unsupported("bad_font", "页面里有字没有选字体。请重新出图。")
        return
    x, boxes, shown = 0.0, [], []
    for part in parts:
        if not isinstance(part, String):
            x -= float(part) / 1000 * state.size * state.stretch
            continue
        for code in face.split_codes(bytes(part)):
            boxes.append(compute_glyph_box(face, code, x, state))
            shown.append(code)
            x += compute_advance(face, code, state)
    add_text_mark(run, face, enclose(boxes), tuple(shown))
    run.path.matrix = multiply((1, 0, 0, 1, x, 0), run.path.matrix)


def compute_glyph_box(face: PdfFont, code: int, x: float, state: GraphicsState) -> Box:
    """Return the box of a glyph in text space."""
    across = state.size * state.stretch
    return transform_box(face.get_extent(code), (across, 0, 0, state.size, x, state.rise))


def compute_advance(face: PdfFont, code: int, state: GraphicsState) -> float:
    """Return the displacement of the text position after a glyph (9.4.4)."""
    gap = state.spacing + (state.word_spacing if code == 32 and not face.wide else 0)
    return (face.get_advance(code) * state.size + gap) * state.stretch


def add_text_mark(run: StreamInterpreter, face: PdfFont, box: Box, codes: tuple[int, ...]) -> None:
    """Add the text as a mark; also white space, because its glyphs must exist too."""
    state = run.state
    whole = multiply(run.path.matrix, state.ctm)
    size = abs(state.size) * compute_min_scale(multiply((state.stretch, 0, 0, 1, 0, 0), whole))
    if codes:
        run.marks.append(
            TextMark(intersect(state.clip, transform_box(box, whole)), state.fill, size, state.mode, face, codes)
        )


TEXT_ACTIONS: dict[str, TextAction] = {
    "BT": begin_text,
    "ET": end_text,
    "Tc": partial(set_text_parameter, attribute="spacing"),
    "Tw": partial(set_text_parameter, attribute="word_spacing"),
    "Tz": partial(set_text_parameter, attribute="stretch", scale=0.01),
    "TL": partial(set_text_parameter, attribute="leading"),
    "Ts": partial(set_text_parameter, attribute="rise"),
    "Tr": set_rendering_mode,
    "Tf": set_font,
    "Tm": set_text_matrix,
    "Td": move_text,
    "TD": move_text_and_set_leading,
    "T*": move_to_next_line,
    "Tj": show_text,
    "TJ": show_spaced_text,
    "'": show_text_on_next_line,
    '"': show_spaced_text_on_next_line,
}
"""Effect of each text operator."""


OperatorAction = Callable[["StreamInterpreter", list[Any]], None]
RGB = "页面里用了 RGB 颜色。请换成调色板里的 CMYK。"
GRAY = "页面里用了灰度颜色（DeviceGray）。请写成单色黑 K。"
MITRE_REACH = 1.5
"""Assumed width of a stroke at mitred corners, in line widths."""


def to_numbers(operands: list[Any]) -> list[float]:
    """Convert operands to numbers."""
    return [float(value) for value in operands]


def save_state(run: StreamInterpreter, _: list[Any]) -> None:
    """Operator q: push a copy of the graphics state."""
    run.stack.append(run.state)
    run.state = run.state.copy()


def restore_state(run: StreamInterpreter, _: list[Any]) -> None:
    """Operator Q: pop the graphics state."""
    if run.stack:
        run.state = run.stack.pop()
    else:
        run.add_unsupported("unknown_construct", "页面内容不完整（多出一个 Q）。请重新出图。")


def concatenate_matrix(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator cm: multiply the transformation matrix."""
    run.state.ctm = multiply(tuple(to_numbers(operands)), run.state.ctm)  # type: ignore[arg-type]


def set_line_width(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator w: set the line width."""
    run.state.line_width = float(operands[0])


def append_points(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operators m, l, c, v, y: add points to the path. A curve never leaves the hull of its control points."""
    a, b, c, d, e, f = run.state.ctm
    values = to_numbers(operands)
    for x, y in zip(values[::2], values[1::2], strict=True):
        run.path.xs.append(a * x + c * y + e)
        run.path.ys.append(b * x + d * y + f)


def append_rectangle(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator re: add a rectangle to the path."""
    x, y, width, height = to_numbers(operands)
    append_points(run, [x, y, x + width, y, x + width, y + height, x, y + height])


def request_clip(run: StreamInterpreter, _: list[Any]) -> None:
    """Operators W, W*: clip with the current path after the next painting operator."""
    run.path.clips = True


def end_path(run: StreamInterpreter, _: list[Any]) -> None:
    """Operator n, and the end of every painting operator: apply a pending clip (8.5.4) and clear the path."""
    if run.path.clips:
        run.state.clip = run.compute_path_box()
    matrix, line = run.path.matrix, run.path.line
    run.path = PathState(matrix=matrix, line=line)


def paint_path(run: StreamInterpreter, _: list[Any], *, fill: str = "", stroke: bool = False) -> None:
    """Painting operators: fill (`nonzero` or `evenodd`), then stroke, then end the path."""
    state = run.state
    if fill and run.path.xs:
        run.add_mark(FillMark(run.compute_path_box(), state.fill, fill == "evenodd"))
    if stroke and run.path.xs:
        width = state.line_width * compute_min_scale(state.ctm)
        run.add_mark(StrokeMark(run.compute_path_box(width * MITRE_REACH / 2), state.stroke, width))
    end_path(run, [])


def set_colour(run: StreamInterpreter, operands: list[Any], *, space: str, attribute: str) -> None:
    """Operators k, K, g, G, rg, RG: set a colour."""
    setattr(run.state, attribute, PdfColour(space, tuple(to_numbers(operands))))
    if space != "CMYK":
        run.add_unsupported("wrong_colour", GRAY if space == "Gray" else RGB)


def set_colour_space(run: StreamInterpreter, operands: list[Any], *, attribute: str) -> None:
    """Operators cs, CS: set a colour space; only DeviceCMYK by name and registration are allowed."""
    name = operands[0]
    initial = (0.0, 0.0, 0.0, 1.0)
    if name == Name.DeviceCMYK:
        setattr(run.state, attribute, PdfColour("CMYK", initial))
        return
    space = run.get_resource("/ColorSpace", name)
    if isinstance(space, Array) and len(space) == 4 and space[0] == Name.Separation and space[2] == Name.DeviceCMYK:
        plate = str(space[1]).lstrip("/")
        setattr(run.state, attribute, PdfColour(plate, (1.0,)))
        if plate != REGISTRATION:
            run.add_unsupported("wrong_colour", f"页面里用了专色“{plate}”。海报只用四色，请换成调色板里的 CMYK。")
        return
    setattr(run.state, attribute, PdfColour("?", ()))
    run.add_unsupported("wrong_colour", f"页面里用了 {str(name).lstrip('/')} 颜色空间。请换成调色板里的 CMYK。")


def set_colour_components(run: StreamInterpreter, operands: list[Any], *, attribute: str) -> None:
    """Operators sc, scn, SC, SCN: set the components of a colour."""
    if any(isinstance(value, Name) for value in operands):
        setattr(run.state, attribute, PdfColour("Pattern", ()))
        run.add_unsupported("unknown_construct", "页面里有图案填充，检查不了。请换成单色。")
        return
    ink: PdfColour = getattr(run.state, attribute)
    if len(operands) != len(ink.values):
        run.add_unsupported("unknown_construct", "页面里颜色的分量个数不对。请重新出图。")
        return
    setattr(run.state, attribute, PdfColour(ink.space, tuple(to_numbers(operands))))


STATE_RULES: tuple[tuple[str, str, Callable[[Any], bool], str], ...] = (
    ("/OP", "overprint", lambda value: value is not False, "开了叠印。请关掉，二维码和白底都要镂空。"),
    ("/op", "overprint", lambda value: value is not False, "开了叠印。请关掉，二维码和白底都要镂空。"),
    ("/ca", "transparency", lambda value: float(value) < 1, "用了半透明。请换成实色。"),
    ("/CA", "transparency", lambda value: float(value) < 1, "用了半透明。请换成实色。"),
    ("/SMask", "transparency", lambda value: value != Name("/None"), "用了半透明蒙版。请换成实色。"),
    ("/BM", "transparency", lambda value: value not in (Name.Normal, Name.Compatible), "用了混合模式。请换成实色。"),
)
"""Checked entries of a graphics state dictionary: key, check, condition of a fault, sentence."""
HARMLESS_STATE_KEYS = {"/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OPM", "/SA", "/AIS", "/TK", "/FL", "/SM"}


def apply_graphics_state(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator gs: apply a graphics state dictionary."""
    entries = run.get_resource("/ExtGState", operands[0])
    if entries is None:
        run.add_unsupported("unknown_construct", "页面引用了不存在的图形状态。请重新出图。")
        return
    for key, check, is_wrong, message in STATE_RULES:
        if key in entries and is_wrong(entries[key]):
            run.add_unsupported(check, f"页面{message}")
    for key in sorted(set(entries.keys()) - HARMLESS_STATE_KEYS - {row[0] for row in STATE_RULES}):
        run.add_unsupported("unknown_construct", f"页面的图形状态里有检查不了的 {key.lstrip('/')}。请重新出图。")
    if "/LW" in entries:
        run.state.line_width = float(entries.LW)


def show_object(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operator Do: show a form or an image."""
    thing = run.get_resource("/XObject", operands[0])
    kind = thing.get("/Subtype") if isinstance(thing, Stream) else None
    if kind == Name.Form and "/OC" not in thing:
        run.marks += run.interpreter.read_form(thing, run.state, run.depth + 1)
    elif kind == Name.Image and "/OC" not in thing:
        a, b, c, d, e, f = run.state.ctm
        corners = ((e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f))
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        box = intersect(run.state.clip, (min(xs), min(ys), max(xs), max(ys)))
        sides = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        run.add_mark(ImageMark(box, run.interpreter.get_image(thing), *sides, run.state.fill))
    else:
        run.add_unsupported("unknown_construct", "页面引用了检查不了的对象。请重新出图。")


def check_marked_content(run: StreamInterpreter, operands: list[Any]) -> None:
    """Operators BMC, BDC: allow marked content, but refuse layers that can be hidden (optional content)."""
    if operands and operands[0] == Name.OC:
        run.add_unsupported("unknown_construct", "页面里有可以隐藏的图层。请合并图层。")


def ignore_operator(run: StreamInterpreter, _: list[Any]) -> None:
    """Ignore an operator that no check depends on: caps, joins, dashes, flatness, rendering intents, marked points."""


ACTIONS: dict[str, OperatorAction] = {
    "q": save_state,
    "Q": restore_state,
    "cm": concatenate_matrix,
    "w": set_line_width,
    **dict.fromkeys(("J", "j", "M", "d", "ri", "i", "MP", "DP", "EMC", "h"), ignore_operator),
    **dict.fromkeys(("BMC", "BDC"), check_marked_content),
    **dict.fromkeys(("m", "l", "c", "v", "y"), append_points),
    "re": append_rectangle,
    **dict.fromkeys(("W", "W*"), request_clip),
    "n": end_path,
    **dict.fromkeys(("S", "s"), partial(paint_path, stroke=True)),
    **dict.fromkeys(("f", "F"), partial(paint_path, fill="nonzero")),
    "f*": partial(paint_path, fill="evenodd"),
    **dict.fromkeys(("B", "b"), partial(paint_path, fill="nonzero", stroke=True)),
    **dict.fromkeys(("B*", "b*"), partial(paint_path, fill="evenodd", stroke=True)),
    "k": partial(set_colour, space="CMYK", attribute="fill"),
    "K": partial(set_colour, space="CMYK", attribute="stroke"),
    "g": partial(set_colour, space="Gray", attribute="fill"),
    "G": partial(set_colour, space="Gray", attribute="stroke"),
    "rg": partial(set_colour, space="RGB", attribute="fill"),
    "RG": partial(set_colour, space="RGB", attribute="stroke"),
    "cs": partial(set_colour_space, attribute="fill"),
    "CS": partial(set_colour_space, attribute="stroke"),
    **dict.fromkeys(("sc", "scn"), partial(set_colour_components, attribute="fill")),
    **dict.fromkeys(("SC", "SCN"), partial(set_colour_components, attribute="stroke")),
    "gs": apply_graphics_state,
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
REFUSED_OPERATORS: dict[str, tuple[str, str]] = {
    "sh": ("unknown_construct", "页面里有渐变，检查不了颜色。请换成单色。"),
    "INLINE IMAGE": ("unknown_construct", "页面里直接写着点阵图，检查不了。请把照片作为单独的图片放进去。"),
    "d0": ("bad_font", "页面里有 Type3 字体。请换成嵌入的 TrueType 字体。"),
    "d1": ("bad_font", "页面里有 Type3 字体。请换成嵌入的 TrueType 字体。"),
}
"""Operators that a poster must not use: check and sentence."""
