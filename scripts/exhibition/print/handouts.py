"""Papers in visitors' and neighbours' hands: leaflets of visits and routes, stamp cards of trails, sheets for emblems.

A leaflet is an A4 sheet, printed on both sides and folded once to A5: outside the cover and what to do, inside the stations in
their order, each with its picture, why one stops there and, where it is a place of its own, its own code with the address
in words. On the sheet for an emblem nothing is in the frame for drawing, so that a photograph can be cut to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from illustrations.emblem import FORMS, GROUNDS, SIGNS

from ..model import Entry, Exhibition, Photo
from ..model.emblem import PARTS
from ..model.exhibition import iter_records
from ..records import STATIONS
from ..types.route import Route, format_size, list_questions, list_stops
from .layers import (
    ACCENT,
    ACCENT_DIM,
    OVERHANG,
    ArtLayer,
    EmblemLayer,
    MascotLayer,
    PaperShape,
    PhotoLayer,
    PosterLayer,
    PosterLayers,
    QrLayer,
    SceneLayer,
    TextLayer,
    draw_box,
    draw_cloud,
    draw_disc,
    draw_moon,
    draw_ring,
    draw_water,
)

if TYPE_CHECKING:
    from .poster import Poster

SHEET_WIDTH, SHEET_HEIGHT = 297.0, 210.0
FOLD = SHEET_WIDTH / 2
LARGE, READ, SMALL, TINY, LEAST = 12.0, 5.2, 3.6, 3.4, 2.3
"""The sizes of type, and the one to which it may shrink: 6.5 pt."""
MOST_STATIONS, ROWS = 10, 5
"""Stations on a leaflet, and in one of its inner halves."""
STATION_DOTS = 10
"""Side of a module of a station's code in dots: a code of 25 mm, scanned from a hand's breadth."""


class LeafletItem(NamedTuple):
    """A station of a leaflet: what it is called, where it is, why one stops, its picture, and its address if it has one."""

    name: str
    place: str
    text: str
    entry: Entry
    photo: Photo | None = None
    address: str = ""


def has_walk(entry: Entry) -> bool:
    """Has an entry a visit, a route, or units of its own, which a leaflet can show?"""
    return any(getattr(entry, name, ()) for name in ("stations", "stops", "members"))


def list_items(entry: Entry, exhibition: Exhibition) -> list[LeafletItem]:
    """Return the stations of a leaflet: the stops of a route, or the stations of a visit and then the units of a cluster."""
    if isinstance(entry, Route):
        return [make_place(stop.entry, stop.reason, exhibition) for stop in list_stops(entry, exhibition)]
    photos = {photo.key: photo for photo in entry.photos}
    found = [
        LeafletItem(one.record.name, one.record.place, one.record.text, entry, photos.get(one.record.photo or ""))
        for one in iter_records(entry, STATIONS)
    ]
    members = (exhibition.get(id, Entry) for id in getattr(entry, "members", ()))
    return found + [make_place(member, member.tagline, exhibition) for member in members if member]


def make_place(entry: Entry, text: str, exhibition: Exhibition) -> LeafletItem:
    """Return an entry as a station, with its first picture and its own address."""
    where = entry.location
    place = " · ".join(dict.fromkeys(filter(None, (where.street, where.compound or where.committee, where.building))))
    photo = next((photo for photo in entry.photos if photo.shown), None)
    return LeafletItem(entry.name, place, text, entry, photo, exhibition.settings.build_permalink(entry.id))


WALK, HOW, WISH = "一起走一圈", "怎么走", "走完了，写一句想对他们说的话："
FIRST_STEP = "一、照里面的次序走，一站一站看。"
CODE_STEPS = ("二、站旁边有码的，用手机扫一扫，看那座楼的故事。", "三、不方便扫码，把码下面的网址输进手机。")
PLAIN_STEPS = ("二、想看大图、听讲解，扫封面上的码。", "三、不方便扫码，把封面上的网址输进手机。")
"""What to do where stations have codes of their own, and where only the cover has one."""
LAST_STEP = "四、只看楼道里、门厅里挂出来的，不敲邻居的门，说话轻一点。"


def list_leaflet_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of a leaflet by the names of its layers; of what is not told, none."""
    items = list_items(entry, exhibition)
    rest = len(items) - MOST_STATIONS
    size = format_size(entry, exhibition) if isinstance(entry, Route) else f"{len(items)} 站"
    texts = {
        "walk": f"{WALK} · {size}",
        "how": HOW,
        "wish": WISH,
        "rest": f"还有 {rest} 站印不下，扫封面上的码看。" if rest > 0 else "",
    }
    own_codes = CODE_STEPS if any(item.address for item in items) else PLAIN_STEPS
    texts |= {f"step-{number}": text for number, text in enumerate((FIRST_STEP, *own_codes, LAST_STEP), 1)}
    for number, item in enumerate(items[:MOST_STATIONS], 1):
        texts |= {name: text for name, text in iter_item_texts(number, item, exhibition) if text}
    return texts


