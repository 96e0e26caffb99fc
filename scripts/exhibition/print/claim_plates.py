"""The plate of a task that neighbours take on (认领牌): A6, one for each task, with the unit's code.

It hangs where the task is. Who does it stands on it, by role; of a task that waits for somebody there is a line to write on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..model import Entry, Exhibition
from ..model.exhibition import iter_records
from ..model.record_types import EntryRecord
from ..records import CLAIMS
from .layers import (
    ACCENT,
    OVERHANG,
    ArtLayer,
    MascotLayer,
    PaperShape,
    PosterLayer,
    PosterLayers,
    QrLayer,
    TextLayer,
    draw_box,
    draw_disc,
    draw_ring,
)

if TYPE_CHECKING:
    from .poster import Poster

PLATE_WIDTH, PLATE_HEIGHT = 148.0, 105.0
LARGE, READ, SMALL, LEAST = 12.0, 7.4, 4.4, 2.3
"""The sizes of type in millimetres, and the one to which it may shrink: 6.5 pt."""
LEFT, INNER, WORDS = 13.0, 122.0, 80.0
"""Left edge and width of what stands on a plate, and the width beside the code."""
CODE_X, CODE_Y = 115.5, 36.5
LINE_Y, LINE_FROM, LINE_TO = 74.5, 52.5, 97.0
"""The line on which somebody writes who takes the task on."""
PLATE_GROUND: PosterLayers = (
    ArtLayer(
        (
            PaperShape(draw_box(-OVERHANG, -OVERHANG, PLATE_WIDTH + 2 * OVERHANG, PLATE_HEIGHT + 2 * OVERHANG), ACCENT),
            PaperShape(draw_box(5, 5, PLATE_WIDTH - 10, PLATE_HEIGHT - 10, 5), "paper"),
            PaperShape(draw_disc(PLATE_WIDTH / 2, 10.5, 2.6), ACCENT),
            PaperShape(draw_ring(PLATE_WIDTH / 2, 10.5, 4, 0.7), "lamp"),
            PaperShape(draw_box(LEFT, 61, INNER, 0.5), "lamp"),
        )
    ),
    QrLayer(CODE_X, CODE_Y),
    TextLayer("plate", LEFT, 12, 50, 6, SMALL, LEAST, weight="name", align=0),
    TextLayer("action", LEFT + WORDS, 55.4, INNER - WORDS, 4, 3, LEAST, align=1),
    TextLayer("from", LEFT, 89.4, 100, 4.4, 3.6, LEAST, align=0),
    TextLayer("typed", LEFT, 94, 100, 3.6, 3, LEAST, align=0),
    MascotLayer("waving", 117, 74, 22),
)
"""What every plate shows: the hole to hang it by, the code, whose it is. A unit is a millimetre."""
CALL, BLANK_CALL, TAKE, BLANK_SINCE = "这件事，由{}认领", "这件事，由", "认领", "从　　　　年　　月起"


def list_plates(entry: Entry) -> list[EntryRecord]:
    """Return the tasks of an entry that get a plate: those that have not come to their end."""
    return [one for one in iter_records(entry, CLAIMS) if one.name and not one.record.is_over]


def has_plates(entry: Entry) -> bool:
    """Has an entry a task that waits for somebody, or that somebody does?"""
    return bool(list_plates(entry))


def list_plate_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the plates by the names of their layers; of what is not told, none."""
    where = entry.location
    place = "".join((where.street, where.compound or where.committee))
    texts = {
        "plate": "认领牌",
        "from": f"{place}　{entry.name}　编号 {entry.id}",
        "blank-call": BLANK_CALL,
        "take": TAKE,
        "blank-since": BLANK_SINCE,
    }
    for number, one in enumerate(list_plates(entry), 1):
        who = "" if one.record.is_open else one.record.who
        told = {
            "task": one.name,
            "where": f"在{one.record.place}" if one.record.place else "",
            "call": CALL.format(who) if who else "",
            "since": f"从{one.date.chinese}起" if one.date else "",
        }
        texts |= {f"{name}-{number}": text for name, text in told.items() if text}
    return texts


def compose_plates(poster: Poster) -> tuple[PosterLayers, ...]:
    """Return a plate for each task."""
    texts = dict(poster.texts)
    count = sum(name.startswith("task-") for name in texts)
    return tuple((*PLATE_GROUND, *iter_plate_layers(number, texts)) for number in range(1, count + 1)) or (
        PLATE_GROUND,
    )


def iter_plate_layers(number: int, texts: Mapping[str, str]) -> Iterator[PosterLayer]:
    """Yield what the plate of one task says: the task, where it is, by whom it is taken on, or a line for that."""
    yield TextLayer(f"task-{number}", LEFT, 20, WORDS, 27, LARGE, 4.4, weight="name", align=0, lines=3, leading=1.15)
    if f"where-{number}" in texts:
        yield TextLayer(f"where-{number}", LEFT, 49, WORDS, 8, 5.2, LEAST, align=0, lines=2, leading=1.15)
    if f"call-{number}" in texts:
        yield TextLayer(f"call-{number}", LEFT, 63.5, 104, 16, READ, 3.6, weight="name", align=0, lines=2, leading=1.1)
    else:
        yield TextLayer("blank-call", LEFT, 66, 38.5, 9, READ, 3.6, weight="name", align=0)
        yield ArtLayer((PaperShape(draw_box(LINE_FROM, LINE_Y, LINE_TO - LINE_FROM, 0.5), "ink"),))
        yield TextLayer("take", LINE_TO + 1.5, 66, 17, 9, READ, 3.6, weight="name", align=0)
    if f"since-{number}" in texts:
        yield TextLayer(f"since-{number}", LEFT, 80.6, 100, 5.6, SMALL, LEAST, align=0)
    else:
        yield TextLayer("blank-since", LEFT, 80.6, 100, 5.6, SMALL, LEAST, align=0)
        lines = ((LEFT + SMALL, 4 * SMALL), (LEFT + 6 * SMALL, 2 * SMALL))
        yield ArtLayer(tuple(PaperShape(draw_box(x, 86, wide, 0.3), "ink") for x, wide in lines))
