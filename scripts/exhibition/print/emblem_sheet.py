"""The sheet on which neighbours draw their emblem together: a frame for drawing, and every word with its drawing.

Nothing is in the frame, so that a photograph of the sheet can be cut to it; its corners are marked for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from illustrations.emblem import FORMS, GROUNDS, SIGNS

from ..model import Entry, Exhibition
from ..model.emblem import PARTS
from .layers import ArtLayer, EmblemLayer, PaperShape, PosterLayer, PosterLayers, TextLayer, draw_box

LEFT, INNER_WIDTH = 14.0, 182.0
FRAME_LEFT, FRAME_TOP, FRAME_SIDE = 41.0, 47.0, 128.0
"""The square for drawing; a unit is a millimetre of A4."""
CORNER_MM, CORNER_THICK = 12.0, 2.4
READ, SMALL, LEAST = 5.2, 3.4, 2.3
PLAIN_FORM, PLAIN_COLOUR = "circle", "river"
"""The form on which colours and signs are shown, and the colour in which forms and signs are."""
STEPS = (
    "一、问一句：外面的人说起我们楼，会说什么？一人说一样，都写在纸边上。",
    "二、照下面的图，先定图案，再定颜色，最后定底形；也可以自己画，画在方框里，越大越好，用深色粗笔。",
    "三、把方框正对着拍下来，四角都拍进去，没有影子。照片取名“楼标.jpg”，交给写网页的人。",
)
CARE = "画里不写姓名、门牌，不画别家的商标。"
ROWS = (
    ("emblem_forms", FORMS, 190.0, 6, 17.0),
    ("emblem_colours", GROUNDS, 216.0, 8, 14.0),
    ("emblem_signs", SIGNS, 239.0, 12, 12.5),
)
"""Each vocabulary of words: what is drawn of it, the height of its first row, drawings in a row, side of a drawing."""
STEP_Y = 19.5
"""Distance of the rows of one vocabulary."""


def get_text_name(vocabulary: str, slug: str) -> str:
    """Return the name of the text that is the word of a drawing."""
    return f"{vocabulary}-{slug}"


def list_sheet_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the sheet: the words of the vocabularies, the steps, the unit's name and number."""
    texts = {"title": "一起画一个楼标", "whose": f"{entry.name}　编号 {entry.id}", "care": CARE}
    texts |= {f"step-{number}": text for number, text in enumerate(STEPS, 1)}
    for vocabulary, label in PARTS:
        texts[f"{vocabulary}-label"] = label
        words = {term.slug: term.name for term in exhibition.vocabularies.get(vocabulary)}
        texts |= {get_text_name(vocabulary, slug): word for slug, word in words.items()}
    return texts


def draw_corners() -> Iterator[PaperShape]:
    """Yield the marks of the frame's corners, outside the square."""
    near, far = FRAME_LEFT - CORNER_THICK, FRAME_LEFT + FRAME_SIDE
    upper, lower = FRAME_TOP - CORNER_THICK, FRAME_TOP + FRAME_SIDE
    for x in (near, far):
        for y in (upper, lower):
            across = x if x == near else x + CORNER_THICK - CORNER_MM
            down = y if y == upper else y + CORNER_THICK - CORNER_MM
            yield PaperShape(draw_box(across, y, CORNER_MM, CORNER_THICK), "ink")
            yield PaperShape(draw_box(x, down, CORNER_THICK, CORNER_MM), "ink")


def draw_sides() -> Iterator[PaperShape]:
    """Yield the thin sides of the frame, outside the square too."""
    far, thin = FRAME_SIDE, 0.4
    yield PaperShape(draw_box(FRAME_LEFT - thin, FRAME_TOP - thin, far + 2 * thin, thin), "stone")
    yield PaperShape(draw_box(FRAME_LEFT - thin, FRAME_TOP + far, far + 2 * thin, thin), "stone")
    yield PaperShape(draw_box(FRAME_LEFT - thin, FRAME_TOP, thin, far), "stone")
    yield PaperShape(draw_box(FRAME_LEFT + far, FRAME_TOP, thin, far), "stone")


def iter_word_layers() -> Iterator[PosterLayer]:
    """Yield every drawing of every vocabulary with its word below."""
    for vocabulary, drawn, top, across, size in ROWS:
        yield TextLayer(f"{vocabulary}-label", LEFT, top, 13, size, SMALL, LEAST, weight="name", align=0)
        step = (INNER_WIDTH - 13) / across
        for number, slug in enumerate(drawn):
            row, column = divmod(number, across)
            x, y = LEFT + 13 + (column + 0.5) * step, top + row * STEP_Y
            yield EmblemLayer(x, y + size / 2, size, parts=choose_parts(vocabulary, slug))
            yield TextLayer(get_text_name(vocabulary, slug), x - step / 2, y + size + 0.4, step, 4.4, SMALL, LEAST)


def choose_parts(vocabulary: str, slug: str) -> tuple[str, str, str, str]:
    """Return the emblem that shows one word."""
    chosen = {"emblem_forms": PLAIN_FORM, "emblem_colours": PLAIN_COLOUR, "emblem_signs": ""} | {vocabulary: slug}
    return chosen["emblem_forms"], chosen["emblem_colours"], chosen["emblem_signs"], ""


SHEET_LAYERS: PosterLayers = (
    TextLayer("title", LEFT, 9, INNER_WIDTH, 11, 9, 5, weight="name"),
    TextLayer("whose", LEFT, 20.4, INNER_WIDTH, 6, READ, LEAST),
    *(
        TextLayer(f"step-{number}", LEFT, 23.6 + 4.8 * number, INNER_WIDTH, 4.4, SMALL, LEAST, align=0)
        for number in range(1, len(STEPS) + 1)
    ),
    ArtLayer((*draw_sides(), *draw_corners())),
    TextLayer("care", LEFT, FRAME_TOP + FRAME_SIDE + 5, INNER_WIDTH, 5, SMALL, LEAST),
    *iter_word_layers(),
)
"""The whole sheet."""