def iter_item_texts(number: int, item: LeafletItem, exhibition: Exhibition) -> Iterator[tuple[str, str]]:
    """Yield the texts of one station by the names of its layers."""
    yield f"mark-{number}", str(number)
    yield f"name-{number}", item.name
    yield f"place-{number}", item.place
    yield f"text-{number}", item.text
    yield f"stop-{number}", item.address
    yield f"typed-{number}", item.address.split("://")[-1].rstrip("/")
    term = exhibition.vocabularies.scenes.find_term(item.photo.scene) if item.photo and item.photo.scene else None
    yield f"scene-{number}", f"{term.slug} {item.entry.id}" if term else ""


def list_leaflet_photos(entry: Entry, exhibition: Exhibition) -> Mapping[str, tuple[Entry, Photo]]:
    """Return the photographs of a leaflet's stations, each with its entry, by the names of its layers."""
    items = enumerate(list_items(entry, exhibition)[:MOST_STATIONS], 1)
    return {f"photo-{number}": (item.entry, item.photo) for number, item in items if item.photo and item.photo.file}


COVER_MIDDLE, COVER_LEFT, COVER_WIDTH = FOLD + FOLD / 2, FOLD + 10, FOLD - 20
CREST_Y, CREST_RADIUS = 27.0, 11.0
ROOF = f"M{FOLD + 3} 42L{COVER_MIDDLE} 12L{SHEET_WIDTH - 3} 42Z"
COVER: PosterLayers = (
    ArtLayer(
        (
            PaperShape(draw_box(FOLD, -OVERHANG, FOLD + OVERHANG, SHEET_HEIGHT + 2 * OVERHANG), ACCENT),
            PaperShape(draw_box(FOLD + 7, 40, FOLD - 14, SHEET_HEIGHT), "paper"),
            PaperShape(ROOF, "paper", 3),
            PaperShape(ROOF, ACCENT_DIM),
            PaperShape(draw_disc(COVER_MIDDLE, CREST_Y + 3, CREST_RADIUS), "paper"),
        )
    ),
    ArtLayer((PaperShape(draw_disc(COVER_MIDDLE, CREST_Y + 3, CREST_RADIUS - 2), "lamp"),), when="no-emblem"),
    EmblemLayer(COVER_MIDDLE, CREST_Y + 3, 17, CREST_RADIUS - 1, when="emblem"),
    ArtLayer(
        (
            PaperShape(draw_box(FOLD + 7, 44, FOLD - 14, 46), ACCENT_DIM),
            *draw_moon(SHEET_WIDTH - 40, 58, 7),
            PaperShape(draw_cloud(FOLD + 22, 66, 34), "cream"),
            PaperShape(draw_cloud(FOLD + 84, 80, 26), "paper"),
        ),
        when="no-picture",
    ),
    PhotoLayer(FOLD + 7, 44, FOLD - 14, 46, when="photo"),
    SceneLayer(FOLD + 7, 44, FOLD - 14, 46, when="scene"),
    TextLayer("name", COVER_LEFT, 92.5, COVER_WIDTH, 13, LARGE, 4.4, weight="name", lines=2, leading=1.1),
    TextLayer("walk", COVER_LEFT, 106, COVER_WIDTH, 5, SMALL, LEAST),
    TextLayer("tagline", COVER_LEFT, 112, COVER_WIDTH, 12, READ, LEAST, weight="name", lines=2, leading=1.16),
    QrLayer(COVER_MIDDLE, 157.5),
    TextLayer("action", COVER_LEFT, 189.5, COVER_WIDTH, 6, READ, LEAST, weight="name"),
    TextLayer("typed", COVER_LEFT, 195.8, COVER_WIDTH, 4, SMALL, LEAST),
    TextLayer("number", COVER_LEFT, 200.2, COVER_WIDTH, 4, SMALL, LEAST),
)
"""The cover, on the right half of the outer side; a unit is a millimetre."""
BACK: PosterLayers = (
    ArtLayer((PaperShape(draw_box(-OVERHANG, -OVERHANG, FOLD + OVERHANG, SHEET_HEIGHT + 2 * OVERHANG), "paper"),)),
    TextLayer("how", 12, 16, FOLD - 24, 7, READ, LEAST, weight="name", align=0),
    *(
        TextLayer(f"step-{number}", 12, 15 + 12 * number, FOLD - 24, 10, SMALL, LEAST, align=0, lines=2, leading=1.3)
        for number in range(1, 5)
    ),
    TextLayer("rest", 12, 76, FOLD - 24, 5, SMALL, LEAST, align=0),
    TextLayer("wish", 12, 92, FOLD - 24, 6, READ, LEAST, weight="name", align=0),
    ArtLayer(tuple(PaperShape(draw_box(12, 112 + 13 * line, FOLD - 24, 0.3), "ink") for line in range(4))),
    MascotLayer("waving", 104, 160, 34),
    ArtLayer(
        tuple(
            PaperShape(shape.d, shape.colour)
            for shape in draw_water(FOLD - 2 * OVERHANG, 198, SHEET_HEIGHT + OVERHANG, 0.5)
        )
    ),
)
"""What to do, on the left half of the outer side."""
LEAFLET_LAYERS: PosterLayers = (*BACK, *COVER)
INSIDE = PaperShape(draw_box(-OVERHANG, -OVERHANG, SHEET_WIDTH + 2 * OVERHANG, SHEET_HEIGHT + 2 * OVERHANG), "paper")
HALF_WIDTH = FOLD - 18
"""Width of what stands in one inner half."""
PANEL_MM = 31.4
"""Side of the panel of a station's code."""
WORDS_MM, GAP_MM = 34.0, 3.0
"""Height of the words of a station with its code, and the distance between what is beside or below each other."""
LARGE_ROWS = 2
"""Rows of an inner half up to which pictures are as wide as it; where there are more, pictures stand beside the words."""
PICTURES = {3: (56.0, 42.0), 4: (48.0, 36.0), 5: (44.0, 33.0)}
"""Width and height of a picture beside the words, by the number of rows."""


