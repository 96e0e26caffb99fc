"""Interpret content streams as marks: every PDF operator is either allowed or reported as a fault.

A form XObject is read once for each place and state in which it is shown, so that fifty pages with one background cost
one reading.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pikepdf import Dictionary, Page, Pdf, Stream, parse_content_stream

from . import operators
from .faces import Face, face_of
from .geometry import NOTHING, Box, Matrix, common, is_empty, moved, times
from .marks import Mark, Strange
from .pictures import Picture, picture_of
from .state import Pencil, State

DEEPEST = 12
"""Maximum depth of nested forms; deeper nesting is taken for a loop."""


class Interpreter:
    """Interpreter for the pages of one file; fonts, images and forms are cached by their object number."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._faces: dict[tuple[int, int], Face] = {}
        self._pictures: dict[tuple[int, int], Picture] = {}
        self._forms: dict[tuple[object, ...], tuple[Mark, ...]] = {}

    def marks(self, page: Page, media: Box) -> tuple[Mark, ...]:
        """Return the marks of a page, from back to front."""
        state = State((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), media)
        return tuple(Run(self, page.obj, page.resources, state, 0).marks)

    def face(self, font: Any) -> Face:
        """Return a font of the file, read once."""
        if font.objgen not in self._faces or font.objgen == (0, 0):
            self._faces[font.objgen] = face_of(font)
        return self._faces[font.objgen]

    def picture(self, image: Stream) -> Picture:
        """Return an image of the file, read once."""
        if image.objgen not in self._pictures:
            self._pictures[image.objgen] = picture_of(image)
        return self._pictures[image.objgen]

    def form(self, form: Stream, state: State, depth: int) -> tuple[Mark, ...]:
        """Return the marks of a form XObject in the given graphics state."""
        if depth > DEEPEST:
            return (Strange("unknown_construct", "图形对象层层互相引用，读不完。请重新出图。", state.clip),)
        key = (form.objgen, *state.key())
        if key not in self._forms:
            self._forms[key] = self._read(form, state, depth)
        return self._forms[key]

    def _read(self, form: Stream, state: State, depth: int) -> tuple[Mark, ...]:
        matrix: Matrix = tuple(float(value) for value in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))  # type: ignore[assignment]
        inner = state.copied()
        inner.ctm = times(matrix, state.ctm)
        box: Box = tuple(float(value) for value in form.BBox)  # type: ignore[assignment]
        upright = (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        inner.clip = common(state.clip, moved(upright, inner.ctm))
        return tuple(Run(self, form, form.get("/Resources", Dictionary()), inner, depth).marks)


class Run:
    """Interpreter for one content stream; the constructor runs it and collects the marks."""

    def __init__(self, interpreter: Interpreter, content: Any, resources: Any, state: State, depth: int) -> None:
        self.interpreter, self.resources, self.state, self.depth = interpreter, resources, state, depth
        self.stack: list[State] = []
        self.pencil = Pencil()
        self.in_text = False
        self.marks: list[Mark] = []
        for instruction in parse_content_stream(content):
            self.act(str(instruction.operator), list(instruction.operands))
        if self.stack or self.in_text:
            self.strange("unknown_construct", "页面内容没有写完整（q/Q 或 BT/ET 不成对）。请重新出图。")

    def act(self, operator: str, operands: list[Any]) -> None:
        """Execute one operator; an unknown operator or a wrong number of operands is a fault."""
        action: Callable[[Run, list[Any]], None] | None = operators.ACTIONS.get(operator)
        if action is None:
            self.strange(
                *operators.REFUSED.get(
                    operator, ("unknown_construct", f"页面里有检查不了的指令 {operator}。请重新出图。")
                )
            )
            return
        if operators.OPERANDS.get(operator, len(operands)) != len(operands):
            self.strange("unknown_construct", f"页面里的指令 {operator} 参数个数不对。请重新出图。")
            return
        action(self, operands)

    def strange(self, check: str, message: str) -> None:
        """Add a fault for a construct that is refused or unknown."""
        self.marks.append(Strange(check, message, self.state.clip))

    def resource(self, kind: str, name: Any) -> Any:
        """Return a named entry of the resources, or None."""
        entries = self.resources.get(kind)
        return None if entries is None else entries.get(str(name))

    def path_box(self, margin: float = 0) -> Box:
        """Return the bounding box of the current path, intersected with the clip."""
        xs, ys = self.pencil.xs, self.pencil.ys
        if not xs:
            return NOTHING
        box = (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)
        return common(self.state.clip, box)

    def paint(self, mark: Mark) -> None:
        """Add a mark, unless it is clipped completely."""
        if not is_empty(mark.box):
            self.marks.append(mark)
