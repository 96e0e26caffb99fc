"""Text operators of a content stream (PDF 32000-1, 9.4): position, size and colour of glyphs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from pikepdf import String

from .faces import Face
from .geometry import IDENTITY, Box, Matrix, around, common, least_scale, moved, times
from .marks import Text
from .state import State

if TYPE_CHECKING:
    from .interpreter import Run

Action = Callable[["Run", list[Any]], None]


def begin(run: Run, _: list[Any]) -> None:
    """Operator BT: begin a text object."""
    run.in_text = True
    run.pencil.matrix = run.pencil.line = IDENTITY


def finish(run: Run, _: list[Any]) -> None:
    """Operator ET: end a text object."""
    run.in_text = False


def parameter(run: Run, operands: list[Any], *, attribute: str, scale: float = 1) -> None:
    """Operators Tc, Tw, Tz, TL, Ts: set a text parameter."""
    setattr(run.state, attribute, float(operands[0]) * scale)


def mode(run: Run, operands: list[Any]) -> None:
    """Operator Tr: set the rendering mode."""
    run.state.mode = int(operands[0])


def choose(run: Run, operands: list[Any]) -> None:
    """Operator Tf: set font and size."""
    font = run.resource("/Font", operands[0])
    run.state.face, run.state.size = None, float(operands[1])
    if font is None:
        run.strange("bad_font", "页面引用了不存在的字体。请重新出图。")
    else:
        run.state.face = run.interpreter.face(font)


def place(run: Run, operands: list[Any]) -> None:
    """Operator Tm: set the text matrix."""
    matrix: Matrix = tuple(float(value) for value in operands)  # type: ignore[assignment]
    run.pencil.matrix = run.pencil.line = matrix


def step(run: Run, operands: list[Any]) -> None:
    """Operator Td: move to the start of a line."""
    x, y = float(operands[0]), float(operands[1])
    run.pencil.line = run.pencil.matrix = times((1, 0, 0, 1, x, y), run.pencil.line)


def step_leading(run: Run, operands: list[Any]) -> None:
    """Operator TD: move to the start of a line and set the leading."""
    run.state.leading = -float(operands[1])
    step(run, operands)


def next_line(run: Run, _: list[Any]) -> None:
    """Operator T*: move to the next line."""
    step(run, [0, -run.state.leading])


def show(run: Run, operands: list[Any]) -> None:
    """Operator Tj: show a string."""
    write(run, [operands[0]])


def show_spaced(run: Run, operands: list[Any]) -> None:
    """Operator TJ: show strings with individual spacing."""
    write(run, list(operands[0]))


def show_next(run: Run, operands: list[Any]) -> None:
    """Operator ' (apostrophe): move to the next line and show a string."""
    next_line(run, [])
    show(run, operands)


def show_next_spaced(run: Run, operands: list[Any]) -> None:
    """Operator " (quotation mark): set spacings, move to the next line and show a string."""
    run.state.word_spacing, run.state.spacing = float(operands[0]), float(operands[1])
    show_next(run, operands[2:])


def write(run: Run, parts: list[Any]) -> None:
    """Show strings; numbers between them move the text position backwards, in thousandths of an em."""
    state, face = run.state, run.state.face
    if face is None or not run.in_text:
        run.strange("bad_font", "页面里有字没有选字体。请重新出图。")
        return
    x, boxes, shown = 0.0, [], []
    for part in parts:
        if not isinstance(part, String):
            x -= float(part) / 1000 * state.size * state.stretch
            continue
        for code in face.codes(bytes(part)):
            boxes.append(glyph_box(face, code, x, state))
            shown.append(code)
            x += advance(face, code, state)
    leave(run, face, around(boxes), tuple(shown))
    run.pencil.matrix = times((1, 0, 0, 1, x, 0), run.pencil.matrix)


def glyph_box(face: Face, code: int, x: float, state: State) -> Box:
    """Return the box of a glyph in text space."""
    across = state.size * state.stretch
    return moved(face.extent(code), (across, 0, 0, state.size, x, state.rise))


def advance(face: Face, code: int, state: State) -> float:
    """Return the displacement of the text position after a glyph (9.4.4)."""
    gap = state.spacing + (state.word_spacing if code == 32 and not face.wide else 0)
    return (face.advance(code) * state.size + gap) * state.stretch


def leave(run: Run, face: Face, box: Box, codes: tuple[int, ...]) -> None:
    """Add the text as a mark; also white space, because its glyphs must exist too."""
    state = run.state
    whole = times(run.pencil.matrix, state.ctm)
    size = abs(state.size) * least_scale(times((state.stretch, 0, 0, 1, 0, 0), whole))
    if codes:
        run.marks.append(Text(common(state.clip, moved(box, whole)), state.fill, size, state.mode, face, codes))


TEXT_ACTIONS: dict[str, Action] = {
    "BT": begin,
    "ET": finish,
    "Tc": partial(parameter, attribute="spacing"),
    "Tw": partial(parameter, attribute="word_spacing"),
    "Tz": partial(parameter, attribute="stretch", scale=0.01),
    "TL": partial(parameter, attribute="leading"),
    "Ts": partial(parameter, attribute="rise"),
    "Tr": mode,
    "Tf": choose,
    "Tm": place,
    "Td": step,
    "TD": step_leading,
    "T*": next_line,
    "Tj": show,
    "TJ": show_spaced,
    "'": show_next,
    '"': show_next_spaced,
}
"""Effect of each text operator."""