def compose_leaflet(poster: Poster) -> tuple[PosterLayers, ...]:
    """Return the outer and the inner side of a leaflet: up to five stations in each inner half, in their order."""
    texts = dict(poster.texts)
    count = sum(f"mark-{number}" in texts for number in range(1, MOST_STATIONS + 1))
    rows = max(1, -(-count // 2))
    high = min(96.0, (SHEET_HEIGHT - 16) / rows)
    found: list[PosterLayer] = [
        ArtLayer((INSIDE, PaperShape(draw_box(FOLD - 0.1, 12, 0.2, SHEET_HEIGHT - 24), "stone")))
    ]
    for number in range(1, count + 1):
        left, top = (9 if number <= rows else FOLD + 9), 9 + (number - 1) % rows * high
        if rows <= LARGE_ROWS:
            picture = (left, top, HALF_WIDTH, high - WORDS_MM - 2 * GAP_MM)
            words = (left, top + picture[3] + GAP_MM, HALF_WIDTH)
        else:
            wide, tall = PICTURES[rows]
            picture = (left, top, wide, tall)
            words = (left + wide + GAP_MM, top, HALF_WIDTH - wide - GAP_MM)
        found += iter_picture_layers(number, picture, poster)
        found += iter_word_layers(number, words, texts)
    return LEAFLET_LAYERS, tuple(found)


def iter_picture_layers(number: int, place: tuple[float, float, float, float], poster: Poster) -> Iterator[PosterLayer]:
    """Yield the picture of a station in its place (left, top, width, height), with the station's number on it."""
    left, top, _, _ = place
    if poster.get_shot(f"photo-{number}"):
        yield PhotoLayer(*place, what=f"photo-{number}")
    elif poster.get_scene(f"scene-{number}")[0]:
        yield SceneLayer(*place, what=f"scene-{number}")
    else:
        yield ArtLayer((PaperShape(draw_box(*place, 2), "mist"),))
    disc = (
        PaperShape(draw_disc(left + 5.4, top + 5.4, 4.6), "paper"),
        PaperShape(draw_disc(left + 5.4, top + 5.4, 4), "lamp"),
    )
    yield ArtLayer(disc)
    yield TextLayer(f"mark-{number}", left + 2, top + 2.8, 6.8, 5.2, READ, LEAST, weight="name")


def iter_word_layers(number: int, place: tuple[float, float, float], texts: Mapping[str, str]) -> Iterator[PosterLayer]:
    """Yield the words of a station in a place (left, top, width) and, at their right, its code with the address below."""
    left, top, width = place
    coded = f"stop-{number}" in texts
    wide = width - (PANEL_MM + 1 if coded else 0)
    yield TextLayer(f"name-{number}", left, top, wide, 7, READ, LEAST, weight="name", align=0, lines=2, leading=1.1)
    if f"place-{number}" in texts:
        yield TextLayer(f"place-{number}", left, top + 7.4, wide, 6, SMALL, LEAST, align=0, lines=2, leading=1.15)
    if f"text-{number}" in texts:
        box = TextLayer(f"text-{number}", left, top + 14.6, wide, 20, SMALL, LEAST, align=0, lines=5, leading=1.3)
        yield replace(box, raised=True)
    if coded:
        right = left + width
        yield QrLayer(right - PANEL_MM / 2, top + PANEL_MM / 2 - 0.7, f"stop-{number}", STATION_DOTS)
        yield TextLayer(
            f"typed-{number}", right - PANEL_MM - 6, top + PANEL_MM - 0.4, PANEL_MM + 6, 3, 2.6, LEAST, align=1
        )


# The stamp card.

CARD_WIDTH, CARD_HEIGHT = 148.0, 210.0
MOST_WINDOWS, ACROSS = 6, 2
"""Questions on one side of a card, and in a row."""
CARD_STEP_X, CARD_STEP_Y = 67.0, 41.5
CARD_HEAD: PosterLayers = (
    ArtLayer(
        (
            PaperShape(draw_box(-OVERHANG, -OVERHANG, CARD_WIDTH + 2 * OVERHANG, CARD_HEIGHT + 2 * OVERHANG), ACCENT),
            PaperShape(draw_box(5, 5, CARD_WIDTH - 10, CARD_HEIGHT - 10, 4), "paper"),
        )
    ),
    TextLayer("card", 12, 10, 84, 6, READ, LEAST, weight="name", align=0),
    TextLayer("name", 12, 17, 84, 13, 9, 3.4, weight="name", align=0, lines=2, leading=1.1),
    TextLayer("how", 12, 31, 84, 9, SMALL, LEAST, align=0, lines=2),
    TextLayer("typed", 12, 41, 84, 4, 3, LEAST, align=0),
    QrLayer(118, 29),
)
"""The head of a card with the code of the route; a unit is a millimetre."""


def is_trail(entry: Entry) -> bool:
    """Is an entry a route on which children answer questions?"""
    return isinstance(entry, Route) and entry.is_trail


def list_card_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of a stamp card: of each question its stop, the place to look and the words; all answers in one line."""
    questions = list_questions(entry, exhibition) if isinstance(entry, Route) else ()
    texts = {"card": "社区小先生 · 集章卡", "how": "到一站，看一看墙，答对了，请大人在窗里盖一个章。"}
    for question in questions:
        number, record = question.number, question.record.record
        texts[f"stop-{number}"] = f"{number}　{question.stop.entry.name}"
        texts[f"where-{number}"] = f"到{record.place}看" if record.place else ""
        texts[f"question-{number}"] = record.question
    for start in range(0, len(questions), MOST_WINDOWS):
        part = questions[start : start + MOST_WINDOWS]
        told = "　".join(f"{question.number} {question.record.record.answer}" for question in part)
        texts[f"answers-{start + 1}"] = f"答案：{told}"
    return texts


def compose_card(poster: Poster) -> tuple[PosterLayers, ...]:
    """Return the sides of a stamp card: the head, a window for each question, the answers upside down at the foot."""
    texts = dict(poster.texts)
    count = sum(name.startswith("question-") for name in texts)
    firsts = range(1, max(count, 1) + 1, MOST_WINDOWS)
    return tuple(
        (
            *(CARD_HEAD if first == 1 else CARD_HEAD[:3]),
            *iter_card_layers(first, min(first + MOST_WINDOWS, count + 1), texts),
        )
        for first in firsts
    )


def iter_card_layers(first: int, end: int, texts: Mapping[str, str]) -> Iterator[PosterLayer]:
    """Yield the windows of the questions from `first` to before `end`, and their answers."""
    for number in range(first, end):
        row, column = divmod(number - first, ACROSS)
        x, y = 9.5 + column * CARD_STEP_X, 52 + row * CARD_STEP_Y
        yield ArtLayer(
            (
                PaperShape(draw_box(x, y, 62, 38.5, 3), "cream"),
                PaperShape(draw_disc(x + 48.5, y + 13.5, 11), "paper"),
                PaperShape(draw_ring(x + 48.5, y + 13.5, 11, 0.7), ACCENT),
            )
        )
        yield TextLayer(
            f"stop-{number}", x + 3, y + 2.5, 32, 9, 4.4, LEAST, weight="name", align=0, lines=2, leading=1.15
        )
        yield TextLayer(f"where-{number}", x + 3, y + 12, 33, 12, 3.2, LEAST, align=0, lines=3, leading=1.2)
        yield TextLayer(
            f"question-{number}", x + 3, y + 25.4, 56, 12, 4, LEAST, weight="name", align=0, lines=3, leading=1.2
        )
    if f"answers-{first}" in texts:
        yield TextLayer(
            f"answers-{first}", 12, 180, CARD_WIDTH - 24, 12, SMALL, LEAST, lines=3, leading=1.3, turned=True
        )


# The sheet on which neighbours draw their emblem together.

SHEET_LEFT, SHEET_INNER = 14.0, 182.0
FRAME_LEFT, FRAME_TOP, FRAME_SIDE = 41.0, 47.0, 128.0
"""The square for drawing; a unit is a millimetre of A4."""
CORNER_MM, CORNER_THICK = 12.0, 2.4
PLAIN_FORM, PLAIN_COLOUR = "circle", "river"
"""The form on which colours and signs are shown, and the colour in which forms and signs are."""
DESIGN_STEPS = (
    "一、问一句：外面的人说起我们楼，会说什么？一人说一样，都写在纸边上。",
    "二、照下面的图，先定图案，再定颜色，最后定底形；也可以自己画，画在方框里，越大越好，用深色粗笔。",
    "三、把方框正对着拍下来，四角都拍进去，没有影子。照片取名“楼标.jpg”，交给写网页的人。",
)
CARE = "画里不写姓名、门牌，不画别家的商标。"
WORD_ROWS = (
    ("emblem_forms", FORMS, 190.0, 6, 17.0),
    ("emblem_colours", GROUNDS, 216.0, 8, 14.0),
    ("emblem_signs", SIGNS, 239.0, 12, 12.5),
)
"""Each vocabulary of words: what is drawn of it, the height of its first row, drawings in a row, side of a drawing."""
WORD_STEP_Y = 19.5
"""Distance of the rows of one vocabulary."""


def make_text_name(vocabulary: str, slug: str) -> str:
    """Return the name of the text that is the word of a drawing."""
    return f"{vocabulary}-{slug}"


def list_sheet_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the sheet: the words of the vocabularies, the steps, the unit's name and number."""
    texts = {"title": "一起画一个楼标", "whose": f"{entry.name}　编号 {entry.id}", "care": CARE}
    texts |= {f"step-{number}": text for number, text in enumerate(DESIGN_STEPS, 1)}
    for vocabulary, label in PARTS:
        texts[f"{vocabulary}-label"] = label
        words = {term.slug: term.name for term in exhibition.vocabularies.get(vocabulary)}
        texts |= {make_text_name(vocabulary, slug): word for slug, word in words.items()}
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


def iter_emblem_layers() -> Iterator[PosterLayer]:
    """Yield every drawing of every vocabulary with its word below."""
    for vocabulary, drawn, top, across, size in WORD_ROWS:
        yield TextLayer(f"{vocabulary}-label", SHEET_LEFT, top, 13, size, TINY, LEAST, weight="name", align=0)
        step = (SHEET_INNER - 13) / across
        for number, slug in enumerate(drawn):
            row, column = divmod(number, across)
            x, y = SHEET_LEFT + 13 + (column + 0.5) * step, top + row * WORD_STEP_Y
            yield EmblemLayer(x, y + size / 2, size, parts=choose_parts(vocabulary, slug))
            yield TextLayer(make_text_name(vocabulary, slug), x - step / 2, y + size + 0.4, step, 4.4, TINY, LEAST)


def choose_parts(vocabulary: str, slug: str) -> tuple[str, str, str, str]:
    """Return the emblem that shows one word."""
    chosen = {"emblem_forms": PLAIN_FORM, "emblem_colours": PLAIN_COLOUR, "emblem_signs": ""} | {vocabulary: slug}
    return chosen["emblem_forms"], chosen["emblem_colours"], chosen["emblem_signs"], ""


SHEET_LAYERS: PosterLayers = (
    TextLayer("title", SHEET_LEFT, 9, SHEET_INNER, 11, 9, 5, weight="name"),
    TextLayer("whose", SHEET_LEFT, 20.4, SHEET_INNER, 6, READ, LEAST),
    *(
        TextLayer(f"step-{number}", SHEET_LEFT, 23.6 + 4.8 * number, SHEET_INNER, 4.4, TINY, LEAST, align=0)
        for number in range(1, len(DESIGN_STEPS) + 1)
    ),
    ArtLayer((*draw_sides(), *draw_corners())),
    TextLayer("care", SHEET_LEFT, FRAME_TOP + FRAME_SIDE + 5, SHEET_INNER, 5, TINY, LEAST),
    *iter_emblem_layers(),
)
"""The whole sheet."""
